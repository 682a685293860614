"""Work on many documents in several processes: few at a time in memory, and a worker that dies takes none with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import active_children, get_context, parent_process
from threading import Thread
from typing import TypeVar

In = TypeVar("In")
Out = TypeVar("Out")
_AHEAD = 3
"""How many jobs a worker has waiting: enough that none is idle, few enough that memory does not grow with the work."""


def in_processes(
    work: Callable[[In], Out], jobs: Iterable[In], *, workers: int, died: Callable[[In], Out]
) -> Iterator[Out]:
    """What `work` gives for every job, as each is done. With one worker everything happens in this process.

    A worker that dies (killed, out of memory) is replaced, and the jobs that were under way are tried again one by one;
    for one that kills its worker again, `died` says what there is instead. `work` has to be a function of a module.
    """
    if workers == 1:
        yield from map(work, jobs)
        return
    waiting = iter(jobs)
    suspects: list[In] = []
    while True:
        others = {*active_children()}
        pool = _pool(workers)
        running: dict[Future[Out], In] = {}
        try:
            yield from _until_broken(pool, work, waiting, running, workers)
            return
        except BrokenProcessPool:
            suspects.extend(running.values())
        finally:
            # One that is killed while the pool ends may hold the lock of its queue: the others would wait for ever.
            for worker in {*active_children()} - others:
                worker.kill()
            pool.shutdown(wait=True, cancel_futures=True)
        for job in suspects:
            yield _alone(work, job, died)
        suspects.clear()


def _until_broken(
    pool: ProcessPoolExecutor,
    work: Callable[[In], Out],
    waiting: Iterator[In],
    running: dict[Future[Out], In],
    workers: int,
) -> Iterator[Out]:
    while True:
        for job in islice(waiting, workers * _AHEAD - len(running)):
            running[_submitted(pool, work, job, running)] = job
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            found = future.result()
            del running[future]
            yield found


def _submitted(
    pool: ProcessPoolExecutor, work: Callable[[In], Out], job: In, running: dict[Future[Out], In]
) -> Future[Out]:
    """The job under way; where the pool is broken already, the job is kept among those that run."""
    try:
        return pool.submit(work, job)
    except BrokenProcessPool:
        running[Future()] = job
        raise


def _alone(work: Callable[[In], Out], job: In, died: Callable[[In], Out]) -> Out:
    with _pool(1) as pool:
        try:
            return pool.submit(work, job).result()
        except BrokenProcessPool:
            return died(job)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Ends a worker whose parent is killed: it would wait for work for ever."""
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
