"""Anchoring: words of the passage in one place, or nothing; what a model makes up never comes in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Span
from dateline.reader.language_model.anchoring import Anchors, occurrences
from dateline.reader.language_model.answer import Quote
from dateline.reader.language_model.passages import Passage
from tests.reader.language_model.server import answer, entity, event, items, quote, read, serving


def find(text: str, words: str, within: str | None = None, *, start: int = 0) -> Span | str:
    anchors = Anchors(text, Passage(start=start, end=len(text), context=0))
    return anchors.find(Quote(words=words, within=within), longest=100)


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("The mayor of Halden.", "Halden", "Halden"),
        ("the “quiet room”", 'the "quiet room"', "the “quiet room”"),
        ("Halden’s mayor", "Halden's mayor", "Halden’s mayor"),
        ("the\n  old\u00a0town", "the old town", "the\n  old\u00a0town"),
        ("a.b (c) [d]*", "b (c) [d]", "b (c) [d]"),
    ],
)
def test_words_that_stand_once_are_found_however_their_marks_and_spaces_are_typed(
    text: str, words: str, found: str
) -> None:
    span = find(text, words)
    assert isinstance(span, Span)
    assert span.text == found == text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The mayor of Halden.", "The mayor of Borge"),
        ("The mayor of Halden.", "the mayor"),
        ("The mayor of Halden.", "mayor Halden"),
        ("The mayor of Halden.", "The mayor … Halden"),
        ("The Haldeners came.", "Halden"),
        ("Old Haldenmark", "mark"),
        ("The cafe\u0301 burned.", "The cafe"),
        ("The mayor of Halden.", "The major of Halden"),
        ("rights…were", "rights...were"),
    ],
)
def test_words_that_do_not_stand_there_letter_by_letter_are_not_found(text: str, words: str) -> None:
    assert find(text, words) == "its words do not stand in the passage."


@pytest.mark.parametrize("words", ["", "   ", "…", "?!"])
def test_a_quote_without_words_is_none(words: str) -> None:
    assert find("The mayor … of Halden?!", words) == "it has no words."


def test_words_in_several_places_need_a_stretch_around_them_that_stands_once() -> None:
    text = "The mayor came. The mayor spoke. The mayor spoke again. Nobody spoke."
    assert find(text, "mayor") == "its words stand in several places of the passage."
    found = find(text, "mayor", "mayor came")
    assert isinstance(found, Span)
    assert found.start == 4
    assert "the stretch around them in several places" in str(find(text, "mayor", "The mayor spoke"))
    assert "the stretch around them nowhere" in str(find(text, "mayor", "The mayor sang"))
    assert find(text, "mayor", "Nobody spoke") == "its words stand nowhere in the stretch around them."
    assert "in several places in the stretch" in str(find(text, "mayor", "The mayor came. The mayor spoke"))


def test_words_before_the_passage_are_context_and_not_quoted() -> None:
    text = "Anna Berg came. She spoke."
    assert find(text, "Anna Berg", start=16) == "its words stand before the passage, not in it."


def test_what_is_too_long_to_be_a_quote_is_none() -> None:
    assert find("word " * 100, "word " * 100) == "it has more than 100 characters."


@given(st.text(max_size=200), st.text(max_size=30), st.text(max_size=60), st.integers(0, 200))
def test_a_span_is_always_cut_from_the_text_inside_its_passage(text: str, words: str, within: str, start: int) -> None:
    found = find(text, words, within, start=min(start, len(text)))
    if isinstance(found, Span):
        assert found.text == text[found.start : found.end]
        assert found.start >= min(start, len(text))


@given(
    st.lists(st.sampled_from(["the", "“old”", "mayor", "of", "Halden", "came", "."]), min_size=1, max_size=30),
    st.data(),
)
def test_words_of_the_passage_are_found_at_their_place_or_said_to_stand_in_several(
    words: list[str], data: st.DataObject
) -> None:
    text = " ".join(words)
    first = data.draw(st.integers(0, len(words) - 1))
    start = sum(len(word) + 1 for word in words[:first])
    wanted = " ".join(words[first : data.draw(st.integers(first + 1, len(words)))])
    found = find(text, wanted)
    if len(occurrences(text, wanted)) == 1:
        assert found == Span(start=start, end=start + len(wanted), text=wanted)
    else:
        assert isinstance(found, str)


def test_whatever_a_model_makes_up_is_dropped_and_reported_and_the_rest_is_kept() -> None:
    said = items(
        entities=[
            entity("e1", "Person", "Anna Berg", "Mrs Berg of Oslo"),
            entity("e2", "Person", "Karl Marx"),
            entity("e3", "Person", ("She", "pronoun")),
        ],
        events=[event("v1", "Event", "came"), event("v2", "ViolentEvent", "the massacre")],
        times=[{"id": "t1"} | quote("yesterday"), {"id": "t2"} | quote("Anna Berg")],
    )
    with serving(answer(said)) as model:
        done = read(model, "Anna Berg came. She spoke.")
    assert [one.label for one in done.reading.entities] == ["Anna Berg"]
    assert [one.label for one in done.reading.events] == ["came"]
    assert [(remark.kind, remark.words) for remark in done.report.dropped] == [
        ("mention", "Mrs Berg of Oslo"),
        ("mention", "Karl Marx"),
        ("entity", "Karl Marx"),
        ("entity", "She"),
        ("trigger", "the massacre"),
        ("event", "the massacre"),
        ("time", "yesterday"),
        ("time", "Anna Berg"),
    ]
