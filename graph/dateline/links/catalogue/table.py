"""The files of the catalogue, where names and items are found by halving; a row is parsed when it is asked for.

`items.jsonl` has a row a line, by the number of the item; `names.tsv` a key a line in the order of its code points.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from dateline.links.catalogue.names import event_keys, key_of
from dateline.links.catalogue.row import Row, parse_row, render_row

VERSION = "2026.11"
DATA = Path(__file__).resolve().parent / "data"
ITEMS, NAMES, SOURCES, REVIEWED = "items.jsonl", "names.tsv", "sources.json", "reviewed.yaml"
LICENCES = "LICENCES.md"
FEWEST = 10_000
"""A catalogue with fewer items was not made as it should be."""

FOREIGN, LIKE = "*", "~"
"""How a key names an item where not by an English name of its own: in another language, or only by one like it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """The lines of both files; `row` and `bearers` look one up. `sources` gives the names of the sources by id."""

    items: tuple[str, ...]
    keys: tuple[str, ...]
    sources: Mapping[str, str]

    def row(self, item: str) -> Row | None:
        """The row of an item, or null."""
        number = int(item[1:])
        place = bisect_left(self.items, number, key=_number)
        found = place < len(self.items) and _number(self.items[place]) == number
        return parse_row(self.items[place]) if found else None

    def bearers(self, key: str) -> Mapping[str, str]:
        """The items that a key names, each with how it does."""
        place = bisect_left(self.keys, f"{key}\t")
        if place == len(self.keys) or not self.keys[place].startswith(f"{key}\t"):
            return MappingProxyType({})
        marked = self.keys[place].partition("\t")[2].split(" ")
        return {one.rstrip(FOREIGN + LIKE): one[len(one.rstrip(FOREIGN + LIKE)) :] for one in marked}

    def rows(self) -> Iterator[Row]:
        """Every row."""
        return map(parse_row, self.items)


@cache
def own_table() -> Table:
    """The table that is part of the package."""
    items = tuple((DATA / ITEMS).read_text(encoding="utf-8").splitlines())
    keys = tuple((DATA / NAMES).read_text(encoding="utf-8").splitlines())
    return Table(items=items, keys=keys, sources=own_sources())


def own_sources() -> Mapping[str, str]:
    """The name and version of each source of the package's table, by its id."""
    told = json.loads((DATA / SOURCES).read_text(encoding="utf-8"))["sources"]
    return {one["id"]: f"{one['package']} {one['version']}" for one in told}


def table_of(rows: Iterable[Row]) -> Table:
    """The table of rows."""
    sorted_rows = sorted(rows, key=lambda row: int(row.item[1:]))
    items = tuple(map(render_row, sorted_rows))
    return Table(items=items, keys=tuple(names_of(sorted_rows)), sources=MappingProxyType({}))


def names_of(rows: Iterable[Row]) -> list[str]:
    """The index of rows: a key, a tab, the items that bear it, each with how it does."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        for name in row.names:
            found[key_of(name)].setdefault(row.item, "")
        for name in row.foreign.values():
            found[key_of(name)].setdefault(row.item, FOREIGN)
        if row.sort == "event":
            for key in {key for name in row.names for key in event_keys(name)}:
                found[key].setdefault(row.item, LIKE)
    found.pop("", None)
    return sorted(
        f"{key}\t{' '.join(f'{item}{mark}' for item, mark in sorted(items.items(), key=lambda one: int(one[0][1:])))}"
        for key, items in found.items()
    )


def _number(line: str) -> int:
    """The number of the item that a line begins with: `{"item":"Q9248",…`."""
    return int(line[10 : line.index('"', 10)])
