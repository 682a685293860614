"""A reading as a page shows the text exactly, marks what was found, and lets no text become markup."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.formats.html_text import stylesheet
from dateline.formats.marked_text import Mark, blocks, pieces, sentences
from dateline.formats.reading_page import render_reading_page
from dateline.model import (
    Claim,
    DocumentRecord,
    Entity,
    Event,
    Link,
    Mention,
    Quotation,
    Reader,
    Reading,
    ReadingWarning,
    Ref,
    Span,
    Time,
    Value,
)
from dateline.reading import load_reading
from tests.formats.hostile import ANY, TEXTS

EXAMPLE = Path(__file__).parents[2] / "graph" / "black-january"
VOID = {"meta", "br"}
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "p", "b", "nav", "ul", "li"),
    *("main", "article", "aside", "section", "span", "br", "blockquote", "q", "code", "sup", "time"),
}
ATTRIBUTES = {"lang", "charset", "name", "content", "class", "id", "href", "dir", "aria-label", "aria-labelledby"}
SPELT = re.compile(r"U\+([0-9A-F]{4,6})")


@dataclass
class Page:
    """What an HTML parser sees of a page."""

    tags: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    words: str = ""
    """The words of the article, with what was spelt out put back."""
    pieces: list[tuple[str, str]] = field(default_factory=list)
    """The words of the article with the classes around them."""
    open: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.classes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_ = {name: value or "" for name, value in attrs}
        self.page.tags.add(tag)
        self.page.attributes.update(given_)
        if "id" in given_:
            self.page.ids.append(given_["id"])
        if "href" in given_:
            self.page.links.append(given_["href"])
        if tag not in VOID:
            self.page.open.append(tag)
            self.classes.append(given_.get("class", ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.page.open[-1:] == [tag]
        self.page.open.pop()
        self.classes.pop()

    def handle_data(self, data: str) -> None:
        if "article" in self.page.open:
            if self.classes[-1] == "sign":
                spelt = SPELT.fullmatch(data)
                assert spelt
                data = chr(int(spelt[1], 16))
            self.page.words += data
            self.page.pieces.append((" ".join(self.classes), data))


def seen(html: str) -> Page:
    """What a parser sees; every element must be closed in its place."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.page.open == []
    return reader.page


def without_space(words: str) -> str:
    """Words without their white space, which HTML folds."""
    return re.sub(r"\s", "", words)


def at(text: str, words: str) -> Span:
    """The span of words that occur in the text."""
    start = text.index(words)
    return Span(start=start, end=start + len(words), text=words)


def said(text: str, words: str, name: str = "c1", **members: Any) -> Claim:
    """A claim that rests on words."""
    claim = Claim(
        id=name,
        subject="strike",
        predicate="agent",
        object=Ref(id="ann"),
        attributed_to=None,
        polarity="positive",
        certainty="certain",
        modality="asserted",
        reporting_mode="own-voice",
        confidence=0.9,
        status="proposed",
        evidence=at(text, words),
    )
    return replace(claim, **members)


def reading_of(text: str, *claims: Claim, **members: Any) -> Reading:
    """A small reading of a text."""
    whole = Reading(
        document=DocumentRecord(id="d", sha256="0" * 64, length=len(text), title="Title", language="en"),
        reader=Reader(name="a reader", version="1"),
        entities=(Entity(id="ann", type="Person", label="Ann Lee", mentions=()),),
        events=(Event(id="strike", type="Event", label="the strike", triggers=()),),
        claims=claims,
    )
    return replace(whole, **members)


def example() -> tuple[Reading, str]:
    """The published example."""
    text = (EXAMPLE / "texts" / "embassy-2012-01-20.txt").read_text("utf-8")
    return load_reading(EXAMPLE / "readings" / "embassy-2012-01-20.yaml", text=text), text


def test_the_page_shows_the_text_word_for_word() -> None:
    reading, text = example()
    assert without_space(seen(render_reading_page(reading, text)).words) == without_space(text)


def test_every_link_leads_to_a_place_on_the_page_and_every_place_is_there_once() -> None:
    page = seen(render_reading_page(*example()))
    assert len(set(page.ids)) == len(page.ids)
    assert {unquote(link.removeprefix("#")) for link in page.links if link.startswith("#")} <= set(page.ids)


