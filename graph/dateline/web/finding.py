"""Words found on a server, by the full-text index of the publication: as a page for people, as JSON for programs.

A large publication has its index beside its store; that of a small one is made in a folder of its own at the first
search. A search is bounded in its words, in what it finds and in time.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dateline.archive.search import FILE, fill, search_index
from dateline.errors import StoreError, UsageError
from dateline.web.answer import ALLOWED, Answer, Asked, problem
from dateline.web.headers import PREFLIGHT
from dateline.web.negotiate import best_of
from dateline.web.pages import found_places, render_found
from dateline.web.served import DUMP, Served
from dateline.web.sharded import Sharded

if TYPE_CHECKING:
    from starlette.types import ASGIApp

MOST, USUAL = 100, 60
"""How many places are found at most, and how many unless the request says otherwise."""
SECONDS = 5.0


def finding_app(served: Served) -> ASGIApp:
    """The search over a publication as an ASGI application, to be mounted anywhere."""
    return _Finding(served).app()


class _Finding:
    def __init__(self, served: Served) -> None:
        self._served = served
        self._lock = Lock()
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/", self._endpoint, methods=["GET", "OPTIONS"])], lifespan=self._live)

    @asynccontextmanager
    async def _live(self, app: Starlette) -> AsyncIterator[None]:
        yield
        if self._folder is not None:
            self._folder.cleanup()

    async def _endpoint(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ALLOWED, **PREFLIGHT})
        asked = Asked(path="find", headers=dict(request.headers))
        try:
            given = request.query_params
            found = await run_in_threadpool(self._answer, asked, given.get("q", ""), _limit(given.get("limit", "")))
        except UsageError as wrong:
            found = problem(asked, 400, str(wrong))
        except StoreError as wrong:
            found = problem(asked, 503, str(wrong), headers={"Retry-After": "10"})
        return Response(bytes(found.body), found.status, dict(found.headers))

    def _answer(self, asked: Asked, words: str, limit: int) -> Answer:
        hits = search_index(self._index(), words, limit + 1, seconds=SECONDS)
        kind = best_of(asked.headers.get("accept"), ("text/html", "application/json")) or "application/json"
        more = len(hits) > limit
        if kind == "text/html":
            body, kind = render_found(self._served, words, hits[:limit], more=more), "text/html; charset=utf-8"
        else:
            places = [
                {**asdict(hit), "title": title, "page": page}
                for hit, title, page in found_places(self._served, hits[:limit])
            ]
            said: dict[str, Any] = {"query": words, "hits": places, "more": more}
            body = (json.dumps(said) + "\n").encode()
        return Answer(
            status=200, headers={"Content-Type": kind, "Cache-Control": "no-cache", "Vary": "Accept"}, body=body
        )

    def _index(self) -> Path:
        """The file of the index."""
        if isinstance(self._served, Sharded):
            return self._served.index.with_name(FILE)
        with self._lock:
            if self._folder is None:
                folder = tempfile.TemporaryDirectory(prefix="dateline-")
                fill(Path(folder.name) / FILE, [bytes(self._served.files[DUMP])])
                self._folder = folder
        return Path(self._folder.name) / FILE


def _limit(given: str) -> int:
    """How many places are wanted. Raises `UsageError` for anything but a number within the bounds."""
    if not given:
        return USUAL
    if not (given.isascii() and given.isdecimal() and len(given) < 4 and 1 <= int(given) <= MOST):
        raise UsageError("the limit is no number that can be.", remedy=f"Give one from 1 to {MOST}.")
    return int(given)
