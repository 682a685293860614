"""Output appears whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline import output
from dateline.errors import OutputError


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    output.write_file(tmp_path / "a" / "b.txt", b"words")
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"words"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.txt"]


def test_a_file_that_is_given_piece_by_piece_is_there_when_all_of_it_is(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    output.write_file(file, (word for word in (b"one ", b"two")))
    assert file.read_bytes() == b"one two"

    def broken() -> Iterator[bytes]:
        yield b"half "
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        output.write_file(file, broken())
    assert file.read_bytes() == b"one two"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_holds_exactly_what_it_was_given(tmp_path: Path) -> None:
    folder = tmp_path / "published"
    output.replace_folder(folder, {"old.txt": b"1", "kept.txt": b"1"})
    output.replace_folder(folder, {"kept.txt": b"2", "sub/new.txt": b"3"})
    assert {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.txt")} == {
        "kept.txt": b"2",
        "sub/new.txt": b"3",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["published"]


@pytest.mark.parametrize("name", ["../x", "/x", ".hidden", "a/../../x", "a/.b"])
def test_a_name_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="plain file name"):
        output.replace_folder(tmp_path / "published", {name: b""})


def test_where_folders_cannot_be_exchanged_in_one_step_the_result_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "_exchange", lambda one, other: False)
    folder = tmp_path / "published"
    output.replace_folder(folder, {"a": b"1"})
    output.replace_folder(folder, {"b": b"2"})
    assert [path.name for path in folder.iterdir()] == ["b"]
    assert [path.name for path in tmp_path.iterdir()] == ["published"]


def test_what_an_interrupted_replacement_left_is_put_right(tmp_path: Path) -> None:
    folder = tmp_path / "published"
    replaced = tmp_path / ".published.replaced"
    replaced.mkdir()
    (replaced / "a").write_bytes(b"1")
    (tmp_path / ".published.new-dead").mkdir()
    output.recover(folder)
    assert (folder / "a").read_bytes() == b"1"
    assert [path.name for path in tmp_path.iterdir()] == ["published"]


def test_a_path_through_a_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="-o"):
        output.write_file(tmp_path / "file" / "x", b"")


FULL_DISK = """
import resource, sys, signal
from pathlib import Path
from dateline import output
from dateline.errors import OutputError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    output.replace_folder(Path(sys.argv[1]), {"a": b"x" * 100, "b": b"x" * 5000})
except OutputError as error:
    print(error)
    sys.exit(3)
"""


def test_when_the_system_refuses_to_write_more_the_old_folder_stays(tmp_path: Path) -> None:
    folder = tmp_path / "published"
    output.replace_folder(folder, {"a": b"old"})
    ran = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(folder)],
        capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": "graph"},
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (3, "")
    assert "published" in ran.stdout
    assert (folder / "a").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["published"]
