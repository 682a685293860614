"""EDTF: the days a value can mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.edtf import bounds, overlap


@pytest.mark.parametrize(
    ("value", "earliest", "latest", "precision"),
    [
        ("1990-01-20", "1990-01-20", "1990-01-20", "day"),
        ("1990-02", "1990-02-01", "1990-02-28", "month"),
        ("1992-02", "1992-02-01", "1992-02-29", "month"),
        ("1990", "1990-01-01", "1990-12-31", "year"),
        ("199X", "1990-01-01", "1999-12-31", "interval"),
        ("19XX", "1900-01-01", "1999-12-31", "interval"),
        ("1990-XX", "1990-01-01", "1990-12-31", "year"),
        ("1990-01-XX", "1990-01-01", "1990-01-31", "month"),
        ("1990-21", "1990-03-01", "1990-05-31", "interval"),
        ("1990-24", "1990-12-01", "1991-02-28", "interval"),
        ("1990-33", "1990-01-01", "1990-03-31", "interval"),
        ("1990-01-20T05:30", "1990-01-20", "1990-01-20", "day"),
        ("1990/1991", "1990-01-01", "1991-12-31", "interval"),
        ("1990-01-20/..", "1990-01-20", None, "interval"),
        ("../1990", None, "1990-12-31", "interval"),
        ("/1990", None, "1990-12-31", "interval"),
    ],
)
def test_a_value_means_these_days(value: str, earliest: str | None, latest: str | None, precision: str) -> None:
    found = bounds(value)
    assert (found.earliest and found.earliest.isoformat()) == earliest
    assert (found.latest and found.latest.isoformat()) == latest
    assert found.precision == precision


@pytest.mark.parametrize(
    "value",
    [
        "", "today", "1990-13", "1990-02-30", "90", "1990-1-2", "19X0", "199X-01", "1990/1989", "1990/1991/1992",
        "1990-21-01", "1990-01-20T25", "0000", "1990-01-20Tx", "١٩٩٠",
    ],
)  # fmt: skip
def test_what_is_not_edtf_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"EDTF|ends before"):
        bounds(value)


@pytest.mark.parametrize(
    ("value", "approximate", "uncertain"), [("1990~", True, False), ("1990?", False, True), ("1990%", True, True)]
)
def test_marks_are_reported(value: str, approximate: bool, uncertain: bool) -> None:
    found = bounds(value)
    assert (found.approximate, found.uncertain) == (approximate, uncertain)


@given(st.dates(min_value=date(1, 1, 1)))
def test_every_day_means_itself_and_lies_in_its_month_and_year(day: date) -> None:
    exact = bounds(day.isoformat())
    assert exact.earliest == exact.latest == day
    for wider in (day.isoformat()[:7], day.isoformat()[:4]):
        assert overlap(exact, bounds(wider))


@given(st.text())
def test_any_text_is_a_value_or_refused(text: str) -> None:
    try:
        found = bounds(text)
    except ValueError:
        return
    assert found.earliest is None or found.latest is None or found.earliest <= found.latest
