"""A document from the web: one GET at a time to an address that was looked at first, nothing sent but the request."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from dateline import __version__
from dateline.documents.source import LARGEST_SOURCE, Source
from dateline.errors import ExchangeError, FetchError
from dateline.internet.exchange import exchange

MOST_REDIRECTS = 5
_ACCEPT = "text/html, application/xhtml+xml, application/pdf, text/plain, text/markdown, */*;q=0.5"
_HEADERS = {"User-Agent": f"dateline/{__version__}", "Accept": _ACCEPT}


def fetch(
    url: str,
    *,
    private_hosts: Collection[str] = (),
    seconds: float = 60.0,
    largest: int = LARGEST_SOURCE,
    today: date | None = None,
) -> Source:
    """What stands at an http(s) address, with the address after redirects and the day in UTC.

    A host whose address is not public is refused unless it is one of `private_hosts`. `seconds` bounds each request
    as a whole. Raises `FetchError`.
    """
    day = today or datetime.now(UTC).date()
    at = url
    for _ in range(MOST_REDIRECTS + 1):
        found = _get(at, private_hosts=private_hosts, seconds=seconds, largest=largest)
        if isinstance(found, str):
            at = found
            continue
        data, media_type = found
        path = PurePosixPath(unquote(urlsplit(at).path))
        name = path.name or urlsplit(at).hostname or "document"
        return Source(data=data, name=name, where=url, media_type=media_type, url=at, retrieved=day.isoformat())
    raise FetchError(f"it redirects more than {MOST_REDIRECTS} times.", where=url, remedy="Give the last address.")


def _get(url: str, *, private_hosts: Collection[str], seconds: float, largest: int) -> tuple[bytes, str | None] | str:
    """The bytes and the media type of a response, or where it redirects to."""
    try:
        answer = exchange(url, headers=_HEADERS, private_hosts=private_hosts, seconds=seconds, largest=largest)
        target = answer.redirect(url)
    except ExchangeError as failed:
        raise FetchError(
            failed.what,
            where=failed.where,
            remedy=f"{failed.remedy} Or save it to a file." if failed.remedy else "Save it to a file.",
        ) from failed
    if target is not None:
        return target
    if answer.status != 200:
        raise FetchError(
            f"the server answers {answer.status} {answer.reason}.", where=url, remedy="Look at it in a browser."
        )
    return answer.body, answer.headers.get("content-type")
