"""A job with all the files that it needs, to be done on a machine that shares no disk with this one.

The bytes of the document, its text and its reading go there; what was drafted and the shard come back. The same bytes
come out as here: the place where the files lay down there is nowhere in them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Generic, TypeVar

from dateline.archive.fingerprint import program
from dateline.archive.shards import Shards
from dateline.archive.work import Done, Job, Learned, shard_of
from dateline.errors import DatelineError, StoreError, UsageError
from dateline.output import write_file
from dateline.settings import FILE

Out = TypeVar("Out", Done, Learned)
_ROOMS = ("documents", "texts", "readings")
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """A job, and its files by their names in the collection.

    `program` is the version of dateline and of the ontology that is to do it; `shards` is the URL where the shard is to
    be put, or empty if it is to come back.
    """

    job: Job
    files: Mapping[str, bytes]
    program: str
    shards: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery(Generic[Out]):
    """What became of a job, the files that were made, and the shard unless it was put at the URL."""

    out: Out
    files: Mapping[str, bytes]
    shard: bytes | None = None


def packed(job: Job, *, shards: str = "") -> Parcel:
    """The parcel of a job. Raises `OSError` for a file that cannot be read."""
    entry = job.entry
    files = {
        _name(path, room): path.read_bytes()
        for path, room in ((entry.source, "documents"), (entry.text, "texts"), (entry.reading, "readings"))
        if path is not None and path.is_file()
    }
    # A catalogue may lie anywhere; there it lies in the collection.
    catalogue = []
    for number, name in enumerate(job.settings.catalogue):
        catalogue.append(f"catalogue-{number}.jsonl")
        files[catalogue[-1]] = (job.collection / name).read_bytes()
    settings = replace(job.settings, catalogue=tuple(catalogue))
    return Parcel(job=replace(job, settings=settings), files=files, program=program(), shards=shards)


def carried_out(task: Callable[[Job], Out], parcel: Parcel) -> Delivery[Out]:
    """Does a job in a folder of its own, and gathers what it made. One at a time in a process.

    Raises what is wrong with the machine; `UsageError` where it has another version of dateline.
    """
    if parcel.program != program():
        raise UsageError(
            f"a worker has dateline {program()}, and this is {parcel.program}.",
            where="the cluster",
            remedy="Install the same version on every machine.",
        )
    with _ONE_AT_A_TIME, TemporaryDirectory(prefix="dateline-") as place:
        folder = Path(place)
        for name, data in {**parcel.files, FILE: b""}.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(data)
        job = _there(parcel.job, folder)
        try:
            out = _from_here(task(job), str(folder), str(parcel.job.collection))
        except DatelineError as wrong:
            wrong.where = wrong.where.replace(str(folder), str(parcel.job.collection))
            raise
        made = {
            f"{room}/{path.name}": path.read_bytes()
            for room in _ROOMS[1:]
            for path in sorted((folder / room).glob("*"))
            if f"{room}/{path.name}" not in parcel.files
        }
        shard = shard_of(job.shards, job.entry.id)
        lines = shard.read_bytes() if shard.is_file() else None
        if lines is not None and parcel.shards:
            Shards(parcel.shards).put(job.entry.id, lines)
            lines = None
        return Delivery(out=out, files=made, shard=lines)


def received(delivery: Delivery[Out], parcel: Parcel) -> Out:
    """What became of a job, with its files laid down here; nothing takes the place of a text or reading that is there.

    Raises `OutputError`, and `StoreError` where the shard that was put at the URL is not the one that was made.
    """
    job, out = parcel.job, delivery.out
    for name, data in sorted(delivery.files.items()):
        path = job.entry.text if name.startswith("texts/") else job.entry.reading
        if not path.exists():
            write_file(path, data)
    if isinstance(out, Done):
        shard = shard_of(job.shards, out.document)
        if out.record.status == "refused":
            shard.unlink(missing_ok=True)
        else:
            data = delivery.shard if delivery.shard is not None else Shards(parcel.shards).get(out.document)
            if sha256(data).hexdigest() != out.record.shard:
                raise StoreError(
                    "the shard that came is not the one that was made.",
                    where=f"{parcel.shards or 'the cluster'}: {out.document}",
                    remedy="Run the same command again.",
                )
            write_file(shard, data)
    return out


def _name(path: Path, room: str) -> str:
    return f"{room}/{path.name}"


def _there(job: Job, folder: Path) -> Job:
    """The same job with the paths of a folder."""
    entry = job.entry
    return replace(
        job,
        collection=folder,
        shards=folder / "shards",
        entry=replace(
            entry,
            source=None if entry.source is None else folder / _name(entry.source, "documents"),
            text=folder / _name(entry.text, "texts"),
            reading=folder / _name(entry.reading, "readings"),
        ),
    )


def _from_here(out: Out, folder: str, collection: str) -> Out:
    """What is said of a job with the places where its files lie at home."""
    notes = tuple(note.replace(folder, collection) for note in out.notes)
    if isinstance(out, Learned):
        return replace(out, notes=notes)
    record = replace(out.record, error=out.record.error.replace(folder, collection))
    return replace(out, notes=notes, record=record)
