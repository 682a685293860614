"""What those who run the server rely on: health, metrics, records, limits, new publications, a quiet end."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from dateline.web.access_log import line
from dateline.web.exchange import Receiving, Sending, SlowClientError, TooMuchError
from dateline.web.metrics import Metrics
from dateline.web.rates import Rate, Rates
from tests.conftest import EXAMPLE
from tests.web.serving import Running, collection_of, publish, running

LABEL = '<https://example.org/kg/e/x> <http://www.w3.org/2004/02/skos/core#prefLabel> "{}" <https://example.org/kg/> .'
FAR = {"X-Forwarded-For": "8.8.8.8"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A small publication behind a proxy that is trusted, with few requests for each client."""
    folder = collection_of(tmp_path_factory.mktemp("small"), LABEL.format("Old"))
    with running(folder, "--trust", "127.0.0.1", "--rate", "2", "--patience", "1") as started:
        yield started


@pytest.fixture(scope="module")
def http(server: Running) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client


def _until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_it_says_that_it_lives_and_what_it_shows(http: httpx.Client) -> None:
    assert http.get("/-/health").text == "ok\n"
    ready = http.get("/-/ready").json()
    assert (ready["ready"], ready["title"], len(ready["version"])) == (True, "Small", 16)


def test_its_numbers_are_those_of_prometheus(http: httpx.Client) -> None:
    http.get("/e/x.ttl")
    text = http.get("/-/metrics").text
    lines = [one for one in text.splitlines() if not one.startswith("#")]
    assert all(one.startswith("dateline_") and float(one.rpartition(" ")[2]) >= 0 for one in lines)
    assert any(one.startswith('dateline_requests_total{status="200",kind="data"}') for one in lines)
    assert 'dateline_request_seconds_bucket{le="+Inf"}' in text


def test_its_numbers_are_not_for_strangers(http: httpx.Client) -> None:
    assert http.get("/-/metrics", headers={"X-Forwarded-For": "9.9.9.9"}).status_code == 403


def test_a_client_that_asks_too_often_is_told_when_to_come_back(http: httpx.Client) -> None:
    answers = [http.get("/e/x", headers=FAR) for _ in range(12)]
    refused = [one for one in answers if one.status_code == 429]
    assert refused
    assert int(refused[0].headers["retry-after"]) >= 1
    assert answers[0].status_code == 303
    assert http.get("/e/x", headers={"X-Forwarded-For": "9.9.9.9"}).status_code == 303


def test_nobody_else_is_believed_about_where_a_request_comes_from(tmp_path: Path) -> None:
    with running(collection_of(tmp_path, LABEL.format("X")), "--rate", "1") as server, server.client() as http:
        assert {http.get("/e/x", headers=FAR).status_code for _ in range(12)} == {303}
        assert _until(lambda: len(server.records()) >= 12)
        assert {one["client"] for one in server.records()} == {"127.0.0.1"}


def test_the_record_of_requests_is_json_in_which_nothing_can_begin_a_line(server: Running, http: httpx.Client) -> None:
    agent = 'a"b\x7f\u00e9'.encode("latin-1")
    http.get("/nope%0Ax\u2028?q=%22", headers={b"User-Agent": agent})
    assert _until(lambda: any("/nope" in str(one["target"]) for one in server.records()))
    found = next(one for one in server.records() if "/nope" in str(one["target"]))
    assert (found["method"], found["status"], found["agent"]) == ("GET", 404, 'a"b\x7f\u00e9')
    assert all(one.isascii() and one.isprintable() for one in server.said if one.startswith("{"))


def test_no_text_can_break_out_of_the_record() -> None:
    hostile = "".join(map(chr, range(0x300))) + "\u2028\u202e\ufeff\ud800"
    made = line(when=0, client=hostile, method=hostile, target=hostile, status=0, sent=0, seconds=0, agent=hostile)
    assert made.isascii()
    assert made.isprintable()
    assert json.loads(made)["target"] == hostile


