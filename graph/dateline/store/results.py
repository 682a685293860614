"""What a query gives: a table, a truth, or triples, with the engine's terms kept as they come.

Serialisations: SPARQL 1.1 Query Results JSON (https://www.w3.org/TR/sparql11-results-json/), XML
(https://www.w3.org/TR/rdf-sparql-XMLres/), CSV and TSV (https://www.w3.org/TR/sparql11-results-csv-tsv/); Turtle and
the other RDF formats for triples.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

import pyoxigraph as ox

from dateline import sparql, terms
from dateline.errors import ExportError, UsageError

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row: TypeAlias = tuple[Term | None, ...]
Value: TypeAlias = str | int | float | bool | Decimal | date | datetime | None

_Kind = TypeVar("_Kind")

TABLE_FORMATS: Mapping[str, ox.QueryResultsFormat] = MappingProxyType(
    {
        "json": ox.QueryResultsFormat.JSON,
        "xml": ox.QueryResultsFormat.XML,
        "csv": ox.QueryResultsFormat.CSV,
        "tsv": ox.QueryResultsFormat.TSV,
    }
)
TRIPLE_FORMATS: Mapping[str, ox.RdfFormat] = MappingProxyType(
    {
        "turtle": ox.RdfFormat.TURTLE,
        "nt": ox.RdfFormat.N_TRIPLES,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdfxml": ox.RdfFormat.RDF_XML,
    }
)
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
WHOLE = frozenset(
    terms.XSD + name
    for name in (
        "integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
        "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """The solutions of a SELECT: variables, without question marks, and rows of terms; None where unbound."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def python(self) -> list[dict[str, Value]]:
        """The rows as Python values: numbers, dates and truths as such, everything else as its text."""
        return [dict(zip(self.variables, map(python_value, row), strict=True)) for row in self.rows]

    def strings(self) -> list[dict[str, str]]:
        """The rows as text: IRIs and the lexical forms of literals; what is unbound is left out."""
        return [
            {name: str_of(term) for name, term in zip(self.variables, row, strict=True) if term is not None}
            for row in self.rows
        ]

    def terms(self) -> list[list[str | None]]:
        """The rows as SPARQL writes their terms, None where unbound; a blank node has no name, so its rows are none."""
        written = ([None if term is None else _written(term) for term in row] for row in self.rows)
        return [row for row in written if "" not in row]

    def render(self, format: str) -> bytes:  # noqa: A002 - the word everyone uses
        """The table as `json`, `xml`, `csv` or `tsv`, by the W3C's specifications."""
        kind = _format(format, TABLE_FORMATS, "a table")
        text = json.dumps(
            {
                "head": {"vars": list(self.variables)},
                "results": {"bindings": [_binding(self.variables, row) for row in self.rows]},
            },
            ensure_ascii=False,
        )
        return _encoded(text, kind)


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer to an ASK."""

    value: bool

    def __bool__(self) -> bool:
        return self.value

    def render(self, format: str) -> bytes:  # noqa: A002
        """The answer as `json` or `xml`; `csv` and `tsv` (for which the W3C defines none) give `true` or `false`."""
        kind = _format(format, TABLE_FORMATS, "a truth")
        if format in ("csv", "tsv"):
            return b"true\n" if self.value else b"false\n"
        return _encoded(json.dumps({"head": {}, "boolean": self.value}), kind)


@dataclass(frozen=True, slots=True)
class Triples:
    """The graph that a CONSTRUCT or DESCRIBE makes."""

    triples: tuple[ox.Triple, ...]

    def __len__(self) -> int:
        return len(self.triples)

    def render(self, format: str, *, prefixes: Mapping[str, str] = terms.PREFIXES) -> bytes:  # noqa: A002
        """The graph as `turtle`, `nt`, `jsonld` or `rdfxml`, its triples sorted, each once."""
        kind = _format(format, TRIPLE_FORMATS, "triples")
        ordered = sorted(set(self.triples), key=str)
        try:
            # The engine declares prefixes in no fixed order, so only Turtle has them, sorted.
            written = ox.serialize(ordered, format=kind, prefixes=dict(prefixes) if format == "turtle" else None) or b""
        except ValueError as error:
            raise ExportError(f"the graph cannot be written as {format}: {error}.") from error
        if format == "rdfxml":
            return _xml(written)
        if format != "turtle":
            return written
        lines = written.splitlines(keepends=True)
        declared = next((n for n, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
        return b"".join([*sorted(lines[:declared]), b"\n", *lines[declared:]])


Result: TypeAlias = Table | Truth | Triples


def _written(term: Term) -> str:
    """A term as SPARQL writes it; nothing for one that cannot be named."""
    if isinstance(term, ox.Literal):
        return sparql.literal(term.value, datatype=term.datatype.value, language=term.language)
    return sparql.iri(term.value) if isinstance(term, ox.NamedNode) else ""


def result_of(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Result:
    """An engine's answer, read to its end."""
    try:
        if isinstance(answer, ox.QueryBoolean):
            return Truth(bool(answer))
        if isinstance(answer, ox.QueryTriples):
            return Triples(tuple(answer))
        return Table(tuple(variable.value for variable in answer.variables), tuple(map(tuple, answer)))
    finally:
        # An answer that fails belongs to this thread and must end in it, not with the error that holds this frame.
        del answer


