"""Which representation is sent: every format by suffix, by `?format=` and by `Accept`, of every kind of resource."""

from __future__ import annotations

import httpx
import pytest

from dateline.web.negotiate import choose
from dateline.web.variants import variants_of
from tests.conftest import EXAMPLE
from tests.web.serving import Running, table

FORMATS = table("formats.tsv")
RESOURCES = table("resources.tsv")
ACCEPT = table("accept.tsv")


def _offered(resource: dict[str, str], form: dict[str, str]) -> bool:
    return form["graphs"] == "no" or resource["graphs"] == "yes"


def _name(row: dict[str, str]) -> str:
    return row.get("name") or row["path"] or "dataset"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("form", FORMATS, ids=_name)
@pytest.mark.parametrize("resource", RESOURCES, ids=_name)
def test_a_format_is_had_by_suffix_by_parameter_and_by_accept(
    http: httpx.Client, resource: dict[str, str], form: dict[str, str], method: str
) -> None:
    address = "/" + resource["stem"] + form["suffix"]
    by_suffix = http.request(method, address)
    by_parameter = http.request(method, "/" + resource["path"], params={"format": form["format"]})
    by_accept = http.request(method, "/" + resource["path"], headers={"Accept": form["media_type"]})
    if not _offered(resource, form):
        assert (by_suffix.status_code, by_parameter.status_code, by_accept.status_code) == (404, 406, 406)
        return
    assert by_suffix.status_code == 200
    assert by_suffix.headers["content-type"] == form["media_type"]
    assert "Accept" not in by_suffix.headers.get("vary", "").split(", ")
    for answer in (by_parameter, by_accept):
        assert answer.status_code == int(resource["status"])
        assert "Accept" in answer.headers["vary"].split(", ")
        where = "location" if resource["status"] == "303" else "content-location"
        assert answer.url.join(answer.headers[where]).path == address
        if resource["status"] == "200":
            assert answer.headers["content-type"] == form["media_type"]
            assert answer.headers["etag"] == by_suffix.headers["etag"]
            assert answer.content == by_suffix.content
    assert bool(by_suffix.content) == (method == "GET")


@pytest.mark.parametrize("row", ACCEPT, ids=lambda row: row["accept"][:60] or "nothing")
def test_accept_is_read_with_its_qualities(http: httpx.Client, row: dict[str, str]) -> None:
    for kind, path in (("thing", "/e/baku"), ("document", "/doc/embassy-2012-01-20")):
        answer = http.get(path, headers={"Accept": row["accept"]} if row["accept"] else {})
        where = answer.headers.get("location") or answer.headers.get("content-location") or "406"
        assert where.rpartition(".")[2] == row[kind], row["what"]


@pytest.mark.parametrize("row", ACCEPT, ids=lambda row: row["accept"][:60] or "nothing")
def test_the_choice_is_a_function_of_accept_alone(row: dict[str, str]) -> None:
    for kind in ("thing", "document"):
        chosen = choose(row["accept"] or None, variants_of(kind))
        assert (chosen.name if chosen else "406") == row[kind]


def test_the_suffix_comes_before_the_parameter_and_that_before_accept(http: httpx.Client) -> None:
    path = "/doc/embassy-2012-01-20"
    everything = http.get(f"{path}.nt?format=turtle", headers={"Accept": "text/html"})
    parameter = http.get(f"{path}?format=turtle", headers={"Accept": "text/html"})
    assert everything.headers["content-type"] == "application/n-triples"
    assert parameter.headers["content-type"] == "text/turtle; charset=utf-8"


@pytest.mark.parametrize(
    ("address", "status"),
    [("/e/baku.xyz", 404), ("/e/baku?format=xyz", 400), ("/e/baku?format=", 400), ("/e/nobody.ttl", 404), ("/e", 404)],
)
def test_what_is_unknown_is_not_guessed(http: httpx.Client, address: str, status: int) -> None:
    assert http.get(address).status_code == status


def test_a_refusal_lists_what_there_is(http: httpx.Client) -> None:
    refused = http.get("/e/baku", headers={"Accept": "image/png"})
    assert refused.status_code == 406
    assert refused.headers["content-type"] == "application/problem+json"
    assert "Accept" in refused.headers["vary"]
    said = refused.json()
    assert {link["href"] for link in said["links"]} == {f"baku{form['suffix']}" for form in FORMATS[:5]}
    for link in said["links"]:
        assert http.get(refused.url.join(link["href"])).status_code == 200


def test_a_refusal_is_a_page_for_people(http: httpx.Client) -> None:
    refused = http.get("/e/baku?format=trig", headers={"Accept": "text/html"})
    assert refused.status_code == 406
    assert refused.headers["content-type"] == "text/html; charset=utf-8"
    assert 'href="baku.ttl"' in refused.text


@pytest.mark.parametrize(
    ("spelt", "meant"), [("/e/%62aku", "/e/baku.html"), ("/e/baku/", "/e/baku"), ("/timeline/", "/timeline")]
)
def test_another_spelling_leads_to_the_same(http: httpx.Client, spelt: str, meant: str) -> None:
    answer = http.get(spelt)
    assert answer.is_redirect
    assert answer.url.join(answer.headers["location"]).path == meant


def test_every_resource_dereferences(http: httpx.Client, server: Running) -> None:
    from dateline.web.served import open_served

    for resource in open_served(EXAMPLE).resources.values():
        answer = http.head("/" + resource.path, headers={"Accept": "text/turtle"})
        assert answer.status_code in (200, 303), resource
