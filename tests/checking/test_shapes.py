"""The shapes and the check queries are complete, say the same, and run in other engines."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from dateline.checking import fast, shapes
from dateline.checking.facts import facts_of, parse_facts
from dateline.resources import ontology
from tests.checking.graphs import small
from tests.checking.mutations import DL

SHAPES = Graph().parse(ontology("shapes.ttl"), format="turtle")
DS = "https://w3id.org/dateline/shapes#"
REMEDY = URIRef(DS + "remedy")
SEVERITIES = {"violation": SH.Violation, "warning": SH.Warning, "info": SH.Info}


def nodes_of(kind: URIRef) -> list[Node]:
    return sorted(SHAPES.subjects(RDF.type, kind), key=str)


EDTF = next(str(value) for value in SHAPES.objects(URIRef(DS + "TimeSpan-edtf"), SH.pattern))


@pytest.mark.slow
def test_the_shapes_are_themselves_valid() -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=SHAPES, meta_shacl=True)
    assert conforms, text


@pytest.mark.parametrize("shape", nodes_of(SH.PropertyShape))
def test_a_property_shape_documents_itself(shape: URIRef) -> None:
    for needed in (SH.path, SH.name, SH.description, SH.order, SH.group, SH.severity, SH.message, REMEDY):
        assert len(set(SHAPES.objects(shape, needed))) == 1, needed
    [group] = SHAPES.objects(shape, SH.group)
    assert (group, RDF.type, SH.PropertyGroup) in SHAPES
    assert len(set(SHAPES.subjects(SH.property, shape))) == 1


@pytest.mark.parametrize("shape", nodes_of(SH.NodeShape))
def test_a_node_shape_has_a_target_a_label_and_something_to_say(shape: URIRef) -> None:
    assert (shape, RDFS.label, None) in SHAPES
    targets = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf)
    assert any((shape, target, None) in SHAPES for target in targets)
    if (shape, SH.sparql, None) in SHAPES or (shape, SH["or"], None) in SHAPES:
        assert (shape, SH.severity, None) in SHAPES
        assert (shape, REMEDY, None) in SHAPES


@pytest.mark.parametrize("constraint", nodes_of(SH.SPARQLConstraint))
def test_a_constraint_keeps_to_what_shacl_allows(constraint: URIRef) -> None:
    [select] = map(str, SHAPES.objects(constraint, SH.select))
    [message] = map(str, SHAPES.objects(constraint, SH.message))
    assert not re.search(r"\b(?:MINUS|VALUES|SERVICE)\b", select, re.IGNORECASE)
    projected = set(re.findall(r"[?$](\w+)", select.split("WHERE")[0]))
    assert {"this", "value"} <= projected
    assert set(re.findall(r"\{[?$](\w+)\}", message)) <= projected
    assert (constraint, SH.prefixes, URIRef("https://w3id.org/dateline/shapes")) in SHAPES


def test_orders_are_given_once_in_a_group() -> None:
    seen = [
        (SHAPES.value(shape, SH.group), SHAPES.value(shape, SH.order))
        for shape in SHAPES.subjects(RDF.type, SH.PropertyShape)
    ]
    assert len(seen) == len(set(seen))


def test_every_shape_is_run_by_one_constraint_or_one_check() -> None:
    constrained = {constraint.shape.name for constraint in shapes.shapes().constraints}
    checked = {check.shape for check in shapes.checks()}
    assert constrained | checked == {shape.name for shape in shapes.shapes().by_iri.values()}
    assert constrained & checked == set()


@pytest.mark.parametrize("check", shapes.checks(), ids=lambda check: check.name)
def test_a_check_names_its_shape_and_finds_nothing_in_a_valid_graph(check: shapes.Check) -> None:
    mine = [shape for shape in shapes.shapes().by_iri.values() if shape.name == check.shape]
    assert check.severity in {shape.severity for shape in mine}
    assert set(re.findall(r"ds:([\w-]+)", check.select.split("SELECT", 1)[1])) <= {
        shape.iri.removeprefix(DS) for shape in mine
    }
    rows = facts_of(small()).store().query(check.select)
    assert isinstance(rows, ox.QuerySolutions)
    assert list(rows) == []


def test_a_check_runs_in_rdflib_too() -> None:
    graph = small()
    graph.parse(ontology("dateline.ttl"), format="turtle")
    for check in shapes.checks():
        assert list(graph.query(check.select)) == []


@pytest.mark.parametrize(
    "value",
    [
        "1990",
        "1990-01",
        "1990-01-20",
        "1990~",
        "1991-09?",
        "1991%",
        "198X",
        "19XX",
        "XXXX",
        "1990-XX",
        "1990-01-XX",
        "1990-21",
        "1990-01-20/1990-01-22",
        "1990-01-20/..",
        "../1990",
        "1990/1991",
        "/1990",
        "1990/",
        "1990-01-20T10:00:00Z",
    ],
)
def test_the_pattern_of_edtf_takes_what_the_program_reads(value: str) -> None:
    from dateline.edtf import bounds

    assert re.fullmatch(EDTF, value)
    assert bounds(value)


@pytest.mark.parametrize(
    "value", ["20 January 1990", "1990-1-2", "1990-01-20\n", "90", "1990 ", "199X0", "19901991", "//", ""]
)
def test_the_pattern_of_edtf_refuses_what_is_none(value: str) -> None:
    assert not re.fullmatch(EDTF, value)


def test_a_term_of_the_ontology_without_a_definition_is_found() -> None:
    source = (
        ontology("dateline.ttl")
        .read_bytes()
        .replace(b'skos:definition "One human being', b'skos:note "One human being')
    )
    facts = parse_facts(source, ox.RdfFormat.TURTLE)
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in facts.triples)
    found = fast.results(store)
    assert {(result.shape.name, result.value) for result in found} == {("OntologyTerm", f"<{DL.Person}>")}


def test_terms_of_other_people_are_left_alone() -> None:
    graph = small()
    mine = URIRef("https://example.org/vocabulary#Thing")
    graph.add((mine, RDF.type, URIRef("http://www.w3.org/2002/07/owl#Class")))
    graph.add((URIRef("https://example.org/x"), RDF.type, mine))
    graph.add((URIRef("https://example.org/x"), RDFS.label, Literal("x")))
    assert list(fast.results(facts_of(graph).store())) == []
