"""The order of an answer, made here: the embedded engine looks every term up again for each comparison.

Only that of whole answers by IRIs, whole numbers, texts and languages is made here; every other is the engine's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from dateline.store.results import WHOLE, Row, Table, Term

_TEXT = r'(?:(?:STR|LANG)\(\s*\?\w+\s*\)|"")'
_INNER = rf"(?:\?\w+|{_TEXT}|COALESCE\(\s*{_TEXT}(?:\s*,\s*{_TEXT})*\s*\))"
_KEY = rf"(?:{_INNER}|(?:ASC|DESC)\(\s*{_INNER}\s*\))"
_ORDER = re.compile(rf"\bORDER\s+BY((?:\s+{_KEY})+)\s*\Z", re.IGNORECASE)
_KEYS = re.compile(_KEY, re.IGNORECASE)
_PARTS = re.compile(r'(?:(STR|LANG)\(\s*)?\?(\w+)|""', re.IGNORECASE)
_DESCENDING = re.compile(r"DESC\(", re.IGNORECASE)

_UNBOUND, _IRI, _WORDS = 0, 1, 2
Value: TypeAlias = tuple[int, object]
"""What is compared: nothing, then IRIs, then whole numbers or texts."""


class NotComparableError(Exception):
    """Terms whose order the engine knows better."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """One key of an order: the first of its parts that has a value, each a function and a variable."""

    parts: tuple[tuple[str, str], ...]
    is_descending: bool


def cut(query: str) -> tuple[str, tuple[Key, ...]]:
    """A query without the order at its end, and that order; the query as it is, and no keys, for any other.

    >>> cut("SELECT ?a { ?a ?b ?c } ORDER BY STR(?a) DESC(?c)")[0]
    'SELECT ?a { ?a ?b ?c } '
    >>> cut("SELECT ?a { ?a ?b ?c } ORDER BY ?a LIMIT 3")[1]
    ()
    """
    found = _ORDER.search(query)
    if found is None:
        return query, ()
    return query[: found.start()], tuple(map(_key, _KEYS.findall(found[1])))


def ordered(table: Table, keys: Sequence[Key]) -> Table:
    """The rows in that order. Raises `NotComparableError` where it is not known here, or goes by what is not shown."""
    places = {name: place for place, name in enumerate(table.variables)}
    if not all(name in places or not name for key in keys for _, name in key.parts):
        raise NotComparableError
    rows = list(table.rows)
    for key in reversed(keys):
        rows.sort(key=_value_of(key, places), reverse=key.is_descending)
    return Table(table.variables, tuple(rows))


def _key(text: str) -> Key:
    parts = tuple((function.upper(), name) for function, name in _PARTS.findall(text))
    return Key(parts=parts, is_descending=_DESCENDING.match(text) is not None)


def _value_of(key: Key, places: dict[str, int]) -> Callable[[Row], Value]:
    def value(row: Row) -> Value:
        for function, name in key.parts:
            found = _compared(row[places[name]], function) if name else (_WORDS, "")
            if found[0] != _UNBOUND:
                return found
        return _UNBOUND, ""

    return value


def _compared(term: Term | None, function: str) -> Value:
    if term is None:
        return _UNBOUND, ""
    if function == "STR":
        return (_WORDS, term.value) if isinstance(term, ox.NamedNode | ox.Literal) else (_UNBOUND, "")
    if function == "LANG":
        return (_WORDS, term.language or "") if isinstance(term, ox.Literal) else (_UNBOUND, "")
    if isinstance(term, ox.NamedNode):
        return _IRI, term.value
    if isinstance(term, ox.Literal) and term.datatype.value in WHOLE:
        try:
            return _WORDS, int(term.value)
        except ValueError as wrong:
            raise NotComparableError from wrong
    raise NotComparableError
