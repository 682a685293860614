"""What the values of a claim mean, in the words of the ontology's value lists."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pyoxigraph as ox

from dateline import terms
from dateline.resources import ontology

WORDS: Mapping[str, str] = {
    "own-voice": "in the document’s own voice",
    "direct-quotation": "quoted word for word",
    "indirect-speech": "reported in other words",
    "presupposed": "taken for granted",
    "evaluative": "a judgement",
    "believed": "a belief",
    "intended": "an intention",
    "hedged": "hedged",
    "negative": "denied",
    "probable": "probable",
    "possible": "possible",
    "derived": "worked out from the text",
    "contextual": "understood from the context",
}
"""How a value reads on a page where its label says too little."""


def meaning(value: str) -> tuple[str, str]:
    """How a value reads, and its definition.

    >>> meaning("presupposed")[0]
    'taken for granted'
    """
    label, definition = _listed().get(value, (value, ""))
    return WORDS.get(value, label), definition


def every_meaning() -> Mapping[str, str]:
    """How each value of the lists reads, by its name."""
    return {name: meaning(name)[0] for name in sorted(_listed())}


@cache
def _listed() -> Mapping[str, tuple[str, str]]:
    said: dict[str, dict[str, str]] = {}
    for triple in ox.parse(ontology("values.ttl").read_bytes(), format=ox.RdfFormat.TURTLE):
        if isinstance(triple.object, ox.Literal) and isinstance(triple.subject, ox.NamedNode):
            name = triple.subject.value.removeprefix(terms.VOC)
            said.setdefault(name, {})[triple.predicate.value] = triple.object.value
    return {
        name: (found.get(terms.PREF_LABEL, name), found.get(terms.SKOS + "definition", ""))
        for name, found in said.items()
    }
