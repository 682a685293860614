"""What a collection keeps for itself in `.dateline/`: all of it can be thrown away, and is then made again."""

from __future__ import annotations

import json
from pathlib import Path

from dateline.collection.entries import PUBLISHED

WORK = ".dateline"
INDEX, STORE, MANIFEST = "index", "store", "manifest.json"
_NAME_LENGTH = 16


def index_name(made_of: str) -> str:
    """The name of the index of a publication, by the hash of what that is made of."""
    return made_of[:_NAME_LENGTH]


def index_of(folder: Path) -> Path | None:
    """The store that holds what a collection has published, or null where there is none of that publication.

    Small collections have none: what they published is read from the file.
    """
    try:
        manifest = json.loads((folder / PUBLISHED / MANIFEST).read_text(encoding="utf-8"))
        store = folder / WORK / INDEX / index_name(str(manifest["madeOf"])) / STORE
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return store if store.is_dir() else None
