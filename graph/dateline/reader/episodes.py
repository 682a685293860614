"""What a named event consists of where the text says so only by telling on: its parts, its date, its dead and wounded.

"The March Rising began when rebels seized the port. On 3 March 1921 the rebels shot hostages, killing twelve." What the
same people do in the next sentence is part of the rising, and what it counts is counted there. All of this is inference
from the order of the telling, and every claim says so (`contextual`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.model import Ref
from dateline.reader.claims import Statement
from dateline.reader.happenings import Happenings
from dateline.reader.parse import Parsed
from dateline.reader.stance import PLAIN

_DEEDS = ("ViolentEvent", "MilitaryOperation")
_COUNTS = ("deathCount", "injuredCount")


def tell_on(parsed: Parsed, found: Happenings, statements: Sequence[Statement]) -> Iterator[Statement]:
    """The statements, with those of named events added that follow from the sentence after the one that defines them.

    Counts of the dead and wounded of a part are given to the whole instead.
    """
    real = {event.id for event in found.events if event.certainty == "certain" and event.polarity == "positive"}
    explicit: dict[str, set[str]] = defaultdict(set)
    for one in statements:
        if one.pattern == "connections:part" and isinstance(one.object, Ref):
            explicit[one.object.id].add(one.subject)
    wholes = _wholes(parsed, found, statements)
    moved: dict[int, str] = {}
    for whole, (start, stop, place) in wholes.items():
        for one in statements:
            if start <= one.place < stop and one.stance.is_fact:
                if one.subject in place and one.predicate in _COUNTS:
                    moved[id(one)] = whole
                elif one.subject in place and one.predicate == "startDate":
                    yield replace(one, subject=whole, inference="contextual", pattern="episodes:date")
        for one in statements:
            if one.predicate == "tookPlaceIn" and one.subject in explicit[whole] and one.subject in real:
                yield replace(one, subject=whole, inference="contextual", pattern="episodes:place", stance=PLAIN)
        for part, (begin, end_, at) in sorted(place.items()):
            yield Statement(
                subject=part,
                predicate="subEventOf",
                object=Ref(id=whole),
                start=begin,
                end=end_,
                place=at,
                pattern="episodes:part",
                stance=PLAIN,
                inference="contextual",
            )
    for one in statements:
        whole_of = moved.get(id(one))
        yield replace(one, subject=whole_of, inference="contextual") if whole_of is not None else one


def _wholes(
    parsed: Parsed, found: Happenings, statements: Sequence[Statement]
) -> dict[str, tuple[int, int, dict[str, tuple[int, int, int]]]]:
    """By named event: the sentence that tells on, and the evidence of the parts in it."""
    kinds = {event.id: event.type for event in found.events}
    named = {found.of[place] for place, trigger in found.triggers.items() if trigger.name}
    doers: dict[str, set[str]] = defaultdict(set)
    for one in statements:
        if one.predicate == "agent" and isinstance(one.object, Ref):
            doers[one.subject].add(one.object.id)
    sentences = {sentence.start: at for at, sentence in enumerate(parsed.sentences)}
    result: dict[str, tuple[int, int, dict[str, tuple[int, int, int]]]] = {}
    for one in statements:
        if one.pattern != "connections:part" or not isinstance(one.object, Ref) or one.object.id not in named:
            continue
        here = parsed.sentence_at(one.place)
        following = sentences[here.start] + 1 if here is not None else len(parsed.sentences)
        if here is None or following >= len(parsed.sentences):
            continue
        then = parsed.sentences[following]
        if then.paragraph != here.paragraph:
            continue
        parts = {
            other.subject: (other.start, other.end, other.place)
            for other in statements
            if other.predicate == "agent"
            and then.start <= other.place < then.end
            and other.stance.is_fact
            and isinstance(other.object, Ref)
            and other.object.id in doers[one.subject]
            and kinds.get(other.subject) in _DEEDS
        }
        if parts:
            result[one.object.id] = (then.start, then.end, parts)
    return result
