"""Every document of a collection to its shard: what changed is done again, by several workers, each kept when done."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dateline.archive.fingerprint import Decided, fingerprint_of
from dateline.archive.ledger import Ledger, Outcome, Record
from dateline.archive.pool import in_processes
from dateline.archive.work import Done, Job, Learned, learn, refusal, shard_of, work
from dateline.collection import WORK, Collection, Entry
from dateline.drafting import Known
from dateline.identity import Identity

if TYPE_CHECKING:
    from dateline.archive.cluster import Cluster

Out = TypeVar("Out", Done, Learned)

_SHARDS = "shards"
"""The folder of the shards in that of what is worked with."""

_NEW = ("new",)
_LOST = ("shard",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far the work is: documents done of all that are to be done, and seconds since it began."""

    done: int
    total: int
    seconds: float
    document: str
    refused: bool

    @property
    def rate(self) -> float:
        """Documents per second."""
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def left(self) -> float:
        """Seconds that the rest takes at this rate."""
        return (self.total - self.done) / self.rate if self.done and self.rate else 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Documents:
    """What became of the documents of a collection.

    `number` is how many there are, `totals` the counts of those that are published added up, with how many they are
    (`documents`), and `refused` gives the reason for each that is not. `why` has the parts that changed for each one
    that was done again (`new` for one that was never done, `shard` where its shard was lost); `drafted` the ones that
    were read; `removed` those that are no more. What became of each stands in the ledger in `folder`.
    """

    folder: Path
    number: int
    totals: Counter[str]
    refused: Mapping[str, str]
    why: Mapping[str, tuple[str, ...]]
    drafted: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def shards(self) -> Path:
        """Where the shards lie."""
        return self.folder / _SHARDS

    def outcomes(self) -> Iterator[Outcome]:
        """What became of every document, in order, read from the ledger as they are gone through."""
        with Ledger(self.folder) as ledger:
            yield from ledger.outcomes()

    def published(self) -> Iterator[Outcome]:
        """The same of those that are published."""
        return (one for one in self.outcomes() if one.status == "published")

    def records(self) -> Iterator[Record]:
        """What became of every document, with what is said of each."""
        with Ledger(self.folder) as ledger:
            yield from ledger.records()


def publish_documents(
    collection: Collection,
    *,
    known: Known,
    workers: int | None = None,
    cluster: Cluster | None = None,
    progress: Callable[[Progress], object] = str,
    clock: Callable[[], float] = time.monotonic,
) -> Documents:
    """Makes the shard of every document that has none or that changed; the rest stays as it is.

    `workers` is the number of processes, by default one for each processor; a `cluster` does the work instead. A
    document that cannot be published stops no other. Interrupted at any moment, the next run goes on where this one
    was. The caller holds the lock.
    """
    folder, shards = collection.folder / WORK, shards_in(collection)
    shards.mkdir(parents=True, exist_ok=True)
    with Ledger(folder) as ledger:
        ids = {entry.id for entry in collection.entries}
        removed = tuple(document for document in ledger.documents() if document not in ids)
        ledger.forget(removed)
        for document in removed:
            shard_of(shards, document).unlink(missing_ok=True)
        run = _Run(collection, known, workers or os.cpu_count() or 1, cluster, ledger)
        identity = run.labelled()
        why = run.changed(identity)
        drafted, notes = run.publish(identity, why, progress, clock)
        totals, refused = _added_up(ledger.outcomes())
        return Documents(
            folder=folder,
            number=len(ids),
            totals=totals,
            refused=refused,
            why=why,
            drafted=tuple(sorted(drafted)),
            removed=removed,
            notes=tuple(notes),
        )


def _added_up(outcomes: Iterable[Outcome]) -> tuple[Counter[str], dict[str, str]]:
    """The counts of what is published, and why each document that is not was refused."""
    totals, refused = Counter[str](), dict[str, str]()
    for one in outcomes:
        if one.status == "refused":
            refused[one.document] = one.error
        else:
            totals.update(one.counts)
            totals["documents"] += 1
    return totals, refused


def changed_since(collection: Collection, ledger: Ledger | None) -> tuple[set[str], Decided]:
    """The documents that are not as the ledger knows them, and what is decided of the things of each; nothing is
    written.

    What a document that changed calls its things is known to others once it is published.
    """
    labels: dict[str, tuple[str, str | None]] = {}
    for document in _sharing(collection.identity):
        record = ledger.record(document) if ledger else None
        if record is not None:
            labels |= _by_member(record, collection.identity)
    decided = Decided(collection.identity.labelled(labels))
    changed: set[str] = set()
    for entry in collection.entries:
        before = ledger.outcome(entry.id) if ledger else None
        now = fingerprint_of(entry, settings=collection.settings, decided=decided)
        if before is None or now.changed_since(before.fingerprint):
            changed.add(entry.id)
    return changed, decided


def shards_in(collection: Collection) -> Path:
    """Where the shards of a collection lie."""
    return collection.folder / WORK / _SHARDS


