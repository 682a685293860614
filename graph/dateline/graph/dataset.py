"""What a collection publishes: its own description and a graph per document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import Graph, Literal, URIRef

from dateline import iris, terms
from dateline.model import Reading
from dateline.settings import Settings


def empty_graph() -> Graph:
    """A graph without a triple, with the prefixes of everything that is published."""
    graph = Graph(store="SimpleMemory", bind_namespaces="none")
    for prefix, namespace in terms.PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedGraph:
    """A graph and the IRI that names it in the dataset."""

    iri: str
    graph: Graph


@dataclass(frozen=True, kw_only=True, slots=True)
class Compiled:
    """One document's graph, with what is needed to speak about it.

    `places` gives the place in the reading for an IRI of the graph; `left_out` and `withheld` give, by claim id, why a
    claim is not in the graph at all, and why one that is there licenses no direct triple.
    """

    reading: Reading
    document: str
    graph: Graph
    places: Mapping[str, str]
    left_out: Mapping[str, str]
    withheld: Mapping[str, str]

    @property
    def named(self) -> NamedGraph:
        """The graph under the document's IRI."""
        return NamedGraph(iri=self.document, graph=self.graph)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False, weakref_slot=True)
class Publication:
    """Everything a collection publishes: its own description, and a graph per document; equal to itself alone.

    Nothing is added to its graphs once it is made.
    """

    settings: Settings
    collection: NamedGraph
    documents: tuple[Compiled, ...]

    @property
    def graphs(self) -> tuple[NamedGraph, ...]:
        """The collection's graph, then one per document."""
        return (self.collection, *(document.named for document in self.documents))

    def union(self) -> Graph:
        """All graphs as one, every triple once."""
        whole = empty_graph()
        for named in self.graphs:
            for triple in named.graph:
                whole.add(triple)
        return whole


def publication(settings: Settings, documents: Iterable[Compiled]) -> Publication:
    """What a collection publishes, from its compiled documents."""
    compiled = tuple(documents)
    return Publication(settings=settings, collection=collection_graph(settings, compiled), documents=compiled)


def collection_graph(settings: Settings, documents: Iterable[Compiled]) -> NamedGraph:
    """The description of the collection itself, as a graph named by its base."""
    return collection_graph_of(settings, (compiled.document for compiled in documents))


def collection_graph_of(settings: Settings, documents: Iterable[str]) -> NamedGraph:
    """The same, of documents by their IRIs."""
    graph, base = empty_graph(), URIRef(iris.require_base(settings.base))
    graph.add((base, URIRef(terms.TYPE), URIRef(terms.DATASET)))
    graph.add((base, URIRef(terms.TITLE), Literal(settings.title)))
    graph.add((base, URIRef(terms.LICENSE), URIRef(iris.require_iri(settings.license, where="license"))))
    graph.add((base, URIRef(terms.CONFORMS_TO), URIRef(terms.ONTOLOGY_VERSION)))
    for iri in documents:
        graph.add((base, URIRef(terms.HAS_PART), URIRef(iri)))
    if settings.publisher:
        who = URIRef(iris.agent(settings.base, "publisher"))
        graph.add((base, URIRef(terms.PUBLISHER), who))
        graph.add((who, URIRef(terms.TYPE), URIRef(terms.PROV_AGENT)))
        graph.add((who, URIRef(terms.PREF_LABEL), Literal(settings.publisher.name)))
        if settings.publisher.url:
            page = URIRef(iris.require_iri(settings.publisher.url, where="publisher.url"))
            graph.add((who, URIRef(terms.FOAF + "page"), page))
    return NamedGraph(iri=settings.base, graph=graph)
