"""Quotations: whose words are whose, verbatim or in paraphrase, through whom, and by which cue."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Quotation, Reading
from dateline.reader import read
from dateline.reader.quoted import quoted


@cache
def reading(text: str) -> Reading:
    return read(text, id="d")


def only(text: str) -> Quotation:
    found = reading(text).quotations
    assert len(found) == 1, [one.span.text for one in found]
    return found[0]


def source(text: str) -> str | None:
    labels = {one.id: one.label for one in reading(text).entities}
    spoken = only(text).source
    return labels[spoken] if spoken else None


@pytest.mark.parametrize(
    "text",
    [
        'Anna Berg said, "The bridge is closed for the winter."',
        "Anna Berg said: “The bridge is closed for the winter.”",
        "Anna Berg said: «The bridge is closed for the winter.»",
        "“The bridge is closed for the winter,” Anna Berg said.",
        "“The bridge is closed for the winter,” said Anna Berg.",
        "‘The bridge is closed for the winter,’ said Anna Berg.",
    ],
)
def test_words_between_marks_beside_a_cue_are_a_direct_quotation_of_its_subject(text: str) -> None:
    found = only(text)
    assert found.direct
    assert found.span.text.rstrip(".,") == "The bridge is closed for the winter"
    assert found.cue is not None
    assert found.cue.text == "said"
    assert source(text) == "Anna Berg"


def test_a_quotation_that_the_cue_interrupts_is_one_quotation_in_two_parts() -> None:
    found = only("“The bridge is closed,” Anna Berg said. “It will open again in the spring.”")
    assert [part.text for part in found.span.parts] == ["The bridge is closed,", "It will open again in the spring."]


def test_marks_around_a_few_words_without_a_cue_are_no_quotation() -> None:
    assert reading("He sat in the so-called “quiet room” for an hour.").quotations == ()


def test_a_clause_after_said_that_is_an_indirect_quotation() -> None:
    text = "Anna Berg said that the bridge was closed."
    found = only(text)
    assert not found.direct
    assert found.span.text == "that the bridge was closed"
    assert source(text) == "Anna Berg"


def test_according_to_names_the_source_of_the_rest() -> None:
    text = "According to Anna Berg, the bridge was closed in March."
    found = only(text)
    assert found.cue is not None
    assert found.cue.text == "According to"
    assert source(text) == "Anna Berg"
    assert "Anna" not in found.span.text


def test_as_somebody_said_gives_the_rest_to_them() -> None:
    assert source("As Anna Berg reported, the bridge was closed in March.") == "Anna Berg"


def test_what_is_said_to_be_so_has_no_source() -> None:
    found = only("The bridge is said to be unsafe.")
    assert found.source is None


def test_who_is_quoted_by_a_paper_is_the_source_and_the_paper_passes_it_on() -> None:
    text = "The Halden Courier quoted a witness who said, “Guards shot at everything that moved.”"
    found = only(text)
    labels = {one.id: one.label for one in reading(text).entities}
    assert found.source is not None
    assert "witness" in labels[found.source]
    assert found.relayed_by is not None
    assert "Courier" in labels[found.relayed_by]


def test_what_a_report_says_is_its_publishers_word_passed_on_by_the_report() -> None:
    text = "According to a report published by Amnesty International, the guards shot at children."
    found = only(text)
    entities = {one.id: one for one in reading(text).entities}
    assert found.source is not None
    assert entities[found.source].label == "Amnesty International"
    assert found.relayed_by is not None
    assert entities[found.relayed_by].type == "Document"


def test_a_report_inside_a_report_is_relayed_by_the_outer_speaker() -> None:
    found = reading("Anna Berg said that Peter Holm believed that the bridge was safe.").quotations
    assert len(found) == 2
    assert found[1].relayed_by == found[0].source


def test_i_inside_a_quotation_is_its_speaker() -> None:
    text = "“I think the bridge is quite unsafe,” Anna Berg said."
    assert len({one.source for one in reading(text).quotations}) == 1


def test_we_inside_a_quotation_is_who_the_speaker_speaks_for() -> None:
    text = "“We have closed the bridge for the winter,” said Anna Berg."
    groups = [one for one in reading(text).entities if "We" in {mention.span.text for mention in one.mentions}]
    assert [one.type for one in groups] == ["Group"]


def test_a_city_that_argues_is_a_body_and_not_a_place() -> None:
    text = "The city said that the bridge was unsafe."
    spoken = only(text).source
    kinds = {one.id: one.type for one in reading(text).entities}
    assert spoken is not None
    assert kinds[spoken] in ("Organization", "Group")


def test_inches_and_genitives_open_no_quotation() -> None:
    assert quoted("a 13\" screen and the dogs' bowls and 'tis said") == ()


def test_an_unclosed_mark_ends_with_its_paragraph() -> None:
    text = "“This goes on.\n\nThis does not."
    assert [text[a:b] for a, b in quoted(text)] == ["This goes on."]


@given(st.text(alphabet=st.sampled_from("ab .,“”\"'‘’«»„`\n"), max_size=80))
def test_stretches_lie_inside_the_text_in_order_and_apart(text: str) -> None:
    found = quoted(text)
    assert all(0 <= start < stop <= len(text) for start, stop in found)
    assert all(first[1] <= second[0] for first, second in pairwise(found))
