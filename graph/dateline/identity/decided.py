"""What people decided: which things are one, and what they are elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from dateline.errors import Problem, shown
from dateline.model import Link, Reading, Relation

IDENTITY_FILE = "identity.yaml"
LINKS_FILE = "links.yaml"


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
class Identity:
    """The decisions of a collection: `things` gives the slug of `document/id`, `decisions` what was decided of links.

    >>> baku = Identity(things={"embassy/baku": "baku"})
    >>> baku.thing_of("embassy", "baku"), baku.thing_of("embassy", "moscow")
    ('baku', None)
    """

    things: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    decisions: tuple[Decision, ...] = ()
    file: str = IDENTITY_FILE

    def thing_of(self, document: str, name: str) -> str | None:
        """The slug of the thing that an id of a document stands for, or null if it is the document's own."""
        return self.things.get(f"{document}/{name}")

    def decided(self, document: str, name: str) -> tuple[Decision, ...]:
        """Every decision on the links of a thing."""
        member = f"{document}/{name}"
        thing = self.things.get(member, member)
        return tuple(one for one in self.decisions if self.things.get(one.thing, one.thing) == thing)

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
        """Every member and every decided thing that no reading has, and things whose members are of different kinds."""
        kinds: dict[str, str] = {}
        for reading in readings:
            for entity in reading.entities:
                kinds[f"{reading.document.id}/{entity.id}"] = "document" if entity.type == "Document" else "entity"
            for event in reading.events:
                kinds[f"{reading.document.id}/{event.id}"] = "event"
        folder = Path(self.file).parent
        problems = [
            Problem(file=self.file, path=slug, what=f"no reading has {shown(member)}.", remedy=_near(member, kinds))
            for member, slug in self.things.items()
            if member not in kinds
        ]
        names = {**kinds, **dict.fromkeys(self.things.values(), "")}
        problems.extend(
            Problem(
                file=str(folder / LINKS_FILE),
                path=f"[{number}].thing",
                what=f"neither {IDENTITY_FILE} nor a reading has {shown(one.thing)}.",
                remedy=_near(one.thing, names),
            )
            for number, one in enumerate(self.decisions)
            if one.thing not in names
        )
        first: dict[str, str] = {}
        for member, slug in self.things.items():
            if member in kinds and kinds[first.setdefault(slug, member)] != kinds[member]:
                problems.append(
                    Problem(
                        file=self.file,
                        path=slug,
                        what=f"{first[slug]} is an {kinds[first[slug]]}, but {member} is an {kinds[member]}.",
                        remedy="They cannot be one thing; give one of them a slug of its own.",
                    )
                )
        return tuple(problems)


NO_IDENTITY = Identity()
"""No decisions: every thing is its document's own."""


def _one_of(exact: Iterable[Link]) -> list[Link]:
    links = sorted(exact, key=lambda link: (link.status == "accepted", link.confidence), reverse=True)
    if (
        len(links) > 1
        and links[0].to != links[1].to
        and (links[0].status, links[0].confidence)
        == (
            links[1].status,
            links[1].confidence,
        )
    ):
        return []
    return links[:1]


def _near(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"Did you mean {near[0]}?" if near else "Delete it, or correct the name."
