"""The cross-check: an item is taken only where two origins give it one id and one name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from dateline.links.catalogue.making.cities import Cities
from dateline.links.catalogue.making.sightings import Sighting
from dateline.links.catalogue.names import agree, key_of
from dateline.links.catalogue.row import Row

_LABEL_FROM = ("reviewed", "wikidata", "country-coder", "natural-earth", "rigour", "openstreetmap", "alias")
_SORT_FROM = ("reviewed", "rigour", "natural-earth", "wikidata", "country-coder", "openstreetmap", "alias")
_CLASSES: Mapping[str, tuple[str, ...]] = {
    "state": ("Q6256",), "former state": ("Q3024240",), "city": ("Q515",), "person": ("Q5",),
    "organisation": ("Q43229",),
}  # fmt: skip
"""Classes whose ids are themselves borne out; what has none here has no types."""

_BY_HAND = ("alias", "reviewed")
_LOOSE = (("openstreetmap", "nsi"), ("natural-earth", "ne-regions"))
"""Whose further names are not always names of the item."""

_FEWEST_STATES = 3
"""In how many states a chain of shops is found that texts speak of without saying more."""

_MOST_LETTERS, _LETTERS = 4, 0.7
"""Up to so many capital letters are an abbreviation that others use as well; how often it is this one, at most."""

_LONGEST_DESCRIPTION = 100
_LYING = ("region", "city", "area", "event", "person")
_CHAIN = re.compile(r"\b(?:chain|retailer|brand|stores?|shops?|franchise|restaurants?|supermarkets?|stations?)\b")


def borne_out(seen: Sequence[Sighting]) -> tuple[Sighting, ...]:
    """The sightings of one item that another origin agrees with; none if no two origins do.

    >>> one = Sighting(origin="rigour", package="rigour", item="Q9248", label="Baku")
    >>> two = Sighting(origin="natural-earth", package="ne-regions", item="Q9248", label="Baki", names=("Baku",))
    >>> len(borne_out([one, two])), len(borne_out([one, one])), len(borne_out([one]))
    (2, 0, 0)
    """
    agreed: set[int] = {number for number, one in enumerate(seen) if one.origin == "reviewed" and one.sort}
    for (number, one), (other_number, other) in combinations(enumerate(seen), 2):
        if (
            "alias" not in (one.origin, other.origin)
            and one.origin != other.origin
            and any(agree(a, b) for a in _names(one) for b in _names(other))
        ):
            agreed |= {number, other_number}
    return tuple(seen[number] for number in sorted(agreed))


def _names(sighting: Sighting) -> tuple[str, ...]:
    return (sighting.label, *sighting.names)


def rows(sightings: Iterable[Sighting], cities: Cities) -> Iterator[Row]:
    """The rows of everything that is borne out, by the number of the item."""
    by_item: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        by_item[sighting.item].append(sighting)
    labels = _labels(by_item)
    made = {item: row for item, seen in by_item.items() if (row := _row(item, seen)) is not None}
    _leave_names_to_their_bearers(made, by_item)
    _put_in_time(made, by_item)
    for _, row in sorted(made.items(), key=lambda one: int(one[0][1:])):
        reach = max(one.reach for one in by_item[row.item])
        yield replace(row, share=_share(row, cities, labels, reach))


def _labels(by_item: Mapping[str, Sequence[Sighting]]) -> Mapping[str, frozenset[str]]:
    """Every item that any source gives a label, by the key of the label."""
    found: dict[str, set[str]] = defaultdict(set)
    for item, seen in by_item.items():
        for one in seen:
            if one.origin in ("wikidata", "reviewed"):
                found[key_of(one.label)].add(item)
    return {key: frozenset(items) for key, items in found.items()}


def _row(item: str, seen: Sequence[Sighting]) -> Row | None:
    witnesses = borne_out(seen)
    if not witnesses:
        return None
    witnesses = (*witnesses, *(one for one in seen if one.origin == "alias"))
    told = sorted(witnesses, key=lambda one: (_LABEL_FROM.index(one.origin), one.package, one.label))
    sorts = sorted((one for one in seen if one.sort), key=lambda one: _SORT_FROM.index(one.origin))
    if not sorts:
        return None
    sort, first = sorts[0].sort, next(one for one in told if one.origin != "alias")
    if sort == "region" and any(one.sort == "city" for one in witnesses):
        sort = "city"
    if any(one.sort == "former state" for one in seen) and sort == "state":
        sort = "former state"
    organisation = sort == "organisation"
    said = {key_of(first.label): first.label}
    for name in _kept_names(told):
        said.setdefault(key_of(name), name)
    said.pop("", None)
    description = next((one.description for one in told if one.description), "")
    if organisation and _CHAIN.search(description) and max(one.reach for one in told) < _FEWEST_STATES:
        return None
    foreign: dict[str, str] = {}
    for one in told:
        foreign = {**one.foreign, **foreign}
    known = [one for one in seen if one.origin == "reviewed"] or seen
    places = dict.fromkeys(name for one in known for name in one.within if key_of(name) != key_of(first.label))
    return Row(
        item=item,
        label=first.label,
        sort=sort,
        names=tuple(said.values()),
        foreign={code: name for code, name in foreign.items() if key_of(name) not in said},
        description=description if len(description) <= _LONGEST_DESCRIPTION else "",
        types=next((one.types for one in told if one.types), _CLASSES.get(sort, ())),
        within=tuple(places) if sort in _LYING else (),
        coordinates=next((one.coordinates for one in told if one.coordinates), None),
        begins=next((one.begins for one in seen if one.begins is not None), None),
        ends=next((one.ends for one in seen if one.ends is not None), None),
        sources=tuple(sorted({one.package for one in told if one.package})),
    )


def _kept_names(told: Sequence[Sighting]) -> Iterator[str]:
    """The names that the item is given; those of mappers and of divisions only where another origin has them too."""
    for one in told:
        for name in _names(one):
            if (one.origin, one.package) not in _LOOSE or any(
                agree(name, other) for two in told if two.origin != one.origin for other in _names(two)
            ):
                yield name


def _leave_names_to_their_bearers(made: dict[str, Row], by_item: Mapping[str, Sequence[Sighting]]) -> None:
    """Takes from an item the further names that are another item's label, unless people gave them to it."""
    labels: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in made.values():
        labels[key_of(row.label), row.kind].add(row.item)
    for item, row in made.items():
        given = {key_of(name) for one in by_item[item] if one.origin in _BY_HAND for name in _names(one)}
        kept = tuple(
            name
            for name in row.names
            if key_of(name) in given or not labels.get((key_of(name), row.kind), set()) - {item}
        )
        made[item] = replace(row, names=(row.label, *(name for name in kept if name != row.label)))


