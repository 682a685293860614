"""Coreference: which words stand for one thing, and where the reader holds back."""

from __future__ import annotations

from functools import cache

import pytest

from dateline.model import Entity
from dateline.reader.entities import find_entities
from dateline.reader.parse import parse


@cache
def entities(text: str) -> tuple[Entity, ...]:
    return find_entities(parse(text))


def entity_at(place: int, text: str) -> str | None:
    """The id of the entity whose shortest mention stands at an offset."""
    found = [
        (mention.span.end - mention.span.start, one.id)
        for one in entities(text)
        for mention in one.mentions
        if mention.span.start <= place < mention.span.end
    ]
    return min(found)[1] if found else None


def same(first: str, second: str, text: str) -> bool:
    """Whether the first place of the one and the last place of the other stand for one thing."""
    one, other = entity_at(text.index(first), text), entity_at(text.rindex(second), text)
    return one is not None and one == other


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("Mary Oduya", "Oduya", "Mary Oduya won the vote. Oduya thanked the miners."),
        ("United States", "U.S.", "The United States signed the treaty. The U.S. had waited for years."),
        ("Halden Bank Inc.", "Halden Bank", "Halden Bank Inc. lost money. Later Halden Bank closed."),
        ("World Trade Office", "WTO", "The World Trade Office (WTO) met in Oslo. The WTO said nothing."),
        ("Norway", "Norwegian", "Norway signed. The Norwegian delegation left."),
    ],
)
def test_forms_of_one_name_are_one_thing(first: str, second: str, text: str) -> None:
    assert same(first, second, text)


def test_a_surname_that_two_people_share_is_neither_of_them() -> None:
    text = "Mary Oduya and Peter Oduya won. Oduya thanked the miners."
    assert not same("Mary Oduya", "Oduya", text)
    assert not same("Peter Oduya", "Oduya", text)


def test_she_is_the_woman_and_he_the_man() -> None:
    text = "Mary Hansen met Peter Lindqvist in Oslo. She praised the miners, and he agreed."
    assert same("Mary Hansen", "She", text)
    assert same("Peter Lindqvist", "he agreed", text)


def test_its_is_the_organisation_that_acts() -> None:
    assert same("Halden Bank", "its", "Halden Bank sold its offices in Oslo.")


def test_an_it_that_stands_for_nothing_is_left_alone() -> None:
    text = "Halden Bank opened in Oslo. It is likely that the road will close."
    assert entity_at(text.index("It is"), text) is None


def test_a_description_in_apposition_is_of_the_name() -> None:
    assert same("Mary Hansen", "the mayor", "Mary Hansen, the mayor of Oslo, opened the bridge.")


def test_an_office_before_a_name_is_of_that_person_and_not_of_the_firm() -> None:
    text = "Halden Bank chairman Mary Hansen resigned."
    assert same("chairman", "Mary Hansen", text)
    assert not same("Halden Bank", "Mary Hansen", text)


def test_the_company_is_the_one_last_named() -> None:
    assert same("Halden Motors", "The company", "Halden Motors closed a plant. The company blamed high prices.")


def test_a_company_is_a_new_one() -> None:
    assert not same("Halden Motors", "company", "Halden Motors closed a plant. It sold another to a company in Oslo.")


def test_who_is_what_the_clause_hangs_on() -> None:
    assert same("an engineer", "who", "The bank hired an engineer who had built bridges.")


def test_an_i_in_a_quotation_is_who_says_it() -> None:
    assert same("Mary Hansen", "I", '"I will resign," Mary Hansen said.')


def test_counted_people_of_different_numbers_are_different_people() -> None:
    text = "The fire killed 12 miners. It wounded 40 miners."
    assert not same("12 miners", "40 miners", text)


def test_the_same_group_described_in_the_same_words_is_one() -> None:
    assert same("Kenyan troops", "Kenyan troops", "Kenyan troops crossed the river. Later Kenyan troops withdrew.")


def test_long_texts_are_resolved_in_a_time_that_grows_with_their_length() -> None:
    sentence = "Mary Hansen of Halden Bank said that she would sell its offices in Oslo.\n\n"
    (person,) = (one for one in entities(sentence * 200) if one.type == "Person")
    assert len(person.mentions) == 400


def test_a_company_by_its_legal_name_is_not_another_that_begins_alike() -> None:
    text = "Halden Inc. sued Halden Corps. Halden lost."
    assert same("Halden Inc.", "Halden lost", text)
    assert not same("Halden Corps", "Halden lost", text)


def test_letters_in_brackets_are_the_name_before_them() -> None:
    assert same("Sunda Airlines", "SLA", "Sunda Airlines (SLA) bought ten jets. Later SLA sold them.")


def test_a_we_in_a_quotation_is_the_firm_of_who_says_it() -> None:
    text = '"We will rebuild the plant," said Halden Motors chairman Mary Hansen.'
    assert same("Halden Motors", "We", text)


def test_the_owner_inside_a_phrase_is_a_mention() -> None:
    assert same("Halden Motors", "The company", "Halden Motors lost money. The company's plant burned down.")
