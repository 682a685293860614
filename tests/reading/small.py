"""A small reading that holds, for tests to break in one place, and what is then said of it."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest

from dateline.errors import ReadingError
from dateline.model import Reading
from dateline.reading import parse_reading

TEXT = (
    "Strike at Port\u00a0Ellis\n\n"
    "Sixty dockers joined the strike at Port\u00a0Ellis on 6 May 1921, the council’s notice says. "
    "“They were calm,” a clerk said. Two days later the strike ended.\n"
)


def span(words: str, occurrence: int = 0, text: str = TEXT) -> dict[str, Any]:
    """The plain span of words in the text."""
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words}


def claim(name: str, subject: str, predicate: str, said: Any, words: str, **members: Any) -> dict[str, Any]:
    """A plain claim in the document's own voice."""
    return {
        "id": name,
        "subject": subject,
        "predicate": predicate,
        "object": said,
        "evidence": span(words),
        "attributedTo": None,
        "reportingMode": "own-voice",
        "polarity": "positive",
        "certainty": "certain",
        "modality": "asserted",
        "confidence": 0.9,
        "status": "proposed",
        **members,
    }


def small() -> dict[str, Any]:
    """The plain data of a reading of `TEXT` with one of everything."""
    return {
        "reading": 1,
        "document": {
            "id": "notice",
            "sha256": sha256(TEXT.encode()).hexdigest(),
            "length": len(TEXT),
            "title": "Strike at Port Ellis",
            "issued": "1921-05",
            "publisher": "council",
            "language": "en",
            "entity": "notice",
        },
        "reader": {"name": "a reader", "version": "1"},
        "entities": [
            {"id": "council", "type": "Organization", "label": "council", "mentions": [
                {**span("the council"), "form": "description"}]},
            {"id": "dockers", "type": "Group", "label": "sixty dockers", "mentions": [
                {**span("Sixty dockers"), "form": "description"}, {**span("They"), "form": "pronoun"}]},
            {"id": "port_ellis", "type": "Place", "label": "Port Ellis", "mentions": [
                {**span("Port\u00a0Ellis"), "form": "name"}, {**span("Port\u00a0Ellis", 1), "form": "name"}],
                "links": [{"to": "http://www.wikidata.org/entity/Q42", "relation": "closeMatch", "confidence": 0.5,
                           "status": "proposed"}]},
            {"id": "clerk", "type": "Person", "label": "a clerk", "mentions": [
                {**span("a clerk"), "form": "description"}]},
            {"id": "notice", "type": "Document", "label": "notice", "mentions": []},
        ],
        "times": [
            {"id": "t_day", **span("6 May 1921"), "kind": "DATE", "value": "1921-05-06", "edtf": "1921-05-06"},
            {"id": "t_later", **span("Two days later"), "kind": "DATE", "value": "1921-05-08", "edtf": "1921-05-08~",
             "anchor": "t_day", "earliest": "1921-05-07", "latest": "1921-05-09"},
        ],
        "quantities": [
            {"id": "q_sixty", **span("Sixty"), "value": 60, "unit": "person", "quantifier": "exact"},
        ],
        "quotations": [
            {"id": "quote", **span("They were calm"), "source": "clerk", "cue": span("said"), "direct": True},
        ],
        "events": [
            {"id": "strike", "type": "PoliticalEvent", "label": "strike", "triggers": [
                span("the strike"), span("the strike", 1)], "polarity": "positive", "certainty": "certain"},
            {"id": "joining", "type": "Event", "label": "joining", "triggers": [span("joined")]},
        ],
        "claims": [
            claim("c1", "strike", "participantCount", {"value": 60, "datatype": "xsd:integer"},
                  "Sixty dockers joined the strike", predicateText="joined", quantifier="exact"),
            claim("c2", "strike", "tookPlaceIn", {"id": "port_ellis"}, "the strike at Port\u00a0Ellis"),
            claim("c3", "strike", "startDate", {"value": "1921-05-06", "datatype": "xsd:date"},
                  "the strike at Port\u00a0Ellis on 6 May 1921"),
            claim("c4", "dockers", "characterizedAs", {"value": "calm", "datatype": "rdf:langString"}, "calm",
                  attributedTo="clerk", reportingMode="direct-quotation", modality="evaluative", relayedBy="notice"),
            claim("c5", "joining", "subEventOf", {"id": "strike"}, "joined the strike", inference="contextual",
                  timeScope="t_day"),
        ],
        "warnings": ["One clerk only.", {"id": "w1", "text": "Two dates.", "about": ["t_day"], "by": "Ann"}],
    }  # fmt: skip


def read(data: Any, text: str = TEXT) -> Reading:
    """The reading of plain data written as JSON."""
    return parse_reading(json.dumps(data), format="json", file="r.json", text=text)


def said_of(data: Any, text: str = TEXT) -> list[str]:
    """Every problem of plain data, as it is printed."""
    with pytest.raises(ReadingError) as wrong:
        read(data, text)
    return [str(problem) for problem in wrong.value.problems]


def said_of_yaml(source: str, text: str = TEXT) -> list[str]:
    """Every problem of a YAML reading, as it is printed."""
    with pytest.raises(ReadingError) as wrong:
        parse_reading(source, format="yaml", file="r.yaml", text=text)
    return [str(problem) for problem in wrong.value.problems]


def broken(path: str, value: Any) -> dict[str, Any]:
    """The small reading with another value at `path` (`claims.0.subject`); `...` deletes."""
    data: Any = small()
    place = data
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    assert isinstance(data, dict)
    return data
