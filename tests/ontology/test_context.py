"""context.jsonld: the same terms as the ontology, both ways, and nothing is lost between compact JSON and triples."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import pyoxigraph as ox
import pytest
from pyld import jsonld
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef

from dateline import terms
from dateline.graph import Compiled

DL = Namespace(terms.DL)
VOC = Namespace(terms.VOC)
E = Namespace("https://example.org/kg/e/")
KEYWORDS = {"@version", "id", "type"}
TYPED = {XSD.integer, XSD.decimal, XSD.date, XSD.boolean, URIRef(terms.EDTF_DATATYPE)}

Context = dict[str, Any]


def _definitions(context: Context) -> dict[str, dict[str, Any]]:
    """The terms of the context by name, each with its full IRI."""
    entries = {name: value for name, value in context["@context"].items() if name not in KEYWORDS}
    prefixes = {name: value for name, value in entries.items() if isinstance(value, str) and value[-1] in "#/"}
    found = {}
    for name, value in entries.items():
        if name not in prefixes:
            definition = dict(value) if isinstance(value, dict) else {"@id": value}
            prefix, _, local = definition["@id"].partition(":")
            found[name] = {**definition, "@id": prefixes.get(prefix, prefix + ":") + local}
    return found


def _refuse(url: str, _options: object = None) -> NoReturn:
    raise AssertionError(f"the context asks for {url}")


def _compact(graph: Graph, context: Context) -> dict[str, Any]:
    nodes = jsonld.from_rdf(_ntriples(graph), {"format": "application/n-quads"})
    compacted: dict[str, Any] = jsonld.compact(nodes, context, {"documentLoader": _refuse, "graph": True})
    return compacted


def _ntriples(graph: Graph) -> str:
    return graph.serialize(format="nt")


def _lines(ntriples: str) -> set[str]:
    return set(ntriples.split("\n")) - {""}


@pytest.fixture(scope="module")
def made() -> Graph:
    """What the published example does not have: other languages, none, several values, dates of every precision."""
    graph = Graph()
    event, claim = E["some-event"], URIRef("https://example.org/kg/doc/d/claim/0")
    for value in (Literal("Black January", lang="en"), Literal("Qara Yanvar", lang="az-latn"), Literal("plain")):
        graph.add((event, SKOS.prefLabel, value))
        graph.add((event, SKOS.altLabel, value))
    for date in (Literal("1990", datatype=XSD.gYear), Literal("1990-01", datatype=XSD.gYearMonth)):
        graph.add((event, DL.startDate, date))
        graph.add((claim, RDF.object, date))
    for count in (133, 170):
        graph.add((event, DL.deathCount, Literal(count)))
    graph.add((event, DL.affectedShare, Literal("0.2", datatype=XSD.decimal)))
    graph.add((event, RDF.type, DL.ViolentEvent))
    graph.add((event, RDF.type, DL.PoliticalEvent))
    for property_, concepts in {
        DL.polarity: ("positive", "negative"),
        DL.certainty: ("certain", "probable", "possible"),
        DL.modality: ("asserted", "presupposed", "hedged", "believed", "evaluative", "intended"),
        DL.reportingMode: ("own-voice", "direct-quotation", "indirect-speech"),
        DL.quantifier: ("exact", "approximate", "at-least", "at-most"),
        DL.inference: ("literal", "derived", "contextual"),
    }.items():
        for concept in concepts:
            graph.add((claim, property_, VOC[concept]))
    graph.add((claim, DL.polarity, URIRef("https://example.org/another-list/positive")))
    graph.add((claim, DCTERMS.title, Literal("no language")))
    return graph


def test_every_term_of_the_ontology_has_its_own_name_in_the_context(ontology: Graph, context: Context) -> None:
    definitions = _definitions(context)
    for term in ontology.subjects(RDFS.isDefinedBy, URIRef(terms.ONTOLOGY)):
        name = str(term).removeprefix(terms.DL)
        assert definitions[name]["@id"] == str(term)


def test_every_name_of_the_context_is_a_term_of_the_ontology_or_one_it_reuses(
    ontology: Graph, context: Context
) -> None:
    reused = {value for value in vars(terms).values() if isinstance(value, str)}
    for name, definition in _definitions(context).items():
        iri = definition["@id"]
        if iri.startswith(terms.DL):
            assert (URIRef(iri), RDFS.isDefinedBy, URIRef(terms.ONTOLOGY)) in ontology
            assert name == iri.removeprefix(terms.DL)
        else:
            assert iri in reused, f"{name} is named nowhere else"


def test_no_two_names_stand_for_one_term(context: Context) -> None:
    iris = [definition["@id"] for definition in _definitions(context).values()]
    assert len(set(iris)) == len(iris)


def test_the_prefixes_are_those_of_everything_published_but_for_the_name_of_a_property(context: Context) -> None:
    prefixes = {
        name: value
        for name, value in context["@context"].items()
        if isinstance(value, str) and value.startswith("http") and value[-1] in "#/"
    }
    assert "edtf" in _definitions(context), "the property has the name, so the prefix cannot"
    assert prefixes == {name: iri for name, iri in terms.PREFIXES.items() if name != "edtf"}


def test_the_values_of_a_property_are_those_of_its_list(ontology: Graph, values: Graph, context: Context) -> None:
    definitions = _definitions(context)
    lists = 0
    for property_, scheme in ontology.subject_objects(RDFS.seeAlso):
        if (scheme, RDF.type, SKOS.ConceptScheme) in values:
            definition = definitions[str(property_).removeprefix(terms.DL)]
            expected = {str(value).removeprefix(terms.VOC) for value in values.subjects(SKOS.inScheme, scheme)}
            assert definition["@type"] == "@vocab"
            assert definition["@context"] == {value: f"voc:{value}" for value in expected}
            lists += 1
    assert lists == 6


def test_a_term_is_coerced_as_its_range_says(ontology: Graph, context: Context) -> None:
    definitions = _definitions(context)
    for property_ in ontology.subjects(RDF.type, OWL.ObjectProperty):
        assert definitions[str(property_).removeprefix(terms.DL)]["@type"] in ("@id", "@vocab")
    for property_ in ontology.subjects(RDF.type, OWL.DatatypeProperty):
        definition = definitions[str(property_).removeprefix(terms.DL)]
        target = ontology.value(property_, RDFS.range)
        coerced = str(definition.get("@type", "")).replace("xsd:", terms.XSD)
        assert coerced == (str(target) if target in TYPED else ""), property_
        assert ("@language" in definition.get("@container", ())) == (target == RDF.langString)


def test_what_sources_may_disagree_on_is_always_a_list(ontology: Graph, context: Context) -> None:
    by_iri = {definition["@id"]: definition for definition in _definitions(context).values()}
    for property_ in ontology.subjects(RDF.type, DL.ClaimableProperty):
        assert "@set" in by_iri[str(property_)]["@container"], property_


def test_every_predicate_and_class_that_is_published_has_a_name(example: Compiled, context: Context) -> None:
    named = {definition["@id"] for definition in _definitions(context).values()}
    for predicate in set(example.graph.predicates()) - {RDF.type}:
        assert str(predicate) in named
    for kind in set(example.graph.objects(None, RDF.type)):
        assert str(kind) in named or str(kind) in (terms.PROV_PERSON, terms.PROV_AGENT)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own parser makes one
@pytest.mark.parametrize("which", ["example", "made"])
def test_what_is_compacted_expands_to_the_same_triples_in_every_processor(
    which: str, request: pytest.FixtureRequest, context: Context
) -> None:
    given = request.getfixturevalue(which)
    graph: Graph = given.graph if isinstance(given, Compiled) else given
    expected = _lines(_ntriples(graph))
    compacted = {**_compact(graph, context), **context}
    text = json.dumps(compacted)
    through = {
        "PyLD": jsonld.to_rdf(compacted, {"format": "application/n-quads", "documentLoader": _refuse}),
        "rdflib": _ntriples(Graph().parse(data=text, format="json-ld")),
        "pyoxigraph": "".join(f"{quad.triple} .\n" for quad in ox.parse(text, format=ox.RdfFormat.JSON_LD)),
    }
    for processor, ntriples in through.items():
        got = _lines(_ntriples(Graph().parse(data=ntriples, format="nt")))
        assert got == expected, processor


def test_a_claim_reads_as_a_person_would_write_it(example: Compiled, context: Context) -> None:
    nodes = {node["id"]: node for node in _compact(example.graph, context)["@graph"]}
    (claim,) = [node for node in nodes.values() if node.get("object") == {"type": "xsd:integer", "@value": "133"}]
    assert claim["polarity"] == "positive"
    assert claim["reportingMode"] == "own-voice"
    assert claim["predicate"] == "deathCount"
    assert claim["subject"] == "https://w3id.org/dateline/black-january/e/black-january"
    assert claim["evidence"] == [f"{example.document}#char=517,540"]
    event = nodes[claim["subject"]]
    assert event["label"] == {"en": "Black January"}
    assert event["deathCount"] == ["133"]


def test_a_count_may_be_a_json_number(context: Context) -> None:
    document = {**context, "id": str(E["some-event"]), "deathCount": [133], "affectedShare": ["0.2"]}
    graph = Graph().parse(
        data=jsonld.to_rdf(document, {"format": "application/n-quads", "documentLoader": _refuse}), format="nt"
    )
    assert set(graph) == {
        (E["some-event"], DL.deathCount, Literal(133)),
        (E["some-event"], DL.affectedShare, Literal("0.2", datatype=XSD.decimal)),
    }


def test_a_value_that_no_list_has_is_not_taken_for_one(context: Context) -> None:
    document = {**context, "id": "https://example.org/kg/claim", "polarity": "postive"}
    expanded = jsonld.expand(document, {"base": "https://example.org/kg/", "documentLoader": _refuse})
    assert expanded[0][terms.POLARITY] == [{"@id": "https://example.org/kg/postive"}]


def test_the_context_needs_nothing_from_elsewhere_and_protects_nothing(context: Context) -> None:
    assert set(context) == {"@context"}
    assert context["@context"]["@version"] == 1.1
    text = json.dumps(context)
    for keyword in ("@import", "@protected", '@vocab":', "@base"):
        assert keyword not in text
