"""The framed JSON has at hand what a programmer asks of an event, and says nothing that the graph does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld

from dateline import terms
from dateline.formats import export
from dateline.formats.jsonld import refuse
from dateline.graph import Publication
from tests.formats.graphs import parsed, published


def _framed(publication: Publication) -> dict[str, Any]:
    return dict(json.loads(export(publication, "framed")))


def _event(publication: Publication, label: str) -> dict[str, Any]:
    return next(dict(event) for event in _framed(publication)["events"] if event["label"]["en"] == label)


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _objects(each)


def test_its_rdf_is_a_part_of_the_graph_whoever_reads_it(either: Publication) -> None:
    data = export(either, "framed")
    whole = set(published(either).splitlines())
    by_oxigraph = parsed(data, ox.RdfFormat.JSON_LD)
    by_pyld = jsonld.to_rdf(json.loads(data), {"format": "application/n-quads", "documentLoader": refuse})
    assert set(by_oxigraph.splitlines()) <= whole
    assert parsed(by_pyld.encode(), ox.RdfFormat.N_QUADS) == by_oxigraph


def test_each_tree_alone_is_json_ld_and_a_part_of_the_graph(small: Publication) -> None:
    framed = _framed(small)
    whole = set(published(small).splitlines())
    for tree in (*framed["documents"], *framed["entities"], *framed["events"]):
        alone = json.dumps({"@context": framed["@context"], **tree}).encode()
        said = set(parsed(alone, ox.RdfFormat.JSON_LD).splitlines())
        assert said
        assert said <= whole


def test_an_event_has_its_facts_its_participants_with_labels_and_where_it_was(small: Publication) -> None:
    event = _event(small, "strike at Port Ellis")
    assert event["type"] == "PoliticalEvent"
    assert event["startDate"] == ["1921-05-04"]
    assert event["participantCount"] == [40, 60]
    assert [who["label"]["en"] for who in event["agent"]] == ["dockers of Port Ellis"]
    assert [where["label"]["en"] for where in event["tookPlaceIn"]] == ["Port Ellis"]


def test_a_claim_has_its_words_its_voice_its_relay_and_its_certainty(small: Publication) -> None:
    claims = _event(small, "strike at Port Ellis")["claims"]
    [quoted] = [claim for claim in claims if "relayedBy" in claim]
    assert quoted["predicate"] == "characterizedAs"
    assert quoted["attributedTo"]["label"] == {"en": "Anna Brandt"}
    assert quoted["relayedBy"]["label"] == {"en": "the Courier"}
    assert [(span["quote"], span["begin"], span["end"]) for span in quoted["evidence"]] == [
        ("We asked for bread, nothing else,", 86, 119)
    ]
    [hedged] = [claim for claim in claims if claim["modality"] == "hedged"]
    assert (hedged["predicate"], hedged["certainty"], hedged["object"]["label"]) == (
        *("ledTo", "possible"),
        {"en": "fall of the council"},
    )


def test_every_claim_stands_once_under_what_it_is_about(either: Publication) -> None:
    framed = _framed(either)
    trees = (*framed["documents"], *framed["entities"], *framed["events"])
    claims = [claim["id"] for tree in trees for claim in tree.get("claims", ())]
    graph = either.union()
    assert sorted(claims) == sorted(map(str, graph.subjects(rdflib.RDF.type, rdflib.URIRef(terms.CLAIM))))


def test_every_entity_event_and_document_has_a_tree(either: Publication) -> None:
    framed = _framed(either)
    graph = either.union()
    for name, ancestor in (("events", "Event"), ("documents", "Document")):
        kinds = [rdflib.URIRef(terms.DL + kind) for kind in terms.CLASSES if terms.is_a(kind, ancestor)]
        expected = {str(thing) for kind in kinds for thing in graph.subjects(rdflib.RDF.type, kind)}
        assert {tree["id"] for tree in framed[name]} == expected
    assert framed["entities"]


def test_a_document_has_its_quotations_with_their_voice_and_cue(small: Publication) -> None:
    documents = {document["title"]["en"]: document for document in _framed(small)["documents"]}
    [quotation] = documents["The strike at Port Ellis"]["quotations"]
    assert quotation["attributedTo"]["label"] == {"en": "Anna Brandt"}
    assert quotation["relayedBy"]["label"] == {"en": "the Courier"}
    assert [cue["quote"] for cue in quotation["cue"]] == ["told"]
    assert documents["Notice of the council"]["issuedDate"] == ["1921-05-06"]


def test_words_that_name_a_thing_stand_under_it(small: Publication) -> None:
    mentions = _event(small, "strike at Port Ellis")["mentions"]
    assert [span["quote"] for span in mentions] == ["the strike", "strike", "stopped work", "strike"]


@pytest.mark.parametrize(
    ("precision", "name", "value"),
    [("date", "startDate", "1921-05-04"), ("gYearMonth", "startMonth", "1921-05"), ("gYear", "startYear", "1921")],
)
def test_a_dates_member_says_how_precise_it_is(precision: str, name: str, value: str) -> None:
    from dateline.formats import framed

    event = {
        "@id": "https://example.org/e",
        terms.PREDICATES["startDate"].iri: [{"@value": value, "@type": terms.XSD + precision}],
    }
    compact = jsonld.compact(event, {"@context": framed.context()}, {"documentLoader": refuse})
    assert compact[name] == [value]


def test_no_member_has_a_prefix_but_links_out(either: Publication) -> None:
    framed = _framed(either)
    trees = [*framed["documents"], *framed["entities"], *framed["events"]]
    assert {name for tree in _objects(trees) for name in tree if ":" in name} == set()
