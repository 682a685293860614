"""The examples of the ontology are true of the document that they quote, and of the graph that is published of it."""

from __future__ import annotations

import re

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from dateline import resources, terms
from dateline.graph import Compiled

DL = Namespace(terms.DL)
NIF = Namespace(terms.NIF)
EXAMPLE = re.compile(r"“(.+?)” ⟶ (.+? \.)(?: \(.+\))?", re.DOTALL)
OWN = tuple(re.findall(r"^dl:(\w+) a ", resources.ontology("dateline.ttl").read_text("utf-8"), re.MULTILINE))

NOT_IN_THE_READING = {"participant", "time", "endDate", "conflictsWith"}
"""What the text allows one to say but its reading says otherwise, or not at all."""

SAID_BY_THE_CUE = {"attributedTo", "relayedBy"}
"""Where the example quotes the words that introduce the voice, which are not those of the claim."""

PLACEHOLDERS = {"claim": DL.Claim, "run": DL.ExtractionRun, "build": URIRef(terms.ACTIVITY)}
IN_THE_ONTOLOGY = {"ClaimableProperty", "singleValued", "phrase", "negatedPhrase"}


def _of(ontology: Graph, name: str) -> tuple[str, str]:
    (example,) = ontology.objects(DL[name], SKOS.example)
    found = EXAMPLE.fullmatch(str(example))
    assert found, f"{example} is not of the form “words” ⟶ triple ."
    return found[1], found[2]


def _triple(turtle: str, document: str) -> tuple[Node, Node, Node]:
    base = document.partition("doc/")[0]
    own = {"e": f"{base}e/", "d": f"{document}/e/", "t": f"{document}/time/"}
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in {**terms.PREFIXES, **own}.items())
    (triple,) = Graph().parse(data=f"@base <{document}> .\n{prefixes}{turtle}", format="turtle")
    return triple


def _like(value: Node) -> object:
    """A term as it is compared: numbers by value."""
    return value.toPython() if isinstance(value, Literal) and value.datatype != URIRef(terms.EDTF_DATATYPE) else value


@pytest.mark.parametrize("name", OWN)
def test_an_example_quotes_the_document(ontology: Graph, words: str, name: str) -> None:
    quote, triple = _of(ontology, name)
    assert quote in words
    spans = [words[int(begin) : int(end)] for begin, end in re.findall(r"#char=(\d+),(\d+)", triple)]
    assert not spans or quote in spans


@pytest.mark.parametrize("name", OWN)
def test_an_example_gives_a_triple_with_the_term(ontology: Graph, example: Compiled, name: str) -> None:
    _, predicate, value = _triple(_of(ontology, name)[1], example.document)
    assert DL[name] in (predicate, value)


@pytest.mark.parametrize("name", sorted(set(OWN) - NOT_IN_THE_READING - IN_THE_ONTOLOGY))
def test_the_triple_of_an_example_is_in_the_published_graph(ontology: Graph, example: Compiled, name: str) -> None:
    graph = example.graph
    quote, turtle = _of(ontology, name)
    subject, predicate, value = _triple(turtle, example.document)
    placeholder = PLACEHOLDERS.get(str(subject).removeprefix(example.document.rpartition("/")[0] + "/"))
    if placeholder is None:
        assert _stands(graph, ontology, subject, predicate, value) or list(_claims(graph, subject, predicate, value))
        return
    told = [one for one in graph.subjects(RDF.type, placeholder) if _stands(graph, ontology, one, predicate, value)]
    if placeholder == DL.Claim and name not in SAID_BY_THE_CUE:
        told = [one for one in told if any(_overlap(quote, span) for span in _evidence(graph, one))]
    assert told


@pytest.mark.parametrize("name", sorted(IN_THE_ONTOLOGY))
def test_the_triple_of_an_example_about_properties_is_in_the_ontology(
    ontology: Graph, example: Compiled, name: str
) -> None:
    assert _triple(_of(ontology, name)[1], example.document) in ontology


@pytest.mark.parametrize("name", sorted(NOT_IN_THE_READING))
def test_what_the_reading_does_not_say_is_not_in_the_published_graph(example: Compiled, name: str) -> None:
    assert not set(example.graph.subject_objects(DL[name]))


@pytest.mark.parametrize("name", ["purpose", "stopped", "characterizedAs"])
def test_an_example_that_says_it_gives_no_direct_triple_gives_none(
    ontology: Graph, example: Compiled, name: str
) -> None:
    assert "so a claim and no direct triple" in str(ontology.value(DL[name], SKOS.example))
    assert _triple(_of(ontology, name)[1], example.document) not in example.graph
    assert not set(example.graph.subject_objects(DL[name]))


@pytest.mark.parametrize("name", [name for name in OWN if name[0].islower()])
def test_no_other_example_of_a_claimable_property_is_withheld(ontology: Graph, example: Compiled, name: str) -> None:
    if (DL[name], RDF.type, DL.ClaimableProperty) in ontology and name not in NOT_IN_THE_READING:
        direct = _triple(_of(ontology, name)[1], example.document) in example.graph
        assert direct == (name not in ("purpose", "stopped", "characterizedAs"))


def _stands(graph: Graph, ontology: Graph, subject: Node, predicate: Node, value: Node) -> bool:
    """Whether a triple is in the graph; a class may stand for a narrower one, and numbers are compared by value."""
    if predicate == RDF.type:
        kinds = graph.objects(subject, RDF.type)
        return any(value in set(ontology.transitive_objects(kind, RDFS.subClassOf)) for kind in kinds)
    return any(_like(one) == _like(value) for one in graph.objects(subject, predicate))


def _claims(graph: Graph, subject: Node, predicate: Node, value: Node) -> list[Node]:
    return [
        claim
        for claim in graph.subjects(RDF.subject, subject)
        if (claim, RDF.predicate, predicate) in graph and (claim, RDF.object, value) in graph
    ]


def _evidence(graph: Graph, claim: Node) -> list[str]:
    return [str(graph.value(span, NIF.anchorOf)) for span in graph.objects(claim, DL.evidence)]


def _overlap(quote: str, span: str) -> bool:
    return quote in span or span in quote


def test_every_class_is_declared_before_it_is_shown(ontology: Graph) -> None:
    shown = {name for name in OWN if name[0].isupper()}
    assert shown == {str(one).removeprefix(terms.DL) for one in ontology.subjects(RDF.type, OWL.Class)}


def test_nothing_published_falls_into_two_kinds_that_exclude_each_other(ontology: Graph, example: Compiled) -> None:
    kinds: dict[Node, set[Node]] = {}
    for subject, predicate, value in example.graph:
        if predicate == RDF.type:
            kinds.setdefault(subject, set()).add(value)
        kinds.setdefault(subject, set()).update(ontology.objects(predicate, RDFS.domain))
        if isinstance(value, URIRef):
            kinds.setdefault(value, set()).update(ontology.objects(predicate, RDFS.range))
    pairs = {frozenset(pair) for pair in ontology.subject_objects(OWL.disjointWith)}
    (group,) = ontology.subjects(RDF.type, OWL.AllDisjointClasses)
    listed = Collection(ontology, ontology.value(group, OWL.members) or group)
    pairs |= {frozenset((one, other)) for one in listed for other in listed if one != other}
    assert len(pairs) > 20
    for thing, direct in kinds.items():
        entailed = {above for kind in direct for above in ontology.transitive_objects(kind, RDFS.subClassOf)}
        assert not [pair for pair in pairs if pair <= entailed], thing
