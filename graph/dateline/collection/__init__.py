"""A folder of documents and readings, or a document that is a collection of its own.

black-january/
  dateline.toml        title, base IRI, licence, policy
  documents/           the sources, untouched
  texts/               the texts as read, which offsets and hashes mean
  readings/            one reading per document, YAML or JSON
  identity.yaml        which things of which documents are one
  links.yaml           thing -> Wikidata, decided
  published/           what `publish` made; replaced whole
  .dateline/           what can be made again: the lock, the ledger, the shards, the index
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from stat import S_ISDIR

from dateline.collection.entries import PUBLISHED, Collection, Entry, is_collection
from dateline.collection.folder import of_folder, one_of
from dateline.collection.lock import only_writer
from dateline.collection.single import lay_down, of_one, settled
from dateline.collection.work import INDEX, MANIFEST, STORE, WORK, index_name, index_of
from dateline.errors import DocumentError, UsageError, shown
from dateline.settings import FILE

__all__ = [
    "INDEX",
    "MANIFEST",
    "PUBLISHED",
    "STORE",
    "WORK",
    "Collection",
    "Entry",
    "index_name",
    "index_of",
    "is_collection",
    "lay_down",
    "only_writer",
    "open_collection",
    "settled",
]

_LONGEST_NAME = 300
_ROOMS = ("documents", "texts", "readings")


def open_collection(path: Path, *, reading: Path | None = None, whole: bool = False) -> Collection:
    """The collection that a path means: its folder, or one document or reading in it, or a document by itself.

    `reading` is the reading of a document that stands by itself; without it, a file of the document's name beside it.
    With `whole`, a document in a collection means the collection. Raises `SettingsError`, `DocumentError`,
    `ReadingError`, `IdentityError`.
    """
    if _is_folder(path) or (path.name == FILE and path.is_file()):
        if reading is not None:
            raise UsageError(
                "a reading can be given for one document, not for a folder.",
                where=str(path),
                remedy="Leave out --reading, or give the document.",
            )
        return of_folder(path if path.is_dir() else path.parent)
    home = _home_of(path) if reading is None else None
    if home is None:
        return of_one(path, reading)
    collection = of_folder(_shown(home.parent.parent, path.parent.parent))
    chosen = one_of(collection, home.stem)
    if not whole or len(collection.entries) == 1:
        return chosen
    note = f"{path} is a document of {collection.folder}, and a collection is published as a whole."
    return replace(collection, notes=(note,))


def _home_of(path: Path) -> Path | None:
    """Where a file stands in a collection, by its own name or by what it is a link to; null if it is in none."""
    for file in (Path(os.path.realpath(path.parent)) / path.name, Path(os.path.realpath(path))):
        if file.parent.name in _ROOMS and is_collection(file.parent.parent):
            return file
    return None


def _is_folder(path: Path) -> bool:
    """Whether a path is a folder. Raises `DocumentError` if there is nothing."""
    try:
        return S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError) as missing:
        raise DocumentError(
            "there is no such file or folder.", where=_printable(path), remedy="Check the name."
        ) from missing
    except OSError as refused:
        raise DocumentError(
            f"it cannot be reached: {refused.strerror}.",
            where=_printable(path),
            remedy="Check the name and your permissions.",
        ) from refused


def _printable(path: Path) -> str:
    """A name for a message, even where it is no name that a file could have."""
    name = str(path)
    return name if len(name) <= _LONGEST_NAME and name.isprintable() else shown(name)


def _shown(real: Path, given: Path) -> Path:
    """The path as the user wrote it, where it is the same folder."""
    return given if given.resolve() == real else real
