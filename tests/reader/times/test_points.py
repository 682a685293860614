"""Points of the calendar: their values, counting from them, and what EDTF can say of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import edtf
from dateline.reader.times.points import Point, edtf_of, moved, point, point_of, timex_year

years = st.integers(min_value=-9000, max_value=9999)
points = st.builds(point, years, st.integers(1, 12), st.integers(1, 31)).filter(lambda found: found is not None)


@given(points)
def test_a_point_is_read_back_from_its_value(found: Point) -> None:
    assert point_of(found.timex) == found


@given(points, st.integers(-40_000, 40_000), st.sampled_from(["D", "W", "WE", "F", "M", "Q", "Y", "DE", "CE", "ML"]))
def test_what_is_counted_from_a_point_has_a_valid_edtf_or_none(found: Point, count: int, unit: str) -> None:
    value = edtf_of(moved(found, count, unit))
    if value is not None:
        edtf.bounds(value)


@given(st.text())
def test_any_text_as_a_value_has_a_valid_edtf_or_none(value: str) -> None:
    found = edtf_of(value)
    if found is not None:
        edtf.bounds(found)


def test_there_is_no_year_zero_before_christ() -> None:
    assert [timex_year(year) for year in (1, 0, -1)] == ["0001", "BC0001", "BC0002"]


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1990, 2, 30), (1990, 13, None), (1900, 2, 29), (10_000, 1, 1), (1990, None, 3)]
)
def test_a_day_that_is_not_in_the_calendar_is_no_point(year: int, month: int | None, day: int | None) -> None:
    assert point(year, month, day) is None


def test_months_counted_from_a_year_alone_are_lost() -> None:
    assert moved(Point(year=1990), 3, "M") is None


def test_days_beyond_the_calendar_are_lost() -> None:
    assert moved(Point(year=9999, month=12, day=31), 1, "D") is None


def test_years_before_christ_have_no_edtf_here() -> None:
    assert edtf_of("BC0490-09") is None
