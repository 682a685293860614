"""The server in front of an engine elsewhere, a real Oxigraph server and Virtuoso: pages, data and queries."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dateline import terms
from dateline.errors import StoreError
from dateline.pipeline import publish
from dateline.resources import ontology
from dateline.settings import Credentials
from dateline.store.engines import Place
from dateline.web.elsewhere import open_elsewhere
from dateline.web.files import File
from dateline.web.served import Served, open_served
from dateline.web.site import Site
from tests.conftest import ROOT
from tests.engines import Endpoint
from tests.web.serving import running
from tests.web.test_large_collections import without_warnings

CASE = ROOT / "tests" / "cases" / "three-accounts"
BASE = "https://example.org/harbour/"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("elsewhere") / "harbour"
    shutil.copytree(CASE, folder, ignore=shutil.ignore_patterns("expected"))
    publish(folder, workers=1)
    return folder


@pytest.fixture
def place(endpoint: Endpoint, collection: Path) -> Iterator[Place]:
    """An engine that holds the collection, and what belongs to others."""
    served, store = open_served(collection), endpoint.store()
    for graph in (BASE, *(one.iri for one in served.documents)):
        store.replace(graph, b"".join(f"{one} .\n".encode() for one in served.of_graph(graph)))
    for name in ("dateline.ttl", "values.ttl"):
        store.add(terms.ONTOLOGY, ontology(name).read_bytes(), format="turtle")
    known = Credentials(user=endpoint.user or "", password=endpoint.password or "", digest=endpoint.digest)
    url = endpoint.query.removesuffix("/query").removesuffix("/sparql")
    yield Place(url=url, engine=endpoint.name, credentials=known)
    store.close()


@pytest.mark.slow
def test_every_resource_and_every_page_is_there(collection: Path, place: Place) -> None:
    near, far = open_served(collection), open_elsewhere(collection, place)
    assert list(far.resources) == list(near.resources)
    site = Site(far)
    for path, resource in near.resources.items():
        assert far.resources[path].label == resource.label
        assert set(far.describe(resource.iri)) == set(near.describe(resource.iri)), path
        assert far.incoming(resource.iri, 0, 1000) == near.incoming(resource.iri, 0, 1000)
        if resource.kind in ("document", "event"):
            assert site.file(resource.page) is not None
    assert dict(far.texts) == dict(near.texts)
    for path in ("e/harbour-square-shooting.html", "e/korvel.html", "doc/tribune-1987-06-02.html", "differing.html"):
        page, same = site.file(path), Site(near).file(path)
        assert page is not None
        assert same is not None
        assert _shown(page, far) == _shown(same, near), path
    assert b"Where the accounts differ" in b" ".join(_shown(site.file("e/harbour-square-shooting.html"), far))


def _shown(page: File | None, served: Served) -> list[bytes]:
    """The words of a page without the version and the warnings of the checks, which an engine does not know."""
    assert page is not None
    return without_warnings(bytes(page.data).replace(served.version.encode(), b"")).split()


HOSTILE = [
    ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
    ("SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
    ("SELECT * FROM <http://127.0.0.1:1/x.ttl> { ?s ?p ?o }", 403),
    ("INSERT DATA { GRAPH <http://x/> { <http://x/> a <http://x/> } }", 403),
    ("DROP ALL", 403),
    ("PREFIX bif: <bif:> SELECT (bif:http_get('http://127.0.0.1:1/') AS ?x) { }", 403),
    ("PREFIX b: <\\u0062if:> SELECT (b:http_get('http://127.0.0.1:1/') AS ?x) { }", 403),
    ('define get:soft "replace" SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }', 403),
    ("SELECT bif:now() { }", 400),
    ("SELECT * {", 400),
]


def test_the_server_answers_queries_and_hands_on_nothing_that_would_do_harm(
    collection: Path, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = place.credentials or Credentials()
    for name, value in (("USER", known.user), ("PASSWORD", known.password)):
        if value:
            monkeypatch.setitem(os.environ, f"DATELINE_{name}", value)
    if known.digest:
        monkeypatch.setitem(os.environ, "DATELINE_AUTH", "digest")
    options = ("--store", place.url, "--engine", place.engine, "--limit", "rows=50")
    with running(collection, *options) as server, server.client() as client:
        count = "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a <https://w3id.org/dateline/ns#Claim> }"
        assert _asked(client, count).text.split()[0] == "n"
        assert int(_asked(client, count).text.split()[1]) > 10
        ask = "ASK { ?event <https://w3id.org/dateline/ns#deathCount> 137 }"
        assert client.get("/sparql", params={"query": ask, "format": "json"}).json()["boolean"] is True
        graph = client.get("/sparql", params={"query": f"DESCRIBE <{BASE}e/korvel>", "format": "nt"})
        assert "Korvel" in graph.text
        for query, status in HOSTILE:
            assert _asked(client, query).status_code == status, query
        assert _asked(client, f"SELECT * {{ GRAPH <{BASE}doc/tribune-1987-06-02> {{ ?s ?p ?o }} }}").status_code == 413
        assert client.get("/e/korvel.nt").status_code == 200
        assert client.get("/sparql", headers={"Accept": "text/turtle"}).status_code == 200


def _asked(client: httpx.Client, query: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})


def test_an_engine_that_holds_nothing_of_it_is_told_with_what_to_do(collection: Path, endpoint: Endpoint) -> None:
    url = endpoint.query.removesuffix("/query").removesuffix("/sparql")
    with pytest.raises(StoreError, match="dateline push"):
        open_elsewhere(collection, Place(url=url, engine=endpoint.name))
