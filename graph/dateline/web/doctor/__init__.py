"""The examination of a site against what it promises: a running server, a host of its files, or the folder itself.

representations   every format of a sample of resources, and the same statements in all of them
negotiation       Accept, ?format=, 303, 406, Vary, ETag, 304, HEAD, CORS, typed links, security headers
contents          descriptions, counts, dumps, sitemap
services          SPARQL and reconciliation, of a server
crawl             links
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.web.doctor.findings import Examination, Finding
from dateline.web.doctor.knowledge import Site, known_of
from dateline.web.doctor.visit import place_of

__all__ = ["Examination", "Finding", "examine"]


def examine(place: str, *, sample: int = 10, pages: int = 200) -> Examination:
    """What is found of the site at a URL or in a folder.

    `sample` things are looked at in every format, and the links of `pages` pages followed. Raises `UsageError` for what
    is no site of ours, `ExchangeError` where it cannot be reached.
    """
    site = known_of(place_of(place), sample=sample)
    return Examination(place=place, kind=site.kind, findings=tuple(_findings(site, pages)))


def _findings(site: Site, pages: int) -> Iterator[Finding]:
    from dateline.web.doctor import contents, crawl, negotiation, representations, services

    yield from representations.representations(site)
    yield from representations.same_statements(site)
    if site.place.is_http:
        yield from negotiation.negotiation(site)
        yield from negotiation.validators(site)
        yield from negotiation.cross_origin(site)
        yield from negotiation.typed_links(site)
        yield from negotiation.safe_headers(site)
    yield from contents.descriptions(site)
    yield from contents.counts(site)
    yield from contents.dumps(site)
    yield from contents.listed(site)
    if site.kind == "server":
        yield from services.sparql(site)
        yield from services.reconciliation(site)
    elif site.kind == "static host":
        yield from services.promised(site)
    yield from crawl.links(site, most=pages)
