"""What people decided: which things are one, and what they are elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import chain, combinations, product
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from dateline.errors import MOST_SHOWN, Problem, shown
from dateline.model import Entity, Event, Link, Reading, Relation
from dateline.terms import is_a

IDENTITY_FILE = "identity.yaml"
LINKS_FILE = "links.yaml"
PROGRAM = "dateline-identity"
"""How `by` begins in what a program decided, which it may take back."""

RESERVED = ("also", "apart")
"""The members of `identity.yaml` that are no things."""

_ONE_SLIP = 0.9
"""How alike a document's name must be to that of another to be taken for a slip."""

_MOST_COMPARED = 2_000
"""How many names a wrong one is compared with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What a person decided of one link: that it holds (`accepted`) or does not (`rejected`).

    `thing` is a slug of the collection, or `document/id` for a document's own thing.
    """

    thing: str
    to: str
    relation: Relation
    status: Literal["accepted", "rejected"]
    by: str
    date: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Apart:
    """That some things are not one, each a slug of the collection or `document/id`; no program joins them again."""

    things: tuple[str, ...]
    by: str
    why: str
    date: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """The decisions of a collection: `things` gives the slug of `document/id`, `decisions` what was decided of links.

    `labels` gives the label of a thing, by slug, and `called` what the first of its members is called, by slug and
    language: a thing has one label in a language, whatever its documents call it. `apart` is what is not one,
    `authors` says by slug who made a thing of the collection, and `brought` by member who made it one of a thing.

    >>> baku = Identity(things={"embassy/baku": "baku"})
    >>> baku.thing_of("embassy", "baku"), baku.thing_of("embassy", "moscow")
    ('baku', None)
    """

    things: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    decisions: tuple[Decision, ...] = ()
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    called: Mapping[tuple[str, str | None], str] = field(default_factory=lambda: MappingProxyType({}))
    file: str = IDENTITY_FILE
    apart: tuple[Apart, ...] = ()
    authors: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    brought: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    _by_thing: Mapping[str, tuple[Decision, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[str, tuple[Decision, ...]] = {}
        for decision in self.decisions:
            thing = self.things.get(decision.thing, decision.thing)
            found[thing] = (*found.get(thing, ()), decision)
        object.__setattr__(self, "_by_thing", MappingProxyType(found))

    def __reduce__(self) -> tuple[object, ...]:
        """Read-only views cannot go to another process; what they show can."""
        shown = (dict(self.things), self.decisions, dict(self.labels), dict(self.called), self.file)
        return _made, (*shown, self.apart, dict(self.authors), dict(self.brought))

    def thing_of(self, document: str, name: str) -> str | None:
        """The slug of the thing that an id of a document stands for, or null if it is the document's own."""
        return self.things.get(f"{document}/{name}")

    def label_of(self, document: str, name: str, language: str | None) -> str | None:
        """The one label of a thing of the collection, or null for a document's own, which keeps its own."""
        thing = self.thing_of(document, name)
        return None if thing is None else self.labels.get(thing) or self.called.get((thing, language))

    def labelled(self, labels: Mapping[str, tuple[str, str | None]]) -> Identity:
        """The same decisions, with the labels of the things that have none decided: each is its first member's.

        `labels` gives what a member (`document/id`) is called in its document, and in which language.
        """
        called: dict[tuple[str, str | None], str] = {}
        for member, slug in self.things.items():
            if member in labels:
                label, language = labels[member]
                called.setdefault((slug, language), label)
        return replace(self, called=MappingProxyType(called))

    def apart_members(self) -> Iterator[tuple[str, str]]:
        """Every two members (`document/id`) that are not to be one; two things of the collection are two as it is.

        >>> two = Apart(things=("baku", "b/baku"), by="Ann", why="another town")
        >>> list(Identity(things={"a/baku": "baku"}, apart=(two,)).apart_members())
        [('a/baku', 'b/baku')]
        """
        slugs = {thing for one in self.apart for thing in one.things if "/" not in thing}
        members: dict[str, list[str]] = {slug: [] for slug in slugs}
        for member, slug in self.things.items():
            if slug in slugs:
                members[slug].append(member)
        for one in self.apart:
            for first, second in combinations(one.things, 2):
                if "/" in first or "/" in second:
                    yield from product(members.get(first, [first]), members.get(second, [second]))

    def decided(self, document: str, name: str) -> tuple[Decision, ...]:
        """Every decision on the links of a thing."""
        member = f"{document}/{name}"
        return self._by_thing.get(self.things.get(member, member), ())

    def links_of(
        self,
        document: str,
        name: str,
        candidates: Sequence[Link],
        link_at: float,
    ) -> tuple[Link, ...]:
        """The links of a thing that are written: those decided, then the candidates that nothing speaks against.

        A candidate counts if it is accepted, or proposed with a confidence (0 to 1) of at least `link_at`. A decision
        overrides every candidate with the same target; an exact match that is decided shuts out other exact candidates;
        of several exact candidates the accepted one, else the surest counts, and none if two are equally sure.

        >>> surely = Link(to="http://www.wikidata.org/entity/Q9248", relation="exactMatch", confidence=0.99,
        ...               status="proposed")
        >>> [link.to for link in NO_IDENTITY.links_of("embassy", "baku", [surely], 0.95)]
        ['http://www.wikidata.org/entity/Q9248']
        """
        decisions = self.decided(document, name)
        accepted = [one for one in decisions if one.status == "accepted"]
        written = [
            Link(to=one.to, relation=one.relation, confidence=1.0, status="accepted", by=one.by) for one in accepted
        ]
        rejected = {(one.to, one.relation) for one in decisions if one.status == "rejected"}
        settled = {one.to for one in accepted}
        standing = [
            link
            for link in candidates
            if link.to not in settled
            and (link.to, link.relation) not in rejected
            and (link.status == "accepted" or (link.status == "proposed" and link.confidence >= link_at))
        ]
        if not any(link.relation == "exactMatch" for link in written):
            written.extend(_one_of(link for link in standing if link.relation == "exactMatch"))
        exact = {link.to for link in written}
        close = {link.to: link for link in reversed(standing) if link.relation == "closeMatch" and link.to not in exact}
        written.extend(reversed(close.values()))
        return tuple(written)

    def check_against(self, readings: Iterable[Reading]) -> tuple[Problem, ...]:
        """What `check_names` finds, and things whose members are of different kinds."""
        kinds: dict[str, str] = {}
        documents: set[str] = set()
        for reading in readings:
            documents.add(reading.document.id)
            for entity in reading.entities:
                kind = "a document" if is_a(entity.type, "Document") else "an entity"
                kinds[f"{reading.document.id}/{entity.id}"] = kind
            for event in reading.events:
                kinds[f"{reading.document.id}/{event.id}"] = "an event"
        return (*self.check_names(kinds.keys(), documents), *self._mixed_things(kinds))

    def named(self) -> frozenset[str]:
        """Everything that a decision names: slugs of the collection, and things of documents by `document/id`."""
        apart = (thing for one in self.apart for thing in one.things)
        return frozenset((*self.things, *apart, *(one.thing for one in self.decisions)))

    def check_names(self, known: Set[str], documents: Set[str]) -> tuple[Problem, ...]:
        """Everything a person names that no document has, by `document/id`.

        `known` are the things of all the documents. What a program named and what is gone by now stops nothing: see
        `gone`.
        """
        names = {*known, *self.things.values(), *self.gone(known)}
        members = [(slug, member) for member, slug in self.things.items() if member not in names]
        apart = [(f"apart[{place}]", thing) for place, one in enumerate(self.apart) for thing in one.things]
        decided = [(f"[{place}].thing", one.thing) for place, one in enumerate(self.decisions)]
        links = str(Path(self.file).with_name(LINKS_FILE))
        found = [
            (file, path, name)
            for file, named in ((self.file, (*members, *apart)), (links, decided))
            for path, name in named
            if name not in names
        ]
        return tuple(
            Problem(
                file=file,
                path=path,
                what=f"no reading has {shown(name)}." if file == self.file else _nowhere(name),
                remedy=_remedy(name, known if "/" in name else names, documents) if number < MOST_SHOWN else "",
            )
            for number, (file, path, name) in enumerate(found)
        )

    def gone(self, known: Set[str], *, unknown: Set[str] = frozenset()) -> tuple[str, ...]:
        """The members that a program brought in and that no document has any more, but for those of documents that are
        `unknown`: a document may have been taken away, or read anew.

        >>> identity = Identity(things={"a/x": "x", "b/x": "x"}, brought={"a/x": f"{PROGRAM} 1", "b/x": "Ann"})
        >>> identity.gone(frozenset())
        ('a/x',)
        """
        return tuple(
            member
            for member in self.things
            if member not in known
            and is_of_program(self.brought.get(member, ""))
            and member.partition("/")[0] not in unknown
        )

    def _mixed_things(self, kinds: Mapping[str, str]) -> Iterator[Problem]:
        first: dict[str, str] = {}
        for member, slug in self.things.items():
            if member in kinds and kinds[first.setdefault(slug, member)] != kinds[member]:
                yield Problem(
                    file=self.file,
                    path=slug,
                    what=f"{first[slug]} is {kinds[first[slug]]}, but {member} is {kinds[member]}.",
                    remedy="They cannot be one thing; give one of them a slug of its own.",
                )


def _made(
    things: Mapping[str, str],
    decisions: tuple[Decision, ...],
    labels: Mapping[str, str],
    called: Mapping[tuple[str, str | None], str],
    file: str,
    apart: tuple[Apart, ...],
    authors: Mapping[str, str],
    brought: Mapping[str, str],
) -> Identity:
    return Identity(
        things=things,
        decisions=decisions,
        labels=labels,
        called=called,
        file=file,
        apart=apart,
        authors=authors,
        brought=brought,
    )


def labels_in(readings: Iterable[Reading]) -> dict[str, tuple[str, str | None]]:
    """What every thing of some readings is called there, and in which language, by `document/id`."""
    own: dict[str, tuple[str, str | None]] = {}
    for reading in readings:
        record, things = reading.document, chain[Entity | Event](reading.entities, reading.events)
        own |= {f"{record.id}/{thing.id}": (thing.label, record.language) for thing in things}
    return own


NO_IDENTITY = Identity()
"""No decisions: every thing is its document's own."""


def _one_of(exact: Iterable[Link]) -> list[Link]:
    links = sorted(exact, key=_weight, reverse=True)
    if len(links) > 1 and links[0].to != links[1].to and _weight(links[0]) == _weight(links[1]):
        return []
    return links[:1]


def _weight(link: Link) -> tuple[bool, float]:
    return link.status == "accepted", link.confidence


def is_of_program(by: str) -> bool:
    """Whether a decision is only a program's, which it may take back."""
    return by.startswith(f"{PROGRAM} ")


def _nowhere(name: str) -> str:
    return f"neither {IDENTITY_FILE} nor a reading has {shown(name)}."


def _remedy(name: str, known: Iterable[str], documents: Set[str]) -> str:
    """What to do about a name that nothing has: perhaps another thing of the same document was meant."""
    document, slash, thing = name.partition("/")
    if not slash:
        return _near(name, sorted(one for one in known if "/" not in one))
    if document not in documents:
        meant = get_close_matches(document, sorted(documents), n=1, cutoff=_ONE_SLIP)
        if not meant:
            return f"There is no document {shown(document)} here: put it back, or take it out of this file."
        document = meant[0]
    own = {one.partition("/")[2] for one in known if one.startswith(f"{document}/")}
    return _near(thing, sorted(own), within=f"{document}/")


def _near(name: str, known: Sequence[str], *, within: str = "") -> str:
    near = get_close_matches(name, known[:_MOST_COMPARED], n=1)
    return f"Did you mean {within}{near[0]}?" if near else "Delete it, or correct the name."
