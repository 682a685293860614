"""Statements of a description: written down one by one, in terms of the engine, with the namespaces they need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import pyoxigraph as ox

from dateline import terms
from dateline.errors import IriError
from dateline.store.results import Triples

VOID = "http://rdfs.org/ns/void#"
DCAT = terms.DCAT
DCTERMS = terms.DCTERMS
FOAF = terms.FOAF
SD = "http://www.w3.org/ns/sparql-service-description#"
SPDX = "http://spdx.org/rdf/terms#"
VCARD = "http://www.w3.org/2006/vcard/ns#"
OWL = "http://www.w3.org/2002/07/owl#"
FORMATS = "http://www.w3.org/ns/formats/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
LANGUAGES = "http://id.loc.gov/vocabulary/iso639-1/"
WIKIDATA = "http://www.wikidata.org/entity/"

COUNT = terms.XSD + "nonNegativeInteger"
HEX = terms.XSD + "hexBinary"

PREFIXES: Mapping[str, str] = MappingProxyType(
    {**terms.PREFIXES, "void": VOID, "sd": SD, "spdx": SPDX, "vcard": VCARD, "owl": OWL, "formats": FORMATS}
)


class Statements:
    """Statements about one resource after another; `about` begins the next, and its members add to it."""

    def __init__(self) -> None:
        self.triples: list[ox.Triple] = []
        self._subject = ox.NamedNode("urn:dateline:nothing")

    def about(self, iri: str, *kinds: str) -> Statements:
        """What follows is said of this resource, which is of these classes."""
        self._subject = _node(iri)
        return self.links(terms.TYPE, *kinds)

    def links(self, predicate: str, *iris: str) -> Statements:
        """It stands so to these resources; an empty text is none."""
        for iri in filter(None, iris):
            self.triples.append(ox.Triple(self._subject, ox.NamedNode(predicate), _node(iri)))
        return self

    def says(self, predicate: str, *texts: str, language: str | None = None, kind: str | None = None) -> Statements:
        """It has these literals; an empty text is none."""
        for text in filter(None, texts):
            value = ox.Literal(text, datatype=ox.NamedNode(kind)) if kind else ox.Literal(text, language=language)
            self.triples.append(ox.Triple(self._subject, ox.NamedNode(predicate), value))
        return self

    def counts(self, predicate: str, number: int, kind: str = terms.INTEGER) -> Statements:
        """It has this number."""
        return self.says(predicate, str(number), kind=kind)


def turtle(triples: Iterable[ox.Triple]) -> bytes:
    """Statements as Turtle, sorted."""
    return Triples(tuple(triples)).render("turtle", prefixes=PREFIXES)


def short(iri: str) -> str:
    """A name for a term within a description, the same each time, different for different terms.

    >>> short(terms.DL + "Person"), short("http://www.w3.org/ns/prov#Person")
    ('dl-Person', 'prov-Person')
    """
    from dateline.iris import digest, slug

    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and slug(local) == local:
            return f"{prefix}-{local}"
    return digest(iri)


def web_iri(given: str) -> str:
    """An address that people give in settings, if it can stand in RDF; empty if it cannot.

    >>> web_iri("https://example.org/"), web_iri("unknown"), web_iri("https://x y"), web_iri("desk@example.org")
    ('https://example.org/', '', '', 'mailto:desk@example.org')
    """
    from dateline.iris import require_iri

    if "@" in given and "//" not in given and " " not in given and given.isprintable():
        return "mailto:" + given.removeprefix("mailto:")
    try:
        return require_iri(given)
    except IriError:
        return ""


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)
