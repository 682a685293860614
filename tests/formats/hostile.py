"""A publication with the same text in every literal, and texts that have broken writers before."""

from __future__ import annotations

from hypothesis import strategies as st

from dateline.graph import Publication, build, publication
from dateline.model import (
    Claim,
    DocumentRecord,
    Entity,
    Event,
    Mention,
    Quotation,
    Reader,
    Reading,
    Ref,
    Span,
    Value,
)
from dateline.settings import Publisher, Settings

TEXTS = (
    'say "no"',
    "it's \\ 'x' \\u0041 \\\"",
    '"""long"""',
    "'''",
    "</script><script>alert(1)</script>",
    "<a> <b> <c> .\n<d> <e> <f> .",
    "# not a comment\n. } ] ;",
    "\n\r\r\n\t\x0b\x0c\x85\u2028\u2029",
    "\ufeffbom \u00a0nbsp \u200bzwsp \u00ad\u2060",
    "\u202ertl\u202c \u2066x\u2069 \u200f",
    "]]> &amp; &#13; <!-- -->",
    "=cmd|' /C calc'!A0",
    "e\u0301 \u00e9 \U0001f469\u200d\U0001f680 \U0010ffff \ufffd",
    " leading, trailing ",
    "@prefix : <http://x/> .",
    "@id",
    "_:b0",
    "http://example.org/",
    "133",
    "true",
    "x" * 70_000,
    "\x00",
    "\x01\x02\x08\x1f\x7f\x80\x9f",
    "\ufffe\uffff\ufdd0",
)
"""Quotes, angle brackets, line ends of every kind, control characters, bidirectional marks, long texts."""

ANY = st.one_of(
    st.sampled_from(TEXTS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.text(st.sampled_from("\"'\\<>&\n\r\t#.;{}[]@=+- \x00\x1f\u202e\u2028a"), max_size=12),
)


def saying(text: str) -> Publication:
    """A small publication in which every literal that can be any text is this text."""
    words = Span(start=0, end=len(text), text=text)
    reading = Reading(
        document=DocumentRecord(id="d", sha256="0" * 64, length=len(text), title=text, language="en", publisher="a"),
        reader=Reader(name=text, version=text),
        entities=(Entity(id="a", type="Person", label=text, mentions=(Mention(span=words, form="name"),)),),
        events=(Event(id="e", type="Event", label=text, triggers=(words,)),),
        quotations=(Quotation(span=words, source="a", direct=True, cue=words),),
        claims=(_claim("c1", "agent", Ref(id="a"), words), _claim("c2", "characterizedAs", Value(value=text), words)),
    )
    settings = Settings(title=text or "-", base="https://example.org/kg/", publisher=Publisher(name=text))
    return publication(settings, [build(reading, text, settings=settings)])


def _claim(name: str, predicate: str, said: Ref | Value, words: Span) -> Claim:
    return Claim(
        id=name,
        subject="e",
        predicate=predicate,
        object=said,
        attributed_to="a",
        polarity="positive",
        certainty="certain",
        modality="asserted",
        reporting_mode="direct-quotation",
        confidence=0.9,
        status="accepted",
        evidence=words,
        predicate_text=words.text or None,
    )
