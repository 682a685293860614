"""The valid graphs that the tests of checking corrupt, parsed once and handed out as copies."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rdflib import Graph

from tests.conftest import example_compiled

SMALL = Path(__file__).parent / "small.ttl"


@cache
def _small() -> Graph:
    return Graph(bind_namespaces="none").parse(SMALL, format="turtle")


def small() -> Graph:
    """A copy of the small graph, which has every kind of claim and no finding at all."""
    return copy(_small())


def example() -> Graph:
    """A copy of the published example's graph."""
    return copy(example_compiled().graph)


def copy(graph: Graph) -> Graph:
    """The same triples in a graph of its own."""
    made = Graph(bind_namespaces="none")
    made += graph
    return made
