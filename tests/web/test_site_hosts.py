"""The rules for hosts, run by the real programs: what they send is what our own server sends."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from dateline.web.hosting.preferences import NOTHING, preferences
from dateline.web.served import open_served
from dateline.web.site import Site
from dateline.web.static_site import write_site
from tests.conftest import EXAMPLE
from tests.web.hosts import apache, nginx
from tests.web.serving import table

AT = "https://example.org/kg/"
ACCEPT = table("accept.tsv")
HOSTS = ("apache", "nginx")


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    """The document root, outside of pytest's own folder: Apache reads it as another user."""
    with tempfile.TemporaryDirectory(prefix="dateline-hosts-") as made:
        Path(made).chmod(0o755)
        write_site(EXAMPLE, Path(made) / "kg", at=AT)
        yield Path(made)


@pytest.fixture(scope="module", params=HOSTS)
def http(
    request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    room, files = tmp_path_factory.mktemp("room"), root / "kg" / "hosting"
    host = (
        apache(root, room)
        if request.param == "apache"
        else nginx(root, room, maps=files / "nginx-maps.conf", site=files / "nginx-site.conf")
    )
    with host as address, httpx.Client(base_url=address + "kg/", follow_redirects=False) as client:
        client.headers.clear()
        yield client


def _url(http: httpx.Client, path: str) -> httpx.URL:
    return http.base_url.join(path)


@pytest.mark.parametrize("row", table("resources.tsv"), ids=lambda row: row["path"] or "dataset")
def test_every_format_is_had_by_accept_and_by_suffix(http: httpx.Client, row: dict[str, str]) -> None:
    if row["path"] == "ontology":
        return
    for form in table("formats.tsv"):
        answer = http.get(_url(http, row["path"]), headers={"Accept": form["media_type"]})
        if form["graphs"] == "yes" and row["graphs"] == "no":
            assert answer.status_code == 406
            continue
        assert answer.status_code == int(row["status"]), (form, answer.text[:200])
        assert "Accept" in answer.headers["vary"]
        address = f"/kg/{row['stem']}{form['suffix']}"
        if row["status"] == "303":
            assert answer.url.join(answer.headers["location"]).path == address
        else:
            assert answer.headers["content-type"] == form["media_type"]
            assert answer.headers["content-location"] == address
        sent = http.get(_url(http, row["stem"] + form["suffix"]), headers={"Accept": "image/png"})
        assert (sent.status_code, sent.headers["content-type"]) == (200, form["media_type"])


@pytest.mark.parametrize("row", ACCEPT, ids=lambda row: row["accept"][:60] or "nothing")
def test_accept_is_read_as_our_server_reads_it(http: httpx.Client, row: dict[str, str]) -> None:
    for kind, path in (("thing", "e/baku"), ("document", "doc/embassy-2012-01-20"), ("document", "")):
        answer = http.get(_url(http, path), headers={"Accept": row["accept"]} if row["accept"] else {})
        where = answer.headers.get("location") or answer.headers.get("content-location") or ""
        got = "406" if answer.status_code == 406 else where.rpartition(".")[2]
        assert got == row[kind], (row["what"], answer.status_code)


def test_every_kind_of_file_has_its_media_type_and_the_headers_of_all(http: httpx.Client) -> None:
    site = Site(open_served(EXAMPLE, at=AT))
    seen: dict[str, int] = {}
    for path in site.paths():
        file = site.file(path)
        assert file
        kind = f"{file.content_type} {path.rpartition('.')[2]}"
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] > 2:
            continue
        answer = http.get(_url(http, path))
        assert (answer.status_code, answer.headers["content-type"]) == (200, file.content_type), path
        assert answer.content == bytes(file.data), path
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["etag"]


def test_other_pages_are_found_without_their_suffix(http: httpx.Client) -> None:
    for path in ("timeline", "questions/casualties", "ontology"):
        answer = http.get(_url(http, path))
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8"), path


def test_a_slash_too_many_leads_on(http: httpx.Client) -> None:
    answer = http.get(_url(http, "e/baku/"))
    assert answer.status_code == 200
    assert '<link rel="canonical" href="../baku.html">' in answer.text


