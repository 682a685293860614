"""The shapes of events and persons in ShEx: what is exported conforms, and what must not be written does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyshex import ShExEvaluator
from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from dateline import terms
from dateline.formats.wikidata_rdf import FILE, render, render_drafts
from dateline.graph import Publication
from dateline.resources import ontology
from dateline.statements import Drafts
from tests.formats.drafted import everything
from tests.statements.made import BASE, claim, drafted

WD, WIKIBASE = Namespace("http://www.wikidata.org/entity/"), Namespace("http://wikiba.se/ontology#")
PROP, PROV = Namespace("http://www.wikidata.org/prop/"), Namespace("http://www.w3.org/ns/prov#")
SKOS, DL = Namespace(terms.SKOS), Namespace(terms.DL)
EVENT, PERSON = (ontology(name).read_text("utf-8") for name in ("event.shex", "person.shex"))
CRACKDOWN, LEADER = WD.Q734004, WD.Q30487


def shaped(drafts: Drafts) -> Graph:
    return Graph().parse(data=render_drafts(drafts)[FILE], format="turtle")


def wrong(graph: Graph, schema: str, focus: Node, start: str | None = None) -> str:
    """Why a node does not conform; empty if it does."""
    results = ShExEvaluator(rdf=graph, schema=schema, focus=focus, start=start).evaluate()
    assert len(results) == 1
    return "" if results[0].result else results[0].reason or "no"


@pytest.mark.parametrize("item", ["Q734004", "Q11111", "Q5167679"])
def test_every_event_that_is_exported_conforms(item: str) -> None:
    assert wrong(shaped(everything()), EVENT, WD[item]) == ""


def test_the_example_conforms(example_publication: Publication) -> None:
    graph = Graph().parse(data=render(example_publication)[FILE], format="turtle")
    assert len(list(graph.subjects(RDF.type, WIKIBASE.Statement))) >= 4
    assert wrong(graph, EVENT, CRACKDOWN) == ""


def test_a_date_that_is_only_bounded_conforms() -> None:
    late = drafted(claim("crackdown", "startDate", "1990-01-20/.."))
    assert wrong(shaped(late), EVENT, CRACKDOWN) == ""


def deaths(graph: Graph) -> Node:
    """The first statement of the number of deaths."""
    return min(graph.objects(CRACKDOWN, PROP.P1120), key=str)


def bounds(graph: Graph) -> None:
    [amount] = graph.objects(deaths(graph), PROP["statement/value/P1120"])
    graph.add((amount, WIKIBASE.quantityUpperBound, Literal("170", datatype=XSD.decimal)))


def words_for_a_number(graph: Graph) -> None:
    graph.set((deaths(graph), PROP["statement/P1120"], Literal("133")))


def no_reference(graph: Graph) -> None:
    graph.remove((deaths(graph), PROV.wasDerivedFrom, None))


def no_words(graph: Graph) -> None:
    graph.remove((graph.value(deaths(graph), PROV.wasDerivedFrom), PROP["reference/P1683"], None))


def no_claim(graph: Graph) -> None:
    graph.remove((deaths(graph), URIRef(terms.SOURCE), None))


def preferred(graph: Graph) -> None:
    graph.set((deaths(graph), WIKIBASE["rank"], WIKIBASE.PreferredRank))


def no_precision(graph: Graph) -> None:
    graph.remove((None, WIKIBASE.timePrecision, None))


def to_the_second(graph: Graph) -> None:
    time = graph.value(None, WIKIBASE.timePrecision, Literal(11))
    assert time
    graph.set((time, WIKIBASE.timePrecision, Literal(14)))


def presumably(graph: Graph) -> None:
    [injured] = graph.objects(CRACKDOWN, PROP.P1339)
    graph.set((injured, PROP["qualifier/P1480"], WD.Q18122778))


def another_qualifier(graph: Graph) -> None:
    graph.add((deaths(graph), PROP["qualifier/P3680"], WD.Q1))


def long_words(graph: Graph) -> None:
    reference = graph.value(deaths(graph), PROV.wasDerivedFrom)
    assert reference
    graph.set((reference, PROP["reference/P1683"], Literal("x" * 401, lang="en")))


def a_page_for_an_item(graph: Graph) -> None:
    [agent] = graph.objects(CRACKDOWN, PROP.P8031)
    graph.set((agent, PROP["statement/P8031"], URIRef("https://www.wikidata.org/wiki/Q30487")))


def fewer_than_none(graph: Graph) -> None:
    amount = graph.value(deaths(graph), PROP["statement/value/P1120"])
    assert amount
    graph.set((amount, WIKIBASE.quantityAmount, Literal("-1", datatype=XSD.decimal)))


def a_blank_source(graph: Graph) -> None:
    graph.add((deaths(graph), PROV.wasDerivedFrom, BNode()))


MUTATIONS = (
    bounds,
    words_for_a_number,
    no_reference,
    no_words,
    no_claim,
    preferred,
    no_precision,
    to_the_second,
    presumably,
    another_qualifier,
    long_words,
    a_page_for_an_item,
    fewer_than_none,
    a_blank_source,
)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda given: given.__name__)
def test_an_event_with_what_must_not_be_written_does_not_conform(mutation: Callable[[Graph], None]) -> None:
    graph = shaped(everything())
    before = set(graph)
    mutation(graph)
    assert set(graph) != before
    assert wrong(graph, EVENT, CRACKDOWN)


def persons(publication: Publication) -> list[Node]:
    return sorted(publication.union().subjects(RDF.type, DL.Person), key=str)


def test_every_person_of_the_example_conforms(example_publication: Publication) -> None:
    found = persons(example_publication)
    assert len(found) >= 2
    graph = example_publication.union()
    assert [wrong(graph, PERSON, person) for person in found] == [""] * len(found)


def born(graph: Graph, person: Node) -> None:
    graph.add((person, URIRef("https://schema.org/birthDate"), Literal("1931-03-02", datatype=XSD.date)))


def nameless(graph: Graph, person: Node) -> None:
    graph.remove((person, SKOS.prefLabel, None))


def named_without_a_language(graph: Graph, person: Node) -> None:
    graph.set((person, SKOS.prefLabel, Literal("Mikhail Gorbachev")))


def two_persons(graph: Graph, person: Node) -> None:
    graph.add((person, SKOS.exactMatch, WD.Q1))


def a_page(graph: Graph, person: Node) -> None:
    graph.set((person, SKOS.exactMatch, URIRef("https://www.wikidata.org/wiki/Q30487")))


def a_place_too(graph: Graph, person: Node) -> None:
    graph.add((person, RDF.type, DL.Place))


@pytest.mark.parametrize(
    "mutation",
    [born, nameless, named_without_a_language, two_persons, a_page, a_place_too],
    ids=lambda given: given.__name__,
)
def test_a_person_with_what_no_claim_says_does_not_conform(
    mutation: Callable[[Graph, Node], None], example_publication: Publication
) -> None:
    graph = example_publication.union()
    [person] = [each for each in persons(example_publication) if (each, SKOS.exactMatch, LEADER) in graph]
    mutation(graph, person)
    assert wrong(graph, PERSON, person)


def test_the_item_of_a_person_conforms_and_without_a_source_it_does_not() -> None:
    graph, start = shaped(everything()), "person_item"
    assert len(list(graph.objects(LEADER, PROP.P463))) == 1
    assert wrong(graph, PERSON, LEADER, start) == ""
    [statement] = graph.objects(LEADER, PROP.P463)
    graph.remove((statement, PROV.wasDerivedFrom, None))
    assert wrong(graph, PERSON, LEADER, start)


def test_a_base_of_ours_is_in_no_shape() -> None:
    assert BASE not in EVENT + PERSON
