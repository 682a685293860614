"""The front page: what the collection is, who speaks in it, what it tells of, and how to take it away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING

from dateline import terms
from dateline.questions import questions
from dateline.web.description import dataset_json_ld
from dateline.web.pages.citing import citation
from dateline.web.pages.dating import said_date
from dateline.web.pages.names import Name, text_of
from dateline.web.pages.paging import part_of, parts_of
from dateline.web.pages.quoting import made
from dateline.web.pages.report import grades
from dateline.web.pages.runs import runs
from dateline.web.pages.shell import Frame, render
from dateline.web.pages.timeline import events_in_time, ribbon

if TYPE_CHECKING:
    from dateline.web.served import Resource, Served

MOST_DOCUMENTS, MOST_LISTED = 60, 200
"""How many documents the front page names, and how many a page of them lists."""
_FIRST = ("casualties", "who-did-what", "why", "denials", "disagreements", "who-says-what")
_KINDS = (
    ("person", "people", "Person"),
    ("organisation", "organisations", "Organization"),
    ("group", "groups", "Group"),
    ("country or union", "countries and unions", "Polity"),
    ("place", "places", "Place"),
    ("event", "events", "Event"),
)


def home_page(frame: Frame, resource: Resource) -> bytes:
    """The page of the collection."""
    served = frame.served
    read = _read(served)
    spoken, counts, voices = _spoken_of(served), _counts(frame), _voices(served)
    dated = events_in_time(frame)
    return render(
        "home.html",
        frame=frame,
        resource=resource,
        title=served.settings.title,
        documents=[_document(served, one, read) for one in served.documents[:MOST_DOCUMENTS]],
        total=len(served.documents),
        counts=counts,
        claims=sum(count for _, count in voices),
        voices=voices[:12],
        most=_most(frame, spoken),
        ribbon=ribbon(frame, dated, spoken),
        questions=[one for name in _FIRST for one in questions() if one.name == name],
        grades=grades(served),
        citation=citation(served, title=served.settings.title, iri=served.base),
        dataset=made(dataset_json_ld(served)),
    )


def documents_page(frame: Frame, resource: Resource, *, part: int = 1) -> bytes:
    """All documents of the collection; `part` counts from 1."""
    served, read = frame.served, _read(frame.served)
    every = served.documents
    return render(
        "documents.html",
        frame=frame,
        resource=resource,
        title="Documents",
        documents=[_document(served, one, read) for one in part_of(every, part, MOST_LISTED)],
        part=part,
        parts=parts_of(len(every), MOST_LISTED),
        total=len(every),
    )


def _read(served: Served) -> dict[str, int]:
    """How many claims each document makes."""
    counts: dict[str, int] = {}
    for one in runs(served):
        counts[one.document] = counts.get(one.document, 0) + one.count
    return counts


def _document(served: Served, document: Resource, counts: Mapping[str, int]) -> Mapping[str, str]:
    said = {one.predicate.value: one.object for one in served.describe(document.iri)}
    return {
        "iri": document.iri,
        "publisher": text_of(said.get(terms.PUBLISHER)),
        "issued": said_date(text_of(said.get(terms.ISSUED))),
        "claims": str(counts.get(document.iri, 0)),
    }


def _counts(frame: Frame) -> list[tuple[str, str, int]]:
    held = Counter(name.classes for _, name in frame.names.items())
    found = [
        (one, many, kind, sum(count for classes, count in held.items() if _is_counted(classes, kind)))
        for one, many, kind in _KINDS
    ]
    return [(one, many, count) for one, many, _, count in found if count]


def _is_counted(classes: tuple[str, ...], kind: str) -> bool:
    name = Name(text="", classes=classes)
    return name.is_a(kind) and not (kind == "Place" and name.is_a("Polity"))


def _spoken_of(served: Served) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in served.rows("spoken-of"):
        if text_of(row["role"]) != terms.ATTRIBUTED_TO:
            thing = text_of(row["thing"])
            counts[thing] = counts.get(thing, 0) + int(text_of(row["count"]))
    return counts


def _voices(served: Served) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for row in served.rows("voices"):
        voice = text_of(row["voice"])
        counts[voice] = counts.get(voice, 0) + int(text_of(row["count"]))
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _most(frame: Frame, spoken: Mapping[str, int]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Of whom and what most is said, by kind."""
    ordered = sorted(spoken.items(), key=lambda one: (-one[1], frame.name(one[0]).text, one[0]))
    groups = (
        ("Events", ("Event",)),
        ("People and organisations", ("Person", "Organization", "Group")),
        ("Places", ("Place",)),
    )
    return [
        (title, found)
        for title, kinds in groups
        if (found := list(islice((one for one in ordered if _is_one_of(frame, one[0], kinds)), 7)))
    ]


def _is_one_of(frame: Frame, iri: str, kinds: tuple[str, ...]) -> bool:
    name = frame.name(iri)
    return any(name.is_a(kind) for kind in kinds)
