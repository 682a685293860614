"""From a query to the things that may be meant, best first, each with what its score is made of.

A score is 0 to 100: the similarity of the best name, and of each property that was given, weighted 100 to 40, halved
where the class does not fit. A candidate is called a match only where it alone has the name, so that two things of one
name are left for a person to decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from dateline.web.reconciliation.asked import Condition, Query, Wanted
from dateline.web.reconciliation.names import EXACT, SAME, similarity
from dateline.web.reconciliation.things import WIKIDATA, Thing, Things, Value

NAME, ID, TYPE = "name", "id", "type"
"""The ids of the features that are no property."""
QUALIFIERS = {"ExactMatch": "is exactly", "PrefixMatch": "begins with"}
"""How a property's value may be compared, beside the default, which is by likeness."""

_WEIGHT_OF_NAME, _WEIGHT_OF_PROPERTY = 100, 40
_FITS = 50.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A thing that may be meant; `features` are what its score was made of."""

    thing: Thing
    score: float
    match: bool
    features: tuple[tuple[str, float | bool], ...]


def candidates(query: Query, things: Things) -> tuple[Candidate, ...]:
    """The best candidates, at most `query.limit`, the best first; the order of equals is that of their ids."""
    conditions = tuple(one for one in query.conditions if things.property_named(one.property) is not None)
    types = tuple(map(things.type_id, query.types))
    by_name = _by_name(query, things)
    by_id = {thing.id for given in (*query.ids, *query.names) for thing in things.known(given)}
    alone = _alone(by_name)
    scored: list[Candidate] = []
    for thing in _pool(query, things, by_name, by_id):
        held = tuple((condition, _held(condition, thing, things)) for condition in conditions)
        if any(condition.required and score < _FITS for condition, score in held):
            continue
        fits = _fits(thing, types, query)
        if fits is None:
            continue
        name = EXACT if thing.id in by_id else by_name.get(thing.id, 0.0)
        score = _score(name if query.names or query.ids else None, [score for _, score in held])
        if score <= 0:
            continue
        certain = thing.id in by_id or thing.id == alone
        scored.append(
            Candidate(
                thing=thing,
                score=round(score if fits else score / 2, 1),
                match=certain and fits and all(score >= _FITS for _, score in held),
                features=_features(query, thing, by_id, name, types, fits, held),
            )
        )
    scored.sort(key=lambda one: (-one.score, one.thing.id))
    if sum(one.match for one in scored) > 1:
        best = [one for one in scored if one.match and one.thing.id in by_id]
        keep = best[0].thing.id if len(best) == 1 else ""
        scored = [
            one
            if not one.match or one.thing.id == keep
            else Candidate(thing=one.thing, score=one.score, match=False, features=one.features)
            for one in scored
        ]
    return tuple(scored[: query.limit])


def _by_name(query: Query, things: Things) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for name in query.names:
        for place, score in things.names.near(name).items():
            thing = things.all[place].id
            found[thing] = max(found.get(thing, 0.0), score)
    return found


def _alone(by_name: Mapping[str, float]) -> str:
    """The one thing that has the name, empty if none or several have it."""
    same = [thing for thing, score in by_name.items() if score >= SAME]
    return same[0] if len(same) == 1 else ""


def _pool(query: Query, things: Things, by_name: Mapping[str, float], by_id: set[str]) -> Iterator[Thing]:
    if not query.names and not query.ids:
        yield from things.all
        return
    for thing in sorted({*by_name, *by_id}):
        yield things.by_id[thing]


def _fits(thing: Thing, types: tuple[str, ...], query: Query) -> bool | None:
    """Whether the class fits; None where a thing of another class is not wanted at all."""
    if not types:
        return True
    own = [thing.is_a(one) for one in types]
    fits = all(own) if query.strictness == "all" else any(own)
    return fits if fits or query.strictness == "should" else None


def _score(name: float | None, held: list[float]) -> float:
    parts = [] if name is None else [(name, _WEIGHT_OF_NAME)]
    parts += [(score, _WEIGHT_OF_PROPERTY) for score in held]
    weight = sum(weight for _, weight in parts)
    return sum(score * weight for score, weight in parts) / weight if weight else 0.0


def _features(
    query: Query,
    thing: Thing,
    by_id: set[str],
    name: float,
    types: tuple[str, ...],
    fits: bool,
    held: tuple[tuple[Condition, float], ...],
) -> tuple[tuple[str, float | bool], ...]:
    found: list[tuple[str, float | bool]] = []
    if thing.id in by_id:
        found.append((ID, True))
    elif query.names:
        found.append((NAME, round(name, 1)))
    if types:
        found.append((TYPE, fits))
    seen: dict[str, float] = {}
    for condition, score in held:
        seen[condition.property] = max(seen.get(condition.property, 0.0), round(score, 1))
    return (*found, *seen.items())


def _held(condition: Condition, thing: Thing, things: Things) -> float:
    """How well what a thing holds meets a condition."""
    term = things.property_named(condition.property)
    values = thing.statements.get(term.id, ()) if term else ()
    each = [
        max((_alike(wanted, value, condition.qualifier, things) for value in values), default=0.0)
        for wanted in condition.values
    ]
    if not each:
        return 0.0
    if condition.quantifier == "all":
        return min(each)
    return EXACT - max(each) if condition.quantifier == "none" else max(each)


def _alike(wanted: Wanted, value: Value, qualifier: str, things: Things) -> float:
    if isinstance(value, ox.NamedNode):
        score = _alike_thing(wanted, value.value, qualifier, things)
    else:
        score = _alike_literal(wanted.text or wanted.id, value.value, qualifier)
    return score if qualifier != "ExactMatch" or score >= SAME else 0.0


def _alike_thing(wanted: Wanted, iri: str, qualifier: str, things: Things) -> float:
    for given in filter(None, (wanted.id, wanted.text)):
        if given in (iri, iri.removeprefix(WIKIDATA)) or any(one.iri == iri for one in things.known(given)):
            return EXACT
    held = things.by_id.get(iri.removeprefix(things.base))
    if held is None or wanted.id:
        return 0.0
    return max((_alike_text(wanted.text, name.text, qualifier) for name in held.names if name.rank < 3), default=0.0)


def _alike_literal(wanted: str, held: str, qualifier: str) -> float:
    if wanted.strip() == held:
        return EXACT
    try:
        return EXACT if Decimal(wanted.strip()) == Decimal(held) else 0.0
    except InvalidOperation:
        pass
    if held[:4].isdigit() and held[:1] != "0" and held.startswith(wanted.strip()[:10]) and len(wanted.strip()) >= 4:
        return EXACT  # a day within the year or the month that is wanted
    return _alike_text(wanted, held, qualifier)


def _alike_text(wanted: str, held: str, qualifier: str) -> float:
    if qualifier == "PrefixMatch":
        return EXACT if held.casefold().startswith(wanted.casefold()) else 0.0
    return similarity(wanted, held)
