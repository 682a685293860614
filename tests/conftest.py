"""What all tests share: the published example, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from dateline.collection import Collection, open_collection
from dateline.graph import Compiled, Publication

pytest_plugins = ["tests.engines"]

# How long a thing takes is measured by scripts/bench.
settings.register_profile("dateline", settings.default, deadline=None)
settings.load_profile("dateline")

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "graph" / "black-january"


@cache
def _example() -> tuple[Collection, Publication]:
    collection = open_collection(EXAMPLE)
    return collection, collection.compile()


def example_compiled() -> Compiled:
    """The one document of the example, compiled once."""
    [document] = _example()[1].documents
    return document


@pytest.fixture
def example() -> Collection:
    """The example as a collection."""
    return _example()[0]


@pytest.fixture
def example_publication() -> Publication:
    """The example compiled; shared by all tests, so never change it."""
    return _example()[1]


@pytest.fixture
def example_document() -> Compiled:
    """The one document of the example, compiled; shared by all tests, so never change it."""
    return example_compiled()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first, so that at the end no worker waits for another."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says at the end, in words, what was not tested and why."""
    skipped = terminalreporter.stats.get("skipped", ())
    reasons = {report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple)}
    for reason in sorted(reasons):
        terminalreporter.write_line(f"Not tested: {reason.removeprefix('Skipped: ')}", yellow=True)