def test_every_span_is_where_its_iri_says() -> None:
    reading, text = example()
    ids = set(seen(render_reading_page(reading, text)).ids)
    for claim in reading.claims:
        assert f"char={claim.evidence.start},{claim.evidence.end}" in ids


def test_the_page_needs_nothing_from_elsewhere() -> None:
    html = render_reading_page(*example())
    page = seen(html)
    assert page.tags <= TAGS
    assert page.attributes <= ATTRIBUTES
    made = example()[0]
    linked = [one.links for one in made.entities] + [one.links for one in made.events]
    items = {link.to for links in linked for link in links}
    assert {link for link in page.links if not link.startswith("#")} == items != set()
    assert "url(" not in html
    assert "@import" not in html


def test_the_page_has_landmarks_one_first_heading_and_its_language() -> None:
    html = render_reading_page(*example())
    assert html.startswith('<!doctype html>\n<html lang="en">')
    assert html.count("<h1") == 1
    for landmark in ("<header>", '<main id="text">', "<aside ", "<nav "):
        assert html.count(landmark) == 1


@pytest.mark.parametrize(
    ("members", "manner"),
    [
        ({}, ""),
        ({"reporting_mode": "direct-quotation"}, "quoted"),
        ({"reporting_mode": "indirect-speech"}, "reported"),
        ({"modality": "believed"}, "hedged"),
        ({"certainty": "possible"}, "hedged"),
        ({"polarity": "negative"}, "denied"),
        ({"polarity": "negative", "reporting_mode": "direct-quotation"}, "denied"),
        ({"reporting_mode": "direct-quotation", "status": "rejected"}, ""),
    ],
)
def test_exactly_the_words_of_a_claim_are_marked_by_its_voice(members: dict[str, Any], manner: str) -> None:
    text = "They met. The union never called a strike, it said."
    page = seen(render_reading_page(reading_of(text, said(text, "never called a strike", **members)), text))
    marked = "".join(words for classes, words in page.pieces if " v " in f" {classes} ")
    assert marked == ("never called a strike" if manner else "")
    assert any(manner in classes.split() for classes, _ in page.pieces) or not manner


def test_marks_that_overlap_are_split_and_each_keeps_its_words() -> None:
    text = "Ann Lee left on Monday morning."
    name = Entity(id="ann", type="Person", label="Ann", mentions=(Mention(span=at(text, "Ann Lee"), form="name"),))
    when = Time(id="t", span=at(text, "Monday morning"), kind="DATE", value=None, edtf=None)
    one = said(text, "Lee left on Monday", reporting_mode="indirect-speech")
    two = said(text, "Ann Lee left", "c2", polarity="negative")
    page = seen(render_reading_page(reading_of(text, one, two, entities=(name,), times=(when,)), text))
    assert page.words.strip() == text
    for kind, words in (
        ("name", "Ann Lee"), ("time", "Monday morning"), ("denied", "Ann Lee left"), ("reported", " on Monday"),
    ):  # fmt: skip
        assert "".join(piece for classes, piece in page.pieces if kind in classes.split()) == words


def test_a_claim_is_told_with_its_phrase_its_voice_its_words_and_where_it_stands() -> None:
    text = "The strike was led by Ann Lee, a clerk told the Echo."
    claim = said(
        text, "led by Ann Lee", attributed_to="clerk", relayed_by="echo", reporting_mode="indirect-speech",
        certainty="probable", confidence=0.55,
    )  # fmt: skip
    people = (
        Entity(id="ann", type="Person", label="Ann Lee", mentions=()),
        Entity(id="clerk", type="Person", label="a clerk", mentions=()),
        Entity(id="echo", type="Organization", label="the Echo", mentions=()),
    )
    html = re.sub(r"<[^>]+>", "", render_reading_page(reading_of(text, claim, entities=people), text))
    assert "the strike was carried out by Ann Lee" in html
    assert "says a clerk, through the Echo · reported · probable" in html
    assert "proposed, 0.55: not published below 0.80" in html
    assert "1 statement · 0 to publish · 1 proposed below 0.80" in html


