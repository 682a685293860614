"""The conditions that `ontology/wikidata.tsv` names, as predicates, and the values that some of them give.

A condition is known by its words in the table. Where it says that there is something to say ("the document has an
item"), it also gives that value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from dateline.model import Claim
from dateline.statements.things import Thing
from dateline.statements.times import When
from dateline.wikibase import Value


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """What a reference may say of one document, as values; null where that is not known."""

    item: Value | None = None
    url: Value | None = None
    title: Value | None = None
    issued: Value | None = None
    publisher: Value | None = None
    retrieved: Value | None = None
    quotation: Value | None = None


NO_SOURCE = Source()


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A claim with all that a condition may ask of it.

    `object` is null where the claim has a value; `date` is that value where it is a date, `scope` the time for which
    the claim holds. `has_end` says that something tells when the subject ended, `in_an_order` that the claim is in the
    words of an order to do it.
    """

    claim: Claim
    subject: Thing
    object: Thing | None = None
    date: When | None = None
    scope: When | None = None
    has_end: bool = False
    in_an_order: bool = False
    source: Source = field(default=NO_SOURCE)


Condition: TypeAlias = Callable[[Case], bool]
Giver: TypeAlias = Callable[[Case], Value | None]


def _subject(name: str) -> Condition:
    return lambda case: case.subject.is_a(name)


def _object(name: str) -> Condition:
    return lambda case: case.object is not None and case.object.is_a(name)


def _not(condition: Condition) -> Condition:
    return lambda case: not condition(case)


def _imprecise(case: Case) -> When | None:
    """The time that qualifiers must bound: the date, or the time for which it holds where that is no interval."""
    if case.date is not None:
        return case.date
    return case.scope if case.scope is not None and not case.scope.is_interval else None


def _point_of_scope(case: Case) -> Value | None:
    return case.scope.point if case.scope is not None and case.scope.is_plain else None


def _start_of_scope(case: Case) -> Value | None:
    return case.scope.start if case.scope is not None and case.scope.is_interval else None


def _end_of_scope(case: Case) -> Value | None:
    return case.scope.end if case.scope is not None and case.scope.is_interval else None


def _earliest(case: Case) -> Value | None:
    found = _imprecise(case)
    return found.earliest if found else None


def _latest(case: Case) -> Value | None:
    found = _imprecise(case)
    return found.latest if found else None


GIVING: Mapping[str, Giver] = MappingProxyType(
    {
        "the time scope is one time": _point_of_scope,
        "the time scope has a known start": _start_of_scope,
        "the time scope has a known end": _end_of_scope,
        "an imprecise time has an earliest day": _earliest,
        "an imprecise time has a latest day": _latest,
        "the document has an item": lambda case: case.source.item,
        "the document has a URL": lambda case: case.source.url,
        "the document has a title": lambda case: case.source.title,
        "the document says when it was issued": lambda case: case.source.issued,
        "the publisher has an item": lambda case: case.source.publisher,
        "the reading says when the document was retrieved": lambda case: case.source.retrieved,
        "there are words": lambda case: case.source.quotation,
    }
)
"""The conditions that hold if there is a value, and give it."""


def _holds(giver: Giver) -> Condition:
    return lambda case: giver(case) is not None


CONDITIONS: Mapping[str, Condition] = MappingProxyType(
    {
        "subject is a dl:ViolentEvent": _subject("ViolentEvent"),
        "subject is not a dl:ViolentEvent": _not(_subject("ViolentEvent")),
        "object is a dl:Person": _object("Person"),
        "object is not a dl:Person": _not(_object("Person")),
        "object is a dl:Polity": _object("Polity"),
        "object is not a dl:Polity": _not(_object("Polity")),
        "no dl:endDate": lambda case: not case.has_end,
        "with a dl:endDate": lambda case: case.has_end,
        "not in the words of an order": lambda case: not case.in_an_order,
        "voc:approximate": lambda case: case.claim.quantifier == "approximate",
        "neither voc:at-least nor voc:at-most nor voc:vague": lambda case: (
            case.claim.quantifier not in ("at-least", "at-most", "vague")
        ),
        "not voc:certain": lambda case: case.claim.certainty != "certain",
        "not voc:asserted": lambda case: case.claim.modality not in ("asserted", "presupposed"),
        "the date is approximate": lambda case: case.date is not None and case.date.approximate,
        "the date is a part of a year": lambda case: (
            case.date is not None and not case.date.is_interval and case.date.earliest is not None
        ),
        "the time is no interval": lambda case: case.date is not None and not case.date.is_interval,
        "the document has no item": lambda case: case.source.item is None,
        **{words: _holds(giver) for words, giver in GIVING.items()},
    }
)
"""Every condition by its words in the table."""

UNMET: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "not in the words of an order": (
            "the number is of those who were ordered to take part, not of those who did",
            "If another source says how many took part, write that.",
        ),
        "neither voc:at-least nor voc:at-most nor voc:vague": (
            "the source gives a bound or no number, and a bare number would say more than it does",
            "Write it by hand with the bounds that the source gives, if an editor of the item wants it.",
        ),
        "the time is no interval": (
            "the claim does not say whether it went on for that time or happened within it",
            "Say it in the reading with startDate and endDate.",
        ),
    }
)
"""Why a claim is left out where only this condition fails, and the remedy."""


def holds(conditions: tuple[str, ...], case: Case) -> bool:
    """Whether all of them hold."""
    return all(CONDITIONS[each](case) for each in conditions)


def given(conditions: tuple[str, ...], case: Case) -> Value | None:
    """The value that one of them gives; null if none does."""
    return next((GIVING[each](case) for each in conditions if each in GIVING), None)
