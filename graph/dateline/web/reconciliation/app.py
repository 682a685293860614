"""The reconciliation service over HTTP: two versions of the protocol, each on a mount of its own.

Every answer, an error too, may be read by any page (CORS), and is never a script: `callback` (JSONP) is refused,
because a script from our address that a stranger can shape would pass the pages' content security policy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dateline.errors import DatelineError, UsageError
from dateline.web.reconciliation import preview
from dateline.web.reconciliation.asked import extension, parsed_json, queries_0_2, queries_1_0
from dateline.web.reconciliation.extension import extended
from dateline.web.reconciliation.languages import preferred
from dateline.web.reconciliation.service import (
    MOST_QUERIES,
    MOST_SUGGESTED,
    SUGGESTED,
    Service,
    Version,
    whole_number,
)
from dateline.web.reconciliation.things import Thing, Things, things_in

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from dateline.web.served import Served

MOUNTS: Mapping[Version, str] = {"0.2": "reconcile", "1.0": "reconcile/v1"}
"""Where the site mounts each version, below its root: things are shown where the service is reached."""
LARGEST_BODY = 2_000_000
"""Bytes of a request."""
_HEADERS = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Accept-Language, Content-Type"),
    (b"access-control-max-age", b"86400"),
    (b"x-content-type-options", b"nosniff"),
)


class TooLargeError(UsageError):
    """A request with more in it than is answered at once."""


def reconciliation_app(served: Served, version: Version, *, at: str | None = None) -> ASGIApp:
    """The service in one version (`0.2` or `1.0`) as an ASGI application, to be mounted anywhere.

    `at` is the URL where it is reached; without it, what the request says. The publication is read at the first
    request.
    """
    return _Allowed(_Endpoints(served, version, at).app())


class _Endpoints:
    """The routes over one publication."""

    def __init__(self, served: Served, version: Version, at: str | None) -> None:
        self._served, self._version, self._at = served, version, at
        self._things: Things | None = None

    def app(self) -> Starlette:
        both = [
            Route("/suggest/entity", self._answer(self._entities)),
            Route("/suggest/property", self._answer(self._properties)),
            Route("/suggest/type", self._answer(self._types)),
            Route("/extend/propose", self._answer(self._propose)),
            Route("/preview", self._answer(self._preview)),
            Route("/view", self._answer(self._view)),
        ]
        if self._version == "1.0":
            own = [
                Route("/", self._answer(self._manifest)),
                Route("/match", self._answer(self._match), methods=["POST"]),
                Route("/extend", self._answer(self._extend), methods=["POST"]),
            ]
        else:
            own = [
                Route("/", self._answer(self._root), methods=["GET", "POST"]),
                Route("/flyout/{kind:str}", self._answer(self._flyout)),
            ]
        return Starlette(routes=[*own, *both])

    def _answer(self, respond: Callable[[Request, bytes, Service], Response]) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            try:
                body = await _body(request)
                return await run_in_threadpool(lambda: respond(request, body, self._service(request)))
            except TooLargeError as error:
                return _problem(413, error)
            except DatelineError as error:
                return _problem(400, error)

        return endpoint

    def _service(self, request: Request) -> Service:
        if self._things is None:
            self._things = things_in(self._served)
        at = self._at or str(request.url.replace(path=request.scope.get("root_path", ""), query="", fragment=""))
        at = at.rstrip("/")
        return Service(
            things=self._things,
            title=self._served.settings.title,
            version=self._version,
            at=at + "/",
            site=at.removesuffix(mount) if at.endswith("/" + (mount := MOUNTS[self._version])) else self._served.at,
            released=self._served.version,
        )

    def _manifest(self, request: Request, body: bytes, service: Service) -> Response:
        _refuse_jsonp(request.query_params)
        return _json(service.manifest())

    def _root(self, request: Request, body: bytes, service: Service) -> Response:
        """Version 0.2 has one address: what it is asked depends on the parameters."""
        given = dict(request.query_params) | _form(request, body)
        _refuse_jsonp(given)
        languages = preferred(request.headers.get("accept-language", ""))
        if "queries" in given:
            queries = queries_0_2(parsed_json(given["queries"], what="queries"))
            _require_few(len(queries), "queries")
            return _json({key: service.match(query, languages) for key, query in queries.items()})
        if "query" in given:
            text = given["query"]
            one = parsed_json(text, what="query") if text.lstrip().startswith("{") else {"query": text}
            return _json(service.match(queries_0_2({"query": one})["query"], languages))
        if "extend" in given:
            asked = extension(parsed_json(given["extend"], what="extend"))
            _require_few(len(asked.ids), "rows")
            return _json(extended(asked, service, languages))
        return _json(service.manifest())

    def _match(self, request: Request, body: bytes, service: Service) -> Response:
        queries = queries_1_0(parsed_json(body, what="the body"))
        _require_few(len(queries), "queries")
        languages = preferred(request.headers.get("accept-language", ""))
        return _json({"results": [service.match(query, languages) for query in queries]})

    def _extend(self, request: Request, body: bytes, service: Service) -> Response:
        asked = extension(parsed_json(body, what="the body"))
        _require_few(len(asked.ids), "rows")
        return _json(extended(asked, service, preferred(request.headers.get("accept-language", ""))))

    def _propose(self, request: Request, body: bytes, service: Service) -> Response:
        given = request.query_params
        limit = whole_number(given.get("limit"), "limit", default=-1, most=MOST_SUGGESTED)
        return _json(service.propose(given.get("type", ""), None if limit < 0 else limit))

    def _entities(self, request: Request, body: bytes, service: Service) -> Response:
        _refuse_jsonp(request.query_params)
        prefix, skip, limit = self._page(request)
        languages = preferred(request.headers.get("accept-language", ""))
        return _json(service.suggest_entities(prefix, skip, limit, languages))

    def _properties(self, request: Request, body: bytes, service: Service) -> Response:
        _refuse_jsonp(request.query_params)
        return _json(service.suggest_terms("property", *self._page(request)))

    def _types(self, request: Request, body: bytes, service: Service) -> Response:
        _refuse_jsonp(request.query_params)
        return _json(service.suggest_terms("type", *self._page(request)))

    def _page(self, request: Request) -> tuple[str, int, int]:
        """What is looked for, how many to leave out, and how many to give."""
        given = request.query_params
        skip = whole_number(
            given.get("offset" if self._version == "1.0" else "cursor"), "cursor", default=0, most=1_000_000
        )
        limit = whole_number(given.get("limit"), "limit", default=SUGGESTED, most=MOST_SUGGESTED)
        return given.get("prefix", "")[:1_000], skip, limit

    def _flyout(self, request: Request, body: bytes, service: Service) -> Response:
        _refuse_jsonp(request.query_params)
        given, kind = request.query_params.get("id", ""), request.path_params["kind"]
        if kind == "entity":
            thing = _one(service, given)
            return _unknown(given) if thing is None else _json({"id": given, "html": preview.box(thing, service)})
        term = (
            service.things.property_named(given)
            if kind == "property"
            else service.things.types.get(service.things.type_id(given))
            if kind == "type"
            else None
        )
        return _unknown(given) if term is None else _json({"id": given, "html": preview.box_of_term(term)})

    def _preview(self, request: Request, body: bytes, service: Service) -> Response:
        given = request.query_params.get("id", "")
        thing = _one(service, given)
        languages = preferred(request.headers.get("accept-language", ""))
        return Response(
            preview.unknown(given) if thing is None else preview.page(thing, service, languages),
            status_code=404 if thing is None else 200,
            media_type="text/html",
            headers={"content-security-policy": preview.CONTENT_SECURITY_POLICY, "vary": "Accept-Language"},
        )

    def _view(self, request: Request, body: bytes, service: Service) -> Response:
        given = request.query_params.get("id", "")
        thing = _one(service, given)
        return _unknown(given) if thing is None else RedirectResponse(preview.view_of(thing, service), 303)


class _Allowed:
    """Says with every answer that any page may read it, and answers the question whether it may ask."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "OPTIONS":
            await Response(status_code=204, headers={name.decode(): value.decode() for name, value in _HEADERS})(
                scope, receive, send
            )
            return

        async def allowed(message: Any) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in _HEADERS}
                kept = [(name, value) for name, value in message["headers"] if name.lower() not in ours]
                message = {**message, "headers": [*kept, *_HEADERS]}
            await send(message)

        await self._app(scope, receive, allowed)


