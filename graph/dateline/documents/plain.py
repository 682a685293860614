"""Plain text: the text exactly as stored, in whatever encoding."""

from __future__ import annotations

from dateline import __version__
from dateline.documents.charset import to_text
from dateline.documents.extract import Extract


def extract(data: bytes, *, charset: str | None = None) -> Extract:
    r"""The text, every newline and every space as it is; `charset` is what was declared.

    >>> extract("a\r\n\u00a0b".encode()).text
    'a\r\n\xa0b'
    """
    text, encoding, source, notes = to_text(data, declared=charset)
    return Extract(
        text=text,
        extractor=f"dateline {__version__}",
        encoding=encoding,
        encoding_source=source,
        notes=notes,
    )
