"""How long to wait before asking again: exponential back-off with jitter, and what the server asks for."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final

_SECONDS: Final = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,3})?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """Time and chance, so that tests have their own: seconds since the epoch, seconds gone by, a pause, a share."""

    now: Callable[[], float] = time.time
    elapsed: Callable[[], float] = time.monotonic
    pause: Callable[[float], object] = time.sleep
    chance: Callable[[], float] = random.random


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """How often a request is sent (`attempts`), and the seconds between: the `first`, doubled each time to `longest`.

    A server that asks for more than `longest_asked` seconds is not waited for.
    """

    attempts: int = 5
    first: float = 1.0
    longest: float = 60.0
    longest_asked: float = 300.0

    def wait(self, attempt: int, asked: float | None, clock: Clock) -> float | None:
        """The seconds before the next request, `attempt` counting from 0 those that failed; null to give up.

        Half of the pause is left to chance, so that many clients do not come back together.

        >>> half = Clock(chance=lambda: 0.5)
        >>> [Patience().wait(attempt, None, half) for attempt in range(5)]
        [0.75, 1.5, 3.0, 6.0, None]
        >>> Patience().wait(0, 20.0, half), Patience().wait(0, 9999.0, half)
        (20.25, None)
        """
        if attempt + 1 >= self.attempts or (asked is not None and asked > self.longest_asked):
            return None
        pause = min(self.longest, self.first * 2.0**attempt)
        spread = pause / 2 * clock.chance()
        return max(pause / 2, asked or 0.0) + spread


def asked_for(header: str | None, clock: Clock) -> float | None:
    """The seconds that a Retry-After header asks for (RFC 9110, 10.2.3), or null where it says nothing.

    >>> asked_for("120", Clock())
    120.0
    >>> asked_for("Thu, 01 Jan 1970 00:01:00 GMT", Clock(now=lambda: 50.0))
    10.0
    >>> asked_for("soon", Clock()) is None
    True
    """
    if header is None:
        return None
    if _SECONDS.fullmatch(header.strip()):
        return float(header)
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - clock.now())
    except (ValueError, OverflowError):
        return None
