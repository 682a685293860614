"""Answers on a terminal."""

from __future__ import annotations

import pyoxigraph as ox

from dateline.display import as_text
from dateline.store.results import Table

EVENT = ox.NamedNode("https://example.org/kg/e/shooting")
VARIABLES = ("event", "eventLabel", "value", "valueLabel")


def test_a_thing_is_shown_by_its_label_and_a_value_without_one_by_itself() -> None:
    rows = (
        (EVENT, ox.Literal("shooting", language="en"), ox.Literal(133), None),
        (EVENT, None, ox.NamedNode("https://example.org/kg/e/gangs"), ox.Literal("armed gangs", language="en")),
    )
    shown = as_text(Table(variables=VARIABLES, rows=rows), width=80, base="https://example.org/kg/")
    assert shown.split() == [
        *("event", "value", shown.split()[2]),
        *("shooting", "133"),
        *("e/shooting", "armed", "gangs"),
        *("2", "rows"),
    ]
