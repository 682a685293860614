"""Which links of a thing are written, and whether the decisions fit the readings."""

from __future__ import annotations

import pytest

from dateline.identity import NO_IDENTITY, Decision, Identity, labels_in
from dateline.model import DocumentRecord, Entity, Event, Link, Reader, Reading, Relation, Status

A, B, C = (f"http://www.wikidata.org/entity/Q{number}" for number in (1, 2, 3))
THINGS = {"doc/baku": "baku", "other/the_city": "baku"}


def candidate(to: str, confidence: float, *, relation: Relation = "exactMatch", status: Status = "proposed") -> Link:
    return Link(to=to, relation=relation, confidence=confidence, status=status)


def accepted(to: str, relation: Relation = "exactMatch", thing: str = "baku") -> Decision:
    return Decision(thing=thing, to=to, relation=relation, status="accepted", by="Ann", date="2026-11-22", why="x")


def rejected(to: str, relation: Relation = "exactMatch", thing: str = "baku") -> Decision:
    return Decision(thing=thing, to=to, relation=relation, status="rejected", by="Ann", date="2026-11-22", why="x")


def written(candidates: list[Link], *decisions: Decision, name: str = "baku") -> list[tuple[str, str]]:
    identity = Identity(things=THINGS, decisions=decisions)
    return [(link.relation, link.to) for link in identity.links_of("doc", name, candidates, 0.95)]


def test_a_sure_candidate_is_written_and_an_unsure_one_is_not() -> None:
    assert written([candidate(A, 0.95)]) == [("exactMatch", A)]
    assert written([candidate(A, 0.94)]) == []
    assert written([candidate(A, 0.99, status="rejected")]) == []
    assert written([candidate(A, 0.1, status="accepted")]) == [("exactMatch", A)]


def test_a_decision_is_written_whatever_the_candidates_say() -> None:
    assert written([], accepted(A)) == [("exactMatch", A)]
    [link] = Identity(things=THINGS, decisions=(accepted(A),)).links_of("doc", "baku", [], 0.95)
    assert (link.status, link.confidence, link.by) == ("accepted", 1.0, "Ann")


def test_a_rejected_candidate_is_not_written() -> None:
    assert written([candidate(A, 1.0)], rejected(A)) == []
    assert written([candidate(A, 1.0, relation="closeMatch")], rejected(A)) == [("closeMatch", A)]


def test_another_exact_match_that_was_decided_shuts_out_a_candidate() -> None:
    assert written([candidate(B, 1.0)], accepted(A)) == [("exactMatch", A)]
    assert written([candidate(B, 1.0, relation="closeMatch")], accepted(A)) == [("exactMatch", A), ("closeMatch", B)]
    assert written([candidate(B, 1.0)], accepted(A, "closeMatch")) == [("closeMatch", A), ("exactMatch", B)]


def test_a_decision_on_the_same_target_overrides_the_relation_of_the_candidate() -> None:
    assert written([candidate(A, 1.0)], accepted(A, "closeMatch")) == [("closeMatch", A)]


def test_of_several_exact_candidates_the_accepted_or_the_surest_is_written_and_none_if_they_are_equal() -> None:
    assert written([candidate(A, 0.96), candidate(B, 0.99)]) == [("exactMatch", B)]
    assert written([candidate(A, 0.96, status="accepted"), candidate(B, 0.99)]) == [("exactMatch", A)]
    assert written([candidate(A, 0.97), candidate(B, 0.97)]) == []
    assert written([candidate(A, 0.97), candidate(A, 0.97)]) == [("exactMatch", A)]


def test_close_candidates_are_all_written_once_and_not_beside_the_exact_one() -> None:
    close = [candidate(one, 0.99, relation="closeMatch") for one in (A, B, B, C)]
    assert written([candidate(A, 1.0), *close]) == [("exactMatch", A), ("closeMatch", B), ("closeMatch", C)]


def test_a_decision_holds_for_every_member_of_the_thing_and_for_no_other() -> None:
    identity = Identity(things=THINGS, decisions=(accepted(A), accepted(B, thing="doc/moscow")))
    assert [link.to for link in identity.links_of("other", "the_city", [], 0.95)] == [A]
    assert [link.to for link in identity.links_of("doc", "moscow", [], 0.95)] == [B]
    assert identity.links_of("other", "moscow", [], 0.95) == ()


