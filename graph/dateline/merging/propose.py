"""From the things of all documents to those that are one, those that may be, and those that are left apart, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from dateline.identity import Identity, is_of_program
from dateline.merging.grouping import Edge, Grouping
from dateline.merging.judging import agreement
from dateline.merging.model import LeftOut, Merge, Merges, Pair, Proposal
from dateline.merging.naming import label_of, slugs_of
from dateline.merging.pairs import Rarity, compare
from dateline.merging.profile import Profile

Found = dict[tuple[int, int], float]
Making = Callable[[int, int], Pair]


def propose(found: Iterable[Profile], identity: Identity, *, merge_at: float) -> Merges:
    """What becomes of the things of a collection; the same whatever the order in which they come.

    A pair that is at least as sure as `merge_at` (0 to 1) is made one; the others are proposed. `identity` is what is
    decided already: its things are extended and never renamed, and what it sets apart stays apart.
    """
    profiles = sorted(found, key=lambda one: (one.document, one.id))
    rarity = Rarity(profiles)
    pairs: Found = {}

    def joins(one: int, other: int) -> bool:
        if (one, other) not in pairs:
            agreed = agreement(profiles[one], profiles[other], rarity.weight)
            if agreed is None:
                return False
            pairs[one, other] = agreed.confidence
        return pairs[one, other] >= merge_at

    compare(profiles, rarity, joins)
    places = {one.member: place for place, one in enumerate(profiles)}
    known = {places[member]: slug for member, slug in identity.things.items() if member in places}
    apart = list(_apart(identity, places))
    grouping = _grouped(
        profiles, [(*pair, sure) for pair, sure in pairs.items() if sure >= merge_at], known, apart, identity
    )

    def pair_of(one: int, other: int) -> Pair:
        agreed = agreement(profiles[one], profiles[other], rarity.weight)
        if agreed is None:
            raise ValueError(f"{profiles[one].member} and {profiles[other].member} do not agree")
        return Pair(one=profiles[one].member, other=profiles[other].member, agreement=agreed)

    merges = _merges(profiles, grouping, pairs, known, identity, merge_at, pair_of)
    return Merges(
        merges=tuple(merges),
        proposals=tuple(_proposals(profiles, grouping, pairs, known, merges, set(apart), pair_of)),
        left_out=tuple(
            LeftOut(thing=profiles[place].member, label=profiles[place].label, why=why)
            for place, why in sorted(grouping.left_out.items())
        ),
        documents=len({one.document for one in profiles}),
        things=len(profiles),
    )


def _grouped(
    profiles: Sequence[Profile],
    edges: Sequence[Edge],
    known: Mapping[int, str],
    apart: Sequence[tuple[int, int]],
    identity: Identity,
) -> Grouping:
    """The groups, where a program's own decisions are no evidence: what fits two things that conflict is left out, as
    it was before one of them was written down.
    """
    by_people = {
        place: slug
        for place, slug in known.items()
        if not is_of_program(identity.brought.get(profiles[place].member, ""))
    }
    first = Grouping(profiles, edges, known=by_people, apart=apart)
    if len(by_people) == len(known):
        return first
    return Grouping(profiles, edges, known=known, apart=apart, left_out=first.left_out)


def _apart(identity: Identity, places: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    for one, other in identity.apart_members():
        if one in places and other in places:
            pair = places[one], places[other]
            yield min(pair), max(pair)


def _merges(
    profiles: Sequence[Profile],
    grouping: Grouping,
    pairs: Found,
    known: Mapping[int, str],
    identity: Identity,
    merge_at: float,
    pair_of: Making,
) -> list[Merge]:
    """The groups that bring something new, in the order of their slugs."""
    group_of = {place: number for number, group in enumerate(grouping.groups) for place in group}
    inside: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (one, other), sure in pairs.items():
        number = group_of.get(one)
        if number is not None and number == group_of.get(other) and sure >= merge_at:
            inside[number].append((one, other))
    fresh: list[tuple[list[int], list[Pair]]] = []
    extended: list[Merge] = []
    for number, group in enumerate(grouping.groups):
        added = [place for place in group if place not in known]
        slug = next((known[place] for place in group if place in known), None)
        if not added or (slug is None and len(added) < 2):
            continue
        tree = _tree(inside[number], pairs, known, pair_of)
        if slug is None:
            fresh.append((group, tree))
            continue
        label = identity.labels.get(slug) or label_of([profiles[place] for place in group if place in known])
        members = tuple(profiles[place].member for place in added)
        extended.append(Merge(slug=slug, label=label, members=members, pairs=tuple(tree), is_known=True))
    labels = [label_of([profiles[place] for place in group]) for group, _ in fresh]
    members_of = [tuple(profiles[place].member for place in group) for group, _ in fresh]
    slugs = slugs_of(list(zip(labels, members_of, strict=True)), set(identity.things.values()))
    new = [
        Merge(slug=slug, label=label, members=members, pairs=tuple(tree))
        for slug, label, members, (_, tree) in zip(slugs, labels, members_of, fresh, strict=True)
    ]
    return sorted([*new, *extended], key=lambda one: (one.slug, one.members))


def _tree(inside: Iterable[tuple[int, int]], pairs: Found, known: Mapping[int, str], pair_of: Making) -> list[Pair]:
    """The surest pairs that hold a group together, the weakest first; what is known to be one needs none."""
    root: dict[object, object] = {}

    def top(place: int) -> object:
        at: object = known.get(place, place)
        while at in root:
            at = root[at]
        return at

    held: list[Pair] = []
    for one, other in sorted(inside, key=lambda pair: (-pairs[pair], pair)):
        first, second = top(one), top(other)
        if first != second:
            root[second] = first
            held.append(pair_of(one, other))
    return held[::-1]


def _proposals(
    profiles: Sequence[Profile],
    grouping: Grouping,
    pairs: Found,
    known: Mapping[int, str],
    merges: Iterable[Merge],
    apart: set[tuple[int, int]],
    pair_of: Making,
) -> list[Proposal]:
    """The best pair of every two things that may be one and were not made one, the surest first."""
    slug_of = {member: one.slug for one in merges for member in one.members}
    place_of = {place: known.get(place) or slug_of.get(profiles[place].member) for place in range(len(profiles))}
    labels = {one.slug: one.label for one in merges}
    best: dict[tuple[str, str], tuple[int, int]] = {}
    for pair in sorted(pairs):
        if pair in apart or pair[0] in grouping.left_out or pair[1] in grouping.left_out:
            continue
        names = [place_of[place] or profiles[place].member for place in pair]
        if names[0] == names[1]:
            continue
        named = min(names), max(names)
        if named not in best or pairs[best[named]] < pairs[pair]:
            best[named] = pair
    found = []
    for (first, second), (one, other) in best.items():
        is_in_order = (place_of[one] or profiles[one].member) == first
        ends = (one, other) if is_in_order else (other, one)
        made = pair_of(one, other)
        called = (labels.get(first, profiles[ends[0]].label), labels.get(second, profiles[ends[1]].label))
        found.append(Proposal(one=first, other=second, pair=made, labels=called))
    return _holding(sorted(found, key=lambda one: (-one.pair.agreement.confidence, one.one, one.other)))


def _holding(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The proposals that are left when those go that follow from surer ones: of three names, two pairs are enough."""
    root: dict[str, str] = {}
    kept = []
    for one in proposals:
        ends = [one.one, one.other]
        for place, end in enumerate(ends):
            while ends[place] in root:
                ends[place] = root[ends[place]]
            if ends[place] != end:
                root[end] = ends[place]
        if ends[0] != ends[1]:
            root[ends[1]] = ends[0]
            kept.append(one)
    return kept
