"""N-Quads and N-Triples are canonical: sorted, one form for each statement, the same for the same dataset."""

from __future__ import annotations

import pyoxigraph as ox

from dateline.formats import export
from dateline.graph import Publication


def test_the_n_quads_are_the_canonical_form_of_their_dataset(either: Publication) -> None:
    data = export(either, "nquads")
    dataset = ox.Dataset(ox.parse(data, format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    canonical = ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b""
    assert data.splitlines() == sorted(canonical.splitlines())


def test_lines_are_sorted_and_none_stands_twice(either: Publication) -> None:
    for name in ("nquads", "ntriples"):
        lines = export(either, name).splitlines()
        assert lines == sorted(set(lines))
        assert export(either, name).endswith(b" .\n")


def test_the_default_graph_is_empty(either: Publication) -> None:
    quads = ox.parse(export(either, "nquads"), format=ox.RdfFormat.N_QUADS)
    assert not [quad for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph)]


def test_a_statement_of_two_documents_stands_in_both_graphs_and_once_in_the_union(small: Publication) -> None:
    label = '<https://example.org/kg/e/port-ellis> <http://www.w3.org/2004/02/skos/core#prefLabel> "Port Ellis"@en'
    assert export(small, "nquads").decode().count(label) == 2
    assert export(small, "ntriples").decode().count(label) == 1
