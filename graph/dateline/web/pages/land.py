"""Maps without tiles: the coastlines of Natural Earth (public domain, from world-atlas) and points on them, as SVG."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from pathlib import Path
from typing import TypeAlias

from markupsafe import Markup

from dateline.web.pages.quoting import made, quoted

Point: TypeAlias = tuple[float, float]
"""Longitude and latitude, in degrees."""
_ATLAS = Path(__file__).parent.parent / "static" / "vendor" / "world-atlas"
_WIDTH, _HEIGHT = 800.0, 450.0
_HALF_A_TURN = 180.0
_NARROWEST = 9.0
"""Degrees of latitude that a map shows at least."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Marker:
    """A point with its name, how much happened there, and where it leads."""

    point: Point
    label: str
    count: int = 1
    link: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A stretch of the world in a drawing of 800 by 450, true to shape in its middle."""

    west: float
    south: float
    east: float
    north: float

    def at(self, point: Point) -> Point:
        """Where a point lies in the drawing."""
        return (
            (point[0] - self.west) / (self.east - self.west) * _WIDTH,
            (self.north - point[1]) / (self.north - self.south) * _HEIGHT,
        )


def view_of(points: Sequence[Point]) -> View:
    """The stretch of the world that shows all these points, with room around them; the whole world for none.

    >>> view = view_of([(49.87, 40.38)])
    >>> view.west < 49.87 < view.east, view.south < 40.38 < view.north
    (True, True)
    """
    if not points:
        return View(west=-180.0, south=-70.0, east=180.0, north=85.0)
    west, east = min(one[0] for one in points), max(one[0] for one in points)
    south, north = min(one[1] for one in points), max(one[1] for one in points)
    middle = ((west + east) / 2, (south + north) / 2)
    shrink = max(cos(radians(middle[1])), 0.2)
    height = max((north - south) * 1.5, (east - west) * 1.5 * shrink * _HEIGHT / _WIDTH, _NARROWEST)
    height = min(height, 206.0)
    width = height * _WIDTH / _HEIGHT / shrink
    return View(
        west=middle[0] - width / 2,
        east=middle[0] + width / 2,
        south=middle[1] - height / 2,
        north=middle[1] + height / 2,
    )


def world_map(markers: Sequence[Marker], *, title: str) -> Markup:
    """A map of these points; each is a link with its name where it has one."""
    view = view_of([one.point for one in markers])
    return _svg(view, markers, title)


def locator(longitude: float, latitude: float, *, label: str) -> Markup:
    """A small map of one point."""
    point = (longitude, latitude)
    north, east = ("N" if latitude >= 0 else "S"), ("E" if longitude >= 0 else "W")
    title = f"{label} at {abs(latitude):.2f}° {north}, {abs(longitude):.2f}° {east}"
    return _svg(view_of([point]), [Marker(point=point, label=label)], title, small=True)


def _svg(view: View, markers: Sequence[Marker], title: str, *, small: bool = False) -> Markup:
    coarse = view.north - view.south > 60
    paths = "".join(_path(ring, view) for ring in _rings("land-110m" if coarse else "land-50m"))
    lines = _graticule(view)
    points = "".join(_marker(one, view, small) for one in markers)
    return made(
        f'<svg class="map" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" role="{"img" if small else "group"}" '
        f'aria-label="{quoted(title)}"><rect class="sea" width="{_WIDTH:g}" height="{_HEIGHT:g}"/>'
        f'<path class="land" d="{paths}"/>{lines}{points}</svg>'
    )


def _marker(one: Marker, view: View, small: bool) -> str:
    x, y = view.at(one.point)
    size = 5 + min(one.count, 30) ** 0.5 * 1.6
    anchor, dx = ("end", -size - 5) if x > _WIDTH * 0.75 else ("start", size + 5)
    words = quoted(one.label if len(one.label) <= 40 else one.label[:39] + "…")
    drawn = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"/>'
        f'<text x="{x + dx:.1f}" y="{y + 5:.1f}" text-anchor="{anchor}">{words}</text>'
    )
    if small or not one.link:
        return f'<g class="spot">{drawn}</g>'
    return f'<a class="spot" href="{quoted(one.link)}">{drawn}</a>'


def _graticule(view: View) -> str:
    step = next(one for one in (2, 5, 10, 30) if (view.north - view.south) / one <= 6 or one == 30)
    lines = []
    for degree in range(-180 // step * step, 181, step):
        if view.west < degree < view.east:
            x, _ = view.at((degree, 0))
            lines.append(f"M{x:.1f} 0V{_HEIGHT:g}")
        if view.south < degree < view.north and abs(degree) <= 90:
            _, y = view.at((0, degree))
            lines.append(f"M0 {y:.1f}H{_WIDTH:g}")
    return f'<path class="graticule" d="{"".join(lines)}"/>'


def _path(ring: Sequence[Point], view: View) -> str:
    """A ring cut to the view, as the data of an SVG path; empty if it lies outside."""
    if max(one[0] for one in ring) < view.west or min(one[0] for one in ring) > view.east:
        return ""
    if max(one[1] for one in ring) < view.south or min(one[1] for one in ring) > view.north:
        return ""
    cut = _clipped(ring, view)
    if len(cut) < 3:
        return ""
    drawn: list[str] = []
    for point in cut:
        x, y = view.at(point)
        place = f"{x:.1f} {y:.1f}"
        if not drawn or drawn[-1] != place:
            drawn.append(place)
    return "M" + "L".join(drawn) + "Z"


def _clipped(ring: Sequence[Point], view: View) -> list[Point]:
    """A ring cut to a rectangle, edge by edge (Sutherland and Hodgman, 1974)."""
    cut = list(ring)
    for axis, edge, keep_above in (
        (0, view.west, True),
        (0, view.east, False),
        (1, view.south, True),
        (1, view.north, False),
    ):
        before, cut = cut, []
        for one, other in zip(before, [*before[1:], *before[:1]], strict=True):
            inside, next_inside = ((p[axis] >= edge) == keep_above for p in (one, other))
            if inside:
                cut.append(one)
            if inside != next_inside:
                share = (edge - one[axis]) / (other[axis] - one[axis])
                cut.append((one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])))
    return cut


@cache
def _rings(name: str) -> tuple[tuple[Point, ...], ...]:
    """The rings of land of an atlas, decoded from TopoJSON (https://github.com/topojson/topojson-specification)."""
    atlas = json.loads((_ATLAS / f"{name}.json").read_bytes())
    scale, move = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = [tuple(_arc(arc, scale, move)) for arc in atlas["arcs"]]
    rings: list[tuple[Point, ...]] = []
    for geometry in atlas["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings += [one for polygon in polygons for ring in polygon for one in _unrolled(_ring(ring, arcs))]
    return tuple(rings)


def _unrolled(ring: Sequence[Point]) -> Iterator[tuple[Point, ...]]:
    """A ring on the plane, without a line across the world where it crosses the 180th meridian: once for each turn of
    the globe in which a part of it is seen. One around a pole is closed along the pole.
    """
    turn, before, points = 0.0, ring[0][0], list[Point]()
    for longitude, latitude in ring:
        turn -= 360 * round((longitude - before) / 360)
        before = longitude
        points.append((longitude + turn, latitude))
    if abs(points[-1][0] - points[0][0]) > _HALF_A_TURN:
        pole = 90.0 if points[0][1] > 0 else -90.0
        points += [(points[-1][0], pole), (points[0][0], pole)]
    west, east = min(one[0] for one in points), max(one[0] for one in points)
    for shift in (-360.0, 0.0, 360.0):
        if east + shift > -_HALF_A_TURN and west + shift < _HALF_A_TURN:
            yield tuple((longitude + shift, latitude) for longitude, latitude in points)


def _arc(arc: Iterable[Sequence[int]], scale: Sequence[float], move: Sequence[float]) -> Iterable[Point]:
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x * scale[0] + move[0], y * scale[1] + move[1]


def _ring(numbers: Sequence[int], arcs: Sequence[tuple[Point, ...]]) -> tuple[Point, ...]:
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return tuple(points)
