"""What the stand-in knows: items as Wikibase keeps them, with their revisions, their redirects and who was deleted.

The ids are those that were verified of the example's things; the figures are made up for the tests. Nothing here is
from Wikidata.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

MERGED, DELETED = "Q900000001", "Q900000002"
"""An item that was merged into Baku, and one that is no more."""

CONCEPTS = "http://www.wikidata.org/entity/"
_DAY, _YEAR = 11, 9


def item(name: str, label: str, *statements: Mapping[str, Any], description: str = "", aliases: tuple[str, ...] = (),
         others: Mapping[str, str] | None = None) -> dict[str, Any]:  # fmt: skip
    """An item as `Special:EntityData` gives it; `others` are labels in other languages."""
    claims: dict[str, list[Any]] = {}
    for number, one in enumerate(statements):
        made = copy.deepcopy(dict(one)) | {"id": f"{name}$00000000-0000-4000-8000-{number:012d}"}
        claims.setdefault(made["mainsnak"]["property"], []).append(made)
    labels = {"en": label} | dict(others or {})
    return {
        "pageid": int(name[1:]) + 7,
        "ns": 0,
        "title": name,
        "lastrevid": 0,
        "modified": "",
        "type": "item",
        "id": name,
        "labels": {code: {"language": code, "value": text} for code, text in labels.items()},
        # PHP writes an empty object as a list.
        "descriptions": {"en": {"language": "en", "value": description}} if description else [],
        "aliases": {"en": [{"language": "en", "value": one} for one in aliases]} if aliases else [],
        "claims": claims or [],
        "sitelinks": {},
    }


def snak(name: str, datatype: str, kind: str, value: Any) -> dict[str, Any]:
    """A snak with a value."""
    return {
        "snaktype": "value",
        "property": name,
        "hash": sha256(f"{name} {value}".encode()).hexdigest()[:40],
        "datavalue": {"value": value, "type": kind},
        "datatype": datatype,
    }


def to_item(name: str, target: str) -> dict[str, Any]:
    """A snak whose value is an item."""
    value = {"entity-type": "item", "numeric-id": int(target[1:]), "id": target}
    return snak(name, "wikibase-item", "wikibase-entityid", value)


def number(name: str, amount: str, *, lower: str | None = None, upper: str | None = None) -> dict[str, Any]:
    """A snak whose value is a bare number, such as +133."""
    bounds = {} if lower is None or upper is None else {"upperBound": upper, "lowerBound": lower}
    return snak(name, "quantity", "quantity", {"amount": amount, "unit": "1"} | bounds)


def time(name: str, instant: str, precision: int = _DAY) -> dict[str, Any]:
    """A snak whose value is a time, such as +1990-01-20T00:00:00Z."""
    value = {
        "time": instant,
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": precision,
        "calendarmodel": f"{CONCEPTS}Q1985727",
    }
    return snak(name, "time", "time", value)


def place(name: str, latitude: float, longitude: float) -> dict[str, Any]:
    """A snak whose value is a place on the Earth."""
    value = {
        "latitude": latitude,
        "longitude": longitude,
        "altitude": None,
        "precision": 0.0001,
        "globe": f"{CONCEPTS}Q2",
    }
    return snak(name, "globe-coordinate", "globecoordinate", value)


def words(name: str, text: str, datatype: str = "string") -> dict[str, Any]:
    """A snak whose value is a text: a string, a URL, an external id."""
    return snak(name, datatype, "string", text)


def says(main: Mapping[str, Any], *, qualifiers: tuple[Mapping[str, Any], ...] = (),
         sources: tuple[tuple[Mapping[str, Any], ...], ...] = (), rank: str = "normal") -> dict[str, Any]:  # fmt: skip
    """A statement; each of `sources` is the snaks of one reference."""
    made: dict[str, Any] = {"mainsnak": dict(main), "type": "statement", "rank": rank}
    if qualifiers:
        made |= _grouped("qualifiers", qualifiers)
    if sources:
        made["references"] = [
            {"hash": f"{place:040x}"} | _grouped("snaks", snaks) for place, snaks in enumerate(sources)
        ]
    return made


def _grouped(name: str, snaks: tuple[Mapping[str, Any], ...]) -> dict[str, Any]:
    grouped: dict[str, list[Any]] = {}
    for one in snaks:
        grouped.setdefault(one["property"], []).append(dict(one))
    return {name: grouped, f"{name}-order": list(grouped)}


_WEB = (words("P854", "https://example.org/encyclopaedia", "url"), time("P813", "+2020-02-02T00:00:00Z"))
_REPORT = (to_item("P248", "Q13442814"),)


def items() -> dict[str, dict[str, Any]]:
    """The items of the stand-in by id: the example's things, their neighbours, and one easily taken for them."""
    made = [
        item(
            "Q734004", "Black January",
            says(to_item("P17", "Q15180")),
            says(to_item("P276", "Q9248")),
            says(time("P585", "+1990-01-20T00:00:00Z"), sources=(_WEB,)),
            says(number("P1120", "+131", lower="+131", upper="+131"), sources=(_WEB,)),
            says(number("P1120", "+170"), qualifiers=(to_item("P1480", "Q5727902"),), sources=(_REPORT,)),
            says(number("P1120", "+90"), rank="deprecated"),
            says(number("P1339", "+744"), sources=(_WEB,)),
            says(place("P625", 40.3667, 49.8352)),
            description="violent crackdown in Baku", aliases=("January Massacre", "Black Saturday"),
            others={"az": "Qara Yanvar", "de": "Schwarzer Januar"},
        ),
        item(
            "Q9248", "Baku",
            says(to_item("P31", "Q515")),
            says(to_item("P17", "Q227")),
            says(to_item("P1376", "Q227"), qualifiers=(time("P580", "+1991-10-18T00:00:00Z"),), rank="preferred"),
            says(to_item("P1376", "Q131337")),
            says(place("P625", 40.3667, 49.8352)),
            says(words("P9000001", "baku-1", "external-id")),
            description="capital of Azerbaijan", others={"az": "Bakı", "mul": "Baku"},
        ),
        item(
            "Q227", "Azerbaijan",
            says(to_item("P31", "Q3624078")),
            says(to_item("P36", "Q9248")),
            says(time("P571", "+1991-10-18T00:00:00Z")),
            description="country in the South Caucasus", aliases=("Republic of Azerbaijan",),
        ),
        item("Q131337", "Azerbaijan Soviet Socialist Republic", says(to_item("P36", "Q9248")),
             description="republic of the Soviet Union", aliases=("Azerbaijan SSR",)),
        item(
            "Q15180", "Soviet Union",
            says(to_item("P31", "Q3024240"), rank="preferred"), says(to_item("P31", "Q3624078")),
            says(to_item("P36", "Q649")),
            says(time("P571", "+1922-12-30T00:00:00Z")),
            says(time("P582", "+1991-12-26T00:00:00Z")),
            says(to_item("P35", "Q30487"), qualifiers=(
                time("P580", "+1988-10-01T00:00:00Z"), time("P582", "+1991-12-25T00:00:00Z")), rank="preferred"),
            description="country from 1922 to 1991", aliases=("USSR",),
        ),
        item("Q30487", "Mikhail Gorbachev", says(to_item("P31", "Q5")),
             says(words("P9000001", "gorbachev-1", "external-id")), description="leader of the Soviet Union"),
        item("Q399", "Armenia", says(to_item("P31", "Q3624078")), description="country in the South Caucasus"),
        item("Q30", "United States", says(to_item("P31", "Q3624078")), aliases=("USA", "United States of America"),
             description="country in North America", others={"mul": "United States"}),
        item("Q649", "Moscow", says(to_item("P31", "Q515")), says(place("P625", 55.7558, 37.6178)),
             description="capital of Russia"),
        item("Q5167679", "dissolution of the Soviet Union", says(to_item("P276", "Q15180")),
             says(time("P585", "+1991-12-26T00:00:00Z")), description="end of the Soviet Union"),
        item("Q2568851", "Battle of Baku", says(to_item("P276", "Q9248")),
             says(time("P580", "+1918-08-26T00:00:00Z")), says(time("P582", "+1918-09-14T00:00:00Z")),
             description="battle of 1918"),
        item("Q16156196", "1995 Azerbaijani coup attempt", says(to_item("P276", "Q9248")),
             says(time("P585", "+1995-03-00T00:00:00Z", 10)),
             says({"snaktype": "somevalue", "property": "P710", "datatype": "wikibase-item"}),
             says(to_item("P828", "Q5167679")), description="attempted coup"),
        item("Q515", "city", description="large settlement"),
        item("Q5", "human"),
        item("Q3624078", "sovereign state"),
        item("Q3024240", "historical country"),
        item("Q5727902", "circa"),
        item("Q13442814", "scholarly article"),
    ]  # fmt: skip
    return {one["id"]: one for one in made}


