"""terms.py and the ontology say the same: no term of the code is unknown to the ontology, and the tables agree."""

from __future__ import annotations

import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, Namespace, URIRef

from dateline import terms

DL = Namespace(terms.DL)
CONSTANTS = {
    name: value
    for name, value in vars(terms).items()
    if name.isupper() and isinstance(value, str) and value.startswith("http")
}
NAMESPACES = {terms.DL, terms.VOC, terms.SHAPES}


@pytest.mark.parametrize("name", [name for name, value in CONSTANTS.items() if value.startswith(terms.DL)])
def test_every_constant_is_a_term_of_the_ontology(ontology: Graph, name: str) -> None:
    value = CONSTANTS[name]
    assert value in NAMESPACES or (URIRef(value), RDFS.isDefinedBy, URIRef(terms.ONTOLOGY)) in ontology


def test_the_prefixes_are_those_of_the_turtle_files(ontology: Graph, values: Graph, alignments: Graph) -> None:
    for graph in (ontology, values, alignments):
        for prefix, iri in graph.namespaces():
            if prefix in ("dl", "voc", "edtf", "nif", "dcterms", "foaf", "prov", "skos"):
                assert str(iri) == terms.PREFIXES[prefix]


def test_the_table_of_classes_has_the_parents_of_the_ontology(ontology: Graph) -> None:
    for name, parents in terms.CLASSES.items():
        assert (DL[name], RDF.type, OWL.Class) in ontology
        own = [str(parent) for parent in ontology.objects(DL[name], RDFS.subClassOf)]
        assert {parent.removeprefix(terms.DL) for parent in own} == set(parents), name


def test_a_reading_may_name_every_class_but_those_that_readings_make_themselves(ontology: Graph) -> None:
    every = {str(one).removeprefix(terms.DL) for one in ontology.subjects(RDF.type, OWL.Class)}
    assert every - set(terms.CLASSES) == {"TextSpan", "Quotation", "Claim", "ClaimableProperty", "ExtractionRun"}


def test_the_table_of_predicates_has_exactly_the_claimable_properties(ontology: Graph) -> None:
    claimable = {str(one) for one in ontology.subjects(RDF.type, DL.ClaimableProperty)}
    assert {predicate.iri for predicate in terms.PREDICATES.values()} == claimable


@pytest.mark.parametrize("name", terms.PREDICATES)
def test_a_predicate_has_the_domain_and_range_of_the_ontology(ontology: Graph, name: str) -> None:
    predicate = terms.PREDICATES[name]
    if not predicate.iri.startswith(terms.DL):
        assert not list(ontology.objects(URIRef(predicate.iri), RDFS.domain)), "reused terms are not redefined"
        return
    assert name == predicate.iri.removeprefix(terms.DL)
    domain, target = (ontology.value(URIRef(predicate.iri), side) for side in (RDFS.domain, RDFS.range))
    assert [str(domain).removeprefix(terms.DL)] == list(predicate.domain)
    if target == RDFS.Literal:
        assert predicate.values == (terms.DATE, terms.YEAR_MONTH, terms.YEAR)
    elif predicate.values:
        assert predicate.values == (str(target),)
    else:
        assert [str(target).removeprefix(terms.DL)] == list(predicate.range)


@pytest.mark.parametrize("name", terms.PREDICATES)
def test_a_predicate_is_single_valued_where_the_ontology_says_so(ontology: Graph, name: str) -> None:
    predicate = terms.PREDICATES[name]
    marked = (URIRef(predicate.iri), DL.singleValued, Literal(True)) in ontology
    assert predicate.single_valued == marked
