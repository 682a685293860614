"""The ledger: what was written is there again, and a damaged file says what to do."""

from __future__ import annotations

import tracemalloc
from dataclasses import asdict, replace
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


def test_records_can_be_put_while_all_are_gone_through_of_which_few_are_in_memory(tmp_path: Path) -> None:
    large = "x" * 20_000
    with Ledger(tmp_path) as ledger:
        ledger.put(replace(record(f"d{number:04}"), error=large) for number in range(1000))
        del large
        tracemalloc.start()
        try:
            seen = []
            for one in ledger.outcomes():
                seen.append(one.document)
                if one.document == "d0500":
                    ledger.put([record("a"), replace(record("d0999"), error="changed"), record("e")])
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert seen == [*(f"d{number:04}" for number in range(1000)), "e"]
    assert one.error == ""
    assert peak < 8_000_000, "all of them are 20 MB"


def test_what_became_of_a_document_is_a_part_of_its_record(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.put([record("b"), record("a")])
        assert ledger.record("a") == record("a")
        [outcome, other] = ledger.outcomes()
        assert outcome == ledger.outcome("a") != other
        assert {name: getattr(record("a"), name) for name in asdict(outcome)} == asdict(outcome) | {
            "fingerprint": record("a").fingerprint
        }
        assert ledger.documents() == ("a", "b")
        assert ledger.record("nobody") is ledger.outcome("nobody") is None


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
