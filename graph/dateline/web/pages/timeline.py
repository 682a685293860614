"""The page of the timeline: every event with the days that each voice gives it; what has no date is listed too."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from markupsafe import Markup

from dateline import terms
from dateline.web.kept import kept
from dateline.web.pages.dating import Extent, extent_of
from dateline.web.pages.drawing import FADES, axis, days_of, scale, track
from dateline.web.pages.names import text_of
from dateline.web.pages.paging import part_of, parts_of
from dateline.web.pages.quoting import made
from dateline.web.pages.shell import Frame, render

if TYPE_CHECKING:
    from dateline.store.results import Term
    from dateline.web.served import Resource, Served

MOST_ON_A_PAGE = 150
MOST_UNDATED = 200
MOST_IN_A_RIBBON = 9
_UNKNOWN = Extent(earliest=None, latest=None, precise=False)
_DISPUTED = Markup('<span class="quiet">as told in several ways</span>')
_END = terms.PREDICATES["endDate"].iri


@dataclass(frozen=True, kw_only=True, slots=True)
class Dated:
    """The time that one voice gives an event: in its words, at their place, denied or hedged as it may be."""

    event: str
    voice: str
    value: str
    extent: Extent | None
    manner: str
    words: str
    document: str
    begin: int
    end: int
    claim: str
    is_end: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """An event with every time that is given for it; `track` is its drawing."""

    event: str
    dates: tuple[Dated, ...]

    @property
    def first(self) -> date:
        """The first day that it can be."""
        known = [day for one in self.dates if one.extent for day in (one.extent.earliest, one.extent.latest) if day]
        return min(known, default=date.max)

    @property
    def agreed(self) -> str:
        """Its one time, where every voice that gives one gives it and none denies or hedges it; else empty."""
        lines = self.lines
        return lines[0].value if len(lines) == 1 and lines[0].dates[0].manner == "own" else ""

    @property
    def lines(self) -> list[Line]:
        """Its times, a line for each value; where voices give one start and one end, one line for both."""
        lines: list[Line] = []
        for manner in dict.fromkeys(one.manner for one in self.dates):
            values: dict[tuple[str, bool], list[Dated]] = {}
            for one in self.dates:
                if one.manner == manner:
                    values.setdefault((one.value, one.is_end), []).append(one)
            starts, ends = ([dates for (_, last), dates in values.items() if last == end] for end in (False, True))
            if len(starts) == 1 and len(ends) == 1:
                lines.append(_line([*starts[0], *ends[0]]))
            else:
                lines += [_line(dates) for dates in values.values()]
        return lines


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of the timeline: the times it rests on, the days it reaches over, and its value."""

    dates: tuple[Dated, ...]
    extent: Extent
    value: str

    @property
    def voices(self) -> list[tuple[str, Dated]]:
        """Who gives this time, each with the first place where they do."""
        return list({one.voice: one for one in reversed(self.dates)}.items())[::-1]


def events_in_time(frame: Frame) -> list[Told]:
    """The events for which a day, month, year or stretch is given, in the order of time."""
    return list(told(frame.served))


@kept()
def told(served: Served) -> tuple[Told, ...]:
    """The same, of a publication; gathered once."""
    events: dict[str, list[Dated]] = {}
    for row in served.rows("dates"):
        one = _dated(row)
        if one.extent is not None:
            events.setdefault(one.event, []).append(one)
    found = [Told(event=event, dates=tuple(dates)) for event, dates in events.items()]
    return tuple(sorted(found, key=lambda one: (one.first, one.event)))


@kept()
def agreed_times(served: Served) -> Mapping[str, str]:
    """The time of each event on which nobody disagrees, as an EDTF value."""
    return {one.event: one.agreed for one in told(served) if one.agreed}


def timeline_page(frame: Frame, resource: Resource, *, part: int = 1) -> bytes:
    """The timeline; `part` counts from 1."""
    found = events_in_time(frame)
    shown = part_of(found, part, MOST_ON_A_PAGE)
    dated = {one.event for one in found}
    chart = scale(_days(shown))
    return render(
        "timeline.html",
        frame=frame,
        resource=resource,
        title="Timeline",
        shown=[(one, [(line, made(track(chart, line.extent))) for line in one.lines]) for one in shown],
        axis=made(axis(chart)),
        fades=FADES,
        undated=_undated(frame, dated) if part == 1 else [],
        most_undated=MOST_UNDATED,
        part=part,
        parts=parts_of(len(found), MOST_ON_A_PAGE),
        total=len(found),
        more="timeline/",
    )


def _undated(frame: Frame, dated: Collection[str]) -> list[str]:
    return [iri for iri, name in frame.names.items() if name.is_a("Event") and iri not in dated]


def ribbon(frame: Frame, events: Sequence[Told], spoken: Mapping[str, int]) -> Markup:
    """The events of which most is said on one small scale, for the front page; empty if nothing is dated."""
    most = sorted(events, key=lambda one: (-spoken.get(one.event, 0), one.event))[:MOST_IN_A_RIBBON]
    shown = [one for one in events if one in most]
    if not shown:
        return Markup("")
    chart = scale(_days(shown))
    lines = Markup("").join(
        Markup('<li><span class="who">{}</span>{}<span class="when">{}</span></li>').format(
            frame.thing(one.event),
            made(track(chart, one.lines[0].extent)),
            frame.date(one.agreed) if one.agreed else _DISPUTED,
        )
        for one in shown
    )
    scaled = Markup('<div class="axis" aria-hidden="true"><span></span>{}<span></span></div>').format(made(axis(chart)))
    return Markup('<div class="timeline ribbon">{}{}<ol>{}</ol></div>').format(FADES, scaled, lines)


def _days(events: Sequence[Told]) -> list[date]:
    return days_of(one.extent for event in events for one in event.dates if one.extent)


def _line(dates: Sequence[Dated]) -> Line:
    first, last = dates[0], dates[-1]
    one, other = first.extent or _UNKNOWN, last.extent or _UNKNOWN
    if first.value == last.value:
        return Line(dates=tuple(dates), extent=one, value=first.value)
    both = Extent(
        earliest=one.earliest,
        latest=other.latest,
        precise=one.precise and other.precise,
        soft=one.soft or other.soft,
    )
    return Line(dates=tuple(dates), extent=both, value=f"{first.value}/{last.value}")


def _dated(row: dict[str, Term]) -> Dated:
    extent = extent_of(row)
    is_end = text_of(row["predicate"]) == _END
    manner = "own"
    if text_of(row["polarity"]) == terms.VOC + "negative":
        manner = "denied"
    elif text_of(row["certainty"]) != terms.VOC + "certain":
        manner = "hedged"
    return Dated(
        event=text_of(row["event"]),
        voice=text_of(row["voice"]),
        value=text_of(row.get("edtf")) or text_of(row["value"]),
        extent=extent,
        manner=manner,
        words=text_of(row["words"]),
        document=text_of(row["document"]),
        begin=int(text_of(row["begin"])),
        end=int(text_of(row["end"])),
        claim=text_of(row["claim"]),
        is_end=is_end,
    )
