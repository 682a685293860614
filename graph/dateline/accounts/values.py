"""Whether one thing can have two values: figures by their qualifiers, times by their precision."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from dateline.edtf import bounds, overlap

_ROUNDED = Decimal("0.05")
"""How far from an approximate number another may be, as a share of it, at least."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value as a source gives it: the lexical form or the IRI, and the name of its quantifier, empty for none."""

    text: str
    quantifier: str = ""

    def leaves_room_for(self, other: Value) -> bool:
        """Whether one thing can have both; the same whichever of them is asked.

        A vague number excludes none, and what is neither a number nor a time only itself.

        >>> Value("130", "at-least").leaves_room_for(Value("133")), Value("133").leaves_room_for(Value("137"))
        (True, False)
        >>> Value("1990-01").leaves_room_for(Value("1990-01-20"))
        True
        """
        mine, theirs = self.reach, other.reach
        if mine is not None and theirs is not None:
            return max(mine[0], theirs[0]) <= min(mine[1], theirs[1])
        try:
            return overlap(bounds(self.text), bounds(other.text))
        except ValueError:
            return self.text == other.text

    @property
    def reach(self) -> tuple[Decimal, Decimal] | None:
        """The lowest and the highest number that it leaves room for; null where it is no number.

        An approximate one reaches as far as half the place to which it is rounded, and 5 % at least.

        >>> Value("700", "approximate").reach
        (Decimal('650'), Decimal('750'))
        """
        try:
            number = Decimal(self.text)
        except InvalidOperation:
            return None
        if not number.is_finite():
            return None
        endless = Decimal("Infinity")
        match self.quantifier:
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
