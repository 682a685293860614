"""The verb `compare`: a publication beside what Wikidata says, pinned in the collection or asked for now.

    publication ──drafts_of──▶ drafts ─┐
    COLLECTION/wikidata/Q….json ───────┴──compare──▶ Comparison ──worth_writing──▶ drafts ──export_drafts──▶ files

Nothing is ever uploaded: what is worth writing becomes files that a person reviews.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rdflib import URIRef

from dateline import comparison, terms
from dateline.comparison import Comparison, Source
from dateline.comparison.compare import by_number, is_item
from dateline.errors import UsageError, shown
from dateline.links import Candidate
from dateline.links.reasons import called, title
from dateline.links.weighing import fits, kind_of
from dateline.links.wikidata import fetch_and_pin, load_names, load_pinned
from dateline.links.wikidata.source import INSTANCE_OF
from dateline.settings import Wikibase, wikibase
from dateline.settings.wikibases import CONCEPTS
from dateline.statements import Drafts, drafts_of
from dateline.statements.things import Thing, things_of
from dateline.wikibase import Item, ItemId

if TYPE_CHECKING:
    from dateline.graph import Publication
    from dateline.links.wikidata import Wikidata

PINS = "wikidata"
"""The folder of a collection where items are pinned."""
_MOST_NAMED = 20
_LINKED = ("Person", "Organization", "Place", "Polity", "Event")
"""The classes of ours that are held against the classes of an item."""
_NOT_LINKED = (
    "Nothing is linked to Wikidata yet, so nothing can be held against it: dateline link proposes links, and "
    "--accept decides them."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Known:
    """Items by the ids that they were asked by, what they and others are called, and what is to be told of it."""

    items: Mapping[str, Item]
    names: Mapping[str, str]
    notes: tuple[str, ...] = ()


def compare_publication(
    publication: Publication,
    pins: Path | None,
    *,
    online: bool = False,
    client: Wikidata | None = None,
    new_items: bool = False,
) -> Comparison:
    """What a publication says beside what Wikidata says of the things that are linked.

    Without `online` by what is pinned in the folder `pins`. With it, Wikidata (or the Wikibase of the settings, or of
    `client`) is asked first, and what it says is pinned; what cannot be had is taken as it was pinned before, and told.
    `new_items` also drafts statements for things that have no item. Raises `WikibaseError` for damaged pins,
    `UsageError` where Wikimedia is to be asked and no contact is set.
    """
    site = client.wikibase if client else wikibase(publication.settings)
    _require_wikidata(site)
    drafts = drafts_of(publication, new_items=new_items)
    things = things_of(publication)
    linked = {iri: thing.item for iri, thing in things.items() if thing.item}
    wanted = sorted({*linked.values(), *_named(drafts)}, key=by_number)
    asks = online and bool(wanted)
    known = _asked(wanted, pins, client or _client(publication)) if asks else _pinned(wanted, pins)
    done = comparison.compare(
        drafts,
        known.items,
        title=publication.settings.title,
        things=linked,
        sources=tuple(_sources(publication, things)),
        notes=(*known.notes, *_unfitting(things.values(), known.items)) if linked else (_NOT_LINKED, *known.notes),
        language=site.languages[0],
        names=known.names,
    )
    index = f"{site.api.removesuffix('api.php')}index.php"
    return replace(done, concepts=site.concept_base, index=index)


def not_there_yet(publication: Publication, pins: Path | None) -> Drafts:
    """The drafts of a publication without those that the pinned items have; those of items not pinned stay.

    `compared` is set where every item is pinned. Raises `WikibaseError` for damaged pins.
    """
    done = compare_publication(publication, pins)
    worth = set(done.worth_writing().drafts)
    unknown = {row.ours for row in done.rows if row.verdict == "not asked"}
    left = tuple(one for one in done.drafts.drafts if one in worth or one in unknown)
    return replace(done.drafts, drafts=left, compared=not unknown)


def _require_wikidata(site: Wikibase) -> None:
    """Raises `UsageError` for a Wikibase in which the properties of the mapping are other ones."""
    if not site.is_wikidata:
        raise UsageError(
            f"ontology/wikidata.tsv maps to the properties of Wikidata, and in {site.title} they may mean anything.",
            where="[wikibase]",
            remedy=f'A copy of Wikidata with its ids has concept_base = "{CONCEPTS}". Matches are proposed from any: '
            "dateline link --online.",
        )


def _unfitting(things: Iterable[Thing], items: Mapping[str, Item]) -> Iterator[str]:
    """Links to items that are of another kind than our things, as far as the classes of the items are known here."""
    for thing in things:
        item = items.get(thing.item or "")
        kinds = [kind for kind in thing.kinds if any(terms.is_a(kind, one) for one in _LINKED)]
        if item is None or item.id is None or not kinds:
            continue
        said = [one.main.value for one in item.said(INSTANCE_OF) if one.rank != "deprecated"]
        classes = tuple(one.id for one in said if isinstance(one, ItemId))
        candidate = Candidate(item=item.id, label=item.labels.get("en", item.id), types=classes)
        if not any(fits(kind, candidate) for kind in kinds):
            yield (
                f"{shown(thing.label)} is {called(kinds[0])} here, and {title(candidate)}, to which it is linked, is "
                f"{called(kind_of(candidate))}: see that the link is right."
            )


def _pinned(wanted: Sequence[str], pins: Path | None) -> _Known:
    items = load_pinned(pins) if pins else {}
    there = {*items, *(item.id for item in items.values())}
    missing = [name for name in wanted if name not in there]
    return _Known(items=items, names=load_names(pins) if pins else {}, notes=tuple(_missing(missing, pins)))


def _missing(names: Sequence[str], pins: Path | None) -> Iterator[str]:
    if names:
        shown = ", ".join(names[:_MOST_NAMED]) + (
            f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        )
        kept = f"keeps what it says in {pins}" if pins else "asks for it (nothing is kept without --pins DIR)"
        yield f"What Wikidata says of {shown} is not pinned: --online asks Wikidata, and {kept}."


def _asked(wanted: Sequence[str], pins: Path | None, client: Wikidata) -> _Known:
    if pins is not None:
        return _fetched(wanted, pins, client)
    with TemporaryDirectory(prefix="dateline-pins-") as folder:
        known = _fetched(wanted, Path(folder), client)
    return replace(known, notes=(*known.notes, "What Wikidata says is not kept: --pins DIR keeps it."))


def _fetched(wanted: Sequence[str], folder: Path, client: Wikidata) -> _Known:
    items, notes = fetch_and_pin(folder, wanted, client)
    return _Known(items=items, names=load_names(folder), notes=notes)


def _client(publication: Publication) -> Wikidata:
    """A client that keeps no answers: what was written a minute ago has to be seen, and the pins are what is kept."""
    from dateline.links.wikidata import open_client

    return open_client(wikibase(publication.settings), cache=None)


def _named(drafts: Drafts) -> Iterable[str]:
    """The items that drafts are about, and those that they name."""
    for draft in drafts.drafts:
        if is_item(draft.item):
            yield draft.item
        if isinstance(draft.statement.main.value, ItemId):
            yield draft.statement.main.value.id


def _sources(publication: Publication, things: Mapping[str, Thing]) -> Iterator[Source]:
    for compiled in publication.documents:
        record = compiled.reading.document
        publisher = compiled.graph.value(URIRef(compiled.document), URIRef(terms.PUBLISHER))
        yield Source(
            document=compiled.document,
            name=record.id,
            title=record.title or record.id,
            publisher=things[str(publisher)].label if str(publisher) in things else "",
            issued=record.issued or "",
            url=record.url or "",
        )
