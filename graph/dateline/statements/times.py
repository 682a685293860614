"""Dates in EDTF as times of Wikibase: a time has one precision, and what that cannot say stands in qualifiers.

Wikidata writes days before the Gregorian reform in the Julian calendar, as the sources do.
Specifications: https://www.wikidata.org/wiki/Help:Dates, https://www.loc.gov/standards/datetime/.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.edtf import Bounds, bounds
from dateline.wikibase import Time
from dateline.wikibase.model import CENTURY, DAY, DECADE, GREGORIAN, JULIAN, MONTH, YEAR

_REFORM = date(1582, 10, 15)
_PLAIN = {"day": DAY, "month": MONTH, "year": YEAR}


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """What an EDTF value says, as times of Wikibase.

    `point` is the time at the finest precision that holds all of it, null where none does. `start` and `end` are the
    ends of an interval; `earliest` and `latest` the ends of what a point says too coarsely (a season, a range).
    """

    edtf: str
    point: Time | None
    start: Time | None = None
    end: Time | None = None
    earliest: Time | None = None
    latest: Time | None = None
    approximate: bool = False
    uncertain: bool = False
    has_clock: bool = False

    @property
    def is_interval(self) -> bool:
        """Whether it goes from one time to another, or on and on."""
        return "/" in self.edtf

    @property
    def is_plain(self) -> bool:
        """Whether the point says all of it."""
        return self.point is not None and self.earliest is None and self.latest is None


def when(edtf: str) -> When:
    """The times of an EDTF value. Raises `ValueError` if it is none.

    >>> when("1990-01").point
    Time(time='+1990-01-00T00:00:00Z', precision=10, calendar='http://www.wikidata.org/entity/Q1985727')
    >>> spring = when("1990-21")
    >>> spring.point.time, spring.earliest.time, spring.latest.time
    ('+1990-00-00T00:00:00Z', '+1990-03-01T00:00:00Z', '+1990-05-31T00:00:00Z')
    >>> when("1991/1995").start.time, when("1991/..").end, when("1991-09~").approximate
    ('+1991-00-00T00:00:00Z', None, True)
    """
    whole = bounds(edtf)
    has_clock = "T" in edtf
    if "/" in edtf:
        first, _, last = edtf.partition("/")
        start, end = _end(first, later=False), _end(last, later=True)
        return When(
            edtf=edtf,
            point=_around(whole),
            start=start,
            end=end,
            earliest=start,
            latest=end,
            approximate=whole.approximate,
            uncertain=whole.uncertain,
            has_clock=has_clock,
        )
    if whole.precision in _PLAIN and whole.earliest:
        return When(
            edtf=edtf,
            point=_time(whole.earliest, _PLAIN[whole.precision]),
            approximate=whole.approximate,
            uncertain=whole.uncertain,
            has_clock=has_clock,
        )
    point = _around(whole)
    exact = point is not None and point.precision == DECADE and _fills_a_decade(whole)
    return When(
        edtf=edtf,
        point=point,
        earliest=None if exact or not whole.earliest else _time(whole.earliest, _coarse(whole)),
        latest=None if exact or not whole.latest else _time(whole.latest, _coarse(whole)),
        approximate=whole.approximate,
        uncertain=whole.uncertain,
        has_clock=has_clock,
    )


def _end(text: str, *, later: bool) -> Time | None:
    """One end of an interval, at its own precision; of an imprecise one its outermost day."""
    if text in ("", ".."):
        return None
    found = bounds(text)
    if found.precision in _PLAIN and found.earliest:
        return _time(found.earliest, _PLAIN[found.precision])
    outermost = found.latest if later else found.earliest
    return _time(outermost, _coarse(found)) if outermost else None


def _around(whole: Bounds) -> Time | None:
    """The finest time that holds both ends; null if one is open, or no month, year, decade or century holds both."""
    first, last = whole.earliest, whole.latest
    if first is None or last is None:
        return None
    if first == last:
        return _time(first, DAY)
    if (first.year, first.month) == (last.year, last.month):
        return _time(first, MONTH)
    if first.year == last.year:
        return _time(first, YEAR)
    if first.year // 10 == last.year // 10 and first.year >= 10:
        return _time(date(first.year // 10 * 10, 1, 1), DECADE)
    if (first.year - 1) // 100 == (last.year - 1) // 100:
        return _time(date((first.year - 1) // 100 * 100 + 1, 1, 1), CENTURY)
    return None


def _fills_a_decade(whole: Bounds) -> bool:
    first, last = whole.earliest, whole.latest
    return first is not None and last is not None and last.year - first.year == 9 and first.year % 10 == 0


def _coarse(whole: Bounds) -> int:
    """The precision of the ends of a decade or a century (years), and of a season (days)."""
    first, last = whole.earliest, whole.latest
    return YEAR if first and last and last.year - first.year > 1 else DAY


def _time(day: date, precision: int) -> Time:
    """A day at a precision, zeros below it.

    >>> _time(date(1453, 5, 29), DAY).calendar == JULIAN
    True
    """
    month = f"{day.month:02}" if precision >= MONTH else "00"
    number = f"{day.day:02}" if precision >= DAY else "00"
    return Time(
        time=f"+{day.year:04}-{month}-{number}T00:00:00Z",
        precision=precision,
        calendar=JULIAN if day < _REFORM else GREGORIAN,
    )


def day_time(day: str) -> Time:
    """A day of ISO 8601 as a time.

    >>> day_time("2026-11-22").time
    '+2026-11-22T00:00:00Z'
    """
    return _time(date.fromisoformat(day), DAY)
