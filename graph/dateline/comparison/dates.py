"""A day where Wikidata has a beginning and an end, and the other way round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from dateline.comparison.model import Adds, Bearing, Verdict
from dateline.comparison.scope import END, POINT, START, days_of, narrowed_by
from dateline.comparison.shelf import Shelf
from dateline.comparison.times import Days
from dateline.statements import Draft
from dateline.wikibase import Statement

Dated: TypeAlias = tuple[Verdict, str, Adds, Bearing, tuple[Statement, ...]]
"""The verdict, why, what writing would add, and how which statements bear on it."""


def by_other_dates(draft: Draft, shelf: Shelf, others: Sequence[Draft]) -> Dated | None:
    """The verdict on a date by dates of the other kind, null where there are none; `others` are the item's drafts."""
    property_id, ours = draft.statement.main.property, days_of(draft.statement)
    if ours is None:
        return None
    if property_id == POINT:
        return _point(ours, _there(draft, shelf, START), _there(draft, shelf, END))
    if property_id in (START, END):
        drafted = [(one.statement.main.property, days_of(one.statement)) for one in others]
        return _interval(
            Days(
                min([ours.first, *(found.first for name, found in drafted if name == START and found)]),
                max([ours.last, *(found.last for name, found in drafted if name == END and found)]),
            ),
            _there(draft, shelf, POINT),
        )
    return None


def _there(draft: Draft, shelf: Shelf, property_id: str) -> list[tuple[Days, Statement]]:
    """What Wikidata says with a property of dates, of the whole item."""
    return [
        (found, one)
        for one in shelf.said(draft.item, property_id)
        if one.rank != "deprecated" and not narrowed_by(one) and (found := days_of(one)) is not None
    ]


def _point(ours: Days, starts: list[tuple[Days, Statement]], ends: list[tuple[Days, Statement]]) -> Dated | None:
    if not starts and not ends:
        return None
    beside = tuple(one for _, one in (*starts, *ends))
    first = min((found.first for found, _ in starts), default=ours.first)
    last = max((found.last for found, _ in ends), default=ours.last)
    if not ours.meets(Days(first, last)) or first > last:
        return (
            "differs",
            "Wikidata has a beginning and an end, and this is not between them.",
            "statement",
            "apart",
            beside,
        )
    if starts and ends:
        return (
            "less precise",
            "Wikidata has a beginning and an end, and this is between them.",
            "nothing",
            "finer",
            beside,
        )
    if any(found.meets(ours) for found, _ in (*starts, *ends)):
        end = "beginning" if starts else "end"
        return "agrees", f"Wikidata has it as the {end}.", "nothing", "same", beside
    return "new", f"Wikidata has only {'a beginning' if starts else 'an end'}.", "statement", "apart", beside


def _interval(ours: Days, points: list[tuple[Days, Statement]]) -> Dated | None:
    if not points:
        return None
    beside = tuple(one for _, one in points)
    if any(found.meets(ours) for found, _ in points):
        return (
            "more precise",
            "Wikidata has one time, the document a beginning and an end.",
            "statement",
            "coarser",
            beside,
        )
    return "differs", "Wikidata has a time that is not between the beginning and the end.", "statement", "apart", beside
