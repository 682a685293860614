"""What changed between two publications."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dateline.accounts import Account, Changes, changes
from tests.accounts.making import account


def between(before: list[Account], now: list[Account]) -> Changes:
    return changes(before, now, title="A collection", since="the first", name="now")


def test_what_came_and_what_went_is_told_with_its_words() -> None:
    found = between([account("a", "deathCount", "133")], [account("b", "deathCount", "137")])
    assert [(one.kind, one.shown.value, one.shown.quote) for one in found.changes] == [
        ("gone", "133", "deathCount 133"),
        ("added", "137", "deathCount 137"),
    ]


def test_other_words_for_the_same_statement_are_a_change() -> None:
    old, new = (
        account("a", "deathCount", "133", words="133 died"),
        account("a", "deathCount", "133", words="left 133 dead"),
    )
    [change] = between([old], [new]).changes
    assert change.kind == "changed"
    assert change.differences == (("words", "133 died", "left 133 dead"),)


def test_the_same_words_read_otherwise_are_a_change() -> None:
    old, new = account("a", "deathCount", "133", words="133 fell"), account("a", "deathCount", "134", words="133 fell")
    [change] = between([old], [new]).changes
    assert change.differences == (("value", "133", "134"),)


def test_a_claim_that_is_denied_now_is_a_change_of_what_it_says() -> None:
    old = account("a", "orderedBy", "e/x", label="the minister")
    [change] = between([old], [replace(old, polarity="negative")]).changes
    assert change.differences == (("affirmed or denied", "affirmed", "denied"),)


ACCOUNTS = st.lists(
    st.builds(
        account,
        st.sampled_from("ab"),
        st.sampled_from(["deathCount", "injuredCount"]),
        st.sampled_from(["1", "2", "3"]),
        words=st.sampled_from(["some words", "other words"]),
        voice_label=st.sampled_from(["he", "she"]),
    ),
    max_size=6,
    unique_by=lambda one: one.claim,
)


@given(ACCOUNTS, ACCOUNTS)
def test_every_claim_is_told_of_once(before: list[Account], now: list[Account]) -> None:
    found = between(before, now)
    assert found.kept + sum(one.before is not None for one in found.changes) == len(before)
    assert found.kept + sum(one.now is not None for one in found.changes) == len(now)
    assert all(one.kind != "changed" or one.differences or one.before != one.now for one in found.changes)
    assert between(before[::-1], now[::-1]) == found


@given(ACCOUNTS)
def test_nothing_has_changed_since_the_same_publication(accounts: list[Account]) -> None:
    assert between(accounts, accounts).changes == ()
