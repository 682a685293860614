"""Which claims become statements of Wikidata, as what, and which do not and why."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from rdflib import RDF, URIRef

from dateline import terms
from dateline.graph import Publication, build, publication
from dateline.identity import Identity
from dateline.model import Reader, Ref
from dateline.settings import Settings
from dateline.statements import Drafts, drafts_of, wikidata_mapping
from dateline.statements.mapping import WikidataMapping
from dateline.wikibase import SOME_VALUE, ItemId, Quantity, Time
from tests.statements.made import (
    BASE,
    DOCUMENT,
    ENTITIES,
    EVENTS,
    SETTINGS,
    claim,
    drafted,
    entity,
    event,
    link,
    only,
    published,
    qualifiers,
    reading,
    refused,
    span,
    time,
)

DEATHS = claim("crackdown", "deathCount", 133, "133 dead", quantifier="exact")


def test_a_count_becomes_a_quantity_without_invented_bounds() -> None:
    draft = only(DEATHS)
    assert (draft.item, draft.predicate, draft.value_label) == ("Q734004", "deathCount", "133")
    assert draft.statement.main.property == "P1120"
    assert draft.statement.main.value == Quantity(amount=Decimal(133))
    assert draft.statement.rank == "normal"
    assert draft.statement.qualifiers == ()
    assert (draft.words, draft.voices, draft.documents) == (("133 dead",), ("The Press",), (f"{BASE}doc/d",))


def test_about_is_a_qualifier_and_never_a_bound() -> None:
    draft = only(claim("crackdown", "injuredCount", 700, quantifier="approximate"))
    assert draft.statement.main.value == Quantity(amount=Decimal(700))
    assert qualifiers(draft)["P1480"].value == ItemId(id="Q5727902")
    assert draft.value_label == "about 700"


@pytest.mark.parametrize("quantifier", ["at-least", "at-most", "vague"])
def test_a_bound_or_a_vague_number_is_not_a_bare_number(quantifier: Any) -> None:
    unsaid = refused(claim("crackdown", "deathCount", 100, quantifier=quantifier))
    assert unsaid.reason == "condition"
    assert "would say more than it does" in unsaid.why


def test_those_who_were_ordered_to_take_part_are_not_those_who_did() -> None:
    ordered = {"predicate_text": "ordered"}
    drafts = drafted(
        claim("crackdown", "participantCount", 26000, "ordered 26,000 to go", **ordered),
        claim("crackdown", "orderedBy", Ref(id="leader"), "ordered 26,000", **ordered),
    )
    assert [draft.statement.main.property for draft in drafts.drafts] == ["P8004"]
    assert "ordered to take part" in drafts.unsaid[0].why
    assert only(claim("crackdown", "participantCount", 26000, predicate_text="came")).statement.main.property == "P1132"


@pytest.mark.parametrize(
    ("stance", "reason"),
    [
        ({"polarity": "negative"}, "denied"),
        ({"certainty": "probable"}, "not certain"),
        ({"certainty": "possible"}, "not certain"),
        ({"modality": "hedged"}, "not asserted"),
        ({"modality": "believed"}, "not asserted"),
        ({"modality": "evaluative"}, "not asserted"),
        ({"modality": "intended"}, "not asserted"),
        ({"inference": "contextual", "reporting_mode": "direct-quotation"}, "withheld"),
    ],
)
def test_what_is_not_plainly_said_becomes_no_statement(stance: dict[str, Any], reason: str) -> None:
    assert refused(replace(DEATHS, **stance)).reason == reason


def test_what_is_taken_for_granted_is_said() -> None:
    assert only(replace(DEATHS, modality="presupposed")).item == "Q734004"


def test_under_the_strict_policy_only_the_documents_own_voice_is_said() -> None:
    strict = Settings(title="x", base=BASE, policy="strict")
    said = replace(DEATHS, attributed_to="watch", reporting_mode="indirect-speech")
    assert drafts_of(published(reading(said), settings=strict)).unsaid[0].reason == "withheld"
    assert drafts_of(published(reading(said), settings=SETTINGS)).drafts


def test_a_claim_that_is_not_in_the_graph_is_neither_drafted_nor_listed_and_is_counted() -> None:
    drafts = drafted(DEATHS, claim("crackdown", "injuredCount", 5, status="proposed", confidence=0.1))
    assert (len(drafts.drafts), drafts.unsaid) == (1, ())
    assert any("1 claim is not in the graph" in note for note in drafts.notes)


def test_a_thing_without_an_item_is_named_with_the_remedy() -> None:
    unsaid = refused(claim("march", "startDate", "1990-01-20"))
    assert unsaid.reason == "subject has no item"
    assert unsaid.why == "“march” is linked to no item."
    assert "exactMatch in links.yaml" in unsaid.remedy


def test_close_is_not_the_same() -> None:
    unsaid = refused(claim("baku", "capitalOf", Ref(id="between")))
    assert unsaid.reason == "object has no item"
    assert unsaid.why == "“Between” is only close to Q227 and to Q131337, which is not the same."
    assert "Decide in links.yaml which of them it is" in unsaid.remedy


def test_a_thing_that_two_documents_link_to_two_items_has_none() -> None:

    identity = Identity(things={"d/crackdown": "c", "e/crackdown": "c"})

    other = reading(
        document=replace(DOCUMENT, id="e"),
        events=(event("crackdown", "ViolentEvent", link("Q5")),),
    )
    made = [build(each, "x" * 100, settings=SETTINGS, identity=identity) for each in (reading(DEATHS), other)]
    [unsaid] = drafts_of(publication(SETTINGS, made)).unsaid
    assert unsaid.why == "“crackdown” is linked to several items as the same: Q5, Q734004."


@pytest.mark.parametrize(
    ("said", "pid"),
    [
        (claim("crackdown", "agent", Ref(id="leader")), "P8031"),
        (claim("ban", "agent", Ref(id="leader")), "P710"),
        (claim("crackdown", "affected", Ref(id="leader")), "P8032"),
        (claim("crackdown", "affected", Ref(id="baku")), "P533"),
        (claim("ban", "affected", Ref(id="leader")), "P710"),
        (claim("crackdown", "participant", Ref(id="leader")), "P710"),
        (claim("crackdown", "tookPlaceIn", Ref(id="baku")), "P276"),
        (claim("ban", "subEventOf", Ref(id="crackdown")), "P361"),
        (claim("ban", "inResponseTo", Ref(id="change")), "P828"),
        (claim("baku", "locatedIn", Ref(id="republic")), "P17"),
        (claim("leader", "memberOf", Ref(id="republic")), "P463"),
    ],
    ids=lambda given: given if isinstance(given, str) else f"{given.subject}-{given.predicate}-{given.object.id}",
)
def test_a_role_becomes_the_property_that_its_conditions_choose(said: Any, pid: str) -> None:
    draft = only(said)
    assert draft.statement.main.property == pid
    assert draft.statement.main.datatype == "wikibase-item"


def test_a_role_without_a_verified_item_is_told_and_not_invented() -> None:
    draft = only(claim("ban", "agent", Ref(id="leader")))
    assert draft.statement.qualifiers == ()
    assert any(note.startswith("P3831 (object has role) is not said") for note in draft.notes)


def test_an_accusation_asks_the_editor() -> None:
    [note] = only(claim("crackdown", "agent", Ref(id="leader"))).notes
    assert note.startswith("An accusation.")


def test_a_capital_is_told_from_both_ends() -> None:
    drafts = drafted(claim("baku", "capitalOf", Ref(id="republic")))
    told = [
        (one.item, one.subject_label, one.statement.main.property, one.statement.main.value, one.value_label)
        for one in drafts.drafts
    ]
    assert told == [
        ("Q9248", "Baku", "P1376", ItemId(id="Q227"), "The Republic"),
        ("Q227", "The Republic", "P36", ItemId(id="Q9248"), "Baku"),
    ]


def test_an_event_of_one_date_has_a_point_in_time_and_one_with_an_end_a_start() -> None:
    start, end = claim("crackdown", "startDate", "1990-01-20"), claim("crackdown", "endDate", "1990-01-25")
    assert only(start).statement.main.property == "P585"
    both = drafted(start, end).drafts
    assert [(one.statement.main.property, one.value_label) for one in both] == [
        ("P580", "1990-01-20"),
        ("P582", "1990-01-25"),
    ]
    assert only(replace(start, polarity="positive")).statement.main.value == Time(time="+1990-01-20T00:00:00Z")


def test_an_end_that_another_document_gives_makes_a_start_of_the_date_and_a_denied_one_does_not() -> None:

    identity = Identity(things={"d/crackdown": "c", "e/crackdown": "c"})
    for polarity, pid in (("positive", "P580"), ("negative", "P585")):
        end = claim("crackdown", "endDate", "1990-01-25", polarity=polarity)
        readings = (
            reading(claim("crackdown", "startDate", "1990-01-20")),
            reading(end, document=replace(DOCUMENT, id="e")),
        )
        made = [build(each, "x" * 100, settings=SETTINGS, identity=identity) for each in readings]
        assert drafts_of(publication(SETTINGS, made)).drafts[0].statement.main.property == pid


def test_a_date_has_its_own_precision() -> None:
    for edtf, written, precision in (("1990-01", "+1990-01-00T00:00:00Z", 10), ("1990", "+1990-00-00T00:00:00Z", 9)):
        value = only(claim("crackdown", "startDate", edtf)).statement.main.value
        assert value == Time(time=written, precision=precision)


def test_a_date_that_no_plain_date_can_carry_is_said_with_qualifiers() -> None:
    about = only(claim("crackdown", "startDate", "1990-01~"))
    assert about.statement.main.value == Time(time="+1990-01-00T00:00:00Z", precision=10)
    assert qualifiers(about)["P1480"].value == ItemId(id="Q5727902")
    spring = only(claim("crackdown", "startDate", "1990-21"))
    assert spring.statement.main.value == Time(time="+1990-00-00T00:00:00Z", precision=9)
    assert qualifiers(spring)["P1319"].value == Time(time="+1990-03-01T00:00:00Z")
    assert qualifiers(spring)["P1326"].value == Time(time="+1990-05-31T00:00:00Z")
    late = only(claim("crackdown", "startDate", "1990-01-20/.."))
    assert late.statement.main.value == SOME_VALUE
    assert list(qualifiers(late)) == ["P1319"]
    assert any("unknown" in note for note in late.notes)


def test_a_date_that_its_source_doubts_is_not_said() -> None:
    unsaid = refused(claim("crackdown", "startDate", "1990-01-20?"))
    assert (unsaid.reason, "uncertain" in unsaid.why) == ("condition", True)


def test_a_day_before_the_reform_is_in_the_julian_calendar_and_the_editor_is_told() -> None:
    draft = only(claim("crackdown", "startDate", "1453-05-29"))
    assert draft.statement.main.value == Time(
        time="+1453-05-29T00:00:00Z", calendar="http://www.wikidata.org/entity/Q1985786"
    )
    assert any("Julian" in note for note in draft.notes)


def test_a_time_span_is_a_point_in_time_unless_it_is_an_interval() -> None:
    said = claim("crackdown", "time", Ref(id="t"))
    assert only(said, times=(time("t", "1990-01"),)).statement.main.property == "P585"
    interval = refused(said, times=(time("t", "1990-01/1990-03"),))
    assert "went on for that time or happened within it" in interval.why
    assert refused(said, times=(time("t", None, "one day"),)).why == "Its time, “one day”, is no date."


def test_a_claim_that_holds_for_a_time_says_for_which() -> None:
    said = claim("leader", "memberOf", Ref(id="republic"), time_scope="t")
    point = qualifiers(only(said, times=(time("t", "1990"),)))
    assert {pid: snak.value for pid, snak in point.items()} == {"P585": Time(time="+1990-00-00T00:00:00Z", precision=9)}
    interval = qualifiers(only(said, times=(time("t", "1988/1991-12-25"),)))
    assert list(interval) == ["P580", "P582"]
    assert list(qualifiers(only(said, times=(time("t", "1988/.."),)))) == ["P580"]
    assert list(qualifiers(only(said, times=(time("t", "1990-21"),)))) == ["P1319", "P1326"]


@pytest.mark.parametrize(("edtf", "reason"), [(None, "no value"), ("1990~", "condition"), ("1990?", "condition")])
def test_a_claim_whose_time_cannot_be_said_is_not_said_without_it(edtf: str | None, reason: str) -> None:
    said = claim("leader", "memberOf", Ref(id="republic"), time_scope="t")
    assert refused(said, times=(time("t", edtf),)).reason == reason


def test_a_date_that_holds_for_a_time_is_not_said_without_it() -> None:
    said = claim("crackdown", "startDate", "1990-01-20", time_scope="t")
    assert refused(said, times=(time("t", "1990"),)).reason == "condition"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (claim("crackdown", "characterizedAs", "brutal"), "no property"),
        (claim("crackdown", "altLabel", "Black January"), "no property"),
        (claim("crackdown", "stopped", Ref(id="ban")), "no property"),
        (claim("crackdown", "before", Ref(id="ban")), "unverified property"),
        (claim("crackdown", "purpose", Ref(id="ban")), "unverified property"),
        (claim("crackdown", "affectedShare", 0.2), "unverified property"),
    ],
    ids=lambda given: given if isinstance(given, str) else given.predicate,
)
def test_what_has_no_verified_property_is_listed(said: Any, reason: str) -> None:
    assert refused(said).reason == reason


def test_claims_that_say_the_same_are_one_statement_with_several_references() -> None:
    draft = only(DEATHS, replace(DEATHS, evidence=span("133 were killed", 40)))
    assert len(draft.statement.references) == len(draft.claims) == 2
    assert draft.words == ("133 dead", "133 were killed")


def test_the_same_words_are_one_reference() -> None:
    draft = only(DEATHS, replace(DEATHS, evidence=span("133 dead", 40)))
    assert (len(draft.statement.references), len(draft.claims)) == (1, 2)


def test_an_inference_is_no_reference_where_words_say_it_outright() -> None:
    plain = claim("crackdown", "startDate", "1990-01-20", "on 20 January 1990")
    inferred = replace(plain, evidence=span("on that day", 60), inference="contextual")
    draft = only(plain, inferred)
    assert len(draft.statement.references) == 1
    assert any("on that day" in note and "no reference" in note for note in draft.notes)
    assert len(only(inferred).statement.references) == 1


def test_sources_that_differ_are_all_drafted_and_none_is_preferred() -> None:
    drafts = drafted(DEATHS, claim("crackdown", "deathCount", 170, "170 dead", attributed_to="watch")).drafts
    assert [draft.value_label for draft in drafts] == ["133", "170"]
    assert {draft.statement.rank for draft in drafts} == {"normal"}
    assert any("Sources differ: also 170 (The Watch, as reported by The Press)" in note for note in drafts[0].notes)


def test_the_same_number_meant_exactly_and_roughly_is_two_drafts_that_know_of_each_other() -> None:
    drafts = drafted(DEATHS, claim("crackdown", "deathCount", 133, "about 133", quantifier="approximate")).drafts
    assert len(drafts) == 2
    assert all("Another draft has the same value" in draft.notes[-1] for draft in drafts)


def test_what_a_program_read_and_nobody_accepted_is_told() -> None:

    said = replace(DEATHS, status="proposed", confidence=0.9)
    [note] = only(said, reader=Reader(name="Rules", version="1")).notes
    assert note == "Read by Rules, with a confidence of 0.9; nobody has accepted it yet."


def test_a_new_item_is_made_on_request_alone_and_only_for_what_has_a_name_and_no_item() -> None:
    claims = (
        claim("nobody", "memberOf", Ref(id="republic")),
        claim("they", "memberOf", Ref(id="republic")),
        claim("between", "memberOf", Ref(id="republic")),
        claim("nobody", "altLabel", "No One"),
    )
    assert drafted(*claims).new_items == ()
    asked = drafted(*claims, new_items=True)
    [made] = asked.new_items
    assert (made.thing, dict(made.labels), dict(made.aliases)) == (
        f"{BASE}doc/d/e/nobody",
        {"en": "Nobody"},
        {"en": ("No One",)},
    )
    assert [draft.item for draft in asked.drafts] == [made.thing]
    assert {unsaid.subject_label for unsaid in asked.unsaid if unsaid.reason == "subject has no item"} == {
        "they",
        "Between",
    }


def test_nothing_points_to_an_item_that_is_not_there_yet() -> None:
    drafts = drafted(claim("crackdown", "agent", Ref(id="nobody")), new_items=True)
    assert (drafts.new_items, drafts.unsaid[0].reason) == ((), "object has no item")


def test_no_unverified_row_is_used_even_where_it_is_the_only_one() -> None:
    unverified = tuple(replace(row, verified=False) for row in wikidata_mapping().rows)
    drafts = drafts_of(published(reading(DEATHS)), mapping=WikidataMapping(rows=unverified))
    assert (drafts.drafts, drafts.unsaid[0].reason) == ((), "unverified property")
    half = tuple(replace(row, verified=row.direction == "statement") for row in wikidata_mapping().rows)
    about = claim("crackdown", "deathCount", 133, quantifier="approximate")
    [draft] = drafts_of(published(reading(about)), mapping=WikidataMapping(rows=half)).drafts
    assert (draft.statement.qualifiers, draft.statement.references) == ((), ())


def every_claim_is_told(publication: Publication, drafts: Drafts) -> None:
    told = {claim for draft in drafts.drafts for claim in draft.claims} | {one.claim for one in drafts.unsaid}

    known = {str(each) for each in publication.union().subjects(RDF.type, URIRef(terms.CLAIM))}
    assert told == known
    assert not {claim for draft in drafts.drafts for claim in draft.claims} & {one.claim for one in drafts.unsaid}


@pytest.mark.parametrize("new_items", [False, True])
def test_every_claim_of_the_example_is_drafted_or_listed(example_publication: Publication, new_items: bool) -> None:
    every_claim_is_told(example_publication, drafts_of(example_publication, new_items=new_items))


def test_the_example_says_of_black_january_what_an_editor_can_use(example_publication: Publication) -> None:
    drafts = drafts_of(example_publication)
    assert [(one.item, one.statement.main.property, one.value_label) for one in drafts.drafts] == [
        ("Q734004", "P276", "Baku"),
        ("Q734004", "P585", "1990-01-20"),
        ("Q734004", "P1120", "133"),
        ("Q734004", "P1339", "about 700"),
    ]
    azerbaijan = [one for one in drafts.unsaid if "“Azerbaijan” is only close to Q227 and to Q131337" in one.why]
    assert [one.predicate for one in azerbaijan] == ["capitalOf", "memberOf"]
    assert [one.predicate for one in drafts.unsaid if one.reason == "condition"] == ["participantCount"]
    assert any("a party to what it tells of" in note for note in drafts.notes)
    assert any("neither P248 nor P854" in note for note in drafts.notes)


def test_no_unverified_id_is_anywhere_in_the_drafts_of_the_example(example_publication: Publication) -> None:
    shippable = {row.pid for row in wikidata_mapping().rows if row.verified}
    linked = {"Q734004", "Q9248", "Q15180", "Q30487", "Q399", "Q30", "Q5727902"}
    for draft in drafts_of(example_publication, new_items=True).drafts:
        statement = draft.statement
        snaks = [statement.main, *statement.qualifiers, *(each for one in statement.references for each in one.snaks)]
        assert {snak.property for snak in snaks} <= shippable
        assert {snak.value.id for snak in snaks if isinstance(snak.value, ItemId)} <= linked


def test_the_drafts_are_in_the_order_of_the_publication_and_always_the_same() -> None:
    claims = [claim("crackdown", "deathCount", number, f"{number} dead") for number in (3, 1, 2)]
    assert [one.value_label for one in drafted(*claims).drafts] == ["3", "1", "2"]
    assert drafted(*claims) == drafted(*claims)


def test_a_publisher_that_bears_the_name_of_a_party_is_shown_as_one() -> None:
    embassy = entity("press", "Organization", label="Embassy of Here", start=500)
    here = entity("here", "Polity", label="Here", start=511)
    entities = (embassy, here, *ENTITIES[1:])
    fight = (claim("crackdown", "agent", Ref(id="leader")), claim("crackdown", "affected", Ref(id="here")))
    [note] = [note for note in drafted(*fight, entities=entities).notes if "a party" in note]
    assert "“Embassy of Here”, is named after “Here”, a party to what it tells of (“crackdown”)" in note
    assert not any("a party" in note for note in drafted(*fight[:1], entities=entities).notes)


def test_a_claim_that_is_told_from_two_ends_is_said_from_both_or_not_at_all() -> None:
    half = tuple(replace(row, qualifiers=()) if row.direction == "inverse" else row for row in wikidata_mapping().rows)
    said = reading(claim("baku", "capitalOf", Ref(id="republic"), time_scope="t"), times=(time("t", "1990"),))
    drafts = drafts_of(published(said), mapping=WikidataMapping(rows=half))
    assert (drafts.drafts, [one.reason for one in drafts.unsaid]) == ((), ["condition"])


def test_no_new_item_is_asked_for_that_nothing_would_be_said_of() -> None:
    assert drafted(claim("nobody", "memberOf", Ref(id="watch")), new_items=True).new_items == ()


def test_a_name_of_a_new_item_is_as_short_as_wikidata_takes() -> None:
    long = entity("nobody", "Person", label="x" * 300)
    asked = drafted(
        claim("nobody", "memberOf", Ref(id="republic")),
        new_items=True,
        entities=(*ENTITIES[:5], long, *ENTITIES[6:]),
    )
    assert [len(label) for label in asked.new_items[0].labels.values()] == [250]


def test_the_document_that_was_read_gets_no_item() -> None:
    entities = (*ENTITIES, entity("notice", "Document", label="The notice"))
    about_itself = claim("notice", "issued", "2012-01-20")
    asked = drafted(about_itself, new_items=True, entities=entities, document=replace(DOCUMENT, entity="notice"))
    assert (asked.new_items, asked.unsaid[0].reason) == ((), "subject has no item")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"polarity": "negative"}, "is said not to have happened"),
        ({"certainty": "probable"}, "is told as only probable"),
    ],
)
def test_nothing_is_said_of_or_with_an_event_that_is_not_told_as_real(change: dict[str, Any], words: str) -> None:
    unreal = (replace(EVENTS[0], **change), *EVENTS[1:])
    for said in (DEATHS, claim("ban", "subEventOf", Ref(id="crackdown"))):
        unsaid = refused(said, events=unreal)
        assert (unsaid.reason, words in unsaid.why) == ("withheld", True)


def test_what_the_same_words_are_also_read_to_deny_is_not_said() -> None:
    drafts = drafted(replace(DEATHS, polarity="negative"), DEATHS)
    assert (drafts.drafts, {one.reason for one in drafts.unsaid}) == ((), {"withheld"})


def test_a_note_tells_of_a_few_of_many_values() -> None:
    many = drafted(*(claim("crackdown", "deathCount", number, f"{number} dead") for number in range(50))).drafts
    assert all(len(draft.notes[-1]) < 300 for draft in many)
