"""The review that goes with every file for Wikidata: complete, readable, and only ever text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dateline.errors import ExportError, UsageError
from dateline.formats import DRAFT_FORMATS, FORMATS, export_drafts
from dateline.formats.statement_review import review, text, time_words, value_words
from dateline.graph import Publication
from dateline.statements import Drafts, drafts_of
from dateline.wikibase import NO_VALUE, SOME_VALUE, Coordinates, ItemId, Monolingual, Reference, Text, Time
from tests.formats.drafted import everything
from tests.statements.made import claim, drafted

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE = (
    "a | b",
    "*bold* _it_ **b** ~~no~~",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "<script>alert(1)</script>",
    "<https://evil.example>",
    "https://evil.example www.evil.example",
    "`code`",
    "# heading",
    "- item",
    "+ item",
    "1. item",
    "1) item",
    "> quote",
    "---",
    "===",
    "&lt;b&gt; &copy;",
    "a\n\n# b",
    "a\\",
    "\\|",
    "\u202eabc",
    "a\u2028b",
    "$x^2$ @name",
)
ANY = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text(st.sampled_from("|*_[]()<>`#-+1.>&\\~! \n:/wa"), max_size=14),
)


def shown(markdown: str) -> list[str]:
    """The kinds of everything that is no plain text in some Markdown."""
    found = []
    for token in MARKDOWN.parse(markdown):
        found += [each.type for each in token.children or ()] if token.type == "inline" else [token.type]
    return [kind for kind in found if kind != "text"]


@given(ANY)
def test_a_text_is_only_ever_text(words: str) -> None:
    plain = shown("- x\n\n| a | b |\n|---|---|\n| x | x |\n")
    made = text(words)
    assert "\n" not in made
    if made:
        assert shown(f"- {made}\n\n| a | b |\n|---|---|\n| {made} | x |\n") == plain


@pytest.mark.parametrize("words", HOSTILE)
def test_a_text_of_the_document_is_shown_and_does_nothing(words: str) -> None:
    drafts = drafted(
        claim("crackdown", "deathCount", 133, words),
        claim("crackdown", "injuredCount", 5, words, polarity="negative"),
        claim("crackdown", "characterizedAs", words, words),
    )
    page = MARKDOWN.render(review(drafts, form="a test").decode())
    assert "<script" not in page
    assert "javascript:" not in page.replace("(javascript:", "")
    assert page.count("<a ") == page.count('<a href="https://www.wikidata.org/wiki/Q')
    assert "<img" not in page
    assert page.count("<h1>") == 1


def test_a_text_reads_as_it_was_written() -> None:
    page = MARKDOWN.render(text("133 (or 170) dead, “all in Baku” - 20%: see § 5!"))
    assert page == "<p>133 (or 170) dead, “all in Baku” - 20%: see § 5!</p>\n"


def test_every_statement_and_every_claim_that_cannot_be_said_is_in_the_review(example_publication: Publication) -> None:
    drafts = drafts_of(example_publication)
    page = review(drafts, form="a test").decode()
    for draft in drafts.drafts:
        assert all(text(words) in page for words in draft.words)
    told = MARKDOWN.render(page)
    assert f"{len(drafts.unsaid)} claims cannot be said" in page
    for one in drafts.unsaid:
        assert text(one.subject_label) in page
        if one.reason != "subject has no item" or "only close to" in one.why:
            assert text(one.why) in page
            assert text(one.remedy) in page
    assert "Azerbaijan” is only close to Q227 and to Q131337" in told
    assert "ordered to take part" in told
    assert "party to what it tells of" in told


def test_where_a_link_would_be_worth_most_comes_first(example_publication: Publication) -> None:
    page = review(drafts_of(example_publication), form="a test").decode()
    table = page.partition("## What has no item")[2].partition("\n## ")[0]
    counts = [
        int(row.split(" | ")[1]) for row in table.splitlines() if row.startswith("| ") and "| Claims |" not in row
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 1


def test_whose_word_it_is_stands_beside_the_words() -> None:
    page = review(everything(), form="a test").decode()
    assert "The Watch, as quoted by The Press" in page
    assert "sourcing circumstances (P1480) circa (Q5727902)" in page


def test_it_says_whether_wikidata_was_asked() -> None:
    drafts = everything()
    assert "Not compared with what Wikidata says already" in review(drafts, form="x").decode()
    assert "Not compared" not in review(replace(drafts, compared=True), form="x").decode()
    assert "Not compared" not in review(drafted(), form="x").decode()


def test_new_items_are_listed_with_what_they_lack() -> None:
    page = review(everything(new_items=True), form="x").decode()
    assert "## New items" in page
    assert "needs a description and a P31" in page
    assert "(a new item)" in page


def test_values_and_times_are_in_words() -> None:
    assert [value_words(each) for each in (SOME_VALUE, NO_VALUE, ItemId(id="Q1"), Text(text="x"))] == [
        "unknown value",
        "no value",
        "Q1",
        "x",
    ]
    assert value_words(Monolingual(text="x", language="en")) == "“x” (en)"
    assert value_words(Coordinates(latitude=1.5, longitude=2.0)) == "1.5, 2.0"
    assert time_words(Time(time="+1990-00-00T00:00:00Z", precision=9)) == "1990"
    assert time_words(Time(time="+1901-00-00T00:00:00Z", precision=7)) == "around 1901 (precision 7)"


@pytest.mark.parametrize("name", DRAFT_FORMATS)
def test_a_format_of_drafts_takes_fewer_of_them(name: str) -> None:
    drafts = everything()
    fewer = replace(drafts, drafts=drafts.drafts[:1])
    whole, part = export_drafts(drafts, name), export_drafts(fewer, name)
    assert part != whole
    assert any(b"133" in data for data in part.values())
    assert not any(b"Q30487" in data for data in part.values())


def test_another_format_takes_no_drafts() -> None:
    assert set(DRAFT_FORMATS) < FORMATS.keys()
    with pytest.raises(UsageError, match=r"does not carry drafts for Wikidata\. These do: quickstatements"):
        export_drafts(everything(), "turtle")
    with pytest.raises(UsageError, match="Did you mean 'quickstatements'"):
        export_drafts(everything(), "quickstatement")


@pytest.mark.parametrize("name", [name for name in DRAFT_FORMATS if name != "wikidata-rdf"])
def test_each_format_says_how_to_write_what_it_holds_and_only_if_it_holds_anything(name: str) -> None:
    def page(drafts: Drafts) -> str:
        return next(data.decode() for file, data in export_drafts(drafts, name).items() if file.endswith("review.md"))

    assert "To write them once they are reviewed: " in page(everything())
    assert "To write them" not in page(drafted())


@pytest.mark.parametrize("name", DRAFT_FORMATS)
def test_a_draft_with_an_unverified_property_is_refused_whoever_made_it(name: str) -> None:
    drafts = everything()
    first = drafts.drafts[0]
    for statement in (
        replace(first.statement, main=replace(first.statement.main, property="P1310")),
        replace(first.statement, qualifiers=(replace(first.statement.main, property="P887"),)),
        replace(first.statement, references=(Reference(snaks=(replace(first.statement.main, property="P958"),)),)),
    ):
        with pytest.raises(ExportError, match=r"P[0-9]+ was never verified and is not written"):
            export_drafts(replace(drafts, drafts=(replace(first, statement=statement),)), name)
