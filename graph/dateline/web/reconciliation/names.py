"""Names to search: exact ones, ones that begin alike, and ones that are spelt nearly alike.

Similarity is 0 to 100. Only a name that is the same but for case, marks and punctuation reaches `SAME`; what merely
comes near stays below.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias
from unicodedata import category, normalize

Rank: TypeAlias = Literal[1, 2, 3]
"""What a name is: 1 the label, 2 another name or a title, 3 words of a text that stand for the thing."""

EXACT, SAME = 100.0, 98.0
"""The similarity of the very same name, and of one that is the same but for case, marks and punctuation."""

_NEAREST = 95.0
_PART, _WHOLE = 0.6, 0.3
_WORDS_OF_A_TEXT = 0.9
_LONGEST = 256
_LEAST = 55.0
_POOL = 200
_GAPS = re.compile(r"[\W_]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """A name as it is written, in its language (empty if it has none)."""

    text: str
    rank: Rank = 1
    language: str = ""


def fold(text: str) -> str:
    """A name without case, marks, punctuation and doubled spaces, so that spellings of one name are equal.

    >>> fold("  Ağdam  (RAYON)"), fold("O’Hara-Smith"), fold("…")
    ('agdam rayon', 'o hara smith', '…')
    """
    plain = normalize("NFKD", text.casefold().replace("ı", "i"))
    bare = "".join(one for one in plain if category(one) != "Mn")
    return _GAPS.sub(" ", normalize("NFC", bare)).strip() or text.strip().casefold()


def is_name(words: str) -> bool:
    """Whether words of a text may be a name: some word begins as a title does, with a capital where there are any.

    >>> is_name("Soviet Empire"), is_name("its"), is_name("ბაქო"), is_name("the council"), is_name("de Gaulle")
    (True, False, True, False, True)
    """
    return any(word[:1].isalpha() and word[:1] == word[:1].title() for word in words.split())


class Names:
    """The names of many things, each thing known by its number."""

    def __init__(self, things: Iterable[Iterable[Name]]) -> None:
        exact: dict[str, set[tuple[int, Rank]]] = {}
        written: dict[str, set[int]] = {}
        for number, names in enumerate(things):
            for name in names:
                exact.setdefault(fold(name.text), set()).add((number, name.rank))
                if name.rank < 3:
                    written.setdefault(name.text.strip(), set()).add(number)
        self._owners: Mapping[str, tuple[tuple[int, Rank], ...]] = {
            text: tuple(sorted(owners)) for text, owners in sorted(exact.items())
        }
        self._written: Mapping[str, frozenset[int]] = {text: frozenset(owners) for text, owners in written.items()}
        self._texts = list(self._owners)
        self._short = [text[:_LONGEST] for text in self._texts]
        self._starts = sorted(
            (rest, place, number)
            for number, text in enumerate(self._texts)
            for place, rest in enumerate(_from_each_word(text))
        )

    def same(self, query: str) -> Mapping[int, float]:
        """The things that have this very name, with `EXACT`, or one that folds to it, with `SAME`.

        Words of a text that merely stand for a thing count for less.
        """
        found: dict[int, float] = {}
        written = self._written.get(query.strip(), frozenset())
        for owner, rank in self._owners.get(fold(query), ()):
            score = EXACT if owner in written else SAME if rank < 3 else SAME * _WORDS_OF_A_TEXT
            found[owner] = max(found.get(owner, 0.0), score)
        return found

    def near(self, query: str) -> Mapping[int, float]:
        """The things that have the name or one that comes near, by number, with the similarity of their best name."""
        from rapidfuzz import fuzz, process

        found = dict(self.same(query))
        folded = fold(query)[:_LONGEST]
        for scorer, least in ((fuzz.ratio, _LEAST), (fuzz.token_sort_ratio, _LEAST), (fuzz.token_set_ratio, 80.0)):
            for text, score, place in process.extract(
                folded, self._short, scorer=scorer, limit=_POOL, score_cutoff=least
            ):
                weight = _share(folded, text) if scorer is fuzz.token_set_ratio else 1.0
                similarity = min(_NEAREST, score * weight)
                for owner, rank in self._owners[self._texts[place]]:
                    counted = similarity * _WORDS_OF_A_TEXT if rank == 3 else similarity
                    found[owner] = max(found.get(owner, 0.0), counted)
        return found

    def beginning(self, prefix: str) -> tuple[int, ...]:
        """The things of which a name, or a word of a name, begins like this: labels first, and first words first."""
        folded = fold(prefix)
        if not folded:
            return ()
        best: dict[int, tuple[int, int, int, str]] = {}
        at = bisect_left(self._starts, (folded,))
        while at < len(self._starts) and self._starts[at][0].startswith(folded):
            _, place, number = self._starts[at]
            text = self._texts[number]
            for owner, rank in self._owners[text]:
                order = (rank, min(place, 1), len(text), text)
                if owner not in best or order < best[owner]:
                    best[owner] = order
            at += 1
        return tuple(sorted(best, key=lambda owner: (best[owner], owner)))


def similarity(wanted: str, held: str) -> float:
    """How alike two names are.

    >>> similarity("Baku", "Baku"), similarity("BAKU", "Baku"), similarity("Baku", "Moscow") < 50
    (100.0, 98.0, True)
    """
    from rapidfuzz import fuzz

    if wanted == held:
        return EXACT
    one, other = fold(wanted), fold(held)
    if one == other:
        return SAME
    return min(_NEAREST, float(fuzz.token_sort_ratio(one[:_LONGEST], other[:_LONGEST])))


def _share(one: str, other: str) -> float:
    """What it counts that all words of one name are in the other: more, the more of it they are.

    >>> _share("gorbachev", "mikhail gorbachev") > _share("gorbachev", "mikhail gorbachev and the others")
    True
    """
    return _PART + _WHOLE * min(len(one), len(other)) / max(len(one), len(other), 1)


def _from_each_word(text: str) -> Iterator[str]:
    """A folded name from each of its words to its end.

    >>> list(_from_each_word("human rights watch"))
    ['human rights watch', 'rights watch', 'watch']
    """
    words = text.split(" ")[:12]
    for place in range(len(words)):
        yield text[sum(len(word) + 1 for word in words[:place]) :][:_LONGEST]
