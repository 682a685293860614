"""The page of what documents say differently."""

from __future__ import annotations

import re
from html import unescape

from dateline.web.pages import extra_pages
from dateline.web.pages.differing import by_thing
from tests.web.pages.opening import Seen, case, example, page


def words_of(markup: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", markup))).strip()


def test_accounts_that_differ_stand_side_by_side_with_their_words_and_voices() -> None:
    shown = words_of(page(case("three-accounts"), "differing"))
    assert "133 and 137 cannot both be true. At least 130 leaves room for them." in shown
    for words, voice in (
        ("More than 130 people were killed", "Committee of the Families"),
        ("left 133 people dead", "Ministry of the Interior"),
        ("killed 137 people", "Korvel Tribune"),
    ):
        assert re.search(rf"{words} says {voice}", shown)


def test_a_reported_account_names_the_document_that_reports_it() -> None:
    shown = words_of(page(case("three-accounts"), "differing"))
    assert "says Ministry of the Interior · reported in other words · in What happened in Harbour Square" in shown


def test_what_all_documents_agree_on_is_not_among_what_differs() -> None:
    predicates = {one.predicate.rpartition("#")[2] for topics in by_thing(case("three-accounts")) for one in topics}
    assert predicates == {"startDate", "deathCount", "agent"}


def test_the_bar_leads_there_only_where_there_are_several_documents() -> None:
    assert "differing.html" in Seen(page(case("three-accounts"), "")).links
    assert "differing.html" not in Seen(page(example(), "")).links
    assert "differing" not in {one.path for one in extra_pages(example())}
    assert by_thing(example()) == ()
