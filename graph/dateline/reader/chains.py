"""Which triggers speak of the same event: names, headlines and definite nouns, where nothing speaks against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.reader.events import Trigger
from dateline.reader.lexicon import words
from dateline.reader.syntax import lemma

Parts = Mapping[str, frozenset[str]]
"""The ids of the entities that fill each role of a trigger."""

_REPEATED = ("ViolentEvent", "MilitaryOperation", "PoliticalEvent", "RestrictionEvent", "CommemorationEvent")
_POINTING = frozenset(("the", "this", "that", "these", "those", "such", "both"))
_FARTHEST = 40
_LONGEST_CHAIN = 20
_ROLES = ("agent", "affected", "tookPlaceIn")


@dataclass(frozen=True, slots=True)
class Witness:
    """A trigger with what is known of it when events are told apart: who fills its roles, when, and where it stands."""

    trigger: Trigger
    parts: Parts
    dates: frozenset[str]
    heading: bool
    factual: bool


def chain(witnesses: Sequence[Witness]) -> list[list[Witness]]:
    """The triggers grouped by event, in the order in which the events are first spoken of.

    Two triggers are one event where both have the same proper name, where the later is a definite noun of the same
    family and only one earlier event fits, or where a sentence takes up a headline or repeats a deed with a shared
    participant. Different participants in one role, or different dates, speak against it; in doubt they stay apart.
    """
    groups: list[list[Witness]] = []
    by_family: dict[str, list[list[Witness]]] = defaultdict(list)
    names: dict[str, list[Witness]] = {}
    for one in witnesses:
        home = _home(one, by_family, names)
        if home is None:
            home = []
            groups.append(home)
            by_family[one.trigger.happening.family].append(home)
            if one.trigger.name:
                names.setdefault(one.trigger.name.casefold(), home)
        home.append(one)
    return groups


def _home(
    one: Witness, by_family: Mapping[str, list[list[Witness]]], names: Mapping[str, list[Witness]]
) -> list[Witness] | None:
    if one.trigger.name:
        return names.get(one.trigger.name.casefold())
    taking_up = one.trigger.noun and lemma(one.trigger.token) in words("frames", "words for any event")
    generic = taking_up and not any(one.parts.values())
    if generic and len(names) == 1 and _points_back(one.trigger):
        return next(iter(names.values()))
    earlier = by_family.get(one.trigger.happening.family, [])[-_FARTHEST:]
    fitting = [group for group in earlier if _fits(one, group)]
    if not fitting:
        return None
    if one.trigger.noun:
        same = [group for group in fitting if group[0].trigger.noun and _shares(one, group, _ROLES, least=1)]
        if len(same) == 1 and _defined(one.trigger):
            return same[0]
    if one.trigger.noun and _points_back(one.trigger):
        return fitting[0] if len(fitting) == 1 else None
    resumed = [group for group in fitting if group[0].heading and not one.heading and len(group) == 1]
    if len(resumed) == 1 and one.trigger.happening.kind != "Situation" and _takes_up(one, resumed[0]):
        return resumed[0]
    if one.trigger.happening.kind in _REPEATED and one.factual:
        shared = [group for group in fitting if _shares(one, group, ("affected", "tookPlaceIn", "agent"))]
        if len(shared) == 1:
            return shared[0]
    return None


def _takes_up(one: Witness, group: list[Witness]) -> bool:
    return _shares(one, group, ("agent", "affected", "tookPlaceIn", "participant")) or not (
        any(one.parts.values()) and any(group[0].parts.values())
    )


def _points_back(trigger: Trigger) -> bool:
    token = trigger.token
    return any(
        (child.dep_ in ("det", "predet") and child.lower_ in _POINTING)
        or (child.dep_ == "amod" and child.lower_ == "such")
        or (child.dep_ == "poss" and child.pos_ == "PRON")
        for child in token.children
    )


def _fits(one: Witness, group: list[Witness]) -> bool:
    group = group[-_LONGEST_CHAIN:]
    for other in group:
        for role, fillers in one.parts.items():
            theirs = other.parts.get(role, frozenset())
            if fillers and theirs and not fillers & theirs and role != "agent":
                return False
        if one.dates and other.dates and not one.dates & other.dates:
            return False
        if one.factual != other.factual and not (one.trigger.noun or other.trigger.noun):
            return False
    mine, first = (
        one.parts.get("agent", frozenset()),
        frozenset[str]().union(*(o.parts.get("agent", frozenset()) for o in group)),
    )
    if mine and first and not mine & first:
        places = one.parts.get("tookPlaceIn", frozenset()) | one.parts.get("affected", frozenset())
        return any(
            places & (o.parts.get("tookPlaceIn", frozenset()) | o.parts.get("affected", frozenset())) for o in group
        )
    return True


def _defined(trigger: Trigger) -> bool:
    return any(child.dep_ == "poss" or child.lower_ == "the" for child in trigger.token.children)


def _shares(one: Witness, group: list[Witness], roles: Sequence[str], least: int = 2) -> bool:
    mine = {(role, filler) for role in roles for filler in one.parts.get(role, ())}
    group = group[-_LONGEST_CHAIN:]
    theirs = {(role, filler) for other in group for role in roles for filler in other.parts.get(role, ())}
    common = mine & theirs
    return any(role != "agent" for role, _ in common) or len(common) >= least
