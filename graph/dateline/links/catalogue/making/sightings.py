"""What the packages say: each statement of a package that an item bears a name, as a sighting."""

from __future__ import annotations

import csv
import json
import re
import struct
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from dateline.links.catalogue.making import packages
from dateline.links.catalogue.making.descriptions import Described, described

Origin: TypeAlias = Literal[
    "natural-earth", "rigour", "country-coder", "openstreetmap", "wikidata", "reviewed", "alias"
]
"""Who gave an item its name: two packages of one origin are one witness."""

Sort: TypeAlias = Literal["state", "former state", "region", "city", "organisation", "person", "event", "area", ""]

ITEM = re.compile(r"Q[1-9][0-9]*")
_LANGUAGES = (
    "ar", "bn", "de", "el", "es", "fa", "fr", "he", "hi", "hu", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv",
    "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip
_EVERYWHERE, _MANY = "001", 1_000
"""How the index writes the whole world, and what that counts as."""

_CITY_LIKE = re.compile(r"\b(?:City|Municipality|Metropolis|Capital|Metropolitan|Commissariat)\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """One item as one package has it: its `label`, its other `names` in English.

    `reach` is in how many states an organisation is found, 0 where that is not said.
    """

    origin: Origin
    package: str
    item: str
    label: str
    names: tuple[str, ...] = ()
    foreign: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sort: Sort = ""
    description: str = ""
    within: tuple[str, ...] = ()
    coordinates: tuple[float, float] | None = None
    begins: int | None = None
    ends: int | None = None
    types: tuple[str, ...] = ()
    followed_by: tuple[str, ...] = ()
    reach: int = 0


def all_sightings(folder: Path) -> Iterator[Sighting]:
    """Every sighting of every package, fetched into `folder`."""
    yield from _countries(packages.fetch(packages.NATURAL_EARTH_COUNTRIES, folder))
    yield from _regions(packages.fetch(packages.NATURAL_EARTH_REGIONS, folder))
    yield from _territories(packages.territories(folder))
    yield from _coded(packages.fetch(packages.COUNTRY_CODER, folder))
    yield from _states_of_history(packages.fetch(packages.HISTWARDB, folder))
    yield from _suggestions(packages.fetch(packages.NAME_SUGGESTIONS, folder))


def _countries(home: Path) -> Iterator[Sighting]:
    """Natural Earth's states, from the table beside its shapes."""
    with zipfile.ZipFile(next(home.rglob("ne_10m_admin_0_countries*.zip"))) as archive:
        table = archive.read(next(name for name in archive.namelist() if name.endswith(".dbf")))
    for row in dbase_rows(table):
        if not ITEM.fullmatch(row["WIKIDATAID"]):
            continue
        yield Sighting(
            origin="natural-earth",
            package=packages.NATURAL_EARTH_COUNTRIES.id,
            item=row["WIKIDATAID"],
            label=row["NAME_LONG"],
            names=_different(row["NAME_EN"], row["ADMIN"], row["NAME_CIAWF"], row["FORMAL_EN"], row["BRK_NAME"]),
            foreign=_foreign({code: row[f"NAME_{code.upper()}"] for code in _LANGUAGES}),
            sort="state" if row["TYPE"] in ("Sovereign country", "Country") else "area",
            coordinates=_degrees(row["LABEL_Y"], row["LABEL_X"]),
        )


def dbase_rows(table: bytes) -> Iterator[dict[str, str]]:
    """The rows of a dBASE III table in UTF-8: a head of field descriptions, then rows of fixed width."""
    count, start, width = struct.unpack("<xxxxIHH20x", table[:32])
    fields: list[tuple[str, int]] = []
    place = 32
    while table[place] != 0x0D:
        fields.append((table[place : place + 11].split(b"\0")[0].decode("ascii"), table[place + 16]))
        place += 32
    for number in range(count):
        place = start + number * width + 1
        row: dict[str, str] = {}
        for name, length in fields:
            row[name] = table[place : place + length].decode("utf-8", errors="ignore").strip("\0 ")
            place += length
        yield row


def _regions(home: Path) -> Iterator[Sighting]:
    """Natural Earth's divisions of states; some are cities."""
    shapes = json.loads((home / "package/data/states/admin1.json").read_text(encoding="utf-8"))
    for shape in shapes["features"]:
        row = shape["properties"]
        item = row.get("wikidataid") or ""
        label = row.get("name_en") or row.get("name") or ""
        if not ITEM.fullmatch(item) or not label:
            continue
        yield Sighting(
            origin="natural-earth",
            package=packages.NATURAL_EARTH_REGIONS.id,
            item=item,
            label=label,
            names=_different(row.get("name"), row.get("woe_name"), row.get("gn_name")),
            foreign=_foreign({code: row.get(f"name_{code}") for code in _LANGUAGES}),
            sort="city" if _CITY_LIKE.search(row.get("type_en") or "") else "region",
            within=tuple(filter(None, (row.get("admin"),))),
            coordinates=_degrees(row.get("latitude"), row.get("longitude")),
        )


def _territories(told: list[dict[str, Any]]) -> Iterator[Sighting]:
    names = {one["item"]: one["name"] for one in told}
    for one in told:
        sort: Sort = "former state" if one["historical"] else "state" if one["country"] else "region"
        if sort == "region" and not one["territory"]:
            sort = ""
        yield Sighting(
            origin="rigour",
            package=packages.RIGOUR.id,
            item=one["item"],
            label=one["name"],
            names=_different(re.sub(r" \([^()]+\)$", "", one["full"])),
            sort=sort,
            within=tuple(filter(None, (names.get(one["parent"]),))),
            followed_by=tuple(one["successors"]),
        )


def _coded(home: Path) -> Iterator[Sighting]:
    shapes = json.loads((home / "package/src/data/borders.json").read_text(encoding="utf-8"))
    for shape in shapes["features"]:
        row = shape["properties"]
        if ITEM.fullmatch(row.get("wikidata", "")) and row.get("nameEn"):
            sort: Sort = "state" if "iso1A2" in row and "country" not in row else "area"
            yield Sighting(
                origin="country-coder",
                package=packages.COUNTRY_CODER.id,
                item=row["wikidata"],
                label=row["nameEn"],
                sort=sort,
            )


def _states_of_history(home: Path) -> Iterator[Sighting]:
    with (home / "histwardb/data/crosswalk.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if ITEM.fullmatch(row["country_qid"]) and not ITEM.fullmatch(row["country"]):
                package = packages.HISTWARDB.id
                yield Sighting(
                    origin="wikidata", package=package, item=row["country_qid"], label=row["country"], sort="state"
                )


def _suggestions(home: Path) -> Iterator[Sighting]:
    """The name-suggestion-index: what mappers wrote, and beside it the labels that Wikidata had on that day.

    Its two files are two witnesses: ids and names in `nsi.json` are given by hand by OpenStreetMap's mappers, while
    `wikidata.json` is what Wikidata answered for each of those ids.
    """
    package = packages.NAME_SUGGESTIONS.id
    trees = json.loads((home / "package/dist/json/nsi.json").read_text(encoding="utf-8"))["nsi"]
    labels = json.loads((home / "package/dist/wikidata/wikidata.json").read_text(encoding="utf-8"))["wikidata"]
    written: dict[str, set[str]] = defaultdict(set)
    where: dict[str, set[str]] = defaultdict(set)
    for tree in trees.values():
        for entry in tree["items"]:
            tags, around = entry["tags"], entry.get("locationSet", {}).get("include", ())
            for tag, item in tags.items():
                kind, colon, last = tag.rpartition(":")
                if colon and last == "wikidata" and ITEM.fullmatch(item):
                    written[item] |= {tags[name] for name in (kind, f"{kind}:en") if tags.get(name)}
                    where[item] |= {str(one).partition("-")[0] for one in around}
    for item, names in sorted(written.items()):
        for name in sorted(names):
            yield Sighting(origin="openstreetmap", package=package, item=item, label=name)
    for item, row in sorted(labels.items()):
        if row.get("label"):
            reach = _MANY if _EVERYWHERE in where[item] else len(where[item])
            yield Sighting(
                origin="wikidata", package=packages.LABELS_ID, item=item, label=row["label"], reach=reach, **_told(row)
            )


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    told: Described = described(row.get("description") or "")
    return {
        "sort": told.sort,
        "description": row.get("description") or "",
        "within": told.within,
        "begins": told.begins,
        "ends": told.ends,
    }


def _different(*names: str | None) -> tuple[str, ...]:
    """Names in their order, once, without abbreviations, lists and what stands in brackets."""
    kept = (name.strip() for name in names if name)
    return tuple(dict.fromkeys(name for name in kept if name and not _NO_NAME.search(name)))


_NO_NAME = re.compile(r"[|/();,]| - |[a-z]\.$")


def _foreign(names: Mapping[str, str | None]) -> Mapping[str, str]:
    return {code: name for code, name in names.items() if name}


def _degrees(latitude: object, longitude: object) -> tuple[float, float] | None:
    try:
        return round(float(str(latitude)), 2), round(float(str(longitude)), 2)
    except ValueError:
        return None
