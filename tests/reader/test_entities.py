"""Entities: what a text names and describes, of which kind, with the exact words."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Entity
from dateline.reader.entities import find_entities
from dateline.reader.gazetteer import gender, noun, place
from dateline.reader.parse import parse


@cache
def entities(text: str) -> tuple[Entity, ...]:
    return find_entities(parse(text))


def kind_of(words: str, text: str) -> str | None:
    """The type of the entity that has a mention with these words."""
    kinds = {one.type for one in entities(text) for mention in one.mentions if mention.span.text == words}
    assert len(kinds) < 2, f"{words} is of several kinds: {kinds}"
    return kinds.pop() if kinds else None


def names_in(text: str) -> set[str]:
    return {mention.span.text for one in entities(text) for mention in one.mentions if mention.form == "name"}


@pytest.mark.parametrize(
    ("words", "kind", "text"),
    [
        ("Kenya", "Polity", "The delegation returned to Kenya on Monday."),
        ("Lake Turkana", "Place", "They fish in Lake Turkana every summer."),
        ("Mary Oduya", "Person", "Mary Oduya told reporters that the talks had failed."),
        ("Ministry of Public Works", "Organization", "The Ministry of Public Works closed the road."),
        ("Halden Airlines", "Organization", "Halden Airlines cancelled the flight."),
        ("Portland Airport", "Place", "The plane landed at Portland Airport."),
        ("Norwegian Navy", "Organization", "The Norwegian Navy sent two ships."),
        ("Second Lagos Conference", "Entity", "The Second Lagos Conference opened on Friday."),
    ],
)
def test_the_words_of_a_name_tell_its_kind(words: str, kind: str, text: str) -> None:
    assert kind_of(words, text) == kind


def test_a_capital_that_acts_is_its_government() -> None:
    assert kind_of("Oslo", "Oslo ordered the ships home.") == "Organization"
    assert kind_of("Oslo", "The ships sailed home to Oslo.") == "Place"


def test_a_title_is_no_part_of_a_name_and_makes_it_a_person() -> None:
    text = "President Halvard Brekke spoke. Brekke resigned a week later."
    assert kind_of("Halvard Brekke", text) == "Person"
    assert "President Halvard Brekke" not in names_in(text)


def test_an_office_by_itself_is_not_a_name() -> None:
    assert "CEO" not in names_in("The CEO said that the bank would close.")


def test_a_possessive_ending_is_no_part_of_a_name() -> None:
    assert "Kenya" in names_in("Kenya’s parliament voted on Tuesday.")


def test_a_model_number_makes_a_product_of_the_maker() -> None:
    text = "The airline bought ten Fokker 100 jets. Fokker said that it was pleased."
    assert kind_of("Fokker 100", text) == "Entity"
    assert kind_of("Fokker", text) == "Organization"


def test_a_unit_of_money_is_no_organisation() -> None:
    assert "USD" not in names_in("The bridge cost 40 million USD in the end.")


def test_the_adjective_of_a_country_is_a_description_of_it() -> None:
    (country,) = (one for one in entities("A Norwegian court fined the firm.") if one.type == "Polity")
    assert (country.label, country.mentions[0].form) == ("Norway", "description")


def test_a_country_inside_the_name_of_an_embassy_is_mentioned_too() -> None:
    text = "The Embassy of Kenya to Norway issued a statement."
    assert kind_of("Embassy of Kenya to Norway", text) == "Organization"
    assert kind_of("Kenya", text) == "Polity"


def test_a_name_known_from_the_story_is_found_in_the_headline() -> None:
    text = "Brekke Quits Halden Board\n\nThe chairman of Halden Bank, Halvard Brekke, resigned. Brekke gave no reason."
    assert any(mention.span.start == 0 for one in entities(text) if one.type == "Person" for mention in one.mentions)


def test_people_in_the_plural_are_a_group_and_one_is_a_person() -> None:
    assert kind_of("133 miners", "The collapse trapped 133 miners.") == "Group"
    assert kind_of("a miner", "The collapse trapped a miner.") == "Person"


def test_deeds_and_ideas_are_not_entities() -> None:
    assert not entities("The decision was a great relief.")


def test_every_id_is_readable_and_given_once() -> None:
    text = "A miner met a miner. Kenya signed. Zoë Ängström signed, too."
    found = [one.id for one in entities(text)]
    assert len(found) == len(set(found))
    assert {"kenya", "a_miner", "a_miner_2"} <= set(found)


def test_equal_texts_give_equal_entities() -> None:
    text = "Mary Oduya met Halden Bank in Oslo. She left for Kenya with its chairman."
    assert find_entities(parse(text)) == find_entities(parse(text))


@settings(max_examples=60)
@given(st.text(st.characters(), max_size=200))
def test_any_text_gives_entities_whose_words_stand_where_they_say(text: str) -> None:
    for entity in find_entities(parse(text)):
        assert entity.id
        assert entity.mentions
        for mention in entity.mentions:
            assert mention.span.text == mention.span.of(text)
            assert mention.span.text.strip()


_PIECES = (
    "Kenya",
    "Mr. Oduya",
    "Halden Bank",
    "(HB)",
    "said",
    "\n\n",
    "’s",
    "the",
    "of",
    "and",
    "-",
    "787",
    "its",
    "he",
    ".",
    "“",
)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(_PIECES), max_size=30))
def test_any_order_of_names_and_marks_gives_entities_whose_words_stand_where_they_say(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for entity in find_entities(parse(text)):
        for mention in entity.mentions:
            assert mention.span.text == text[mention.span.start : mention.span.end]


def test_the_word_lists_know_capitals_demonyms_nouns_and_given_names() -> None:
    oslo = place("Oslo")
    assert oslo is not None
    assert oslo.capital_of == "Norway"
    assert place("oslo") is None
    assert (noun("miner"), noun("relief"), gender("Mary"), gender("Qqq")) == ("person", None, "f", None)


def test_a_headline_in_capitals_is_no_name_but_may_hold_one() -> None:
    text = "ARMY FIRES ON CROWD IN KENYA\n\nThe army fired on a crowd in Kenya on Sunday."
    assert names_in(text) == {"KENYA", "Kenya"}
    assert kind_of("KENYA", text) == "Polity"
