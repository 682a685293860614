"""Every answer is valid under the official schemas, and what they allow to be asked is understood."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from dateline.errors import UsageError
from dateline.web.reconciliation.asked import extension, queries_0_2, queries_1_0
from tests.web.reconciliation import official
from tests.web.reconciliation.service import client

UNREFERENCED = {"reconciliation-candidate", "security-scheme", "flyout-response"}
"""Examples without a schema of their own."""


@pytest.mark.parametrize("version", official.VERSIONS)
def test_the_validator_gives_every_official_example_its_verdict(version: str) -> None:
    wrong = []
    seen = 0
    for name, valid, file in official.examples(version):
        if name in UNREFERENCED:
            continue
        seen += 1
        found = official.problems(version, name, json.loads(file.read_text(encoding="utf-8")))
        if valid == bool(found):
            wrong.append((file.name, found))
    assert seen > 40
    assert wrong == []


def test_what_0_2_allows_to_be_asked_is_understood_and_what_it_forbids_is_refused() -> None:
    _understands("0.2", queries_0_2)


def test_what_1_0_allows_to_be_asked_is_understood_and_what_it_forbids_is_refused() -> None:
    _understands("1.0-draft", queries_1_0)


def _understands(version: str, parse: Any) -> None:
    for name, valid, file in official.examples(version):
        data = json.loads(file.read_text(encoding="utf-8"))
        if name == "data-extension-query":
            extension(data)
        if name != "reconciliation-query-batch":
            continue
        if valid:
            assert parse(data), file
        else:
            with pytest.raises(UsageError):
                parse(data)


QUERIES_0_2 = [
    {"query": "Baku"},
    {"query": "Baku", "type": "Place", "limit": 1, "type_strict": "any"},
    {"query": "soviet", "type": ["Group", "Polity"], "type_strict": "all"},
    {
        "query": "invasion",
        "properties": [{"pid": "tookPlaceIn", "v": {"id": "e/baku"}}, {"pid": "startDate", "v": 1990}],
    },
    {"properties": [{"pid": "deathCount", "v": [133, "134"]}]},
    {"query": "", "properties": [{"pid": "nothing", "v": True}]},
    {"query": "nothing of the sort at all"},
    {"query": "Q9248"},
]
CONDITIONS_1_0: list[list[dict[str, Any]]] = [
    [{"matchType": "name", "propertyValue": "Baku"}],
    [{"matchType": "id", "propertyValue": "e/baku"}],
    [{"matchType": "id", "propertyValue": {"id": "http://www.wikidata.org/entity/Q9248"}}],
    [
        {"matchType": "name", "propertyValue": "invasion"},
        {"matchType": "property", "propertyId": "tookPlaceIn", "propertyValue": ["Baku", "Moscow"], "required": True},
    ],
    [{"matchType": "property", "propertyId": "tookPlaceIn", "propertyValue": "Ba", "matchQualifier": "PrefixMatch"}],
    [
        {"matchType": "name", "propertyValue": "Soviet"},
        {"matchType": "property", "propertyId": "memberOf", "propertyValue": "KGB", "matchQuantifier": "none"},
    ],
]
EXTENSION = {
    "ids": ["e/baku", "e/black-january", "e/nothing", "doc/embassy-2012-01-20"],
    "properties": [
        {"id": "capitalOf"},
        {"id": "deathCount", "settings": {}},
        {"id": "startDate", "settings": {"limit": 1}},
        {"id": "tookPlaceIn", "settings": {"content": "words"}},
        {"id": "exactMatch"},
        {"id": "issued"},
        {"id": "altLabel"},
        {"id": "characterizedAs"},
        {"id": "no-such-property"},
    ],
}


def _valid(version: str, name: str, answer: Any) -> None:
    assert official.problems(version, name, answer) == []


def test_every_answer_of_0_2_is_valid() -> None:
    to = client()
    _valid("0.2", "manifest", to.get("/reconcile/").json())
    batch = {f"q{place}": query for place, query in enumerate(QUERIES_0_2)}
    _valid("0.2", "reconciliation-query-batch", batch)
    answered = to.post("/reconcile/", data={"queries": json.dumps(batch)}).json()
    _valid("0.2", "reconciliation-result-batch", answered)
    assert set(answered) == set(batch)
    extended = to.post("/reconcile/", data={"extend": json.dumps(EXTENSION)}).json()
    _valid("0.2", "data-extension-response", extended)
    assert list(extended["rows"]) == EXTENSION["ids"]
    _suggestions("0.2", to, "/reconcile")
    for kind in ("", "Place", "Event", "NoSuchClass"):
        proposed = to.get("/reconcile/extend/propose", params={"type": kind, "limit": 3}).json()
        _valid("0.2", "data-extension-property-proposal", proposed)


def test_every_answer_of_1_0_is_valid() -> None:
    to = client()
    _valid("1.0-draft", "manifest", to.get("/reconcile/v1/").json())
    batch = {"queries": [{"conditions": one, "limit": 3, "lang": "en"} for one in CONDITIONS_1_0]}
    _valid("1.0-draft", "reconciliation-query-batch", batch)
    answered = to.post("/reconcile/v1/match", json=batch).json()
    _valid("1.0-draft", "reconciliation-result-batch", answered)
    assert len(answered["results"]) == len(CONDITIONS_1_0)
    extended = to.post("/reconcile/v1/extend", json=EXTENSION).json()
    _valid("1.0-draft", "data-extension-response", extended)
    assert [row["id"] for row in extended["rows"]] == EXTENSION["ids"]
    _suggestions("1.0-draft", to, "/reconcile/v1")
    proposed = to.get("/reconcile/v1/extend/propose", params={"type": "Event"}).json()
    _valid("1.0-draft", "data-extension-property-proposal", proposed)


def _suggestions(version: str, to: TestClient, at: str) -> None:
    for kind, name in (("entity", "entities"), ("property", "properties"), ("type", "types")):
        for prefix in ("", "so", "p", "ev", "e/baku", "Q9248", "zzzz", "\u0000", "ağ"):
            answer = to.get(f"{at}/suggest/{kind}", params={"prefix": prefix})
            assert answer.status_code == 200, answer.text
            _valid(version, f"suggest-{name}-response", answer.json())
