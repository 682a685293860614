"""What else the letter of HTTP asks: entity tags, 304, HEAD, OPTIONS, CORS, links, dates, compression, security."""

from __future__ import annotations

import gc
import gzip
import json
import re
import warnings
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest

from dateline.web.answer import Asked, answer
from dateline.web.description.releases import keep_release
from dateline.web.links import header
from dateline.web.served import open_served
from dateline.web.site import Site
from tests.conftest import EXAMPLE
from tests.web.serving import Running, collection_of, running, table

EVERYTHING = [row["path"] for row in table("resources.tsv")]
DOCUMENT = "doc/embassy-2012-01-20"
LABEL = '<https://example.org/kg/e/x> <http://www.w3.org/2004/02/skos/core#prefLabel> "X" <https://example.org/kg/> .'
ALL = [
    *EVERYTHING, "e/baku.html", "e/baku.ttl", "graph.nq", "void.ttl", ".well-known/void", "nope", "e/baku?format=xyz",
    "-/health", "sparql", "find?q=baku", "find?q=", "reconcile", "timeline", "static/site.css", "robots.txt",
    "e/baku.linkset.json",
]  # fmt: skip


@pytest.mark.parametrize("path", ALL)
def test_head_is_get_without_a_body(http: httpx.Client, path: str) -> None:
    get, head = http.get("/" + path), http.head("/" + path)
    assert head.status_code == get.status_code
    assert head.content == b""
    left_out = {"date"}
    assert {name: value for name, value in head.headers.items() if name not in left_out} == {
        name: value for name, value in get.headers.items() if name not in left_out
    }


