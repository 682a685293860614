"""One process at a time publishes a collection."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dateline.collection.work import WORK
from dateline.errors import OutputError


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Keeps every other process from publishing the same folder meanwhile. Raises `OutputError` if one is at it."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    place = folder / WORK
    try:
        place.mkdir(exist_ok=True)
        lock = os.open(place / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    except FileExistsError as taken:
        raise OutputError(
            "there is a file of this name, where the lock of the collection has its place.",
            where=str(place),
            remedy="Move it away.",
        ) from taken
    except OSError as refused:
        raise OutputError(
            f"nothing can be written in this collection: {refused.strerror}.",
            where=str(place),
            remedy="Publish a copy of it that you may write to.",
        ) from refused
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise OutputError(
                "another process is publishing this collection.", where=str(folder), remedy="Wait until it is done."
            ) from busy
        yield
    finally:
        os.close(lock)
