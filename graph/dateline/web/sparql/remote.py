"""Queries handed on to an engine elsewhere, under the limits of the endpoint here; a twin of the pool of workers.

What the engine itself would be careful about is not relied on. A query goes there only if it is SPARQL 1.1 for the
embedded engine too, is no update, calls no `SERVICE` under any reading, names no graph that the engine does not hold,
and calls no function of the engine's own. An answer that breaks off, comes late or is too large is none.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256

import pyoxigraph as ox

from dateline import sparql
from dateline.errors import DatelineError, QueryError, StoreBusyError, StoreError, StoreTimeoutError
from dateline.store.oxigraph import not_sparql, refuse_network
from dateline.store.remote import RemoteStore
from dateline.store.results import Result, Table, Triples
from dateline.web.sparql.formats import Shape, offered
from dateline.web.sparql.limits import Limits
from dateline.web.sparql.nursery_process import Contents
from dateline.web.sparql.protocol import unacceptable
from dateline.web.sparql.refusal import Refusal, later
from dateline.web.sparql.wire import LENGTHS
from dateline.web.sparql.worker_process import Answer

_OF_THE_ENGINE = re.compile(r"<\s*(?:bif|sql|java|javascript|file)\s*:", re.IGNORECASE)
"""How the IRIs of functions begin that some engines have beyond SPARQL, which reach files and networks."""


class RemotePool:
    """An engine elsewhere, asked by so many at once as there would be workers here."""

    def __init__(self, store: RemoteStore, limits: Limits) -> None:
        self.limits = limits
        self.endings: Counter[str] = Counter()
        self.contents = Contents(triples=0, graphs={})
        self._store = store
        self._room = asyncio.Semaphore(limits.workers + limits.slow_workers)
        self._waiting = 0
        self._under_way: set[asyncio.Task[Answer]] = set()

    def guards(self) -> frozenset[str]:
        """By what queries are kept off the network: by being read before they are sent."""
        return frozenset({"read"})

    async def open(self) -> None:
        """Asks what the engine holds. Raises `StoreError`."""
        self.contents = await asyncio.to_thread(_contents, self._store)

    async def close(self) -> None:
        """Waits for the queries under way."""
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def ask(
        self, request: bytes, *, client: str = "", abandoned: Callable[[], Awaitable[object]] | None = None
    ) -> Answer:
        """The whole answer to a request. Raises `Refusal`."""
        if self._waiting >= self.limits.waiting:
            raise later(503, "Too many queries wait for the engine already.", seconds=2)
        task = asyncio.ensure_future(self._ask(request))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        # Who leaves is not waited for; the engine ends the query by the time it was given.
        return await asyncio.shield(task)

    async def _ask(self, request: bytes) -> Answer:
        size, _ = LENGTHS.unpack_from(request)
        asked = json.loads(request[LENGTHS.size : LENGTHS.size + size])
        self._waiting += 1
        try:
            async with asyncio.timeout(self.limits.patience):
                await self._room.acquire()
        except TimeoutError:
            raise later(503, "The engine is busy with other queries.", seconds=2) from None
        finally:
            self._waiting -= 1
        try:
            return await asyncio.to_thread(self._answer, asked)
        finally:
            self._room.release()

    def _answer(self, asked: dict[str, object]) -> Answer:
        text, default, named = str(asked["query"]), _listed(asked["default"]), _listed(asked["named"])
        formats = asked["formats"]
        assert isinstance(formats, dict)  # noqa: S101 - what the endpoint writes
        try:
            self._require_harmless(text, (*default, *named))
            found = self._store.query(text, default_graphs=default, named_graphs=named)
        except StoreTimeoutError as late:
            self.endings["deadline"] += 1
            raise Refusal(
                503, f"The query took longer than {self.limits.seconds:g} seconds.", remedy="Ask for less."
            ) from late
        except StoreBusyError as busy:
            raise later(503, "The engine is busy.", seconds=5) from busy
        except QueryError as wrong:
            status = 403 if "refused" in wrong.what or "not run here" in wrong.remedy else 400
            raise Refusal(status, _sentence(wrong.what), remedy=wrong.remedy) from wrong
        except StoreError as failed:
            raise Refusal(502, "The engine behind this endpoint fails.", remedy="Ask again later.") from failed
        return self._written(found, formats)

    def _require_harmless(self, text: str, graphs: Sequence[str]) -> None:
        """Raises `QueryError` or `Refusal` for what is not handed on."""
        sparql.form(text)
        refuse_network(text)
        _require_sparql(text)
        if any(_OF_THE_ENGINE.search(reading) for reading in sparql.readings(text)):
            raise Refusal(
                403,
                "Functions of an engine's own are refused here.",
                remedy="Use SPARQL 1.1 alone, and no IRI that begins with bif: or sql:.",
            )
        for graph in (*graphs, *sparql.dataset(text)):
            if graph not in self.contents.graphs:
                raise Refusal(
                    403,
                    "A graph is named that this endpoint does not hold, and it retrieves none.",
                    remedy="SELECT DISTINCT ?g { GRAPH ?g { } } lists those it holds.",
                )

    def _written(self, found: Result, formats: dict[str, str]) -> Answer:
        shape: Shape = "truth"
        if isinstance(found, Table | Triples):
            shape = "table" if isinstance(found, Table) else "graph"
            if len(found) > self.limits.rows:
                raise Refusal(
                    413, f"The answer has more than {self.limits.rows:,} rows.", remedy="Ask for less, or use LIMIT."
                )
        name = formats.get(shape)
        if name is None:
            raise unacceptable(offered([shape]))
        try:
            body = found.render({"xml": "xml", "rdf": "rdfxml"}.get(name, name))
        except DatelineError as wrong:
            raise Refusal(406, _sentence(wrong.what), remedy="Choose another format.") from wrong
        if len(body) > self.limits.result_bytes:
            raise Refusal(413, f"The answer is larger than {self.limits.result_bytes:,} bytes.", remedy="Use LIMIT.")
        return Answer(shape=shape, etag=f'"{sha256(body).hexdigest()[:32]}"', size=len(body), body=body)


def _require_sparql(text: str) -> None:
    """Raises `QueryError` for what is not SPARQL 1.1 by the grammar of the embedded engine; nothing is computed."""
    first = sparql.after_prologue(text)
    if first is not None and first.text.upper() == "ASK":
        text = f"{text[: first.start]}SELECT *{text[first.end :]}"  # which is not begun before a row is wanted
    try:
        ox.Store().query(text)
    except SyntaxError as wrong:
        raise not_sparql(wrong, text) from wrong
    except (ValueError, RuntimeError, OSError) as wrong:
        raise QueryError(f"the query is refused: {wrong}.") from wrong


def _contents(store: RemoteStore) -> Contents:
    """What the engine holds, counted graph by graph."""
    found = store.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    assert isinstance(found, Table)  # noqa: S101 - what a SELECT gives
    graphs = {row["g"]: int(row["n"]) for row in found.strings() if "g" in row}
    return Contents(triples=sum(graphs.values()), graphs=dict(sorted(graphs.items())))


def _listed(given: object) -> tuple[str, ...]:
    return tuple(map(str, given)) if isinstance(given, list | tuple) else ()


def _sentence(said: str) -> str:
    line = " ".join(said.split())[:400]
    return line[:1].upper() + line[1:] + ("" if line.endswith((".", "…")) else ".")