@pytest.mark.parametrize("path", ALL)
def test_anybody_may_read_everything_and_nobody_is_known(http: httpx.Client, path: str) -> None:
    answer = http.get("/" + path, headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert "server" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"]
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy.replace("'wasm-unsafe-eval'", "")


def test_a_page_of_another_host_may_see_the_headers_it_needs(http: httpx.Client) -> None:
    exposed = http.get("/e/baku.ttl").headers["access-control-expose-headers"].split(", ")
    assert {"Link", "ETag", "Location", "Content-Location"} <= set(exposed)


@pytest.mark.parametrize("path", ALL)
def test_options_says_what_may_be_done(http: httpx.Client, path: str) -> None:
    asked = {"Origin": "https://x.example", "Access-Control-Request-Method": "GET"}
    answer = http.options("/" + path.partition("?")[0], headers=asked)
    if path.startswith("-/"):
        assert answer.status_code == 405
        return
    assert answer.status_code in (200, 204)
    assert "GET" in answer.headers["access-control-allow-methods"]
    assert "Accept" in answer.headers["access-control-allow-headers"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["", "e/baku", "e/baku.ttl", "nope", "-/health"])
def test_nothing_can_be_changed(http: httpx.Client, path: str, method: str) -> None:
    answer = http.request(method, "/" + path, content=b"x")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_each_representation_has_a_strong_tag_of_its_own(http: httpx.Client) -> None:
    addresses = [f"/doc/embassy-2012-01-20{row['suffix']}" for row in table("formats.tsv")]
    tags = [http.get(address).headers["etag"] for address in addresses]
    tags += [http.get(address, headers={"Accept-Encoding": "gzip"}).headers["etag"] for address in addresses]
    assert len(set(tags)) == len(tags)
    assert all(re.fullmatch(r'"[0-9a-f]{32}"', tag) for tag in tags)


@pytest.mark.parametrize("row", table("conditional.tsv"), ids=lambda row: row["what"])
def test_what_a_client_has_is_not_sent_again(http: httpx.Client, row: dict[str, str]) -> None:
    for path, accept in (("/e/baku.ttl", "*/*"), ("/doc/embassy-2012-01-20", "text/turtle")):
        first = http.get(path, headers={"Accept": accept})
        other = http.get(path + (".nt" if "." not in path else ""), headers={"Accept-Encoding": "gzip"})
        said = row["value"].replace("TAG", first.headers["etag"]).replace("OTHER", other.headers["etag"])
        again = http.get(path, headers={"Accept": accept, row["header"]: said})
        assert again.status_code == int(row["status"]), row["what"]
        if again.status_code == 304:
            assert again.content == b""
            for name in ("etag", "vary", "cache-control"):
                assert again.headers.get(name) == first.headers.get(name)


def test_gzip_is_another_representation(http: httpx.Client, server: Running) -> None:
    plain = http.get("/e/baku.ttl")
    with httpx.stream("GET", server.url + "e/baku.ttl", headers={"Accept-Encoding": "gzip"}) as zipped:
        raw = b"".join(zipped.iter_raw())
    assert zipped.headers["content-encoding"] == "gzip"
    assert int(zipped.headers["content-length"]) == len(raw)
    assert gzip.decompress(raw) == plain.content
    assert "content-encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["vary"]
    assert zipped.headers["etag"] != plain.headers["etag"]


def _signposts(url: str, *, linkset: bool = False) -> Any:
    """What a foreign parser finds; it leaves its connections to the collector of garbage, which warns of them."""
    from signposting import find_signposting_http, find_signposting_linkset

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        found = (find_signposting_linkset if linkset else find_signposting_http)(url)
        gc.collect()
    return found


@pytest.mark.parametrize("path", EVERYTHING)
def test_a_foreign_parser_finds_the_signposts_in_the_headers(server: Running, path: str) -> None:
    found = _signposts(server.url + path)
    iri = str(found.citeAs.target) if found.citeAs else ""
    assert iri.endswith("/voc/positive" if path == "voc/positive" else path if path != "ontology" else "/dateline/ns")
    described = {(str(one.target).rpartition(".")[2], str(one.type)) for one in found.describedBy}
    assert ("ttl", "text/turtle") in described
    assert ("jsonld", "application/ld+json") in described
    assert "https://schema.org/AboutPage" in {str(one.target) for one in found.types}
    if path != "doc/embassy-2012-01-20":  # whose words are under a licence that nobody knows
        assert str(found.license.target) == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert [str(one.target) for one in found.authors] == ["https://w3id.org/dateline/"]
    if not path:
        assert len(found.items) >= 4
    else:
        assert str(found.collection.target) == server.url


@pytest.mark.parametrize("path", EVERYTHING)
def test_a_foreign_parser_finds_the_same_in_the_link_set(server: Running, path: str) -> None:
    in_header = _signposts(server.url + path)
    [where] = [one for one in in_header.linksets if str(one.type) == "application/linkset+json"]
    in_set = _signposts(str(where.target), linkset=True)
    page = next(str(one) for one in in_set.other_contexts if str(one).endswith(".html"))
    signposts = [one for one in in_set.signposts if str(one.context) == page]
    relations = {one.rel.value for one in signposts}
    assert {"cite-as", "describedby", "type"} <= relations
    [cited] = [str(one.target) for one in signposts if one.rel.value == "cite-as"]
    assert in_header.citeAs is not None
    assert cited == str(in_header.citeAs.target)


@pytest.mark.parametrize("path", EVERYTHING)
def test_a_foreign_parser_finds_the_same_in_the_page(server: Running, path: str) -> None:
    from signposting import find_signposting_html

    in_header = _signposts(server.url + path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        in_page = find_signposting_html(server.url + (path or "index") + ".html")
        gc.collect()
    for relation in ("citeAs", "license", "collection"):
        said, found = getattr(in_header, relation), getattr(in_page, relation)
        assert (said and str(said.target)) == (found and str(found.target)) or (relation, path) == ("license", DOCUMENT)
    for relation in ("describedBy", "items", "types", "authors", "linksets"):
        said, found = getattr(in_header, relation), getattr(in_page, relation)
        assert {str(one.target) for one in said} == {str(one.target) for one in found}


def test_every_link_leads_to_what_it_promises(http: httpx.Client) -> None:
    seen = set()
    for path in EVERYTHING:
        answer = http.get("/" + path, headers={"Accept": "text/html"})
        for target, more in re.findall(r"<([^>]*)>((?:; [^,]*)*)", answer.headers["link"]):
            there = answer.url.join(target)
            if there.host != answer.url.host or there in seen:
                continue
            seen.add(there)
            found = http.get(there)
            assert found.status_code == 200, there
            promised = re.search(r'type="([^"]*)"', more)
            assert promised
            assert found.headers["content-type"].partition(";")[0] == promised[1]
    assert len(seen) > 60


def test_a_description_leads_back_to_what_it_describes(http: httpx.Client) -> None:
    said = json.loads(http.get("/e/baku.linkset.json").content)["linkset"]
    iri = "https://w3id.org/dateline/black-january/e/baku"
    assert {one["describes"][0]["href"] for one in said if "describes" in one} == {iri}


def test_a_publication_of_a_day_gives_it_as_an_http_date(tmp_path: Path) -> None:
    quads = (
        '<https://example.org/kg/e/x> <http://www.w3.org/2004/02/skos/core#prefLabel> "X" <https://example.org/kg/> .'
    )
    with running(collection_of(tmp_path, quads, more='released = "2026-01-20"\n')) as server, server.client() as http:
        answer = http.get("/e/x.ttl")
        said = answer.headers["last-modified"]
        assert parsedate_to_datetime(said).date().isoformat() == "2026-01-20"
        assert http.get("/e/x.ttl", headers={"If-Modified-Since": said}).status_code == 304
        assert http.get("/e/x.ttl", headers={"If-Modified-Since": "Mon, 19 Jan 2026 00:00:00 GMT"}).status_code == 200
        assert http.get("/e/x.ttl", headers={"If-Modified-Since": "yesterday"}).status_code == 200
        both = {"If-Modified-Since": said, "If-None-Match": '"other"'}
        assert http.get("/e/x.ttl", headers=both).status_code == 200


def test_what_never_changes_may_be_kept_for_ever(http: httpx.Client) -> None:
    from dateline.web.served import open_served

    version = open_served(EXAMPLE).version
    kept = http.get(f"/dump/{version}.nq.gz")
    assert kept.status_code == 200
    assert "immutable" in kept.headers["cache-control"]
    assert gzip.decompress(kept.content) == (EXAMPLE / "published" / "graph.nq").read_bytes()
    assert http.get("/graph.nq").headers["cache-control"] == "no-cache"


def test_no_iri_can_begin_a_header_of_its_own() -> None:
    from dateline.web.links import Link

    made = header([Link(target='https://x.example/\r\nSet-Cookie: a="b">; rel="next"', rel="license", away=True)], "x")
    assert made == '<https://x.example/%0D%0ASet-Cookie:%20a=%22b%22%3E;%20rel=%22next%22>; rel="license"'


def test_a_publication_that_was_released_is_of_the_day_of_its_release(tmp_path: Path) -> None:
    folder = collection_of(tmp_path, LABEL)
    assert "Last-Modified" not in answer(Site(open_served(folder)), Asked(path="e/x.html")).headers
    keep_release(open_served(folder), day="2026-01-20")
    site = Site(open_served(folder))
    sent = answer(site, Asked(path="e/x.html"))
    assert sent.headers["Last-Modified"] == "Tue, 20 Jan 2026 00:00:00 GMT"
    known = Asked(path="e/x.html", headers={"if-modified-since": sent.headers["Last-Modified"]})
    assert answer(site, known).status == 304


@pytest.mark.parametrize("path", ["nope", "a/b//c", "e/", "e/%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "//x.example/y"])
def test_the_page_of_what_is_not_there_leads_on_from_anywhere(http: httpx.Client, path: str) -> None:
    root = str(http.base_url)
    address = root + path
    missing = http.get(address, headers={"Accept": "text/html"})
    assert (missing.status_code, missing.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "<script>alert" not in missing.text
    found = [urljoin(address, one) for one in re.findall(r'(?:href|src)="([^"#]+)"', missing.text)]
    own = [one for one in found if one.startswith(root)]
    assert len(own) > 10
    assert [one for one in own if http.get(one).status_code != 200] == []
