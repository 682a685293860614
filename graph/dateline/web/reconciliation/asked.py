"""What a client asks, in either version of the protocol, as one model.

Specifications: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/ and
https://reconciliation-api.github.io/specs/draft/. What does not have the shape of a request raises `UsageError`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from dateline.errors import UsageError, shown

Strictness: TypeAlias = Literal["any", "all", "should"]
Quantifier: TypeAlias = Literal["any", "all", "none"]

DEFAULT_LIMIT, MOST_CANDIDATES = 10, 100
LONGEST_QUERY = 10_000
"""Characters of a name or of a value that is compared."""
MOST_CONDITIONS = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A value to compare with: the id of a thing, a text, or both."""

    id: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """What a property of a candidate should hold."""

    property: str
    values: tuple[Wanted, ...]
    required: bool = False
    quantifier: Quantifier = "any"
    qualifier: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """One thing that is looked for: by name, by id, by what its properties hold."""

    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    strictness: Strictness = "should"
    limit: int = DEFAULT_LIMIT
    conditions: tuple[Condition, ...] = ()
    language: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Extension:
    """Which properties of which things are wanted, each property with its settings."""

    ids: tuple[str, ...]
    properties: tuple[tuple[str, Mapping[str, Any]], ...]


def parsed_json(text: str | bytes, *, what: str) -> Any:
    """A JSON value. Raises `UsageError` for what is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise UsageError(f"{what} is not JSON: {str(wrong)[:200]}.", remedy="Send one JSON value in UTF-8.") from wrong


def queries_0_2(data: Any) -> Mapping[str, Query]:
    """The queries of a batch of version 0.2, by their keys.

    >>> queries_0_2({"q0": {"query": "Baku", "type": "Place", "limit": 3}})["q0"].names
    ('Baku',)
    """
    if not isinstance(data, dict):
        raise UsageError("queries is not an object.", remedy='Send {"q0": {"query": "…"}}.')
    return {key: _query_0_2(value, key) for key, value in data.items()}


def queries_1_0(data: Any) -> tuple[Query, ...]:
    """The queries of a batch of version 1.0, in order.

    >>> queries_1_0({"queries": [{"conditions": [{"matchType": "name", "propertyValue": "Baku"}]}]})[0].names
    ('Baku',)
    """
    if not isinstance(data, dict) or not isinstance(data.get("queries"), list):
        raise UsageError("queries is not a list.", remedy='Send {"queries": [{"conditions": […]}]}.')
    return tuple(_query_1_0(value, f"queries[{place}]") for place, value in enumerate(data["queries"]))


def extension(data: Any) -> Extension:
    """What to extend a table with; both versions send the same. Raises `UsageError`."""
    if (
        not isinstance(data, dict)
        or not isinstance(data.get("ids"), list)
        or not isinstance(data.get("properties"), list)
    ):
        raise UsageError("a data extension is an object with ids and properties, both lists.")
    properties: list[tuple[str, Mapping[str, Any]]] = []
    for place, one in enumerate(data["properties"]):
        settings = one.get("settings") if isinstance(one, dict) else None
        if not isinstance(one, dict) or not isinstance(one.get("id"), str) or not isinstance(settings or {}, dict):
            raise UsageError(f"properties[{place}] is not an object with an id.")
        properties.append((one["id"], settings or {}))
    for place, one in enumerate(data["ids"]):
        if not isinstance(one, str):
            raise UsageError(f"ids[{place}] is not a text.")
    return Extension(ids=tuple(data["ids"]), properties=tuple(properties))


def _query_0_2(value: Any, at: str) -> Query:
    _members(value, at, "query", "type", "limit", "properties", "type_strict")
    text, strict = value.get("query"), value.get("type_strict", "should")
    conditions = value.get("properties", [])
    if text is not None and not isinstance(text, str):
        raise UsageError(f"{at}.query is not a text.")
    if strict not in ("any", "all", "should"):
        raise UsageError(f"{at}.type_strict is none of any, all, should.")
    _some(conditions, f"{at}.properties")
    if text is None and not conditions:
        raise UsageError(f"{at} has neither a query nor properties.")
    made = []
    for place, one in enumerate(conditions):
        if not isinstance(one, dict) or not isinstance(one.get("pid"), str) or "v" not in one:
            raise UsageError(f"{at}.properties[{place}] is not an object with pid and v.")
        made.append(Condition(property=one["pid"], values=_values(one["v"], f"{at}.properties[{place}].v")))
    return Query(
        names=(_short(text, f"{at}.query"),) if text else (),
        types=_types(value.get("type"), f"{at}.type"),
        strictness=strict,
        limit=_limit(value.get("limit"), f"{at}.limit"),
        conditions=tuple(made),
    )


def _query_1_0(value: Any, at: str) -> Query:
    _members(value, at, "type", "limit", "lang", "dir", "conditions")
    conditions = value.get("conditions")
    _some(conditions, f"{at}.conditions")
    if not conditions:
        raise UsageError(f"{at}.conditions is empty.", remedy="Give at least one.")
    language = value.get("lang", "")
    if not isinstance(language, str) or not isinstance(value.get("type", ""), str):
        raise UsageError(f"{at}: lang and type are texts.")
    names: list[str] = []
    ids: list[str] = []
    made: list[Condition] = []
    for place, one in enumerate(conditions):
        here = f"{at}.conditions[{place}]"
        if not isinstance(one, dict) or one.get("matchType") not in ("name", "id", "property"):
            raise UsageError(f"{here}.matchType is none of name, id, property.")
        if "propertyValue" not in one:
            raise UsageError(f"{here}.propertyValue is missing.")
        values = _values(one["propertyValue"], f"{here}.propertyValue")
        if one["matchType"] == "property":
            made.append(_condition(one, values, here))
        else:
            (names if one["matchType"] == "name" else ids).extend(value.text or value.id for value in values)
    return Query(
        names=tuple(name for name in names if name),
        ids=tuple(one for one in ids if one),
        types=_types(value.get("type"), f"{at}.type"),
        limit=_limit(value.get("limit"), f"{at}.limit"),
        conditions=tuple(made),
        language=language,
    )


def _condition(one: Mapping[str, Any], values: tuple[Wanted, ...], at: str) -> Condition:
    required, quantifier, qualifier = (
        one.get("required", False),
        one.get("matchQuantifier", "any"),
        one.get("matchQualifier", ""),
    )
    if not isinstance(one.get("propertyId"), str):
        raise UsageError(f"{at}.propertyId is not a text.")
    if not isinstance(required, bool) or not isinstance(qualifier, str):
        raise UsageError(f"{at}: required is a truth value, and matchQualifier a text.")
    if quantifier not in ("any", "all", "none"):
        raise UsageError(f"{at}.matchQuantifier is none of any, all, none.")
    return Condition(
        property=one["propertyId"], values=values, required=required, quantifier=quantifier, qualifier=qualifier
    )


def _members(value: Any, at: str, *known: str) -> None:
    if not isinstance(value, dict):
        raise UsageError(f"{at} is not an object.")
    for name in value:
        if name not in known:
            raise UsageError(f"{at} has no member {shown(name)}.", remedy=f"It may have {', '.join(known)}.")


def _some(value: Any, at: str) -> None:
    if not isinstance(value, list) or len(value) > MOST_CONDITIONS:
        raise UsageError(f"{at} is not a list of at most {MOST_CONDITIONS}.")


def _types(value: Any, at: str) -> tuple[str, ...]:
    given = [] if value is None else [value] if isinstance(value, str) else value
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise UsageError(f"{at} is neither a text nor a list of texts.")
    return tuple(one for one in given if one)


def _limit(value: Any, at: str) -> int:
    if value is None:
        return DEFAULT_LIMIT
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or abs(value) == float("inf"):
        raise UsageError(f"{at} is not a number.")
    return max(1, min(MOST_CANDIDATES, int(value)))


def _values(value: Any, at: str) -> tuple[Wanted, ...]:
    given = value if isinstance(value, list) else [value]
    if len(given) > MOST_CONDITIONS:
        raise UsageError(f"{at} has more than {MOST_CONDITIONS} values.")
    return tuple(_value(one, at) for one in given)


def _value(one: Any, at: str) -> Wanted:
    if isinstance(one, dict):
        if not isinstance(one.get("id"), str) or not isinstance(one.get("name", ""), str):
            raise UsageError(f"{at} is not an object with an id.")
        return Wanted(id=_short(one["id"], at), text=_short(one.get("name", ""), at))
    if isinstance(one, str):
        return Wanted(text=_short(one, at))
    if isinstance(one, bool):
        return Wanted(text="true" if one else "false")
    if isinstance(one, int | float):
        try:
            return Wanted(text=str(int(one)) if one == int(one) else repr(one))
        except (ValueError, OverflowError):
            pass
    raise UsageError(f"{at} is neither a text, a number, a truth value nor an object with an id.")


def _short(text: str, at: str) -> str:
    if len(text) > LONGEST_QUERY:
        raise UsageError(f"{at} has more than {LONGEST_QUERY:,} characters.")
    return text
