"""Edits for wikibase-cli and wikibase-edit: an item a line, with every text as it is.

`wikibase-cli-edits.ndjson` is for `wb edit-entity --batch`: what an item has already is kept, and gets the qualifiers
and references that it lacks. `wikibase-cli-creations.ndjson`, for `wb create-entity --batch`, is there where new items
were asked for. Specification: https://codeberg.org/maxlath/wikibase-cli, docs/how_to.md of wikibase-edit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dateline.formats.statement_review import review
from dateline.statements import Draft, Drafts, NewItem, drafts_of
from dateline.wikibase import Coordinates, ItemId, Monolingual, NoValue, Quantity, Snak, SomeValue, Text, Time, Value
from dateline.wikibase.model import DAY, MONTH

if TYPE_CHECKING:
    from dateline.graph import Publication

EDITS, CREATIONS, REVIEW = "wikibase-cli-edits.ndjson", "wikibase-cli-creations.ndjson", "wikibase-cli-review.md"

_USE = f"`wb edit-entity --batch < {EDITS}`; new items with `wb create-entity --batch < {CREATIONS}`."
_CLASH = "wikibase-edit would lay it on the statement with the same value and other qualifiers"
_EXACT = 2**53


def render(publication: Publication) -> Mapping[str, bytes]:
    """`wikibase-cli-edits.ndjson`, and the review of what it says and does not say."""
    return render_drafts(drafts_of(publication))


def render_drafts(drafts: Drafts) -> Mapping[str, bytes]:
    """The same of drafts; `wikibase-cli-creations.ndjson` where they ask for new items."""
    new = {item.thing: item for item in drafts.new_items}
    clashing = drafts.clashing()
    lost = {draft: _CLASH for draft in drafts.drafts if draft.item not in new and draft in clashing}
    items: dict[str, list[Draft]] = {}
    for draft in drafts.drafts:
        if draft not in lost:
            items.setdefault(draft.item, []).append(draft)
    edits = (
        {"id": item, "claims": _claims(own), "reconciliation": {"mode": "merge"}}
        for item, own in items.items()
        if item not in new
    )
    files = {EDITS: _lines(edits)}
    if new:
        files[CREATIONS] = _lines(_created(item, items[thing]) for thing, item in new.items() if thing in items)
    return files | {REVIEW: review(drafts, form=f"edits for wikibase-cli ({EDITS})", use=_USE, lost=lost)}


def _lines(values: Iterable[Mapping[str, Any]]) -> bytes:
    return "".join(f"{json.dumps(value, ensure_ascii=False)}\n" for value in values).encode()


def _created(item: NewItem, drafts: Iterable[Draft]) -> Mapping[str, Any]:
    names: dict[str, Any] = {"labels": dict(item.labels)}
    if item.descriptions:
        names["descriptions"] = dict(item.descriptions)
    if item.aliases:
        names["aliases"] = {language: list(each) for language, each in item.aliases.items()}
    return names | {"claims": _claims(drafts)}


def _claims(drafts: Iterable[Draft]) -> Mapping[str, Any]:
    claims: dict[str, list[Mapping[str, Any]]] = {}
    for draft in drafts:
        statement = draft.statement
        made = {**_main(statement.main), "rank": statement.rank}
        if statement.qualifiers:
            made["qualifiers"] = _snaks(statement.qualifiers)
        if statement.references:
            made["references"] = [_snaks(reference.snaks) for reference in statement.references]
        claims.setdefault(statement.main.property, []).append(made)
    return claims


def _main(snak: Snak) -> dict[str, Any]:
    value = _value(snak.value)
    return dict(value) if isinstance(value, Mapping) and "snaktype" in value else {"value": value}


def _snaks(snaks: Iterable[Snak]) -> Mapping[str, list[Any]]:
    made: dict[str, list[Any]] = {}
    for snak in snaks:
        made.setdefault(snak.property, []).append(_value(snak.value))
    return made


def _value(value: Value) -> str | Mapping[str, Any]:
    match value:
        case ItemId(id=identifier):
            return identifier
        case Text(text=words):
            return words
        case Monolingual(text=words, language=language):
            return {"text": words, "language": language}
        case Time():
            day = value.time.removeprefix("+").partition("T")[0]
            short = day if value.precision >= DAY else day[:-3] if value.precision == MONTH else day[:-6]
            return {"time": short, "precision": value.precision, "calendarmodel": value.calendar}
        case Quantity():
            bounds = {"lowerBound": value.lower, "upperBound": value.upper}
            return {
                "amount": _number(value.amount),
                "unit": value.unit or "1",
                **{name: _number(bound) for name, bound in bounds.items() if bound is not None},
            }
        case Coordinates():
            made = {"latitude": value.latitude, "longitude": value.longitude, "globe": value.globe}
            return made if value.precision is None else made | {"precision": value.precision}
        case SomeValue():
            return {"snaktype": "somevalue"}
        case NoValue():
            return {"snaktype": "novalue"}


def _number(number: Decimal) -> int | str:
    """A number as JSON keeps it without loss: an integer that every reader has exactly, else its digits as a string."""
    whole = number == number.to_integral_value() and abs(number) < _EXACT
    return int(number) if whole else f"{number:f}"
