"""Clients that ask a server over kept connections, and how long each answer took. Runs as a process of its own.

`python -m tests.bench.load URL CLIENTS SECONDS PAUSE < queries.json` prints a JSON list of seconds. Each client asks
the queries in turn, starting at another.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence
from time import perf_counter
from urllib.parse import urlencode, urlsplit

from tests.conftest import ROOT


def load(url: str, queries: Sequence[str], *, clients: int, seconds: float, pause: float = 0) -> list[float]:
    """Seconds of every answer that so many clients got in that time, each pausing between two requests."""
    with start(url, queries, clients=clients, seconds=seconds, pause=pause) as process:
        return finished(process)


def start(
    url: str, queries: Sequence[str], *, clients: int, seconds: float, pause: float = 0
) -> subprocess.Popen[bytes]:
    """The clients at work."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.load", url, str(clients), str(seconds), str(pause)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    if process.stdin is not None:
        process.stdin.write(json.dumps(list(queries)).encode())
        process.stdin.close()
        process.stdin = None
    return process


def finished(process: subprocess.Popen[bytes]) -> list[float]:
    """What the clients have measured."""
    said, _ = process.communicate()
    times: list[float] = json.loads(said)
    return times


async def _client(
    host: str, port: int, requests: Sequence[bytes], first: int, until: float, pause: float, times: list[float]
) -> None:
    await asyncio.sleep(pause * (first % 10) / 10)
    reader, writer = await asyncio.open_connection(
        host, port, local_addr=(f"127.1.{first // 250}.{first % 250 + 1}", 0)
    )
    number = first
    try:
        while (began := perf_counter()) < until:
            writer.write(requests[number % len(requests)])
            head = await reader.readuntil(b"\r\n\r\n")
            await _body(reader, head.lower())
            times.append(perf_counter() - began)
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head.decode("latin-1"))
            number += 1
            await asyncio.sleep(pause)
    finally:
        writer.close()


async def _body(reader: asyncio.StreamReader, head: bytes) -> None:
    if b"transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    else:
        await reader.readexactly(int(head.partition(b"content-length:")[2].partition(b"\r\n")[0]))


async def _main(url: str, clients: int, seconds: float, pause: float, queries: Sequence[str]) -> list[float]:
    parts = urlsplit(url)
    requests = [
        (
            f"GET {parts.path}?{urlencode({'query': query})} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            "Accept: application/sparql-results+json\r\n\r\n"
        ).encode()
        for query in queries
    ]
    times: list[float] = []
    # Clients do not start in step.
    until = perf_counter() + seconds
    await asyncio.gather(
        *(
            _client(parts.hostname or "", parts.port or 80, requests, number * 7, until, pause, times)
            for number in range(clients)
        )
    )
    return times


if __name__ == "__main__":
    measured = asyncio.run(
        _main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]), json.load(sys.stdin))
    )
    print(json.dumps(measured))  # noqa: T201
