"""Whether two things of two documents are one: what speaks for it and how surely, or what speaks against it.

A confidence is one minus a doubt. The doubt begins with what the shared name leaves open, and each sign of the
documents lessens it or adds to it. The numbers are rounded, so that they are true of names in general; what they come
to on MEANTIME and GUM (the development parts) `scripts/bench identity` counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from types import MappingProxyType

from dateline.links.catalogue.names import key_of
from dateline.merging.names import PersonName, Telling, person_name, without_law
from dateline.merging.profile import Profile

LEAST = 0.5
"""A pair that is less likely one thing than two is not proposed."""

LIFETIME = 90
"""Years between two times at which nobody is alive at both."""

_NAME: Mapping[Telling, float] = MappingProxyType({"full": 0.04, "word": 0.12, "short": 0.30, "common": 0.45})
_FULL_PLACE = 0.10
_PERSON, _MIDDLE_MISSING, _INITIAL = 0.06, 0.15, 0.40
_EXPANDED_ONCE = 0.12
_UNSAID_KIND, _OTHER_CLASS = 0.03, 0.01
_NOTHING_SHARED, _SHARED, _MOST_SHARED = 1.5, 0.5, 3.0
_SAME_ROLE, _SAME_PLACE, _SAME_TIME, _OTHER_TIME = 0.7, 0.3, 0.85, 2.0
_COMMON_AT_LEAST = 0.2
_LONG_AFTER = 50
_MOST_NAMED = 3

Weight = Callable[[str], float]
"""How much a name that two documents share tells: 1, or less for one that many documents have."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """That two things may be one, from 0 to 1, with the signs it rests on and why in words."""

    confidence: float
    features: Mapping[str, float] = field(hash=False)
    why: str


def conflict(one: Profile, other: Profile) -> str | None:
    """Why two things cannot be one, or null if nothing is known to speak against it."""
    if one.item and other.item:
        if one.item != other.item:
            return f"one is {_short(one.item)}, the other {_short(other.item)}"
        return None
    if (one.item or "") in other.refused or (other.item or "") in one.refused:
        return f"a person decided that one of them is not {_short(one.item or other.item or '')}"
    if one.family and other.family and one.family != other.family:
        return f"one is {_kind(one)}, the other {_kind(other)}"
    if one.family == "person" and one.persons and other.persons:
        if not any(_is_one_name(a, b) for a, b in product(one.persons, other.persons)):
            return f"their names differ: {_full(one)} and {_full(other)}"
        if one.years and other.years and _gap(one.years, other.years) > LIFETIME:
            return f"one is spoken of in {_span(one.years)}, the other in {_span(other.years)}"
    if one.within and other.within and not one.within & other.within:
        return f"one is in {_some(one.within)}, the other in {_some(other.within)}"
    for short in one.expands.keys() & other.expands.keys():
        if one.expands[short] != other.expands[short]:
            return f"{short.upper()} is {one.expands[short]} in one and {other.expands[short]} in the other"
    return None


def agreement(one: Profile, other: Profile, weight: Weight) -> Agreement | None:
    """How surely two things of two documents are one; null where nothing speaks for it, or something against it."""
    if conflict(one, other):
        return None
    if one.item and one.item == other.item:
        sure = min(one.sure, other.sure)
        said = "decided" if sure == 1 else "proposed"
        return Agreement(
            confidence=round(sure, 2),
            features={"item": round(sure, 2)},
            why=f"both are {_short(one.item)}, as {said} of each",
        )
    shared = _shared_name(one, other)
    if shared is None:
        return None
    name, tells, doubt = shared
    features = {"name": round(1 - doubt, 2)}
    if one.type != other.type:
        more = _OTHER_CLASS if one.family == other.family else _UNSAID_KIND
        doubt, features["kind"] = doubt + more, round(1 - more, 2)
    why = [f"both are called {name}"]
    doubt = _with_context(one, other, doubt, weight, features, why)
    if tells == "common" and not one.within & other.within:
        doubt = max(doubt, _COMMON_AT_LEAST)
        why.append("many places have one of that name")
    confidence = round(max(0.0, 1 - doubt), 2)
    return Agreement(confidence=confidence, features=features, why="; ".join(why)) if confidence >= LEAST else None


def _shared_name(one: Profile, other: Profile) -> tuple[str, Telling, float] | None:
    """The name that two things share, what it tells, and the doubt it leaves; null if they share none that counts."""
    if "group" in (one.family, other.family) or "document" in (one.family, other.family):
        return None
    if one.family == "person" or other.family == "person":
        met = min(
            (
                (_person_doubt(a, b), _said(one, a))
                for a, b in product(one.persons, other.persons)
                if _is_one_name(a, b)
            ),
            default=None,
        )
        return None if met is None else (met[1], "full", met[0])
    unclear = one.homonyms | other.homonyms
    found = []
    for key in one.keys.keys() & other.keys.keys() - unclear:
        tells = one.keys[key]
        doubt = _FULL_PLACE if tells == "full" and "place" in (one.family, other.family) else _NAME[tells]
        if tells == "short" and (key in one.expands or key in other.expands):
            doubt = _EXPANDED_ONCE
        found.append((doubt, key, tells))
    if not found:
        return None
    doubt, key, tells = min(found)
    return _written(one, key), tells, doubt


def _with_context(
    one: Profile, other: Profile, doubt: float, weight: Weight, features: dict[str, float], why: list[str]
) -> float:
    """The doubt that is left when the two documents are laid beside each other."""
    own = {word for key in (*one.keys, *other.keys) for word in key.split()}
    shared = sorted(key for key in one.context & other.context if own.isdisjoint(key.split()))
    weighed = min(sum(map(weight, shared)), _MOST_SHARED)
    doubt *= _SHARED**weighed if shared else _NOTHING_SHARED
    features["context"] = round(weighed, 2)
    if shared:
        best = sorted(shared, key=lambda key: (-weight(key), key))
        more = f" and {len(best) - _MOST_NAMED} more" if len(best) > _MOST_NAMED else ""
        why.append(f"both documents name {', '.join(best[:_MOST_NAMED])}{more}")
    else:
        why.append("the documents share no other name")
    if roles := one.roles & other.roles:
        doubt, features["role"] = doubt * _SAME_ROLE, 1.0
        why.append(f"both are called {min(roles)}")
    if places := one.within & other.within:
        doubt, features["place"] = doubt * _SAME_PLACE, 1.0
        why.append(f"both lie in {min(places)}")
    if one.issued is not None and other.issued is not None and abs(one.issued - other.issued) <= 1:
        doubt, features["time"] = doubt * _SAME_TIME, 1.0
    elif one.years and other.years and _gap(one.years, other.years) > _LONG_AFTER:
        doubt, features["time"] = doubt * _OTHER_TIME, 0.5
        why.append(f"one is spoken of in {_span(one.years)}, the other in {_span(other.years)}")
    return doubt


def _is_one_name(one: PersonName, other: PersonName) -> bool:
    """Whether two full names may be one person's: one surname, one first name or its initial, no other middle name."""
    return (
        one.surname == other.surname
        and _goes_with(one.given, other.given)
        and (not one.middle or not other.middle or _middles_go(one.middle, other.middle))
        and (not one.generation or not other.generation or one.generation == other.generation)
    )


