"""`dateline.toml` and the environment as frozen settings; the only reader of either.

Environment: `DATELINE_USER` and `DATELINE_PASSWORD`, or `DATELINE_TOKEN`, are the credentials for a remote endpoint;
`DATELINE_AUTH=digest` sends the former as digest authentication. `DATELINE_LLM_URL`, `DATELINE_LLM_MODEL` and
`DATELINE_LLM_KEY` name a language model; `DATELINE_LLM_TIMEOUT` is in seconds, and `DATELINE_LLM_PRICES` what a million
tokens cost, in and out: `0.15 0.60 USD`. `DATELINE_WIKIBASE_…` takes the place of a member of the table `[wikibase]`
(`DATELINE_WIKIBASE_CONTACT`, `DATELINE_WIKIBASE_API`, …; several hosts with spaces between them). `DATELINE_CACHE` is
the folder where answers from the web are kept.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from dateline.errors import Problem, SettingsError

FILE = "dateline.toml"
LOCAL = "http://localhost:8080/"
"""Where the IRIs of a document begin that belongs to no collection."""

LONGEST_TIMEOUT = 600.0
"""Seconds that one answer of a Wikibase may take at most."""

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Publisher:
    """Who publishes the collection."""

    name: str
    url: str | None = None


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Wikibase:
    """Where a Wikibase answers, Wikidata if nothing else is said; an empty address is a service that it does not have.

    `reconciliation` may say `{language}`. `concept_base` is how the IRIs of its items begin. `languages` are those in
    which names are wanted, the first one first. `contact` is an e-mail address or a page: Wikimedia asks everyone's
    program for one. `private_hosts` may have addresses that are not public. `timeout` is seconds for one answer.
    What cannot be used raises `SettingsError` when it is made, with every problem at once.
    """

    api: str = "https://www.wikidata.org/w/api.php"
    entity_data: str = "https://www.wikidata.org/wiki/Special:EntityData/"
    reconciliation: str = "https://wikidata.reconci.link/{language}/api"
    sparql: str = "https://query.wikidata.org/sparql"
    concept_base: str = "http://www.wikidata.org/entity/"
    languages: tuple[str, ...] = ("en",)
    contact: str = ""
    private_hosts: tuple[str, ...] = ()
    timeout: float = 60.0

    def __post_init__(self) -> None:
        problems = tuple(_problems_of_wikibase(self))
        if problems:
            raise SettingsError("this Wikibase cannot be used.", problems, where="wikibase")

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of its services."""
        services = (self.api, self.entity_data, self.reconciliation.replace("{language}", "en"), self.sparql)
        return frozenset(urlsplit(one).hostname or "" for one in services if one)

    def wants_contact(self, host: str) -> bool:
        """Whether a host is one of Wikimedia's (or answers for it), and no contact is known."""
        return not self.contact and host.endswith(_WIKIMEDIA)


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How a collection is published. `license` is the graph's, `text_license` that of the documents' text.

    `released` is the ISO day that the publication is of, which its pages and headers give; nothing is dated by a clock.
    `catalogue` names files in the collection with items of one's own, which `link` looks into as well.
    `description` tells those who look for datasets what it is, `contact` whom to write to (an address of either kind).
    """

    title: str
    base: str
    license: str = CC0
    text_license: str = "unknown"
    publisher: Publisher | None = None
    publish_text: Literal["full", "quotes"] = "full"
    policy: Literal["sourced", "strict"] = "sourced"
    publish_at: float = 0.80
    link_at: float = 0.95
    released: str | None = None
    description: str = ""
    contact: str = ""
    wikibase: Wikibase = field(default_factory=Wikibase)
    catalogue: tuple[str, ...] = ()


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KEY = re.compile(r"[!-~]+")
_PRICES = re.compile(
    r"(?P<sent>[0-9]{1,6}(?:\.[0-9]{1,6})?) (?P<received>[0-9]{1,6}(?:\.[0-9]{1,6})?) (?P<currency>\S{1,8})"
)
_TIMEOUT = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,3})?")
_LANGUAGE_MODEL = "language model"
_WIKIMEDIA = (
    "wikidata.org", "wikimedia.org", "wikipedia.org", "wikibase.cloud", "wmcloud.org", "toolforge.org", "reconci.link",
)  # fmt: skip
_HTTP = re.compile(r"https?://[!-~]+")
_TAG = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]{1,8})*")
_CONTACT = re.compile(r"(?:https?://[!-'*-~]+|[!-'*-~]+@[!-'*-~]+\.[!-'*-~]+)")
_LISTS = ("languages", "private_hosts")
_CHOICES: Mapping[str, tuple[str, ...]] = {"publish_text": ("full", "quotes"), "policy": ("sourced", "strict")}
_MEMBERS = tuple(Settings.__dataclass_fields__)


def load_settings(folder: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of the collection in `folder`, its Wikibase with what the environment says of it.

    Raises `SettingsError` with every problem of its `dateline.toml`.
    """
    file = folder / FILE
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise SettingsError(
            "there is no dateline.toml here, so this is not a collection.",
            (),
            where=str(folder),
            remedy='Make one with at least title = "…" and base = "https://…/".',
        ) from missing
    except UnicodeDecodeError as wrong:
        raise SettingsError(
            f"this is not UTF-8: byte {wrong.start} is 0x{wrong.object[wrong.start]:02X}.",
            (),
            where=str(file),
            remedy="Save the file as UTF-8.",
        ) from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsError(
            f"this is not TOML: {wrong}.", (), where=str(file), remedy="See https://toml.io."
        ) from wrong
    except OSError as refused:
        raise SettingsError(
            f"it cannot be read: {refused.strerror}.",
            (),
            where=str(file),
            remedy="It has to be a file that you may read.",
        ) from refused
    made = parse_settings(data, file=str(file))
    return replace(made, wikibase=wikibase(made, environment))


