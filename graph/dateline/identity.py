"""Which things of which documents are one, and what they are elsewhere: decided by people, in two small files.

`identity.yaml` names the collection's things by slug; an entry without which a thing stays its document's own:

    baku:
      members: [embassy-2012-01-20/baku]
      by: The Dateline project
      why: The text names it.

`links.yaml` is a list of decisions; the key says the relation, and the thing is a slug or `document/id`:

    - thing: baku
      exactMatch: "http://www.wikidata.org/entity/Q9248"
      status: accepted
      by: The Dateline project
      date: "2026-11-22"
      why: The capital of Azerbaijan; the text says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from dateline.errors import IdentityError, IriError, Problem, YamlError, shown
from dateline.iris import require_iri
from dateline.model import Link, Reading, Relation
from dateline.yaml12 import LARGEST, Parsed, child, parse_yaml

IDENTITY_FILE = "identity.yaml"
LINKS_FILE = "links.yaml"

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,118}[a-z0-9])?")
_RELATIONS: tuple[Relation, ...] = ("exactMatch", "closeMatch")
_STATUSES = ("accepted", "rejected")
_THING_MEMBERS = ("members", "by", "why")
_DECISION_MEMBERS = ("thing", *_RELATIONS, "status", "by", "date", "why")
_WIKIDATA = re.compile(r"https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(?:Special:EntityData/)?(Q[1-9][0-9]*).*")
_WIKIDATA_ENTITY = re.compile(r"http://www\.wikidata\.org/entity/[QPL][1-9][0-9]*")


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


def load_identity(folder: Path) -> Identity:
    """The decisions of the collection in `folder`; none where it has no such files.

    Raises `IdentityError` with every problem of both files.
    """
    identity_file, links_file = folder / IDENTITY_FILE, folder / LINKS_FILE
    return parse_identity(
        _source(identity_file), _source(links_file), file=str(identity_file), links_file=str(links_file)
    )


def parse_identity(identity: str, links: str, *, file: str = IDENTITY_FILE, links_file: str = LINKS_FILE) -> Identity:
    """The decisions written in the texts of the two files. Raises `IdentityError` with every problem of both.

    >>> parse_identity("baku: {members: [a/baku, b/baku], by: Ann, why: one city}", "").thing_of("b", "baku")
    'baku'
    """
    problems: list[Problem] = []
    things = _Things(_parsed(identity, file, problems), file, problems).things
    decisions = _Decisions(_parsed(links, links_file, problems), links_file, problems, things).decisions
    if problems:
        raise IdentityError("these decisions contradict themselves or cannot be read.", tuple(problems))
    return Identity(things=MappingProxyType(things), decisions=tuple(decisions), file=file)


class _Table:
    """A parsed file and the place to report what is wrong with it."""

    def __init__(self, parsed: Parsed, file: str, problems: list[Problem]) -> None:
        self.parsed = parsed
        self.file = file
        self.problems = problems

    def problem(self, path: str, what: str, remedy: str = "") -> None:
        self.problems.append(Problem(file=self.file, path=path, line=self.parsed.line(path), what=what, remedy=remedy))

    def known(self, members: Mapping[str, Any], names: Sequence[str], path: str) -> None:
        for name in members:
            if name not in names:
                near = get_close_matches(name, names, n=1)
                remedy = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names)}."
                self.problem(child(path, name), "no such member.", remedy)

    def text(self, members: Mapping[str, Any], name: str, path: str) -> str:
        value = members.get(name)
        if isinstance(value, str) and value.strip():
            return value
        self.problem(
            child(path, name) if name in members else path, f"{name} is missing or not a text.", f"Add {name}: …"
        )
        return ""


class _Things(_Table):
    """`identity.yaml`: slug to members."""

    def __init__(self, parsed: Parsed, file: str, problems: list[Problem]) -> None:
        super().__init__(parsed, file, problems)
        self.things: dict[str, str] = {}
        if parsed.data is None:
            return
        if not isinstance(parsed.data, dict):
            self.problem(
                "", "this is not a mapping of slugs to things.", "Write: slug: {members: [document/id], by: …}"
            )
            return
        for slug, thing in parsed.data.items():
            self._thing(slug, thing, child("", slug))

    def _thing(self, slug: str, thing: Any, path: str) -> None:
        if not _SLUG.fullmatch(slug):
            self.problem(
                path,
                f"{shown(slug)} cannot be the last part of an IRI.",
                "Use small letters, digits and - only, such as black-january.",
            )
        if not isinstance(thing, dict):
            self.problem(path, "this is not a thing.", "Write: {members: [document/id], by: …, why: …}")
            return
        self.known(thing, _THING_MEMBERS, path)
        self.text(thing, "by", path)
        self.text(thing, "why", path)
        members = thing.get("members")
        if not isinstance(members, list) or not members:
            self.problem(path, "it has no members.", "Write: members: [document/id]")
            return
        for number, member in enumerate(members):
            self._member(slug, member, f"{path}.members[{number}]")

    def _member(self, slug: str, member: Any, path: str) -> None:
        if not isinstance(member, str) or not _is_member(member):
            self.problem(path, "this is not a member.", "Write document/id, such as embassy-2012-01-20/baku.")
        elif self.things.setdefault(member, slug) != slug:
            self.problem(
                path,
                f"{shown(member)} is a member of {shown(self.things[member])} as well.",
                "One thing cannot be two; keep it in one of them, or make the two one.",
            )


class _Decisions(_Table):
    """`links.yaml`: a list of decisions."""

    def __init__(self, parsed: Parsed, file: str, problems: list[Problem], things: Mapping[str, str]) -> None:
        super().__init__(parsed, file, problems)
        self.things = things
        self.slugs = frozenset(things.values())
        self.decisions: list[Decision] = []
        self.said: dict[tuple[str, str, str], tuple[str, str]] = {}
        self.exact: dict[str, tuple[str, str]] = {}
        if parsed.data is None:
            return
        if not isinstance(parsed.data, list):
            self.problem("", "this is not a list of decisions.", "Begin every decision with: - thing: …")
            return
        for number, decision in enumerate(parsed.data):
            if isinstance(decision, dict):
                self._decision(decision, f"[{number}]")
            else:
                self.problem(f"[{number}]", "this is not a decision.", "Begin it with: - thing: …")

    def _decision(self, members: Mapping[str, Any], path: str) -> None:
        before = len(self.problems)
        self.known(members, _DECISION_MEMBERS, path)
        thing = self.text(members, "thing", path)
        if thing and not _is_member(thing) and thing not in self.slugs:
            near = get_close_matches(thing, self.slugs, n=1)
            self.problem(
                f"{path}.thing",
                f"{IDENTITY_FILE} has no thing {shown(thing)}.",
                f"Did you mean {near[0]}?" if near else "Write one of its slugs, or document/id.",
            )
        relations = [relation for relation in _RELATIONS if relation in members]
        if len(relations) != 1:
            self.problem(path, "it needs one of exactMatch and closeMatch.", 'Add exactMatch: "http://…"')
            return
        relation = relations[0]
        to = self.text(members, relation, path)
        wrong = what_is_wrong_with_link(to) if to else None
        if wrong:
            self.problem(f"{path}.{relation}", *wrong)
        status = members.get("status")
        if status not in _STATUSES:
            self.problem(path, "its status is neither accepted nor rejected.", "Add status: accepted, or rejected.")
        by, why = self.text(members, "by", path), self.text(members, "why", path)
        day = self.text(members, "date", path)
        if day and not is_day(day):
            self.problem(f"{path}.date", f"{shown(day)} is not a day.", 'Write it as "2012-01-20".')
        if len(self.problems) > before:
            return
        made = Decision(
            thing=thing, to=to, relation=relation, status="accepted" if status == "accepted" else "rejected",
            by=by, date=day, why=why,
        )  # fmt: skip
        self._contradiction(made, path)
        self.decisions.append(made)

    def _contradiction(self, made: Decision, path: str) -> None:
        name = self.things.get(made.thing, made.thing)
        status, where = self.said.setdefault((name, made.to, made.relation), (made.status, path))
        if where != path:
            what = "is decided twice" if status == made.status else "is both accepted and rejected"
            self.problem(path, f"{made.relation} of {shown(name)} to {made.to} {what}.", f"See {where}; keep one.")
        elif made.relation == "exactMatch" and made.status == "accepted":
            other, where = self.exact.setdefault(name, (made.to, path))
            if other != made.to:
                self.problem(
                    path,
                    f"{shown(name)} already is exactly {other} ({where}).",
                    "One thing has one exact match: make the other one a closeMatch, or reject it.",
                )


def what_is_wrong_with_link(to: str) -> tuple[str, str] | None:
    """What is wrong with the target of a link, and what to do about it; null if it can stand.

    >>> what_is_wrong_with_link("https://www.wikidata.org/wiki/Q9248")[1]
    'Write http://www.wikidata.org/entity/Q9248, the IRI of the item itself.'
    >>> what_is_wrong_with_link("http://www.wikidata.org/entity/Q9248")
    """
    try:
        require_iri(to)
    except IriError as wrong:
        return f"{shown(to)} is not an absolute web address that can be linked to.", wrong.remedy
    page = _WIKIDATA.fullmatch(to)
    if page and not _WIKIDATA_ENTITY.fullmatch(to):
        return (
            f"{shown(to)} is a page about a Wikidata item, or another spelling of it.",
            f"Write http://www.wikidata.org/entity/{page[1]}, the IRI of the item itself.",
        )
    return None


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, written 2012-01-20.

    >>> is_day("2012-01-20"), is_day("2012-02-30"), is_day("20120120")
    (True, False, False)
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_member(text: str) -> bool:
    document, slash, own = text.partition("/")
    return bool(slash and document.strip() and own.strip())


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


def _source(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST:
            raise IdentityError(f"it has more than {LARGEST:,} bytes.", (), where=str(file))
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as wrong:
        raise IdentityError(
            f"this is not UTF-8: byte {wrong.start} is 0x{wrong.object[wrong.start]:02X}.", (), where=str(file)
        ) from wrong
    except OSError as refused:
        raise IdentityError(f"it cannot be read: {refused.strerror}.", (), where=str(file)) from refused


def _parsed(source: str, file: str, problems: list[Problem]) -> Parsed:
    try:
        return parse_yaml(source, file=file)
    except YamlError as wrong:
        problems.extend(wrong.problems)
        return Parsed(data=None, lines={})
