"""Every corruption is found by the shape that names it: in the fast tier, on the small graph and on the example."""

from __future__ import annotations

import pytest

from dateline.checking import Finding, check
from tests.checking.graphs import copy, example, small
from tests.checking.mutations import MUTATIONS, Mutation

each_mutation = pytest.mark.parametrize("mutation", MUTATIONS, ids=[mutation.what for mutation in MUTATIONS])


def shapes_of(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.shape for finding in findings}


def test_the_small_graph_gives_no_finding() -> None:
    assert check(small()) == ()


def test_the_example_gives_notes_and_nothing_graver() -> None:
    assert {(finding.shape, finding.severity) for finding in check(example())} == {
        ("EventHasTimeOrPlace", "info"),
        ("VagueSource", "info"),
    }


def test_there_are_mutations_for_every_shape_and_rule() -> None:
    from dateline.checking.shapes import shapes

    named = {shape.name for shape in shapes().by_iri.values()}
    assert named - {mutation.shape for mutation in MUTATIONS} == {"OntologyTerm"}, "see test_ontology_terms"
    assert {mutation.shape for mutation in MUTATIONS} - named == {"NothingToCheck", "CanonicalLiteral"}


@each_mutation
def test_a_corruption_of_the_small_graph_is_named(mutation: Mutation) -> None:
    graph = small()
    mutation.apply(graph)
    findings = check(graph)
    assert mutation.shape in shapes_of(findings)
    assert all(finding.message and finding.remedy and "{?" not in finding.message for finding in findings)


@each_mutation
def test_a_corruption_of_the_example_is_named(mutation: Mutation) -> None:
    graph = example()
    before = copy(graph)
    try:
        mutation.apply(graph)
    except LookupError:
        assert mutation.what in ABSENT_FROM_EXAMPLE
        return
    assert set(graph) != set(before)
    new = set(check(graph)) - set(check(before))
    assert mutation.shape in {finding.shape for finding in new}


ABSENT_FROM_EXAMPLE = frozenset[str]()
"""Mutations for which the example has nothing to corrupt; the small graph has it all."""
