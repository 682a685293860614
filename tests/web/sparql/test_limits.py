"""What one client, one query and everybody together may take, and what who takes more is told."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import threading
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import pytest

from dateline.errors import UsageError
from dateline.web.sparql.app import SparqlApp, sparql_app
from dateline.web.sparql.limits import Limits
from dateline.web.sparql.protocol import most_body
from tests.conftest import EXAMPLE
from tests.web.sparql.hostile import HOSTILE
from tests.web.sparql.serving import serving, until

SLOW = HOSTILE["a cross product, counted"]
EVERYTHING = "SELECT * { ?s ?p ?o }"


@pytest.mark.parametrize("wrong", [{"seconds": 0}, {"workers": 0}, {"memory": 1}, {"rate": -1}, {"rows": 0}])
def test_limits_that_allow_nothing_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError, match=next(iter(wrong))):
        Limits(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", ["second=1", "seconds", "rows=1.5", "seconds=nan", "seconds=inf", "=1"])
def test_a_limit_that_is_misspelt_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError):
        Limits.of(["rows=10", wrong])


def test_a_query_that_is_too_long_is_not_read() -> None:
    limits = Limits(query_bytes=1_000)
    with serving(EXAMPLE, limits) as running:
        long, longest = "ASK {} #" + "é" * 500, b"x" * (most_body(limits) + 1)
        direct = {"Content-Type": "application/sparql-query"}
        for reply in (
            running.ask(long),
            running.send("POST", body=long.encode(), headers=direct),
            running.send("POST", body=longest, headers=direct),
            running.send("POST", body=longest, headers={"Content-Type": "application/x-www-form-urlencoded"}),
        ):
            assert reply.status == 413
            assert "Shorten" in reply.text
        assert running.ask("ASK {} #" + "é" * 400).status == 200
        # A length that is announced is refused before anything is sent.
        parts = urlsplit(running.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
        connection.putrequest("POST", parts.path)
        for name, value in (*direct.items(), ("Content-Length", "99999999999")):
            connection.putheader(name, value)
        connection.endheaders()
        assert connection.getresponse().status == 413
        connection.close()


def test_a_client_that_asks_too_often_is_told_when_to_come_back() -> None:
    async def ask_five_times(app: SparqlApp, address: str) -> list[int]:
        return [(await _sent(app, client=(address, 1)))[0] for _ in range(5)]

    async def run() -> None:
        app = sparql_app(EXAMPLE, limits=Limits(rate=0.5, burst=3))
        try:
            assert await ask_five_times(app, "8.8.8.8") == [200, 200, 200, 429, 429]
            _, headers = await _sent(app, client=("8.8.8.8", 1))
            assert 1 <= int(headers[b"retry-after"]) <= 2
            # Another client is not held to it, nor is this machine; the neighbours of an address in IPv6 are.
            assert await ask_five_times(app, "127.0.0.1") == [200] * 5
            assert await ask_five_times(app, "2a00::1") == [200, 200, 200, 429, 429]
            assert await ask_five_times(app, "2a00::2") == [429] * 5
        finally:
            await app.stop()

    asyncio.run(run())


def test_below_the_address_of_a_mounted_endpoint_there_is_nothing() -> None:
    async def run() -> None:
        app = sparql_app(EXAMPLE)
        try:
            found = [
                (await _sent(app, root_path="/kg/sparql", path=f"/kg/sparql{rest}"))[0] for rest in ("", "/", "/x")
            ]
        finally:
            await app.stop()
        assert found == [200, 200, 404]

    asyncio.run(run())


async def _sent(app: SparqlApp, **more: object) -> tuple[int, dict[bytes, bytes]]:
    """The status and the headers of an answer to `ASK {}`."""
    said: list[MutableMapping[str, Any]] = []

    async def send(event: MutableMapping[str, Any]) -> None:
        said.append(event)

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    await app({"type": "http", "method": "GET", "query_string": b"query=ASK{}", "headers": [], **more}, receive, send)
    return said[0]["status"], dict(said[0]["headers"])


def test_a_client_has_so_many_queries_under_way_and_no_more() -> None:
    with serving(EXAMPLE, Limits(seconds=0.6, per_client=2, rate=0)) as running, ThreadPoolExecutor(3) as clients:
        replies = list(clients.map(lambda _: running.ask(SLOW), range(3)))
        assert sorted(one.status for one in replies) == [429, 503, 503]
        assert running.ask("ASK {}").status == 200
        assert until(lambda: running.app.counts["under_way"] == 0)


def test_when_too_many_wait_the_next_is_sent_away_at_once() -> None:
    limits = Limits(seconds=1, workers=1, slow_workers=1, waiting=1, patience=0.2, rate=0, per_client=100)
    with serving(EXAMPLE, limits) as running, ThreadPoolExecutor(8) as clients:
        asked = [clients.submit(running.ask, SLOW, client="127.6.6.6") for _ in range(8)]
        replies = [one.result() for one in asked]
        assert {one.status for one in replies} == {503}
        assert sum("The endpoint is busy" in one.text for one in replies) >= 5
        assert all(int(one.headers["retry-after"]) >= 1 for one in replies)


def test_a_slow_query_is_ended_early_where_others_need_its_place() -> None:
    limits = Limits(seconds=2, workers=1, slow_workers=1, rate=0, per_client=100)
    with serving(EXAMPLE, limits) as running, ThreadPoolExecutor(2) as clients:
        slow = [clients.submit(running.ask, SLOW + f" # {number}", client=f"127.6.6.{number}") for number in range(2)]
        assert until(lambda: running.app.counts["under_way"] == 2)
        threading.Event().wait(0.1)
        began = monotonic()
        assert running.ask("ASK {}").status == 200
        assert monotonic() - began < 1.5
        replies = [one.result() for one in slow]
        assert sorted("As many queries as are allowed" in one.text for one in replies) == [False, True]


def test_what_was_slow_is_not_let_in_the_way_again() -> None:
    limits = Limits(seconds=0.5, workers=1, slow_workers=1, patience=0.1, rate=0, per_client=100)
    with serving(EXAMPLE, limits) as running, ThreadPoolExecutor(1) as clients:
        assert running.ask(SLOW, client="127.6.6.6").status == 503
        again = clients.submit(running.ask, SLOW, client="127.6.6.7")
        threading.Event().wait(0.05)
        assert running.ask("ASK {}").status == 200
        assert "The endpoint is busy" in running.ask("ASK {}", client="127.6.6.6").text
        assert again.result().status == 503


def test_a_client_that_sends_nothing_is_not_waited_for() -> None:
    with serving(EXAMPLE, Limits(stall=0.2)) as running:
        parts = urlsplit(running.url)
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5) as connection:
            connection.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
                b"Content-Length: 100\r\n\r\nASK"
            )
            assert connection.recv(100).startswith(b"HTTP/1.1 408 ")


def test_a_client_that_takes_nothing_is_cut_off_and_can_tell() -> None:
    with serving(EXAMPLE, Limits(stall=0.2)) as running:
        assert len(running.ask(EVERYTHING).body) > 500_000
        product = f"SELECT * {{ {{ {EVERYTHING} LIMIT 200 }} {{ SELECT ?a ?b ?c {{ ?a ?b ?c }} LIMIT 200 }} }}"
        size = len(running.ask(product).body)
        assert size > 10_000_000
        parts = urlsplit(running.url)
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(10)
            connection.connect((parts.hostname, parts.port))
            connection.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
                + b"Content-Length: %d\r\n\r\n%s" % (len(product), product.encode())
            )
            head = b""
            while b"\r\n\r\n" not in head:
                head += connection.recv(1)
            assert b"200 OK" in head
            assert f"content-length: {size}".encode() in head
            assert until(lambda: running.app.counts["under_way"] == 0)
            # And a worker was free all the while.
            assert running.ask("ASK {}").status == 200
            got = 0
            try:
                while piece := connection.recv(2**16):
                    got += len(piece)
            except ConnectionResetError:
                pass
            assert got < size


def test_a_large_answer_comes_whole() -> None:
    with serving(EXAMPLE, Limits(rate=0)) as running:
        query = f"SELECT * {{ {{ {EVERYTHING} LIMIT 150 }} {{ SELECT ?a ?b ?c {{ ?a ?b ?c }} LIMIT 150 }} }}"
        first, second = running.ask(query), running.ask(query)
        assert len(json.loads(first.body)["results"]["bindings"]) == 150 * 150
        assert int(first.headers["content-length"]) == len(first.body)
        assert first.headers["etag"] == second.headers["etag"]
        assert first.body == second.body
