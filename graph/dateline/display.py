"""Answers on a terminal: tables that fit its width, IRIs shortened, nothing in them that could steer the terminal."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pyoxigraph as ox

from dateline import terms
from dateline.store.results import Result, Table, Term, Triples, Truth
from dateline.terminal import printable

_LONGEST = 400
_LONGEST_IRI = 36


def as_text(answer: Result, *, width: int, base: str = "", headings: Mapping[str, str] = MappingProxyType({})) -> str:
    """An answer for people: a table at most `width` columns wide, `yes` or `no`, or Turtle.

    What has a label beside it is shown by its label alone, where it has one; other IRIs without `base`, or in the words
    of their vocabulary. `headings` are what the columns are called. A cell of more than 400 characters is cut, and says
    so.
    """
    if isinstance(answer, Truth):
        return "yes\n" if answer.value else "no\n"
    if isinstance(answer, Triples):
        return answer.render("turtle").decode()
    if not answer.rows:
        return "No rows.\n"
    return _table(answer, width, base, headings)


def _table(answer: Table, width: int, base: str, headings: Mapping[str, str]) -> str:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, highlight=False)
    shown = [place for place, name in enumerate(answer.variables) if f"{name}Label" not in answer.variables]
    named = {place: _named(place, answer.variables) for place in shown}
    for place in shown:
        name = answer.variables[place]
        cells = [_first(row, named[place]) for row in answer.rows]
        numeric = all(_is_number(cell) for cell in cells if cell is not None)
        heading = headings.get(name) or headings.get(thing := name.removesuffix("Label")) or _words(thing or name)
        grid.add_column(safe(heading), justify="right" if numeric else "left", overflow="fold")
    for row in answer.rows:
        grid.add_row(*(Text(_cell(_first(row, named[place]), base)) for place in shown))
    out = io.StringIO()
    Console(file=out, width=width, color_system=None, legacy_windows=False).print(grid)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    count = len(answer.rows)
    return "\n".join(lines) + f"\n\n{count:,} {'row' if count == 1 else 'rows'}\n"


def _named(place: int, variables: Sequence[str]) -> tuple[int, ...]:
    """Where the value of a column stands: its own place and, for a name, that of the thing where it has none."""
    thing = variables[place].removesuffix("Label")
    return (place, variables.index(thing)) if thing != variables[place] and thing in variables else (place,)


def _first(row: Sequence[Term | None], places: tuple[int, ...]) -> Term | None:
    return next((row[place] for place in places if row[place] is not None), None)


def _is_number(term: Term | None) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value in (terms.INTEGER, terms.DECIMAL)


def _cell(term: Term | None, base: str) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        for namespace in (terms.VOC, terms.DL):
            local = term.value.removeprefix(namespace)
            if local != term.value and local:
                return safe(_words(local))
        return safe(_ending(short(term.value, base)))
    return safe(term.value if isinstance(term, ox.Literal) else str(term))


def _ending(iri: str) -> str:
    """The end of an IRI that would fill its column; CSV and JSON have the whole.

    >>> _ending("doc/embassy-2012-01-20/claim/860b41d34149a2e6")
    '…/claim/860b41d34149a2e6'
    """
    return iri if len(iri) <= _LONGEST_IRI or "/" not in iri else "…/" + "/".join(iri.split("/")[-2:])


def _words(name: str) -> str:
    """A name from code as words.

    >>> _words("deathCount"), _words("own-voice"), _words("ViolentEvent")
    ('death count', 'own voice', 'violent event')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[-_]", " ", name).lower()


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
    r"""Text with nothing in it that a terminal would obey, and not without end; lines stay lines.

    >>> safe("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    if len(text) > _LONGEST:
        return f"{printable(text[:_LONGEST])}… ({len(text):,} characters)"
    return printable(text)
