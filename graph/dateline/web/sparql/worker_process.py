"""One worker as the server sees it: a channel, the query that it answers at the moment, whether it still lives."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from dateline.web.sparql.formats import Shape
from dateline.web.sparql.refusal import Refusal
from dateline.web.sparql.wire import LENGTHS

_PIECE = 2**18
_ALL_OF_IT = 2
"""Beside a process id, the clock of the time that its threads ran (`CPUCLOCK_SCHED`)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A whole answer: its shape, validator and size, and its bytes or the open file that holds them."""

    shape: Shape
    etag: str
    size: int
    body: bytes
    file: int | None = None

    def close(self) -> None:
        """Lets go of the file."""
        if self.file is not None:
            with suppress(OSError):
                os.close(self.file)


class Ended(Exception):  # noqa: N818 - it says what happened to the worker
    """That a worker was ended before it answered, and why."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class WorkerProcess:
    """A worker: it `is_busy` with one query at most, and once it is not alive it never is again."""

    def __init__(
        self, channel: socket.socket, loop: asyncio.AbstractEventLoop, *, ready: Callable[[WorkerProcess], None]
    ) -> None:
        self.pid: int | None = None
        self.guard = ""
        self.is_alive = True
        self.is_slow = False
        self.is_demoted = False
        self.client = ""
        self.timer: asyncio.TimerHandle | None = None
        self._used = 0.0
        self._channel = channel
        self._loop = loop
        self._became_ready = ready
        self._answer: asyncio.Future[Answer] | None = None
        self._data = bytearray()
        self._files: list[int] = []
        channel.setblocking(False)
        loop.add_reader(channel, self._hear)

    @property
    def is_busy(self) -> bool:
        """Whether a query is under way."""
        return self._answer is not None

    async def ask(self, request: bytes) -> Answer:
        """The answer to a request. Raises `Refusal`, or `Ended` where the worker ends before."""
        if not self.is_alive:
            raise Ended("broken")
        answer = self._answer = self._loop.create_future()
        self._used = self._clock()
        try:
            try:
                sent = self._channel.send(request)
                if sent < len(request):
                    await self._loop.sock_sendall(self._channel, request[sent:])
            except BlockingIOError:
                await self._loop.sock_sendall(self._channel, request)
            except OSError:
                self.close()
            found: Answer = await answer
            return found
        except asyncio.CancelledError:
            self.close()  # nobody wants the answer
            raise
        finally:
            if self._answer is answer:
                self._answer = None

    def end(self, why: str) -> None:
        """Gives up the query that is under way; the process is for the nursery to end."""
        answer, self._answer = self._answer, None
        self.close()
        if answer is not None and not answer.done():
            answer.set_exception(Ended(why))

    def close(self) -> None:
        """Lets go of the channel; a worker that waits for a query ends by that."""
        if self.is_alive:
            self.is_alive = False
            self._loop.remove_reader(self._channel)
            self._channel.close()
            for file in self._files:
                os.close(file)
            self._files.clear()

    def used(self) -> float:
        """Seconds of a processor that the query has used, where the system tells; else that it has taken."""
        return self._clock() - self._used

    def _clock(self) -> float:
        if sys.platform == "linux" and self.pid is not None:
            with suppress(OSError):
                return time.clock_gettime(~self.pid << 3 | _ALL_OF_IT)
        return time.monotonic()

    def demote(self, nice: int) -> None:
        """Lets others go first. There is no way back without privileges."""
        self.is_demoted = True
        if self.pid is None:
            return
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, nice)

    def _hear(self) -> None:
        try:
            data, files, _, _ = socket.recv_fds(self._channel, _PIECE, 1, getattr(socket, "MSG_CMSG_CLOEXEC", 0))
        except BlockingIOError:
            return
        except OSError:
            data, files = b"", []
        self._files += files
        if not data:
            self.close()  # the nursery says how it ended
            return
        self._data += data
        while self.is_alive and (found := self._message()) is not None:
            self._heard(*found)

    def _message(self) -> tuple[dict[str, Any], bytes] | None:
        if len(self._data) < LENGTHS.size:
            return None
        head, body = LENGTHS.unpack_from(self._data)
        end = LENGTHS.size + head + body
        if len(self._data) < end:
            return None
        said = json.loads(self._data[LENGTHS.size : LENGTHS.size + head])
        rest = bytes(self._data[LENGTHS.size + head : end])
        del self._data[:end]
        return said, rest

    def _heard(self, head: dict[str, Any], body: bytes) -> None:
        if "pid" in head:
            self.pid, self.guard = head["pid"], head["guard"]
            self._became_ready(self)
            return
        answer, self._answer = self._answer, None
        file = self._files.pop() if self._files else None
        if answer is None or answer.done():
            if file is not None:
                os.close(file)
        elif head["status"] == 200:
            answer.set_result(Answer(shape=head["shape"], etag=head["etag"], size=head["size"], body=body, file=file))
        else:
            answer.set_exception(Refusal(head["status"], head["what"], remedy=head["remedy"]))
