"""Whether accounts can all be true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.accounts.judging import can_both_be, verdict_of
from tests.accounts.making import account

EXACT, AT_LEAST, AT_MOST, ABOUT, VAGUE = "exact", "at-least", "at-most", "approximate", "vague"


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (("133", EXACT), ("137", EXACT), "differ"),
        (("130", AT_LEAST), ("133", EXACT), "compatible"),
        (("133", EXACT), ("130", AT_LEAST), "compatible"),
        (("130", AT_LEAST), ("129", EXACT), "differ"),
        (("130", AT_LEAST), ("120", AT_MOST), "differ"),
        (("130", AT_MOST), ("120", AT_LEAST), "compatible"),
        (("130", ABOUT), ("133", EXACT), "compatible"),
        (("700", ABOUT), ("745", EXACT), "compatible"),
        (("700", ABOUT), ("800", EXACT), "differ"),
        (("1000", VAGUE), ("3", EXACT), "compatible"),
        (("133", EXACT), ("133", EXACT), "agree"),
        (("133", ""), ("133", EXACT), "agree"),
        (("133", AT_LEAST), ("133", EXACT), "compatible"),
    ],
)
def test_figures_are_held_together_by_what_their_qualifiers_leave_room_for(
    one: tuple[str, str], other: tuple[str, str], verdict: str
) -> None:
    found = verdict_of(
        [
            account("a", "deathCount", one[0], quantifier=one[1]),
            account("b", "deathCount", other[0], quantifier=other[1]),
        ]
    )
    assert found is not None
    assert found[0] == verdict


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("1987-05-11", "1987-05-12", "differ"),
        ("1987-05", "1987-05-12", "compatible"),
        ("1987", "1987-05", "compatible"),
        ("1987-06", "1987-05-12", "differ"),
        ("no date at all", "1987-05-12", "differ"),
    ],
)
def test_days_are_held_together_by_their_precision(one: str, other: str, verdict: str) -> None:
    found = verdict_of([account("a", "startDate", one), account("b", "startDate", other)])
    assert found is not None
    assert found[0] == verdict


def test_who_is_named_by_one_and_not_by_the_other_is_told_and_is_no_contradiction() -> None:
    named = [account("a", "agent", "e/army", label="the army"), account("b", "agent", "e/gangs", label="gangs")]
    assert verdict_of(named) == ("various", "Each names something else; all of it may be true.")


def test_a_denial_is_told_as_one() -> None:
    says = account("a", "orderedBy", "e/minister", label="the minister", voice_label="the paper")
    denies = account(
        "b", "orderedBy", "e/minister", label="the minister", voice_label="the ministry", polarity="negative"
    )
    assert verdict_of([says, denies]) == ("denied", "the ministry denies what the paper says.")
    assert verdict_of([denies, says]) == ("denied", "the ministry denies what the paper says.")


def test_a_document_is_not_held_against_itself() -> None:
    alone = [account("a", "deathCount", "133"), account("a", "deathCount", "137")]
    assert verdict_of(alone) is None


def test_documents_do_not_differ_in_what_one_of_them_gives_as_well() -> None:
    quoting = [
        account("a", "deathCount", "133"),
        account("a", "deathCount", "137"),
        account("b", "deathCount", "137"),
    ]
    found = verdict_of(quoting)
    assert found is not None
    assert found[0] == "agree"


def test_what_differs_is_named_and_so_is_what_leaves_room() -> None:
    found = verdict_of(
        [
            account("a", "deathCount", "137"),
            account("b", "deathCount", "130", quantifier=AT_LEAST),
            account("c", "deathCount", "133"),
        ]
    )
    assert found == ("differ", "133 and 137 cannot both be true. At least 130 leaves room for them.")


NUMBERS = st.integers(min_value=0, max_value=10**9).map(str)
QUALIFIERS = st.sampled_from([EXACT, AT_LEAST, AT_MOST, ABOUT, VAGUE, ""])


@given(NUMBERS, QUALIFIERS, NUMBERS, QUALIFIERS)
def test_it_does_not_matter_whose_account_comes_first(one: str, mine: str, other: str, theirs: str) -> None:
    first = account("a", "deathCount", one, quantifier=mine)
    second = account("b", "deathCount", other, quantifier=theirs)
    assert can_both_be(first, second) == can_both_be(second, first)
    assert verdict_of([first, second]) == verdict_of([second, first])
    assert can_both_be(first, first)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_may_stand_where_a_value_is_expected(one: str, other: str) -> None:
    found = verdict_of([account("a", "deathCount", one), account("b", "deathCount", other)])
    assert found is not None
    assert found[0] in ("differ", "compatible", "agree")
