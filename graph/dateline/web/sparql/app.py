"""The endpoint as an ASGI application: SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/) over the pool.

Mounted, it answers at its own root. `start` and `stop` are for who mounts it; by itself it heeds the lifespan.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from dateline.errors import StoreError
from dateline.web.negotiate import best_of
from dateline.web.rates import Rate, Rates, is_near, neighbourhood
from dateline.web.sparql.federation import Services
from dateline.web.sparql.limits import Limits
from dateline.web.sparql.pool import Pool
from dateline.web.sparql.protocol import ALLOWED, Asked, asked, most_body, unacceptable
from dateline.web.sparql.refusal import Refusal, later
from dateline.web.sparql.remote import RemotePool
from dateline.web.sparql.wire import message
from dateline.web.sparql.worker_process import Answer

if TYPE_CHECKING:
    import pyoxigraph as ox

    from dateline.store.remote import RemoteStore

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Page: TypeAlias = Callable[[str, str, bytes | None], bytes]
"""Makes the page of an answer from the query, the shape of the answer, and its bytes if they are not too many."""

_PIECE = 2**17
_MOST_OTHERS = 4
"""How many queries may wait for other endpoints at once."""
_SHOWN = 2 * 2**20
"""How many bytes of an answer a page is made of at most."""
_TAG = re.compile(r'(?:W/)?("[^"]*")')
_ALWAYS = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Location, Retry-After"),
    (b"vary", b"Accept"),
    (b"x-content-type-options", b"nosniff"),
)


def sparql_app(
    source: Path | RemoteStore,
    *,
    limits: Limits | None = None,
    endpoint: str = "/sparql",
    description: Iterable[ox.Triple] = (),
    query_page: str | None = None,
    services: Services | None = None,
    page: Page | None = None,
) -> SparqlApp:
    """The endpoint over a dump, a collection, any RDF file, the folder of a store on disk, or an engine elsewhere.

    Nothing starts yet.

    `endpoint` is its address as the service description gives it, to which that adds the statements of `description`.
    `query_page` is where a browser is sent that comes without a query. `services` are the other endpoints that queries
    may ask with `SERVICE`; without them it is refused. `page` makes the page of an answer for who likes that best.
    """
    return SparqlApp(
        source,
        limits=limits or Limits(),
        endpoint=endpoint,
        description=tuple(description),
        query_page=query_page,
        services=services or Services(),
        page=page,
    )


class SparqlApp:
    """The endpoint. `start`, `stop` and `reload` belong to one event loop."""

    def __init__(
        self,
        source: Path | RemoteStore,
        *,
        limits: Limits,
        endpoint: str,
        description: tuple[ox.Triple, ...],
        query_page: str | None,
        services: Services,
        page: Page | None,
    ) -> None:
        self.limits = limits
        self._endpoint = endpoint
        self._description = description
        self._query_page = query_page
        self._services = services
        self._page = page
        self._others = asyncio.Semaphore(_MOST_OTHERS)
        self._source = source
        self._pool: Pool | RemotePool | None = None
        self._draining: set[asyncio.Task[None]] = set()
        self._starting = asyncio.Lock()
        self._rates = Rates(Rate(per_second=limits.rate, at_once=limits.burst))
        self._under_way: Counter[str] = Counter()

    async def start(self) -> None:
        """Loads the publication and makes the workers; once is enough. Raises `StoreError`."""
        async with self._starting:
            if self._pool is None:
                self._pool = await self._opened(self._source)

    async def stop(self) -> None:
        """Waits for the queries under way, and ends every process."""
        pool, self._pool = self._pool, None
        for task in [*self._draining, *([asyncio.ensure_future(pool.close())] if pool else [])]:
            await task

    async def reload(self, source: Path | RemoteStore, *, description: Iterable[ox.Triple] | None = None) -> None:
        """Answers from another publication as soon as it is loaded; queries under way are answered from the old one.

        Raises `StoreError` if the new one cannot be loaded; then nothing changes.
        """
        async with self._starting:
            new = await self._opened(source)
            old, self._pool, self._source = self._pool, new, source
            if description is not None:
                self._description = tuple(description)
        if old is not None:
            task = asyncio.ensure_future(old.close())
            self._draining.add(task)
            task.add_done_callback(self._draining.discard)

    @property
    def counts(self) -> Mapping[str, int]:
        """For the record: queries under way, and how many were ended so far, by why."""
        pool = self._pool
        return {"under_way": self._under_way.total(), **({} if pool is None else pool.endings)}

    def guards(self) -> frozenset[str]:
        """What keeps the workers off the network: `seccomp` is the kernel, `files` that they can open none."""
        return frozenset() if self._pool is None else self._pool.guards()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the lifespan of an application of its own."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        headers: dict[str, str] = {}
        for raw, value in scope["headers"]:
            name, text = raw.decode("latin-1"), value.decode("latin-1")
            headers[name] = f"{headers[name]}, {text}" if name in headers else text
        method = scope["method"]
        try:
            await self._answer(method, scope, headers, receive, send)
        except Refusal as refused:
            kind, body = refused.render(headers.get("accept"))
            more = {**refused.headers, "Content-Type": kind, "Cache-Control": "no-store"}
            await _send(send, refused.status, more, body, head=method == "HEAD")

    async def _answer(
        self, method: str, scope: Scope, headers: Mapping[str, str], receive: Receive, send: Send
    ) -> None:
        root = scope.get("root_path", "")
        if root and scope["path"].removeprefix(root).strip("/"):
            raise Refusal(404, "There is nothing here.", remedy="The endpoint has one address.")
        if method == "OPTIONS":
            allowed = {
                "Allow": ALLOWED,
                "Access-Control-Allow-Methods": ALLOWED,
                "Access-Control-Allow-Headers": headers.get("access-control-request-headers") or "Accept, Content-Type",
                "Access-Control-Max-Age": "86400",
            }
            await _send(send, 204, allowed, b"")
            return
        if method not in ("GET", "HEAD", "POST"):
            raise Refusal(405, f"{method} is no way to ask.", headers={"Allow": ALLOWED})
        body = await self._body(headers, receive) if method == "POST" else b""
        found = asked(method, scope["query_string"], headers, body, limits=self.limits, pages=self._page is not None)
        if found is None:
            await self._describe(headers, send, head=method == "HEAD")
            return
        address = (scope.get("client") or ("",))[0]
        client = neighbourhood(address)
        self._admit(address)
        self._under_way[client] += 1
        try:
            answer = await self._asked(found, client, receive)
            try:
                sent = answer if self._page is None or not found.page else await _paged(self._page, answer, found)
                await self._send(sent, found, headers, send, method=method)
            finally:
                answer.close()
        finally:
            self._under_way[client] -= 1
            if not self._under_way[client]:
                del self._under_way[client]

    async def _body(self, headers: Mapping[str, str], receive: Receive) -> bytes:
        most = most_body(self.limits)
        too_long = Refusal(413, f"The request is longer than {most:,} bytes.", remedy="Shorten the query.")
        announced = headers.get("content-length", "0")
        if announced.isascii() and announced.isdigit() and int(announced[:20]) > most:
            raise too_long
        pieces: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(self.limits.stall):
                while True:
                    event = await receive()
                    if event["type"] == "http.disconnect":
                        raise Refusal(400, "The request breaks off.")
                    pieces.append(event.get("body", b""))
                    size += len(pieces[-1])
                    if size > most:
                        raise too_long
                    if not event.get("more_body", False):
                        return b"".join(pieces)
        except TimeoutError:
            raise Refusal(408, f"The request was not there within {self.limits.stall:g} seconds.") from None

    def _admit(self, address: str) -> None:
        """Raises `Refusal` where a client asks too much; this machine and its network may ask as fast as they can."""
        if self._under_way[neighbourhood(address)] >= self.limits.per_client:
            raise later(
                429,
                f"{self.limits.per_client} queries of yours are under way already.",
                seconds=1,
                remedy="Wait for one of them.",
            )
        wait = 0 if is_near(address) else self._rates.wait(address, asyncio.get_running_loop().time())
        if wait:
            raise later(
                429,
                f"This endpoint answers {self.limits.rate:g} queries a second of one client.",
                seconds=wait,
                remedy="Ask more slowly; the files of the dataset hold all of it.",
            )

    async def _asked(self, found: Asked, client: str, receive: Receive) -> Answer:
        pool = await self._running()
        query = found.query
        if self._services.endpoints and "SERVICE" in query.upper():
            async with self._others:
                query = await asyncio.to_thread(self._services.answered, query)
        request = message(
            {
                "query": query,
                "default": found.default_graphs,
                "named": found.named_graphs,
                "formats": found.choice.names,
            }
        )

        async def gone() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass

        return await pool.ask(request, client=client, abandoned=gone)

    async def _running(self) -> Pool | RemotePool:
        if self._pool is None:
            try:
                await self.start()
            except StoreError as error:
                raise later(503, f"The publication cannot be loaded: {error.what}", seconds=60) from error
        if self._pool is None:
            raise later(503, "The endpoint is closed.", seconds=60)
        return self._pool

    async def _opened(self, source: Path | RemoteStore) -> Pool | RemotePool:
        pool = Pool(source, self.limits) if isinstance(source, Path) else RemotePool(source, self.limits)
        try:
            await pool.open()
        except BaseException:
            await pool.close()
            raise
        return pool

    async def _send(self, answer: Answer, found: Asked, headers: Mapping[str, str], send: Send, *, method: str) -> None:
        kind = found.choice.content_types[answer.shape]
        if method == "POST":
            known = {"Cache-Control": "no-store"}
        else:
            known = {"Cache-Control": "no-cache", "ETag": answer.etag}
            tags = headers.get("if-none-match")
            if tags is not None and (tags.strip() == "*" or answer.etag in _TAG.findall(tags)):
                await _send(send, 304, known, None)
                return
        known["Content-Type"] = kind
        if answer.file is None or method == "HEAD":
            await _send(send, 200, known, answer.body, head=method == "HEAD", size=answer.size)
        else:
            await self._stream(send, known, answer.file, answer.size)

    async def _stream(self, send: Send, headers: Mapping[str, str], file: int, size: int) -> None:
        """Sends a file piece by piece, as fast as the client takes it."""
        await send(_start(200, headers, size))
        sent = 0
        while sent < size:
            piece = os.pread(file, _PIECE, sent)
            sent += len(piece)
            # Who takes nothing for so long is cut off, which shows: the length was announced.
            async with asyncio.timeout(self.limits.stall):
                await send({"type": "http.response.body", "body": piece, "more_body": sent < size})

    async def _describe(self, headers: Mapping[str, str], send: Send, *, head: bool) -> None:
        from dateline.web.sparql.description import TYPES, described

        offers = [*TYPES, *(["text/html"] if self._query_page is not None else [])]
        best = best_of(headers.get("accept"), offers)
        if best is None:
            raise unacceptable(tuple(offers))
        if best == "text/html" and self._query_page is not None:
            await _send(send, 303, {"Location": self._query_page, "Cache-Control": "no-cache"}, b"")
            return
        pool = await self._running()
        kind, body, etag = described(
            self._endpoint,
            pool.contents,
            self.limits,
            services=self._services.endpoints,
            more=self._description,
            media_type=best,
        )
        tags = headers.get("if-none-match", "")
        known = {"Cache-Control": "no-cache", "ETag": etag}
        if etag in _TAG.findall(tags) or tags.strip() == "*":
            await _send(send, 304, known, None)
        else:
            await _send(send, 200, {**known, "Content-Type": kind}, body, head=head)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            event = await receive()
            if event["type"] == "lifespan.startup":
                try:
                    await self.start()
                except StoreError as error:
                    await send({"type": "lifespan.startup.failed", "message": str(error)})
                    return
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return


async def _paged(page: Page, answer: Answer, found: Asked) -> Answer:
    """The answer as a page."""
    body: bytes | None = answer.body
    if answer.file is not None:
        body = os.pread(answer.file, answer.size, 0) if answer.size <= _SHOWN else None
    made = await asyncio.to_thread(page, found.query, answer.shape, body)
    return Answer(shape=answer.shape, etag=f'"{sha256(made).hexdigest()[:32]}"', size=len(made), body=made)


def _start(status: int, headers: Mapping[str, str], size: int | None) -> MutableMapping[str, Any]:
    own = [(name.lower().encode("ascii"), value.encode("latin-1", "replace")) for name, value in headers.items()]
    length = [] if size is None else [(b"content-length", b"%d" % size)]
    return {"type": "http.response.start", "status": status, "headers": [*own, *length, *_ALWAYS]}


async def _send(
    send: Send,
    status: int,
    headers: Mapping[str, str],
    body: bytes | None,
    *,
    head: bool = False,
    size: int | None = None,
) -> None:
    """A response that is there as a whole; `size` is that of the body where the request was for its head alone."""
    known = None if body is None or status == 204 else len(body) if size is None else size
    await send(_start(status, headers, known))
    await send({"type": "http.response.body", "body": b"" if head or body is None else body})
