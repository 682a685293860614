"""The site: pages and data from the server over plain files from Python's own, the first answer, and writing it all."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from dateline import pipeline
from dateline.web.static_site import write_site
from tests.bench.timing import Row, alternate
from tests.conftest import EXAMPLE
from tests.web.serving import running

REQUESTS = 300


def rows() -> Iterator[Row]:
    """Requests over one connection, a cold start, and a build."""
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "site"
        ours, theirs = alternate(
            lambda: write_site(EXAMPLE, folder), lambda: pipeline.export(EXAMPLE, "turtle"), rounds=3
        )
        yield Row(what="dateline site", against="dateline export --to turtle", ours=ours, theirs=theirs)
        ours, theirs = alternate(lambda: _first_answer_of_ours(), lambda: _first_answer_of_files(folder), rounds=3)
        yield Row(what="first answer of serve", against="python -m http.server", ours=ours, theirs=theirs, extra=True)
        with running(EXAMPLE, "--no-log") as server, _files(folder) as port:
            for path, file in (
                ("/e/baku.html", "/e/baku.html"),
                ("/e/baku", "/e/baku.html"),
            ):
                ours, theirs = alternate(
                    lambda path=path: _ask(server.port, path),  # type: ignore[misc]
                    lambda file=file: _ask(port, file),  # type: ignore[misc]
                    rounds=5,
                )
                yield Row(
                    what=f"{REQUESTS} × {path}", against="python -m http.server", ours=ours, theirs=theirs, limit=6
                )


def _ask(port: int, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(REQUESTS):
        connection.request("GET", path)
        connection.getresponse().read()
    connection.close()


def _first_answer_of_ours() -> None:
    with running(EXAMPLE, "--no-log") as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        connection.request("GET", "/")
        connection.getresponse().read()
        connection.close()


def _first_answer_of_files(folder: Path) -> None:
    with _files(folder) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/")
        connection.getresponse().read()
        connection.close()


class _files:  # noqa: N801 - a context manager that is used like a function
    """Python's own server over a folder; its port."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            self._port = int(taken.getsockname()[1])
        program = (
            "import http.server as h, sys; k = h.SimpleHTTPRequestHandler; k.protocol_version = 'HTTP/1.1'; "
            "k.log_message = lambda *a: None; k.wbufsize = 65536; "
            "h.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), k).serve_forever()"
        )
        self._process = subprocess.Popen([sys.executable, "-c", program, str(self._port)], cwd=folder)

    def __enter__(self) -> int:
        for _ in range(500):
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.01)
        return self._port

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()
