"""What is checked: the triples of one graph, from an rdflib graph or from a file, in the terms of both engines.

Oxigraph's store rewrites some literals as it takes them in ("007" becomes "7", an xsd:int an xsd:integer), so that what
is wrong with them could not be seen there. Values are therefore put into their canonical form first, and said to have
been, and the datatypes that the store would replace go in under an alias.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

import pyoxigraph as ox

from dateline import terms
from dateline.errors import DataError, shown
from dateline.resources import ontology
from dateline.store.rdf import SUFFIXES, format_of

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal

LARGEST_FILE = 200_000_000
"""Bytes of a file that `check_file` takes; a larger collection is checked document by document."""
LARGEST_REFERENCE = 100_000
"""Triples that the reference tier takes: pySHACL needs about a second for each two thousand."""

_FORMATS = {suffix: format_of(name) for suffix, name in SUFFIXES.items()} | {".json": ox.RdfFormat.JSON_LD}
_ALIAS = "urn:x-dateline:datatype:"
_FOLDED = frozenset(
    terms.XSD + name
    for name in (
        "byte", "short", "int", "long", "unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong",
        "positiveInteger", "negativeInteger", "nonPositiveInteger", "nonNegativeInteger",
    )
)  # fmt: skip
_KEPT = frozenset((terms.STRING, terms.LANG_STRING, terms.DATE, terms.YEAR, terms.YEAR_MONTH, terms.EDTF_DATATYPE))


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """The triples of one graph, without those of the ontology.

    `rewritten` are the literals that were not in canonical form, each with the subject and the property it stands at.
    """

    triples: tuple[ox.Triple, ...]
    rewritten: tuple[ox.Triple, ...] = ()

    @property
    def speaks_of_dateline(self) -> bool:
        """Whether anything in it has a class of the ontology: else there is nothing to check."""
        return any(
            triple.predicate.value == terms.TYPE
            and isinstance(triple.object, ox.NamedNode)
            and triple.object.value.startswith(terms.DL)
            for triple in self.triples
        )

    def store(self) -> ox.Store:
        """A store in memory with these triples and those of the ontology."""
        store = ox.Store()
        store.bulk_extend([_aliased(triple) for triple in self.triples])
        store.bulk_extend(_ontology_quads())
        return store

    def into(self, graph: rdflib.Graph) -> rdflib.Graph:
        """The same rdflib graph, with these triples and those of the ontology in it."""
        known: dict[Term, Node] = {}
        for triple in (*self.triples, *ontology_triples()):
            graph.add(tuple(_to_rdflib(term, known) for term in triple))  # type: ignore[arg-type]
        return graph


def facts_of(graph: rdflib.Graph) -> Facts:
    """The facts of an rdflib graph."""
    known: dict[Node, Term] = {}
    return _canonical(ox.Triple(*(_from_rdflib(term, known) for term in triple)) for triple in graph)  # type: ignore[arg-type]


def facts_in(path: Path) -> Facts:
    """The facts of a file: Turtle, JSON-LD, N-Triples, N-Quads, TriG or RDF/XML by its suffix; its graphs are united.

    Nothing is fetched: a JSON-LD context must stand in the file. Raises `DataError` for a file that is missing, larger
    than 200 MB, of another suffix, or that does not parse.
    """
    form = _FORMATS.get(path.suffix.lower())
    if form is None:
        raise DataError(
            f"the suffix {path.suffix!r} is of no RDF format known here.",
            where=str(path),
            remedy=f"Name the file with one of {', '.join(_FORMATS)}.",
        )
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DataError(
                f"the file is larger than {LARGEST_FILE // 1_000_000} MB.",
                where=str(path),
                remedy="Check the collection document by document, or one of its graphs at a time.",
            )
        source = path.read_bytes()
    except OSError as wrong:
        raise DataError(f"the file cannot be read: {wrong.strerror}.", where=str(path)) from wrong
    return parse_facts(source, form, where=str(path))


def parse_facts(source: bytes, form: ox.RdfFormat, *, where: str = "data") -> Facts:
    """The facts of a serialised graph or data set. Raises `DataError` with the parser's own words."""
    try:
        return _canonical(quad.triple for quad in ox.parse(source, form, base_iri=f"file:///{Path(where).name}"))
    except (SyntaxError, ValueError, OSError) as wrong:
        remedy = "Correct the file, or write it again with the tool that made it."
        if form == ox.RdfFormat.JSON_LD:
            remedy = "A JSON-LD context must stand in the file itself: nothing is fetched. " + remedy
        raise DataError(f"this is not {form.name}: {wrong}.", where=where, remedy=remedy) from wrong


