"""Checks of a collection too large for memory: document by document, a stated sample by pySHACL, the rest as queries.

The fast tier looks at every document as it is published. pySHACL, which needs seconds for a document, looks at a sample
that anybody can draw again: the documents whose names have the lowest SHA-256.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from dateline import iris
from dateline.archive.documents import Documents, changed_since, job_of
from dateline.archive.fingerprint import program
from dateline.archive.ledger import FILE, Ledger, findings_in
from dateline.archive.pool import in_processes
from dateline.archive.work import Job, shard_of
from dateline.checking import Finding, Tier, check, check_across, check_file, in_order
from dateline.collection import WORK, Collection, index_of
from dateline.drafting import NOTHING_KNOWN
from dateline.errors import DatelineError
from dateline.graph import build
from dateline.store import open_disk

SAMPLE = 5
"""Documents of a large collection that pySHACL looks at when it is published, if nobody says how many."""

_MOST_NAMED = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """The documents that pySHACL looked at, of how many, and what it found that the fast tier had not."""

    documents: tuple[str, ...] = ()
    of: int = 0
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict, hash=False)

    @property
    def told(self) -> Mapping[str, object]:
        """What the manifest says of it."""
        return {"tier": "reference", "documents": list(self.documents), "of": self.of}


def sample_of(documents: Iterable[str], size: int) -> tuple[str, ...]:
    """So many of the documents, those whose names have the lowest SHA-256, in order.

    >>> sample_of(["a", "b", "c", "d"], 2)
    ('c', 'd')
    >>> sample_of(["a", "b", "c"], 10)
    ('a', 'b', 'c')
    """
    by_hash = sorted(documents, key=lambda name: (sha256(name.encode("utf-8", "surrogatepass")).digest(), name))
    return tuple(sorted(by_hash[:size]))


def look_at_sample(documents: Documents, *, size: int, workers: int | None = None) -> Sample:
    """Lets pySHACL look at a sample of the shards, but not again at what it looked at before and did not change."""
    published = {one.document: one.shard for one in documents.published()} if size else {}
    chosen = sample_of(published, size)
    if not chosen:
        return Sample(of=documents.totals["documents"])
    with Ledger(documents.folder) as ledger:
        new = [name for name in chosen if (ledger.sampled(name, program()) or ("",))[0] != published[name]]
        shards = [shard_of(documents.shards, name) for name in new]
        for name, found in in_processes(_by_reference, shards, workers=_workers(workers, len(new)), died=_nothing):
            ledger.put_sampled(name, published[name], program(), found)
        more = {name: tuple(_more(ledger, name)) for name in chosen}
    return Sample(documents=chosen, of=len(published), findings={name: found for name, found in more.items() if found})


def _more(ledger: Ledger, name: str) -> Iterator[Finding]:
    """What pySHACL found in a document that the fast tier had not, wherever it stands."""
    looked, record = ledger.sampled(name, program()), ledger.record(name)
    if looked is not None and record is not None:
        there = {replace(finding, where="") for finding in findings_in(record.findings)}
        yield from (finding for finding in looked[1] if finding not in there)


def check_documents(
    collection: Collection,
    *,
    tier: Tier = "fast",
    sample: int | None = None,
    workers: int | None = None,
    told: Callable[[str], object] = str,
) -> tuple[Finding, ...]:
    """Every finding about a collection, its documents one at a time, then what shows only across them.

    What the ledger knows of a document that did not change is not looked at again. With `tier` `reference` pySHACL
    looks at a `sample` of so many documents, or at all of them. Across documents the index of what is published is
    asked. `told` is called with what a user should know: how much was done, how long it took. Nothing is written.
    """
    names = [entry.id for entry in collection.entries]
    chosen = sample_of(names, len(names) if sample is None else sample) if tier == "reference" else ()
    by_reference = frozenset(chosen)
    with _ledger_of(collection) as ledger:
        changed, decided = changed_since(collection, ledger)
        found = _as_they_were(collection, ledger, changed) if ledger else {}
    looks = [
        _Look(
            job=job_of(collection, entry, decided.only(entry.id), NOTHING_KNOWN),
            tier="reference" if entry.id in by_reference else "fast",
        )
        for entry in collection.entries
        if entry.id in changed or entry.id in by_reference
    ]
    for done in in_processes(_look, looks, workers=_workers(workers, len(looks)), died=_lost):
        wrong = (_refused(collection, done.document, done.error),) if done.error else ()
        found[done.document] = (*done.findings, *wrong)
    told(f"{len(looks)} of {len(names)} documents looked at now; the others are as they were when they were published")
    if chosen:
        shown = ", ".join(chosen[:_MOST_NAMED])
        told(f"by pySHACL {len(chosen)} of {len(names)}, chosen by the SHA-256 of their names: {shown}")
    within = [
        replace(finding, where=f"{name}: {finding.where}") if finding.where else finding
        for name, some in found.items()
        for finding in some
    ]
    index = index_of(collection.folder)
    if index is None:
        told("what shows only across documents was not looked at: publish, and check again")
        return in_order(within)
    begun = time.monotonic()
    with open_disk(index, read_only=True) as store:
        across = check_across(store.engine, within)
    told(f"across the documents as they are published: {time.monotonic() - begun:.1f} s")
    return in_order((*within, *across))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Look:
    job: Job
    tier: Tier


@dataclass(frozen=True, kw_only=True, slots=True)
class _Looked:
    document: str
    findings: tuple[Finding, ...] = ()
    error: str = ""


@contextmanager
def _ledger_of(collection: Collection) -> Iterator[Ledger | None]:
    """The ledger of a collection; null where it was never published, since nothing is to be written."""
    if not (collection.folder / WORK / FILE).is_file():
        yield None
        return
    with Ledger(collection.folder / WORK) as ledger:
        yield ledger


def _as_they_were(collection: Collection, ledger: Ledger, changed: Set[str]) -> dict[str, tuple[Finding, ...]]:
    """What was found in the documents that did not change, and why some were refused."""
    same = {entry.id for entry in collection.entries} - changed
    held: dict[Any, Any] = {}
    found: dict[str, tuple[Finding, ...]] = {}
    for one in ledger.records():
        if one.document in same:
            wrong = (_refused(collection, one.document, one.error),) if one.error else ()
            found[one.document] = (*findings_in(one.findings, held), *wrong)
    return found


def _look(look: _Look) -> _Looked:
    entry = look.job.entry
    try:
        reading, text = entry.load()
        compiled = build(reading, text, settings=look.job.settings, identity=look.job.identity)
        return _Looked(document=entry.id, findings=check(compiled, tier=look.tier))
    except DatelineError as wrong:
        return _Looked(document=entry.id, error=str(wrong))


def _lost(look: _Look) -> _Looked:
    return _Looked(document=look.job.entry.id, error="the process that looked at it was killed twice.")


def _by_reference(shard: Path) -> tuple[str, tuple[Finding, ...]]:
    return shard.stem, check_file(shard, tier="reference")


def _nothing(shard: Path) -> tuple[str, tuple[Finding, ...]]:
    killed = "The process in which pySHACL looked at it was killed twice."
    return shard.stem, (Finding(shape="Sample", severity="warning", message=killed, focus=shard.stem, source="rule"),)


def _refused(collection: Collection, name: str, why: str) -> Finding:
    return Finding(
        shape="Refused",
        severity="violation",
        message=f"It cannot be published: {why}",
        focus=iris.document(collection.settings.base, name),
        source="rule",
    )


def _workers(workers: int | None, jobs: int) -> int:
    return max(1, min(workers or os.cpu_count() or 1, jobs))
