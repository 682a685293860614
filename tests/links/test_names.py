"""When two spellings are one name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.links.catalogue.names import agree, event_keys, key_of, without_office


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the United States", "United States"),
        ("U.S.A.", "USA"),
        ("São Tomé", "Sao Tome"),
        ("Côte d'Ivoire", "Côte d’Ivoire"),
        ("AT&T", "AT & T"),
        ("Baku ", "BAKU"),
        ("Nagorno-Karabakh", "Nagorno Karabakh"),
        ("Bakı", "Baki"),
    ],
)
def test_case_accents_punctuation_and_the_article_do_not_count(one: str, other: str) -> None:
    assert key_of(one) == key_of(other) != ""


@pytest.mark.parametrize(("one", "other"), [("Baku", "Bakuba"), ("Niger", "Nigeria"), ("North Korea", "South Korea")])
def test_other_letters_are_another_name(one: str, other: str) -> None:
    assert key_of(one) != key_of(other)


@given(st.text())
def test_a_key_is_its_own_key_and_stands_on_one_line(name: str) -> None:
    key = key_of(name)
    assert key_of(key) == key
    assert not set(key) & {"\t", "\n", "\r"}
    assert key == key.strip()


@given(st.text(), st.text())
def test_sources_agree_both_ways_or_not_at_all(one: str, other: str) -> None:
    assert agree(one, other) == agree(other, one)


@given(st.text())
def test_any_text_may_be_asked_for_an_event(name: str) -> None:
    assert all(key.startswith("… ") for key in event_keys(name))


def test_a_municipality_agrees_with_its_place_and_an_abbreviation_with_its_name() -> None:
    assert agree("City of Toronto", "Toronto")
    assert agree("NATO", "North Atlantic Treaty Organization")
    assert not agree("nato", "North Atlantic Treaty Organization")
    assert not agree("", "")
    assert without_office("city of") == "city of"
