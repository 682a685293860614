"""Readings by chance, for what must hold of every reading: over any text, with any words where words can stand."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Literal

from hypothesis import strategies as st

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

CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(CHARACTERS, min_size=1, max_size=40)
LABELS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('"\\:#-&*!|>%@`\u00a0\u2028\u202e\ufeff'),
    min_size=1,
    max_size=40,
).filter(lambda label: bool(label.strip()))
IDS = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.:~-]{0,8}", fullmatch=True) | st.sampled_from(
    ["no", "null", "true", "y", "12", "1e3", "~x".strip("~"), "0x1F", "1990-01-20", "été"]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
FURTHER = st.dictionaries(
    st.sampled_from(["note", "says", "name", "description", "exactMatch", "x y", "No", "größe", "1"]),
    SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(TEXTS, SCALARS, max_size=2),
    max_size=2,
)
SHARES = st.integers(0, 100).map(lambda number: number / 100)
STATUSES: Any = st.sampled_from(["proposed", "accepted"])


def without_name(more: dict[str, Any]) -> dict[str, Any]:
    """Further members for a reader, who has a name already."""
    return {name: value for name, value in more.items() if name != "name"}


@st.composite
def readings(draw: st.DrawFn) -> tuple[Reading, str]:
    """A reading that holds, and its text."""
    text = draw(TEXTS)
    names = draw(st.lists(IDS, min_size=6, max_size=6, unique=True))
    person, place, paper, strike, day, later = names

    def span(depth: int = 1) -> Span:
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        segments = (Span(start=start, end=end, text=text[start:end]),) if depth and draw(st.booleans()) else ()
        return Span(start=start, end=end, text=text[start:end], segments=segments)

    def own_span() -> Span:
        made = span()
        return Span(start=made.start, end=made.end, text=made.text, segments=made.segments, more=draw(FURTHER))

    def maybe(strategy: st.SearchStrategy[Any]) -> Any:
        return draw(st.none() | strategy)

    def links() -> tuple[Link, ...]:
        if draw(st.booleans()):
            return ()
        link = Link(
            to=f"http://www.wikidata.org/entity/Q{draw(st.integers(1, 99))}",
            relation=draw(st.sampled_from(["exactMatch", "closeMatch"])),
            confidence=draw(SHARES),
            status=draw(st.sampled_from(["proposed", "accepted", "rejected"])),
            by=maybe(LABELS),
            more=draw(FURTHER),
        )
        return (link,)

    def entity(name: str, kind: str) -> Entity:
        form: Any = draw(st.sampled_from(["name", "description", "pronoun"]))
        return Entity(
            id=name,
            type=kind,
            label=draw(LABELS),
            mentions=(Mention(span=span(), form=form, more=draw(FURTHER)),) if draw(st.booleans()) else (),
            links=links(),
            by=maybe(LABELS),
            status=maybe(STATUSES),
            more=draw(FURTHER),
        )

    def claim(number: int, subject: str, predicate: str, said: Ref | Value) -> Claim:
        evidence = own_span()
        words = evidence.text.strip()
        return Claim(
            id=f"c{number}",
            subject=subject,
            predicate=predicate,
            object=said,
            evidence=evidence,
            predicate_text=words if words and draw(st.booleans()) else None,
            attributed_to=maybe(st.sampled_from([person, paper])),
            relayed_by=maybe(st.sampled_from([person, paper])),
            reporting_mode=draw(st.sampled_from(["own-voice", "direct-quotation", "indirect-speech"])),
            polarity=draw(st.sampled_from(["positive", "negative"])),
            certainty=draw(st.sampled_from(["certain", "probable", "possible"])),
            modality=draw(st.sampled_from(["asserted", "presupposed", "hedged", "believed", "evaluative"])),
            quantifier=maybe(st.sampled_from(["exact", "approximate", "at-least", "at-most", "vague"])),
            inference=draw(st.sampled_from(["literal", "derived", "contextual"])),
            time_scope=maybe(st.sampled_from([day, later])),
            confidence=draw(SHARES),
            status=draw(st.sampled_from(["proposed", "accepted", "rejected"])),
            by=maybe(LABELS),
            more=draw(FURTHER),
        )

    kind: Literal["software", "person"] = draw(st.sampled_from(["software", "person"]))
    value = draw(st.none() | st.integers(-9, 9) | st.floats(-9, 9))
    reading = Reading(
        document=DocumentRecord(
            id="notice",
            sha256=sha256(text.encode()).hexdigest(),
            length=len(text),
            title=maybe(LABELS),
            publisher=maybe(st.just(person)),
            entity=maybe(st.just(paper)),
            more=draw(FURTHER),
        ),
        reader=Reader(
            name=draw(LABELS), version=draw(TEXTS), model=maybe(TEXTS), kind=kind, more=without_name(draw(FURTHER))
        ),
        entities=(entity(person, "Person"), entity(place, "Place"), entity(paper, "Document")),
        times=(
            Time(id=day, span=span(), kind="DATE", value="1990-01-20", edtf="1990-01-20", more=draw(FURTHER)),
            Time(
                id=later,
                span=span(),
                kind=draw(st.sampled_from(["DATE", "TIME", "DURATION", "SET"])),
                value=maybe(st.sampled_from(["1991", "P2D"])),
                edtf=maybe(st.sampled_from(["1991~", "1990/.."])),
                anchor=maybe(st.just(day)),
                earliest=maybe(st.just("1990-01-01")),
                latest=maybe(st.just("1990-12-31")),
                by=maybe(LABELS),
                status=maybe(STATUSES),
            ),
        ),
        quantities=(
            Quantity(
                id="q",
                span=span(),
                value=value,
                unit=maybe(TEXTS),
                quantifier=draw(st.sampled_from(["exact", "approximate", "vague"])),
                more=draw(FURTHER),
            ),
        ),
        quotations=(
            Quotation(
                id=maybe(IDS),
                span=span(),
                source=maybe(st.just(person)),
                direct=draw(st.booleans()),
                cue=own_span() if draw(st.booleans()) else None,
                relayed_by=maybe(st.just(paper)),
                by=maybe(LABELS),
                more=draw(FURTHER),
            ),
        ),
        events=(
            Event(
                id=strike,
                type="PoliticalEvent",
                label=draw(LABELS),
                triggers=(own_span(), span()),
                polarity=maybe(st.sampled_from(["positive", "negative"])),
                certainty=maybe(st.sampled_from(["certain", "probable"])),
                links=links(),
                status=maybe(STATUSES),
                more=draw(FURTHER),
            ),
        ),
        claims=(
            claim(1, strike, "agent", Ref(id=person)),
            claim(2, strike, "deathCount", Value(value=draw(st.integers(0, 999)), datatype="xsd:integer")),
            claim(
                3,
                strike,
                "startDate",
                Value(value="1990-01", datatype=draw(st.sampled_from(["xsd:gYearMonth", "edtf"]))),
            ),
            claim(4, place, "characterizedAs", Value(value=draw(LABELS), datatype="rdf:langString")),
            claim(5, strike, "time", Ref(id=later)),
            claim(6, strike, "affectedShare", Value(value=draw(SHARES), datatype="xsd:decimal")),
        ),
        warnings=draw(
            st.sampled_from(
                [
                    (),
                    (ReadingWarning(text="plain"),),
                    (ReadingWarning(text="more", id="w", about=(strike,), by="Ann", more={"note": 1}),),
                ]
            )
        ),
        more=draw(FURTHER),
    )
    return reading, text
