"""Where a statement stands: the reference block of one claim, and whose word it is in words.

What somebody else says is referenced to the document that was read. Where the source that it quotes has an item, a
second reference names that, with the words that are verbatim its own. Nothing is invented: a document without an
address has no P854, one without an item no P248, and the notes say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rdflib import URIRef

from dateline import terms
from dateline.edtf import is_day
from dateline.graph import Compiled
from dateline.model import Claim, DocumentRecord, Span
from dateline.statements.conditions import Case, Source, given, holds
from dateline.statements.mapping import WikidataMapping
from dateline.statements.things import Thing
from dateline.statements.times import day_time, when
from dateline.wikibase import ItemId, Monolingual, Reference, Snak, Text, Time

LONGEST = 400
"""How many characters a monolingual text of Wikidata may have."""

_LONGEST_URL = 500
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_UNDETERMINED = "und"


def quoted(span: Span) -> str:
    """The words of a span as one line of at most 400 characters: left out words are […], a cut at the end is ….

    >>> quoted(Span(start=0, end=9, text="a b\\nc  d", segments=(Span(start=0, end=3, text="a b"),
    ...                                                       Span(start=4, end=8, text="c  d"))))
    'a b […] c d'
    """
    return cut(" […] ".join(filter(None, (one_line(part.text) for part in span.parts))))


def one_line(text: str) -> str:
    """A text with single spaces for whatever breaks or indents it: Wikibase takes no others."""
    return _UNSEEN.sub(" ", text).strip()


def cut(text: str, *, most: int = LONGEST) -> str:
    """A text of at most `most` characters, cut after a word and then marked with ….

    >>> cut("one two three", most=9), cut("onetwothree", most=9), cut("one two", most=9)
    ('one two…', 'onetwoth…', 'one two')
    """
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    word = kept.rpartition(" ")[0] if text[most - 1] != " " else kept
    return f"{(word or kept).rstrip()}…"


def language_of(tag: str | None) -> str:
    """The language code of a tag (`en` of en-GB); `und`, as Wikidata has it too, where the language is not known.

    >>> language_of("en-GB"), language_of(None)
    ('en', 'und')
    """
    primary = (tag or "").lower().split("-")[0]
    return primary if _LANGUAGE.fullmatch(primary) else _UNDETERMINED


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice:
    """Whose word a claim is, and through whom it came; `words` say it all, and `own` that it is the publisher's."""

    words: str
    own: bool


class References:
    """The references of one document's claims."""

    def __init__(self, compiled: Compiled, things: Mapping[str, Thing], mapping: WikidataMapping) -> None:
        self.document = compiled.document
        self.record = compiled.reading.document
        self.rows = mapping.beside("reference")
        self.language = language_of(self.record.language)
        self.entities = {entity.id: entity for entity in compiled.reading.entities}
        document = things.get(compiled.document)
        publisher = things.get(str(compiled.graph.value(URIRef(compiled.document), URIRef(terms.PUBLISHER))))
        self.source = Source(
            item=_item(document.item if document else None),
            url=_url(self.record),
            title=self._words(one_line(self.record.title or "")),
            issued=_issued(self.record.issued),
            publisher=_item(publisher.item if publisher else None),
            retrieved=_retrieved(self.record.retrieved),
        )

    def of(self, case: Case, relay: Thing | None) -> tuple[Reference, ...]:
        """The references of a claim: to the document, and to the source that it quotes verbatim if that has an item.

        `relay` is that through which the claim came.
        """
        words = self._words(quoted(case.claim.evidence))
        block = self._block(case, replace(self.source, quotation=words))
        blocks = [block]
        quotes = case.claim.reporting_mode == "direct-quotation" and relay is not None and relay.iri != self.document
        if quotes and relay and relay.item and relay.is_a("Document"):
            blocks.append(self._block(case, Source(item=_item(relay.item), quotation=words)))
        return tuple(each for each in blocks if each.snaks)

    def voice(self, claim: Claim) -> Voice:
        """Whose word a claim is."""
        publisher = self._label(self.record.publisher) or "the document"
        speaker = claim.attributed_to
        relay = self._label(claim.relayed_by)
        if speaker is None or speaker in (self.record.publisher, self.record.entity):
            return Voice(words=f"{publisher}, through {relay}" if relay else publisher, own=True)
        told = "as quoted by" if claim.reporting_mode == "direct-quotation" else "as reported by"
        through = f", through {relay}" if relay and claim.relayed_by != speaker else ""
        return Voice(words=f"{self._label(speaker)}{through}, {told} {publisher}", own=False)

    @property
    def lacks(self) -> tuple[str, ...]:
        """What the references to this document do not have, and how to give it, in words."""
        missing = []
        if self.source.item is None and self.source.url is None:
            url = self.record.url
            why = "its address is longer than Wikidata takes" if url else "the reading has no address for it"
            remedy = "Write document.url in the reading." if not url else "Write a shorter one."
            missing.append(f"its references have neither P248 nor P854: {why}. {remedy}")
        elif self.source.item is None and self.source.retrieved is None:
            missing.append(
                "its references have no P813: the reading does not say when it was retrieved. Write document.retrieved."
            )
        if self.source.publisher is None:
            who = self._label(self.record.publisher)
            name = f"the publisher, {who}," if who else "the publisher is not known, or"
            missing.append(f"its references have no P123: {name} has no item.")
        if self.language == _UNDETERMINED:
            missing.append("its language is not known, so its words are marked “und”. Write document.language.")
        return tuple(missing)

    def _block(self, case: Case, source: Source) -> Reference:
        case = replace(case, source=source)
        snaks = []
        for row in self.rows:
            value = given(row.conditions, case)
            if value is not None and holds(row.conditions, case):
                snaks.append(Snak(property=row.pid, value=value, datatype=row.datatype))
        return Reference(snaks=tuple(snaks))

    def _label(self, identifier: str | None) -> str:
        entity = self.entities.get(identifier or "")
        return one_line(entity.label) if entity else ""

    def _words(self, text: str) -> Monolingual | None:
        return Monolingual(text=cut(text), language=self.language) if text else None


def _item(identifier: str | None) -> ItemId | None:
    return ItemId(id=identifier) if identifier else None


def _url(record: DocumentRecord) -> Text | None:
    return Text(text=record.url) if record.url and len(record.url) <= _LONGEST_URL else None


def _issued(edtf: str | None) -> Time | None:
    """When it was issued, if one time says it."""
    try:
        said = when(edtf) if edtf else None
    except ValueError:
        return None
    return said.point if said and said.is_plain and not said.approximate and not said.uncertain else None


def _retrieved(day: str | None) -> Time | None:
    return day_time(day) if day and is_day(day) else None
