"""The wire: OpenRefine's own request shapes, cross-origin reading, limits, and text that means harm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dateline.web.reconciliation.app import LARGEST_BODY
from dateline.web.reconciliation.service import MOST_QUERIES
from tests import hostile
from tests.web.reconciliation.service import client, posted, shown

FORM = "application/x-www-form-urlencoded; charset=UTF-8"


@pytest.fixture(scope="module")
def to() -> TestClient:
    return client()


def test_openrefine_registers_the_service(to: TestClient) -> None:
    answer = to.get("/reconcile/", headers={"Accept": "application/json, text/javascript, */*; q=0.01"})
    manifest = answer.json()
    assert "0.2" in manifest["versions"]
    assert manifest["identifierSpace"] == "https://w3id.org/dateline/black-january/"
    assert manifest["suggest"]["entity"]["service_url"] == "http://testserver/reconcile"


def test_openrefine_guesses_the_type_of_a_column(to: TestClient) -> None:
    batch = {f"q{n}": {"query": name, "limit": 3} for n, name in enumerate(("Baku", "Armenia", "Mikhail Gorbachev"))}
    answer = to.post("/reconcile/", content="queries=" + _quoted(batch), headers={"Content-Type": FORM})
    types = [one["type"][0]["id"] for result in answer.json().values() for one in result["result"][:1]]
    assert types == ["Place", "Polity", "Person"]


def test_openrefine_matches_cells_with_a_type_and_other_columns(to: TestClient) -> None:
    batch = {
        "q0": {
            "query": "invasion of Baku",
            "type": "Event",
            "type_strict": "should",
            "properties": [{"pid": "tookPlaceIn", "v": {"id": "e/baku", "name": "Baku"}}],
        }
    }
    answer = to.post("/reconcile/", content="queries=" + _quoted(batch), headers={"Content-Type": FORM})
    assert answer.json()["q0"]["result"][0]["id"] == "doc/embassy-2012-01-20/e/ev-invasion"


def test_openrefine_asks_with_get_too(to: TestClient) -> None:
    assert to.get("/reconcile/", params={"queries": json.dumps({"q0": {"query": "Baku"}})}).json()["q0"]["result"]
    assert to.get("/reconcile/", params={"query": "Baku"}).json()["result"][0]["id"] == "e/baku"


def test_openrefine_suggests_and_shows_a_flyout(to: TestClient) -> None:
    manifest = to.get("/reconcile/").json()
    for kind, prefix, expected in (
        ("entity", "Gorb", "e/mikhail-gorbachev"),
        ("property", "took", "tookPlaceIn"),
        ("type", "viol", "ViolentEvent"),
    ):
        where = manifest["suggest"][kind]
        url = where["service_url"] + where["service_path"]
        assert to.get(url, params={"prefix": prefix}).json()["result"][0]["id"] == expected
        flyout = where["flyout_service_url"] + where["flyout_service_path"].replace("${id}", expected)
        answer = to.get(flyout).json()
        assert answer["id"] == expected
        assert "<strong>" in answer["html"]


def test_a_cursor_leaves_out_what_was_shown(to: TestClient) -> None:
    every = to.get("/reconcile/suggest/entity", params={"prefix": "s", "limit": 100}).json()["result"]
    rest = to.get("/reconcile/suggest/entity", params={"prefix": "s", "limit": 100, "cursor": 2}).json()["result"]
    assert len(every) > 3
    assert rest == every[2:]
    assert (
        to.get("/reconcile/v1/suggest/entity", params={"prefix": "s", "offset": 1, "limit": 1}).json()["result"][0][
            "id"
        ]
        == every[1]["id"]
    )


def test_openrefine_adds_columns(to: TestClient) -> None:
    proposed = to.get("/reconcile/extend/propose", params={"type": "Place"}).json()
    assert {"capitalOf", "locatedIn", "exactMatch"} <= {one["id"] for one in proposed["properties"]}
    assert "deathCount" not in {one["id"] for one in proposed["properties"]}
    answer = posted(
        to,
        extend={
            "ids": ["e/black-january"],
            "properties": [{"id": "deathCount"}, {"id": "startDate"}, {"id": "tookPlaceIn"}, {"id": "exactMatch"}],
        },
    )
    assert answer["rows"]["e/black-january"] == {
        "deathCount": [{"int": 133}],
        "startDate": [{"date": "1990-01-20T00:00:00Z"}],
        "tookPlaceIn": [{"id": "e/baku", "name": "Baku"}],
        "exactMatch": [{"id": "Q734004", "name": "Q734004"}],
    }
    meta = {one["id"]: one for one in answer["meta"]}
    assert meta["tookPlaceIn"]["type"]["id"] == "Place"
    assert meta["tookPlaceIn"]["service"] == "http://testserver/reconcile/"
    assert "wikidata" in meta["exactMatch"]["service"]


def test_a_column_may_hold_the_words_that_say_it(to: TestClient) -> None:
    column = {"id": "deathCount", "settings": {"content": "words"}}
    answer = posted(to, extend={"ids": ["e/black-january"], "properties": [column]})
    assert answer["rows"]["e/black-january"]["deathCount"] == [{"str": "slaughtering 133 people"}]


def test_view_leads_to_the_page_also_where_the_id_is_encoded(to: TestClient) -> None:
    for given in ("doc/embassy-2012-01-20/e/ev-invasion", "doc%2Fembassy-2012-01-20%2Fe%2Fev-invasion"):
        answer = to.get(f"/reconcile/view?id={given}")
        assert answer.status_code == 303
        assert answer.headers["location"].endswith("/doc/embassy-2012-01-20/e/ev-invasion")
    assert to.get("/reconcile/view?id=https://evil.example/").status_code == 404


def test_a_preview_shows_the_words_and_the_voice(to: TestClient) -> None:
    answer = to.get("/reconcile/preview", params={"id": "e/black-january"})
    assert "slaughtering" in answer.text or "Black January" in answer.text
    assert "Embassy of the Republic of Azerbaijan" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    assert to.get("/reconcile/preview", params={"id": "nothing"}).status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/reconcile/", 200),
        ("/reconcile/?queries=%7B", 400),
        ("/reconcile/?callback=alert", 400),
        ("/reconcile/suggest/entity?prefix=b&callback=x", 400),
        ("/reconcile/suggest/entity?prefix=b&cursor=x", 400),
        ("/reconcile/nothing", 404),
        ("/reconcile/flyout/entity?id=nothing", 404),
        ("/reconcile/flyout/nothing?id=e/baku", 404),
        ("/reconcile/v1/match", 405),
        ("/reconcile/v1/suggest/entity?prefix=b&limit=x", 400),
    ],
)
def test_any_page_may_read_every_answer(to: TestClient, path: str, status: int) -> None:
    answer = to.get(path, headers={"Origin": "https://refine.example"})
    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    head = to.head(path)
    assert (head.status_code, head.content) == (status, b"")
    asked = to.options(path, headers={"Origin": "https://refine.example", "Access-Control-Request-Method": "POST"})
    assert asked.status_code == 204
    assert "POST" in asked.headers["access-control-allow-methods"]


def test_no_answer_is_a_script(to: TestClient) -> None:
    answer = to.get("/reconcile/", params={"callback": "alert(1)//", "query": "Baku"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_too_much_at_once_is_413(to: TestClient) -> None:
    many = {f"q{n}": {"query": "x"} for n in range(MOST_QUERIES + 1)}
    assert to.post("/reconcile/", data={"queries": json.dumps(many)}).status_code == 413
    assert (
        to.post(
            "/reconcile/v1/match",
            json={"queries": [{"conditions": [{"matchType": "name", "propertyValue": "x"}]}] * (MOST_QUERIES + 1)},
        ).status_code
        == 413
    )
    rows = {"ids": ["e/baku"] * (MOST_QUERIES + 1), "properties": []}
    assert to.post("/reconcile/v1/extend", json=rows).status_code == 413
    assert to.post("/reconcile/v1/match", content=b" " * (LARGEST_BODY + 1)).status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        b"queries",
        b"queries=",
        b"queries=[]",
        b"queries=%7B%22a%22:1%7D",
        b"queries=%FF",
        b"queries=" + b"%5B" * 20_000,
        b"extend=%7B%7D",
        b"extend=%7B%22ids%22:[1],%22properties%22:[]%7D",
        b"queries=%7B%22a%22:%7B%22query%22:%22x%22,%22limit%22:NaN%7D%7D",
        b"queries=%7B%22a%22:%7B%22query%22:%22x%22,%22limit%22:1e999%7D%7D",
        b"queries=%7B%22a%22:%7B%22query%22:%22x%22,%22limit%22:true%7D%7D",
        b"queries=%7B%22a%22:%7B%22query%22:%22x%22,%22more%22:1%7D%7D",
    ],
)
def test_what_is_no_request_is_400_in_a_sentence(to: TestClient, body: bytes) -> None:
    answer = to.post("/reconcile/", content=body, headers={"Content-Type": FORM})
    assert answer.status_code == 400
    assert answer.json()["message"].endswith((".", "}"))


def test_half_a_surrogate_pair_comes_back_as_json(to: TestClient) -> None:
    answer = to.post("/reconcile/", data={"queries": '{"q\\ud800": {"query": "\\udc00 Baku"}}'})
    assert answer.status_code == 200
    assert list(answer.json()) == ["q\ud800"]


def test_the_language_of_a_label_is_the_readers(tmp_path: Path, to: TestClient) -> None:
    answer = to.get("/reconcile/suggest/entity", params={"prefix": "baku"}, headers={"Accept-Language": "az, en;q=0.5"})
    assert answer.headers["vary"] == "Accept-Language"
    assert answer.json()["result"][0]["name"] == "Baku"


def test_text_that_means_harm_is_shown_as_text(tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script>\" onload='x' \u202e</title>"
    made = hostile.collection(tmp_path / "c", {"d": (hostile.TEXT, hostile.reading(label=nasty))})
    to = client(shown(made))
    [found, *_] = posted(to, queries={"q": {"query": nasty}})["q"]["result"]
    assert found["name"] == nasty
    page = to.get("/reconcile/preview", params={"id": found["id"]}).text
    box: Any = to.get("/reconcile/flyout/entity", params={"id": found["id"]}).json()["html"]
    for shown_as in (page, box):
        assert "<script" not in shown_as
        assert "\u202e" not in shown_as
        assert "&lt;script&gt;" in shown_as
    missing = to.get("/reconcile/preview", params={"id": nasty}).text
    assert "<script" not in missing


def _quoted(value: Any) -> str:
    from urllib.parse import quote_plus

    return quote_plus(json.dumps(value))
