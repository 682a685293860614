"""What the answers claim, as claims of the reading: each fits the ontology, the words that say it, and their voice.

A claim is dropped where it does not fit; where the rules hear it less plainly said than the model, it is taken as they
hear it. It is never made stronger, and never completed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dateline.errors import shown
from dateline.model import Claim, Inference, Modality, Quantity, Quotation, Ref, ReportingMode, Span, Time
from dateline.reader.cast import Cast
from dateline.reader.language_model.anchoring import Anchors, occurrences
from dateline.reader.language_model.answer import SaidClaim
from dateline.reader.language_model.hearing import Hearing
from dateline.reader.language_model.prompt import DOCUMENT, TIMED
from dateline.reader.language_model.report import Ledger
from dateline.reader.language_model.speech import can_speak
from dateline.reader.language_model.things import Answered, unknown
from dateline.reader.language_model.values import Meaning, date_of, number_of, words_of
from dateline.reader.stance import Stance
from dateline.terms import LANG_STRING, PREDICATES, Predicate, is_a

_LONGEST_EVIDENCE: Final = 500
_ORDERINGS: Final = ("subEventOf", "before")
_UNKNOWN_SPEAKER: Final = 0.9
_INDIRECT: Final = 0.97
_ONE_END: Final = 0.8
_WEAKENED: Final = 0.9


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """What claims can be about: the class and the words of every thing by its id, the times, the numbers.

    `document` and `publisher` are the ids of the document itself and of the one in whose voice it speaks.
    """

    kinds: Mapping[str, str]
    spans: Mapping[str, Sequence[Span]]
    times: Mapping[str, Time]
    quantities: Sequence[Quantity]
    cast: Cast
    hearing: Hearing
    document: str | None
    publisher: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Claims:
    """The claims in the order of the text, and the quantities that they rest on."""

    claims: tuple[Claim, ...]
    quantities: tuple[Quantity, ...]


class _MisfitError(ValueError):
    """A claim that cannot be taken; its words say why."""


def claims_of(
    text: str,
    answers: Sequence[Answered],
    ids: Sequence[Mapping[str, str]],
    world: World,
    *,
    confidence: float,
    by: str,
) -> Claims:
    """The claims of all answers. `confidence` is that of a claim against which nothing speaks."""
    found: dict[tuple[object, ...], Claim] = {}
    used: dict[str, Quantity] = {}
    circles = _Circles()
    for answer, names in zip(answers, ids, strict=True):
        maker = _Maker(text, answer, names, world, confidence=confidence, by=by)
        for said in answer.said.claims:
            try:
                claim, quantity = maker.claim(said)
                circles.require_none(claim)
            except _MisfitError as wrong:
                answer.ledger.drop("claim", said.words, str(wrong))
                continue
            if _key(claim) in found:
                answer.ledger.drop("claim", said.words, "another claim says the same of the same words.")
                continue
            found[_key(claim)] = claim
            circles.add(claim)
            if quantity is not None:
                used[quantity.id] = quantity
    ordered = sorted(found.values(), key=lambda one: (one.evidence.start, one.evidence.end, str(_key(one))))
    return Claims(
        claims=tuple(replace(one, id=f"c{number}") for number, one in enumerate(ordered, start=1)),
        quantities=tuple(one for one in world.quantities if one.id in used),
    )


def _key(claim: Claim) -> tuple[object, ...]:
    said = claim.object.id if isinstance(claim.object, Ref) else str(claim.object.value)
    ends = (claim.evidence.start, claim.evidence.end)
    return claim.subject, claim.predicate, said, claim.attributed_to or "", *ends


class _Circles:
    """Knows which event is said to be part of, or before, which, so that none comes to be so of itself."""

    def __init__(self) -> None:
        self._next: dict[str, dict[str, set[str]]] = {name: {} for name in _ORDERINGS}

    def require_none(self, claim: Claim) -> None:
        if claim.predicate not in self._next or claim.polarity != "positive" or not isinstance(claim.object, Ref):
            return
        waiting, seen = [claim.object.id], set[str]()
        while waiting:
            one = waiting.pop()
            if one == claim.subject:
                raise _MisfitError(f"with others it would make {claim.predicate} lead back to where it begins.")
            if one not in seen:
                seen.add(one)
                waiting.extend(self._next[claim.predicate].get(one, ()))

    def add(self, claim: Claim) -> None:
        if claim.predicate in self._next and claim.polarity == "positive" and isinstance(claim.object, Ref):
            self._next[claim.predicate].setdefault(claim.subject, set()).add(claim.object.id)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Voice:
    stance: Stance
    source: str | None
    relay: str | None
    mode: ReportingMode
    factor: float


class _Maker:
    """Makes the claims of one answer."""

    def __init__(
        self, text: str, answer: Answered, names: Mapping[str, str], world: World, *, confidence: float, by: str
    ) -> None:
        self._anchors = Anchors(text, answer.passage)
        self._names = names
        self._world = world
        self._ledger: Ledger = answer.ledger
        self._confidence = confidence
        self._by = by

    def claim(self, said: SaidClaim) -> tuple[Claim, Quantity | None]:
        predicate = PREDICATES[said.predicate]
        subject = self._thing(said.subject)
        self._require(subject, predicate.domain, f"the subject of {predicate.name}")
        evidence = self._anchors.find(said.evidence, longest=_LONGEST_EVIDENCE)
        if isinstance(evidence, str):
            raise _MisfitError(f"of its evidence: {evidence}")
        target, meaning = self._object(said, predicate, subject, evidence)
        both = self._speaks_of(subject, target, evidence)
        relation = self._relation(said, evidence)
        voice = self._voice(said, self._places(said, subject, evidence, relation), evidence)
        inference: Inference = meaning.inference if meaning else "literal"
        factor = voice.factor * (1.0 if both else _ONE_END)
        claim = Claim(
            id="c",
            subject=subject,
            predicate=predicate.name,
            object=meaning.value if meaning else Ref(id=target or ""),
            attributed_to=voice.source,
            relayed_by=voice.relay,
            polarity=voice.stance.polarity,
            certainty=voice.stance.certainty,
            modality=self._modality(said, voice.stance),
            reporting_mode=voice.mode,
            confidence=round(self._confidence * factor, 2),
            status="proposed",
            evidence=evidence,
            predicate_text=relation,
            quantifier=meaning.quantifier if meaning else None,
            inference=inference if both else "contextual",
            by=self._by,
        )
        return claim, meaning.quantity if meaning else None

    def _thing(self, name: str) -> str:
        if name == DOCUMENT:
            if self._world.document is None:
                raise _MisfitError("the text shows neither title nor date nor signature of the document itself.")
            return self._world.document
        found = self._names.get(name)
        if found is None:
            raise _MisfitError(unknown(name))
        return found

    def _require(self, identifier: str, wanted: Iterable[str], what: str) -> None:
        kind = self._world.kinds[identifier]
        if not any(is_a(kind, one) for one in wanted):
            raise _MisfitError(f"{what} is {' or '.join(wanted)}, not {kind}.")

    def _object(
        self, said: SaidClaim, predicate: Predicate, subject: str, evidence: Span
    ) -> tuple[str | None, Meaning | None]:
        """The id of the object, and what it means where that is a value; a date has both."""
        if predicate.name in TIMED or predicate.range:
            if said.object is None:
                raise _MisfitError(f"the object of {predicate.name} is the id of something, not words.")
            target = self._thing(said.object)
            if target == subject:
                raise _MisfitError("its subject and its object are one.")
            wanted = ("TimeSpan",) if predicate.name in TIMED else predicate.range
            self._require(target, wanted, f"the object of {predicate.name}")
            if predicate.name in TIMED:
                return target, _meaning(date_of(predicate.name, self._world.times[target]))
            return target, None
        if said.value is None:
            raise _MisfitError(f"{predicate.name} takes words of its evidence, not an id.")
        if LANG_STRING in predicate.values:
            return None, _meaning(words_of(said.value, evidence))
        return None, _meaning(number_of(predicate.name, said.value, evidence, self._world.quantities))

    def _speaks_of(self, subject: str, target: str | None, evidence: Span) -> bool:
        """Whether the evidence holds words for both ends of the claim; a claim with words for neither is refused.

        A time has to be there, a value always is, and the document speaks of itself everywhere.
        """
        if target in self._world.times and not self._inside(target, evidence):
            raise _MisfitError("its time does not stand in its evidence.")
        first = subject == self._world.document or self._inside(subject, evidence)
        second = target is None or self._inside(target, evidence)
        if not first and not second:
            raise _MisfitError("its evidence has words for neither of what it speaks of.")
        return first and second

    def _inside(self, identifier: str | None, evidence: Span) -> bool:
        spans = self._world.spans.get(identifier or "", ())
        return any(evidence.start <= span.start and span.end <= evidence.end for span in spans)

    def _relation(self, said: SaidClaim, evidence: Span) -> str | None:
        if said.relation is None or not said.relation.strip():
            return None
        places = occurrences(evidence.text, said.relation)
        if places:
            start, end = places[0]
            return evidence.text[start:end]
        self._ledger.change("claim", said.words, f"the words {shown(said.relation)} do not stand in its evidence.")
        return None

    def _places(self, said: SaidClaim, subject: str, evidence: Span, relation: str | None) -> list[Span]:
        """The stretches of the evidence that carry the claim: what names its event, and the words of the relation."""
        places = []
        if is_a(self._world.kinds[subject], "Event") and not self._relates_events(said):
            places = [
                span for span in self._world.spans[subject] if evidence.start <= span.start and span.end <= evidence.end
            ]
        if relation is not None:
            for start, end in occurrences(evidence.text, relation):
                first = evidence.start + start
                places.append(Span(start=first, end=evidence.start + end, text=evidence.text[start:end]))
        return places

    def _relates_events(self, said: SaidClaim) -> bool:
        """Whether the claim joins two events: then the words between them carry it."""
        return PREDICATES[said.predicate].range == ("Event",)

    def _voice(self, said: SaidClaim, places: Sequence[Span], evidence: Span) -> _Voice:
        heard, quotation = self._world.hearing.heard(evidence, places)
        meant = Stance(polarity=said.polarity, certainty=said.certainty, modality=said.modality)
        if heard.polarity == "negative" and meant.polarity == "positive":
            raise _MisfitError("the rules hear a denial in its words.")
        stance = meant.weakened(heard.certainty, heard.modality) if not heard.is_fact else meant
        if stance.modality in ("asserted", "presupposed") and heard.modality not in ("asserted", "presupposed"):
            stance = replace(stance, modality=heard.modality)
        factor = 1.0
        if stance != meant:
            why = f"the rules hear it as {heard.certainty} and {heard.modality}."
            self._ledger.change("claim", said.words, why)
            factor = _WEAKENED
        return self._attributed(said, stance, quotation, factor)

    def _attributed(self, said: SaidClaim, stance: Stance, quotation: Quotation | None, factor: float) -> _Voice:
        source = self._speaker(said.attributed_to)
        if quotation is None:
            if source not in (None, self._world.publisher):
                raise _MisfitError(f"nothing in the text says that these are the words of {shown(source or '')}.")
            return _Voice(stance=stance, source=None, relay=None, mode="own-voice", factor=factor)
        mode: ReportingMode = "direct-quotation" if quotation.direct else "indirect-speech"
        factor *= 1.0 if quotation.direct else _INDIRECT
        speaker, relay = self._heard_speaker(quotation.source), self._heard_speaker(quotation.relayed_by)
        if speaker is None:
            why = "the text does not make clear whose words these are."
            self._ledger.change("claim", said.words, why)
            weak = stance.weakened("probable", "hedged")
            return _Voice(stance=weak, source=None, relay=relay, mode=mode, factor=factor * _UNKNOWN_SPEAKER)
        if source not in (None, speaker, relay):
            raise _MisfitError(f"the text gives these words to {shown(speaker)}, not to {shown(source or '')}.")
        if source != speaker:
            self._ledger.change("claim", said.words, f"the text gives these words to {shown(speaker)}.")
        return _Voice(stance=stance, source=speaker, relay=relay, mode=mode, factor=factor)

    def _speaker(self, name: str | None) -> str | None:
        if name is None:
            return None
        found = self._thing(name)
        if not can_speak(self._world.cast, found):
            raise _MisfitError(f"{shown(name)} is nothing that can speak.")
        return None if found == self._world.document else found

    def _heard_speaker(self, identifier: str | None) -> str | None:
        return identifier if identifier is not None and can_speak(self._world.cast, identifier) else None

    def _modality(self, said: SaidClaim, stance: Stance) -> Modality:
        if said.predicate == "characterizedAs" and stance.modality in ("asserted", "presupposed"):
            self._ledger.change("claim", said.words, "it is a judgement.")
        return "evaluative" if said.predicate == "characterizedAs" else stance.modality


def _meaning(found: Meaning | str) -> Meaning:
    if isinstance(found, str):
        raise _MisfitError(found)
    return found
