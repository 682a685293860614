"""Events: which words say that something happens, of which class, who takes part, when, and which are one."""

from __future__ import annotations

from functools import cache

import pytest

from dateline.model import Event, Reading, Ref, Value
from dateline.reader import read


@cache
def reading(text: str, issued: str | None = None) -> Reading:
    return read(text, id="d", issued=issued)


def triggers(text: str) -> set[str]:
    return {span.text for event in reading(text).events for span in event.triggers}


def event_of(trigger: str, text: str) -> Event:
    found = [one for one in reading(text).events if trigger in {span.text for span in one.triggers}]
    assert len(found) == 1, f"{trigger} is a trigger of {len(found)} events"
    return found[0]


def said(trigger: str, predicate: str, text: str) -> set[str | int | float]:
    """What the text says of the event of a trigger: labels of entities, or values."""
    done = reading(text)
    labels = {one.id: one.label for one in done.entities} | {one.id: one.label for one in done.events}
    labels |= {one.id: one.span.text for one in done.times}
    event = event_of(trigger, text)
    return {
        labels[claim.object.id] if isinstance(claim.object, Ref) else claim.object.value
        for claim in done.claims
        if claim.subject == event.id and claim.predicate == predicate
    }


def test_verbs_and_nouns_of_deeds_are_triggers_but_auxiliaries_and_things_are_not() -> None:
    text = "The council has approved the construction of a bridge over the station."
    assert triggers(text) == {"approved", "construction"}


def test_a_light_verb_carries_the_deed_that_its_object_names() -> None:
    event = event_of("announcement", "The mayor made an announcement in Oslo.")
    assert {span.text for span in event.triggers} == {"made", "announcement"}
    assert event.type == "CommunicationEvent"


@pytest.mark.parametrize(
    ("trigger", "kind", "text"),
    [
        ("shot", "ViolentEvent", "Guards shot two prisoners."),
        ("withdrawal", "MilitaryOperation", "The withdrawal of the army took a week."),
        ("elected", "PoliticalEvent", "The members elected a new chairman."),
        ("banned", "RestrictionEvent", "The paper was banned in May."),
        ("mourned", "CommemorationEvent", "Thousands mourned the sailors."),
        ("painted", "Event", "He painted the fence."),
    ],
)
def test_a_trigger_has_the_class_of_its_family(trigger: str, kind: str, text: str) -> None:
    assert event_of(trigger, text).type == kind


def test_the_active_subject_does_it_and_the_object_undergoes_it() -> None:
    text = "Rebels attacked villagers."
    assert said("attacked", "agent", text) == {"Rebels"}
    assert said("attacked", "affected", text) == {"villagers"}


def test_in_the_passive_who_does_it_stands_after_by() -> None:
    text = "The villagers were attacked by rebels."
    assert said("attacked", "agent", text) == {"rebels"}
    assert said("attacked", "affected", text) == {"The villagers"} or said("attacked", "affected", text) == {
        "villagers"
    }


def test_a_passive_without_a_doer_has_no_agent() -> None:
    text = "Foreign reporters were expelled from Norway."
    assert said("expelled", "agent", text) == set()
    assert len(said("expelled", "affected", text)) == 1


def test_a_participle_and_a_coordinated_verb_share_the_subject() -> None:
    text = "Rebels attacked the village, killing twelve people and wounding forty."
    assert said("killing", "agent", text) == {"Rebels"}
    assert said("wounding", "agent", text) == {"Rebels"}


def test_who_is_ordered_to_do_something_does_it_and_who_orders_had_it_done() -> None:
    text = "The general ordered the guards to search the house."
    assert said("search", "agent", text) == said("ordered", "addressee", text) != set()
    assert said("search", "orderedBy", text) == said("ordered", "agent", text) != set()


def test_a_noun_of_a_deed_takes_of_for_the_object_and_by_for_the_doer() -> None:
    text = "The invasion of Norway by British troops lasted for weeks."
    assert said("invasion", "tookPlaceIn", text) == {"Norway"}
    assert said("invasion", "agent", text) == {"British troops"}


