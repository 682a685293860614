"""What an HTML page says of itself where machines look: JSON-LD, meta tags, its title and its language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dateline.documents.extract import day_of, one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TITLES = ("citation_title", "og:title", "dc.title", "dcterms.title", "twitter:title")
_DATES = (
    *("article:published_time", "og:published_time", "datepublished", "citation_publication_date", "citation_date"),
    *("dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "parsely-pub-date", "sailthru.date", "pubdate"),
    *("publishdate", "publish-date", "date"),
)
_PUBLISHERS = ("citation_publisher", "dc.publisher", "dcterms.publisher", "og:site_name", "application-name")
_LANGUAGES = ("content-language", "dc.language", "dcterms.language", "og:locale")
_WORKS = ("Article", "Report", "BlogPosting", "PressRelease", "CreativeWork", "WebPage", "Statement")
_MOST = 1_000_000
_DEEPEST = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Imprint:
    """Title, day of issue, publisher and language of a page, each null where the page does not say."""

    title: str | None = None
    issued: str | None = None
    publisher: str | None = None
    language: str | None = None


def imprint(tree: HtmlElement) -> Imprint:
    """The page's imprint: what its JSON-LD says of its article first, then its meta tags, then `title` and `time`
    (where the page gives one day only)."""
    work = next(iter(_works(tree)), {})
    meta = _meta(tree)
    publisher = _first(one_line(name) for name in (_name(work.get("publisher")), *_of(meta, _PUBLISHERS)))
    own_title = _without_site(
        next((one_line(element.text_content()) for element in tree.iter("title")), None), publisher
    )
    times = {day_of(time.get("datetime")) for time in tree.iter("time")}
    only_time = times.pop() if len(times) == 1 else None
    return Imprint(
        title=_first(one_line(title) for title in (_name(work.get("headline")), *_of(meta, _TITLES), own_title)),
        issued=_first(day_of(date) for date in (_name(work.get("datePublished")), *_of(meta, _DATES), only_time)),
        publisher=publisher,
        language=_first(_tag(tag) for tag in (tree.get("lang"), tree.get("xml:lang"), *_of(meta, _LANGUAGES))),
    )


def _without_site(title: str | None, site: str | None) -> str | None:
    """A page's title without the name of its site at its end.

    >>> _without_site("Storm hits Port | Harbour News", "Harbour News")
    'Storm hits Port'
    """
    if title and site and title.endswith(site):
        return title.removesuffix(site).rstrip(" |-–—:·•»") or title
    return title


def _first(found: Iterable[str | None]) -> str | None:
    return next((one for one in found if one), None)


def _of(meta: Mapping[str, str], names: Iterable[str]) -> Iterator[str | None]:
    return (meta.get(name) for name in names)


def _meta(tree: HtmlElement) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = element.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), content)
    return found


def _tag(written: str | None) -> str | None:
    """A language tag (BCP 47), or null.

    >>> _tag("en_GB"), _tag("EN"), _tag("English!")
    ('en-GB', 'en', None)
    """
    parts = (written or "").strip().replace("_", "-").split("-")
    if not (2 <= len(parts[0]) <= 3 and all(part.isascii() and part.isalnum() and len(part) <= 8 for part in parts)):
        return None
    return "-".join((parts[0].lower(), *parts[1:]))


def _works(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """The articles that the page's JSON-LD describes; other kinds of works after them."""
    found: list[Mapping[str, Any]] = []
    for script in tree.iter("script"):
        written = (script.text or "").strip()
        if (script.get("type") or "").strip().lower() == "application/ld+json" and len(written) <= _MOST:
            try:
                found.extend(_nodes(json.loads(written), 0))
            except (ValueError, RecursionError):  # people write what is not JSON; the page says the rest elsewhere
                continue
    for kind in _WORKS:
        yield from (node for node in found if any(kind in str(name) for name in _listed(node.get("@type"))))


def _nodes(data: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for item in data:
            yield from _nodes(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        yield from _nodes(data.get("@graph"), depth + 1)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _name(value: Any) -> str | None:
    """A text, or the name of the thing that stands in its place.

    >>> _name([{"@type": "Organization", "name": "Harbour News"}])
    'Harbour News'
    """
    first = next(iter(_listed(value)), None)
    if isinstance(first, dict):
        first = first.get("name")
    return first if isinstance(first, str) else None
