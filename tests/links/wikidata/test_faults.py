"""What a Wikibase's services may do wrong, each on purpose, and what the client does then."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from dateline.errors import WikibaseError, WikibaseServiceError
from dateline.internet.patience import Patience
from tests.links.wikidata.clients import client_of
from tests.wikidata_server import (
    DRIPPING,
    HELD,
    NOT_JSON,
    NOW,
    TRUNCATED,
    Fault,
    Pauses,
    WikidataServer,
    broken,
    lagging,
    too_many,
    wikidata_server,
)

IN_A_MINUTE = format_datetime(datetime.fromtimestamp(NOW + 60, UTC), usegmt=True)


@pytest.fixture
def server() -> Iterator[WikidataServer]:
    with wikidata_server() as running:
        yield running


@pytest.mark.parametrize(
    ("fault", "waited"),
    [
        (too_many("7"), 7.25),
        (too_many(IN_A_MINUTE), 60.25),
        (too_many(), 0.75),
        (broken(500), 0.75),
        (broken(503), 0.75),
        (lagging("5"), 5.25),
        (TRUNCATED, 0.75),
    ],
)
def test_what_passes_is_waited_for_as_long_as_the_server_asks(
    server: WikidataServer, fault: Fault, waited: float
) -> None:
    pauses = Pauses()
    server.fail("entity_data", fault)
    assert client_of(server, pauses=pauses).item("Q9248").id == "Q9248"
    assert pauses.made == [waited]
    assert server.services() == ["entity_data"] * 2


def test_pauses_double_and_end(server: WikidataServer) -> None:
    pauses = Pauses()
    server.fail("entity_data", broken(), forever=True)
    with pytest.raises(WikibaseServiceError, match="answers 500") as failed:
        client_of(server, pauses=pauses).fetch("Q9248", revision=5)
    assert pauses.made == [0.75, 1.5, 3.0, 6.0]
    assert failed.value.passing


def test_one_that_asks_for_too_long_is_not_waited_for(server: WikidataServer) -> None:
    pauses = Pauses()
    server.fail("entity_data", too_many("86400"), forever=True)
    with pytest.raises(WikibaseServiceError, match="wait for 86,400 seconds"):
        client_of(server, pauses=pauses).fetch("Q9248", revision=5)
    assert pauses.made == []


def test_time_that_brings_answers_is_not_lost(server: WikidataServer) -> None:
    pauses = Pauses()
    client = client_of(server, pauses=pauses, budget=10.0)
    for name in ("Q9248", "Q399", "Q30"):
        pauses.gone += 1000
        client.item(name)
    server.fail("entity_data", too_many("8"), too_many("8"))
    with pytest.raises(WikibaseServiceError, match="429"):
        client.fetch("Q649", revision=5)
    assert pauses.made == [8.25]


def test_all_pauses_together_stay_within_the_budget(server: WikidataServer) -> None:
    pauses = Pauses()
    server.fail("entity_data", too_many("40"), forever=True)
    with pytest.raises(WikibaseServiceError, match="answers 429"):
        client_of(server, pauses=pauses, budget=100.0).fetch("Q9248", revision=5)
    assert sum(pauses.made) < 100


@pytest.mark.parametrize("fault", [HELD, DRIPPING])
def test_a_server_that_never_ends_is_cut_off(server: WikidataServer, fault: Fault) -> None:
    server.fail("entity_data", fault)
    pauses = Pauses()
    assert client_of(server.wikibase(timeout=0.4), pauses=pauses).item("Q9248").id == "Q9248"
    assert pauses.made[0] == 0.75


def test_too_much_is_refused_and_asked_for_in_another_way(server: WikidataServer) -> None:
    server.fail("entity_data", Fault(huge=70_000_000))
    client = client_of(server)
    assert client.item("Q9248").id == "Q9248"
    assert "more than 67,108,864 bytes" in client.notes[0]
    assert server.services() == ["entity_data", "api"]


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html>",
        b"",
        b"\xff\xfe",
        b'{"entities": {"Q9248": {"id": "Q9248", "x": NaN}}}',
        b'{"entities": {"Q9248": {"id": "Q9248", "x": "\\ud800"}}}',
        b"[" * 200_000,
        b'{"entities": []}',
        b'{"entities": {"Q9248": []}}',
        b'"words"',
        b"null",
        b'{"entities": {"Q9248": {"id": "Q9248", "type": "item"}}}',
        b'{"error": {"code": "internal_api_error", "info": "Caught exception"}}',
    ],
)
def test_what_is_no_item_falls_to_the_next_service(server: WikidataServer, body: bytes) -> None:
    server.fail("entity_data", Fault(body=body))
    client = client_of(server)
    assert client.item("Q9248").labels["en"] == "Baku"
    [note] = client.notes
    assert note.startswith("Special:EntityData is left out: ")
    assert "\n" not in note


@pytest.mark.parametrize(
    "claims", ['{"P31": 5}', '{"P31": [{"mainsnak": {"snaktype": "value", "property": "X"}}]}', '"x"']
)
def test_a_damaged_item_is_told_with_the_place_of_the_damage(server: WikidataServer, claims: str) -> None:
    body = f'{{"entities": {{"Q9248": {{"id": "Q9248", "lastrevid": 5, "claims": {claims}}}}}}}'
    server.fail("entity_data", Fault(body=body.encode()))
    with pytest.raises(WikibaseError, match="claims"):
        client_of(server).item("Q9248")


def test_a_refusal_is_not_repeated_and_says_what_to_look_at(server: WikidataServer) -> None:
    server.fail("entity_data", Fault(status=403, body=b"robot policy"), forever=True)
    client = client_of(server)
    for name in ("Q9248", "Q399"):
        with pytest.raises(WikibaseServiceError, match="403") as refused:
            client.fetch(name, revision=5)
    assert "contact" in refused.value.remedy
    assert not refused.value.passing
    assert len(server.asked) == 1


def test_a_reconciliation_service_that_is_down_falls_to_the_search_of_the_api(server: WikidataServer) -> None:
    server.fail("reconciliation", broken(502), forever=True)
    client = client_of(server, patience=Patience(attempts=2))
    assert [match.item for match in client.search("Baku")] == ["Q9248"]
    [note] = client.notes
    assert "502" in note
    asked = len(server.asked)
    assert [match.item for match in client.search("Moscow")] == ["Q649"]
    assert server.services()[asked:] == ["api"]
    assert client.notes == (note,)


def test_what_is_no_reconciliation_service_is_asked_once(server: WikidataServer) -> None:
    server.fail("reconciliation", NOT_JSON, forever=True)
    client = client_of(server)
    for name in ("Baku", "Moscow", "Armenia"):
        assert len(client.search(name)) == 1
    assert server.services() == ["reconciliation", "api", "api", "api"]
    assert len(client.notes) == 1


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b'{"q0": {"result": "x"}}', b'{"q0": 5}', b'{"q0": {"result": {"id": "Q1"}}}']
)
def test_candidates_that_are_none_fall_to_the_search_of_the_api(server: WikidataServer, body: bytes) -> None:
    server.fail("reconciliation", Fault(), Fault(body=body))
    client = client_of(server)
    assert [match.item for match in client.search("Baku")] == ["Q9248"]
    assert client.notes


def test_what_the_services_find_that_is_no_item_is_no_match(server: WikidataServer) -> None:
    body = b'{"q0": {"result": [{"id": "P31"}, 5, {"id": "Q1 "}, {"id": "Q5", "name": "a\\nb", "score": true}]}}'
    server.fail("reconciliation", Fault(), Fault(body=body))
    [match] = client_of(server).search("human")
    assert (match.item, match.label, match.score) == ("Q5", "a b", None)


def test_a_batch_that_fails_is_asked_for_one_by_one(server: WikidataServer) -> None:
    server.fail("api", NOT_JSON, forever=True)
    client = client_of(server)
    assert list(client.items(["Q399", "Q9248"])) == ["Q399", "Q9248"]
    assert "one by one" in client.notes[0]
    assert server.services() == ["api", "entity_data", "entity_data"]


def test_when_search_fails_everywhere_it_is_an_error(server: WikidataServer) -> None:
    for service in ("api", "reconciliation"):
        server.fail(service, broken(), forever=True)
    client = client_of(server, patience=Patience(attempts=1))
    with pytest.raises(WikibaseServiceError, match="500"):
        client.search("Baku")


def test_one_request_at_a_time_goes_to_a_host(server: WikidataServer) -> None:
    client = client_of(server)
    names = ["Q9248", "Q399", "Q30", "Q649", "Q227", "Q15180", "Q30487", "Q734004"]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda name: client.item(name).id, names))
    assert found == names
    assert server.most_at_once == 1


def test_clients_that_share_a_cache_take_turns_too(server: WikidataServer, tmp_path: Path) -> None:
    names = ["Q9248", "Q399", "Q30", "Q649", "Q227", "Q15180", "Q30487", "Q734004"]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda name: client_of(server, tmp_path).item(name).id, names))
    assert found == names
    assert server.most_at_once == 1


def test_those_who_ask_the_same_at_once_ask_once(server: WikidataServer, tmp_path: Path) -> None:
    client = client_of(server, tmp_path)
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: client.item("Q9248").revision, range(8)))) == 1
    assert len(server.asked) == 1


def test_what_was_kept_is_used_when_the_service_fails(server: WikidataServer, tmp_path: Path) -> None:
    pauses = Pauses()
    client_of(server, tmp_path, pauses=pauses).item("Q9248")
    server.fail("entity_data", broken(), forever=True)
    pauses.gone = 100_000
    later = client_of(server, tmp_path, pauses=pauses, patience=Patience(attempts=2))
    assert later.item("Q9248").labels["en"] == "Baku"
    assert "What was kept on 2025-11-26 is used" in later.notes[0]
