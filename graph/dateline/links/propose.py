"""From a reading to candidates: for each entity and event an item with a confidence, or a reason for having none.

A confidence is a likelihood: that a person who looked would say that the item is the thing. It is the product of what
speaks for a candidate (`weighing`) and of its part among all that the name may mean. Where nothing tells two of them
apart, neither is proposed.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType

from dateline.links import reasons, weighing
from dateline.links.catalogue import PROGRAM
from dateline.links.catalogue.names import key_of
from dateline.links.document import DocumentFacts, names_of, names_of_event
from dateline.links.model import Abstention, Bearing, Candidate, CandidateSource, Proposal, Proposals
from dateline.model import Entity, Event, Link, Reading, Relation
from dateline.settings.wikibases import CONCEPTS
from dateline.terms import is_a

LEAST = 0.5
"""A candidate that is not likelier than its opposite is not proposed."""

_FOR_A_TIME = 0.6
"""The confidence of a match that holds for a part of the years that are spoken of."""

_DESCRIBED = 0.9
"""An event that is called by what happened, not by a name of its own, is close to the item of that description."""

_NEVER_LINKED = ("Document", "Group")
_ALMOST = 0.98
_DIGITS = 2
_STEM = 4
"""How many letters the words of two names share that are likely names of one thing: Azerbaijan, Azerbaijani."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Weighed:
    """A candidate with its signs; `part` is its part among all that the name may mean."""

    candidate: Candidate
    name: float
    kind: float
    time: float
    use: float = 1.0
    place: float = 1.0
    part: float = 1.0

    @property
    def alone(self) -> float:
        """What speaks for it, others left aside."""
        return self.name * self.kind * self.time * self.use * self.place

    @property
    def features(self) -> MappingProxyType[str, float]:
        """Its signs by name, for the link that is written."""
        signs = {
            "name": self.name, "kind": self.kind, "time": self.time, "use": self.use, "place": self.place,
            "part": self.part,
        }  # fmt: skip
        return MappingProxyType({sign: round(value, _DIGITS) for sign, value in signs.items()})


def propose(
    reading: Reading,
    text: str,
    source: CandidateSource,
    *,
    by: str = PROGRAM,
    only: Container[str] | None = None,
    concepts: str = CONCEPTS,
) -> Proposals:
    """What becomes of every entity and event of a reading: its candidates, or why it has none.

    `text` is what the reading's offsets mean, `by` the name of the source with its version; `only` are ids, where not
    all things are asked about, `concepts` how the IRIs of the source's items begin. The order is that of the reading.
    """
    facts = DocumentFacts(reading, text)
    proposed: list[Proposal] = []
    abstained: list[Abstention] = []
    for outcome in _outcomes(facts, source, only):
        if isinstance(outcome, Abstention):
            abstained.append(outcome)
        else:
            proposed.extend(
                replace(one, link=replace(one.link, to=concepts + one.candidate.item, by=by)) for one in outcome
            )
    return Proposals(document=reading.document.id, by=by, proposed=tuple(proposed), abstained=tuple(abstained))


def _outcomes(
    facts: DocumentFacts, source: CandidateSource, only: Container[str] | None
) -> Iterator[Iterable[Proposal] | Abstention]:
    for entity in facts.reading.entities:
        if only is None or entity.id in only:
            yield _of_entity(entity, facts, source)
    for event in facts.reading.events:
        if only is None or event.id in only:
            yield _of_event(event, facts, source)


