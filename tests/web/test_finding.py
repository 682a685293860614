"""A server finds words by the full-text index: as a page and as JSON, within bounds, and whatever is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dateline.archive.search import FILE, search, search_index
from dateline.errors import StoreTimeoutError
from dateline.web import finding
from dateline.web.finding import finding_app
from dateline.web.served import open_served
from dateline.web.sharded import Sharded
from dateline.web.site import Site
from tests.formats.hostile import ANY
from tests.web.pages.opening import Seen
from tests.web.serving import running
from tests.web.test_large_collections import made

SEARCH = import_module("dateline.archive.search")
JSON = {"Accept": "application/json"}
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module", params=["whole", "large"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("finding") / request.param, large=request.param == "large")


@pytest.fixture(scope="module")
def found(folder: Path) -> Iterator[TestClient]:
    with TestClient(finding_app(open_served(folder))) as client:
        yield client


def asked(client: TestClient, words: str, **more: str) -> Any:
    answer = client.get("/", params={"q": words, **more}, headers=JSON)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_it_finds_what_the_command_finds(found: TestClient, folder: Path) -> None:
    for words in ("soldiers", "harbour square", '"the ministry"', "minist*"):
        hits = asked(found, words)["hits"]
        assert hits
        assert [(one["document"], one["about"], one["offset"], one["snippet"]) for one in hits] == [
            (one.document, one.about, one.offset, one.snippet) for one in search(folder, words, finding.USUAL)
        ]


def test_every_place_is_there(found: TestClient, folder: Path) -> None:
    site = Site(open_served(folder))
    kinds = set()
    for words in ("soldiers", "harbour square", "ministry"):
        for one in asked(found, words)["hits"]:
            kinds.add(one["kind"])
            page, fragment = urldefrag(one["page"])
            file = site.file(page)
            assert file is not None, one
            assert bool(fragment) == (one["kind"] != "name")
            assert not fragment or fragment in Seen(bytes(file.data).decode()).ids, one
            assert one["title"]
    assert {"name", "text"} <= kinds


def test_it_gives_no_more_than_is_wanted_and_says_when_there_is_more(found: TestClient) -> None:
    every = asked(found, "the")
    assert not every["more"]
    one = asked(found, "the", limit="1")
    assert one["hits"] == every["hits"][:1]
    assert one["more"]
    assert "The first 1 place of more" in found.get("/", params={"q": "the", "limit": "1"}, headers=HTML).text


@pytest.mark.parametrize(
    "query",
    ["", "q=", "q=%E2%80%A6", "q=a&limit=0", "q=a&limit=101", "q=a&limit=-1", "q=a&limit=x", "q=a&limit=%C2%B2"],
)
def test_what_cannot_be_asked_is_refused_with_what_to_do(found: TestClient, query: str) -> None:
    answer = found.get(f"/?{query}", headers=JSON)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "Give" in answer.json()["detail"]


@pytest.mark.parametrize("words", ["a " * 33, "b" * 1001])
def test_too_many_words_are_refused(found: TestClient, words: str) -> None:
    assert found.get("/", params={"q": words}, headers=JSON).status_code == 400


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=ANY.filter(lambda text: len(text) < 1000)
    | st.sampled_from(['" OR 1=1 --', "NEAR(a b)", "words:a", "a AND", '"""', "a* *", "^a", "{a b}:c"])
)
def test_whatever_is_asked_is_answered_and_is_no_markup(found: TestClient, words: str) -> None:
    params = {"q": words.encode("utf-8", "replace")}
    page = found.get("/", params=params, headers=HTML)
    assert page.status_code in (200, 400)
    seen = Seen(page.text)
    assert not seen.wrong
    assert not [given for tag, given in seen.tags if tag == "script" and "src" not in given]
    answer = found.get("/", params=params, headers=JSON)
    assert answer.status_code == page.status_code
    assert json.loads(answer.text)


def test_a_search_that_takes_too_long_is_ended(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "SECONDS", -1.0)
    monkeypatch.setattr(SEARCH, "_STEPS", 1)
    with TestClient(finding_app(open_served(folder))) as client:
        answer = client.get("/", params={"q": "the"}, headers=JSON)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "rarer words" in answer.json()["detail"]


def test_an_index_is_searched_for_so_long_and_no_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = open_served(made(tmp_path / "large", large=True))
    assert isinstance(served, Sharded)
    index = served.index.with_name(FILE)
    assert search_index(index, "soldiers", seconds=5)
    monkeypatch.setattr(SEARCH, "_STEPS", 1)
    with pytest.raises(StoreTimeoutError, match="ended"):
        search_index(index, "soldiers", seconds=-1)


def test_the_server_has_it_beside_the_pages_of_the_search(folder: Path) -> None:
    with running(folder) as server, server.client() as client:
        assert client.get("/find", params={"q": "soldiers"}, headers=JSON).json()["hits"]
        page = client.get("/find?q=soldiers", headers=HTML)
        assert page.headers["Content-Type"].startswith("text/html")
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert all(client.get("/" + urldefrag(link)[0]).is_success for link in _of_results(page))
        assert 'action="find"' in client.get("/search.html").text
        assert client.post("/find", content=b"q=a").status_code == 405


def _of_results(page: httpx.Response) -> list[str]:
    return Seen(page.text.partition('<ol class="list wide">')[2].partition("</ol>")[0]).links
