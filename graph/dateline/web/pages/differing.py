"""The page of what documents say differently of the same things; there is none where there is one document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from dateline.accounts import MEANINGS, Topic, Verdict, differing
from dateline.questions import collection_questions
from dateline.web.kept import kept
from dateline.web.pages.paging import part_of, parts_of
from dateline.web.pages.said import Statement, claims, statements
from dateline.web.pages.shell import Frame, render

if TYPE_CHECKING:
    from dateline.web.served import Resource, Served

MOST_THINGS = 50
"""How many things one page tells of."""
_MANNERS: Mapping[Verdict, str] = MappingProxyType(
    {"differ": "denied", "denied": "denied", "various": "judged", "compatible": "hedged", "agree": "own"}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sides:
    """A relation of a thing with what is said of it, a side for each value, and how these stand to each other."""

    topic: Topic
    statements: tuple[Statement, ...]

    @property
    def manner(self) -> str:
        return _MANNERS[self.topic.verdict]


def has_several(served: Served) -> bool:
    """Whether there are documents to hold against each other."""
    return len(served.documents) > 1


@kept()
def by_thing(served: Served) -> tuple[tuple[Topic, ...], ...]:
    """What documents say differently, thing by thing; gathered once."""
    grouped: dict[str, list[Topic]] = {}
    for one in differing(served.dataset.store) if has_several(served) else ():
        grouped.setdefault(one.subject, []).append(one)
    return tuple(tuple(topics) for topics in grouped.values())


def differing_page(frame: Frame, resource: Resource, *, part: int = 1) -> bytes:
    """What the documents say differently; `part` counts from 1."""
    found = by_thing(frame.served)
    counts = {verdict: sum(one.verdict == verdict for topics in found for one in topics) for verdict in MEANINGS}
    shown = part_of(found, part, MOST_THINGS)
    return render(
        "differing.html",
        frame=frame,
        resource=resource,
        title="Where the documents differ",
        things=[(topics[0].subject, [_sides(frame, one) for one in topics]) for topics in shown],
        counts=[(verdict, MEANINGS[verdict], count) for verdict, count in counts.items() if count],
        part=part,
        parts=parts_of(len(found), MOST_THINGS),
        total=len(found),
        questions=collection_questions(),
    )


def _sides(frame: Frame, topic: Topic) -> Sides:
    about = claims(frame.served, subject=topic.subject)
    return Sides(topic=topic, statements=statements(one for one in about if one.predicate == topic.predicate))
