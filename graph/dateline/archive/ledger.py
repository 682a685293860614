"""The ledger of a collection: what was done of each document, kept so that a crash at any moment loses nothing.

It is an SQLite file in the collection's `.dateline/`. It can be thrown away: everything is then done again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from dateline.archive.fingerprint import Fingerprint
from dateline.checking import Finding
from dateline.errors import StoreError

Status: TypeAlias = Literal["published", "refused"]
FILE = "ledger.sqlite"
_VERSION = 1
_COLUMNS = ("document", "fingerprint", "status", "shard", "counts", "labels", "findings", "error")
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS record (
  {_COLUMNS[0]} TEXT PRIMARY KEY, {", ".join(f"{name} TEXT NOT NULL" for name in _COLUMNS[1:])}
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sampled (
  document TEXT PRIMARY KEY, shard TEXT NOT NULL, program TEXT NOT NULL, findings TEXT NOT NULL
) WITHOUT ROWID;
"""


def _no_counts() -> Mapping[str, int]:
    return {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """What became of one document: `published` with the SHA-256 of its shard, or `refused` with the reason.

    `counts` are numbers to add up (`quads`, `bytes`, `entities`, `claims`, `violation`, …); `labels` gives what its
    things are called, by id and language; `findings` are the findings about it as JSON.
    """

    document: str
    fingerprint: Fingerprint
    status: Status
    shard: str = ""
    counts: Mapping[str, int] = field(default_factory=_no_counts, hash=False)
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    language: str | None = None
    findings: str = "[]"
    error: str = ""


class Ledger:
    """The records of a collection by document. One process writes at a time; a `put` is on the disk when it ends."""

    def __init__(self, folder: Path) -> None:
        self._where = folder / FILE
        folder.mkdir(parents=True, exist_ok=True)
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        with _explained(self._where):
            connection = sqlite3.connect(self._where, isolation_level=None, timeout=30)
            try:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=FULL")
                [version] = connection.execute("PRAGMA user_version").fetchone()
                if version not in (0, _VERSION):
                    connection.execute("DROP TABLE IF EXISTS record")
                connection.executescript(_SCHEMA)
                connection.execute(f"PRAGMA user_version={_VERSION}")
            except BaseException:
                connection.close()
                raise
            return connection

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()

    def records(self) -> Iterator[Record]:
        """Every record, in the order of the documents."""
        with _explained(self._where):
            rows = self._connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM record ORDER BY document").fetchall()  # noqa: S608
        yield from map(_record, rows)

    def put(self, records: Iterable[Record]) -> None:
        """Writes records in place of those of the same documents: all of them, or none."""
        marks = ", ".join("?" for _ in _COLUMNS)
        rows = [_row(record) for record in records]
        with _explained(self._where), self._transaction():
            self._connection.executemany(f"INSERT OR REPLACE INTO record VALUES ({marks})", rows)  # noqa: S608

    def forget(self, documents: Iterable[str]) -> None:
        """Removes the records of documents that are no more."""
        with _explained(self._where), self._transaction():
            self._connection.executemany("DELETE FROM record WHERE document = ?", [(name,) for name in documents])

    def sampled(self, program: str) -> Mapping[str, tuple[str, tuple[Finding, ...]]]:
        """What pySHACL found in documents in this version of the program, each with the shard that it looked at."""
        with _explained(self._where):
            rows = self._connection.execute(
                "SELECT document, shard, findings FROM sampled WHERE program = ?", (program,)
            ).fetchall()
        return {name: (shard, tuple(Finding(**one) for one in json.loads(found))) for name, shard, found in rows}

    def put_sampled(self, document: str, shard: str, program: str, findings: Iterable[Finding]) -> None:
        """Keeps what pySHACL found in a shard."""
        found = json.dumps([asdict(one) for one in findings], ensure_ascii=False, sort_keys=True)
        with _explained(self._where), self._transaction():
            self._connection.execute(
                "INSERT OR REPLACE INTO sampled VALUES (?, ?, ?, ?)", (document, shard, program, found)
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def _row(record: Record) -> tuple[str, ...]:
    labels = {"language": record.language, "of": dict(record.labels)}
    return (
        record.document,
        record.fingerprint.to_json(),
        record.status,
        record.shard,
        json.dumps(dict(record.counts), sort_keys=True),
        json.dumps(labels, ensure_ascii=False, sort_keys=True),
        record.findings,
        record.error,
    )


def _record(row: tuple[str, ...]) -> Record:
    document, fingerprint, status, shard, counts, labels, findings, error = row
    called = json.loads(labels)
    return Record(
        document=document,
        fingerprint=Fingerprint.from_json(fingerprint),
        status="published" if status == "published" else "refused",
        shard=shard,
        counts=json.loads(counts),
        labels=called["of"],
        language=called["language"],
        findings=findings,
        error=error,
    )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as wrong:
        raise StoreError(
            f"the ledger cannot be used: {wrong}.",
            where=str(path),
            remedy="If the disk is full, free some space. If the file is damaged, delete it: all is then done again.",
        ) from wrong
