"""One request at a time to a host: of all threads, and of all processes that share a cache."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Lock


class Turns:
    """Whose turn it is. Without a folder, or on a system without such locks, only the threads of this process wait."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._locks: Mapping[str, Lock] = defaultdict(Lock)

    @contextmanager
    def of(self, host: str) -> Iterator[None]:
        """Waits until nobody else asks the host, and keeps it from the others meanwhile."""
        with self._locks[host]:
            held = self._hold(host)
            try:
                yield
            finally:
                if held is not None:
                    os.close(held)

    def _hold(self, host: str) -> int | None:
        """A locked file, to be closed; null where there can be none. A process that is killed lets go of it."""
        try:
            import fcntl
        except ImportError:
            return None
        if self._folder is None:
            return None
        name = f"{sha256(host.encode()).hexdigest()[:16]}.turn"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            held = os.open(self._folder / name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError:
            return None
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
        except OSError:  # a file system without locks
            os.close(held)
            return None
        return held
