"""Graphs as canonical N-Quads (RDFC-1.0), so that two are equal exactly if their bytes are."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
import rdflib

from dateline.graph import Publication


def canonical(statements: Iterable[ox.Triple | ox.Quad]) -> str:
    """Canonical N-Quads of triples, or of the quads of a dataset."""
    quads = (
        each if isinstance(each, ox.Quad) else ox.Quad(each.subject, each.predicate, each.object) for each in statements
    )
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return _lines(dataset)


def union(quads: Iterable[ox.Quad]) -> str:
    """Canonical N-Quads of the union of a dataset's graphs."""
    return canonical(ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)


def published(publication: Publication) -> str:
    """What a publication publishes, by rdflib's own union and N-Triples: no code of the exports is in it."""
    return of_rdflib(publication.union())


def of_rdflib(graph: rdflib.Graph) -> str:
    """Canonical N-Quads of an rdflib graph."""
    return canonical(ox.parse(graph.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES))


def parsed(data: bytes, form: ox.RdfFormat) -> str:
    """Canonical N-Quads of what Oxigraph reads in a file."""
    return canonical(ox.parse(data, format=form))


def _lines(dataset: ox.Dataset) -> str:
    made = ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b""
    return "\n".join(sorted(made.decode().splitlines()))
