"""The languages that a client prefers, of its `Accept-Language` (RFC 9110, 12.5.4)."""

from __future__ import annotations

import re

_RANGE = re.compile(
    r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?\s*"
)
_MOST = 20


def preferred(header: str) -> tuple[str, ...]:
    """The tags in the order of preference; what is refused or cannot be read is left out.

    >>> preferred("de;q=0.5, az-Latn, fr;q=0, *;q=0.1")
    ('az-Latn', 'de')
    """
    found = [match for part in header.split(",")[:_MOST] if (match := _RANGE.fullmatch(part))]
    weighted = [(float(match[2] or 1), match[1]) for match in found]
    return tuple(tag for weight, tag in sorted(weighted, key=lambda one: -one[0]) if weight > 0)
