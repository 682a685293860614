"""Times drawn: a line for each thing, on one scale. What is imprecise fades; nothing is a point that is none.

The scale leaves out long stretches in which nothing happened, and shows that it does. Positions are percentages, so
that a drawing fits any width while its words keep their size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from math import sqrt

from markupsafe import Markup

from dateline.web.pages.dating import Extent
from dateline.web.pages.quoting import made, prose, quoted

_MARGIN, _GAP = 3.0, 7.0
"""Percent of the width: at either end, and for a stretch that is left out."""
_APART = 11.0
"""Percent of the width between two words of the axis."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FADES = made(
    '<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
    + "".join(
        f'<linearGradient id="{name}">'
        + "".join(f'<stop offset="{place}" stop-color="currentColor" stop-opacity="{how}"/>' for place, how in stops)
        + "</linearGradient>"
        for name, stops in (
            ("fade-both", ((0, 0), (0.3, 0.85), (0.7, 0.85), (1, 0))),
            ("fade-edges", ((0, 0.25), (0.12, 0.85), (0.88, 0.85), (1, 0.25))),
            ("fade-end", ((0, 0.85), (0.4, 0.6), (1, 0))),
            ("fade-start", ((0, 0), (0.6, 0.6), (1, 0.85))),
        )
    )
    + "</defs></svg>"
)
"""What a page with drawings holds once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A line of a drawing: what it is called (`link` is markup that says so), its days, its words, how it is said."""

    label: str
    extent: Extent
    words: str = ""
    manner: str = "own"
    link: Markup = field(default_factory=Markup)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """From days to percent of the width; `stretches` are first day, last day, from where, to where."""

    stretches: tuple[tuple[date, date, float, float], ...]

    def at(self, day: date) -> float:
        """Where a day lies; between stretches, in the middle of what is left out."""
        before = 0.0
        for begin, end, low, high in self.stretches:
            if day < begin:
                return (before + low) / 2
            if day <= end:
                return low + (high - low) * _share(begin, end, day)
            before = high
        return 100.0

    @property
    def breaks(self) -> list[float]:
        """Where stretches are left out."""
        return [(one[3] + other[2]) / 2 for one, other in pairwise(self.stretches)]


def scale(days: Iterable[date]) -> Scale:
    """A scale on which all these days lie. A stretch without any that is over a quarter of the whole is left out.

    >>> made = scale([date(1990, 1, 1), date(1990, 1, 31), date(2012, 1, 1)])
    >>> len(made.stretches), made.at(date(1990, 1, 1)) < made.at(date(1990, 1, 31)) < made.at(date(2012, 1, 1))
    (2, True)
    """
    ordered = sorted(set(days)) or [date(2000, 1, 1)]
    whole = (ordered[-1] - ordered[0]).days
    groups = [[ordered[0]]]
    for before, day in pairwise(ordered):
        if (day - before).days > max(whole / 4, 60):
            groups.append([])
        groups[-1].append(day)
    weights = [sqrt((group[-1] - group[0]).days + 20) for group in groups]
    room = 100 - 2 * _MARGIN - _GAP * (len(groups) - 1)
    stretches, place = [], _MARGIN
    for group, weight in zip(groups, weights, strict=True):
        width = room * weight / sum(weights)
        stretches.append((group[0], group[-1], place, place + width))
        place += width + _GAP
    return Scale(stretches=tuple(stretches))


def days_of(extents: Iterable[Extent]) -> list[date]:
    """The days at which extents begin and end."""
    return [day for one in extents for day in (one.earliest, one.latest) if day is not None]


def timeline(rows: Sequence[Row], *, title: str) -> Markup:
    """Rows as a list with a drawing beside each; the words of the list say what the drawing shows."""
    chart = scale(days_of(row.extent for row in rows))
    lines = "".join(
        f'<li class="{row.manner}"><span class="who">{row.link or prose(row.label)}</span>'
        f'{track(chart, row.extent)}<span class="when">{_said(row)}</span></li>'
        for row in rows
    )
    return made(
        f'<figure class="timeline"><figcaption class="quiet">{quoted(title)}</figcaption>{FADES}'
        f'<div class="axis" aria-hidden="true"><span></span>{axis(chart)}<span></span></div><ol>{lines}</ol></figure>'
    )


