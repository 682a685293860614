"""Things: one thing is one entity through all passages, and carries no word that the text does not have."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.reader.language_model.draft import ModelReading
from dateline.reading import parse_reading, render_reading
from tests.reader.language_model.server import (
    Reply,
    answer,
    claim,
    entity,
    event,
    items,
    options,
    passage_of,
    quote,
    read,
    serving,
)

FILL = "Nothing else is told of that winter in the valley, and nobody asked. "
FIRST = f"Anna Berg led the march on Halden. {FILL * 3}"
SECOND = f"The council thanked Anna Berg later. {FILL * 3}"
TEXT = f"{FIRST}\n\n{SECOND}"


def both(first: Any, second: Any, text: str = TEXT) -> ModelReading:
    def by(request: Any) -> Reply:
        return answer(first if "march" in passage_of(request) else second)

    with serving(by=by) as model:
        done = read(model, text, options=options(passage=260))
        assert len(model.requests) == 2
    parse_reading(render_reading(done.reading, format="json"), format="json", file="d.json", text=text)
    return done


def test_a_name_stands_for_one_thing_in_all_passages_whatever_its_ids_are() -> None:
    done = both(
        items([entity("e1", "Person", "Anna Berg")]),
        items(
            [entity("x", "Person", "Anna Berg"), entity("e1", "Organization", ("The council", "description"))],
            [event("v1", "Event", "thanked")],
            claims=[claim("v1", "affected", "x", "The council thanked Anna Berg")],
        ),
    )
    assert [(one.id, len(one.mentions)) for one in done.reading.entities] == [("anna_berg", 2), ("the_council", 1)]
    assert len(done.reading.claims) == 1


def test_things_of_different_classes_stay_apart() -> None:
    done = both(items([entity("e1", "Person", "Anna Berg")]), items([entity("e1", "Organization", "Anna Berg")]))
    assert [(one.id, one.type) for one in done.reading.entities] == [
        ("anna_berg", "Person"),
        ("anna_berg_2", "Organization"),
    ]


def test_two_things_of_one_passage_with_one_name_are_not_joined_with_a_third() -> None:
    text = TEXT.replace("The council thanked Anna Berg later", "Anna Berg thanked Anna Berg later")
    second = items(
        [
            entity("a", "Person", "Anna Berg", within="Anna Berg thanked"),
            entity("b", "Person", "Anna Berg", within="thanked Anna Berg"),
        ]
    )
    done = both(items([entity("e1", "Person", "Anna Berg")]), second, text)
    assert [len(one.mentions) for one in done.reading.entities] == [1, 1, 1]


def test_an_event_with_a_name_is_one_in_all_passages_and_one_without_is_not() -> None:
    text = TEXT.replace("the march", "the march, the Long Walk,").replace("The council", "The Long Walk over, it")
    first = items(events=[event("v1", "PoliticalEvent", "the Long Walk"), event("v2", "Event", "led")])
    second = items(events=[event("v1", "PoliticalEvent", "The Long Walk"), event("v2", "Event", "thanked")])
    done = both(first, second, text)
    assert [(one.id, len(one.triggers)) for one in done.reading.events] == [
        ("ev_led", 1),
        ("ev_the_long_walk", 2),
        ("ev_thanked", 1),
    ]


@pytest.mark.parametrize(
    ("label", "kept"),
    [
        ("march on Halden", "march on Halden"),
        ("the Halden march", "the Halden march"),
        ("massacre in Halden", "the march"),
        ("march\x00 on Halden", "the march"),
        ("", "the march"),
        ("of the", "the march"),
        ("march " * 40, "the march"),
    ],
)
def test_an_event_is_called_by_words_of_its_passage_only(label: str, kept: str) -> None:
    with serving(answer(items(events=[event("v1", "PoliticalEvent", "the march", label=label)]))) as model:
        [found] = read(model, FIRST).reading.events
    assert found.label == kept


def test_things_of_every_sort_have_ids_of_their_own() -> None:
    text = "The strike of ev_strike began on 3 May 1921, and t1 with it."
    said = items(
        [entity("e1", "Group", "ev_strike"), entity("e2", "Group", "t1")],
        [event("v1", "PoliticalEvent", "strike", label="strike")],
        [{"id": "z"} | quote("3 May 1921")],
    )
    with serving(answer(said)) as model:
        done = read(model, text)
    parse_reading(render_reading(done.reading, format="yaml"), format="yaml", file="d.yaml", text=text)
    assert [one.id for one in done.reading.entities] == ["entity_ev_strike", "entity_t1"]
    assert [one.id for one in done.reading.events] == ["ev_strike"]


def test_a_time_brings_the_time_that_it_counts_from() -> None:
    text = "The strike began on 3 May 1921. Two days later it was over."
    with serving(answer(items(times=[{"id": "t"} | quote("Two days later")]))) as model:
        found = read(model, text).reading.times
    assert [(one.edtf, one.anchor) for one in found] == [("1921-05-03", None), ("1921-05-05", found[0].id)]


def test_a_time_in_which_the_rules_see_several_is_dropped() -> None:
    text = "The strike began on 3 May 1921 and ended on 5 May 1921."
    with serving(answer(items(times=[{"id": "t"} | quote("3 May 1921 and ended on 5 May 1921")]))) as model:
        done = read(model, text)
    assert [remark.why for remark in done.report.dropped] == ["the rules see several time expressions in its words."]
