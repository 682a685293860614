"""Items to JSON and back, and JSON that is none."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import Problem, WikibaseError
from dateline.wikibase import (
    NO_VALUE,
    SOME_VALUE,
    Coordinates,
    Item,
    ItemId,
    Monolingual,
    Quantity,
    Reference,
    Snak,
    Statement,
    Text,
    Time,
    Value,
    item_json,
    parse_item,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12)
VALUES: st.SearchStrategy[tuple[str, Value]] = st.one_of(
    st.tuples(st.just("string"), st.builds(Text, text=TEXTS)),
    st.tuples(st.just("wikibase-item"), st.builds(ItemId, id=st.from_regex(r"Q[1-9][0-9]{0,8}", fullmatch=True))),
    st.tuples(st.just("monolingualtext"), st.builds(Monolingual, text=TEXTS, language=st.sampled_from(["en", "az"]))),
    st.tuples(
        st.just("time"),
        st.builds(Time, time=st.just("+1990-01-20T00:00:00Z"), precision=st.integers(min_value=0, max_value=14)),
    ),
    st.tuples(
        st.just("quantity"),
        st.builds(
            Quantity,
            amount=NUMBERS,
            unit=st.sampled_from([None, "Q11573"]),
            lower=st.sampled_from([None, Decimal(-(10**13))]),
            upper=st.sampled_from([None, Decimal(10**13)]),
        ),
    ),
    st.tuples(
        st.just("globe-coordinate"),
        st.builds(
            Coordinates,
            latitude=st.floats(min_value=-90, max_value=90),
            longitude=st.floats(min_value=-180, max_value=180),
            precision=st.sampled_from([None, 0.001]),
        ),
    ),
    st.tuples(st.just("wikibase-item"), st.sampled_from([SOME_VALUE, NO_VALUE])),
)
SNAKS = st.builds(
    lambda name, pair: Snak(property=name, datatype=pair[0], value=pair[1]),
    st.sampled_from(["P31", "P276", "P585"]),
    VALUES,
)


def grouped(snaks: list[Snak]) -> tuple[Snak, ...]:
    """The snaks of a property together, as JSON keeps them."""
    names = dict.fromkeys(snak.property for snak in snaks)
    return tuple(snak for name in names for snak in snaks if snak.property == name)


STATEMENTS = st.builds(
    Statement,
    main=SNAKS,
    qualifiers=st.lists(SNAKS, max_size=3).map(grouped),
    references=st.lists(
        st.builds(Reference, snaks=st.lists(SNAKS, min_size=1, max_size=3).map(grouped), hash=st.just("abc")),
        max_size=2,
    ).map(tuple),
    rank=st.sampled_from(["preferred", "normal", "deprecated"]),
    id=st.sampled_from([None, "Q1$a"]),
)
TERMS = st.dictionaries(st.sampled_from(["en", "zh-hans"]), TEXTS)
ITEMS = st.builds(
    Item,
    id=st.sampled_from([None, "Q734004"]),
    labels=TERMS,
    descriptions=TERMS,
    aliases=st.dictionaries(st.just("en"), st.lists(TEXTS, max_size=3).map(tuple)),
    statements=st.lists(STATEMENTS, max_size=4).map(
        lambda them: tuple(
            each
            for name in dict.fromkeys(one.main.property for one in them)
            for each in them
            if each.main.property == name
        )
    ),
    revision=st.sampled_from([None, 7]),
    modified=st.sampled_from([None, "2026-11-22T08:00:00Z"]),
)


@given(ITEMS)
def test_an_item_comes_back_from_its_json_as_it_was(item: Item) -> None:
    assert parse_item(json.loads(json.dumps(item_json(item))), where="x") == item


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
MEMBERS = ("id", "labels", "aliases", "claims", "lastrevid", "modified", "redirects", "type")
WITHIN = ("mainsnak", "qualifiers", "qualifiers-order", "references", "rank", "id")
SNAK = ("property", "snaktype", "datatype", "datavalue")
KINDS = ("string", "wikibase-entityid", "monolingualtext", "time", "quantity", "globecoordinate", "other")


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(MEMBERS, JSON)),
    st.fixed_dictionaries({}, optional=dict.fromkeys(WITHIN, JSON)),
    st.fixed_dictionaries({}, optional=dict.fromkeys(SNAK, JSON)),
    st.fixed_dictionaries({"type": st.sampled_from(KINDS), "value": JSON | st.dictionaries(st.sampled_from(
        ["amount", "unit", "time", "precision", "text", "language", "id", "entity-type", "numeric-id", "latitude"]
    ), JSON)}),
    st.sampled_from(["item", "statement", "snak", "value"]),
)  # fmt: skip
def test_whatever_comes_is_an_item_or_an_error_that_says_where(
    members: dict[str, Any], within: dict[str, Any], snak: dict[str, Any], value: dict[str, Any], depth: str
) -> None:
    if depth != "item":
        deep = {"property": "P1", **snak} if depth == "snak" else {"property": "P1", "datavalue": value}
        members = {**members, "claims": {"P1": [{"mainsnak": deep, **(within if depth == "statement" else {})}]}}
    problems = problems_of(members)
    assert all(problem.file == "the answer" and problem.what for problem in problems)


def problems_of(data: dict[str, Any]) -> tuple[Problem, ...]:
    """What is wrong with the JSON of an item; nothing, if it is one."""
    try:
        parse_item(data, where="the answer")
    except WikibaseError as error:
        return error.problems or (Problem(file="", what="an error without a problem"),)
    return ()


def snak(**of: Any) -> dict[str, Any]:
    """A claim with one snak, changed."""
    return {"claims": {"P1": [{"mainsnak": {"snaktype": "value", "property": "P1", **of}}]}}


def value(kind: str, **of: Any) -> dict[str, Any]:
    return snak(datavalue={"type": kind, "value": of})


@pytest.mark.parametrize(
    ("data", "path", "words"),
    [
        ({"id": "734004"}, "id", "not the id of an item"),
        ({"id": "Q734004", "missing": ""}, "", "there is no item Q734004"),
        ({"type": "property"}, "type", "“property”"),
        ({"labels": {"en": "Baku"}}, "labels.en", "an object should stand here"),
        ({"labels": {"EN!": {"value": "Baku"}}}, "labels.EN!", "not a language code"),
        ({"labels": {"en": {"value": "\ud800"}}}, "labels.en.value", "half a character"),
        ({"aliases": {"en": {"value": "Baku"}}}, "aliases.en", "a list should stand here"),
        ({"claims": {"P1": {}}}, "claims.P1", "a list should stand here"),
        ({"claims": {"P2": snak(snaktype="novalue")["claims"]["P1"]}}, "claims.P2[0].mainsnak.property", "it is P1"),
        (snak(property="Q1"), "claims.P1[0].mainsnak.property", "not the id of a property"),
        (snak(snaktype="maybe"), "claims.P1[0].mainsnak.snaktype", "“maybe”"),
        (snak(), "claims.P1[0].mainsnak.datavalue", "an object should stand here"),
        (value("time", time="1990"), "claims.P1[0].mainsnak.datavalue", "the time is “1990”"),
        (value("time", time="+1990-01-20T00:00:00Z", precision=99), "claims.P1[0].mainsnak.datavalue", "0 to 14"),
        (value("quantity", amount="1,000"), "claims.P1[0].mainsnak.datavalue", "the amount is “1,000”"),
        (value("quantity", amount="+5", upperBound="+4"), "claims.P1[0].mainsnak.datavalue", "between its bounds"),
        (value("quantity", amount="+5", unit="m"), "claims.P1[0].mainsnak.datavalue", "the unit is “m”"),
        (value("wikibase-entityid", id="baku"), "claims.P1[0].mainsnak.datavalue", "not the id of an entity"),
        (value("globecoordinate", latitude=91, longitude=0), "claims.P1[0].mainsnak.datavalue", "the latitude is"),
        (value("globecoordinate", latitude=0, longitude=float("nan")), "claims.P1[0].mainsnak.datavalue", "longitude"),
        ({"lastrevid": "7"}, "lastrevid", "not the number of a revision"),
        ({"modified": "yesterday"}, "modified", "not an instant"),
        ({"redirects": {"from": "x"}}, "redirects.from", "not the id of an item"),
    ],
)
def test_what_is_malformed_is_named_with_its_path(data: dict[str, Any], path: str, words: str) -> None:
    with pytest.raises(WikibaseError) as error:
        parse_item(data, where="Q734004.json")
    assert [problem.path for problem in error.value.problems] == [path]
    assert words in str(error.value)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(WikibaseError) as error:
        parse_item({"id": 7, "labels": 7, "claims": {"P1": [7]}, "lastrevid": -1}, where="x")
    assert {problem.path for problem in error.value.problems} >= {"id", "labels", "claims.P1[0]", "lastrevid"}


def test_an_empty_object_may_be_a_list_as_php_writes_it() -> None:
    assert parse_item({"id": "Q1", "labels": [], "aliases": [], "claims": []}, where="x") == Item(id="Q1")


def test_a_kind_of_value_that_is_not_known_is_skipped_and_said_so() -> None:
    item = parse_item(snak(datavalue={"type": "hologram", "value": {}}), where="x")
    assert item.statements == ()
    assert item.notes == (
        "claims.P1[0].mainsnak: values of the kind “hologram” are not known here; it was skipped.",
    )  # fmt: skip


def test_an_unknown_datatype_is_kept() -> None:
    [statement] = parse_item(snak(datatype="math", datavalue={"type": "string", "value": "x"}), where="x").statements
    assert statement.main == Snak(property="P1", value=Text(text="x"), datatype="math")


def test_older_json_names_an_item_by_its_number() -> None:
    data = value("wikibase-entityid", **{"entity-type": "item", "numeric-id": 9248})
    assert parse_item(data, where="x").statements[0].main.value == ItemId(id="Q9248")


def test_qualifiers_stand_in_the_order_that_is_given() -> None:
    data = snak(snaktype="somevalue")
    some = {"snaktype": "somevalue"}
    data["claims"]["P1"][0] |= {
        "qualifiers": {"P580": [{**some, "property": "P580"}], "P582": [{**some, "property": "P582"}]},
        "qualifiers-order": ["P582", "P580", "P999"],
    }
    [statement] = parse_item(data, where="x").statements
    assert [snak.property for snak in statement.qualifiers] == ["P582", "P580"]


def test_an_item_that_took_anothers_place_says_whose() -> None:
    assert parse_item({"id": "Q1", "redirects": {"from": "Q2", "to": "Q1"}}, where="x").redirected_from == "Q2"


def test_the_ids_of_another_wikibase_are_iris_of_its_own() -> None:
    said = Snak(property="P1", datatype="quantity", value=Quantity(amount=Decimal(5), unit="Q2"))
    made = item_json(Item(id="Q1", statements=(Statement(main=said),)), concepts="https://base.example/entity/")
    assert made["claims"]["P1"][0]["mainsnak"]["datavalue"]["value"]["unit"] == "https://base.example/entity/Q2"
    assert parse_item(made, where="x").statements[0].main == said