def _put_in_time(made: dict[str, Row], by_item: Mapping[str, Sequence[Sighting]]) -> None:
    """When what followed the divisions of a former state began: when that state ended."""
    names = {key_of(row.label): row for row in made.values() if row.sort == "former state"}
    for item, seen in by_item.items():
        for one in seen:
            if one.origin != "rigour" or one.sort != "former state" or item not in made or not one.within:
                continue
            whole = names.get(key_of(one.within[0]))
            if whole is None or whole.ends is None or len(one.followed_by) != 1:
                continue
            made[item] = replace(made[item], ends=made[item].ends or whole.ends)
            after = made.get(one.followed_by[0])
            if after is not None:
                began = after.begins if after.begins is not None else whole.ends
                made[after.item] = replace(after, begins=began, before=(*after.before, item))


def _share(row: Row, cities: Cities, labels: Mapping[str, frozenset[str]], reach: int) -> float:
    """How often the item is what its name means: by the people that live in namesakes, or by their number."""
    if row.sort in ("city", "region"):
        return cities.share(row)
    if row.sort == "organisation":
        namesakes = labels.get(key_of(row.label), frozenset()) - {row.item}
        is_letters = row.label.isupper() and len(row.label) <= _MOST_LETTERS and reach < _FEWEST_STATES
        return round((_LETTERS if is_letters else 1) / (1 + len(namesakes)), 2)
    return 1.0
