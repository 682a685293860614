"""Whether the claims of a reading can be said in the ontology's terms, and whether they can all stand together."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any

from dateline import terms
from dateline.edtf import bounds
from dateline.errors import shown
from dateline.model import Claim, Ref, Value
from dateline.reading.draft import Draft, Placed
from dateline.reading.members import DATATYPES, datatype_of
from dateline.reading.references import Things, a, circles
from dateline.reading.report import Report, suggestion
from dateline.terms import Predicate, is_a

ORDERINGS = ("subEventOf", "before")
"""The predicates that may not lead from an event back to itself."""

_DATE_FORMS = {
    "xsd:date": ("day", re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "2012-01-20"),
    "xsd:gYearMonth": ("month", re.compile(r"[0-9]{4}-[0-9]{2}"), "2012-01"),
    "xsd:gYear": ("year", re.compile(r"[0-9]{4}"), "2012"),
}


def check_statements(draft: Draft, things: Things, report: Report, *, anchored: bool) -> None:
    """Reports unknown predicates, subjects and objects that do not fit them, circles, and claims made twice.

    Where spans could not be anchored (`anchored` is false) claims cannot be told apart by their words, so none is said
    to be made twice.
    """
    for placed in draft.claims:
        _check_claim(placed, things, report)
    _check_circles(draft, report)
    if anchored:
        _check_twice(draft, report)


def _check_claim(placed: Placed[Claim], things: Things, report: Report) -> None:
    claim, path = placed.item, placed.path
    words = claim.predicate_text
    if words is not None and words not in claim.evidence.text:
        report.add(
            f"{path}.predicateText",
            f"{shown(words)} does not stand in the evidence {shown(claim.evidence.text)}.",
            "Copy it from the evidence, letter by letter.",
        )
    elif words is not None and not words.strip():
        report.add(f"{path}.predicateText", "it has no words.", "Delete it.")
    predicate = terms.PREDICATES.get(claim.predicate)
    if predicate is None:
        report.add(
            f"{path}.predicate",
            f"the ontology has no predicate {shown(claim.predicate)}.",
            suggestion(claim.predicate, terms.PREDICATES, f"There are: {', '.join(terms.PREDICATES)}."),
        )
        return
    subject = things.type_of(claim.subject)
    if subject and not any(is_a(subject, kind) for kind in predicate.domain):
        report.add(
            f"{path}.subject",
            f"{shown(claim.subject)} is {a(subject)}, and {predicate.name} is said of {_names(predicate.domain)} only.",
            "Take another predicate, or correct the class.",
        )
    if isinstance(claim.object, Ref):
        _check_thing(claim.object.id, predicate, things, f"{path}.object", report)
    else:
        wrong = _what_is_wrong_with_value(claim.object, predicate)
        if wrong:
            report.add(f"{path}.object", *wrong)


def _names(kinds: tuple[str, ...]) -> str:
    return " or ".join(kinds)


def _check_thing(name: str, predicate: Predicate, things: Things, path: str, report: Report) -> None:
    kind = things.type_of(name)
    if predicate.values:
        hint = " For a time of the reading there is the predicate time." if terms.DATE in predicate.values else ""
        report.add(path, f"{predicate.name} takes a value, not the id {shown(name)}.", f"Write {{value: …}}.{hint}")
    elif kind and not any(is_a(kind, wanted) for wanted in predicate.range):
        report.add(
            path,
            f"{shown(name)} is {a(kind)}, and {predicate.name} takes {_names(predicate.range)} only.",
            "Take another predicate, or correct the class.",
        )


def _what_is_wrong_with_value(said: Value, predicate: Predicate) -> tuple[str, str] | None:
    value = said.value
    if not predicate.values:
        return f"{predicate.name} takes a thing, not the value {_shown(value)}.", "Write the id of a thing."
    if said.datatype is not None and said.datatype not in DATATYPES:
        return (
            f"{shown(said.datatype)} is no datatype that is known.",
            suggestion(said.datatype, DATATYPES, f"They are: {', '.join(DATATYPES)}."),
        )
    if terms.DATE in predicate.values:
        return _what_is_wrong_with_date(value, said.datatype)
    expected = datatype_of(predicate.name, value)
    if said.datatype not in (None, expected):
        return f"{predicate.name} takes {expected}, not {said.datatype}.", "Leave the datatype out."
    if terms.LANG_STRING in predicate.values:
        return _what_is_wrong_with_words(value)
    return _what_is_wrong_with_number(value, whole=terms.INTEGER in predicate.values)


def _what_is_wrong_with_words(value: Any) -> tuple[str, str] | None:
    if not isinstance(value, str):
        return f"{_shown(value)} is not a text.", "Write it in double quotes."
    if not value.strip():
        return "it has no words.", "Write the words, or delete the claim."
    return None


def _what_is_wrong_with_number(value: Any, *, whole: bool) -> tuple[str, str] | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{_shown(value)} is not a number.", "Write it without quotes, such as 133."
    if whole and (math.isinf(value) or value != int(value)):
        return f"{value} is not a whole number.", "A share is said with affectedShare, from 0 to 1."
    if value < 0:
        return f"{value} is less than 0.", "What is denied has polarity: negative; a number here counts."
    if not whole and value > 1:
        return f"{value} is more than 1.", f"A share is from 0 to 1; 20 percent is 0.2{_hundredth(value)}."
    return None


def _hundredth(value: float) -> str:
    return f", {value} percent is {Decimal(str(value)) / 100:f}" if 1 < value <= 100 else ""


def _what_is_wrong_with_date(value: Any, datatype: str | None) -> tuple[str, str] | None:
    if not isinstance(value, str):
        return f"{_shown(value)} is not a date.", 'Write it in double quotes, such as "1990-01-20".'
    if datatype not in (None, "edtf") and datatype not in _DATE_FORMS:
        return f"a date is no {datatype}.", "Leave the datatype out."
    try:
        extent = bounds(value)
    except ValueError:
        return (
            f"{shown(value)} is not a date.",
            'Write it as "1990-01-20", "1990-01" or "1990", or in EDTF: "1990-01~".',
        )
    if datatype in _DATE_FORMS:
        precision, form, example = _DATE_FORMS[datatype]
        if extent.precision != precision or not form.fullmatch(value):
            return f"{shown(value)} is no {datatype}.", f'Write it like "{example}", or leave the datatype out.'
    return None


def _shown(value: Any) -> str:
    return shown(value) if isinstance(value, str) else str(value)[:40]


def _check_circles(draft: Draft, report: Report) -> None:
    for name in ORDERINGS:
        edges: dict[str, list[str]] = {}
        paths: dict[str, list[str]] = {}
        for placed in draft.claims:
            claim = placed.item
            if (
                claim.predicate == name
                and claim.polarity == "positive"
                and claim.status != "rejected"
                and isinstance(claim.object, Ref)
            ):
                edges.setdefault(claim.subject, []).append(claim.object.id)
                paths.setdefault(claim.subject, []).append(placed.path)
        for circle in circles(edges):
            involved = [path for event in circle for path in paths.get(event, ())]
            report.add(
                involved[0],
                f"{name} leads from {shown(circle[0])} back to itself"
                f"{', through ' + ', '.join(map(shown, circle[1:10])) if len(circle) > 1 else ''}.",
                f"One of {', '.join(involved[:10])} is wrong." if len(involved) > 1 else "Delete or correct the claim.",
            )


def _check_twice(draft: Draft, report: Report) -> None:
    first: dict[tuple[Any, ...], str] = {}
    for placed in draft.claims:
        claim = placed.item
        if claim.status == "rejected":
            continue
        said = ("id", claim.object.id) if isinstance(claim.object, Ref) else ("value", str(claim.object.value))
        voice = claim.attributed_to or draft.document.publisher
        key = (claim.subject, claim.predicate, *said, voice, claim.evidence.start, claim.evidence.end)
        if first.setdefault(key, placed.path) != placed.path:
            report.add(
                placed.path,
                f"{first[key]} says the same of the same words in the same voice.",
                "Delete one of the two, or reject it.",
            )
