"""Parsed text to entities: who and what the text speaks of, each with every place where it does."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Final

from dateline.model import Entity, Mention, Span
from dateline.reader import gazetteer
from dateline.reader.clusters import Cluster
from dateline.reader.coreference import resolve
from dateline.reader.kinds import THING, decide
from dateline.reader.names import Name, find_names, inside, nested, spread
from dateline.reader.parse import Parsed
from dateline.reader.references import Reference, described, is_sport, named, pronouns

_NO_SLUG: Final = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG: Final = 48
_FORMS: Final = {"name": 0, "description": 1, "pronoun": 2}


def find_entities(parsed: Parsed) -> tuple[Entity, ...]:
    """The entities in order of their first mention, with ids that can be read; equal texts give equal ids.

    A name of something that is none of the classes of agents, places and documents has the type `Entity`.
    """
    return tuple(_entities(parsed, resolve(parsed, references(parsed))))


def references(parsed: Parsed) -> list[Reference]:
    """All names, descriptions and pronouns in order of their place, not yet resolved."""
    names = find_names(parsed)
    sure = [name for name in names if name.sure]
    kinds = decide(parsed, sure or names)
    surnames = {key for key, kind in kinds.items() if kind == "Person" and " " not in key}
    if sure:
        late = decide(parsed, [name for name in names if not name.sure and name.key(parsed) not in kinds])
        names = spread(parsed, names, set(kinds), surnames)
        kinds = {**late, **kinds}
    else:
        names = spread(parsed, names, set(kinds), surnames)
    bodies = {key for key, kind in kinds.items() if kind == "Organization"}
    teams = is_sport(parsed)
    found: list[Reference] = []
    covered: set[tuple[int, int]] = set()
    for name in names:
        kind = kinds.get(name.key(parsed))
        if kind is not None:
            found.append(named(parsed, name, kind, sport=teams))
            covered.update((name.doc, i) for i in range(name.first, name.last))
            found.extend(_within(parsed, name, kind, bodies))
    for at, doc in enumerate(parsed.docs):
        for chunk in doc.noun_chunks:
            found.extend(described(parsed, chunk, covered, at))
    found.extend(pronouns(parsed, covered))
    return sorted(found, key=lambda one: (one.start, -one.end, _FORMS[one.form]))


def _within(parsed: Parsed, name: Name, kind: str, bodies: set[str]) -> Iterable[Reference]:
    """The references that a longer name has in it: to a place, or to whoever holds the event or makes the product."""
    if kind not in ("Organization", THING) or name.last - name.first == 1:
        return
    for inner in nested(parsed, name):
        place = gazetteer.place(inner.key(parsed))
        yield named(parsed, inner, "Polity" if place and place.sort == "polity" else "Place")
    holder = inside(parsed, name, bodies) if kind == THING else None
    if holder is not None:
        yield named(parsed, holder, "Organization")


def _entities(parsed: Parsed, clusters: Iterable[Cluster]) -> Iterable[Entity]:
    taken: set[str] = set()
    for cluster in clusters:
        label = _label(parsed, cluster)
        mentions = {(one.start, one.end): one for one in sorted(cluster.references, key=lambda one: -_FORMS[one.form])}
        yield Entity(
            id=_unique(_slug(label), taken),
            type=cluster.kind,
            label=label,
            mentions=tuple(
                Mention(span=Span(start=start, end=stop, text=parsed.text[start:stop]), form=one.form)
                for (start, stop), one in sorted(mentions.items())
            ),
        )


def _label(parsed: Parsed, cluster: Cluster) -> str:
    """The fullest of its names; else, for a country known by its adjective alone, the country; else a description."""
    for form in ("name", "description", "pronoun"):
        words = Counter(
            " ".join(parsed.text[one.start : one.end].split()) for one in cluster.references if one.form == form
        )
        known = {place.name for one in cluster.references if (place := gazetteer.place(one.key)) and one.form == form}
        if words and form == "name" and cluster.kind in ("Polity", "Place") and len(known) == 1:
            return known.pop()
        if words and form == "name":
            return max(words, key=lambda word: (len(word.split()), words[word], word))
        if words and cluster.adjectives and (place := gazetteer.place(min(cluster.adjectives))) is not None:
            return place.name
        if words:
            return next(iter(words))
    return cluster.kind


def _slug(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return _NO_SLUG.sub("_", plain).strip("_")[:_LONGEST_SLUG].strip("_") or "entity"


def _unique(slug: str, taken: set[str]) -> str:
    name, number = slug, 2
    while name in taken:
        name, number = f"{slug}_{number}", number + 1
    taken.add(name)
    return name
