"""How a language model is asked, and how much it may take."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.errors import UsageError
from dateline.internet.patience import Patience
from dateline.reader.language_model.cost import Limit


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """How a model is asked.

    `passage` is the length of a passage in code points, `answer_tokens` and `answer_bytes` those of an answer at most;
    `at_once` the number of requests under way together; `limit` what may be spent; `seconds` how long all may take.
    `confidence` is that of a claim against which nothing speaks: it has to be measured for a model, and until it is, it
    stays below what is published without a person's word. `pipeline` names another spaCy pipeline for the rules.
    """

    passage: int = 4_000
    answer_tokens: int = 8_192
    answer_bytes: int = 4 * 2**20
    at_once: int = 4
    limit: Limit = field(default_factory=Limit)
    seconds: float | None = None
    confidence: float = 0.75
    patience: Patience = field(default_factory=Patience)
    pipeline: str | None = None

    def __post_init__(self) -> None:
        least = {"passage": 200, "answer_tokens": 1, "answer_bytes": 1, "at_once": 1}
        low = [f"{name} is less than {value}" for name, value in least.items() if getattr(self, name) < value]
        if not 0 < self.confidence <= 1:
            low.append("confidence is no number above 0 and up to 1")
        if low:
            raise UsageError(f"these options cannot be used: {'; '.join(low)}.", where="language model")
