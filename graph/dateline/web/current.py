"""The publication that is served now, and how a new one takes its place without a request being dropped.

A request holds the publication that it began with. When another one is published, it is opened beside, tried, and put
in the place of the old one in one step; the old one is closed when the last request that holds it has ended.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from anyio import to_thread

from dateline.collection import PUBLISHED
from dateline.errors import DatelineError
from dateline.web.elsewhere import opened
from dateline.web.lifespans import Lifespan
from dateline.web.metrics import Metrics
from dateline.web.served import MANIFEST
from dateline.web.services import laid_down, services
from dateline.web.site import Site

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from dateline.store.engines import Place
    from dateline.web.sparql import Limits
    from dateline.web.sparql.federation import Services

_LOG = logging.getLogger("dateline.web")


class Shown:
    """A publication while it is served: its site, the services over it, and how many requests hold it.

    `prefix` is what the paths of its IRIs have before the root of the site, for proxies that leave it in.
    """

    def __init__(
        self, site: Site, services: Mapping[str, ASGIApp], room: tempfile.TemporaryDirectory[str] | None = None
    ) -> None:
        self.site = site
        self.services = services
        self._room = room
        self.prefix = urlsplit(site.served.at).path.strip("/")
        self._lifespans = [Lifespan(app) for app in services.values()]
        self._holders = 0
        self._unheld = asyncio.Event()
        self._unheld.set()

    async def start(self) -> None:
        """Starts the services."""
        for one in self._lifespans:
            await one.start()

    async def close(self) -> None:
        """Waits until no request holds it, and stops the services."""
        await self._unheld.wait()
        for one in self._lifespans:
            await one.stop()
        if self._room is not None:
            self._room.cleanup()

    def hold(self) -> None:
        self._holders += 1
        self._unheld.clear()

    def release(self) -> None:
        self._holders -= 1
        if not self._holders:
            self._unheld.set()


class Current:
    """What is served now.

    `limits` are those of a query, and `others` the endpoints that one may ask with `SERVICE`; `place` is the engine
    that holds it, if one does; `watch` is how often, in seconds, it is looked whether something new is published.
    """

    def __init__(
        self,
        path: Path,
        *,
        at: str | None,
        metrics: Metrics,
        limits: Limits | None = None,
        others: Services | None = None,
        place: Place | None = None,
        watch: float = 1.0,
    ) -> None:
        self._path = path
        self._at = at
        self._metrics = metrics
        self._limits = limits
        self._others = others
        self._place = place
        self._watch = watch
        self._shown: Shown | None = None
        self._seen: object = None
        self._wanted = asyncio.Event()
        self._closing: set[asyncio.Task[None]] = set()
        self.is_open = False

    async def open(self) -> None:
        """Opens what is published. Raises what opening raises."""
        self._seen = self._stamp()
        self._shown = await self._opened()
        for note in self._shown.site.served.notes:
            _LOG.info("Note: %s", note)
        self.is_open = True

    @asynccontextmanager
    async def held(self) -> AsyncIterator[Shown]:
        """The publication, which stays open for as long as it is held."""
        shown = self._shown
        if shown is None:
            raise RuntimeError("nothing is opened yet")
        shown.hold()
        try:
            yield shown
        finally:
            shown.release()

    def reload(self) -> None:
        """Has the publication opened anew, whether or not it looks new."""
        self._wanted.set()

    async def keep_up(self) -> None:
        """Takes up every new publication, until it is cancelled."""
        while True:
            try:
                await asyncio.wait_for(self._wanted.wait(), self._watch)
            except TimeoutError:
                if self._stamp() in (self._seen, None):
                    continue
            self._wanted.clear()
            await self._take_up()

    async def close(self) -> None:
        """Closes everything once the last request has ended."""
        self.is_open = False
        if self._shown is not None:
            await self._shown.close()
        await asyncio.gather(*self._closing)

    async def _take_up(self) -> None:
        stamp = self._stamp()
        try:
            fresh = await self._opened()
        except Exception as refused:  # whatever is wrong with it, what is served goes on being served
            self._seen = stamp
            self._metrics.add("publication_reload_failures_total", 1)
            fault = not isinstance(refused, DatelineError | OSError)
            _LOG.error("The new publication cannot be served, the old one stays: %s", refused, exc_info=fault)
            return
        self._seen = stamp
        old, self._shown = self._shown, fresh
        self._metrics.add("publication_reloads_total", 1)
        _LOG.info("Now serving version %s.", fresh.site.served.version)
        if old is not None:
            closing = asyncio.create_task(old.close())
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    async def _opened(self) -> Shown:
        shown = await to_thread.run_sync(self._open)
        try:
            await shown.start()
        except BaseException:
            await shown.close()
            raise
        return shown

    def _open(self) -> Shown:
        served = opened(self._path, self._place, at=self._at)
        site = Site(served)
        site.file("index.html")  # what cannot show its first page is not taken up
        source, room = laid_down(served)
        return Shown(site, services(served, source, at=self._at, limits=self._limits, others=self._others), room)

    def _stamp(self) -> object:
        """What tells one publication from the next without reading it; null while there is none."""
        try:
            found = (self._path / PUBLISHED / MANIFEST).stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size
