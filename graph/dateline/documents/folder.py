"""Every document of a folder, and why those that cannot be opened cannot."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dateline.documents.opening import SECONDS, open_document
from dateline.errors import DatelineError, DocumentError
from dateline.model import Document


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A document and the file it is in."""

    path: Path
    document: Document


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """A file that gives no document, and why."""

    path: Path
    error: DatelineError


def open_folder(folder: Path, *, seconds: float = SECONDS) -> Iterator[Opened | Refused]:
    """Each file below a folder in the order of its path, opened when it is asked for.

    Hidden files and folders and links to folders are passed over. Every document has an id of its own: where two
    files would have the same, the later one's has a hash of its bytes. Raises `DocumentError` where there is no folder.
    """
    if not folder.is_dir():
        raise DocumentError("there is no such folder.", where=str(folder), remedy="Check the name.")
    taken: set[str] = set()
    for path in files_of(folder):
        try:
            document = open_document(path, seconds=seconds)
        except DatelineError as refused:
            yield Refused(path=path, error=refused)
            continue
        if document.id.casefold() in taken:
            document = replace(document, id=_free(document, taken))
        taken.add(document.id.casefold())
        yield Opened(path=path, document=document)


def _free(document: Document, taken: set[str]) -> str:
    """The id with as much of the hash of its bytes as tells it from the others."""
    for length in range(8, len(document.source_sha256) + 1, 8):
        free = f"{document.id}-{document.source_sha256[:length]}"
        if free.casefold() not in taken:
            return free
    raise DocumentError("too many copies of the same file.", where=document.id, remedy="Remove those not needed.")


def files_of(folder: Path) -> Iterator[Path]:
    """The files below a folder in the order of their paths, without those that are hidden."""
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found.extend(Path(place, name) for name in names if not name.startswith("."))
    yield from sorted(found, key=lambda path: path.relative_to(folder).as_posix())
