"""The typed parameters of a question: text from outside becomes a term, and only a term is written into a query."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType
from typing import TypeAlias

from dateline import sparql, terms
from dateline.errors import DatelineError, QuestionError, shown

Resolve: TypeAlias = Callable[[str], str]
"""From the short name of a thing to its IRI; raises `QuestionError` for one that names none, or several."""

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"[0-9]{4}")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+|urn:\S+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """One parameter: its name, its type (a key of `TYPES`), and what a person is told of it.

    `default` is used when nothing is given; `example` is only ever shown.
    """

    name: str
    type: str
    label: str
    description: str = ""
    required: bool = False
    default: str | None = None
    example: str | None = None

    def term(self, value: str, *, resolve: Resolve | None = None) -> str:
        """The SPARQL term for a value given as text; raises `QuestionError` when it does not fit the type.

        >>> Parameter(name="day", type="date", label="Day").term("1990-01-20")
        '"1990-01-20"^^<http://www.w3.org/2001/XMLSchema#date>'
        """
        try:
            return TYPES[self.type](value, resolve)
        except DatelineError as error:
            raise QuestionError(f"{self.name}: {error.what}", remedy=error.remedy) from error


def _iri(value: str, _: Resolve | None) -> str:
    return sparql.iri(value)


def _thing(value: str, resolve: Resolve | None) -> str:
    if resolve is None or _ABSOLUTE.fullmatch(value):
        return sparql.iri(value)
    return sparql.iri(resolve(value))


def _class(value: str, _: Resolve | None) -> str:
    return _term_named(value, {name: terms.DL + name for name in terms.CLASSES}, "class")


def _property(value: str, _: Resolve | None) -> str:
    return _term_named(value, {name: predicate.iri for name, predicate in terms.PREDICATES.items()}, "property")


def _term_named(value: str, known: Mapping[str, str], what: str) -> str:
    if _ABSOLUTE.fullmatch(value):
        return sparql.iri(value)
    name = value.removeprefix("dl:")
    if name not in known:
        near = get_close_matches(name, known, n=3, cutoff=0.5)
        raise QuestionError(
            f"{shown(value)} is no {what} of the ontology.",
            remedy=f"Did you mean {' or '.join(near)}?" if near else f"Choose one of {', '.join(known)}.",
        )
    return sparql.iri(known[name])


def _string(value: str, _: Resolve | None) -> str:
    return sparql.literal(value)


def _integer(value: str, _: Resolve | None) -> str:
    if not _INTEGER.fullmatch(value):
        raise QuestionError(f"{shown(value)} is not a whole number.", remedy="Give one such as 470.")
    return sparql.literal(value, datatype=terms.INTEGER)


def _decimal(value: str, _: Resolve | None) -> str:
    if not _DECIMAL.fullmatch(value):
        raise QuestionError(f"{shown(value)} is not a number.", remedy="Give one such as 0.8.")
    return sparql.literal(value if "." in value else value + ".0", datatype=terms.DECIMAL)


def _date(value: str, _: Resolve | None) -> str:
    if _DATE.fullmatch(value):
        try:
            return sparql.literal(date.fromisoformat(value).isoformat(), datatype=terms.DATE)
        except ValueError as error:
            raise QuestionError(f"{shown(value)} is no day: {error}.", remedy="Give one such as 1990-01-20.") from error
    raise QuestionError(f"{shown(value)} is not a day.", remedy="Give one such as 1990-01-20.")


def _year(value: str, _: Resolve | None) -> str:
    if not _YEAR.fullmatch(value):
        raise QuestionError(f"{shown(value)} is not a year.", remedy="Give four digits, such as 1990.")
    return sparql.literal(value, datatype=terms.YEAR)


TYPES: Mapping[str, Callable[[str, Resolve | None], str]] = MappingProxyType(
    {
        "iri": _iri,
        "thing": _thing,
        "class": _class,
        "property": _property,
        "string": _string,
        "integer": _integer,
        "decimal": _decimal,
        "date": _date,
        "year": _year,
    }
)
"""From the name of a type to what parses text to a SPARQL term of it."""
