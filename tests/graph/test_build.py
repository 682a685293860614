"""A reading compiled: every claim with its words and voice, direct statements only where they are licensed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from rdflib import RDF, BNode, Literal, URIRef
from rdflib.compare import isomorphic

from dateline import terms
from dateline.collection import open_collection
from dateline.errors import IriError, VocabularyError
from dateline.graph import Compiled, Publication, build, publication
from dateline.model import DocumentRecord, Reader, Reading, Ref
from dateline.settings import Settings
from tests.conftest import ROOT

EXPECTED: Mapping[str, Any] = json.loads((ROOT / "tests/cases/black-january/expected.json").read_text(encoding="utf-8"))


def _node(document: Compiled, identifier: str) -> URIRef:
    """The node of an id of the example's reading."""
    [node] = {
        URIRef(iri)
        for iri, place in document.places.items()
        if place.endswith(f"({identifier})") and "#char" not in iri
    }
    return node


def _text(document: Compiled) -> str:
    return str(document.graph.value(URIRef(document.document), URIRef(terms.IS_STRING)))


def test_all_96_claims_of_the_example_are_in_the_graph_with_their_exact_words(example_document: Compiled) -> None:
    graph, text = example_document.graph, _text(example_document)
    claims = set(graph.subjects(RDF.type, URIRef(terms.CLAIM)))
    assert len(claims) == 96
    for claim in claims:
        for span in graph.objects(claim, URIRef(terms.EVIDENCE)):
            begin, end = (int(str(graph.value(span, URIRef(iri)))) for iri in (terms.BEGIN_INDEX, terms.END_INDEX))
            assert text[begin:end] == str(graph.value(span, URIRef(terms.ANCHOR_OF))) != ""


def test_every_claim_says_whose_word_it_is(example_document: Compiled) -> None:
    graph = example_document.graph
    voices: dict[str, int] = {}
    for claim in graph.subjects(RDF.type, URIRef(terms.CLAIM)):
        [voice] = graph.objects(claim, URIRef(terms.ATTRIBUTED_TO))
        voices[str(voice).rpartition("/")[2]] = voices.get(str(voice).rpartition("/")[2], 0) + 1
    assert sorted(voices.values()) == [4, 4, 9, 79]


def test_the_licensed_claims_are_those_the_gold_reading_licenses(example_document: Compiled) -> None:
    edtf = {claim for claim, why in example_document.withheld.items() if "plain date" in why}
    licensed = {claim.id for claim in example_document.reading.claims} - set(example_document.withheld)
    assert licensed | edtf == set(EXPECTED["direct"])
    assert len(edtf) == 2


def test_there_are_75_distinct_direct_statements(example_document: Compiled) -> None:
    graph = example_document.graph
    stated = {
        (subject, predicate.iri, value)
        for predicate in terms.PREDICATES.values()
        for subject, value in graph.subject_objects(URIRef(predicate.iri))
        if subject != URIRef(example_document.document)
    }
    own = {
        (subject, str(predicate), value)
        for claim in graph.subjects(RDF.type, URIRef(terms.CLAIM))
        for subject in graph.objects(claim, RDF.subject)
        for predicate in graph.objects(claim, RDF.predicate)
        for value in graph.objects(claim, RDF.object)
        if (subject, predicate, value) in graph
    }
    assert len(own) == 75
    assert stated <= own


@pytest.mark.parametrize("row", EXPECTED["notExpected"], ids=lambda row: f"{row['subject']}-{row['predicate']}")
def test_what_the_document_does_not_say_is_not_stated(example_document: Compiled, row: Mapping[str, Any]) -> None:
    graph, subject = example_document.graph, _node(example_document, row["subject"])
    if row["predicate"] == "rdf:type":
        types = set(graph.objects(subject, RDF.type))
        assert types
        assert not types & {URIRef(terms.DL + row["object"]["value"]), URIRef(terms.DL + "Polity")}
        return
    predicate = URIRef(terms.PREDICATES[row["predicate"]].iri)
    values = set(graph.objects(subject, predicate))
    if row["object"].get("any"):
        assert not values
    elif "id" in row["object"]:
        assert _node(example_document, row["object"]["id"]) not in values
    elif "quantifier" in row:
        said = [
            graph.value(claim, URIRef(terms.QUANTIFIER))
            for claim in graph.subjects(RDF.subject, subject)
            if graph.value(claim, RDF.predicate) == predicate
        ]
        assert said
        assert URIRef(terms.VOC + row["quantifier"]) not in said
    else:
        assert row["object"]["value"] not in {str(value) for value in values}


def test_nothing_is_a_blank_node(example_publication: Publication) -> None:
    assert not [term for triple in example_publication.union() for term in triple if isinstance(term, BNode)]


def test_the_same_reading_gives_the_same_graph(example_document: Compiled, example_publication: Publication) -> None:
    again = build(
        example_document.reading, _text(example_document), settings=example_publication.settings, identity=_identity()
    )
    assert isomorphic(again.graph, example_document.graph)


def _identity() -> Any:
    from dateline.identity import load_identity
    from tests.conftest import EXAMPLE

    return load_identity(EXAMPLE)


SETTINGS = Settings(title="t", base="https://example.org/kg/")


