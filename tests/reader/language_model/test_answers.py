"""Answers that are no good: cut off, malformed, withheld. Nothing is lost in silence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dateline.reader.language_model.answer import SECTIONS, said_by
from dateline.reader.language_model.report import Ledger
from tests.reader.language_model.server import (
    Reply,
    answer,
    claim,
    entity,
    error,
    event,
    items,
    options,
    passage_of,
    quote,
    read,
    serving,
)

TEXT = "Anna Berg lives in Halden."
ANNA = items(entities=[entity("e1", "Person", "Anna Berg")])
STORY = " ".join(f"Person{number} lives in town {number} and does nothing else all day." for number in range(12))


def people(request: Any) -> dict[str, Any]:
    names = [word for word in passage_of(request).split() if word.startswith("Person")]
    return items(entities=[entity(f"e{at}", "Person", name) for at, name in enumerate(names)])


def test_a_passage_whose_answer_is_cut_off_is_asked_for_in_halves_and_nothing_is_found_twice() -> None:
    def short(request: Any) -> Reply:
        return answer('{"entities": [', finish="length") if len(passage_of(request)) > 300 else answer(people(request))

    with serving(by=short) as model:
        done = read(model, STORY, options=options())
    assert [one.label for one in done.reading.entities] == [f"Person{number}" for number in range(12)]
    assert done.report.unread == ()
    answered = [words for words in model.passages() if len(words) <= 300]
    assert " ".join(answered) == STORY


@pytest.mark.parametrize(
    "refusal",
    [
        error(400, "This model's maximum context length is 100 tokens.", code="context_length_exceeded"),
        Reply(status=413),
    ],
)
def test_a_passage_that_is_too_long_for_the_model_is_asked_for_in_halves(refusal: Reply) -> None:
    with serving(by=lambda one: refusal if len(passage_of(one)) > 300 else answer(people(one))) as model:
        assert len(read(model, STORY).reading.entities) == 12


def test_a_passage_that_cannot_be_cut_any_more_is_reported_in_the_reading_too() -> None:
    with serving(answer("{", finish="length")) as model:
        done = read(model, TEXT)
    [unread] = done.report.unread
    assert (unread.start, unread.end) == (0, len(TEXT))
    [warning] = done.reading.warnings
    assert "characters 0 to 26 were not read: the model's answer was cut off" in warning.text


@pytest.mark.parametrize(
    "words", ["I cannot read JSON.", "{", "[]", '{"a": 1}', "{" * 5000, '{"entities": [' + "[" * 9999]
)
def test_a_malformed_answer_is_asked_for_once_more_with_another_seed(words: str) -> None:
    with serving(answer(words), answer(ANNA)) as model:
        assert [one.label for one in read(model, TEXT).reading.entities] == ["Anna Berg"]
    assert [request["seed"] for request in model.requests] == [0, 1]


def test_a_passage_with_malformed_answers_only_is_reported_and_the_others_are_read() -> None:
    text = f"{TEXT}\n\n" + "Nothing more is known of him or of his neighbours. " * 5

    def half(request: Any) -> Reply:
        return answer(ANNA) if "Anna" in passage_of(request) else answer("no")

    with serving(by=half) as model:
        done = read(model, text, options=options(passage=200))
    assert [one.label for one in done.reading.entities] == ["Anna Berg"]
    assert done.report.unread
    assert all("not JSON of the form" in one.why for one in done.report.unread)


@pytest.mark.parametrize("words", ["```json\n{}\n```", "<think>{{hm}} {{}}</think> Here it is: {} Bye {{}}"])
def test_json_between_other_words_is_found(words: str) -> None:
    with serving(answer(words.format(json.dumps(ANNA)))) as model:
        assert [one.label for one in read(model, TEXT).reading.entities] == ["Anna Berg"]


@pytest.mark.parametrize(
    ("choice", "why"),
    [
        ({"message": {"content": None, "refusal": "I will not."}, "finish_reason": "stop"}, "declines"),
        ({"message": {"content": "{}"}, "finish_reason": "content_filter"}, "filter"),
        ({"message": {"content": None, "tool_calls": [{"id": "t"}]}, "finish_reason": "tool_calls"}, "no words"),
        ({"message": "x"}, "no words"),
        (None, "no words"),
    ],
)
def test_an_answer_that_is_withheld_is_reported(choice: Any, why: str) -> None:
    with serving(Reply(body=json.dumps({"choices": [choice] if choice else []}).encode())) as model:
        done = read(model, TEXT)
    assert why in done.report.unread[0].why


GOOD_CLAIM = claim("v1", "agent", "e1", "Anna Berg lives")


@pytest.mark.parametrize(
    ("section", "item", "why"),
    [
        ("entities", "Anna", "it is not an object."),
        ("entities", {"type": "Person", "mentions": []}, "its id is missing."),
        ("entities", {"id": 7, "type": "Person", "mentions": []}, "its id has another form."),
        ("entities", entity("e1", "Robot", "Anna Berg"), "there is no class of entities “Robot”."),
        ("entities", entity("e1", "TimeSpan", "Anna Berg"), "there is no class of entities “TimeSpan”."),
        ("entities", entity("e1", "Event", "Anna Berg"), "there is no class of entities “Event”."),
        ("entities", entity("e1", "Person", ("Anna Berg", "title")), "there is no form “title”."),
        ("entities", entity("document", "Document", "Anna Berg"), "the id “document” is that of the document itself."),
        ("events", event("v1", "Person", "lives"), "there is no class of events “Person”."),
        ("quotations", quote("x") | {"direct": "yes"}, "its direct has another form."),
        ("claims", GOOD_CLAIM | {"predicate": "killed"}, "there is no predicate “killed”."),
        ("claims", GOOD_CLAIM | {"value": "x"}, "it needs an object or a value, and not both."),
        ("claims", GOOD_CLAIM | {"object": None}, "it needs an object or a value, and not both."),
        ("claims", GOOD_CLAIM | {"polarity": "sure"}, "there is no polarity “sure”."),
        ("claims", GOOD_CLAIM | {"modality": None}, "its modality is missing."),
        ("claims", GOOD_CLAIM | {"evidence": None}, "it is not an object."),
    ],
)
def test_an_item_of_another_form_is_dropped_with_the_reason(section: str, item: Any, why: str) -> None:
    ledger = Ledger(start=0)
    said = said_by({section: [item]}, ledger)
    assert not any(getattr(said, name) for name in SECTIONS)
    assert [remark.why for remark in ledger.dropped] == [why]


def test_items_that_share_an_id_are_all_dropped() -> None:
    ledger = Ledger(start=0)
    said = said_by(items([entity("x", "Person", "Anna")], [event("x", "Event", "lives")]), ledger)
    assert (said.entities, said.events) == ((), ())
    assert {remark.why for remark in ledger.dropped} == {"several items have the id “x”."}


def test_a_section_that_is_no_list_or_has_too_many_items_is_reported() -> None:
    ledger = Ledger(start=0)
    said = said_by({"entities": {"e1": "Anna"}, "times": [{"id": str(at), "quote": "x"} for at in range(3000)]}, ledger)
    assert len(said.times) == 2000
    assert [remark.why for remark in ledger.dropped] == [
        "it is not a list.",
        "it has 3,000 items; those after the first 2,000 are left out.",
    ]
