"""From statements to claims: whose word each one is, how surely, and how sure the reader is that the text says so."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dateline.model import Claim, Inference, Modality, Quantifier, Quotation, Ref, ReportingMode, Span, Value
from dateline.reader.cast import Cast
from dateline.reader.lexicon import table
from dateline.reader.stance import PLAIN, Stance
from dateline.terms import PREDICATES, is_a

_NOBODYS = 0.5
"""What is quoted, from whom is not known, is under every threshold of publishing: it has no voice to show."""
_PRONOUN = 0.9
_INDIRECT = 0.97


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One proposition as the grammar gives it, before its voice is known.

    `start` and `end` are its evidence; `place` is the word that says it, whose quotation gives the voice; `pattern`
    names the rule that read it, whose precision the confidence is.
    """

    subject: str
    predicate: str
    object: Ref | Value
    start: int
    end: int
    place: int
    pattern: str
    stance: Stance = PLAIN
    inference: Inference = "literal"
    quantifier: Quantifier | None = None
    words: str | None = None
    factor: float = 1.0


class Voices:
    """Which quotation a place of the text belongs to: the innermost that covers it."""

    def __init__(self, quotations: Iterable[Quotation]) -> None:
        parts = sorted(
            ((part.start, part.end, one) for one in quotations for part in one.span.parts),
            key=lambda part: (part[0], -part[1]),
        )
        self._edges: list[int] = []
        self._holders: list[Quotation | None] = []
        opened: list[tuple[int, Quotation]] = []
        for start, end, one in parts:
            while opened and opened[-1][0] <= start:
                stop, _ = opened.pop()
                self._mark(stop, opened[-1][1] if opened else None)
            opened.append((min(end, opened[-1][0]) if opened else end, one))
            self._mark(start, one)
        while opened:
            stop, _ = opened.pop()
            self._mark(stop, opened[-1][1] if opened else None)

    def _mark(self, place: int, holder: Quotation | None) -> None:
        if self._edges and self._edges[-1] == place:
            self._holders[-1] = holder
        else:
            self._edges.append(place)
            self._holders.append(holder)

    def at(self, place: int) -> Quotation | None:
        """The innermost quotation at a place of the text, or none where the document speaks itself."""
        at = bisect_right(self._edges, place) - 1
        return self._holders[at] if at >= 0 else None


def to_claims(
    text: str, statements: Iterable[Statement], voices: Voices, cast: Cast, kinds: dict[str, str], *, by: str
) -> tuple[Claim, ...]:
    """The claims that statements make, in the order of the text, each once; what does not fit the ontology is left out.

    `kinds` are the classes of the things that are not in the cast (events, times).
    """
    found: dict[tuple[object, ...], Claim] = {}
    for one in statements:
        if not _fits(one, cast, kinds):
            continue
        claim = _claim(text, one, voices.at(one.place), cast, by)
        said = claim.object.id if isinstance(claim.object, Ref) else str(claim.object.value)
        key = (claim.subject, claim.predicate, said, claim.attributed_to, claim.evidence.start, claim.evidence.end)
        if key not in found or claim.confidence > found[key].confidence:
            found[key] = claim
    ordered = sorted(found.values(), key=lambda claim: (claim.evidence.start, claim.evidence.end, claim.id))
    return tuple(_numbered(ordered))


def _numbered(claims: Sequence[Claim]) -> Iterable[Claim]:
    for number, claim in enumerate(claims, start=1):
        yield replace(claim, id=f"c{number}")


def _fits(one: Statement, cast: Cast, kinds: dict[str, str]) -> bool:
    predicate = PREDICATES[one.predicate]
    subject = kinds.get(one.subject) or cast.kind(one.subject)
    if not any(is_a(subject, kind) for kind in predicate.domain):
        return False
    if isinstance(one.object, Value):
        return bool(predicate.values)
    if one.object.id == one.subject:
        return False
    kind = kinds.get(one.object.id) or cast.kind(one.object.id)
    return any(is_a(kind, wanted) for wanted in predicate.range)


def _claim(text: str, one: Statement, quotation: Quotation | None, cast: Cast, by: str) -> Claim:
    stance, source, relay, factor = one.stance, None, None, one.factor
    reporting: ReportingMode = "own-voice"
    if quotation is not None:
        reporting = "direct-quotation" if quotation.direct else "indirect-speech"
        source, relay = quotation.source, quotation.relayed_by
        if source is not None and not _can_speak(cast, source):
            source = None
        if relay is not None and not _can_speak(cast, relay):
            relay = None
        if source is None:
            stance = stance.weakened("probable", "hedged")
            factor = min(factor, _NOBODYS)
        if reporting == "indirect-speech":
            factor *= _INDIRECT
    modality: Modality = "evaluative" if one.predicate == "characterizedAs" else stance.modality
    group, _, name = one.pattern.partition(":")
    return Claim(
        id=f"{one.subject} {one.predicate}",
        subject=one.subject,
        predicate=one.predicate,
        object=one.object,
        attributed_to=source,
        relayed_by=relay,
        polarity=stance.polarity,
        certainty=stance.certainty,
        modality=modality,
        reporting_mode=reporting,
        confidence=round(min(0.99, _precision(group, name) * factor), 2),
        status="proposed",
        evidence=Span(start=one.start, end=one.end, text=text[one.start : one.end]),
        predicate_text=one.words if one.words and one.words in text[one.start : one.end] else None,
        quantifier=one.quantifier,
        inference=one.inference,
        by=by,
    )


def _can_speak(cast: Cast, identifier: str) -> bool:
    return cast.is_a(identifier, "Agent") or cast.is_a(identifier, "Document")


def _precision(group: str, name: str) -> float:
    """How often what a rule reads holds, as measured; a rule that was met too seldom has its group's value."""
    values = table("confidence", group)
    return values.get(name, values["other"])
