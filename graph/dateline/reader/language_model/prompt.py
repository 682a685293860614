"""What a language model is asked: the versioned prompt, one passage, and the schema that its answer has to have.

A prompt that was used is never changed: a better one is a new file with a new number, so that a reading always tells
which words it was made with.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, get_args

from dateline.model import Certainty, Form, Modality, Polarity
from dateline.reader.language_model.passages import Passage
from dateline.terms import CLASSES, PREDICATES, Predicate, is_a

PROMPT: Final = "claims-1"
"""The name and version of the prompt, and of its file."""

DOCUMENT: Final = "document"
"""The id by which a model speaks of the document itself."""

ENTITIES: Final = tuple(
    name for name in CLASSES if not is_a(name, "Event") and name not in ("TimeSpan", "SourceDocument")
)
EVENTS: Final = tuple(name for name in CLASSES if is_a(name, "Event"))
FORMS: Final[tuple[Form, ...]] = get_args(Form)
POLARITIES: Final[tuple[Polarity, ...]] = get_args(Polarity)
CERTAINTIES: Final[tuple[Certainty, ...]] = get_args(Certainty)
MODALITIES: Final[tuple[Modality, ...]] = get_args(Modality)
TIMED: Final = ("startDate", "endDate", "issued")
"""The predicates whose value is computed from the words of a time."""

_PROMPTS = Path(__file__).resolve().parents[1] / "data" / "prompts"


@cache
def instructions() -> str:
    """The words of the prompt, with the classes and predicates of the ontology filled in."""
    words = (_PROMPTS / f"{PROMPT}.md").read_text(encoding="utf-8")
    lines = "\n".join(f"- {predicate.name}: {_line(predicate)}" for predicate in PREDICATES.values())
    filled = {"{entities}": ", ".join(ENTITIES), "{events}": ", ".join(EVENTS), "{predicates}": lines}
    for place, said in filled.items():
        words = words.replace(place, said)
    return words


def _line(predicate: Predicate) -> str:
    domain = " or ".join(predicate.domain)
    if predicate.name in TIMED:
        return f"{domain}; object: the id of a time"
    return f"{domain}; " + (f"object: {' or '.join(predicate.range)}" if predicate.range else "value: words")


def messages(text: str, passage: Passage, *, title: str | None, issued: str | None) -> list[dict[str, str]]:
    """The messages that ask for one passage.

    The passage stands between lines that carry its own hash, which no passage can hold.
    """
    words, mark = passage.of(text), _mark(passage.of(text))
    known = [f"{name}: {' '.join(said.split())}" for name, said in (("Title", title), ("Date", issued)) if said]
    before = passage.before(text)
    context = "\n".join([*known, *(["What stands before:", before] if before else [])])
    asked = f"Context\n\n{context or 'none'}\n\n----- passage {mark} -----\n{words}\n----- passage {mark} -----\n"
    return [{"role": "system", "content": instructions()}, {"role": "user", "content": asked}]


def _mark(words: str) -> str:
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema of an answer, in the subset that endpoints enforce: everything required, nothing further."""
    quote = {"$ref": "#/$defs/quote"}
    name, maybe = {"type": "string"}, {"type": ["string", "null"]}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["entities", "events", "times", "quotations", "claims"],
        "properties": {
            "entities": _list(
                id=name,
                type=_one_of(ENTITIES),
                mentions=_list(quote=name, within=maybe, form=_one_of(FORMS)),
            ),
            "events": _list(id=name, type=_one_of(EVENTS), label=name, triggers={"type": "array", "items": quote}),
            "times": _list(id=name, quote=name, within=maybe),
            "quotations": _list(
                quote=name,
                within=maybe,
                direct={"type": "boolean"},
                source=maybe,
                relayed_by=maybe,
                cue={"anyOf": [quote, {"type": "null"}]},
            ),
            "claims": _list(
                subject=name,
                predicate=_one_of(tuple(PREDICATES)),
                object=maybe,
                value=maybe,
                evidence=quote,
                relation=maybe,
                attributed_to=maybe,
                relayed_by=maybe,
                polarity=_one_of(POLARITIES),
                certainty=_one_of(CERTAINTIES),
                modality=_one_of(MODALITIES),
            ),
        },
        "$defs": {"quote": _object(quote=name, within=maybe)},
    }


def _object(**members: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": list(members), "properties": members}


def _list(**members: Any) -> dict[str, Any]:
    return {"type": "array", "items": _object(**members)}


def _one_of(values: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}
