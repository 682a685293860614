"""Points of the calendar as TIMEX3 values and EDTF, and how to count from them.

Years are counted as astronomers do: 0 is 1 BC, -489 is 490 BC. Sources: TimeML 1.2.1 (TIMEX3), the TIMEX2 2005
guidelines for years before Christ, https://www.loc.gov/standards/datetime/ (EDTF).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
_HALVES = {"H1": ("01", "06"), "H2": ("07", "12")}
_ISO = re.compile(r"(?P<era>BC)?(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_CLOCK = re.compile(r"T[0-2][0-9]:[0-5][0-9](?P<seconds>:[0-5][0-9])?(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?")
_MONTHS_IN = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}
_DAYS_IN = {"D": 1, "W": 7, "WE": 7, "F": 14}


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A year, a month of it or a day of it."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def timex(self) -> str:
        """The TIMEX3 value: `1990-01-20`, or `BC0490-09`.

        >>> Point(year=-489, month=9).timex
        'BC0490-09'
        """
        parts = [timex_year(self.year)]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def date(self) -> date | None:
        """The day, where it is one that the calendar of Python has."""
        if self.month is None or self.day is None or not 1 <= self.year <= 9999:
            return None
        return date(self.year, self.month, self.day)


def timex_year(year: int) -> str:
    """A year as TIMEX3 writes it, with four digits.

    >>> timex_year(1990), timex_year(0)
    ('1990', 'BC0001')
    """
    return f"{year:04d}" if year > 0 else f"BC{1 - year:04d}"


def point(year: int, month: int | None = None, day: int | None = None) -> Point | None:
    """The point, or none where the calendar has no such day.

    >>> point(1990, 2, 29) is None, point(1990, 2, 28)
    (True, Point(year=1990, month=2, day=28))
    """
    if not -9999 < year <= 9999 or (month is not None and not 1 <= month <= 12):
        return None
    if day is not None and (month is None or not 1 <= day <= monthrange(year % 400 + 400, month)[1]):
        return None
    return Point(year=year, month=month, day=day)


def point_of(value: str | None) -> Point | None:
    """The point that a TIMEX3 value names; the part of the day is left out, anything coarser than a year is no point.

    >>> point_of("1990-01-20TMO"), point_of("199")
    (Point(year=1990, month=1, day=20), None)
    """
    match = _ISO.match(value or "")
    if not match or (match.end() < len(value or "") and (value or "")[match.end()] not in "T-"):
        return None
    year = int(match["year"])
    month = int(match["month"]) if match["month"] else None
    return point(1 - year if match["era"] else year, month, int(match["day"]) if match["day"] else None)


def point_at(day: date) -> Point:
    """A day as a point."""
    return Point(year=day.year, month=day.month, day=day.day)


def moved(start: Point, count: float, unit: str) -> str | None:
    """The TIMEX3 value `count` units from a point, as precise as the unit and the point allow; none where it is lost.

    >>> day = Point(year=1990, month=1, day=20)
    >>> moved(day, 20, "M"), moved(day, -22, "Y"), moved(day, 3, "D"), moved(day, -1, "W"), moved(day, 2, "DE")
    ('1991-09', '1968', '1990-01-23', '1990-W02', '201')
    """
    if unit in _DAYS_IN:
        origin = start.date
        if origin is None:
            return None
        try:
            reached = origin + timedelta(days=round(count * _DAYS_IN[unit]))
        except OverflowError:
            return None
        if unit == "D":
            return reached.isoformat()
        return week_of(reached) + ("-WE" if unit == "WE" else "")
    if unit in ("H", "M_", "S"):
        return None
    months = round(count * _MONTHS_IN[unit])
    if unit in ("M", "Q"):
        if start.month is None:
            return None
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        found = point(year, month + 1)
        if found is None:
            return None
        return f"{timex_year(year)}-Q{month // 3 + 1}" if unit == "Q" else found.timex
    years = start.year + (months // 12 if count >= 0 else -(-months // 12))
    if point(years) is None:
        return None
    return {"DE": decade_of, "CE": century_of}.get(unit, timex_year)(years)


def week_of(day: date) -> str:
    """The ISO week of a day.

    >>> week_of(date(2010, 1, 25))
    '2010-W04'
    """
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def decade_of(year: int) -> str:
    """The decade of a year as TIMEX3 has it, three digits.

    >>> decade_of(1987), decade_of(-489)
    ('198', 'BC049')
    """
    return timex_year(year)[:-1]


def century_of(year: int) -> str:
    """The century of a year as TIMEX3 has it, two digits: those that its years begin with.

    >>> century_of(1789)
    '17'
    """
    return timex_year(year)[:-2]


def edtf_of(value: str | None, *, about: bool = False) -> str | None:
    """The EDTF of a TIMEX3 value, `~` added where it is approximate; none where EDTF cannot say it.

    >>> edtf_of("1990-01-20"), edtf_of("198"), edtf_of("18"), edtf_of("1943-SU"), edtf_of("2006-Q4")
    ('1990-01-20', '198X', '18XX', '1943-22', '2006-36')
    >>> edtf_of("2010-W04-WE"), edtf_of("1967-H2"), edtf_of("2010-07-16TMO"), edtf_of("1490", about=True)
    ('2010-01-30/2010-01-31', '1967-07/1967-12', '2010-07-16', '1490~')
    >>> edtf_of("2009-12-15T18:00Z"), edtf_of("P3D"), edtf_of("BC0490")
    ('2009-12-15T18:00:00Z', None, None)
    """
    if not value or value.startswith("BC"):
        return None
    found = _edtf(value)
    return found + "~" if found and about and re.fullmatch(r"[0-9X-]+", found) else found


def _edtf(value: str) -> str | None:
    day, _, clock = value.partition("T")
    if re.fullmatch(r"[0-9]{3}", value):
        return value + "X"
    if re.fullmatch(r"[0-9]{2}", value):
        return value + "XX"
    iso = _ISO.fullmatch(day)
    if iso:
        if int(iso["year"]) < 1 or point_of(day) is None:
            return None
        exact = _CLOCK.fullmatch("T" + clock)
        if not exact or not iso["day"]:
            return day
        seconds = exact["seconds"] or ":00"
        return f"{day}T{clock[:5]}{seconds}{exact['zone'] or ''}"
    parts = re.fullmatch(r"([0-9]{4})-(?:(SP|SU|FA|WI)|Q([1-4])|(H[12])|W([0-9]{2})(-WE)?)", day)
    if not parts or int(parts[1]) < 1:
        return None
    year, season, quarter, half, week, weekend = parts.groups()
    if season:
        return f"{year}-{_SEASONS[season]}"
    if quarter:
        return f"{year}-{32 + int(quarter)}"
    if half:
        return "/".join(f"{year}-{month}" for month in _HALVES[half])
    try:
        first = date.fromisocalendar(int(year), int(week), 6 if weekend else 1)
        last = date.fromisocalendar(int(year), int(week), 7)
    except ValueError:
        return None
    return f"{first.isoformat()}/{last.isoformat()}"