def test_the_strict_policy_states_only_the_documents_own_voice(example_document: Compiled) -> None:
    strict = build(example_document.reading, _text(example_document), settings=replace(SETTINGS, policy="strict"))
    sourced = build(example_document.reading, _text(example_document), settings=SETTINGS)
    own = {claim.id for claim in example_document.reading.claims if claim.reporting_mode == "own-voice"}
    licensed = own - set(sourced.withheld)
    assert {claim.id for claim in example_document.reading.claims} - set(strict.withheld) == licensed
    assert set(sourced.graph.subjects(RDF.type, URIRef(terms.CLAIM))) == set(
        strict.graph.subjects(RDF.type, URIRef(terms.CLAIM))
    )


def test_in_quotes_mode_the_whole_text_is_left_out_and_the_quotes_stay(example_document: Compiled) -> None:
    full = build(example_document.reading, _text(example_document), settings=SETTINGS)
    quotes = build(example_document.reading, _text(example_document), settings=replace(SETTINGS, publish_text="quotes"))
    assert not list(quotes.graph.objects(None, URIRef(terms.IS_STRING)))
    assert set(quotes.graph.objects(None, URIRef(terms.ANCHOR_OF))) == set(
        full.graph.objects(None, URIRef(terms.ANCHOR_OF))
    )
    assert not any(len(str(term)) > 600 for triple in quotes.graph for term in triple if isinstance(term, Literal))


def test_claim_iris_do_not_depend_on_the_base_or_on_what_is_one_with_what(example_document: Compiled) -> None:
    elsewhere = build(example_document.reading, _text(example_document), settings=SETTINGS)

    def keys(compiled: Compiled) -> set[str]:
        return {str(claim).rpartition("/")[2] for claim in compiled.graph.subjects(RDF.type, URIRef(terms.CLAIM))}

    assert keys(elsewhere) == keys(example_document)


def test_a_document_without_a_known_publisher_speaks_in_a_voice_of_its_own(example_document: Compiled) -> None:
    reading = example_document.reading
    anonymous = replace(
        reading,
        document=replace(reading.document, publisher=None),
        claims=tuple(replace(claim, attributed_to=None) for claim in reading.claims[2:3]),
    )
    made = build(anonymous, _text(example_document), settings=SETTINGS)
    voice = URIRef(f"{made.document}/voice")
    assert (voice, RDF.type, URIRef(terms.AGENT)) in made.graph
    assert set(made.graph.objects(None, URIRef(terms.ATTRIBUTED_TO))) >= {voice}


def test_rejected_and_unsure_claims_stay_out_with_the_reason(example_document: Compiled) -> None:
    first, second, third, *_ = example_document.reading.claims
    reading = replace(
        example_document.reading,
        claims=(
            replace(first, status="rejected"),
            replace(second, status="proposed", confidence=0.79),
            replace(third, status="proposed", confidence=0.8),
        ),
    )
    made = build(reading, _text(example_document), settings=SETTINGS)
    assert set(made.left_out) == {first.id, second.id}
    assert "rejected" in made.left_out[first.id]
    assert "0.79" in made.left_out[second.id]
    assert len(set(made.graph.subjects(RDF.type, URIRef(terms.CLAIM)))) == 1


def test_an_unknown_class_predicate_or_id_is_an_error_that_names_the_place(example_document: Compiled) -> None:
    reading, text = example_document.reading, _text(example_document)
    claim = reading.claims[5]
    cases = [
        (replace(reading, entities=(replace(reading.entities[0], type="Robot"), *reading.entities[1:])), "Robot"),
        (replace(reading, claims=(replace(claim, predicate="hates"),)), "hates"),
        (replace(reading, claims=(replace(claim, object=Ref(id="nobody")),)), "nobody"),
    ]
    for wrong, said in cases:
        with pytest.raises(VocabularyError, match=said):
            build(wrong, text, settings=SETTINGS)


def test_a_base_without_a_slash_is_refused() -> None:
    reading = Reading(document=DocumentRecord(id="d", sha256="0" * 64, length=1), reader=Reader(name="r", version="1"))
    with pytest.raises(IriError, match="slash"):
        build(reading, "x", settings=replace(SETTINGS, base="https://example.org/kg"))


def test_the_collection_describes_itself_in_a_graph_of_its_own(example_document: Compiled) -> None:
    made = publication(SETTINGS, [example_document])
    assert [named.iri for named in made.graphs] == [SETTINGS.base, example_document.document]
    assert (URIRef(SETTINGS.base), URIRef(terms.HAS_PART), URIRef(example_document.document)) in made.collection.graph
    assert len(made.union()) == len(made.collection.graph) + len(example_document.graph)


def test_a_thing_of_several_documents_has_one_label() -> None:
    union = open_collection(ROOT / "tests" / "cases" / "three-accounts").compile().union()
    labels: dict[object, set[str]] = {}
    for subject, label in union.subject_objects(URIRef(terms.PREF_LABEL)):
        labels.setdefault(subject, set()).add(str(label))
    assert {str(subject): found for subject, found in labels.items() if len(found) > 1} == {}
    assert labels[URIRef("https://example.org/harbour/e/harbour-square-shooting")] == {"shooting in Harbour Square"}
