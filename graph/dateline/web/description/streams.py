"""Dumps that are too large for memory: sorted lines from many files to one, and what differs between two of them."""

from __future__ import annotations

import gzip
import heapq
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import IO

from dateline.errors import DataError
from dateline.web.description.patch import name_of_hash

_AT_ONCE = 200
"""Files that are open at a time."""


def pack(lines: Iterable[bytes], file: Path) -> str:
    """Writes lines under gzip, without a time or a name: the same bytes for the same lines. Gives their SHA-256."""
    known = sha256()
    with file.open("wb") as raw:
        with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=raw, mtime=0) as packed:
            for line in lines:
                known.update(line)
                packed.write(line)
        raw.flush()
        os.fsync(raw.fileno())
    return known.hexdigest()


def unpacked_lines(file: Path, *, sha256_of_all: str) -> Iterator[bytes]:
    """The lines of a packed dump. Raises `DataError` where it cannot be read, or ends as another one than it should."""
    known = sha256()
    try:
        with gzip.open(file, "rb") as opened:
            for line in opened:
                known.update(line)
                yield line
    except (OSError, EOFError, zlib.error) as broken:
        raise DataError("this dump of a release cannot be read.", where=str(file), remedy="Restore it.") from broken
    if not known.hexdigest().startswith(sha256_of_all):
        raise DataError("this dump is not the one of its release.", where=str(file), remedy="Restore it.")


def merged(files: Sequence[Path], place: Path) -> Iterator[bytes]:
    """The lines of many files of sorted lines, sorted, each once; `place` is a folder for what is between."""
    waiting = list(files)
    for number in range(len(waiting)):
        if len(waiting) <= _AT_ONCE:
            break
        now, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
        part = place / f"part-{number}.nq"
        with part.open("wb") as written:
            written.writelines(_once(now))
        waiting.append(part)
    yield from _once(waiting)


def patch_lines(old: Iterable[bytes], new: Iterable[bytes], place: Path) -> tuple[Path, int, int]:
    """What is to be deleted and added, in that order, as lines of an RDF Patch in a file; how many are added, deleted.

    Both dumps are sorted; nothing of them is held in memory.
    """
    deletes, adds = place / "deletes", place / "adds"
    counts = {b"D ": 0, b"A ": 0}
    with deletes.open("wb") as gone, adds.open("wb") as come:
        for mark, line in _differing(iter(old), iter(new)):
            counts[mark] += 1
            (gone if mark == b"D " else come).write(mark + line)
    with deletes.open("ab") as whole, adds.open("rb") as rest:
        shutil.copyfileobj(rest, whole)
    return deletes, counts[b"A "], counts[b"D "]


def patch(changes: Path, *, old: str, new: str) -> Iterator[bytes]:
    """The lines of a whole RDF Patch; `old` and `new` are the SHA-256 of the dumps."""
    yield f"H id <{name_of_hash(new)}> .\n".encode()
    yield f"H prev <{name_of_hash(old)}> .\n".encode()
    yield b"TX .\n"
    with changes.open("rb") as lines:
        yield from lines
    yield b"TC .\n"


def _once(files: Iterable[Path]) -> Iterator[bytes]:
    with ExitStack() as opened:
        handles: list[IO[bytes]] = [opened.enter_context(file.open("rb")) for file in files]
        before = b""
        for line in heapq.merge(*handles):
            if line != before:
                yield line
            before = line


def _differing(old: Iterator[bytes], new: Iterator[bytes]) -> Iterator[tuple[bytes, bytes]]:
    mine, theirs = next(old, None), next(new, None)
    while mine is not None or theirs is not None:
        if theirs is None or (mine is not None and mine < theirs):
            yield b"D ", mine or b""
            mine = next(old, None)
        elif mine is None or theirs < mine:
            yield b"A ", theirs
            theirs = next(new, None)
        else:
            mine, theirs = next(old, None), next(new, None)
