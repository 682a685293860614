"""The verb `identify`: which things of which documents of a collection are one; and what people decide of it, kept."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from dateline.collection import Collection, Entry, only_writer, open_collection
from dateline.errors import DatelineError, UsageError
from dateline.identity import (
    IDENTITY_FILE,
    LINKS_FILE,
    NO_IDENTITY,
    PROGRAM,
    Identity,
    load_identity,
    parse_identity,
)
from dateline.identity.editing import Membership, with_members, with_things, without_members
from dateline.merging import (
    EventPair,
    Happening,
    Merge,
    Merges,
    Profile,
    happenings,
    profiles,
    propose,
    same_events,
)
from dateline.merging.deciding import Signature, documents_of, kept_apart, made_one
from dateline.model import Entity, Event, Reading
from dateline.output import write_file

BY = f"{PROGRAM} 1"
"""Who decides here, with the version of the rules."""

MANY = 200
"""Documents that are loaded by several processes."""

IN_PASSING = 50
"""Documents that are looked through where nobody asked for it."""

_MOST_PAIRS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Identified:
    """What was found: `merges` with what is proposed and left out, and pairs of `events`, if they were asked for.

    `gone` are members of a program's things that are in no reading any more; `passed_over` documents with the reason
    why they could not be looked at. `written` says whether `identity.yaml` was written.
    """

    file: Path
    merges: Merges
    events: tuple[EventPair, ...] = ()
    gone: tuple[str, ...] = ()
    passed_over: tuple[tuple[str, str], ...] = ()
    written: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether `identity.yaml` says another thing than what was found."""
        return bool(self.merges.merges or self.gone)


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """What one document told: the profiles of its things, its events, and the names of both; or why it told nothing."""

    document: str
    profiles: tuple[Profile, ...] = ()
    events: tuple[Happening, ...] = ()
    names: frozenset[str] = frozenset()
    refused: str = ""


def identify(
    path: str | Path, *, dry_run: bool = False, events: bool = False, workers: int | None = None
) -> Identified:
    """Finds which things of a collection's documents are one, and writes what is sure enough into `identity.yaml`.

    What a person wrote there stays; things that are there are extended and keep their names; a second run changes
    nothing. With `events`, pairs of events that may be one are found too, and never written. With `dry_run` nothing is
    written. `workers` is the number of processes for a large collection, by default one for each processor.
    """
    collection = _collection(path)
    with only_writer(collection.folder) if not dry_run else nullcontext():
        collection = replace(collection, identity=load_identity(collection.folder))
        looked = list(_look(collection, events=events, workers=workers))
        found = (one for document in looked for one in document.profiles)
        merges = propose(found, collection.identity, merge_at=collection.settings.merge_at)
        told = (one for document in looked for one in document.events)
        done = Identified(
            file=collection.folder / IDENTITY_FILE,
            merges=merges,
            events=tuple(same_events(told, collection.identity, merges)) if events else (),
            gone=_gone(collection, looked),
            passed_over=tuple((one.document, one.refused) for one in looked if one.refused),
        )
        if dry_run or not done.is_changed:
            return done
        write_file(done.file, _written(_text(done.file), done).encode())
        return replace(done, written=True)


def proposed_in(collection: Collection) -> Merges:
    """What `identify` would find; nothing in a collection that is too large to be looked through in passing."""
    if len(collection.entries) > IN_PASSING:
        return Merges()
    looked = _look(collection, events=False, workers=1)
    found = (one for document in looked for one in document.profiles)
    return propose(found, collection.identity, merge_at=collection.settings.merge_at)


def shared_things(identity: Identity) -> int:
    """How many things of a collection several of its documents have.

    >>> shared_things(Identity(things={"a/baku": "baku", "b/baku": "baku", "a/moscow": "moscow"}))
    1
    """
    documents: dict[str, set[str]] = {}
    for member, slug in identity.things.items():
        documents.setdefault(slug, set()).add(member.partition("/")[0])
    return sum(len(ones) > 1 for ones in documents.values())


def _collection(path: str | Path) -> Collection:
    collection = open_collection(Path(path), whole=True)
    if not collection.exists:
        raise UsageError(
            "identity is decided in a collection, and this is a document by itself.",
            where=str(path),
            remedy="Publish it first: dateline publish makes a collection of it.",
        )
    return collection


