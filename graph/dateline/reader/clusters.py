"""References to one thing, gathered, and what they tell of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from dateline.reader import gazetteer
from dateline.reader.references import Reference

_GENDER: Final = {"m": ("he", "him", "his", "himself"), "f": ("she", "her", "hers", "herself")}
GENDER_OF: Final = {word: gender for gender, words in _GENDER.items() for word in words}
"""The gender that a pronoun tells, `m` or `f`."""

_MALE: Final = frozenset(
    ("Mr", "Mr.", "Sir", "Lord", "King", "Prince", "Father", "spokesman", "chairman", "man", "boy")
)
_FEMALE: Final = frozenset(
    ("Mrs", "Mrs.", "Ms", "Ms.", "Miss", "Lady", "Queen", "Princess", "spokeswoman", "woman", "girl")
)


@dataclass(slots=True, eq=False)
class Cluster:
    """References to one thing. `adjectives` are the forms of its name that are its demonyms."""

    kind: str
    references: list[Reference] = field(default_factory=list)
    adjectives: set[str] = field(default_factory=set)
    gender: str | None = None

    def add(self, reference: Reference) -> None:
        """Counts a reference among those to this thing."""
        self.references.append(reference)
        if is_demonym(reference):
            self.adjectives.add(reference.key)
        elif reference.form == "description":
            self._learn(reference.head.text)
        elif reference.form == "name":
            self._learn(reference.head.doc[max(0, reference.head.left_edge.i)].text)
            if self.kind == "Person" and self.gender is None:
                given = gazetteer.gender(reference.key.split(" ")[0])
                self.gender = given if given in ("m", "f") and " " in reference.key else None
        elif self.gender is None:
            self.gender = GENDER_OF.get(reference.key)

    def _learn(self, word: str) -> None:
        if word in _MALE:
            self.gender = "m"
        elif word in _FEMALE:
            self.gender = "f"


def is_demonym(one: Reference) -> bool:
    """Whether it is a "French" or "Soviet" that stands for its country."""
    if one.form == "pronoun" or one.kind not in ("Polity", "Place"):
        return False
    known = gazetteer.place(one.key)
    return known is not None and known.demonym
