"""The descriptions satisfy their shapes, and the shapes notice what is missing."""

from __future__ import annotations

import json
from functools import cache

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib import RDF, URIRef

from dateline import resources
from dateline.web.description import files
from dateline.web.served import Served, open_served
from tests.conftest import EXAMPLE
from tests.web.description.publications import example, graph, two_documents

CONTEXT = {
    "@vocab": "https://schema.org/",
    **{name: {"@type": "@id"} for name in ("url", "license", "contentUrl")},
}


@cache
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(resources.ontology("description-shapes.ttl"), format="turtle")


def schema_org(served: Served) -> rdflib.Graph:
    said = json.loads(bytes(files(served)["dataset.jsonld"].data))
    assert said["@context"] == "https://schema.org/"
    quads = ox.parse(json.dumps(said | {"@context": CONTEXT}), ox.RdfFormat.JSON_LD)
    data = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=data, format="nt")


def read(served: Served, name: str) -> rdflib.Graph:
    return schema_org(served) if name == "dataset.jsonld" else graph(served, name)


def report(data: rdflib.Graph) -> tuple[bool, str]:
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes(), advanced=False)
    return conforms, text


@pytest.mark.parametrize("name", ["void.ttl", "dcat.ttl", "dataset.jsonld"])
@pytest.mark.parametrize("served", [example, two_documents], ids=["example", "two documents"])
def test_a_description_satisfies_its_shapes(name: str, served: object) -> None:
    assert callable(served)
    conforms, text = report(read(served(), name))
    assert conforms, text


REQUIRED = {
    "void.ttl": [
        "http://purl.org/dc/terms/title",
        "http://purl.org/dc/terms/license",
        "http://purl.org/dc/terms/publisher",
        "http://xmlns.com/foaf/0.1/name",
        "http://rdfs.org/ns/void#triples",
        "http://rdfs.org/ns/void#dataDump",
        "http://rdfs.org/ns/void#class",
        "http://rdfs.org/ns/void#objectsTarget",
    ],
    "dcat.ttl": [
        "http://purl.org/dc/terms/description",
        "http://www.w3.org/ns/dcat#mediaType",
        "http://www.w3.org/ns/dcat#byteSize",
        "http://www.w3.org/ns/dcat#downloadURL",
        "http://www.w3.org/ns/dcat#contactPoint",
        "http://spdx.org/rdf/terms#checksumValue",
        "http://www.w3.org/2006/vcard/ns#hasURL",
    ],
    "dataset.jsonld": [
        "https://schema.org/name",
        "https://schema.org/description",
        "https://schema.org/license",
        "https://schema.org/contentUrl",
        "https://schema.org/sha256",
    ],
}


@pytest.mark.parametrize(("name", "predicate"), [(name, one) for name, every in REQUIRED.items() for one in every])
def test_the_shapes_notice_what_is_missing(name: str, predicate: str) -> None:
    data = read(example(), name)
    subject = next(data.subjects(URIRef(predicate), None))
    data.remove((subject, URIRef(predicate), None))
    conforms, _ = report(data)
    assert not conforms


@pytest.mark.parametrize("name", ["void.ttl", "dcat.ttl"])
def test_no_blank_node_and_no_undeclared_class_stands_in_a_description(name: str) -> None:
    data = graph(example(), name)
    assert not [node for node in data.all_nodes() if isinstance(node, rdflib.BNode)]
    assert len(set(data.objects(None, RDF.type))) > 3


def test_the_same_publication_is_described_in_the_same_bytes() -> None:
    from dateline.web.description.forms import files as made

    first, again = (made(open_served(EXAMPLE)) for _ in range(2))
    assert first is not again
    assert {name: bytes(file.data) for name, file in first.items()} == {
        name: bytes(file.data) for name, file in again.items()
    }
