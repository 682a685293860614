"""Accounts for tests, with what a test does not name left plain."""

from __future__ import annotations

from typing import Any

from dateline import terms
from dateline.accounts import Account

PLAIN: dict[str, Any] = {
    "subject": "https://example.org/kg/e/event",
    "subject_label": "the event",
    "label": "",
    "voice": "https://example.org/kg/e/voice",
    "voice_label": "the voice",
    "relay": "",
    "polarity": "positive",
    "certainty": "certain",
    "modality": "asserted",
    "mode": "own-voice",
    "quantifier": "",
    "publisher": "",
    "begin": 0,
}


def account(document: str, predicate: str, value: str, **more: Any) -> Account:
    """An account of a document (by its name) with a value."""
    iri = f"https://example.org/kg/doc/{document}"
    words = more.pop("words", f"{predicate} {value}")
    filled = {
        **PLAIN,
        "claim": f"{iri}/claim/{predicate}-{value}-{words}",
        "document": iri,
        "title": document,
        "predicate": terms.PREDICATES[predicate].iri,
        "object": value,
        "spans": (f"{iri}#char=0,{len(words)}",),
        "words": (words,),
    }
    return Account(**{**filled, **more})
