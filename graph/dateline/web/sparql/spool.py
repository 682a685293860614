"""Where a worker writes an answer until it is whole: in memory while it is small, else in a file without a name.

No status is sent before the answer is whole, so that none can break off in the middle of a 200; and a worker is free as
soon as it has written, however slowly the client reads.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import IO, Final

from dateline.web.sparql.formats import Shape
from dateline.web.sparql.limits import Limits
from dateline.web.sparql.refusal import Refusal

SMALL = 64 * 2**10
"""Bytes of an answer that is sent from memory."""
_NOT_XML: Final = bytes(number for number in range(0x20) if number not in b"\t\n\r")
_NEITHER: Final = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE and U+FFFF
_PREFIX = b"@prefix "


def spare_file() -> IO[bytes]:
    """A file without a name, that is gone when nobody holds it."""
    return tempfile.TemporaryFile(buffering=0)


class Spool:
    """An answer while it is written: a binary file as the engine's serialisers want one. Raises `Refusal`."""

    def __init__(
        self,
        limits: Limits,
        *,
        format: str,  # noqa: A002 - the word everyone uses
        shape: Shape = "table",
        spare: IO[bytes] | None = None,
    ) -> None:
        self.shape = shape
        self.size = 0
        self.rows = 0
        self.file: IO[bytes] | None = None
        self._limits = limits
        self._spare = spare
        self._small = bytearray()
        self._digest = sha256()
        self._rest = b""
        self._in_header = format in ("turtle", "trig")
        self._is_xml = format in ("xml", "rdfxml")

    def write(self, piece: bytes) -> int:
        """Takes a piece; how long it was."""
        length = len(piece)
        data = self._rest + piece if self._rest else piece
        if self._in_header or self._is_xml:
            data, self._rest = self._sorted_header(data) if self._in_header else _xml(data)
        else:
            self._rest = b""
        if data:
            self._keep(data)
        return length

    def flush(self) -> None:
        """Nothing is kept back but what cannot be judged yet."""

    def close(self) -> None:
        """The end of the answer."""
        if self._rest:
            rest, self._rest = self._rest, b""
            self._keep(_sorted_lines(rest) if self._in_header else rest)
        if self.file is not None:
            self.file.flush()

    @property
    def etag(self) -> str:
        """A strong validator: of two answers with the same bytes, the same."""
        return f'"{self._digest.hexdigest()[:32]}"'

    @property
    def body(self) -> bytes:
        """The answer, if it is small."""
        return bytes(self._small)

    def count(self, rows: int) -> None:
        """Counts rows or triples."""
        self.rows += rows
        if self.rows > self._limits.rows:
            raise Refusal(
                403,
                f"The answer has more than the {self._limits.rows:,} rows or triples that this endpoint sends.",
                remedy="Ask for less, with LIMIT and OFFSET; the files of the dataset hold all of it.",
            )

    def _keep(self, data: bytes) -> None:
        self.size += len(data)
        if self.size > self._limits.result_bytes:
            raise Refusal(
                403,
                f"The answer is larger than the {self._limits.result_bytes:,} bytes that this endpoint sends.",
                remedy="Ask for less, with LIMIT and OFFSET; the files of the dataset hold all of it.",
            )
        self._digest.update(data)
        if self.file is None:
            self._small += data
            if len(self._small) > SMALL:
                self.file = self._spare or spare_file()
                self.file.truncate(0)
                self.file.seek(0)
                self.file.write(self._small)
                self._small.clear()
        else:
            view = memoryview(data)
            while view:
                view = view[self.file.write(view) :]

    def _sorted_header(self, data: bytes) -> tuple[bytes, bytes]:
        """The engine declares prefixes in no fixed order; nothing is sent before all of them are there."""
        lines = data.splitlines(keepends=True)
        if all(_PREFIX.startswith(line[: len(_PREFIX)]) for line in lines):
            return b"", data
        self._in_header = False
        return _sorted_lines(data), b""


class Rows:
    """Counts the rows of a table as it is written, by what stands between two rows and nowhere else."""

    def __init__(self, spool: Spool, *, format: str) -> None:  # noqa: A002
        self._spool = spool
        self._mark = _BETWEEN_ROWS[format]
        self._more = _MORE.get(format, 0)
        self._quotes = format in ("csv", "json")
        self._escapes = format == "json"
        self._inside = False
        self._rest = b""

    def write(self, piece: bytes) -> int:
        """Counts the rows in a piece, and passes it on."""
        data = self._rest + piece
        self._rest = b""
        if self._escapes:
            if (len(data) - len(data.rstrip(b"\\"))) % 2:
                data, self._rest = data[:-1], b"\\"
            data = data.replace(b"\\\\", b"").replace(b'\\"', b"")
        if self._quotes:
            parts = data.split(b'"')
            found = sum(part.count(self._mark) for part in parts[self._inside :: 2])
            self._inside ^= len(parts) % 2 == 0
        else:
            parts = [data]
            found = data.count(self._mark)
        if not self._inside:
            self._rest = _tail(parts[-1], self._mark)
        if found:
            self._spool.count(found + self._more)
            self._more = 0
        return self._spool.write(piece)

    def flush(self) -> None:
        """Nothing is kept back."""


_BETWEEN_ROWS: Mapping[str, bytes] = MappingProxyType({"json": b"},{", "csv": b"\n", "tsv": b"\n", "xml": b"<result>"})
"""Outside of quotation marks, these stand once a row; JSON has them between rows, CSV and TSV after the head too."""
_MORE: Mapping[str, int] = MappingProxyType({"json": 1, "csv": -1, "tsv": -1})
"""How many rows there are beyond those marks, once there is one."""


def _tail(data: bytes, mark: bytes) -> bytes:
    """The end of the data that may be the beginning of a mark."""
    return next((data[-size:] for size in range(len(mark) - 1, 0, -1) if data.endswith(mark[:size])), b"")


def _xml(data: bytes) -> tuple[bytes, bytes]:
    """XML as it can be read again, and what cannot be judged yet; the engine writes all characters as they are."""
    cut = next((size for size in (2, 1) if data.endswith(_NEITHER[0][:size])), 0)
    data, rest = (data[:-cut], data[-cut:]) if cut else (data, b"")
    if len(data.translate(None, _NOT_XML)) != len(data) or any(one in data for one in _NEITHER):
        raise Refusal(
            406, "The answer has a character that XML cannot carry.", remedy="Ask for another format, such as JSON."
        )
    return data.replace(b"\r", b"&#13;"), rest


def _sorted_lines(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    declared = next((number for number, line in enumerate(lines) if not line.startswith(_PREFIX)), len(lines))
    return b"".join([*sorted(lines[:declared]), *lines[declared:]])
