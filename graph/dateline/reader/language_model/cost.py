"""What asking costs: the tokens estimated before, those used afterwards, and the limit that neither may pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from threading import Lock

from dateline.errors import UsageError
from dateline.settings import Prices

_BYTES_PER_TOKEN = 3
"""Fewer than any common tokeniser has for English, so that an estimate is rather too high."""
_PER_MESSAGE = 16
_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, kw_only=True, slots=True)
class Usage:
    """Tokens that were sent and received.

    >>> Usage(sent=100, received=20) + Usage(sent=1, received=2)
    Usage(sent=101, received=22)
    """

    sent: int = 0
    received: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(sent=self.sent + other.sent, received=self.received + other.received)

    @property
    def tokens(self) -> int:
        """All of them."""
        return self.sent + self.received

    def cost(self, prices: Prices | None) -> Decimal | None:
        """What they cost, or null where no prices are known.

        >>> prices = Prices(sent=Decimal("0.15"), received=Decimal("0.60"), currency="USD")
        >>> Usage(sent=2_000_000, received=500_000).cost(prices)
        Decimal('0.600000')
        """
        if prices is None:
            return None
        exact = (self.sent * prices.sent + self.received * prices.received) / _MILLION
        return exact.quantize(Decimal("0.000001"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """How much may be spent at most: in tokens, in the currency of the prices, or both."""

    tokens: int | None = None
    cost: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """What a run will ask for, before it does: how many passages, how many of them are in the cache already.

    `most` is what the rest uses if every answer is as long as it may be; nothing is repeated in it.
    """

    passages: int
    from_cache: int
    most: Usage
    prices: Prices | None = None

    @property
    def cost(self) -> Decimal | None:
        """What it costs at most, or null where no prices are known."""
        return self.most.cost(self.prices)

    def __str__(self) -> str:
        asked = self.passages - self.from_cache
        held = f", {self.from_cache} more are in the cache" if self.from_cache else ""
        return f"{_count(asked, 'passage')} to ask about{held}; {told(self.most, self.prices, most=True)}"


def told(usage: Usage, prices: Prices | None, *, most: bool = False) -> str:
    """Tokens and what they cost, in words.

    >>> told(Usage(sent=1200, received=300), None)
    '1,200 tokens sent and 300 received'
    """
    at_most = "at most " if most else ""
    cost = usage.cost(prices)
    words = f"{at_most}{usage.sent:,} tokens sent and {usage.received:,} received"
    return words if cost is None or prices is None else f"{words}, {at_most}{cost:.4f} {prices.currency}"


def tokens_of(messages: Sequence[Mapping[str, str]], *further: str) -> int:
    """About how many tokens messages have, rather more than fewer."""
    words = [*(message["content"] for message in messages), *further]
    return sum(_tokens(one) for one in words) + _PER_MESSAGE * len(messages)


def _tokens(words: str) -> int:
    return -(-len(words.encode("utf-8", "surrogatepass")) // _BYTES_PER_TOKEN)


class Budget:
    """What was used, and whether the next request still goes into the limit. It may be asked from several threads."""

    def __init__(self, limit: Limit, prices: Prices | None) -> None:
        if limit.cost is not None and prices is None:
            raise UsageError(
                "there is a limit on the cost, but the prices are not known.",
                where="language model",
                remedy="Give the prices (DATELINE_LLM_PRICES), or limit the tokens.",
            )
        self._limit = limit
        self._prices = prices
        self._lock = Lock()
        self._used = Usage()
        self._held = Usage()

    @property
    def used(self) -> Usage:
        """What was used so far."""
        return self._used

    def fits(self, usages: Iterable[Usage] = ()) -> bool:
        """Whether so much more goes into the limit, beside what is used and held already."""
        total = sum(usages, start=self._used + self._held)
        cost = total.cost(self._prices)
        return (self._limit.tokens is None or total.tokens <= self._limit.tokens) and (
            self._limit.cost is None or cost is None or cost <= self._limit.cost
        )

    def hold(self, most: Usage) -> bool:
        """Sets aside what a request uses at most, if it goes into the limit."""
        with self._lock:
            if not self.fits((most,)):
                return False
            self._held += most
            return True

    def settle(self, most: Usage, used: Usage) -> None:
        """Puts what a request used in the place of what was set aside for it."""
        with self._lock:
            self._held += Usage(sent=-most.sent, received=-most.received)
            self._used += used


def _count(number: int, one: str) -> str:
    return f"{number} {one if number == 1 else one + 's'}"
