"""The client of a Wikibase against the stand-in, when all is well: search, items, revisions, labels, SPARQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.errors import UsageError, WikibaseError, WikibaseServiceError
from dateline.links.wikidata import fetch_and_pin
from dateline.settings import Wikibase, wikibase
from tests.links.wikidata.clients import client_of
from tests.wikidata_server import (
    CONTACT,
    DELETED,
    MERGED,
    Pauses,
    WikidataServer,
    elsewhere,
    offline,
    wikidata_server,
)


@pytest.fixture
def server() -> Iterator[WikidataServer]:
    with wikidata_server() as running:
        yield running


def test_an_item_comes_with_its_names_its_statements_and_its_revision(server: WikidataServer) -> None:
    item = client_of(server).item("Q734004")
    assert (item.id, item.labels["en"], item.aliases["en"]) == (
        "Q734004", "Black January", ("January Massacre", "Black Saturday"),
    )  # fmt: skip
    assert item.revision == server.world.items["Q734004"]["lastrevid"]
    assert [str(one.main.value.amount) for one in item.said("P1120")] == ["131", "170", "90"]  # type: ignore[union-attr]
    assert server.services() == ["entity_data"]


def test_the_iri_of_an_item_names_it_too(server: WikidataServer) -> None:
    assert client_of(server).item("http://www.wikidata.org/entity/Q9248").id == "Q9248"


@pytest.mark.parametrize("wrong", ["", "9248", "q9248", "Q0", "Q9248\n", "P31", "https://www.wikidata.org/entity/Q1"])
def test_what_is_not_the_id_of_an_item_is_never_asked_for(server: WikidataServer, wrong: str) -> None:
    client = client_of(server)
    with pytest.raises(UsageError, match="not the id of an item"):
        client.item(wrong)
    with pytest.raises(UsageError):
        client.items([wrong])
    assert server.asked == []


def test_an_item_can_be_had_as_it_stood_in_a_revision(server: WikidataServer) -> None:
    before = server.world.items["Q9248"]["lastrevid"]
    server.world.relabel("Q9248", "Bakı")
    client = client_of(server)
    assert client.item("Q9248").labels["en"] == "Bakı"
    assert client.item("Q9248", revision=before).labels["en"] == "Baku"
    with pytest.raises(WikibaseError, match="no item Q9248"):
        client.item("Q9248", revision=1)


@pytest.mark.parametrize("by_body", [False, True])
def test_a_merged_item_is_the_one_that_took_its_place_and_says_so(server: WikidataServer, by_body: bool) -> None:
    server.redirects_by_body = by_body
    item = client_of(server).item(MERGED)
    assert (item.id, item.redirected_from) == ("Q9248", MERGED)
    several = client_of(server).items([MERGED, "Q9248"])
    assert (several[MERGED].redirected_from, several["Q9248"].redirected_from) == (MERGED, None)


def test_a_deleted_item_is_said_to_be_no_more(server: WikidataServer) -> None:
    client = client_of(server)
    with pytest.raises(WikibaseError, match=r"no item Q900000002.*deleted, or never was"):
        client.item(DELETED)
    assert list(client.items([DELETED, "Q399"])) == ["Q399"]
    [note] = client.notes
    assert "Q900000002" in note
    assert "deleted" in note
    assert "\n" not in note


def test_many_items_are_asked_for_fifty_at_a_time(server: WikidataServer) -> None:
    for number in range(120):
        name = f"Q{800_000_000 + number}"
        server.world.items[name] = dict(server.world.items["Q5"]) | {"id": name}
    found = client_of(server).items(f"Q{800_000_000 + number}" for number in range(120))
    assert len(found) == 120
    assert [len(one.params["ids"].split("|")) for one in server.asked] == [50, 50, 20]


def test_a_search_asks_the_reconciliation_service_and_tells_type_and_score(server: WikidataServer) -> None:
    [match] = client_of(server).search("  Baku ")
    assert (match.item, match.types, match.score, match.description) == (
        "Q9248", ("Q515",), 100.0, "capital of Azerbaijan",
    )  # fmt: skip
    assert server.services() == ["reconciliation", "reconciliation"]


def test_a_search_for_nothing_asks_nobody(server: WikidataServer) -> None:
    assert client_of(server).search(" \n") == ()
    assert server.asked == []


@settings(max_examples=40)
@given(st.text(alphabet=st.characters(), max_size=40))
@example("\ud800")
@example("a" * 10_000)
@example('"&queries={}#\x00 %00 }')
def test_a_search_for_any_text_finds_something_or_nothing(name: str) -> None:
    with wikidata_server() as running:
        client = client_of(running)
        assert all(match.item in running.world.items for match in client.search(name))
        assert client.notes == ()
        sent = [json.loads(one.params["queries"])["q0"]["query"] for one in running.asked if "queries" in one.params]
        assert sent in ([], [" ".join(name.split())])


def test_a_reconciliation_service_of_other_items_is_left_out(server: WikidataServer) -> None:
    client = client_of(server.wikibase(concept_base="https://kb.example.org/entity/"))
    assert [match.item for match in client.search("Baku")] == ["Q9248"]
    assert "not items of https://kb.example.org/entity/" in client.notes[0]
    assert server.services() == ["reconciliation", "api"]


def test_labels_come_in_the_first_language_that_has_one(server: WikidataServer) -> None:
    client = client_of(server.wikibase(languages=("az", "en")))
    found = client.labels(["Q9248", "Q399", "Q30", "P1120", "Q800000009"])
    assert found == {"Q9248": "Bakı", "Q399": "Armenia", "Q30": "United States", "P1120": "number of deaths"}


def test_every_request_says_who_asks_and_how_to_reach_them(server: WikidataServer) -> None:
    client = client_of(server)
    client.search("Baku")
    client.item("Q9248")
    for asked in server.asked:
        assert asked.headers["user-agent"].startswith("Dateline/")
        assert CONTACT in asked.headers["user-agent"]
        assert "cookie" not in asked.headers
        assert "authorization" not in asked.headers


def test_wikidata_is_not_asked_before_a_contact_is_set() -> None:
    with pytest.raises(UsageError, match="contact") as refused:
        client_of(Wikibase())
    assert "DATELINE_WIKIBASE_CONTACT" in refused.value.remedy
    client_of(Wikibase(contact="https://example.org/about-us"))


def test_a_private_address_is_not_asked_unless_its_host_is_named(server: WikidataServer) -> None:
    client = client_of(server.wikibase(private_hosts=()))
    with pytest.raises(WikibaseServiceError, match="not a public address"):
        client.item("Q9248")
    with pytest.raises(WikibaseServiceError, match="not a public address"):
        client.query("ASK {}")
    assert server.asked == []


def test_a_redirect_leads_to_the_same_host_or_to_another_service_of_this_wikibase(server: WikidataServer) -> None:
    client = client_of(server)
    server.fail("entity_data", elsewhere(server.url("/wiki/Special:EntityData/Q9248.json"), 301))
    assert client.item("Q9248").id == "Q9248"
    server.fail("entity_data", elsewhere(server.url("/w/api.php").replace("127.0.0.1", "localhost")), forever=True)
    with pytest.raises(WikibaseServiceError, match="redirects to"):
        client.fetch("Q399", revision=5)


def test_a_circle_of_redirects_ends(server: WikidataServer) -> None:
    server.fail("entity_data", elsewhere("/entity/Q9248"), forever=True)
    with pytest.raises(WikibaseServiceError, match="redirects more than 5 times"):
        client_of(server).fetch("Q9248", revision=5)
    assert len(server.asked) == 6


def test_when_nobody_listens_it_says_so_and_asks_that_host_no_more(tmp_path: Path) -> None:
    client = client_of(offline(), tmp_path)
    with pytest.raises(WikibaseServiceError, match="could not be had") as failed:
        client.item("Q9248")
    assert failed.value.exit_code == 3
    assert client.items(["Q9248", "Q399"]) == {}
    with pytest.raises(WikibaseServiceError):
        client.search("Baku")
    assert client.labels(["Q9248"]) == {}
    assert all("\n" not in note for note in client.notes)


def test_a_wikibase_with_nothing_but_an_api_is_enough(server: WikidataServer, tmp_path: Path) -> None:
    own = {
        "API": server.url("/w/api.php"),
        "CONCEPT_BASE": "https://kb.example.org/entity/",
        "PRIVATE_HOSTS": "127.0.0.1",
    }
    known = wikibase(environment={f"DATELINE_WIKIBASE_{name}": value for name, value in own.items()})
    client = client_of(known)
    assert [match.item for match in client.search("Baku")] == ["Q9248"]
    assert client.item("https://kb.example.org/entity/Q9248").labels["en"] == "Baku"
    with pytest.raises(UsageError, match="not the id of an item"):
        client.item("http://www.wikidata.org/entity/Q9248")
    with pytest.raises(UsageError, match="no address for revisions"):
        client.item("Q9248", revision=5)
    with pytest.raises(WikibaseError, match="no item Q900000002"):
        client.item(DELETED)
    items, _ = fetch_and_pin(tmp_path, ["Q9248", MERGED, DELETED], client)
    assert list(items) == ["Q9248", MERGED]
    assert set(server.services()) == {"api"}


def test_being_offline_is_found_out_in_a_second() -> None:
    pauses = Pauses()
    client = client_of(offline(), pauses=pauses)
    assert client.items(["Q9248", "Q399", "Q30"]) == {}
    assert client.labels(["P31"]) == {}
    assert pauses.made == [0.75]
    own = {"API": "https://no-such-host.invalid/api.php", "CONCEPT_BASE": "https://x/"}
    nowhere = client_of(
        wikibase(environment={f"DATELINE_WIKIBASE_{name}": value for name, value in own.items()}), pauses=pauses
    )
    with pytest.raises(WikibaseServiceError, match="is not found"):
        nowhere.item("Q9248")
    assert pauses.made == [0.75, 0.75]
