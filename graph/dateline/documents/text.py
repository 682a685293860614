"""Plain text: UTF-8 bytes to the text that offsets mean, not a character changed."""

from __future__ import annotations

from pathlib import Path

from dateline.errors import DocumentError

LARGEST = 50_000_000
"""Bytes; a larger file is refused."""

_BOMS = {
    b"\xff\xfe": "UTF-16 (little-endian)",
    b"\xfe\xff": "UTF-16 (big-endian)",
}


def read_text(path: Path) -> str:
    """The text of a UTF-8 file exactly as stored. Raises `DocumentError` where it is missing or something else."""
    where = str(path)
    try:
        if path.stat().st_size > LARGEST:
            raise DocumentError(
                f"it has more than {LARGEST:,} bytes.", where=where, remedy="Split it into documents of their own."
            )
        data = path.read_bytes()
    except FileNotFoundError as missing:
        raise DocumentError("there is no such file.", where=where, remedy="Check the name and the folder.") from missing
    except IsADirectoryError as folder:
        raise DocumentError("this is a folder, not a document.", where=where) from folder
    except OSError as refused:
        raise DocumentError(f"it cannot be read: {refused.strerror}.", where=where) from refused
    return decode(data, where=where)


def decode(data: bytes, *, where: str) -> str:
    r"""The text of UTF-8 bytes, a byte order mark removed and every newline as it is.

    >>> decode("a\r\n\u00a0b".encode(), where="x.txt")
    'a\r\n\xa0b'
    """
    for mark, name in _BOMS.items():
        if data.startswith(mark):
            raise DocumentError(f"this is {name}, not UTF-8.", where=where, remedy=_reencode("UTF-16"))
    if b"\x00" in data:
        raise DocumentError(
            f"this is not text: byte {data.index(0)} is NUL.",
            where=where,
            remedy="Extract its text to a file first.",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise DocumentError(
            f"this is not UTF-8: byte {wrong.start} is 0x{data[wrong.start]:02X}.",
            where=where,
            remedy=_reencode("WINDOWS-1252"),
        ) from wrong
    if not text.strip():
        raise DocumentError("it is empty: there is no text to read.", where=where)
    return text


def _reencode(guess: str) -> str:
    return f"Convert it first, for example: iconv -f {guess} -t UTF-8 OLD > NEW."
