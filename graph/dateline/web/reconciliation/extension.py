"""Data extension: what is stated of things, as cells of a table, or the words that state it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import pyoxigraph as ox

from dateline import terms
from dateline.errors import UsageError
from dateline.web.reconciliation.asked import Extension
from dateline.web.reconciliation.service import Json, Service
from dateline.web.reconciliation.things import WIKIDATA, Term, Thing, Things, Value, query_text

WIKIDATA_SERVICE = "https://wikidata.reconci.link/en/api"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LARGEST = 2**53


def extended(asked: Extension, service: Service, languages: Sequence[str] = ()) -> Json:
    """The cells that a client wants. An id that means nothing, or a property that nothing has, gives empty cells."""
    things = service.things
    columns = [
        (given, things.property_named(given), _settings(given, settings)) for given, settings in asked.properties
    ]
    rows = {}
    for given in dict.fromkeys(asked.ids):
        known = things.known(given)
        rows[given] = {
            name: _cells(known[0], term, settings, service, languages) if len(known) == 1 and term else []
            for name, term, settings in columns
        }
    meta = [_meta(name, term, settings, service) for name, term, settings in columns]
    if service.version == "1.0":
        return {
            "meta": meta,
            "rows": [
                {"id": given, "properties": [{"id": name, "values": values} for name, values in cells.items()]}
                for given, cells in rows.items()
            ],
        }
    return {"meta": meta, "rows": rows}


def _settings(name: str, given: Mapping[str, Any]) -> tuple[int, str]:
    """How many values a cell holds (0 for all), and whether they are values or words. Raises `UsageError`."""
    limit, content = given.get("limit", 0), given.get("content", "value")
    try:
        most = int(str(limit or 0))
    except ValueError as wrong:
        raise UsageError(f"the limit of {name[:80]} is not a whole number.") from wrong
    if content not in ("value", "words"):
        raise UsageError(f"the content of {name[:80]} is neither value nor words.")
    return max(0, most), content


def _meta(name: str, term: Term | None, settings: tuple[int, str], service: Service) -> Json:
    column: dict[str, Json] = {"id": name, "name": term.name if term else name}
    if term is None or settings[1] == "words":
        return column
    if term.id in ("exactMatch", "closeMatch"):
        return column | {"service": WIKIDATA_SERVICE} if service.version == "0.2" else column
    if term.range and term.range[0] in service.things.types:
        kind = service.things.types[term.range[0]]
        return column | {"type": {"id": kind.id, "name": kind.name}, "service": service.at}
    return column


def _cells(
    thing: Thing, term: Term, settings: tuple[int, str], service: Service, languages: Sequence[str]
) -> list[Json]:
    most, content = settings
    if content == "words":
        found = [{"str": words} for words in _words(thing, term, service.things)]
    else:
        found = [_cell(value, service, languages) for value in thing.statements.get(term.id, ())]
    return found[:most] if most else found


def _cell(value: Value, service: Service, languages: Sequence[str]) -> Json:
    """One value: a thing with its id and name, a number, a day, or a text."""
    if isinstance(value, ox.NamedNode):
        held = service.things.by_id.get(value.value.removeprefix(service.things.base))
        if held is not None:
            return {"id": held.id, "name": held.label(languages).text}
        if value.value.startswith(WIKIDATA):
            item = value.value.removeprefix(WIKIDATA)
            return {"id": item, "name": item}
        return {"str": value.value}
    return _literal(value, service.version == "1.0")


def _literal(value: ox.Literal, with_language: bool) -> Json:
    kind, text = value.datatype.value, value.value
    try:
        if kind == terms.INTEGER and abs(int(text)) < _LARGEST:
            return {"int": int(text)}
        if kind == terms.DECIMAL and Decimal(text).is_finite():
            return {"float": float(Decimal(text))}
        if kind == terms.DATE and _DAY.fullmatch(text):
            return {"date": f"{date.fromisoformat(text).isoformat()}T00:00:00Z"}
    except (ValueError, InvalidOperation):
        pass
    return {"str": text} | ({"lang": value.language} if value.language and with_language else {})


def _words(thing: Thing, term: Term, things: Things) -> list[str]:
    """The words that say what is plainly stated of a thing by one property, in the order of the text."""
    found = things.dataset.strings(query_text("words", thing=thing.iri))
    return list(dict.fromkeys(row["words"] for row in found if row["property"] == term.iri))
