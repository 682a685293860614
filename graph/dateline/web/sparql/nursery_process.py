"""The nursery as the server sees it: started again when it ends by itself, told to make workers and to end them."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.errors import StoreError
from dateline.web.sparql.limits import Limits
from dateline.web.sparql.wire import FORK, KILL, PROCESS

_AGAIN, _AT_MOST = 0.5, 60.0
"""Seconds before one that ended by itself is started again, twice as many every time it fails, and at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Contents:
    """What a publication holds: triples, each counted once, and those of each named graph by its IRI."""

    triples: int
    graphs: Mapping[str, int]


class NurseryProcess:
    """The process that loads a publication and forks the workers over it.

    `ready` is called when it has loaded, `ended` with the process id of a worker that has ended and how, `lost` when
    the nursery itself has ended and all of its workers with it.
    """

    def __init__(
        self,
        source: Path,
        limits: Limits,
        *,
        ready: Callable[[], None],
        ended: Callable[[int, int], None],
        lost: Callable[[], None],
    ) -> None:
        self.contents = Contents(triples=0, graphs={})
        self._source = source
        self._limits = limits
        self._became_ready, self._worker_ended, self._was_lost = ready, ended, lost
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._said = b""
        self._failures = 0
        self._loaded: asyncio.Future[None] | None = None
        self._again: asyncio.TimerHandle | None = None

    async def open(self) -> None:
        """Returns once the publication is loaded. Raises `StoreError`."""
        self._loop = asyncio.get_running_loop()
        self._loaded = self._loop.create_future()
        self._start()
        await self._loaded

    def fork(self) -> socket.socket | None:
        """The channel of a new worker; null while there is no nursery."""
        if self._control is None:
            return None
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._control, [FORK], [theirs.fileno()])
            except OSError:
                ours.close()
                return None
        return ours

    def kill(self, pid: int) -> None:
        """Ends a worker, if it has not ended."""
        if self._control is not None:
            with suppress(OSError):
                self._control.send(KILL + PROCESS.pack(pid))

    async def close(self) -> None:
        """Ends it and its workers."""
        if self._again is not None:
            self._again.cancel()
        self._let_go()
        process, self._process = self._process, None
        if process is not None:
            await asyncio.to_thread(_wait_for, process)

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        paths = [path for path in sys.path if path]
        self._process = subprocess.Popen(  # noqa: S603 - our own module, by this interpreter
            [
                sys.executable, "-P", "-m", "dateline.web.sparql.nursery",
                str(theirs.fileno()), str(self._source), json.dumps(self._limits.as_json()),
            ],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            # Out of reach of the terminal's Ctrl-C, but no session of its own: within one, priorities are compared.
            process_group=0,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "RUST_BACKTRACE": "0"},
        )  # fmt: skip
        theirs.close()
        ours.setblocking(False)
        self._control, self._said = ours, b""
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
            self._lose()
            return
        *lines, self._said = (self._said + data).split(b"\n")
        for line in lines:
            self._heard(json.loads(line))

    def _heard(self, said: Mapping[str, Any]) -> None:
        if "ended" in said:
            self._worker_ended(said["ended"], said["status"])
        elif "ready" in said:
            self.contents = Contents(triples=said["ready"]["triples"], graphs=said["ready"]["graphs"])
            if self._loaded is not None and not self._loaded.done():
                self._loaded.set_result(None)
            self._failures = 0
            self._became_ready()
        elif self._loaded is not None and not self._loaded.done():
            error = said["error"]
            self._loaded.set_exception(StoreError(error["what"], where=error["where"], remedy=error["remedy"]))

    def _let_go(self) -> None:
        control, self._control = self._control, None
        if control is not None:
            self._loop.remove_reader(control)
            control.close()

    def _lose(self) -> None:
        self._let_go()
        process, self._process = self._process, None
        if process is not None:
            _wait_for(process)  # which has closed its end, and does nothing after that
        if self._loaded is not None and not self._loaded.done():
            self._loaded.set_exception(
                StoreError(
                    "the process that loads the publication has ended.",
                    where=str(self._source),
                    remedy="There may be too little memory.",
                )
            )
        else:
            self._again = self._loop.call_later(min(_AGAIN * 2**self._failures, _AT_MOST), self._start)
            self._failures += 1
        self._was_lost()


def _wait_for(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


NESTED = -signal.SIGSEGV
"""How a worker ends whose stack is full."""
