"""What the service answers, in the JSON of either version; the two differ in words more than in kind.

Every answer is a plain value that `json.dumps` writes; nothing here knows of HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from dateline import terms
from dateline.errors import UsageError
from dateline.web.reconciliation.asked import Query
from dateline.web.reconciliation.matching import ID, NAME, QUALIFIERS, TYPE, Candidate, candidates
from dateline.web.reconciliation.names import fold
from dateline.web.reconciliation.things import Term, Thing, Things

Version: TypeAlias = Literal["0.2", "1.0"]
Json: TypeAlias = Any

VERSIONS: Mapping[Version, str] = {"0.2": "0.2", "1.0": "1.0-draft"}
"""What each version calls itself in a manifest."""
MOST_QUERIES = 50
"""How many queries, or rows of a data extension, one request may hold."""
PREVIEW = (400, 260)
"""The width and height of a preview, in pixels."""
SUGGESTED, MOST_SUGGESTED = 20, 100
_FEATURES = {NAME: "likeness of the name", ID: "the identifier", TYPE: "fit of the class"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """A reconciliation service: what it searches, how it is called, where it is reached (`at`, ending in a slash)."""

    things: Things
    title: str
    version: Version
    at: str
    site: str
    released: str = ""

    def manifest(self) -> Json:
        """What clients need to know of it."""
        common = {
            "versions": [VERSIONS[self.version]],
            "name": self.title,
            "serviceVersion": self.released,
            "documentation": self.site,
            "defaultTypes": [self._type(name) for name in _DEFAULT_TYPES],
            "batchSize": MOST_QUERIES,
        }
        width, height = PREVIEW
        if self.version == "1.0":
            return {
                **common,
                "view": {"url": f"{self.at}view?id={{id}}"},
                "suggest": {"entity": True, "property": True, "type": True},
                "preview": {"width": width, "height": height},
                "extend": {"proposeProperties": True, "propertySettings": [_setting_1_0(one) for one in _SETTINGS]},
                "standardizedScore": True,
            }
        return {
            **common,
            "identifierSpace": self.things.base,
            "schemaSpace": terms.DL,
            "view": {"url": f"{self.at}view?id={{{{id}}}}"},
            "preview": {"url": f"{self.at}preview?id={{{{id}}}}", "width": width, "height": height},
            "suggest": {
                kind: {
                    "service_url": self.at.rstrip("/"),
                    "service_path": f"/suggest/{kind}",
                    "flyout_service_url": self.at.rstrip("/"),
                    "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
                }
                for kind in ("entity", "property", "type")
            },
            "extend": {
                "propose_properties": {"service_url": self.at.rstrip("/"), "service_path": "/extend/propose"},
                "property_settings": list(_SETTINGS),
            },
        }

    def match(self, query: Query, languages: Sequence[str] = ()) -> Json:
        """The candidates for one query."""
        spoken = (query.language, *languages) if query.language else languages
        found = [self._candidate(one, spoken) for one in candidates(query, self.things)]
        return {"candidates": found} if self.version == "1.0" else {"result": found}

    def suggest_entities(self, prefix: str, skip: int, limit: int, languages: Sequence[str] = ()) -> Json:
        """The things whose names begin like this; what is spelt nearly so where none does."""
        known = self.things.known(prefix)
        places = [self.things.places[thing.id] for thing in known]
        places += [place for place in self.things.names.beginning(prefix) if place not in places]
        if not places:
            near = self.things.names.near(prefix)
            places = sorted(near, key=lambda place: (-near[place], place))
        shown = [self.things.all[place] for place in places[skip : skip + limit]]
        return {
            "result": [
                {
                    "id": thing.id,
                    "name": thing.label(languages).text,
                    **self._language(thing, languages),
                    "description": self.describe(thing, languages),
                    "notable": [self._named_type(kind) for kind in thing.kinds],
                }
                for thing in shown
            ]
        }

    def suggest_terms(self, kind: Literal["property", "type"], prefix: str, skip: int, limit: int) -> Json:
        """The properties or classes whose names or ids begin like this, or hold a word that does; all for no prefix."""
        known = self.things.properties if kind == "property" else self.things.types
        found = [term for term in known.values() if _begins(term, prefix)]
        found.sort(key=lambda term: (not fold(term.name).startswith(fold(prefix)), term.name, term.id))
        if kind == "type":
            return {"result": [self._type(term.id) for term in found[skip : skip + limit]]}
        qualifiers = [{"id": one, "name": words} for one, words in QUALIFIERS.items()]
        return {
            "result": [
                _described(term) | ({"matchQualifiers": qualifiers} if self.version == "1.0" else {})
                for term in found[skip : skip + limit]
            ]
        }

    def propose(self, kind: str, limit: int | None) -> Json:
        """The properties that things of a class may have, or all."""
        wanted = self.things.type_id(kind)
        found = [term for term in self.things.properties.values() if not wanted or _may_have(term, wanted)]
        answer: dict[str, Json] = {"properties": [_described(term) for term in found[:limit]]}
        if wanted:
            answer["type"] = wanted
        if limit is not None:
            answer["limit"] = limit
        return answer

    def describe(self, thing: Thing, languages: Sequence[str] = ()) -> str:
        """A few words that tell a thing from its namesakes: its class, its day, its place."""
        parts = [", ".join(self.things.types[kind].name for kind in thing.kinds)]
        for name in ("startDate", "issued"):
            parts += [value.value for value in thing.statements.get(name, ())[:1]]
        for name in ("tookPlaceIn", "locatedIn", "capitalOf", "memberOf", "publisher"):
            for value in thing.statements.get(name, ())[:1]:
                held = self.things.by_id.get(value.value.removeprefix(self.things.base))
                if held is not None:
                    parts.append(f"{self.things.properties[name].name} {held.label(languages).text}")
        return "; ".join(dict.fromkeys(filter(None, parts)))

    def _candidate(self, candidate: Candidate, languages: Sequence[str]) -> Json:
        thing = candidate.thing
        return {
            "id": thing.id,
            "name": thing.label(languages).text,
            **self._language(thing, languages),
            "description": self.describe(thing, languages),
            "score": candidate.score,
            "match": candidate.match,
            "type": [self._named_type(kind) for kind in thing.kinds],
            "features": [
                {"id": name, **({"name": self._feature(name)} if self.version == "1.0" else {}), "value": value}
                for name, value in candidate.features
            ],
        }

    def _feature(self, name: str) -> str:
        term = self.things.property_named(name)
        return _FEATURES.get(name) or (term.name if term else name)

    def _language(self, thing: Thing, languages: Sequence[str]) -> dict[str, str]:
        language = thing.label(languages).language
        return {"lang": language} if language and self.version == "1.0" else {}

    def _named_type(self, name: str) -> Json:
        return {"id": name, "name": self.things.types[name].name}

    def _type(self, name: str) -> Json:
        term = self.things.types[name]
        return _described(term) | {"broader": [self._named_type(parent) for parent in term.broader]}


_DEFAULT_TYPES = ("Entity", "Person", "Organization", "Group", "Place", "Polity", "Event", "Document")
_SETTINGS: tuple[dict[str, Json], ...] = (
    {
        "name": "limit",
        "label": "Limit",
        "type": "number",
        "default": 0,
        "help_text": "At most so many values in a cell; 0 for all of them.",
    },
    {
        "name": "content",
        "label": "Content",
        "type": "select",
        "default": "value",
        "help_text": "What stands in a cell: what is stated, or the words of the documents that say it.",
        "choices": [{"value": "value", "name": "what is stated"}, {"value": "words", "name": "the words that say it"}],
    },
)


def _setting_1_0(setting: Mapping[str, Json]) -> Json:
    kept = {name: value for name, value in setting.items() if name not in ("name", "label", "help_text")}
    return {"id": setting["name"], "name": setting["label"], "helpText": setting["help_text"], **kept}


def _described(term: Term) -> dict[str, Json]:
    return {"id": term.id, "name": term.name} | ({"description": term.definition} if term.definition else {})


def _begins(term: Term, prefix: str) -> bool:
    wanted = fold(prefix) if prefix.strip() else ""
    plain = prefix.strip().removeprefix(terms.DL).removeprefix("dl:").casefold()
    return f" {fold(term.name)}".find(f" {wanted}") >= 0 or term.id.casefold().startswith(plain)


def _may_have(term: Term, kind: str) -> bool:
    return any(terms.is_a(kind, domain) or terms.is_a(domain, kind) for domain in term.domain)


def whole_number(given: str | None, name: str, *, default: int, most: int) -> int:
    """A parameter of a URL that counts something, at most `most`. Raises `UsageError` for what does not.

    >>> whole_number("500", "limit", default=20, most=100), whole_number(None, "limit", default=20, most=100)
    (100, 20)
    """
    if given is None or not given.strip():
        return default
    if not given.strip().isascii() or not given.strip().isdigit() or len(given) > 12:
        raise UsageError(f"{name} is not a whole number.", remedy=f"Give one from 0 to {most}.")
    return min(most, int(given))
