"""Which pairs of things are worth comparing: those that share a name or an item, and of many only the nearest.

A name that few documents have is compared in all its pairs; of a name that many have, each thing is compared with its
neighbours in the order of each of the rarest names around it. So the number of pairs grows with the number of things.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from dateline.merging.profile import Profile

FEW = 24
"""Things of one name of which all pairs are compared."""
_RAREST = 8
_EVERY = 10
_RARE = 10
_HALF = 0.5


class Rarity:
    """How much a shared name tells: 1, or a half for a name that more than a tenth of the documents have."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        contexts = {one.document: one.context for one in profiles}
        self.documents = Counter(key for context in contexts.values() for key in context)
        self._many = max(_RARE, len(contexts) / _EVERY)

    def weight(self, key: str) -> float:
        """How much it tells that two documents have this name."""
        return _HALF if self.documents[key] > self._many else 1.0


def candidate_pairs(profiles: Sequence[Profile], rarity: Rarity) -> Iterator[tuple[int, int]]:
    """Pairs of places in `profiles`, the smaller first, each once, of different documents; `profiles` are in order."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, profile in enumerate(profiles):
        for key in _blocks(profile):
            blocks[key].append(place)
    seen: set[int] = set()
    for members in blocks.values():
        if len(members) < 2:
            continue
        for one, other in _pairs(members, profiles, rarity):
            number = one * len(profiles) + other
            if profiles[one].document != profiles[other].document and number not in seen:
                seen.add(number)
                yield one, other


def _blocks(one: Profile) -> Iterator[str]:
    if one.item:
        yield f"item {one.item}"
    for key, tells in one.keys.items():
        if key not in one.homonyms or tells == "full":
            yield f"name {key}"
    for person in one.persons:
        yield f"person {person.surname} {person.given[0]}"


def _pairs(members: list[int], profiles: Sequence[Profile], rarity: Rarity) -> Iterator[tuple[int, int]]:
    if len(members) <= FEW:
        yield from combinations(members, 2)
        return
    yield from pairwise(members)
    around = Counter(key for place in members for key in profiles[place].context)
    near: dict[str, list[int]] = defaultdict(list)
    for place in members:
        shared = [key for key in profiles[place].context if 1 < around[key] < len(members)]
        for key in sorted(shared, key=lambda key: (rarity.documents[key], key))[:_RAREST]:
            near[key].append(place)
    for places in near.values():
        yield from pairwise(places)
