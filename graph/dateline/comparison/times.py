"""The days that a time of Wikibase can mean, whatever its calendar and precision.

Years are as in the JSON of Wikibase: `-0044` is 44 BCE, and there is no year 0. Days are counted as Julian day numbers,
so that the calendars can be held against each other. A day stands in the calendar that its value names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.wikibase import Time
from dateline.wikibase.model import DAY, JULIAN, MONTH, YEAR

_TIME = re.compile(r"(?P<sign>[+-])(?P<year>[0-9]{1,16})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})T[0-9:]{8}Z")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_BILLION = 9


@dataclass(frozen=True, slots=True)
class Days:
    """From the first to the last day that is meant, both included."""

    first: int
    last: int

    def holds(self, other: Days) -> bool:
        """Whether every day of the other is one of these."""
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: Days) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


def days(time: Time) -> Days | None:
    """The days that a time can mean, null where it is not written as Wikibase writes times.

    >>> days(Time(time="+1918-02-01T00:00:00Z", calendar=JULIAN)) == days(Time(time="+1918-02-14T00:00:00Z"))
    True
    >>> january, day = Time(time="+1990-01-00T00:00:00Z", precision=MONTH), Time(time="+1990-01-20T00:00:00Z")
    >>> days(january).holds(days(day)), days(day).holds(days(january))
    (True, False)
    """
    parts = fields(time)
    if parts is None:
        return None
    year, month, day, precision = parts
    julian = time.calendar == JULIAN
    if precision >= DAY:
        number = _day_number(year, month, day, julian=julian)
        return Days(number, number)
    if precision == MONTH:
        after = (year + 1, 1) if month == 12 else (year, month + 1)
        return Days(_day_number(year, month, 1, julian=julian), _day_number(*after, 1, julian=julian) - 1)
    first, last = years(year, precision)
    return Days(_day_number(first, 1, 1, julian=julian), _day_number(last + 1, 1, 1, julian=julian) - 1)


def fields(time: Time) -> tuple[int, int, int, int] | None:
    """The astronomical year, month, day and precision of a time; what is zero or no date makes it less precise.

    >>> fields(Time(time="-0044-03-15T00:00:00Z")), fields(Time(time="+1990-01-00T00:00:00Z", precision=11))
    ((-43, 3, 15, 11), (1990, 1, 0, 10))
    """
    found = _TIME.fullmatch(time.time)
    if found is None:
        return None
    year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    if found["sign"] == "-":
        year = 1 - year if year else 0
    precision = time.precision
    if precision >= DAY and not 1 <= day <= 31:
        precision = MONTH
    if precision >= MONTH and not 1 <= month <= 12:
        precision = YEAR
    return year, month, day, precision


def years(year: int, precision: int) -> tuple[int, int]:
    """The first and the last astronomical year of a time whose precision is a year or coarser.

    A decade begins with its 0, as its name does, on either side of the era; centuries and millennia end with theirs;
    what is coarser still means the years that would be rounded to it, towards the era.

    >>> years(1990, 8), years(1950, 7), years(2000, 7), years(1990, 6)
    ((1990, 1999), (1901, 2000), (1901, 2000), (1001, 2000))
    >>> years(-43, 9), years(-43, 8), years(-43, 7)
    ((-43, -43), (-48, -39), (-99, 0))
    """
    span = 10 ** (YEAR - min(max(precision, 0), YEAR))
    if precision in (6, 7):
        first = (year - 1) // span * span + 1
        return first, first + span - 1
    if year < 1:
        nearest = (1 - year) // span * span
        return 2 - nearest - span, min(1 - nearest, 0)
    first = year // span * span
    return first, first + span - 1


def in_words(time: Time) -> str:
    """A time as a person writes it; as Wikibase does where it is none.

    >>> in_words(Time(time="+1990-01-20T00:00:00Z")), in_words(Time(time="+1616-04-23T00:00:00Z", calendar=JULIAN))
    ('20 January 1990', '23 April 1616 (Julian)')
    >>> [in_words(Time(time="-0044-03-00T00:00:00Z", precision=one)) for one in (10, 9, 8, 7)]
    ['March 44 BCE', '44 BCE', '40s BCE', '1st century BCE']
    """
    parts = fields(time)
    if parts is None:
        return time.time
    year, month, day, precision = parts
    era, shown = (" BCE", 1 - year) if year < 1 else ("", year)
    if precision >= DAY:
        said = f"{day} {_MONTHS[month - 1]} {shown}{era}"
        return f"{said} (Julian)" if time.calendar == JULIAN else said
    if precision == MONTH:
        return f"{_MONTHS[month - 1]} {shown}{era}"
    if precision == YEAR:
        return f"{shown}{era}"
    if precision == YEAR - 1:
        return f"{shown // 10 * 10}s{era}"
    if precision in (6, 7):
        kind, span = ("century", 100) if precision == 7 else ("millennium", 1000)
        return f"{_ordinal((shown + span - 1) // span)} {kind}{era}"
    return f"about {shown:,}{era}, to {10 ** (_BILLION - max(precision, 0)):,} years"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _day_number(year: int, month: int, day: int, *, julian: bool) -> int:
    """The Julian day number at noon of a date, whose year is astronomical (Meeus, Astronomical Algorithms, chapter 7).

    >>> _day_number(2000, 1, 1, julian=False), _day_number(-4712, 1, 1, julian=True)
    (2451545, 0)
    """
    if month <= 2:
        year, month = year - 1, month + 12
    leap = 0 if julian else 2 - year // 100 + year // 400
    return 1461 * (year + 4716) // 4 + 306001 * (month + 1) // 10000 + day + leap - 1524
