"""Items as Wikibase's JSON: what `Special:EntityData` and `wbgetentities` give, and what `wbeditentity` takes.

Specification: https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html. What comes is hostile until it is
parsed; PHP writes an empty object as an empty list, which is understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast, get_args

from dateline.errors import Problem, WikibaseError, shown
from dateline.settings.wikibases import CONCEPTS
from dateline.wikibase.json_values import UnknownKindError, datavalue_of, language_code, text_of, value_of
from dateline.wikibase.model import (
    NO_VALUE,
    SOME_VALUE,
    Item,
    NoValue,
    Rank,
    Reference,
    Snak,
    SomeValue,
    Statement,
    Value,
)

_ITEM = re.compile(r"Q[1-9][0-9]{0,15}")
_PROPERTY = re.compile(r"P[1-9][0-9]{0,15}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_RANKS = get_args(Rank)
_NO_DATA: Mapping[str, Value] = {"somevalue": SOME_VALUE, "novalue": NO_VALUE}
_PLAIN_DATATYPE = {
    "string": "string",
    "wikibase-entityid": "wikibase-item",
    "globecoordinate": "globe-coordinate",
}
"""The datatype that is taken for granted where a snak names none, if it is not called like the kind of its value."""


def parse_item(data: Mapping[str, Any], *, where: str) -> Item:
    """The item of one entity's JSON (a member of `entities`). `where` names what is read, for the messages.

    Raises `WikibaseError` with every malformed part and its path. A statement whose kind of value is not known here is
    skipped, and a qualifier or reference with one too; `notes` tell which.

    >>> made = parse_item({"id": "Q9248", "labels": {"en": {"language": "en", "value": "Baku"}}}, where="answer")
    >>> made.id, made.labels["en"]
    ('Q9248', 'Baku')
    >>> parse_item({"id": "Q9248", "missing": ""}, where="answer")
    Traceback (most recent call last):
        ...
    dateline.errors.WikibaseError: answer: this is no item.
      answer: there is no item Q9248. It was deleted, or never was.
    """
    return _Parser(where).item(data)


def item_json(item: Item, *, concepts: str = CONCEPTS) -> dict[str, Any]:
    """The JSON of an item, as `wbeditentity`, WikibaseIntegrator and `parse_item` take it.

    The statements of a property stand together, in the order of the item. `concepts` is what the ids of its Wikibase
    begin with as IRIs.
    """
    claims: dict[str, list[dict[str, Any]]] = {}
    for statement in item.statements:
        claims.setdefault(statement.main.property, []).append(statement_json(statement, concepts=concepts))
    made: dict[str, Any] = {"type": "item"}
    if item.id is not None:
        made["id"] = item.id
    return made | {
        "labels": _terms(item.labels),
        "descriptions": _terms(item.descriptions),
        "aliases": {
            language: [{"language": language, "value": each} for each in names]
            for language, names in item.aliases.items()
        },
        "claims": claims,
        **({"lastrevid": item.revision} if item.revision is not None else {}),
        **({"modified": item.modified} if item.modified is not None else {}),
    }


def statement_json(statement: Statement, *, concepts: str = CONCEPTS) -> dict[str, Any]:
    """The JSON of one statement."""
    made: dict[str, Any] = {"mainsnak": _snak_json(statement.main, concepts), "type": "statement"}
    if statement.qualifiers:
        grouped = _grouped(statement.qualifiers, concepts)
        made |= {"qualifiers": grouped, "qualifiers-order": list(grouped)}
    if statement.id is not None:
        made["id"] = statement.id
    made["rank"] = statement.rank
    if statement.references:
        made["references"] = []
        for reference in statement.references:
            grouped = _grouped(reference.snaks, concepts)
            known = {} if reference.hash is None else {"hash": reference.hash}
            made["references"].append(known | {"snaks": grouped, "snaks-order": list(grouped)})
    return made


def _terms(given: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {language: {"language": language, "value": text} for language, text in given.items()}


def _snak_json(snak: Snak, concepts: str) -> dict[str, Any]:
    kind = {SomeValue: "somevalue", NoValue: "novalue"}.get(type(snak.value), "value")
    made: dict[str, Any] = {"snaktype": kind, "property": snak.property, "datatype": snak.datatype}
    data = datavalue_of(snak.value, concepts=concepts)
    return made if data is None else made | {"datavalue": data}


def _grouped(snaks: Iterable[Snak], concepts: str) -> dict[str, list[dict[str, Any]]]:
    made: dict[str, list[dict[str, Any]]] = {}
    for snak in snaks:
        made.setdefault(snak.property, []).append(_snak_json(snak, concepts))
    return made


class _Parser:
    """One item while it is read: what is wrong with it and what was skipped gather here."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.problems: list[Problem] = []
        self.notes: list[str] = []

    def item(self, data: object) -> Item:
        given = self.members(data, "")
        if "missing" in given:
            self.wrong("", f"there is no item {given.get('id', '')}.", "It was deleted, or never was.")
        elif given.get("type", "item") != "item":
            self.wrong("type", f"it is {shown(str(given['type']))}.", "Only items are read here.")
        identifier = given.get("id")
        if "missing" not in given and identifier is not None and not self.matches(identifier, _ITEM):
            self.wrong("id", f"{shown(str(identifier))} is not the id of an item.", "It is a Q with a number.")
        statements = tuple(self.statements(given.get("claims", {})))
        made = Item(
            id=identifier,
            labels=self.terms(given, "labels"),
            descriptions=self.terms(given, "descriptions"),
            aliases=self.aliases(given.get("aliases", {})),
            statements=statements,
            revision=self.revision(given.get("lastrevid")),
            modified=self.modified(given.get("modified")),
            redirected_from=self.redirect(given.get("redirects")),
            notes=tuple(self.notes),
        )
        if self.problems:
            raise WikibaseError("this is no item.", tuple(self.problems), where=self.where)
        return made

    def wrong(self, path: str, what: str, remedy: str = "") -> None:
        self.problems.append(Problem(file=self.where, path=path, what=what, remedy=remedy))

    def members(self, given: object, path: str) -> Mapping[str, Any]:
        """An object's members; of an empty list, as PHP writes it, none."""
        if isinstance(given, Mapping) and all(isinstance(name, str) for name in given):
            return given
        if given != []:
            self.wrong(path, f"an object should stand here, not {shown(str(given))}.")
        return {}

    def listed(self, given: object, path: str) -> Sequence[Any]:
        if isinstance(given, list | tuple):
            return given
        self.wrong(path, f"a list should stand here, not {shown(str(given))}.")
        return ()

    @staticmethod
    def matches(given: object, pattern: re.Pattern[str]) -> bool:
        return isinstance(given, str) and pattern.fullmatch(given) is not None

    def terms(self, item: Mapping[str, Any], name: str) -> Mapping[str, str]:
        made = {}
        for language, given in self.members(item.get(name, {}), name).items():
            path = f"{name}.{language}"
            text = self.term(given, path)
            if text is not None and self.spoken(language, path):
                made[language] = text
        return MappingProxyType(made)

    def aliases(self, given: object) -> Mapping[str, tuple[str, ...]]:
        made = {}
        for language, names in self.members(given, "aliases").items():
            path = f"aliases.{language}"
            found = (self.term(each, f"{path}[{place}]") for place, each in enumerate(self.listed(names, path)))
            texts = tuple(each for each in found if each is not None)
            if self.spoken(language, path):
                made[language] = texts
        return MappingProxyType(made)

    def term(self, given: object, path: str) -> str | None:
        if not isinstance(given, Mapping):
            self.wrong(path, f"an object should stand here, not {shown(str(given))}.")
            return None
        try:
            return text_of(given.get("value"), "the text")
        except ValueError as wrong:
            self.wrong(f"{path}.value", f"{wrong}.")
        return None

    def spoken(self, language: str, path: str) -> bool:
        try:
            language_code(language)
        except ValueError as wrong:
            self.wrong(path, f"{wrong}.")
            return False
        return True

    def statements(self, given: object) -> Iterator[Statement]:
        for name, group in self.members(given, "claims").items():
            for place, each in enumerate(self.listed(group, f"claims.{name}")):
                path = f"claims.{name}[{place}]"
                statement = self.statement(self.members(each, path), path)
                if statement is None:
                    continue
                if statement.main.property != name:
                    self.wrong(f"{path}.mainsnak.property", f"it is {statement.main.property}, not {shown(name)}.")
                yield statement

    def statement(self, given: Mapping[str, Any], path: str) -> Statement | None:
        rank, identifier = given.get("rank", "normal"), given.get("id")
        if rank not in _RANKS:
            self.wrong(f"{path}.rank", f"there is no rank {shown(str(rank))}.", f"There are {', '.join(_RANKS)}.")
        if identifier is not None and not isinstance(identifier, str):
            self.wrong(f"{path}.id", f"{shown(str(identifier))} is not the id of a statement.")
        main = self.snak(given.get("mainsnak"), f"{path}.mainsnak")
        qualifiers = tuple(self.snaks(given, "qualifiers", f"{path}."))
        references = tuple(
            self.references(self.listed(given.get("references", []), f"{path}.references"), f"{path}.references")
        )
        if main is None:
            return None
        return Statement(
            main=main, qualifiers=qualifiers, references=references, rank=cast("Rank", rank), id=identifier
        )

    def references(self, given: Sequence[Any], path: str) -> Iterator[Reference]:
        for place, each in enumerate(given):
            inner = f"{path}[{place}]"
            members = self.members(each, inner)
            known = members.get("hash")
            if known is not None and not isinstance(known, str):
                self.wrong(f"{inner}.hash", f"{shown(str(known))} is no hash.")
            snaks = tuple(self.snaks(members, "snaks", f"{inner}."))
            if snaks:
                yield Reference(snaks=snaks, hash=known)

    def snaks(self, given: Mapping[str, Any], name: str, path: str) -> Iterator[Snak]:
        """The snaks under one member, in the order that its `…-order` gives, else as they stand."""
        groups = self.members(given.get(name, {}), f"{path}{name}")
        order = self.listed(given.get(f"{name}-order", []), f"{path}{name}-order")
        for each in dict.fromkeys([*(each for each in order if isinstance(each, str) and each in groups), *groups]):
            inner = f"{path}{name}.{each}"
            for place, snak in enumerate(self.listed(groups[each], inner)):
                made = self.snak(snak, f"{inner}[{place}]")
                if made is not None:
                    yield made

    def snak(self, given: object, path: str) -> Snak | None:
        members = self.members(given, path)
        name, kind, datatype = members.get("property"), members.get("snaktype", "value"), members.get("datatype")
        if not self.matches(name, _PROPERTY):
            self.wrong(f"{path}.property", f"{shown(str(name))} is not the id of a property.")
            return None
        if datatype is not None and not isinstance(datatype, str):
            self.wrong(f"{path}.datatype", f"{shown(str(datatype))} is no datatype.")
            return None
        if isinstance(kind, str) and kind in _NO_DATA:
            return Snak(property=cast("str", name), value=_NO_DATA[kind], datatype=datatype or "")
        if kind != "value":
            self.wrong(f"{path}.snaktype", f"there are no snaks of the type {shown(str(kind))}.")
            return None
        data = members.get("datavalue")
        if not isinstance(data, Mapping):
            self.wrong(f"{path}.datavalue", f"an object should stand here, not {shown(str(data))}.")
            return None
        try:
            value = value_of(data)
        except UnknownKindError as unknown:
            self.notes.append(f"{path}: {unknown}; it was skipped.")
            return None
        except ValueError as wrong:
            self.wrong(f"{path}.datavalue", f"{wrong}.")
            return None
        told = str(data["type"])
        return Snak(property=cast("str", name), value=value, datatype=datatype or _PLAIN_DATATYPE.get(told, told))

    def revision(self, given: object) -> int | None:
        if given is None or (isinstance(given, int) and not isinstance(given, bool) and given >= 0):
            return given
        self.wrong("lastrevid", f"{shown(str(given))} is not the number of a revision.")
        return None

    def modified(self, given: object) -> str | None:
        if given is None or self.matches(given, _INSTANT):
            return cast("str | None", given)
        self.wrong("modified", f"{shown(str(given))} is not an instant such as 2026-11-22T08:00:00Z.")
        return None

    def redirect(self, given: object) -> str | None:
        if given is None:
            return None
        asked = self.members(given, "redirects").get("from")
        if self.matches(asked, _ITEM):
            return cast("str", asked)
        self.wrong("redirects.from", f"{shown(str(asked))} is not the id of an item.")
        return None
