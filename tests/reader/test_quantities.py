"""What find_quantities finds in English, written as rules; every example is made up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.reader.quantities import find_quantities


def found(text: str) -> list[tuple[str, float | None, str | None, str]]:
    return [(one.span.text, one.value, one.unit, one.quantifier) for one in find_quantities(text)]


@pytest.mark.parametrize(
    ("words", "value", "unit", "quantifier"),
    [
        ("41 people", 41, "person", "exact"),
        ("12,500 armed soldiers", 12500, "person", "exact"),
        ("forty-two workers", 42, "person", "exact"),
        ("two hundred and six passengers", 206, "person", "exact"),
        ("a dozen men", 12, "person", "exact"),
        ("half a million refugees", 500_000, "person", "exact"),
        ("1.5 million dollars", 1_500_000, "dollar", "exact"),
        ("US$7.2 bn", 7_200_000_000, "US dollar", "exact"),
        ("€20m", 20_000_000, "euro", "exact"),
        ("20 percent", 20, "percent", "exact"),
        ("20%", 20, "percent", "exact"),
        ("twenty per cent", 20, "percent", "exact"),
        ("60 km", 60, "kilometre", "exact"),
        ("three weeks", 3, "week", "exact"),
        ("27-year", 27, "year", "exact"),
        ("about 700", 700, None, "approximate"),
        ("some 700 residents", 700, "person", "approximate"),
        ("nearly 90 tanks", 90, "tank", "approximate"),
        ("50 or so", 50, None, "approximate"),
        ("more than 130 people", 130, "person", "at-least"),
        ("at least ten", 10, None, "at-least"),
        ("no fewer than 30 houses", 30, "house", "at-least"),
        ("50+ people", 50, "person", "at-least"),
        ("100 or more", 100, None, "at-least"),
        ("up to 40 ships", 40, "ship", "at-most"),
        ("fewer than 15 votes", 15, "vote", "at-most"),
        ("no more than 15 votes", 15, "vote", "at-most"),
        ("dozens of people", None, "person", "vague"),
        ("tens of thousands of refugees", None, "person", "vague"),
        ("many", None, None, "vague"),
        ("several hours", None, "hour", "vague"),
    ],
)
def test_a_quantity_says_how_much_of_what_and_how_surely(
    words: str, value: float | None, unit: str | None, quantifier: str
) -> None:
    assert found(f"They saw {words}, it is said.") == [(words, value, unit, quantifier)]


@pytest.mark.parametrize("text", ["between 20 and 30 people", "20 to 30 people", "20-30 people"])
def test_the_ends_of_a_range_are_two_quantities(text: str) -> None:
    assert found(f"They met {text}.") == [("20", 20, "person", "at-least"), ("30 people", 30, "person", "at-most")]


@pytest.mark.parametrize(
    "text",
    [
        "It began on 3 May 1990 at 10:57.",
        "In 1990 it ended.",
        "Flight 93 was late.",
        "They flew a Boeing 737.",
        "Version 2.1.4 came out.",
        "They won 2-1.",
        "See Article 5.",
        "The one that got away.",
        "It came third, then 4th.",
        "The A380 and the F-16 flew by.",
        "See 10/12 and a.b.3.",
    ],
)
def test_dates_names_and_codes_are_no_quantities(text: str) -> None:
    assert found(text) == []


def test_a_number_in_what_counts_from_another_time_is_a_quantity() -> None:
    assert found("It closed 22 years ago.") == [("22 years", 22, "year", "exact")]


def test_times_that_are_known_are_not_looked_for_again() -> None:
    assert found("In 1990 it ended.") == []
    assert [one.value for one in find_quantities("In 1990 it ended.", times=())] == [1990]


def test_what_qualifies_one_number_does_not_qualify_the_next() -> None:
    assert found("About 20 men and 30 women came.") == [
        ("About 20 men", 20, "person", "approximate"),
        ("30 women", 30, "person", "exact"),
    ]


pieces = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "one",
                "two",
                "hundred",
                "million",
                "dozen",
                "half",
                "a",
                "and",
                "12,500",
                "1.5",
                "7",
                "$",
                "US$",
                "%",
                "-",
                "to",
                "between",
                "about",
                "more",
                "than",
                "or",
                "so",
                "+",
                "people",
                "years",
                "bn",
                "1990",
                "May",
                "dozens",
                "of",
                "Flight",
            ]
        ),
        st.text(max_size=4),
    ),
    max_size=25,
).map(" ".join)


@settings(max_examples=300)
@given(st.one_of(pieces, st.text()))
def test_spans_are_exact_in_order_and_apart(text: str) -> None:
    end = 0
    for one in find_quantities(text):
        assert one.span.of(text) == one.span.text
        assert end <= one.span.start < one.span.end
        end = one.span.end
        assert (one.value is None) == (one.quantifier == "vague")
