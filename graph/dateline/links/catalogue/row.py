"""One row of the catalogue, and its line in the file: members in one order, those that are empty left out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "state": "Polity", "former state": "Polity", "region": "Place", "city": "Place", "area": "Place",
        "organisation": "Organization", "person": "Person", "event": "Event",
    }
)  # fmt: skip
"""The class of ours for each sort of item."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """An item as the catalogue has it. `names` are English, the label first; `foreign` gives those of other languages.

    `sources` are ids of `data/sources.json`; `share` and the rest are as in `Candidate`.
    """

    item: str
    label: str
    sort: str
    names: tuple[str, ...] = ()
    foreign: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    description: str = ""
    types: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    coordinates: tuple[float, float] | None = None
    begins: int | None = None
    ends: int | None = None
    before: tuple[str, ...] = ()
    share: float = 1.0
    sources: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The class of ours that such a thing has."""
        return KINDS[self.sort]


def render_row(row: Row) -> str:
    """The line of a row.

    >>> render_row(Row(item="Q1", label="Baku", sort="city", share=0.9, sources=("a", "b")))
    '{"item":"Q1","label":"Baku","sort":"city","share":0.9,"sources":["a","b"]}'
    """
    members: dict[str, Any] = {
        "item": row.item,
        "label": row.label,
        "sort": row.sort,
        "names": [name for name in row.names if name != row.label],
        "about": row.description,
        "types": row.types,
        "within": row.within,
        "at": row.coordinates,
        "begins": row.begins,
        "ends": row.ends,
        "before": row.before,
        "share": row.share if row.share < 1 else None,
        "foreign": dict(sorted(row.foreign.items())),
        "sources": row.sources,
    }
    kept = {name: value for name, value in members.items() if value not in (None, "", (), [], {})}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def parse_row(line: str) -> Row:
    """The row of a line. Raises `ValueError` or `KeyError` if it is none."""
    members = json.loads(line)
    at = members.get("at")
    return Row(
        item=members["item"],
        label=members["label"],
        sort=members["sort"],
        names=(members["label"], *members.get("names", ())),
        foreign=MappingProxyType(members.get("foreign", {})),
        description=members.get("about", ""),
        types=tuple(members.get("types", ())),
        within=tuple(members.get("within", ())),
        coordinates=(at[0], at[1]) if at else None,
        begins=members.get("begins"),
        ends=members.get("ends"),
        before=tuple(members.get("before", ())),
        share=members.get("share", 1.0),
        sources=tuple(members.get("sources", ())),
    )
