"""The server as an ASGI application: files and resources of the site, the services beside it, and its operations.

Everything that a client could do too much of has a bound here: requests, the length of an address, the size of a body,
the time that one may take to send a body or to take an answer. What is too much is said with 4xx, never by silence.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

from anyio import to_thread

from dateline.web import access_log
from dateline.web.addresses import normal
from dateline.web.answer import Asked, answer, problem
from dateline.web.exchange import TOO_LARGE, Receiving, Sending, SlowClientError, TooMuchError
from dateline.web.operations import OPERATIONS, operate
from dateline.web.rates import Rate, Rates, is_near

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from dateline.web.current import Current, Shown
    from dateline.web.metrics import Metrics

_LOG = logging.getLogger("dateline.web")


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What a client may do. Bytes, and seconds."""

    rate: Rate = field(default_factory=lambda: Rate(per_second=50, at_once=200))
    path: int = 2_048
    query: int = 4_096
    headers: int = 16_384
    body: int = 4 * 2**20
    receive: float = 20.0
    send: float = 60.0


class App:
    """The application. `log` takes the lines of the record of requests; `now` and `since` are the clocks."""

    def __init__(
        self,
        current: Current,
        metrics: Metrics,
        *,
        limits: Limits | None = None,
        log: Callable[[str], None] | None = None,
        now: Callable[[], float] = time.time,
        since: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.current = current
        self.metrics = metrics
        self.limits = limits or Limits()
        self._log = log
        self._now = now
        self._since = since
        self._rates = Rates(self.limits.rate)
        self.refused: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._record(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _live(self, receive: Receive, send: Send) -> None:
        """Opens the publication, keeps up with new ones, and closes the last."""
        await receive()
        try:
            await self.current.open()
        except Exception as refused:  # whatever it is, it ends the start, and the server says it
            self.refused = refused
            await send({"type": "lifespan.startup.failed", "message": str(refused)})
            return
        keeping_up = asyncio.create_task(self.current.keep_up())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        keeping_up.cancel()
        with suppress(asyncio.CancelledError):
            await keeping_up
        await self.current.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _record(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request; counts it and writes it down."""
        began = self._since()
        sending = Sending(send, self.limits.send)
        self.metrics.add("requests_in_progress", 1)
        try:
            await self._guard(scope, receive, sending)
        except SlowClientError:
            raise
        except Exception:
            _LOG.exception("A fault while answering %r", scope.get("raw_path"))
            if sending.status:
                raise
            fault = "A fault in the server itself; it has been written down."
            await sending.answer(problem(_asked(scope, ""), 500, fault), head=False)
        finally:
            seconds = self._since() - began
            self.metrics.add("requests_in_progress", -1)
            kind = "error" if sending.status >= 400 else sending.kind
            self.metrics.count(status=sending.status, kind=kind, seconds=seconds, sent=sending.sent)
            if self._log is not None:
                line = access_log.line(
                    when=self._now(),
                    client=_client(scope),
                    method=scope["method"],
                    target=b"?".join(filter(None, (scope["raw_path"], scope["query_string"]))).decode("latin-1"),
                    status=sending.status,
                    sent=sending.sent,
                    seconds=seconds,
                    agent=_headers(scope).get("user-agent", ""),
                )
                self._log(line)

    async def _guard(self, scope: Scope, receive: Receive, sending: Sending) -> None:
        """Refuses what is too much, and hands on the rest."""
        head = scope["method"] == "HEAD"
        client = _client(scope)
        wait = 0 if is_near(client) else self._rates.wait(client, self._since())
        if wait:
            detail = f"So many requests at once are too many; ask again in {wait} seconds."
            refused = problem(_asked(scope, ""), 429, detail, headers={"Retry-After": str(wait)})
            await sending.answer(refused, head=head)
        elif len(scope["raw_path"]) > self.limits.path:
            await sending.answer(problem(_asked(scope, ""), 414, _TOO_LONG), head=head)
        elif sum(len(name) + len(value) for name, value in scope["headers"]) > self.limits.headers:
            await sending.answer(problem(_asked(scope, ""), 431, "The headers are too long."), head=head)
        else:
            async with self.current.held() as shown:
                path, prefix = _path(scope, shown.prefix)
                await self._route(shown, path, prefix, scope, receive, sending)

    async def _route(
        self, shown: Shown, path: str, prefix: str, scope: Scope, receive: Receive, sending: Sending
    ) -> None:
        """Hands a request to the operations, a service or the site."""
        head, client = scope["method"] == "HEAD", _client(scope)
        if path.split("/", 1)[0] == OPERATIONS:
            sending.kind = "operations"
            found = operate(
                path, _asked(scope, path), shown.site, self.metrics, near=is_near(client), ready=self.current.is_open
            )
            await sending.answer(found, head=head)
            return
        mount = next((name for name in sorted(shown.services, reverse=True) if _is_under(path, name)), None)
        if mount is not None:
            await self._serve(shown.services[mount], mount, prefix, path, scope, receive, sending)
            return
        query = scope["query_string"]
        if len(query) > self.limits.query:
            await sending.answer(problem(_asked(scope, path), 414, _TOO_LONG), head=head)
            return
        try:
            parameters = parse_qsl(query.decode("latin-1"), keep_blank_values=True, max_num_fields=50)
        except ValueError:
            await sending.answer(problem(_asked(scope, path), 400, "The address has too many parameters."), head=head)
            return
        asked = _asked(scope, path, dict(reversed(parameters)))
        await sending.answer(await to_thread.run_sync(answer, shown.site, asked), head=head)

    async def _serve(
        self, app: ASGIApp, mount: str, prefix: str, path: str, scope: Scope, receive: Receive, sending: Sending
    ) -> None:
        """Hands a request to a service, its body bounded in size and in time."""
        sending.kind = "service"
        asked = _asked(scope, mount)
        length = asked.headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > self.limits.body:
            await sending.answer(problem(asked, 413, TOO_LARGE), head=False)
            return
        root, whole = f"/{prefix}{mount}", f"/{prefix}{path}" + ("/" if path == mount else "")
        inner = {**scope, "root_path": root, "path": unquote(whole), "raw_path": whole.encode("ascii")}
        bounded = Receiving(receive, most=self.limits.body, patience=self.limits.receive)
        try:
            await app(inner, bounded, sending)
        except TooMuchError as refused:
            if not sending.status:
                await sending.answer(problem(asked, refused.status, str(refused)), head=False)


_TOO_LONG = "This address is too long."
_ABSOLUTE = re.compile(r"\Ahttps?://[^/]*", re.IGNORECASE)
"""How the target of a request begins that was meant for a proxy (RFC 9112, 3.2.2)."""


def _path(scope: Scope, prefix: str) -> tuple[str, str]:
    """The path below the root of the site, and what stands before it where a proxy left that in."""
    sent = _ABSOLUTE.sub("", scope["raw_path"].decode("latin-1"), count=1)
    path = normal(sent).removeprefix("/")
    if prefix and (path == prefix or path.startswith(prefix + "/")):
        return path[len(prefix) + 1 :], prefix + "/"
    return path, ""


def _asked(scope: Scope, path: str, query: Mapping[str, str] = MappingProxyType({})) -> Asked:
    return Asked(path=path, method=scope["method"], query=query, headers=_headers(scope))


def _headers(scope: Scope) -> dict[str, str]:
    """The headers by name; the values of one that is sent several times are one list (RFC 9110, 5.2)."""
    made: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        made[key] = f"{made[key]}, {text}" if key in made else text
    return made


def _client(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""


def _is_under(path: str, mount: str) -> bool:
    return path == mount or path.startswith(mount + "/")
