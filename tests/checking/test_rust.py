"""Another engine of SHACL finds what the fast tier finds, which pySHACL finds too: on every corruption."""

from __future__ import annotations

import pytest
from rdflib import Graph

from dateline.checking import Finding, check
from tests.absent import absent
from tests.checking.graphs import example, small
from tests.checking.mutations import MUTATIONS, Mutation

DIFFERENT = {
    "an offset of another datatype": {"QuoteEqualsText"},
    "a count as another integer": {"ClaimIsMaterialised", "DirectTripleHasClaim", "LiteralRangeOfClaim"},
}
"""Corruptions that shacl-rust judges otherwise, and the shapes that only it or only the others name.

It takes an xsd:int as the xsd:integer that it equals, and so misses a count of the wrong datatype, and compares
words at offsets that the others do not take for offsets.
"""


@pytest.fixture(autouse=True)
def _engine_is_installed() -> None:
    try:
        import shacl_rust  # noqa: F401
    except ImportError:
        absent("shacl-rust", "Install it with pip install 'dateline[shacl]'.")


def said(found: tuple[Finding, ...]) -> set[tuple[str, str, str, str, str]]:
    """All of findings but their words: engines put terms into messages each in its own way."""
    return {(one.shape, one.severity, one.focus, one.path, one.value) for one in found}


def apart(graph: Graph) -> set[str]:
    """The shapes of the findings that only one of the two tiers has."""
    return {one[0] for one in said(check(graph, tier="fast")) ^ said(check(graph, tier="rust"))}


def test_they_agree_on_the_example() -> None:
    assert apart(example()) == set()


@pytest.mark.slow
@pytest.mark.parametrize("mutation", MUTATIONS, ids=[mutation.what for mutation in MUTATIONS])
def test_they_agree_on_a_corruption(mutation: Mutation) -> None:
    graph = small()
    mutation.apply(graph)
    assert apart(graph) == DIFFERENT.get(mutation.what, set())