def parse_settings(data: Mapping[str, Any], *, file: str) -> Settings:
    """Settings from a parsed TOML table. Raises `SettingsError` with every problem at once.

    >>> parse_settings({"title": "Baku", "base": "https://example.org/kg/"}, file="dateline.toml").publish_at
    0.8
    """
    problems: list[Problem] = []

    def problem(path: str, what: str, remedy: str = "") -> None:
        problems.append(Problem(file=file, path=path, what=what, remedy=remedy))

    for name in data:
        if name not in _MEMBERS:
            near = get_close_matches(name, _MEMBERS, n=1)
            problem(
                name, "no such setting.", f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(_MEMBERS)}."
            )
    for name in ("title", "base"):
        if name not in data:
            problem(name, "it is missing.", f'Add {name} = "…".')
    for name in ("title", "base", "license", "text_license", "description", "contact", *_CHOICES):
        value = data.get(name)
        if value is None:
            continue
        if not _is_text(value):
            problem(name, f"{value!r} is not a text of visible characters.")
        elif name in _CHOICES and value not in _CHOICES[name]:
            problem(name, f"{value!r} is none of its values.", f"It is one of: {', '.join(_CHOICES[name])}.")
        elif name == "contact" and not _CONTACT.fullmatch(value):
            problem(name, f"{value!r} is neither a web address nor an e-mail address.")
    for name in ("publish_at", "link_at"):
        value = data.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1):
            problem(name, f"{value!r} is not a number from 0 to 1.")
    released = data.get("released")
    if released is not None and not _is_day(released):
        problem("released", f"{released!r} is not a day.", 'Write one such as released = "2026-01-20".')
    catalogue = data.get("catalogue", [])
    if not isinstance(catalogue, list) or not all(_is_text(name) for name in catalogue):
        problem("catalogue", f"{catalogue!r} is not a list of files.", 'Write catalogue = ["my-items.jsonl"].')
        catalogue = []
    publisher = data.get("publisher")
    if publisher is not None and not (
        isinstance(publisher, dict)
        and _is_text(publisher.get("name"))
        and isinstance(publisher.get("url", ""), str)
        and set(publisher) <= {"name", "url"}
    ):
        problem(
            "publisher", f"{publisher!r} is not a publisher.", 'Write publisher = { name = "…", url = "https://…" }.'
        )
    known = _wikibase(data.get("wikibase", {}), file=file, problems=problems)
    if problems:
        raise SettingsError("these settings cannot be used.", tuple(problems), where=file)
    return Settings(
        **{
            **{name: data[name] for name in _MEMBERS if name in data},
            "publisher": Publisher(**publisher) if publisher else None,
            "released": None if released is None else str(released),
            "wikibase": known,
            "catalogue": tuple(catalogue),
        }
    )


def wikibase(settings: Settings | None = None, environment: Mapping[str, str] | None = None) -> Wikibase:
    """The Wikibase of a collection, or Wikidata, with what the environment says in place of what the file says.

    >>> wikibase(environment={"DATELINE_WIKIBASE_CONTACT": "ann@example.org"}).contact
    'ann@example.org'
    """
    known = os.environ if environment is None else environment
    given: dict[str, Any] = {}
    for name in Wikibase.__dataclass_fields__:
        value = known.get(f"DATELINE_WIKIBASE_{name.upper()}")
        if value is not None:
            given[name] = tuple(value.split()) if name in _LISTS else value.strip()
    if "timeout" in given:
        given["timeout"] = float(given["timeout"]) if _TIMEOUT.fullmatch(given["timeout"]) else 0.0
    problems: list[Problem] = []
    made = _wikibase(given, file="environment", problems=problems, base=settings.wikibase if settings else Wikibase())
    if problems:
        raise SettingsError("this Wikibase cannot be used.", tuple(problems), where="environment")
    return made


