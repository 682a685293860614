"""The page of connections: who, what and where in three columns, with a line for every plain statement between them.

The events stand in the middle in the order of time, so that the drawing is the same every time and can be read; the
same is said in words below it, over several pages where it is much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from markupsafe import Markup

from dateline.formats.phrases import phrase
from dateline.web.addresses import relative
from dateline.web.kept import kept
from dateline.web.pages.names import names_of, text_of
from dateline.web.pages.paging import part_of, parts_of
from dateline.web.pages.quoting import made, quoted
from dateline.web.pages.shell import Frame, render
from dateline.web.pages.timeline import events_in_time

if TYPE_CHECKING:
    from dateline.web.served import Resource, Served

MOST = 36
"""How many things of a column are drawn: those with the most connections."""
MOST_IN_WORDS = 500
"""How many connections a page says in words."""
_LINE, _TOP, _WIDTH = 30.0, 40.0, 1060.0
_COLUMNS = ((290.0, "end"), (400.0, "start"), (790.0, "start"))
"""Where the names of a column begin or end."""
_MIDDLE_END = 690.0
_LONGEST = 38


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """A plain statement between two things."""

    subject: str
    predicate: str
    object: str

    @property
    def phrase(self) -> str:
        return phrase(self.predicate)


def connections_page(frame: Frame, resource: Resource, *, part: int = 1) -> bytes:
    """The drawing, and every connection in words; `part` counts from 1, and only the first has the drawing."""
    edges = _edges(frame.served)
    drawing, left_out = _drawn(frame, edges) if part == 1 else (Markup(""), 0)
    return render(
        "connections.html",
        frame=frame,
        resource=resource,
        title="Connections",
        drawing=drawing,
        left_out=left_out,
        by_subject=groupby(part_of(edges, part, MOST_IN_WORDS), attrgetter("subject")),
        part=part,
        parts=connections_parts(frame.served),
        total=len(edges),
    )


def connections_parts(served: Served) -> int:
    """How many pages the connections take."""
    return parts_of(len(_edges(served)), MOST_IN_WORDS)


@kept()
def _edges(served: Served) -> tuple[Edge, ...]:
    """Every plain statement between two things that have names, by the name of what it is about."""
    names = names_of(served)
    found = [
        Edge(subject=text_of(row["subject"]), predicate=text_of(row["predicate"]), object=text_of(row["object"]))
        for row in served.rows("relations")
    ]
    found = [one for one in found if one.subject in names and one.object in names]
    return tuple(sorted(found, key=lambda one: (names[one.subject].text.casefold(), one.subject)))


def _drawn(frame: Frame, edges: Sequence[Edge]) -> tuple[Markup, int]:
    """The drawing of the things with the most connections, empty where there are none, and how many it leaves out."""
    degree = Counter(end for edge in edges for end in (edge.subject, edge.object))
    columns = _columns(frame, degree)
    shown = {iri for column in columns for iri in column}
    drawn = [one for one in edges if one.subject in shown and one.object in shown]
    drawing = _drawing(frame, _untangled(columns, drawn), drawn) if drawn else Markup("")
    return drawing, len(degree) - len(shown)


def _columns(frame: Frame, degree: Mapping[str, int]) -> list[list[str]]:
    """Who, what, where: the most connected of each."""
    order = {one.event: place for place, one in enumerate(events_in_time(frame))}
    columns: list[list[str]] = [[], [], []]
    for iri in degree:
        name = frame.name(iri)
        columns[1 if name.is_a("Event") else 2 if name.is_a("Place") else 0].append(iri)
    most = [sorted(column, key=lambda iri: (-degree[iri], iri))[:MOST] for column in columns]
    most[1].sort(key=lambda iri: (order.get(iri, len(order)), frame.name(iri).text, iri))
    return most


def _untangled(columns: Sequence[Sequence[str]], edges: Sequence[Edge]) -> list[list[str]]:
    """The outer columns in the order of the middle of what they are connected with."""
    places = {iri: place / max(len(columns[1]), 1) for place, iri in enumerate(columns[1])}
    near: dict[str, list[float]] = {}
    for edge in edges:
        for one, other in ((edge.subject, edge.object), (edge.object, edge.subject)):
            if other in places:
                near.setdefault(one, []).append(places[other])

    def middle(iri: str) -> tuple[float, str]:
        found = near.get(iri, [2.0])
        return sum(found) / len(found), iri

    return [sorted(columns[0], key=middle), list(columns[1]), sorted(columns[2], key=middle)]


def _drawing(frame: Frame, columns: Sequence[Sequence[str]], edges: Sequence[Edge]) -> Markup:
    height = _TOP + _LINE * max(len(column) for column in columns) + 10
    at: dict[str, tuple[int, float]] = {}
    for place, column in enumerate(columns):
        free = height - _TOP - 10
        step = min(free / max(len(column), 1), _LINE * 2.2)
        start = _TOP + (free - step * len(column)) / 2
        at |= {iri: (place, start + step * (number + 0.5)) for number, iri in enumerate(column)}
    lines = "".join(_edge(at[one.subject], at[one.object], one.predicate) for one in edges)
    names = "".join(_node(frame, iri, *where) for iri, where in at.items())
    heads = "".join(
        f'<text class="head" x="{x:g}" y="20" text-anchor="{anchor}">{word}</text>'
        for (x, anchor), word in zip(_COLUMNS, ("Who", "What", "Where"), strict=True)
    )
    return made(
        f'<svg class="web" viewBox="0 0 {_WIDTH:g} {height:g}" role="group" aria-label="Connections between '
        f'{len(at)} things; the list below says the same in words"><g class="edges">{lines}</g>{heads}{names}</svg>'
    )


def _edge(start: tuple[int, float], end: tuple[int, float], predicate: str) -> str:
    kind = quoted(predicate.rpartition("#")[2])
    if start[0] == end[0]:
        bulge = min(abs(start[1] - end[1]) * 0.35, 70) + 10
        x, out = ((_COLUMNS[0][0] + 8, bulge / 2), (_MIDDLE_END, bulge), (_COLUMNS[2][0] - 8, -bulge / 2))[start[0]]
        path = f"M{x:g} {start[1]:.1f}C{x + out:.1f} {start[1]:.1f} {x + out:.1f} {end[1]:.1f} {x:g} {end[1]:.1f}"
    else:
        left, right = sorted((start, end))
        x1 = _COLUMNS[0][0] + 8 if left[0] == 0 else _MIDDLE_END
        x2 = _COLUMNS[right[0]][0] - 8
        middle = (x1 + x2) / 2
        path = f"M{x1:g} {left[1]:.1f}C{middle:.1f} {left[1]:.1f} {middle:.1f} {right[1]:.1f} {x2:g} {right[1]:.1f}"
    return f'<path class="{kind}" d="{path}"/>'


def _node(frame: Frame, iri: str, column: int, y: float) -> str:
    x, anchor = _COLUMNS[column]
    text = frame.name(iri).text
    words = quoted(text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…")
    whole = f"<title>{quoted(text)}</title>" if len(text) > _LONGEST else ""
    drawn = f'<text x="{x:g}" y="{y + 5:.1f}" text-anchor="{anchor}">{words}{whole}</text>'
    page = frame.page(iri)
    return f'<a href="{quoted(relative(frame.at, page))}">{drawn}</a>' if page else drawn
