"""The items of the stand-in as Wikidata's own RDF: https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format.

Written from the JSON, and by hand: what the queries ask has to be what Wikidata has, not what a library of ours makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from tests.wikidata_server.world import CONCEPTS, PROPERTIES, World

WIKIBASE, SCHEMA = "http://wikiba.se/ontology#", "http://schema.org/"
XSD, RDFS = "http://www.w3.org/2001/XMLSchema#", "http://www.w3.org/2000/01/rdf-schema#"
SKOS, PROV = "http://www.w3.org/2004/02/skos/core#", "http://www.w3.org/ns/prov#"
OWL, RDF = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ROOT = "http://www.wikidata.org/"
_KINDS = {
    "wikibase-item": "WikibaseItem",
    "time": "Time",
    "quantity": "Quantity",
    "globe-coordinate": "GlobeCoordinate",
    "url": "Url",
    "external-id": "ExternalId",
    "monolingualtext": "Monolingualtext",
    "string": "String",
}
_PATHS = {
    "claim": "prop",
    "directClaim": "prop/direct",
    "statementProperty": "prop/statement",
    "statementValue": "prop/statement/value",
    "qualifier": "prop/qualifier",
    "qualifierValue": "prop/qualifier/value",
    "reference": "prop/reference",
    "referenceValue": "prop/reference/value",
}
_RANKS = {"preferred": "PreferredRank", "normal": "NormalRank", "deprecated": "DeprecatedRank"}
_DATE = re.compile(r"[+](\d{4})-(\d\d)-(\d\d)T.*")

Term = ox.NamedNode | ox.BlankNode | ox.Literal


def ntriples_of(world: World) -> bytes:
    """All that the world holds, as N-Triples."""
    return ox.serialize(triples_of(world), format=ox.RdfFormat.N_TRIPLES) or b""


def triples_of(world: World) -> Iterator[ox.Triple]:
    """The triples of the items, the redirects and the properties."""
    for one in world.items.values():
        yield from _item(one)
    for old, new in world.redirects.items():
        yield _triple(f"{CONCEPTS}{old}", f"{OWL}sameAs", ox.NamedNode(f"{CONCEPTS}{new}"))
    for name, (label, datatype) in PROPERTIES.items():
        yield from _property(name, label, datatype)


def _item(one: Mapping[str, Any]) -> Iterator[ox.Triple]:
    iri, data = f"{CONCEPTS}{one['id']}", f"{ROOT}wiki/Special:EntityData/{one['id']}"
    yield _triple(iri, f"{RDF}type", ox.NamedNode(f"{WIKIBASE}Item"))
    yield _triple(data, f"{SCHEMA}about", ox.NamedNode(iri))
    yield _triple(iri, f"{SCHEMA}version", _typed(str(one["lastrevid"]), "integer"))
    yield _triple(iri, f"{SCHEMA}dateModified", _typed(one["modified"], "dateTime"))
    for language, term in (one["labels"] or {}).items():
        for name in (f"{RDFS}label", f"{SCHEMA}name", f"{SKOS}prefLabel"):
            yield _triple(iri, name, ox.Literal(term["value"], language=language))
    for language, term in (one["descriptions"] or {}).items():
        yield _triple(iri, f"{SCHEMA}description", ox.Literal(term["value"], language=language))
    for language, terms in (one["aliases"] or {}).items():
        for term in terms:
            yield _triple(iri, f"{SKOS}altLabel", ox.Literal(term["value"], language=language))
    for name, statements in (one["claims"] or {}).items():
        best = "preferred" if any(each["rank"] == "preferred" for each in statements) else "normal"
        for statement in statements:
            yield from _statement(iri, name, statement, best=statement["rank"] == best)


def _statement(iri: str, name: str, statement: Mapping[str, Any], *, best: bool) -> Iterator[ox.Triple]:
    node = f"{CONCEPTS}statement/{statement['id'].replace('$', '-')}"
    value, more = _value(statement["mainsnak"], node)
    yield _triple(iri, f"{ROOT}prop/{name}", ox.NamedNode(node))
    yield _triple(node, f"{RDF}type", ox.NamedNode(f"{WIKIBASE}Statement"))
    yield _triple(node, f"{WIKIBASE}rank", ox.NamedNode(f"{WIKIBASE}{_RANKS[statement['rank']]}"))
    yield _triple(node, f"{ROOT}prop/statement/{name}", value)
    if best:
        yield _triple(iri, f"{ROOT}prop/direct/{name}", value)
        yield _triple(node, f"{RDF}type", ox.NamedNode(f"{WIKIBASE}BestRank"))
    yield from _deep(node, f"prop/statement/value/{name}", more)
    for qualifier, snaks in statement.get("qualifiers", {}).items():
        for place, snak in enumerate(snaks):
            value, more = _value(snak, f"{node}-{qualifier}-{place}")
            yield _triple(node, f"{ROOT}prop/qualifier/{qualifier}", value)
            yield from _deep(node, f"prop/qualifier/value/{qualifier}", more)
    for place, reference in enumerate(statement.get("references", [])):
        source = f"{ROOT}reference/{reference.get('hash') or place}-{statement['id'].replace('$', '-')}"
        yield _triple(node, f"{PROV}wasDerivedFrom", ox.NamedNode(source))
        for given, snaks in reference["snaks"].items():
            for number, snak in enumerate(snaks):
                value, more = _value(snak, f"{source}-{given}-{number}")
                yield _triple(source, f"{ROOT}prop/reference/{given}", value)
                yield from _deep(source, f"prop/reference/value/{given}", more)


def _deep(node: str, path: str, more: list[ox.Triple]) -> Iterator[ox.Triple]:
    if more:
        yield ox.Triple(ox.NamedNode(node), ox.NamedNode(f"{ROOT}{path}"), more[0].subject)
        yield from more


def _value(snak: Mapping[str, Any], near: str) -> tuple[Term, list[ox.Triple]]:
    """The simple value of a snak, and the triples of its value node if it has one."""
    if snak["snaktype"] != "value":
        return ox.BlankNode(re.sub(r"\W", "", near)), []
    value, kind = snak["datavalue"]["value"], snak["datavalue"]["type"]
    node = f"{ROOT}value/{re.sub(r'[^0-9A-Za-z]', '', near)}"
    if kind == "wikibase-entityid":
        return ox.NamedNode(f"{CONCEPTS}{value['id']}"), []
    if kind == "monolingualtext":
        return ox.Literal(value["text"], language=value["language"]), []
    if kind == "string":
        return (ox.NamedNode(value) if snak["datatype"] == "url" else ox.Literal(value)), []
    if kind == "time":
        when = _typed(_day(value["time"]), "dateTime")
        return when, [
            _triple(node, f"{RDF}type", ox.NamedNode(f"{WIKIBASE}TimeValue")),
            _triple(node, f"{WIKIBASE}timeValue", when),
            _triple(node, f"{WIKIBASE}timePrecision", _typed(str(value["precision"]), "integer")),
            _triple(node, f"{WIKIBASE}timeTimezone", _typed("0", "integer")),
            _triple(node, f"{WIKIBASE}timeCalendarModel", ox.NamedNode(value["calendarmodel"])),
        ]
    if kind == "quantity":
        amount = _typed(str(value["amount"]), "decimal")
        made = [_triple(node, f"{WIKIBASE}quantityAmount", amount)]
        for member, name in (("upperBound", "quantityUpperBound"), ("lowerBound", "quantityLowerBound")):
            if value.get(member) is not None:
                made.append(_triple(node, f"{WIKIBASE}{name}", _typed(value[member], "decimal")))
        made.append(_triple(node, f"{WIKIBASE}quantityUnit", ox.NamedNode(f"{CONCEPTS}Q199")))
        return amount, made
    point = f"Point({value['longitude']} {value['latitude']})"
    where = ox.Literal(point, datatype=ox.NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral"))
    return where, [
        _triple(node, f"{WIKIBASE}geoLatitude", _typed(str(value["latitude"]), "double")),
        _triple(node, f"{WIKIBASE}geoLongitude", _typed(str(value["longitude"]), "double")),
        _triple(node, f"{WIKIBASE}geoGlobe", ox.NamedNode(value["globe"])),
    ]


def _day(time: str) -> str:
    """A day where the time names none, as Wikidata writes it: the first."""
    found = _DATE.fullmatch(time)
    if found is None:
        return time.lstrip("+")
    year, month, day = found.groups()
    return f"{year}-{month if month != '00' else '01'}-{day if day != '00' else '01'}T00:00:00Z"


def _property(name: str, label: str, datatype: str) -> Iterator[ox.Triple]:
    iri = f"{CONCEPTS}{name}"
    yield _triple(iri, f"{RDF}type", ox.NamedNode(f"{WIKIBASE}Property"))
    yield _triple(iri, f"{RDFS}label", ox.Literal(label, language="en"))
    yield _triple(iri, f"{WIKIBASE}propertyType", ox.NamedNode(f"{WIKIBASE}{_KINDS[datatype]}"))
    for member, path in _PATHS.items():
        yield _triple(iri, f"{WIKIBASE}{member}", ox.NamedNode(f"{ROOT}{path}/{name}"))


def _triple(subject: str, predicate: str, object_: Term) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), object_)


def _typed(text: str, kind: str) -> ox.Literal:
    bare = text.lstrip("+") if kind in ("decimal", "integer") else text
    return ox.Literal(bare, datatype=ox.NamedNode(f"{XSD}{kind}"))
