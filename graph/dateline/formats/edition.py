"""The order in which a publication is printed: sections, nodes, statements. Every format starts here.

The order is that of an edition for people, and the same on every machine: the collection, the documents, who and what
is spoken of, the events, the times, the claims in the order of their words, the words themselves, the record of how it
was made. Terms are turned once from rdflib's to pyoxigraph's and never pass through a store, which rewrites literals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from weakref import WeakKeyDictionary

import pyoxigraph as ox

from dateline import terms
from dateline.formats.nodes import Leaf, Node, Section, Statement, Term, followed
from dateline.formats.oxigraph_terms import Spo, Terms

if TYPE_CHECKING:
    from dateline.graph import Publication

Key: TypeAlias = tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kind:
    title: str
    classes: frozenset[str]


def _under(*ancestors: str) -> frozenset[str]:
    return frozenset(terms.DL + name for name in terms.CLASSES if any(terms.is_a(name, above) for above in ancestors))


_EVENTS = _under("Event")
_KINDS = (
    _Kind(title="The collection", classes=frozenset({terms.DATASET})),
    _Kind(title="The documents", classes=frozenset({terms.SOURCE_DOCUMENT})),
    _Kind(title="Claims, in the order of their words", classes=frozenset({terms.CLAIM})),
    _Kind(title="The words", classes=frozenset({terms.TEXT_SPAN, terms.QUOTATION})),
    _Kind(title="Events", classes=_EVENTS),
    _Kind(title="People, organisations, places", classes=_under("Entity") - _EVENTS),
    _Kind(title="Documents that are spoken of", classes=frozenset({terms.DOCUMENT})),
    _Kind(title="Times", classes=frozenset({terms.TIME_SPAN})),
    _Kind(
        title="How this was made",
        classes=frozenset(
            {terms.EXTRACTION_RUN, terms.ACTIVITY, terms.PROV_AGENT, terms.SOFTWARE_AGENT, terms.PROV_PERSON}
        ),
    ),
)
_OTHER = "Other statements"
_ORDER = (
    "The collection",
    "The documents",
    "Documents that are spoken of",
    "People, organisations, places",
    "Events",
    "Times",
    "Claims, in the order of their words",
    "The words",
    "How this was made",
    _OTHER,
)

_PREDICATES = {
    predicate: place
    for place, predicate in enumerate(
        (
            terms.TYPE,
            terms.PREF_LABEL,
            terms.TITLE,
            terms.ALT_LABEL,
            terms.DESCRIPTION,
            terms.ANCHOR_OF,
            terms.DENOTES,
            terms.SUBJECT,
            terms.PREDICATE,
            terms.OBJECT,
            terms.ASSERTED_IN,
            terms.ATTRIBUTED_TO,
            terms.RELAYED_BY,
            terms.CUE,
            terms.EVIDENCE,
            terms.PREDICATE_TEXT,
            terms.POLARITY,
            terms.CERTAINTY,
            terms.MODALITY,
            terms.REPORTING_MODE,
            terms.INFERENCE,
            terms.QUANTIFIER,
            terms.TIME_SCOPE,
            terms.CONFIDENCE,
            terms.CONFLICTS_WITH,
            terms.REFERENCE_CONTEXT,
            terms.BEGIN_INDEX,
            terms.END_INDEX,
            terms.EDTF,
            terms.EARLIEST,
            terms.LATEST,
            terms.ANCHORED_TO,
            terms.DL + "startDate",
            terms.DL + "endDate",
            terms.DL + "time",
            terms.DL + "tookPlaceIn",
            *(
                said.iri
                for said in terms.PREDICATES.values()
                if said.iri.startswith(terms.DL) and said.name not in ("startDate", "endDate", "time", "tookPlaceIn")
            ),
            terms.ISSUED,
            terms.PUBLISHER,
            terms.LANGUAGE,
            terms.SOURCE,
            terms.FORMAT,
            terms.LICENSE,
            terms.CONFORMS_TO,
            terms.HAS_PART,
            terms.EXACT_MATCH,
            terms.CLOSE_MATCH,
            terms.POLICY,
            terms.USED,
            terms.WAS_ASSOCIATED_WITH,
            terms.WAS_ATTRIBUTED_TO,
            terms.WAS_GENERATED_BY,
            terms.PUBLISHED_TEXT,
            terms.TEXT_HASH,
            terms.IS_STRING,
        )
    )
}

_DIGITS = re.compile("([0-9]+)")


def natural(text: str) -> Key:
    """A sort key under which numbers inside a text count as numbers.

    >>> sorted(["t10", "t9", "t1"], key=natural)
    ['t1', 't9', 't10']
    """
    return tuple(
        ("0", len(part.lstrip("0")), part.lstrip("0") + "/" + part) if place % 2 else (part, 0, "")
        for place, part in enumerate(_DIGITS.split(text))
    )


def predicate_key(iri: str) -> tuple[int, str]:
    """Where a predicate stands among the statements of a node."""
    return _PREDICATES.get(iri, len(_PREDICATES)), iri


_UNIONS: WeakKeyDictionary[Publication, Leaf] = WeakKeyDictionary()
"""Most formats begin with it, and it takes a fifth of the time of a publication."""


def union(publication: Publication) -> Leaf:
    """Everything that is published as one graph, every triple once.

    Raises `ExportError` where a term cannot be written in RDF, and for blank nodes, which have no name to be cited by.
    """
    if publication not in _UNIONS:
        convert = Terms()
        _UNIONS[publication] = leaf_of(
            None, {triple for named in publication.graphs for triple in convert.triples(named.graph, named.iri)}
        )
    return _UNIONS[publication]


def leaves(publication: Publication) -> tuple[Leaf, ...]:
    """The collection's graph and one graph for each document, each under its name. Raises as `union` does."""
    convert = Terms()
    return tuple(leaf_of(named.iri, convert.triples(named.graph, named.iri)) for named in publication.graphs)


