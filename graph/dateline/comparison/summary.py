"""A comparison in numbers and phrases, the same in every rendering."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import get_args

from dateline import terms
from dateline.comparison.model import Adds, Comparison, Row, Verdict
from dateline.formats.html_text import day
from dateline.formats.phrases import phrase
from dateline.statements import Draft, Reason, Unsaid

MEANINGS: Mapping[Verdict, str] = MappingProxyType(
    {
        "new": "Wikidata does not have it",
        "agrees": "Wikidata has the same",
        "more precise": "the document says more than Wikidata",
        "less precise": "Wikidata says more than the document",
        "differs": "Wikidata has another value",
        "cannot be said": "no statement of Wikidata can say it, or none should",
        "not asked": "what Wikidata says is not known here",
    }
)
ADDS: Mapping[Adds, str] = MappingProxyType(
    {
        "statement": "would be a statement of its own",
        "qualifiers": "would add qualifiers to the statement that is there",
        "reference": "could add this document as a source",
        "nothing": "nothing to write",
    }
)
REASONS: Mapping[Reason, str] = MappingProxyType(
    {
        "denied": "denied by its source",
        "not certain": "not certain to its source",
        "not asserted": "hedged, believed, intended or a judgement",
        "subject has no item": "about something that has no item",
        "object has no item": "names something that has no item",
        "no property": "no property of Wikidata says it",
        "unverified property": "the property is not verified",
        "no value": "the words give no value",
        "withheld": "withheld by the policy of the collection",
        "condition": "the property does not fit here",
    }
)


def verdicts(comparison: Comparison) -> tuple[tuple[Verdict, int], ...]:
    """The verdicts that occur, each with how many rows have it."""
    every: tuple[Verdict, ...] = get_args(Verdict)
    return tuple((verdict, number) for verdict in every if (number := comparison.count(verdict)))


def by_reason(rows: Iterable[Row]) -> Mapping[Reason, tuple[Row, ...]]:
    """What cannot be said by its reason, the most frequent first."""
    found: dict[Reason, list[Row]] = {}
    for row in rows:
        if isinstance(row.ours, Unsaid):
            found.setdefault(row.ours.reason, []).append(row)
    return {reason: tuple(of) for reason, of in sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))}


def by_thing(rows: Iterable[Row]) -> tuple[tuple[Row, ...], ...]:
    """The rows with a draft, those about one thing together, and of these those with one property, as they come."""
    found: dict[tuple[str, str], dict[str, list[Row]]] = {}
    for row in rows:
        if isinstance(row.ours, Draft):
            thing = found.setdefault((row.item, "" if row.item else row.ours.subject), {})
            thing.setdefault(row.property, []).append(row)
    return tuple(tuple(row for group in thing.values() for row in group) for thing in found.values())


def claim_of(row: Row) -> tuple[str, str, str]:
    """A claim as people read it: its subject, the ontology's words for its predicate, its object."""
    ours = row.ours
    known = terms.PREDICATES.get(ours.predicate)
    denied = isinstance(ours, Unsaid) and ours.reason == "denied"
    return ours.subject_label, phrase(known.iri if known else ours.predicate, denied=denied), day(row.value)


def to_do(comparison: Comparison) -> tuple[str, ...]:
    """What there is to do, in sentences: to write, to check, to consider."""
    write = sum(row.adds in ("statement", "qualifiers") for row in comparison.rows)
    check = [row for row in comparison.rows if row.verdict == "differs"]
    held = sum(row.adds == "nothing" for row in check)
    sources = len(comparison.unreferenced)
    unknown = comparison.count("not asked")
    told = []
    if write or not unknown:
        told.append(f"{_statements(write)} worth writing." if write else "There is nothing to write.")
    if unknown:
        one = "1 statement is" if unknown == 1 else f"{unknown:,} statements are"
        told.append(f"{one} drafted, and not compared: what Wikidata says of that is not known here.")
    if check:
        which = "one" if len(check) == 1 else f"{len(check):,}"
        told.append(f"Check first the {which} where Wikidata says otherwise.")
    if held:
        one = "One of them" if held == 1 else f"{held:,} of them"
        told.append(f"{one} will not be written: Wikidata has the value, and not as the document means it.")
    if sources:
        told.append(f"{sources:,} more agree, and could take the document in as a source (--references).")
    return tuple(told)


def _statements(number: int) -> str:
    return "1 statement is" if number == 1 else f"{number:,} statements are"
