"""The page of the ontology: complete, self-contained, with an anchor for every IRI and one that needs no case."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, URIRef

from dateline import resources, terms
from dateline.formats.ontology import render_ontology, sections

VOID = {"meta", "link", "br"}


class _Outline(HTMLParser):
    """What a page is made of: anchors, links, texts, and whether every element is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.resources: list[str] = []
        self.tags: Counter[str] = Counter()
        self.said: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.tags[tag] += 1
        if tag not in VOID:
            self.open.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        if "src" in given or (tag == "link" and given.get("rel") != "canonical"):
            self.resources.append(str(given))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)


@pytest.fixture(scope="module")
def page() -> str:
    return render_ontology()


@pytest.fixture(scope="module")
def outline(page: str) -> _Outline:
    return _Outline(page)


def test_the_same_ontology_gives_the_same_page(page: str) -> None:
    assert render_ontology() == page


def test_the_page_is_in_standards_mode_where_anchors_keep_their_case(page: str, outline: _Outline) -> None:
    assert page.startswith("<!doctype html>\n")
    assert not outline.open


def test_every_term_has_the_anchor_that_its_iri_names(ontology: Graph, outline: _Outline) -> None:
    own = [str(term) for term in ontology.subjects(RDFS.isDefinedBy, URIRef(terms.ONTOLOGY))]
    assert own
    for term in own:
        assert term.removeprefix(terms.DL) in outline.ids


def test_every_term_and_value_has_an_anchor_that_does_not_rely_on_case(
    ontology: Graph, values: Graph, outline: _Outline
) -> None:
    own = {str(term).removeprefix(terms.DL) for term in ontology.subjects(RDFS.isDefinedBy)}
    wanted = {f"{'class' if name[0].isupper() else 'property'}-{name}" for name in own}
    wanted |= {f"list-{str(one).removeprefix(terms.VOC)}" for one in values.subjects(RDF.type, SKOS.ConceptScheme)}
    wanted |= {f"value-{str(one).removeprefix(terms.VOC)}" for one in values.subjects(RDF.type, SKOS.Concept)}
    safe = [name for name in outline.ids if name not in own]
    assert wanted <= set(safe)
    assert len({name.casefold() for name in safe}) == len(safe)


def test_no_anchor_stands_twice_and_every_inner_link_leads_to_one(outline: _Outline) -> None:
    assert len(set(outline.ids)) == len(outline.ids)
    inner = {link.removeprefix("#") for link in outline.links if link.startswith("#")}
    assert inner <= set(outline.ids)


def test_other_links_lead_to_the_web_and_to_nothing_else(outline: _Outline) -> None:
    for link in outline.links:
        assert re.fullmatch(r"#[\w-]+|https?://[^\s\"<>]+", link)


def test_the_page_needs_no_script_and_loads_nothing(page: str, outline: _Outline) -> None:
    assert not outline.tags["script"]
    assert not outline.tags["img"]
    assert not outline.resources
    assert "url(" not in page
    assert "@import" not in page


def test_the_page_has_a_light_and_a_dark_look(page: str) -> None:
    assert "prefers-color-scheme: dark" in page


def test_every_definition_and_every_example_is_on_the_page(ontology: Graph, values: Graph, outline: _Outline) -> None:
    said = " ".join("".join(outline.said).split())
    for graph in (ontology, values):
        for definition in graph.objects(None, SKOS.definition):
            assert " ".join(str(definition).split()) in said
        for example in graph.objects(None, SKOS.example):
            assert str(example).partition(" ⟶ ")[0] in said


def test_the_order_of_the_page_is_that_of_the_files(outline: _Outline) -> None:
    source = resources.ontology("dateline.ttl").read_text("utf-8")
    order = [name.removeprefix("dl:") for section in sections(source) for name in section.terms if name[:3] == "dl:"]
    assert [name for name in outline.ids if name in set(order)] == order


def test_a_term_outside_every_part_would_be_missed_so_there_is_none(ontology: Graph, values: Graph) -> None:
    for name, graph in (("dateline.ttl", ontology), ("values.ttl", values)):
        parts = sections(resources.ontology(name).read_text("utf-8"))
        listed = [term for part in parts for term in part.terms if term.startswith(("dl:", "voc:"))]
        assert len(set(listed)) == len(listed) == len(set(graph.subjects(RDFS.isDefinedBy)))


def test_an_unverified_id_of_wikidata_is_never_linked(outline: _Outline) -> None:
    table = resources.ontology("wikidata.tsv").read_text("utf-8").splitlines()
    unverified = {row.split("\t")[1] for row in table if row.split("\t")[7] == "unverified"}
    assert unverified
    assert not [link for link in outline.links if link.rpartition("/")[2] in unverified]
