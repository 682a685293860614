"""Which item of a draft is which item of a reading that stands, told by where their words are."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.model import Entity, Event, Form, Quantity, Quotation, Span, Time

Place = tuple[int, int]
"""Where words begin and end."""

WEAK = 1
"""The weight of words that could stand for anything: a pronoun."""
_ARTICLE = re.compile(r"(?:an?|the|both|this|that|these|those)\s+(?=\S)", re.IGNORECASE)
_WEIGHTS: Mapping[Form, int] = {"name": 1_000_000, "description": 1_000, "pronoun": WEAK}


@dataclass(frozen=True, kw_only=True, slots=True)
class Marked:
    """An item by its words: `places` with how much each tells of it, `whole` what two equal items share."""

    id: str | None
    whole: Hashable
    places: Mapping[Place, int]

    @property
    def is_weak(self) -> bool:
        """Whether none of its words tells what it is."""
        return all(weight == WEAK for weight in self.places.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class Pairs:
    """`of`: the number of a drafted item to the number of the standing one. `met`: the standing ones met in any way."""

    of: Mapping[int, int]
    met: frozenset[int]


def place(span: Span) -> Place:
    """Where a span is.

    >>> place(Span(start=3, end=7, text="Baku"))
    (3, 7)
    """
    return span.start, span.end


def core(span: Span) -> Place:
    """Where a span is without the article before it, on which readers differ.

    >>> core(Span(start=3, end=11, text="the city"))
    (7, 11)
    """
    article = _ARTICLE.match(span.text)
    return span.start + (article.end() if article else 0), span.end


def of_entity(entity: Entity) -> Marked:
    """An entity by its mentions; one without any by its class and label."""
    places = {core(mention.span): _WEIGHTS[mention.form] for mention in reversed(entity.mentions)}
    return Marked(id=entity.id, whole=frozenset(places) or (entity.type, entity.label), places=places)


def of_event(event: Event) -> Marked:
    """An event by its triggers; one without any by its class and label."""
    places = {core(trigger): _WEIGHTS["name"] for trigger in event.triggers}
    return Marked(id=event.id, whole=frozenset(places) or (event.type, event.label), places=places)


def of_words(item: Time | Quantity) -> Marked:
    """A time or a quantity by its span."""
    return Marked(id=item.id, whole=core(item.span), places={core(item.span): _WEIGHTS["name"]})


def of_quotation(quotation: Quotation) -> Marked:
    """A quotation by its span, and by its cue where two share one."""
    cue = place(quotation.cue) if quotation.cue else None
    here = place(quotation.span)
    return Marked(id=quotation.id, whole=(here, cue), places={here: _WEIGHTS["name"]})


def pair(drafted: Sequence[Marked], standing: Sequence[Marked]) -> Pairs:
    """Which drafted item is which standing one: first those with the very same words, one to one, then by most shared.

    Several drafted items may be one standing item: somebody put them together. What the draft itself tells apart from
    an item with the very same words is not that item. A pronoun alone joins nothing that has other words.

    >>> baku = Marked(id="baku", whole=1, places={(0, 4): 9, (20, 24): 9})
    >>> here = Marked(id="here", whole=2, places={(20, 24): 9})
    >>> dict(pair([here], [baku]).of)
    {0: 0}
    """
    of = dict(_same(drafted, standing))
    taken = set(of.values())
    holders: dict[Place, list[int]] = {}
    for number, item in enumerate(standing):
        for where in item.places:
            holders.setdefault(where, []).append(number)
    met = set(taken)
    for number, item in enumerate(drafted):
        shared: dict[int, int] = {}
        for where, weight in item.places.items():
            for other in holders.get(where, ()):
                if weight > WEAK or item.is_weak or standing[other].is_weak:
                    shared[other] = shared.get(other, 0) + weight
        met.update(shared)
        free = [other for other in shared if other not in taken]
        if number not in of and free:
            of[number] = max(free, key=lambda other: (shared[other], -other))
    return Pairs(of=of, met=frozenset(met))


def _same(drafted: Sequence[Marked], standing: Sequence[Marked]) -> Iterator[tuple[int, int]]:
    """The pairs with the very same words; among several, those that have the same id."""
    left = dict.fromkeys(range(len(standing)))
    waiting = list(range(len(drafted)))
    keys: tuple[Callable[[Marked], Hashable], ...] = (lambda item: (item.id, item.whole), lambda item: item.whole)
    for key in keys:
        known: dict[Hashable, list[int]] = {}
        for other in reversed(left):
            known.setdefault(key(standing[other]), []).append(other)
        still: list[int] = []
        for number in waiting:
            found = known.get(key(drafted[number]))
            if found:
                other = found.pop()
                del left[other]
                yield number, other
            else:
                still.append(number)
        waiting = still
