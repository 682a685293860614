"""Markdown gives its words, and its front matter its imprint."""

from __future__ import annotations

import pytest

from dateline.documents import open_document
from dateline.model import Document


def opened(source: str) -> Document:
    return open_document(source.encode(), name="a.md")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('Four *dead*, **two**\n[hurt](http://x.org "t").', "Four dead, two hurt."),
        ("One\n===\n\nTwo\n---\n\n### Three ###", "One\n\nTwo\n\nThree"),
        ("- one\n- two\n  - three\n- four", "one\ntwo\nthree\nfour"),
        ("1. one\n\n2. two", "one\n\ntwo"),
        ("| a | b |\n|---|---|\n| 1 | *2* |\n\nEnd.", "a\tb\n1\t2\n\nEnd."),
        ("> It was\n> bad.\n\nHe left.", "It was bad.\n\nHe left."),
        ("![A map](m.png) shows `the` town.", "A map shows the town."),
        ("<div>In a <b>box</b></div>\n\n<script>alert(1)</script>\n\nAfter.", "In a box\n\nAfter."),
        ("a&nbsp;b &amp; c \\*d\\*", "a\u00a0b & c *d*"),
        ("one  \ntwo", "one\ntwo"),
        ("```\ncode  here\n```", "code  here"),
    ],
)
def test_marks_go_and_words_stay(source: str, text: str) -> None:
    assert opened(source).text == text


def test_the_first_heading_is_the_title_if_it_opens_the_text() -> None:
    assert opened("# Storm *hits* Port\n\nFour dead.").title == "Storm hits Port"
    assert opened("Four dead.\n\n# Storm hits Port").title is None


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: Storm hits Port\ndate: 2019-05-04\nlang: en\npublisher: Harbour News\n---\n",
        '+++\ntitle = "Storm hits Port"\ndate = 2019-05-04T10:00:00Z\nlang = "en"\npublisher = "Harbour News"\n+++\n',
    ],
)
def test_front_matter_is_metadata_and_no_text(front: str) -> None:
    document = opened(f"{front}# A heading\n")
    assert document.text == "A heading"
    said = (document.title, document.issued, document.language, document.publisher)
    assert said == ("Storm hits Port", "2019-05-04", "en", "Harbour News")


def test_front_matter_that_is_not_yaml_is_left_out_and_that_is_said() -> None:
    document = opened("---\ntitle: *a [\n---\nWords.")
    assert document.text == "Words."
    assert "front matter" in document.notes[0]


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert opened("---\n\nWords.\n\n---\n\nMore.").text == "Words.\n\nMore."
