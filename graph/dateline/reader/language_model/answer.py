"""A model's answer to items, still in the model's own words; what has another form than was asked for is dropped."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from dateline.errors import shown
from dateline.model import Certainty, Form, Modality, Polarity
from dateline.reader.language_model.prompt import CERTAINTIES, DOCUMENT, ENTITIES, EVENTS, FORMS, MODALITIES, POLARITIES
from dateline.reader.language_model.report import Kind, Ledger
from dateline.terms import PREDICATES

SECTIONS: Final = ("entities", "events", "times", "quotations", "claims")
_MOST_ITEMS: Final = 2_000
"""Of one kind, in one answer."""
_MOST_STARTS: Final = 20
_THINKING: Final = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_KINDS: Final[Mapping[str, Kind]] = {
    "entities": "entity",
    "events": "event",
    "times": "time",
    "quotations": "quotation",
    "claims": "claim",
}
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Quote:
    """Words that are said to stand in the passage, and a longer stretch around them where they are not alone."""

    words: str
    within: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SaidMention:
    """Words for an entity."""

    quote: Quote
    form: Form


@dataclass(frozen=True, kw_only=True, slots=True)
class SaidEntity:
    """An entity by the id that the answer gives it."""

    id: str
    type: str
    mentions: tuple[SaidMention, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SaidEvent:
    """An event by the id that the answer gives it."""

    id: str
    type: str
    label: str
    triggers: tuple[Quote, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SaidTime:
    """A time expression by the id that the answer gives it."""

    id: str
    quote: Quote


@dataclass(frozen=True, kw_only=True, slots=True)
class SaidQuotation:
    """Somebody's words."""

    quote: Quote
    direct: bool
    source: str | None
    relayed_by: str | None
    cue: Quote | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SaidClaim:
    """A claim, with an `object` that is an id or a `value` that is words."""

    subject: str
    predicate: str
    object: str | None
    value: str | None
    evidence: Quote
    relation: str | None
    attributed_to: str | None
    relayed_by: str | None
    polarity: Polarity
    certainty: Certainty
    modality: Modality

    @property
    def words(self) -> str:
        """The claim in short, for messages."""
        said = self.object if self.object is not None else self.value
        return f"{self.subject} {self.predicate} {said}: {self.evidence.words}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """All that one answer says."""

    entities: tuple[SaidEntity, ...] = ()
    events: tuple[SaidEvent, ...] = ()
    times: tuple[SaidTime, ...] = ()
    quotations: tuple[SaidQuotation, ...] = ()
    claims: tuple[SaidClaim, ...] = ()


class _FormError(ValueError):
    """An item that has not the form that was asked for; its words say why."""


def data_of(words: str) -> Mapping[str, Any] | None:
    r"""The JSON object of an answer, also between other words or in a fenced block; null if there is none.

    >>> data_of('Here it is:\n```json\n{"entities": []}\n```')
    {'entities': []}
    >>> data_of('{"entities": [') is None
    True
    """
    words = _THINKING.sub("", words, count=1)
    decoder = json.JSONDecoder()
    start = words.find("{")
    for _ in range(_MOST_STARTS):
        if start < 0:
            return None
        try:
            found, end = decoder.raw_decode(words, start)
        except (json.JSONDecodeError, RecursionError):
            found, end = None, start + 1
        except ValueError:  # a number of more digits than are read
            return None
        if isinstance(found, dict) and any(section in found for section in SECTIONS):
            return found
        start = words.find("{", end)
    return None


def said_by(data: Mapping[str, Any], ledger: Ledger) -> Said:
    """The items of an answer. What has another form, or an id that another item has too, is dropped and noted."""
    sections = {name: _section(data, name, ledger) for name in SECTIONS}
    named = Counter(
        item["id"]
        for name in ("entities", "events", "times")
        for item in sections[name]
        if isinstance(item, dict) and isinstance(item.get("id"), str)
    )

    def own(item: Any, read: Callable[[Any], T]) -> T:
        found = read(item)
        if named[item["id"]] > 1:
            raise _FormError(f"several items have the id {shown(item['id'])}.")
        if item["id"] == DOCUMENT:
            raise _FormError(f"the id {shown(DOCUMENT)} is that of the document itself.")
        return found

    def read_all(name: str, read: Callable[[Any], T]) -> tuple[T, ...]:
        return tuple(_read(sections[name], _KINDS[name], read, ledger))

    return Said(
        entities=read_all("entities", lambda item: own(item, _entity)),
        events=read_all("events", lambda item: own(item, _event)),
        times=read_all("times", lambda item: own(item, _time)),
        quotations=read_all("quotations", _quotation),
        claims=read_all("claims", _claim),
    )


def _section(data: Mapping[str, Any], name: str, ledger: Ledger) -> list[Any]:
    items = data.get(name, [])
    if not isinstance(items, list):
        ledger.drop("answer", name, "it is not a list.")
        return []
    if len(items) > _MOST_ITEMS:
        ledger.drop("answer", name, f"it has {len(items):,} items; those after the first {_MOST_ITEMS:,} are left out.")
    return items[:_MOST_ITEMS]


def _read(items: list[Any], kind: Kind, read: Callable[[Any], T], ledger: Ledger) -> Iterator[T]:
    for item in items:
        try:
            yield read(item)
        except _FormError as wrong:
            ledger.drop(kind, json.dumps(item, ensure_ascii=False), str(wrong))


def _entity(item: Any) -> SaidEntity:
    mentions = _member(item, "mentions", list)
    return SaidEntity(
        id=_member(item, "id", str),
        type=_one_of(item, "type", ENTITIES, "class of entities"),
        mentions=tuple(
            SaidMention(quote=_quote(mention), form=_one_of(mention, "form", FORMS, "form")) for mention in mentions
        ),
    )


def _event(item: Any) -> SaidEvent:
    return SaidEvent(
        id=_member(item, "id", str),
        type=_one_of(item, "type", EVENTS, "class of events"),
        label=_maybe(item, "label") or "",
        triggers=tuple(_quote(trigger) for trigger in _member(item, "triggers", list)),
    )


def _time(item: Any) -> SaidTime:
    return SaidTime(id=_member(item, "id", str), quote=_quote(item))


def _quotation(item: Any) -> SaidQuotation:
    cue = item.get("cue") if isinstance(item, dict) else None
    return SaidQuotation(
        quote=_quote(item),
        direct=_member(item, "direct", bool),
        source=_maybe(item, "source"),
        relayed_by=_maybe(item, "relayed_by"),
        cue=None if cue is None else _quote(cue),
    )


def _claim(item: Any) -> SaidClaim:
    said, value = _maybe(item, "object"), _maybe(item, "value")
    if (said is None) == (value is None):
        raise _FormError("it needs an object or a value, and not both.")
    return SaidClaim(
        subject=_member(item, "subject", str),
        predicate=_one_of(item, "predicate", tuple(PREDICATES), "predicate"),
        object=said,
        value=value,
        evidence=_quote(item.get("evidence")),
        relation=_maybe(item, "relation"),
        attributed_to=_maybe(item, "attributed_to"),
        relayed_by=_maybe(item, "relayed_by"),
        polarity=_one_of(item, "polarity", POLARITIES, "polarity"),
        certainty=_one_of(item, "certainty", CERTAINTIES, "certainty"),
        modality=_one_of(item, "modality", MODALITIES, "modality"),
    )


def _quote(item: Any) -> Quote:
    if isinstance(item, str):
        return Quote(words=item)
    return Quote(words=_member(item, "quote", str), within=_maybe(item, "within"))


def _member(item: Any, name: str, kind: type[T]) -> T:
    if not isinstance(item, dict):
        raise _FormError("it is not an object.")
    found = item.get(name)
    if not isinstance(found, kind):
        raise _FormError(f"its {name} is missing." if found is None else f"its {name} has another form.")
    return found


def _maybe(item: Any, name: str) -> str | None:
    return None if isinstance(item, dict) and item.get(name) is None else _member(item, name, str)


def _one_of(item: Any, name: str, values: tuple[T, ...], what: str) -> T:
    found = _member(item, name, str)
    for value in values:
        if value == found:
            return value
    raise _FormError(f"there is no {what} {shown(found)}.")
