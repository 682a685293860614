"""Where a Wikibase answers: Wikidata, if nothing else is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from dateline.errors import Problem, SettingsError
from dateline.settings.texts import CONTACT, HTTP, SECONDS, is_address, is_text

CONCEPTS = "http://www.wikidata.org/entity/"
"""How the IRIs of Wikidata's items begin."""

LONGEST_TIMEOUT = 600.0
"""Seconds that one answer of a Wikibase may take at most."""

_WIKIMEDIA = (
    "wikidata.org", "wikimedia.org", "wikipedia.org", "wikibase.cloud", "wmcloud.org", "toolforge.org", "reconci.link",
)  # fmt: skip
_TAG = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]{1,8})*")
_LISTS = ("languages", "private_hosts")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wikibase:
    """Where a Wikibase answers, Wikidata if nothing else is said; an empty address is a service that it does not have.

    `reconciliation` may say `{language}`. `concept_base` is how the IRIs of its items begin. `languages` are those in
    which names are wanted, the first one first. `contact` is an e-mail address or a page: Wikimedia asks everyone's
    program for one. `name` is what people call it, where it is not Wikidata. `private_hosts` may have addresses that
    are not public. `timeout` is seconds for one answer.
    What cannot be used raises `SettingsError` when it is made, with every problem at once.
    """

    api: str = "https://www.wikidata.org/w/api.php"
    entity_data: str = "https://www.wikidata.org/wiki/Special:EntityData/"
    reconciliation: str = "https://wikidata.reconci.link/{language}/api"
    sparql: str = "https://query.wikidata.org/sparql"
    concept_base: str = CONCEPTS
    languages: tuple[str, ...] = ("en",)
    contact: str = ""
    name: str = ""
    private_hosts: tuple[str, ...] = ()
    timeout: float = 60.0

    def __post_init__(self) -> None:
        problems = tuple(_problems_of_wikibase(self))
        if problems:
            raise SettingsError("this Wikibase cannot be used.", problems, where="wikibase")

    @property
    def is_wikidata(self) -> bool:
        """Whether its items and properties are those of Wikidata."""
        return self.concept_base == CONCEPTS

    @property
    def title(self) -> str:
        """What people call it: its name, else the host of its items' IRIs."""
        return self.name or ("Wikidata" if self.is_wikidata else urlsplit(self.concept_base).hostname or "Wikibase")

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of its services."""
        services = (self.api, self.entity_data, self.reconciliation.replace("{language}", "en"), self.sparql)
        return frozenset(urlsplit(one).hostname or "" for one in services if one)

    def wants_contact(self, host: str) -> bool:
        """Whether a host is one of Wikimedia's (or answers for it), and no contact is known."""
        return not self.contact and host.endswith(_WIKIMEDIA)


def wikibase_of(environment: Mapping[str, str], *, base: Wikibase | None = None) -> Wikibase:
    """A Wikibase, Wikidata if none is given, with what the environment says. Raises `SettingsError`."""
    given: dict[str, Any] = {}
    for name in Wikibase.__dataclass_fields__:
        value = environment.get(f"DATELINE_WIKIBASE_{name.upper()}")
        if value is not None:
            given[name] = tuple(value.split()) if name in _LISTS else value.strip()
    if "timeout" in given:
        given["timeout"] = float(given["timeout"]) if SECONDS.fullmatch(given["timeout"]) else 0.0
    problems: list[Problem] = []
    made = parse_wikibase(given, file="environment", problems=problems, base=base)
    if problems:
        raise SettingsError("this Wikibase cannot be used.", tuple(problems), where="environment")
    return made


def parse_wikibase(given: Any, *, file: str, problems: list[Problem], base: Wikibase | None = None) -> Wikibase:
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
        usual |= dict.fromkeys(("entity_data", "reconciliation", "sparql", "concept_base", "name"), "")
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
        if (url or name == "api") and not is_address(url.replace("{language}", "en")):
            yield problem(name, f"{url!r} is no http or https address.", "Give one without a name, a query or a #.")
    if one.entity_data and not one.entity_data.endswith("/"):
        yield problem("entity_data", "it does not end in a slash.", "It is what stands before Q42.json.")
    if not (HTTP.fullmatch(one.concept_base) and one.concept_base[-1] in "/#"):
        what = f"{one.concept_base!r} is not how the IRIs of items begin."
        yield problem("concept_base", what, "Give it with its last slash, such as http://www.wikidata.org/entity/")
    if not one.languages or not all(_TAG.fullmatch(tag) for tag in one.languages):
        yield problem("languages", f"{list(one.languages)!r} are no language codes.", 'Write ["en"].')
    if one.contact and not CONTACT.fullmatch(one.contact):
        yield problem("contact", f"{one.contact!r} is no address.", "Give an e-mail address, or that of a page.")
    if one.name and not is_text(one.name):
        yield problem("name", f"{one.name!r} is not a text of visible characters.", "Write it on one line.")
    if not 0 < one.timeout <= LONGEST_TIMEOUT:
        yield problem("timeout", f"it is not a number of seconds up to {LONGEST_TIMEOUT:g}.", "Write one such as 60.")