def python_value(term: Term | None) -> Value:
    """A term as Python has it; a number or date whose text does not fit its datatype stays text.

    >>> python_value(ox.Literal("133", datatype=ox.NamedNode(terms.INTEGER)))
    133
    """
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return str_of(term)
    kind, text = term.datatype.value, term.value
    try:
        if kind in WHOLE:
            return int(text)
        if kind == terms.DECIMAL:
            return Decimal(text)
        if kind in (terms.XSD + "double", terms.XSD + "float"):
            return float(text)
        if kind == terms.DATE:
            return date.fromisoformat(text)
        if kind == terms.XSD + "dateTime":
            return datetime.fromisoformat(text)
    except (ValueError, ArithmeticError):
        return text
    if kind == terms.BOOLEAN:
        return text in ("true", "1")
    return text


def str_of(term: Term) -> str:
    """The IRI of a term or the lexical form of a literal; blank nodes and triples in Turtle's notation."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _binding(variables: Iterable[str], row: Row) -> dict[str, Any]:
    return {name: _json(term) for name, term in zip(variables, row, strict=True) if term is not None}


def _json(term: Term) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        return {
            "type": "triple",
            "value": {"subject": _json(term.subject), "predicate": _json(term.predicate), "object": _json(term.object)},
        }
    if term.language is not None:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype.value == terms.STRING:
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def _encoded(text: str, kind: ox.QueryResultsFormat) -> bytes:
    """Results JSON in another of the W3C's formats, written by the engine."""
    if kind == ox.QueryResultsFormat.JSON:
        return text.encode() + b"\n"
    answer = ox.parse_query_results(text, ox.QueryResultsFormat.JSON)
    written = answer.serialize(format=kind) or b""
    return _xml(written) if kind == ox.QueryResultsFormat.XML else written


def _xml(written: bytes) -> bytes:
    """The engine's XML, where XML can carry it: it writes all characters as they are."""
    text = written.decode()
    found = _NOT_XML.search(text)
    if found:
        raise ExportError(
            f"XML cannot carry the character U+{ord(found[0]):04X}.", remedy="Choose another format, such as json."
        )
    return text.replace("\r", "&#13;").encode()


def _format(name: str, known: Mapping[str, _Kind], what: str) -> _Kind:
    if name not in known:
        raise UsageError(f"{what} cannot be written as {name!r}.", remedy=f"Choose one of {', '.join(known)}.")
    return known[name]