def _raw(server: Running, request: bytes, *, wait: float = 5) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=wait) as connection:
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece
        return answer


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET /e/" + b"x" * 3_000 + b" HTTP/1.1", b"414"),
        (b"GET /e/x?" + b"x" * 5_000 + b" HTTP/1.1", b"414"),
        (b"GET /e/x?" + b"a=1&" * 60 + b" HTTP/1.1", b"400"),
        (b"GET /../../../etc/passwd HTTP/1.1", b"404"),
        (b"GET /..%2f..%2fetc/passwd HTTP/1.1", b"404"),
        (b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1", b"404"),
        (b"GET /static/../../served.py HTTP/1.1", b"404"),
        (b"GET /static/%2e%2e/%2e%2e/served.py HTTP/1.1", b"404"),
        (b"GET /static/..%5c..%5cserved.py HTTP/1.1", b"404"),
        (b"GET //etc/passwd HTTP/1.1", b"404"),
        (b"GET /e/x%00.ttl HTTP/1.1", b"404"),
        (b"GET /e/x%0d%0aSet-Cookie:%20a=b HTTP/1.1", b"404"),
        (b"GET /e/%ff%fe HTTP/1.1", b"404"),
        (b"BREW /e/x HTTP/1.1", b"405"),
        (b"GET http://elsewhere.example/e/x HTTP/1.1", b"303"),
        (b"GET /http://elsewhere.example/e/x HTTP/1.1", b"404"),
        (b"OPTIONS * HTTP/1.1", b"204"),
        (b"GET e/x", b"400"),
        (b"\x16\x03\x01\x02\x00\x01", b"400"),
    ],
)
def test_a_strange_request_gets_a_plain_refusal(server: Running, request_line: bytes, status: bytes) -> None:
    answer = _raw(server, request_line + b"\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert answer.split(b" ")[1] == status
    assert b"Set-Cookie" not in answer.split(b"\r\n\r\n")[0]
    assert b"root:" not in answer
    assert b"from __future__" not in answer


def test_a_head_without_end_is_refused(server: Running) -> None:
    head = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: "
    assert _raw(server, head + b"x" * 20_000 + b"\r\n\r\n").split(b" ")[1] == b"431"
    with pytest.raises(ConnectionError):
        _raw(server, head + b"x" * 5_000_000)


def test_a_body_that_is_too_large_is_refused_before_it_is_read(server: Running) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\nConnection: close\r\n"
    answer = _raw(server, head + b"Content-Type: application/sparql-query\r\n\r\nASK {}")
    assert answer.split(b" ")[1] == b"413"


def test_who_connects_and_says_nothing_is_sent_away_and_hinders_nobody(server: Running, http: httpx.Client) -> None:
    silent = [socket.create_connection(("127.0.0.1", server.port), timeout=20) for _ in range(50)]
    for one in silent:
        one.sendall(b"GET / HTTP/1.1\r\nX: ")
    try:
        began = time.monotonic()
        assert http.get("/e/x.ttl").status_code == 200
        assert time.monotonic() - began < 2
        assert silent[0].recv(100).startswith(b"HTTP/1.1 408 ")
    finally:
        for one in silent:
            one.close()


def test_an_idle_connection_is_closed_without_a_word(server: Running) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(b"GET /-/health HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece
    assert answer.count(b"HTTP/1.1 ") == 1


def test_who_does_not_take_an_answer_is_given_up() -> None:
    async def never(_: object) -> None:
        await asyncio.Event().wait()

    with pytest.raises(SlowClientError):
        asyncio.run(Sending(never, 0.01)({"type": "http.response.start", "status": 200, "headers": []}))


def test_who_does_not_send_a_body_is_given_up() -> None:
    async def never() -> MutableMapping[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(TooMuchError, match="in time") as refused:
        asyncio.run(_first(Receiving(never, most=10, patience=0.01)))
    assert refused.value.status == 408


async def _first(receiving: Receiving) -> object:
    return await receiving()


def test_a_new_publication_takes_the_place_of_the_old_one_and_no_request_is_dropped(tmp_path: Path) -> None:
    folder = collection_of(tmp_path, LABEL.format("Number 0"))
    with running(folder) as server:
        failures: list[object] = []
        seen: set[str] = set()
        stop = threading.Event()

        def ask() -> None:
            with server.client() as http:
                while not stop.is_set():
                    try:
                        answer = http.get("/e/x.ttl")
                        seen.add(answer.text.split('prefLabel "')[1].split('"')[0])
                        if answer.status_code != 200:
                            failures.append(answer)
                    except (httpx.HTTPError, IndexError) as error:
                        failures.append(error)
                        return

        clients = [threading.Thread(target=ask) for _ in range(4)]
        for one in clients:
            one.start()
        try:
            for number in (1, 2):
                publish(folder, LABEL.format(f"Number {number}"))
                assert _until(lambda number=number: f"Number {number}" in seen), server.said[-5:]  # type: ignore[misc]
        finally:
            stop.set()
            for one in clients:
                one.join()
        assert failures == []
        assert seen == {"Number 0", "Number 1", "Number 2"}
        with server.client() as http:
            assert "dateline_publication_reloads_total 2" in http.get("/-/metrics").text
            rows = http.get(
                "/sparql",
                params={"query": "SELECT ?l { ?s ?p ?l FILTER(isLiteral(?l) && ?s = <https://example.org/kg/e/x>) }"},
                headers={"Accept": "text/csv"},
            )
            assert rows.text.split() == ["l", "Number", "2"]


def test_what_cannot_be_opened_is_not_taken_up(tmp_path: Path) -> None:
    folder = collection_of(tmp_path, LABEL.format("Good"))
    with running(folder) as server, server.client() as http:
        (folder / "published" / "graph.nq").write_bytes(b"broken")
        (folder / "published" / "manifest.json").write_text('{"files": {"graph.nq": {"bytes": 1, "sha256": ""}}}')
        assert _until(lambda: any("the old one stays" in one for one in server.said)), server.said
        assert "# Good" in http.get("/e/x.ttl").text
        assert http.get("/-/ready").status_code == 200
        assert "dateline_publication_reload_failures_total 1" in http.get("/-/metrics").text


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="This system has no SIGHUP.")
def test_sighup_takes_up_what_is_published_now(tmp_path: Path) -> None:
    with running(collection_of(tmp_path, LABEL.format("X"))) as server, server.client() as http:
        server.process.send_signal(signal.SIGHUP)
        assert _until(lambda: "dateline_publication_reloads_total 1" in http.get("/-/metrics").text)
        assert server.process.poll() is None


def test_a_request_under_way_is_answered_before_the_end(tmp_path: Path) -> None:
    with running(collection_of(tmp_path, LABEL.format("X"))) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
            body = b"query=ASK{}"
            head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
            kind = "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
            connection.sendall((head + kind).encode() + body[:4])
            assert _until(lambda: _in_progress(server) >= 2)
            server.process.send_signal(signal.SIGTERM)
            time.sleep(0.05)
            connection.sendall(body[4:])
            answer = b""
            while piece := connection.recv(65_536):
                answer += piece
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert server.process.wait(10) in (0, 128 + signal.SIGTERM)


def _in_progress(server: Running) -> int:
    with server.client() as http:
        text = http.get("/-/metrics").text
    return int(text.split("\ndateline_requests_in_progress ")[1].split("\n")[0])


def test_it_ends_at_once_when_nobody_asks_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with running(collection_of(tmp_path, LABEL.format("X"))) as server:
        with server.client() as http:
            http.get("/sparql", params={"query": "ASK {}"})
        began = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(10)
        assert time.monotonic() - began < 5
        assert not any("Traceback" in one for one in server.said)
        assert _until(lambda: _children(server.process.pid) == [])


def _children(pid: int) -> list[str]:
    found = subprocess.run(["pgrep", "-g", str(pid)], capture_output=True, text=True, check=False)
    return found.stdout.split() if pid != os.getpgrp() else []


@pytest.mark.slow
def test_several_workers_share_the_port_and_the_numbers(tmp_path: Path) -> None:
    folder = collection_of(tmp_path, LABEL.format("Old"))
    with running(folder, "--workers", "2") as server:
        with server.client() as http:
            assert _until(lambda: _answers(http), 30)
            for _ in range(20):
                assert httpx.get(server.url + "e/x.ttl").status_code == 200
            count = next(
                one
                for one in http.get("/-/metrics").text.splitlines()
                if one.startswith('dateline_requests_total{status="200",kind="data"}')
            )
            assert float(count.rpartition(" ")[2]) == 20
            publish(folder, LABEL.format("New"))
            assert _until(lambda: all("New" in httpx.get(server.url + "e/x.ttl").text for _ in range(6)))
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(15)


def _answers(http: httpx.Client) -> bool:
    try:
        return http.get("/-/ready").status_code == 200
    except httpx.HTTPError:
        return False


def _serve(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dateline", "serve", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


def test_a_port_that_is_taken_is_said_to_be() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = _serve(str(EXAMPLE), "--port", str(port))
    assert done.returncode == 3
    assert done.stderr == (
        f"dateline: 127.0.0.1:{port}: another program listens at this address. "
        "Choose another one with --port or --host; --port 0 takes any that is free.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nowhere"], 1, "dateline: nowhere: there is no such file or folder. Check the name.\n"),
        (["--port", "0", "--host", "no.such.host.invalid", "."], 3, "there is no such host"),
        (["--at", "kg", "."], 2, "dateline: --at: "),
        (["--at", "https://example.org/kg", "."], 2, "does not end in a slash"),
        (["--limit", "second=1", "."], 2, "there is no limit “second”"),
        (["--limit", "seconds=0", "."], 2, "seconds is at least 0.05"),
        (["--service", "example.org/sparql", "."], 2, "no http or https address"),
    ],
)
def test_what_cannot_be_served_is_said_in_one_paragraph(arguments: list[str], code: int, said: str) -> None:
    done = _serve(*arguments)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_publication_is_said_to_be(tmp_path: Path) -> None:
    folder = collection_of(tmp_path, LABEL.format("X"))
    (folder / "published" / "graph.nq").write_bytes(b"<a> <b> <c> .\n")
    done = _serve(str(folder), "--port", "0")
    assert done.returncode == 1
    assert "graph.nq is not what the manifest says. Publish again: dateline publish" in done.stderr


