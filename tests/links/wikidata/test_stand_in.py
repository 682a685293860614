"""The stand-in itself: what it says has the shape that independent programs and official schemas expect of Wikidata."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from dateline.links.wikidata import open_source
from tests.links.wikidata.clients import client_of
from tests.web.reconciliation.official import problems
from tests.wikidata_server import CONTACT, Pauses, WikidataServer, wikidata_server


@pytest.fixture
def server() -> Iterator[WikidataServer]:
    with wikidata_server() as running:
        yield running


def got(server: WikidataServer, path: str, *, form: dict[str, str] | None = None, agent: str = f"x ({CONTACT})") -> Any:
    """The JSON at a path of the stand-in."""
    body = None if form is None else urlencode(form).encode()
    request = urllib.request.Request(server.url(path), data=body, headers={"User-Agent": agent})  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        return json.loads(answer.read())


def test_its_items_are_items_to_wikibaseintegrator(server: WikidataServer) -> None:
    from wikibaseintegrator.entities import ItemEntity

    for name in server.world.items:
        [entity] = got(server, f"/wiki/Special:EntityData/{name}.json")["entities"].values()
        assert ItemEntity().from_json(entity).id == name


def test_its_reconciliation_service_is_one_by_the_official_schemas(server: WikidataServer) -> None:
    assert problems("0.2", "manifest", got(server, "/en/api")) == []
    asked = {"q0": {"query": "Baku", "limit": 5}, "q1": {"query": "nothing"}}
    assert problems("0.2", "reconciliation-query-batch", asked) == []
    found = got(server, "/en/api", form={"queries": json.dumps(asked)})
    assert problems("0.2", "reconciliation-result-batch", found) == []
    assert [one["id"] for one in found["q0"]["result"]] == ["Q9248"]
    wanted = {"ids": ["Q734004", "Q9248"], "properties": [{"id": "P585"}, {"id": "P276"}, {"id": "P1120"}]}
    assert problems("0.2", "data-extension-query", wanted) == []
    assert (
        problems("0.2", "data-extension-response", got(server, f"/en/api?{urlencode({'extend': json.dumps(wanted)})}"))
        == []
    )
    suggested = got(server, "/en/suggest/entity?prefix=Ba")
    assert problems("0.2", "suggest-entities-response", suggested) == []


def test_what_the_client_sends_to_a_reconciliation_service_is_a_query_by_the_official_schema(
    server: WikidataServer,
) -> None:
    open_source(server.wikibase(), cache=None, clock=Pauses().clock).find("“Baku” & \\ Bakı\n")
    [sent] = [json.loads(one.params["queries"]) for one in server.asked if "queries" in one.params]
    assert problems("0.2", "reconciliation-query-batch", sent) == []
    assert sent["q0"]["query"] == "“Baku” & \\ Bakı"


def test_who_does_not_say_who_asks_is_let_in_nowhere(server: WikidataServer) -> None:
    with pytest.raises(urllib.error.HTTPError, match="403"):
        got(server, "/wiki/Special:EntityData/Q9248.json", agent="Python-urllib/3")


def test_its_rdf_is_that_of_the_items(server: WikidataServer) -> None:
    address, headers = server.url("/wiki/Special:EntityData/Q9248.nt"), {"User-Agent": "x (y)"}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - the stand-in
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        store = ox.Store()
        store.load(answer.read(), format=ox.RdfFormat.N_TRIPLES)
    truthy = "ASK { <http://www.wikidata.org/entity/Q9248> <http://www.wikidata.org/prop/direct/P1376> ?of }"
    assert store.query(truthy)
    black_january = "<http://www.wikidata.org/entity/Q734004>"
    deprecated = f"ASK {{ {black_january} <http://www.wikidata.org/prop/direct/P1120> ?n FILTER(?n = 90) }}"
    assert not store.query(deprecated)


def test_an_edit_is_a_new_revision_that_everybody_sees(server: WikidataServer) -> None:
    before = client_of(server).item("Q9248")
    statement = {
        "mainsnak": {
            "snaktype": "value",
            "property": "P1120",
            "datavalue": {"value": {"amount": "+133", "unit": "1"}, "type": "quantity"},
        },
        "type": "statement",
        "rank": "normal",
    }
    data = json.dumps({"claims": [statement], "labels": {"fr": {"language": "fr", "value": "Bakou"}}})
    form = {"action": "wbeditentity", "id": "Q9248", "data": data}
    assert got(server, "/w/api.php", form=form)["error"]["code"] == "badtoken"
    assert got(server, "/w/api.php", form=form | {"token": "+\\"})["success"] == 1
    after = client_of(server).item("Q9248")
    assert len(after.said("P1120")) == len(before.said("P1120")) + 1
    assert (after.labels["fr"], after.revision) != (before.labels.get("fr"), before.revision)


def test_the_same_value_again_gains_a_reference_and_no_statement(server: WikidataServer) -> None:
    claim: dict[str, Any] = {
        "mainsnak": {
            "snaktype": "value",
            "property": "P1120",
            "datavalue": {"value": {"amount": "+170", "unit": "1"}, "type": "quantity"},
        },
        "references": [{"snaks": {"P854": [{"snaktype": "value", "property": "P854", "datavalue": {
            "value": "https://example.org/us", "type": "string"}}]}}],
    }  # fmt: skip
    for _ in range(2):
        server.world.add("Q734004", {"claims": {"P1120": [claim]}})
    found = [one for one in client_of(server).item("Q734004").said("P1120") if "170" in str(one.main.value)]
    assert [len(one.references) for one in found] == [2]
