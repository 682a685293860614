"""Files that stay what they are while they are served, without being in memory."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from dateline.errors import DataError

_PIECE = 2**20


class Held:
    """The bytes of a file as it was when it was opened: another file that takes its place changes nothing.

    Raises `DataError` where the file itself was cut short, which nobody should do to what is published.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        self._size = os.fstat(self._file).st_size

    def __len__(self) -> int:
        return self._size

    def __bytes__(self) -> bytes:
        return self[0 : self._size]

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(self._size)
        found = b""
        while len(found) < stop - start:
            piece = os.pread(self._file, stop - start - len(found), start + len(found))
            if not piece:
                raise DataError("this file was cut short.", where=str(self._path), remedy="Publish again.")
            found += piece
        return found

    def pieces(self) -> Iterator[bytes]:
        """The bytes, a piece at a time."""
        return (self[start : start + _PIECE] for start in range(0, self._size, _PIECE))


class Shelved(Held):
    """The bytes of one of many files: it is opened each time it is read.

    Raises `DataError` where another file has taken its place, which has another size.
    """

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self._size = size

    def __getitem__(self, part: slice) -> bytes:
        found = Held(self._path)
        if len(found) != self._size:
            raise DataError("this file is not the one that was published.", where=str(self._path), remedy="Ask again.")
        return found[part]


Buffer: TypeAlias = bytes | Held


def digest(data: Buffer) -> str:
    """The SHA-256 in hexadecimal.

    >>> digest(b"Baku")[:16]
    '130efea232d37b23'
    """
    made = sha256()
    for piece in data.pieces() if isinstance(data, Held) else (data,):
        made.update(piece)
    return made.hexdigest()
