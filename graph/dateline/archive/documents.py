"""Every document of a collection to its shard: what changed is done again, by several workers, each kept when done."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dateline.archive.fingerprint import Decided, fingerprint_of
from dateline.archive.ledger import Ledger, Record
from dateline.archive.pool import in_processes
from dateline.archive.work import Done, Job, Learned, learn, refusal, shard_of, work
from dateline.collection import WORK, Collection, Entry
from dateline.drafting import NOTHING_KNOWN, Known
from dateline.identity import Identity

if TYPE_CHECKING:
    from dateline.archive.cluster import Cluster

Out = TypeVar("Out", Done, Learned)

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

    `records` has every document, in order; `why` the parts that changed for each one that was done again (`new` for one
    that was never done, `shard` where its shard was lost); `drafted` the ones that were read; `removed` those that are
    no more.
    """

    shards: Path
    records: tuple[Record, ...]
    why: Mapping[str, tuple[str, ...]]
    drafted: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def refused(self) -> tuple[Record, ...]:
        """The documents that could not be published as they stand."""
        return tuple(record for record in self.records if record.status == "refused")


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
    folder = collection.folder / WORK
    shards = folder / "shards"
    shards.mkdir(parents=True, exist_ok=True)
    with Ledger(folder) as ledger:
        before = {record.document: record for record in ledger.records()}
        ids = {entry.id for entry in collection.entries}
        removed = tuple(sorted(before.keys() - ids))
        ledger.forget(removed)
        for document in removed:
            shard_of(shards, document).unlink(missing_ok=True)
        run = _Run(collection, known, workers or os.cpu_count() or 1, cluster, before, shards, ledger)
        identity = run.labelled()
        why = run.changed(identity)
        drafted, notes = run.publish(identity, why, progress, clock)
        return Documents(
            shards=shards,
            records=tuple(run.records[document] for document in sorted(ids)),
            why=why,
            drafted=tuple(sorted(drafted)),
            removed=removed,
            notes=tuple(notes),
        )


def changes(collection: Collection, before: Mapping[str, Record]) -> tuple[set[str], dict[str, Job]]:
    """The documents that are not as `before` knows them, and the job of each document; nothing is written.

    What a document that changed calls its things is known to others once it is published.
    """
    labels: dict[str, tuple[str, str | None]] = {}
    for record in before.values():
        labels |= _by_member(record.document, record.labels, record.language)
    decided = Decided(collection.identity.labelled(labels))
    jobs: dict[str, Job] = {}
    changed: set[str] = set()
    for entry in collection.entries:
        record_of = before.get(entry.id)
        now = fingerprint_of(entry, settings=collection.settings, decided=decided)
        if record_of is None or now.changed_since(record_of.fingerprint):
            changed.add(entry.id)
        jobs[entry.id] = Job(
            entry=entry,
            collection=collection.folder,
            settings=collection.settings,
            identity=decided.only(entry.id),
            shards=collection.folder / WORK / "shards",
            known=NOTHING_KNOWN,
        )
    return changed, jobs


class _Run:
    """One run over a collection: what was known before, and what is known by now."""

    def __init__(
        self,
        collection: Collection,
        known: Known,
        workers: int,
        cluster: Cluster | None,
        before: Mapping[str, Record],
        shards: Path,
        ledger: Ledger,
    ) -> None:
        self.collection, self.known, self.workers, self.cluster = collection, known, workers, cluster
        self.before, self.shards, self.ledger = before, shards, ledger
        self.records: dict[str, Record] = dict(before)
        self.drafted: set[str] = set()
        self.notes: list[str] = []

    def labelled(self) -> Identity:
        """The decisions with a label for every thing, for which documents that share things are looked into first."""
        identity = self.collection.identity
        sharing = {member.partition("/")[0] for member in identity.things}
        decided = Decided(identity)
        labels: dict[str, tuple[str, str | None]] = {}
        unknown: list[Entry] = []
        for entry in self.collection.entries:
            if entry.id not in sharing:
                continue
            record = self.before.get(entry.id)
            now = fingerprint_of(entry, settings=self.collection.settings, decided=decided)
            if record is None or {"source", "text", "reading", "program"} & {*now.changed_since(record.fingerprint)}:
                unknown.append(entry)
            else:
                labels |= _by_member(entry.id, record.labels, record.language)
        jobs = (self._job(entry, identity) for entry in unknown)
        for learned in self._in_processes(learn, jobs, len(unknown), _nothing_learned):
            labels |= _by_member(learned.document, learned.labels, learned.language)
            self.drafted.update((learned.document,) if learned.drafted else ())
            self.notes.extend(learned.notes)
        return identity.labelled(labels)

    def changed(self, identity: Identity) -> dict[str, tuple[str, ...]]:
        """The documents to be done, each with the parts that changed, in order."""
        decided = Decided(identity)
        found: dict[str, tuple[str, ...]] = {}
        for entry in self.collection.entries:
            record = self.before.get(entry.id)
            now = fingerprint_of(entry, settings=self.collection.settings, decided=decided)
            why = _NEW if record is None else now.changed_since(record.fingerprint)
            if not why and record is not None and record.shard and not self._has_shard(record):
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
            self.records[done.document] = record
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
        return Job(
            entry=entry,
            collection=self.collection.folder,
            settings=self.collection.settings,
            identity=identity,
            shards=self.shards,
            known=self.known,
        )

    def _in_processes(
        self, task: Callable[[Job], Out], jobs: Iterable[Job], count: int, died: Callable[[Job], Out]
    ) -> Iterator[Out]:
        if self.cluster is not None and count:
            return self.cluster.run(task, jobs, died=died)
        return in_processes(task, jobs, workers=max(1, min(self.workers, count)), died=died)

    def _has_shard(self, record: Record) -> bool:
        shard = shard_of(self.shards, record.document)
        return shard.is_file() and shard.stat().st_size == record.counts.get("bytes")


def _by_member(document: str, labels: Mapping[str, str], language: str | None) -> dict[str, tuple[str, str | None]]:
    return {f"{document}/{name}": (label, language) for name, label in labels.items()}


def _written(entry: Entry) -> Entry:
    """The entry as its files stand now that a worker may have written them."""
    return replace(entry, words=None, draft=None)


def _died(job: Job) -> Done:
    why = "the process that read it was killed twice; it may need more memory than there is."
    return Done(document=job.entry.id, record=refusal(job.entry.id, why))


def _nothing_learned(job: Job) -> Learned:
    return Learned(document=job.entry.id)
