"""Plain data as the schema has them, to the model. What the schema does not name is kept in `more`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from dateline.model import (
    Claim,
    DocumentRecord,
    Entity,
    Event,
    Link,
    Mention,
    Quantity,
    Quotation,
    Reader,
    Reading,
    ReadingWarning,
    Ref,
    Span,
    Time,
    Value,
)
from dateline.reading.members import MEMBERS, SPAN, datatype_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """An item of a reading with its path in the file."""

    path: str
    item: T


@dataclass(kw_only=True, slots=True)
class Draft:
    """The items of a reading whose shape is right, each with its path; `unread` are the ids of those whose is not."""

    document: DocumentRecord
    reader: Reader
    entities: list[Placed[Entity]] = field(default_factory=list)
    times: list[Placed[Time]] = field(default_factory=list)
    quantities: list[Placed[Quantity]] = field(default_factory=list)
    quotations: list[Placed[Quotation]] = field(default_factory=list)
    events: list[Placed[Event]] = field(default_factory=list)
    claims: list[Placed[Claim]] = field(default_factory=list)
    warnings: list[Placed[ReadingWarning]] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    more: Mapping[str, Any] = field(default_factory=dict)

    def reading(self, file: str) -> Reading:
        """The finished reading."""
        return Reading(
            document=self.document,
            reader=self.reader,
            entities=tuple(placed.item for placed in self.entities),
            times=tuple(placed.item for placed in self.times),
            quantities=tuple(placed.item for placed in self.quantities),
            quotations=tuple(placed.item for placed in self.quotations),
            events=tuple(placed.item for placed in self.events),
            claims=tuple(placed.item for placed in self.claims),
            warnings=tuple(placed.item for placed in self.warnings),
            file=file,
            more=self.more,
        )

    def spans(self) -> Iterator[Placed[Span]]:
        """Every span of the reading, and every segment of one."""
        for entity in self.entities:
            for number, mention in enumerate(entity.item.mentions):
                yield from _parts(f"{entity.path}.mentions[{number}]", mention.span)
        spoken: Sequence[Placed[Time] | Placed[Quantity] | Placed[Quotation]]
        for spoken in (self.times, self.quantities, self.quotations):
            for placed in spoken:
                yield from _parts(placed.path, placed.item.span)
        for quotation in self.quotations:
            if quotation.item.cue:
                yield from _parts(f"{quotation.path}.cue", quotation.item.cue)
        for event in self.events:
            for number, trigger in enumerate(event.item.triggers):
                yield from _parts(f"{event.path}.triggers[{number}]", trigger)
        for claim in self.claims:
            yield from _parts(f"{claim.path}.evidence", claim.item.evidence)


def _parts(path: str, span: Span) -> Iterator[Placed[Span]]:
    yield Placed(path, span)
    for number, segment in enumerate(span.segments):
        yield from _parts(f"{path}.segments[{number}]", segment)


def draft_of(data: Mapping[str, Any], broken: frozenset[str]) -> Draft:
    """The model of plain data that fit the schema, but for the items at the paths in `broken`, which are left out."""
    draft = Draft(document=_document(data["document"]), reader=_reader(data["reader"]), more=_more(data, "reading"))
    makers: dict[str, tuple[list[Any], Callable[[Any], Any]]] = {
        "entities": (draft.entities, _entity),
        "times": (draft.times, _time),
        "quantities": (draft.quantities, _quantity),
        "quotations": (draft.quotations, _quotation),
        "events": (draft.events, _event),
        "claims": (draft.claims, _claim),
        "warnings": (draft.warnings, _warning),
    }
    for section, (items, make) in makers.items():
        if section in broken:
            continue
        for number, plain in enumerate(data.get(section, ())):
            path = f"{section}[{number}]"
            if path not in broken:
                items.append(Placed(path, make(plain)))
            elif isinstance(plain, dict) and isinstance(plain.get("id"), str):
                draft.unread.add(plain["id"])
    return draft


def _more(plain: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    return MappingProxyType({name: value for name, value in plain.items() if name not in MEMBERS[kind]})


def _document(plain: Mapping[str, Any]) -> DocumentRecord:
    return DocumentRecord(
        id=plain["id"],
        sha256=plain["sha256"],
        length=plain["length"],
        title=plain.get("title"),
        issued=plain.get("issued"),
        publisher=plain.get("publisher"),
        language=plain.get("language"),
        entity=plain.get("entity"),
        source_sha256=plain.get("sourceSha256"),
        media_type=plain.get("mediaType"),
        extractor=plain.get("extractor"),
        url=plain.get("url"),
        retrieved=plain.get("retrieved"),
        licence=plain.get("licence"),
        more=_more(plain, "document"),
    )


def _reader(plain: Mapping[str, Any]) -> Reader:
    return Reader(
        name=plain["name"],
        version=plain["version"],
        model=plain.get("model"),
        kind=plain.get("kind", "software"),
        more=_more(plain, "reader"),
    )


def _span(plain: Mapping[str, Any], *, own: bool = True) -> Span:
    """A span; what else its mapping holds is the span's own only where it is not the item's."""
    more = {name: value for name, value in plain.items() if name not in SPAN} if own else {}
    return Span(
        start=plain["start"],
        end=plain["end"],
        text=plain["text"],
        segments=tuple(map(_span, plain.get("segments", ()))),
        more=MappingProxyType(more),
    )


def _link(plain: Mapping[str, Any]) -> Link:
    return Link(
        to=plain["to"],
        relation=plain["relation"],
        confidence=float(plain["confidence"]),
        status=plain["status"],
        by=plain.get("by"),
        more=_more(plain, "links"),
    )


def _entity(plain: Mapping[str, Any]) -> Entity:
    return Entity(
        id=plain["id"],
        type=plain["type"],
        label=plain["label"],
        mentions=tuple(
            Mention(span=_span(mention, own=False), form=mention["form"], more=_more(mention, "mentions"))
            for mention in plain["mentions"]
        ),
        links=tuple(map(_link, plain.get("links", ()))),
        by=plain.get("by"),
        status=plain.get("status"),
        more=_more(plain, "entities"),
    )


def _time(plain: Mapping[str, Any]) -> Time:
    return Time(
        id=plain["id"],
        span=_span(plain, own=False),
        kind=plain["kind"],
        value=plain["value"],
        edtf=plain["edtf"],
        anchor=plain.get("anchor"),
        earliest=plain.get("earliest"),
        latest=plain.get("latest"),
        by=plain.get("by"),
        status=plain.get("status"),
        more=_more(plain, "times"),
    )


def _quantity(plain: Mapping[str, Any]) -> Quantity:
    return Quantity(
        id=plain["id"],
        span=_span(plain, own=False),
        value=plain["value"],
        unit=plain.get("unit"),
        quantifier=plain["quantifier"],
        by=plain.get("by"),
        status=plain.get("status"),
        more=_more(plain, "quantities"),
    )


def _quotation(plain: Mapping[str, Any]) -> Quotation:
    return Quotation(
        id=plain.get("id"),
        span=_span(plain, own=False),
        source=plain["source"],
        direct=plain["direct"],
        cue=_span(plain["cue"]) if plain.get("cue") else None,
        relayed_by=plain.get("relayedBy"),
        by=plain.get("by"),
        status=plain.get("status"),
        more=_more(plain, "quotations"),
    )


def _event(plain: Mapping[str, Any]) -> Event:
    return Event(
        id=plain["id"],
        type=plain["type"],
        label=plain["label"],
        triggers=tuple(map(_span, plain["triggers"])),
        polarity=plain.get("polarity"),
        certainty=plain.get("certainty"),
        links=tuple(map(_link, plain.get("links", ()))),
        by=plain.get("by"),
        status=plain.get("status"),
        more=_more(plain, "events"),
    )


def _claim(plain: Mapping[str, Any]) -> Claim:
    said = plain["object"]
    more = dict(_more(plain, "claims"))
    extra = _more(said, "object")
    if extra:
        more["object"] = dict(extra)
    return Claim(
        id=plain["id"],
        subject=plain["subject"],
        predicate=plain["predicate"],
        object=Ref(id=said["id"])
        if "id" in said
        else Value(
            value=said["value"],
            datatype=said.get("datatype") or datatype_of(plain["predicate"], said["value"]),
        ),
        evidence=_span(plain["evidence"]),
        predicate_text=plain.get("predicateText"),
        attributed_to=plain["attributedTo"],
        relayed_by=plain.get("relayedBy"),
        reporting_mode=plain["reportingMode"],
        polarity=plain["polarity"],
        certainty=plain["certainty"],
        modality=plain["modality"],
        quantifier=plain.get("quantifier"),
        inference=plain.get("inference", "literal"),
        time_scope=plain.get("timeScope"),
        confidence=float(plain["confidence"]),
        status=plain["status"],
        by=plain.get("by"),
        more=MappingProxyType(more),
    )


def _warning(plain: Mapping[str, Any] | str) -> ReadingWarning:
    if isinstance(plain, str):
        return ReadingWarning(text=plain)
    return ReadingWarning(
        text=plain["text"],
        id=plain.get("id"),
        about=tuple(plain.get("about", ())),
        by=plain.get("by"),
        more=_more(plain, "warnings"),
    )
