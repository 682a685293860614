"""N-Quads in canonical form: sorted lines, a graph for each document and one for the collection.

This is the form to load, to compare and to sign: without blank nodes it is what RDF Dataset Canonicalization
(https://www.w3.org/TR/rdf-canon/) gives. The default graph is empty; a document's graph is named by the document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from dateline.formats.oxigraph_terms import Terms

if TYPE_CHECKING:
    from dateline.graph import NamedGraph, Publication


def render(publication: Publication) -> Mapping[str, bytes]:
    """`graph.nq`."""
    convert = Terms()
    quads = (
        ox.Quad(*triple, ox.NamedNode(named.iri))
        for named in publication.graphs
        for triple in convert.triples(named.graph, named.iri)
    )
    return {"graph.nq": sorted_lines(ox.serialize(quads, format=ox.RdfFormat.N_QUADS))}


def graph_lines(named: NamedGraph) -> bytes:
    """One graph in canonical form: what `graph.nq` holds of it."""
    name = ox.NamedNode(named.iri)
    quads = (ox.Quad(*triple, name) for triple in Terms().triples(named.graph, named.iri))
    return sorted_lines(ox.serialize(quads, format=ox.RdfFormat.N_QUADS))


def sorted_lines(serialised: bytes | None) -> bytes:
    """The lines in the order of their code points, each once.

    >>> sorted_lines("b\\né\\na\\nb\\n".encode()).decode()
    'a\\nb\\né\\n'
    """
    return b"".join(line + b"\n" for line in sorted(set(filter(None, (serialised or b"").split(b"\n")))))