def _wikibase(given: Any, *, file: str, problems: list[Problem], base: Wikibase | None = None) -> Wikibase:
    """A Wikibase from a table. One with an API of its own has none of Wikidata's other services."""
    before = base or Wikibase()

    def problem(path: str, what: str, remedy: str = "") -> None:
        problems.append(Problem(file=file, path=path, what=what, remedy=remedy))

    if not isinstance(given, dict):
        problem("wikibase", f"{given!r} is not a table.", "Begin it with [wikibase].")
        return before
    members = Wikibase.__dataclass_fields__
    for name, value in given.items():
        if name not in members:
            near = get_close_matches(name, members, n=1)
            remedy = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(members)}."
            problem(f"wikibase.{name}", "no such setting.", remedy)
        elif name in _LISTS:
            if not (isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)):
                problem(f"wikibase.{name}", f"{value!r} is not a list of texts.", 'Write it as ["…"].')
        elif name == "timeout":
            if isinstance(value, bool) or not isinstance(value, int | float):
                problem("wikibase.timeout", f"{value!r} is not a number of seconds.", "Write one such as 60.")
        elif not isinstance(value, str):
            problem(f"wikibase.{name}", f"{value!r} is not a text.")
    if any(one.path.startswith("wikibase") for one in problems):
        return before
    usual = {name: getattr(before, name) for name in members}
    if given.get("api", before.api) != before.api:
        usual |= dict.fromkeys(("entity_data", "reconciliation", "sparql", "concept_base"), "")
    made = usual | {name: tuple(value) if name in _LISTS else value for name, value in given.items()}
    try:
        return Wikibase(**made)
    except SettingsError as wrong:
        problems.extend(Problem(file=file, path=one.path, what=one.what, remedy=one.remedy) for one in wrong.problems)
        return before


def _problems_of_wikibase(one: Wikibase) -> Iterator[Problem]:
    def problem(name: str, what: str, remedy: str) -> Problem:
        return Problem(file="wikibase", path=f"wikibase.{name}", what=what, remedy=remedy)

    for name in ("api", "entity_data", "reconciliation", "sparql"):
        url = getattr(one, name)
        if (url or name == "api") and not _is_address(url.replace("{language}", "en")):
            yield problem(name, f"{url!r} is no http or https address.", "Give one without a name, a query or a #.")
    if one.entity_data and not one.entity_data.endswith("/"):
        yield problem("entity_data", "it does not end in a slash.", "It is what stands before Q42.json.")
    if not (_HTTP.fullmatch(one.concept_base) and one.concept_base[-1] in "/#"):
        what = f"{one.concept_base!r} is not how the IRIs of items begin."
        yield problem("concept_base", what, "Give it with its last slash, such as http://www.wikidata.org/entity/")
    if not one.languages or not all(_TAG.fullmatch(tag) for tag in one.languages):
        yield problem("languages", f"{list(one.languages)!r} are no language codes.", 'Write ["en"].')
    if one.contact and not _CONTACT.fullmatch(one.contact):
        yield problem("contact", f"{one.contact!r} is no address.", "Give an e-mail address, or that of a page.")
    if not 0 < one.timeout <= LONGEST_TIMEOUT:
        yield problem("timeout", f"it is not a number of seconds up to {LONGEST_TIMEOUT:g}.", "Write one such as 60.")


def _is_address(url: str) -> bool:
    """Whether a text is an http or https address without credentials, query and fragment."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    bare = parts.username is None and not parts.query and not parts.fragment
    return bool(host) and bare and _HTTP.fullmatch(url) is not None


def cache_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Where answers from the web are kept: `DATELINE_CACHE`, else `dateline` in the user's folder of caches.

    >>> cache_folder({"XDG_CACHE_HOME": "/tmp/caches"}).as_posix()
    '/tmp/caches/dateline'
    """
    known = os.environ if environment is None else environment
    if known.get("DATELINE_CACHE"):
        return Path(known["DATELINE_CACHE"])
    home = known.get("XDG_CACHE_HOME", "")
    return (Path(home) if Path(home).is_absolute() else Path.home() / ".cache") / "dateline"


def _is_text(value: object) -> bool:
    """Whether a value is a text with something in it, on one line, that every format can carry."""
    return isinstance(value, str) and bool(value.strip()) and not _CONTROL.search(value)


def _is_day(value: object) -> bool:
    """Whether a value is an ISO 8601 day, as TOML has it or as text."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            date.fromisoformat(value)
        except ValueError:
            return False
        return True
    return isinstance(value, date) and not isinstance(value, datetime)


def settings_of_one(slug: str, title: str | None = None) -> Settings:
    """The settings of a document that has no `dateline.toml`: a collection of one, with IRIs on localhost."""
    return Settings(title=title or slug, base=f"{LOCAL}{slug}/", wikibase=wikibase())


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
    timeout, prices = _TIMEOUT.fullmatch(given["timeout"] or "120"), _PRICES.fullmatch(given["prices"])
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
    if not _is_text(endpoint.model):
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
