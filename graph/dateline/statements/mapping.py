"""The mapping of our properties to Wikidata's, as typed rows: `ontology/wikidata.tsv`.

A row whose property was not verified is a note for people: it never gives a statement.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias, cast, get_args

from dateline import terms
from dateline.errors import MappingError, Problem, shown
from dateline.resources import ontology
from dateline.statements.conditions import CONDITIONS, GIVING
from dateline.wikibase import Statement

Direction: TypeAlias = Literal["statement", "inverse", "qualifier", "reference"]
Datatype: TypeAlias = Literal["wikibase-item", "time", "quantity", "monolingualtext", "url"]

COLUMNS = (
    *("property", "pid", "label", "datatype", "direction", "qualifiers", "condition", "status", "note", "value", "ask"),
)
_PROPERTY = re.compile(r"P[1-9][0-9]{0,7}")
_VALUE = re.compile(r"(Q[1-9][0-9]{0,11}) (\S.*)")
_STATUSES = ("verified", "unverified")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One way to say one of our properties, `ours`: `pid` with a value of `datatype`, if all `conditions` hold.

    `direction` is where it stands: on the item of the subject, of the object (`inverse`), or beside a statement.
    `qualifiers` are those that a statement may have, `value` the item that a qualifier always has, `note` what to know
    of the property, `ask` what an editor should ask before such a statement is written.
    """

    ours: str
    pid: str
    label: str
    datatype: Datatype
    direction: Direction
    qualifiers: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    verified: bool = False
    note: str = ""
    value: str = ""
    value_label: str = ""
    ask: str = ""
    line: int = 0

    @property
    def name(self) -> str:
        """The property by the name that a reading gives it.

        >>> Row(ours="dl:deathCount", pid="P1120", label="", datatype="quantity", direction="statement").name
        'deathCount'
        """
        return self.ours.partition(":")[2]


@dataclass(frozen=True, kw_only=True, slots=True)
class WikidataMapping:
    """Every row, in the order of the file."""

    rows: tuple[Row, ...]
    _labels: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        labels = {row.pid: row.label for row in self.rows if row.label}
        object.__setattr__(self, "_labels", labels | {row.value: row.value_label for row in self.rows if row.value})

    def of(self, name: str) -> tuple[Row, ...]:
        """The rows for a claim with that predicate, on the item of its subject or of its object."""
        return tuple(row for row in self.rows if row.name == name and row.direction in ("statement", "inverse"))

    def beside(self, direction: Direction) -> tuple[Row, ...]:
        """The verified rows of qualifiers or references."""
        return tuple(row for row in self.rows if row.direction == direction and row.verified)

    def unverified_of(self, statement: Statement) -> tuple[str, ...]:
        """The properties of a statement that no verified row has; none, if it may be written."""
        snaks = [statement.main, *statement.qualifiers, *(snak for each in statement.references for snak in each.snaks)]
        verified = {row.pid for row in self.rows if row.verified}
        return tuple(dict.fromkeys(snak.property for snak in snaks if snak.property not in verified))

    def label(self, pid: str) -> str:
        """What a property is called on Wikidata, in English; its id where that is not known."""
        return self._labels.get(pid, pid)

    def item_label(self, item: str) -> str:
        """What an item that qualifiers have is called; its id where that is not known."""
        return self._labels.get(item, item)


@cache
def wikidata_mapping() -> WikidataMapping:
    """The mapping that comes with the ontology."""
    return load_mapping(ontology("wikidata.tsv"))