def test_a_decision_on_a_member_holds_for_the_whole_thing() -> None:
    identity = Identity(things=THINGS, decisions=(accepted(A, thing="doc/baku"),))
    assert [link.to for link in identity.links_of("other", "the_city", [], 0.95)] == [A]


def test_without_decisions_nothing_is_one_and_nothing_is_linked() -> None:
    assert NO_IDENTITY.thing_of("doc", "baku") is None
    assert NO_IDENTITY.links_of("doc", "baku", [], 0.95) == ()


@pytest.fixture
def reading() -> Reading:
    return Reading(
        document=DocumentRecord(id="doc", sha256="0" * 64, length=1),
        reader=Reader(name="a reader", version="1"),
        entities=(
            Entity(id="baku", type="Place", label="Baku", mentions=()),
            Entity(id="statement", type="Document", label="Statement", mentions=()),
        ),
        events=(Event(id="strike", type="Event", label="strike", triggers=()),),
    )


def test_members_that_the_readings_have_are_no_problem(reading: Reading) -> None:
    identity = Identity(things={"doc/baku": "baku"}, decisions=(accepted(A), accepted(B, thing="doc/strike")))
    assert identity.check_against([reading]) == ()


def test_members_and_decided_things_that_no_reading_has_are_reported(reading: Reading) -> None:
    identity = Identity(
        things={"doc/bakku": "baku"}, decisions=(accepted(B, thing="doc/strik"),), file="c/identity.yaml"
    )
    found = [str(problem) for problem in identity.check_against([reading])]
    assert found == [
        "c/identity.yaml: baku: no reading has “doc/bakku”. Did you mean doc/baku?",
        "c/links.yaml: [0].thing: neither identity.yaml nor a reading has “doc/strik”. Did you mean doc/strike?",
    ]


@pytest.mark.parametrize(
    ("named", "remedy"),
    [
        ("a/nobody", "Delete it, or correct the name."),
        ("a/polise", "Did you mean a/police?"),
        ("black-januari/police", "Did you mean black-january/police?"),
        ("elsewhere/police", "There is no document “elsewhere” here: put it back, or take it out of this file."),
    ],
)
def test_what_is_offered_for_a_wrong_name_is_of_the_document_that_it_names(named: str, remedy: str) -> None:
    identity = Identity(things={named: "x"})
    known = {"a/police", "b/nobody", "black-january/police"}
    [problem] = identity.check_names(known, {"a", "b", "black-january"})
    assert problem.remedy == remedy


def test_an_event_and_a_place_cannot_be_one_thing(reading: Reading) -> None:
    identity = Identity(things={"doc/baku": "baku", "doc/strike": "baku"})
    [problem] = identity.check_against([reading])
    assert "doc/baku is an entity, but doc/strike is an event" in problem.what


def called(document: str, name: str, label: str, language: str = "en") -> Reading:
    entity = Entity(id=name, type="Place", label=label, mentions=())
    return Reading(
        document=DocumentRecord(id=document, sha256="", length=0, language=language),
        reader=Reader(name="Ann", version="1", kind="person"),
        entities=(entity,),
    )


def test_a_thing_has_the_label_of_its_first_member_in_every_document_of_a_language() -> None:
    readings = [called("other", "the_city", "the city"), called("doc", "baku", "Baku")]
    identity = Identity(things=THINGS).labelled(labels_in(readings))
    assert identity.label_of("other", "the_city", "en") == identity.label_of("doc", "baku", "en") == "Baku"
    assert identity.label_of("doc", "moscow", "en") is None, "a document's own thing keeps its own label"


def test_a_language_in_which_the_first_member_has_no_label_takes_the_next_one() -> None:
    identity = Identity(things=THINGS).labelled(
        labels_in([called("doc", "baku", "Bakı", "az"), called("other", "the_city", "Baku")])
    )
    assert identity.label_of("other", "the_city", "en") == "Baku"
    assert identity.label_of("doc", "baku", "az") == "Bakı"


def test_a_decided_label_is_the_label_everywhere() -> None:
    identity = Identity(things=THINGS, labels={"baku": "City of Baku"}).labelled(
        labels_in([called("doc", "baku", "Baku")])
    )
    assert {identity.label_of("doc", "baku", "en"), identity.label_of("other", "the_city", "az")} == {"City of Baku"}