def track(chart: Scale, extent: Extent) -> str:
    """One line of a drawing as SVG."""
    inner = "".join(f'<line class="break" x1="{at:.2f}%" x2="{at:.2f}%" y1="0" y2="100%"/>' for at in chart.breaks)
    return f'<svg class="track" aria-hidden="true" focusable="false">{inner}{_bar(chart, extent)}</svg>'


def axis(chart: Scale) -> str:
    """The scale in words, as SVG."""
    kept: list[tuple[float, str]] = []
    for at, said in _ticks(chart):
        if not kept or at - kept[-1][0] >= _APART:
            kept.append((at, said))
    words = []
    for place, (at, said) in enumerate(kept):
        anchor = "start" if at < 6 else "end" if at > 94 else "middle"
        # What stands between the first and the last is left out on a narrow screen.
        middle = ' class="mid"' if 0 < place < len(kept) - 1 else ""
        words.append(f'<text{middle} x="{at:.2f}%" y="12" text-anchor="{anchor}">{said}</text>')
        words.append(f'<line x1="{at:.2f}%" x2="{at:.2f}%" y1="17" y2="22"/>')
    breaks = "".join(f'<text class="break" x="{at:.2f}%" y="20" text-anchor="middle">⫽</text>' for at in chart.breaks)
    return f'<svg class="scale" focusable="false">{"".join(words)}{breaks}</svg>'


def _bar(chart: Scale, extent: Extent) -> str:
    low = chart.at(extent.earliest) if extent.earliest else 0.0
    high = chart.at(extent.latest) if extent.latest else 100.0
    if extent.precise and not extent.soft and extent.earliest == extent.latest:
        return f'<line class="day" x1="{low:.2f}%" x2="{low:.2f}%" y1="4" y2="18"/>'
    if extent.precise and not extent.soft and extent.earliest and extent.latest:
        return f'<rect class="days" x="{low:.2f}%" width="{max(high - low, 0.8):.2f}%" y="7" height="8"/>'
    if high - low < 1.6:
        middle = (low + high) / 2
        low, high = middle - 0.8, middle + 0.8
    fill = "fade-end" if not extent.latest else "fade-start" if not extent.earliest else "fade-edges"
    if extent.soft and extent.earliest and extent.latest:
        wider = max((high - low) / 3, 1.2)
        low, high, fill = max(low - wider, 0.0), min(high + wider, 100.0), "fade-both"
    return f'<rect x="{low:.2f}%" width="{max(high - low, 1.2):.2f}%" y="5" height="12" fill="url(#{fill})"/>'


def _said(row: Row) -> str:
    return f"<q>{prose(row.words)}</q>" if row.words else ""


def _ticks(chart: Scale) -> list[tuple[float, str]]:
    ticks = []
    for begin, end, _, _ in chart.stretches:
        days = (end - begin).days
        if days <= 90:
            ticks += [(chart.at(begin), _day(begin))]
            ticks += [(chart.at(end), _day(end))] if days else []
        elif days <= 1200:
            step = 1 if days <= 200 else 3 if days <= 500 else 6
            ticks += [(chart.at(begin), f"{_MONTHS[begin.month - 1]} {begin.year}")]
            ticks += [(chart.at(one), f"{_MONTHS[one.month - 1]} {one.year}") for one in _months(begin, end, step)]
        else:
            years = end.year - begin.year + 1
            step = next(one for one in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000) if years / one <= 8)
            firsts = [date(year, 1, 1) for year in range(begin.year, end.year + 1) if year % step == 0]
            ticks += [(chart.at(begin), str(begin.year))]
            ticks += [(chart.at(one), str(one.year)) for one in firsts if begin <= one <= end]
    return sorted(ticks)


def _months(begin: date, end: date, step: int) -> Iterable[date]:
    day = begin.replace(day=1)
    while day <= end:
        if day >= begin and (day.month - 1) % step == 0:
            yield day
        if day.year == date.max.year and day.month == 12:
            return
        day = (day + timedelta(days=31)).replace(day=1)


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _share(begin: date, end: date, day: date) -> float:
    days = (end - begin).days
    return (day - begin).days / days if days else 0.5
