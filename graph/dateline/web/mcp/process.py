"""The server as a process: it speaks on stdin and stdout until they end or a signal comes, and leaves nothing."""

from __future__ import annotations

import os
import signal
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import anyio

from dateline.web.mcp.asking import asking
from dateline.web.mcp.server import server_of

if TYPE_CHECKING:
    from dateline.web.served import Served


def run(served: Served) -> None:
    """Speaks until stdin ends."""
    anyio.run(_speak, served)


async def _speak(served: Served) -> None:
    async with AsyncExitStack() as held, anyio.create_task_group() as group:
        asked = await held.enter_async_context(asking(served))
        group.start_soon(_heed_signals, held)
        await server_of(served, asked).run_stdio_async()
        group.cancel_scope.cancel()


async def _heed_signals(held: AsyncExitStack) -> None:
    """Ends the process at a signal: whoever reads stdin cannot be told to stop, so nobody waits for that."""
    with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as signals:
        async for number in signals:
            await held.aclose()
            os._exit(128 + number)
