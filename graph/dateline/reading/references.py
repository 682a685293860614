"""Whether the ids of a reading are its own, each once, and stand for things of the right kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from dateline.errors import shown
from dateline.identity import what_is_wrong_with_link
from dateline.model import Claim, Entity, Event, Link, Ref, Status, Time
from dateline.reading.draft import Draft, Placed
from dateline.reading.report import Report, suggestion
from dateline.terms import CLASSES, is_a

SPEAKERS = ("Agent", "Document")
"""The classes of what can say or pass on something."""

_ID = re.compile(r"\w[\w.~:-]{0,199}")
_TIME = "TimeSpan"
_UNKNOWN = ""
_Named: TypeAlias = tuple[str, str | None]
"""A path, and the id of the item there."""


class Things:
    """The things of a reading that claims can be about, by id: their class and whether they were rejected."""

    def __init__(self, draft: Draft) -> None:
        self.unread = draft.unread
        self.types: dict[str, str] = {}
        self.rejected: set[str] = set()
        things: Sequence[Placed[Entity] | Placed[Event] | Placed[Time]]
        for things in (draft.entities, draft.events, draft.times):
            for placed in things:
                thing = placed.item
                kind = _TIME if isinstance(thing, Time) else thing.type
                self.types.setdefault(thing.id, kind if kind in CLASSES else _UNKNOWN)
                if thing.status == "rejected":
                    self.rejected.add(thing.id)

    def type_of(self, name: str) -> str:
        """The class of a thing; empty if the reading has none of that id, or its class is none (said elsewhere)."""
        return self.types.get(name, _UNKNOWN)

    def require(
        self, name: str | None, path: str, report: Report, *, kinds: tuple[str, ...], used: Status | None = None
    ) -> None:
        """Reports an id that is not in the reading, was rejected, or is of another kind than one of `kinds`."""
        if name is None or name in self.unread:
            return
        kind = self.types.get(name)
        if kind is None:
            what = "time" if kinds == (_TIME,) else "entity, event or time"
            report.add(path, f"the reading has no {what} with the id {shown(name)}.", partial(self._meant, name, kinds))
        elif kind and kinds and not any(is_a(kind, wanted) for wanted in kinds):
            report.add(
                path, f"{shown(name)} is {a(kind)}, but {_any_of(kinds)} belongs here.", "Correct one of the two."
            )
        elif name in self.rejected and used != "rejected":
            report.add(
                path, f"{shown(name)} was rejected, but is still used here.", "Reject this item too, or take it back."
            )

    def _meant(self, name: str, kinds: tuple[str, ...]) -> str:
        """The thing whose id is nearest to `name`; one of the right kind, if any is near."""
        fitting = (one for one, kind in self.types.items() if any(is_a(kind, wanted) for wanted in kinds))
        return suggestion(name, fitting) or suggestion(name, self.types, "Add it, or correct the id.")


def _any_of(kinds: tuple[str, ...]) -> str:
    return " or ".join(map(a, kinds))


def a(kind: str) -> str:
    """A class with its article.

    >>> a("Event"), a("Polity")
    ('an Event', 'a Polity')
    """
    return f"an {kind}" if kind[:1] in "AEIO" else f"a {kind}"


def check_references(draft: Draft, things: Things, report: Report) -> None:
    """Reports ids given twice, references to nothing, to what was rejected, or to things of the wrong kind."""
    for group in _namespaces(draft):
        _check_unique(group, report)
    record = draft.document
    things.require(record.publisher, "document.publisher", report, kinds=("Agent",))
    things.require(record.entity, "document.entity", report, kinds=("Document",))
    for time in draft.times:
        things.require(time.item.anchor, f"{time.path}.anchor", report, kinds=(_TIME,), used=time.item.status)
    _check_anchors(draft.times, report)
    for quotation in draft.quotations:
        said = quotation.item
        things.require(said.source, f"{quotation.path}.source", report, kinds=SPEAKERS, used=said.status)
        things.require(said.relayed_by, f"{quotation.path}.relayedBy", report, kinds=SPEAKERS, used=said.status)
    for claim in draft.claims:
        _check_claim(claim, things, report)
    named: Sequence[Placed[Entity] | Placed[Event]]
    for named in (draft.entities, draft.events):
        for placed in named:
            _check_links(placed.item.links, placed.path, report)
    ids = {name for group in _namespaces(draft) for _, name in group if name is not None} | draft.unread
    known = sorted(ids)
    for warning in draft.warnings:
        for number, about in enumerate(warning.item.about):
            if about not in ids:
                meant = partial(suggestion, about, known, "Delete it, or correct it.")
                report.add(f"{warning.path}.about[{number}]", f"nothing here has the id {shown(about)}.", meant)


def _namespaces(draft: Draft) -> tuple[list[_Named], ...]:
    """The items among which an id may occur once: what claims can be about is one group, the others are their own."""
    return (
        [
            *((placed.path, placed.item.id) for placed in draft.entities),
            *((placed.path, placed.item.id) for placed in draft.events),
            *((placed.path, placed.item.id) for placed in draft.times),
        ],
        [(placed.path, placed.item.id) for placed in draft.quantities],
        [(placed.path, placed.item.id) for placed in draft.quotations],
        [(placed.path, placed.item.id) for placed in draft.claims],
        [(placed.path, placed.item.id) for placed in draft.warnings],
    )


def _check_unique(group: Sequence[_Named], report: Report) -> None:
    first: dict[str, str] = {}
    for path, name in group:
        if name is None:
            continue
        if not _ID.fullmatch(name):
            report.add(
                f"{path}.id",
                f"{shown(name)} cannot be an id.",
                "Use up to 200 letters, digits and _ . - only, such as ev_black_january.",
            )
        if first.setdefault(name, path) != path:
            report.add(f"{path}.id", f"{first[name]} has the id {shown(name)} already.", "Give it another id.")


def _check_claim(placed: Placed[Claim], things: Things, report: Report) -> None:
    claim, path = placed.item, placed.path
    things.require(claim.subject, f"{path}.subject", report, kinds=(), used=claim.status)
    if isinstance(claim.object, Ref):
        things.require(claim.object.id, f"{path}.object", report, kinds=(), used=claim.status)
    things.require(claim.attributed_to, f"{path}.attributedTo", report, kinds=SPEAKERS, used=claim.status)
    things.require(claim.relayed_by, f"{path}.relayedBy", report, kinds=SPEAKERS, used=claim.status)
    things.require(claim.time_scope, f"{path}.timeScope", report, kinds=(_TIME,), used=claim.status)


def _check_links(links: Sequence[Link], path: str, report: Report) -> None:
    exact: str | None = None
    for number, link in enumerate(links):
        wrong = what_is_wrong_with_link(link.to)
        if wrong:
            report.add(f"{path}.links[{number}]", *wrong)
        if link.relation == "exactMatch" and link.status == "accepted":
            if exact not in (None, link.to):
                report.add(
                    f"{path}.links[{number}]",
                    f"{exact} is accepted as its exact match already.",
                    "One thing has one exact match: make the other one a closeMatch, or reject it.",
                )
            exact = exact or link.to


def _check_anchors(times: Sequence[Placed[Time]], report: Report) -> None:
    anchors: Mapping[str, tuple[str, ...]] = {
        placed.item.id: (placed.item.anchor,) for placed in times if placed.item.anchor
    }
    paths = {placed.item.id: placed.path for placed in times}
    for circle in circles(anchors):
        report.add(
            f"{paths[circle[0]]}.anchor",
            f"the times {', '.join(map(shown, circle[:10]))} count from each other.",
            "One of them must count from something else, or stand by itself.",
        )


def circles(edges: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Every set of nodes that lead back to themselves, its first node first (Tarjan's strongly connected components).

    >>> list(circles({"a": ["b"], "b": ["a", "c"], "c": [], "d": ["d"]}))
    [['a', 'b'], ['d']]
    """
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    on_path: set[str] = set()
    position: dict[str, int] = {}

    def enter(node: str) -> tuple[str, Iterator[str]]:
        order[node] = low[node] = len(order)
        position[node] = len(path)
        path.append(node)
        on_path.add(node)
        return node, iter(edges.get(node, ()))

    for root in edges:
        if root in order:
            continue
        work = [enter(root)]
        while work:
            node, following = work[-1]
            for other in following:
                if other not in order:
                    work.append(enter(other))
                    break
                if other in on_path:
                    low[node] = min(low[node], order[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == order[node]:
                    members = path[position[node] :]
                    del path[position[node] :]
                    on_path.difference_update(members)
                    if len(members) > 1 or node in edges.get(node, ()):
                        yield members
