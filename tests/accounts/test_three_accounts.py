"""Three invented accounts of one event, which differ on purpose, held against each other."""

from __future__ import annotations

import json
from functools import cache

from dateline.accounts import Accounts, Topic, held_together
from dateline.accounts.json_form import render_json
from dateline.accounts.page import render_page
from dateline.accounts.table import render_table
from dateline.answers import open_dataset
from dateline.formats import phrases
from tests.conftest import ROOT

CASE = ROOT / "tests" / "cases" / "three-accounts"


@cache
def found() -> Accounts:
    return held_together(open_dataset(CASE).store, title="Three accounts", documents=3)


def topic(name: str) -> Topic:
    [one] = [one for one in found().topics if one.predicate.endswith(f"#{name}")]
    return one


def test_the_figures_stand_beside_each_other_with_their_words_and_voices() -> None:
    dead = topic("deathCount")
    assert dead.verdict == "differ"
    assert dead.why == "133 and 137 cannot both be true. At least 130 leaves room for them."
    assert [(one.value, one.quote, one.voice_label) for one in dead.accounts] == [
        ("at least 130", "More than 130 people were killed", "Committee of the Families"),
        ("133", "left 133 people dead", "Ministry of the Interior"),
        ("137", "killed 137 people", "Korvel Tribune"),
    ]


def test_the_days_differ() -> None:
    began = topic("startDate")
    assert began.verdict == "differ"
    assert [one.value for one in began.accounts] == ["12 May 1987", "11 May 1987", "12 May 1987"]


def test_a_quoted_account_is_told_as_reported_and_by_whom() -> None:
    agents = topic("agent")
    assert agents.verdict == "various"
    told = {(one.value, one.voice_label, one.manner, one.title) for one in agents.accounts}
    assert ("armed gangs", "Ministry of the Interior", "reported", "What happened in Harbour Square") in told
    assert ("armed gangs", "Ministry of the Interior", "", "Statement on the events in Korvel") in told


def test_what_differs_comes_first() -> None:
    assert [one.verdict for one in found().topics] == ["differ", "differ", "various", "agree"]


def test_what_one_publisher_alone_says_keeps_its_qualifier() -> None:
    told = {(one.value, one.publisher, one.words) for one in found().alone}
    assert ("at least 130", "Committee of the Families", "More than 130 people were killed") in told
    assert not any(one.value == "armed gangs" for one in found().alone)


def test_who_quotes_whom_is_counted() -> None:
    assert ("Korvel Tribune", "Ministry of the Interior", "indirect speech", 1, 1) in {
        (one.publisher, one.voice, one.manner, one.claims, one.documents) for one in found().quoting
    }


def test_every_rendering_has_every_account_with_its_words() -> None:
    page, data = render_page(found()).decode(), json.loads(render_json(found()))
    table = " ".join(render_table(found(), width=400).split())
    written = [one for each in data["topics"] for one in each["accounts"]]
    for each in found().topics:
        for one in each.accounts:
            assert f">{one.quote}</blockquote>" in page
            assert one.quote in table
            assert one.claim in {other["claim"] for other in written}
    assert data["counts"] == {"differ": 2, "denied": 0, "various": 1, "compatible": 0, "agree": 1}
    assert data["topics"][1]["predicate"]["label"] == phrases.phrase(topic("deathCount").predicate)


def test_the_same_comparison_gives_the_same_bytes() -> None:
    again = held_together(open_dataset(CASE).store, title="Three accounts", documents=3)
    assert render_page(again) == render_page(found())
    assert render_json(again) == render_json(found())


def test_a_narrow_terminal_gets_no_line_that_is_too_long() -> None:
    assert max(map(len, render_table(found(), width=80).splitlines())) <= 120