async def _body(request: Request) -> bytes:
    """The body, read no further than is allowed. Raises `TooLargeError`."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            raise TooLargeError(
                f"the request has more than {LARGEST_BODY:,} bytes.", remedy="Send fewer queries at a time."
            )
        parts.append(part)
    return b"".join(parts)


def _form(request: Request, body: bytes) -> dict[str, str]:
    """The fields of a form that was posted."""
    if request.method != "POST":
        return {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", ""):
        raise UsageError(
            f"the body is {kind[:80]}.", remedy="Send application/x-www-form-urlencoded, with queries= or extend=."
        )
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=50, errors="strict"))
    except ValueError as wrong:
        raise UsageError(f"the form cannot be read: {str(wrong)[:200]}.", remedy="Send it in UTF-8.") from wrong


def _refuse_jsonp(given: Mapping[str, str]) -> None:
    if "callback" in given:
        raise UsageError(
            "callback (JSONP) is refused: an answer is never a script.",
            remedy="Leave it out; every answer may be read across origins (CORS).",
        )


def _require_few(number: int, what: str) -> None:
    if number > MOST_QUERIES:
        raise TooLargeError(f"{number} {what} are too many.", remedy=f"Send at most {MOST_QUERIES} at a time.")


def _one(service: Service, given: str) -> Thing | None:
    found = service.things.known(given)
    return found[0] if len(found) == 1 else None


def _json(value: Any, status: int = 200) -> Response:
    """JSON in UTF-8; half a surrogate pair, which a client may send and get back, is spelt out."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    data = re.sub(r"[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text).encode()
    return Response(data, status, media_type="application/json", headers={"vary": "Accept-Language"})


def _problem(status: int, error: DatelineError) -> Response:
    return _json({"status": "error", "message": f"{error.what} {error.remedy}".strip()}, status)


def _unknown(given: str) -> Response:
    return _json({"status": "error", "message": f"Nothing here has the id {given[:200]}."}, 404)
