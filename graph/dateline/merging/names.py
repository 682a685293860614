"""What a name tells of who bears it: a person's parts, and whether a name tells its bearer from all others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from dateline.links.catalogue.names import key_of
from dateline.reader.lexicon import words

Telling: TypeAlias = Literal["full", "word", "short", "common"]
"""How much a name tells: several words of its own, one word, a few letters, or only words that many share."""

_DATA = Path(__file__).resolve().parent / "data/common-words.txt"
_SMALL = frozenset(
    ("of", "the", "and", "for", "in", "on", "at", "de", "la", "le", "du", "des", "der", "di", "da", "do")
)  # fmt: skip
_PARTICLES = frozenset(
    (
        "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "bin", "ibn", "al",
        "el", "ter", "ten",
    )
)  # fmt: skip
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv", "junior", "senior"})
_SHORT = re.compile(r"(?:[A-Z]\.?){2,6}|[A-Z]{2,6}")
_CAPITAL = re.compile(r"[^\W\d_a-z]|\d")


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a full name, as keys; `middle` and `generation` are empty where the name has none."""

    given: str
    surname: str
    middle: str = ""
    generation: str = ""


@cache
def _titles() -> frozenset[str]:
    return frozenset(
        key_of(word) for section in ("titles", "roles", "office words") for word in words("name-words", section)
    )


@cache
def _common() -> frozenset[str]:
    own = {
        word for line in _DATA.read_text(encoding="utf-8").splitlines() if line[:1].islower() for word in line.split()
    }
    sections = (
        "organisation endings", "organisation openings", "place endings", "place openings", "polity endings", "titles",
        "roles", "any organisation", "any polity", "office words", "staff",
    )  # fmt: skip
    return frozenset(own | {key_of(word) for section in sections for word in words("name-words", section)})


@cache
def _legal() -> frozenset[str]:
    return frozenset(key_of(word) for word in words("name-words", "legal endings")) - {""}


def person_name(name: str) -> PersonName | None:
    """The parts of a person's full name, titles left out; null where it has no first name and surname.

    >>> person_name("US President George W. Bush")
    PersonName(given='george', surname='bush', middle='w', generation='')
    >>> person_name("President Bush"), person_name("Bush"), person_name("Ludwig van Beethoven").surname
    (None, None, 'van beethoven')
    """
    parts = key_of(name).split()
    generation = parts.pop() if len(parts) > 2 and parts[-1] in _GENERATIONS else ""
    title = max((at for at, part in enumerate(parts[:-1]) if part in _titles()), default=-1)
    parts = parts[title + 1 :]
    if len(parts) < 2:
        return None
    begin = len(parts) - 1
    while begin > 1 and parts[begin - 1] in _PARTICLES:
        begin -= 1
    middle = " ".join(parts[1:begin])
    return PersonName(given=parts[0], surname=" ".join(parts[begin:]), middle=middle, generation=generation)


def titles_in(name: str) -> frozenset[str]:
    """The words of a name or a description that say what its bearer is.

    >>> sorted(titles_in("Apple CEO Steve Jobs"))
    ['ceo']
    """
    return frozenset(key_of(name).split()) & _titles()


def telling(name: str) -> Telling:
    """How much a name tells of its bearer.

    >>> telling("Human Rights Watch"), telling("Boeing"), telling("EADS"), telling("Ministry of the Interior")
    ('full', 'word', 'short', 'common')
    """
    parts = [part for part in key_of(name).split() if part not in _SMALL]
    own = [part for part in parts if part not in _common() and not part.isdigit()]
    if not own or not _CAPITAL.search(name):
        return "common"
    if len(parts) == 1:
        return "short" if _SHORT.fullmatch(name.strip()) else "word"
    return "full"


def without_law(key: str) -> str:
    """The key of a company's name without what the law adds to it.

    >>> without_law("apple inc"), without_law("company")
    ('apple', 'company')
    """
    parts = key.split()
    while len(parts) > 1 and parts[-1] in _legal():
        parts.pop()
    return " ".join(parts)
