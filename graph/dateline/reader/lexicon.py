"""The word lists of `data/`: plain text, one topic a file, each section under its name in square brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

_DATA = Path(__file__).resolve().parent / "data"
_SECTION = re.compile(r"\[(?P<name>[^\[\]]+)\]")


@cache
def _sections(file: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in (_DATA / f"{file}.txt").read_text(encoding="utf-8").splitlines():
        line = line.strip()
        heading = _SECTION.fullmatch(line)
        if heading:
            lines = found.setdefault(heading["name"], [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return MappingProxyType({name: tuple(words) for name, words in found.items()})


@cache
def words(file: str, section: str) -> frozenset[str]:
    """The words of one section; words of several parts are joined by an underscore.

    >>> "according_to" in words("cues", "prepositional cues")
    True
    """
    return frozenset(word for line in _sections(file)[section] for word in line.split())


@cache
def table(file: str, section: str) -> Mapping[str, float]:
    """A section of lines "name number" as a mapping.

    >>> 0 < table("confidence", "roles")["other"] <= 1
    True
    """
    pairs = (line.split() for line in _sections(file)[section])
    return MappingProxyType({name: float(number) for name, number in pairs})


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """What a word says that happens: the first word of its family, and the class of event."""

    family: str
    kind: str


_CLASSES = (
    "ViolentEvent",
    "MilitaryOperation",
    "PoliticalEvent",
    "CommunicationEvent",
    "RestrictionEvent",
    "CommemorationEvent",
    "Situation",
    "Event",
)


@cache
def _families() -> tuple[Mapping[str, Happening], Mapping[str, Happening]]:
    verbs: dict[str, Happening] = {}
    nouns: dict[str, Happening] = {}
    for kind in _CLASSES:
        for line in _sections("events")[kind]:
            first, _, second = line.partition("|")
            family = [*first.split(), *second.split()]
            for target, members in ((verbs, first.split()), (nouns, second.split())):
                for word in members:
                    name = family[0] if first.strip() else word
                    target.setdefault(word, Happening(family=name, kind=kind))
    return MappingProxyType(verbs), MappingProxyType(nouns)


def verb(lemma: str) -> Happening:
    """What a verb says that happens; a verb that no list has is an event of its own family.

    >>> verb("invade").kind, verb("frobnicate").kind
    ('MilitaryOperation', 'Event')
    """
    return _families()[0].get(lemma) or Happening(family=lemma, kind="Event")


def noun(lemma: str) -> Happening | None:
    """What a noun says that happens, if it says so: by the lists, or by an ending that makes a deed of a verb.

    >>> noun("withdrawal").family, noun("table"), noun("beautification").kind
    ('withdraw', None, 'Event')
    """
    listed = _families()[1].get(lemma)
    if listed:
        return listed
    if _DEED.fullmatch(lemma) and lemma not in words("events", "nouns that are not events"):
        return Happening(family=lemma, kind="Event")
    return None


_DEED = re.compile(r"[a-z]{3,}(?:[ai]tion|[cpst]tion|sion|[a-z]{2}ment|ruption|uction)")
