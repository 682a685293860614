"""RDF 1.2 Turtle: each claim reifies the triple it is about, as a triple term.

`rdf:subject`, `rdf:predicate` and `rdf:object` of a claim become one `rdf:reifies <<( s p o )>>`; the claim keeps its
IRI, and `described` gives the RDF 1.1 form back. Specification: https://www.w3.org/TR/rdf12-turtle/ (Candidate
Recommendation). rdflib does not read it yet; Oxigraph and Jena do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from dateline import terms
from dateline.formats.edition import union
from dateline.formats.nodes import Leaf, Node, Statement
from dateline.formats.turtle import Names, preamble, sections, written

if TYPE_CHECKING:
    from dateline.graph import Publication

_PARTS = (terms.SUBJECT, terms.PREDICATE, terms.OBJECT)


def render(publication: Publication) -> Mapping[str, bytes]:
    """`graph.rdf12.ttl`: the graph of the Turtle, with a reifier for each claim."""
    leaf = reified(union(publication))
    names = Names.of(publication, leaf)
    lines = ['VERSION "1.2"', "", *preamble(publication), *names.header(), *sections(leaf, names)]
    return {"graph.rdf12.ttl": written(lines)}


def reified(leaf: Leaf) -> Leaf:
    """The same graph with each claim's three statements about its triple as one."""
    return replace(
        leaf,
        sections=tuple(
            replace(
                section, nodes=tuple(_reifier(node) if terms.CLAIM in node.types else node for node in section.nodes)
            )
            for section in leaf.sections
        ),
    )


def described(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The RDF 1.1 form of a graph: what reifies a triple has its subject, predicate and object.

    >>> a, b = ox.NamedNode("http://a.org/"), ox.NamedNode("http://b.org/")
    >>> len(list(described([ox.Triple(a, ox.NamedNode(terms.REIFIES), ox.Triple(a, b, b))])))
    3
    """
    for triple in triples:
        about = triple.object
        if triple.predicate.value == terms.REIFIES and isinstance(about, ox.Triple):
            for role, part in zip(_PARTS, (about.subject, about.predicate, about.object), strict=True):
                yield ox.Triple(triple.subject, ox.NamedNode(role), part)
        else:
            yield triple


def _reifier(claim: Node) -> Node:
    subject, predicate, found = (claim.objects(role) for role in _PARTS)
    if not (len(subject) == len(predicate) == len(found) == 1):
        return claim
    (s,), (p,), (o,) = subject, predicate, found
    if not isinstance(s, ox.NamedNode) or not isinstance(p, ox.NamedNode):
        return claim
    reifies = Statement(predicate=ox.NamedNode(terms.REIFIES), objects=(ox.Triple(s, p, o),))
    rest = [said for said in claim.statements if said.predicate.value not in _PARTS]
    place = next((number for number, said in enumerate(rest) if said.predicate.value != terms.TYPE), len(rest))
    return replace(claim, statements=(*rest[:place], reifies, *rest[place:]))
