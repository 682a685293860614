"""Parsing: every token and sentence stands where it says, whatever the text is made of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import MissingExtraError
from dateline.reader.layout import LONGEST_PIECE, paragraphs, pieces
from dateline.reader.parse import end, offset, parse

STORY = (
    "Flood Closes Harbour of Port Ellis\n\n\u00a0The mayor said: “We’ll rebuild.” Ms. Ode left at noon.\n"
    "Rain fell for two days.\n"
)


def test_a_token_stands_at_its_offset_in_the_text_as_stored() -> None:
    parsed = parse(STORY)
    for token in parsed.tokens():
        words = parsed.words(token)
        assert words == STORY[offset(token) : end(token)]
        assert words.translate({0x201C: '"', 0x201D: '"', 0x2019: "'"}) == token.text


def test_no_sentence_runs_from_a_heading_into_the_story() -> None:
    parsed = parse(STORY)
    assert STORY[parsed.sentences[0].start : parsed.sentences[0].end] == "Flood Closes Harbour of Port Ellis"
    assert [one.heading for one in parsed.paragraphs] == [True, False, False]
    assert parsed.heading_at(3)
    assert not parsed.heading_at(STORY.index("Rain"))


def test_white_space_between_sentences_belongs_to_none() -> None:
    parsed = parse(STORY)
    assert parsed.sentence_at(STORY.index("\u00a0")) is None
    rain = parsed.sentence_at(STORY.index("fell"))
    assert rain is not None
    assert STORY[rain.start : rain.end] == "Rain fell for two days."


def test_tokens_of_a_stretch_are_those_that_touch_it() -> None:
    parsed = parse(STORY)
    start = STORY.index("Harbour")
    assert [token.text for token in parsed.tokens_in(start, start + len("Harbour of Port"))] == [
        "Harbour",
        "of",
        "Port",
    ]
    assert parsed.tokens_in(len(STORY) + 5, len(STORY) + 9) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\n", []),
        ("One line", ["One line"]),
        ("First sentence stands alone.\nSecond one too.", ["First sentence stands alone.", "Second one too."]),
        (
            "these lines were wrapped at\nsome width by a machine\nnow",
            ["these lines were wrapped at\nsome width by a machine\nnow"],
        ),
        ("a\r\n\r\nb", ["a", "b"]),
    ],
)
def test_paragraphs_end_at_blank_lines_and_at_line_breaks_that_were_not_wrapping(
    text: str, expected: list[str]
) -> None:
    assert [text[one.start : one.end] for one in paragraphs(text)] == expected


def test_a_line_closed_by_a_full_stop_is_no_heading() -> None:
    assert not paragraphs("The Rain Stopped.")[0].heading


@pytest.mark.parametrize("filling", ["word ", "A sentence here. ", "x"])
def test_a_line_without_end_is_cut_into_pieces_that_join_to_the_whole(filling: str) -> None:
    text = filling * (3 * LONGEST_PIECE // len(filling))
    cut = pieces(text, 0, len(text))
    assert "".join(text[start:stop] for start, stop in cut) == text
    assert max(stop - start for start, stop in cut) <= LONGEST_PIECE


def test_a_pipeline_that_is_not_there_is_named_in_the_error() -> None:
    with pytest.raises(MissingExtraError, match="no_such_pipeline"):
        parse("Rain.", model="no_such_pipeline")


@settings(max_examples=60)
@given(st.text(st.characters(), max_size=200))
def test_any_text_parses_and_every_sentence_is_inside_it(text: str) -> None:
    parsed = parse(text)
    before = 0
    for sentence in parsed.sentences:
        assert before <= sentence.start < sentence.end <= len(text)
        before = sentence.end
    for token in parsed.tokens():
        assert 0 <= offset(token) < end(token) <= len(text)


def test_a_line_of_capitals_is_parsed_in_the_letters_of_prose() -> None:
    text = "MINERS STRIKE IN PORT ELLIS\n\nThe miners of Port Ellis went home, the NUM said."
    parsed = parse(text)
    assert [token.text for token in parsed.sentences[0].tokens] == ["Miners", "strike", "in", "Port", "Ellis"]
    assert parsed.words(parsed.sentences[0].tokens[0]) == "MINERS"
