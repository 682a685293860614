"""Whether accounts can all be true: figures with their qualifiers, days by their precision, things by their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations

from dateline import terms
from dateline.accounts.model import MEANINGS, Account, Verdict
from dateline.accounts.values import Value

_SINGLE = frozenset(one.iri for one in terms.PREDICATES.values() if one.single_valued)
_ROLES = frozenset(
    terms.PREDICATES[name].iri for name in ("agent", "orderedBy", "inResponseTo", "purpose", "ledTo", "tookPlaceIn")
)
"""Relations of which an event may have several, and of which two accounts that name others are worth a look."""


def verdict_of(accounts: Sequence[Account]) -> tuple[Verdict, str] | None:
    """How the accounts of one relation of one thing stand to each other, and why; null where that tells nothing.

    Accounts of one document are not held against each other, and two documents do not differ in what one of them gives
    as well.
    """
    affirmed = [one for one in accounts if not one.is_denied]
    denied = [one for one in accounts if one.is_denied]
    for one in denied:
        for other in affirmed:
            if one.document != other.document and _same(one, other):
                return "denied", f"{one.voice_label} denies what {other.voice_label} says."
    pairs = [
        (one, other)
        for one, other in combinations(affirmed, 2)
        if one.document != other.document and not _same(one, other) and not _gives_both(one, other, affirmed)
    ]
    if pairs and pairs[0][0].predicate in _SINGLE:
        apart = [pair for pair in pairs if not can_both_be(*pair)]
        if apart:
            return "differ", _why(apart, affirmed)
        return "compatible", MEANINGS["compatible"]
    if pairs and pairs[0][0].predicate in _ROLES:
        return "various", MEANINGS["various"]
    agreed = {
        one.value
        for one, other in combinations(accounts, 2)
        if one.document != other.document and one.polarity == other.polarity and _same(one, other)
    }
    return ("agree", MEANINGS["agree"]) if agreed else None


def can_both_be(one: Account, other: Account) -> bool:
    """Whether one thing can have both values: `more than 130` leaves room for 133, a month for each of its days."""
    return _given(one).leaves_room_for(_given(other))


def _given(account: Account) -> Value:
    return Value(account.object, account.quantifier)


def _same(one: Account, other: Account) -> bool:
    """Whether two accounts give the same value: the same thing, or the same number meant alike."""
    if one.label or other.label:
        return one.object == other.object
    return one.object == other.object and (one.quantifier or "exact") == (other.quantifier or "exact")


def _gives_both(one: Account, other: Account, accounts: Iterable[Account]) -> bool:
    """Whether the document of either gives the value of the other too."""
    held = list(accounts)
    return any(each.document == one.document and _same(each, other) for each in held) or any(
        each.document == other.document and _same(each, one) for each in held
    )


def _why(apart: Sequence[tuple[Account, Account]], accounts: Iterable[Account]) -> str:
    """Which values exclude each other, and which of the others leave room for any of them."""
    values = dict.fromkeys(one.value for pair in sorted(apart, key=_values) for one in sorted(pair, key=_value))
    loose = [one for one in dict.fromkeys(one.value for one in accounts) if one not in values]
    said = f"{_listed(values)} cannot {'both' if len(values) == 2 else 'all'} be true."
    return f"{said} {_listed(loose)[:1].upper()}{_listed(loose)[1:]} leaves room for them." if loose else said


def _value(account: Account) -> tuple[Decimal, str, str]:
    found = _given(account).reach
    return found[0] if found else Decimal(0), account.object, account.quantifier


def _values(pair: tuple[Account, Account]) -> list[tuple[Decimal, str, str]]:
    return sorted(map(_value, pair))


def _listed(values: Iterable[str]) -> str:
    """Values as a list in a sentence.

    >>> _listed(["133", "137", "170"])
    '133, 137 and 170'
    """
    *first, last = values
    return f"{', '.join(first)} and {last}" if first else last
