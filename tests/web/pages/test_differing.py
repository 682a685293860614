"""The page of what documents say differently."""

from __future__ import annotations

import re
from html import unescape

from dateline.questions import collection_questions
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


def test_the_questions_about_several_documents_have_pages_where_there_are_several() -> None:
    paths = {f"questions/{one.name}": one for one in collection_questions()}
    assert len(paths) == 5
    assert paths.keys() <= {one.path for one in extra_pages(case("three-accounts"))}
    assert paths.keys().isdisjoint(one.path for one in extra_pages(example()))
    listed = page(case("three-accounts"), "questions")
    differing = page(case("three-accounts"), "differing")
    for path, asked in paths.items():
        assert f"{path}.html" in Seen(listed).links
        assert f"{path}.html" in Seen(differing).links
        assert asked.summary in words_of(page(case("three-accounts"), path))
    assert "About what several documents say" in words_of(listed)
    assert "About what several documents say" not in words_of(page(example(), "questions"))


def test_the_page_of_a_question_shows_what_the_engine_answers() -> None:
    served = case("three-accounts")
    for asked in collection_questions():
        shown = page(served, f"questions/{asked.name}")
        rows = re.findall(r"<tr>(?:<td>.*?</td>)+</tr>", shown, re.DOTALL)
        assert len(rows) == len(served.ask(asked.bind().text)), asked.name
    shown = page(served, "questions/differing-accounts")
    assert "<bdi>left 133 people dead</bdi></q>" in shown
    assert "<td>they exclude each other</td>" in shown, "no document says so: it is not quoted"
