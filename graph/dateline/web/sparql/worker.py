"""A process that answers queries, one at a time, and is ended when one takes too long.

It is forked by the nursery with the publication in memory. A request is a line of JSON; an answer a line of JSON with
its `size`, and then either so many bytes, or the file that holds them.
"""

from __future__ import annotations

import json
import os
import signal
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from dateline import sparql, terms
from dateline.errors import QueryError
from dateline.store import union
from dateline.store.oxigraph import not_sparql, on_disk
from dateline.store.results import TABLE_FORMATS, TRIPLE_FORMATS
from dateline.store.services import calls_service
from dateline.web.sparql.formats import Shape, offered
from dateline.web.sparql.guard import confine, nothing_new
from dateline.web.sparql.limits import Limits
from dateline.web.sparql.protocol import unacceptable
from dateline.web.sparql.refusal import Refusal
from dateline.web.sparql.spool import Rows, Spool, spare_file
from dateline.web.sparql.wire import LENGTHS, message

_GRAPHS = {**TRIPLE_FORMATS, "trig": ox.RdfFormat.TRIG, "nq": ox.RdfFormat.N_QUADS}
_BACKSTOP = 1.0
"""Seconds after the deadline at which a worker ends by itself, if nobody has ended it."""


class Answering:
    """The publication in this process, and how it is asked."""

    def __init__(self, engine: ox.Store, limits: Limits, *, on_disk: bool = False) -> None:
        self._engine = engine
        self._limits = limits
        # An engine on disk opens its files as it needs them, so there the filter of calls stands alone.
        self._closed: Callable[[], AbstractContextManager[None]] = nullcontext if on_disk else nothing_new
        self._spare: IO[bytes] | None = None
        # Triples that no graph holds are another program's, and the engine's own union has them all.
        self._union = union.is_kept(engine)

    def answer(self, request: Mapping[str, Any]) -> Spool:
        """The whole answer to a request. Raises `Refusal`."""
        if self._spare is None or self._spare.closed:
            self._spare = spare_file()
        with self._closed():
            return self._answer(request["query"], request["default"], request["named"], request["formats"])

    def _answer(self, text: str, default: Sequence[str], named: Sequence[str], formats: Mapping[str, str]) -> Spool:
        if calls_service(text):
            raise Refusal(
                403,
                "SERVICE is refused: this endpoint asks no other.",
                remedy="Ask the other endpoint yourself, and give what it says here in VALUES.",
            )
        clauses = () if default or named else sparql.dataset(text)
        for graph in (*default, *named, *clauses):
            self._require(graph)
        restricted = bool(default or named)
        try:
            found = self._engine.query(
                text,
                use_default_graph_as_union=not (self._union or restricted or clauses),
                default_graph=[ox.NamedNode(graph) for graph in default] if restricted else None,
                named_graphs=[ox.NamedNode(graph) for graph in named] if restricted else None,
            )
            return self._written(found, formats)
        except SyntaxError as error:
            raise _no_query(text, error) from error
        except (ValueError, RuntimeError, OSError) as error:
            raise Refusal(400, f"The engine refuses the query: {_sentence(str(error))}") from error

    def _written(
        self, found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, formats: Mapping[str, str]
    ) -> Spool:
        shape: Shape = "graph"
        if isinstance(found, ox.QuerySolutions):
            shape = "table"
        elif isinstance(found, ox.QueryBoolean):
            shape = "truth"
        name = formats.get(shape)
        if name is None:
            raise unacceptable(offered([shape]))
        spool = Spool(self._limits, shape=shape, format=name, spare=self._spare)
        if isinstance(found, ox.QueryTriples):
            prefixes = dict(terms.PREFIXES) if name in ("turtle", "trig") else None
            try:
                ox.serialize(_counted(found, spool), spool, format=_GRAPHS[name], prefixes=prefixes)  # type: ignore[arg-type]  # it asks for no more than write and flush
            except ValueError as error:
                raise Refusal(
                    406, f"The answer cannot be written as {name}: {_sentence(str(error))}", remedy="Choose another."
                ) from error
        else:
            sink = Rows(spool, format=name) if shape == "table" else spool
            found.serialize(sink, format=TABLE_FORMATS[name])  # type: ignore[arg-type]
        spool.close()
        return spool

    def _require(self, graph: str) -> None:
        try:
            held = self._engine.contains_named_graph(ox.NamedNode(graph))
        except ValueError:
            raise Refusal(
                400, f"{_shown(graph)} is no absolute IRI.", remedy="Name graphs by their absolute IRIs."
            ) from None
        if not held:
            raise Refusal(
                403,
                f"This endpoint holds no graph {_shown(graph)}, and it retrieves none.",
                remedy="SELECT DISTINCT ?g { GRAPH ?g { } } lists those it holds; without any it reads all of them.",
            )


