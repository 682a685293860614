"""The mapping as typed rows, and tables that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import MappingError
from dateline.resources import ontology
from dateline.statements import load_mapping, wikidata_mapping
from dateline.statements.conditions import CONDITIONS, GIVING, UNMET
from dateline.statements.mapping import COLUMNS, parse_mapping

GOOD = {
    "property": "dl:deathCount",
    "pid": "P1120",
    "label": "number of deaths",
    "datatype": "quantity",
    "direction": "statement",
    "status": "verified",
}


def table(*rows: dict[str, str]) -> str:
    """A mapping with those rows."""
    return "\n".join("\t".join(row) for row in (COLUMNS, *([each.get(name, "") for name in COLUMNS] for each in rows)))


def test_the_mapping_of_the_ontology_has_every_line_of_its_file() -> None:
    lines = ontology("wikidata.tsv").read_text("utf-8").splitlines()
    assert [row.line for row in wikidata_mapping().rows] == list(range(2, len(lines) + 1))


def test_every_condition_of_the_table_is_known_and_every_known_one_is_used() -> None:
    used = {condition for row in wikidata_mapping().rows for condition in row.conditions}
    assert used == set(CONDITIONS)
    assert UNMET.keys() <= used


def test_a_verified_qualifier_or_reference_has_a_value_or_says_that_none_is_verified() -> None:
    for row in wikidata_mapping().rows:
        if row.direction in ("qualifier", "reference") and row.verified and row.datatype != "wikibase-item":
            assert set(row.conditions) & GIVING.keys(), row


def test_the_properties_that_a_statement_may_have_beside_it_are_rows_of_their_own() -> None:
    beside = {row.pid for row in wikidata_mapping().beside("qualifier")}
    assert {pid for row in wikidata_mapping().rows for pid in row.qualifiers} <= beside


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"property": "dl:deaths"}, "the ontology has no property “dl:deaths”"),
        ({"property": "deathCount"}, "the ontology has no property “deathCount”"),
        ({"pid": "Q1120"}, "“Q1120” is not the id of a property"),
        ({"pid": "P0"}, "“P0” is not the id of a property"),
        ({"label": ""}, "a verified property has a label"),
        ({"datatype": "number"}, "the datatype is “number”"),
        ({"direction": "sideways"}, "the direction is “sideways”"),
        ({"status": "probably"}, "the status is “probably”"),
        ({"value": "circa"}, "the value is “circa”"),
        ({"qualifiers": "P1480; circa"}, "“circa” is not the id of a property"),
        ({"condition": "on Tuesdays"}, "there is no condition “on Tuesdays”. There are: subject is a dl:ViolentEvent"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_line(change: dict[str, str], words: str) -> None:
    with pytest.raises(MappingError) as error:
        parse_mapping(table(GOOD, {**GOOD, "pid": "P1339", **change}), where="wikidata.tsv")
    assert "wikidata.tsv:3: " in str(error.value)
    assert words in str(error.value)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(MappingError) as error:
        parse_mapping(table({**GOOD, "pid": "x"}, {**GOOD, "status": "x"}, {**GOOD, "condition": "x"}), where="w")
    assert [problem.line for problem in error.value.problems] == [2, 3, 4]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((GOOD, GOOD), "it says the same as line 2"),
        (
            (GOOD, {**GOOD, "property": "dl:injuredCount", "status": "unverified"}),
            "verified in one row and not in another",
        ),
    ],
)
def test_rows_that_contradict_each_other_are_refused(rows: tuple[dict[str, str], ...], words: str) -> None:
    with pytest.raises(MappingError, match=words):
        parse_mapping(table(*rows), where="w")


@pytest.mark.parametrize("text", ["", "a\tb\n", table(GOOD).replace("\t", ",")])
def test_another_table_is_no_mapping(text: str) -> None:
    with pytest.raises(MappingError, match="the columns are"):
        parse_mapping(text, where="w")


def test_a_row_with_too_few_cells_is_told() -> None:
    with pytest.raises(MappingError, match="it has 2 cells, not 11"):
        parse_mapping(table(GOOD) + "\ndl:deathCount\tP1120", where="w")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="cannot be read"):
        load_mapping(tmp_path / "none.tsv")


def test_an_unverified_row_may_lack_what_is_not_known() -> None:
    [row] = parse_mapping(table({**GOOD, "label": "", "datatype": "", "status": "unverified"}), where="w").rows
    assert not row.verified


def test_a_property_that_is_not_in_the_table_is_called_by_its_id() -> None:
    assert (wikidata_mapping().label("P1120"), wikidata_mapping().label("P9999")) == ("number of deaths", "P9999")