def _goes_with(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _middles_go(one: str, other: str) -> bool:
    first, second = one.split(), other.split()
    return len(first) == len(second) and all(map(_goes_with, first, second))


def _person_doubt(one: PersonName, other: PersonName) -> float:
    if one.given != other.given or len(one.given) == 1:
        return _INITIAL
    is_whole = bool(one.middle) == bool(other.middle) and one.generation == other.generation
    return _PERSON if is_whole else _MIDDLE_MISSING


def _said(one: Profile, person: PersonName) -> str:
    return next((name for name in one.names if person_name(name) == person), one.label)


def _full(one: Profile) -> str:
    return _said(one, one.persons[0])


def _written(one: Profile, key: str) -> str:
    return next((name for name in one.names if without_law(key_of(name)) == key), key)


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _span(years: tuple[int, int]) -> str:
    return str(years[0]) if years[0] == years[1] else f"{years[0]} to {years[1]}"


def _some(keys: frozenset[str]) -> str:
    return " and ".join(sorted(keys)[:_MOST_NAMED])


def _kind(one: Profile) -> str:
    words = {"person": "a person", "organisation": "an organisation", "place": "a place or state", "group": "a group"}
    return words.get(one.family, f"a {one.family}")


def _short(iri: str) -> str:
    return iri.rpartition("/")[2] if "wikidata.org/" in iri else iri
