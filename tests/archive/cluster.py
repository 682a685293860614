"""A Dask cluster on this machine: a real scheduler, and workers that share nothing with the test but the network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.hostile import ENVIRONMENT

_PATIENCE = 60


class LocalCluster:
    """A scheduler and its workers, as processes."""

    def __init__(self, folder: Path, more: Mapping[str, str]) -> None:
        self._folder = folder
        self._more = more
        self._file = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self._processes = [self.scheduler]
        until = time.monotonic() + _PATIENCE
        while not self._file.exists():
            assert time.monotonic() < until, "the scheduler does not start"
            time.sleep(0.05)
        self.address: str = json.loads(self._file.read_text(encoding="utf-8"))["address"]
        self.workers: list[subprocess.Popen[bytes]] = []

    def add_worker(self) -> subprocess.Popen[bytes]:
        worker = self._start("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        self.workers.append(worker)
        self._processes.append(worker)
        return worker

    def stop(self) -> None:
        for process in reversed(self._processes):
            process.kill()
            process.communicate()

    def _start(self, role: str, *more: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", role, "--scheduler-file", str(self._file), *more]
        log = (self._folder / f"{role}.log").open("ab")
        with log:
            # The environment of now: an object store may have been started since the tests were.
            environment = {**os.environ, "PYTHONPATH": ENVIRONMENT["PYTHONPATH"], **self._more}
            return subprocess.Popen(command, env=environment, cwd=self._folder, stdout=log, stderr=log)


@contextmanager
def local_cluster(folder: Path, *, workers: int, **more: str) -> Iterator[LocalCluster]:
    """A cluster of so many workers until the end of the block, with `more` in its environment."""
    folder.mkdir()
    cluster = LocalCluster(folder, more)
    try:
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        cluster.stop()
