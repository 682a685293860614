"""RDF as it comes, bytes in a format or an rdflib graph, as the engine's triples and quads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from dateline.errors import DataError, UsageError

if TYPE_CHECKING:
    import rdflib

    from dateline.store.protocol import Data

FORMATS: Mapping[str, ox.RdfFormat] = MappingProxyType(
    {
        "nt": ox.RdfFormat.N_TRIPLES,
        "nq": ox.RdfFormat.N_QUADS,
        "turtle": ox.RdfFormat.TURTLE,
        "trig": ox.RdfFormat.TRIG,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdfxml": ox.RdfFormat.RDF_XML,
    }
)
"""What can be read, by the name it is asked for."""
SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        ".ttl": "turtle",
        ".jsonld": "jsonld",
        ".nt": "nt",
        ".nq": "nq",
        ".trig": "trig",
        ".rdf": "rdfxml",
        ".xml": "rdfxml",
        ".owl": "rdfxml",
    }
)
"""The suffixes of RDF files, in small letters, with the format each means."""


def format_of(name: str) -> ox.RdfFormat:
    """The engine's name of an RDF format; raises `UsageError` for one it does not read."""
    if name not in FORMATS:
        raise UsageError(f"RDF cannot be read as {name!r}.", remedy=f"Choose one of {', '.join(FORMATS)}.")
    return FORMATS[name]


def triples_of(data: Data, format: str = "nt") -> Iterator[ox.Triple]:  # noqa: A002
    """The triples of an rdflib graph, or of bytes in a format; raises `DataError` for what does not parse.

    >>> [str(triple) for triple in triples_of(b"<http://x/a> <http://x/b> 1 .", "turtle")]
    ['<http://x/a> <http://x/b> "1"^^<http://www.w3.org/2001/XMLSchema#integer>']
    """
    if not isinstance(data, bytes):
        yield from map(_triple, data)
        return
    kind = format_of(format)
    try:
        for quad in ox.parse(data, kind):
            if quad.graph_name != ox.DefaultGraph():
                raise DataError(
                    f"the data name a graph of their own, {quad.graph_name}.",
                    remedy="Give triples, or load the quads as they are.",
                )
            yield quad.triple
    except SyntaxError as error:
        raise _not_rdf(error, format) from error


def quads_of(data: bytes, format: str, *, unnamed: str) -> Iterator[ox.Quad]:  # noqa: A002
    """The quads of bytes in a format; what names no graph is of the graph `unnamed`. Raises `DataError`."""
    kind, home = format_of(format), ox.NamedNode(unnamed)
    try:
        for quad in ox.parse(data, kind):
            named = quad.graph_name != ox.DefaultGraph()
            yield quad if named else ox.Quad(quad.subject, quad.predicate, quad.object, home)
    except SyntaxError as error:
        raise _not_rdf(error, format) from error


def ntriples_of(data: Data, format: str = "nt") -> bytes:  # noqa: A002
    """The same triples as N-Triples."""
    return ox.serialize(triples_of(data, format), format=ox.RdfFormat.N_TRIPLES) or b""


def has_blank(triple: ox.Triple) -> bool:
    """Whether a triple has a blank node, or another triple, in it: no update can name it to be deleted."""
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode | ox.Triple)


def _not_rdf(error: SyntaxError, format: str) -> DataError:  # noqa: A002
    return DataError(f"the data do not parse as {format}: {' '.join(str(error.msg).split())[:300]}.")


def _triple(statement: tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]) -> ox.Triple:
    import rdflib

    subject, predicate, value = statement
    if not isinstance(predicate, rdflib.URIRef):
        raise DataError(f"{predicate!r} cannot be a predicate.")
    return ox.Triple(_node(subject), ox.NamedNode(str(predicate)), _term(value))


def _node(node: rdflib.term.Node) -> ox.NamedNode | ox.BlankNode:
    import rdflib

    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    raise DataError(f"{node!r} cannot be a subject.")


def _term(node: rdflib.term.Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    import rdflib

    if not isinstance(node, rdflib.Literal):
        return _node(node)
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)