def test_rates_are_of_networks_where_one_subscriber_has_many_addresses() -> None:
    rates = Rates(Rate(per_second=1, at_once=1))
    assert rates.wait("2001:db8:1:2::1", 0) == 0
    assert rates.wait("2001:db8:1:2::2", 0) == 1
    assert rates.wait("2001:db8:1:3::1", 0) == 0


def test_the_clients_that_are_remembered_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.web.rates._MOST_CLIENTS", 10)
    rates = Rates(Rate(per_second=1, at_once=1))
    for number in range(100):
        rates.wait(f"203.0.113.{number}", 0)
    assert len(rates._buckets) == 10


def test_a_worker_that_takes_the_place_of_another_goes_on_counting(tmp_path: Path) -> None:
    file = tmp_path / "metrics"
    Metrics(file).count(status=200, kind="page", seconds=0.01, sent=10)
    program = (
        "from pathlib import Path; from dateline.web.metrics import Metrics; "
        f"Metrics(Path({str(file)!r})).count(status=200, kind='page', seconds=0.01, sent=10)"
    )
    for _ in range(2):
        subprocess.run([sys.executable, "-c", program], check=True)
    text = Metrics(file).text(version="v", triples=1)
    assert 'dateline_requests_total{status="200",kind="page"} 3' in text
    assert "dateline_sent_bytes_total 30" in text
