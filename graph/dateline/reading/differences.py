"""What a draft says otherwise than what stands, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from dateline.errors import shown
from dateline.model import Claim, Entity, Event, Quantity, Quotation, ReadingWarning, Ref, Span, Time

Item: TypeAlias = Entity | Time | Quantity | Quotation | Event | Claim | ReadingWarning

_PLAIN: dict[type, tuple[str, ...]] = {
    Entity: ("type", "label"),
    Time: ("kind", "value", "edtf", "earliest", "latest"),
    Quantity: ("value", "unit", "quantifier"),
    Quotation: ("direct",),
    Event: ("type", "label", "polarity", "certainty"),
    Claim: ("reportingMode", "polarity", "certainty", "modality", "quantifier", "inference"),
}
_NAMES: dict[type, tuple[str, ...]] = {Time: ("anchor",), Quotation: ("source", "relayedBy")}


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What stands at a path of a reading, and what a draft would say there; empty where one of them says nothing.

    >>> print(Difference(path="claims[3] (c4).polarity", stands="negative", draft="positive"))
    claims[3] (c4).polarity: stands negative; the draft says positive
    """

    path: str
    stands: str
    draft: str

    def __str__(self) -> str:
        return f"{self.path}: stands {self.stands or 'nothing'}; the draft says {self.draft or 'nothing'}"


def path_of(section: str, number: int, item: Item) -> str:
    """The path of an item of a reading, with its id.

    >>> path_of("warnings", 2, ReadingWarning(text="Two dates."))
    'warnings[2]'
    """
    return f"{section}[{number}] ({item.id})" if item.id else f"{section}[{number}]"


def saying(claim: Claim) -> str:
    """What a claim says: its subject, predicate and object."""
    said = claim.object.id if isinstance(claim.object, Ref) else _shown(claim.object.value)
    return f"{claim.subject} {claim.predicate} {said}"


def differences(path: str, stands: Item, draft: Item, name: Callable[[str | None], str | None]) -> Iterator[Difference]:
    """Where a drafted item differs from the standing one that it is; `name` gives an id of the draft its standing one.

    Claims come with their ids changed already.
    """
    kind = type(stands)
    for member in _PLAIN.get(kind, ()):
        yield from _plain(path, member, getattr(stands, _field(member)), getattr(draft, _field(member)))
    for member in _NAMES.get(kind, ()):
        yield from _plain(path, member, getattr(stands, _field(member)), name(getattr(draft, _field(member))))
    match stands, draft:
        case Entity(), Entity():
            yield from _words(path, "mentions", _spans(stands), _spans(draft))
        case Event(), Event():
            yield from _words(path, "triggers", stands.triggers, draft.triggers)
        case Quotation(), Quotation():
            yield from _words(path, "cue", _one(stands.cue), _one(draft.cue))
        case Claim(), Claim():
            yield from _claim(path, stands, draft)


def _claim(path: str, stands: Claim, draft: Claim) -> Iterator[Difference]:
    if saying(stands) != saying(draft):
        yield Difference(path=path, stands=saying(stands), draft=saying(draft))
    for member in ("attributedTo", "relayedBy", "timeScope"):
        yield from _plain(path, member, getattr(stands, _field(member)), getattr(draft, _field(member)))
    yield from _words(path, "evidence", (stands.evidence,), (draft.evidence,))
    yield from _plain(path, "predicateText", stands.predicate_text, draft.predicate_text)
    if stands.status == "proposed":
        yield from _plain(path, "confidence", stands.confidence, draft.confidence)


def _field(member: str) -> str:
    """The model's name for a member of the file."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in member)


def _plain(path: str, member: str, stands: Any, draft: Any) -> Iterator[Difference]:
    if stands != draft:
        yield Difference(path=f"{path}.{member}", stands=_shown(stands), draft=_shown(draft))


def _words(path: str, member: str, stands: Iterable[Span], draft: Iterable[Span]) -> Iterator[Difference]:
    """The words that only one of the two has."""
    ours = {(span.start, span.end): span for span in stands}
    theirs = {(span.start, span.end): span for span in draft}
    if ours.keys() != theirs.keys():
        yield Difference(
            path=f"{path}.{member}",
            stands=", ".join(_place(ours[place]) for place in ours if place not in theirs),
            draft=", ".join(_place(theirs[place]) for place in theirs if place not in ours),
        )


def _spans(entity: Entity) -> tuple[Span, ...]:
    return tuple(mention.span for mention in entity.mentions)


def _one(span: Span | None) -> tuple[Span, ...]:
    return (span,) if span else ()


def _place(span: Span) -> str:
    return f"{span.start}:{span.end} {shown(span.text)}"


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value if value.isascii() and value.replace("-", "").replace("_", "").isalnum() else shown(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
