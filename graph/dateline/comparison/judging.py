"""One draft held against what Wikidata says: which of it bears on the draft and how, and the verdict.

The first of these that is so decides:

| Wikidata has | verdict | writing would add |
|---|---|---|
| our value | agrees | nothing, or our source |
| our value, without a qualifier that ours has | more precise | our qualifiers |
| our value, for a part or a time alone | less precise | nothing |
| our value, for another part or time; or deprecated | differs | nothing: a person decides |
| the same from the other end, on the item that ours names | agrees | nothing |
| a finer value that fits | less precise | nothing |
| a coarser value that fits | more precise | a statement |
| "none"; or another value, where there is one by nature | differs | a statement |
| other values; or something about a part or a time alone; or nothing | new | a statement |

A draft whose very value is there never becomes a statement, so what was written once is not proposed again. What adds
to a statement needs the same value to the letter, or a tool would write another one beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.comparison.dates import by_other_dates
from dateline.comparison.model import Adds, Bearing, Verdict
from dateline.comparison.references import adds_source
from dateline.comparison.scope import Scope, days_of, is_circa, narrowed_by, scope
from dateline.comparison.shelf import Shelf
from dateline.comparison.values import APART, COARSER, FINER, SAME, Standing, Stands, in_days, stands
from dateline.statements import Draft
from dateline.wikibase import NO_VALUE, SOME_VALUE, ItemId, Snak, Statement

_ORDER: tuple[Bearing, ...] = ("same", "other end", "finer", "coarser", "apart", "narrower", "deprecated", "beside")
_SCOPES: tuple[Scope, ...] = ("same", "ours is narrower", "theirs is narrower", "apart")
_RANKS = ("preferred", "normal", "deprecated")
_BEARINGS: dict[Standing, Bearing] = {"same": "same", "finer": "coarser", "coarser": "finer", "apart": "apart"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A statement of theirs, on `item`, held against ours: how the values and what they hold of stand."""

    item: str
    statement: Statement
    bearing: Bearing
    stands: Stands = APART
    scope: Scope = "same"


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """A verdict with its reason, what writing would add, and what bears on it, the weightiest first."""

    verdict: Verdict
    why: str = ""
    adds: Adds = "nothing"
    held: tuple[Held, ...] = ()


def judge(draft: Draft, shelf: Shelf, others: Sequence[Draft] = ()) -> Judged:
    """The verdict on a draft about an item on the shelf; `others` are all drafts about the same item."""
    ours, here = draft.statement, shelf.known.now(draft.item)
    held = [_held(ours, one, here, shelf) for one in shelf.said(here, ours.main.property)]
    held += _other_ends(ours, here, shelf)
    held.sort(key=lambda one: (_ORDER.index(one.bearing), _SCOPES.index(one.scope), _RANKS.index(one.statement.rank)))
    settled = any(one.bearing in ("same", "other end", "finer", "coarser", "apart") for one in held)
    dated = None if settled else by_other_dates(draft, shelf, others)
    if dated is None:
        verdict, why, adds = _decided(ours, held, shelf)
    else:
        verdict, why, adds, bearing, beside = dated
        held = [*(Held(item=here, statement=one, bearing=bearing) for one in beside), *held]
    if adds == "statement" and any(one.statement.main == ours.main for one in held):
        adds = "nothing"  # deprecated, or unknown within other bounds: an upload would lay one over the other
    return Judged(verdict=verdict, why=why, adds=adds, held=tuple(held))


def _held(ours: Statement, theirs: Statement, here: str, shelf: Shelf) -> Held:
    how, where = _stands(ours, theirs, shelf), scope(ours, theirs, shelf.known)
    if theirs.rank == "deprecated":
        bearing: Bearing = "deprecated"
    elif how.how != "same" and where in ("theirs is narrower", "apart"):
        bearing = "narrower"
    else:
        bearing = _BEARINGS[how.how]
    return Held(item=here, statement=theirs, bearing=bearing, stands=how, scope=where)


def _stands(ours: Statement, theirs: Statement, shelf: Shelf) -> Stands:
    """How the values stand, those of times with what the qualifiers say of the earliest and the latest day."""
    plain = stands(ours.main, theirs.main, shelf.known)
    if ours.main.datatype != "time":
        return plain
    mine, other = days_of(ours), days_of(theirs)
    if SOME_VALUE == ours.main.value == theirs.main.value and (mine is None) != (other is None):
        return FINER if other is None else COARSER
    if mine is None or other is None or (plain.how == "same" and ours.main.value != SOME_VALUE):
        return plain
    return in_days(mine, other)


