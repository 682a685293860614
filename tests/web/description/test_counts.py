"""What VoID counts is what SPARQL counts on the dump, also where two documents share statements."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from rdflib import Namespace, URIRef

from dateline.web.served import Served
from tests.web.description.publications import dump_alone, example, graph, two_documents

VOID = Namespace("http://rdfs.org/ns/void#")
WHOLE = {
    "triples": "SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } }",
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?s a ?c }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }",
}


def count(store: ox.Store, query: str) -> int:
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    [row] = found
    number = row["n"]
    assert isinstance(number, ox.Literal)
    return int(number.value)


@pytest.fixture(params=[example, two_documents], ids=["example", "two documents"])
def served(request: pytest.FixtureRequest) -> Served:
    made: Served = request.param()
    return made


@pytest.mark.parametrize("name", WHOLE)
def test_the_dataset_is_as_large_as_it_says(served: Served, name: str) -> None:
    said = graph(served, "void.ttl").value(URIRef(served.base), VOID[name])
    assert int(str(said)) == count(dump_alone(served), WHOLE[name])


def test_two_documents_share_statements_that_are_counted_once() -> None:
    served = two_documents()
    lines = bytes(served.files["graph.nq"]).count(b"\n")
    said = graph(served, "void.ttl").value(URIRef(served.base), VOID.triples)
    assert int(str(said)) < lines


def test_each_class_and_property_is_used_as_often_as_it_says(served: Served) -> None:
    void, store = graph(served, "void.ttl"), dump_alone(served)
    seen = 0
    for part, kind in void.subject_objects(VOID["class"]):
        seen += 1
        query = f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s a <{kind}> }}"
        assert int(str(void.value(part, VOID.entities))) == count(store, query)
    for part, name in void.subject_objects(VOID.property):
        seen += 1
        query = f"SELECT (COUNT(*) AS ?n) WHERE {{ SELECT DISTINCT ?s ?o WHERE {{ ?s <{name}> ?o }} }}"
        assert int(str(void.value(part, VOID.triples))) == count(store, query)
    assert seen == count(store, WHOLE["classes"]) + count(store, WHOLE["properties"])


def test_the_links_to_wikidata_are_as_many_as_it_says() -> None:
    void, store = graph(example(), "void.ttl"), dump_alone(example())
    linksets = list(void.subject_objects(VOID.linkPredicate))
    assert len(linksets) == 2
    for part, name in linksets:
        query = (
            f"SELECT (COUNT(*) AS ?n) WHERE {{ ?s <{name}> ?o "
            'FILTER(STRSTARTS(STR(?o), "http://www.wikidata.org/entity/")) }'
        )
        assert int(str(void.value(part, VOID.triples))) == count(store, query)
