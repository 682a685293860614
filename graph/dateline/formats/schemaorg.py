"""schema.org JSON-LD (https://schema.org/) for search engines and other readers of that vocabulary.

Only what a claim licenses stands as a fact, and of that only what schema.org has a property for. Where the claims give
a single-valued property two values, neither stands as a fact. Everything that is said, licensed or not, stands as a
`Claim` with the words, their author and the document they appear in; what a claim is besides plainly asserted (denied,
hedged, believed …) are its keywords. Groups, which schema.org does not know, are a `Thing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from dateline import terms
from dateline.formats.edition import natural, union
from dateline.formats.json_text import Json, dumped
from dateline.formats.nodes import Node, followed

if TYPE_CHECKING:
    from dateline.graph import Publication

CONTEXT = "https://schema.org"

_CLASSES = (
    ("Event", "Event"),
    ("Person", "Person"),
    ("Organization", "Organization"),
    ("Polity", "AdministrativeArea"),
    ("Place", "Place"),
    ("Document", "CreativeWork"),
    ("Entity", "Thing"),
)
_IRIS = {
    "Event": {"location": "tookPlaceIn", "superEvent": "subEventOf"},
    "Place": {"containedInPlace": "locatedIn"},
    "AdministrativeArea": {"containedInPlace": "locatedIn"},
    "CreativeWork": {"publisher": "publisher"},
}
_DATES = {
    "Event": {"startDate": "startDate", "endDate": "endDate"},
    "CreativeWork": {"datePublished": "issued"},
}
_PLAIN_STANCES = frozenset(terms.VOC + name for name in ("positive", "certain", "asserted", "presupposed"))


def render(publication: Publication) -> Mapping[str, bytes]:
    """`graph.schema.jsonld`."""
    nodes = {node.iri: node for node in union(publication).nodes}
    mentioned = _mentioned(nodes)
    made = [
        *(_dataset(node) for node in nodes.values() if terms.DATASET in node.types),
        *(_thing(node, kind, nodes, mentioned) for node in nodes.values() if (kind := _class(node))),
        *(_quotation(node, nodes) for node in nodes.values() if terms.QUOTATION in node.types),
        *(_claim(node, nodes) for node in nodes.values() if terms.CLAIM in node.types),
    ]
    return {"graph.schema.jsonld": dumped({"@context": CONTEXT, "@graph": made})}


def _class(node: Node) -> str:
    """The schema.org class of a node, empty if it is none of the things that schema.org describes."""
    return next((name for own, name in _CLASSES if node.is_a(own)), "")


def _dataset(node: Node) -> Json:
    return _members(
        {"@type": "Dataset", "@id": node.iri, "name": node.value(terms.TITLE)},
        {"license": node.value(terms.LICENSE), "hasPart": _references(node, terms.HAS_PART)},
    )


def _thing(node: Node, kind: str, nodes: Mapping[str, Node], mentioned: Mapping[str, set[str]]) -> Json:
    facts: dict[str, Json] = {}
    for name, own in _IRIS.get(kind, {}).items():
        facts[name] = _references(node, terms.PREDICATES[own].iri)
    for name, own in _DATES.get(kind, {}).items():
        dates = [found.value for found in node.objects(terms.PREDICATES[own].iri) if isinstance(found, ox.Literal)]
        facts[name] = dates[0] if len(dates) == 1 else None
    if kind in ("Person", "Organization"):
        groups = followed(node, terms.PREDICATES["memberOf"].iri, nodes)
        facts["memberOf"] = _listed({"@id": each.iri} for each in groups if _class(each) == "Organization")
    if terms.SOURCE_DOCUMENT in node.types:
        facts |= {
            "inLanguage": node.value(terms.LANGUAGE),
            "license": node.value(terms.LICENSE),
            "url": node.value(terms.SOURCE),
            "mentions": _listed({"@id": iri} for iri in sorted(mentioned.get(node.iri, ()), key=natural)),
        }
    return _members(
        {"@type": kind, "@id": node.iri, "name": _text(node.objects(terms.TITLE) or node.objects(terms.PREF_LABEL))},
        {"alternateName": _text(node.objects(terms.ALT_LABEL)), "sameAs": _iris(node, terms.EXACT_MATCH)},
        facts,
    )


def _quotation(span: Node, nodes: Mapping[str, Node]) -> Json:
    return _members(
        {"@type": "Quotation", "@id": span.iri, "text": span.value(terms.ANCHOR_OF)},
        {
            "spokenByCharacter": _references(span, terms.ATTRIBUTED_TO),
            "isPartOf": _references(span, terms.REFERENCE_CONTEXT),
            **_relay(span, nodes),
        },
    )


def _claim(claim: Node, nodes: Mapping[str, Node]) -> Json:
    spans = followed(claim, terms.EVIDENCE, nodes)
    stances = (claim.value(role) for role in (terms.POLARITY, terms.CERTAINTY, terms.MODALITY))
    return _members(
        {
            "@type": "Claim",
            "@id": claim.iri,
            "text": " … ".join(span.value(terms.ANCHOR_OF) for span in spans),
            "author": _references(claim, terms.ATTRIBUTED_TO),
        },
        {
            **_relay(claim, nodes),
            "appearance": _references(claim, terms.ASSERTED_IN),
            "about": _references(claim, terms.SUBJECT),
            "keywords": _listed(value.removeprefix(terms.VOC) for value in stances if value not in _PLAIN_STANCES),
        },
    )


def _relay(node: Node, nodes: Mapping[str, Node]) -> Mapping[str, Json]:
    """Through whom the words came: a work is cited, anyone else contributed."""
    relays = followed(node, terms.RELAYED_BY, nodes)
    works = [relay for relay in relays if _class(relay) == "CreativeWork"]
    return {
        "citation": _listed({"@id": relay.iri} for relay in works),
        "contributor": _listed({"@id": relay.iri} for relay in relays if relay not in works),
    }


def _mentioned(nodes: Mapping[str, Node]) -> Mapping[str, set[str]]:
    """What the words of each document stand for, but for the document itself."""
    found: dict[str, set[str]] = {}
    for span in nodes.values():
        document = span.value(terms.REFERENCE_CONTEXT)
        for thing in followed(span, terms.DENOTES, nodes) if document else ():
            if _class(thing) and thing.iri != document:
                found.setdefault(document, set()).add(thing.iri)
    return found


def _references(node: Node, predicate: str) -> Json:
    return _listed({"@id": iri} for iri in _iris_of(node, predicate))


def _iris(node: Node, predicate: str) -> Json:
    return _listed(_iris_of(node, predicate))


def _iris_of(node: Node, predicate: str) -> Iterable[str]:
    return (found.value for found in node.objects(predicate) if isinstance(found, ox.NamedNode))


def _text(found: Iterable[object]) -> Json:
    """Texts as plain strings; schema.org takes the language from the document."""
    return _listed(each.value for each in found if isinstance(each, ox.Literal))


def _listed(values: Iterable[Json]) -> Json:
    """One value as itself, several as a list, none as null."""
    found = list(values)
    return found if len(found) > 1 else found[0] if found else None


def _members(*parts: Mapping[str, Json]) -> Json:
    """The members that have a value."""
    return {name: value for part in parts for name, value in part.items() if value not in (None, "", [])}
