"""Who of the workers answers which query: who is free, who waits, who has become slow, who is to be ended.

A query has a worker to itself. While it is quick it holds one of the `workers`. One that has used up `Limits.quick`
seconds of a processor is slow: it runs on with little priority in one of the `slow_workers`, and a new worker takes
its place; where all of those are taken it stays where it is for as long as nobody needs that. Whoever has sent a slow
query, and whoever sends the same one, goes to the slow workers at once for a while. So a slow query takes next to
nothing from the quick ones, and no client takes all of the slow workers.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from dateline.web.sparql.limits import Limits
from dateline.web.sparql.nursery_process import NESTED, Contents, NurseryProcess
from dateline.web.sparql.refusal import Refusal, later
from dateline.web.sparql.worker_process import Answer, Ended, WorkerProcess

_SPARE = 4
"""How many processes may be about to end beside those that are allowed."""
_MOST_SUSPECTS = 10_000
_SUSPICION = 20.0
"""Seconds after its deadline in which a slow query, and who sent it, are remembered as such."""
_AT_ONCE = 0.1
"""The part of `Limits.quick` after which what is suspected to be slow gets little priority."""
_AGAIN = 0.5
"""Seconds."""
_LITTLE, _LEAST = 10, 19
"""How nice to others what has become slow has to be: it gets a tenth of a processor that a quick query wants too, since
less would starve it on a busy machine; what was known to be slow gets hardly anything then.
"""
_NEARLY = 0.8
"""A query that has a processor to itself is looked at before it has used all of that time."""


class Pool:
    """The workers over one publication. Opened and closed once, within one event loop."""

    def __init__(self, source: Path, limits: Limits) -> None:
        self.limits = limits
        self.endings: Counter[str] = Counter()
        self._nursery = NurseryProcess(source, limits, ready=self._fill, ended=self._ended, lost=self._lost)
        self._workers: set[WorkerProcess] = set()
        self._idle: deque[WorkerProcess] = deque()
        self._overdue: deque[WorkerProcess] = deque()
        self._waiting: deque[asyncio.Future[WorkerProcess]] = deque()
        self._waiting_slow: deque[tuple[str, asyncio.Future[None]]] = deque()
        self._suspects: OrderedDict[str | bytes, float] = OrderedDict()
        self._asked = 0
        self._closing = False

    @property
    def contents(self) -> Contents:
        """What the publication holds."""
        return self._nursery.contents

    def guards(self) -> frozenset[str]:
        """By what the workers are kept off the network."""
        return frozenset(worker.guard for worker in self._workers if worker.guard)

    async def open(self) -> None:
        """Loads the publication and makes the workers. Raises `StoreError`."""
        self._loop = asyncio.get_running_loop()
        self._at_rest = asyncio.Event()
        await self._nursery.open()

    async def close(self) -> None:
        """Ends the processes, when the queries that wait or are under way are answered."""
        self._closing = True
        if self._asked:
            self._at_rest.clear()
            await self._at_rest.wait()
        self._forget()
        await self._nursery.close()

    async def ask(
        self, request: bytes, *, client: str = "", abandoned: Callable[[], Awaitable[object]] | None = None
    ) -> Answer:
        """The whole answer to a request. Raises `Refusal`.

        When the query has become slow, `abandoned` is awaited: it returns once nobody wants the answer any more.
        """
        self._asked += 1
        try:
            return await self._ask(request, client, abandoned)
        finally:
            self._asked -= 1
            if self._closing and not self._asked:
                self._at_rest.set()

    async def _ask(self, request: bytes, client: str, abandoned: Callable[[], Awaitable[object]] | None) -> Answer:
        name = sha256(request).digest()
        suspected = self._is_suspect(client) or self._is_suspect(name)
        if suspected and not self._has_slow_room(client):
            await self._wait_for_slow_room(client)
        worker = self._take() or await self._wait()
        worker.client, worker.is_slow = client, suspected
        if suspected:
            self._fill()
        watching: list[asyncio.Task[None]] = []
        quick = self.limits.quick
        first = quick * _AT_ONCE if suspected else quick
        deadline = self._loop.time() + self.limits.seconds

        def look() -> None:
            if not worker.is_busy:
                return
            now, used = self._loop.time(), worker.used()
            if now >= deadline:
                self._end(worker, "deadline")
                return
            if used >= first * _NEARLY and not worker.is_demoted:
                worker.demote(_LEAST if suspected else _LITTLE)
                self._become_slow(worker)
                if abandoned is not None:
                    watching.append(self._loop.create_task(self._watch(worker, abandoned)))
            if used >= quick * _NEARLY:
                self._suspect(client, name)
                worker.timer = self._loop.call_at(deadline, look)
            else:
                worker.timer = self._loop.call_at(min(deadline, now + quick), look)

        worker.timer = self._loop.call_later(min(first, self.limits.seconds), look)
        try:
            return await worker.ask(request)
        except Ended as ended:
            if ended.why in ("broken", "nested"):
                self._suspect(client, name)
            raise self._why(ended) from None
        finally:
            for watch in watching:
                watch.cancel()
            self._done(worker)

    async def _watch(self, worker: WorkerProcess, abandoned: Callable[[], Awaitable[object]]) -> None:
        """Ends a query once nobody wants its answer."""
        await abandoned()
        self._end(worker, "abandoned")

    # Who is free, and who waits.

    def _take(self) -> WorkerProcess | None:
        while self._idle:
            worker = self._idle.popleft()
            if worker.is_alive:
                return worker
        return None

    async def _wait(self) -> WorkerProcess:
        self._require_room()
        waiting: asyncio.Future[WorkerProcess] = self._loop.create_future()
        self._waiting.append(waiting)
        self._make_room()
        self._fill()
        try:
            return await asyncio.wait_for(waiting, self.limits.patience)
        except TimeoutError:
            raise self._busy() from None
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled() and waiting.exception() is None:
                self._offer(waiting.result())
            raise
        finally:
            with suppress(ValueError):
                self._waiting.remove(waiting)

    async def _wait_for_slow_room(self, client: str) -> None:
        self._require_room()
        waiting: asyncio.Future[None] = self._loop.create_future()
        self._waiting_slow.append((client, waiting))
        try:
            await asyncio.wait_for(waiting, self.limits.patience)
        except TimeoutError:
            raise self._busy() from None
        finally:
            with suppress(ValueError):
                self._waiting_slow.remove((client, waiting))

    def _require_room(self) -> None:
        if len(self._waiting) + len(self._waiting_slow) >= self.limits.waiting:
            raise self._busy()

    def _busy(self) -> Refusal:
        self.endings["busy"] += 1
        return later(503, "The endpoint is busy.", seconds=2, remedy="Ask again in a while.")

    def _offer(self, worker: WorkerProcess) -> None:
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(worker)
                return
        self._idle.append(worker)

    def _quick(self) -> int:
        """How many workers are there for quick queries, also those that are about to be."""
        return sum(one.is_alive and not one.is_slow for one in self._workers)

    def _fill(self) -> None:
        """Makes as many workers as are missing."""
        limits = self.limits
        # One that ended before it said who it is, is known to nobody.
        self._workers = {one for one in self._workers if one.is_alive or one.pid is not None}
        missing = limits.workers - self._quick()
        allowed = limits.workers + limits.slow_workers + _SPARE - len(self._workers)
        for _ in range(min(missing, allowed)):
            channel = self._nursery.fork()
            if channel is None:
                return
            self._workers.add(WorkerProcess(channel, self._loop, ready=self._offer))

    # What has become slow.

    def _suspect(self, *names: str | bytes) -> None:
        until = self._loop.time() + self.limits.seconds + _SUSPICION
        for name in names:
            self._suspects.pop(name, None)
            self._suspects[name] = until
        while len(self._suspects) > _MOST_SUSPECTS:
            self._suspects.popitem(last=False)

    def _is_suspect(self, name: str | bytes) -> bool:
        return self._suspects.get(name, 0) > self._loop.time()

    def _has_slow_room(self, client: str) -> bool:
        slow = [worker for worker in self._workers if worker.is_slow]
        most = self.limits.slow_workers
        return len(slow) < most and sum(one.client == client for one in slow) < max(1, most - 1)

    def _become_slow(self, worker: WorkerProcess) -> None:
        if worker.is_slow:
            return
        if self._has_slow_room(worker.client):
            worker.is_slow = True
            self._fill()
        else:
            self._overdue.append(worker)
            self._make_room()

    def _make_room(self) -> None:
        """Where somebody waits, ends the oldest of the queries that have been in the way for too long."""
        while self._overdue and self._waiting:
            worker = self._overdue.popleft()
            if worker.is_busy and not worker.is_slow:
                self._end(worker, "crowded")
                return

    def _slow_room(self) -> None:
        """Gives the slow places that have become free to those in the way, and then to those that wait for one."""
        for worker in [one for one in self._overdue if one.is_busy]:
            if self._has_slow_room(worker.client):
                worker.is_slow = True
                self._overdue.remove(worker)
        free = self.limits.slow_workers - sum(one.is_slow for one in self._workers)
        for client, waiting in list(self._waiting_slow):
            if free > 0 and not waiting.done() and self._has_slow_room(client):
                waiting.set_result(None)
                free -= 1

    # What has ended.

    def _done(self, worker: WorkerProcess) -> None:
        """A worker has answered, or has been ended."""
        if worker.timer is not None:
            worker.timer.cancel()
        was_slow, worker.is_slow = worker.is_slow, worker.is_slow and worker.is_demoted
        if worker.is_alive and not worker.is_demoted:
            if was_slow and not self._waiting and self._quick() > self.limits.workers:
                worker.close()  # its place was refilled; a worker whose channel is closed ends
            else:
                self._offer(worker)
            self._slow_room()
        else:
            # What was given little priority cannot be given another, and a new worker costs little.
            worker.close()
            if worker.pid is not None and worker in self._workers:
                self._nursery.kill(worker.pid)
            self._fill()

    def _end(self, worker: WorkerProcess, why: str) -> None:
        if worker.is_busy:
            self.endings[why] += 1
            worker.end(why)

    def _ended(self, pid: int, status: int) -> None:
        found = [one for one in self._workers if one.pid == pid]
        for worker in found:
            self._workers.discard(worker)
            worker.end("nested" if status == NESTED else "broken")
        self._slow_room()
        if found:
            self._fill()
        else:
            self._loop.call_later(_AGAIN, self._fill)  # it could not even start, and the next may not either

    def _lost(self) -> None:
        self.endings["nursery"] += 1
        self._forget()

    def _forget(self) -> None:
        for worker in self._workers:
            worker.end("broken")
        self._workers.clear()
        self._idle.clear()
        self._overdue.clear()

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
                seconds=int(limits.seconds / 2),
                remedy="Ask again in a while.",
            )
        if ended.why == "abandoned":
            return Refusal(503, "Nobody waits for the answer.")
        self.endings["broken"] += 1
        if ended.why == "nested":
            return Refusal(400, "The query is nested too deeply.", remedy="Write it with fewer brackets.")
        return later(
            503,
            f"The query was ended: it needs more than the {limits.memory // 2**20:,} MB that one query may take.",
            seconds=int(limits.seconds),
            remedy="Ask for less, in a simpler way.",
        )
