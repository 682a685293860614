"""What pages tell of things and documents: every claim with its words and its voice, nobody's view as fact."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef

from dateline import terms
from dateline.graph import build, publication
from dateline.model import DocumentRecord, Entity, Event, Mention, Reader, Reading, Span
from dateline.reading import load_reading
from dateline.settings import Settings
from dateline.web.pages import extra_pages
from dateline.web.pages.facets import facets
from dateline.web.pages.names import text_of
from dateline.web.pages.said import claims, disagreements, statements
from dateline.web.pages.thing import MOST
from dateline.web.served import Served
from tests.conftest import EXAMPLE, example_compiled
from tests.web.pages.large import large
from tests.web.pages.opening import Seen, case, example, page, resources, served_of

DOCUMENT = "doc/embassy-2012-01-20"
BASE = "https://example.org/kg/"
SETTINGS = Settings(title="A collection", base=BASE)
READER = Reader(name="Ann", version="1", kind="person")


def words_of(markup: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", markup))).strip()


def text_of_the_article(markup: str) -> str:
    paragraphs = re.findall(r'<(?:p|h1) class="text"[^>]*>(.*?)</(?:p|h1)>', markup, re.DOTALL)
    return "".join(unescape(re.sub(r"<[^>]+>", "", one)) for one in paragraphs)


def test_the_text_stands_on_the_page_character_by_character() -> None:
    text = example().texts[example().base + DOCUMENT]
    shown = text_of_the_article(page(example(), DOCUMENT))
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)


def test_every_claim_of_a_document_stands_beside_its_sentence_and_leads_to_its_words() -> None:
    served = example()
    markup = page(served, DOCUMENT)
    found = claims(served, document=served.base + DOCUMENT)
    ids = set(Seen(markup).ids)
    assert len(found) == 96
    assert markup.count('<li class="claim ') == 96
    for claim in found:
        for words in claim.words:
            assert words.fragment in ids, claim.iri


def test_words_are_marked_by_the_manner_in_which_they_are_said() -> None:
    markup = page(example(), DOCUMENT)
    text = markup.partition('<div class="passage">')[2].partition('<div class="below">')[0]
    denied = "".join(re.findall(r'<span[^>]*class="[^"]*\bdenied\b[^"]*">([^<]*)</span>', text))
    assert denied.startswith("the Soviet leadership was unable to stop")
    assert "slaughtering" not in denied
    quoted = "".join(re.findall(r'<span[^>]*class="[^"]*\bv quoted\b[^"]*">([^<]*)</span>', text))
    assert "Soviet soldiers" in quoted


def test_what_is_denied_is_told_as_denied_and_with_its_voice() -> None:
    said = words_of(page(example(), f"{DOCUMENT}/e/soviet-leadership"))
    assert "did not stop quest for freedom of the Azerbaijani people" in said
    assert "says Embassy of the Republic of Azerbaijan to the United States" in said
    claim = words_of(page(example(), f"{DOCUMENT}/claim/860b41d34149a2e6"))
    assert "is not published as fact : it is a denial" in claim or "is not published as fact: it is a denial" in claim


def test_no_page_shows_a_name_of_code_outside_code() -> None:
    names = [name for name in terms.PREDICATES if name != name.lower()] + [
        n for n in terms.CLASSES if re.search("[a-z][A-Z]", n)
    ]
    for path in (
        "",
        DOCUMENT,
        "e/black-january",
        "e/baku",
        "timeline",
        "connections",
        "browse",
        "questions/casualties",
    ):
        shown = re.sub(r"<(code|pre|textarea|script|style)\b.*?</\1>", "", page(example(), path), flags=re.DOTALL)
        visible = words_of(shown)
        assert not [name for name in names if re.search(rf"\b{name}\b", visible)], path


def test_numbers_keep_their_qualifier_and_dates_read_as_people_write_them() -> None:
    said = words_of(page(example(), "e/black-january"))
    assert "wounded about 700" in said
    assert "killed 133" in said
    assert "dates from 20 January 1990" in said


def test_accounts_that_differ_are_shown_together_and_bounds_that_fit_are_no_contradiction() -> None:
    served = case("three-accounts")
    iri = next(one.iri for one in served.resources.values() if one.path == "e/harbour-square-shooting")
    groups = disagreements(statements(claims(served, subject=iri)))
    values = [{text_of(one.first.object) for one in group} for group in groups]
    assert sorted(map(sorted, values)) == [["130", "133", "137"], ["1987-05-11", "1987-05-12"]]
    by_number = {one.quote: one for one in claims(served, subject=iri)}
    quotes = ("More than 130 people were killed", "left 133 people dead", "killed 137 people")
    at_least, exactly, more = (by_number[quote] for quote in quotes)
    assert not at_least.is_contrary_to(exactly)
    assert exactly.is_contrary_to(more)
    assert more.is_contrary_to(exactly)
    assert "Where the accounts differ" in page(served, "e/harbour-square-shooting")


def test_a_document_whose_text_is_not_published_shows_only_what_is_quoted(tmp_path: Path) -> None:
    text = (EXAMPLE / "texts" / "embassy-2012-01-20.txt").read_text("utf-8")
    reading = load_reading(EXAMPLE / "readings" / "embassy-2012-01-20.yaml", text=text)
    settings = Settings(title="Quotes", base=BASE, publish_text="quotes")
    served = served_of(publication(settings, [build(reading, text, settings=settings)]), tmp_path / "c")
    markup = page(served, DOCUMENT)
    assert "only the words that are quoted may stand here" in markup
    assert "slaughtering 133 people" in markup
    assert "The world watched in horror as" not in markup
    first = served.of_kind("claim")[0]
    assert f"<mark>{claims(served, claim=first.iri)[0].words[0].text}</mark>" in page(served, first.path)


def _copy(graph: Graph) -> Graph:
    copied = Graph()
    for triple in graph:
        copied.add(triple)
    return copied


# ---------------------------------------------------------------------------------------------------------- states


def shown(tmp_path: Path, text: str, *things: Entity | Event, language: str | None = "en") -> Served:
    reading = Reading(
        document=DocumentRecord(id="d", sha256="0" * 64, length=len(text), title=None, language=language),
        reader=READER,
        entities=tuple(one for one in things if isinstance(one, Entity)),
        events=tuple(one for one in things if isinstance(one, Event)),
    )
    return served_of(publication(SETTINGS, [build(reading, text, settings=SETTINGS)]), tmp_path / "c")


def named(label: str, text: str) -> Entity:
    return Entity(
        id="x",
        type="Person",
        label=label,
        mentions=(Mention(span=Span(start=0, end=len(text), text=text), form="name"),),
    )


def test_a_document_of_one_line_of_which_nothing_is_said(tmp_path: Path) -> None:
    served = shown(tmp_path, "Nothing.")
    assert "No statement rests on sentence 1" in page(served, "doc/d")
    for path, words in (
        ("", "No event has a date."),
        ("timeline", "No event has a date."),
        ("map", "No place is named."),
        ("connections", "No plain statement connects two things."),
    ):
        assert words in page(served, path)


def test_an_empty_document_has_a_page(tmp_path: Path) -> None:
    assert "Nobody says anything yet." in page(shown(tmp_path, " "), "")


@pytest.mark.parametrize("label", ["x" * 200, "الباكو في يناير", "名" * 200, "a b\u00a0c", "-", "…"])
def test_a_name_of_any_length_and_script_stands_on_its_pages(tmp_path: Path, label: str) -> None:
    served = shown(tmp_path, "Somebody.", named(label, "Somebody"))
    for path in ("doc/d/e/x", "doc/d", "search", "browse/people"):
        assert label in words_of(page(served, path)) or label in page(served, path), path


def test_a_label_in_another_language_says_which(tmp_path: Path) -> None:
    served = shown(tmp_path, "Kimsə.", named("Bakı", "Kimsə"), language="az")
    assert '<bdi lang="az">Bakı</bdi>' in page(served, "doc/d")


def test_of_several_languages_the_one_of_the_pages_is_shown_and_the_others_are_listed(tmp_path: Path) -> None:
    reading = Reading(
        document=DocumentRecord(id="d", sha256="0" * 64, length=4, title=None, language="az"),
        reader=READER,
        entities=(named("Bakı", "Baku"),),
    )
    compiled = build(reading, "Baku", settings=SETTINGS)
    thing = URIRef(f"{BASE}doc/d/e/x")
    compiled.graph.add((thing, URIRef(terms.PREF_LABEL), Literal("Baku", lang="en")))
    served = served_of(publication(SETTINGS, [compiled]), tmp_path / "c")
    markup = page(served, "doc/d/e/x")
    assert re.search(r"<h1[^>]*>Baku</h1>", markup)
    assert '<bdi lang="az">Bakı</bdi>' in markup


def test_a_place_with_coordinates_is_on_the_map_and_has_one_of_its_own(tmp_path: Path) -> None:
    compiled = replace(example_compiled(), graph=_copy(example_compiled().graph))
    baku = URIRef(example().base + "e/baku")
    compiled.graph.add((baku, URIRef(terms.AS_WKT), Literal("POINT(49.88 40.38)", datatype=URIRef(terms.WKT_LITERAL))))
    served = served_of(publication(example().settings, [compiled]), tmp_path / "c")
    whole, own = page(served, "map"), page(served, "e/baku")
    for markup in (whole, own):
        assert '<path class="land" d="M' in markup
        assert "Baku" in markup
    assert '<a class="spot" href="e/baku.html">' in whole
    assert "40.38, 49.88" in own


def test_a_place_that_is_an_item_of_the_catalogue_lies_where_that_does(tmp_path: Path) -> None:
    whole = page(example(), "map")
    assert '<a class="spot" href="e/baku.html">' in whole
    assert "from Dateline’s own catalogue" in whole
    assert "moscow" not in "".join(re.findall(r'<a class="spot" href="([^"]*)"', whole)), "it is the government here"
    compiled = replace(example_compiled(), graph=_copy(example_compiled().graph))
    compiled.graph.remove((None, URIRef(terms.EXACT_MATCH), None))
    assert "No place has coordinates" in page(
        served_of(publication(example().settings, [compiled]), tmp_path / "c"), "map"
    )


def test_what_fits_on_no_page_goes_on_on_others_and_nothing_is_lost(tmp_path: Path) -> None:
    served = served_of(large(8, 10), tmp_path / "c")
    pages = [path for path in resources(served) if path.startswith("e/korvel")]
    assert sorted(pages) == ["e/korvel", "e/korvel/said/2", "e/korvel/said/3"]
    shown_ = [
        re.findall(r"shooting \d+ in d\d+", page(served, path))
        for path in ("e/korvel", "e/korvel/said/2", "e/korvel/said/3")
    ]
    assert {one for part in shown_ for one in part} == {f"shooting {n} in d{d}" for n in range(10) for d in range(8)}
    assert "Page 2 of 3, 160 statements in all" in words_of(page(served, "e/korvel/said/2"))
    assert MOST == 60


def test_the_facets_hold_together_with_what_they_count(tmp_path: Path) -> None:
    served = served_of(large(3, 5), tmp_path / "c")
    found = {one.path: one for one in facets(served)}
    assert found["browse/events"].count == 15
    assert found["browse/place/korvel"].count == 15
    assert found["browse/mode/indirect-speech"].count == 75
    assert {one.path for one in extra_pages(served)} >= set(found)
    assert page(served, "browse/mode/indirect-speech").count('<li class="claim') == 75


def test_words_in_another_language_say_so_wherever_they_are_quoted(tmp_path: Path) -> None:
    reading = load_reading(EXAMPLE / "readings" / "embassy-2012-01-20.yaml", text=text_of_the_example())
    reading = replace(reading, document=replace(reading.document, language="az"))
    served = served_of(
        publication(SETTINGS, [build(reading, text_of_the_example(), settings=SETTINGS)]), tmp_path / "c"
    )
    for path in (DOCUMENT, f"{DOCUMENT}/e/ev-black-january"):
        assert re.search(r'<blockquote><a href="[^"]*" dir="auto" lang="az">', page(served, path)), path
    assert re.search(r'<p class="text" dir="auto" lang="az">', page(served, DOCUMENT))


def text_of_the_example() -> str:
    return (EXAMPLE / "texts" / "embassy-2012-01-20.txt").read_text("utf-8")


def test_a_check_that_fails_is_told_on_the_front_page_the_report_and_the_thing(tmp_path: Path) -> None:
    served = shown(tmp_path, "Somebody.", named("Ada", "Somebody"))
    thing = f"{BASE}doc/d/e/x"
    report = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ds: <{terms.SHAPES}> .
        <urn:r> a sh:ValidationReport ; sh:conforms false ; sh:result <urn:1>, <urn:2> .
        <urn:1> a sh:ValidationResult ; sh:resultSeverity sh:Violation ; sh:sourceShape ds:EntityIsNamed ;
            sh:focusNode <{thing}> ; sh:resultMessage "She has no name." ; ds:remedy "Give her one." .
        <urn:2> a sh:ValidationResult ; sh:resultSeverity sh:Info ; sh:sourceShape ds:Other ;
            sh:focusNode <{thing}> ; sh:resultMessage "By the way." ."""
    served = replace(served, files={**served.files, "report.ttl": report.encode()})
    assert "1 check fails" in words_of(page(served, ""))
    told = words_of(page(served, "report"))
    assert "The graph does not pass." in told
    assert "Entity is named EntityIsNamed Give her one. Ada She has no name." in told
    own = words_of(page(served, "doc/d/e/x"))
    assert "Does not pass: She has no name." in own
    assert "By the way." not in own


