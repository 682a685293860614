"""What a document tells of each of its things that bears on whether another document's thing is the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dateline.identity import Identity
from dateline.links.catalogue.names import is_acronym_of, key_of
from dateline.links.document import DocumentFacts
from dateline.merging.names import PersonName, Telling, person_name, telling, titles_in, without_law
from dateline.model import Entity, Event, Reading, Ref
from dateline.terms import is_a

Family: TypeAlias = Literal["person", "organisation", "place", "group", "document", "event", ""]
"""What kind of thing it is, as far as two things must be of one kind; empty where the reading does not say."""

_FAMILIES: tuple[tuple[str, Family], ...] = (
    ("Person", "person"),
    ("Organization", "organisation"),
    ("Group", "group"),
    ("Polity", "place"),
    ("Place", "place"),
    ("Document", "document"),
    ("Event", "event"),
)
_WITHIN = frozenset({"locatedIn", "capitalOf"})
_YEAR = re.compile(r"-?[0-9]{4}")
_BEHIND = re.compile(r"(?:, | \()(?:the )?((?:[A-Z][\w.’'-]* ?){1,4})")
_MOST_NAMES = 12
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """One thing of one document. `names` are as they are written, the likeliest first, and `keys` what they come to.

    `item` is the IRI of its exact match where one is decided (`sure` is 1) or proposed at least as surely as `link_at`;
    `refused` are those that a person turned down. `expands` gives the full name of an abbreviation that the document
    spells out. `within` are the places that the document puts it in, `roles` what it calls it, `years` the first and
    the last that are named beside it. `context` are the other names of its document, `issued` the year of it.
    `homonyms` are the keys that another thing of the document bears as well.
    """

    document: str
    id: str
    type: str
    family: Family
    label: str
    names: tuple[str, ...]
    keys: Mapping[str, Telling]
    persons: tuple[PersonName, ...] = ()
    item: str | None = None
    sure: float = 0.0
    refused: frozenset[str] = _NONE
    expands: Mapping[str, str] = field(default_factory=dict)
    within: frozenset[str] = _NONE
    roles: frozenset[str] = _NONE
    years: tuple[int, int] | None = None
    issued: int | None = None
    context: frozenset[str] = _NONE
    homonyms: frozenset[str] = _NONE

    @property
    def member(self) -> str:
        """How `identity.yaml` calls it."""
        return f"{self.document}/{self.id}"

    @property
    def is_named(self) -> bool:
        """Whether the document names it."""
        return bool(self.names)


def family_of(type_: str) -> Family:
    """The family of a class.

    >>> family_of("Polity"), family_of("ViolentEvent"), family_of("Agent")
    ('place', 'event', '')
    """
    return next((family for name, family in _FAMILIES if is_a(type_, name)), "")


def profiles(reading: Reading, text: str, identity: Identity, *, link_at: float) -> Iterator[Profile]:
    """The profiles of the entities of a reading that are not rejected, in its order."""
    facts = DocumentFacts(reading, text)
    entities = [one for one in reading.entities if one.status != "rejected" and one.id != reading.document.entity]
    bearers: dict[str, set[str]] = defaultdict(set)
    known: dict[str, dict[str, Telling]] = {}
    for entity in entities:
        known[entity.id] = _keys(entity)
        for key in known[entity.id]:
            bearers[key].add(entity.id)
    context = frozenset(key for keys in known.values() for key, tells in keys.items() if tells != "common")
    places = {key: name for key in bearers for name in bearers[key]}
    within = _within(reading, entities, text, known, places)
    year = _YEAR.match(reading.document.issued or "")
    for entity in entities:
        names = _names(entity)
        item, sure, refused = matches(entity, reading.document.id, identity, link_at=link_at)
        years = facts.years_near(tuple(mention.span for mention in entity.mentions)) if names else ()
        family = family_of(entity.type)
        yield Profile(
            document=reading.document.id,
            id=entity.id,
            type=entity.type,
            family=family,
            label=entity.label,
            names=names,
            keys=known[entity.id],
            persons=_persons(names) if family in ("person", "") else (),
            item=item,
            sure=sure,
            refused=refused,
            expands=_expansions(names),
            within=within.get(entity.id, _NONE),
            roles=_roles(entity),
            years=(years[0], years[-1]) if years else None,
            issued=int(year[0]) if year else None,
            context=context,
            homonyms=frozenset(key for key in known[entity.id] if len(bearers[key]) > 1),
        )


def matches(
    thing: Entity | Event, document: str, identity: Identity, *, link_at: float
) -> tuple[str | None, float, frozenset[str]]:
    """The exact match of a thing, how sure it is, and what a person decided that it is not."""
    exact = [
        link for link in identity.links_of(document, thing.id, thing.links, link_at) if link.relation == "exactMatch"
    ]
    refused = {one.to for one in identity.decided(document, thing.id) if one.status == "rejected"}
    refused |= {link.to for link in thing.links if link.status == "rejected"}
    if not exact:
        return None, 0.0, frozenset(refused)
    sure = 1.0 if exact[0].status == "accepted" else exact[0].confidence
    return exact[0].to, sure, frozenset(refused)


def _names(entity: Entity) -> tuple[str, ...]:
    """The names of an entity, its label first if it is one; none if it is only described."""
    named = [" ".join(mention.span.text.split()) for mention in entity.mentions if mention.form == "name"]
    if not named:
        return ()
    return tuple(dict.fromkeys((entity.label, *named)))[:_MOST_NAMES]


def _keys(entity: Entity) -> dict[str, Telling]:
    found: dict[str, Telling] = {}
    is_person = family_of(entity.type) == "person"
    for name in _names(entity):
        key = without_law(key_of(name))
        person = person_name(name) if is_person else None
        if person is not None:
            found[f"{person.given} {person.surname}"] = "full"
        elif key and not is_person:
            tells = telling(name)
            found[key] = "word" if tells == "full" and " " not in key else tells
    return found


def _persons(names: Iterable[str]) -> tuple[PersonName, ...]:
    return tuple(dict.fromkeys(one for one in map(person_name, names) if one is not None))


def _expansions(names: tuple[str, ...]) -> dict[str, str]:
    """Each abbreviation among the names that another of them spells out, by key."""
    return {
        key_of(short): without_law(key_of(long))
        for short in names
        if telling(short) == "short"
        for long in names
        if " " in long and is_acronym_of(short.replace(".", ""), long)
    }


def _roles(entity: Entity) -> frozenset[str]:
    return frozenset().union(
        *(titles_in(mention.span.text) for mention in entity.mentions if mention.form != "pronoun")
    )


def _within(
    reading: Reading,
    entities: list[Entity],
    text: str,
    keys: Mapping[str, Mapping[str, Telling]],
    places: Mapping[str, str],
) -> dict[str, frozenset[str]]:
    """The keys of the places that each entity lies in, as a claim says it or the words behind its name."""
    found: dict[str, set[str]] = defaultdict(set)
    for claim in reading.claims:
        is_said = claim.status != "rejected" and claim.polarity == "positive"
        if is_said and claim.predicate in _WITHIN and isinstance(claim.object, Ref):
            found[claim.subject].update(keys.get(claim.object.id, ()))
    lying = {one.id for one in entities if family_of(one.type) == "place"}
    for entity in entities:
        if entity.id not in lying:
            continue
        for mention in entity.mentions:
            behind = _BEHIND.match(text, mention.span.end) if mention.form == "name" else None
            words = behind[1].split() if behind else []
            beginnings = (key_of(" ".join(words[:number])) for number in range(len(words), 0, -1))
            met = next((key for key in beginnings if places.get(key) in lying - {entity.id}), None)
            if met:
                found[entity.id].add(met)
    return {name: frozenset(ones) for name, ones in found.items()}
