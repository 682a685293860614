"""QuickStatements V1: every line means its statement to both services, and no text of a document can change that."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import example, given

from dateline.formats.quickstatements import COMMANDS, REVIEW, render_drafts, unwritable, what_is_wrong_with
from dateline.graph import Publication
from dateline.statements import Draft, Drafts, drafts_of
from dateline.wikibase import Monolingual, Quantity, Snak, Text, Time, Value
from tests.formats.drafted import ANY, TEXTS, everything, holding, statements_of
from tests.formats.quickstatements_grammar import Command, Service, commands
from tests.node.programs import edits_of
from tests.statements.made import claim, drafted

SERVICES: tuple[Service, ...] = ("2", "3")


def written(drafts: Drafts) -> str:
    return render_drafts(drafts)[COMMANDS].decode()


def said(batch: list[Command]) -> list[tuple[object, ...]]:
    """The statements of a batch, without its CREATE and names."""
    return [(one.item, one.what, one.value, one.qualifiers, one.reference) for one in batch if one.what.startswith("P")]


def carried(drafts: Drafts) -> tuple[Draft, ...]:
    lost = unwritable(drafts)
    existing = [draft for draft in drafts.drafts if draft not in lost and draft.item.startswith("Q")]
    new = [draft for draft in drafts.drafts if draft not in lost and not draft.item.startswith("Q")]
    return (*existing, *new)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("new_items", [False, True])
def test_every_line_means_its_statement(service: Service, new_items: bool) -> None:
    drafts = everything(new_items=new_items)
    assert unwritable(drafts) == {}
    assert said(commands(written(drafts), service)) == statements_of(carried(drafts))


@pytest.mark.parametrize("service", SERVICES)
def test_every_line_of_the_example_means_its_statement(example_publication: Publication, service: Service) -> None:
    drafts = drafts_of(example_publication)
    batch = commands(written(drafts), service)
    assert said(batch) == statements_of(carried(drafts))
    assert len(batch) == 4


def test_the_converter_of_wikibase_edit_understands_every_line_alike() -> None:
    drafts = everything(new_items=True)
    made = edits_of(written(drafts))
    found: dict[str, list[object]] = {}
    for edit in (*made["edits"], *({"id": "LAST", **each} for each in made["creations"])):
        for pid, claims in edit["claims"].items():
            found[f"{edit['id']} {pid}"] = claims
    expected: dict[str, list[object]] = {}
    for item, pid, value, qualifiers, reference in statements_of(carried(drafts)):
        meant: object = converted(value)
        if qualifiers or reference:
            meant = {"value": meant}
            meant |= {"qualifiers": gathered(qualifiers)} if qualifiers else {}
            meant |= {"references": gathered(reference)} if reference else {}
        expected.setdefault(f"{item} {pid}", []).append(meant)
    assert found == expected
    assert made["creations"][0]["labels"] == {"en": "Nobody"}
    assert made["creations"][0]["aliases"] == {"en": ["No One"]}


def converted(value: object) -> object:
    """A value as the converter gives it."""
    assert isinstance(value, tuple)
    kind, *parts = value
    match kind:
        case "monolingual":
            return {"text": parts[1], "language": parts[0]}
        case "time":
            return {"time": parts[0], "precision": int(parts[1])}
        case "quantity":
            return {"amount": float(parts[0]), "unit": f"Q{parts[1]}" if parts[1] else "1"}
        case "somevalue":
            return {"snaktype": "somevalue"}
    return parts[0]


def gathered(pairs: object) -> dict[str, list[object]]:
    assert isinstance(pairs, list)
    made: dict[str, list[object]] = {}
    for pid, value in pairs:
        made.setdefault(pid, []).append(converted(value))
    return made


def test_a_second_reference_is_the_same_statement_again() -> None:
    drafts = everything()
    deaths = [line.split("\t") for line in written(drafts).splitlines() if line.startswith("Q734004\tP1120\t133")]
    assert len(deaths) == 4
    assert {tuple(line[:3]) for line in deaths} == {("Q734004", "P1120", "133")}


def test_a_new_item_is_made_on_request_alone_and_after_what_exists() -> None:
    assert "CREATE" not in written(everything())
    lines = written(everything(new_items=True)).splitlines()
    created = lines.index("CREATE")
    assert lines[created + 1 : created + 3] == ['LAST\tLen\t"Nobody"', 'LAST\tAen\t"No One"']
    assert not any(line.startswith("LAST") for line in lines[:created])
    assert all(line.startswith("LAST") for line in lines[created + 1 :])


def test_nothing_that_only_one_service_reads_is_written() -> None:
    text = written(everything(new_items=True))
    for mark in ("!S", "/*", "|", "\tR+", "\tR0", "~", "[", "/J"):
        assert mark not in text


@given(ANY, ANY, ANY)
@example("a|b", "a\tb", "||")
@example("", "", "")
def test_no_text_can_inject_split_or_lose_a_statement(words: str, title: str, label: str) -> None:
    drafts = holding(words, title, label)
    text, lost = written(drafts), unwritable(drafts)
    for service in SERVICES:
        batch = commands(text, service)
        assert said(batch) == statements_of(carried(drafts))
        created = any(not draft.item.startswith("Q") for draft in carried(drafts))
        assert [one.item for one in batch if one.what == "create"] == ["CREATE"] * created
        named = [(one.what, one.value) for one in batch if one.what[0] in "LDA"]
        labels = drafts.new_items[0].labels if created else {}
        assert named == [(f"L{language}", ("string", name)) for language, name in labels.items()]
    listed = render_drafts(drafts)[REVIEW].decode()
    assert len(drafts.drafts) == len(carried(drafts)) + len(lost)
    assert all(lost.values())
    assert ("What this format cannot carry" in listed) == bool(lost)


@pytest.mark.parametrize("words", TEXTS)
def test_a_text_that_is_written_is_written_verbatim(words: str) -> None:
    drafts = drafted(claim("crackdown", "deathCount", 133, words))
    [draft] = drafts.drafts
    quotations = [each.value for each in draft.statement.references[0].snaks if each.property == "P1683"]
    quotation = quotations[0] if quotations else None
    if isinstance(quotation, Monolingual) and not what_is_wrong_with(quotation.text):
        assert f'en:"{quotation.text}"' in written(drafts)
    else:
        assert (draft in unwritable(drafts)) == (quotation is not None)


def changed(main: Snak) -> str:
    """Why a statement with that value is not written."""
    drafts = everything()
    draft = replace(drafts.drafts[0], statement=replace(drafts.drafts[0].statement, main=main))
    return unwritable(replace(drafts, drafts=(draft,))).get(draft, "")


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (Time(time="+1453-05-29T00:00:00Z", calendar="http://www.wikidata.org/entity/Q1985786"), "Julian"),
        (Time(time="+12345-01-01T00:00:00Z"), "four digits"),
        (Time(time="-0044-03-15T00:00:00Z"), "four digits"),
        (Quantity(amount=Decimal(1), lower=Decimal(0), upper=Decimal(2)), "bounds"),
        (Text(text="a|b"), "begins a new column"),
        (Monolingual(text="a", language="zh-min-nan2"), "language code"),
    ],
)
def test_a_value_that_only_one_service_reads_is_listed(value: Value, why: str) -> None:
    assert why in changed(Snak(property="P1", value=value, datatype="x"))


def test_a_rank_is_listed() -> None:
    drafts = everything()
    draft = replace(drafts.drafts[0], statement=replace(drafts.drafts[0].statement, rank="preferred"))
    assert unwritable(replace(drafts, drafts=(draft,))) == {draft: "only QuickStatements 3 has ranks"}


def test_a_value_that_stands_there_with_other_qualifiers_is_listed_and_not_merged() -> None:
    drafts = drafted(
        claim("crackdown", "deathCount", 133, "133 dead"),
        claim("crackdown", "deathCount", 133, "about 133", quantifier="approximate"),
    )
    assert written(drafts) == ""
    assert len(unwritable(drafts)) == 2
    assert "with the same value and other qualifiers" in render_drafts(drafts)[REVIEW].decode()


def test_a_new_item_whose_name_cannot_be_written_is_not_made() -> None:
    drafts = holding("words", "title", "a|b")
    assert "CREATE" not in written(drafts)
    assert any(why.startswith("the name of the new item") for why in unwritable(drafts).values())


def test_an_apostrophe_that_one_service_may_change_is_marked() -> None:
    review = render_drafts(drafted(claim("crackdown", "deathCount", 133, "the city\u2019s dead")))[REVIEW].decode()
    assert "may make an apostrophe straight, in 1 of the statements" in review


def test_no_drafts_give_no_line() -> None:
    assert written(drafted()) == ""
