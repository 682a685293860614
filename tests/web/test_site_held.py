"""Files stay what they were when they were opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import DataError
from dateline.web.held import Held, digest


def test_a_file_stays_what_it_was_when_another_takes_its_place(tmp_path: Path) -> None:
    file, new = tmp_path / "graph.nq", tmp_path / "new"
    file.write_bytes(b"old words")
    held = Held(file)
    new.write_bytes(b"new")
    new.replace(file)
    assert (bytes(held), len(held), held[4:100], digest(held)) == (b"old words", 9, b"words", digest(b"old words"))


def test_a_file_that_is_removed_stays_too(tmp_path: Path) -> None:
    file = tmp_path / "graph.nq"
    file.write_bytes(b"old")
    held = Held(file)
    file.unlink()
    assert b"".join(held.pieces()) == b"old"


def test_a_file_that_is_cut_short_is_an_error_and_not_fewer_bytes(tmp_path: Path) -> None:
    file = tmp_path / "graph.nq"
    file.write_bytes(b"whole")
    held = Held(file)
    file.write_bytes(b"")
    with pytest.raises(DataError, match="cut short"):
        bytes(held)


def test_an_empty_file_is_no_bytes(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"")
    assert bytes(Held(tmp_path / "x")) == b""
