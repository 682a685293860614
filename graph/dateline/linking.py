"""The verb `link`: candidates of the catalogue, or of Wikidata, for the things of a collection; and decisions kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from dateline.collection import Collection, Entry, only_writer, open_collection
from dateline.errors import UsageError
from dateline.identity import IDENTITY_FILE, LINKS_FILE, Decision
from dateline.links import Candidate, CandidateSource, Proposals, propose, with_proposals
from dateline.links.catalogue import open_catalogue
from dateline.links.deciding import target, thing_called, with_decisions
from dateline.links.editing import edited
from dateline.links.reasons import DESCRIBED, UNKNOWN, unknown_to_both
from dateline.links.wikidata.source import WikidataSource
from dateline.model import Link, Reading
from dateline.output import write_file
from dateline.reading import render_reading

WIKIDATA = "dateline-wikidata 1"
"""Who proposes what Wikidata itself was asked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Linked:
    """What was proposed for one document, with the reading before and after; `decided` gives decisions by thing.

    `written` says whether the file of the reading was written: not if nothing changed, nor where nothing was to be.
    """

    document: str
    before: Reading
    after: Reading
    proposals: Proposals
    file: Path
    decided: Mapping[str, tuple[Decision, ...]]
    written: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether the proposals differ from what the reading had."""
        return self.before != self.after


@dataclass(frozen=True, kw_only=True, slots=True)
class Ruling:
    """A decision to be kept: which item a thing is (`accepted`) or is not (`rejected`)."""

    thing: str
    item: str
    status: Literal["accepted", "rejected"]
    close: bool = False


class Ranked:
    """A source that only gives an order, such as a search: each candidate is likelier than all that come after it.

    Where the source gives shares, they stay.
    """

    def __init__(self, source: CandidateSource) -> None:
        self._source = source

    def find(self, name: str) -> tuple[Candidate, ...]:
        """The candidates of the source, each with its share."""
        return tuple(
            one if one.share < 1 else replace(one, share=round(_FIRST * (1 - _FIRST) ** rank, 4))
            for rank, one in enumerate(self._source.find(name))
        )


_FIRST = 0.75
"""How often the first one that a search finds is meant; an estimate below the threshold of publishing."""


def link(
    path: str | Path,
    *,
    source: CandidateSource | None = None,
    online: CandidateSource | None = None,
    dry_run: bool = False,
) -> tuple[Linked, ...]:
    """Proposes links for every reading of a collection or document, and writes them into the readings.

    `source` is the catalogue, with the collection's own, where nothing else is given. `online` is asked about what has
    no candidate there. What a person decided is left as it is; doing it twice changes nothing. With `dry_run` nothing
    is written.
    """
    collection = open_collection(Path(path))
    _require_read(collection)
    source = source or open_catalogue(*(collection.folder / name for name in collection.settings.catalogue))
    with only_writer(collection.folder) if collection.exists and not dry_run else nullcontext():
        return tuple(_link(entry, collection, source, online, dry_run=dry_run) for entry in collection.entries)


def _link(
    entry: Entry, collection: Collection, source: CandidateSource, online: CandidateSource | None, *, dry_run: bool
) -> Linked:
    before, text = entry.load()
    proposals = propose(before, text, source)
    answered = False
    if online is not None:
        more = propose(
            before, text, Ranked(online), by=WIKIDATA, only=_open(proposals),
            concepts=collection.settings.wikibase.concept_base,
        )  # fmt: skip
        answered = not (isinstance(online, WikidataSource) and online.unanswered)
        site = collection.settings.wikibase.title if answered else ""
        proposals = _together(proposals, more, order=tuple(_things(before)), site=site)
    after = with_proposals(before, proposals, online=answered)
    done = Linked(
        document=entry.id,
        before=before,
        after=after,
        proposals=proposals,
        file=entry.reading,
        decided={name: made for name in _things(before) if (made := collection.identity.decided(entry.id, name))},
    )
    if dry_run or not done.is_changed:
        return done
    write_file(entry.reading, _rendered(entry.reading, after, text).encode())
    return replace(done, written=True)


def _open(proposals: Proposals) -> frozenset[str]:
    """The things that are named and that the catalogue does not have."""
    return frozenset(one.thing for one in proposals.abstained if not one.considered and one.why != DESCRIBED)


def _together(proposals: Proposals, more: Proposals, *, order: Sequence[str], site: str) -> Proposals:
    """The proposals of the catalogue with those of a Wikibase, and its reasons where it has some.

    `site` is what the Wikibase is called, empty if it did not answer.
    """
    found = {one.thing for one in more.proposed}
    place = {name: number for number, name in enumerate(order)}
    reasons = {
        one.thing: replace(one, why=unknown_to_both(site)) if one.why == UNKNOWN else one
        for one in more.abstained
        if one.considered or (site and one.why == UNKNOWN)
    }
    return replace(
        proposals,
        proposed=tuple(sorted((*proposals.proposed, *more.proposed), key=lambda one: place[one.thing])),
        abstained=tuple(reasons.get(one.thing, one) for one in proposals.abstained if one.thing not in found),
    )


def _things(reading: Reading) -> Iterator[str]:
    yield from (entity.id for entity in reading.entities)
    yield from (event.id for event in reading.events)


def _rendered(file: Path, reading: Reading, text: str) -> str:
    if file.suffix.lower() == ".json":
        return render_reading(reading, format="json")
    return edited(file.read_bytes().decode("utf-8-sig"), reading, file=str(file), text=text)


def links_of(linked: Linked, thing: str) -> tuple[Link, ...]:
    """The links of a thing after the proposals."""
    found = {one.id: one.links for one in linked.after.entities} | {one.id: one.links for one in linked.after.events}
    return found[thing]


def decide(path: str | Path, rulings: Iterable[Ruling], *, by: str, why: str, date: str) -> tuple[Decision, ...]:
    """Adds decisions to the `links.yaml` of a collection, behind what stands there, every byte of which stays.

    A thing is called by its slug, by document/id, or by an id that one document has; an item by its id or its IRI.
    `date` is an ISO 8601 day. Raises `UsageError` for what is not there, `IdentityError` for what contradicts itself.
    """
    collection = open_collection(Path(path), whole=True)
    if not collection.exists:
        raise UsageError(
            "decisions are kept in a collection, and this is a document by itself.",
            where=str(path),
            remedy="Publish it first: dateline publish makes a collection of it.",
        )
    _require_read(collection)
    readings = [reading for reading, _ in (entry.load() for entry in collection.entries)]
    decisions = tuple(
        Decision(
            thing=thing_called(one.thing, readings, collection.identity),
            to=target(one.item, concepts=collection.settings.wikibase.concept_base),
            relation="closeMatch" if one.close else "exactMatch",
            status=one.status,
            by=by,
            date=date,
            why=why,
        )
        for one in rulings
    )
    with only_writer(collection.folder):
        file = collection.folder / LINKS_FILE
        made = with_decisions(
            _text(file), decisions, identity=_text(collection.folder / IDENTITY_FILE), readings=readings,
            folder=collection.folder,
        )  # fmt: skip
        write_file(file, made.encode())
    return decisions


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8") if file.is_file() else ""


def _require_read(collection: Collection) -> None:
    for entry in collection.entries:
        if not entry.is_read:
            raise UsageError(
                "this document has no reading yet.", where=str(entry.text), remedy="Draft one: dateline read."
            )
