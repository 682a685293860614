"""What a document's shard is a function of, as one hash for each part, so that a change can be named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from dateline import __version__, resources
from dateline.collection import Entry
from dateline.identity import Decision, Identity
from dateline.settings import Settings

PARTS: Mapping[str, str] = {
    "source": "the document",
    "text": "the text",
    "reading": "the reading",
    "identity": "what identity.yaml says of its things",
    "links": "what links.yaml says of its things",
    "settings": "the settings",
    "ontology": "the ontology, its shapes or the checks",
    "program": "the version of dateline",
}
"""The parts of a fingerprint, and what they are called to people."""

_BUILDING = ("base", "policy", "publish_text", "publish_at", "link_at", "text_license")


@dataclass(frozen=True, kw_only=True, slots=True)
class Fingerprint:
    """The hash of each part (a name of `PARTS`) that a shard depends on."""

    parts: Mapping[str, str]

    def changed_since(self, older: Fingerprint) -> tuple[str, ...]:
        """The parts that are another than they were, in the order of `PARTS`.

        >>> before = Fingerprint(parts={"text": "1", "reading": "2"})
        >>> Fingerprint(parts={"text": "1", "reading": "3"}).changed_since(before)
        ('reading',)
        """
        return tuple(name for name in PARTS if self.parts.get(name) != older.parts.get(name))

    def to_json(self) -> str:
        """The parts as one line of JSON, sorted."""
        return json.dumps(dict(self.parts), sort_keys=True)

    @classmethod
    def from_json(cls, line: str) -> Fingerprint:
        """The fingerprint that `to_json` wrote."""
        return cls(parts=json.loads(line))


NO_FINGERPRINT = Fingerprint(parts={})
"""Of what was never done, or could not be."""


class Decided:
    """What is decided of the things of each document, found in one pass over the decisions of a collection."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        self._members: dict[str, list[str]] = {}
        for member in identity.things:
            self._members.setdefault(member.partition("/")[0], []).append(member)
        by_thing: dict[str, list[Decision]] = {}
        for decision in identity.decisions:
            by_thing.setdefault(identity.things.get(decision.thing, decision.thing), []).append(decision)
        self._decisions = by_thing
        self._labels: dict[str, list[tuple[tuple[str, str | None], str]]] = {}
        for key, label in identity.called.items():
            self._labels.setdefault(key[0], []).append((key, label))
        self._own: dict[str, list[str]] = {}
        for thing in by_thing:
            if "/" in thing:
                self._own.setdefault(thing.partition("/")[0], []).append(thing)

    def only(self, document: str) -> Identity:
        """The part of the decisions that one document needs: small enough to send to another process."""
        identity, members = self._identity, self._members.get(document, ())
        slugs = {identity.things[member] for member in members}
        return Identity(
            things={member: identity.things[member] for member in members},
            decisions=tuple(one for thing in self._things(document) for one in self._decisions.get(thing, ())),
            labels={slug: identity.labels[slug] for slug in slugs if slug in identity.labels},
            called={key: label for slug in slugs for key, label in self._labels.get(slug, ())},
            file=identity.file,
        )

    def _things(self, document: str) -> list[str]:
        """The things of a document of which something may be decided: those of the collection, and its own."""
        things = {self._identity.things[member] for member in self._members.get(document, ())}
        return sorted({*things, *self._own.get(document, ())})

    def identity_of(self, document: str) -> list[list[str | None]]:
        """Which things the document's are, under which label."""
        identity = self._identity
        found = []
        for member in sorted(self._members.get(document, ())):
            slug = identity.things[member]
            called = sorted(f"{label}@{language}" for (_, language), label in self._labels.get(slug, ()))
            found.append([member, slug, identity.labels.get(slug), *called])
        return found

    def links_of(self, document: str) -> list[str]:
        """What is decided of the links of its things."""
        return [repr(decision) for thing in self._things(document) for decision in self._decisions.get(thing, ())]


def fingerprint_of(entry: Entry, *, settings: Settings, decided: Decided) -> Fingerprint:
    """The fingerprint of a document as its files stand; a file that is not there has none."""
    return Fingerprint(
        parts={
            "source": _file(entry.source),
            "text": _file(entry.text),
            "reading": _file(entry.reading),
            "identity": _of(decided.identity_of(entry.id)),
            "links": _of(decided.links_of(entry.id)),
            "settings": _of({name: getattr(settings, name) for name in _BUILDING}),
            "ontology": _ontology(),
            "program": __version__,
        }
    )


def program() -> str:
    """The version of dateline with the hash of its ontology and checks: the same where the same graphs are made.

    >>> program().startswith(f"{__version__} (")
    True
    """
    return f"{__version__} ({_ontology()[:12]})"


def _file(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        with path.open("rb") as file:
            return sha256(file.read()).hexdigest()
    except FileNotFoundError:
        return ""


def _of(value: object) -> str:
    return sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@cache
def _ontology() -> str:
    files = [*resources.queries("checks"), *sorted(resources.folder("ontology").glob("*.ttl"))]
    return _of([[file.name, _file(file)] for file in files])
