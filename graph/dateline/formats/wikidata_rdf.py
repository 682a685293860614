"""Our statements in the RDF shape of Wikidata: full statements with ranks, qualifiers, references and value nodes.

For queries as people write them for Wikidata (`p:`, `ps:`, `pq:`, `pr:`, `prov:wasDerivedFrom`, `wdt:`). The items are
Wikidata's; the nodes of statements, references and values are our own, under the base of the collection, and never in
Wikidata's namespaces of them. `dcterms:source` leads from a statement to our claims.
Specification: https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph as ox

from dateline import terms
from dateline.errors import ExportError
from dateline.iris import digest
from dateline.settings.wikibases import CONCEPTS
from dateline.statements import Draft, Drafts, drafts_of, wikidata_mapping
from dateline.wikibase import (
    ItemId,
    Monolingual,
    NoValue,
    Quantity,
    Reference,
    Snak,
    SomeValue,
    Statement,
    Text,
    Time,
    statement_json,
)
from dateline.wikibase.json_values import datavalue_of
from dateline.wikibase.model import DAY, JULIAN

if TYPE_CHECKING:
    from dateline.graph import Publication

FILE = "wikidata.ttl"
_WIKIDATA = "http://www.wikidata.org/"
_WIKIBASE = "http://wikiba.se/ontology#"
_PROP = f"{_WIKIDATA}prop/"
_NO_UNIT = f"{CONCEPTS}Q199"
_KINDS = {
    "wdt": ("direct/", "directClaim"),
    "p": ("", "claim"),
    "ps": ("statement/", "statementProperty"),
    "psv": ("statement/value/", "statementValue"),
    "pq": ("qualifier/", "qualifier"),
    "pqv": ("qualifier/value/", "qualifierValue"),
    "pr": ("reference/", "reference"),
    "prv": ("reference/value/", "referenceValue"),
    "wdno": ("novalue/", "novalue"),
}
"""Wikidata's namespaces of a property, and how its description names them."""

_TYPES = {
    "wikibase-item": "WikibaseItem",
    "time": "Time",
    "quantity": "Quantity",
    "monolingualtext": "Monolingualtext",
    "url": "Url",
}


def render(publication: Publication) -> Mapping[str, bytes]:
    """`wikidata.ttl`."""
    return render_drafts(drafts_of(publication))


