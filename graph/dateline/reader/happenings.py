"""The events of a text with what is said of each: its roles, place, dates and counts, as statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dateline.model import Event, Quantity, Ref, Span, Time, Value
from dateline.reader.cast import Cast, slug_of
from dateline.reader.chains import Witness, chain
from dateline.reader.claims import Statement
from dateline.reader.dates import Dating, find_datings, inference, moments
from dateline.reader.events import Trigger
from dateline.reader.lexicon import words
from dateline.reader.parse import Parsed, end, offset
from dateline.reader.parts import Filled, connects, parts_of, suffered_in
from dateline.reader.stance import Stance
from dateline.reader.syntax import is_age
from dateline.reader.voice import stance

if TYPE_CHECKING:
    from spacy.tokens import Token

_PEOPLED = ("MilitaryOperation", "ViolentEvent", "PoliticalEvent")
_THINGS = ("agent", "affected")
_LONGEST_LABEL = 60
_LONGEST_EVIDENCE = 500


@dataclass(slots=True)
class Happenings:
    """The events of a text, which event each trigger speaks of (by its token's place), and what is said of them.

    `resumed` are the ids of the events that more than one word speaks of.
    """

    events: tuple[Event, ...]
    of: dict[int, str]
    triggers: dict[int, Trigger]
    stances: dict[int, Stance]
    resumed: frozenset[str]
    statements: list[Statement] = field(default_factory=list)


def find_happenings(
    parsed: Parsed, cast: Cast, triggers: Sequence[Trigger], times: Sequence[Time], quantities: Sequence[Quantity]
) -> Happenings:
    """The events with their statements, in the order of the text."""
    places = {offset(trigger.token): trigger for trigger in triggers}
    filled = {place: list(parts_of(cast, trigger, places)) for place, trigger in places.items()}
    datings: dict[int, list[Dating]] = defaultdict(list)
    for dating in find_datings(parsed, times, places):
        datings[offset(dating.trigger.token)].append(dating)
    stances = {place: stance(trigger.light or trigger.token) for place, trigger in places.items()}
    for place, trigger in places.items():
        if trigger.light is not None:
            stances[place] = stance(trigger.token).under(Stance()) if stances[place].is_fact else stances[place]
    witnesses = [
        _witness(parsed, trigger, filled[place], datings.get(place, ()), stances[place])
        for place, trigger in places.items()
    ]
    taken: set[str] = {entity.id for entity in cast.entities} | {time.id for time in times}
    events: list[Event] = []
    of: dict[int, str] = {}
    for group in chain(witnesses):
        event = _event(parsed, cast, group, filled, stances, taken)
        events.append(event)
        for one in group:
            of[offset(one.trigger.token)] = event.id
    resumed = frozenset(event.id for event in events if len(event.triggers) > 1)
    found = Happenings(events=tuple(events), of=of, triggers=places, stances=stances, resumed=resumed)
    counted = Counted(quantities)
    for place, trigger in places.items():
        for part in filled[place]:
            ids = (of[place], part.entity or of[offset(part.role.filler)])
            found.statements.append(_role_statement(parsed, cast, ids, trigger, part, stances[place]))
            within = suffered_in(trigger, of)
            if within is not None and part.predicate == "affected":
                found.statements.append(
                    _role_statement(parsed, cast, (within[0], ids[1]), trigger, part, stances[place], within[1])
                )
            whole = within[0] if within is not None else of[place]
            found.statements.extend(_counts(parsed, cast, whole, trigger, part, stances[place], counted))
        for dating in () if connects(trigger, places) else datings.get(place, ()):
            found.statements.extend(_date_statements(parsed, of[place], dating, stances[place]))
    return found


def _witness(
    parsed: Parsed, trigger: Trigger, filled: Iterable[Filled], datings: Iterable[Dating], found: Stance
) -> Witness:
    parts: dict[str, set[str]] = defaultdict(set)
    for one in filled:
        if one.entity is not None:
            parts[one.predicate].add(one.entity)
    return Witness(
        trigger=trigger,
        parts={role: frozenset(ids) for role, ids in parts.items()},
        dates=frozenset(one.time.edtf for one in datings if one.time.edtf),
        heading=parsed.heading_at(trigger.start),
        factual=found.is_fact,
    )


def _spans(parsed: Parsed, trigger: Trigger) -> Iterator[Span]:
    if trigger.light is not None:
        start, stop = offset(trigger.light), end(trigger.light)
        if stop + 1 == trigger.start:
            yield _span(parsed, start, trigger.end)
            return
        yield _span(parsed, start, stop)
    yield _span(parsed, trigger.start, trigger.end)


def _span(parsed: Parsed, start: int, stop: int) -> Span:
    return Span(start=start, end=stop, text=parsed.text[start:stop])


def _event(
    parsed: Parsed,
    cast: Cast,
    group: Sequence[Witness],
    filled: dict[int, list[Filled]],
    stances: dict[int, Stance],
    taken: set[str],
) -> Event:
    first = group[0].trigger
    named = next((one.trigger.name for one in group if one.trigger.name), "")
    label = named or _label(parsed, cast, first, filled[offset(first.token)])
    spans = sorted(
        {span for one in group for span in _spans(parsed, one.trigger)}, key=lambda span: (span.start, span.end)
    )
    found = [stances[offset(one.trigger.token)] for one in group]
    best = next((one for one in found if one.is_fact), None)
    best = best or next((one for one in found if one.polarity == "negative"), found[0])
    kinds = [one.trigger.happening.kind for one in group]
    kind = next((one for one in kinds if one not in ("Event", "Situation")), kinds[0])
    slug, number = slug_of(named or first.happening.family) or "event", 1
    identifier = f"ev_{slug}"
    while identifier in taken:
        number += 1
        identifier = f"ev_{slug}_{number}"
    taken.add(identifier)
    return Event(
        id=identifier,
        type=kind,
        label=label,
        triggers=tuple(spans),
        polarity=best.polarity,
        certainty=best.certainty,
    )


def _label(parsed: Parsed, cast: Cast, trigger: Trigger, filled: Sequence[Filled]) -> str:
    word = " ".join(parsed.text[trigger.start : trigger.end].split())
    agents = [cast.get(one.entity).label for one in filled if one.predicate == "agent" and one.entity]
    objects = [
        cast.get(one.entity).label
        for one in filled
        if one.predicate in ("affected", "addressee", "tookPlaceIn") and one.entity
    ]
    if trigger.noun:
        label = word + (f" of {objects[0]}" if objects else "") + (f" by {agents[0]}" if agents else "")
    else:
        label = " ".join((*agents[:1], word, *objects[:1]))
    return label if len(label) <= _LONGEST_LABEL else word


def _evidence(parsed: Parsed, cast: Cast, trigger: Trigger, part: Filled) -> tuple[int, int]:
    span = cast.words(part.role.filler)
    edges = [(trigger.start, trigger.end), (offset(part.role.filler), end(part.role.filler))]
    if span.start <= edges[1][0] and span.end >= edges[1][1]:
        edges.append((span.start, span.end))
    edges += [(offset(token), end(token)) for token in part.role.through]
    edges += [(offset(token), end(token)) for token in _shading(trigger)]
    return min(start for start, _ in edges), max(stop for _, stop in edges)


def _shading(trigger: Trigger) -> Iterator[Token]:
    for child in (trigger.light or trigger.token).children:
        if child.dep_ in ("neg", "aux", "auxpass") and child.i < trigger.token.i:
            yield child


def _role_statement(
    parsed: Parsed,
    cast: Cast,
    ids: tuple[str, str],
    trigger: Trigger,
    part: Filled,
    found: Stance,
    within: Token | None = None,
) -> Statement:
    start, stop = _evidence(parsed, cast, trigger, part)
    if within is not None:
        start, stop = min(start, offset(within)), max(stop, end(within))
    return Statement(
        subject=ids[0],
        predicate=part.predicate,
        object=Ref(id=ids[1]),
        start=start,
        end=stop,
        place=trigger.start,
        pattern=f"roles:{part.role.pattern}",
        stance=found,
        words=parsed.text[trigger.start : trigger.end],
        factor=part.factor,
    )


class Counted:
    """The quantities by their places in the text."""

    def __init__(self, quantities: Sequence[Quantity]) -> None:
        self._at = {place: one for one in quantities for place in range(one.span.start, one.span.end)}

    def of(self, token: Token) -> Quantity | None:
        """The quantity that a number gives, or that counts a noun."""
        if is_age(token):
            return None
        found = self._at.get(offset(token)) if token.pos_ == "NUM" else None
        if found is not None:
            return found
        for child in token.children:
            if child.dep_ == "nummod":
                return self._at.get(offset(child))
        return None


def _counts(
    parsed: Parsed, cast: Cast, event: str, trigger: Trigger, part: Filled, found: Stance, counted: Counted
) -> Iterator[Statement]:
    quantity = counted.of(part.role.filler)
    if quantity is None or part.entity is None or quantity.value is None or quantity.quantifier == "vague":
        return
    name = trigger.happening.family
    predicate = None
    if part.predicate == "affected":
        if name in words("frames", "killing") or name in words("frames", "dying verbs"):
            predicate = "deathCount"
        elif name in words("frames", "wounding"):
            predicate = "injuredCount"
    elif part.predicate == "agent" and trigger.happening.kind in _PEOPLED:
        predicate = "participantCount"
    if predicate is None or quantity.value != int(quantity.value) or cast.kind(part.entity) != "Group":
        return
    start, stop = _evidence(parsed, cast, trigger, part)
    yield Statement(
        subject=event,
        predicate=predicate,
        object=Value(value=int(quantity.value), datatype="xsd:integer"),
        start=min(start, quantity.span.start),
        end=max(stop, quantity.span.end),
        place=trigger.start,
        pattern=f"counts:{predicate}",
        stance=found,
        quantifier=quantity.quantifier,
        words=parsed.text[trigger.start : trigger.end],
    )


def _date_statements(parsed: Parsed, event: str, dating: Dating, found: Stance) -> Iterator[Statement]:
    time, trigger = dating.time, dating.trigger
    start, stop = min(trigger.start, time.span.start), max(trigger.end, time.span.end)
    if stop - start > _LONGEST_EVIDENCE or time.edtf is None:
        return
    exact = [] if dating.bounded else list(moments(time.edtf))
    for predicate, value in exact:
        yield Statement(
            subject=event,
            predicate=predicate,
            object=value,
            start=start,
            end=stop,
            place=trigger.start,
            pattern=f"dates:{dating.pattern}",
            stance=found,
            inference=inference(time),
        )
    if not exact and not dating.bounded:
        yield Statement(
            subject=event,
            predicate="time",
            object=Ref(id=time.id),
            start=start,
            end=stop,
            place=trigger.start,
            pattern=f"dates:{dating.pattern}",
            stance=found,
            inference=inference(time),
        )
