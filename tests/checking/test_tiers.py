"""Both tiers say the same, message by message: on the valid graphs and on every corruption of the small one."""

from __future__ import annotations

import pytest
from rdflib import Graph

from dateline.checking import Finding, check
from tests.checking.graphs import example, small
from tests.checking.mutations import MUTATIONS, Mutation


def both(graph: Graph) -> tuple[set[Finding], set[Finding]]:
    return set(check(graph, tier="fast")), set(check(graph, tier="reference"))


@pytest.mark.slow
def test_both_tiers_agree_on_the_example() -> None:
    fast, reference = both(example())
    assert fast == reference


@pytest.mark.slow
@pytest.mark.parametrize("mutation", MUTATIONS, ids=[mutation.what for mutation in MUTATIONS])
def test_both_tiers_agree_on_a_corruption(mutation: Mutation) -> None:
    graph = small()
    mutation.apply(graph)
    fast, reference = both(graph)
    assert mutation.shape in {finding.shape for finding in reference}
    assert fast == reference
