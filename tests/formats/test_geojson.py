"""A map only of what is known to lie somewhere."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import rdflib

from dateline import terms
from dateline.errors import ExportError
from dateline.formats import export
from dateline.graph import Publication

PLACE = "https://example.org/kg/e/port-ellis"


def _located(publication: Publication, *points: str) -> Publication:
    """The publication with coordinates of its one place."""
    *documents, last = publication.documents
    graph = rdflib.Graph()
    for triple in last.graph:
        graph.add(triple)
    for point in points:
        literal = rdflib.Literal(point, datatype=rdflib.URIRef(terms.WKT_LITERAL))
        graph.add((rdflib.URIRef(PLACE), rdflib.URIRef(terms.AS_WKT), literal))
    return replace(publication, documents=(*documents, replace(last, graph=graph)))


def test_without_coordinates_there_is_no_map_and_the_error_says_so(either: Publication) -> None:
    with pytest.raises(ExportError, match=r"no place of this publication has coordinates.*skos:exactMatch"):
        export(either, "geojson")


@pytest.mark.parametrize(
    "point",
    ["POINT(49.88 -40.4)", "point (49.88  -40.4)", "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(49.88 -40.4)"],
)
def test_a_place_with_coordinates_is_a_feature_with_what_happened_there(small: Publication, point: str) -> None:
    made = json.loads(export(_located(small, point), "geojson"))
    assert made["type"] == "FeatureCollection"
    [feature] = made["features"]
    assert feature["id"] == PLACE
    assert feature["geometry"] == {"type": "Point", "coordinates": [49.88, -40.4]}
    assert feature["properties"]["label"] == "Port Ellis"
    assert [(event["label"], event["startDate"]) for event in feature["properties"]["events"]] == [
        ("strike at Port Ellis", "1921-05-04")
    ]


def test_a_place_with_two_positions_is_two_features(small: Publication) -> None:
    made = json.loads(export(_located(small, "POINT(1 2)", "POINT(3 4)"), "geojson"))
    assert [feature["geometry"]["coordinates"] for feature in made["features"]] == [[1.0, 2.0], [3.0, 4.0]]


@pytest.mark.parametrize(
    "point",
    [
        "POINT(181 0)",
        "POINT(0 91)",
        "POINT(1 2 3)",
        "LINESTRING(0 0, 1 1)",
        "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(40.4 49.88)",
        "POINT(nan nan)",
        "POINT(1e1 0)",
        "",
    ],
)
def test_what_is_no_point_in_longitude_and_latitude_is_refused(small: Publication, point: str) -> None:
    with pytest.raises(ExportError, match=r"is not a point in longitude and latitude\. Write it as POINT"):
        export(_located(small, point), "geojson")
