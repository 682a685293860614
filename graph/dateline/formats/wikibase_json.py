"""Items as Wikibase's own JSON, a file each: what `wbeditentity` takes as `data`, and nothing is lost.

A file holds the statements to add and no others; those of the item stay as they are. Each is loaded into
WikibaseIntegrator and read back before it is written. To load one yourself, give what Wikibase gives and a draft cannot
have: `ItemEntity().from_json({**item, "lastrevid": 0})`, with an empty `id` in each
statement and an empty `hash` in each reference.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dateline.errors import ExportError, MissingExtraError
from dateline.formats.json_text import dumped
from dateline.formats.statement_review import review
from dateline.iris import digest
from dateline.statements import Draft, Drafts, drafts_of
from dateline.wikibase import Item, item_json

if TYPE_CHECKING:
    from dateline.graph import Publication

REVIEW = "wikibase-json-review.md"
_USE = "for each file, `action=wbeditentity` with the id of the item and the file as `data`; never with `clear`."
_ANY_ID = "Q1"
"""WikibaseIntegrator reads no item without an id, and a new one has none yet."""


def render(publication: Publication) -> Mapping[str, bytes]:
    """`Q….wikibase.json` for each item, and the review of what they say and do not say."""
    return render_drafts(drafts_of(publication))


def render_drafts(drafts: Drafts) -> Mapping[str, bytes]:
    """The same of drafts; a new item is `new-….wikibase.json`.

    Raises `MissingExtraError` without WikibaseIntegrator.
    """
    items: dict[str, list[Draft]] = {}
    for draft in drafts.drafts:
        items.setdefault(draft.item, []).append(draft)
    new = {item.thing: item for item in drafts.new_items}
    files = {}
    for name, own in items.items():
        wanted = new.get(name)
        statements = tuple(draft.statement for draft in own)
        item = Item(id=name, statements=statements)
        if wanted is not None:
            item = Item(
                id=None,
                labels=wanted.labels,
                descriptions=wanted.descriptions,
                aliases=wanted.aliases,
                statements=statements,
            )
        data = item_json(item)
        require_loads(data, where=name)
        files[f"{name if wanted is None else f'new-{digest(name)}'}.wikibase.json"] = dumped(data)
    return files | {REVIEW: review(drafts, form="JSON for wbeditentity (a file for each item)", use=_USE)}


def require_loads(data: Mapping[str, Any], *, where: str) -> None:
    """Raises `ExportError` unless WikibaseIntegrator reads an item's JSON and gives the same back."""
    try:
        from wikibaseintegrator.entities import ItemEntity
    except ImportError as missing:
        raise MissingExtraError(
            "JSON of Wikibase is checked with WikibaseIntegrator, which is not installed.",
            where="wikibase-json",
            remedy="pip install 'dateline[wikidata]'",
        ) from missing
    stored = json.loads(json.dumps(data))
    stored |= {"id": data.get("id", _ANY_ID), "lastrevid": 0}
    for group in stored["claims"].values():
        for claim in group:
            claim.setdefault("id", "")
            for reference in claim.get("references", ()):
                reference.setdefault("hash", "")
    try:
        again = ItemEntity().from_json(stored).get_json()
    except (KeyError, IndexError, TypeError, ValueError, AssertionError) as wrong:
        raise ExportError(f"WikibaseIntegrator does not read it: {wrong!r}.", where=where) from wrong
    if any(again.get(part) != data[part] for part in ("labels", "descriptions", "aliases", "claims")):
        raise ExportError("WikibaseIntegrator reads another item in it.", where=where)