PROPERTIES: Mapping[str, tuple[str, str]] = {
    "P17": ("country", "wikibase-item"),
    "P31": ("instance of", "wikibase-item"),
    "P35": ("head of state", "wikibase-item"),
    "P36": ("capital", "wikibase-item"),
    "P248": ("stated in", "wikibase-item"),
    "P276": ("location", "wikibase-item"),
    "P571": ("inception", "time"),
    "P577": ("publication date", "time"),
    "P580": ("start time", "time"),
    "P582": ("end time", "time"),
    "P585": ("point in time", "time"),
    "P625": ("coordinate location", "globe-coordinate"),
    "P710": ("participant", "wikibase-item"),
    "P813": ("retrieved", "time"),
    "P828": ("has cause", "wikibase-item"),
    "P854": ("reference URL", "url"),
    "P1120": ("number of deaths", "quantity"),
    "P1339": ("number of injured", "quantity"),
    "P1376": ("capital of", "wikibase-item"),
    "P1476": ("title", "monolingualtext"),
    "P1480": ("sourcing circumstances", "wikibase-item"),
    "P1683": ("quotation", "monolingualtext"),
    "P9000001": ("identifier of the tests", "external-id"),
}
"""Label and datatype of the properties; the last one is none of Wikidata's."""


@dataclass
class World:
    """The state of the stand-in. Every change makes a revision; nothing is ever forgotten but what is deleted."""

    items: dict[str, dict[str, Any]] = field(default_factory=items)
    redirects: dict[str, str] = field(default_factory=lambda: {MERGED: "Q9248"})
    revisions: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    last: int = 2_000_000_000

    def __post_init__(self) -> None:
        for name in list(self.items):
            self._keep(name)

    def get(self, name: str) -> dict[str, Any] | None:
        """An item as it stands, after its redirect; null for one that is not there."""
        return self.items.get(self.redirects.get(name, name))

    def change(self, name: str, how: Callable[[dict[str, Any]], object]) -> int:
        """Changes an item, and gives the number of the new revision."""
        self.items[name] = copy.deepcopy(self.items[name])
        how(self.items[name])
        return self._keep(name)

    def relabel(self, name: str, label: str, language: str = "en") -> int:
        """Gives an item another label."""
        return self.change(name, lambda one: one["labels"].update({language: {"language": language, "value": label}}))

    def delete(self, name: str) -> None:
        """Deletes an item with all of its revisions."""
        del self.items[name]
        del self.revisions[name]

    def merge(self, name: str, into: str) -> None:
        """Makes an item a redirect to another."""
        self.delete(name)
        self.redirects[name] = into

    def edit(self, name: str | None, data: Mapping[str, Any]) -> str:
        """What `wbeditentity` does: terms and statements take the place of those that are there; statements without an
        id are new. Gives the id of the item.
        """
        if name is None:
            name = f"Q{900_000_100 + len(self.items)}"
            self.items[name] = item(name, "")
            self.items[name]["labels"] = {}
        self.change(name, lambda one: self._edit(one, data))
        return name

    def add(self, name: str, data: Mapping[str, Any]) -> str:
        """What QuickStatements and wikibase-cli do with a statement: where the item says the same value already, it
        gains the qualifiers and references; else it is new.
        """
        known = self.items[name]["claims"] or {}
        given = copy.deepcopy(dict(data))
        for statement in _statements(given):
            for there in known.get(statement["mainsnak"]["property"], []):
                if _value(there) == _value(statement):
                    statement["id"] = there["id"]
                    merged = copy.deepcopy(there)
                    new = [one for one in statement.get("references", []) if one["snaks"] not in
                           [old["snaks"] for old in merged.get("references", [])]]  # fmt: skip
                    merged["references"] = merged.get("references", []) + new
                    merged["qualifiers"] = dict(statement.get("qualifiers", {})) | dict(merged.get("qualifiers", {}))
                    merged["qualifiers-order"] = list(merged["qualifiers"])
                    statement.clear()
                    statement.update(merged)
                    break
        return self.edit(name, given)

    def _edit(self, one: dict[str, Any], data: Mapping[str, Any]) -> None:
        for terms in ("labels", "descriptions", "aliases"):
            if data.get(terms):
                one[terms] = dict(one[terms] or {}) | dict(data[terms])
        claims: dict[str, list[Any]] = dict(one["claims"] or {})
        for statement in _statements(data):
            group = claims.setdefault(statement["mainsnak"]["property"], [])
            made = {"rank": "normal", "type": "statement"} | copy.deepcopy(dict(statement))
            made.setdefault("id", f"{one['id']}$10000000-0000-4000-8000-{self.last + len(group):012d}")
            for place, reference in enumerate(made.get("references", [])):
                reference.setdefault("hash", f"{self.last + place:040x}")
            found = [there["id"] for there in group]
            if made["id"] in found:
                group[found.index(made["id"])] = made
            else:
                group.append(made)
        one["claims"] = claims or []

    def _keep(self, name: str) -> int:
        self.last += 1
        one = self.items[name]
        one["lastrevid"] = self.last
        minute = (self.last - 2_000_000_000) % 60
        one["modified"] = f"2026-01-01T00:{minute:02d}:00Z"
        self.revisions.setdefault(name, {})[self.last] = copy.deepcopy(one)
        return self.last


def _statements(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The statements of an edit, which come as a list or grouped by property."""
    given = data.get("claims") or []
    return list(given) if isinstance(given, list) else [one for group in given.values() for one in group]


def _value(statement: Mapping[str, Any]) -> Any:
    value = statement["mainsnak"].get("datavalue", {}).get("value", statement["mainsnak"]["snaktype"])
    if isinstance(value, dict) and "amount" in value:
        return {name: str(given).lstrip("+") for name, given in value.items() if given is not None}
    return value.get("id", value) if isinstance(value, dict) else value
