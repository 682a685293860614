"""wikidata.tsv: every row is well formed, and an id that was not verified is marked and never used by an alignment."""

from __future__ import annotations

import csv
import re

import pytest
from rdflib import RDFS, Graph

from dateline import resources, terms

COLUMNS = [
    *("property", "pid", "label", "datatype", "direction", "qualifiers", "condition", "status", "note", "value", "ask"),
]
DATATYPES = {"wikibase-item", "time", "quantity", "monolingualtext", "url"}

with resources.ontology("wikidata.tsv").open(encoding="utf-8", newline="") as _file:
    HEAD, *ROWS = list(csv.reader(_file, delimiter="\t", quoting=csv.QUOTE_NONE))
TABLE = [dict(zip(HEAD, row, strict=True)) for row in ROWS]

VERIFIED = {
    "P17": "country",
    "P36": "capital",
    "P123": "publisher",
    "P131": "located in the administrative territorial entity",
    "P248": "stated in",
    "P276": "location",
    "P361": "part of",
    "P463": "member of",
    "P533": "target",
    "P577": "publication date",
    "P580": "start time",
    "P582": "end time",
    "P585": "point in time",
    "P710": "participant",
    "P813": "retrieved",
    "P828": "has cause",
    "P854": "reference URL",
    "P1120": "number of deaths",
    "P1132": "number of participants",
    "P1319": "earliest date",
    "P1326": "latest date",
    "P1339": "number of injured",
    "P1376": "capital of",
    "P1476": "title",
    "P1480": "sourcing circumstances",
    "P1542": "has effect",
    "P1683": "quotation",
    "P3831": "object has role",
    "P4241": "refine date",
    "P5102": "nature of statement",
    "P8004": "ordered by",
    "P8031": "perpetrator",
    "P8032": "victim",
}
"""Ids whose label was seen beside them in entity data or in independent public sources."""

VERIFIED_ITEMS = {"Q5727902": "circa"}
"""Items that a statement of ours may always have as a qualifier, verified alike."""

NEVER = {
    *("P143", "P156", "P172", "P279", "P459", "P527", "P576", "P607", "P664", "P887", "P921", "P958", "P1107", "P1310"),
    *("P1343", "P1365", "P1366", "P1446", "P1810", "P1817", "P1932", "P3680", "P3712"),
}
"""Ids that were seen without their label, or are from memory."""


def test_the_columns_are_the_agreed_ones() -> None:
    assert HEAD == COLUMNS
    assert TABLE


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['property']}-{row['pid']}-{row['direction']}")
def test_a_row_names_a_property_of_the_graph_and_one_of_wikidata(ontology: Graph, row: dict[str, str]) -> None:
    prefix, _, local = row["property"].partition(":")
    assert local
    if prefix == "dl":
        assert any(str(term) == terms.DL + local for term in ontology.subjects(RDFS.isDefinedBy))
    else:
        assert terms.PREFIXES[prefix] + local in vars(terms).values()
    assert re.fullmatch(r"P[1-9][0-9]*", row["pid"])
    assert row["direction"] in ("statement", "inverse", "qualifier", "reference")


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['property']}-{row['pid']}-{row['direction']}")
def test_a_row_is_verified_exactly_if_its_id_was_and_then_has_its_label_and_datatype(row: dict[str, str]) -> None:
    assert row["status"] == ("verified" if row["pid"] in VERIFIED else "unverified")
    if row["status"] == "verified":
        assert row["label"] == VERIFIED[row["pid"]]
        assert row["datatype"] in DATATYPES
    else:
        assert row["note"]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['property']}-{row['pid']}-{row['direction']}")
def test_the_qualifiers_of_a_row_are_verified_too(row: dict[str, str]) -> None:
    for pid in filter(None, row["qualifiers"].split("; ")):
        assert pid in VERIFIED


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['property']}-{row['pid']}-{row['direction']}")
def test_the_value_of_a_row_is_a_verified_item_of_a_qualifier(row: dict[str, str]) -> None:
    assert not row["value"] or row["value"] in {f"{item} {label}" for item, label in VERIFIED_ITEMS.items()}
    assert not row["value"] or (row["direction"], row["datatype"]) == ("qualifier", "wikibase-item")


def test_no_row_with_an_id_that_was_never_verified_is_marked_so() -> None:
    assert not NEVER & VERIFIED.keys()
    assert not [row["pid"] for row in TABLE if row["pid"] in NEVER and row["status"] != "unverified"]
    assert {row["pid"] for row in TABLE} <= NEVER | VERIFIED.keys()


def test_no_two_rows_say_the_same() -> None:
    keys = [(row["property"], row["pid"], row["direction"], row["condition"]) for row in TABLE]
    assert len(set(keys)) == len(keys)


def test_several_rows_for_one_property_and_place_are_told_apart_by_their_condition() -> None:
    for row in TABLE:
        others = [
            other
            for other in TABLE
            if other is not row and other["property"] == row["property"] and other["direction"] == row["direction"]
        ]
        if others and row["direction"] == "statement":
            assert row["condition"], row
