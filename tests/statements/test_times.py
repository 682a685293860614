"""Dates in EDTF as times of Wikibase."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.edtf import bounds
from dateline.statements.times import When, day_time, when
from dateline.wikibase import Time
from dateline.wikibase.model import CENTURY, DAY, DECADE, GREGORIAN, JULIAN, MONTH, YEAR


def written(time: Time | None) -> tuple[str, int] | None:
    return (time.time.removesuffix("T00:00:00Z"), time.precision) if time else None


@pytest.mark.parametrize(
    ("edtf", "point", "earliest", "latest"),
    [
        ("1990-01-20", ("+1990-01-20", DAY), None, None),
        ("1990-01-20T05:30", ("+1990-01-20", DAY), None, None),
        ("1990-01", ("+1990-01-00", MONTH), None, None),
        ("1990", ("+1990-00-00", YEAR), None, None),
        ("198X", ("+1980-00-00", DECADE), None, None),
        ("19XX", None, ("+1900-00-00", YEAR), ("+1999-00-00", YEAR)),
        ("1990-21", ("+1990-00-00", YEAR), ("+1990-03-01", DAY), ("+1990-05-31", DAY)),
        ("1990-24", ("+1990-00-00", DECADE), ("+1990-12-01", DAY), ("+1991-02-28", DAY)),
        ("1990-01-20/1990-01-22", ("+1990-01-00", MONTH), ("+1990-01-20", DAY), ("+1990-01-22", DAY)),
        ("1990/1991", ("+1990-00-00", DECADE), ("+1990-00-00", YEAR), ("+1991-00-00", YEAR)),
        ("1985/1995", ("+1901-00-00", CENTURY), ("+1985-00-00", YEAR), ("+1995-00-00", YEAR)),
        ("1899/1905", None, ("+1899-00-00", YEAR), ("+1905-00-00", YEAR)),
        ("1990-01-20/..", None, ("+1990-01-20", DAY), None),
        ("/1990", None, None, ("+1990-00-00", YEAR)),
    ],
)
def test_a_time_has_the_finest_precision_that_holds_all_of_it(
    edtf: str, point: tuple[str, int] | None, earliest: tuple[str, int] | None, latest: tuple[str, int] | None
) -> None:
    said = when(edtf)
    assert (written(said.point), written(said.earliest), written(said.latest)) == (point, earliest, latest)


@pytest.mark.parametrize(
    ("edtf", "about", "doubtful"),
    [("1990~", True, False), ("1990?", False, True), ("1990%", True, True), ("1990", False, False)],
)
def test_marks_are_kept_apart_from_the_time(edtf: str, about: bool, doubtful: bool) -> None:
    said = when(edtf)
    assert (said.approximate, said.uncertain, written(said.point)) == (about, doubtful, ("+1990-00-00", YEAR))


def test_an_interval_has_ends_of_their_own_precision() -> None:
    said = when("1988-05/1991-12-25")
    assert (written(said.start), written(said.end)) == (("+1988-05-00", MONTH), ("+1991-12-25", DAY))
    assert said.is_interval
    assert not when("1990").is_interval


def test_days_before_the_reform_are_julian() -> None:
    before, after = when("1582-10-04").point, when("1582-10-15").point
    assert before
    assert after
    assert (before.calendar, after.calendar) == (JULIAN, GREGORIAN)
    assert day_time("2026-11-22").calendar != JULIAN


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="not an EDTF date"):
        when("20 January 1990")


DAYS = st.dates(min_value=date(1583, 1, 1))
EDTF = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda day: day.isoformat()[:7]),
    DAYS.map(lambda day: day.isoformat()[:4]),
    DAYS.map(lambda day: day.isoformat()[:3] + "X"),
    st.tuples(DAYS, DAYS).map(lambda pair: "/".join(day.isoformat() for day in sorted(pair))),
)


@given(EDTF)
def test_no_time_says_more_than_its_date(edtf: str) -> None:
    said, whole = when(edtf), bounds(edtf)
    assert whole.earliest
    assert whole.latest
    for time in filter(None, (said.point,)):
        first, last = extent(time)
        assert first <= whole.earliest
        assert whole.latest <= last
    assert is_whole(said) or (said.earliest and said.latest)


def is_whole(said: When) -> bool:
    """Whether the point alone says it."""
    return said.point is not None and said.is_plain


def extent(time: Time) -> tuple[date, date]:
    """The days that a time means, written without the code that made it."""
    year, month, day = (int(part) for part in time.time[1:11].split("-"))
    if time.precision == DAY:
        return date(year, month, day), date(year, month, day)
    if time.precision == MONTH:
        later = date(year + month // 12, month % 12 + 1, 1) if (year, month) < (9999, 12) else date.max
        return date(year, month, 1), later
    span = {YEAR: 1, DECADE: 10, CENTURY: 100}[time.precision]
    return date(year, 1, 1), date(min(year + span - 1, 9999), 12, 31)
