"""A comparison of documents as JSON for programs. Members are never taken away within a `version`; new ones may come.

{
  "format": "dateline-accounts", "version": 1, "title": "…", "documents": 3,
  "counts": {"differ": 2, "denied": 0, …},          one member for each verdict, also where it is 0
  "topics": [{
    "verdict": "differ", "why": "…", "subject": {"iri", "label"}, "predicate": {"iri", "label"},
    "accounts": [{
      "claim": IRI, "document": IRI, "title": "…", "publisher": "…", "value": "at least 130",
      "object": {"iri" or "value", "label"}, "quantifier": "at-least", "polarity": "positive",
      "certainty": "certain", "modality": "asserted", "mode": "own-voice",
      "voice": {"iri", "label"}, "relay": "…", "words": [{"span": IRI, "text": "…"}]
    }]
  }],
  "alone": [{"subject": {"iri", "label"}, "predicate": {"iri", "label"}, "value", "publisher", "words"}],
  "quoting": [{"publisher", "voice", "manner", "claims", "documents"}]
}

What changed between publications: "format": "dateline-changes", "version": 1, "title", "since", "now", "kept",
"counts": {"added", "gone", "changed"}, "changes": [{"kind", "before": account or null, "now": account or null,
"differences": [{"of", "before", "now"}]}].
"""

from __future__ import annotations

from typing import Any, get_args

from dateline.accounts.changes import Change, Changes, Kind
from dateline.accounts.model import Account, Accounts, Topic, Verdict
from dateline.formats.json_text import dumped
from dateline.formats.phrases import phrase

VERSION = 1


def render_json(accounts: Accounts) -> bytes:
    """A comparison of documents as a JSON file in UTF-8; the same comparison gives the same bytes."""
    return dumped(
        {
            "format": "dateline-accounts",
            "version": VERSION,
            "title": accounts.title,
            "documents": accounts.documents,
            "counts": {verdict: accounts.count(verdict) for verdict in get_args(Verdict)},
            "topics": [_topic(one) for one in accounts.topics],
            "alone": [
                {
                    "subject": {"iri": one.subject, "label": one.subject_label},
                    "predicate": _predicate(one.predicate),
                    "value": one.value,
                    "publisher": one.publisher,
                    "words": one.words,
                }
                for one in accounts.alone
            ],
            "quoting": [
                {
                    "publisher": one.publisher,
                    "voice": one.voice,
                    "manner": one.manner,
                    "claims": one.claims,
                    "documents": one.documents,
                }
                for one in accounts.quoting
            ],
        }
    )


def render_changes_json(changes: Changes) -> bytes:
    """What changed between two publications as a JSON file in UTF-8."""
    return dumped(
        {
            "format": "dateline-changes",
            "version": VERSION,
            "title": changes.title,
            "since": changes.since,
            "now": changes.now,
            "kept": changes.kept,
            "counts": {kind: changes.count(kind) for kind in get_args(Kind)},
            "changes": [_change(one) for one in changes.changes],
        }
    )


def _topic(topic: Topic) -> dict[str, Any]:
    return {
        "verdict": topic.verdict,
        "why": topic.why,
        "subject": {"iri": topic.subject, "label": topic.subject_label},
        "predicate": _predicate(topic.predicate),
        "accounts": [_account(one) for one in topic.accounts],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "before": _account(change.before) if change.before else None,
        "now": _account(change.now) if change.now else None,
        "differences": [{"of": name, "before": old, "now": new} for name, old, new in change.differences],
    }


def _account(one: Account) -> dict[str, Any]:
    return {
        "claim": one.claim,
        "subject": {"iri": one.subject, "label": one.subject_label},
        "predicate": _predicate(one.predicate),
        "document": one.document,
        "title": one.title,
        "publisher": one.publisher,
        "value": one.value,
        "object": {"iri": one.object, "label": one.label} if one.label else {"value": one.object},
        "quantifier": one.quantifier or None,
        "polarity": one.polarity,
        "certainty": one.certainty,
        "modality": one.modality,
        "mode": one.mode,
        "voice": {"iri": one.voice, "label": one.voice_label},
        "relay": one.relay or None,
        "words": [{"span": span, "text": text} for span, text in zip(one.spans, one.words, strict=True)],
    }


def _predicate(iri: str) -> dict[str, str]:
    return {"iri": iri, "label": phrase(iri)}
