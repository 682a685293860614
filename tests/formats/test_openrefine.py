"""The table for OpenRefine and its schema, read as OpenRefine reads them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from dateline.formats.openrefine import REVIEW, SCHEMA, TABLE, render_drafts
from dateline.graph import Publication
from dateline.statements import Draft, Drafts, drafts_of
from dateline.wikibase import Monolingual, Quantity, Snak, Text, Time
from tests.formats.drafted import ANY, everything, holding, in_words
from tests.statements.made import claim, drafted

OURS = json.loads((Path(__file__).parent / "schemas" / "openrefine.schema.json").read_text("utf-8"))
Said = tuple[str, str, tuple[str, ...], tuple[Any, ...], tuple[Any, ...]]


def rows(drafts: Drafts) -> list[dict[str, str]]:
    """The rows as OpenRefine reads a table with tabs: cells in quotation marks where they need them."""
    text = render_drafts(drafts)[TABLE].decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t"))


def schema(drafts: Drafts) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(render_drafts(drafts)[SCHEMA])
    return made


def evaluated(drafts: Drafts) -> set[Said]:
    """What OpenRefine makes of the table: each expression on each row, and nothing where a cell is empty."""
    said = set()
    for document in schema(drafts)["itemDocuments"]:
        for row in rows(drafts):
            item = value(document["subject"], row)
            for group in document["statementGroups"]:
                for statement in group["statements"]:
                    main = value(statement["value"], row)
                    if item is None or main is None:
                        continue
                    qualifiers = tuple(snaks(statement["qualifiers"], row))
                    sources = tuple(pair for each in statement["references"] for pair in snaks(each["snaks"], row))
                    said.add((item[1], group["property"]["pid"], main, qualifiers, sources))
    return said


def snaks(expressions: list[Any], row: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for each in expressions:
        found = value(each["value"], row)
        if found is not None:
            yield each["prop"]["pid"], found


def value(expression: Any, row: Mapping[str, str]) -> tuple[str, ...] | None:
    match expression["type"]:
        case "wbmonolingualexpr":
            words, language = value(expression["value"], row), value(expression["language"], row)
            return ("monolingual", language[1], words[1]) if words and language else None
        case "wbquantityexpr":
            amount = value(expression["amount"], row)
            return ("quantity", amount[1], "") if amount else None
    cell = row[expression["columnName"]]
    if not cell:
        return None
    if cell == "#SOMEVALUE#":
        return "somevalue", "somevalue"
    kinds = {"wbitemvariable": "item", "wbstringvariable": "string", "wblanguagevariable": "language"}
    return date(cell) if expression["type"] == "wbdatevariable" else (kinds[expression["type"]], cell)


def date(cell: str) -> tuple[str, ...]:
    """A date as OpenRefine parses it: its form says its precision, and a suffix its calendar."""
    cell = cell.partition("_")[0]
    if cell.endswith("D"):
        return "time", f"+{cell[:-1]}-00-00T00:00:00Z", "8"
    if cell.endswith("C"):
        return "time", f"+{cell[:-1]}-00-00T00:00:00Z", "7"
    parts = cell.split("-")
    year, month, day = (*parts, "00", "00")[:3]
    return "time", f"+{year}-{month}-{day}T00:00:00Z", str(8 + len(parts))


def meant(drafts: tuple[Draft, ...]) -> set[Said]:
    said = set()
    for draft in drafts:
        statement = draft.statement
        qualifiers = tuple((snak.property, in_words(snak)) for snak in statement.qualifiers)
        for reference in statement.references:
            sources = tuple((snak.property, in_words(snak)) for snak in reference.snaks)
            said.add(
                (draft.item, statement.main.property, in_words(statement.main), _sorted(qualifiers), _sorted(sources))
            )
    return said


def _sorted(pairs: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(sorted(pairs))


def in_any_order(said: set[Said]) -> set[Said]:
    return {(item, pid, main, _sorted(qualifiers), _sorted(sources)) for item, pid, main, qualifiers, sources in said}


def test_the_table_and_the_schema_make_every_statement_and_no_other(example_publication: Publication) -> None:
    for drafts in (everything(), drafts_of(example_publication)):
        assert in_any_order(evaluated(drafts)) == meant(drafts.drafts)


def test_the_schema_is_what_openrefine_reads() -> None:
    validator = jsonschema.Draft202012Validator(OURS)
    validator.check_schema(OURS)
    for drafts in (everything(), drafted()):
        validator.validate(schema(drafts))
    assert not validator.is_valid({"itemDocuments": [{}], "siteIri": "x", "mediaWikiApiEndpoint": "y"})


def test_every_column_that_the_schema_reads_is_in_the_table() -> None:
    header = set(rows(everything())[0])
    named: set[str] = set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            named.update({node["columnName"]} if "columnName" in node else ())
            for each in node.values():
                walk(each)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    walk(schema(everything()))
    assert named == {name for name in header if not name.startswith("for you: ")}


def test_a_row_shows_the_words_and_whose_they_are() -> None:
    first = rows(everything())[0]
    assert first["for you: words"].startswith("slaughtering 133 people | 133 dead")
    assert "The Watch, as quoted by The Press" in first["for you: voice"]
    assert first["item"] == "Q734004"


def test_a_new_item_is_not_in_the_table_and_is_listed() -> None:
    made = render_drafts(everything(new_items=True))
    assert "a row cannot make an item" in made[REVIEW].decode()
    assert {row["item"] for row in rows(everything(new_items=True))} == {row["item"] for row in rows(everything())}


@pytest.mark.parametrize(
    ("main", "why"),
    [
        (Snak(property="P1", datatype="string", value=Text(text="=1+1")), "run the text as a formula"),
        (Snak(property="P1", datatype="string", value=Text(text="#SOMEVALUE#")), "take the text for no text"),
        (Snak(property="P1", datatype="monolingualtext", value=Monolingual(text="-x", language="en")), "a formula"),
        (
            Snak(property="P1", datatype="time", value=Time(time="+1000-00-00T00:00:00Z", precision=3)),
            "no date of that",
        ),
        (Snak(property="P1", datatype="quantity", value=Quantity(amount=Decimal(5), unit="Q1")), "no units"),
    ],
)
def test_what_openrefine_would_read_otherwise_is_listed(main: Snak, why: str) -> None:
    drafts = everything()
    draft = replace(drafts.drafts[0], statement=replace(drafts.drafts[0].statement, main=main))
    made = render_drafts(replace(drafts, drafts=(draft,)))
    assert why in made[REVIEW].decode()
    assert len(made[TABLE].decode().splitlines()) == 1


def test_two_qualifiers_of_a_kind_do_not_lose_one() -> None:
    drafts = everything()
    point = Snak(property="P585", datatype="time", value=Time(time="+1990-01-20T00:00:00Z"))
    other = replace(point, value=Time(time="+1991-01-20T00:00:00Z"))
    statement = replace(drafts.drafts[0].statement, qualifiers=(point, other))
    made = render_drafts(replace(drafts, drafts=(replace(drafts.drafts[0], statement=statement),)))
    assert "this has two of a kind" in made[REVIEW].decode()


def test_a_julian_date_names_its_calendar() -> None:
    [row] = rows(drafted(claim("crackdown", "startDate", "1453-05-29")))
    assert row["P585"] == "1453-05-29_Q1985786"


@given(ANY, ANY, ANY)
def test_no_text_can_inject_split_or_lose_a_statement(words: str, title: str, label: str) -> None:
    drafts = holding(words, title, label)
    listed = render_drafts(drafts)[REVIEW].decode()
    made = in_any_order(evaluated(drafts))
    existing = tuple(draft for draft in drafts.drafts if draft.item.startswith("Q"))
    assert made <= meant(existing)
    assert ("What this format cannot carry" in listed) == (
        len(made) < sum(len(d.statement.references) for d in drafts.drafts)
    )


def test_the_review_names_every_column_of_items() -> None:
    drafts = everything()
    made = render_drafts(drafts)[REVIEW].decode()
    named = made.partition("on each of the columns ")[2].partition(" choose Reconcile")[0].split(", ")
    read: set[str] = set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            read.update({node["columnName"]} if node.get("type") == "wbitemvariable" else ())
            for each in node.values():
                walk(each)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    walk(schema(drafts))
    assert set(named) == read
