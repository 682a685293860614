"""Where graphs are kept and asked: one protocol, two homes (embedded Oxigraph, or any SPARQL 1.1 endpoint).

Nothing is opened or imported before one of the three functions is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.store.protocol import Store

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.store.oxigraph import OxigraphStore

__all__ = ["Store", "open_disk", "open_memory"]


def open_memory() -> OxigraphStore:
    """An empty store in memory, gone when it is closed."""
    from dateline.store.oxigraph import in_memory

    return in_memory()


def open_disk(path: Path, *, read_only: bool = False) -> OxigraphStore:
    """The store in a folder, made if it is not there; `read_only` sees what was written before it was opened.

    One process writes at a time, any number read. Raises `StoreError` when another process holds the folder, when it
    cannot be opened, or when `read_only` is asked of a folder that holds no store.
    """
    from dateline.store.oxigraph import on_disk

    return on_disk(path, read_only=read_only)
