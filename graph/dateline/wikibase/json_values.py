"""Values of snaks as the `datavalue` of Wikibase's JSON, and back.

Specification: https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html#json_datavalues.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from typing import Any

from dateline.errors import shown
from dateline.settings.wikibases import CONCEPTS
from dateline.wikibase.model import (
    EARTH,
    GREGORIAN,
    Coordinates,
    ItemId,
    Monolingual,
    NoValue,
    Quantity,
    SomeValue,
    Text,
    Time,
    Value,
)

_ENTITY = re.compile(r"[QPLEM][1-9][0-9]{0,15}(?:-[FS][1-9][0-9]{0,15})?")
_KINDS = {"item": "Q", "property": "P", "lexeme": "L", "mediainfo": "M", "entity-schema": "E"}
_KIND_OF = {letter: kind for kind, letter in _KINDS.items()}
_AMOUNT = re.compile(r"[+-]?[0-9]{1,127}(?:\.[0-9]{1,127})?")
_TIME = re.compile(r"[+-][0-9]{1,16}-(?:0[0-9]|1[0-2])-(?:[0-2][0-9]|3[01])T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z")
_LANGUAGE = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_UNIT = re.compile(r"https?://[^\s<>\"]{1,200}/(Q[1-9][0-9]{0,15})")
_IRI = re.compile(r"https?://[^\s<>\"]{1,200}")
_HALF = re.compile(r"[\ud800-\udfff]")
_FINEST = 14


class UnknownKindError(ValueError):
    """A kind of value that is not known here: no mistake, but nothing that can be compared or written."""


def value_of(datavalue: Mapping[str, Any]) -> Value:
    """The value of a `datavalue`. Raises `ValueError` for one that is not well formed, and says what is wrong with it.

    >>> value_of({"type": "quantity", "value": {"amount": "+133", "unit": "1"}})
    Quantity(amount=Decimal('133'), unit=None, lower=None, upper=None)
    >>> value_of({"type": "time", "value": {"time": "20 January 1990"}})
    Traceback (most recent call last):
        ...
    ValueError: the time is “20 January 1990”
    """
    kind, value = datavalue.get("type"), datavalue.get("value")
    if kind == "string":
        return Text(text=text_of(value, "the value"))
    if kind not in ("wikibase-entityid", "monolingualtext", "time", "quantity", "globecoordinate"):
        raise UnknownKindError(f"values of the kind {shown(str(kind))} are not known here")
    if not isinstance(value, Mapping):
        raise ValueError(f"the value of a {kind} is no object")
    if kind == "wikibase-entityid":
        return ItemId(id=_entity(value))
    if kind == "monolingualtext":
        return Monolingual(text=text_of(value.get("text"), "the text"), language=language_code(value.get("language")))
    if kind == "time":
        return _time(value)
    if kind == "quantity":
        return _quantity(value)
    return _coordinates(value)


def datavalue_of(value: Value, *, concepts: str = CONCEPTS) -> dict[str, Any] | None:
    """The `datavalue` of a value; null for one that is unknown or absent. `concepts` is what ids begin with as IRIs.

    >>> datavalue_of(ItemId(id="Q9248"))
    {'value': {'entity-type': 'item', 'numeric-id': 9248, 'id': 'Q9248'}, 'type': 'wikibase-entityid'}
    """
    match value:
        case SomeValue() | NoValue():
            return None
        case Text(text=text):
            return {"value": text, "type": "string"}
        case Monolingual(text=text, language=language):
            return {"value": {"text": text, "language": language}, "type": "monolingualtext"}
        case ItemId(id=identifier):
            return {"value": _entity_value(identifier), "type": "wikibase-entityid"}
        case Time():
            made: dict[str, Any] = {
                "time": value.time,
                "before": 0,
                "after": 0,
                "precision": value.precision,
                "timezone": 0,
                "calendarmodel": value.calendar,
            }
            return {"value": made, "type": "time"}
        case Quantity():
            return {"value": _quantity_value(value, concepts), "type": "quantity"}
        case Coordinates():
            made = {
                "latitude": value.latitude,
                "longitude": value.longitude,
                "altitude": None,
                "precision": value.precision,
                "globe": value.globe,
            }
            return {"value": made, "type": "globecoordinate"}


def text_of(given: object, what: str) -> str:
    """The same text, if it is one that can be written in UTF-8. Raises `ValueError`; `what` names it."""
    if not isinstance(given, str):
        raise ValueError(f"{what} is {shown(str(given))}, no string")
    if _HALF.search(given):
        raise ValueError(f"{what} holds half a character: {shown(given)}")
    return given


def signed(number: Decimal) -> str:
    """A number as Wikibase writes it: with its sign, without exponent.

    >>> signed(Decimal(133)), signed(Decimal("-0.50")), signed(Decimal("7E+2")), signed(Decimal("-0"))
    ('+133', '-0.50', '+700', '+0')
    """
    text = f"{number:f}"
    return f"+{text.removeprefix('-')}" if not text.startswith("-") or number == 0 else text


def language_code(given: object) -> str:
    """The same text, if it can be a language code of Wikibase (`en`, `zh-hans`). Raises `ValueError`."""
    if not isinstance(given, str) or not _LANGUAGE.fullmatch(given):
        raise ValueError(f"{shown(str(given))} is not a language code")
    return given


def _entity(value: Mapping[str, Any]) -> str:
    """The id of an entity; older JSON gives the number alone."""
    identifier, kind, number = value.get("id"), value.get("entity-type"), value.get("numeric-id")
    if identifier is None and isinstance(kind, str) and kind in _KINDS and type(number) is int:
        identifier = f"{_KINDS[kind]}{number}"
    if not isinstance(identifier, str) or not _ENTITY.fullmatch(identifier):
        raise ValueError(f"{shown(str(identifier))} is not the id of an entity")
    return identifier


def _entity_value(identifier: str) -> dict[str, Any]:
    if "-" in identifier:
        return {"entity-type": "form" if "-F" in identifier else "sense", "id": identifier}
    kind = _KIND_OF[identifier[0]]
    if kind == "entity-schema":
        return {"entity-type": kind, "id": identifier}
    return {"entity-type": kind, "numeric-id": int(identifier[1:]), "id": identifier}


def _time(value: Mapping[str, Any]) -> Time:
    time, precision, calendar = value.get("time"), value.get("precision"), value.get("calendarmodel", GREGORIAN)
    if not isinstance(time, str) or not _TIME.fullmatch(time):
        raise ValueError(f"the time is {shown(str(time))}")
    if not isinstance(precision, int) or isinstance(precision, bool) or not 0 <= precision <= _FINEST:
        raise ValueError(f"the precision of the time is {shown(str(precision))}, not 0 to {_FINEST}")
    if not isinstance(calendar, str) or not _IRI.fullmatch(calendar):
        raise ValueError(f"the calendar is {shown(str(calendar))}")
    return Time(time=time, precision=precision, calendar=calendar)


def _quantity(value: Mapping[str, Any]) -> Quantity:
    amount, lower, upper = (
        _amount(name, value.get(name), needed=name == "amount") for name in ("amount", "lowerBound", "upperBound")
    )
    unit = value.get("unit", "1")
    named = _UNIT.fullmatch(unit) if isinstance(unit, str) else None
    if unit != "1" and not named:
        raise ValueError(f"the unit is {shown(str(unit))}")
    if amount is None:
        raise ValueError("there is no amount")
    if (lower is not None and lower > amount) or (upper is not None and upper < amount):
        raise ValueError(f"the amount {amount} is not between its bounds")
    return Quantity(amount=amount, unit=named[1] if named else None, lower=lower, upper=upper)


def _amount(name: str, given: object, *, needed: bool) -> Decimal | None:
    if given is None and not needed:
        return None
    if not isinstance(given, str) or not _AMOUNT.fullmatch(given):
        raise ValueError(f"the {name} is {shown(str(given))}")
    return Decimal(given)


def _quantity_value(value: Quantity, concepts: str) -> dict[str, Any]:
    made = {"amount": signed(value.amount), "unit": f"{concepts}{value.unit}" if value.unit else "1"}
    if value.lower is not None:
        made["lowerBound"] = signed(value.lower)
    if value.upper is not None:
        made["upperBound"] = signed(value.upper)
    return made


def _coordinates(value: Mapping[str, Any]) -> Coordinates:
    latitude, longitude = (
        _degrees(name, value.get(name), most) for name, most in (("latitude", 90), ("longitude", 360))
    )
    precision, globe = value.get("precision"), value.get("globe", EARTH)
    if not isinstance(globe, str) or not _IRI.fullmatch(globe):
        raise ValueError(f"the globe is {shown(str(globe))}")
    return Coordinates(
        latitude=latitude,
        longitude=longitude,
        precision=None if precision is None else _degrees("precision", precision, 360),
        globe=globe,
    )


def _degrees(name: str, given: object, most: int) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not isfinite(given) or abs(given) > most:
        raise ValueError(f"the {name} is {shown(str(given))}")
    return float(given)
