"""A server on this machine that answers as it is told and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TypeAlias


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One request: method, path with its query, headers in lower case, body."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """One answer; with `announce` the header promises that many bytes, with `hold` the body never ends."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    announce: int | None = None
    hold: bool = False


Answering: TypeAlias = Callable[[Asked], Reply]

RESULTS = "application/sparql-results+json"


def table(body: bytes = b'{"head":{"vars":["x"]},"results":{"bindings":[]}}', **headers: str) -> Reply:
    """An answer in SPARQL results JSON."""
    return Reply(headers={"Content-Type": RESULTS} | headers, body=body)


@dataclass(frozen=True, kw_only=True, slots=True)
class Listener:
    """Where it listens, and what it was asked so far."""

    url: str
    asked: list[Asked]


@contextmanager
def listening(answer: Answering | Reply) -> Iterator[Listener]:
    """A listener on a free port of 127.0.0.1, gone on leaving."""
    asked: list[Asked] = []
    over = Event()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            request = Asked(
                method=self.command,
                path=self.path,
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(length),
            )
            asked.append(request)
            reply = answer(request) if callable(answer) else answer
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if not reply.hold:
                self.send_header("Content-Length", str(len(reply.body) if reply.announce is None else reply.announce))
            self.end_headers()
            self.wfile.write(reply.body)
            self.wfile.flush()
            if reply.hold:
                over.wait(30)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _answer  # noqa: N815 - the names that http.server looks for

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Listener(url=f"http://127.0.0.1:{server.server_address[1]}/sparql", asked=asked)
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
