"""What a statement is about besides its item: the part, the time or the criterion that its qualifiers narrow it to."""

from __future__ import annotations

from typing import Literal, TypeAlias

from dateline.comparison.times import Days, days
from dateline.comparison.values import Known, stands
from dateline.wikibase import SOME_VALUE, ItemId, Snak, Statement, Time

START, END, POINT = "P580", "P582", "P585"
CIRCUMSTANCES, CIRCA = "P1480", "Q5727902"
EARLIEST, LATEST = "P1319", "P1326"
_REMARKS = frozenset(
    {CIRCUMSTANCES, EARLIEST, LATEST, "P5102", "P4241", "P3831", "P459", "P887", "P1810", "P1932", "P1310"}
)
"""Qualifiers that say how a statement is meant or known, not of what it holds; any other one narrows it. These ids are
only recognised here, never written."""
_EVER = Days(-(10**15), 10**15)

Scope: TypeAlias = Literal["same", "ours is narrower", "theirs is narrower", "apart"]


def scope(ours: Statement, theirs: Statement, known: Known) -> Scope:
    """How what ours holds of stands to what theirs holds of.

    A statement without a qualifier holds of the whole; what held on a day held in a period that has that day.
    """
    if not ours.qualifiers and not theirs.qualifiers:
        return "same"
    mine, other = _narrowing(ours), _narrowing(theirs)
    held = [_in_time(ours, theirs)]
    for name in sorted(mine.keys() | other.keys()):
        if name not in other:
            held.append("ours is narrower")
        elif name not in mine:
            held.append("theirs is narrower")
        elif not any(stands(a, b, known).how == "same" for a in mine[name] for b in other[name]):
            held.append("apart")
    if "apart" in held or {"ours is narrower", "theirs is narrower"} <= set(held):
        return "apart"
    return next((one for one in held if one != "same"), "same")


def is_circa(statement: Statement) -> bool:
    """Whether a statement says that its value is meant roughly."""
    return any(one.property == CIRCUMSTANCES and one.value == ItemId(id=CIRCA) for one in statement.qualifiers)


def narrowed_by(statement: Statement) -> tuple[Snak, ...]:
    """The qualifiers that narrow a statement, in its own order."""
    return tuple(one for one in statement.qualifiers if one.property not in _REMARKS)


def days_of(statement: Statement) -> Days | None:
    """The days that a statement's time can mean, with what its qualifiers say of the earliest and the latest.

    Null where it is no time, or one that is not known at all.
    """
    earliest, latest = _times(statement, EARLIEST), _times(statement, LATEST)
    value = statement.main.value
    if isinstance(value, Time):
        meant = days(value)
    else:
        meant = _EVER if value == SOME_VALUE and statement.main.datatype == "time" and (earliest or latest) else None
    if meant is None:
        return None
    first = max((one.first for one in earliest), default=meant.first)
    last = min((one.last for one in latest), default=meant.last)
    within = Days(max(first, meant.first), min(last, meant.last))
    return within if within.first <= within.last else meant


def _narrowing(statement: Statement) -> dict[str, list[Snak]]:
    found: dict[str, list[Snak]] = {}
    for one in narrowed_by(statement):
        if one.property not in (START, END, POINT):
            found.setdefault(one.property, []).append(one)
    return found


def _in_time(ours: Statement, theirs: Statement) -> Scope:
    mine, other = _period(ours), _period(theirs)
    if mine == other:
        return "same"
    if mine is None:
        return "theirs is narrower"
    if other is None:
        return "same" if _times(ours, POINT) else "ours is narrower"
    at_a_time = _times(ours, POINT) or _times(theirs, POINT)
    return "same" if at_a_time and mine.meets(other) else "apart"


def _period(statement: Statement) -> Days | None:
    """The days for which a statement holds by its qualifiers, null where they say nothing of it."""
    points, starts, ends = (_times(statement, name) for name in (POINT, START, END))
    if points:
        return Days(min(one.first for one in points), max(one.last for one in points))
    if not starts and not ends:
        return None
    first = min((one.first for one in starts), default=_EVER.first)
    last = max((one.last for one in ends), default=_EVER.last)
    return Days(first, last) if first <= last else None


def _times(statement: Statement, name: str) -> list[Days]:
    values = [one.value for one in statement.qualifiers if one.property == name]
    return [found for one in values if isinstance(one, Time) and (found := days(one)) is not None]
