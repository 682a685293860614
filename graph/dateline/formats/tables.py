"""CSV for spreadsheets and data frames: claims with their words, entities, events, times.

RFC 4180, UTF-8 without a byte order mark. A cell with several IRIs separates them by a space, one with several texts by
"; ". A cell that a spreadsheet would run as a formula (it begins with = + - @, their full-width forms, a tab or a line
end, and is no plain number) is written with an apostrophe before it, and so is one that looks like a cell so written;
`plain` takes it away again. IRIs and plain numbers never need it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from dateline import terms
from dateline.formats.edition import union
from dateline.formats.nodes import Node, followed
from dateline.formats.phrases import phrase

if TYPE_CHECKING:
    from dateline.graph import Publication

Row: TypeAlias = Mapping[str, str]

_RUNS = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_GUARDED = re.compile("'+[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")

_MATCHES = {"exact_match": terms.EXACT_MATCH, "close_match": terms.CLOSE_MATCH}
_ROLES = {
    name: terms.PREDICATES[predicate].iri
    for name, predicate in (
        ("place", "tookPlaceIn"),
        ("agent", "agent"),
        ("affected", "affected"),
        ("ordered_by", "orderedBy"),
        ("part_of", "subEventOf"),
    )
}
_VALUES = {
    name: terms.PREDICATES[predicate].iri
    for name, predicate in (
        ("start_date", "startDate"),
        ("end_date", "endDate"),
        ("death_count", "deathCount"),
        ("injured_count", "injuredCount"),
        ("participant_count", "participantCount"),
    )
}
_STANCES = {
    "polarity": terms.POLARITY,
    "certainty": terms.CERTAINTY,
    "modality": terms.MODALITY,
    "reporting_mode": terms.REPORTING_MODE,
    "quantifier": terms.QUANTIFIER,
    "inference": terms.INFERENCE,
}

CLAIMS = (
    *("claim", "subject", "subject_label", "predicate", "phrase", "object", "object_label"),
    *("voice", "voice_label", "relay", "relay_label"),
    *_STANCES,
    *("confidence", "quote", "begin", "end", "document"),
)
ENTITIES = ("entity", "type", "label", "other_names", "mentions", *_MATCHES)
EVENTS = (
    *("event", "type", "label"),
    *_VALUES,
    *(name for role in _ROLES for name in (role, f"{role}_label")),
    *("claims", "mentions"),
    *_MATCHES,
)
TIMES = ("time", "words", "edtf", "earliest", "latest", "anchored_to", "begin", "end", "document")


def render(publication: Publication) -> Mapping[str, bytes]:
    """`claims.csv`, `entities.csv`, `events.csv`, `times.csv`; in the last three only what a claim licenses."""
    book = _Book.of(union(publication).nodes)
    return {
        "claims.csv": table(CLAIMS, map(book.claim, book.typed(terms.CLAIM))),
        "entities.csv": table(ENTITIES, map(book.entity, book.kinds("Entity", "Document", but="Event"))),
        "events.csv": table(EVENTS, map(book.event, book.kinds("Event"))),
        "times.csv": table(TIMES, map(book.time, book.kinds("TimeSpan"))),
    }


def table(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A CSV file with a header; what a row does not have is empty.

    >>> table(("a", "b"), [{"a": "=1+1", "b": "x, y"}])
    b'a,b\\r\\n\\'=1+1,"x, y"\\r\\n'
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([guarded(row.get(name, "")) for name in columns] for row in rows)
    return file.getvalue().encode()


def guarded(text: str) -> str:
    """A text as a cell that no spreadsheet runs.

    >>> guarded("-5"), guarded("-cmd"), guarded("'tis"), guarded("'=1")
    ('-5', "'-cmd", "'tis", "''=1")
    """
    return f"'{text}" if _RUNS.match(text) and not _NUMBER.fullmatch(text) else text


def plain(cell: str) -> str:
    """The text of a cell: the inverse of `guarded`.

    >>> plain("'-cmd"), plain("'tis")
    ('-cmd', "'tis")
    """
    return cell[1:] if _GUARDED.match(cell) else cell


@dataclass(frozen=True, kw_only=True, slots=True)
class _Book:
    """The nodes of a publication in print order, and who is spoken of where."""

    nodes: Mapping[str, Node]
    words: Mapping[str, Sequence[Node]]
    claims: Mapping[str, Sequence[Node]]

    @classmethod
    def of(cls, nodes: Iterable[Node]) -> _Book:
        by_iri = {node.iri: node for node in nodes}
        words: dict[str, list[Node]] = {}
        claims: dict[str, list[Node]] = {}
        for node in by_iri.values():
            for role, gathered in ((terms.DENOTES, words), (terms.SUBJECT, claims)):
                for thing in node.objects(role):
                    gathered.setdefault(_text(thing), []).append(node)
        return cls(nodes=by_iri, words=words, claims=claims)

    def typed(self, kind: str) -> list[Node]:
        return [node for node in self.nodes.values() if kind in node.types]

    def kinds(self, *ancestors: str, but: str = "") -> list[Node]:
        return [
            node
            for node in self.nodes.values()
            if any(node.is_a(above) for above in ancestors) and not (but and node.is_a(but))
        ]

    def claim(self, claim: Node) -> Row:
        spans = followed(claim, terms.EVIDENCE, self.nodes)
        denied = claim.value(terms.POLARITY) == terms.VOC + "negative"
        return {
            "claim": claim.iri,
            **self._things(claim, subject=terms.SUBJECT, object=terms.OBJECT),
            "predicate": claim.value(terms.PREDICATE),
            "phrase": phrase(claim.value(terms.PREDICATE), denied=denied),
            **self._things(claim, voice=terms.ATTRIBUTED_TO, relay=terms.RELAYED_BY),
            **{name: claim.value(iri).removeprefix(terms.VOC) for name, iri in _STANCES.items()},
            "confidence": claim.value(terms.CONFIDENCE),
            "quote": " … ".join(span.value(terms.ANCHOR_OF) for span in spans),
            **_extent(spans),
            "document": claim.value(terms.ASSERTED_IN),
        }

    def entity(self, entity: Node) -> Row:
        return {"entity": entity.iri, **self._thing(entity)}

    def event(self, event: Node) -> Row:
        return {
            "event": event.iri,
            **self._thing(event),
            **{name: " ".join(map(_text, event.objects(iri))) for name, iri in _VALUES.items()},
            **self._things(event, **_ROLES),
            "claims": str(len(self.claims.get(event.iri, ()))),
        }

    def time(self, time: Node) -> Row:
        spans = self.words.get(time.iri, ())
        return {
            "time": time.iri,
            "words": "; ".join(span.value(terms.ANCHOR_OF) for span in spans),
            "edtf": time.value(terms.EDTF),
            "earliest": time.value(terms.EARLIEST),
            "latest": time.value(terms.LATEST),
            "anchored_to": time.value(terms.ANCHORED_TO),
            **_extent(spans),
            "document": " ".join(dict.fromkeys(span.value(terms.REFERENCE_CONTEXT) for span in spans)),
        }

    def _thing(self, thing: Node) -> Row:
        return {
            "type": " ".join(kind.removeprefix(terms.DL) for kind in thing.types),
            "label": self.label(thing),
            "other_names": "; ".join(map(_text, thing.objects(terms.ALT_LABEL))),
            "mentions": str(len(self.words.get(thing.iri, ()))),
            **{name: " ".join(map(_text, thing.objects(iri))) for name, iri in _MATCHES.items()},
        }

    def _things(self, node: Node, **roles: str) -> Row:
        """Who or what stands in each role, and what it is called."""
        row = {}
        for name, iri in roles.items():
            found = node.objects(iri)
            row[name] = " ".join(map(_text, found))
            row[f"{name}_label"] = "; ".join(self.label(each) for each in followed(node, iri, self.nodes))
        return row

    def label(self, node: Node) -> str:
        """What a node is called: its label, a document's title, a time's words."""
        said = next(iter(self.words.get(node.iri, ())), None) if node.is_a("TimeSpan") else None
        return (
            node.value(terms.PREF_LABEL)
            or node.value(terms.TITLE)
            or (said.value(terms.ANCHOR_OF) if said else "")
            or node.value(terms.EDTF)
        )


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _extent(spans: Sequence[Node]) -> Row:
    """From where to where some words stand, in code points."""
    if not spans:
        return {}
    begins, ends = ([int(span.value(role)) for span in spans] for role in (terms.BEGIN_INDEX, terms.END_INDEX))
    return {"begin": str(min(begins)), "end": str(max(ends))}
