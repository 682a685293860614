"""Queries of assistants, as the SPARQL endpoint answers them: in processes that are ended when they take too long.

The endpoint is asked as an application in this process; nothing listens on the network.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from dateline import sparql
from dateline.errors import QueryError, StoreTimeoutError
from dateline.web.sparql.limits import Limits

if TYPE_CHECKING:
    from dateline.store.remote import RemoteStore
    from dateline.web.served import Served
    from dateline.web.sparql.app import SparqlApp

LIMITS = Limits(workers=2, slow_workers=2, waiting=16, rate=0, rows=50_000, result_bytes=8 * 2**20, memory=256 * 2**20)
"""Those of an endpoint with one client, whose answers are read by a model and not by a program."""
_DUMP = "graph.nq"
_LATER = (429, 503, 504)


class Asking:
    """Asks a publication; opened once, within one event loop."""

    def __init__(self, app: SparqlApp) -> None:
        self._app = app

    async def table(self, text: str) -> tuple[list[str], list[list[str]]]:
        """The columns and rows of a SELECT, as text, unbound cells empty; an ASK has one cell, `true` or `false`.

        Raises `QueryError` for what is neither, is no SPARQL, is refused or is too much, `StoreTimeoutError` for what
        takes too long.
        """
        form = sparql.form(text)
        if form not in ("SELECT", "ASK"):
            raise QueryError(
                f"{form} is not asked here.", remedy="Write a SELECT or an ASK; describe tells of a thing."
            )
        status, body = await self._posted(text.encode("utf-8", "replace"))
        if status == 200:
            return _cells(json.loads(body))
        what, remedy = _refusal(body)
        if status in _LATER:
            raise StoreTimeoutError(what, remedy=remedy)
        raise QueryError(what, remedy=remedy)

    async def _posted(self, query: bytes) -> tuple[int, bytes]:
        """The status and the body of the answer to a query that is posted."""
        said: list[MutableMapping[str, Any]] = []
        unsent: list[MutableMapping[str, Any]] = [{"type": "http.request", "body": query, "more_body": False}]

        async def receive() -> MutableMapping[str, Any]:
            if not unsent:
                await asyncio.Event().wait()  # who asks stays until there is an answer
            return unsent.pop()

        async def send(message: MutableMapping[str, Any]) -> None:
            said.append(message)

        headers = [
            (b"content-type", b"application/sparql-query"),
            (b"content-length", str(len(query)).encode()),
            (b"accept", b"application/sparql-results+json, application/problem+json;q=0.5"),
        ]
        scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": headers}
        await self._app(scope, receive, send)
        status = next(one["status"] for one in said if one["type"] == "http.response.start")
        return status, b"".join(one.get("body", b"") for one in said if one["type"] == "http.response.body")


@asynccontextmanager
async def asking(served: Served, limits: Limits = LIMITS) -> AsyncIterator[Asking]:
    """The endpoint over a publication, for as long as it is asked."""
    from dateline.web.sparql.app import sparql_app

    with TemporaryDirectory(prefix="dateline-") as folder:
        app = sparql_app(_source(served, Path(folder), limits), limits=limits)
        await app.start()
        try:
            yield Asking(app)
        finally:
            await app.stop()


def _source(served: Served, folder: Path, limits: Limits) -> Path | RemoteStore:
    """What the endpoint reads: an engine elsewhere, the index of a large publication, or the dump, laid in a folder."""
    from dateline.web.elsewhere import Elsewhere
    from dateline.web.sharded import Sharded

    if isinstance(served, Elsewhere):
        return served.place.open(limits.seconds)
    if isinstance(served, Sharded):
        return served.index
    dump = folder / _DUMP
    dump.write_bytes(bytes(served.files[_DUMP]))
    return dump


def _cells(found: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    """SPARQL results in JSON as columns and rows of text."""
    if "boolean" in found:
        return ["answer"], [["true" if found["boolean"] else "false"]]
    columns = list(found["head"]["vars"])
    rows = [[_text(row.get(name)) for name in columns] for row in found["results"]["bindings"]]
    return columns, rows


def _text(term: dict[str, Any] | None) -> str:
    if term is None:
        return ""
    return str(term["value"]) if term["type"] != "triple" else json.dumps(term["value"], ensure_ascii=False)


def _refusal(body: bytes) -> tuple[str, str]:
    """What the endpoint says it refuses and why, and the remedy."""
    text = body.decode("utf-8", "replace").strip()
    try:
        said = json.loads(text)
    except ValueError:
        return text[:1_000] or "the query was refused.", ""
    if not isinstance(said, dict):
        return text[:1_000], ""
    return str(said.get("detail") or said.get("title") or text), str(said.get("remedy") or "")
