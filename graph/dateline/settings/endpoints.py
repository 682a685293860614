"""What stands behind an address with a key: a remote endpoint, a language model; both named by the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from ipaddress import ip_address
from urllib.parse import urlsplit

from dateline.errors import Problem, SettingsError
from dateline.settings.texts import SECONDS, is_text

_KEY = re.compile(r"[!-~]+")
_PRICES = re.compile(
    r"(?P<sent>[0-9]{1,6}(?:\.[0-9]{1,6})?) (?P<received>[0-9]{1,6}(?:\.[0-9]{1,6})?) (?P<currency>\S{1,8})"
)
_LANGUAGE_MODEL = "language model"


@dataclass(frozen=True, kw_only=True, slots=True)
class Credentials:
    """What a remote endpoint asks for; never shown, not even in a repr."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    digest: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Prices:
    """What a million tokens cost, those that are sent and those that come back."""

    sent: Decimal
    received: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoint:
    """A language model behind an OpenAI-compatible endpoint, such as `https://api.example.org/v1`.

    The key is never shown, not even in a repr. `timeout` is seconds for the whole of one answer. What cannot be used
    raises `SettingsError` when it is made, with every problem at once.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 120.0
    prices: Prices | None = None

    def __post_init__(self) -> None:
        problems = tuple(_problems_of(self))
        if problems:
            raise SettingsError("this language model cannot be used.", problems, where=_LANGUAGE_MODEL)


def credentials(environment: Mapping[str, str] | None = None) -> Credentials | None:
    """The credentials for a remote endpoint from the environment, or null."""
    known = os.environ if environment is None else environment
    found = Credentials(
        user=known.get("DATELINE_USER", ""),
        password=known.get("DATELINE_PASSWORD", ""),
        token=known.get("DATELINE_TOKEN", ""),
        digest=known.get("DATELINE_AUTH", "basic").lower() == "digest",
    )
    return found if found.user or found.token else None


def language_model(environment: Mapping[str, str] | None = None) -> Endpoint | None:
    """The language model that the environment names, or null. Raises `SettingsError` where it cannot be used.

    >>> language_model({}) is None
    True
    >>> language_model({"DATELINE_LLM_URL": "http://localhost:11434/v1", "DATELINE_LLM_MODEL": "m"}).url
    'http://localhost:11434/v1'
    """
    known = os.environ if environment is None else environment
    given = {
        name: known.get(f"DATELINE_LLM_{name.upper()}", "").strip()
        for name in ("url", "model", "key", "timeout", "prices")
    }
    if not given["url"] and not given["model"]:
        return None
    problems = []
    timeout, prices = SECONDS.fullmatch(given["timeout"] or "120"), _PRICES.fullmatch(given["prices"])
    if timeout is None:
        problems.append(_llm_problem("timeout", "it is not a number of seconds.", "Write one such as 120."))
    if prices is None and given["prices"]:
        what = "it does not say what a million tokens cost."
        problems.append(
            _llm_problem("prices", what, "Write the price in, the price out and the currency: 0.15 0.60 USD.")
        )
    if problems:
        raise SettingsError("this language model cannot be used.", tuple(problems), where=_LANGUAGE_MODEL)
    return Endpoint(
        url=given["url"].rstrip("/"),
        model=given["model"],
        key=given["key"],
        timeout=float(timeout[0]) if timeout else 120.0,
        prices=Prices(sent=Decimal(prices["sent"]), received=Decimal(prices["received"]), currency=prices["currency"])
        if prices
        else None,
    )


def _llm_problem(name: str, what: str, remedy: str) -> Problem:
    return Problem(file="environment", path=f"DATELINE_LLM_{name.upper()}", what=what, remedy=remedy)


def _problems_of(endpoint: Endpoint) -> Iterator[Problem]:
    """What is wrong with an endpoint, the key left out of every word."""
    try:
        parts = urlsplit(endpoint.url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not host or re.search(r"[^!-~]", endpoint.url):
        yield _llm_problem("url", "it is no http or https address.", "Give one such as https://api.example.org/v1.")
    elif parts.username is not None or parts.query or parts.fragment:
        yield _llm_problem("url", "it carries a name, a query or a fragment.", "The key goes into DATELINE_LLM_KEY.")
    elif parts.path.endswith("/chat/completions"):
        yield _llm_problem("url", "it is the address of one call.", "Leave out /chat/completions.")
    elif endpoint.key and parts.scheme == "http" and not _is_near(host):
        yield _llm_problem("url", "the key would be sent without encryption.", "Give an https address.")
    if not is_text(endpoint.model):
        yield _llm_problem("model", "no model is named.", "Give the name that the endpoint has for it.")
    if endpoint.key and not _KEY.fullmatch(endpoint.key):
        yield _llm_problem("key", "it holds a character that no key has.", "Copy it again, without line breaks.")
    if not 0 < endpoint.timeout < 100_000:
        yield _llm_problem("timeout", "it is not a number of seconds.", "Write one such as 120.")


def _is_near(host: str) -> bool:
    """Whether a host is this machine or one of a private network, as far as its name tells."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".home.arpa"))