def load_mapping(path: Path) -> WikidataMapping:
    """The mapping of a file. Raises `MappingError` with everything that is wrong with it."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise MappingError("the mapping cannot be read.", (), where=str(path), remedy=f"({wrong})") from wrong
    return parse_mapping(text, where=str(path))


def parse_mapping(text: str, *, where: str) -> WikidataMapping:
    """The mapping of a text. Raises as `load_mapping` does."""
    lines = list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    head = tuple(lines[0]) if lines else ()
    if head != COLUMNS:
        wrong = Problem(
            file=where,
            line=1,
            what=f"the columns are {shown(', '.join(head))}.",
            remedy=f"They should be, with a tab between them: {', '.join(COLUMNS)}.",
        )
        raise MappingError("this is no mapping.", (wrong,), where=where)
    rows, problems = [], []
    for line, cells in enumerate(lines[1:], start=2):
        given = dict(zip(COLUMNS, cells, strict=False))
        found = [*_wrong(given, len(cells), where, line)]
        problems += found
        if not found:
            rows.append(_row(given, line))
    problems += _twice(rows, where)
    if problems:
        raise MappingError("this mapping cannot be used.", tuple(problems), where=where)
    return WikidataMapping(rows=tuple(rows))


def _row(given: Mapping[str, str], line: int) -> Row:
    return Row(
        ours=given["property"],
        pid=given["pid"],
        label=given["label"],
        datatype=cast("Datatype", given["datatype"]),
        direction=cast("Direction", given["direction"]),
        qualifiers=_parts(given["qualifiers"]),
        conditions=_parts(given["condition"]),
        verified=given["status"] == "verified",
        note=given["note"],
        value=given["value"].partition(" ")[0],
        value_label=given["value"].partition(" ")[2],
        ask=given["ask"],
        line=line,
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("; ") if part)


def _wrong(given: Mapping[str, str], width: int, where: str, line: int) -> Iterator[Problem]:
    """What is wrong with one row."""

    def problem(what: str, remedy: str = "") -> Problem:
        return Problem(file=where, line=line, path=given.get("pid", ""), what=what, remedy=remedy)

    if width != len(COLUMNS):
        yield problem(
            f"it has {width} cells, not {len(COLUMNS)}.", "There is a tab between two cells, and none in one."
        )
        return
    prefix, _, local = given["property"].partition(":")
    if terms.PREFIXES.get(prefix, "") + local not in _our_terms():
        yield problem(f"the ontology has no property {shown(given['property'])}.")
    if not _PROPERTY.fullmatch(given["pid"]):
        yield problem(f"{shown(given['pid'])} is not the id of a property.", "It is a P with a number.")
    if given["status"] not in _STATUSES:
        yield problem(f"the status is {shown(given['status'])}.", f"It is one of {', '.join(_STATUSES)}.")
    if given["direction"] not in get_args(Direction):
        yield problem(f"the direction is {shown(given['direction'])}.", f"One of {', '.join(get_args(Direction))}.")
    if given["value"] and not _VALUE.fullmatch(given["value"]):
        yield problem(f"the value is {shown(given['value'])}.", "It is a Q with a number, and the label of the item.")
    for pid in _parts(given["qualifiers"]):
        if not _PROPERTY.fullmatch(pid):
            yield problem(f"{shown(pid)} is not the id of a property.")
    for condition in _parts(given["condition"]):
        if condition not in CONDITIONS:
            yield problem(f"there is no condition {shown(condition)}.", f"There are: {'; '.join(CONDITIONS)}.")
    if given["status"] == "verified":
        yield from map(problem, _unusable(given))


def _unusable(given: Mapping[str, str]) -> Iterator[str]:
    """What a verified row lacks: an unverified one is a note, and may lack it."""
    if not given["label"]:
        yield "a verified property has a label."
    if given["datatype"] not in get_args(Datatype):
        yield f"the datatype is {shown(given['datatype'])}, none of {', '.join(get_args(Datatype))}."
    giving = [each for each in _parts(given["condition"]) if each in GIVING]
    if given["direction"] in ("qualifier", "reference") and len(giving) > 1:
        yield f"two conditions would give its value: {'; '.join(giving)}."


def _twice(rows: Sequence[Row], where: str) -> Iterator[Problem]:
    """Rows that say the same, and ids that are verified in one row and not in another."""
    seen: dict[tuple[object, ...], int] = {}
    trusted: dict[str, bool] = {}
    for row in rows:
        key = (row.ours, row.pid, row.direction, row.conditions)
        if key in seen:
            yield Problem(file=where, line=row.line, path=row.pid, what=f"it says the same as line {seen[key]}.")
        seen.setdefault(key, row.line)
        if trusted.setdefault(row.pid, row.verified) != row.verified:
            yield Problem(file=where, line=row.line, path=row.pid, what="it is verified in one row and not in another.")


@cache
def _our_terms() -> Collection[str]:
    return frozenset(value for value in vars(terms).values() if isinstance(value, str)) | {
        predicate.iri for predicate in terms.PREDICATES.values()
    }