@pytest.mark.parametrize("path", ["e/nobody", "doc/none", "nope", "e/nobody.ttl", "doc/none/claim/0", "e/", "hosting/"])
def test_what_is_not_there_is_404(http: httpx.Client, path: str) -> None:
    answer = http.get(_url(http, path))
    assert answer.status_code == 404
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_tag_is_answered_with_304(http: httpx.Client) -> None:
    first = http.get(_url(http, "e/baku.ttl"))
    again = http.get(_url(http, "e/baku.ttl"), headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["w3id.htaccess", "w3id-plain-host.htaccess"])
def test_w3id_leads_to_the_site(root: Path, tmp_path: Path, name: str) -> None:
    folder = root / f"ids-{name}"
    folder.mkdir(exist_ok=True)
    (folder / ".htaccess").write_bytes((root / "kg" / "hosting" / name).read_bytes())
    with apache(root, tmp_path) as address, httpx.Client(follow_redirects=False) as http:
        plain = "plain" in name
        for path, accept, there in (
            ("e/baku", "text/turtle", "e/baku.ttl" if plain else "e/baku"),
            ("e/baku", "text/html,*/*;q=0.8", "e/baku.html" if plain else "e/baku"),
            ("doc/embassy-2012-01-20", "application/n-quads", "doc/embassy-2012-01-20" + (".nq" if plain else "")),
            ("", "application/ld+json", "index.jsonld" if plain else ""),
            ("e/baku.nt", "text/html", "e/baku.nt"),
            ("graph.ttl", "*/*", "graph.ttl"),
            ("timeline", "text/html", "timeline"),
        ):
            answer = http.get(f"{address}{folder.name}/{path}", headers={"Accept": accept})
            assert (answer.status_code, answer.headers["location"]) == (303, AT + there)


@pytest.mark.parametrize("row", ACCEPT, ids=lambda row: row["accept"][:60] or "nothing")
def test_the_expressions_choose_as_the_server_does(row: dict[str, str]) -> None:
    for kind in ("thing", "document"):
        listed = [(NOTHING, "html"), *((expression, one.name) for expression, one in preferences(kind))]
        found = next(
            (name for expression, name in listed if re.search(expression, row["accept"], re.IGNORECASE)), "406"
        )
        assert found == row[kind], row["what"]


def test_netlify_gives_every_file_the_media_type_that_it_has_here(root: Path) -> None:
    blocks = re.split(r"\n(?=/)", (root / "kg" / "_headers").read_text(encoding="utf-8"))
    rules = []
    for block in blocks:
        pattern, *lines = block.strip().splitlines()
        rules.append((pattern, dict(line.strip().split(": ", 1) for line in lines)))
    site = Site(open_served(EXAMPLE, at=AT))
    for path in site.paths():
        said: dict[str, str] = {}
        for pattern, headers in rules:  # of two rules for one file, Netlify takes the later one's value
            if fnmatchcase("/" + path, pattern):
                said |= headers
        if not path.endswith(".html"):  # which every host knows
            assert said["Content-Type"] == _content_type(site, path), path
        assert said["Access-Control-Allow-Origin"] == "*"


def _content_type(site: Site, path: str) -> str:
    """What our server says of a file, without making it where that can be known."""
    known = site.represented(path)
    if known is not None and path not in site.fixed:
        return known[1].content_type
    file = site.file(path)
    assert file
    return file.content_type


def test_netlify_gives_what_the_parameter_asks_for(root: Path) -> None:
    rules = (root / "kg" / "_redirects").read_text(encoding="utf-8").splitlines()
    assert "/e/:thing  format=turtle  /e/:thing.ttl  303!" in rules
    assert "/doc/:document  format=nq  /doc/:document.nq  302!" in rules


def test_the_patterns_are_those_of_the_addresses_that_we_mint() -> None:
    from dateline.web.hosting.addressed import DOCUMENT, THING

    for path, resource in Site(open_served(EXAMPLE)).resources.items():
        if resource.kind in ("page", "question", "dataset") or path == "ontology":
            assert not re.fullmatch(f"{THING}|{DOCUMENT}", path), path
        else:
            assert re.fullmatch(THING if not resource.is_information else DOCUMENT, quote(path, safe="/%")), path
