"""What the checks say of the publication, from the SHACL report that is published with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from dateline import terms
from dateline.web.kept import kept
from dateline.web.pages.names import text_of
from dateline.web.pages.shell import Frame, render

if TYPE_CHECKING:
    from dateline.web.held import Buffer
    from dateline.web.served import Resource, Served

REPORT, FINDINGS = "report.ttl", "findings.jsonl"
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
    data = _report(served)
    if data is None:
        return None
    nodes: dict[str, dict[str, list[str]]] = {}
    for triple in ox.parse(bytes(data), ox.RdfFormat.TURTLE):
        said = nodes.setdefault(str(triple.subject), {})
        said.setdefault(triple.predicate.value, []).append(text_of(triple.object))
    found = [_result(said) for said in nodes.values() if _SH + "ValidationResult" in said.get(terms.TYPE, ())]
    order = [grade for grade, _ in _GRADES]
    return tuple(sorted(found, key=lambda one: (order.index(one.grade), one.shape, one.focus, one.message)))


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


def report_page(frame: Frame, resource: Resource) -> bytes:
    """The page of the report: by gravity, then by rule."""
    found = results(frame.served)
    grades = []
    for grade, title in _GRADES:
        by_shape: dict[str, list[Result]] = {}
        for one in found or ():
            if one.grade == grade:
                by_shape.setdefault(one.shape, []).append(one)
        grades.append((grade, title, by_shape))
    return render(
        "report.html", frame=frame, resource=resource, title="What the checks say", found=found, grades=grades
    )


def _report(served: Served) -> Buffer | None:
    """The published report as Turtle; of a large publication what its list of findings says."""
    listed = served.files.get(FINDINGS)
    if listed is None:
        return served.files.get(REPORT)
    from dateline.checking import Finding, render_findings

    lines = (json.loads(line) for line in bytes(listed).decode("utf-8").splitlines())
    found = [Finding(**{name: one[name] for name in one if name != "document"}) for one in lines if "shape" in one]
    return render_findings(found, "turtle").encode("utf-8", "surrogatepass")


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
