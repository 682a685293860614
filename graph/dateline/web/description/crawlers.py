"""What crawlers are told: which pages there are, where they should not go, and what has changed since.

https://www.sitemaps.org/protocol.html, RFC 9309 (robots.txt), RFC 4287 (Atom).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from dateline.web.addresses import page_of
from dateline.web.description.record import Description
from dateline.web.description.releases import Release

if TYPE_CHECKING:
    from dateline.web.served import Served

MOST_URLS = 50_000
"""How many addresses one sitemap may hold."""
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_CLOSED = ("sparql", "find", "reconcile", "browse/", "-/", "*?")
"""What asks something of the server each time, or has no end of addresses."""


def sitemaps(served: Served, said: Description) -> Mapping[str, bytes]:
    """`sitemap.xml` with the page of every document, event and thing; an index of several where they are too many."""
    shown = served.paths_of("dataset", "document", "event", "thing")
    return written([said.at + ("" if path == "" else page_of(path)) for path in shown], at=said.at, day=said.released)


def written(addresses: Iterable[str], *, at: str, day: str | None, most: int = MOST_URLS) -> Mapping[str, bytes]:
    """Addresses as one sitemap, or, if they are more than `most`, as several with an index.

    >>> list(written(["https://x.org/a", "https://x.org/b"], at="https://x.org/", day=None, most=1))
    ['sitemap.xml', 'sitemaps/1.xml', 'sitemaps/2.xml']
    """
    every = list(dict.fromkeys(addresses))
    if len(every) <= most:
        return {"sitemap.xml": _listed("urlset", "url", every, day)}
    files = {
        f"sitemaps/{start // most + 1}.xml": _listed("urlset", "url", every[start : start + most], day)
        for start in range(0, len(every), most)
    }
    return {"sitemap.xml": _listed("sitemapindex", "sitemap", [at + name for name in files], day), **files}


def robots(said: Description) -> bytes:
    """robots.txt: everything may be read, but what is computed for each who asks."""
    root = urlsplit(said.at).path or "/"
    lines = ["User-agent: *", *(f"Disallow: {root}{path}" for path in _CLOSED), f"Sitemap: {said.at}sitemap.xml"]
    return ("\n".join(lines) + "\n").encode()


def feed(said: Description) -> bytes | None:
    """The releases as an Atom feed, the latest first; null where there is none yet."""
    if not said.releases:
        return None
    entries = "".join(_entry(said, one) for one in reversed(said.releases))
    return (
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"  <id>{text(said.iri + 'changes/feed.atom')}</id>\n"
        f"  <title>{text(f'Releases of {said.title}')}</title>\n"
        f"  <updated>{said.releases[-1].day}T00:00:00Z</updated>\n"
        f"  <author><name>{text(said.publisher)}</name></author>\n"
        f'  <link rel="self" type="application/atom+xml" href={attribute(said.at + "changes/feed.atom")}/>\n'
        f'  <link rel="alternate" type="text/html" href={attribute(said.at)}/>\n'
        f"{entries}</feed>\n"
    ).encode()


def text(words: str) -> str:
    r"""Words as XML text; what XML cannot hold is left out.

    >>> text("a<b & c\x00")
    'a&lt;b &amp; c'
    """
    return escape(_NOT_XML.sub("", words))


def attribute(words: str) -> str:
    """Words as the value of an XML attribute, with its quotation marks."""
    return quoteattr(_NOT_XML.sub("", words))


def _entry(said: Description, one: Release) -> str:
    statements = "statement" if one.added == 1 else "statements"
    change = f"{one.added:,} {statements} added, {one.deleted:,} deleted." if one.previous else "The first release."
    patch = (
        f'    <link rel="related" type="application/gzip" href={attribute(f"{said.at}changes/{one.patch}")}/>\n'
        if one.previous
        else ""
    )
    return (
        f"  <entry>\n    <id>{text(f'{said.iri}dump/{one.dump}#{one.day}')}</id>\n"
        f"    <title>{text(f'{said.title} of {one.day}')}</title>\n    <updated>{one.day}T00:00:00Z</updated>\n"
        f'    <link rel="alternate" type="application/gzip" href={attribute(f"{said.at}dump/{one.dump}")}/>\n{patch}'
        f"    <summary>{text(f'{one.note} {change}'.strip())}</summary>\n  </entry>\n"
    )


def _listed(root: str, item: str, addresses: list[str], day: str | None) -> bytes:
    def lines() -> Iterator[str]:
        yield f'{_XML}<{root} xmlns="{_SITEMAPS}">\n'
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        for address in addresses:
            yield f"  <{item}><loc>{text(address)}</loc>{changed}</{item}>\n"
        yield f"</{root}>\n"

    return "".join(lines()).encode()
