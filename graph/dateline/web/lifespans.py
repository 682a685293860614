"""An ASGI application's own start and stop (https://asgi.readthedocs.io/en/latest/specs/lifespan.html)."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from starlette.types import ASGIApp


class Lifespan:
    """Starts and stops an application; one that knows of neither is left alone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._asked: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        self._told: asyncio.Queue[str] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Returns when the application is ready. Raises `RuntimeError` with its words if it cannot be."""
        self._task = asyncio.create_task(self._run())
        await self._say("startup")

    async def stop(self) -> None:
        """Returns when the application has put away everything."""
        if self._task is not None and not self._task.done():
            await self._say("shutdown")
            await self._task

    async def _say(self, what: str) -> None:
        self._asked.put_nowait({"type": f"lifespan.{what}"})
        told = await self._told.get()
        if told:
            raise RuntimeError(told)

    async def _run(self) -> None:
        async def send(message: MutableMapping[str, Any]) -> None:
            failed = message["type"].endswith(".failed")
            self._told.put_nowait((message.get("message") or "it does not start") if failed else "")

        with suppress(Exception):  # by the specification, an application that raises knows of no lifespan
            await self._app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, self._asked.get, send)
        self._told.put_nowait("")
        self._told.put_nowait("")
