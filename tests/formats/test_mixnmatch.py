"""The catalogue for Mix'n'match: what has a name and an address that lasts."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from dateline.errors import ExportError
from dateline.formats.mixnmatch import FILE, render
from dateline.graph import Publication
from dateline.settings import LOCAL
from tests.statements.made import BASE, ENTITIES, SETTINGS, entity, published, reading


def rows(publication: Publication) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render(publication)[FILE].decode(), newline="")))


def test_what_has_a_name_is_catalogued_with_its_address_and_its_item(example_publication: Publication) -> None:
    found = {row["id"]: row for row in rows(example_publication)}
    assert found["e/baku"] == {
        "id": "e/baku",
        "name": "Baku",
        "desc": "place, in: Black January, Baku 1990",
        "url": "https://w3id.org/dateline/black-january/e/baku",
        "type": "",
        "q": "Q9248",
    }
    assert found["e/mikhail-gorbachev"]["type"] == "Q5"
    assert found["e/black-january"]["desc"].startswith("violent event, ")
    assert not any("troops" in each for each in found)


def test_an_item_that_is_only_close_is_left_to_people(example_publication: Publication) -> None:
    assert {row["id"]: row["q"] for row in rows(example_publication)}["e/azerbaijan"] == ""


def test_no_two_rows_have_one_id_and_every_id_is_the_end_of_its_address(small: Publication) -> None:
    found = rows(small)
    assert len({row["id"] for row in found}) == len(found) > 2
    assert all(row["url"] == small.settings.base + row["id"] for row in found)


def test_what_is_only_described_and_the_document_itself_are_not_catalogued() -> None:
    found = {row["name"] for row in rows(published(reading()))}
    assert {"Baku", "The Report"} <= found
    assert "they" not in found
    assert "The notice" not in found


def test_a_name_that_a_spreadsheet_would_run_is_guarded() -> None:
    made = published(reading(entities=(*ENTITIES, entity("x", "Person", label="=cmd|' /C calc'!A0"))))
    assert [row["name"] for row in rows(made) if row["url"] == f"{BASE}doc/d/e/x"] == ["'=cmd|' /C calc'!A0"]


def test_addresses_of_one_machine_are_refused() -> None:
    here = published(reading(), settings=replace(SETTINGS, base=f"{LOCAL}case/"))
    with pytest.raises(ExportError, match=r"addresses that everybody can open.*Set base in dateline\.toml"):
        render(here)
