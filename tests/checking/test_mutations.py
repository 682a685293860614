"""Every corruption is found by the shape that names it: in the fast tier, on the small graph and on the example."""

from __future__ import annotations

from functools import cache

import pytest

from dateline.checking import Finding, check
from dateline.checking.shapes import shapes
from tests.checking.graphs import example, small
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
    named = {shape.name for shape in shapes().by_iri.values()}
    assert named - {mutation.shape for mutation in MUTATIONS} == {"OntologyTerm"}, "see test_shapes"
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
    mutation.apply(graph)
    assert mutation.shape in shapes_of(tuple(set(check(graph)) - findings_of_the_example()))


@cache
def findings_of_the_example() -> frozenset[Finding]:
    return frozenset(check(example()))
