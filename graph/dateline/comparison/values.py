"""How one value stands to another of the same property: the same, finer, coarser, or apart.

`finer` means that ours says the same thing more precisely; `coarser` that theirs does. What cannot be held against each
other is apart, with the reason in words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Literal, TypeAlias
from urllib.parse import urlsplit, urlunsplit

from dateline.comparison.times import Days, days, fields
from dateline.wikibase import (
    NO_VALUE,
    SOME_VALUE,
    Coordinates,
    ItemId,
    Monolingual,
    Quantity,
    Snak,
    Text,
    Time,
    Value,
)
from dateline.wikibase.model import MONTH

Standing: TypeAlias = Literal["same", "finer", "coarser", "apart"]
NESTED = frozenset({"P17", "P131", "P276", "P361"})
"""Properties for which what lies in a thing may stand for it: country, located in, location, part of."""
_ARC_SECOND = 1 / 3600
_ROUNDING = 1e-9
"""What two floating-point degrees may differ by, and be the same."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What is known of items: which one took the place of which, and in which larger ones each lies."""

    successors: Mapping[str, str]
    larger: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))

    def now(self, item: str) -> str:
        """The id that an item has now; its own where nothing else is known."""
        seen = {item}
        while (after := self.successors.get(item)) is not None and after not in seen:
            seen.add(item := after)
        return item


NOTHING_KNOWN = Known(successors={})


@dataclass(frozen=True, slots=True)
class Stands:
    """How ours stands to theirs, and in words why where that is not plain to see."""

    how: Standing
    why: str = ""


SAME, FINER, COARSER, APART = Stands("same"), Stands("finer"), Stands("coarser"), Stands("apart")


def stands(ours: Snak, theirs: Snak, known: Known = NOTHING_KNOWN) -> Stands:
    """How our value stands to theirs.

    >>> day = Snak(property="P585", value=Time(time="+1990-01-20T00:00:00Z"), datatype="time")
    >>> month = Snak(property="P585", value=Time(time="+1990-01-00T00:00:00Z", precision=10), datatype="time")
    >>> stands(day, month).how, stands(month, day).how, stands(day, day).how
    ('finer', 'coarser', 'same')
    """
    mine, other = ours.value, theirs.value
    if mine == other:
        return SAME
    if other == SOME_VALUE and mine != NO_VALUE:
        return Stands("finer", "Wikidata says that the value is not known")
    if mine == SOME_VALUE and other != NO_VALUE:
        return COARSER
    if NO_VALUE in (mine, other):
        return Stands("apart", "Wikidata says that there is none" if other == NO_VALUE else "")
    return _by_type(mine, other, theirs, known)


def _by_type(mine: Value, other: Value, there: Snak, known: Known) -> Stands:
    match mine, other:
        case ItemId(), ItemId():
            return _items(mine, other, known, nested=there.property in NESTED)
        case Time(), Time():
            return _times(mine, other)
        case Quantity(), Quantity():
            return _quantities(mine, other, known)
        case Coordinates(), Coordinates():
            return _places(mine, other)
        case Monolingual(), Monolingual():
            alike = mine.language == other.language and _plain(mine.text) == _plain(other.text)
            return SAME if alike else APART
        case Text(), Text():
            return SAME if written(mine.text, there.datatype) == written(other.text, there.datatype) else APART
    return Stands("apart", "the two values are of different kinds")


# ---------------------------------------------------------------------------------------------------------------- items


def _items(mine: ItemId, other: ItemId, known: Known, *, nested: bool) -> Stands:
    ours, theirs = known.now(mine.id), known.now(other.id)
    if ours == theirs:
        return SAME
    if not nested:
        return APART
    if theirs in known.larger.get(ours, ()):
        return Stands("finer", "it lies in what Wikidata has")
    if ours in known.larger.get(theirs, ()):
        return Stands("coarser", "what Wikidata has lies in it")
    return APART


# ---------------------------------------------------------------------------------------------------------------- times


def _times(mine: Time, other: Time) -> Stands:
    ours, theirs = days(mine), days(other)
    if ours is None or theirs is None:
        return Stands("apart", "one of the two is not written as a time")
    if ours == theirs or _same_page(mine, other):
        return SAME if mine.calendar == other.calendar else Stands("same", "the same time in another calendar")
    return in_days(ours, theirs)


def in_days(ours: Days, theirs: Days) -> Stands:
    """How a stretch of days stands to another.

    >>> in_days(Days(1, 9), Days(5, 12)).why
    'the two overlap, and neither holds the other'
    """
    if ours == theirs:
        return SAME
    if theirs.holds(ours):
        return FINER
    if ours.holds(theirs):
        return COARSER
    return Stands("apart", "the two overlap, and neither holds the other") if ours.meets(theirs) else APART


def _same_page(mine: Time, other: Time) -> bool:
    """Whether two months or years are the same by name: nobody says in which calendar a year is meant."""
    ours, theirs = fields(mine), fields(other)
    if ours is None or theirs is None or ours[3] != theirs[3] or ours[3] > MONTH:
        return False
    return ours[0] == theirs[0] and (ours[3] < MONTH or ours[1] == theirs[1])


# ----------------------------------------------------------------------------------------------------------- quantities


def _quantities(mine: Quantity, other: Quantity, known: Known) -> Stands:
    units = [None if one is None else known.now(one) for one in (mine.unit, other.unit)]
    if units[0] != units[1]:
        return Stands("apart", "the two are counted in different units")
    if mine.amount == other.amount:
        return SAME
    ours, theirs = _range(mine), _range(other)
    if theirs[0] <= ours[0] and ours[1] <= theirs[1]:
        return Stands("finer", "Wikidata gives a range that holds it")
    if ours[0] <= theirs[0] and theirs[1] <= ours[1]:
        return Stands("coarser", "the document gives a range that holds it")
    return APART


def _range(quantity: Quantity) -> tuple[Decimal, Decimal]:
    amount = quantity.amount
    lower, upper = quantity.lower, quantity.upper
    return (amount if lower is None else min(lower, amount), amount if upper is None else max(upper, amount))


# --------------------------------------------------------------------------------------------------------------- places


def _places(mine: Coordinates, other: Coordinates) -> Stands:
    if mine.globe != other.globe:
        return Stands("apart", "the two are on different globes")
    ours, theirs = mine.precision or _ARC_SECOND, other.precision or _ARC_SECOND
    within = max(ours, theirs) + _ROUNDING
    longitude = abs(mine.longitude - other.longitude) % 360
    if abs(mine.latitude - other.latitude) > within or min(longitude, 360 - longitude) > within:
        return APART
    if mine.precision == other.precision or mine.precision is None or other.precision is None:
        return SAME
    return FINER if ours < theirs else COARSER


# ---------------------------------------------------------------------------------------------------------------- texts


def written(text: str, datatype: str) -> str:
    """A text as it is compared: the same address for `http` and `https`, the same file name with spaces and without.

    >>> written("HTTP://Example.org", "url") == written("https://example.org/", "url")
    True
    >>> written("https://example.org/A", "url") == written("https://example.org/a", "url")
    False
    """
    plain = _plain(text)
    if datatype == "commonsMedia":
        return plain.replace("_", " ")
    if datatype != "url":
        return plain
    try:
        parts = urlsplit(plain)
    except ValueError:
        return plain
    scheme = "https" if parts.scheme.lower() == "http" else parts.scheme.lower()
    return urlunsplit((scheme, parts.netloc.lower(), parts.path or "/", parts.query, parts.fragment))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
