"""Whether accounts can all be true: figures with their qualifiers, days by their precision, things by their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from itertools import combinations
from typing import TypeAlias

from dateline import terms
from dateline.accounts.model import MEANINGS, Account, Verdict
from dateline.edtf import bounds, overlap

_SINGLE = frozenset(one.iri for one in terms.PREDICATES.values() if one.single_valued)
_ROLES = frozenset(
    terms.PREDICATES[name].iri for name in ("agent", "orderedBy", "inResponseTo", "purpose", "ledTo", "tookPlaceIn")
)
"""Relations of which an event may have several, and of which two accounts that name others are worth a look."""
_ROUNDED = Decimal("0.05")
"""How far from an approximate number another may be, as a share of it, at least."""

Figure: TypeAlias = tuple[str, str]
"""A value as text, and the name of its quantifier, empty for none."""


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
    """Whether one thing can have both values; see `leave_room`."""
    return leave_room((one.object, one.quantifier), (other.object, other.quantifier))


def leave_room(one: Figure, other: Figure) -> bool:
    """Whether two values leave room for each other: `more than 130` does for 133, a month for each of its days.

    A vague number excludes none, and what is neither a number nor a time only itself.

    >>> leave_room(("130", "at-least"), ("133", "exact")), leave_room(("1990-01", ""), ("1990-01-20", ""))
    (True, True)
    """
    mine, theirs = reach(*one), reach(*other)
    if mine is not None and theirs is not None:
        return max(mine[0], theirs[0]) <= min(mine[1], theirs[1])
    try:
        return overlap(bounds(one[0]), bounds(other[0]))
    except ValueError:
        return False


def reach(value: str, quantifier: str) -> tuple[Decimal, Decimal] | None:
    """The lowest and the highest number that a value leaves room for; null where it is no number.

    An approximate one reaches as far as half the place to which it is rounded, and 5 % at least.
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    endless = Decimal("Infinity")
    match quantifier:
        case "at-least":
            return number, endless
        case "at-most":
            return -endless, number
        case "vague":
            return -endless, endless
        case "approximate":
            loose = max(_place(number) / 2, abs(number) * _ROUNDED)
            return number - loose, number + loose
        case _:
            return number, number


def _place(number: Decimal) -> Decimal:
    """The place of the last digit that is not zero.

    >>> _place(Decimal("700")), _place(Decimal("133"))
    (Decimal('1E+2'), Decimal('1'))
    """
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


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
    found = reach(account.object, account.quantifier)
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
