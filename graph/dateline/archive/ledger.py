"""The ledger of a collection: what was done of each document, kept so that a crash at any moment loses nothing.

It is an SQLite file in the collection's `.dateline/`. It can be thrown away: everything is then done again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, TypeAlias

from dateline.archive.fingerprint import Fingerprint
from dateline.checking import Finding
from dateline.errors import StoreError

Status: TypeAlias = Literal["published", "refused"]
FILE = "ledger.sqlite"
_VERSION = 1
_OUTCOME = ("document", "fingerprint", "status", "shard", "counts", "error")
_COLUMNS = ("document", "fingerprint", "status", "shard", "counts", "labels", "findings", "error")
_AT_ONCE = 100
"""Records that are in memory at a time when all of them are gone through."""
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
class Outcome:
    """What became of one document: `published` with the SHA-256 of its shard, or `refused` with the reason.

    `counts` are numbers to add up (`quads`, `bytes`, `entities`, `claims`, `violation`, …).
    """

    document: str
    fingerprint: Fingerprint
    status: Status
    shard: str = ""
    counts: Mapping[str, int] = field(default_factory=_no_counts, hash=False)
    error: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Record(Outcome):
    """What became of one document, and what is said of it that others need.

    `labels` gives what its things are called, by id, and `language` in which language; `findings` are the findings
    about it as JSON.
    """

    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    language: str | None = None
    findings: str = "[]"


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

    def documents(self) -> tuple[str, ...]:
        """The documents that there are records of, in order."""
        return tuple(document for [document] in self._rows("SELECT document FROM record ORDER BY document"))

    def outcome(self, document: str) -> Outcome | None:
        """What became of a document; null for one that was never done."""
        rows = self._rows(f"SELECT {', '.join(_OUTCOME)} FROM record WHERE document = ?", document)  # noqa: S608
        return next(map(_outcome, rows), None)

    def outcomes(self) -> Iterator[Outcome]:
        """What became of every document, in order; few are in memory at a time, and records may be put meanwhile."""
        return map(_outcome, self._in_turn(_OUTCOME))

    def record(self, document: str) -> Record | None:
        """The record of a document; null for one that was never done."""
        rows = self._rows(f"SELECT {', '.join(_COLUMNS)} FROM record WHERE document = ?", document)  # noqa: S608
        return next(map(_record, rows), None)

    def records(self) -> Iterator[Record]:
        """Every record, in the order of the documents, as `outcomes` gives what became of them."""
        return map(_record, self._in_turn(_COLUMNS))

    def _in_turn(self, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
        ask = f"SELECT {', '.join(columns)} FROM record WHERE document > ? ORDER BY document LIMIT {_AT_ONCE}"  # noqa: S608
        last = ""
        while rows := self._rows(ask, last):
            yield from rows
            last = rows[-1][0]

    def _rows(self, ask: str, *given: str) -> list[tuple[str, ...]]:
        with _explained(self._where):
            return self._connection.execute(ask, given).fetchall()

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

    def sampled(self, document: str, program: str) -> tuple[str, tuple[Finding, ...]] | None:
        """What pySHACL found in a document in this version of the program, after the shard that it looked at."""
        ask = "SELECT shard, findings FROM sampled WHERE document = ? AND program = ?"
        for shard, found in self._rows(ask, document, program):
            return shard, findings_in(found)
        return None

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


def _outcome(row: tuple[str, ...]) -> Outcome:
    document, fingerprint, status, shard, counts, error = row
    return Outcome(
        document=document,
        fingerprint=Fingerprint.from_json(fingerprint),
        status="published" if status == "published" else "refused",
        shard=shard,
        counts=json.loads(counts),
        error=error,
    )


def _record(row: tuple[str, ...]) -> Record:
    document, fingerprint, status, shard, counts, labels, findings, error = row
    became = _outcome((document, fingerprint, status, shard, counts, error))
    called = json.loads(labels)
    return Record(
        **{one.name: getattr(became, one.name) for one in fields(Outcome)},
        labels=called["of"],
        language=called["language"],
        findings=findings,
    )


def findings_in(lines: str, held: dict[Any, Any] | None = None) -> tuple[Finding, ...]:
    """The findings that a record holds as JSON; words that are `held` already are held once."""
    held = {} if held is None else held
    return tuple(
        Finding(**{name: held.setdefault(words, words) for name, words in found.items()}) for found in json.loads(lines)
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
