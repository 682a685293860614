"""A comparison as JSON for programs. Members are never taken away within a `version`; new ones may come.

{
  "format": "dateline-comparison", "version": 1, "title": "…",
  "counts": {"new": 2, "differs": 1, …},            one member for each verdict, also where it is 0
  "items": {"Q734004": {"label": "Black January", "revision": 1002}},
  "sources": [{"document": IRI, "name", "title", "publisher", "issued", "url"}],   empty where not known
  "rows": [{
    "verdict": "differs", "why": "…", "adds": "statement",
    "subject": {"thing": IRI, "label": "…", "item": "Q734004"},            item is null where there is none
    "property": {"id": "P1120", "label": "number of deaths", "ours": "deathCount"},
    "value": "133",                                 in words; the value itself stands in "statement"
    "said": [{"claim": IRI, "document": IRI, "voice": "…", "words": "…"}],
    "statement": {…},                               as in the JSON of Wikibase; null for what cannot be said
    "notes": ["…"],
    "reason": "denied", "remedy": "…",              of what cannot be said alone
    "wikidata": [{
      "bearing": "apart", "item": "Q734004", "value": "137", "qualifiers": ["…"], "sources": ["…"],
      "rank": "normal", "revision": 1002, "statement": {…}
    }],
    "more": 0                                       statements of Wikidata that the list leaves out
  }],
  "also": [{"item": "Q734004", "property": {"id", "label"}, "wikidata": […], "more": 0}],   context, never counted
  "notes": ["…"]
}
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from dateline.comparison.model import Also, Comparison, Row, Theirs, Verdict
from dateline.formats.json_text import dumped
from dateline.statements import Draft
from dateline.wikibase.json_form import statement_json

VERSION = 1


def render_json(comparison: Comparison) -> bytes:
    """A comparison as a JSON file in UTF-8; the same comparison gives the same bytes."""
    return dumped(
        {
            "format": "dateline-comparison",
            "version": VERSION,
            "title": comparison.title,
            "counts": {verdict: comparison.count(verdict) for verdict in get_args(Verdict)},
            "items": {
                name: {"label": label, "revision": comparison.revisions.get(name)}
                for name, label in comparison.labels.items()
            },
            "sources": [
                {
                    "document": one.document,
                    "name": one.name,
                    "title": one.title,
                    "publisher": one.publisher,
                    "issued": one.issued,
                    "url": one.url,
                }
                for one in comparison.sources
            ],
            "rows": [_row(one) for one in comparison.rows],
            "also": [_also(one) for one in comparison.also],
            "notes": list(comparison.notes),
        }
    )


def _row(row: Row) -> dict[str, Any]:
    ours = row.ours
    said: Iterable[tuple[str, str, str, str]]
    if isinstance(ours, Draft):
        said = zip(ours.claims, ours.documents, ours.voices, ours.words, strict=True)
        rest: dict[str, Any] = {"statement": statement_json(ours.statement), "notes": list(ours.notes)}
    else:
        said = [(ours.claim, ours.document, ours.voice, ours.words)]
        rest = {"statement": None, "notes": [], "reason": ours.reason, "remedy": ours.remedy}
    return {
        "verdict": row.verdict,
        "why": row.why,
        "adds": row.adds,
        "subject": {"thing": ours.subject, "label": ours.subject_label, "item": row.item or None},
        "property": {"id": row.property or None, "label": row.property_label, "ours": ours.predicate},
        "value": row.value,
        "said": [
            {"claim": claim, "document": document, "voice": voice, "words": words}
            for claim, document, voice, words in said
        ],
        **rest,
        "wikidata": [_theirs(one) for one in row.theirs],
        "more": row.more,
    }


def _also(also: Also) -> dict[str, Any]:
    return {
        "item": also.item,
        "property": {"id": also.property, "label": also.property_label},
        "wikidata": [_theirs(one) for one in also.theirs],
        "more": also.more,
    }


def _theirs(theirs: Theirs) -> dict[str, Any]:
    return {
        "bearing": theirs.bearing,
        "item": theirs.item,
        "value": theirs.value_label,
        "qualifiers": list(theirs.qualifiers),
        "sources": list(theirs.sources),
        "rank": theirs.statement.rank,
        "revision": theirs.revision,
        "statement": statement_json(theirs.statement),
    }
