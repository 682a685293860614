"""The table: well formed, each item borne out twice, and traps that it must not fall into."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from dateline.errors import UsageError
from dateline.links.catalogue import open_catalogue, read_catalogue
from dateline.links.catalogue.making.packages import PACKAGES
from dateline.links.catalogue.names import key_of
from dateline.links.catalogue.row import KINDS, Row, parse_row, render_row
from dateline.links.catalogue.table import DATA, FEWEST, ITEMS, LICENCES, NAMES, REVIEWED, SOURCES, names_of, own_table
from dateline.yaml12 import parse_yaml

ORIGINS = {
    "ne-states": "Natural Earth",
    "ne-regions": "Natural Earth",
    "rigour": "rigour",
    "country-coder": "country-coder",
    "nsi": "OpenStreetMap",
    "nsi-labels": "Wikidata",
    "histwardb": "Wikidata",
}
"""Who stands behind each source; two sources of one origin are one witness."""

ROWS = tuple(own_table().rows())


def test_every_item_is_borne_out_by_two_origins_or_was_reviewed_with_its_evidence() -> None:
    reviewed = {
        one["item"]: one for one in parse_yaml((DATA / REVIEWED).read_text(encoding="utf-8"), file="r").data["items"]
    }
    assert all(one["evidence"].strip() for one in reviewed.values())
    for row in ROWS:
        if "reviewed" in row.sources:
            assert row.item in reviewed, row
        else:
            assert len({ORIGINS[source] for source in row.sources}) >= 2, row


def test_items_are_unique_and_stand_in_the_order_of_their_numbers() -> None:
    numbers = [int(row.item.removeprefix("Q")) for row in ROWS]
    assert numbers == sorted(set(numbers))
    assert len(numbers) >= FEWEST
    assert all(re.fullmatch("Q[1-9][0-9]*", row.item) for row in ROWS)


def test_every_row_says_what_it_is_and_is_written_one_way() -> None:
    lines = (DATA / ITEMS).read_text(encoding="utf-8").splitlines()
    for line, row in zip(lines, ROWS, strict=True):
        assert row.sort in KINDS
        assert key_of(row.label)
        assert row.names[0] == row.label
        assert 0 < row.share <= 1
        assert row.coordinates is None or (-90 <= row.coordinates[0] <= 90 and -180 <= row.coordinates[1] <= 180)
        assert row.begins is None or row.ends is None or row.begins <= row.ends
        assert render_row(row) == line


def test_the_classes_of_items_are_of_those_whose_ids_are_borne_out_themselves() -> None:
    known = {"Q5", "Q515", "Q6256", "Q3624078", "Q3024240", "Q849866", "Q43229", "Q484652", "Q43702", "Q1323212"}
    assert {type_ for row in ROWS for type_ in row.types} <= known


def test_the_index_has_every_name_once_and_is_sorted() -> None:
    lines = (DATA / NAMES).read_text(encoding="utf-8").splitlines()
    assert lines == names_of(ROWS)
    assert lines == sorted(lines)
    assert max(Counter(line.partition("\t")[0] for line in lines).values()) == 1


def test_every_item_is_found_under_its_label() -> None:
    catalogue = open_catalogue()
    for row in ROWS[::97]:
        assert row.item in {one.item for one in catalogue.find(row.label)}, row.label


def test_the_sources_are_recorded_with_version_and_licence() -> None:
    told = json.loads((DATA / SOURCES).read_text(encoding="utf-8"))["sources"]
    assert {source for row in ROWS for source in row.sources} <= {one["id"] for one in told}
    assert all(one["version"] and one["licence"] and one["gives"] for one in told)
    licences = (DATA / LICENCES).read_text(encoding="utf-8")
    assert all(f"# {one}\n" in licences for one in PACKAGES)
    assert licences.count("Permission ") >= 5


def test_it_is_small() -> None:
    import zlib

    assert sum(len(zlib.compress(file.read_bytes(), 9)) for file in DATA.iterdir()) < 1_000_000


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("Baku", "Q9248"),
        ("Azerbaijan", "Q227"),
        ("the Republic of Azerbaijan", "Q227"),
        ("Azerbaijan SSR", "Q131337"),
        ("USSR", "Q15180"),
        ("U.S.", "Q30"),
        ("Mikhail Gorbachev", "Q30487"),
        ("Black January", "Q734004"),
        ("Italie", "Q38"),
        ("CÔTE D’IVOIRE", "Q1008"),
        ("NATO", "Q7184"),
        ("North Atlantic Treaty Organization", "Q7184"),
        ("Moscow", "Q649"),
        ("Netherlands", "Q55"),
    ],
)
def test_a_name_finds_the_item_that_bears_it_first(name: str, item: str) -> None:
    assert open_catalogue().find(name)[0].item == item


@pytest.mark.parametrize(
    "name",
    [
        "Bakku",
        "",
        "…",
        "us",
        "it",
        "un",
        "Human Rights Watch",
        "KGB",
        "The Washington Post",
        "x" * 10_000,
        "\0",
        "Q9248",
    ],
)
def test_what_nothing_bears_finds_nothing(name: str) -> None:
    assert open_catalogue().find(name) == ()


def test_baku_is_not_azerbaijan_and_the_battle_is_not_the_city() -> None:
    assert [one.item for one in open_catalogue().find("Baku")] == ["Q9248"]
    assert [(one.item, one.bears) for one in open_catalogue().find("invasion of Baku")] == [("Q2568851", "like")]


def test_what_followed_a_soviet_republic_began_when_the_union_ended() -> None:
    armenia = open_catalogue().find("Armenia")[0]
    assert armenia.begins == 1991
    assert [one.label for one in armenia.before] == ["Armenian Soviet Socialist Republic"]


def test_a_name_of_several_cities_has_a_share_of_it_only() -> None:
    found = open_catalogue().find("Cambridge")
    assert len(found) > 1
    assert sum(one.share for one in found) < 1


def test_a_row_is_parsed_as_it_was_written() -> None:
    row = Row(
        item="Q1", label="A", sort="city", names=("A", "B"), foreign={"de": "Ä"}, description="d", types=("Q515",),
        within=("C",), coordinates=(1.5, -2.0), begins=-5, ends=7, before=("Q2",), share=0.5, sources=("s",),
    )  # fmt: skip
    assert parse_row(render_row(row)) == row


# ---------------------------------------------------------------------------------------------- a file of one's own


def test_a_catalogue_of_ones_own_is_looked_into_as_well(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text(
        '# ours\n{"item": "Q42", "label": "Port Ellis", "sort": "city", "sources": ["our gazetteer"]}\n\n',
        encoding="utf-8",
    )
    found = open_catalogue(file).find("port ellis")
    assert [(one.item, one.kind, one.sources) for one in found] == [("Q42", "Place", ("our gazetteer",))]
    assert open_catalogue(file).find("Baku")[0].item == "Q9248"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not a row in JSON"),
        ("[]", "not a row in JSON"),
        ('{"item": "Q42", "label": "A", "sort": "city"}', "what bears it out"),
        ('{"item": "P42", "label": "A", "sort": "city", "sources": ["s"]}', "not the id of an item"),
        ('{"item": "Q042", "label": "A", "sort": "city", "sources": ["s"]}', "not the id of an item"),
        ('{"item": "Q٤٢", "label": "A", "sort": "city", "sources": ["s"]}', "not the id of an item"),
        ('{"item": "Q42", "label": "A", "sort": "town", "sources": ["s"]}', "no sort of item"),
        ('{"item": "Q42", "label": "…", "sort": "city", "sources": ["s"]}', "no letter"),
        ('{"item": "Q42", "label": "A", "sort": "city", "share": 2, "sources": ["s"]}', "share"),
        ('{"item": "Q42", "label": "A", "sort": "city", "begins": "1990", "sources": ["s"]}', "years"),
        ('{"item": 42, "label": "A", "sort": "city", "sources": ["s"]}', "not a row"),
        ('{"label": "A", "sort": "city", "sources": ["s"]}', "no 'item'"),
        ('{"item": "Q1", "label": "A", "sort": "city", "sources": ["s"]}', "has a row already"),
    ],
)
def test_a_row_that_does_not_hold_is_named_by_its_line(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text(f'{{"item": "Q1", "label": "A", "sort": "city", "sources": ["s"]}}\n{line}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=re.escape(said)) as wrong:
        read_catalogue(file)
    assert "mine.jsonl:2" in str(wrong.value)


def test_a_catalogue_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_catalogue(tmp_path / "none.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b"\xe9")
    with pytest.raises(UsageError, match="UTF-8"):
        read_catalogue(tmp_path / "latin.jsonl")
