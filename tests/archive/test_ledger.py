"""The ledger: what was written is there again, and a damaged file says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.archive import Fingerprint, Ledger, Record
from dateline.errors import StoreError


def record(document: str, text: str = "1") -> Record:
    return Record(
        document=document,
        fingerprint=Fingerprint(parts={"text": text, "reading": "“”"}),
        status="published",
        shard="ab" * 32,
        counts={"quads": 7, "claims": 2},
        labels={"port_ellis": "Port Ellis\u202e"},
        language="en",
        findings='[{"shape": "X"}]',
    )


def test_what_is_put_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.put([record("b"), record("a"), record("b", "2")])
    with Ledger(tmp_path) as ledger:
        assert list(ledger.records()) == [record("a"), record("b", "2")]
        ledger.forget(["a", "nobody"])
        assert [one.document for one in ledger.records()] == ["b"]


def test_several_records_are_written_together_or_not_at_all(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        broken = Record(document="c", fingerprint=Fingerprint(parts={}), status="published", shard=None)  # type: ignore[arg-type]
        with pytest.raises(StoreError):
            ledger.put([record("a"), broken])
        assert list(ledger.records()) == []


def test_a_damaged_file_says_that_it_can_be_deleted(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match="delete it"):
        Ledger(tmp_path)
