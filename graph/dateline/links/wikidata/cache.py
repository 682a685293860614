"""Answers kept on disk: what was asked for once is not asked for again before its time, nor by another process.

One file an answer, named by the hash of the request. Its first line is JSON that says what the rest is and what hash it
has; a file that is damaged, or is the answer to something else, is none. Files appear whole, so that readers and
writers need no lock; the ones that were not used for longest go when the folder grows too large.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from dateline.errors import OutputError

LARGEST: Final = 256 * 2**20
"""Bytes that the folder may hold, if nothing else is said."""

_VERSION: Final = 1
_SUFFIX: Final = ".answer"
_UNFINISHED: Final = ".unfinished"
_LONGEST_HEAD: Final = 65_536
_LONGEST_WRITE: Final = 3600.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """An answer: the address and its body, when it came, until when it is fresh (seconds since the epoch), its ETag."""

    url: str
    body: bytes
    came: float
    expires: float
    etag: str | None = None


def key_of(url: str, form: bytes | None) -> str:
    """The name under which the answer to a request is kept."""
    return sha256(json.dumps([_VERSION, url, None if form is None else form.decode()]).encode()).hexdigest()


class Cache:
    """The answers in a folder, which is made when the first one is kept; without a folder nothing is kept."""

    def __init__(self, folder: Path | None, *, now: Callable[[], float], largest: int = LARGEST) -> None:
        self._folder = folder
        self._now = now
        self._largest = largest
        self._held: int | None = None

    def get(self, key: str) -> Kept | None:
        """The answer that is kept under a key, fresh or not; null for none and for a damaged one, which is removed."""
        if self._folder is None:
            return None
        path = self._folder / f"{key}{_SUFFIX}"
        try:
            data = path.read_bytes()
        except OSError:
            return None
        kept = _parsed(data, key)
        with suppress(OSError):  # another process may have removed it, or the folder is read-only
            if kept is None:
                path.unlink()
            else:
                os.utime(path, (self._now(), self._now()))
        return kept

    def put(self, key: str, kept: Kept) -> None:
        """Keeps an answer, whole or not at all. Raises `OutputError`."""
        if self._folder is None or len(kept.body) > self._largest:
            return
        data = _written(key, kept)
        try:
            self._write(self._folder, key, data)
        except OSError as refused:
            raise OutputError(
                f"it cannot be written: {refused.strerror}.", where=str(self._folder), remedy="Set DATELINE_CACHE."
            ) from refused
        self._held = self._size() if self._held is None else self._held + len(data)
        if self._held > self._largest:
            self._held = self._make_room()

    def _write(self, folder: Path, key: str, data: bytes) -> None:
        """Writes beside, then renames. Nothing is forced onto the disk: half an answer is seen by its hash."""
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=key[:8], suffix=_UNFINISHED, dir=folder)
        beside = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            os.utime(beside, (self._now(), self._now()))
            beside.replace(folder / f"{key}{_SUFFIX}")
        finally:
            beside.unlink(missing_ok=True)

    def _size(self) -> int:
        return sum(size for _, size, _ in self._files())

    def _files(self) -> list[tuple[float, int, Path]]:
        """When each answer was last used, its bytes, its file; the one that was not used for longest first.

        What a process that was killed left unfinished counts too after an hour, and goes in its turn.
        """
        found: list[tuple[float, int, Path]] = []
        for path in self._folder.glob("*") if self._folder else ():
            if path.suffix not in (_SUFFIX, _UNFINISHED):
                continue
            with suppress(OSError):  # another process removed it meanwhile
                known = path.stat()
                if path.suffix == _UNFINISHED and self._now() - known.st_mtime < _LONGEST_WRITE:
                    continue
                found.append((known.st_mtime, known.st_size, path))
        return sorted(found)

    def _make_room(self) -> int:
        """Removes answers until a fifth of the room is free; gives the bytes that are left."""
        files = self._files()
        held = sum(size for _, size, _ in files)
        for _, size, path in files:
            if held <= self._largest * 4 // 5:
                break
            with suppress(OSError):
                path.unlink()
            held -= size
        return held


def _written(key: str, kept: Kept) -> bytes:
    head = asdict(kept) | {"version": _VERSION, "key": key, "sha256": sha256(kept.body).hexdigest()}
    del head["body"]
    return json.dumps(head, sort_keys=True).encode() + b"\n" + kept.body


def _parsed(data: bytes, key: str) -> Kept | None:
    line, mark, body = data[:_LONGEST_HEAD].partition(b"\n")
    body = data[len(line) + 1 :]
    try:
        head: dict[str, Any] = json.loads(line)
        if not mark or head["version"] != _VERSION or head["key"] != key:
            return None
        if head["sha256"] != sha256(body).hexdigest():
            return None
        etag = head["etag"]
        return Kept(
            url=str(head["url"]),
            body=body,
            came=float(head["came"]),
            expires=float(head["expires"]),
            etag=None if etag is None else str(etag),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
