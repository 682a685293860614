"""One document from its files to its shard: read if need be, built, checked, written. A function for a worker."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from dateline.archive.fingerprint import NO_FINGERPRINT
from dateline.archive.ledger import Record
from dateline.checking import Finding, check
from dateline.collection import Collection, Entry
from dateline.drafting import Known, complete
from dateline.errors import DatelineError
from dateline.formats.nquads import graph_lines
from dateline.graph import Compiled, build
from dateline.identity import Identity
from dateline.model import Reading
from dateline.output import write_file
from dateline.settings import Settings

_OUTSIDE = 3
"""The exit code of what is no fault of the document."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """All that a worker needs to publish one document; it can be sent to another process or machine."""

    entry: Entry
    collection: Path
    settings: Settings
    identity: Identity
    shards: Path
    known: Known


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """What a worker sends back; `fingerprint` is taken by the parent, which sees the files that the worker wrote."""

    document: str
    record: Record
    drafted: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Learned:
    """What the things of one document are called in it, which other documents that share them need to know."""

    document: str
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    language: str | None = None
    drafted: bool = False
    notes: tuple[str, ...] = ()


def shard_of(shards: Path, document: str) -> Path:
    """Where the shard of a document lies."""
    return shards / f"{document}.nq"


def learn(job: Job) -> Learned:
    """Reads a document if it has no reading, and tells what its things are called; nothing where it cannot be read."""
    try:
        made, drafted = complete(_collection(job), job.known)
        [entry] = made.entries
        reading, _ = entry.load()
    except DatelineError:
        return Learned(document=job.entry.id)  # work will say why
    labels = _labels(reading)
    language = reading.document.language
    return Learned(
        document=job.entry.id, labels=labels, language=language, drafted=bool(drafted), notes=tuple(made.notes)
    )


def _collection(job: Job) -> Collection:
    return Collection(folder=job.collection, settings=job.settings, identity=job.identity, entries=(job.entry,))


def work(job: Job) -> Done:
    """Publishes one document: its shard is on the disk when this returns; what is wrong with it is in the record.

    Raises what is wrong with the machine and not with the document (a full disk, a missing package).
    """
    document, shard = job.entry.id, shard_of(job.shards, job.entry.id)
    try:
        made, drafted = complete(_collection(job), job.known)
        [entry] = made.entries
        reading, text = entry.load()
        compiled = build(reading, text, settings=job.settings, identity=job.identity)
        findings = check(compiled)
    except DatelineError as wrong:
        if wrong.exit_code == _OUTSIDE:
            raise
        shard.unlink(missing_ok=True)
        return Done(document=document, record=refusal(document, str(wrong)))
    violations = sum(finding.severity == "violation" for finding in findings)
    if violations:
        shard.unlink(missing_ok=True)
        why = f"its graph does not pass the checks ({violations})."
        record = replace(refusal(document, why), findings=_as_json(findings))
        return Done(document=document, record=record, drafted=bool(drafted), notes=made.notes)
    lines = graph_lines(compiled.named)
    write_file(shard, lines)
    record = Record(
        document=document,
        fingerprint=NO_FINGERPRINT,
        status="published",
        shard=sha256(lines).hexdigest(),
        counts=_counts(compiled, findings, lines),
        labels=_labels(reading),
        language=reading.document.language,
        findings=_as_json(findings),
    )
    return Done(document=document, record=record, drafted=bool(drafted), notes=made.notes)


def refusal(document: str, why: str) -> Record:
    """The record of a document that cannot be published as it stands."""
    return Record(document=document, fingerprint=NO_FINGERPRINT, status="refused", error=why)


def _counts(compiled: Compiled, findings: tuple[Finding, ...], lines: bytes) -> dict[str, int]:
    reading = compiled.reading
    built = len(reading.claims) - len(compiled.left_out)
    severities = Counter[str](finding.severity for finding in findings)
    return {
        "quads": lines.count(b"\n"),
        "bytes": len(lines),
        "entities": len(reading.entities),
        "events": len(reading.events),
        "claims": built,
        "withheld": len(compiled.withheld),
        "left_out": len(compiled.left_out),
        **severities,
    }


def _labels(reading: Reading) -> dict[str, str]:
    return {thing.id: thing.label for things in (reading.entities, reading.events) for thing in things}


def _as_json(findings: tuple[Finding, ...]) -> str:
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, sort_keys=True)
