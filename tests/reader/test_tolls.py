"""What a happening cost, in the idioms of news."""

from __future__ import annotations

import pytest

from dateline.model import Reading, Ref
from dateline.reader import read


def counts(reading: Reading) -> set[tuple[str, str, object, str | None, str]]:
    events = {event.id: event.label for event in reading.events}
    return {
        (events[one.subject], one.predicate, one.object.value, one.quantifier, one.certainty)
        for one in reading.claims
        if not isinstance(one.object, Ref) and one.predicate in ("deathCount", "injuredCount")
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The shooting left 133 people dead and 410 wounded.",
            {
                ("shooting", "deathCount", 133, "exact", "certain"),
                ("shooting", "injuredCount", 410, "exact", "certain"),
            },
        ),
        (
            "A car bomb left at least 12 dead and 30 others injured.",
            {
                ("car bomb left", "deathCount", 12, "at-least", "certain"),
                ("car bomb left", "injuredCount", 30, "exact", "certain"),
            },
        ),
        (
            "The attack, which left 40 civilians dead, shocked the country.",
            {("attack", "deathCount", 40, "exact", "certain")},
        ),
        ("Twelve people were left dead in the attack.", {("attack", "deathCount", 12, "exact", "certain")}),
        ("The earthquake claimed about 230 lives.", {("earthquake", "deathCount", 230, "approximate", "certain")}),
        (
            "The death toll from the explosion reached 57, officials said.",
            {("explosion", "deathCount", 57, "exact", "certain")},
        ),
        ("The crash may have left 5 people dead.", {("crash", "deathCount", 5, "exact", "possible")}),
        (
            "The storm killed as many as 300,000 people.",
            {("killed as many as 300,000 people", "deathCount", 300000, "at-most", "certain")},
        ),
        ("The company claimed 230 patents.", set()),
        ("Former chairman dies aged 56.", set()),
        ("He died at the age of 56.", set()),
        ("The toll on the bridge rose to 57 crowns.", set()),
        ("He left 5 people in the village.", set()),
    ],
)
def test_a_toll_is_a_count_of_the_event_that_cost_it(
    text: str, expected: set[tuple[str, str, object, str | None, str]]
) -> None:
    assert counts(read(text, id="d")) == expected


def test_a_toll_that_is_denied_is_denied() -> None:
    claims = read("The fire did not leave 5 people dead.", id="d").claims
    assert claims
    assert {one.polarity for one in claims} == {"negative"}


def test_those_who_are_left_dead_are_affected_and_nobody_departs() -> None:
    reading = read("The shooting left 133 people dead.", id="d")
    [people] = [one for one in reading.entities if one.type == "Group"]
    assert [event.label for event in reading.events] == ["shooting"]
    assert Ref(id=people.id) in [one.object for one in reading.claims if one.predicate == "affected"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("On 11 May 1987 armed gangs opened fire in Korvel.", "armed gangs"),
        ("On 3 March 2001 rebel soldiers attacked the village.", "rebel soldiers"),
    ],
)
def test_the_date_before_a_noun_is_not_part_of_whom_it_names(text: str, who: str) -> None:
    assert who in [mention.span.text for entity in read(text, id="d").entities for mention in entity.mentions]
