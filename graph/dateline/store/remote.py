"""Any SPARQL 1.1 endpoint: queries and updates through SPARQLWrapper, graphs through the graph store protocol.

Specifications: https://www.w3.org/TR/sparql11-protocol/ and https://www.w3.org/TR/sparql11-http-rdf-update/.
What engines do differently, and what is done about it here, is told in `queries/README.md`.
"""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pyoxigraph as ox
from SPARQLWrapper import GET, POST, SPARQLWrapper

from dateline import sparql
from dateline.errors import QueryError, StoreError, StoreTimeoutError, UsageError
from dateline.store.rdf import has_blank, ntriples_of, triples_of
from dateline.store.results import Result, Table, Triples, Truth, result_of
from dateline.store.transport import USER_AGENT, Answer, Credentials, Transport, elided

if TYPE_CHECKING:
    from dateline.store.protocol import Data

Union: TypeAlias = Literal["server", "client"]
"""Who makes the union of the named graphs: the server by its own rule, or this client by naming every graph."""

Replacing: TypeAlias = Literal["put", "difference"]
"""How a graph is replaced: by a PUT, or, where an engine does that in two steps, by one update with what differs."""

_VIRTUOSO_TRUTH = "__ASK_RETVAL"
_LONGEST_GET = 2000
_BATCH = 500
_MOST_AT_ONCE = 3000
"""Triples of one update: Virtuoso's compiler takes some 4,900."""
_WHOLE_DECIMAL = re.compile(
    r'(?<= )"([+-]?[0-9]+)"(\^\^<http://www\.w3\.org/2001/XMLSchema#decimal> \.)$', re.MULTILINE
)
_TABLES: Mapping[str, ox.QueryResultsFormat] = MappingProxyType(
    {
        "application/sparql-results+json": ox.QueryResultsFormat.JSON,
        "application/json": ox.QueryResultsFormat.JSON,
        "application/sparql-results+xml": ox.QueryResultsFormat.XML,
        "application/xml": ox.QueryResultsFormat.XML,
        "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    }
)
_GRAPHS: Mapping[str, ox.RdfFormat] = MappingProxyType(
    {
        "application/n-triples": ox.RdfFormat.N_TRIPLES,
        "text/plain": ox.RdfFormat.N_TRIPLES,
        "text/turtle": ox.RdfFormat.TURTLE,
        "application/rdf+xml": ox.RdfFormat.RDF_XML,
    }
)
_ACCEPT_TABLE = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_ACCEPT_GRAPH = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"


class RemoteStore:
    """A store behind HTTP; see `Store` for what it does, and `dateline.store.open_remote` for how to reach one."""

    def __init__(
        self,
        url: str,
        *,
        update_url: str | None = None,
        graph_store_url: str | None = None,
        credentials: Credentials | None = None,
        timeout: float = 60.0,
        union: Union = "server",
        replacing: Replacing = "put",
        agent: str = USER_AGENT,
    ) -> None:
        def transport(address: str) -> Transport:
            return Transport(address, credentials=credentials, timeout=timeout, agent=agent)

        self._queries = transport(url)
        self._updates = transport(update_url) if update_url else None
        self._graph_store = transport(graph_store_url) if graph_store_url else None
        self.where = self._queries.url
        self._union = union
        self._replacing = replacing

    def __enter__(self) -> RemoteStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"RemoteStore({self.where!r})"

    def query(self, text: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Result:
        """What a query gives. Raises `StoreTimeoutError` for an answer that breaks off: half an answer is none."""
        form = sparql.form(text)
        if self._union == "client" and not default_graphs and not named_graphs and not sparql.dataset(text):
            default_graphs = named_graphs = self.graphs()
        call = _Call(self._queries)
        call.ask(text, form, default_graphs, named_graphs)
        answer = call.send()
        result = self._solutions(answer) if form in ("SELECT", "ASK") else self._triples(answer)
        self._require_whole(answer, 0 if isinstance(result, Truth) else len(result))
        return result

    def update(self, text: str) -> None:
        """Run a SPARQL update; whether it happens whole or in part is the engine's affair."""
        if self._updates is None:
            raise StoreError("no address for updates is known.", where=self.where, remedy="Give update_url.")
        call = _Call(self._updates)
        call.change(text)
        call.send()

    def replace(self, graph: str, data: Data, *, format: str = "nt") -> None:  # noqa: A002 - the word everyone uses
        """Make a named graph hold exactly these triples.

        By PUT to the graph store: whole or not at all, where the engine does as the protocol says. With `replacing`
        `difference`, and where there is no graph store, by one update with what differs from what is there, which
        engines run whole or not at all; what is too much for that (3,000 triples) goes by PUT, or in parts of 500, of
        which an error may leave the first.
        """
        if (self._replacing == "difference" or self._graph_store is None) and self._exchange(graph, data, format):
            return
        name = sparql.iri(graph)
        if self._graph_store is not None:
            body = ntriples_of(data, format)
            # An empty body is refused by some engines, and an empty graph is none.
            if body:
                self._graph_store.send(_graph_request(self._graph_store, "PUT", graph, body))
            else:
                self.drop(graph)
            return
        self.update(f"DROP SILENT GRAPH {name}")
        self._insert(name, data, format)

    def _exchange(self, graph: str, data: Data, format: str) -> bool:  # noqa: A002
        """Whether one update could make a graph that is there hold exactly these triples."""
        wanted, held = frozenset(triples_of(data, format)), frozenset(self.graph(graph).triples)
        gone, new = held - wanted, wanted - held
        if not held and self._graph_store is not None:
            return False  # nobody sees the beginning of it
        if len(gone) + len(new) > _MOST_AT_ONCE or any(map(has_blank, (*gone, *new))):
            return False  # no update can name a blank node
        if not gone and not new:
            return True
        pointed = self._replacing == "difference"
        less, more = (_pattern(graph, triples, pointed=pointed) for triples in (gone, new))
        try:
            self.update(f"DELETE {{{less}}} INSERT {{{more}}} WHERE {{}}")
        except QueryError:
            return False  # it is too much for the engine
        return True

    def add(self, graph: str, data: Data, *, format: str = "nt") -> None:  # noqa: A002
        """Add triples to a named graph: POST to the graph store, or updates where there is none."""
        name = sparql.iri(graph)
        if self._graph_store is None:
            self._insert(name, data, format)
        elif body := ntriples_of(data, format):
            self._graph_store.send(_graph_request(self._graph_store, "POST", graph, body))

    def drop(self, graph: str) -> None:
        """Remove a named graph; one that is not there is no error."""
        name = sparql.iri(graph)
        if self._graph_store is None:
            self.update(f"DROP SILENT GRAPH {name}")
        else:
            self._graph_store.send(_graph_request(self._graph_store, "DELETE", graph), missing_ok=True)

    def graph(self, graph: str) -> Triples:
        """The triples of a named graph, none if there is no such graph."""
        name = sparql.iri(graph)
        if self._graph_store is not None:
            answer = self._graph_store.send(_graph_request(self._graph_store, "GET", graph), missing_ok=True)
            return Triples(()) if answer.status == 404 else self._triples(answer)
        call = _Call(self._queries)
        call.ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}", "CONSTRUCT", (), ())
        return self._triples(call.send())

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs that hold anything, sorted; with those the engine keeps for itself."""
        return tuple(sorted(row["g"] for row in self._rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")))

    def count(self, graph: str | None = None) -> int:
        """How many triples a named graph holds, or all named graphs together."""
        place = "?g" if graph is None else sparql.iri(graph)
        return int(self._rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {place} {{ ?s ?p ?o }} }}")[0]["n"])

    def close(self) -> None:
        """Nothing: connections do not outlive their request."""

    def _rows(self, text: str) -> list[dict[str, str]]:
        call = _Call(self._queries)
        call.ask(text, "SELECT", (), ())
        answer = call.send()
        table = self._solutions(answer)
        if not isinstance(table, Table):
            raise StoreError("the endpoint answers a SELECT with a truth value.", where=self.where)
        self._require_whole(answer, len(table))
        return table.strings()

    def _require_whole(self, answer: Answer, rows: int) -> None:
        """Virtuoso says in headers that time or rows ran out, under status 200."""
        if "x-sql-state" in answer.headers:
            raise self._queries.timed_out()
        most = answer.headers.get("x-sparql-maxrows", "")
        if most.isdecimal() and rows >= int(most):
            raise StoreError(
                f"the endpoint gives only its first {most} rows.",
                where=self.where,
                remedy="Ask for less, or raise its limit.",
            )

    def _solutions(self, answer: Answer) -> Result:
        kind = _TABLES.get(answer.media_type)
        if kind is None:
            raise self._no_results(answer)
        try:
            result = result_of(ox.parse_query_results(answer.body, kind))
        except (SyntaxError, ValueError) as error:
            raise self._broken(answer, error) from error
        if isinstance(result, Table) and result.variables == (_VIRTUOSO_TRUTH,):
            return Truth(any(row[_VIRTUOSO_TRUTH] != "0" for row in result.strings()))
        return result

    def _triples(self, answer: Answer) -> Triples:
        kind = _GRAPHS.get(answer.media_type)
        if kind is None:
            raise self._no_results(answer)
        try:
            return Triples(tuple(quad.triple for quad in ox.parse(answer.body, kind)))
        except (SyntaxError, ValueError) as error:
            raise self._broken(answer, error) from error

    def _no_results(self, answer: Answer) -> StoreError:
        kind = answer.media_type or "no media type"
        return StoreError(
            f"what answers is no SPARQL endpoint: it sends {elided(kind.encode())}.",
            where=self.where,
            remedy="Give the address that takes queries; it often ends in /sparql or /query.",
        )

    def _broken(self, answer: Answer, error: Exception) -> StoreError:
        """Some engines end a query that takes too long by ending the answer, under status 200."""
        ending = {b"}", b">"} if answer.media_type in _TABLES else {b".", b">"}
        if answer.body.rstrip()[-1:] not in ending:
            return StoreTimeoutError(
                "the answer breaks off: the engine ran out of time.",
                where=self.where,
                remedy="Ask for less, or raise the engine's time limit.",
            )
        return StoreError(
            f"the answer is not the {answer.media_type} it says it is: {elided(str(error).encode())}", where=self.where
        )

    def _insert(self, name: str, data: Data, format: str) -> None:  # noqa: A002
        for part in _parts(triples_of(data, format)):
            triples = (ox.serialize(part, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
            self.update(f"INSERT DATA {{ GRAPH {name} {{\n{triples}}} }}")


class _Call(SPARQLWrapper):
    """One request of SPARQLWrapper, sent by our own transport: its limits, its redirects, its credentials."""

    def __init__(self, transport: Transport) -> None:
        self._form = "SELECT"
        address = urlsplit(transport.url)
        bare = urlunsplit(address._replace(query=""))
        super().__init__(bare, updateEndpoint=bare, agent=transport.agent)
        self.setOnlyConneg(True)
        for name, value in parse_qsl(address.query, keep_blank_values=True):
            self.addParameter(name, value)
        self._transport = transport

    def ask(self, text: str, form: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> None:
        self._form = form
        self.setQuery(text)
        for parameter, graphs in (("default-graph-uri", default_graphs), ("named-graph-uri", named_graphs)):
            for graph in graphs:
                self.addParameter(parameter, graph)
        long = len(text) + sum(map(len, (*default_graphs, *named_graphs))) > _LONGEST_GET
        self.setMethod(POST if long else GET)
        self.addCustomHttpHeader("Accept", _ACCEPT_TABLE if form in ("SELECT", "ASK") else _ACCEPT_GRAPH)

    def change(self, text: str) -> None:
        self._form = "INSERT"
        self.setQuery(text)
        self.setMethod(POST)
        self.addCustomHttpHeader("Accept", "*/*")

    def send(self) -> Answer:
        return self._transport.send(self._createRequest())

    def _parseQueryType(self, query: str) -> str:  # noqa: N802 - SPARQLWrapper's name; its own guess errs on comments
        return self._form


def _graph_request(store: Transport, method: str, graph: str, body: bytes | None = None) -> urllib.request.Request:
    address = urlsplit(store.url)
    inside = parse_qsl(address.query, keep_blank_values=True)
    url = urlunsplit(address._replace(query=urlencode([*inside, ("graph", graph)])))
    request = urllib.request.Request(url, data=body, method=method)  # noqa: S310 - Transport checked the scheme
    request.add_header("Accept", _ACCEPT_GRAPH if method == "GET" else "*/*")
    if body is not None:
        request.add_header("Content-Type", "application/n-triples")
    return request


def _pattern(graph: str, triples: Iterable[ox.Triple], *, pointed: bool) -> str:
    """Triples of a graph as an update writes them; `pointed` writes whole decimals with a point.

    Virtuoso takes a decimal without one for an integer in an update, and in no other place; it keeps either as `1`.
    """
    lines = (ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    if pointed:
        lines = _WHOLE_DECIMAL.sub(r'"\1.0"\2', lines)
    return f" GRAPH {sparql.iri(graph)} {{\n{lines}}} " if lines else ""


def _parts(triples: Iterator[ox.Triple]) -> Iterator[list[ox.Triple]]:
    part: list[ox.Triple] = []
    for triple in triples:
        part.append(triple)
        if len(part) == _BATCH:
            yield part
            part = []
    if part:
        yield part


def connect(
    url: str,
    *,
    update_url: str | None = None,
    graph_store_url: str | None = None,
    user: str | None = None,
    password: str | None = None,
    token: str | None = None,
    digest: bool = False,
    timeout: float = 60.0,
    union: Union = "server",
    replacing: Replacing = "put",
    agent: str = USER_AGENT,
) -> RemoteStore:
    """The store behind an endpoint; see `dateline.store.open_remote`."""
    credentials = None
    if token is not None and user is not None:
        raise UsageError("give a name and password, or a token, not both.")
    if token is not None:
        credentials = Credentials(scheme="bearer", secret=token)
    elif user is not None:
        credentials = Credentials(scheme="digest" if digest else "basic", user=user, secret=password or "")
    return RemoteStore(
        url,
        update_url=update_url,
        graph_store_url=graph_store_url,
        credentials=credentials,
        timeout=timeout,
        union=union,
        replacing=replacing,
        agent=agent,
    )