def _other_ends(ours: Statement, here: str, shelf: Shelf) -> Iterable[Held]:
    """What the item that ours names says of this one with the inverse property."""
    if not isinstance(ours.main.value, ItemId):
        return
    there = shelf.known.now(ours.main.value.id)
    back = Snak(property=ours.main.property, value=ItemId(id=here), datatype=ours.main.datatype)
    for name in shelf.properties.inverses.get(ours.main.property, ()):
        for one in shelf.said(there, name):
            if one.rank != "deprecated" and stands(back, one.main, shelf.known).how == "same":
                yield Held(item=there, statement=one, bearing="other end", stands=SAME)


# -------------------------------------------------------------------------------------------------------- the verdict


def _decided(ours: Statement, held: Sequence[Held], shelf: Shelf) -> tuple[Verdict, str, Adds]:
    same = [one for one in held if one.bearing == "same"]
    if same:
        return _same(ours, same, held, shelf)
    for one in held:
        if one.bearing == "other end":
            return "agrees", f"Wikidata says it from the other end, on {shelf.names.item(one.item)}.", "nothing"
        if one.bearing == "deprecated" and one.stands.how == "same":
            return "differs", "Wikidata has this very value, and has deprecated it: look there why.", "nothing"
    fits = [one for one in held if one.bearing in ("finer", "coarser")]
    if fits:
        finer = fits[0].bearing == "finer"
        why = _sentence(fits[0].stands.why) or ("Wikidata has it more precisely." if finer else "")
        if finer:
            return "less precise", why, "nothing"
        unbounded = fits[0].statement.main == ours.main and days_of(fits[0].statement) is None
        return "more precise", why, "qualifiers" if unbounded else "statement"
    apart = [one for one in held if one.bearing == "apart"]
    if any(one.statement.main.value == NO_VALUE for one in apart):
        return "differs", "Wikidata says that there is none.", "statement"
    if apart and ours.main.property in shelf.properties.single:
        return "differs", _differs(ours, apart), "statement"
    if apart:
        return "new", "Wikidata has others; there may be several.", "statement"
    if any(one.bearing == "narrower" for one in held):
        return "new", "What Wikidata has is about something narrower.", "statement"
    if held:
        return "new", "Wikidata has another value, and has deprecated it.", "statement"
    return "new", "", "statement"


def _same(ours: Statement, same: Sequence[Held], held: Sequence[Held], shelf: Shelf) -> tuple[Verdict, str, Adds]:
    by_scope = {one.scope: one for one in reversed(same)}
    if "same" in by_scope:
        alike = [one for one in same if one.scope == "same"]
        sourced = [one for one in alike if not adds_source(ours, one.statement, shelf.known)]
        equal = [one for one in alike if one.statement.main == ours.main]
        best = (sourced or equal or alike)[0]
        adds: Adds = "reference" if equal and not sourced else "nothing"
        return "agrees", _agrees(ours, best, held, shelf), adds
    if "ours is narrower" in by_scope:
        equal = [one for one in same if one.scope == "ours is narrower" and one.statement.main == ours.main]
        return "more precise", "Wikidata has this value without the qualifiers.", "qualifiers" if equal else "nothing"
    if "theirs is narrower" in by_scope:
        said = "; ".join(shelf.names.qualifiers(narrowed_by(by_scope["theirs is narrower"].statement)))
        return "less precise", f"Wikidata has this value, and narrows it ({said}).", "nothing"
    said = "; ".join(shelf.names.qualifiers(narrowed_by(same[0].statement)))
    return "differs", f"Wikidata has this value for something else ({said}); to write it would mix the two.", "nothing"


def _agrees(ours: Statement, best: Held, held: Sequence[Held], shelf: Shelf) -> str:
    """What is to be told of an agreement: how each means it, and what Wikidata has beside it."""
    told = [_sentence(best.stands.why)]
    roughly = is_circa(ours), is_circa(best.statement)
    if roughly == (True, False):
        told.append("The document says “about”, Wikidata does not.")
    elif roughly == (False, True):
        told.append("Wikidata says “about”, the document does not.")
    rest = [one for one in held if one.bearing in ("finer", "coarser", "apart")]
    if rest and ours.main.property in shelf.properties.single:
        others = ", ".join(dict.fromkeys(shelf.names.statement(one.statement) for one in rest))
        preferred = any(one.statement.rank == "preferred" for one in rest) and best.statement.rank != "preferred"
        told.append(f"Wikidata also has {others}" + (", and prefers that." if preferred else "."))
    if not best.statement.references:
        told.append("It has no source there.")
    return " ".join(filter(None, told))


def _differs(ours: Statement, apart: Sequence[Held]) -> str:
    told = list(dict.fromkeys(_sentence(one.stands.why) for one in apart))
    if is_circa(ours):
        told.append("The document says “about”: whether the two fit is for a person to say.")
    return " ".join(filter(None, told))


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}." if words else ""