def _look(collection: Collection, *, events: bool, workers: int | None) -> Iterator[Looked]:
    """What each document tells, in order; a document that cannot be loaded stops no other."""
    look = partial(look_at, identity=_light(collection.identity), link_at=collection.settings.link_at, events=events)
    count = min(workers or os.cpu_count() or 1, 1 + len(collection.entries) // MANY)
    if count == 1:
        yield from map(look, collection.entries)
        return
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(look, collection.entries, chunksize=32)


def _light(identity: Identity) -> Identity:
    """What decisions on links need: small enough to go with every task."""
    if not identity.decisions:
        return NO_IDENTITY
    wanted = {identity.things.get(one.thing, one.thing) for one in identity.decisions}
    things = {member: slug for member, slug in identity.things.items() if slug in wanted}
    return Identity(things=things, decisions=identity.decisions)


def look_at(entry: Entry, *, identity: Identity, link_at: float, events: bool = False) -> Looked:
    """What one document tells of its things."""
    if not entry.is_read:
        return Looked(document=entry.id, refused="it has no reading yet; dateline read drafts one.")
    try:
        reading, text = entry.load()
    except DatelineError as wrong:
        return Looked(document=entry.id, refused=str(wrong))
    return Looked(
        document=entry.id,
        profiles=tuple(profiles(reading, text, identity, link_at=link_at)),
        events=tuple(happenings(reading, text, identity, link_at=link_at)) if events else (),
        names=frozenset(one.id for one in chain[Entity | Event](reading.entities, reading.events)),
    )


def _gone(collection: Collection, looked: Iterable[Looked]) -> tuple[str, ...]:
    """The members that a program brought in and that no document has any more; of what was not looked at, nothing is
    known.
    """
    looked = tuple(looked)
    known = {f"{one.document}/{name}" for one in looked for name in one.names}
    return collection.identity.gone(known, unknown={one.document for one in looked if one.refused})


def _written(text: str, done: Identified) -> str:
    file = str(done.file)
    made = without_members(text, done.gone, file=file)
    more = [one for one in done.merges.merges if one.is_known]
    new = [one for one in done.merges.merges if not one.is_known]
    made = with_members(
        made, (Membership(slug=one.slug, members=one.members, by=BY, why=why_of(one)) for one in more), file=file
    )
    return with_things(
        made,
        (Membership(slug=one.slug, members=one.members, by=BY, why=why_of(one), label=one.label) for one in new),
        file=file,
    )


def why_of(merge: Merge) -> str:
    """Why things are one, in words: the weakest pairs first, each with its confidence."""
    told = [
        f"{pair.one} and {pair.other}: {pair.agreement.why} ({pair.agreement.confidence:.2f})"
        for pair in merge.pairs[:_MOST_PAIRS]
    ]
    more = len(merge.pairs) - _MOST_PAIRS
    return ". ".join(told) + (f". And {more} more pairs, each at least as sure" if more > 0 else "") + "."


# -------------------------------------------------------------------------------------------------- people's decisions


def accept(path: str | Path, groups: Sequence[tuple[str, ...]], *, by: str, why: str, date: str) -> tuple[str, ...]:
    """Makes the things of each group one, in the words of a person, and gives the slug of each.

    A thing is called by its slug, by document/id, or by an id that one document has; events may be made one as well.
    `date` is an ISO 8601 day. Raises `UsageError` for what is not there, `IdentityError` for what contradicts itself.
    """
    with _deciding(path, groups, by=by, why=why, date=date) as (collection, readings, signature):
        file, slugs = collection.folder / IDENTITY_FILE, []
        text = _text(file)
        for names in groups:
            text, slug = made_one(text, names, signature, readings, file=str(file))
            slugs.append(slug)
        _keep(text, collection)
    return tuple(slugs)


def keep_apart(
    path: str | Path, groups: Sequence[tuple[str, ...]], *, by: str, why: str, date: str
) -> tuple[tuple[str, ...], ...]:
    """Keeps the things of each group apart for ever, and takes back what a program had made one of them."""
    with _deciding(path, groups, by=by, why=why, date=date) as (collection, readings, signature):
        file, kept = collection.folder / IDENTITY_FILE, []
        text = _text(file)
        for names in groups:
            text, called = kept_apart(text, names, signature, readings, file=str(file))
            kept.append(called)
        _keep(text, collection)
    return tuple(kept)


@contextmanager
def _deciding(
    path: str | Path, groups: Iterable[tuple[str, ...]], *, by: str, why: str, date: str
) -> Iterator[tuple[Collection, list[Reading], Signature]]:
    """The collection, held for writing, with the readings in which the things stand that are decided on."""
    signature = Signature(by=by, why=why, date=date)
    collection = _collection(path)
    with only_writer(collection.folder):
        collection = replace(collection, identity=load_identity(collection.folder))
        needed = [documents_of(words, collection.identity) for names in groups for words in names]
        wanted = None if None in needed else frozenset().union(*(one for one in needed if one is not None))
        entries = [one for one in collection.entries if wanted is None or one.id in wanted]
        yield collection, [reading for reading, _ in (one.load() for one in entries if one.is_read)], signature


def _keep(text: str, collection: Collection) -> None:
    """Writes `identity.yaml`, if it goes with `links.yaml`. Raises `IdentityError`."""
    file, links = collection.folder / IDENTITY_FILE, collection.folder / LINKS_FILE
    parse_identity(text, _text(links), file=str(file), links_file=str(links))
    write_file(file, text.encode())


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8") if file.is_file() else ""
