"""How texts that people set have to look: lines, days, addresses, seconds."""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import urlsplit

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SECONDS = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,3})?")
HTTP = re.compile(r"https?://[!-~]+")
CONTACT = re.compile(r"(?:https?://[!-'*-~]+|[!-'*-~]+@[!-'*-~]+\.[!-'*-~]+)")


def is_address(url: str) -> bool:
    """Whether a text is an http or https address without credentials, query and fragment."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    bare = parts.username is None and not parts.query and not parts.fragment
    return bool(host) and bare and HTTP.fullmatch(url) is not None


def is_text(value: object) -> bool:
    """Whether a value is a text with something in it, on one line, that every format can carry."""
    return isinstance(value, str) and bool(value.strip()) and not CONTROL.search(value)


def is_day(value: object) -> bool:
    """Whether a value is an ISO 8601 day, as TOML has it or as text."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            date.fromisoformat(value)
        except ValueError:
            return False
        return True
    return isinstance(value, date) and not isinstance(value, datetime)
