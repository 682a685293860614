"""Which candidate a thing gets, and why it gets none: each rule on a text of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.links import Abstention, Candidate, Proposal, Proposals, open_catalogue, propose
from dateline.links.model import CandidateSource
from dateline.model import Reading
from tests.links.readings import Fixed, claim, entity, event, reading, time

LINK_AT = 0.95


def outcome(
    made: Reading, text: str, source: CandidateSource | None = None, thing: str = "thing"
) -> Proposal | Abstention:
    """What became of a thing: its first proposal, or why it has none."""
    return next(one for one in outcomes(propose(made, text, source or open_catalogue())) if one.thing == thing)


def outcomes(proposals: Proposals) -> list[Proposal | Abstention]:
    """Everything that became of everything."""
    return [*proposals.proposed, *proposals.abstained]


def sure(done: Proposal | Abstention) -> str | None:
    """The item that is proposed surely enough to be published, exactly."""
    if isinstance(done, Abstention) or done.link.confidence < LINK_AT or done.link.relation != "exactMatch":
        return None
    return done.candidate.item


def of(text: str, name: str, type_: str) -> Proposal | Abstention:
    """What becomes of a name in a text, without any claim."""
    return outcome(reading(text, entities=(entity(text, name, type_),)), text)


# ------------------------------------------------------------------------------------------------------ names and kinds


@pytest.mark.parametrize(
    ("name", "type_", "item"),
    [
        ("Baku", "Place", "Q9248"),
        ("Armenia", "Polity", "Q399"),
        ("Armenia", "Place", "Q399"),
        ("the U.S.S.R.", "Polity", "Q15180"),
        ("Mikhail Gorbachev", "Person", "Q30487"),
        ("Google", "Organization", "Q95"),
    ],
)
def test_a_name_that_one_item_of_the_right_kind_bears_is_linked(name: str, type_: str, item: str) -> None:
    assert sure(of(f"All of them knew {name} well.", name, type_)) == item


@pytest.mark.parametrize(
    ("name", "type_", "why"),
    [
        ("Baku", "Person", "Baku (Q9248) is a place, and this is a person"),
        ("Google", "Place", "Google (Q95) is an organisation, and this is a place"),
        ("Armenia", "Organization", "Armenia (Q399) is a state, and this is an organisation"),
    ],
)
def test_an_item_of_another_kind_is_refused_with_both_kinds(name: str, type_: str, why: str) -> None:
    done = of(f"All of them knew {name} well.", name, type_)
    assert isinstance(done, Abstention)
    assert done.why == why
    assert [one.label for one in done.considered] == [name]


def test_what_no_item_bears_is_left_with_the_reason() -> None:
    done = of("They knew Port Ellis well.", "Port Ellis", "Place")
    assert isinstance(done, Abstention)
    assert done.why == "no item of the catalogue bears this name"


def test_what_is_only_described_is_not_looked_up() -> None:
    text = "They knew the capital well."
    done = outcome(reading(text, entities=(entity(text, "the capital", form="description"),)), text)
    assert isinstance(done, Abstention)
    assert done.why == "it is described, not named"


@pytest.mark.parametrize("type_", ["Group", "Document"])
def test_peoples_and_documents_are_not_linked(type_: str) -> None:
    assert isinstance(of("The Armenia was there.", "Armenia", type_), Abstention)


def test_the_document_itself_is_not_linked() -> None:
    text = "Armenia: a report"
    done = outcome(reading(text, entities=(entity(text, "Armenia"),), own="thing"), text)
    assert isinstance(done, Abstention)
    assert done.why == "it is this document itself"


def test_a_name_in_another_language_is_not_enough_to_publish() -> None:
    done = of("They knew Italie well.", "Italie", "Place")
    assert isinstance(done, Proposal)
    assert done.candidate.item == "Q38"
    assert done.link.confidence < LINK_AT


# -------------------------------------------------------------------------------------------------- several of one name


ELLIS = (
    Candidate(item="Q1", label="Ellis", kind="Place", within=("Aland",)),
    Candidate(item="Q2", label="Ellis", kind="Place", within=("Bland",)),
)


def test_where_nothing_tells_two_apart_neither_is_proposed() -> None:
    text = "They knew Ellis well."
    done = outcome(reading(text, entities=(entity(text, "Ellis"),)), text, Fixed(*ELLIS))
    assert isinstance(done, Abstention)
    assert done.why == "the name fits 2, and nothing here tells them apart: Ellis (Q1), Ellis (Q2)"


def test_the_state_that_the_document_names_tells_two_apart() -> None:
    text = "They knew Ellis well. Bland is large."
    things = (entity(text, "Ellis"), entity(text, "Bland", "Polity", id_="bland"))
    done = outcome(reading(text, entities=things), text, Fixed(*ELLIS))
    assert isinstance(done, Proposal)
    assert done.candidate.item == "Q2"
    assert done.link.confidence < LINK_AT


def test_the_state_behind_the_name_makes_it_sure() -> None:
    text = "They knew Ellis, Bland, well."
    assert sure(outcome(reading(text, entities=(entity(text, "Ellis"),)), text, Fixed(*ELLIS))) == "Q2"


def test_a_city_that_shares_its_name_with_larger_ones_is_not_proposed() -> None:
    text = "They knew Ellis well."
    small = Candidate(item="Q1", label="Ellis", kind="Place", share=0.2)
    done = outcome(reading(text, entities=(entity(text, "Ellis"),)), text, Fixed(small))
    assert isinstance(done, Abstention)
    assert done.why == "Ellis (Q1) shares its name with others, and nothing here tells them apart"


def test_the_order_of_a_source_does_not_decide() -> None:
    text = "They knew Ellis well. Bland is large."
    things = reading(text, entities=(entity(text, "Ellis"), entity(text, "Bland", "Polity", id_="bland")))
    one, other = (outcome(things, text, Fixed(*order)) for order in (ELLIS, ELLIS[::-1]))
    assert isinstance(one, Proposal)
    assert isinstance(other, Proposal)
    assert one.link == other.link


# ---------------------------------------------------------------------------------------------- who rules is no place


@pytest.mark.parametrize(
    "text",
    [
        "Moscow ordered troops to Baku.",
        "“No,” Moscow has said.",
        "Moscow then announced it.",
        "Moscow rejected the plan.",
    ],
)
def test_a_city_that_orders_or_says_is_not_the_city(text: str) -> None:
    done = of(text, "Moscow", "Place")
    assert isinstance(done, Abstention)
    assert done.why == "Moscow (Q649) is the place; here the name stands for those who rule or act there"


def test_a_city_that_is_an_organisation_to_the_reader_is_not_the_city() -> None:
    assert isinstance(of("Moscow was silent.", "Moscow", "Organization"), Abstention)


def test_a_city_that_a_claim_has_act_is_not_the_city() -> None:
    text = "An invasion by Moscow began."
    made = reading(
        text,
        entities=(entity(text, "Moscow"),),
        events=(event(text, "invasion"),),
        claims=(claim(text, "ev", "orderedBy", "thing", "invasion by Moscow"),),
    )
    assert isinstance(outcome(made, text), Abstention)


def test_a_city_in_which_something_happens_is_the_city() -> None:
    text = "A fire began in Moscow."
    made = reading(
        text,
        entities=(entity(text, "Moscow"),),
        events=(event(text, "fire"),),
        claims=(claim(text, "ev", "tookPlaceIn", "thing", "fire began in Moscow"),),
    )
    assert sure(outcome(made, text)) == "Q649"


def test_a_state_may_act_and_be_itself() -> None:
    assert sure(of("Armenia ordered troops there.", "Armenia", "Polity")) == "Q399"


SPORT = "The match ended at half-time: a penalty, two goals, and the striker and the goalkeeper left the stadium. "


def test_in_a_text_of_sport_a_state_that_plays_is_not_surely_the_state() -> None:
    text = SPORT + "Sweden beat Mexico."
    assert sure(of(text, "Sweden", "Polity")) is None
    assert sure(of(SPORT + "It was played in Sweden.", "Sweden", "Place")) == "Q34"
    assert sure(of("Sweden beat Mexico.", "Sweden", "Polity")) == "Q34"


# ------------------------------------------------------------------------------------------------------------- in time


def test_a_state_is_not_matched_exactly_with_what_came_after_it() -> None:
    text = "In 1990, Azerbaijan was calm. In 2012, Azerbaijan was too."
    made = reading(
        text, entities=(entity(text, "Azerbaijan", "Polity"),),
        times=(time(text, "1990", "1990", "t1"), time(text, "2012", "2012", "t2")),
    )  # fmt: skip
    links = [(one.candidate.item, one.link.relation) for one in propose(made, text, open_catalogue()).proposed]
    assert links == [("Q227", "closeMatch"), ("Q131337", "closeMatch")]


def test_a_state_of_which_only_an_earlier_time_is_told_is_close_to_what_stood_there() -> None:
    text = "In 1985, Azerbaijan was calm."
    made = reading(text, entities=(entity(text, "Azerbaijan", "Polity"),), times=(time(text, "1985", "1985"),))
    links = [(one.candidate.item, one.link.relation) for one in propose(made, text, open_catalogue()).proposed]
    assert links == [("Q131337", "closeMatch")]


def test_a_state_of_a_time_of_which_nothing_is_known_is_left_alone() -> None:
    text = "In 1850, Azerbaijan was calm."
    made = reading(text, entities=(entity(text, "Azerbaijan", "Polity"),), times=(time(text, "1850", "1850"),))
    done = outcome(made, text)
    assert isinstance(done, Abstention)
    assert done.why == "Azerbaijan (Q227) began in 1991; the text speaks of 1850"


def test_a_person_may_be_spoken_of_beside_years_before_the_birth_but_not_only_there() -> None:
    text = "In 1990, Mikhail Gorbachev spoke of 1917."
    person = entity(text, "Mikhail Gorbachev", "Person")
    both = reading(text, entities=(person,), times=(time(text, "1990", "1990"), time(text, "1917", "1917", "t2")))
    assert sure(outcome(both, text)) == "Q30487"
    early = reading(text, entities=(person,), times=(time(text, "1917", "1917", "t2"),))
    assert isinstance(outcome(early, text), Abstention)


def test_what_has_ended_may_be_spoken_of_later() -> None:
    text = "In 2012, they remembered the Soviet Union."
    made = reading(text, entities=(entity(text, "Soviet Union", "Polity"),), times=(time(text, "2012", "2012"),))
    assert sure(outcome(made, text)) == "Q15180"


@pytest.mark.parametrize(
    ("words", "label", "day", "item"),
    [
        ("Black January", "Black January", "1990-01-20", "Q734004"),
        ("Black January", "Black January", "1905-01-09", None),
        ("Battle of Baku", "Battle of Baku", "1918-09-15", "Q2568851"),
        ("Battle of Baku", "Battle of Baku", "1990-01-20", None),
    ],
)
def test_an_event_is_linked_only_where_the_year_agrees(words: str, label: str, day: str, item: str | None) -> None:
    text = f"The {words} was in Baku on {day}."
    made = reading(
        text, entities=(entity(text, "Baku", id_="baku"),) if words != "Battle of Baku" else (),
        events=(event(text, words, label=label),), claims=(claim(text, "ev", "startDate", day, words),),
    )  # fmt: skip
    done = outcome(made, text, thing="ev")
    assert (done.candidate.item if isinstance(done, Proposal) else None) == item


def test_an_invasion_of_1990_is_not_the_battle_of_1918() -> None:
    text = "The invasion of Baku was on 20 January 1990."
    made = reading(
        text, events=(event(text, "invasion", "MilitaryOperation", label="invasion of Baku by Soviet troops"),),
        claims=(claim(text, "ev", "startDate", "1990-01-20", "invasion"),),
    )  # fmt: skip
    done = outcome(made, text, thing="ev")
    assert isinstance(done, Abstention)
    assert done.why == "Battle of Baku (Q2568851) was in 1918; the text speaks of 1990"


def test_a_likeness_of_names_is_not_enough_even_in_the_right_year() -> None:
    text = "The siege of Baku was in 1918."
    made = reading(text, events=(event(text, "siege of Baku"),), times=(time(text, "1918", "1918"),))
    done = outcome(made, text, thing="ev")
    assert isinstance(done, Abstention)
    assert done.why == "Battle of Baku (Q2568851) has only a name that is like it"


def test_an_event_without_a_year_is_not_sure() -> None:
    text = "They spoke of Black January."
    assert sure(outcome(reading(text, events=(event(text, "Black January"),)), text, thing="ev")) is None


def test_an_event_that_is_called_by_what_happened_is_only_close() -> None:
    text = "The breakup of the Soviet Union came in 1991."
    made = reading(text, events=(event(text, "breakup of the Soviet Union"),), times=(time(text, "1991", "1991"),))
    done = outcome(made, text, thing="ev")
    assert isinstance(done, Proposal)
    assert (done.candidate.item, done.link.relation) == ("Q5167679", "closeMatch")
    assert done.link.confidence < LINK_AT


# ------------------------------------------------------------------------------------------------------- from elsewhere


def test_an_item_whose_source_does_not_say_what_it_is_is_not_sure() -> None:
    text = "They knew Ellis well."
    done = outcome(
        reading(text, entities=(entity(text, "Ellis"),)),
        text,
        Fixed(Candidate(item="Q1", label="Ellis", types=("Q9",))),
    )
    assert isinstance(done, Proposal)
    assert done.link.confidence < LINK_AT


def test_an_item_is_known_by_its_classes_where_its_kind_is_not_said() -> None:
    text = "They knew Ellis well."
    human = Fixed(Candidate(item="Q1", label="Ellis", types=("Q5",)))
    assert sure(outcome(reading(text, entities=(entity(text, "Ellis", "Person"),)), text, human)) == "Q1"
    assert sure(outcome(reading(text, entities=(entity(text, "Ellis", "Place"),)), text, human)) is None


@given(st.text(min_size=1, max_size=40), st.sampled_from(["Place", "Person", "Polity", "Organization", "Entity"]))
def test_any_name_has_an_outcome_and_any_confidence_is_a_share(name: str, type_: str) -> None:
    made = reading(name, entities=(entity(name, name, type_),), events=(event(name, name, id_="ev"),))
    done = propose(made, name, open_catalogue())
    assert {one.thing for one in outcomes(done)} == {"thing", "ev"}
    assert all(0 < one.link.confidence <= 1 for one in done.proposed)
    assert all(one.why for one in outcomes(done))


def test_a_hostile_label_of_a_source_cannot_leave_its_line() -> None:
    text = "They knew Ellis well."
    hostile = Candidate(item="Q1", label="El\nlis\x1b[31m" + "x" * 10_000, names=("Ellis",), kind="Person")
    done = outcome(reading(text, entities=(entity(text, "Ellis"),)), text, Fixed(hostile))
    assert isinstance(done, Abstention)
    assert "\n" not in done.why
    assert "\x1b" not in done.why
    assert len(done.why) < 300


def test_nothing_comes_of_an_empty_reading() -> None:
    assert outcomes(propose(reading("x"), "x", open_catalogue())) == []


def test_a_region_that_acts_keeps_its_claim_to_a_name() -> None:
    done = of("Georgia passed a law.", "Georgia", "Polity")
    assert isinstance(done, Abstention)
    assert {one.item for one in done.considered} == {"Q230", "Q1428"}
    assert sure(of("California rejected the plan.", "California", "Place")) == "Q99"


def test_a_city_that_does_something_may_be_its_people_and_is_not_published() -> None:
    text = "Toronto helped them."
    made = reading(
        text,
        entities=(entity(text, "Toronto"),),
        events=(event(text, "helped"),),
        claims=(claim(text, "ev", "agent", "thing", "helped"),),
    )
    done = outcome(made, text)
    assert isinstance(done, Proposal)
    assert done.candidate.item == "Q172"
    assert done.link.confidence < LINK_AT


def test_a_name_that_only_the_reading_gives_a_thing_is_not_sure() -> None:
    text = "Rhodesia sent no one."
    zimbabwe = replace(entity(text, "Rhodesia", "Polity"), label="Zimbabwe")
    done = outcome(reading(text, entities=(zimbabwe,)), text)
    assert isinstance(done, Proposal)
    assert (done.candidate.item, sure(done)) == ("Q954", None)
    assert "so called by the reading, not by the text" in done.why


def test_a_fuller_name_that_the_reading_gives_a_person_is_that_of_the_text() -> None:
    text = "Gorbachev sent troops."
    person = replace(entity(text, "Gorbachev", "Person"), label="Mikhail Gorbachev")
    assert sure(outcome(reading(text, entities=(person,)), text)) == "Q30487"
