"""What the server counts, as Prometheus reads it (https://prometheus.io/docs/instrumenting/exposition_formats/).

The numbers lie in a file that all worker processes map, a row for each, so any of them tells those of all. A worker
that takes the place of a dead one takes its row, and goes on counting.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from pathlib import Path

_STATUSES = (
    200,
    204,
    206,
    301,
    302,
    303,
    304,
    307,
    308,
    400,
    403,
    404,
    405,
    406,
    408,
    413,
    414,
    415,
    429,
    431,
    500,
    503,
    0,
)
"""The last stands for every other."""
KINDS = ("page", "data", "file", "redirect", "service", "operations", "error")
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_NUMBERS = (
    "requests_in_progress",
    "publication_reloads_total",
    "publication_reload_failures_total",
    "sent_bytes_total",
)
_WORKERS = 128
_WIDTH = 1 + len(_STATUSES) * len(KINDS) + len(_BUCKETS) + 2 + len(_NUMBERS)
"""A process id, the requests, the histogram with its sum and count, the other numbers: each a double."""
_TIMES = 1 + len(_STATUSES) * len(KINDS)
_OTHERS = _TIMES + len(_BUCKETS) + 2


class Metrics:
    """The numbers of one worker, and those of all. Without a `path` there is only this one."""

    def __init__(self, path: Path | None = None) -> None:
        size = _WORKERS * _WIDTH * 8
        if path is None:
            self._held: mmap.mmap = mmap.mmap(-1, size)
        else:
            with path.open("a+b") as file:
                file.truncate(size)
                self._held = mmap.mmap(file.fileno(), size)
        self._all = memoryview(self._held).cast("d")
        with _alone(path):
            self._row = next((at for at in range(_WORKERS) if not _is_alive(int(self._all[at * _WIDTH]))), _WORKERS - 1)
            self._all[self._row * _WIDTH] = os.getpid()
            self.set("requests_in_progress", 0)

    def count(self, *, status: int, kind: str, seconds: float, sent: int) -> None:
        """Counts a request that was answered."""
        known = status if status in _STATUSES else 0
        group = KINDS.index(kind) if kind in KINDS else len(KINDS) - 1
        self._add(1 + _STATUSES.index(known) * len(KINDS) + group, 1)
        for at, bound in enumerate(_BUCKETS):
            if seconds <= bound:
                self._add(_TIMES + at, 1)
        self._add(_TIMES + len(_BUCKETS), seconds)
        self._add(_TIMES + len(_BUCKETS) + 1, 1)
        self.add("sent_bytes_total", sent)

    def add(self, name: str, number: float) -> None:
        """Adds to one of the other numbers."""
        self._add(_OTHERS + _NUMBERS.index(name), number)

    def set(self, name: str, number: float) -> None:
        """Sets one of the other numbers."""
        self._all[self._row * _WIDTH + _OTHERS + _NUMBERS.index(name)] = number

    def text(self, *, version: str, triples: int) -> str:
        """All the numbers, of all workers together."""
        return "".join(f"{line}\n" for line in self._lines(version, triples))

    def _lines(self, version: str, triples: int) -> Iterator[str]:
        yield from _head("requests_total", "counter", "Requests that were answered.")
        for place, status in enumerate(_STATUSES):
            for group, kind in enumerate(KINDS):
                number = self._sum(1 + place * len(KINDS) + group)
                if number:
                    yield f'dateline_requests_total{{status="{status or "other"}",kind="{kind}"}} {number:g}'
        yield from _head("request_seconds", "histogram", "How long it took to answer.")
        for at, bound in enumerate(_BUCKETS):
            yield f'dateline_request_seconds_bucket{{le="{bound:g}"}} {self._sum(_TIMES + at):g}'
        sums, count = self._sum(_TIMES + len(_BUCKETS)), self._sum(_TIMES + len(_BUCKETS) + 1)
        yield f'dateline_request_seconds_bucket{{le="+Inf"}} {count:g}'
        yield f"dateline_request_seconds_sum {sums:.6f}"
        yield f"dateline_request_seconds_count {count:g}"
        for at, name in enumerate(_NUMBERS):
            yield from _head(name, "counter" if name.endswith("_total") else "gauge", _ABOUT[name])
            yield f"dateline_{name} {self._sum(_OTHERS + at):.0f}"
        yield from _head("publication_statements", "gauge", "Statements of the publication that is served.")
        yield f'dateline_publication_statements{{version="{version}"}} {triples}'

    def _add(self, at: int, number: float) -> None:
        self._all[self._row * _WIDTH + at] += number

    def _sum(self, at: int) -> float:
        return sum(self._all[row * _WIDTH + at] for row in range(_WORKERS))


_ABOUT = {
    "requests_in_progress": "Requests that are being answered.",
    "publication_reloads_total": "New publications that were taken up.",
    "publication_reload_failures_total": "New publications that could not be opened; the old one is served on.",
    "sent_bytes_total": "Bytes of bodies that were sent.",
}


def _head(name: str, kind: str, about: str) -> tuple[str, str]:
    return f"# HELP dateline_{name} {about}", f"# TYPE dateline_{name} {kind}"


def _is_alive(process: int) -> bool:
    if process <= 0:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()


class _alone:  # noqa: N801 - a context manager that is used like a function
    """While it lasts, no other worker chooses its row."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def __enter__(self) -> None:
        self._file = self._path.open("rb") if self._path is not None else None
        if self._file is not None:
            import fcntl

            fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
