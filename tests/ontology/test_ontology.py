"""dateline.ttl: every term says what it is, and its example says what the document says."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import VANN, XSD

from dateline import __version__, resources, terms

DL = Namespace(terms.DL)
VS = Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#")
HEADER = URIRef(terms.ONTOLOGY)
FREE = {
    "domain": {"attributedTo", "relayedBy", "cue"},
    "range": {"relayedBy", "denotes"},
}
"""What stands on, or leads to, things of several classes: checked by the shapes, not declared."""

SOURCE = resources.ontology("dateline.ttl").read_text("utf-8")
OWN = tuple(re.findall(r"^dl:(\w+) a ", SOURCE, re.MULTILINE))
PROPERTIES = tuple(name for name in OWN if name[0].islower())
CLAIMABLE = tuple(re.findall(r"^(\w+:\w+) a [^;.]*dl:ClaimableProperty", SOURCE, re.MULTILINE))


def iri(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return URIRef(terms.PREFIXES[prefix] + local)


def test_there_are_23_classes_and_49_properties_of_which_26_claimable_with_the_reused(ontology: Graph) -> None:
    assert len(OWN) == len(set(OWN)) == 23 + 49
    assert sum(name[0].isupper() for name in OWN) == 23
    assert {str(term) for term in ontology.subjects(RDFS.isDefinedBy, HEADER)} == {terms.DL + name for name in OWN}
    assert {str(one) for one in ontology.subjects(RDF.type, DL.ClaimableProperty)} == {str(iri(n)) for n in CLAIMABLE}
    assert Counter(name.split(":")[0] for name in CLAIMABLE) == {"dl": 23, "skos": 1, "dcterms": 2}


@pytest.mark.parametrize("name", OWN)
def test_a_term_has_one_label_one_definition_and_a_status(ontology: Graph, name: str) -> None:
    term = DL[name]
    for predicate in (RDFS.label, SKOS.definition):
        (said,) = ontology.objects(term, predicate)
        assert isinstance(said, Literal)
        assert said.language == "en"
        assert said.strip()
    assert str(ontology.value(term, SKOS.definition)).endswith(".")
    (status,) = ontology.objects(term, VS.term_status)
    assert str(status) in ("unstable", "testing", "stable", "archaic")


def test_no_two_classes_and_no_two_properties_share_a_label(ontology: Graph) -> None:
    for names in (PROPERTIES, [name for name in OWN if name not in PROPERTIES]):
        labels = [str(ontology.value(DL[name], RDFS.label)) for name in names]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("name", OWN)
def test_a_class_is_a_singular_noun_in_upper_camel_and_a_property_is_lower_camel(ontology: Graph, name: str) -> None:
    kinds = set(ontology.objects(DL[name], RDF.type))
    if OWL.Class in kinds:
        assert re.fullmatch(r"(?:[A-Z][a-z]+)+", name)
        assert not name.endswith("s")
    else:
        assert kinds & {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
        assert re.fullmatch(r"[a-z]+(?:[A-Z][a-z]+)*", name)


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_property_has_one_domain_and_one_range_unless_it_stands_on_several_classes(
    ontology: Graph, name: str
) -> None:
    for side, predicate in (("domain", RDFS.domain), ("range", RDFS.range)):
        declared = list(ontology.objects(DL[name], predicate))
        assert len(declared) == (0 if name in FREE[side] else 1)


@pytest.mark.parametrize("name", PROPERTIES)
def test_an_object_property_leads_to_a_class_and_a_datatype_property_to_a_datatype(ontology: Graph, name: str) -> None:
    kinds = set(ontology.objects(DL[name], RDF.type))
    target = ontology.value(DL[name], RDFS.range)
    datatypes = {RDFS.Literal, RDF.langString, URIRef(terms.EDTF_DATATYPE)}
    if OWL.DatatypeProperty in kinds:
        assert target in datatypes or str(target).startswith(str(XSD))
    elif OWL.ObjectProperty in kinds and target is not None:
        assert target == SKOS.Concept or (target, RDF.type, OWL.Class) in ontology


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_property_has_a_phrase(ontology: Graph, name: str) -> None:
    (phrase,) = ontology.objects(DL[name], DL.phrase)
    assert isinstance(phrase, Literal)
    assert phrase.language == "en"
    assert not re.search(r"\b(?:said|reported|according|alleged)", phrase), "the voice is printed apart"


@pytest.mark.parametrize("name", CLAIMABLE)
def test_a_claimable_property_also_reads_where_it_is_denied(ontology: Graph, name: str) -> None:
    (phrase,) = ontology.objects(iri(name), DL.phrase)
    (denied,) = ontology.objects(iri(name), DL.negatedPhrase)
    assert isinstance(denied, Literal)
    assert denied.language == "en"
    assert re.search(r"\bnot\b", denied)
    assert denied != phrase


def test_only_claimable_properties_are_single_valued(ontology: Graph) -> None:
    marked = set(ontology.subjects(DL.singleValued, Literal(True)))
    assert marked == {
        DL[name] for name in ("startDate", "endDate", "deathCount", "injuredCount", "participantCount", "affectedShare")
    }
    assert marked <= set(ontology.subjects(RDF.type, DL.ClaimableProperty))


def test_the_header_says_what_registries_ask(ontology: Graph) -> None:
    for predicate in (
        DCTERMS.title,
        DCTERMS.description,
        DCTERMS.creator,
        DCTERMS.issued,
        DCTERMS.modified,
        DCTERMS.license,
        DCTERMS.bibliographicCitation,
        OWL.versionIRI,
        OWL.versionInfo,
    ):
        assert len(list(ontology.objects(HEADER, predicate))) == 1, predicate
    assert ontology.value(HEADER, VANN.preferredNamespacePrefix) == Literal("dl")
    assert ontology.value(HEADER, VANN.preferredNamespaceUri) == Literal(terms.DL)
    assert ontology.value(HEADER, OWL.versionIRI) == URIRef(terms.ONTOLOGY_VERSION)


def test_the_version_is_the_same_wherever_it_is_said(ontology: Graph, alignments: Graph) -> None:
    version = str(ontology.value(HEADER, OWL.versionInfo))
    assert version == __version__ == terms.ONTOLOGY_VERSION.rpartition("/")[2]
    assert version == str(alignments.value(URIRef("https://w3id.org/dateline/alignments"), OWL.versionInfo))
    assert version in str(ontology.value(HEADER, DCTERMS.bibliographicCitation))


def test_nothing_lets_a_reasoner_merge_or_add_what_sources_dispute(ontology: Graph, alignments: Graph) -> None:
    for graph in (ontology, alignments):
        for kind in (OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.TransitiveProperty):
            assert not set(graph.subjects(RDF.type, kind))
        for predicate in (OWL.sameAs, OWL.imports, OWL.inverseOf, OWL.equivalentClass, OWL.equivalentProperty):
            assert not set(graph.subject_objects(predicate))


def test_the_great_kinds_are_disjoint_and_no_class_lies_under_two_of_them(ontology: Graph) -> None:
    (group,) = ontology.subjects(RDF.type, OWL.AllDisjointClasses)
    members = ontology.value(group, OWL.members)
    assert members is not None
    great = set(Collection(ontology, members))
    assert great == {
        DL[name]
        for name in ("Document", "TextSpan", "Claim", "ClaimableProperty", "Entity", "TimeSpan", "ExtractionRun")
    }
    pairs = set(ontology.subject_objects(OWL.disjointWith))
    pairs |= {(one, other) for one in great for other in great if one != other}
    for name in OWN:
        above = set(ontology.transitive_objects(DL[name], RDFS.subClassOf))
        assert not [pair for pair in pairs if set(pair) <= above], name


def test_the_only_blank_nodes_are_those_of_the_disjoint_list(ontology: Graph, values: Graph, alignments: Graph) -> None:
    from rdflib import BNode

    blank = {node for triple in ontology for node in triple if isinstance(node, BNode)}
    (group,) = ontology.subjects(RDF.type, OWL.AllDisjointClasses)
    listed = set(ontology.transitive_objects(ontology.value(group, OWL.members), RDF.rest))
    assert blank == {group, *listed} - {RDF.nil}
    for graph in (values, alignments):
        assert not [node for triple in graph for node in triple if isinstance(node, BNode)]


def test_every_own_term_that_is_named_anywhere_exists(ontology: Graph, values: Graph, alignments: Graph) -> None:
    for graph in (ontology, values, alignments):
        named = {str(node) for triple in graph for node in triple if str(node).startswith(terms.DL)}
        assert named <= {terms.DL + name for name in OWN} | {terms.DL}


def test_the_shapes_name_only_terms_and_values_that_exist(values: Graph) -> None:
    shapes = resources.ontology("shapes.ttl").read_text("utf-8")
    assert set(re.findall(r"\bdl:([A-Za-z]\w*)", shapes)) <= set(OWN)
    known = {str(value).removeprefix(terms.VOC) for value in values.subjects(RDFS.isDefinedBy)}
    assert set(re.findall(r"\bvoc:([A-Za-z][\w-]*)", shapes)) <= known


def test_the_shapes_check_every_class_and_every_claim_property(ontology: Graph) -> None:
    shapes = resources.ontology("shapes.ttl").read_text("utf-8")
    named = set(re.findall(r"\bdl:([A-Za-z]\w*)", shapes))
    of_claims = {str(one).removeprefix(terms.DL) for one in ontology.subjects(RDFS.domain, DL.Claim)}
    assert {"Claim", "TextSpan", "SourceDocument", "Event", "Entity", "TimeSpan", "Quotation"} <= named
    assert of_claims - named <= {"conflictsWith", "predicateText"}, "computed, or free words"
