"""The catalogue as a source of candidates: a name in, the items that bear it out, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import Problem, UsageError, shown
from dateline.links.catalogue.names import event_keys, key_of
from dateline.links.catalogue.row import KINDS, Row, parse_row
from dateline.links.catalogue.table import FOREIGN, LIKE, VERSION, Table, own_table, table_of
from dateline.links.model import Bearing, Candidate

PROGRAM = f"dateline-catalogue {VERSION}"
"""Who proposes what the catalogue has."""

_ITEM_LETTERS = 12
_LARGEST = 50_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Catalogue:
    """The tables that are looked into, the package's own first; a source of candidates."""

    tables: tuple[Table, ...]

    def find(self, name: str) -> tuple[Candidate, ...]:
        """Every item that bears the name, the likeliest first; events also by what happened where.

        >>> [(one.item, one.label) for one in open_catalogue().find("the U.S.S.R.")]
        [('Q15180', 'Soviet Union')]
        >>> [(one.label, one.bears) for one in open_catalogue().find("invasion of Baku by Soviet troops")]
        [('Battle of Baku', 'like')]
        """
        found: dict[str, Candidate] = {}
        for key in (key_of(name), *event_keys(name)):
            for candidate in self._bearers(key, name):
                found.setdefault(candidate.item, candidate)
        return tuple(sorted(found.values(), key=lambda one: (_RANK[one.bears], -one.share, int(one.item[1:]))))

    def _bearers(self, key: str, name: str) -> Iterator[Candidate]:
        if not key:
            return
        for table in self.tables:
            for item, mark in table.bearers(key).items():
                row = table.row(item)
                if row is not None and not _is_a_word(name, row):
                    yield self._candidate(row, _bearing(row, mark, name), table)

    def _candidate(self, row: Row, bears: Bearing, table: Table) -> Candidate:
        before = (table.row(item) for item in row.before)
        return Candidate(
            item=row.item,
            label=row.label,
            names=(*row.names, *row.foreign.values()),
            description=row.description,
            kind=row.kind,
            types=row.types,
            coordinates=row.coordinates,
            within=row.within,
            begins=row.begins,
            ends=row.ends,
            before=tuple(self._candidate(one, "like", table) for one in before if one is not None),
            share=row.share,
            bears=bears,
            sources=tuple(table.sources.get(source, source) for source in row.sources),
        )


_RANK = {"label": 0, "name": 1, "foreign": 2, "like": 3}


def _bearing(row: Row, mark: str, name: str) -> Bearing:
    if mark == LIKE:
        return "like"
    if mark == FOREIGN:
        return "foreign"
    return "label" if key_of(row.label) == key_of(name) else "name"


def _is_a_word(name: str, row: Row) -> bool:
    """Whether a name in small letters only looks like an abbreviation that is one ("us", "un")."""
    return name.islower() and any(one.isupper() and key_of(one) == key_of(name) for one in row.names)


def open_catalogue(*files: Path) -> Catalogue:
    """The catalogue that is part of the package, with catalogues of one's own; nothing is read before it is asked."""
    return Catalogue(tables=(own_table(), *(read_catalogue(file) for file in files)))


def read_catalogue(file: Path) -> Table:
    """A catalogue of one's own: a file with an item a line, in the form of the package's own `items.jsonl`.

        {"item": "Q9248", "label": "Baku", "sort": "city", "names": ["Bakı"], "within": ["Azerbaijan"],
         "sources": ["the gazetteer of our archive, 2026"]}

    Raises `UsageError` with the line of everything that is wrong.
    """
    try:
        if file.stat().st_size > _LARGEST:
            raise UsageError(f"it has more than {_LARGEST:,} bytes.", where=str(file), remedy="Split the catalogue.")
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as wrong:
        raise UsageError("this is not UTF-8.", where=str(file), remedy="Save the file as UTF-8.") from wrong
    except OSError as refused:
        raise UsageError(
            f"it cannot be read: {refused.strerror}.", where=str(file), remedy="Check the name."
        ) from refused
    rows: dict[str, Row] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            row = parse_row(line)
            wrong_with = _what_is_wrong(row, rows)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as wrong:
            missing = f"it has no {wrong}." if isinstance(wrong, KeyError) else "this is not a row in JSON."
            wrong_with = missing
        if wrong_with:
            problem = Problem(file=str(file), line=number, what=wrong_with, remedy="See the README on catalogues.")
            raise UsageError(str(problem))
        rows[row.item] = row
    return table_of(rows.values())


def _what_is_wrong(row: Row, others: dict[str, Row]) -> str:
    number = row.item.removeprefix("Q")
    if not (row.item.startswith("Q") and number.isascii() and number.isdecimal() and len(number) < _ITEM_LETTERS):
        return f"{shown(row.item)} is not the id of an item, such as Q9248."
    if number.startswith("0"):
        return f"{shown(row.item)} is not the id of an item, such as Q9248."
    if row.item in others:
        return f"{row.item} has a row already."
    if row.sort not in KINDS:
        return f"{shown(str(row.sort))} is no sort of item: there are {', '.join(KINDS)}."
    if not all(isinstance(text, str) for text in (row.label, *row.names, *row.within, *row.sources)):
        return "its label, names, within and sources have to be texts."
    if not key_of(row.label):
        return "its label has no letter."
    if not row.sources:
        return "it does not say what bears it out."
    if not isinstance(row.share, int | float) or not 0 < row.share <= 1:
        return "its share is not a number from 0 to 1."
    years = (row.begins, row.ends)
    if not all(year is None or (isinstance(year, int) and not isinstance(year, bool)) for year in years):
        return "begins and ends have to be years."
    return ""
