"""Proposals written into a reading: as links that anybody can read, with what they rest on; or as the reason for none.

A link of a program has three members more than others: `label`, the item's, `features`, the signs that are not fully
for it, and `why`. A thing
without any link has `unlinked`, the reason. What people wrote stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from dateline.links import reasons
from dateline.links.model import Proposal, Proposals
from dateline.model import Entity, Event, Link, Reading

_ONLINE = "dateline-wikidata "
PROGRAMS = ("dateline-catalogue ", _ONLINE)
"""How `by` begins in what a program of ours proposed."""

UNLINKED = "unlinked"
Linkable = TypeVar("Linkable", Entity, Event)


def with_proposals(reading: Reading, proposals: Proposals, *, online: bool = False) -> Reading:
    """The reading with the proposals in it, in place of those that a program made before.

    `online` says that a Wikibase answered as well: without it, what one once proposed for a thing that the catalogue
    does not have stays. Doing it twice is doing it once. A thing that a person rejected, or decided the exact match of,
    is left alone.
    """
    proposed: dict[str, list[Proposal]] = defaultdict(list)
    for one in proposals.proposed:
        proposed[one.thing].append(one)
    why = {one.thing: one.why for one in proposals.abstained}
    return replace(
        reading,
        entities=tuple(
            _linked(one, proposed.get(one.id, ()), why.get(one.id, ""), proposals.by, online=online)
            for one in reading.entities
        ),
        events=tuple(
            _linked(one, proposed.get(one.id, ()), why.get(one.id, ""), proposals.by, online=online)
            for one in reading.events
        ),
    )


def is_of_program(link: Link) -> bool:
    """Whether a link is only a program's proposal, which the next run may replace."""
    return link.status == "proposed" and (link.by or "").startswith(PROGRAMS)


def _linked(thing: Linkable, proposed: Sequence[Proposal], why: str, by: str, *, online: bool) -> Linkable:
    if thing.status == "rejected":
        return thing
    stays = why == reasons.UNKNOWN and not online
    kept: tuple[Link, ...] = tuple(
        link for link in thing.links if not is_of_program(link) or (stays and (link.by or "").startswith(_ONLINE))
    )
    if any(link.status == "accepted" and link.relation == "exactMatch" for link in kept):
        return replace(thing, links=kept, more=_without_reason(thing))
    standing: set[str] = {link.to for link in kept}
    links = (*kept, *(_written(one, by) for one in proposed if one.link.to not in standing))
    if links or not why:
        return replace(thing, links=links, more=_without_reason(thing))
    before = str(thing.more.get(UNLINKED, ""))
    if not online and reasons.still_holds(before, now=why):
        return replace(thing, links=())
    return replace(thing, links=(), more={**thing.more, UNLINKED: why})


def _without_reason(thing: Entity | Event) -> dict[str, object]:
    return {name: value for name, value in thing.more.items() if name != UNLINKED}


def _written(proposal: Proposal, by: str) -> Link:
    signs = {sign: value for sign, value in proposal.features.items() if value != 1}
    more = {"label": proposal.candidate.label, "features": signs, "why": proposal.why}
    return replace(proposal.link, by=proposal.link.by or by, more=more)
