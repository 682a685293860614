"""`identity.yaml` and `links.yaml`: parsed, with every contradiction at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dateline.edtf import is_day
from dateline.errors import IdentityError, Problem, YamlError, shown
from dateline.identity.decided import IDENTITY_FILE, LINKS_FILE, RESERVED, Apart, Decision, Identity
from dateline.identity.targets import what_is_wrong_with_link
from dateline.model import Relation
from dateline.yaml12 import LARGEST, Parsed, child, parse_yaml

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,118}[a-z0-9])?")
_RELATIONS: tuple[Relation, ...] = ("exactMatch", "closeMatch")
_STATUSES = ("accepted", "rejected")
_THING_MEMBERS = ("label", "members", "by", "date", "why")
_ALSO_MEMBERS = ("thing", "members", "by", "date", "why")
_APART_MEMBERS = ("things", "by", "date", "why")
_DECISION_MEMBERS = ("thing", *_RELATIONS, "status", "by", "date", "why")


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
    table = _Things(_parsed(identity, file, problems), file, problems)
    decisions = _Decisions(_parsed(links, links_file, problems), links_file, problems, table.things).decisions
    if problems:
        raise IdentityError("these decisions contradict themselves or cannot be read.", tuple(problems))
    return Identity(
        things=MappingProxyType(table.things),
        decisions=tuple(decisions),
        labels=MappingProxyType(table.labels),
        file=file,
        apart=tuple(table.apart),
        authors=MappingProxyType(table.authors),
        brought=MappingProxyType(table.brought),
    )


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

    def day(self, members: Mapping[str, Any], path: str) -> str | None:
        """The day of a decision, which need not be there."""
        if "date" not in members:
            return None
        day = self.text(members, "date", path)
        if day and not is_day(day):
            self.problem(f"{path}.date", f"{shown(day)} is not a day.", 'Write it as "2012-01-20".')
        return day


class _Things(_Table):
    """`identity.yaml`: slug to members, more members of things (`also`), and what is not one (`apart`)."""

    def __init__(self, parsed: Parsed, file: str, problems: list[Problem]) -> None:
        super().__init__(parsed, file, problems)
        self.things: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.apart: list[Apart] = []
        self.authors: dict[str, str] = {}
        self.brought: dict[str, str] = {}
        self.slugs: set[str] = set()
        if parsed.data is None:
            return
        if not isinstance(parsed.data, dict):
            self.problem(
                "", "this is not a mapping of slugs to things.", "Write: slug: {members: [document/id], by: …}"
            )
            return
        for slug, thing in parsed.data.items():
            if slug not in RESERVED:
                self._thing(slug, thing, child("", slug))
        for number, one in enumerate(self._list(parsed.data, "also", "- {thing: …, members: [document/id], by: …}")):
            self._more(one, f"also[{number}]")
        for number, one in enumerate(self._list(parsed.data, "apart", "- {things: [document/id, …], by: …}")):
            self._two(one, f"apart[{number}]")

    def _list(self, data: Mapping[str, Any], name: str, example: str) -> list[Any]:
        found = data.get(name, [])
        if isinstance(found, list):
            return found
        self.problem(name, f"{name} is not a list; no thing can have this name.", f"Write: {name}: {example}")
        return []

    def _more(self, one: Any, path: str) -> None:
        """Members of a thing that another decision than its own brings in."""
        if not isinstance(one, dict):
            self.problem(path, "this is not a decision.", "Write: - {thing: …, members: [document/id], by: …, why: …}")
            return
        self.known(one, _ALSO_MEMBERS, path)
        by = self.text(one, "by", path)
        self.text(one, "why", path)
        self.day(one, path)
        slug = self.text(one, "thing", path)
        if slug and slug not in self.slugs:
            near = get_close_matches(slug, self.slugs, n=1)
            remedy = f"Did you mean {near[0]}?" if near else "Write a slug that stands in this file."
            self.problem(f"{path}.thing", f"there is no thing {shown(slug)}.", remedy)
        self._members(slug, one, path, by)

    def _two(self, one: Any, path: str) -> None:
        """What is not one."""
        if not isinstance(one, dict):
            self.problem(path, "this is not a decision.", "Write: - {things: [document/id, …], by: …, why: …}")
            return
        self.known(one, _APART_MEMBERS, path)
        by, why, day = self.text(one, "by", path), self.text(one, "why", path), self.day(one, path)
        things = one.get("things")
        if not isinstance(things, list) or len(things) < 2 or not all(isinstance(thing, str) for thing in things):
            self.problem(path, "it does not name two things.", "Write: things: [document/id, other-document/id]")
            return
        met: dict[str, str] = {}
        for number, thing in enumerate(things):
            where = f"{path}.things[{number}]"
            if not _is_member(thing) and thing not in self.slugs:
                self.problem(where, f"there is no thing {shown(thing)}.", "Write a slug of this file, or document/id.")
                continue
            is_thing = self.things.get(thing, thing)
            if is_thing in met:
                self.problem(
                    where,
                    f"{shown(thing)} and {shown(met[is_thing])} are apart here, and one in {shown(is_thing)}.",
                    "Keep one of the two decisions.",
                )
            met.setdefault(is_thing, thing)
        self.apart.append(Apart(things=tuple(things), by=by, why=why, date=day))

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
        self.slugs.add(slug)
        self.authors[slug] = self.text(thing, "by", path)
        self.text(thing, "why", path)
        self.day(thing, path)
        if "label" in thing:
            self.labels[slug] = self.text(thing, "label", path)
        self._members(slug, thing, path, self.authors[slug])

    def _members(self, slug: str, thing: Mapping[str, Any], path: str, by: str) -> None:
        members = thing.get("members")
        if not isinstance(members, list) or not members:
            self.problem(path, "it has no members.", "Write: members: [document/id]")
            return
        for number, member in enumerate(members):
            self._member(slug, member, f"{path}.members[{number}]", by)

    def _member(self, slug: str, member: Any, path: str, by: str) -> None:
        if not isinstance(member, str) or not _is_member(member):
            self.problem(path, "this is not a member.", "Write document/id, such as embassy-2012-01-20/baku.")
        elif self.things.setdefault(member, slug) != slug:
            self.problem(
                path,
                f"{shown(member)} is a member of {shown(self.things[member])} as well.",
                "One thing cannot be two; keep it in one of them, or make the two one.",
            )
        else:
            self.brought[member] = by


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


def _is_member(text: str) -> bool:
    document, slash, own = text.partition("/")
    return bool(slash and document.strip() and own.strip())


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
