"""What a resource can be sent as: a page, and RDF in its formats. One row a representation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """A row of the table: its name, the suffix of its address, its media type, and its value of `?format=`.

    `quads` says that it also tells which graph a statement is in; only a document and the dataset are sent as such.
    """

    name: str
    suffix: str
    media_type: str
    format: str
    title: str
    quads: bool = False

    @property
    def content_type(self) -> str:
        """The value of `Content-Type`: the media type, with its charset where it is text.

        >>> VARIANTS["ttl"].content_type
        'text/turtle; charset=utf-8'
        """
        return with_charset(self.media_type)


VARIANTS: Mapping[str, Variant] = MappingProxyType(
    {
        row.name: row
        for row in (
            Variant(name="html", suffix=".html", media_type="text/html", format="html", title="a page to read"),
            Variant(name="ttl", suffix=".ttl", media_type="text/turtle", format="turtle", title="Turtle"),
            Variant(
                name="jsonld", suffix=".jsonld", media_type="application/ld+json", format="jsonld", title="JSON-LD"
            ),
            Variant(name="nt", suffix=".nt", media_type="application/n-triples", format="nt", title="N-Triples"),
            Variant(name="rdf", suffix=".rdf", media_type="application/rdf+xml", format="rdfxml", title="RDF/XML"),
            Variant(
                name="trig", suffix=".trig", media_type="application/trig", format="trig", title="TriG", quads=True
            ),
            Variant(
                name="nq", suffix=".nq", media_type="application/n-quads", format="nq", title="N-Quads", quads=True
            ),
        )
    }
)
"""Every representation by name, the preferred one first: it is what a client gets that does not mind."""


TABLES: Mapping[str, Variant] = MappingProxyType(
    {
        row.name: row
        for row in (
            Variant(name="csv", suffix=".csv", media_type="text/csv", format="csv", title="CSV"),
            Variant(
                name="json",
                suffix=".json",
                media_type="application/sparql-results+json",
                format="json",
                title="SPARQL results as JSON",
            ),
        )
    }
)
"""What the answer to a question is sent as, beside its page."""


def with_charset(media_type: str) -> str:
    """The value of `Content-Type` for a media type; every text of ours is UTF-8.

    >>> with_charset("text/css"), with_charset("application/ld+json")
    ('text/css; charset=utf-8', 'application/ld+json')
    """
    is_text = media_type.startswith("text/") or media_type in ("application/javascript", "application/xml")
    return f"{media_type}; charset=utf-8" if is_text and ";" not in media_type else media_type


def variants_of(kind: str) -> tuple[Variant, ...]:
    """What a resource of a kind is sent as, the preferred one first.

    >>> [one.name for one in variants_of("event")], [one.name for one in variants_of("page")]
    (['html', 'ttl', 'jsonld', 'nt', 'rdf'], ['html'])
    """
    if kind in ("page", "question"):
        return (VARIANTS["html"], *(TABLES.values() if kind == "question" else ()))
    with_graphs = kind in ("dataset", "document")
    return tuple(row for row in VARIANTS.values() if with_graphs or not row.quads)


def variant_of_format(value: str) -> Variant | None:
    """The variant that `?format=` means: by its value there, or by its name; null if there is none.

    >>> variant_of_format("turtle") is variant_of_format("ttl")
    True
    """
    known = (*VARIANTS.values(), *TABLES.values())
    return next((row for row in known if value in (row.format, row.name)), None)
