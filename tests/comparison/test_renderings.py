"""A comparison as a table, as JSON and as a page: all of it is there, and no text becomes anything else."""

from __future__ import annotations

import json
import re
import shutil
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dateline
from dateline import formats
from dateline.comparison import Comparison, Source, compare
from dateline.comparison.json_form import render_json
from dateline.comparison.page import render_page
from dateline.comparison.summary import to_do
from dateline.comparison.table import render_table
from dateline.statements import Drafts, Unsaid
from dateline.wikibase import Item, ItemId, Monolingual, Statement, Text
from tests.comparison.made import EVENT, an_item, by_id, draft_of, from_, number, of, says, snak, when
from tests.comparison.values import statements
from tests.conftest import EXAMPLE
from tests.formats.hostile import ANY, TEXTS

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "h4", "p", "b", "nav", "ul"),
    *(
        "li",
        "main",
        "article",
        "section",
        "span",
        "div",
        "blockquote",
        "code",
        "cite",
        "details",
        "summary",
        "dl",
        "dt",
    ),
    "dd",
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "name", "content", "class", "id", "href", "dir", "aria-label"),
    *("aria-labelledby", "aria-hidden"),
}


class Reader(HTMLParser):
    """What an HTML parser sees of a page; every element must be closed in its place."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.words = ""
        self.style = ""
        self.policy = ""
        self.feed(page.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_ = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.attributes.update(given_)
        self.ids += [given_["id"]] if "id" in given_ else []
        self.links += [given_["href"]] if "href" in given_ else []
        if given_.get("http-equiv") == "Content-Security-Policy":
            self.policy = given_["content"]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            self.style += data
        else:
            self.words += data


def saying(text: str) -> Comparison:
    """A comparison in which everything that can be any text is this text."""
    ours = replace(
        draft_of(says("P1476", Monolingual(text=text, language="en"), references=[from_(text, text)])),
        subject_label=text,
        value_label=text,
        voices=(text,),
        words=(text,),
        notes=(text,),
        documents=(text,),
    )
    unsaid = Unsaid(
        claim=text, document=text, subject=text, subject_label=text, predicate=text, value_label=text, voice=text,
        words=text, reason="denied", why=text, remedy=text,
    )  # fmt: skip
    there = says("P1476", Text(text=text), snak("P973", Text(text=text)), references=[from_(text, text)])
    items = by_id(an_item(there, says("P276", ItemId(id="Q9248")), label=text), an_item(name="Q9248", label=text))
    source = Source(document=text, name=text, title=text, publisher=text, issued=text, url=text)
    drafts = Drafts(drafts=(ours,), unsaid=(unsaid,), notes=(text,))
    names = {"P1476": text, "P973": text}
    return compare(drafts, items, title=text, sources=[source], notes=[f"{text}: {text}"], names=names)


USUAL = compare(
    Drafts(
        drafts=(
            draft_of(says("P1120", number(133), references=[from_()])),
            draft_of(says("P585", when("1990-01-20"), references=[from_()])),
            draft_of(says("P276", ItemId(id="Q9248"), references=[from_()])),
        ),
        notes=("d: its references have no P123.", "Something else."),
    ),
    by_id(an_item(says("P1120", number(137)), says("P585", when("1990-01")), says("P17", ItemId(id="Q15180")))),
    title="A collection",
    sources=[
        Source(document="https://example.org/kg/doc/d", name="d", title="A statement", publisher="the Ministry"),
    ],
)


# --------------------------------------------------------------------------------------------------------------- pages


@settings(max_examples=40)
@given(ANY)
def test_no_text_becomes_markup_and_every_element_is_closed(text: str) -> None:
    page = Reader(render_page(saying(text)))
    assert page.tags <= TAGS
    assert page.attributes <= ATTRIBUTES
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith(("#", "http://", "https://")) for link in page.links)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_every_rendering_takes_every_nasty_text(text: str) -> None:
    done = saying(text)
    Reader(render_page(done))
    assert json.loads(render_json(done))["title"] == text
    shown = render_table(done, width=80)
    assert "\x1b" not in shown
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_the_page_allows_its_own_style_and_nothing_else() -> None:
    page = Reader(render_page(USUAL))
    digest = b64encode(sha256(page.style.encode()).digest()).decode()
    assert page.policy == (f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'")


def test_links_within_the_page_lead_to_something() -> None:
    page = Reader(render_page(USUAL))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert "http://www.wikidata.org/entity/Q734004" in page.links
    assert "https://www.wikidata.org/w/index.php?oldid=100" in page.links


def test_the_links_of_the_page_lead_to_the_wiki_that_was_asked() -> None:
    other = replace(USUAL, concepts="https://wiki.example/entity/", index="https://wiki.example/w/index.php")
    links = Reader(render_page(other)).links
    assert {"https://wiki.example/entity/Q734004", "https://wiki.example/w/index.php?oldid=100"} <= set(links)
    assert not any("wikidata.org" in link for link in links)


def test_the_page_shows_both_sides_with_words_voice_sources_and_revision() -> None:
    words = " ".join(Reader(render_page(USUAL)).words.split())
    for told in ("133", "so many", "the Ministry", "137", "no source", "revision 100", "20 January 1990"):
        assert told in words
    assert "country P17" in words.partition("Wikidata also says")[2]
    assert "Its references have no P123." in words, "a note of one document stands under its title"
    assert "d: its references" not in words


def test_the_page_has_the_colours_and_letters_of_the_house() -> None:
    shared = Path(str(formats.__file__)).with_name("page_tokens.css").read_text("utf-8")
    assert shared in render_page(Comparison(title="t", rows=(), drafts=Drafts(drafts=()))).decode()


# --------------------------------------------------------------------------------------------------------------- tables


@pytest.mark.parametrize("width", [40, 71, 72, 100, 200])
def test_the_table_fits_the_width(width: int) -> None:
    lines = render_table(USUAL, width=width).splitlines()
    assert max(map(len, lines)) <= width
    assert "133" in "\n".join(lines)


def test_a_table_with_nothing_to_compare_says_so() -> None:
    assert render_table(compare(of(), {}), width=80) == "There is nothing to compare.\n"


def test_where_nothing_can_be_said_the_claims_and_their_reasons_are_listed() -> None:
    unsaid = replace(saying("x").drafts.unsaid[0], why="It is denied.", subject_label="The strike")
    shown = render_table(compare(Drafts(drafts=(), unsaid=(unsaid,)), {}), width=80)
    assert "1 claim cannot be said in Wikidata:" in shown
    assert "The strike" in shown
    assert "It is denied." in shown


def test_what_there_is_to_do_is_told_at_the_end() -> None:
    assert render_table(USUAL, width=100).splitlines()[-3:] == [
        "1 new, 1 more precise, 1 differs.",
        "3 statements are worth writing.",
        "Check first the one where Wikidata says otherwise.",
    ]


# ----------------------------------------------------------------------------------------------------------------- JSON


def test_the_json_counts_every_verdict_and_gives_the_statements_of_both_sides() -> None:
    data: dict[str, Any] = json.loads(render_json(USUAL))
    assert (data["format"], data["version"]) == ("dateline-comparison", 1)
    assert data["counts"] == {
        "new": 1, "agrees": 0, "more precise": 1, "less precise": 0, "differs": 1, "cannot be said": 0, "not asked": 0,
    }  # fmt: skip
    assert data["items"] == {EVENT: {"label": "Black January", "revision": 100}}
    row = data["rows"][0]
    assert row["statement"]["mainsnak"]["datavalue"]["value"] == {"amount": "+133", "unit": "1"}
    assert row["wikidata"][0]["statement"]["mainsnak"]["datavalue"]["value"] == {"amount": "+137", "unit": "1"}
    assert row["said"] == [
        {
            "claim": "https://example.org/kg/doc/d/claim/0",
            "document": "https://example.org/kg/doc/d",
            "voice": "the Ministry",
            "words": "so many",
        }
    ]


@settings(max_examples=60)
@given(st.lists(statements(), max_size=3), st.lists(statements(), max_size=3))
def test_any_comparison_renders_in_every_way(ours: list[Statement], theirs: list[Statement]) -> None:
    items: dict[str, Item] = dict(by_id(an_item(*theirs)))
    done = compare(of(*map(draft_of, ours)), items)
    Reader(render_page(done))
    assert max(map(len, render_table(done, width=90).splitlines())) <= 90
    assert len(json.loads(render_json(done))["rows"]) == len(ours)


def test_what_is_not_known_is_not_told_as_nothing_to_write(tmp_path: Path) -> None:
    told = " ".join(
        to_do(dateline.compare(shutil.copytree(EXAMPLE, tmp_path / "copy", ignore=shutil.ignore_patterns("wikidata"))))
    )
    assert "4 statements are drafted, and not compared" in told
    assert "nothing to write" not in told
