"""Statements of a Wikibase in words: a value with how it is meant, qualifiers, and the sources it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlsplit

from dateline.comparison.scope import is_circa
from dateline.comparison.times import in_words
from dateline.wikibase import (
    Coordinates,
    ItemId,
    Monolingual,
    NoValue,
    Quantity,
    Reference,
    Snak,
    SomeValue,
    Statement,
    Text,
    Time,
)

_TITLE, _STATED_IN, _URL = "P1476", "P248", "P854"
_TOLD = (_TITLE, _STATED_IN, "P50", "P123", "P577")
"""What is told of a source, in this order, then its address; where it has none of these, all that it has."""

_LONGEST = 30
"""Digits of a number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """What items and properties are called, by id; what has no name is called by its id."""

    items: Mapping[str, str]
    properties: Mapping[str, str]

    def item(self, identifier: str) -> str:
        return self.items.get(identifier, identifier)

    def property(self, identifier: str) -> str:
        return self.properties.get(identifier, identifier)

    def value(self, snak: Snak) -> str:
        """A value in words.

        >>> count = Quantity(amount=Decimal(1700), lower=Decimal(1600), upper=Decimal(1800))
        >>> Names(items={}, properties={}).value(Snak(property="P1120", value=count, datatype="quantity"))
        '1,700 (1,600 to 1,800)'
        """
        match snak.value:
            case ItemId(id=identifier):
                return self.item(identifier)
            case Time():
                return in_words(snak.value)
            case Quantity():
                return self._quantity(snak.value)
            case Monolingual(text=text) | Text(text=text):
                return text
            case Coordinates(latitude=latitude, longitude=longitude):
                return f"{latitude:g}, {longitude:g}"
            case SomeValue():
                return "unknown value"
            case NoValue():
                return "no value"

    def statement(self, statement: Statement) -> str:
        """The value of a statement with how it is meant."""
        return f"about {self.value(statement.main)}" if is_circa(statement) else self.value(statement.main)

    def qualifiers(self, snaks: Iterable[Snak]) -> tuple[str, ...]:
        """Qualifiers, each with the name of its property."""
        return tuple(f"{self.property(one.property)}: {self.value(one)}" for one in snaks)

    def sources(self, references: Iterable[Reference]) -> tuple[str, ...]:
        """Sources in words, each once."""
        return tuple(dict.fromkeys(filter(None, map(self._source, references))))

    def _source(self, reference: Reference) -> str:
        told = [self.value(one) for name in _TOLD for one in reference.snaks if one.property == name]
        hosts = [
            _host(one.value.text) for one in reference.snaks if one.property == _URL and isinstance(one.value, Text)
        ]
        if not told and not hosts:
            return ", ".join(self.qualifiers(reference.snaks))
        return ", ".join(dict.fromkeys([*told, *filter(None, hosts)]))

    def _quantity(self, quantity: Quantity) -> str:
        said = _number(quantity.amount)
        bounds = [quantity.lower, quantity.upper]
        if any(one is not None and one != quantity.amount for one in bounds):
            lower, upper = (quantity.amount if one is None else one for one in bounds)
            said += f" ({_number(lower)} to {_number(upper)})"
        return said if quantity.unit is None else f"{said} {self.item(quantity.unit)}"


def _number(amount: Decimal) -> str:
    """A number with its thousands apart; one that would be very long as it is.

    >>> _number(Decimal("1E+3")), _number(Decimal("1E+300"))
    ('1,000', '1E+300')
    """
    return f"{amount:,f}" if abs(amount.adjusted()) <= _LONGEST else str(amount)


def _host(address: str) -> str:
    """The host of an address, or the address where it has none."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address
