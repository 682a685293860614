"""Any document to its text: a file, a stream, standard input or a web address, in any of the formats of `kinds.py`."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import BinaryIO, TypeAlias

from dateline import iris
from dateline.documents import plain, worker
from dateline.documents.extract import Extract
from dateline.documents.kinds import PLAIN, Kind, kind_named, kind_of
from dateline.documents.source import Source, charset_of, of_path, of_stream, require_size, scheme_of
from dateline.errors import DocumentError, UsageError, shown
from dateline.model import Document

LARGEST_TEXT = 20_000_000
"""Bytes of a document's text in UTF-8; a longer one is refused."""
SECONDS = 120.0
"""How long reading the format of one document may take."""

Openable: TypeAlias = str | Path | bytes | BinaryIO

_STDIN = "-"
_NEVER = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")


def open_document(
    source: Openable,
    *,
    media_type: str | None = None,
    name: str | None = None,
    allow_network: bool = False,
    private_hosts: Collection[str] = (),
    seconds: float = SECONDS,
) -> Document:
    """A document: its text, which from now on offsets mean, and what its format says of it.

    `source` is a path, `-` for standard input, an http(s) address (only with `allow_network`; `private_hosts` are the
    hosts that may have an address that is not public), bytes, or a binary stream. `media_type` settles the format,
    which is otherwise told from the bytes and then the name; `name` stands for the name of a file, from which the id
    is made. Raises `DocumentError`, `FetchError`, `MissingExtraError`, or `UsageError` for an unknown media type.
    """
    return _opened(
        _source(source, name=name, allow_network=allow_network, private_hosts=private_hosts),
        media_type=media_type,
        seconds=seconds,
    )


def _source(source: Openable, *, name: str | None, allow_network: bool, private_hosts: Collection[str]) -> Source:
    if isinstance(source, bytes):
        require_size(len(source), where=name or "document")
        return Source(data=source, name=name or "document", where=name or "document")
    if isinstance(source, Path):
        found = of_path(source)
    elif not isinstance(source, str):
        return of_stream(source, name=name or "document", where=name or "stream")
    elif source == _STDIN:
        return of_stream(sys.stdin.buffer, name=name or "stdin", where="standard input")
    elif scheme := scheme_of(source):
        found = _of_web(source, scheme, allow_network=allow_network, private_hosts=private_hosts)
    else:
        found = of_path(Path(source))
    return found if name is None else _renamed(found, name)


def _renamed(source: Source, name: str) -> Source:
    return Source(
        data=source.data,
        name=name,
        where=source.where,
        media_type=source.media_type,
        url=source.url,
        retrieved=source.retrieved,
        notes=source.notes,
    )


def _of_web(url: str, scheme: str, *, allow_network: bool, private_hosts: Collection[str]) -> Source:
    if scheme not in ("http", "https"):
        raise UsageError(f"{shown(url)} is neither a file nor an http or https address.", where="document")
    if not allow_network:
        raise UsageError(
            "this is a web address, and the network is not used unless it is allowed.",
            where=url,
            remedy="Allow it with --online (allow_network=True), or save the page and give the file.",
        )
    from dateline.documents.fetch import fetch

    return fetch(url, private_hosts=private_hosts)


def _opened(source: Source, *, media_type: str | None, seconds: float) -> Document:
    try:
        kind = (
            kind_named(media_type) if media_type else kind_of(source.data, declared=source.media_type, name=source.name)
        )
        kind.require_extra(where=source.where)
        charset = charset_of(media_type) or charset_of(source.media_type)
        found = _extract(kind, source.data, charset=charset, seconds=seconds)
        text, cleaned = _clean(found.text)
    except DocumentError as refused:
        if refused.where:
            raise
        raise type(refused)(refused.what, where=source.where, remedy=refused.remedy) from refused
    return Document(
        id=iris.slug(PurePosixPath(source.name).stem or source.name),
        text=text,
        media_type=kind.media_type,
        source_sha256=sha256(source.data).hexdigest(),
        extractor=found.extractor,
        encoding=found.encoding,
        encoding_source=found.encoding_source,
        title=found.title,
        issued=found.issued,
        publisher=found.publisher,
        language=found.language,
        url=source.url,
        retrieved=source.retrieved,
        notes=(*source.notes, *found.notes, *cleaned),
    )


def _extract(kind: Kind, data: bytes, *, charset: str | None, seconds: float) -> Extract:
    if not data:
        raise DocumentError("it is empty: there is no text to read.", remedy="Check that it is the right file.")
    if kind is PLAIN:
        return plain.extract(data, charset=charset)
    return worker.extract(kind.module, data, charset=charset, seconds=seconds)


def _clean(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without what no UTF-8 file or XML can hold, and what to say of it.

    Raises `DocumentError` where none is left, or too much.

    >>> _clean("a\\ud800b")[0] == "a\\ufffdb"
    True
    """
    clean, times = _NEVER.subn("\ufffd", text)
    if not clean.strip():
        raise DocumentError("it is empty: there is no text to read.", remedy="Check that it is the right file.")
    if len(clean) > LARGEST_TEXT // 4 and len(clean.encode()) > LARGEST_TEXT:
        raise DocumentError(
            f"its text has more than {LARGEST_TEXT:,} bytes.", remedy="Split it into documents of their own."
        )
    note = f"{times} characters that are no characters were replaced by U+FFFD."
    return clean, (note,) if times else ()
