"""Work on many documents on a Dask cluster: the twin of `pool.in_processes` for machines that share no disk.

The workers run this program in the same version. Dask sends Python objects between machines: whoever reaches the
scheduler can run programs there, so that a cluster belongs on a network of one's own, or behind TLS (`tls://`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from importlib import import_module
from itertools import islice
from typing import Any

from dateline.archive.parcel import Out, Parcel, carried_out, packed, received
from dateline.archive.work import Done, Job
from dateline.errors import ExchangeError, MissingExtraError

_AHEAD = 3
"""Jobs for each thread of the cluster: one at work, others on their way."""
_ANSWERS = 10.0
_PATIENCE = 60.0
"""Seconds until a scheduler has to answer, and a cluster to have a worker."""


class Cluster:
    """A connection to the scheduler of a Dask cluster. A context manager.

    `shards` is a URL that workers put shards at, so that they do not come back through the scheduler. Raises
    `MissingExtraError`, and `ExchangeError` where no scheduler answers.
    """

    def __init__(self, address: str, *, shards: str = "", patience: float = _PATIENCE) -> None:
        try:
            self._dask: Any = import_module("distributed")  # none of it is typed
        except ImportError as missing:
            raise MissingExtraError(
                "a Dask cluster needs the package distributed, which is not installed.",
                where=address,
                remedy="pip install 'dateline[dask]'",
            ) from missing
        self._address, self._shards, self._patience = address, shards, patience
        self._put: dict[str, str] = {}
        self._deserted: float | None = None
        try:
            self._client = self._dask.Client(address, timeout=_ANSWERS, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as refused:
            raise ExchangeError(
                f"no scheduler answers: {str(refused) or type(refused).__name__}.",
                where=address,
                remedy="Give the address that dask scheduler prints, such as tcp://10.0.0.1:8786.",
                reached=False,
            ) from refused

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):  # a scheduler that is gone cannot be taken leave of
            self._client.close(timeout=_ANSWERS)

    @property
    def put(self) -> dict[str, str]:
        """The shards that workers have put at the URL, each with its SHA-256."""
        return dict(self._put)

    def run(self, task: Callable[[Job], Out], jobs: Iterable[Job], *, died: Callable[[Job], Out]) -> Iterator[Out]:
        """What `task` gives for every job, as each is done.

        The job of a worker that dies is done by another; one that several have died of is tried once more by itself,
        and then `died` says what there is instead. Raises `ExchangeError` where the cluster is lost.
        """
        waiting = iter(jobs)
        running: dict[Any, Parcel] = {}
        suspects: list[Job] = []
        while True:
            for job in islice(waiting, max(0, self._room() - len(running))):
                self._send(task, job, running)
            if not running:
                break
            for parcel, found in self._finished(running):
                if found is None:
                    suspects.append(parcel.job)
                else:
                    yield found
        for job in suspects:
            self._send(task, job, running)
            while running:
                for _, again in self._finished(running):
                    yield died(job) if again is None else again

    def _send(self, task: Callable[[Job], Out], job: Job, running: dict[Any, Parcel]) -> None:
        parcel = packed(job, shards=self._shards)
        running[self._client.submit(carried_out, task, parcel, pure=False)] = parcel

    def _finished(self, running: dict[Any, Parcel]) -> Iterator[tuple[Parcel, Any]]:
        """What the jobs gave that are done, taken out of those that run; null for one that took its workers with it.

        A worker may die between the end of a job and the moment when its result is fetched; another does it again.
        """
        for future in self._done(running):
            try:
                found = self._received(future, running[future])
            except TimeoutError:
                self._require_workers()
                continue
            yield running.pop(future), found

    def _received(self, future: Any, parcel: Parcel) -> Any:
        """What a job gave; null where it took its workers with it. Raises `TimeoutError` where nobody has it."""
        try:
            delivery = future.result(timeout=self._patience)
        except self._dask.KilledWorker:
            return None
        except (CancelledError, OSError) as lost:
            if isinstance(lost, TimeoutError) and future.status != "error":
                raise
            raise self._lost() from lost
        except ImportError as missing:
            raise MissingExtraError(
                f"a worker of the cluster cannot load the program: {missing}.",
                where=self._address,
                remedy="Install dateline in the same version on every machine.",
            ) from missing
        out = received(delivery, parcel)
        if self._shards and isinstance(out, Done) and out.record.shard:
            self._put[out.document] = out.record.shard
        return out

    def _done(self, running: dict[Any, Parcel]) -> list[Any]:
        """Those that are done, as soon as there is one."""
        while True:
            try:
                with self._client.as_current():
                    done = self._dask.wait(list(running), timeout=1.0, return_when="FIRST_COMPLETED").done
                return [future for future in running if future in done]
            except TimeoutError:
                self._require_workers()
            except (CancelledError, OSError) as lost:
                raise self._lost() from lost

    def _require_workers(self) -> None:
        """Raises `ExchangeError` where the cluster has had no worker for too long."""
        now = time.monotonic()
        if self._threads():
            self._deserted = None
        elif self._deserted is None:
            self._deserted = now
        elif now - self._deserted > self._patience:
            raise ExchangeError(
                f"the cluster has had no worker for {self._patience:g} seconds.",
                where=self._address,
                remedy="Start some (dask worker ADDRESS), and run the same command again: it goes on.",
                again=True,
            )

    def _room(self) -> int:
        return max(1, self._threads()) * _AHEAD

    def _threads(self) -> int:
        """How many the workers have together; the question has an end, which `Client.nthreads` has not."""
        try:
            found = self._client.sync(self._client.scheduler.ncores, callback_timeout=_ANSWERS)
        except (OSError, TimeoutError, CancelledError) as lost:
            raise self._lost() from lost
        return sum(found.values())

    def _lost(self) -> ExchangeError:
        return ExchangeError(
            "the cluster is lost.",
            where=self._address,
            remedy="Run the same command again: it goes on where this one was.",
            again=True,
        )
