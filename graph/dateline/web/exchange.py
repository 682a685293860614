"""What comes from a client and what goes to it, each watched and bounded."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

from dateline.web.answer import Answer
from dateline.web.headers import EVERY, PREFLIGHT

if TYPE_CHECKING:
    from starlette.types import Receive, Send

Message = MutableMapping[str, Any]
TOO_LARGE = "This request is too large."
_CHUNK = 256 * 1024
_ENCODED = tuple((name.lower().encode("ascii"), value.encode("ascii")) for name, value in EVERY.items())


class TooMuchError(Exception):
    """A request that is not answered to its end; `status` says why."""

    def __init__(self, status: int, detail: str) -> None:
        self.status = status
        super().__init__(detail)


class SlowClientError(Exception):
    """A client that does not take its answer; its connection is closed."""


class Receiving:
    """A client's body. Raises `TooMuchError` for more than `most` bytes, and after `patience` seconds of nothing."""

    def __init__(self, receive: Receive, *, most: int, patience: float) -> None:
        self._receive = receive
        self._most = most
        self._patience = patience
        self._size = 0
        self._ended = False

    async def __call__(self) -> Message:
        if self._ended:
            return await self._receive()
        try:
            async with asyncio.timeout(self._patience):
                message = await self._receive()
        except TimeoutError:
            raise TooMuchError(408, "The request did not arrive in time.") from None
        self._size += len(message.get("body", b""))
        self._ended = message["type"] != "http.request" or not message.get("more_body", False)
        if self._size > self._most:
            raise TooMuchError(413, TOO_LARGE)
        return message


class Sending:
    """What is sent: watched for the record, given the headers of every answer. Raises `SlowClientError`."""

    def __init__(self, send: Send, patience: float) -> None:
        self._send = send
        self._patience = patience
        self.status = 0
        self.sent = 0
        self.kind = "file"

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = list(message.get("headers", ()))
            known = {name.lower() for name, _ in headers}
            more = [(name, value) for name, value in _ENCODED if name not in known]
            message = {**message, "headers": headers + more}
        else:
            self.sent += len(message.get("body", b""))
        try:
            async with asyncio.timeout(self._patience):
                await self._send(message)
        except TimeoutError:
            raise SlowClientError("Nobody takes the answer.") from None

    async def answer(self, found: Answer, *, head: bool) -> None:
        """Sends an answer, a large one in pieces."""
        if found.kind in ("file", "redirect"):
            self.kind = found.kind
        elif found.kind not in ("operations", "error"):
            self.kind = "page" if found.kind == "html" else "data"
        headers = dict(found.headers)
        if found.status == 204:
            headers = {**headers, **PREFLIGHT}
        elif found.status != 304:
            headers["Content-Length"] = str(len(found.body))
        encoded = [(name.lower().encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]
        await self({"type": "http.response.start", "status": found.status, "headers": encoded})
        body = b"" if head else found.body
        for start in range(0, len(body), _CHUNK):
            more = start + _CHUNK < len(body)
            await self({"type": "http.response.body", "body": bytes(body[start : start + _CHUNK]), "more_body": more})
        if not body:
            await self({"type": "http.response.body", "body": b""})
