"""What the checks say of the publication, from the SHACL report that is published with it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from dateline import terms
from dateline.web.kept import kept
from dateline.web.pages.names import text_of
from dateline.web.pages.paging import part_of, parts_of
from dateline.web.pages.shell import Frame, render

if TYPE_CHECKING:
    from dateline.checking import Finding
    from dateline.web.held import Buffer
    from dateline.web.served import Resource, Served

REPORT, FINDINGS = "report.ttl", "findings.jsonl"
MOST_RESULTS = 300
"""How many results a page lists."""
_SH = "http://www.w3.org/ns/shacl#"
_GRADES = (("Violation", "Violations"), ("Warning", "Warnings"), ("Info", "Notes"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """One result of the report: `grade` is `Violation`, `Warning` or `Info`; `focus` and `value` what it is about."""

    grade: str
    focus: str
    value: str
    message: str
    remedy: str
    shape: str


@kept()
def results(served: Served) -> tuple[Result, ...] | None:
    """The results of the published report, the gravest first; null where no report is published."""
    listed, report = served.files.get(FINDINGS), served.files.get(REPORT)
    if listed is not None:
        found = _of_list(listed)
    elif report is not None:
        found = _of_report(report)
    else:
        return None
    order = [grade for grade, _ in _GRADES]
    return tuple(sorted(found, key=lambda one: (order.index(one.grade), one.shape, one.focus, one.message)))


@kept()
def grades(served: Served) -> Mapping[str, int] | None:
    """How many results there are of each gravity; null where no report is published."""
    listed = served.files.get(FINDINGS)
    found = (one.severity.capitalize() for one in _findings(listed)) if listed is not None else None
    if found is None and (known := results(served)) is not None:
        found = (one.grade for one in known)
    if found is None:
        return None
    counts = Counter(found)
    return {grade: counts[grade] for grade, _ in _GRADES}


def findings_of(served: Served, *things: str) -> list[Result]:
    """The violations and warnings about these things, each once."""
    about = _about(served)
    return list(dict.fromkeys(one for thing in things for one in about.get(thing, ())))


@kept()
def _about(served: Served) -> Mapping[str, list[Result]]:
    found: dict[str, list[Result]] = {}
    for one in results(served) or ():
        if one.grade != "Info":
            for thing in dict.fromkeys((one.focus, one.value)):
                found.setdefault(thing, []).append(one)
    return found


def report_page(frame: Frame, resource: Resource, *, part: int = 1) -> bytes:
    """The page of the report: by gravity, then by rule; `part` counts from 1."""
    found = results(frame.served)
    every = found or ()
    return render(
        "report.html",
        frame=frame,
        resource=resource,
        title="What the checks say",
        found=found,
        file=FINDINGS if FINDINGS in frame.served.files else REPORT,
        counts=_counts(every),
        grades=_by_shape(part_of(every, part, MOST_RESULTS)),
        part=part,
        parts=report_parts(frame.served),
        total=len(every),
    )


def report_parts(served: Served) -> int:
    """How many pages the report takes."""
    return parts_of(len(results(served) or ()), MOST_RESULTS)


def _counts(found: Sequence[Result]) -> list[tuple[str, str, list[tuple[str, int, int]]]]:
    """For each gravity its rules: how many results each has, and on which page they begin."""
    rules: dict[str, dict[str, list[int]]] = {grade: {} for grade, _ in _GRADES}
    for at, one in enumerate(found):
        rules[one.grade].setdefault(one.shape, []).append(at)
    return [
        (grade, title, [(shape, len(places), places[0] // MOST_RESULTS + 1) for shape, places in rules[grade].items()])
        for grade, title in _GRADES
    ]


def _by_shape(found: Iterable[Result]) -> Mapping[str, Mapping[str, list[Result]]]:
    """Results by gravity and rule."""
    grades: dict[str, dict[str, list[Result]]] = {grade: {} for grade, _ in _GRADES}
    for one in found:
        grades[one.grade].setdefault(one.shape, []).append(one)
    return grades


def _of_list(data: Buffer) -> list[Result]:
    """What the list of findings says that is published with many documents."""
    from dateline.checking.findings import in_order

    return [_of_finding(one) for one in in_order(_findings(data))]


def _findings(data: Buffer) -> set[Finding]:
    """Each finding once."""
    from dateline.checking import Finding

    lines = (json.loads(line) for line in bytes(data).decode("utf-8").splitlines())
    return {Finding(**{name: one[name] for name in one if name != "document"}) for one in lines if "shape" in one}


def _of_finding(finding: Finding) -> Result:
    from dateline.checking.report import node, shape_of, term

    shape = shape_of(finding)
    return Result(
        grade=finding.severity.capitalize(),
        focus=node(finding.focus).value,
        value=text_of(term(finding.value)) if finding.value else "",
        message=finding.message,
        remedy=finding.remedy,
        shape=shape.iri.rpartition("#")[2] if shape is not None else "Rule",
    )


def _of_report(data: Buffer) -> list[Result]:
    """What a report in Turtle says."""
    nodes: dict[str, dict[str, list[str]]] = {}
    for triple in ox.parse(bytes(data), ox.RdfFormat.TURTLE):
        said = nodes.setdefault(str(triple.subject), {})
        said.setdefault(triple.predicate.value, []).append(text_of(triple.object))
    return [_result(said) for said in nodes.values() if _SH + "ValidationResult" in said.get(terms.TYPE, ())]


def _result(said: dict[str, list[str]]) -> Result:
    def one(name: str) -> str:
        return " ".join(sorted(said.get(name, ())))

    grade = one(_SH + "resultSeverity").removeprefix(_SH)
    shape = one(_SH + "sourceShape") or one(_SH + "sourceConstraintComponent")
    return Result(
        grade=grade if grade in ("Violation", "Warning") else "Info",
        focus=one(_SH + "focusNode"),
        value=one(_SH + "value"),
        message=one(_SH + "resultMessage"),
        remedy=one(terms.REMEDY),
        shape=shape.rpartition("#")[2],
    )
