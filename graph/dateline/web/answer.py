"""What is sent for a request, to the letter of HTTP (RFC 9110): a pure function from a site and a request to an answer.

| the path is that of | is sent |
|---|---|
| a document, the dataset, a page | 200 with the representation negotiated; `Content-Location` is its own address |
| a thing, an event, a claim, a time, … | 303 to the representation negotiated |
| a file | 200, whatever `Accept` says |
| one of these with or without a slash at its end | 308 to the right one |

The suffix of the address comes first, then `?format=`, then `Accept`. An unknown suffix is 404, an unknown format 400.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from http import HTTPStatus
from types import MappingProxyType

from dateline.errors import ExportError
from dateline.web import description
from dateline.web.addresses import is_safe, page_of, relative
from dateline.web.files import File
from dateline.web.held import Buffer
from dateline.web.links import Link, header, links_of
from dateline.web.negotiate import best_of, choose
from dateline.web.pages import render_notice
from dateline.web.plain import notice
from dateline.web.served import Resource
from dateline.web.site import Site
from dateline.web.variants import Variant, variant_of_format

ALLOWED = "GET, HEAD, OPTIONS"
PROBLEM = "application/problem+json"
_TAG = re.compile(r'(?:W/)?("[^"]*")')
_IMMUTABLE = re.compile(r"(?:dump|changes)/[0-9a-f]{16}.*")
_NO_PARAMETERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A request: its path below the root of the site in its one spelling, its headers by names in small letters."""

    path: str
    method: str = "GET"
    query: Mapping[str, str] = field(default_factory=lambda: _NO_PARAMETERS)
    headers: Mapping[str, str] = field(default_factory=lambda: _NO_PARAMETERS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What is sent: status, headers, body. `kind` is what it is of, for the record."""

    status: int
    headers: Mapping[str, str]
    body: Buffer = b""
    kind: str = "error"


def answer(site: Site, asked: Asked) -> Answer:
    """What is sent for a request for a file or a resource of the site."""
    if asked.method == "OPTIONS":
        return Answer(status=204, headers={"Allow": ALLOWED}, kind="options")
    if asked.method not in ("GET", "HEAD"):
        return _refused(site, asked, 405, "This can only be read.", headers={"Allow": ALLOWED})
    path = asked.path
    resource = site.resources.get(path)
    if resource is not None:
        return _negotiated(site, resource, asked)
    if not is_safe(path):
        return _refused(site, asked, 404, "No address of this site is written like this.")
    known = site.represented(path)
    try:
        file = site.file(path)
    except ExportError as refused:
        return _refused(site, asked, 406, str(refused), links=_others(site, known[0], path) if known else ())
    if file is not None:
        links = links_of(site.served, known[0], site.offered(known[0])) if known else _links_of_file(site, path)
        return _file(site, file, asked, links=links, kind=known[1].name if known else "file")
    other = path.removesuffix("/") if path.endswith("/") else path + "/"
    if other in site.resources:
        return Answer(status=308, headers={"Location": relative(path, other)}, kind="redirect")
    return _refused(site, asked, 404, "There is nothing here.")


def problem(
    asked: Asked,
    status: int,
    detail: str,
    *,
    links: Sequence[tuple[str, str]] = (),
    headers: Mapping[str, str] = MappingProxyType({}),
    page: Callable[[str, str, Sequence[tuple[str, str]]], bytes] = notice,
) -> Answer:
    """An error, as a page or as `application/problem+json` (RFC 9457); `links` are references with their words.

    `page` writes the page of a title, the detail and the links.
    """
    title = HTTPStatus(status).phrase
    kinds = ("text/html", PROBLEM, "application/json")
    kind = best_of(asked.headers.get("accept"), kinds) or PROBLEM
    if kind == "text/html":
        body = page(f"{status} {title}", detail, links)
    else:
        more = [{"href": href, "title": words} for href, words in links]
        said = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        body = (json.dumps({**said, **({"links": more} if more else {})}, ensure_ascii=False) + "\n").encode()
        kind = PROBLEM
    return Answer(
        status=status,
        headers={
            "Content-Type": kind if kind == PROBLEM else "text/html; charset=utf-8",
            "Cache-Control": "no-store",
            "Vary": "Accept",
            **headers,
        },
        body=body,
    )


def _refused(
    site: Site,
    asked: Asked,
    status: int,
    detail: str,
    *,
    links: Sequence[tuple[str, str]] = (),
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Answer:
    """An error whose page is one of the site."""
    root = "../" * asked.path.count("/") or "./"
    return problem(
        asked, status, detail, links=links, headers=headers, page=partial(render_notice, site.served, root=root)
    )


def _negotiated(site: Site, resource: Resource, asked: Asked) -> Answer:
    offered = site.offered(resource)
    wanted = asked.query.get("format")
    if wanted is not None:
        variant = variant_of_format(wanted)
        if variant is None:
            names = ", ".join(one.format for one in offered)
            return _refused(site, asked, 400, f"There is no such format. There are: {names}.")
        offered = tuple(one for one in offered if one is variant)
    while True:
        chosen = choose(asked.headers.get("accept"), offered) if wanted is None else next(iter(offered), None)
        if chosen is None:
            detail = f"{resource.label} cannot be sent like this; these are the ways in which it can."
            return _refused(site, asked, 406, detail, links=_others(site, resource, resource.path))
        try:
            sent = resource.is_information or _may_fail(chosen)
            file = site.file(page_of(resource.path, chosen.suffix)) if sent else None
            break
        except ExportError:  # what one format cannot carry, the next can
            offered = tuple(one for one in offered if one is not chosen)
    own = page_of(resource.path, chosen.suffix)
    links = links_of(site.served, resource, site.offered(resource))
    if not resource.is_information:
        return Answer(
            status=303,
            headers={
                "Location": relative(resource.path, own),
                "Vary": "Accept",
                "Cache-Control": "no-cache",
                "Link": header(links, resource.path),
            },
            kind="redirect",
        )
    if file is None:
        raise AssertionError(own)
    more = {"Content-Location": relative(resource.path, own)}
    return _file(site, file, asked, links=links, kind=chosen.name, negotiated=True, headers=more)


def _may_fail(variant: Variant) -> bool:
    """Whether there are statements that this format cannot carry; XML has characters that it cannot write."""
    return variant.name == "rdf"


def _file(
    site: Site,
    file: File,
    asked: Asked,
    *,
    links: Iterable[Link],
    kind: str,
    negotiated: bool = False,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Answer:
    """The file, or 304 if the client has it."""
    vary = ["Accept"] if negotiated else []
    encoding = {}
    if file.compressed is not None:
        vary.append("Accept-Encoding")
        if _takes_gzip(asked.headers.get("accept-encoding", "")):
            file, encoding = file.compressed, {"Content-Encoding": "gzip"}
    steady = bool(_IMMUTABLE.fullmatch(asked.path))
    known = {
        "ETag": file.etag,
        "Cache-Control": "public, max-age=31536000, immutable" if steady else "no-cache",
        **({"Vary": ", ".join(vary)} if vary else {}),
        **headers,
    }
    released = _http_date(description.released(site.served))
    if released:
        known["Last-Modified"] = released
    if _has_it(asked, file.etag, released):
        return Answer(status=304, headers=known, kind=kind)
    said = header(links, asked.path)
    return Answer(
        status=200,
        headers={"Content-Type": file.content_type, **encoding, **known, **({"Link": said} if said else {})},
        body=file.data,
        kind=kind,
    )


def _has_it(asked: Asked, etag: str, released: str | None) -> bool:
    """Whether the client has this very representation (RFC 9110, 13.2.2)."""
    tags = asked.headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or etag in _TAG.findall(tags)
    since = asked.headers.get("if-modified-since")
    if since is None or released is None:
        return False
    try:
        return parsedate_to_datetime(released) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def _http_date(day: str | None) -> str | None:
    """The first moment of an ISO day as HTTP writes it.

    >>> _http_date("2026-01-20")
    'Tue, 20 Jan 2026 00:00:00 GMT'
    """
    return format_datetime(datetime.fromisoformat(day).replace(tzinfo=UTC), usegmt=True) if day else None


def _takes_gzip(accepted: str) -> bool:
    """Whether a client takes gzip.

    >>> _takes_gzip("br, gzip;q=0.5"), _takes_gzip("gzip;q=0, *"), _takes_gzip("identity"), _takes_gzip("*")
    (True, False, False, True)
    """
    said: dict[str, bool] = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        said[name.strip()] = not re.fullmatch(r"\s*q\s*=\s*0(?:\.0*)?\s*", parameter)
    return said.get("gzip", said.get("x-gzip", said.get("*", False)))


def _others(site: Site, resource: Resource, at: str) -> tuple[tuple[str, str], ...]:
    """References to everything that a resource is sent as, each with its media type."""
    return tuple((relative(at, page_of(resource.path, one.suffix)), _named(one)) for one in site.offered(resource))


def _named(variant: Variant) -> str:
    return f"{variant.title} ({variant.media_type})"


def _links_of_file(site: Site, path: str) -> tuple[Link, ...]:
    """The links of a published file, which is an item of the dataset."""
    if path not in site.served.files:
        return ()
    return (
        Link(target="", rel="collection", type="text/html"),
        Link(target=site.served.settings.license, rel="license", away=True),
    )
