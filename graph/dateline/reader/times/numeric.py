"""Dates in figures alone: `2005-06-12`, `7/8/07`, `12.06.2005`."""

from __future__ import annotations

from dateline.reader.times.context import Context
from dateline.reader.times.grammar import Found, Hit, Rule
from dateline.reader.times.points import Point, point, point_of


def _iso(hit: Hit, context: Context) -> list[Found]:
    written = hit.tokens.word(hit.first).upper()
    found = point_of(written)
    if found is None:
        return []
    time = "T" in written
    return [Found(first=hit.first, end=hit.end, kind="TIME" if time else "DATE", value=written)]


def _figures(hit: Hit, context: Context) -> list[Found]:
    """Month first with slashes unless only the other order is a date, day first with full stops."""
    written = hit.tokens.word(hit.first)
    mark = "/" if "/" in written else "."
    one, two, year = (int(part) for part in written.split(mark))
    if len(written.rsplit(mark, 1)[1]) == 2:
        if mark == ".":
            return []
        near = context.now.year if context.now else 2000
        year = min(range(year, 2200, 100), key=lambda full: abs(full - near))
    american = _distance(point(year, one, two), context)
    european = _distance(point(year, two, one), context)
    order = [point(year, one, two), point(year, two, one)]
    if mark == "." or (american is not None and european is not None and european < american and european < 40):
        order.reverse()
    found = next((choice for choice in order if choice), None)
    return [Found(first=hit.first, end=hit.end, kind="DATE", value=found.timex)] if found else []


def _distance(choice: Point | None, context: Context) -> int | None:
    day, issued = choice.date if choice else None, context.issued.date if context.issued else None
    return abs((day - issued).days) if day and issued else None


RULES = (
    Rule("ISO date", "ISO", _iso),
    Rule("date in figures", "FIGURES", _figures),
)
