"""Which events of two documents may be one: of one class, at one place, at overlapping times, with one who takes part.

Nobody but a person makes them one: what two documents tell of may be two events of one day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateline.edtf import Bounds, bounds, overlap
from dateline.errors import DatelineError
from dateline.identity import Identity
from dateline.merging.judging import Agreement
from dateline.merging.model import Merges
from dateline.merging.profile import matches
from dateline.model import Claim, Event, Reading, Ref

_TIMED = ("time", "startDate", "endDate")
_TAKING_PART = ("participant", "agent", "affected", "orderedBy", "addressee")
_NO_LONGER = timedelta(days=366)
"""A time that is longer does not tell when something happened."""

_PLACE_AND_TIME, _ONLY_OVERLAP = 0.6, 0.15
_TAKES_PART, _SAME_FIGURE, _MORE_PLACES = 0.2, 0.1, 0.05
_MOST, _MATCH = 0.95, 0.98
_MOST_OPEN = 100
"""Events of one class, place and time that a further one is compared with."""
_PERHAPS = 0.8
_MOST_NAMED = 3
_MOST_WORDS = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """An event of a document as it is compared: `places` and `who` name things of the collection where they are known.

    `when` is null where no time is said, or one that is too long to tell; `words` are those of its document.
    """

    document: str
    id: str
    type: str
    label: str
    words: str
    places: tuple[str, ...]
    when: Bounds | None
    who: frozenset[str]
    item: str | None = None
    counts: frozenset[tuple[str, str]] = frozenset()

    @property
    def member(self) -> str:
        """How `identity.yaml` calls it."""
        return f"{self.document}/{self.id}"


@dataclass(frozen=True, kw_only=True, slots=True)
class EventPair:
    """Two events that may be one, how likely, and why."""

    one: Happening
    other: Happening
    agreement: Agreement


def happenings(reading: Reading, text: str, identity: Identity, *, link_at: float) -> Iterator[Happening]:
    """The events of a reading that have a place, as they are compared."""
    document = reading.document.id
    claims: dict[str, list[Claim]] = defaultdict(list)
    for claim in reading.claims:
        if claim.status != "rejected" and claim.polarity == "positive":
            claims[claim.subject].append(claim)
    times = {time.id: time.edtf for time in reading.times}

    for event in reading.events:
        own = claims[event.id]
        places = tuple(sorted(f"{document}/{one}" for one in _objects(own, ("tookPlaceIn",))))
        if event.status == "rejected" or not places:
            continue
        item, _, _ = matches(event, document, identity, link_at=link_at)
        yield Happening(
            document=document,
            id=event.id,
            type=event.type,
            label=event.label,
            words=_words(event, text),
            places=places,
            when=_when(own, times),
            who=frozenset(f"{document}/{one}" for one in _objects(own, _TAKING_PART)),
            item=item,
            counts=frozenset(
                (claim.predicate, str(claim.object.value))
                for claim in own
                if claim.predicate.endswith("Count") and not isinstance(claim.object, Ref)
            ),
        )


def same_events(found: Iterable[Happening], identity: Identity, merges: Merges) -> list[EventPair]:
    """Every two events of different documents that may be one and are not decided, the likeliest first.

    Their places and those who take part are one where `identity` has them as one or `merges` makes them so; where it
    only may be so, the pair is less likely, and its `why` says it.
    """
    things = dict(identity.things)
    for merge in merges.merges:
        things |= dict.fromkeys(merge.members, merge.slug)
    perhaps = _perhaps(merges)
    called = _called(identity, merges)
    apart = {frozenset(pair) for pair in identity.apart_members()}

    def standing(member: str) -> str:
        thing = things.get(member, member)
        return perhaps.get(thing, thing)

    by_place: dict[tuple[str, str], list[Happening]] = defaultdict(list)
    for event in sorted(found, key=lambda one: (one.document, one.id)):
        known = replace(
            event, places=tuple(sorted(map(standing, event.places))), who=frozenset(map(standing, event.who))
        )
        for place in known.places:
            by_place[known.type, place].append(known)
    best: dict[tuple[str, str], EventPair] = {}
    for (_, place), events in sorted(by_place.items()):
        for one, other in _in_time(events):
            ends = (one.member, other.member)
            if one.document == other.document or ends in best or frozenset(ends) in apart:
                continue
            if things.get(one.member) is not None and things.get(one.member) == things.get(other.member):
                continue
            agreed = _agreement(one, other, place, called, is_perhaps=place in perhaps)
            if agreed is not None:
                best[ends] = EventPair(one=one, other=other, agreement=agreed)
    return sorted(best.values(), key=lambda one: (-one.agreement.confidence, one.one.member, one.other.member))


def _called(identity: Identity, merges: Merges) -> dict[str, str]:
    """The labels of things, as far as they are known here."""
    called = dict(identity.labels)
    for merge in merges.merges:
        called[merge.slug] = merge.label
    for one in merges.proposals:
        called.setdefault(one.one, one.labels[0])
        called.setdefault(one.other, one.labels[1])
    return called


def _perhaps(merges: Merges) -> dict[str, str]:
    """For each thing that may be another one the first of those that hang together."""
    near: dict[str, set[str]] = defaultdict(set)
    for one in merges.proposals:
        near[one.one].add(one.other)
        near[one.other].add(one.one)
    found: dict[str, str] = {}
    for start in sorted(near):
        open_ = [start]
        while open_:
            name = open_.pop()
            if name not in found:
                found[name] = start
                open_.extend(near[name])
    return found


def _in_time(events: list[Happening]) -> Iterator[tuple[Happening, Happening]]:
    """The pairs of events whose times overlap, found in the order of their beginnings."""
    timed = sorted(
        (event for event in events if event.when is not None), key=lambda one: (_begin(one), one.document, one.id)
    )
    open_: list[Happening] = []
    for event in timed:
        open_ = [one for one in open_ if _end(one) >= _begin(event)]
        for one in open_:
            if one.when is not None and event.when is not None and overlap(one.when, event.when):
                yield (one, event) if one.member < event.member else (event, one)
        open_ = [*open_, event][-_MOST_OPEN:]


def _begin(event: Happening) -> date:
    return (event.when.earliest if event.when else None) or date.min


def _end(event: Happening) -> date:
    return (event.when.latest if event.when else None) or date.max


def _agreement(
    one: Happening, other: Happening, place: str, called: Mapping[str, str], *, is_perhaps: bool
) -> Agreement | None:
    """How likely two events of one class, place and time are one; null if nothing else is the same."""
    if one.item and other.item and one.item != other.item:
        return None
    is_one_time = (_begin(one), _end(one)) == (_begin(other), _end(other))
    where = f"both are in {called.get(place, place)}" + (", if that is one place" if is_perhaps else "")
    why = [where, f"both are of {_days(one)}" if is_one_time else "their times overlap"]
    features = {"place": 1.0, "time": 1.0 if is_one_time else 0.5}
    sure = _PLACE_AND_TIME - (0.0 if is_one_time else _ONLY_OVERLAP)
    both = sorted(one.who & other.who)
    if both:
        sure, features["participants"] = sure + _TAKES_PART, 1.0
        names = " and ".join(called.get(one, one) for one in both[:_MOST_NAMED])
        why.append(f"{names} take{'s' if len(both) == 1 else ''} part in both")
    if len(set(one.places) & set(other.places)) > 1:
        sure += _MORE_PLACES
    if same := sorted(one.counts & other.counts):
        sure, features["figures"] = sure + _SAME_FIGURE, 1.0
        why.append(f"both say {same[0][1]} ({same[0][0]})")
    is_one_day = is_one_time and _begin(one) == _end(one)
    if one.item and one.item == other.item:
        sure = _MATCH
        why.append("both have the same match")
    elif not both and not same and not is_one_day:
        return None
    if is_perhaps:
        sure *= _PERHAPS
    return Agreement(
        confidence=round(min(sure, _MATCH if one.item else _MOST), 2), features=features, why="; ".join(why)
    )


def _days(event: Happening) -> str:
    begin, end = _begin(event), _end(event)
    return str(begin) if begin == end else f"{begin} to {end}"


def _objects(claims: Iterable[Claim], predicates: tuple[str, ...]) -> set[str]:
    return {claim.object.id for claim in claims if claim.predicate in predicates and isinstance(claim.object, Ref)}


def _when(claims: Iterable[Claim], times: Mapping[str, str | None]) -> Bounds | None:
    """The time of an event: from the first beginning to the last end that the document gives."""
    found: list[Bounds] = []
    for claim in claims:
        if claim.predicate in _TIMED:
            edtf = times.get(claim.object.id) if isinstance(claim.object, Ref) else str(claim.object.value)
            try:
                one = bounds(edtf or "")
            except (DatelineError, ValueError):
                continue
            if one.earliest and one.latest and one.latest - one.earliest <= _NO_LONGER:
                found.append(one)
    if not found:
        return None
    first = min(one.earliest for one in found if one.earliest)
    last = max(one.latest for one in found if one.latest)
    return replace(found[0], earliest=first, latest=last) if last - first <= _NO_LONGER else None


def _words(event: Event, text: str) -> str:
    """The words around the first that name the event, on one line."""
    if not event.triggers:
        return event.label
    span = event.triggers[0]
    before, after = text[: span.start].split("\n")[-1].split()[-8:], text[span.end :].split("\n")[0].split()[:12]
    whole = " ".join([*before, *span.of(text).split(), *after])
    return " ".join(whole.split()[:_MOST_WORDS])
