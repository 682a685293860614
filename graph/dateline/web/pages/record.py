"""The page of a time, a run, a program or a person that reads, and of whatever has no page of a kind of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline import terms
from dateline.web.pages.claim import turtle
from dateline.web.pages.dating import extent_of
from dateline.web.pages.drawing import Row, timeline
from dateline.web.pages.runs import runs
from dateline.web.pages.said import claims, in_order, statements
from dateline.web.pages.shell import Frame, render

if TYPE_CHECKING:
    from dateline.web.served import Resource

_WORDS = {
    terms.TYPE: "is a",
    terms.PREF_LABEL: "is called",
    terms.EDTF: "has the value",
    terms.EARLIEST: "is not before",
    terms.LATEST: "is not after",
    terms.ANCHORED_TO: "is counted from",
    terms.USED: "read",
    terms.WAS_ASSOCIATED_WITH: "was done by",
    terms.POLICY: "follows the policy",
    terms.WAS_GENERATED_BY: "was made by",
    terms.FOAF + "page": "has the page",
}
MOST_LINKS = 40


def record_page(frame: Frame, resource: Resource) -> bytes:
    """What is recorded of a resource, and what refers to it."""
    served, iri = frame.served, resource.iri
    said = served.describe(iri)
    is_time = resource.kind == "time"
    rows = served.rows("times", time=iri) if is_time else []
    extent = extent_of(rows[0]) if rows else None
    name = frame.name(iri)
    read = [one for one in runs(served) if iri in (one.run, one.agent)]
    return render(
        "record.html",
        frame=frame,
        resource=resource,
        title=f"“{name.text}”" if is_time else _title(resource, name.text),
        name=name,
        facts=[(_WORDS.get(one.predicate.value, ""), one.predicate.value, one.object) for one in said],
        rows=rows,
        drawn=timeline([Row(label=name.text, extent=extent)], title="The days it can mean") if extent else "",
        statements=in_order(statements(claims(served, object=iri))) if is_time else [],
        read=read,
        incoming=[
            one
            for one in served.incoming(iri, 0, MOST_LINKS)
            if one.predicate.value not in (terms.OBJECT, terms.WAS_GENERATED_BY, terms.DENOTES)
        ],
        total=served.count_incoming(iri),
        turtle=turtle(served, resource),
    )


def _title(resource: Resource, label: str) -> str:
    if terms.EXTRACTION_RUN in resource.types:
        return "A reading"
    return "A build of the graph" if resource.kind == "run" else label
