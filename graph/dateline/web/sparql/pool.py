"""The workers as the server sees them: who is free, who waits, who has become slow, who is to be ended.

A query has a worker to itself. While it is quick it holds one of the `workers`; then it becomes slow: it runs on with
the least priority in one of the `slow_workers`, and a new worker takes its place. Where all of those are taken it keeps
its place for as long as nobody needs it. So a slow query never delays a quick one by more than `Limits.quick`.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.errors import StoreError
from dateline.web.sparql.limits import Limits
from dateline.web.sparql.refusal import Refusal, later
from dateline.web.sparql.wire import FORK, KILL, PROCESS
from dateline.web.sparql.worker_process import Answer, Ended, WorkerProcess

_SPARE = 2
"""How many processes may be about to end beside those that are allowed."""
_START = 0.05
"""Seconds before a nursery that ended by itself is started again; doubled each time, up to a second."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Contents:
    """What a publication holds: triples, each counted once, and those of each named graph by its IRI."""

    triples: int
    graphs: Mapping[str, int]


class Pool:
    """The processes over one publication. Opened and closed once, within one event loop."""

    def __init__(self, source: Path, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.contents = Contents(triples=0, graphs={})
        self.endings: Counter[str] = Counter()
        self._workers: set[WorkerProcess] = set()
        self._idle: deque[WorkerProcess] = deque()
        self._overdue: deque[WorkerProcess] = deque()
        self._waiting: deque[asyncio.Future[WorkerProcess]] = deque()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._said = b""
        self._ready: asyncio.Future[None] | None = None
        self._closing = False
        self._running = 0
        self._rest: asyncio.Event | None = None

    async def open(self) -> None:
        """Loads the publication and makes the workers. Raises `StoreError`."""
        self._loop = asyncio.get_running_loop()
        self._rest = asyncio.Event()
        self._start()
        if self._ready is not None:
            await self._ready

    async def ask(self, request: bytes, *, abandoned: Callable[[], Awaitable[object]] | None = None) -> Answer:
        """The whole answer to a request. Raises `Refusal`.

        When the query has become slow, `abandoned` is awaited: it returns once nobody wants the answer any more.
        """
        self._running += 1
        try:
            return await self._ask(self._take() or await self._wait(), request, abandoned)
        finally:
            self._running -= 1
            if self._rest is not None and not self._running:
                self._rest.set()

    async def _ask(
        self, worker: WorkerProcess, request: bytes, abandoned: Callable[[], Awaitable[object]] | None
    ) -> Answer:
        watch: asyncio.Task[object] | None = None

        def slow() -> None:
            nonlocal watch
            if abandoned is not None:
                watch = self._loop.create_task(_awaited(abandoned))
                watch.add_done_callback(lambda task: None if task.cancelled() else self._end(worker, "abandoned"))
            self._become_slow(worker)

        timer = self._loop.call_later(self.limits.quick, slow)
        try:
            return await worker.ask(request)
        except Ended as ended:
            raise self._why(ended) from None
        finally:
            timer.cancel()
            if watch is not None:
                watch.cancel()
            self._done(worker)

    def guards(self) -> frozenset[str]:
        """By what the workers are kept off the network."""
        return frozenset(worker.guard for worker in self._workers if worker.guard)

    async def close(self) -> None:
        """Ends the processes; first the queries under way are waited for, which takes their deadline at most."""
        self._closing = True
        while self._running and self._rest is not None:
            self._rest.clear()
            await self._rest.wait()
        self._stop()

    def _take(self) -> WorkerProcess | None:
        while self._idle:
            worker = self._idle.popleft()
            if worker.is_alive:
                return worker
        return None

    async def _wait(self) -> WorkerProcess:
        limits = self.limits
        if self._closing or len(self._waiting) >= limits.waiting:
            self.endings["refused"] += 1
            raise later(503, "Too many queries wait already.", seconds=1, remedy="Ask again in a while.")
        waiting: asyncio.Future[WorkerProcess] = self._loop.create_future()
        self._waiting.append(waiting)
        self._make_room()
        try:
            return await asyncio.wait_for(waiting, limits.patience)
        except TimeoutError:
            self.endings["refused"] += 1
            raise later(503, "The endpoint is busy.", seconds=2, remedy="Ask again in a while.") from None
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled() and waiting.exception() is None:
                self._offer(waiting.result())
            raise
        finally:
            with suppress(ValueError):
                self._waiting.remove(waiting)

    def _make_room(self) -> None:
        """Where somebody waits, ends the oldest of the queries that have been in the way for too long."""
        while self._overdue and self._waiting:
            worker = self._overdue.popleft()
            if worker.is_alive and worker.is_busy:
                self._end(worker, "crowded")
                return

    def _become_slow(self, worker: WorkerProcess) -> None:
        if not worker.is_busy:
            return
        worker.demote()
        worker.deadline = self._loop.call_later(
            max(0.0, self.limits.seconds - self.limits.quick), self._end, worker, "deadline"
        )
        if sum(one.is_slow for one in self._workers) < self.limits.slow_workers:
            worker.is_slow = True
            self._fill()
        else:
            self._overdue.append(worker)
            self._make_room()

    def _promote(self) -> None:
        """Gives a slow place that has become free to the query that has been in the way for the longest time."""
        while self._overdue and sum(one.is_slow for one in self._workers) < self.limits.slow_workers:
            worker = self._overdue.popleft()
            worker.is_slow = worker.is_busy

    def _done(self, worker: WorkerProcess) -> None:
        """A worker has answered, or has been ended."""
        if worker.deadline is not None:
            worker.deadline.cancel()
            worker.deadline = None
        if worker.is_alive and not worker.is_busy and not worker.is_demoted:
            self._offer(worker)
        else:
            # What was given the least priority cannot be given another, and a new worker costs little.
            worker.close()
            self._kill(worker)
            self._fill()

    def _offer(self, worker: WorkerProcess) -> None:
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(worker)
                return
        self._idle.append(worker)

    def _end(self, worker: WorkerProcess, why: str) -> None:
        if worker.is_busy:
            self.endings[why] += 1
            worker.end(why)
            self._kill(worker)

    def _kill(self, worker: WorkerProcess) -> None:
        if worker.pid is not None and self._control is not None and worker in self._workers:
            with suppress(OSError):
                self._control.send(KILL + PROCESS.pack(worker.pid))

    def _why(self, ended: Ended) -> Refusal:
        limits = self.limits
        if ended.why == "deadline":
            return later(
                503,
                f"The query took longer than {limits.seconds:g} seconds and was ended.",
                seconds=int(limits.seconds),
                remedy="Ask for less: name what you look for, leave out cross products, add LIMIT.",
            )
        if ended.why == "crowded":
            return later(
                503,
                f"As many queries as are allowed run for longer than {limits.quick:g} seconds; this one was ended.",
                seconds=max(1, int(limits.seconds / 2)),
                remedy="Ask again in a while.",
            )
        if ended.why == "nested":
            self.endings["broken"] += 1
            return Refusal(400, "The query is nested too deeply.", remedy="Write it with fewer brackets.")
        if ended.why == "abandoned":
            return Refusal(503, "Nobody waits for the answer.")
        self.endings["broken"] += 1
        return later(
            503,
            f"The query was ended: it needs more than the {limits.memory // 2**20:,} MB that one query may take.",
            seconds=int(limits.seconds),
            remedy="Ask for less, in a simpler way.",
        )

    # The nursery.

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        paths = [path for path in sys.path if path]
        self._ready = self._loop.create_future()
        self._process = subprocess.Popen(  # noqa: S603 - our own module, by this interpreter
            [
                sys.executable, "-P", "-m", "dateline.web.sparql.nursery",
                str(theirs.fileno()), str(self.source), json.dumps(self.limits.as_json()),
            ],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            # Not a session of its own: priorities are compared within one.
            process_group=0,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "RUST_BACKTRACE": "0"},
        )  # fmt: skip
        theirs.close()
        ours.setblocking(False)
        self._control = ours
        self._loop.add_reader(ours, self._hear)

    def _hear(self) -> None:
        if self._control is None:
            return
        try:
            data = self._control.recv(2**18)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._lost()
            return
        *lines, self._said = (self._said + data).split(b"\n")
        for line in lines:
            self._heard(json.loads(line))

    def _heard(self, said: Mapping[str, Any]) -> None:
        if "ready" in said:
            self.contents = Contents(triples=said["ready"]["triples"], graphs=said["ready"]["graphs"])
            self._fill()
            if self._ready is not None and not self._ready.done():
                self._ready.set_result(None)
        elif "error" in said:
            error = said["error"]
            if self._ready is not None and not self._ready.done():
                self._ready.set_exception(StoreError(error["what"], where=error["where"], remedy=error["remedy"]))
        else:
            for worker in [one for one in self._workers if one.pid == said["ended"]]:
                self._workers.discard(worker)
                worker.lost("nested" if said["status"] == -signal.SIGSEGV else "broken")
            self._promote()
            self._fill()

    def _lost(self) -> None:
        """The nursery has ended by itself; its workers end with it."""
        self._stop()
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(
                StoreError("the process that loads the publication has ended.", where=str(self.source))
            )
        elif not self._closing:
            self.endings["nursery"] += 1
            self._loop.call_later(_START, self._start)

    def _fill(self) -> None:
        """Makes as many workers as are missing."""
        if self._control is None or (self._closing and not self._running):
            return
        limits = self.limits
        while (
            sum(one.is_alive and not one.is_slow for one in self._workers) < limits.workers
            and len(self._workers) < limits.workers + limits.slow_workers + _SPARE
        ):
            ours, theirs = socket.socketpair()
            with theirs:
                try:
                    socket.send_fds(self._control, [FORK], [theirs.fileno()])
                except OSError:
                    ours.close()
                    return
            worker = WorkerProcess(ours, self._loop, ready=self._offer)
            self._workers.add(worker)

    def _stop(self) -> None:
        control, self._control = self._control, None
        if control is not None:
            self._loop.remove_reader(control)
            control.close()
        for worker in self._workers:
            worker.close()
            worker.lost()
        self._workers.clear()
        self._idle.clear()
        process, self._process = self._process, None
        if process is not None:
            try:
                process.wait(timeout=2)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


async def _awaited(what: Callable[[], Awaitable[object]]) -> object:
    return await what()
