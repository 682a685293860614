"""For how long an answer may be used without asking again (RFC 9111), as a private cache of one program sees it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST: Final = 30 * 86_400.0
"""Seconds; nothing is used for longer without asking, whatever the server allows."""

_AGE = re.compile(r"max-age\s*=\s*\"?([0-9]{1,9})\"?", re.IGNORECASE)


def expires(headers: Mapping[str, str], now: float, *, otherwise: float) -> float | None:
    """Until when an answer is fresh, in seconds since the epoch; null if it must not be kept at all.

    `otherwise` is for how many seconds where the server says nothing.

    >>> expires({"cache-control": "public, max-age=60"}, 1000.0, otherwise=5)
    1060.0
    >>> expires({}, 1000.0, otherwise=5)
    1005.0
    >>> expires({"cache-control": "no-store"}, 1000.0, otherwise=5) is None
    True
    """
    said = headers.get("cache-control", "").lower()
    if "no-store" in said:
        return None
    if "no-cache" in said:
        return now
    age = _AGE.search(said.replace("s-maxage", ""))
    if age is not None:
        return now + min(LONGEST, float(age[1]))
    day = headers.get("expires")
    if day is not None:
        try:
            return min(now + LONGEST, max(now, parsedate_to_datetime(day).timestamp()))
        except (ValueError, OverflowError):
            return now
    return now + min(LONGEST, otherwise)
