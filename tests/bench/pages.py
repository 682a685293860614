"""Pages a second: of the example, and of a collection of 10,000 claims, against writing the same things' Turtle."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from dateline.web import described
from dateline.web.pages import render_page
from dateline.web.served import Resource, Served
from dateline.web.variants import VARIANTS
from tests.bench.timing import Row, alternate
from tests.web.pages.large import large
from tests.web.pages.opening import example, resources, served_of

SLOWEST = 0.009
"""Seconds that a page of a thing may take, on average: single-digit milliseconds."""
_MOST = 60


def rows() -> Iterator[Row]:
    """What a page takes, by kind, and all pages of the example against the Turtle of the same resources."""
    ours = example()
    every = list(resources(ours).values())
    mine, theirs = alternate(
        lambda: [render_page(ours, one, at=one.page) for one in every if one.iri in ours.by_iri],
        lambda: [described.render(ours, one, VARIANTS["ttl"]) for one in every if one.iri in ours.by_iri],
        rounds=3,
    )
    yield Row(what="all pages of things of the example", against="their Turtle", ours=mine, theirs=theirs)
    with tempfile.TemporaryDirectory() as folder:
        many = served_of(large(200, 10), Path(folder) / "c")
        for kind in ("event", "thing", "claim", "document"):
            found = [one for one in many.resources.values() if one.kind == kind and one.path != "e/korvel"]
            step = max(len(found) // _MOST, 1)
            taken = _seconds(many, found[::step])
            limit = SLOWEST if kind != "document" else None
            what = f"a page of a {kind}, 10,000 claims ({1 / taken:.0f} a second)"
            yield Row(what=what, against="nothing", ours=(taken,), theirs=(0.0,), limit=limit, extra=True)


def _seconds(served: Served, found: list[Resource]) -> float:
    """Seconds of processor a page, on average, after one that does not count."""
    render_page(served, found[0], at=found[0].page)
    start = process_time()
    for one in found:
        render_page(served, one, at=one.page)
    return (process_time() - start) / len(found)
