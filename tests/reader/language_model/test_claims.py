"""Claims: they fit the ontology, stand in words of the text, and are said no more plainly than the rules hear them."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.model import Claim, Ref, Value
from dateline.policy import licenses
from dateline.reader.language_model.draft import ModelReading
from dateline.reading import parse_reading, render_reading
from tests.reader.language_model.server import (
    answer,
    claim,
    entity,
    event,
    items,
    options,
    quote,
    read,
    serving,
    worth,
)


def made(text: str, said: Any, **given: Any) -> ModelReading:
    with serving(answer(said)) as model:
        done = read(model, text, **given)
    parse_reading(render_reading(done.reading, format="json"), format="json", file="d.json", text=text)
    return done


def only(done: ModelReading) -> Claim:
    [found] = done.reading.claims
    return found


def dropped(done: ModelReading) -> list[str]:
    return [remark.why for remark in done.report.dropped if remark.kind == "claim"]


def changed(done: ModelReading) -> list[str]:
    return [remark.why for remark in done.report.changed if remark.kind == "claim"]


ATTACK = "Rebels attacked the village of Borge on 2 May 1921, killing about 12 people."
REBELS, BORGE = entity("e1", "Group", "Rebels"), entity("e2", "Place", "Borge")
ATTACKED = event("v1", "ViolentEvent", "attacked")
DAY = {"id": "t1"} | quote("2 May 1921")


def attack(*claims: Any, text: str = ATTACK, **given: Any) -> ModelReading:
    return made(text, items([REBELS, BORGE], [ATTACKED], [DAY] if "2 May" in text else [], claims=claims), **given)


def test_a_claim_is_proposed_in_the_words_of_the_text_below_what_is_published_unseen() -> None:
    done = attack(claim("v1", "agent", "e1", "Rebels attacked", relation="attacked"))
    found = only(done)
    assert (found.subject, found.predicate, found.object) == ("ev_attacked", "agent", Ref(id="rebels"))
    assert (found.evidence.start, found.evidence.end, found.predicate_text) == (0, 15, "attacked")
    assert (found.status, found.attributed_to, found.reporting_mode) == ("proposed", None, "own-voice")
    assert found.confidence == 0.75 < 0.80
    assert licenses(found, "sourced")
    assert found.by == "dateline language model 0.1.0 claims-1 (large-1)"
    assert done.report.dropped == done.report.changed == ()


def test_a_measured_model_may_be_trusted_more() -> None:
    done = attack(claim("v1", "agent", "e1", "Rebels attacked"), options=options(confidence=0.9))
    assert only(done).confidence == 0.9


def test_a_date_is_what_the_rules_make_of_the_words_of_its_time() -> None:
    done = attack(claim("v1", "startDate", "t1", "attacked the village of Borge on 2 May 1921"))
    assert only(done).object == Value(value="1921-05-02", datatype="xsd:date")
    assert [time.edtf for time in done.reading.times] == ["1921-05-02"]


def test_a_number_is_what_the_rules_make_of_its_words_with_how_exactly_it_is_meant() -> None:
    evidence = "attacked the village of Borge on 2 May 1921, killing about 12 people"
    found = only(attack(worth("v1", "deathCount", "12 people", evidence)))
    assert found.object == Value(value=12, datatype="xsd:integer")
    assert found.quantifier == "approximate"


def test_a_share_is_a_part_of_one() -> None:
    text = "The strike closed 20 percent of the shops."
    said = items(
        [], [event("v1", "Situation", "strike")], claims=[worth("v1", "affectedShare", "20 percent", text.strip("."))]
    )
    assert only(made(text, said)).object == Value(value=0.2, datatype="xsd:decimal")


def test_a_judgement_is_evaluative_and_its_words_are_those_of_the_text() -> None:
    text = "It was a brutal attack on the village."
    said = items(
        events=[event("v1", "ViolentEvent", "attack")],
        claims=[worth("v1", "characterizedAs", "brutal", "a brutal attack")],
    )
    found = only(made(text, said))
    assert (found.object, found.modality) == (Value(value="brutal", datatype="rdf:langString"), "evaluative")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (claim("v9", "agent", "e1", "Rebels attacked"), "has the id “v9”"),
        (claim("v1", "agent", "e9", "Rebels attacked"), "has the id “e9”"),
        (claim("v1", "agent", "t1", ATTACK), "the object of agent is Entity, not TimeSpan."),
        (claim("e1", "agent", "e2", ATTACK), "the subject of agent is Event, not Group."),
        (claim("v1", "tookPlaceIn", "e1", ATTACK), "the object of tookPlaceIn is Place, not Group."),
        (claim("v1", "startDate", "e1", ATTACK), "the object of startDate is TimeSpan, not Group."),
        (claim("v1", "subEventOf", "v1", ATTACK), "its subject and its object are one."),
        (worth("v1", "agent", "Rebels", "Rebels attacked"), "is the id of something, not words."),
        (worth("v1", "startDate", "1921-05-02", ATTACK), "is the id of something, not words."),
        (claim("v1", "deathCount", "e1", ATTACK), "takes words of its evidence, not an id."),
        (worth("v1", "deathCount", "133 people", ATTACK), "“133 people” does not stand in its evidence."),
        (worth("v1", "deathCount", "2 May", ATTACK), "the rules read no number"),
        (worth("v1", "affectedShare", "12 people", ATTACK), "is no share."),
        (worth("v1", "characterizedAs", "heinous", ATTACK), "does not stand in its evidence."),
        (claim("v1", "agent", "e1", "Rebels burned the village"), "of its evidence: its words do not stand"),
        (claim("v1", "agent", "e1", "killing about 12 people"), "words for neither of what it speaks of."),
        (claim("v1", "startDate", "t1", "Rebels attacked"), "its time does not stand in its evidence."),
        (claim("v1", "agent", "e1", "Rebels attacked", attributed_to="e1"), "that these are the words of “rebels”."),
        (claim("v1", "agent", "e1", "Rebels attacked", attributed_to="e2"), "“e2” is nothing that can speak."),
        (claim("document", "issued", "t1", ATTACK), "neither title nor date nor signature"),
    ],
)  # fmt: skip
def test_a_claim_that_does_not_fit_is_dropped_and_the_others_stay(wrong: Any, why: str) -> None:
    done = attack(wrong, claim("v1", "agent", "e1", "Rebels attacked"))
    assert only(done).predicate == "agent"
    [said] = dropped(done)
    assert why in said


def test_a_claim_whose_words_name_one_end_only_is_contextual_and_less_sure() -> None:
    found = only(attack(claim("v1", "agent", "e1", "attacked the village of Borge")))
    assert (found.inference, found.confidence) == ("contextual", 0.6)


def test_the_words_of_a_relation_that_stand_elsewhere_are_left_out_and_reported() -> None:
    done = attack(claim("v1", "agent", "e1", "Rebels attacked", relation="killing"))
    assert only(done).predicate_text is None
    assert changed(done) == ["the words “killing” do not stand in its evidence."]


def test_the_same_claim_of_the_same_words_is_made_once() -> None:
    done = attack(*[claim("v1", "agent", "e1", "Rebels attacked")] * 2)
    assert only(done).id == "c1"
    assert dropped(done) == ["another claim says the same of the same words."]


def test_claims_that_lead_in_a_circle_are_broken_where_it_would_close() -> None:
    text = "The strike, the march and the siege were parts of each other."
    names = ("strike", "march", "siege")
    events = [event(f"v{at}", "PoliticalEvent", name) for at, name in enumerate(names)]
    pairs = [("v0", "v1"), ("v1", "v2"), ("v2", "v0")]
    done = made(text, items(events=events, claims=[claim(a, "subEventOf", b, text.strip(".")) for a, b in pairs]))
    assert len(done.reading.claims) == 2
    assert dropped(done) == ["with others it would make subEventOf lead back to where it begins."]


def test_the_documents_own_date_and_publisher_are_claims_about_the_document() -> None:
    text = "Storm Over Halden\n\n3 May 1921\n\nThe harbour is gone.\n\nMinistry of Public Works"
    said = items(
        [entity("e1", "Organization", "Ministry of Public Works")],
        times=[{"id": "t1"} | quote("3 May 1921")],
        claims=[
            claim("document", "issued", "t1", "3 May 1921"),
            claim("document", "publisher", "e1", "Ministry of Public Works"),
        ],
    )
    done = made(text, said)
    record = done.reading.document
    assert (record.title, record.issued, record.publisher) == (
        "Storm Over Halden",
        "1921-05-03",
        "ministry_of_public_works",
    )
    assert [(one.subject, one.predicate) for one in done.reading.claims] == [
        (record.entity, "issued"),
        (record.entity, "publisher"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels did not attack the village.",
        "Rebels never attack the village.",
        "Rebels failed to attack the village.",
        "Rebels refused to attack the village.",
        "Rebels were unable to attack the village.",
        "No rebels attack the village.",
        "Rebels left without an attack on the village.",
    ],
)
def test_what_the_text_denies_is_never_claimed_to_be_so(text: str) -> None:
    said = items(
        [entity("e1", "Group", "Rebels" if "Rebels" in text else "rebels")],
        [event("v1", "ViolentEvent", "attack")],
        claims=[claim("v1", "agent", "e1", text.strip("."))],
    )
    done = made(text, said)
    assert done.reading.claims == ()
    assert dropped(done) == ["the rules hear a denial in its words."]
    assert done.reading.events[0].polarity == "negative"


def test_what_the_model_itself_calls_denied_stays_so() -> None:
    text = "Rebels did not attack the village."
    said = items(
        [entity("e1", "Group", "Rebels")],
        [event("v1", "ViolentEvent", "attack")],
        claims=[claim("v1", "agent", "e1", "Rebels did not attack", polarity="negative")],
    )
    found = only(made(text, said))
    assert found.polarity == "negative"
    assert not licenses(found, "sourced")


def test_a_denial_is_not_overheard_where_the_words_that_carry_the_claim_are_not_named() -> None:
    text = "The king was unable to stop the revolt."
    said = items(
        [entity("e1", "Person", ("The king", "description"))],
        [event("v1", "PoliticalEvent", "revolt")],
        claims=[claim("e1", "stopped", "v1", "The king was unable to stop the revolt")],
    )
    assert made(text, said).reading.claims == ()


@pytest.mark.parametrize(
    "text",
    [
        "Rebels may attack the village.",
        "Rebels will attack the village.",
        "Rebels plan to attack the village.",
        "Rebels apparently attack the village.",
        "If rebels attack the village, the king will flee.",
        "Did rebels attack the village?",
        "The general ordered rebels to attack the village.",
        "Many analysts believe that rebels attack the village.",
    ],
)
def test_what_the_text_leaves_open_is_no_fact_whatever_the_model_says(text: str) -> None:
    said = items(
        [entity("e1", "Group", "Rebels" if "Rebels" in text else "rebels")],
        [event("v1", "ViolentEvent", "attack")],
        claims=[claim("v1", "agent", "e1", text.strip(".?"))],
    )
    done = made(text, said)
    found = only(done)
    assert not licenses(found, "sourced")
    assert found.certainty != "certain"
    assert found.modality in ("hedged", "intended", "believed")
    assert any("the rules hear it as" in why for why in changed(done))
    assert found.confidence < 0.75


def test_what_the_model_hedges_stays_hedged() -> None:
    done = attack(claim("v1", "agent", "e1", "Rebels attacked", certainty="possible", modality="hedged"))
    assert (only(done).certainty, only(done).modality) == ("possible", "hedged")
    assert changed(done) == []


SAID = "Anna Berg said that rebels attacked the village. Guards shot two prisoners."
BERG = entity("e2", "Person", "Anna Berg")


def spoken(attributed_to: str | None, *quotations: Any, text: str = SAID, kind: str = "Person") -> ModelReading:
    rebels = entity("e1", "Group", "rebels" if "rebels" in text else "Rebels")
    other = [entity("e3", "Group", "Guards")] if "Guards" in text else []
    said = items(
        [rebels, entity("e2", kind, "Anna Berg"), *other],
        [event("v1", "ViolentEvent", "attacked")],
        quotations=quotations,
        claims=[
            claim(
                "v1",
                "agent",
                "e1",
                f"{'rebels' if 'rebels' in text else 'Rebels'} attacked",
                attributed_to=attributed_to,
            )
        ],
    )
    return made(text, said)


def test_what_somebody_says_is_theirs_even_where_the_model_gives_it_to_the_document() -> None:
    done = spoken(None)
    found = only(done)
    assert (found.attributed_to, found.reporting_mode) == ("anna_berg", "indirect-speech")
    assert changed(done) == ["the text gives these words to “anna_berg”."]


def test_what_somebody_says_is_theirs_where_model_and_rules_agree() -> None:
    done = spoken("e2")
    assert only(done).attributed_to == "anna_berg"
    assert changed(done) == []


def test_words_that_the_text_gives_to_another_are_not_given_to_the_models_speaker() -> None:
    done = spoken("e3")
    assert done.reading.claims == ()
    assert dropped(done) == ["the text gives these words to “anna_berg”, not to “guards”."]


def test_words_that_nothing_introduces_are_nobodys_but_the_documents() -> None:
    done = spoken("e2", text="Rebels attacked the village. Anna Berg is a farmer.")
    assert done.reading.claims == ()
    assert dropped(done) == ["nothing in the text says that these are the words of “anna_berg”."]


def test_a_cue_that_only_the_model_sees_makes_a_quotation_if_it_stands_beside_it() -> None:
    text = "In the ears of Anna Berg, rebels attacked the village."
    quotation = quote("rebels attacked the village") | {
        "direct": True,
        "source": "e2",
        "relayed_by": None,
        "cue": quote("In the ears of"),
    }
    done = spoken("e2", quotation, text=text)
    assert (only(done).attributed_to, only(done).reporting_mode) == ("anna_berg", "indirect-speech")
    assert [remark.why for remark in done.report.changed] == [
        "it stands between no quotation marks, so it is a paraphrase."
    ]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"cue": None}, "nothing introduces it."),
        ({"cue": quote("shouted")}, "its cue: its words do not stand in the passage."),
        ({"source": "e1x"}, "nothing that can speak has the id “e1x”."),
        ({"relayed_by": "v1"}, "nothing that can speak has the id “v1”."),
        ({"cue": quote("village")}, "its cue does not stand beside it."),
    ],
)
def test_a_quotation_without_a_cue_or_a_speaker_is_dropped(given: dict[str, Any], why: str) -> None:
    text = "In the ears of Anna Berg, rebels attacked the village."
    usual = {"direct": False, "source": "e2", "relayed_by": None, "cue": quote("In the ears of")}
    done = spoken(None, quote("rebels attacked the village") | usual | given, text=text)
    assert [remark.why for remark in done.report.dropped] == [why]
    assert only(done).attributed_to is None


def test_a_speaker_that_the_rules_know_by_a_pronoun_only_is_named_by_the_model() -> None:
    text = "They knew little. “Rebels attacked the village at dawn,” they said. Anna Berg nodded."
    quotation = quote("Rebels attacked the village at dawn,") | {
        "direct": True,
        "source": "e2",
        "relayed_by": None,
        "cue": quote("said"),
    }
    done = spoken("e2", quotation, text=text, kind="Group")
    assert (only(done).attributed_to, only(done).reporting_mode) == ("anna_berg", "direct-quotation")


def test_a_report_in_nobodys_name_is_hedged() -> None:
    text = "It is reported that rebels attacked the village. Anna Berg is a farmer."
    done = spoken(None, text=text)
    assert (only(done).attributed_to, only(done).modality) == (None, "hedged")
    assert not licenses(only(done), "sourced")
