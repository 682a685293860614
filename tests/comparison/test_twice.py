"""For any drafts and any items: what is there is never proposed, and what was written once is not proposed again."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.comparison import compare
from dateline.statements import Draft
from dateline.wikibase import Item, Statement
from tests.comparison.made import EVENT, an_item, by_id, draft_of, of, written
from tests.comparison.values import statements

DRAFTED = statements(real=True, ranked=False).filter(lambda one: bool(one.references))
STOCK: st.SearchStrategy[Mapping[str, Item]] = st.builds(
    lambda event, city: by_id(an_item(*event), an_item(*city, name="Q9248", label="Baku")),
    st.lists(statements(), max_size=4),
    st.lists(statements(), max_size=2),
)


@given(DRAFTED, st.lists(statements(), max_size=3))
def test_a_draft_that_an_item_holds_agrees(ours: Statement, others: list[Statement]) -> None:
    [row] = compare(of(draft_of(ours)), by_id(an_item(*others, ours))).rows
    assert (row.verdict, row.adds) == ("agrees", "nothing")
    assert row.theirs[0].bearing == "same"


@settings(max_examples=150)
@given(st.lists(DRAFTED, max_size=4, unique_by=lambda one: one.main).map(tuple), STOCK, st.booleans())
def test_what_was_written_once_is_not_proposed_again(
    ours: tuple[Statement, ...], items: Mapping[str, Item], references: bool
) -> None:
    drafts = of(*map(draft_of, ours))
    first = compare(drafts, items)
    once = first.worth_writing(references=references)
    after = written(items, once)
    again = compare(drafts, after).worth_writing(references=references)
    assert not set(once.drafts) & set(again.drafts)
    new = sum(row.adds == "statement" for row in first.rows)
    assert len(after[EVENT].statements) == len(items[EVENT].statements) + new, "and nothing else made one more"


@given(st.lists(DRAFTED, max_size=4, unique_by=lambda one: one.main).map(tuple), STOCK)
def test_after_a_few_rounds_there_is_nothing_left_to_write(
    ours: tuple[Statement, ...], items: Mapping[str, Item]
) -> None:
    drafts = of(*map(draft_of, ours))
    for _ in drafts.drafts:
        items = written(items, compare(drafts, items).worth_writing())
    assert compare(drafts, items).worth_writing().drafts == ()


@given(st.lists(DRAFTED, max_size=3).map(tuple), STOCK)
def test_nothing_is_proposed_whose_very_value_is_there(ours: tuple[Statement, ...], items: Mapping[str, Item]) -> None:
    drafts = of(*map(draft_of, ours))
    for row in compare(drafts, items).rows:
        if row.adds == "statement":
            assert isinstance(row.ours, Draft)
            assert row.ours.statement.main not in [one.statement.main for one in row.theirs]
            assert "same" not in [one.bearing for one in row.theirs]
