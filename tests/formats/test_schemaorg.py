"""The schema.org JSON-LD states as fact only what a claim licenses, in terms that schema.org has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld

from dateline import terms
from dateline.formats import export
from dateline.graph import Publication
from tests.formats.conftest import CASE

THING = {"@type", "@id", "name", "alternateName", "sameAs", "url"}
WORK = {*THING, "about", "author", "citation", "contributor", "datePublished", "hasPart", "inLanguage", "isPartOf"} | {
    *("keywords", "license", "mentions", "publisher", "text")
}
TERMS: Mapping[str, set[str]] = {
    "Thing": THING,
    "Event": {*THING, "endDate", "location", "startDate", "superEvent"},
    "Person": {*THING, "memberOf"},
    "Organization": {*THING, "memberOf"},
    "Place": {*THING, "containedInPlace"},
    "AdministrativeArea": {*THING, "containedInPlace"},
    "CreativeWork": WORK,
    "Dataset": WORK,
    "Quotation": {*WORK, "spokenByCharacter"},
    "Claim": {*WORK, "appearance", "firstAppearance", "claimInterpreter"},
}
"""The classes used and the properties that https://schema.org gives them."""


def _graph(publication: Publication) -> list[dict[str, Any]]:
    return list(json.loads(export(publication, "schemaorg"))["@graph"])


def _named(publication: Publication, name: str) -> dict[str, Any]:
    return next(node for node in _graph(publication) if node.get("name") == name)


def _with(publication: Publication, *said: tuple[rdflib.URIRef, rdflib.URIRef, rdflib.Literal]) -> Publication:
    """The publication with more triples in its last document."""
    *documents, last = publication.documents
    graph = rdflib.Graph()
    for triple in (*last.graph, *said):
        graph.add(triple)
    return replace(publication, documents=(*documents, replace(last, graph=graph)))


def test_every_class_and_property_is_one_of_schema_org(either: Publication) -> None:
    for node in _graph(either):
        assert set(node) <= TERMS[node["@type"]]


def test_every_reference_leads_to_a_node_of_the_file(either: Publication) -> None:
    nodes = _graph(either)
    known = {node["@id"] for node in nodes}
    for node in nodes:
        for value in node.values():
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, dict):
                    assert each["@id"] in known


def test_a_licensed_fact_is_stated(small: Publication) -> None:
    strike = _named(small, "strike at Port Ellis")
    assert strike["@type"] == "Event"
    assert strike["startDate"] == "1921-05-04"
    assert strike["location"] == {"@id": "https://example.org/kg/e/port-ellis"}


def test_a_vague_or_hedged_date_is_no_fact(small: Publication) -> None:
    assert "startDate" not in _named(small, "fall of the council")


def test_a_disputed_date_is_no_fact(small: Publication) -> None:
    strike = rdflib.URIRef(_named(small, "strike at Port Ellis")["@id"])
    another = rdflib.Literal("1921-05-05", datatype=rdflib.XSD.date)
    disputed = _with(small, (strike, rdflib.URIRef(terms.PREDICATES["startDate"].iri), another))
    assert "startDate" not in _named(disputed, "strike at Port Ellis")


def test_every_claim_stands_with_its_words_its_author_and_its_document(either: Publication) -> None:
    claims = [node for node in _graph(either) if node["@type"] == "Claim"]
    expected = either.union().subjects(rdflib.RDF.type, rdflib.URIRef(terms.CLAIM))
    assert sorted(claim["@id"] for claim in claims) == sorted(map(str, expected))
    assert all(claim["text"] and claim["author"] and claim["appearance"] for claim in claims)


def test_what_a_claim_is_besides_asserted_are_its_keywords(small: Publication) -> None:
    claims = {node["text"]: node for node in _graph(small) if node["@type"] == "Claim"}
    assert claims["The police did not stop the strike"]["keywords"] == "negative"
    assert claims["It may have led to the fall of the council"]["keywords"] == ["possible", "hedged"]
    assert "keywords" not in claims["About 40 dockers"]


def test_a_quotation_names_its_voice_and_who_passed_it_on(small: Publication) -> None:
    [quotation] = [node for node in _graph(small) if node["@type"] == "Quotation"]
    assert quotation["text"] == "We asked for bread, nothing else,"
    assert quotation["spokenByCharacter"]["@id"].endswith("/anna-brandt")
    assert quotation["contributor"]["@id"].endswith("/courier")


def test_it_is_json_ld_under_the_context_of_schema_org(small: Publication) -> None:
    def schema_org(url: str, _options: object) -> dict[str, Any]:
        assert url == "https://schema.org"
        context = {"@vocab": "https://schema.org/", "startDate": {"@type": "https://schema.org/Date"}}
        return {"contentType": None, "contextUrl": None, "documentUrl": url, "document": {"@context": context}}

    document = json.loads(export(small, "schemaorg"))
    quads = jsonld.to_rdf(document, {"format": "application/n-quads", "documentLoader": schema_org})
    read = {str(quad) for quad in ox.parse(quads, format=ox.RdfFormat.N_QUADS)}
    assert any("/e/strike-at-port-ellis> <https://schema.org/startDate>" in quad for quad in read)
    assert len({node["@id"] for node in document["@graph"]}) == len(document["@graph"])


@pytest.mark.parametrize("name", ["dockers of Port Ellis", "the document"])
def test_what_schema_org_has_no_class_for_is_a_thing(small: Publication, name: str) -> None:
    assert _named(small, name)["@type"] == "Thing"


def test_the_case_has_a_page_of_expected_json() -> None:
    assert json.loads((CASE / "expected" / "graph.schema.jsonld").read_bytes())["@context"] == "https://schema.org"
