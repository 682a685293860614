"""The bytes of a document and what is known of them before they are looked at."""

from __future__ import annotations

import errno
import re
import stat
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import BinaryIO

from dateline.errors import DocumentError

LARGEST_SOURCE = 50_000_000
"""Bytes of a document as it comes; a larger one is refused."""

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://.*", re.DOTALL)
_SPLIT = "Split it into documents of their own."


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Bytes with their `name`, what they were declared as (`media_type`, with parameters), and where they came from."""

    data: bytes
    name: str
    where: str
    media_type: str | None = None
    url: str | None = None
    retrieved: str | None = None
    notes: tuple[str, ...] = ()


def scheme_of(source: str) -> str | None:
    """The scheme of what is a web address rather than a path, or null.

    >>> scheme_of("https://example.org/a"), scheme_of("C:/a.txt"), scheme_of("a.txt")
    ('https', None, None)
    """
    found = _ADDRESS.fullmatch(source)
    return found[1].lower() if found else None


def charset_of(media_type: str | None) -> str | None:
    """The `charset` parameter of a media type, or null.

    >>> charset_of('text/html; charset="utf-8"'), charset_of("text/html")
    ('utf-8', None)
    """
    if not media_type or "charset" not in media_type.lower():
        return None
    header = Message()
    header["Content-Type"] = " ".join(media_type.split())
    found = header.get_param("charset")
    return found if isinstance(found, str) else None


def of_path(path: Path) -> Source:
    """A file's bytes. Raises `DocumentError` where it is missing, a folder, no regular file, too large or refused."""
    where = str(path)
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise DocumentError("this is a folder, not a document.", where=where, remedy="Give the documents in it.")
        if not stat.S_ISREG(found.st_mode):
            raise DocumentError("this is not a file.", where=where, remedy="Give it on standard input, as -.")
        require_size(found.st_size, where=where)
        with path.open("rb") as file:
            return of_stream(file, name=path.name, where=where)
    except FileNotFoundError as missing:
        raise DocumentError("there is no such file.", where=where, remedy="Check the name and the folder.") from missing
    except (OSError, ValueError) as refused:  # a name with a NUL in it is a ValueError
        why = refused.strerror if isinstance(refused, OSError) and refused.errno != errno.EINVAL else str(refused)
        raise DocumentError(
            f"it cannot be read: {why}.", where=where, remedy="Check the name and permissions."
        ) from refused


def of_stream(stream: BinaryIO, *, name: str, where: str) -> Source:
    """The bytes of a stream, read no further than is allowed. Raises `DocumentError` where there are more."""
    parts: list[bytes] = []
    size = 0
    while size <= LARGEST_SOURCE and (part := stream.read(LARGEST_SOURCE + 1 - size)):
        if not isinstance(part, bytes):
            raise DocumentError(
                "this stream gives text, not bytes.", where=where, remedy="Open it in binary mode ('rb')."
            )
        parts.append(part)
        size += len(part)
    require_size(size, where=where)
    return Source(data=b"".join(parts), name=name, where=where)


def require_size(size: int, *, where: str) -> None:
    """Raises `DocumentError` where a document is larger than is read."""
    if size > LARGEST_SOURCE:
        raise DocumentError(f"it has more than {LARGEST_SOURCE:,} bytes.", where=where, remedy=_SPLIT)
