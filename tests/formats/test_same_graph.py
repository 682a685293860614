"""Every RDF format carries the same graph, whoever reads it."""

from __future__ import annotations

import json
import shutil
import subprocess

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld

from dateline import terms
from dateline.formats import export
from dateline.formats.jsonld import refuse
from dateline.formats.rdf12 import described
from dateline.graph import Publication
from tests.absent import absent
from tests.formats.graphs import canonical, of_rdflib, parsed, published, union

# rdflib's own readers of JSON-LD, N-Quads and TriG still use its deprecated names.
pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning:rdflib")

ONE_GRAPH = {
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
DATASETS = {"nquads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG}


@pytest.mark.parametrize("name", ONE_GRAPH)
def test_oxigraph_reads_the_published_graph(either: Publication, name: str) -> None:
    assert parsed(export(either, name), ONE_GRAPH[name]) == published(either)


@pytest.mark.parametrize("name", DATASETS)
def test_the_union_of_the_named_graphs_is_the_published_graph(either: Publication, name: str) -> None:
    assert union(ox.parse(export(either, name), format=DATASETS[name])) == published(either)


@pytest.mark.parametrize("name", DATASETS)
def test_each_document_has_its_own_graph_and_the_collection_too(either: Publication, name: str) -> None:
    quads = list(ox.parse(export(either, name), format=DATASETS[name]))
    for named in either.graphs:
        mine = [quad for quad in quads if quad.graph_name == ox.NamedNode(named.iri)]
        assert union(mine) == of_rdflib(named.graph)
    assert {str(quad.graph_name) for quad in quads} == {f"<{named.iri}>" for named in either.graphs}


@pytest.mark.usefixtures("exact_literals")
@pytest.mark.parametrize(
    ("name", "form"), [("turtle", "turtle"), ("jsonld", "json-ld"), ("ntriples", "nt"), ("rdfxml", "xml")]
)
def test_rdflib_reads_the_published_graph(small: Publication, name: str, form: str) -> None:
    graph = rdflib.Graph().parse(data=export(small, name), format=form)
    assert of_rdflib(graph) == published(small)


@pytest.mark.usefixtures("exact_literals")
@pytest.mark.parametrize(("name", "form"), [("nquads", "nquads"), ("trig", "trig")])
def test_rdflib_reads_the_same_named_graphs(small: Publication, name: str, form: str) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=export(small, name), format=form)
    for named in small.graphs:
        assert of_rdflib(dataset.graph(rdflib.URIRef(named.iri))) == of_rdflib(named.graph)


def test_pyld_reads_the_published_graph_and_fetches_nothing(either: Publication) -> None:
    document = json.loads(export(either, "jsonld"))
    quads = jsonld.to_rdf(document, {"format": "application/n-quads", "documentLoader": refuse})
    assert parsed(quads.encode(), ox.RdfFormat.N_QUADS) == published(either)


def test_raptor_reads_the_published_graph(either: Publication) -> None:
    rapper = shutil.which("rapper")
    if rapper is None:
        absent("rapper", "Install it with: apt-get install raptor2-utils")
    for name, form in (("turtle", "turtle"), ("rdfxml", "rdfxml")):
        read = subprocess.run(
            [rapper, "-q", "-i", form, "-o", "ntriples", "-I", "https://example.org/", "-"],
            input=export(either, name),
            capture_output=True,
            check=False,
        )
        assert read.stderr == b""
        assert parsed(read.stdout, ox.RdfFormat.N_TRIPLES) == published(either)


def test_rdf_12_says_the_same_with_a_reifier_for_each_claim(either: Publication) -> None:
    quads = ox.parse(export(either, "rdf12"), format=ox.RdfFormat.TURTLE)
    triples = [ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
    claims = either.union().subjects(rdflib.RDF.type, rdflib.URIRef(terms.CLAIM))
    reifying = [triple.subject for triple in triples if isinstance(triple.object, ox.Triple)]
    assert sorted(map(str, reifying)) == sorted(f"<{claim}>" for claim in claims)
    assert canonical(described(triples)) == published(either)