def work(channel: socket.socket, engine: ox.Store | Path, limits: Limits) -> None:
    """Answers what comes through a channel until it is closed; a folder is opened first."""
    opened = on_disk(engine, read_only=True).engine if isinstance(engine, Path) else engine
    answering = Answering(opened, limits, on_disk=isinstance(engine, Path))
    guarded = confine(limits.memory, largest_file=limits.result_bytes + 2**20)
    _send(channel, {"pid": os.getpid(), "guard": guarded})
    while (request := _received(channel)) is not None:
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + _BACKSTOP)
        reply(channel, answering, request)
        signal.setitimer(signal.ITIMER_REAL, 0)


def reply(channel: socket.socket, answering: Answering, request: Mapping[str, Any]) -> None:
    """Answers one request through a channel."""
    try:
        spool = answering.answer(request)
    except Refusal as refused:
        _send(channel, {"status": refused.status, "what": refused.what, "remedy": refused.remedy})
    except MemoryError:
        _send(channel, {"status": 503, "what": "The query needs too much memory.", "remedy": "Ask for less."})
    else:
        head = {"status": 200, "shape": spool.shape, "etag": spool.etag, "size": spool.size}
        if spool.file is None:
            _send(channel, head, spool.body)
        else:
            with spool.file:
                _send(channel, head, file=spool.file.fileno())


def _counted(triples: ox.QueryTriples, spool: Spool) -> Iterator[ox.Triple]:
    for triple in triples:
        spool.count(1)
        yield triple


def _no_query(text: str, error: SyntaxError) -> Refusal:
    try:
        sparql.form(text)
    except QueryError as wrong:
        if wrong.remedy == "Updates are not run here.":
            return Refusal(403, "This endpoint only answers queries; it changes nothing.")
        return Refusal(400, _sentence(wrong.what), remedy=wrong.remedy)
    return Refusal(400, _sentence(not_sparql(error, text).what))


def _sentence(said: str) -> str:
    line = " ".join(said.split())[:400]
    return line[:1].upper() + line[1:] + ("" if line.endswith((".", "…")) else ".")


def _shown(iri: str) -> str:
    return "<" + "".join(one if one.isprintable() else "?" for one in iri[:200]) + ">"


def _received(channel: socket.socket) -> dict[str, Any] | None:
    head = _exactly(channel, LENGTHS.size)
    if head is None:
        return None
    body = _exactly(channel, LENGTHS.unpack(head)[0])
    found: dict[str, Any] | None = None if body is None else json.loads(body)
    return found


def _exactly(channel: socket.socket, size: int) -> bytes | None:
    pieces: list[bytes] = []
    while size:
        piece = channel.recv(min(size, 2**18))
        if not piece:
            return None
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _send(channel: socket.socket, head: Mapping[str, Any], body: bytes = b"", file: int | None = None) -> None:
    if file is None:
        channel.sendall(message(head, body))
    else:
        socket.send_fds(channel, [message(head)], [file])
