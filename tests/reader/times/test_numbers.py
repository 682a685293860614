"""Numbers in digits and words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reader.times.numbers import number_of


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("seven", 7),
        ("forty - two", 42),
        ("a hundred", 100),
        ("two hundred and six", 206),
        ("three thousand five hundred", 3500),
        ("1.5 million", 1_500_000),
        ("12,500", 12_500),
        ("two and a half", 2.5),
        ("half a", 0.5),
        ("a dozen", None),
    ],
)
def test_numbers_are_read(words: str, number: float | None) -> None:
    assert number_of(words.split()) == number


@pytest.mark.parametrize("words", ["five six", "twenty thirty", "one twenty", "", "and", "many"])
def test_words_that_are_not_one_number_are_none(words: str) -> None:
    assert number_of(words.split()) is None


@given(
    st.lists(st.sampled_from(["a", "one", "ten", "twenty", "hundred", "million", "and", "half", "-", "7", "3.5", "x"]))
)
def test_any_words_are_a_number_or_none(words: list[str]) -> None:
    found = number_of(words)
    assert found is None or found >= 0
