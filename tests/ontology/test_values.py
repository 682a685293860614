"""values.ttl: the value lists are complete, closed, and the ones the model and the properties name."""

from __future__ import annotations

from typing import get_args

import pytest
from rdflib import DCTERMS, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

from dateline import model, terms

VOC = Namespace(terms.VOC)
DL = Namespace(terms.DL)
LISTS = {
    "Polarity": get_args(model.Polarity),
    "Certainty": get_args(model.Certainty),
    "Modality": get_args(model.Modality),
    "ReportingMode": get_args(model.ReportingMode),
    "Quantifier": tuple(value for value in get_args(model.Quantifier) if value != "vague"),
    "Inference": get_args(model.Inference),
}
"""What a reading may say. A vague amount has no number, makes no count claim, and so is no value of a claim."""


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_exactly_the_values_a_reading_may_have(values: Graph, name: str) -> None:
    expected = {VOC[value] for value in LISTS[name]}
    assert expected
    assert set(values.objects(VOC[name], SKOS.hasTopConcept)) == expected
    assert set(values.subjects(SKOS.topConceptOf, VOC[name])) == expected
    assert set(values.subjects(SKOS.inScheme, VOC[name])) == expected


@pytest.mark.parametrize("name", LISTS)
def test_one_property_takes_its_values_from_a_list_and_says_so(ontology: Graph, name: str) -> None:
    (takes,) = ontology.subjects(RDFS.seeAlso, VOC[name])
    assert takes == DL[name[0].lower() + name[1:]]
    assert (takes, RDFS.range, SKOS.Concept) in ontology


def test_there_are_no_other_lists_and_no_other_values(values: Graph) -> None:
    assert set(values.subjects(RDF.type, SKOS.ConceptScheme)) == {VOC[name] for name in LISTS}
    assert set(values.subjects(RDF.type, SKOS.Concept)) == {VOC[value] for each in LISTS.values() for value in each}


@pytest.mark.parametrize("name", [*LISTS, *(value for each in LISTS.values() for value in each)])
def test_a_list_and_a_value_say_what_they_are(values: Graph, name: str) -> None:
    for predicate in (SKOS.prefLabel, SKOS.definition):
        (said,) = values.objects(VOC[name], predicate)
        assert isinstance(said, Literal)
        assert said.language == "en"
        assert said.strip()
    assert (VOC[name], RDFS.isDefinedBy, URIRef(terms.VOC)) in values
    if name in LISTS:
        assert values.value(VOC[name], DCTERMS.license)
    else:
        (example,) = values.objects(VOC[name], SKOS.example)
        assert str(example).strip()


@pytest.mark.parametrize("name", [value for each in LISTS.values() for value in each])
def test_an_example_quotes_the_document_or_says_that_the_document_has_none(
    values: Graph, words: str, name: str
) -> None:
    example = str(values.value(VOC[name], SKOS.example))
    if name in ("possible", "at-least", "at-most"):
        assert example.startswith("None in the statement; ")
    else:
        assert example[0] == "“"
        assert example[-1] == "”"
        assert example[1:-1] in words