def job_of(collection: Collection, entry: Entry, identity: Identity, known: Known) -> Job:
    """The work on one document of a collection, of which `identity` is what is decided of its things."""
    return Job(
        entry=entry,
        collection=collection.folder,
        settings=collection.settings,
        identity=identity,
        shards=shards_in(collection),
        known=known,
    )


class _Run:
    """One run over a collection: what was known before, and what is known by now."""

    def __init__(
        self,
        collection: Collection,
        known: Known,
        workers: int,
        cluster: Cluster | None,
        ledger: Ledger,
    ) -> None:
        self.collection, self.known, self.workers, self.cluster = collection, known, workers, cluster
        self.ledger = ledger
        self.drafted: set[str] = set()
        self.notes: list[str] = []

    def labelled(self) -> Identity:
        """The decisions with a label for every thing, for which documents that share things are looked into first."""
        identity = self.collection.identity
        sharing = {*_sharing(identity)}
        decided = Decided(identity)
        labels: dict[str, tuple[str, str | None]] = {}
        unknown: list[Entry] = []
        for entry in self.collection.entries:
            if entry.id not in sharing:
                continue
            record = self.ledger.record(entry.id)
            now = fingerprint_of(entry, settings=self.collection.settings, decided=decided)
            if record is None or {"source", "text", "reading", "program"} & {*now.changed_since(record.fingerprint)}:
                unknown.append(entry)
            else:
                labels |= _by_member(record, identity)
        jobs = (self._job(entry, identity) for entry in unknown)
        for learned in self._in_processes(learn, jobs, len(unknown), _nothing_learned):
            labels |= _by_member(learned, identity)
            self.drafted.update((learned.document,) if learned.drafted else ())
            self.notes.extend(learned.notes)
        return identity.labelled(labels)

    def changed(self, identity: Identity) -> dict[str, tuple[str, ...]]:
        """The documents to be done, each with the parts that changed, in order."""
        decided = Decided(identity)
        found: dict[str, tuple[str, ...]] = {}
        for entry in self.collection.entries:
            before = self.ledger.outcome(entry.id)
            now = fingerprint_of(entry, settings=self.collection.settings, decided=decided)
            why = _NEW if before is None else now.changed_since(before.fingerprint)
            if not why and before is not None and before.shard and not self._has_shard(before):
                why = _LOST
            if why:
                found[entry.id] = why
        return found

    def publish(
        self,
        identity: Identity,
        why: Mapping[str, tuple[str, ...]],
        progress: Callable[[Progress], object],
        clock: Callable[[], float],
    ) -> tuple[set[str], list[str]]:
        """Does the documents that changed; each is in the ledger before the next is told of."""
        decided, begun = Decided(identity), clock()
        entries = {entry.id: entry for entry in self.collection.entries if entry.id in why}
        jobs = (self._job(entry, decided.only(entry.id)) for entry in entries.values())
        for count, done in enumerate(self._in_processes(work, jobs, len(entries), _died), start=1):
            entry = _written(entries[done.document])
            now = fingerprint_of(entry, settings=self.collection.settings, decided=decided)
            record = replace(done.record, fingerprint=now)
            self.ledger.put([record])
            self.drafted.update((done.document,) if done.drafted else ())
            self.notes.extend(done.notes)
            refused = record.status == "refused"
            progress(
                Progress(
                    done=count, total=len(entries), seconds=clock() - begun, document=done.document, refused=refused
                )
            )
        return self.drafted, self.notes

    def _job(self, entry: Entry, identity: Identity) -> Job:
        return job_of(self.collection, entry, identity, self.known)

    def _in_processes(
        self, task: Callable[[Job], Out], jobs: Iterable[Job], count: int, died: Callable[[Job], Out]
    ) -> Iterator[Out]:
        if self.cluster is not None and count:
            return self.cluster.run(task, jobs, died=died)
        return in_processes(task, jobs, workers=max(1, min(self.workers, count)), died=died)

    def _has_shard(self, outcome: Outcome) -> bool:
        shard = shard_of(shards_in(self.collection), outcome.document)
        return shard.is_file() and shard.stat().st_size == outcome.counts.get("bytes")


def _sharing(identity: Identity) -> Iterable[str]:
    """The documents of which a thing is decided to be one with others."""
    return dict.fromkeys(member.partition("/")[0] for member in identity.things)


def _by_member(said: Record | Learned, identity: Identity) -> dict[str, tuple[str, str | None]]:
    """What a document calls those of its things that are decided to be one with others, and in which language."""
    named = ((f"{said.document}/{name}", label) for name, label in said.labels.items())
    return {member: (label, said.language) for member, label in named if member in identity.things}


def _written(entry: Entry) -> Entry:
    """The entry as its files stand now that a worker may have written them."""
    return replace(entry, words=None, draft=None)


def _died(job: Job) -> Done:
    why = "the process that read it was killed twice; it may need more memory than there is."
    return Done(document=job.entry.id, record=refusal(job.entry.id, why))


def _nothing_learned(job: Job) -> Learned:
    return Learned(document=job.entry.id)