def _of_entity(entity: Entity, facts: DocumentFacts, source: CandidateSource) -> Iterable[Proposal] | Abstention:
    names = names_of(entity)
    if entity.id == facts.reading.document.entity:
        return Abstention(thing=entity.id, why=reasons.ITSELF)
    if not names:
        return Abstention(thing=entity.id, why=reasons.DESCRIBED)
    if any(is_a(entity.type, class_) for class_ in _NEVER_LINKED):
        return Abstention(thing=entity.id, why=reasons.never(entity.type))
    spans = tuple(mention.span for mention in entity.mentions)
    years, roles = facts.years_near(spans), facts.roles(entity)
    weighed = [
        _Weighed(
            candidate=one,
            name=weighing.BEARING[one.bears] if _is_called_so(one, entity) else weighing.UNCALLED,
            kind=weighing.fits(entity.type, one),
            time=weighing.in_time(one, years),
            use=weighing.in_use(one, roles),
        )
        for one in _found(names, entity.type, source)
    ]
    if not weighed:
        return Abstention(thing=entity.id, why=reasons.UNKNOWN)
    possible = _parted([one for one in weighed if one.kind], entity, facts)
    if not possible:
        likeliest = max(weighed, key=lambda one: one.name * one.candidate.share)
        return _refused(entity.id, reasons.refused(likeliest.candidate, entity.type, roles), weighed)
    best = max(possible, key=lambda one: (one.part * one.name * one.kind, -int(one.candidate.item[1:])))
    if not best.use:
        return _refused(entity.id, reasons.refused(best.candidate, entity.type, roles), weighed)
    if best.time < 1:
        return _for_a_time(entity, best, years) or _refused(entity.id, reasons.not_yet(best.candidate, years), weighed)
    return _settled(entity.id, best, possible, weighed, relation="exactMatch", sure=best.alone * best.part)


def _of_event(event: Event, facts: DocumentFacts, source: CandidateSource) -> Iterable[Proposal] | Abstention:
    found = [one for one in _found(names_of_event(event), event.type, source) if weighing.kind_of(one) in ("Event", "")]
    if not found:
        is_named = any(any(word[0].isupper() for word in span.text.split()) for span in event.triggers)
        return Abstention(thing=event.id, why=reasons.UNKNOWN if is_named else reasons.DESCRIBED)
    years = facts.years_of(event) or facts.years_near(event.triggers)
    weighed = [
        _Weighed(
            candidate=one,
            name=weighing.BEARING[one.bears],
            kind=weighing.fits(event.type, one),
            time=weighing.at_the_time(one, years),
            place=1.0 if not one.within or facts.names(one.within, apart=event.id) else weighing.UNSAID,
        )
        for one in found
    ]
    possible = _parted([one for one in weighed if one.alone > 0], event, facts)
    if not possible:
        return _refused(event.id, reasons.of_another_time(weighed[0].candidate, years), weighed)
    best = max(possible, key=lambda one: (one.alone * one.part, -int(one.candidate.item[1:])))
    if best.candidate.bears == "like":
        return _refused(event.id, reasons.only_like(best.candidate), weighed)
    described = best.candidate.label[:1].islower()
    sure = best.alone * best.part * (_DESCRIBED if described else 1.0)
    return _settled(event.id, best, possible, weighed, relation="closeMatch" if described else "exactMatch", sure=sure)


def _found(names: Iterable[str], type_: str, source: CandidateSource) -> tuple[Candidate, ...]:
    """The candidates of the first name that has one of the right kind, else of the first name that has any."""
    others: tuple[Candidate, ...] = ()
    for name in names:
        found = tuple(_as_borne(one, name) for one in source.find(name))
        if any(weighing.fits(type_, one) and one.bears != "like" for one in found):
            return found
        others = others or found
    return others


def _is_called_so(candidate: Candidate, entity: Entity) -> bool:
    """Whether the text calls an entity by a name of the candidate, or by one like it, and not only the reading does.

    A text that says "Rhodesia" may have been read as of Zimbabwe; whether that is the same is for a person to say.
    """
    called = {key_of(mention.span.text) for mention in entity.mentions if mention.form == "name"}
    own = [key_of(name) for name in (candidate.label, *candidate.names)]
    if called & set(own):
        return True
    parts = {word[:_STEM] for name in called for word in name.split()}
    return any(word[:_STEM] in parts for name in own for word in name.split())


