"""From what people call a thing to its IRI: its short name, its label, or words that stand for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import TypeAlias

from dateline import resources
from dateline.errors import QuestionError, shown
from dateline.questions.question import load_question

Ask: TypeAlias = Callable[[str], Iterable[Mapping[str, str]]]
"""Runs a SELECT, and gives its rows as text: IRIs and lexical forms, by variable."""

_MOST_LISTED = 8
_SLUG = re.compile(r"[\w.~%-]+")


def named_thing(name: str, *, ask: Ask, base: str = "") -> str:
    """The IRI of the one thing that a name stands for.

    In this order: the slug of a thing or a document under `base`, the slug of a document's own thing, a label (without
    regard to case), words of the text that denote it. Raises `QuestionError` that lists the candidates of an ambiguous
    name, or the names nearest to one that nothing has.
    """
    if _SLUG.fullmatch(name) and base:
        for iri in (f"{base}e/{name}", f"{base}doc/{name}"):
            if list(ask(_lookup("thing-by-iri", iri=iri))):
                return iri
    found: dict[str, dict[str, str]] = {}
    for row in ask(_lookup("thing-by-name", name=name)):
        found.setdefault(row["how"], {})[row["thing"]] = row.get("thingLabel", "")
    for how in sorted(found):
        if len(found[how]) == 1:
            return next(iter(found[how]))
        raise QuestionError(
            f"{shown(name)} may be {_listed(found[how])}.",
            remedy="Give the IRI of the one you mean.",
        )
    labels = {row["thingLabel"]: row["thing"] for row in ask(_lookup("labels"))}
    folded = {label.lower(): label for label in labels}
    near = [folded[label] for label in get_close_matches(name.lower(), folded, n=5, cutoff=0.5)]
    raise QuestionError(
        f"nothing here is called {shown(name)}.",
        remedy=f"Did you mean {' or '.join(shown(label) for label in near)}?"
        if near
        else "Give its IRI, its short name, or a label.",
    )


def _lookup(file: str, **given: str) -> str:
    path = next(path for path in resources.queries("lookups") if path.stem == file)
    return load_question(path).bind(given).text


def _listed(things: Mapping[str, str]) -> str:
    listed = [f"<{iri}> ({label})" if label else f"<{iri}>" for iri, label in sorted(things.items())]
    more = [f"one of {len(listed) - _MOST_LISTED} more"] if len(listed) > _MOST_LISTED else []
    return " or ".join(listed[:_MOST_LISTED] + more)
