"""QuickStatements V1 as its documentation has it, and as each of the two services reads it: no code of ours is in it.

Grammar: https://www.wikidata.org/wiki/Help:QuickStatements. Service 2 trims each row and knows no comments; service 3
makes every | a tab and every || a line end before it reads, takes a comment from the end of a row, and makes curly
quotation marks straight.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

Service: TypeAlias = Literal["2", "3"]
Value: TypeAlias = tuple[str, ...]

_PATTERNS = (
    ("somevalue", re.compile(r"(somevalue|novalue)")),
    ("item", re.compile(r"(Q[0-9]+|LAST)")),
    ("external", re.compile(r'"""(.*)"""')),
    ("monolingual", re.compile(r'([a-z_-]+):"(.*)"')),
    ("string", re.compile(r'"(.*)"')),
    ("time", re.compile(r"([+-]?[0-9]+-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)/([0-9]+)")),
    ("quantity", re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?)(?:U([0-9]+))?")),
)


@dataclass
class Command:
    """One command: what it is about, and for a statement its value, qualifiers and the snaks of its one reference."""

    item: str
    what: str
    value: Value = ()
    qualifiers: list[tuple[str, Value]] = field(default_factory=list)
    reference: list[tuple[str, Value]] = field(default_factory=list)


def commands(text: str, service: Service) -> list[Command]:
    """The commands of a batch. Raises `ValueError` for what a service would refuse or silently lose."""
    if service == "3":
        text = text.replace("||", "\n").replace("|", "\t")
    return [_command(row, service) for row in text.split("\n") if row.strip()]


def _command(row: str, service: Service) -> Command:
    if service == "3":
        comment = re.search(r"^(.*?)\s*/\*\s*(.*?)\s*\*/\s*$", row)
        row = comment[1] if comment else row
    cells = row.strip().split("\t")
    first = cells[0].strip().upper()
    if first == "CREATE" and len(cells) == 1:
        return Command(item="CREATE", what="create")
    if not re.fullmatch(r"Q[0-9]+|LAST", first) or len(cells) < 3:
        raise ValueError(f"no command: {row!r}")
    term = re.fullmatch(r"([LDA])([a-z_-]+)", cells[1])
    if term and len(cells) == 3:
        return Command(item=first, what=cells[1], value=_value(cells[2], service))
    if not re.fullmatch(r"P[0-9]+", cells[1]) or len(cells) % 2 == 0:
        raise ValueError(f"no statement: {row!r}")
    made = Command(item=first, what=cells[1], value=_value(cells[2], service))
    for key, cell in zip(cells[3::2], cells[4::2], strict=True):
        match = re.fullmatch(r"([PS])([0-9]+)", key.strip())
        if not match:
            raise ValueError(f"no qualifier and no source: {key!r}")
        (made.qualifiers if match[1] == "P" else made.reference).append((f"P{match[2]}", _value(cell, service)))
    return made


def _value(cell: str, service: Service) -> Value:
    cell = cell.strip()
    for kind, pattern in _PATTERNS:
        found = pattern.fullmatch(cell)
        if not found:
            continue
        if kind == "quantity":
            return kind, str(Decimal(found[1])), found[2] or ""
        parts = [part.strip() for part in found.groups()]
        if service == "3" and kind in ("string", "monolingual"):
            parts[-1] = parts[-1].replace("\u201c", '"').replace("\u201d", '"')
        return kind, *parts
    raise ValueError(f"no value: {cell!r}")
