"""From pairs that agree to things that are one: only where no two of them speak against each other.

Agreement is not passed on through a thing that fits two others which conflict: that thing is left out, and the message
names both. What a person decided (`identity.yaml`, `apart`) is there before anything is joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType

from dateline.merging.judging import LIFETIME, conflict
from dateline.merging.profile import Profile

_CLEARLY = 0.02
"""How much surer one of two things of a document must be to be the one that others mean."""

NOTHING_LEFT_OUT: Mapping[int, str] = MappingProxyType({})

Edge = tuple[int, int, float]


class Grouping:
    """The groups of one collection: `groups` are places in `profiles`, `left_out` says why others are in none.

    `known` gives the things of places that the collection has already; what is in `left_out` from the beginning, and is
    not one of them, joins nothing.
    """

    def __init__(
        self,
        profiles: Sequence[Profile],
        edges: Iterable[Edge],
        *,
        known: Mapping[int, str],
        apart: Iterable[tuple[int, int]],
        left_out: Mapping[int, str] = NOTHING_LEFT_OUT,
    ) -> None:
        self._profiles, self._known = profiles, known
        self.left_out: dict[int, str] = {place: why for place, why in left_out.items() if place not in known}
        self._near: dict[int, dict[int, float]] = defaultdict(dict)
        self._apart = {(min(pair), max(pair)) for pair in apart}
        for one, other, sure in edges:
            if (min(one, other), max(one, other)) not in self._apart:
                self._near[one][other] = self._near[other][one] = sure
        self._of_thing: dict[str, list[int]] = defaultdict(list)
        for place, slug in sorted(known.items()):
            self._of_thing[slug].append(place)
        self.groups: list[list[int]] = []
        waiting = list(self._components({*self._near, *known} - self.left_out.keys()))
        while waiting:
            group = waiting.pop()
            parts = self._parted(group)
            if parts is None:
                self.groups.append(sorted(group))
            else:
                waiting.extend(parts)
        self.groups.sort()

    def _components(self, places: Iterable[int]) -> Iterator[list[int]]:
        """The stretches of places that hang together; the members of a thing that is known always do."""
        left = set(places)
        for start in sorted(left):
            if start not in left:
                continue
            found, open_ = {start}, [start]
            opened: set[str | None] = set()
            while open_:
                place = open_.pop()
                slug = self._known.get(place)
                members = self._of_thing[slug] if slug is not None and slug not in opened else ()
                opened.add(slug)
                for other in (*self._near.get(place, ()), *members):
                    if other in left and other not in found:
                        found.add(other)
                        open_.append(other)
            left -= found
            yield sorted(found)

    def _parted(self, group: list[int]) -> list[list[int]] | None:
        """The parts that a group falls into once what cannot be told is left out; null if nothing is against it."""
        for rule in (self._by_thing, self._by_person, self._by_signs, self._by_years, self._by_document):
            parts = rule(group)
            if parts is not None:
                return parts
        return None

    def _without(self, group: list[int], reasons: Mapping[int, str]) -> list[list[int]]:
        self.left_out.update(reasons)
        return list(self._components(place for place in group if place not in reasons))

    def _by_thing(self, group: list[int]) -> list[list[int]] | None:
        """Two things that the collection has already are two, until a person says otherwise."""
        slugs = sorted({self._known[place] for place in group if place in self._known})
        if len(slugs) < 2:
            return None
        parts: dict[str, list[int]] = {slug: [] for slug in slugs}
        for place in group:
            near = {self._known[one] for one in self._near.get(place, ()) if one in self._known}
            own = self._known.get(place) or (near.pop() if len(near) == 1 else None)
            if own is not None:
                parts[own].append(place)
            else:
                self.left_out[place] = f"it fits {' and '.join(slugs)} alike, which identity.yaml tells apart"
        return list(parts.values())

    def _by_person(self, group: list[int]) -> list[list[int]] | None:
        """What a person set apart stays apart, through whatever else."""
        inside = set(group)
        reasons: dict[int, str] = {}
        for one, other in sorted(self._apart):
            if one in inside and other in inside:
                both = f"a person decided that {self._name(one)} and {self._name(other)} are two, and others fit both"
                reasons |= {place: both for place in (one, other) if place not in self._known}
        return self._without(group, reasons) if reasons else None

    def _by_signs(self, group: list[int]) -> list[list[int]] | None:
        """Of two that conflict, neither is joined through a third that fits both; the third is left out."""
        kinds: dict[object, list[int]] = defaultdict(list)
        for place in group:
            kinds[_signs(self._profiles[place])].append(place)
        first = {signs: self._profiles[places[0]] for signs, places in kinds.items()}
        reasons: dict[int, str] = {}
        for one, other in combinations(kinds, 2):
            why = conflict(first[one], first[other])
            if why is None or self._is_decided(kinds[one], kinds[other]):
                continue
            words = f"it fits both {self._name(kinds[one][0])} and {self._name(kinds[other][0])}: {why}"
            between = [
                place
                for signs, places in kinds.items()
                if signs not in (one, other) and not any(conflict(first[signs], first[end]) for end in (one, other))
                for place in places
                if place not in self._known
            ]
            ends = [place for place in (*kinds[one], *kinds[other]) if place not in self._known]
            for place in between or ends:
                reasons.setdefault(place, words if between else f"others fit both it and what it is not: {why}")
        return self._without(group, reasons) if reasons else None

    def _is_decided(self, one: Iterable[int], other: Iterable[int]) -> bool:
        """Whether all of both are members of one thing of the collection: then somebody decided so."""
        slugs = {self._known.get(place) for place in (*one, *other)}
        return len(slugs) == 1 and None not in slugs

    def _by_years(self, group: list[int]) -> list[list[int]] | None:
        """A person who is named beside years that no life spans is two of one name."""
        dated = [
            place
            for place in group
            if self._profiles[place].family == "person"
            and self._profiles[place].years
            and not self._profiles[place].item
        ]
        if len(dated) < 2 or any(place in self._known for place in dated):
            return None
        first = max(dated, key=lambda place: self._years(place)[0])
        last = min(dated, key=lambda place: self._years(place)[1])
        if self._years(first)[0] - self._years(last)[1] <= LIFETIME:
            return None
        why = (
            f"{self._name(last)} is spoken of in {self._years(last)[1]} and {self._name(first)} in "
            f"{self._years(first)[0]}, and others fit both"
        )
        return self._without(group, dict.fromkeys(group, why))

    def _by_document(self, group: list[int]) -> list[list[int]] | None:
        """Two things of one document are two, unless a person gave both the same match."""
        of: dict[str, list[int]] = defaultdict(list)
        for place in group:
            of[self._profiles[place].document].append(place)
        reasons: dict[int, str] = {}
        for places in of.values():
            if len(places) > 1 and not self._is_decided(places, ()) and not self._is_one(places):
                reasons |= self._but_one(places, set(group))
        return self._without(group, reasons) if reasons else None

    def _is_one(self, places: Iterable[int]) -> bool:
        return {(self._profiles[place].item or place, self._profiles[place].sure) for place in places} == {
            (self._profiles[next(iter(places))].item, 1.0)
        }

    def _but_one(self, places: list[int], group: set[int]) -> dict[int, str]:
        """Why each of several things of a document is left out; the one that others clearly mean is not."""
        sure = {
            place: max((one for other, one in self._near.get(place, {}).items() if other in group), default=0.0)
            for place in places
        }
        ranked = sorted(places, key=lambda place: (place not in self._known, -sure[place], place))
        best = ranked[0]
        if best not in self._known and sure[best] < sure[ranked[1]] + _CLEARLY:
            names = " and ".join(self._name(place) for place in places[:3])
            return dict.fromkeys(places, f"its document has {names}, and others fit both")
        why = f"its document has {self._name(best)}, which is the one that others mean"
        return {place: why for place in places if place != best and place not in self._known}

    def _years(self, place: int) -> tuple[int, int]:
        return self._profiles[place].years or (0, 0)

    def _name(self, place: int) -> str:
        return self._profiles[place].member


def _signs(one: Profile) -> object:
    """All that may speak against a thing; two with the same signs speak against the same."""
    return (
        one.family, one.item, one.refused, one.persons if one.family == "person" else (), one.within,
        tuple(sorted(one.expands.items())),
    )  # fmt: skip
