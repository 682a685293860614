"""JSON for people who write JavaScript: one tree for each document, entity and event, with what is needed embedded.

An event carries its direct statements, its participants with their labels, and every claim about it with the words, the
voice, the relay and how sure the source is. It is still JSON-LD 1.1: `documents`, `entities` and `events` are
`@included`; `claims`, `mentions` and `quotations` are reverse properties; and its RDF is a part of the graph.

    for (const event of data.events)
      for (const claim of event.claims ?? [])
        console.log(claim.attributedTo.label.en, claim.predicate, claim.evidence[0].quote)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from dateline import terms
from dateline.formats import jsonld
from dateline.formats.edition import union
from dateline.formats.json_text import Json, dumped
from dateline.formats.nodes import Leaf

if TYPE_CHECKING:
    from dateline.graph import Publication

Frame: TypeAlias = Mapping[str, "Frame | None"]
"""Which members a node shows: null where a value stays, a frame where the node it names is put in its place."""

_SPAN: Frame = {terms.ANCHOR_OF: None, terms.BEGIN_INDEX: None, terms.END_INDEX: None}
_CARD: Frame = dict.fromkeys(("@type", terms.PREF_LABEL, terms.TITLE, terms.EDTF, terms.EARLIEST, terms.LATEST))
_CLAIM: Frame = {
    **dict.fromkeys(("@type", terms.PREDICATE, terms.PREDICATE_TEXT, terms.ASSERTED_IN, terms.CONFIDENCE)),
    **dict.fromkeys((terms.POLARITY, terms.CERTAINTY, terms.MODALITY, terms.REPORTING_MODE)),
    **dict.fromkeys((terms.QUANTIFIER, terms.INFERENCE)),
    terms.OBJECT: _CARD,
    terms.ATTRIBUTED_TO: _CARD,
    terms.RELAYED_BY: _CARD,
    terms.TIME_SCOPE: _CARD,
    terms.EVIDENCE: _SPAN,
}
_QUOTATION: Frame = {"@type": None, **_SPAN, terms.ATTRIBUTED_TO: _CARD, terms.RELAYED_BY: _CARD, terms.CUE: _SPAN}
_LISTS = ("documents", "entities", "events")


def render(publication: Publication) -> Mapping[str, bytes]:
    """`graph.framed.json`: the collection, with the lists `documents`, `entities` and `events`."""
    forest = _Forest.of(union(publication))
    top, *rest = jsonld.compact(
        [forest.framed(publication.settings.base, forest.own(publication.settings.base)), *forest.trees()], context()
    )
    kinds = forest.kinds()
    lists = {name: [tree for tree in rest if kinds[tree["id"]] == name] for name in _LISTS}
    return {"graph.framed.json": dumped({"@context": context(), **top, **lists})}


@cache
def context() -> Json:
    """The ontology's context with the names of the trees: lists, reverse properties, dates by their precision."""
    dates = {
        f"{name}{precision}": {"@id": iri, "@type": f"xsd:{datatype}", "@container": "@set"}
        for name, iri in (("start", "dl:startDate"), ("end", "dl:endDate"), ("issued", "dcterms:issued"))
        for precision, datatype in (("Date", "date"), ("Month", "gYearMonth"), ("Year", "gYear"))
    }
    return {
        **{name: said for name, said in jsonld.context().items() if name not in _RENAMED},
        **dates,
        **dict.fromkeys(_LISTS, "@included"),
        "claims": {"@reverse": "rdf:subject", "@container": "@set"},
        "mentions": {"@reverse": "dl:denotes", "@container": "@set"},
        "quotations": {"@reverse": "nif:referenceContext", "@container": "@set"},
        "quote": "nif:anchorOf",
        "begin": {"@id": "nif:beginIndex", "@type": "xsd:integer"},
        "end": {"@id": "nif:endIndex", "@type": "xsd:integer"},
    }


_RENAMED = frozenset({"issued", "anchorOf", "beginIndex", "endIndex"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Forest:
    """The expanded nodes of a graph by IRI, and what points back at each."""

    leaf: Leaf
    nodes: Mapping[str, Json]
    pointing: Mapping[tuple[str, str], list[str]]

    @classmethod
    def of(cls, leaf: Leaf) -> _Forest:
        nodes = {node["@id"]: node for node in jsonld.expanded(leaf)}
        pointing: dict[tuple[str, str], list[str]] = {}
        for iri, node in nodes.items():
            for role in (terms.SUBJECT, terms.DENOTES, terms.REFERENCE_CONTEXT):
                for named in node.get(role, ()):
                    pointing.setdefault((role, named["@id"]), []).append(iri)
        return cls(leaf=leaf, nodes=MappingProxyType(nodes), pointing=pointing)

    def kinds(self) -> Mapping[str, str]:
        """In which list each node that has a tree stands."""
        return {
            node.iri: "events" if node.is_a("Event") else "documents" if node.is_a("Document") else "entities"
            for node in self.leaf.nodes
            if node.is_a("Entity") or node.is_a("Document")
        }

    def trees(self) -> Iterable[Json]:
        """The trees, in the order of the edition."""
        for iri in self.kinds():
            yield {**self.framed(iri, self.own(iri)), **self._behind(iri)}

    def own(self, iri: str) -> Frame:
        """Everything that is said of a node itself, with cards for the nodes it names."""
        return {name: None if name.startswith("@") else _CARD for name in self.nodes[iri] if name != terms.HAS_PART}

    def framed(self, iri: str, frame: Frame) -> Json:
        """A node as far as a frame shows it; only its IRI if the graph says nothing of it."""
        node = self.nodes.get(iri, {})
        return {"@id": iri} | {
            name: node[name] if inner is None else [self._within(value, inner) for value in node[name]]
            for name, inner in frame.items()
            if name in node
        }

    def _within(self, value: Json, frame: Frame) -> Json:
        return self.framed(value["@id"], frame) if "@id" in value else value

    def _behind(self, iri: str) -> Json:
        """What points at a node: claims about it, words for it, quotations in it."""
        quotations = (
            span
            for span in self.pointing.get((terms.REFERENCE_CONTEXT, iri), ())
            if terms.ATTRIBUTED_TO in self.nodes[span] or terms.QUOTATION in self.nodes[span].get("@type", ())
        )
        found = {
            terms.SUBJECT: [self.framed(claim, _CLAIM) for claim in self.pointing.get((terms.SUBJECT, iri), ())],
            terms.DENOTES: [self.framed(span, _SPAN) for span in self.pointing.get((terms.DENOTES, iri), ())],
            terms.REFERENCE_CONTEXT: [self.framed(span, _QUOTATION) for span in quotations],
        }
        behind = {role: values for role, values in found.items() if values}
        return {"@reverse": behind} if behind else {}