def leaf_of(name: str | None, triples: Iterable[Spo]) -> Leaf:
    """Triples, each given once, in print order; `name` is the graph's, or null for a union of graphs."""
    said: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
    for subject, predicate, obj in triples:
        said.setdefault(subject.value, {}).setdefault(predicate.value, []).append(obj)
    nodes: dict[str, list[Node]] = {title: [] for title in _ORDER}
    by_iri = {iri: _node(iri, statements) for iri, statements in said.items()}
    for node in by_iri.values():
        nodes[_title(node)].append(node)
    return Leaf(
        name=name,
        sections=tuple(
            Section(title=title, nodes=tuple(sorted(found, key=lambda node: _place(node, by_iri))))
            for title, found in nodes.items()
            if found
        ),
    )


def _node(iri: str, said: Mapping[str, list[ox.NamedNode | ox.Literal]]) -> Node:
    statements = tuple(
        Statement(predicate=ox.NamedNode(predicate), objects=_sorted(objects))
        for predicate, objects in sorted(said.items(), key=lambda item: predicate_key(item[0]))
    )
    return Node(
        subject=ox.NamedNode(iri),
        types=tuple(sorted(found.value for found in said.get(terms.TYPE, ()))),
        statements=statements,
    )


def _sorted(objects: list[ox.NamedNode | ox.Literal]) -> tuple[Term, ...]:
    return tuple(sorted(objects, key=_object_key)) if len(objects) > 1 else tuple(objects)


def _object_key(found: Term) -> tuple[bool, Key, str, str]:
    if isinstance(found, ox.Literal):
        return True, natural(found.value), found.language or "", found.datatype.value
    return False, natural(str(found)), "", ""


def _title(node: Node) -> str:
    return next((kind.title for kind in _KINDS if not kind.classes.isdisjoint(node.types)), _OTHER)


def _place(node: Node, by_iri: Mapping[str, Node]) -> tuple[Key, Key, Key, Key]:
    """Claims and spans stand in the order of the text, everything else in that of its IRIs."""
    words = followed(node, terms.EVIDENCE, by_iri) if terms.CLAIM in node.types else ()
    return (*_offsets(min(words, key=_offsets, default=node)), natural(node.iri))


def _offsets(span: Node) -> tuple[Key, Key, Key]:
    context, begin, end = (span.value(name) for name in (terms.REFERENCE_CONTEXT, terms.BEGIN_INDEX, terms.END_INDEX))
    return natural(context), natural(begin), natural(end)
