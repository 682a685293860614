"""A folder gives its documents in order, and says of every other file why it is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.documents import Opened, Refused, open_folder
from dateline.errors import DocumentError

from .made import STORM, pdf


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def test_documents_come_in_the_order_of_their_paths_and_hidden_files_do_not(tmp_path: Path) -> None:
    words = STORM.encode()
    put(
        tmp_path,
        {"b.txt": words, "a/z.md": words, "a/y.pdf": pdf([[STORM]]), ".git/x.txt": words, ".DS_Store": b"\x00"},
    )
    opened = list(open_folder(tmp_path))
    assert [one.path.relative_to(tmp_path).as_posix() for one in opened] == ["a/y.pdf", "a/z.md", "b.txt"]
    assert all(isinstance(one, Opened) for one in opened)


def test_one_bad_file_does_not_spoil_the_others(tmp_path: Path) -> None:
    put(tmp_path, {"a.txt": STORM.encode(), "b.png": b"\x89PNG\r\n\x1a\n", "c.txt": b"", "d.txt": STORM.encode()})
    found = list(open_folder(tmp_path))
    assert [type(one) for one in found] == [Opened, Refused, Refused, Opened]
    refused = [one for one in found if isinstance(one, Refused)]
    assert "PNG" in str(refused[0].error)
    assert str(refused[1].path) in str(refused[1].error)


def test_every_document_has_an_id_of_its_own(tmp_path: Path) -> None:
    put(tmp_path, {"a.txt": b"One text.", "a.md": b"Another text.", "b/A.txt": b"One text.", "c/a.txt": b"One text."})
    ids = [one.document.id for one in open_folder(tmp_path) if isinstance(one, Opened)]
    assert len({identifier.casefold() for identifier in ids}) == 4
    assert ids[0] == "a"
    assert ids == [one.document.id for one in open_folder(tmp_path) if isinstance(one, Opened)]


def test_a_link_to_the_folder_itself_does_not_go_round(tmp_path: Path) -> None:
    put(tmp_path, {"a.txt": STORM.encode()})
    (tmp_path / "again").symlink_to(tmp_path)
    assert len(list(open_folder(tmp_path))) == 1


def test_a_folder_is_opened_one_document_at_a_time(tmp_path: Path) -> None:
    put(tmp_path, {"a.txt": STORM.encode(), "b.txt": STORM.encode()})
    opening = open_folder(tmp_path)
    next(opening)
    (tmp_path / "b.txt").write_bytes(b"Changed meanwhile.")
    second = next(opening)
    assert isinstance(second, Opened)
    assert second.document.text == "Changed meanwhile."


def test_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such folder"):
        next(open_folder(tmp_path / "missing"))