def test_a_relative_clause_is_said_of_its_noun() -> None:
    assert said("bought", "agent", "Anna Berg, who bought the farm, lives in Norway.") == {"Anna Berg"}


def test_a_place_after_a_preposition_is_where_it_happens() -> None:
    assert said("met", "tookPlaceIn", "The ministers met in Norway.") == {"Norway"}


def test_a_full_date_dates_the_event_it_hangs_on_and_the_participle_beside_it() -> None:
    text = "On 3 May 1921 rebels attacked the village, killing twelve people."
    assert said("attacked", "startDate", text) == {"1921-05-03"}
    assert said("killing", "startDate", text) == {"1921-05-03"}


def test_a_date_after_before_or_until_is_not_the_date_of_the_event() -> None:
    assert said("sold", "startDate", "They sold the ship before 1950.") == set()


def test_the_dead_and_the_wounded_are_counted() -> None:
    text = "Rebels attacked the village, killing 12 people and injuring 40 people."
    assert said("killing", "deathCount", text) == {12}
    assert said("injuring", "injuredCount", text) == {40}


def test_an_approximate_count_says_so() -> None:
    done = reading("The blast injured around 700 people.")
    counts = [claim for claim in done.claims if claim.predicate == "injuredCount"]
    assert [(one.object, one.quantifier) for one in counts] == [
        (Value(value=700, datatype="xsd:integer"), "approximate")
    ]


def test_those_killed_in_an_attack_are_counted_as_the_attacks() -> None:
    assert said("attack", "deathCount", "Nine people were killed in the attack.") == {9}


def test_a_definite_noun_takes_up_the_one_event_of_its_family() -> None:
    text = "British troops invaded Norway in 1940. The invasion surprised the king."
    assert event_of("invaded", text) == event_of("invasion", text)


def test_a_definite_noun_that_two_events_fit_is_left_alone() -> None:
    text = "Troops invaded Norway in 1940. Troops invaded Denmark in 1941. The invasion was a surprise."
    assert len({event.id for event in reading(text).events if "inva" in event.triggers[0].text}) == 3


def test_deeds_against_different_places_stay_apart() -> None:
    text = "Troops invaded Norway. Troops invaded Denmark."
    assert len({event.id for event in reading(text).events if event.triggers[0].text == "invaded"}) == 2


def test_what_leads_to_something_is_its_cause() -> None:
    text = "The invasion led to the collapse of the government."
    assert len(said("invasion", "ledTo", text)) == 1


def test_an_answer_to_something_is_a_response() -> None:
    assert len(said("strike", "inResponseTo", "The strike was a response to the dismissal of a teacher.")) == 1


def test_what_happens_when_a_named_event_occurs_is_part_of_it() -> None:
    text = "The Long Siege began when rebels seized the port. "
    text += "On 3 May 1921 the rebels attacked a school, killing 12 people."
    done = reading(text)
    (whole,) = (event.id for event in done.events if "Long Siege" in event.label)
    parts = [claim for claim in done.claims if claim.predicate == "subEventOf"]
    assert {claim.object for claim in parts} == {Ref(id=whole)}
    assert {claim.inference for claim in parts} == {"literal", "contextual"}
    (deaths,) = (claim for claim in done.claims if claim.predicate == "deathCount")
    assert deaths.subject == whole
    assert deaths.object == Value(value=12, datatype="xsd:integer")
    assert deaths.inference == "contextual"


def test_a_relative_pronoun_is_a_mention_of_its_noun() -> None:
    found = [
        one for one in reading("Anna Berg, who bought the farm, lives in Norway.").entities if one.label == "Anna Berg"
    ]
    assert [mention.span.text for one in found for mention in one.mentions] == ["Anna Berg", "who"]


def test_an_event_that_is_told_as_a_fact_is_none_that_is_denied_because_something_it_did_is() -> None:
    text = (
        "The massacre of Halden took place on 3 May 1921. Guards killed 12 people in the massacre of Halden. "
        "The massacre of Halden did not stop the rebels."
    )
    massacres = [event for event in read(text, id="d").events if "massacre" in event.label]
    assert massacres
    assert all(event.polarity != "negative" for event in massacres)
