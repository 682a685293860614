"""Which pairs of things are compared: those that share a name or an item, and of many only the nearest.

A name that few documents have is compared in all its pairs, one that some have in those that nothing has joined yet.
Of a name that many have, each thing is compared with its neighbours in the order of each of the rarest names around it.
So the number of comparisons grows with the number of things, not with its square.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise

from dateline.merging.profile import Profile

FEW = 8
"""Things of one name that are all compared with each other, joined already or not."""

SOME = 60
"""Things of one name that are all compared until they are joined; of more, only neighbours are."""

_RAREST = 12
_EVERY = 10
_RARE = 10
_HALF = 0.5
_NEVER = ("person", "group", "document")
"""What is never one by such a name: a person is by the parts of a full one."""


class Rarity:
    """How much a shared name tells: 1, or a half for a name that more than a tenth of the documents have."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        contexts = {one.document: one.context for one in profiles}
        self.documents = Counter(key for context in contexts.values() for key in context)
        self._many = max(_RARE, len(contexts) / _EVERY)

    def weight(self, key: str) -> float:
        """How much it tells that two documents have this name."""
        return _HALF if self.documents[key] > self._many else 1.0


def compare(profiles: Sequence[Profile], rarity: Rarity, joins: Callable[[int, int], bool]) -> None:
    """Calls `joins` with pairs of places in `profiles`, the smaller first, of different documents.

    It says whether the two are surely one. `profiles` are in order; a pair may come again with another name.
    """
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, profile in enumerate(profiles):
        for key in _blocks(profile):
            blocks[key].append(place)
    for members in blocks.values():
        if len(members) < 2:
            continue
        root = {place: place for place in members}

        def top(place: int, root: dict[int, int] = root) -> int:
            while root[place] != place:
                root[place] = root[root[place]]
                place = root[place]
            return place

        for one, other in _pairs(members, profiles, rarity):
            first, second = top(one), top(other)
            is_open = len(members) <= FEW or first != second
            if is_open and profiles[one].document != profiles[other].document and joins(one, other):
                root[second] = first


def _blocks(one: Profile) -> Iterator[str]:
    if one.item:
        yield f"item {one.item}"
    for key in one.keys:
        if key not in one.homonyms and one.family not in _NEVER:
            yield f"name {key}"
    for person in one.persons:
        yield f"person {person.surname} {person.given[0]}"


def _pairs(members: list[int], profiles: Sequence[Profile], rarity: Rarity) -> Iterator[tuple[int, int]]:
    if len(members) <= SOME:
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
