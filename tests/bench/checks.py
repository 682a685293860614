"""The two tiers of checking, against pySHACL called by hand with the same shapes on the same data."""

from __future__ import annotations

from collections.abc import Iterator

import pyshacl
from rdflib import Graph

from dateline import resources
from dateline.checking import check
from tests.bench.timing import Row, alternate
from tests.conftest import example_compiled

REFERENCE_LIMIT = 1.3
FAST_LIMIT = 0.1


def rows() -> Iterator[Row]:
    """The reference tier against pySHACL by hand; the fast tier against the reference tier."""
    document = example_compiled()
    shapes = Graph().parse(resources.ontology("shapes.ttl"))
    merged = Graph()
    merged += document.graph
    for name in ("dateline.ttl", "values.ttl"):
        merged.parse(resources.ontology(name))

    def by_hand() -> None:
        pyshacl.validate(merged, shacl_graph=shapes, inference="none", allow_warnings=True)

    def reference() -> None:
        check(document, tier="reference")

    def fast() -> None:
        check(document, tier="fast")

    ours, theirs = alternate(reference, by_hand, rounds=3)
    yield Row(
        what="reference tier", against="pyshacl.validate by hand", ours=ours, theirs=theirs, limit=REFERENCE_LIMIT
    )
    quick, slow = alternate(fast, reference, rounds=3)
    yield Row(what="fast tier", against="reference tier", ours=quick, theirs=slow, limit=FAST_LIMIT)
