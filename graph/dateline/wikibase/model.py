"""The Wikibase data model as frozen values.

A statement says one thing of an item: a main snak, qualifiers that narrow it, references that say where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Literal, TypeAlias

Rank: TypeAlias = Literal["preferred", "normal", "deprecated"]

DAY, MONTH, YEAR, DECADE, CENTURY = 11, 10, 9, 8, 7
"""Precisions of a time; lower ones are coarser still."""

GREGORIAN = "http://www.wikidata.org/entity/Q1985727"
JULIAN = "http://www.wikidata.org/entity/Q1985786"
EARTH = "http://www.wikidata.org/entity/Q2"


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemId:
    """Another item, by its id (`Q9248`); where a property takes them also a property, a lexeme, a form, a sense."""

    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A string, an external id or a URL: the datatype of its property says which."""

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Monolingual:
    """Words with their language code."""

    text: str
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Time:
    """A point in time as Wikibase writes it: `+1990-01-20T00:00:00Z`, zeros below the precision."""

    time: str
    precision: int = DAY
    calendar: str = GREGORIAN


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """A number; `unit` is an item id or null for a bare count, the bounds are null where nothing bounds it."""

    amount: Decimal
    unit: str | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Coordinates:
    """A place on a globe, in degrees; `precision` is degrees too, null where it is not known."""

    latitude: float
    longitude: float
    precision: float | None = None
    globe: str = EARTH


@dataclass(frozen=True, slots=True)
class SomeValue:
    """There is a value, and it is not known."""


@dataclass(frozen=True, slots=True)
class NoValue:
    """There is no value."""


SOME_VALUE, NO_VALUE = SomeValue(), NoValue()

Value: TypeAlias = ItemId | Text | Monolingual | Time | Quantity | Coordinates | SomeValue | NoValue


@dataclass(frozen=True, kw_only=True, slots=True)
class Snak:
    """A property with a value; `datatype` is the property's (`wikibase-item`, `time`, `quantity`, `url`, …)."""

    property: str
    value: Value
    datatype: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """Where a statement stands: the snaks of one source; `hash` is Wikibase's own."""

    snaks: tuple[Snak, ...]
    hash: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One thing said of an item; `id` is null until a Wikibase has stored it."""

    main: Snak
    qualifiers: tuple[Snak, ...] = ()
    references: tuple[Reference, ...] = ()
    rank: Rank = "normal"
    id: str | None = None


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


def _no_aliases() -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """An item: its names by language code, what is said of it, and the revision in which it said so.

    `id` is null for one that does not exist yet; `modified` is an ISO 8601 instant; `redirected_from` the id that was
    asked for, where another item took its place. `notes` tell of statements of kinds that are not known here, which
    were skipped.
    """

    id: str | None
    labels: Mapping[str, str] = field(default_factory=_nothing, hash=False)
    descriptions: Mapping[str, str] = field(default_factory=_nothing, hash=False)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=_no_aliases, hash=False)
    statements: tuple[Statement, ...] = ()
    revision: int | None = None
    modified: str | None = None
    redirected_from: str | None = None
    notes: tuple[str, ...] = ()

    def said(self, property_id: str) -> tuple[Statement, ...]:
        """The statements with that property, in the order of the item."""
        return tuple(one for one in self.statements if one.main.property == property_id)
