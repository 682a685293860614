"""A Wikibase on this machine, over HTTP: Special:EntityData, the API, a reconciliation service, a SPARQL endpoint.

GET  /entity/Q9248                        303 to the entity data
GET  /wiki/Special:EntityData/Q9248.json  ?revision=N; also .nt
GET  /w/api.php                           wbsearchentities, wbgetentities
POST /w/api.php                           wbeditentity (token=+\\)
GET  /en/api                              the manifest; with queries= or extend= an answer; POST the same
GET  /en/suggest/entity?prefix=           suggestions
GET  /sparql?query=                       handed to an engine that was named to the server
"""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from dateline.settings import Wikibase
from tests.engines import free_port
from tests.wikidata_server import answers
from tests.wikidata_server.faults import Fault
from tests.wikidata_server.rdf import ntriples_of
from tests.wikidata_server.world import World

HERE = "127.0.0.1"
CONTACT = "tests@example.org"
SERVICES = ("api", "entity_data", "reconciliation", "sparql")


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A request that came: which service it was for, its parameters, its headers in small letters."""

    service: str
    method: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass
class WikidataServer:
    """A running stand-in. `world` is what it knows, and may be changed; `asked` is what it was asked."""

    port: int
    world: World
    asked: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    engine: str | None = None
    """The address of the SPARQL engine that `/sparql` stands for."""
    redirects_by_body: bool = False
    """Whether the data of a merged item are those of the other one at once, without a redirect of HTTP."""

    faults: dict[str, list[Fault]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    running: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/") -> str:
        """An address of this server."""
        return f"http://{HERE}:{self.port}{path}"

    def wikibase(self, **given: Any) -> Wikibase:
        """The settings that name this server; give members of `Wikibase` to change them."""
        usual: dict[str, Any] = {
            "api": self.url("/w/api.php"),
            "entity_data": self.url("/wiki/Special:EntityData/"),
            "reconciliation": self.url("/{language}/api"),
            "sparql": self.url("/sparql"),
            "contact": CONTACT,
            "private_hosts": (HERE,),
            "timeout": 20.0,
        }
        return Wikibase(**(usual | given))

    def environment(self) -> dict[str, str]:
        """The same as an environment, for the command line."""
        known = self.wikibase()
        return {
            "DATELINE_WIKIBASE_API": known.api,
            "DATELINE_WIKIBASE_ENTITY_DATA": known.entity_data,
            "DATELINE_WIKIBASE_RECONCILIATION": known.reconciliation,
            "DATELINE_WIKIBASE_SPARQL": known.sparql,
            "DATELINE_WIKIBASE_CONCEPT_BASE": known.concept_base,
            "DATELINE_WIKIBASE_CONTACT": known.contact,
            "DATELINE_WIKIBASE_PRIVATE_HOSTS": HERE,
        }

    def fail(self, service: str, *faults: Fault, forever: bool = False) -> None:
        """Makes the next answers of a service these faults in turn; with `forever` the last one stays."""
        if service not in SERVICES:
            raise ValueError(f"there is no service {service}")
        self.faults[service] = list(faults) + [faults[-1]] * (10_000 if forever else 0)

    def services(self) -> list[str]:
        """Which services were asked, in order."""
        return [one.service for one in self.asked]


@contextmanager
def wikidata_server(world: World | None = None, *, engine: str | None = None) -> Iterator[WikidataServer]:
    """A stand-in that runs until the block ends."""
    server = _Server((HERE, 0), _Handler)
    server.state = WikidataServer(port=server.server_address[1], world=world or World(), engine=engine)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.state
    finally:
        server.state.ended.set()
        server.shutdown()
        server.server_close()
        thread.join(10)


def offline() -> Wikibase:
    """The settings of a Wikibase where nobody listens."""
    return WikidataServer(port=free_port(), world=World()).wikibase()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    state: WikidataServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        self._answer({name: values[-1] for name, values in parse_qs(body, keep_blank_values=True).items()})

    def _answer(self, form: Mapping[str, str]) -> None:
        state, parts = self.server.state, urlsplit(self.path)
        params = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        params |= form
        service = answers.service_of(parts.path)
        with state.lock:
            headers = {name.lower(): value for name, value in self.headers.items()}
            state.asked.append(
                Asked(service=service, method=self.command, path=parts.path, params=params, headers=headers)
            )
            state.running += 1
            state.most_at_once = max(state.most_at_once, state.running)
            fault = state.faults[service].pop(0) if state.faults.get(service) else Fault()
        self._under_way = True
        try:
            self._send(self._reply(service, parts.path, params), fault)
        finally:
            self._end()

    def _end(self) -> None:
        """Ends it before the last of its answer goes out, for who has that may ask again at once."""
        if self._under_way:
            self._under_way = False
            with self.server.state.lock:
                self.server.state.running -= 1

    def _reply(self, service: str, path: str, params: Mapping[str, str]) -> answers.Reply:
        state = self.server.state
        if "(" not in self.headers.get("User-Agent", ""):
            return answers.Reply(
                status=403, body=b"Please set a user agent, and respect our robot policy.", kind="text/plain"
            )
        if service == "sparql":
            return _from_engine(state.engine, params, self.headers.get("Accept", ""))
        if path.startswith("/wiki/Special:EntityData/") and path.endswith(".nt"):
            return answers.Reply(body=ntriples_of(state.world), kind="application/n-triples")
        with state.lock:
            return answers.reply(
                state.world, service, self.command, path, params,
                etag=self.headers.get("If-None-Match"), by_body=state.redirects_by_body,
            )  # fmt: skip

    def _send(self, reply: answers.Reply, fault: Fault) -> None:
        state = self.server.state
        if fault.hold:
            state.ended.wait(30)
            return
        body = reply.body if fault.body is None else fault.body
        body = b" " * fault.huge + body
        self.send_response(reply.status if fault.status is None else fault.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (dict(reply.headers) if fault.status is None else dict(fault.headers)).items():
            self.send_header(name, value)
        self.end_headers()
        if fault.drip:
            self.wfile.write(body[:1])
            self.wfile.flush()
            state.ended.wait(30)
        else:
            self._end()
            self.wfile.write(body[: fault.cut])
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that the base class has
        """Says nothing."""


def _from_engine(engine: str | None, params: Mapping[str, str], accept: str) -> answers.Reply:
    if engine is None:
        return answers.Reply(status=503, body=b"no engine")
    request = urllib.request.Request(  # noqa: S310 - an engine of the tests
        engine,
        data=params.get("query", "").encode(),
        headers={"Content-Type": "application/sparql-query", "Accept": accept},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return answers.Reply(body=answer.read(), kind=answer.headers.get("Content-Type", ""))
    except urllib.error.HTTPError as refused:
        with refused:
            return answers.Reply(status=refused.code, body=refused.read(), kind="text/plain")
