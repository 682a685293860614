"""What stands foremost in a reader's mind at some place of a text: how likely each reference is taken up there."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from dateline.reader.parse import Parsed, offset
from dateline.reader.references import Reference

NEAR: Final = 3
"""Sentences; what a pronoun or a bare description stands for was spoken of in one of the last so many."""

_ROLE: Final = {"nsubj": 2.0, "nsubjpass": 1.8, "dobj": 1.0, "appos": 0.5, "poss": 0.6, "compound": -0.5, "amod": -1.0}
_PER_SENTENCE: Final = 2.2
_MOST: Final = 200


class Memory:
    """The references spoken of so far, in the order of the text."""

    def __init__(self, parsed: Parsed) -> None:
        self._starts = [sentence.start for sentence in parsed.sentences]
        self._parsed = parsed
        self._seen: list[tuple[int, Reference]] = []

    def add(self, reference: Reference) -> None:
        """Counts a reference among those spoken of."""
        self._seen.append((self._sentence(reference.start), reference))

    def recent(self, place: int, *, within: int = NEAR) -> list[tuple[float, Reference]]:
        """What was spoken of in the last sentences before an offset, each with its weight, the last one first."""
        now = self._sentence(place)
        found: list[tuple[float, Reference]] = []
        for sentence, one in reversed(self._seen):
            if now - sentence > within or len(found) == _MOST:
                break
            if one.start < place:
                found.append((self._weight(now - sentence, one), one))
        return found

    def _weight(self, distance: int, one: Reference) -> float:
        role = one.head.dep_
        if role == "conj":
            role = one.head.head.dep_
        weight = _ROLE.get(role, 0.0) - _PER_SENTENCE * distance + (0.4 if one.form == "name" else 0.0)
        return weight - (0.5 if self._parsed.heading_at(offset(one.head)) else 0.0)

    def _sentence(self, place: int) -> int:
        return bisect_right(self._starts, place) - 1
