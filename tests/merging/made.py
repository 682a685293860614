"""Small documents made for the purpose: each names some things, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dateline.identity import NO_IDENTITY, Identity
from dateline.merging import Merges, Profile, profiles, propose
from dateline.model import (
    Claim,
    DocumentRecord,
    Entity,
    Event,
    Link,
    Mention,
    Reader,
    Reading,
    Ref,
    Span,
    Status,
    Time,
    Value,
)
from dateline.reading import render_reading
from tests.hostile import SETTINGS

WIKIDATA = "http://www.wikidata.org/entity/"
Loaded = tuple[Reading, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Thing:
    """A thing with its names; `words` are written before the first, `beside` behind each; `is_named` if by names."""

    id: str
    type: str
    names: tuple[str, ...]
    item: str = ""
    sure: float = 0.97
    status: Status = "proposed"
    beside: str = ""
    is_named: bool = True


def person(id_: str, *names: str, beside: str = "") -> Thing:
    return Thing(id=id_, type="Person", names=names, beside=beside)


def organisation(id_: str, *names: str, item: str = "") -> Thing:
    return Thing(id=id_, type="Organization", names=names, item=item)


def place(id_: str, *names: str, item: str = "", beside: str = "") -> Thing:
    return Thing(id=id_, type="Place", names=names, item=item, beside=beside)


class Writer:
    """A text as it grows, with the spans of what was written."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, words: str) -> Span:
        start = len(self.text)
        self.text += words
        return Span(start=start, end=len(self.text), text=words)


def document(name: str, *things: Thing, issued: str | None = None) -> Loaded:
    """A reading of a document that names some things, and its text."""
    writer, entities = Writer(), []
    for thing in things:
        mentions = []
        for words in thing.names:
            writer.write("There is ")
            mentions.append(Mention(span=writer.write(words), form="name" if thing.is_named else "description"))
            writer.write(f"{thing.beside}.\n")
        entities.append(
            Entity(
                id=thing.id,
                type=thing.type,
                label=thing.names[0],
                mentions=tuple(mentions),
                links=_links(thing),
            )
        )
    return _reading(name, writer.text, issued, entities=tuple(entities)), writer.text


def _links(thing: Thing) -> tuple[Link, ...]:
    if not thing.item:
        return ()
    return (Link(to=WIKIDATA + thing.item, relation="exactMatch", confidence=thing.sure, status=thing.status),)


def _reading(
    name: str,
    text: str,
    issued: str | None,
    *,
    entities: tuple[Entity, ...],
    events: tuple[Event, ...] = (),
    times: tuple[Time, ...] = (),
    claims: tuple[Claim, ...] = (),
) -> Reading:
    return Reading(
        document=DocumentRecord(
            id=name,
            sha256=sha256(text.encode()).hexdigest(),
            length=len(text),
            title=name,
            issued=issued,
            language="en",
        ),
        reader=Reader(name="A reader", version="1", kind="person"),
        entities=entities,
        events=events,
        times=times,
        claims=claims,
    )


def told(name: str, *, day: str, where: str, who: str, deed: str = "shooting", dead: int | None = None) -> Loaded:
    """A document that tells of one event: its day, its place, one who takes part, perhaps a figure."""
    writer = Writer()
    when = writer.write(day)
    writer.write(": the ")
    trigger = writer.write(deed)
    writer.write(" in ")
    place_, _ = writer.write(where), writer.write(" by the ")
    agent, _ = writer.write(who), writer.write(".\n")
    whole = Span(start=0, end=len(writer.text) - 1, text=writer.text[:-1])
    objects: list[tuple[str, Ref | Value]] = [
        ("time", Ref(id="t1")),
        ("tookPlaceIn", Ref(id="place")),
        ("agent", Ref(id="who")),
    ]
    if dead is not None:
        objects.append(("deathCount", Value(value=dead, datatype="xsd:integer")))
    reading = _reading(
        name, writer.text, None,
        entities=(
            Entity(id="place", type="Place", label=where, mentions=(Mention(span=place_, form="name"),)),
            Entity(id="who", type="Organization", label=who, mentions=(Mention(span=agent, form="name"),)),
        ),
        events=(Event(id="ev", type="ViolentEvent", label=f"{deed} in {where}", triggers=(trigger,)),),
        times=(Time(id="t1", span=when, kind="DATE", value=day, edtf=day),),
        claims=tuple(
            Claim(
                id=f"c{number}", subject="ev", predicate=predicate, object=object_, attributed_to=None,
                polarity="positive", certainty="certain", modality="asserted", reporting_mode="own-voice",
                confidence=1.0, status="accepted", evidence=whole,
            )
            for number, (predicate, object_) in enumerate(objects)
        ),
    )  # fmt: skip
    return reading, writer.text


def profiles_of(loaded: Iterable[Loaded], identity: Identity = NO_IDENTITY) -> list[Profile]:
    """The profiles of every thing of some documents."""
    return [one for reading, text in loaded for one in profiles(reading, text, identity, link_at=0.95)]


def found(*loaded: Loaded, identity: Identity = NO_IDENTITY, merge_at: float = 0.95) -> Merges:
    """What becomes of the things of some documents."""
    return propose(profiles_of(loaded, identity), identity, merge_at=merge_at)


def merged(merges: Merges) -> dict[str, tuple[str, ...]]:
    """The members of each thing by slug."""
    return {one.slug: one.members for one in merges.merges}


def proposed(merges: Merges) -> set[tuple[str, str]]:
    """What may be one."""
    return {(one.one, one.other) for one in merges.proposals}


def collection(folder: Path, loaded: Sequence[Loaded], settings: str = SETTINGS) -> Path:
    """The documents as a collection in a folder."""
    (folder / "texts").mkdir(parents=True)
    (folder / "readings").mkdir()
    (folder / "dateline.toml").write_text(settings, encoding="utf-8")
    add(folder, loaded)
    return folder


def add(folder: Path, loaded: Iterable[Loaded]) -> None:
    """Puts documents into a collection."""
    for reading, text in loaded:
        name = reading.document.id
        (folder / "texts" / f"{name}.txt").write_bytes(text.encode())
        (folder / "readings" / f"{name}.yaml").write_bytes(render_reading(reading, format="yaml").encode())
