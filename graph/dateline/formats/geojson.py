"""GeoJSON (RFC 7946): the places of a publication whose coordinates are known, with what happened there.

Nothing here looks coordinates up. A place has them if the graph says so with GeoSPARQL's `geo:asWKT`, as a point in
longitude and latitude (CRS84, which is GeoSPARQL's default); texts seldom do, and then there is nothing to export.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from dateline import terms
from dateline.errors import ExportError
from dateline.formats.edition import union
from dateline.formats.json_text import dumped
from dateline.formats.nodes import Node

if TYPE_CHECKING:
    from dateline.graph import Publication

_NUMBER = r"[-+]?[0-9]{1,3}(?:\.[0-9]{1,15})?"
_CRS84 = r"<http://www\.opengis\.net/def/crs/OGC/1\.3/CRS84>"
_POINT = re.compile(rf"(?:{_CRS84}\s*)?POINT\s*\(\s*({_NUMBER})\s+({_NUMBER})\s*\)", re.IGNORECASE)
_TOOK_PLACE_IN = terms.PREDICATES["tookPlaceIn"].iri
_START_DATE = terms.PREDICATES["startDate"].iri


def render(publication: Publication) -> Mapping[str, bytes]:
    """`places.geojson`. Raises `ExportError` where no place has coordinates, or one has what GeoJSON cannot carry."""
    nodes = list(union(publication).nodes)
    located = [(node, point) for node in nodes for point in _points(node)]
    if not located:
        raise ExportError(
            "no place of this publication has coordinates, so there is nothing to put on a map.",
            where=publication.settings.base,
            remedy="Nothing is looked up; the Wikidata items that places are linked to (skos:exactMatch) have them.",
        )
    events: dict[str, list[Node]] = {}
    for node in nodes:
        for place in node.objects(_TOOK_PLACE_IN):
            if isinstance(place, ox.NamedNode):
                events.setdefault(place.value, []).append(node)
    features = [_feature(node, point, events.get(node.iri, ())) for node, point in located]
    return {"places.geojson": dumped({"type": "FeatureCollection", "features": features})}


def _feature(place: Node, point: tuple[float, float], events: Iterable[Node]) -> Mapping[str, Any]:
    return {
        "type": "Feature",
        "id": place.iri,
        "geometry": {"type": "Point", "coordinates": list(point)},
        "properties": {
            "label": place.value(terms.PREF_LABEL),
            "type": " ".join(kind.removeprefix(terms.DL) for kind in place.types),
            "events": [
                {
                    "id": event.iri,
                    "label": event.value(terms.PREF_LABEL),
                    "startDate": event.value(_START_DATE) or None,
                }
                for event in events
            ],
        },
    }


def _points(node: Node) -> Iterable[tuple[float, float]]:
    """The longitude and latitude of a node, in degrees, as often as the graph gives them."""
    for found in node.objects(terms.AS_WKT):
        given = found.value if isinstance(found, ox.Literal) else str(found)
        point = _POINT.fullmatch(given.strip())
        longitude, latitude = (float(point[1]), float(point[2])) if point else (181.0, 91.0)
        if abs(longitude) > 180 or abs(latitude) > 90:
            raise ExportError(
                f"{given[:80]!r} is not a point in longitude and latitude.",
                where=node.iri,
                remedy="Write it as POINT(49.88 40.38): degrees, longitude first, in CRS84.",
            )
        yield longitude, latitude
