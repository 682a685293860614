"""Findings for people (text), for programs (JSON) and as linked data (a SHACL validation report in Turtle)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from textwrap import fill as wrap
from typing import Literal, TypeAlias, cast
from uuid import NAMESPACE_URL, uuid5

import pyoxigraph as ox

from dateline.checking.facts import Term
from dateline.checking.findings import SEVERITIES, Finding, in_order
from dateline.checking.shapes import SH, Shape, expand, shapes, short
from dateline.errors import UsageError
from dateline.terms import ANCHOR_OF, DL, PREFIXES, REMEDY, SHAPES, TYPE

Form: TypeAlias = Literal["text", "json", "turtle"]

MOST_OF_A_SHAPE = 5
"""How many findings of one shape the text shows; JSON and Turtle hold them all."""

_TYPE = ox.NamedNode(TYPE)
_WIDTH = 100
_LONGEST = 300
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_IRI = re.compile(r"<?(https?://[^\s<>\"“”]+[^\s<>\"“”.,;:])>?")
_TITLES = {"violation": "Violations", "warning": "Warnings", "info": "Notes"}
_SINGULAR = {"violation": "violation", "warning": "warning", "info": "note"}


def render_findings(findings: Iterable[Finding], form: Form = "text") -> str:
    """Findings as text (one paragraph each, by severity), as JSON (an array of objects) or as Turtle.

    The Turtle is a W3C validation report without blank nodes, each result with `ds:remedy`. The same findings give the
    same text. Raises `UsageError` for another form.
    """
    found = in_order(findings)
    if form == "text":
        return "\n".join(_text(found)) + "\n"
    if form == "json":
        return json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=2) + "\n"
    if form == "turtle":
        return _turtle(found)
    raise UsageError(f"there is no form {form!r} of findings.", remedy="Use text, json or turtle.")


def _text(found: tuple[Finding, ...]) -> Iterator[str]:
    if not found:
        yield "It conforms: no violations, no warnings, no notes."
        return
    counts = {severity: sum(finding.severity == severity for finding in found) for severity in SEVERITIES}
    yield ", ".join(
        f"{count} {_SINGULAR[severity]}{'' if count == 1 else 's'}" for severity, count in counts.items() if count
    ) + (". It conforms." if not counts["violation"] else ". It does not conform.")
    for severity, grave in groupby(found, key=lambda finding: finding.severity):
        yield ""
        yield _TITLES[severity]
        for _, same in groupby(grave, key=lambda finding: finding.shape):
            several = tuple(same)
            for finding in several[:MOST_OF_A_SHAPE]:
                yield ""
                yield _paragraph(finding)
            if len(several) > MOST_OF_A_SHAPE:
                left = len(several) - MOST_OF_A_SHAPE
                yield ""
                yield f"  {several[0].shape}: {left} more like these; --format json lists them all."


def _paragraph(finding: Finding) -> str:
    """What, about which words, where, what to do: one paragraph, whose IRIs are shortened and whose values elided."""
    parts = [f"{finding.shape}:", _elided(finding.message), _place(finding)]
    if finding.quote and finding.quote not in finding.message:
        parts.append(f"Words: “{_elided(finding.quote)}”.")
    if finding.where:
        parts.append(f"In the reading: {finding.where}.")
    if finding.source != "shape":
        parts.append(
            "(Computed by a rule.)"
            if finding.source == "rule"
            else f"({finding.source[0].upper()}{finding.source[1:]}.)"
        )
    parts.append(finding.remedy)
    line = _seen(_short_iris(" ".join(part for part in parts if part)))
    return wrap(
        line, _WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )


def _place(finding: Finding) -> str:
    """What a finding is at, where its message does not say: the offender if it has an IRI, else what was looked at."""
    about = finding.value[1:-1] if finding.value.startswith("<") else finding.focus
    if not about or about.startswith(DL) or _short_iris(about) in _short_iris(finding.message):
        return ""
    detail = finding.path
    if finding.path and finding.value.startswith('"'):
        detail = f"{finding.path} {_elided(finding.value)}"
    return f"At {about} ({detail})." if detail else f"At {about}."


def _elided(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}… ({len(words):,} characters)"


def _seen(text: str) -> str:
    """Text with nothing in it that a terminal would obey.

    >>> _seen("a\\x1b[31mb")
    'a\\\\u001b[31mb'
    """
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _short_iris(text: str) -> str:
    """Text with its IRIs shortened to a prefixed name or to what follows the collection.

    >>> _short_iris("<https://w3id.org/dateline/ns#time> of <https://example.org/kg/doc/d/e/ev-order>")
    'dl:time of d/e/ev-order'
    """

    def shorter(found: re.Match[str]) -> str:
        iri = found[1]
        name = short(iri)
        if name != iri:
            return name
        return re.sub(r"^.*?/(?:doc/(?=[^/#]+[/#])|(?=(?:e|doc|run|agent)/[^/]+$))", "", iri)

    return _IRI.sub(shorter, text)


def _turtle(found: tuple[Finding, ...]) -> str:
    """The report: its IRI and those of its results are made from what they say, so that the same say the same."""
    prefixes = {prefix: PREFIXES[prefix] for prefix in PREFIXES} | {"ds": SHAPES, "sh": SH}
    data = ox.serialize(_triples(found), format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    lines = (data or b"").decode().splitlines(keepends=True)
    head = sorted(line for line in lines[: len(prefixes)])
    return "".join([*head, *lines[len(prefixes) :]])


def _triples(found: tuple[Finding, ...]) -> Iterator[ox.Triple]:
    results = [(_uuid(json.dumps(asdict(finding), sort_keys=True)), finding) for finding in found]
    report = _uuid("report", *(name.value for name, _ in results))
    conforms = not any(finding.severity == "violation" for finding in found)
    yield ox.Triple(report, _TYPE, _sh("ValidationReport"))
    yield ox.Triple(report, _sh("conforms"), ox.Literal(conforms))
    for name, _ in results:
        yield ox.Triple(report, _sh("result"), name)
    for name, finding in results:
        yield ox.Triple(name, _TYPE, _sh("ValidationResult"))
        for predicate, value in _statements(finding):
            yield ox.Triple(name, predicate, value)


def _statements(finding: Finding) -> Iterator[tuple[ox.NamedNode, Term]]:
    shape = shape_of(finding)
    yield _sh("resultSeverity"), _sh(finding.severity.capitalize())
    yield _sh("sourceConstraintComponent"), _component(shape)
    if shape is not None:
        yield _sh("sourceShape"), ox.NamedNode(shape.iri)
    yield _sh("focusNode"), node(finding.focus)
    if finding.path and not finding.path.startswith("^"):
        yield _sh("resultPath"), ox.NamedNode(expand(finding.path))
    if finding.value:
        yield _sh("value"), term(finding.value)
    yield _sh("resultMessage"), ox.Literal(finding.message)
    if finding.quote:
        yield ox.NamedNode(ANCHOR_OF), ox.Literal(finding.quote)
    if finding.remedy:
        yield ox.NamedNode(REMEDY), ox.Literal(finding.remedy)
    if finding.source != "shape":
        yield ox.NamedNode(PREFIXES["dcterms"] + "source"), ox.Literal(finding.source)


def shape_of(finding: Finding) -> Shape | None:
    """The shape that a finding is of: the property shape, where it comes from one; none for a rule."""
    known = shapes().by_iri
    fitting = [
        shape
        for shape in known.values()
        if shape.path
        and shape.name == finding.shape
        and shape.path == finding.path
        and finding.message.startswith(shape.message)
    ]
    return fitting[0] if fitting else known.get(SHAPES + finding.shape)


def _component(shape: Shape | None) -> ox.NamedNode:
    if shape is None:
        return ox.NamedNode(SHAPES + "Rule")
    if shape.path:
        return _sh("PropertyConstraintComponent")
    return _sh("OrConstraintComponent" if shape.message else "SPARQLConstraintComponent")


def node(iri: str) -> ox.NamedNode:
    """The focus of a finding; a blank node of somebody's data under a name, for the report has none of its own."""
    if iri.startswith("_:"):
        return ox.NamedNode("urn:x-dateline:blank:" + iri[2:])
    return ox.NamedNode(iri or "urn:x-dateline:nothing")


def term(text: str) -> Term:
    """The term that a finding is about, from its N-Triples."""
    if text.startswith("_:"):
        return node(text)
    (quad,) = ox.parse(f"<urn:x> <urn:x> {text} .".encode(), ox.RdfFormat.N_TRIPLES)
    return cast("Term", quad.object)


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)


def _uuid(*parts: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:uuid:{uuid5(NAMESPACE_URL, chr(31).join(parts))}")
