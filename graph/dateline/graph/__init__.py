"""Readings as RDF: `build` compiles one, `publication` gathers a collection."""

from __future__ import annotations

from dateline.graph.builder import build
from dateline.graph.dataset import Compiled, NamedGraph, Publication, collection_graph, collection_graph_of, publication

__all__ = ["Compiled", "NamedGraph", "Publication", "build", "collection_graph", "collection_graph_of", "publication"]
