"""What can go wrong on purpose: each fault is one answer that a service gives in place of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One bad answer. Without a `status` the service's own answer is sent, damaged as the other members say.

    `cut` ends the connection after so many bytes of the body, `drip` sends a byte and then nothing until the test ends,
    `hold` sends nothing at all, `huge` so many bytes of white space before the body.
    """

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    cut: int | None = None
    drip: bool = False
    hold: bool = False
    huge: int = 0


def too_many(after: str | None = None) -> Fault:
    """429, with a `Retry-After` in seconds or as an HTTP date."""
    return Fault(status=429, body=b"<html>Too many requests</html>", headers={"Retry-After": after} if after else {})


def broken(status: int = 500) -> Fault:
    """A server that is out of order."""
    return Fault(status=status, body=b"<html>Our servers are currently under maintenance</html>")


def elsewhere(location: str, status: int = 302) -> Fault:
    """A redirect."""
    return Fault(status=status, headers={"Location": location})


def lagging(after: str = "5") -> Fault:
    """How the API of MediaWiki says, under status 200, that it is too busy."""
    said = b'{"error":{"code":"maxlag","info":"Waiting for 10.64.0.1: 7.2 seconds lagged.","host":"db1","lag":7.2}}'
    return Fault(status=200, body=said, headers={"Retry-After": after})


NOT_JSON = Fault(body=b"<!DOCTYPE html><title>Wikidata</title>", status=200)
TRUNCATED = Fault(cut=40)
HELD = Fault(hold=True)
DRIPPING = Fault(drip=True)
