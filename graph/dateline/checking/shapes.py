"""The shapes as the fast tier and the reports know them: names, severities, messages, remedies, SELECTs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

import pyoxigraph as ox

from dateline import terms
from dateline.checking.findings import Severity
from dateline.errors import VocabularyError
from dateline.resources import ontology, queries
from dateline.yaml12 import parse_yaml

SH = "http://www.w3.org/ns/shacl#"
_SEVERITIES: Mapping[str, Severity] = {SH + "Violation": "violation", SH + "Warning": "warning", SH + "Info": "info"}
_PREFIXES: Mapping[str, str] = {**terms.PREFIXES, "owl": "http://www.w3.org/2002/07/owl#"}
_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """A node shape or a property shape; `name` is that of the node shape, `path` the property in short, if any."""

    iri: str
    name: str
    severity: Severity
    message: str
    remedy: str
    path: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Constraint:
    """A SPARQL constraint: its SELECT with prefixes, its message with `{?variables}`, and what it looks at.

    `nodes` and `classes` are IRIs; `subjects_of` are properties, whose subjects are looked at.
    """

    iri: str
    shape: Shape
    select: str
    message: str
    nodes: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    subjects_of: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """A check query: the SELECT equivalent of a Core shape. Its rows bind `?this`, `?shape` and perhaps `?value`."""

    name: str
    shape: str
    severity: Severity
    message: str
    remedy: str
    select: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """One result of a shape, in either tier.

    `focus` and `value` are N-Triples terms, `value` empty if there is none; `path` is a property in short, or empty.
    """

    shape: Shape
    focus: str
    path: str
    value: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Shapes:
    """All of `shapes.ttl`: the shapes by IRI, and the SPARQL constraints."""

    by_iri: Mapping[str, Shape]
    constraints: tuple[Constraint, ...]


def fill(message: str, values: Mapping[str, str]) -> str:
    """A message with its variables put in, as SHACL engines do.

    >>> fill("{?b} to {?e} of {$this}", {"b": "3", "e": "7", "this": "x"})
    '3 to 7 of x'
    """
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), message)


@cache
def shapes() -> Shapes:
    """The shapes of this installation, parsed once."""
    graph = _Graph(ontology("shapes.ttl").read_bytes())
    parents = {prop.value: node.value for node, prop in graph.pairs("property")}
    found = {
        iri: Shape(
            iri=iri,
            name=parents.get(iri, iri).removeprefix(terms.SHAPES),
            severity=graph.severity(iri),
            message=graph.text(iri, SH + "message"),
            remedy=graph.text(iri, terms.REMEDY),
            path=graph.path(iri),
        )
        for iri in graph.typed("NodeShape", "PropertyShape")
    }
    prefixes = graph.prefixes()
    constraints = [
        Constraint(
            iri=constraint.value,
            shape=found[node.value],
            select=f"{prefixes}\n{graph.text(constraint.value, SH + 'select')}",
            message=graph.text(constraint.value, SH + "message"),
            nodes=graph.iris(node.value, SH + "targetNode"),
            classes=graph.iris(node.value, SH + "targetClass"),
            subjects_of=graph.iris(node.value, SH + "targetSubjectsOf"),
        )
        for node, constraint in graph.pairs("sparql")
    ]
    return Shapes(by_iri=found, constraints=tuple(sorted(constraints, key=lambda one: one.iri)))


@cache
def checks() -> tuple[Check, ...]:
    """The check queries of this installation, by name."""
    return tuple(_check(path.stem, path.read_text(encoding="utf-8")) for path in queries("checks"))


def _check(name: str, source: str) -> Check:
    header = "\n".join(line[2:].removeprefix(" ") for line in source.splitlines() if line.startswith("#+"))
    data = parse_yaml(header, file=f"{name}.rq").data
    fields = ("shape", "severity", "message", "remedy")
    if not isinstance(data, Mapping) or any(not isinstance(data.get(field), str) for field in fields):
        raise VocabularyError(
            f"the header of the check {name!r} lacks one of {', '.join(fields)}.",
            where=f"{name}.rq",
            remedy="Begin the file with lines such as '#+ shape: Claim'.",
        )
    return Check(
        name=name,
        shape=str(data["shape"]),
        severity=cast("Severity", data["severity"]),
        message=str(data["message"]),
        remedy=str(data["remedy"]),
        select=source,
    )


class _Graph:
    """The shapes graph while it is read."""

    def __init__(self, source: bytes) -> None:
        self.store = ox.Store()
        self.store.bulk_extend(ox.parse(source, ox.RdfFormat.TURTLE))

    def objects(self, subject: str, predicate: str) -> list[ox.NamedNode | ox.BlankNode | ox.Literal]:
        pattern = self.store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
        return [cast("ox.NamedNode | ox.BlankNode | ox.Literal", quad.object) for quad in pattern]

    def iris(self, subject: str, predicate: str) -> tuple[str, ...]:
        return tuple(sorted(node.value for node in self.objects(subject, predicate)))

    def text(self, subject: str, predicate: str) -> str:
        return next((literal.value for literal in self.objects(subject, predicate)), "")

    def severity(self, iri: str) -> Severity:
        return _SEVERITIES[self.text(iri, SH + "severity") or SH + "Violation"]

    def pairs(self, name: str) -> list[tuple[ox.NamedNode, ox.NamedNode]]:
        return [
            (quad.subject, quad.object)
            for quad in self.store.quads_for_pattern(None, ox.NamedNode(SH + name), None)
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
        ]

    def typed(self, *names: str) -> list[str]:
        return sorted(
            quad.subject.value
            for name in names
            for quad in self.store.quads_for_pattern(None, ox.NamedNode(terms.TYPE), ox.NamedNode(SH + name))
            if isinstance(quad.subject, ox.NamedNode)
        )

    def path(self, iri: str) -> str:
        for node in self.objects(iri, SH + "path"):
            if isinstance(node, ox.NamedNode):
                return short(node.value)
            if isinstance(node, ox.BlankNode):
                for quad in self.store.quads_for_pattern(node, ox.NamedNode(SH + "inversePath"), None):
                    return "^" + short(cast("ox.NamedNode", quad.object).value)
        return ""

    def prefixes(self) -> str:
        declared = [quad.object for quad in self.store.quads_for_pattern(None, ox.NamedNode(SH + "declare"), None)]
        return "\n".join(sorted(f"PREFIX {self.of(one, 'prefix')}: <{self.of(one, 'namespace')}>" for one in declared))

    def of(self, node: object, name: str) -> str:
        pattern = self.store.quads_for_pattern(cast("ox.BlankNode", node), ox.NamedNode(SH + name), None)
        return next(cast("ox.Literal", quad.object).value for quad in pattern)


def short(iri: str) -> str:
    """An IRI with its prefix, where it has one of ours.

    >>> short("https://w3id.org/dateline/ns#evidence"), short("http://www.w3.org/2002/07/owl#sameAs")
    ('dl:evidence', 'owl:sameAs')
    """
    for prefix, namespace in _PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and re.fullmatch(r"[\w-]+", local):
            return f"{prefix}:{local}"
    return iri


def expand(name: str) -> str:
    """The IRI of a name as `short` gives it.

    >>> expand(short("https://w3id.org/dateline/ns#evidence"))
    'https://w3id.org/dateline/ns#evidence'
    """
    prefix, _, local = name.partition(":")
    return _PREFIXES[prefix] + local if prefix in _PREFIXES else name
