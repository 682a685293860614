"""Answers on a terminal: tables that fit its width, IRIs shortened, nothing in them that could steer the terminal."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

import pyoxigraph as ox

from dateline import terms
from dateline.store.results import Result, Row, Table, Triples, Truth

_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_LONGEST = 400


def as_text(answer: Result, *, width: int, base: str = "") -> str:
    """An answer for people: a table at most `width` columns wide, `yes` or `no`, or Turtle.

    IRIs under `base` are shown without it, those of known vocabularies with their prefix; a cell of more than 400
    characters is cut, and says so.
    """
    if isinstance(answer, Truth):
        return "yes\n" if answer.value else "no\n"
    if isinstance(answer, Triples):
        return answer.render("turtle").decode()
    if not answer.rows:
        return "No rows.\n"
    return _table(answer, width, base)


def _table(answer: Table, width: int, base: str) -> str:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, highlight=False)
    for name, column in zip(answer.variables, _columns(answer.rows), strict=True):
        numeric = all(term is None or (isinstance(term, ox.Literal) and _is_number(term)) for term in column)
        grid.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in answer.rows:
        grid.add_row(*(Text(_cell(term, base)) for term in row))
    out = io.StringIO()
    Console(file=out, width=width, color_system=None, legacy_windows=False).print(grid)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    count = len(answer.rows)
    return "\n".join(lines) + f"\n\n{count:,} {'row' if count == 1 else 'rows'}\n"


def _columns(rows: tuple[Row, ...]) -> Iterable[tuple[object, ...]]:
    return zip(*rows, strict=True)


def _is_number(term: ox.Literal) -> bool:
    return term.datatype.value in (terms.INTEGER, terms.DECIMAL)


def _cell(term: object, base: str) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return safe(short(term.value, base))
    return safe(term.value if isinstance(term, ox.Literal) else str(term))


def short(iri: str, base: str = "") -> str:
    """An IRI as people like to see it: without the base, or with the prefix of a known vocabulary.

    >>> short("https://w3id.org/dateline/ns#deathCount"), short("https://example.org/kg/e/baku", "https://example.org/kg/")
    ('dl:deathCount', 'e/baku')
    """
    if base and iri.startswith(base) and iri != base:
        return iri.removeprefix(base)
    for prefix, namespace in terms.PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and re.fullmatch(r"[\w-]+", local):
            return f"{prefix}:{local}"
    return iri


def safe(text: str) -> str:
    r"""Text with nothing in it that a terminal would obey, and not without end.

    >>> safe("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    plain = _UNSAFE.sub(lambda found: ascii(found[0])[1:-1], text)
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}… ({len(plain):,} characters)"
