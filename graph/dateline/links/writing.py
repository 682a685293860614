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

from dateline.links.model import Abstention, Proposal, Proposals
from dateline.model import Entity, Event, Link, Reading

PROGRAMS = ("dateline-catalogue ", "dateline-wikidata ")
"""How `by` begins in what a program of ours proposed."""

UNLINKED = "unlinked"
Linkable = TypeVar("Linkable", Entity, Event)


def with_proposals(reading: Reading, proposals: Proposals) -> Reading:
    """The reading with the proposals in it, in place of those that a program made before.

    Doing it twice is doing it once. A thing that a person rejected, or decided the exact match of, is left alone.
    """
    proposed: dict[str, list[Proposal]] = defaultdict(list)
    for one in proposals.proposed:
        proposed[one.thing].append(one)
    reasons = {one.thing: one for one in proposals.abstained}
    return replace(
        reading,
        entities=tuple(
            _linked(one, proposed.get(one.id, ()), reasons.get(one.id), proposals.by) for one in reading.entities
        ),
        events=tuple(
            _linked(one, proposed.get(one.id, ()), reasons.get(one.id), proposals.by) for one in reading.events
        ),
    )


def is_of_program(link: Link) -> bool:
    """Whether a link is only a program's proposal, which the next run may replace."""
    return link.status == "proposed" and (link.by or "").startswith(PROGRAMS)


def _linked(thing: Linkable, proposed: Sequence[Proposal], abstention: Abstention | None, by: str) -> Linkable:
    if thing.status == "rejected":
        return thing
    kept: tuple[Link, ...] = tuple(link for link in thing.links if not is_of_program(link))
    if any(link.status == "accepted" and link.relation == "exactMatch" for link in kept):
        return replace(thing, links=kept, more=_without_reason(thing))
    standing: set[str] = {link.to for link in kept}
    links = (*kept, *(_written(one, by) for one in proposed if one.link.to not in standing))
    if links or abstention is None:
        return replace(thing, links=links, more=_without_reason(thing))
    return replace(thing, links=(), more={**thing.more, UNLINKED: abstention.why})


def _without_reason(thing: Entity | Event) -> dict[str, object]:
    return {name: value for name, value in thing.more.items() if name != UNLINKED}


def _written(proposal: Proposal, by: str) -> Link:
    signs = {sign: value for sign, value in proposal.features.items() if value != 1}
    more = {"label": proposal.candidate.label, "features": signs, "why": proposal.why}
    return replace(proposal.link, by=proposal.link.by or by, more=more)
