"""What Wikidata and every other Wikibase are made of: items, statements, snaks, values; as frozen values, and as JSON.

Nothing here asks a network. Specification: the Wikibase data model (https://www.mediawiki.org/wiki/Wikibase/DataModel)
and its JSON (https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html).
"""

from __future__ import annotations

from dateline.wikibase.json_form import item_json, parse_item, statement_json
from dateline.wikibase.model import (
    NO_VALUE,
    SOME_VALUE,
    Coordinates,
    Item,
    ItemId,
    Monolingual,
    NoValue,
    Quantity,
    Rank,
    Reference,
    Snak,
    SomeValue,
    Statement,
    Text,
    Time,
    Value,
)

__all__ = [
    "NO_VALUE",
    "SOME_VALUE",
    "Coordinates",
    "Item",
    "ItemId",
    "Monolingual",
    "NoValue",
    "Quantity",
    "Rank",
    "Reference",
    "Snak",
    "SomeValue",
    "Statement",
    "Text",
    "Time",
    "Value",
    "item_json",
    "parse_item",
    "statement_json",
]
