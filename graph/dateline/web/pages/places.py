"""The page of the map: the places whose coordinates the graph gives, or the catalogue for the item that they are; and
a list of the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dateline import terms
from dateline.links.catalogue.table import own_table
from dateline.settings.wikibases import CONCEPTS
from dateline.web.addresses import relative
from dateline.web.kept import kept
from dateline.web.pages.land import Marker, Point, world_map
from dateline.web.pages.names import text_of
from dateline.web.pages.shell import Frame, render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.web.served import Resource, Served

_NUMBER = r"[-+]?[0-9]{1,3}(?:\.[0-9]{1,15})?"
_POINT = re.compile(rf"(?:<[^>]*CRS84>\s*)?POINT\s*\(\s*({_NUMBER})\s+({_NUMBER})\s*\)", re.IGNORECASE)
_TOOK_PLACE_IN = terms.PREDICATES["tookPlaceIn"].iri


@kept()
def points(served: Served) -> Mapping[str, Point]:
    """Longitude and latitude of every place that has them, by IRI; what is no point of the earth is left out.

    Where the graph gives none, they are those of the item that the place exactly is, from the catalogue.
    """
    found: dict[str, Point] = {}
    for row in served.rows("places"):
        match = _POINT.fullmatch(text_of(row["point"]).strip())
        point = (float(match[1]), float(match[2])) if match else (999.0, 999.0)
        if abs(point[0]) <= 180 and abs(point[1]) <= 90:
            found.setdefault(text_of(row["place"]), point)
    return _of_items(served) | found


def _of_items(served: Served) -> dict[str, Point]:
    """The points of the places that are decided to be items which the catalogue can place."""
    known = own_table()
    found: dict[str, Point] = {}
    for match in served.rows("matches"):
        iri, row = text_of(match["item"]), None
        if text_of(match["relation"]) == terms.EXACT_MATCH and iri.startswith(CONCEPTS):
            row = known.row(iri.removeprefix(CONCEPTS))
        if row is not None and row.coordinates is not None and row.kind in ("Place", "Polity"):
            latitude, longitude = row.coordinates
            found.setdefault(text_of(match["thing"]), (longitude, latitude))
    return found


def point_of(served: Served, iri: str) -> Point | None:
    """Longitude and latitude of a place, or null."""
    return points(served).get(iri)


def map_page(frame: Frame, resource: Resource) -> bytes:
    """The map, and every place with what happened there."""
    known = points(frame.served)
    events: dict[str, list[str]] = {}
    for row in frame.served.rows("relations"):
        if text_of(row["predicate"]) == _TOOK_PLACE_IN:
            events.setdefault(text_of(row["object"]), []).append(text_of(row["subject"]))
    places = [iri for iri, name in frame.names.items() if name.is_a("Place")]
    markers = [
        Marker(
            point=known[iri],
            label=frame.name(iri).text,
            count=len(events.get(iri, ())),
            link=relative(frame.at, frame.page(iri)) if frame.page(iri) else "",
        )
        for iri in places
        if iri in known
    ]
    title = f"Map of {len(markers)} places"
    return render(
        "map.html",
        frame=frame,
        resource=resource,
        title="Map",
        map=world_map(markers, title=title) if markers else "",
        located=[iri for iri in places if iri in known],
        others=[iri for iri in places if iri not in known],
        events=events,
        points=known,
    )
