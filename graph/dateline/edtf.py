"""EDTF (ISO 8601-2, levels 0 and 1, and the parts of level 2 that news needs) to the days it can mean.

Specification: https://www.loc.gov/standards/datetime/. Years from 0001 to 9999; anything else is a `ValueError`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}
_QUARTERS = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)}
_DATE = re.compile(r"(?P<year>[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?)?(?P<mark>[?~%])?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"T(?:[01][0-9]|2[0-4])(?::?[0-5][0-9](?::?[0-5][0-9])?)?(?:Z|[+-][0-2][0-9](?::?[0-5][0-9])?)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """The first and last day a value can mean, null where it is open, and how precise and sure it is.

    `precision` is `day`, `month`, `year` or `interval` (everything else: decades, seasons, ranges).
    """

    earliest: date | None
    latest: date | None
    precision: str
    approximate: bool = False
    uncertain: bool = False


def bounds(edtf: str) -> Bounds:
    """The days an EDTF value can mean, by its words alone: `~` widens nothing, it is only reported.

    >>> bounds("1991-09~").earliest, bounds("1991-09~").latest
    (datetime.date(1991, 9, 1), datetime.date(1991, 9, 30))
    >>> bounds("198X").latest, bounds("1990-01-20/..").latest
    (datetime.date(1989, 12, 31), None)
    >>> bounds("20.1.1990")
    Traceback (most recent call last):
        ...
    ValueError: '20.1.1990' is not an EDTF date
    """
    if "/" in edtf:
        first, _, last = edtf.partition("/")
        start, end = _end_of_interval(first, edtf), _end_of_interval(last, edtf)
        low = start.earliest if start else None
        high = end.latest if end else None
        if low and high and low > high:
            raise ValueError(f"{edtf!r} ends before it begins")
        marks = [one for one in (start, end) if one]
        return Bounds(
            earliest=low,
            latest=high,
            precision="interval",
            approximate=any(one.approximate for one in marks),
            uncertain=any(one.uncertain for one in marks),
        )
    return _single(edtf)


def _end_of_interval(text: str, whole: str) -> Bounds | None:
    if text in ("", ".."):
        return None
    if "/" in text:
        raise ValueError(f"{whole!r} is not an EDTF date")
    return _single(text)


def _single(text: str) -> Bounds:
    day, clock = text[:10], text[10:]
    if clock.startswith("T"):
        if not _CLOCK.fullmatch(clock):
            raise ValueError(f"{text!r} is not an EDTF date")
        text = day
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not an EDTF date")
    year, month, mark = match["year"], match["month"], match["mark"] or ""
    if "X" in year.rstrip("X"):
        raise ValueError(f"{text!r} is not an EDTF date")
    try:
        low, high, precision = _extent(year, month, match["day"])
    except ValueError as wrong:
        raise ValueError(f"{text!r} is not an EDTF date: {wrong}") from wrong
    return Bounds(
        earliest=low, latest=high, precision=precision, approximate=mark in ("~", "%"), uncertain=mark in ("?", "%")
    )


def _extent(year: str, month: str | None, day: str | None) -> tuple[date, date, str]:
    first = int(year.replace("X", "0"))
    last = int(year.replace("X", "9"))
    if not month or month == "XX":
        return date(max(first, 1), 1, 1), date(last, 12, 31), "year" if first == last else "interval"
    if "X" in month or first != last:
        raise ValueError("a digit is unspecified before one that is given")
    number = int(month)
    if number in _SEASONS or number in _QUARTERS:
        if day:
            raise ValueError("a season has no days")
        begin, end = (_SEASONS | _QUARTERS)[number]
        return date(first, begin, 1), _month_end(first + (end - 1) // 12, (end - 1) % 12 + 1), "interval"
    if not day or day == "XX":
        return date(first, number, 1), _month_end(first, number), "month"
    exact = date(first, number, int(day))
    return exact, exact, "day"


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, written 2012-01-20.

    >>> is_day("2012-01-20"), is_day("2012-02-30"), is_day("20120120")
    (True, False, False)
    """
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def overlap(one: Bounds, other: Bounds) -> bool:
    """Whether two times can be the same; an open end reaches for ever.

    >>> overlap(bounds("1991-09~"), bounds("1991-10-18"))
    False
    >>> overlap(bounds("1991"), bounds("1991-10-18"))
    True
    """
    starts_late = one.latest and other.earliest and other.earliest > one.latest
    ends_early = one.earliest and other.latest and other.latest < one.earliest
    return not (starts_late or ends_early)