def test_who_read_a_text_is_no_person_of_the_text() -> None:
    assert "They tell of 2 people," in words_of(page(example(), ""))
    assert "gold reading by hand" not in page(example(), "browse/people")
    assert "gold reading by hand" in page(example(), "downloads")


def test_a_date_on_which_accounts_differ_stands_nowhere_without_its_voice() -> None:
    served = case("three-accounts")
    place = page(served, "e/harbour-square")
    assert re.search(r">shooting in Harbour Square</bdi></a></h2>\s*<ul", place)
    ribbon = words_of(page(served, "").partition('<div class="timeline ribbon">')[2].partition("</ol>")[0])
    assert "shooting in Harbour Square as told in several ways" in ribbon
    assert "restoring of order 12 May 1987" in ribbon


def test_everything_that_the_search_finds_leads_to_a_place_that_is_there() -> None:
    served = example()
    index = json.loads(Seen(page(served, "search")).blocks["search-index"])
    ids = {DOCUMENT + ".html": set(Seen(page(served, DOCUMENT)).ids)}
    paths = {one.page for one in resources(served).values()}
    kinds = {one["kind"][0] for one in index["entries"]}
    assert {"statement", "sentence", "place", "violent event"} <= kinds
    for one in index["entries"]:
        path, _, fragment = one["p"].partition("#")
        assert path in paths
        assert not fragment or fragment in ids[path], one
    assert sum(one["kind"] == ["statement"] for one in index["entries"]) == 96