def n_triples(term: Term) -> str:
    """A term of the store as an N-Triples term of the data, its datatype no longer aliased.

    >>> n_triples(ox.Literal("5", datatype=ox.NamedNode(_ALIAS + "int")))
    '"5"^^<http://www.w3.org/2001/XMLSchema#int>'
    """
    if isinstance(term, ox.Literal) and term.datatype.value.startswith(_ALIAS):
        name = term.datatype.value.removeprefix(_ALIAS)
        return str(ox.Literal(term.value, datatype=ox.NamedNode(terms.XSD + name)))
    return str(term)


def _canonical(triples: Iterable[ox.Triple]) -> Facts:
    kept: dict[ox.Triple, None] = {}
    rewritten = []
    for triple in triples:
        value = triple.object
        if isinstance(value, ox.Literal) and value.datatype.value not in _KEPT and value.datatype.value not in _FOLDED:
            stored = _stored(value)
            if stored != value:
                rewritten.append(triple)
                triple = ox.Triple(triple.subject, triple.predicate, stored)
        kept[triple] = None
    return Facts(triples=tuple(kept), rewritten=tuple(rewritten))


@lru_cache(maxsize=4096)
def _stored(literal: ox.Literal) -> ox.Literal:
    """What the store makes of a literal."""
    store = ox.Store()
    name = ox.NamedNode("urn:x")
    store.add(ox.Quad(name, name, literal))
    (quad,) = store
    return quad.object if isinstance(quad.object, ox.Literal) else literal


def _aliased(triple: ox.Triple) -> ox.Quad:
    value = triple.object
    if isinstance(value, ox.Literal) and value.datatype.value in _FOLDED:
        alias = ox.NamedNode(_ALIAS + value.datatype.value.removeprefix(terms.XSD))
        return ox.Quad(triple.subject, triple.predicate, ox.Literal(value.value, datatype=alias))
    return ox.Quad(triple.subject, triple.predicate, value)


@cache
def ontology_triples() -> tuple[ox.Triple, ...]:
    """The ontology and its value lists; not the alignments, which say things of terms that are checked of data."""
    return tuple(
        quad.triple
        for name in ("dateline.ttl", "values.ttl")
        for quad in ox.parse(ontology(name).read_bytes(), ox.RdfFormat.TURTLE)
    )


@cache
def _ontology_quads() -> tuple[ox.Quad, ...]:
    return tuple(ox.Quad(*triple) for triple in ontology_triples())


def _from_rdflib(node: Node, known: dict[Node, Term]) -> Term:
    term = known.get(node)
    if term is None:
        term = known[node] = term_of(node)
    return term


def term_of(node: Node) -> Term:
    """An rdflib term as a term of Oxigraph. Raises `DataError` for what rdflib takes and RDF does not know."""
    from rdflib import BNode, Literal, URIRef

    try:
        if isinstance(node, URIRef):
            return ox.NamedNode(str(node))
        if isinstance(node, BNode):
            return ox.BlankNode(str(node))
        if isinstance(node, Literal) and node.language:
            return ox.Literal(str(node), language=node.language)
        if isinstance(node, Literal):
            return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)
    except ValueError as wrong:
        raise DataError(f"{shown(str(node))} is no RDF term: {wrong}.", remedy="Correct it in the data.") from wrong
    raise DataError(f"{shown(str(node))} is no RDF term.", remedy="Only IRIs, blank nodes and literals can be checked.")


def _to_rdflib(term: object, known: dict[Term, Node]) -> Node:
    node = known.get(cast("Term", term))
    if node is None:
        node = known[cast("Term", term)] = _new_node(term)
    return node


def _new_node(term: object) -> Node:
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise DataError(f"{term} is no term of RDF 1.1.", remedy="Check the RDF 1.1 export instead.")
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype.value == terms.STRING:
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
