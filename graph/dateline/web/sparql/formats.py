"""What answers can be sent as: a row a format, with the media types that ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, TypeAlias

from dateline.web.negotiate import best_of
from dateline.web.variants import with_charset

Shape: TypeAlias = Literal["table", "truth", "graph"]
"""What a SELECT gives, what an ASK gives, and what a CONSTRUCT or DESCRIBE gives."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """A row: the value of `?format=`, its media types (the first is its own), the shapes it carries, its W3C name."""

    name: str
    media_types: tuple[str, ...]
    shapes: tuple[Shape, ...]
    iri: str


_FORMATS = "http://www.w3.org/ns/formats/"
_BOTH: tuple[Shape, ...] = ("table", "truth")
FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        row.name: row
        for row in (
            Format(
                name="json",
                media_types=("application/sparql-results+json", "application/json"),
                shapes=_BOTH,
                iri=_FORMATS + "SPARQL_Results_JSON",
            ),
            Format(
                name="xml",
                media_types=("application/sparql-results+xml", "application/xml", "text/xml"),
                shapes=_BOTH,
                iri=_FORMATS + "SPARQL_Results_XML",
            ),
            Format(name="csv", media_types=("text/csv",), shapes=("table",), iri=_FORMATS + "SPARQL_Results_CSV"),
            Format(
                name="tsv",
                media_types=("text/tab-separated-values",),
                shapes=("table",),
                iri=_FORMATS + "SPARQL_Results_TSV",
            ),
            Format(name="turtle", media_types=("text/turtle",), shapes=("graph",), iri=_FORMATS + "Turtle"),
            Format(
                name="jsonld",
                media_types=("application/ld+json", "application/json"),
                shapes=("graph",),
                iri=_FORMATS + "JSON-LD",
            ),
            Format(name="nt", media_types=("application/n-triples",), shapes=("graph",), iri=_FORMATS + "N-Triples"),
            Format(
                name="rdfxml",
                media_types=("application/rdf+xml", "application/xml", "text/xml"),
                shapes=("graph",),
                iri=_FORMATS + "RDF_XML",
            ),
            Format(name="trig", media_types=("application/trig",), shapes=("graph",), iri=_FORMATS + "TriG"),
            Format(name="nq", media_types=("application/n-quads",), shapes=("graph",), iri=_FORMATS + "N-Quads"),
        )
    }
)
"""Every format by name; of two that a client likes alike, the earlier is sent."""
SHAPES: tuple[Shape, ...] = ("table", "truth", "graph")


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """The format for each shape, by name, and its `Content-Type`; a shape without one is unacceptable."""

    names: Mapping[Shape, str]
    content_types: Mapping[Shape, str]


def offered(shapes: Iterable[Shape] = SHAPES) -> tuple[str, ...]:
    """The media types in which these shapes are sent."""
    wanted = tuple(shapes)
    rows = (row for row in FORMATS.values() if any(shape in row.shapes for shape in wanted))
    return tuple(dict.fromkeys(row.media_types[0] for row in rows))


@lru_cache(maxsize=256)
def accepted(accept: str | None) -> Choice:
    """What a client is sent by its `Accept`, for each shape. A media type is answered under the name it was asked by.

    >>> accepted("text/turtle, text/csv;q=0.5").names["table"], accepted("text/turtle").names.get("table")
    ('csv', None)
    >>> accepted("application/json").content_types["graph"]
    'application/json'
    """
    names: dict[Shape, str] = {}
    kinds: dict[Shape, str] = {}
    for shape in SHAPES:
        rows = [row for row in FORMATS.values() if shape in row.shapes]
        # A format's own type comes before the borrowed ones of any other, where a client likes both alike.
        known = {kind: row for row in reversed(rows) for kind in row.media_types}
        order = [row.media_types[0] for row in rows] + [kind for row in rows for kind in row.media_types[1:]]
        best = best_of(accept, order)
        if best is not None:
            names[shape], kinds[shape] = known[best].name, with_charset(best)
    return Choice(names=names, content_types=kinds)


def named_as_page() -> Choice:
    """What a page is made of: tables from JSON, graphs from Turtle."""
    rows: Mapping[Shape, Format] = {"table": FORMATS["json"], "truth": FORMATS["json"], "graph": FORMATS["turtle"]}
    return Choice(
        names={shape: one.name for shape, one in rows.items()},
        content_types=dict.fromkeys(rows, with_charset("text/html")),
    )


_OTHERWISE: Mapping[str, str] = MappingProxyType(
    {"ttl": "turtle", "n3": "turtle", "rdf": "rdfxml", "rdf+xml": "rdfxml", "json-ld": "jsonld"}
    | {kind: row.name for row in reversed(list(FORMATS.values())) for kind in row.media_types}
)
"""Other values of `?format=`, as SPARQLWrapper and others send them."""
_OF_GRAPHS: Mapping[str, str] = MappingProxyType({"json": "jsonld", "xml": "rdfxml"})
"""What a graph is sent as for who asks for a format of tables, not knowing which it will be."""


@lru_cache(maxsize=64)
def named(name: str) -> Choice | None:
    """What a client is sent by its `?format=`; null for a name that there is not.

    >>> named("csv").names, named("json").names["graph"], named("word") is None
    ({'table': 'csv'}, 'jsonld', True)
    """
    row = FORMATS.get(_OTHERWISE.get(name.lower(), name.lower()))
    if row is None:
        return None
    rows = dict.fromkeys(row.shapes, row)
    if row.name in _OF_GRAPHS:
        rows["graph"] = FORMATS[_OF_GRAPHS[row.name]]
    return Choice(
        names={shape: one.name for shape, one in rows.items()},
        content_types={shape: with_charset(one.media_types[0]) for shape, one in rows.items()},
    )
