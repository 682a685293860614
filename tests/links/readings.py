"""Small readings of small texts, in which a name stands where it says."""

from __future__ import annotations

from hashlib import sha256

from dateline.links.model import Candidate
from dateline.model import Claim, DocumentRecord, Entity, Event, Link, Mention, Reader, Reading, Ref, Span, Time, Value


class Fixed:
    """A source that has these candidates, each under its label and its names."""

    def __init__(self, *candidates: Candidate) -> None:
        self.candidates = candidates

    def find(self, name: str) -> tuple[Candidate, ...]:
        """Those that are so called, in the order given."""
        return tuple(one for one in self.candidates if name in (one.label, *one.names))


def span(text: str, words: str, occurrence: int = 0) -> Span:
    """Where words stand in a text."""
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(words, start + 1)
    return Span(start=start, end=start + len(words), text=words)


def entity(
    text: str, name: str, type_: str = "Place", *, id_: str = "thing", form: str = "name", links: tuple[Link, ...] = ()
) -> Entity:
    """An entity that is named wherever its name stands."""
    mentions = tuple(
        Mention(span=span(text, name, number), form="name" if form == "name" else "description")
        for number in range(text.count(name))
    )
    return Entity(id=id_, type=type_, label=name, mentions=mentions, links=links)


def event(text: str, words: str, type_: str = "Event", *, id_: str = "ev", label: str = "") -> Event:
    """An event that some words name."""
    return Event(id=id_, type=type_, label=label or words, triggers=(span(text, words),))


def time(text: str, words: str, edtf: str, id_: str = "t") -> Time:
    """A time that some words name."""
    return Time(id=id_, span=span(text, words), kind="DATE", value=edtf, edtf=edtf)


def claim(text: str, subject: str, predicate: str, said: str, words: str, *, voice: str | None = None) -> Claim:
    """A claim of the document; a date is a value, all else a thing."""
    return Claim(
        id=f"{subject}-{predicate}-{said}", subject=subject, predicate=predicate,
        object=Value(value=said, datatype="xsd:date") if predicate == "startDate" else Ref(id=said),
        attributed_to=voice, polarity="positive", certainty="certain", modality="asserted", reporting_mode="own-voice",
        confidence=0.9, status="proposed", evidence=span(text, words),
    )  # fmt: skip


def reading(
    text: str,
    *,
    entities: tuple[Entity, ...] = (),
    events: tuple[Event, ...] = (),
    times: tuple[Time, ...] = (),
    claims: tuple[Claim, ...] = (),
    own: str | None = None,
) -> Reading:
    """A reading of a text by a program; `own` is the entity that is the document."""
    return Reading(
        document=DocumentRecord(id="doc", sha256=sha256(text.encode()).hexdigest(), length=len(text), entity=own),
        reader=Reader(name="test", version="1"),
        entities=entities, events=events, times=times, claims=claims,
    )  # fmt: skip
