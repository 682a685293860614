"""Where a statement stands: what a reference says, what it lacks, and whose word it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Ref, Span
from dateline.statements import Draft
from dateline.statements.references import LONGEST, cut, language_of, one_line, quoted
from dateline.wikibase import ItemId, Monolingual, Reference, Text, Time
from tests.statements.made import DOCUMENT, ENTITIES, claim, drafted, entity, link, only, span

SAID = claim("crackdown", "deathCount", 133, "133 dead")


def block(draft: Draft, place: int = 0) -> dict[str, object]:
    """One reference of a draft, as values by property."""
    reference: Reference = draft.statement.references[place]
    return {snak.property: snak.value for snak in reference.snaks}


def test_a_reference_names_the_address_the_title_the_days_and_the_words() -> None:
    assert block(only(SAID)) == {
        "P854": Text(text="https://example.org/notice"),
        "P1476": Monolingual(text="The notice", language="en"),
        "P577": Time(time="+2012-01-20T00:00:00Z"),
        "P813": Time(time="+2026-11-22T00:00:00Z"),
        "P1683": Monolingual(text="133 dead", language="en"),
    }


def test_a_document_with_an_item_is_named_by_it() -> None:
    entities = (*ENTITIES, entity("notice", "Document", link("Q77"), label="The notice"))
    draft = only(SAID, entities=entities, document=replace(DOCUMENT, entity="notice"))
    assert list(block(draft)) == ["P248", "P577", "P813", "P1683"]
    assert block(draft)["P248"] == ItemId(id="Q77")


def test_a_publisher_with_an_item_is_named() -> None:
    entities = (entity("press", "Organization", link("Q88"), label="The Press"), *ENTITIES[1:])
    assert block(only(SAID, entities=entities))["P123"] == ItemId(id="Q88")


def test_what_is_not_known_is_left_out_and_said_to_be_missing() -> None:
    bare = replace(DOCUMENT, url=None, retrieved=None, issued=None, title=None, language=None, publisher=None)
    drafts = drafted(SAID, document=bare)
    assert block(drafts.drafts[0]) == {"P1683": Monolingual(text="133 dead", language="und")}
    assert drafts.drafts[0].voices == ("the document",)
    missing = "\n".join(drafts.notes)
    assert "neither P248 nor P854: the reading has no address for it. Write document.url" in missing
    assert "no P123: the publisher is not known" in missing
    assert "its language is not known" in missing
    retrieved = drafted(SAID, document=replace(DOCUMENT, retrieved=None))
    assert any("no P813" in note for note in retrieved.notes)


def test_an_address_that_wikidata_does_not_take_is_left_out_and_said_so() -> None:
    drafts = drafted(SAID, document=replace(DOCUMENT, url="https://example.org/" + "x" * 500))
    assert "P854" not in block(drafts.drafts[0])
    assert any("longer than Wikidata takes" in note for note in drafts.notes)


@pytest.mark.parametrize(
    ("issued", "kept"), [("2012-01", True), ("2012~", False), ("2012/2013", False), ("2012-21", False)]
)
def test_a_publication_date_is_given_where_one_time_says_it(issued: str, kept: bool) -> None:
    assert ("P577" in block(only(SAID, document=replace(DOCUMENT, issued=issued)))) == kept


def test_the_word_of_another_is_named_with_the_chain_and_referenced_to_where_it_was_read() -> None:
    told = replace(SAID, attributed_to="watch", relayed_by="report", reporting_mode="direct-quotation")
    draft = only(told)
    assert draft.voices == ("The Watch, through The Report, as quoted by The Press",)
    assert len(draft.statement.references) == 1
    assert block(draft)["P854"] == Text(text="https://example.org/notice")
    assert draft.notes[0] == (
        "The word of The Watch, through The Report, as quoted by The Press. "
        "The source has no item, so the reference is to where it was read."
    )


def test_a_source_that_is_quoted_verbatim_and_has_an_item_is_a_reference_of_its_own() -> None:
    entities = (*ENTITIES[:-1], entity("report", "Document", link("Q99"), label="The Report"))
    told = replace(SAID, attributed_to="watch", relayed_by="report", reporting_mode="direct-quotation")
    draft = only(told, entities=entities)
    assert "P854" in block(draft)
    assert block(draft, 1) == {"P248": ItemId(id="Q99"), "P1683": Monolingual(text="133 dead", language="en")}
    assert "the second to the source that is quoted" in draft.notes[0]
    paraphrased = only(replace(told, reporting_mode="indirect-speech"), entities=entities)
    assert len(paraphrased.statement.references) == 1
    assert paraphrased.voices == ("The Watch, through The Report, as reported by The Press",)


def test_one_statement_by_two_voices_keeps_both_apart() -> None:
    own, told = (
        SAID,
        replace(SAID, attributed_to="watch", reporting_mode="indirect-speech", evidence=span("they say 133", 50)),
    )
    draft = only(own, told)
    assert draft.voices == ("The Press", "The Watch, as reported by The Press")
    assert [block(draft, place)["P1683"] for place in (0, 1)] == [
        Monolingual(text="133 dead", language="en"),
        Monolingual(text="they say 133", language="en"),
    ]


def test_the_publisher_named_as_a_source_speaks_for_itself() -> None:
    assert only(replace(SAID, attributed_to="press")).voices == ("The Press",)
    assert only(replace(SAID, relayed_by="watch")).voices == ("The Press, through The Watch",)


def test_words_that_stand_apart_are_joined_with_what_is_left_out_marked() -> None:
    parts = (span("dead on the day"), span("133 of them", 40))
    assert quoted(Span(start=0, end=60, text="dead on the day, … 133 of them", segments=parts)) == (
        "dead on the day […] 133 of them"
    )


def test_long_words_are_cut_after_a_word_and_marked() -> None:
    words = "word " * 200
    [snak] = [
        each
        for each in only(replace(SAID, evidence=span(words))).statement.references[0].snaks
        if each.property == "P1683"
    ]
    assert isinstance(snak.value, Monolingual)
    assert len(snak.value.text) <= LONGEST
    assert snak.value.text.endswith("word…")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=1000))
def test_any_words_become_one_line_that_wikibase_takes(words: str) -> None:
    made = quoted(Span(start=0, end=len(words), text=words))
    assert len(made) <= LONGEST
    assert made == made.strip() == one_line(made)
    assert not set(made) & set("\t\n\r\x0b\x0c\x85\u2028\u2029\x00")
    assert one_line(words).startswith(made.removesuffix("…") if len(one_line(words)) > LONGEST else made)


@given(st.text(st.sampled_from("ab "), max_size=30), st.integers(min_value=2, max_value=12))
def test_a_cut_is_never_within_a_word_that_fits(text: str, most: int) -> None:
    made = cut(text, most=most)
    assert len(made) <= most
    if made != text:
        kept = made.removesuffix("…")
        assert text.startswith(kept)
        whole = text[len(kept) : len(kept) + 1] == " " or " " not in text[: most - 1].strip()
        assert whole or text[: most - 1].rstrip() == kept


@pytest.mark.parametrize(
    ("tag", "code"), [("en", "en"), ("en-GB", "en"), ("AZ", "az"), ("x-klingon", "und"), (None, "und"), ("", "und")]
)
def test_the_language_of_a_text_is_a_code_that_every_tool_takes(tag: str | None, code: str) -> None:
    assert language_of(tag) == code


def test_a_thing_is_named_in_one_line_whatever_its_label_holds() -> None:
    entities = (*ENTITIES[:2], entity("leader", "Person", link("Q30487"), label="A\n\tB\u2028C"), *ENTITIES[3:])
    assert only(claim("crackdown", "agent", Ref(id="leader")), entities=entities).value_label == "A B C"


def test_a_document_that_is_named_as_its_own_source_speaks_for_itself() -> None:
    entities = (*ENTITIES, entity("notice", "Document", link("Q77"), label="The notice"))
    told = replace(SAID, attributed_to="notice", reporting_mode="direct-quotation")
    draft = only(told, entities=entities, document=replace(DOCUMENT, entity="notice"))
    assert draft.voices == ("The Press",)
    assert len(draft.statement.references) == 1


def test_a_document_that_is_itself_the_source_is_a_reference_of_its_own_without_a_relay() -> None:
    entities = (*ENTITIES[:-1], entity("report", "Document", link("Q99"), label="The Report"))
    draft = only(replace(SAID, attributed_to="report", reporting_mode="direct-quotation"), entities=entities)
    assert block(draft, 1)["P248"] == ItemId(id="Q99")
    assert draft.voices == ("The Report, as quoted by The Press",)
