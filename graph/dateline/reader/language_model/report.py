"""What became of everything that a model said: what was dropped or changed and why, what was not read, what it cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dateline.errors import shown
from dateline.reader.language_model.cost import Estimate, Usage, told
from dateline.settings import Prices

Kind: TypeAlias = Literal["answer", "entity", "mention", "event", "trigger", "time", "quotation", "claim"]

_MOST_SHOWN = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """Something of an answer that was not taken as it came: what it was, in its own words, and why.

    `start` is where the passage begins in the text.
    """

    kind: Kind
    words: str
    why: str
    start: int

    def __str__(self) -> str:
        return f"{self.kind} {shown(self.words)}: {self.why}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Unread:
    """A stretch of the text that was not read, and why."""

    start: int
    end: int
    why: str

    def __str__(self) -> str:
        return f"characters {self.start} to {self.end} were not read: {self.why}"


@dataclass(slots=True)
class Ledger:
    """Collects what is remarked of the answer for one passage, in the order of the answer."""

    start: int
    dropped: list[Remark] = field(default_factory=list)
    changed: list[Remark] = field(default_factory=list)

    def drop(self, kind: Kind, words: str, why: str) -> None:
        """Notes that an item is left out."""
        self.dropped.append(Remark(kind=kind, words=words, why=why, start=self.start))

    def change(self, kind: Kind, words: str, why: str) -> None:
        """Notes that an item is taken otherwise than it came."""
        self.changed.append(Remark(kind=kind, words=words, why=why, start=self.start))


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelReport:
    """What a run did. `usage` is what the endpoint says was used, and an estimate for answers where it says nothing.

    `served` are the names that the models gave themselves, `notes` what a user should be told beside.
    """

    model: str
    prompt: str
    estimate: Estimate
    requests: int
    usage: Usage
    prices: Prices | None
    served: tuple[str, ...] = ()
    dropped: tuple[Remark, ...] = ()
    changed: tuple[Remark, ...] = ()
    unread: tuple[Unread, ...] = ()
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The report in lines, the first of what was dropped and changed in full."""
        asked = f"{self.requests} requests for {self.estimate.passages} passages"
        kept = f"{self.estimate.from_cache} from the cache"
        lines = [
            f"{self.model}, prompt {self.prompt}: {asked}, {kept}; {told(self.usage, self.prices)}.",
            *(f"{one}." for one in self.unread),
            *self.notes,
            *_listed("dropped", self.dropped),
            *_listed("changed", self.changed),
        ]
        return "\n".join(lines)


def _listed(what: str, remarks: tuple[Remark, ...]) -> Iterable[str]:
    if not remarks:
        return
    counts = Counter(remark.kind for remark in remarks)
    yield f"{len(remarks)} {what} ({', '.join(f'{count} {kind}' for kind, count in sorted(counts.items()))}):"
    for remark in remarks[:_MOST_SHOWN]:
        yield f"  {remark}"
    if len(remarks) > _MOST_SHOWN:
        yield f"  … and {len(remarks) - _MOST_SHOWN} more."