@pytest.mark.parametrize(
    ("status", "shown"), [("accepted", "accepted by Ann"), ("rejected", "rejected by Ann")]
)  # fmt: skip
def test_what_a_person_decided_is_said(status: str, shown: str) -> None:
    text = "The strike was led by Ann Lee."
    html = render_reading_page(reading_of(text, said(text, "led by Ann Lee", status=status, by="Ann")), text)
    assert shown in re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize(
    ("predicate", "value", "quantifier", "shown"),
    [
        ("injuredCount", 700, "approximate", "wounded about 700"),
        ("participantCount", 26_000, None, "had participants numbering 26,000"),
        ("affectedShare", 0.2, None, "20 %"),
        ("startDate", "1990-01-20", None, "dates from 20 January 1990"),
        ("startDate", "1991-09~", None, "dates from about September 1991 1991-09~"),
        ("characterizedAs", "a crime", None, "described as a crime"),
    ],
)
def test_values_read_as_a_person_writes_them(
    predicate: str, value: str | float, quantifier: str | None, shown: str
) -> None:
    text = "The strike."
    claim = said(text, "The strike", predicate=predicate, object=Value(value=value), quantifier=quantifier)
    assert shown in re.sub(r"<[^>]+>", "", render_reading_page(reading_of(text, claim), text))