def _as_borne(candidate: Candidate, name: str) -> Candidate:
    """A candidate with how it bears a name, where its source leaves that to be seen."""
    if candidate.bears != "name":
        return candidate
    keys = [key_of(one) for one in (candidate.label, *candidate.names)]
    borne: Bearing = "label" if key_of(name) == keys[0] else "name" if key_of(name) in keys else "like"
    return replace(candidate, bears=borne)


def _parted(weighed: list[_Weighed], thing: Entity | Event, facts: DocumentFacts) -> list[_Weighed]:
    """The candidates with their parts: what each weighs among them all and what the name may mean besides."""
    if not weighed:
        return []
    placed = [isinstance(thing, Entity) and facts.is_placed(thing, one.candidate.within) for one in weighed]
    context = [
        weighing.PLACED if is_placed else 1.0 if any(placed) else _context(one.candidate, thing, facts)
        for one, is_placed in zip(weighed, placed, strict=True)
    ]
    weights = [one.candidate.share * one.kind * factor for one, factor in zip(weighed, context, strict=True)]
    besides = max(0.0, 1.0 - sum(one.candidate.share for one in weighed))
    total = sum(weights) + besides
    return [replace(one, part=weight / total if total else 0.0) for one, weight in zip(weighed, weights, strict=True)]


def _context(candidate: Candidate, thing: Entity | Event, facts: DocumentFacts) -> float:
    """How many times likelier an item is by what else the document names."""
    return weighing.CONTEXT if facts.names(candidate.within, apart=thing.id) else 1.0


def _settled(
    thing: str, best: _Weighed, possible: list[_Weighed], weighed: list[_Weighed], *, relation: Relation, sure: float
) -> Iterable[Proposal] | Abstention:
    if sure < LEAST:
        return _refused(thing, reasons.undecided([one.candidate for one in possible]), weighed)
    doubts = (
        (best.name == weighing.UNCALLED, reasons.UNCALLED),
        (best.part < _ALMOST, reasons.OTHERS_BEAR_IT),
        (best.use < 1, reasons.MAY_BE_ITS_PEOPLE),
        (best.time < 1, reasons.UNDATED),
        (best.place < 1, reasons.UNPLACED),
        (relation == "closeMatch", reasons.DESCRIPTION),
    )
    why = reasons.found(best.candidate, [words for applies, words in doubts if applies])
    return (_proposal(thing, best, relation, sure, why),)


def _for_a_time(entity: Entity, best: _Weighed, years: tuple[int, ...]) -> tuple[Proposal, ...]:
    """Close matches with what there is and with what stood in its place before, where the text speaks of both times."""
    begins = best.candidate.begins
    before = [
        one
        for one in best.candidate.before
        if one.begins is not None and any(one.begins <= year < (begins or year) for year in years)
    ]
    if not before or best.part < LEAST:
        return ()
    why = reasons.two_times(best.candidate, before[0], years)
    after = (best.candidate,) if best.time > 0 else ()
    return tuple(
        _proposal(
            entity.id,
            replace(best, candidate=one, time=_FOR_A_TIME),
            "closeMatch",
            _FOR_A_TIME * best.name * best.kind * best.use * best.part,
            why,
        )
        for one in (*after, *before)
    )


def _proposal(thing: str, one: _Weighed, relation: Relation, sure: float, why: str) -> Proposal:
    return Proposal(
        thing=thing,
        candidate=one.candidate,
        link=Link(
            to=one.candidate.item,
            relation=relation,
            confidence=round(sure, _DIGITS),
            status="proposed",
        ),
        features=one.features,
        why=why,
    )


def _refused(thing: str, why: str, weighed: Iterable[_Weighed]) -> Abstention:
    return Abstention(thing=thing, why=why, considered=tuple(one.candidate for one in weighed))
