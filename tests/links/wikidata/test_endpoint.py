"""The SPARQL endpoint of a Wikibase, asked as its operators want it: a real engine behind the stand-in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dateline.errors import QueryError, UsageError, WikibaseServiceError
from dateline.internet.patience import Patience
from dateline.links.wikidata import Endpoint, open_endpoint
from dateline.settings import Wikibase
from dateline.store.results import Table
from tests.links.wikidata.clients import client_of
from tests.wikidata_server import (
    CONTACT,
    HELD,
    Pauses,
    WikidataServer,
    broken,
    offline,
    sparql_engine,
    too_many,
    wikidata_server,
)

CAPITAL = (
    "SELECT ?capital { <http://www.wikidata.org/entity/Q15180> <http://www.wikidata.org/prop/direct/P36> ?capital }"
)


@pytest.fixture(scope="module")
def engine() -> Iterator[str]:
    with sparql_engine() as url:
        yield url


@pytest.fixture
def server(engine: str) -> Iterator[WikidataServer]:
    with wikidata_server(engine=engine) as running:
        yield running


def endpoint_of(server: WikidataServer, pauses: Pauses | None = None, **given: float) -> Endpoint:
    """The endpoint of a stand-in, by a clock that does not wait."""
    return open_endpoint(server.wikibase(), clock=(pauses or Pauses()).clock, **given)  # type: ignore[arg-type]


def test_a_query_goes_through_sparqlwrapper_with_a_name_and_a_contact(server: WikidataServer) -> None:
    found = endpoint_of(server).query(CAPITAL)
    assert isinstance(found, Table)
    assert found.strings() == [{"capital": "http://www.wikidata.org/entity/Q649"}]
    assert client_of(server).query(CAPITAL) == found
    for asked in server.asked:
        assert asked.service == "sparql"
        assert CONTACT in asked.headers["user-agent"]


def test_too_many_queries_wait_as_long_as_the_endpoint_says(server: WikidataServer) -> None:
    pauses = Pauses()
    server.fail("sparql", too_many("12"), too_many(), broken(503))
    found = endpoint_of(server, pauses).query(CAPITAL)
    assert len(found) == 1  # type: ignore[arg-type]  # a SELECT
    assert pauses.made == [12.25, 1.5, 3.0]


def test_an_endpoint_that_bans_is_not_waited_for(server: WikidataServer) -> None:
    pauses = Pauses()
    server.fail("sparql", too_many("86400"), forever=True)
    asking = endpoint_of(server, pauses)
    for _ in range(2):
        with pytest.raises(WikibaseServiceError, match="wait for 86,400 seconds"):
            asking.query(CAPITAL)
    assert pauses.made == []
    assert len(server.asked) == 1


def test_a_query_that_takes_too_long_is_not_sent_again(server: WikidataServer) -> None:
    server.fail("sparql", HELD)
    with pytest.raises(WikibaseServiceError, match=r"within 0\.3 seconds"):
        endpoint_of(server, timeout=0.3).query(CAPITAL)
    assert len(server.asked) == 1


def test_a_wrong_query_is_the_fault_of_who_asks(server: WikidataServer) -> None:
    with pytest.raises(QueryError):
        endpoint_of(server).query("SELECT nothing")
    with pytest.raises(QueryError):
        endpoint_of(server).query("DROP ALL")


def test_an_endpoint_that_is_down_or_does_not_exist_is_said_to(server: WikidataServer) -> None:
    with pytest.raises(WikibaseServiceError, match="cannot be reached"):
        open_endpoint(offline(), clock=Pauses().clock, patience=Patience(attempts=2)).query(CAPITAL)
    with pytest.raises(UsageError, match="has no SPARQL endpoint"):
        open_endpoint(server.wikibase(sparql="")).query(CAPITAL)


def test_an_endpoint_of_wikimedia_wants_a_contact_and_others_do_not(engine: str) -> None:
    with pytest.raises(UsageError, match=r"query\.wikidata\.org asks every program for a contact"):
        open_endpoint(Wikibase())
    assert len(open_endpoint(Wikibase(), url=engine).query(CAPITAL)) == 1  # type: ignore[arg-type]  # a SELECT
