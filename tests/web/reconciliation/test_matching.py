"""Which thing a name means: an exact name is always found, and what is not certain is left to a person."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.web.reconciliation.asked import queries_0_2, queries_1_0
from dateline.web.reconciliation.matching import Candidate, candidates
from dateline.web.reconciliation.things import Things, things_of
from tests.web.reconciliation.service import example, things

NAMES = st.text(min_size=1, max_size=40).filter(
    lambda text: text.strip() and not any("\ud800" <= one <= "\udfff" for one in text)
)


def found(over: Things, **query: Any) -> tuple[Candidate, ...]:
    return candidates(queries_0_2({"q": query})["q"], over)


def ids(over: Things, **query: Any) -> list[str]:
    return [one.thing.id for one in found(over, **query)]


@pytest.fixture(scope="module")
def baku() -> Things:
    return things_of(example().dataset)


@settings(max_examples=60)
@given(st.lists(NAMES, min_size=1, max_size=8, unique=True))
def test_an_exact_name_is_always_found_first(names: list[str]) -> None:
    over = things(*((f"e/t{place}", "Person", name) for place, name in enumerate(names)))
    for place, name in enumerate(names):
        first = found(over, query=name)[0]
        assert first.score == 100
        assert any(one.thing.id == f"e/t{place}" and one.score == 100 for one in found(over, query=name))


def test_an_exact_name_is_found_however_many_come_near() -> None:
    over = things(
        *((f"e/t{place}", "Person", f"John Smith {place}") for place in range(500)), ("e/x", "Person", "John")
    )
    assert ids(over, query="John", limit=1) == ["e/x"]


def test_two_things_of_one_name_are_left_to_a_person() -> None:
    over = things(("e/a", "Place", "Port Ellis"), ("e/b", "Person", "Port Ellis"))
    assert [one.match for one in found(over, query="Port Ellis")] == [False, False]
    assert [one.match for one in found(over, query="Port Ellis", type="Place")] == [False, False]
    assert ids(over, query="Port Ellis", type="Place") == ["e/a", "e/b"]


def test_one_thing_of_the_name_is_a_match_and_others_are_not(baku: Things) -> None:
    first, *others = found(baku, query="Baku")
    assert (first.thing.id, first.score, first.match) == ("e/baku", 100, True)
    assert not any(one.match for one in others)


@pytest.mark.parametrize("name", ["baku", "BAKU", " Bakú "])
def test_case_and_marks_make_no_other_name(baku: Things, name: str) -> None:
    assert found(baku, query=name)[0].match


def test_a_name_with_another_spelling_is_found_but_is_no_match(baku: Things) -> None:
    first = found(baku, query="Mikhail Gorbachov")[0]
    assert (first.thing.id, first.match) == ("e/mikhail-gorbachev", False)
    assert first.score < 98


def test_a_name_that_only_the_text_gives_is_found_but_is_no_match(baku: Things) -> None:
    first = found(baku, query="Soviet Empire")[0]
    assert (first.thing.id, first.match) == ("e/soviet-union", False)


def test_a_pronoun_of_the_text_is_no_name(baku: Things) -> None:
    assert not [one for one in found(baku, query="its", limit=100) if one.score > 80]


@pytest.mark.parametrize(
    "name",
    ["e/baku", "https://w3id.org/dateline/black-january/e/baku", "Q9248", "http://www.wikidata.org/entity/Q9248"],
)
def test_an_id_an_iri_or_a_wikidata_item_finds_its_thing(baku: Things, name: str) -> None:
    first = found(baku, query=name)[0]
    assert (first.thing.id, first.score, first.match) == ("e/baku", 100, True)


def test_a_thing_of_another_class_scores_half_and_is_no_match(baku: Things) -> None:
    [other] = [one for one in found(baku, query="Baku", type="Person", limit=100) if one.thing.id == "e/baku"]
    assert (other.score, other.match) == (50, False)
    assert "e/baku" not in ids(baku, query="Baku", type="Person", type_strict="any", limit=100)


def test_a_thing_is_of_the_classes_above_its_own(baku: Things) -> None:
    assert found(baku, query="Baku", type="Entity")[0].match
    assert found(baku, query="Black January", type="Event")[0].match


@pytest.mark.parametrize("wanted", [{"id": "e/baku"}, "Baku", "Q9248", {"id": "Q9248"}, ["Moscow", "Baku"]])
def test_a_property_lifts_what_has_it(baku: Things, wanted: Any) -> None:
    with_it = found(baku, query="invasion", properties=[{"pid": "tookPlaceIn", "v": wanted}])
    assert with_it[0].thing.id.endswith("ev-invasion")
    assert dict(with_it[0].features)["tookPlaceIn"] == 100


@pytest.mark.parametrize("wanted", [133, "133", 133.0, "133.0"])
def test_a_number_is_compared_as_a_number(baku: Things, wanted: Any) -> None:
    assert ids(baku, properties=[{"pid": "deathCount", "v": wanted}])[0] == "e/black-january"
    assert ids(baku, properties=[{"pid": "deathCount", "v": 1330}]) == []


@pytest.mark.parametrize(("wanted", "score"), [("1990", 100), ("1990-01", 100), ("1990-01-20", 100), ("1991", 0)])
def test_a_day_is_within_its_year(baku: Things, wanted: str, score: int) -> None:
    first = found(baku, query="Black January", properties=[{"pid": "startDate", "v": wanted}])[0]
    assert (dict(first.features)["startDate"] == 100) == (score == 100)
    assert first.match == (score == 100)


def test_a_property_that_does_not_exist_changes_nothing(baku: Things) -> None:
    assert found(baku, query="Baku", properties=[{"pid": "P999", "v": "x"}]) == found(baku, query="Baku")


def test_what_is_required_leaves_out_the_rest(baku: Things) -> None:
    name = {"matchType": "name", "propertyValue": "invasion"}
    place = {"matchType": "property", "propertyId": "tookPlaceIn", "propertyValue": "Baku", "required": True}
    for change, left in (({}, True), ({"matchQuantifier": "none"}, False), ({"propertyValue": "Moscow"}, False)):
        [query] = queries_1_0({"queries": [{"conditions": [name, place | change]}]})
        assert any(one.thing.id.endswith("ev-invasion") for one in candidates(query, baku)) == left


def test_answers_are_sorted_and_no_longer_than_wanted(baku: Things) -> None:
    for limit in (1, 3, 100):
        scores = [one.score for one in found(baku, query="Soviet", limit=limit)]
        assert len(scores) <= limit
        assert scores == sorted(scores, reverse=True)


def test_a_thing_is_found_by_its_name_in_any_language_and_shown_in_the_readers() -> None:
    over = things(("e/baku", "Place", "Baku", "en"), ("e/baku", "Place", "Bakı", "az"), ("e/x", "Place", "ბაქო", "ka"))
    assert ids(over, query="Bakı")[0] == "e/baku"
    [baku] = over.known("e/baku")
    assert [baku.label(wanted).text for wanted in (("az",), ("ka", "az-Latn"), ("fr",), ())] == [
        "Bakı",
        "Bakı",
        "Baku",
        "Baku",
    ]
    [only] = over.known("e/x")
    assert only.label(("en",)).text == "ბაქო"