def hostile(text: str) -> Reading:
    """A reading with the same text wherever a text can be."""
    words = Span(start=0, end=len(text), text=text)
    part = Span(start=len(text) // 3, end=len(text) // 3 + len(text) // 2 + 1, text=text[: len(text) // 2 + 1])
    claims = (
        said("x", "x", evidence=words, polarity="negative", attributed_to="ann", by=text, status="accepted"),
        said("x", "x", "c2", evidence=part, predicate="characterizedAs", object=Value(value=text)),
        said("x", "x", "c3", evidence=words, subject=text, predicate=text, object=Value(value=text, datatype=text)),
    )
    return reading_of(
        text,
        *claims,
        document=DocumentRecord(
            id=text, sha256="0" * 64, length=len(text), title=text, language=text, issued=text, publisher=text
        ),
        reader=Reader(name=text, version=text, model=text),
        entities=(
            Entity(id="ann", type="Person", label=text, mentions=(Mention(span=part, form="name"),)),
            Entity(id=text, type=text, label=text, mentions=(Mention(span=words, form="pronoun"),)),
        ),
        events=(Event(id="strike", type="Event", label=text, triggers=(part, words)),),
        times=(Time(id="t", span=part, kind="DATE", value=text, edtf=text, anchor=text),),
        quotations=(Quotation(span=words, source="ann", direct=True),),
        warnings=(ReadingWarning(text=text),),
    )


@settings(max_examples=60)
@given(ANY)
def test_no_text_becomes_markup_and_none_is_lost(text: str) -> None:
    html = render_reading_page(hostile(text), text)
    page = seen(html)
    assert page.tags <= TAGS
    assert page.attributes <= ATTRIBUTES
    assert all(link.startswith("#") for link in page.links)
    assert without_space(page.words) == without_space(text)
    visible = html.replace("\n", "").replace("\t", "").replace("\r", "")
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", visible)
    html.encode()


@pytest.mark.parametrize("text", [text for text in TEXTS if len(text) < 1_000])
def test_the_texts_that_broke_other_writers_do_not_break_this_one(text: str) -> None:
    page = seen(render_reading_page(hostile(text), text))
    assert page.tags <= TAGS
    assert without_space(page.words) == without_space(text)


def test_half_a_surrogate_pair_is_spelt_out() -> None:
    html = render_reading_page(hostile("a\ud800b"), "a\ud800b")
    assert "U+D800" in html
    html.encode()


@pytest.mark.parametrize("run", [" ", "\n", ".", "!”", ". ", "\r\n", "(", "\u202e"])
def test_a_long_run_of_one_character_is_shown(run: str) -> None:
    text = f"a{run * 50_000}b"
    assert without_space(seen(render_reading_page(reading_of(text), text)).words) == without_space(text)


MARKS = st.lists(
    st.tuples(st.integers(0, 39), st.integers(1, 40)).map(
        lambda two: Mark(start=min(two), end=max(*two, min(two) + 1), kind="name")
    ),
    max_size=8,
)


@given(MARKS)
def test_pieces_are_the_stretch_and_begin_and_end_where_marks_do(marks: list[Mark]) -> None:
    cut = list(pieces(0, 40, marks))
    assert [piece.start for piece in cut] == [0, *(piece.end for piece in cut[:-1])]
    assert cut[-1].end == 40
    for piece in cut:
        over = {(mark.start, mark.end) for mark in marks if mark.start <= piece.start and mark.end >= piece.end}
        assert {(mark.start, mark.end) for mark in piece.marks} == over


@given(st.text(st.sampled_from("aA.!? \n\r“”\t"), max_size=60))
def test_blocks_and_sentences_leave_out_white_space_only(text: str) -> None:
    kept = [one for block in blocks(text) for one in sentences(text, *block)]
    assert without_space("".join(text[start:end] for start, end in kept)) == without_space(text)
    assert all(one[1] <= two[0] for one, two in pairwise(kept))


def test_a_sentence_may_begin_with_a_title_and_lack_the_space_before_it() -> None:
    text = "Is it over? Mr. Lee says so.Nobody else does, J. Poe says in the U.S. Senate."
    assert [text[slice(*one)] for one in sentences(text, 0, len(text))] == [
        "Is it over?",
        "Mr. Lee says so.",
        "Nobody else does, J. Poe says in the U.S. Senate.",
    ]


def test_no_sentence_ends_inside_a_name() -> None:
    text = "He joined Yahoo! Japan in May. It grew."
    held = [Mark(start=10, end=22, kind="name")]
    assert [text[slice(*one)] for one in sentences(text, 0, len(text), held)] == [
        "He joined Yahoo! Japan in May.",
        "It grew.",
    ]


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_of_text_has_contrast_enough_on_every_ground_light_and_dark() -> None:
    css = stylesheet(render_reading_page.__code__.co_filename)
    light, dark = (
        dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", css[slice(*found.span())]))
        for found in re.finditer(r":root \{[^}]*\}", css)
    )
    for colours in (light, dark):
        for text in ("ink", "soft", "accent", "time"):
            for ground in ("paper", "lit", "chosen") + (("wash",) if text != "soft" else ()):
                assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
        for line in ("voice", "hedged", "denied", "judged"):
            assert _contrast(colours[line], colours["paper"]) >= 3


def test_a_long_text_makes_its_page_in_time_in_proportion_to_its_length() -> None:
    sentence = "Ann Lee said on Monday that the strike would end. "
    text = sentence * 500
    claims, mentions = [], []
    for number in range(500):
        begin = number * len(sentence)
        mentions.append(Mention(span=Span(start=begin, end=begin + 7, text="Ann Lee"), form="name"))
        evidence = Span(start=begin + 28, end=begin + 48, text="the strike would end")
        claims.append(said("x", "x", f"c{number}", evidence=evidence, reporting_mode="indirect-speech"))
    reading = reading_of(
        text, *claims, entities=(Entity(id="ann", type="Person", label="Ann", mentions=tuple(mentions)),)
    )
    html = render_reading_page(reading, text)
    assert len(html) < 1_200 * 500
    assert html.count("the strike would end") == 1_000


def test_a_thing_shows_what_it_may_be_and_why_or_why_it_is_not_linked() -> None:
    words = " ".join(re.sub(r"<[^>]+>", "", render_reading_page(*example())).split())
    assert "is Baku (Q9248) · proposed, 0.97 · its name; borne out by" in words
    assert "is close to Azerbaijan (Q227) · proposed, 0.58" in words
    assert "Not linked: Moscow (Q649) is the place; here the name stands for those who rule or act there." in words


def test_a_link_with_a_hostile_label_is_only_words_and_leads_nowhere_else() -> None:
    made, text = example()
    evil = Link(
        to="javascript:alert(1)//x", relation="exactMatch", confidence=0.9, status="proposed",
        more={"label": "<script>", "why": "<img src=x onerror=y>"},
    )  # fmt: skip
    made = replace(made, entities=(replace(made.entities[0], links=(evil,)), *made.entities[1:]))
    page = seen(render_reading_page(made, text))
    assert not {"script", "img"} & page.tags
    assert not any(link.startswith("javascript") for link in page.links)
