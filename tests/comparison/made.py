"""Items, statements and drafts made by hand, and what an upload would make of a draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from dateline.comparison import Row, compare
from dateline.statements import Draft, Drafts
from dateline.wikibase import (
    Item,
    ItemId,
    Monolingual,
    Quantity,
    Rank,
    Reference,
    Snak,
    Statement,
    Text,
    Time,
    Value,
)

EVENT = "Q734004"
TYPES = {
    "P585": "time",
    "P580": "time",
    "P582": "time",
    "P1319": "time",
    "P1326": "time",
    "P577": "time",
    "P813": "time",
    "P1120": "quantity",
    "P1339": "quantity",
    "P625": "globe-coordinate",
    "P854": "url",
    "P973": "url",
    "P1476": "monolingualtext",
    "P1683": "monolingualtext",
    "P227": "external-id",
}
"""The datatypes of properties; any other one takes an item."""
ADDRESS = "https://example.org/statement"


def snak(name: str, value: Value) -> Snak:
    return Snak(property=name, value=value, datatype=TYPES.get(name, "wikibase-item"))


def when(text: str, calendar: str = "") -> Time:
    """A time: `1990`, `1990-01` or `1990-01-20`, each as precise as it is written, and its calendar."""
    sign, plain = ("-", text[1:]) if text.startswith("-") else ("+", text)
    parts = [*plain.split("-"), "00", "00"][:3]
    made = Time(time=f"{sign}{'-'.join(parts)}T00:00:00Z", precision=9 + plain.count("-"))
    return replace(made, calendar=calendar) if calendar else made


def number(amount: int | str, lower: int | None = None, upper: int | None = None, unit: str | None = None) -> Quantity:
    low, high = (None if one is None else Decimal(one) for one in (lower, upper))
    return Quantity(amount=Decimal(amount), lower=low, upper=high, unit=unit)


def item_value(name: str) -> ItemId:
    return ItemId(id=name)


CIRCA = snak("P1480", ItemId(id="Q5727902"))


def from_(address: str = ADDRESS, title: str = "A statement") -> Reference:
    return Reference(
        snaks=(snak("P854", Text(text=address)), snak("P1476", Monolingual(text=title, language="en"))),
    )


def says(
    name: str, value: Value, *qualifiers: Snak, rank: Rank = "normal", references: Iterable[Reference] = ()
) -> Statement:
    return Statement(main=snak(name, value), qualifiers=qualifiers, rank=rank, references=tuple(references))


def an_item(*statements: Statement, name: str = EVENT, label: str = "Black January") -> Item:
    return Item(id=name, labels={"en": label}, statements=statements, revision=100)


def draft(
    name: str, value: Value, *qualifiers: Snak, item: str = EVENT, references: Iterable[Reference] = (from_(),)
) -> Draft:
    statement = says(name, value, *qualifiers, references=references)
    return draft_of(statement, item)


def draft_of(statement: Statement, item: str = EVENT) -> Draft:
    return Draft(
        item=item,
        subject="https://example.org/kg/e/black-january",
        subject_label="Black January",
        predicate="https://w3id.org/dateline/ns#deathCount",
        statement=statement,
        value_label="what it says",
        claims=("https://example.org/kg/doc/d/claim/0",),
        documents=("https://example.org/kg/doc/d",),
        voices=("the Ministry",),
        words=("so many",),
    )


def of(*drafts: Draft) -> Drafts:
    return Drafts(drafts=drafts)


def the_row(one: Draft, *items: Item) -> Row:
    """How one draft stands to these items."""
    [row] = compare(of(one), by_id(*items)).rows
    return row


def by_id(*items: Item) -> Mapping[str, Item]:
    return {item.redirected_from or item.id or "": item for item in items}


def written(items: Mapping[str, Item], drafts: Drafts) -> Mapping[str, Item]:
    """The items after QuickStatements has uploaded the drafts: the same value takes in their qualifiers and sources."""
    after = dict(items)
    for one in drafts.drafts:
        item = after.get(one.item, Item(id=one.item, revision=1))
        statements = list(item.statements)
        for place, there in enumerate(statements):
            if there.main == one.statement.main:
                new = one.statement
                statements[place] = replace(
                    there,
                    qualifiers=(*there.qualifiers, *(q for q in new.qualifiers if q not in there.qualifiers)),
                    references=(*there.references, *(r for r in new.references if r not in there.references)),
                )
                break
        else:
            statements.append(one.statement)
        after[one.item] = replace(item, statements=tuple(statements))
    return after
