"""What HTTP owes a client of linked data: negotiation, validators, HEAD, CORS, typed links, and safe headers.

A host of plain files cannot do some of it; that is a limit of the host and not a fault of the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from dateline.web.addresses import page_of
from dateline.web.doctor.findings import Finding, Verdict
from dateline.web.doctor.knowledge import Site
from dateline.web.doctor.representations import offered
from dateline.web.doctor.visit import Seen

_RULES = (
    "The host needs the rules in hosting/ of the site's folder; a host that takes none has the addresses with suffixes."
)
_STRONG = re.compile(r'"[^"]+"')
_LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[\w*-]+="?[^",]*"?)*)')
_UNSENT = "image/png"


def negotiation(site: Site) -> Iterator[Finding]:
    """Accept in its forms, `?format=`, 303 for things, 406, and `Vary`."""
    for path in site.sample:
        variants = offered(site, path)
        for variant in variants:
            for accept in (variant.media_type, f"{_UNSENT}, {variant.media_type};q=0.9, text/csv;q=0.1"):
                yield _of(site, "Accept", path, _negotiated(site, path, {"accept": accept}, variant.media_type))
            asked = f"{path}?format={variant.format}"
            yield _of(site, "?format=", asked, _negotiated(site, asked, {}, variant.media_type))
        yield _of(site, "Accept", path, _negotiated(site, path, {"accept": "*/*"}, "text/html"))
        seen = site.place.get(path, {"accept": _UNSENT})
        yield _of(site, "406", path, "" if seen.status == 406 else f"{_UNSENT} gives {seen.status}, not 406.")
        for headers in ({"accept": "text/turtle"}, {"accept": _UNSENT}):
            seen = site.place.get(path, headers)
            what = "" if "accept" in seen.lists("vary") or "*" in seen.lists("vary") else "Vary does not name Accept."
            yield _of(site, "Vary", path, what)
    for path in ("e/nothing-of-this-name", "no/such/page.html"):
        seen = site.place.get(path)
        yield _sure("404", path, "" if seen.status == 404 else f"what is not there gives {seen.status}.", _RULES)


def validators(site: Site) -> Iterator[Finding]:
    """A strong ETag for each representation, 304 for who has it, and the same headers for HEAD."""
    for path in site.sample:
        tags: dict[str, str] = {}
        for variant in offered(site, path):
            own = page_of(path, variant.suffix)
            seen = site.place.get(own)
            tag = seen.headers.get("etag", "")
            strong = bool(_STRONG.fullmatch(tag))
            what = "" if strong and tag not in tags else f"its ETag is {tag or 'missing'}, not a strong one of its own."
            yield _of(site, "ETag", own, what)
            tags[tag] = own
            if tag:
                again = site.place.get(own, {"if-none-match": f'"x", {tag}'})
                what = "" if again.status == 304 and not again.body else f"If-None-Match gives {again.status}, not 304."
                yield _of(site, "304", own, what)
            yield _of(site, "HEAD", own, _head(seen, site.place.get(own, method="HEAD")))


def cross_origin(site: Site) -> Iterator[Finding]:
    """That pages of other sites may read the data, without credentials."""
    for path in (*(page_of(one, ".ttl") for one in site.sample), "void.ttl", "e/nothing-of-this-name"):
        seen = site.place.get(path, {"origin": "https://elsewhere.example"})
        allowed = seen.headers.get("access-control-allow-origin", "")
        what = "" if allowed == "*" else "Access-Control-Allow-Origin is not *."
        if "access-control-allow-credentials" in seen.headers:
            what = "Access-Control-Allow-Credentials is sent beside *, and browsers refuse that."
        yield _of(site, "CORS", path, what)


def typed_links(site: Site) -> Iterator[Finding]:
    """FAIR Signposting: the relations that a page and its formats should announce, and that their targets are there."""
    for path in site.sample:
        own = page_of(path, ".html")
        seen = site.place.get(own)
        links = _links(seen)
        relations = {relation for _, relation in links}
        # The licence of a document's text may be unknown; that of the graph is always known.
        expected = {"cite-as", "describedby"} | (set() if path in site.documents else {"license"})
        missing = sorted(expected - relations)
        what = f"neither its Link header nor its head has {', '.join(missing)}." if missing else ""
        yield _of(site, "signposting", own, what)
        for target, relation in links:
            there = site.place.path_of(target, own) if relation in ("describedby", "linkset", "item") else None
            if there is not None:
                status = site.place.get(there).status
                what = "" if status == 200 else f"{relation} leads to {there}, which gives {status}."
                yield _sure("signposting", own, what, "Write the site again.")


def safe_headers(site: Site) -> Iterator[Finding]:
    """That nothing of a document can run in a page: a content security policy, and no guessing of types."""
    for path in ("index.html", *(page_of(one, ".html") for one in site.documents)):
        seen = site.place.get(path)
        policy = seen.headers.get("content-security-policy", "")
        script = re.search(r"script-src([^;]*)", policy)
        what = "there is no Content-Security-Policy." if not policy else ""
        if policy and (script is None or "'unsafe-inline'" in script[1] or "*" in script[1].split()):
            what = "its Content-Security-Policy lets scripts run that are not the site's."
        yield _of(site, "security headers", path, what)
        sniff = seen.headers.get("x-content-type-options", "").lower()
        yield _of(
            site, "security headers", path, "" if sniff == "nosniff" else "X-Content-Type-Options is not nosniff."
        )


def _negotiated(site: Site, path: str, headers: dict[str, str], wanted: str) -> str:
    """What is wrong with the representation that a request leads to; empty if nothing is."""
    seen = site.place.get(path, headers)
    plain = path.partition("?")[0]
    if not site.is_information(plain):
        if seen.status != 303:
            return f"it gives {seen.status}, not 303: a thing is no document."
        there = site.place.path_of(seen.headers.get("location", ""), path)
        if there is None:
            return f"303 leads away, to {seen.headers.get('location', 'nowhere')}."
        seen = site.place.get(there, headers)
    if seen.status != 200:
        return f"{wanted} gives {seen.status}."
    return "" if seen.media_type == wanted else f"{wanted} gives {seen.media_type or 'no media type'}."


def _head(got: Seen, head: Seen) -> str:
    """How HEAD differs from GET."""
    if head.status != got.status or head.body:
        return f"HEAD gives {head.status}{' with a body' if head.body else ''}."
    names = ("content-type", "etag", "vary", "content-length")
    other = [name for name in names if name in got.headers and head.headers.get(name) != got.headers[name]]
    return f"HEAD has another {', '.join(other)} than GET." if other else ""


class _Head(HTMLParser):
    """The `link` elements of a page: target and relations."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a link."""
        said = dict(attrs)
        if tag == "link" and said.get("href"):
            self.found += [(said["href"] or "", one) for one in (said.get("rel") or "").split()]


def _links(seen: Seen) -> list[tuple[str, str]]:
    """The typed links of a page, of its `Link` header and of its head, which count the same: target and relation."""
    head = _Head()
    head.feed(seen.body.decode("utf-8", "replace"))
    found = head.found
    for target, rest in _LINK.findall(seen.headers.get("link", "")):
        relation = re.search(r'rel="?([^";]*)"?', rest)
        found += [(target, one) for one in (relation[1].split() if relation else [])]
    return found


def _of(site: Site, check: str, where: str, what: str) -> Finding:
    """A finding on what a host of plain files may not be able to do."""
    verdict: Verdict = "good" if not what else "limit" if site.kind == "static host" else "fault"
    return Finding(check=check, where=where, verdict=verdict, what=what, remedy=_RULES if what else "")


def _sure(check: str, where: str, what: str, remedy: str) -> Finding:
    """A finding on what every host can do."""
    return Finding(
        check=check, where=where, verdict="fault" if what else "good", what=what, remedy=remedy if what else ""
    )
