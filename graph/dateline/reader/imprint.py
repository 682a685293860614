"""What a text says of itself: its title, the date it was issued, and who issued it, each with its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.model import Entity, Mention, Ref, Span, Time, Value
from dateline.reader.cast import Cast
from dateline.reader.claims import Statement
from dateline.reader.dates import moments
from dateline.reader.layout import Paragraph, dateline_end
from dateline.reader.parse import Parsed

_EDGE = 5
_LONGEST_SIGNATURE = 140
_LETTERS = re.compile(r"\w+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Imprint:
    """The text's own title, date and issuer; `document` and `publisher` are ids of entities, `statements` say them."""

    document: str | None
    title: str | None
    issued: str | None
    publisher: str | None
    statements: tuple[Statement, ...] = ()


def find_imprint(
    parsed: Parsed,
    cast: Cast,
    times: Sequence[Time],
    *,
    title: str | None = None,
    publisher: str | None = None,
    issued: str | None = None,
) -> Imprint:
    """The imprint of a text: its heading, a date alone on a line near an end, a body that signs at the end.

    A `publisher` that is given is the entity of that name, which is added where the text does not have it.
    """
    heading = next((one for one in parsed.paragraphs[:1] if one.heading), None)
    words = " ".join(parsed.text[heading.start : heading.end].split()) if heading else None
    dated = _dateline(parsed, times)
    signature = _signature(parsed, cast)
    if heading is None and dated is None and signature is None and title is None:
        return Imprint(document=None, title=None, issued=None, publisher=_given(cast, publisher))
    document = _document(parsed, cast, heading, title or words)
    statements: list[Statement] = []
    own_date = None
    if dated is not None and dated.edtf:
        for _, value in list(moments(dated.edtf))[:1]:
            own_date = str(value.value)
            statements.append(_statement(document, "issued", value, dated.span))
    issuer = _given(cast, publisher)
    if signature is not None:
        signed, span = signature
        issuer = issuer or signed
        statements.append(_statement(document, "publisher", Ref(id=signed), span))
    return Imprint(document=document, title=words, issued=own_date, publisher=issuer, statements=tuple(statements))


def _statement(document: str, predicate: str, value: Value | Ref, span: Span) -> Statement:
    return Statement(
        subject=document,
        predicate=predicate,
        object=value,
        start=span.start,
        end=span.end,
        place=span.start,
        pattern=f"imprint:{predicate}",
    )


def _document(parsed: Parsed, cast: Cast, heading: Paragraph | None, title: str | None) -> str:
    identifier = cast.free("this document")
    mentions: tuple[Mention, ...] = ()
    if heading is not None:
        span = Span(start=heading.start, end=heading.end, text=parsed.text[heading.start : heading.end])
        mentions = (Mention(span=span, form="name"),)
    cast.put_aside(Entity(id=identifier, type="Document", label=title or "the document", mentions=mentions))
    return identifier


def _given(cast: Cast, publisher: str | None) -> str | None:
    if publisher is None:
        return None
    wanted = " ".join(publisher.split()).casefold()
    for entity in cast.entities:
        names = {entity.label, *(mention.span.text for mention in entity.mentions if mention.form == "name")}
        if cast.is_a(entity.id, "Agent") and wanted in {" ".join(name.split()).casefold() for name in names}:
            return entity.id
    identifier = cast.free(publisher)
    cast.put_aside(Entity(id=identifier, type="Organization", label=publisher, mentions=()))
    return identifier


def _dateline(parsed: Parsed, times: Sequence[Time]) -> Time | None:
    edges = [*parsed.paragraphs[:_EDGE], *parsed.paragraphs[_EDGE:][-_EDGE:]]
    for paragraph in edges:
        for time in times:
            if paragraph.start <= time.span.start and time.span.end <= paragraph.end:
                story = dateline_end(parsed.text, paragraph.start, paragraph.end)
                if paragraph.start < time.span.end <= story and _is_day(time):
                    return time
                rest = parsed.text[paragraph.start : time.span.start] + parsed.text[time.span.end : paragraph.end]
                if not _LETTERS.search(rest) and _is_day(time):
                    return time
            if time.span.start > paragraph.end:
                break
    return None


def _is_day(time: Time) -> bool:
    return time.edtf is not None and re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", time.edtf) is not None


def _signature(parsed: Parsed, cast: Cast) -> tuple[str, Span] | None:
    for paragraph in reversed(parsed.paragraphs[2:][-3:]):
        words = parsed.text[paragraph.start : paragraph.end]
        if len(words) > _LONGEST_SIGNATURE or "\n" in words.strip():
            continue
        tokens = [token for token in parsed.tokens_in(paragraph.start, paragraph.end) if not token.is_punct]
        if not tokens or any(token.pos_ in ("VERB", "AUX") for token in tokens):
            continue
        for token in tokens:
            if token.head is token or not any(token.head is other for other in tokens):
                signed = cast.of(token)
                if signed is not None and cast.is_a(signed, "Organization") and cast.named(signed):
                    return signed, Span(start=paragraph.start, end=paragraph.end, text=words)
    return None
