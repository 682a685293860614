"""Ids are given once, and stand for things of the right kind that were not rejected."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading.small import broken, claim, read, said_of, small


def test_the_small_reading_holds() -> None:
    assert len(read(small()).claims) == 5


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("entities.1.id", "council", "entities[1].id: entities[0] has the id “council” already"),
        ("events.0.id", "council", "events[0].id: entities[0] has the id “council” already"),
        ("times.0.id", "strike", "times[0].id: events[0] has the id “strike” already"),
        ("claims.1.id", "c1", "claims[1].id: claims[0] has the id “c1” already"),
        ("entities.1.id", "the dockers", "entities[1].id: “the dockers” cannot be an id"),
        ("entities.1.id", "a/b", "entities[1].id: “a/b” cannot be an id"),
        ("entities.1.id", "x" * 300, "cannot be an id"),
        (
            "claims.0.subject",
            "strke",
            ("claims[0].subject: the reading has no entity, event or time with the id “strke”. Did you mean strike?"),
        ),
        ("claims.1.object.id", "port_elis", "Did you mean port_ellis?"),
        ("claims.3.attributedTo", "clerks", "claims[3].attributedTo"),
        ("claims.3.attributedTo", "port_ellis", "“port_ellis” is a Place, but an Agent or a Document belongs here"),
        ("claims.3.attributedTo", "strike", "“strike” is a PoliticalEvent, but an Agent or a Document"),
        ("claims.3.relayedBy", "port_ellis", "claims[3].relayedBy: “port_ellis” is a Place"),
        ("claims.4.timeScope", "strike", "claims[4].timeScope: “strike” is a PoliticalEvent, but a TimeSpan"),
        (
            "claims.4.timeScope",
            "t_dya",
            ("claims[4].timeScope: the reading has no time with the id “t_dya”. Did you mean t_day?"),
        ),
        ("times.1.anchor", "t_dya", "times[1].anchor: the reading has no time with the id “t_dya”"),
        ("times.1.anchor", "council", "“council” is an Organization, but a TimeSpan belongs here"),
        ("times.1.anchor", "t_later", "times[1].anchor: the times “t_later” count from each other"),
        (
            "quotations.0.source",
            "clark",
            ("quotations[0].source: the reading has no entity, event or time with the id “clark”. Did you mean clerk?"),
        ),
        ("quotations.0.source", "port_ellis", "quotations[0].source: “port_ellis” is a Place"),
        ("quotations.0.relayedBy", "t_day", "quotations[0].relayedBy: “t_day” is a TimeSpan"),
        ("document.publisher", "notice", "document.publisher: “notice” is a Document, but an Agent belongs here"),
        ("document.publisher", "nobody", "document.publisher: the reading has no entity"),
        ("document.entity", "council", "document.entity: “council” is an Organization, but a Document belongs here"),
        ("warnings.1.about.0", "t_dai", "warnings[1].about[0]: nothing here has the id “t_dai”. Did you mean t_day?"),
        ("entities.2.status", "rejected", "claims[1].object: “port_ellis” was rejected, but is still used here"),
        ("events.0.status", "rejected", "claims[0].subject: “strike” was rejected"),
        ("entities.3.status", "rejected", "claims[3].attributedTo: “clerk” was rejected"),
        ("entities.3.status", "rejected", "quotations[0].source: “clerk” was rejected"),
        ("times.0.status", "rejected", "times[1].anchor: “t_day” was rejected"),
        ("entities.0.status", "rejected", "document.publisher: “council” was rejected"),
        ("entities.2.links.0.to", "Q42", "entities[2].links[0]: “Q42” is not an absolute web address"),
        ("entities.2.links.0.to", "http://x.org/a b", "Percent-encode it as %20"),
        ("entities.2.links.0.to", "http://x.org/\u202e", "is not an absolute web address"),
        ("entities.2.links.0.to", "https://www.wikidata.org/wiki/Q42", "Write http://www.wikidata.org/entity/Q42"),
    ],
)
def test_a_reference_that_does_not_hold_is_said_with_its_place(path: str, value: Any, said: str) -> None:
    found = said_of(broken(path, value))
    assert any(said in one for one in found), found


def test_what_was_rejected_may_be_used_by_what_was_rejected() -> None:
    data = broken("entities.3.status", "rejected")
    data["claims"][3]["status"] = data["quotations"][0]["status"] = "rejected"
    assert read(data).claims[3].status == "rejected"


def test_a_quotation_without_a_known_source_holds() -> None:
    assert read(broken("quotations.0.source", None)).quotations[0].source is None


def test_times_that_count_from_each_other_in_a_circle_are_reported_once() -> None:
    data = broken("times.0.anchor", "t_later")
    assert sum("count from each other" in one for one in said_of(data)) == 1


@pytest.mark.parametrize("predicate", ["before", "subEventOf"])
def test_events_that_come_before_themselves_or_are_their_own_part_are_reported_with_all_claims(predicate: str) -> None:
    data = small()
    data["claims"][4]["predicate"] = predicate
    data["claims"].append(claim("c6", "strike", predicate, {"id": "joining"}, "the strike"))
    [found] = said_of(data)
    assert f"{predicate} leads from “joining” back to itself, through “strike”" in found
    assert "One of claims[4], claims[5] is wrong" in found


@pytest.mark.parametrize("change", [{"polarity": "negative"}, {"status": "rejected"}])
def test_a_denied_or_rejected_claim_closes_no_circle(change: dict[str, str]) -> None:
    data = small()
    data["claims"].append(claim("c6", "strike", "subEventOf", {"id": "joining"}, "the strike", **change))
    assert len(read(data).claims) == 6


def test_an_event_that_is_before_itself_is_a_circle() -> None:
    data = small()
    data["claims"].append(claim("c6", "strike", "before", {"id": "strike"}, "the strike"))
    assert "before leads from “strike” back to itself." in said_of(data)[0]


def test_a_very_long_circle_does_not_overflow() -> None:
    data = small()
    names = [f"e{number}" for number in range(3000)]
    trigger = data["events"][0]["triggers"][:1]
    data["events"].extend({"id": name, "type": "Event", "label": name, "triggers": trigger} for name in names)
    data["claims"].extend(
        claim(f"d{number}", name, "before", {"id": names[(number + 1) % 3000]}, "the strike")
        for number, name in enumerate(names)
    )
    [found] = said_of(data)
    assert "leads from “e0” back to itself" in found
    assert len(found) < 1000


def test_two_accepted_exact_matches_of_one_thing_are_reported() -> None:
    data = small()
    link = {"relation": "exactMatch", "confidence": 1, "status": "accepted"}
    data["entities"][2]["links"] = [{**link, "to": f"http://www.wikidata.org/entity/Q{n}"} for n in (1, 2)]
    assert any("is accepted as its exact match already" in one for one in said_of(data))
    data["entities"][2]["links"][1]["status"] = "proposed"
    assert len(read(data).entities[2].links) == 2
