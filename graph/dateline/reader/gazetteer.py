"""What is known of words before any text is read: places and their demonyms, given names, kinds of common nouns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias, cast

Sort: TypeAlias = Literal["polity", "region", "city"]
NounKind: TypeAlias = Literal["person", "people", "organisation", "polity", "place", "structure", "document"]

_DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownPlace:
    """A place that a word can stand for; `demonym` where the word names its people or is its adjective."""

    name: str
    sort: Sort
    demonym: bool = False
    capital_of: str | None = None


def place(words: str) -> KnownPlace | None:
    """The place of this name, or of this demonym, or none; the case of the letters counts.

    >>> place("Bosnia").name, place("Bosnian").demonym, place("Sarajevo").capital_of
    ('Bosnia and Herzegovina', True, 'Bosnia and Herzegovina')
    """
    return _places().get(words)


def noun(lemma: str) -> NounKind | None:
    """What a common noun mostly stands for, or none where it is something else or too many things.

    >>> noun("journalist"), noun("ministry"), noun("idea")
    ('person', 'organisation', None)
    """
    return _nouns().get(lemma)


def gender(given_name: str) -> str | None:
    """The gender that a given name is mostly given to: `f`, `m`, `fm` for both; none where it is not one we know.

    >>> gender("Mary"), gender("Zzyzx")
    ('f', None)
    """
    return _given_names().get(given_name)


def _rows(file: str) -> Iterator[list[str]]:
    for line in (_DATA / file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def _places() -> Mapping[str, KnownPlace]:
    found: dict[str, KnownPlace] = {}
    capitals: dict[str, str] = {}
    for sort, name, others, demonyms, seats in _rows("places.tsv"):
        kind = cast(Sort, sort)
        for alias in (name, *filter(None, others.split(";"))):
            found.setdefault(alias, KnownPlace(name=name, sort=kind))
        for demonym in filter(None, demonyms.split(";")):
            found.setdefault(demonym, KnownPlace(name=name, sort=kind, demonym=True))
        for seat in filter(None, seats.split(";")):
            capitals[seat] = name
    for seat, country in capitals.items():
        if seat not in found or found[seat].sort == "city":
            found[seat] = KnownPlace(name=seat, sort="city", capital_of=country)
    return MappingProxyType(found)


@cache
def _nouns() -> Mapping[str, NounKind]:
    return MappingProxyType({word: cast(NounKind, kind) for word, kind in _rows("nouns.tsv")})


@cache
def _given_names() -> Mapping[str, str]:
    return MappingProxyType({row[0]: row[1] for row in _rows("given-names.tsv")})
