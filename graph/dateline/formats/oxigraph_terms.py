"""rdflib's terms as pyoxigraph's, with exactly the lexical form they have."""

from __future__ import annotations

from typing import TypeAlias

import pyoxigraph as ox
import rdflib

from dateline.errors import ExportError

Spo: TypeAlias = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


class Terms:
    """rdflib's terms as pyoxigraph's, each made once."""

    def __init__(self) -> None:
        self._made: dict[rdflib.term.Node, ox.NamedNode | ox.Literal] = {}

    def triples(self, graph: rdflib.Graph, where: str) -> set[Spo]:
        """The triples of a graph. Raises `ExportError`, naming the graph by `where`, for what cannot be published."""
        found = set()
        for s, p, o in graph:
            subject, predicate, obj = (self._made.get(term) or self._make(term, where) for term in (s, p, o))
            if isinstance(subject, ox.Literal) or isinstance(predicate, ox.Literal):
                raise ExportError(
                    f"the literal {str(s)[:80]!r} stands where RDF wants a thing.",
                    where=where,
                    remedy="Name it by an IRI.",
                )
            found.add((subject, predicate, obj))
        return found

    def _make(self, term: rdflib.term.Node, where: str) -> ox.NamedNode | ox.Literal:
        try:
            made = _converted(term)
        except (ValueError, UnicodeEncodeError) as wrong:
            raise ExportError(
                f"{str(term)[:120]!r} cannot be written in RDF: {wrong}.",
                where=where,
                remedy="Percent-encode it if it is an IRI; if it is text, take out the half of a surrogate pair.",
            ) from wrong
        if made is None:
            raise ExportError(
                f"the graph has a blank node ({str(term)[:80]!r}), which nobody can cite and no two files name alike.",
                where=where,
                remedy="Give it an IRI.",
            )
        self._made[term] = made
        return made


def _converted(term: rdflib.term.Node) -> ox.NamedNode | ox.Literal | None:
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        if term.datatype:
            return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)))
        return ox.Literal(str(term))
    return None
