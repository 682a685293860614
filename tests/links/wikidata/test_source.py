"""Wikidata as a source of candidates, and the catalogue in its place where it cannot be asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dateline.internet.patience import Patience
from dateline.links import Candidate
from dateline.links.wikidata import open_source
from dateline.links.wikidata.source import WikidataSource
from tests.links.wikidata.clients import client_of
from tests.wikidata_server import Pauses, WikidataServer, broken, offline, wikidata_server


@pytest.fixture
def server() -> Iterator[WikidataServer]:
    with wikidata_server() as running:
        yield running


def source_of(server: WikidataServer) -> WikidataSource:
    """The stand-in as a source."""
    return open_source(server.wikibase(), cache=None, clock=Pauses().clock, patience=Patience(attempts=1))


def test_a_candidate_carries_what_the_item_says_and_its_revision(server: WikidataServer) -> None:
    [found] = source_of(server).find("Soviet Union")
    assert (found.item, found.label, found.names) == ("Q15180", "Soviet Union", ("Soviet Union", "USSR"))
    assert (found.begins, found.ends, found.types) == (1922, 1991, ("Q3024240", "Q3624078"))
    revision = server.world.items["Q15180"]["lastrevid"]
    assert found.sources == (f"http://www.wikidata.org/entity/Q15180, revision {revision}",)


def test_a_place_carries_where_it_is_and_an_event_when_it_was(server: WikidataServer) -> None:
    [place] = source_of(server).find("Baku")
    assert place.coordinates == (40.3667, 49.8352)
    assert (place.kind, place.within) == ("", ("Azerbaijan",))
    [event] = source_of(server).find("Black January")
    assert (event.kind, event.begins, event.ends, event.within) == ("Event", 1990, 1990, ("Soviet Union",))
    [battle] = source_of(server).find("Battle of Baku")
    assert (battle.begins, battle.ends) == (1918, 1918)


def test_an_alias_finds_its_item(server: WikidataServer) -> None:
    assert [one.item for one in source_of(server).find("USSR")] == ["Q15180"]


def test_what_nothing_bears_has_no_candidate(server: WikidataServer) -> None:
    source = source_of(server)
    assert source.find("Nowhere at all") == ()
    assert source.notes == ()


def test_without_the_items_the_search_alone_makes_candidates(server: WikidataServer) -> None:
    for service in ("api", "entity_data"):
        server.fail(service, broken(), forever=True)
    source = source_of(server)
    [found] = source.find("Baku")
    assert (found.item, found.types, found.coordinates) == ("Q9248", ("Q515",), None)
    assert source.notes


def test_when_no_search_answers_the_other_source_is_asked_and_that_is_told() -> None:
    class Catalogue:
        name = "a catalogue"

        def find(self, name: str) -> tuple[Candidate, ...]:
            return (Candidate(item="Q1", label=name),)

    source = WikidataSource(client_of(offline(), patience=Patience(attempts=1)), otherwise=Catalogue())
    assert [one.item for one in source.find("Baku")] == ["Q1"]
    assert any("the catalogue was asked instead" in note for note in source.notes)
    alone = WikidataSource(client_of(offline(), patience=Patience(attempts=1)))
    assert alone.find("Baku") == ()
    assert any("nothing was proposed" in note for note in alone.notes)


def test_asking_again_does_not_repeat_what_was_told(server: WikidataServer) -> None:
    for service in ("api", "reconciliation"):
        server.fail(service, broken(), forever=True)
    source = source_of(server)
    for _ in range(3):
        source.find("Baku")
    assert len(source.notes) == len(set(source.notes)) <= 3


def test_of_two_with_one_name_the_one_that_much_is_told_of_is_likelier(server: WikidataServer) -> None:
    other = "Q900000777"
    server.world.items[other] = server.world.items["Q9248"] | {"id": other, "title": other}
    server.world.change(other, lambda one: one.update(claims=[]))
    found = source_of(server).find("Baku")
    shares = {one.item: one.share for one in found}
    assert shares["Q9248"] > 0.75 > shares[other] > 0
    assert sum(shares.values()) <= 0.9


def test_the_classes_of_another_wikibase_are_not_taken_for_those_of_wikidata(server: WikidataServer) -> None:
    other = server.wikibase(concept_base=server.url("/entity/"))
    source = open_source(other, cache=None, clock=Pauses().clock, patience=Patience(attempts=1))
    [found] = source.find("Soviet Union")
    assert (found.label, found.names, found.types, found.begins) == ("Soviet Union", ("Soviet Union", "USSR"), (), None)


def test_names_for_which_nothing_answered_are_known(server: WikidataServer) -> None:
    for service in ("api", "reconciliation"):
        server.fail(service, broken(404), forever=True)
    source = source_of(server)
    source.find("Baku")
    assert source.unanswered == {"Baku"}
