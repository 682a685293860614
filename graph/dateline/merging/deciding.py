"""What people decide of identity, laid into the text of `identity.yaml`: that things are one, or that they are not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from dateline.edtf import is_day
from dateline.errors import IdentityError, UsageError, shown
from dateline.identity import Apart, Identity, is_of_program, parse_identity
from dateline.identity.editing import Membership, with_apart, with_members, with_things, without_members
from dateline.links.deciding import thing_called
from dateline.merging.naming import slugs_of
from dateline.model import Entity, Event, Reading


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """Who decides, why, and on which ISO 8601 day. Raises `UsageError` where one of them is missing."""

    by: str
    why: str
    date: str

    def __post_init__(self) -> None:
        if not is_day(self.date):
            raise UsageError(f"{shown(self.date)} is not a day.", remedy="Write it as 2012-01-20.")
        for name, value in (("--by", self.by), ("--why", self.why)):
            if not value.strip():
                raise UsageError(f"{name} is missing: a decision says who made it, and why.", remedy=f'Add {name} "…".')
        if is_of_program(self.by):
            raise UsageError(f"{shown(self.by)} is a program.", remedy="A person decides: give a name with --by.")


def documents_of(words: str, identity: Identity) -> frozenset[str] | None:
    """The documents that have to be looked into to know what is meant; null where that may be any."""
    if "/" in words:
        return frozenset({words.partition("/")[0]})
    members = [member for member, slug in identity.things.items() if slug == words]
    return frozenset({members[0].partition("/")[0]}) if members else None


def made_one(
    text: str, names: Sequence[str], signature: Signature, readings: Sequence[Reading], *, file: str
) -> tuple[str, str]:
    """The text with a person's decision that some things are one, and the slug of it.

    Things of which a program made one are dissolved into what the person says. Raises `UsageError` for what is not
    there and for two things that people made, `IdentityError` where something else contradicts it.
    """
    identity = parse_identity(text, "", file=file)
    called = _called(names, readings, identity)
    slugs = list(dict.fromkeys(identity.things.get(one, one) for one in called if _is_thing(one, identity)))
    by_people = [slug for slug in slugs if not is_of_program(identity.authors.get(slug, ""))]
    if len(by_people) > 1:
        raise UsageError(
            f"{shown(by_people[0])} and {shown(by_people[1])} are two things that people made.",
            where=file,
            remedy="Move the members of one to the other there, and delete it.",
        )
    keep = by_people[0] if by_people else slugs[0] if slugs else None
    joined = [one for one in called if not _is_thing(one, identity)]
    dissolved = [member for member, slug in identity.things.items() if slug in slugs and slug != keep]
    made = without_members(text, frozenset(dissolved), file=file)
    members = (*joined, *dissolved)
    if not members:
        raise UsageError(f"they are one already: {shown(keep or '')}.", where=file)
    signed = {"by": signature.by, "why": signature.why, "date": signature.date}
    if keep is not None:
        made = with_members(made, [Membership(slug=keep, members=members, **signed)], file=file)
        slug = keep
    else:
        label = _label(members[0], readings)
        [slug] = slugs_of([(label, members)], {*identity.things.values()})
        made = with_things(made, [Membership(slug=slug, members=members, **signed)], file=file)
    _require_kinds(made, readings, members, file)
    return made, slug


def kept_apart(
    text: str, names: Sequence[str], signature: Signature, readings: Sequence[Reading], *, file: str
) -> tuple[str, tuple[str, ...]]:
    """The text with a person's decision that some things are not one, and what they are called there.

    What a program had made one of them is taken back. Raises as `made_one` does.
    """
    identity = parse_identity(text, "", file=file)
    called = _called(names, readings, identity, members=True)
    met: dict[str, str] = {}
    leaving: set[str] = set()
    for one in called:
        slug = identity.things.get(one, one)
        if slug in met and is_of_program(identity.authors.get(slug, "")):
            leaving.add(one if "/" in one else met[slug])
        met.setdefault(slug, one)
    made = without_members(text, leaving, file=file)
    apart = Apart(things=called, by=signature.by, why=signature.why, date=signature.date)
    return with_apart(made, [apart], file=file), called


def _called(
    names: Sequence[str], readings: Iterable[Reading], identity: Identity, *, members: bool = False
) -> tuple[str, ...]:
    """What some things are called in `identity.yaml`: by their slugs, or with `members` as they are meant."""
    known = list(readings)
    found = []
    for words in names:
        thing = thing_called(words, known, identity)
        found.append(words if members and "/" in words else thing)
    if len(set(found)) < len(found) and members:
        raise UsageError(f"{shown(names[0])} is named twice.", remedy="Name two things: one/id=other/id.")
    if len(set(found)) < 2:
        what = f"they are one already: {shown(found[0])}." if found else "no thing is named."
        raise UsageError(what, remedy="Name two things: one/id=other/id.")
    return tuple(dict.fromkeys(found))


def _is_thing(name: str, identity: Identity) -> bool:
    return "/" not in name or name in identity.things


def _label(member: str, readings: Iterable[Reading]) -> str:
    document, _, name = member.partition("/")
    for reading in readings:
        if reading.document.id == document:
            for thing in chain[Entity | Event](reading.entities, reading.events):
                if thing.id == name:
                    return thing.label
    return name


def _require_kinds(text: str, readings: Sequence[Reading], members: Iterable[str], file: str) -> None:
    """Raises `IdentityError` where a thing would be an entity and an event."""
    identity = parse_identity(text, "", file=file)
    looked = {reading.document.id for reading in readings}
    slugs = {identity.things[member] for member in members}
    things = {
        member: slug for member, slug in identity.things.items() if slug in slugs and member.partition("/")[0] in looked
    }
    problems = Identity(things=things, file=file).check_against(readings)
    if problems:
        raise IdentityError("this cannot be one thing.", problems)
