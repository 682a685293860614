"""The record of requests: a line of JSON each, in which nothing that a client sends can begin another line."""

from __future__ import annotations

import json
from datetime import UTC, datetime

_LONGEST = 2_000


def line(
    *,
    when: float,
    client: str,
    method: str,
    target: str,
    status: int,
    sent: int,
    seconds: float,
    agent: str,
    referrer: str = "",
) -> str:
    r"""A line; `when` is in seconds since 1970, `target` as the client sent it. All that is not plain ASCII is escaped.

    >>> made = line(when=0, client="::1", method="GET", target="/\n", status=200, sent=5, seconds=0.01, agent="curl")
    >>> print(made[:75])
    {"time": "1970-01-01T00:00:00.000Z", "client": "::1", "method": "GET", "tar
    """
    said = {
        "time": datetime.fromtimestamp(when, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "client": client[:_LONGEST],
        "method": method[:_LONGEST],
        "target": target[:_LONGEST],
        "status": status,
        "bytes": sent,
        "ms": round(seconds * 1000, 1),
        "agent": agent[:_LONGEST],
        **({"referrer": referrer[:_LONGEST]} if referrer else {}),
    }
    return json.dumps(said)
