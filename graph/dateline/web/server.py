"""The server as a process: its socket, its workers, its patience with clients, its signals."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.supervisors import Multiprocess

from dateline.errors import ServerError
from dateline.web import sparql
from dateline.web.app import App, Limits
from dateline.web.current import Current
from dateline.web.elsewhere import opened
from dateline.web.exchange import SlowClientError
from dateline.web.metrics import Metrics
from dateline.web.sparql.federation import Services

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from dateline.store.engines import Place

_LARGEST_HEAD = 64 * 1024
_MOST_CONNECTIONS = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """What is served, and how.

    `at` is the URL where the site is reached; `proxies` are the addresses of those whose `X-Forwarded-For` is believed;
    `patience` is in how many seconds a client has to send the head of a request, once it is connected or was answered;
    `stop` how many seconds a request may still take when the server is told to end; `queries` are the limits
    of a query, and `others` the endpoints that one may ask with `SERVICE`; `place` is the engine that holds what is
    served, if that is not what the folder has published.
    """

    path: Path
    host: str = "127.0.0.1"
    port: int = 8080
    at: str | None = None
    workers: int = 1
    proxies: tuple[str, ...] = ()
    log: bool = True
    patience: int = 10
    stop: int = 20
    limits: Limits = field(default_factory=Limits)
    queries: sparql.Limits = field(default_factory=sparql.Limits)
    others: Services = field(default_factory=Services)
    place: Place | None = None


def serve(service: Service, *, ready: Callable[[str], None] = lambda _: None) -> None:
    """Serves until a signal ends it. `ready` is told the address once the socket listens.

    Raises `ServerError` if the address cannot be had, and what opening the publication raises, before anything is
    served. SIGHUP takes up what is published now; so does publishing, by itself.
    """
    listening = _listen(service)
    _log_to_stderr()
    try:
        if service.workers > 1:
            _serve_together(service, listening, ready)
        else:
            _serve_alone(service, listening, ready)
    finally:
        listening.close()


def _serve_alone(service: Service, listening: socket.socket, ready: Callable[[str], None]) -> None:
    app = _application(service, Metrics())
    server = uvicorn.Server(_config(service, _Hearing(app, ready=lambda: ready(_address(listening)))))
    try:
        server.run([listening])
    except SystemExit:
        if app.refused is None:
            raise
        raise app.refused from None


def _serve_together(service: Service, listening: socket.socket, ready: Callable[[str], None]) -> None:
    opened(service.path, service.place, at=service.at)  # what is wrong is said here, once, and not by every worker
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        workers = Multiprocess(_config(service, Worker(service=service, numbers=Path(folder) / "metrics")), [listening])
        ready(_address(listening))
        workers.run()
        if any(one.exitcode == STARTUP_FAILURE for one in workers.processes):
            raise ServerError("a worker did not start.", remedy="It says above why.")


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Worker:
    """Makes the application in the process that runs it; `numbers` is the file of the metrics that all share."""

    service: Service
    numbers: Path | None = None

    def __call__(self) -> ASGIApp:
        _log_to_stderr()
        return _Hearing(_application(self.service, Metrics(self.numbers)))


def _application(service: Service, metrics: Metrics) -> App:
    return App(
        Current(
            service.path,
            at=service.at,
            metrics=metrics,
            limits=service.queries,
            others=service.others,
            place=service.place,
        ),
        metrics,
        limits=service.limits,
        log=_to_stderr if service.log else None,
    )


class _Hearing:
    """The application, which takes up a new publication when SIGHUP is heard, and says when it is ready."""

    def __init__(self, app: App, ready: Callable[[], None] = lambda: None) -> None:
        self._app = app
        self._ready = ready

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return

        async def tell(message: MutableMapping[str, Any]) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                self._ready()

        if hasattr(signal, "SIGHUP"):
            with suppress(RuntimeError, ValueError):  # only the main thread hears signals
                asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._app.current.reload)
        await self._app(scope, receive, tell)


class Protocol(H11Protocol):
    """HTTP/1.1 that ends a connection whose client does not send the head of a request in time."""

    _waiting: asyncio.TimerHandle | None = None
    _has_begun = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._unwait()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._has_begun = True
        super().data_received(data)

    def handle_events(self) -> None:
        before = self.cycle
        super().handle_events()
        if self.cycle is not before:
            self._unwait()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.transport.is_closing() and (self.cycle is None or self.cycle.response_complete):
            self._wait()

    def _wait(self) -> None:
        self._unwait()
        self._has_begun = False
        self._waiting = self.loop.call_later(self.config.timeout_keep_alive, self._too_slow)

    def _unwait(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _too_slow(self) -> None:
        if self.transport.is_closing():
            return
        if self._has_begun:
            self.transport.write(b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        self.transport.close()


def _config(service: Service, app: ASGIApp | Worker) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=isinstance(app, Worker),
        http=Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(service.proxies),
        forwarded_allow_ips=list(service.proxies) or None,
        workers=service.workers,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=service.patience,
        timeout_graceful_shutdown=service.stop,
        h11_max_incomplete_event_size=_LARGEST_HEAD,
    )


def _listen(service: Service) -> socket.socket:
    """A socket that listens. Raises `ServerError`."""
    where = f"{service.host}:{service.port}"
    try:
        found = socket.getaddrinfo(
            service.host, service.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE | socket.AI_NUMERICSERV
        )
    except (socket.gaierror, UnicodeError) as unknown:
        raise ServerError(
            "there is no such host.", where=where, remedy="Give an address of this machine with --host."
        ) from unknown
    family, kind, protocol, _, address = found[0]
    # With its protocol named, asyncio sends small answers at once (TCP_NODELAY); without, each waits 40 ms.
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(2048)
    except OSError as refused:
        listening.close()
        what = _REFUSED.get(refused.errno or 0, f"the system refuses: {refused.strerror}.")
        raise ServerError(what, where=where, remedy=_REMEDY) from refused
    listening.setblocking(False)
    listening.set_inheritable(True)
    return listening


_REFUSED = {
    errno.EADDRINUSE: "another program listens at this address.",
    errno.EACCES: "you may not listen at this port.",
    errno.EADDRNOTAVAIL: "this machine does not have this address.",
}
_REMEDY = "Choose another one with --port or --host; --port 0 takes any that is free."


def _log_to_stderr() -> None:
    """Sends what the server has to say to stderr, each on a line of its own."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("dateline: %(message)s"))
    handler.addFilter(_is_news)
    for name, level in (("dateline.web", logging.INFO), ("uvicorn.error", logging.WARNING)):
        log = logging.getLogger(name)
        log.handlers[:] = [handler]
        log.propagate = False
        log.setLevel(level)


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a line is neither said by us already nor what any client can bring about at any time."""
    kind = record.exc_info[0] if record.exc_info else None
    if kind is not None and issubclass(kind, SlowClientError):
        return False
    return not record.getMessage().startswith(("Application startup failed", "Invalid HTTP request received"))


def _to_stderr(line: str) -> None:
    """Writes a line in one piece, so that those of several workers do not run into each other."""
    with suppress(OSError):
        os.write(2, line.encode("ascii") + b"\n")
