"""A document from the web: looked at before it is reached, bounded, and recorded. The server is one of this test."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dateline.documents import open_document
from dateline.documents.fetch import fetch
from dateline.documents.source import Source
from dateline.errors import DocumentError, FetchError
from dateline.internet.connection import is_public

from .made import STORM, page

HERE = "127.0.0.1"


@dataclass(kw_only=True)
class Answer:
    """What the server answers at one path."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: bool = False


class Server(ThreadingHTTPServer):
    """A server that answers from a table and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((HERE, 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self.over = threading.Event()

    def url(self, path: str = "/a") -> str:
        return f"http://{HERE}:{self.server_port}{path}"


class Handler(BaseHTTPRequestHandler):
    """Answers GET."""

    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        answer = self.server.answers.get(self.path, Answer(status=404))
        self.send_response(answer.status)
        for name, value in ({"Content-Length": str(len(answer.body))} | dict(answer.headers)).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)
        if answer.hangs:
            self.wfile.flush()
            self.server.over.wait(60)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Says nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield made
    made.over.set()
    made.shutdown()
    made.server_close()
    thread.join(10)


def got(server: Server, path: str = "/a", *, seconds: float = 20, largest: int = 1_000_000) -> Source:
    return fetch(server.url(path), private_hosts=(HERE,), seconds=seconds, largest=largest, today=date(2024, 5, 6))


def test_a_page_is_read_with_its_address_and_the_day(server: Server) -> None:
    server.answers["/news/storm.html"] = Answer(
        body=page(f"<p>“Café” {STORM}</p>").decode().encode("windows-1252"),
        headers={"Content-Type": "text/html; charset=windows-1252"},
    )
    document = open_document(server.url("/news/storm.html"), allow_network=True, private_hosts=(HERE,))
    assert document.text == f"“Café” {STORM}"
    assert (document.id, document.url) == ("storm", server.url("/news/storm.html"))
    assert document.retrieved is not None
    assert date.fromisoformat(document.retrieved).year >= 2024


def test_what_the_server_says_it_is_outranks_its_name(server: Server) -> None:
    server.answers["/a.html"] = Answer(body=b"# A *b*", headers={"Content-Type": "text/markdown"})
    document = open_document(server.url("/a.html"), allow_network=True, private_hosts=(HERE,))
    assert (document.text, document.media_type) == ("A b", "text/markdown")


def test_redirects_are_followed_and_the_last_address_is_kept(server: Server) -> None:
    server.answers["/a"] = Answer(status=301, headers={"Location": "/b?c=d e"})
    server.answers["/b?c=d%20e"] = Answer(status=302, headers={"Location": server.url("/c/storm.txt#part")})
    server.answers["/c/storm.txt"] = Answer(body=STORM.encode())
    source = got(server)
    assert (source.data, source.name) == (STORM.encode(), "storm.txt")
    assert source.url == server.url("/c/storm.txt#part")
    assert source.retrieved == "2024-05-06"


def test_a_circle_of_redirects_ends(server: Server) -> None:
    server.answers["/a"] = Answer(status=302, headers={"Location": "/a"})
    with pytest.raises(FetchError, match="redirects more than 5 times"):
        got(server)
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://example.org/", "http://user:secret@127.0.0.1/", "http://[", "http://a:b/"]
)
def test_a_redirect_to_what_is_not_a_plain_web_address_is_refused(server: Server, location: str) -> None:
    server.answers["/a"] = Answer(status=302, headers={"Location": location})
    with pytest.raises(FetchError):
        got(server)


def test_a_redirect_to_a_private_address_is_refused(server: Server) -> None:
    server.answers["/a"] = Answer(status=302, headers={"Location": server.url("/secret").replace(HERE, "localhost")})
    server.answers["/secret"] = Answer(body=b"secret")
    with pytest.raises(FetchError, match="not a public address"):
        got(server)
    assert [path for path, _ in server.asked] == ["/a"]


def test_a_private_address_is_refused_unless_it_is_named(server: Server) -> None:
    server.answers["/a"] = Answer(body=STORM.encode())
    with pytest.raises(FetchError, match="not a public address"):
        open_document(server.url(), allow_network=True)
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "ff02::1"),
        *("2002:7f00:1::", "64:ff9b::a9fe:a9fe"),
    ],
)
def test_addresses_of_this_machine_and_its_network_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


def test_a_name_that_has_one_private_address_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("1.1.1.1", HERE)]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)
    with pytest.raises(FetchError, match=r"127\.0\.0\.1, which is not a public address"):
        fetch("http://example.org/")


def test_the_address_that_was_looked_at_is_the_one_that_is_reached(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers["/a"] = Answer(body=STORM.encode())
    asked: list[str] = []

    def resolve(host: str, port: int, *_: object, **__: object) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (HERE, port))]

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    url = f"http://news.example:{server.server_port}/a"
    assert fetch(url, private_hosts=("news.example",)).data == STORM.encode()
    assert asked == ["news.example", HERE]
    assert server.asked[0][1]["Host"] == f"news.example:{server.server_port}"


@pytest.mark.parametrize("headers", [{}, {"Content-Encoding": "gzip"}])
def test_too_much_is_refused_however_it_is_packed(server: Server, headers: dict[str, str]) -> None:
    body = b" " * 2_000_000
    server.answers["/a"] = Answer(body=gzip.compress(body) if headers else body, headers=headers)
    with pytest.raises(FetchError, match="more than 1,000,000 bytes"):
        got(server)


def test_compression_is_undone(server: Server) -> None:
    server.answers["/a"] = Answer(body=gzip.compress(STORM.encode()), headers={"Content-Encoding": "gzip"})
    assert got(server).data == STORM.encode()


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (Answer(status=404), "answers 404"),
        (Answer(status=500, body=b"<p>words"), "answers 500"),
        (Answer(status=304), "answers 304"),
        (Answer(status=301), "answers 301"),
        (Answer(body=b"x", headers={"Content-Encoding": "br"}), "coding"),
        (Answer(body=b"x", headers={"Content-Encoding": "gzip"}), "compression is damaged|broke off"),
        (Answer(body=gzip.compress(b"words" * 100)[:-9], headers={"Content-Encoding": "gzip"}), "broke off"),
        (Answer(body=b"words", headers={"Content-Length": "100", "Connection": "close"}), "broke off"),
    ],
)
def test_what_is_not_the_whole_document_is_refused(server: Server, answer: Answer, what: str) -> None:
    server.answers["/a"] = answer
    with pytest.raises(FetchError, match=what) as refused:
        got(server)
    assert refused.value.exit_code == 3


@pytest.mark.parametrize("body", [b"", b"some words"])
def test_a_server_that_never_ends_is_cut_off(server: Server, body: bytes) -> None:
    server.answers["/a"] = Answer(body=body, headers={"Content-Length": "1000"}, hangs=True)
    with pytest.raises(FetchError, match=r"did not arrive within 0\.3 seconds|timed out"):
        got(server, seconds=0.3)


def test_nothing_is_sent_that_says_who_asks(server: Server) -> None:
    server.answers["/a"] = Answer(body=STORM.encode())
    got(server)
    headers = server.asked[0][1]
    assert set(headers) <= {"Host", "User-Agent", "Accept", "Accept-Encoding"}
    assert headers["User-Agent"].startswith("dateline/")


def test_a_host_that_does_not_exist_and_one_that_does_not_listen_are_said(server: Server) -> None:
    with pytest.raises(FetchError, match="is not found"):
        fetch("http://no-such-host.invalid/")
    with socket.socket() as taken:
        taken.bind((HERE, 0))
        with pytest.raises(FetchError, match="could not be had"):
            fetch(f"http://{HERE}:{taken.getsockname()[1]}/", private_hosts=(HERE,))


@pytest.mark.parametrize("url", ["http://", "http://a b/", "http://\u2100/", "http://" + "a" * 300, "http://x:99999/"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(DocumentError):
        open_document(url, allow_network=True)
