"""A graph in print order: sections of nodes, nodes of statements. What every format writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from dateline import terms

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """A predicate with all its objects, in order."""

    predicate: ox.NamedNode
    objects: tuple[Term, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A subject with all that is said of it, in order. `types` are the IRIs of its classes."""

    subject: ox.NamedNode
    types: tuple[str, ...]
    statements: tuple[Statement, ...]

    @property
    def iri(self) -> str:
        """The subject's IRI."""
        return self.subject.value

    def objects(self, predicate: str) -> tuple[Term, ...]:
        """The objects of one predicate, by its IRI; none if it does not occur."""
        return next((said.objects for said in self.statements if said.predicate.value == predicate), ())

    def is_a(self, name: str) -> bool:
        """Whether it is an instance of a class of the ontology, by local name, or of one under it."""
        return any(kind.startswith(terms.DL) and terms.is_a(kind.removeprefix(terms.DL), name) for kind in self.types)

    def value(self, predicate: str) -> str:
        """The first object's lexical form or IRI; empty if there is none."""
        return next((found.value for found in self.objects(predicate) if not isinstance(found, ox.Triple)), "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """Nodes of one kind under a heading."""

    title: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf:
    """One graph in print order. `name` is the IRI of the graph, or null where it is the union of all."""

    name: str | None
    sections: tuple[Section, ...]

    @property
    def nodes(self) -> Iterator[Node]:
        """Every node, in order."""
        return (node for section in self.sections for node in section.nodes)

    @property
    def triples(self) -> Iterator[ox.Triple]:
        """Every triple, in order."""
        return (
            ox.Triple(node.subject, said.predicate, found)
            for node in self.nodes
            for said in node.statements
            for found in said.objects
        )


def followed(node: Node, predicate: str, nodes: Mapping[str, Node]) -> tuple[Node, ...]:
    """The nodes that a node's statements with one predicate lead to, as far as `nodes` has them."""
    return tuple(
        nodes[found.value]
        for found in node.objects(predicate)
        if isinstance(found, ox.NamedNode) and found.value in nodes
    )
