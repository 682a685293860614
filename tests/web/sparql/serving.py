"""The endpoint behind a real server on this machine, and the least of clients."""

from __future__ import annotations

import asyncio
import http.client
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from urllib.parse import urlencode, urlsplit

import uvicorn

from dateline.web.sparql.app import SparqlApp, sparql_app
from dateline.web.sparql.federation import Services
from dateline.web.sparql.limits import Limits

ROOMY = Limits(rate=0, per_client=1000, seconds=5)
"""Limits that no ordinary test meets."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What came back; headers by their names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Serving:
    """A running server, its application and its event loop."""

    url: str
    app: SparqlApp
    loop: asyncio.AbstractEventLoop

    def send(
        self,
        method: str = "GET",
        parameters: Mapping[str, str] | list[tuple[str, str]] | str = "",
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        timeout: float = 30,
        client: str = "127.0.0.1",
    ) -> Reply:
        """One request, with its parameters in the address; `client` is the address that it comes from."""
        parts = urlsplit(self.url)
        query = parameters if isinstance(parameters, str) else urlencode(parameters)
        connection = http.client.HTTPConnection(
            parts.hostname or "", parts.port, timeout=timeout, source_address=(client, 0)
        )
        try:
            target = parts.path + ("?" + query if query else "")
            connection.request(method, target, body=body or None, headers=dict(headers or {}))
            answer = connection.getresponse()
            return Reply(
                status=answer.status,
                headers={name.lower(): value for name, value in answer.getheaders()},
                body=answer.read(),
            )
        finally:
            connection.close()

    def ask(self, query: str, *, accept: str = "*/*", client: str = "127.0.0.1", **parameters: str) -> Reply:
        """A query by GET."""
        return self.send(parameters={"query": query, **parameters}, headers={"Accept": accept}, client=client)


@contextmanager
def serving(
    source: Path, limits: Limits = ROOMY, *, query_page: str | None = None, services: Services | None = None
) -> Iterator[Serving]:
    """The endpoint over a source, on a free port of this machine; every process has ended on leaving."""
    app = sparql_app(
        source, limits=limits, endpoint="http://example.org/sparql", query_page=query_page, services=services
    )
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="on", access_log=False)
    server = uvicorn.Server(config)
    started = threading.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def run() -> None:
        loops.append(asyncio.get_running_loop())
        watching = asyncio.ensure_future(_when_started(server, started))
        try:
            await server.serve()
        finally:
            watching.cancel()
            started.set()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    try:
        if not started.wait(30) or not server.started:
            raise RuntimeError("the server did not start")
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Serving(url=f"http://127.0.0.1:{port}/sparql", app=app, loop=loops[0])
    finally:
        server.should_exit = True
        thread.join(30)


async def _when_started(server: uvicorn.Server, started: threading.Event) -> None:
    while not server.started:
        await asyncio.sleep(0.01)
    started.set()


def processes(of: int | None = None) -> dict[int, str]:
    """The endpoint's processes below a process (this one) and their states; `Z` is a zombie."""
    found: dict[int, str] = {}
    todo = [of or os.getpid()]
    while todo:
        for task in Path(f"/proc/{todo.pop()}/task").glob("*/children"):
            try:
                children = [int(child) for child in task.read_text().split()]
            except OSError:
                continue
            for child in children:
                try:
                    line = Path(f"/proc/{child}/cmdline").read_bytes()
                    state = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0]
                except OSError:
                    continue
                if b"dateline.web.sparql" in line or state == "Z":
                    found[child] = state
                    todo.append(child)
    return found


def until(holds: Callable[[], object], seconds: float = 5) -> bool:
    """Whether it holds before so many seconds are over."""
    deadline = monotonic() + seconds
    while not (found := holds()) and monotonic() < deadline:
        threading.Event().wait(0.02)
    return bool(found)
