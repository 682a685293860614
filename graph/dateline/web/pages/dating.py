"""Dates as a person writes them, and the days they reach over; EDTF beside them where words do not say all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dateline.edtf import bounds
from dateline.formats.html_text import day
from dateline.web.pages.names import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.store.results import Term

_SEASONS = {
    "21": "spring", "22": "summer", "23": "autumn", "24": "winter",
    "33": "first quarter of", "34": "second quarter of", "35": "third quarter of", "36": "fourth quarter of",
}  # fmt: skip
_SEASON = re.compile(r"([0-9]{4})-(2[1-4]|3[3-6])([~?%]?)")
_DECADE = re.compile(r"([0-9]{3})X([~?%]?)")
_CENTURY = re.compile(r"([0-9]{2})XX([~?%]?)")
_TIME = re.compile(r"(.+)T([0-9]{2}):?([0-9]{2})?.*")
_MARKS = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}


@dataclass(frozen=True, kw_only=True, slots=True)
class Extent:
    """The days a time can mean; null where it is open. `soft`: its ends are not to be taken at their word."""

    earliest: date | None
    latest: date | None
    precise: bool
    soft: bool = False


def said_date(value: str) -> str:
    """A date in words, of an ISO 8601 or EDTF value; the value itself where there are no better ones.

    >>> said_date("1990-01-20"), said_date("199X"), said_date("1990-23"), said_date("1991-10-18/..")
    ('20 January 1990', 'the 1990s', 'autumn 1990', 'from 18 October 1991')
    >>> said_date("1990-01-20T03:30"), said_date("../1991~"), said_date("19XX")
    ('20 January 1990, 03:30', 'until about 1991', 'the 20th century')
    """
    first, slash, last = value.partition("/")
    if slash:
        if first in ("", "..") and last not in ("", ".."):
            return f"until {_one(last)}"
        if last in ("", "..") and first not in ("", ".."):
            return f"from {_one(first)}"
        return f"{_one(first)} to {_one(last)}" if first not in ("", "..") else value
    return _one(value)


def _one(value: str) -> str:
    found = _TIME.fullmatch(value)
    if found:
        return f"{_one(found[1])}, {found[2]}:{found[3] or '00'}"
    found = _SEASON.fullmatch(value)
    if found:
        return f"{_MARKS[found[3]]}{_SEASONS[found[2]]} {found[1]}"
    found = _DECADE.fullmatch(value)
    if found:
        return f"{_MARKS[found[2]]}the {found[1]}0s"
    found = _CENTURY.fullmatch(value)
    if found:
        return f"{_MARKS[found[2]]}the {_ordinal(int(found[1]) + 1)} century"
    return day(value.replace("-XX", ""))


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def extent(value: str) -> Extent | None:
    """The days that a value reaches over; null for what is no date.

    >>> extent("1990-01").latest, extent("1990-01").precise, extent("soon")
    (datetime.date(1990, 1, 31), False, None)
    """
    try:
        found = bounds(value)
    except ValueError:
        return None
    return Extent(
        earliest=found.earliest,
        latest=found.latest,
        precise=found.precision == "day",
        soft=found.approximate or found.uncertain,
    )


def extent_of(row: Mapping[str, Term]) -> Extent | None:
    """The days of a row of the query `dates` or `times`: from its EDTF value, else its bounds, else its plain value."""
    given = text_of(row.get("edtf")) or text_of(row.get("value"))
    found = extent(given)
    low, high = _day(text_of(row.get("earliest"))), _day(text_of(row.get("latest")))
    if found is None:
        return Extent(earliest=low, latest=high, precise=bool(low) and low == high) if low or high else None
    if low or high:
        return Extent(earliest=low, latest=high, precise=found.precise and low == high, soft=found.soft)
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
