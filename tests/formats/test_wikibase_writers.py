"""The formats that lose nothing: JSON of Wikibase, and edits for wikibase-cli."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from wikibaseintegrator.entities import ItemEntity

from dateline.errors import ExportError, MissingExtraError
from dateline.formats import wikibase_cli, wikibase_json
from dateline.graph import Publication
from dateline.statements import Drafts, drafts_of, wikidata_mapping
from dateline.wikibase import Item, Reference, Snak, Statement, item_json, parse_item
from tests.formats.drafted import ANY, everything, holding
from tests.node.programs import claims_of
from tests.statements.made import claim, drafted

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "wikibase-cli.schema.json").read_text("utf-8"))
DATATYPES = {row.pid: row.datatype for row in wikidata_mapping().rows if row.datatype}


def statements_by_item(drafts: Drafts) -> dict[str, set[Statement]]:
    made: dict[str, set[Statement]] = {}
    for draft in drafts.drafts:
        made.setdefault(draft.item, set()).add(draft.statement)
    return made


def items(files: Mapping[str, bytes]) -> dict[str, Any]:
    return {name: json.loads(data) for name, data in files.items() if name.endswith(".wikibase.json")}


@pytest.mark.parametrize("new_items", [False, True])
def test_the_json_of_an_item_holds_its_statements_and_nothing_else(new_items: bool) -> None:
    drafts = everything(new_items=new_items)
    made = items(wikibase_json.render_drafts(drafts))
    read = {data.get("id", "new"): parse_item(data, where=name) for name, data in made.items()}
    expected = {item if item.startswith("Q") else "new": said for item, said in statements_by_item(drafts).items()}
    assert {item: set(each.statements) for item, each in read.items()} == expected
    assert set(made) == {f"{item}.wikibase.json" for item in read if item != "new"} | {
        name for name in made if name.startswith("new-")
    }
    if new_items:
        assert dict(read["new"].labels) == {"en": "Nobody"}
        assert dict(read["new"].aliases) == {"en": ("No One",)}


def test_wikibaseintegrator_reads_every_item_and_gives_the_same_back(example_publication: Publication) -> None:
    for drafts in (everything(), drafts_of(example_publication)):
        made = items(wikibase_json.render_drafts(drafts))
        assert made
        for data in made.values():
            stored = json.loads(json.dumps(data)) | {"lastrevid": 0}
            for group in stored["claims"].values():
                for statement in group:
                    statement["id"] = ""
                    for reference in statement["references"]:
                        reference["hash"] = ""
            again = ItemEntity().from_json(stored).get_json()
            assert {part: again[part] for part in data} == data


def test_what_wikibaseintegrator_does_not_read_alike_is_refused() -> None:
    good = item_json(Item(id="Q1", statements=(everything().drafts[0].statement,)))
    wikibase_json.require_loads(good, where="Q1")
    [group] = good["claims"].values()
    with pytest.raises(ExportError, match="Q1: WikibaseIntegrator does not read it"):
        wikibase_json.require_loads({**good, "claims": {"P1": [{**group[0], "rank": "best"}]}}, where="Q1")
    with pytest.raises(ExportError, match="reads another item in it"):
        wikibase_json.require_loads({**good, "claims": {"P1120": [{**group[0], "more": 1}]}}, where="Q1")


def test_without_wikibaseintegrator_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wikibaseintegrator.entities", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'dateline\[wikidata\]'"):
        wikibase_json.render_drafts(everything())


def lines(drafts: Drafts, file: str = wikibase_cli.EDITS) -> list[dict[str, Any]]:
    return [json.loads(line) for line in wikibase_cli.render_drafts(drafts)[file].decode().split("\n") if line]


def test_edits_keep_what_an_item_has_and_new_items_stand_apart() -> None:
    drafts = everything(new_items=True)
    edits, created = lines(drafts), lines(drafts, wikibase_cli.CREATIONS)
    assert all(edit["reconciliation"] == {"mode": "merge"} for edit in edits)
    assert len({edit["id"] for edit in edits}) == len(edits)
    assert [each["labels"] for each in created] == [{"en": "Nobody"}]
    assert wikibase_cli.CREATIONS not in wikibase_cli.render_drafts(everything())


def test_every_line_is_what_wikibase_edit_documents() -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    validator.check_schema(SCHEMA)
    drafts = everything(new_items=True)
    for line in (*lines(drafts), *lines(drafts, wikibase_cli.CREATIONS)):
        validator.validate(line)
    good = lines(drafts)[0]
    changes: tuple[dict[str, Any], ...] = ({"claims": {}}, {"claims": {"P1": [{"value": "x"}]}}, {"id": "LAST"})
    for change in changes:
        assert not validator.is_valid(good | change)


def without_datatypes(statement: Statement) -> Statement:
    """A statement as it is sent: the Wikibase knows the datatypes of its properties."""

    def bare(snak: Snak) -> Snak:
        return replace(snak, datatype="")

    return replace(
        statement,
        main=bare(statement.main),
        qualifiers=tuple(map(bare, statement.qualifiers)),
        references=tuple(Reference(snaks=tuple(map(bare, each.snaks))) for each in statement.references),
    )


def test_wikibase_edit_makes_the_same_statements_of_every_line() -> None:
    drafts = everything(new_items=True)
    files = wikibase_cli.render_drafts(drafts)
    sent = claims_of((files[wikibase_cli.EDITS] + files[wikibase_cli.CREATIONS]).decode(), DATATYPES)
    expected = statements_by_item(drafts)
    assert len(sent) == len(expected)
    for each, said in zip(sent, expected.values(), strict=True):
        for claims in each["claims"].values():
            for reference in (reference for one in claims for reference in one["references"]):
                reference["snaks"] = {snak["property"]: [snak] for snak in reference["snaks"]}
        read = parse_item({"claims": each["claims"]}, where="wikibase-edit").statements
        assert {without_datatypes(one) for one in read} == {without_datatypes(one) for one in said}


def stored(sent: list[dict[str, Any]], item: str) -> dict[str, Any]:
    """The claims of an item after an edit: what was sent, with an id for each statement, as a Wikibase keeps it."""
    claims: dict[str, Any] = {}
    for pid, group in sent[0]["claims"].items():
        claims[pid] = [kept(each, f"{item}$00000000-0000-4000-8000-{place:012}") for place, each in enumerate(group)]
    return claims


def kept(statement: dict[str, Any], identifier: str) -> dict[str, Any]:
    references: list[dict[str, Any]] = [
        reference
        if isinstance(reference["snaks"], dict)
        else {"hash": f"{place:040}", "snaks": {snak["property"]: [snak] for snak in reference["snaks"]}}
        for place, reference in enumerate(statement["references"])
    ]
    main = statement["mainsnak"] | {"datatype": DATATYPES[statement["mainsnak"]["property"]]}
    for reference in references:
        for snak in (snak for group in reference["snaks"].values() for snak in group):
            snak.setdefault("datatype", DATATYPES[snak["property"]])
    qualifiers = {
        pid: [snak | {"datatype": DATATYPES[pid]} for snak in group]
        for pid, group in statement.get("qualifiers", {}).items()
    }
    return {"id": identifier, **statement, "mainsnak": main, "references": references, "qualifiers": qualifiers}


def test_an_edit_is_laid_on_what_is_there_and_the_same_edit_again_adds_nothing() -> None:
    one, two = (drafted(claim("crackdown", "deathCount", 133, words)) for words in ("133 dead", "133 were killed"))
    text = {
        words: wikibase_cli.render_drafts(each)[wikibase_cli.EDITS].decode() for words, each in ((1, one), (2, two))
    }
    first = stored(claims_of(text[1], DATATYPES), "Q734004")
    for words, references in ((2, 2), (1, 1)):
        [sent] = claims_of(text[words], DATATYPES, {"Q734004": first})
        [statement] = sent["claims"]["P1120"]
        assert statement["id"] == first["P1120"][0]["id"]
        assert len(statement["references"]) == references


def test_two_drafts_that_would_be_taken_for_one_statement_are_listed_and_not_merged() -> None:
    drafts = drafted(
        claim("crackdown", "deathCount", 133, "133 dead"),
        claim("crackdown", "deathCount", 133, "about 133", quantifier="approximate"),
        claim("crackdown", "injuredCount", 5, "5 hurt"),
    )
    assert [list(line["claims"]) for line in lines(drafts)] == [["P1339"]]
    assert b"same value and other qualifiers" in wikibase_cli.render_drafts(drafts)[wikibase_cli.REVIEW]
    [data] = items(wikibase_json.render_drafts(drafts)).values()
    assert len(data["claims"]["P1120"]) == 2


@given(ANY, ANY, ANY)
def test_no_text_can_inject_split_or_lose_a_statement(words: str, title: str, label: str) -> None:
    drafts = holding(words, title, label)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    edits, created = lines(drafts), lines(drafts, wikibase_cli.CREATIONS) if drafts.new_items else []
    for line in (*edits, *created):
        validator.validate(line)
    told = [len(claims) for line in (*edits, *created) for claims in line["claims"].values()]
    assert sum(told) == len(drafts.drafts)
    texts = {snak["text"] for line in edits for snak in _texts(line)}
    meant = {
        snak.value.text  # type: ignore[union-attr]
        for draft in drafts.drafts
        for reference in draft.statement.references
        for snak in reference.snaks
        if snak.datatype == "monolingualtext" and draft.item.startswith("Q")
    }
    assert texts == meant
    for item, said in statements_by_item(drafts).items():
        own = Item(id="Q1", statements=tuple(said))
        read = parse_item(json.loads(json.dumps(item_json(own))), where=item)
        assert set(read.statements) == said


def _texts(line: dict[str, Any]) -> list[dict[str, str]]:
    return [
        value
        for claims in line["claims"].values()
        for each in claims
        for reference in each.get("references", ())
        for values in reference.values()
        for value in values
        if isinstance(value, dict) and "text" in value
    ]


@pytest.mark.parametrize("number", [0, 133, -5, 10**20])
def test_a_number_is_kept_exactly(number: int) -> None:
    [line] = lines(drafted(claim("crackdown", "deathCount", number)))
    assert int(line["claims"]["P1120"][0]["value"]["amount"]) == number


@given(st.integers(min_value=1, max_value=10**25))
def test_any_count_is_the_same_in_every_format(number: int) -> None:
    from dateline.formats import quickstatements

    drafts = drafted(claim("crackdown", "deathCount", number))
    assert f"\tP1120\t{number}\t" in quickstatements.render_drafts(drafts)[quickstatements.COMMANDS].decode()
    [line] = lines(drafts)
    assert int(line["claims"]["P1120"][0]["value"]["amount"]) == number
