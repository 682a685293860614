"""A large invented publication: many documents that speak of one city, each with its own events, people and dates."""

from __future__ import annotations

from hashlib import sha256

from dateline.graph import Publication, build, publication
from dateline.identity import parse_identity
from dateline.model import Claim, DocumentRecord, Entity, Event, Mention, Reader, Reading, Ref, Span, Time, Value
from dateline.settings import Settings

BASE = "https://example.org/large/"
_SENTENCE = "On 3 May {year} soldier {n} fired in Korvel and killed {dead} people, the council of ward {n} said. "


def large(documents: int, events: int) -> Publication:
    """So many documents with so many events each; every event has five claims."""
    settings = Settings(title="A large collection", base=BASE)
    members = ", ".join(f"d{number}/korvel" for number in range(documents))
    identity = parse_identity(f"korvel: {{members: [{members}], by: Ann, why: one city}}", "")
    compiled = []
    for number in range(documents):
        sentences = [_SENTENCE.format(year=1900 + (number + n) % 100, n=n, dead=n + 1) for n in range(events)]
        text = "".join(sentences)
        compiled.append(build(_reading(f"d{number}", text, sentences), text, settings=settings, identity=identity))
    return publication(settings, compiled)


def _reading(name: str, text: str, sentences: list[str]) -> Reading:
    entities: list[Entity] = []
    city: list[Mention] = []
    happened: list[Event] = []
    times: list[Time] = []
    claims: list[Claim] = []
    at = 0
    for n, sentence in enumerate(sentences):

        def span(words: str, sentence: str = sentence, at: int = at) -> Span:
            start = at + sentence.index(words)
            return Span(start=start, end=start + len(words), text=words)

        day = f"{sentence.split()[3]}-05-03"
        city.append(Mention(span=span("Korvel"), form="name"))
        entities.append(_person(f"soldier{n}", f"soldier {n}", span(f"soldier {n}")))
        entities.append(_person(f"council{n}", f"council of ward {n}", span(f"council of ward {n}")))
        happened.append(
            Event(id=f"ev{n}", type="ViolentEvent", label=f"shooting {n} in {name}", triggers=(span("fired"),))
        )
        times.append(Time(id=f"t{n}", span=span(" ".join(sentence.split()[1:4])), kind="DATE", value=day, edtf=day))
        whole = span(sentence.strip())
        told: tuple[tuple[str, Ref | Value], ...] = (
            ("agent", Ref(id=f"soldier{n}")),
            ("tookPlaceIn", Ref(id="korvel")),
            ("startDate", Value(value=day, datatype="xsd:date")),
            ("deathCount", Value(value=n + 1, datatype="xsd:integer")),
            ("affected", Ref(id="korvel")),
        )
        for place, (predicate, said) in enumerate(told):
            claims.append(_claim(f"c{n}-{place}", f"ev{n}", predicate, said, f"council{n}", whole))
        at += len(sentence)
    entities.append(Entity(id="korvel", type="Place", label="Korvel", mentions=tuple(city)))
    record = DocumentRecord(
        id=name, sha256=sha256(text.encode()).hexdigest(), length=len(text), title=f"Report {name}", language="en"
    )
    return Reading(
        document=record,
        reader=Reader(name="nobody", version="1"),
        entities=tuple(entities),
        times=tuple(times),
        events=tuple(happened),
        claims=tuple(claims),
    )


def _person(name: str, label: str, span: Span) -> Entity:
    return Entity(id=name, type="Group", label=label, mentions=(Mention(span=span, form="name"),))


def _claim(name: str, subject: str, predicate: str, said: Ref | Value, voice: str, words: Span) -> Claim:
    return Claim(
        id=name,
        subject=subject,
        predicate=predicate,
        object=said,
        attributed_to=voice,
        polarity="positive",
        certainty="certain",
        modality="asserted",
        reporting_mode="indirect-speech",
        confidence=0.9,
        status="accepted",
        evidence=words,
    )
