"""Passages: together they are the text, apart they share nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.reader.language_model.passages import Passage, halves, passages

_TEXTS = st.text(alphabet=st.sampled_from("ab. \n\u00a0“”.!?é\u2028A"), max_size=400)


def holds(text: str, found: tuple[Passage, ...], start: int, end: int) -> None:
    at = start
    for one in found:
        assert at <= one.start < one.end <= end
        assert not text[at : one.start].strip()
        assert 0 <= one.context <= one.start
        at = one.end
    assert not text[at:end].strip()


@given(_TEXTS, st.integers(5, 90))
def test_passages_leave_out_white_space_only_and_never_overlap(text: str, longest: int) -> None:
    found = passages(text, longest=longest)
    holds(text, found, 0, len(text))
    assert all(one.end - one.start <= longest for one in found)


@given(_TEXTS, st.integers(5, 90))
def test_the_parts_of_a_passage_are_shorter_and_leave_out_white_space_only(text: str, longest: int) -> None:
    for one in passages(text, longest=longest):
        parts = halves(text, one)
        if parts:
            holds(text, parts, one.start, one.end)
            assert all(part.end - part.start < one.end - one.start for part in parts)


def test_paragraphs_go_together_as_far_as_they_fit() -> None:
    text = "First one here.\n\nSecond one here.\n\nThird one here."
    assert [one.of(text) for one in passages(text, longest=40)] == [
        "First one here.\n\nSecond one here.",
        "Third one here.",
    ]


def test_what_stands_before_a_passage_is_its_context_from_a_whole_word_on() -> None:
    text = "word " * 400
    last = passages(text, longest=900)[-1]
    assert last.before(text).startswith("word")
    assert 500 < len(last.before(text)) <= 600


def test_a_long_line_without_a_space_is_cut_all_the_same() -> None:
    text = "x" * 1000
    assert "".join(one.of(text) for one in passages(text, longest=300)) == text


def test_white_space_has_no_passages() -> None:
    assert passages(" \n\n\u00a0\n", longest=100) == ()