def render_drafts(drafts: Drafts) -> Mapping[str, bytes]:
    """The same of drafts. Raises `ExportError` if they do not say under which base nodes are named."""
    if not drafts.base:
        raise ExportError("the drafts have no base under which nodes could be named.", where="wikidata-rdf")
    made = _Nodes(drafts.base)
    for draft in drafts.drafts:
        made.draft(draft)
    prefixes = {
        "wd": CONCEPTS,
        **{name: f"{_PROP}{path}" for name, (path, _) in _KINDS.items()},
        "wikibase": _WIKIBASE,
        **{name: terms.PREFIXES[name] for name in ("dcterms", "prov", "rdfs", "skos", "xsd")},
        "s": f"{drafts.base}statement/",
        "ref": f"{drafts.base}reference/",
        "v": f"{drafts.base}value/",
    }
    data = ox.serialize(made.triples(), format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    return {FILE: data or b""}


class _Nodes:
    """The triples of each node while they gather: items, then statements, references, values, properties."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.items: dict[str, dict[tuple[str, ox.NamedNode | ox.Literal], None]] = {}
        self.statements: dict[str, dict[tuple[str, ox.NamedNode | ox.Literal], None]] = {}
        self.references: dict[str, dict[tuple[str, ox.NamedNode | ox.Literal], None]] = {}
        self.values: dict[str, dict[tuple[str, ox.NamedNode | ox.Literal], None]] = {}
        self.properties: dict[str, dict[tuple[str, ox.NamedNode | ox.Literal], None]] = {}

    def triples(self) -> Iterable[ox.Triple]:
        for section in (self.items, self.statements, self.references, self.values, self.properties):
            for node, said in section.items():
                for predicate, value in said:
                    yield ox.Triple(ox.NamedNode(node), ox.NamedNode(predicate), value)

    def draft(self, draft: Draft) -> None:
        statement = draft.statement
        item = f"{CONCEPTS}{draft.item}" if draft.item.startswith("Q") else draft.item
        node = f"{self.base}statement/{digest(item, _key(replace(statement, references=(), id=None)))}"
        about = self.items.setdefault(item, {})
        about[f"{_PROP}{statement.main.property}", ox.NamedNode(node)] = None
        said = self.statements.setdefault(node, {})
        said[terms.TYPE, ox.NamedNode(f"{_WIKIBASE}Statement")] = None
        said[f"{_WIKIBASE}rank", ox.NamedNode(f"{_WIKIBASE}{statement.rank.capitalize()}Rank")] = None
        direct = self.snak(said, statement.main, "ps", node)
        if statement.rank != "deprecated" and direct is not None:
            about[f"{_PROP}direct/{statement.main.property}", direct] = None
        if draft.subject != item:
            self.items.setdefault(draft.subject, {})[terms.EXACT_MATCH, ox.NamedNode(item)] = None
        for snak in statement.qualifiers:
            self.snak(said, snak, "pq", node)
        for reference in statement.references:
            said[terms.PROV + "wasDerivedFrom", ox.NamedNode(self.reference(reference))] = None
        for claim in draft.claims:
            said[terms.SOURCE, ox.NamedNode(claim)] = None

    def reference(self, reference: Reference) -> str:
        node = (
            f"{self.base}reference/{digest(_key(Statement(main=reference.snaks[0], qualifiers=reference.snaks[1:])))}"
        )
        said = self.references.setdefault(node, {})
        said[terms.TYPE, ox.NamedNode(f"{_WIKIBASE}Reference")] = None
        for snak in reference.snaks:
            self.snak(said, snak, "pr", node)
        return node

    def snak(
        self, said: dict[tuple[str, ox.NamedNode | ox.Literal], None], snak: Snak, role: str, owner: str
    ) -> ox.NamedNode | ox.Literal | None:
        """Adds a snak to the triples of its owner; gives its simple value, null if there is none."""
        self.property(snak)
        if isinstance(snak.value, NoValue):
            said[terms.TYPE, ox.NamedNode(f"{_PROP}{_KINDS['wdno'][0]}{snak.property}")] = None
            return None
        simple = self.simple(snak, owner)
        said[f"{_PROP}{_KINDS[role][0]}{snak.property}", simple] = None
        if isinstance(snak.value, Time | Quantity):
            node = ox.NamedNode(self.value(snak.value))
            said[f"{_PROP}{_KINDS[f'{role}v'][0]}{snak.property}", node] = None
        return simple

    def simple(self, snak: Snak, owner: str) -> ox.NamedNode | ox.Literal:
        match snak.value:
            case ItemId(id=identifier):
                return ox.NamedNode(f"{CONCEPTS}{identifier}")
            case Text(text=words):
                return ox.NamedNode(words) if snak.datatype == "url" else ox.Literal(words)
            case Monolingual(text=words, language=language):
                return ox.Literal(words, language=language)
            case Time():
                return ox.Literal(_instant(snak.value), datatype=ox.NamedNode(f"{terms.XSD}dateTime"))
            case Quantity(amount=amount):
                return _decimal(f"{amount:f}")
            case SomeValue():
                return ox.NamedNode(f"{self.base}.well-known/genid/{digest(owner, snak.property)}")
            case _:
                raise ExportError(f"{snak.property}: this kind of value is not written as RDF.", where="wikidata-rdf")

    def value(self, value: Time | Quantity) -> str:
        node = f"{self.base}value/{digest(json.dumps(datavalue_of(value), sort_keys=True))}"
        said = self.values.setdefault(node, {})
        if isinstance(value, Time):
            said[terms.TYPE, ox.NamedNode(f"{_WIKIBASE}TimeValue")] = None
            for name, found in (
                ("timeValue", ox.Literal(_instant(value), datatype=ox.NamedNode(f"{terms.XSD}dateTime"))),
                ("timePrecision", _integer(value.precision)),
                ("timeTimezone", _integer(0)),
                ("timeCalendarModel", ox.NamedNode(value.calendar)),
            ):
                said[f"{_WIKIBASE}{name}", found] = None
            return node
        said[terms.TYPE, ox.NamedNode(f"{_WIKIBASE}QuantityValue")] = None
        for name, number in (
            ("quantityAmount", value.amount),
            ("quantityUpperBound", value.upper),
            ("quantityLowerBound", value.lower),
        ):
            if number is not None:
                said[f"{_WIKIBASE}{name}", _decimal(f"{number:f}")] = None
        unit = f"{CONCEPTS}{value.unit}" if value.unit else _NO_UNIT
        said[f"{_WIKIBASE}quantityUnit", ox.NamedNode(unit)] = None
        return node

    def property(self, snak: Snak) -> None:
        """Describes a property as Wikidata does, for queries that ask for it by its name."""
        said = self.properties.setdefault(f"{CONCEPTS}{snak.property}", {})
        said[terms.TYPE, ox.NamedNode(f"{_WIKIBASE}Property")] = None
        label = wikidata_mapping().label(snak.property)
        said[f"{terms.RDFS}label", ox.Literal(label, language="en")] = None
        if snak.datatype in _TYPES:
            said[f"{_WIKIBASE}propertyType", ox.NamedNode(f"{_WIKIBASE}{_TYPES[snak.datatype]}")] = None
        for path, name in _KINDS.values():
            said[f"{_WIKIBASE}{name}", ox.NamedNode(f"{_PROP}{path}{snak.property}")] = None


def _key(statement: Statement) -> str:
    """What makes a statement itself, as one text: the same whatever wrote it."""
    return json.dumps(statement_json(statement), sort_keys=True)


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(terms.INTEGER))


def _decimal(digits: str) -> ox.Literal:
    short = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return ox.Literal(short, datatype=ox.NamedNode(terms.DECIMAL))


def _instant(time: Time) -> str:
    """A time as an instant, 1 where its precision leaves zeros; of a day in the Julian calendar the Gregorian one.

    >>> _instant(Time(time="+1990-01-00T00:00:00Z", precision=10))
    '1990-01-01T00:00:00Z'
    >>> _instant(Time(time="+1453-05-29T00:00:00Z", calendar=JULIAN))
    '1453-06-07T00:00:00Z'
    """
    year, month, day = (int(part) for part in time.time.removeprefix("+").partition("T")[0].split("-"))
    if time.precision >= DAY and time.calendar == JULIAN:
        return f"{_gregorian(year, month, day).isoformat()}T00:00:00Z"
    return f"{year:04}-{month or 1:02}-{day or 1:02}T00:00:00Z"


def _gregorian(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Julian one, from year 1 on."""
    behind = year if month > 2 else year - 1
    ahead = behind // 100 - behind // 400 - 2
    start = date(year, month, min(day, 28)).toordinal() + day - min(day, 28)
    return date.fromordinal(max(start + ahead, 1))
