"""Which claims of a draft are claims that stand, and which circles a claim would close."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from dateline.errors import shown
from dateline.model import Claim, Reading, Ref
from dateline.reading.matching import Pairs, place
from dateline.reading.statements import ORDERINGS


def _said(claim: Claim) -> tuple[str, str, str, str]:
    """What a claim says."""
    if isinstance(claim.object, Ref):
        return claim.subject, claim.predicate, "id", claim.object.id
    return claim.subject, claim.predicate, "value", str(claim.object.value)


def voice_of(claim: Claim, publisher: str | None) -> str | None:
    """Whose word a claim is; null is the document's own voice, said of its publisher or of nobody."""
    return None if claim.attributed_to == publisher else claim.attributed_to


def _whole(claim: Claim, publisher: str | None) -> tuple[Any, ...]:
    """What two claims share that say the same of the same words in the same voice."""
    return _said(claim), voice_of(claim, publisher), place(claim.evidence)


def once(claims: Sequence[Claim], pairs: Pairs, publisher: str | None) -> Iterator[Claim]:
    """The claims that are paired with none, each thing that is said once."""
    seen: set[tuple[Any, ...]] = set()
    for number, claim in enumerate(claims):
        whole = _whole(claim, publisher)
        if number not in pairs.of and whole not in seen:
            seen.add(whole)
            yield claim


def pair_claims(claims: Sequence[Claim], decided: Reading, is_touched: Callable[[Claim], bool]) -> Pairs:
    """Which drafted claim is which standing one.

    Those are one that say the same in one voice, of the same words or of words that overlap. A claim that a person
    touched is also what became of a drafted one that it corrects: with the same words, and all the same but one of
    voice, subject, predicate and object.
    """
    publisher = decided.document.publisher
    exact: dict[tuple[Any, ...], int] = {}
    for number, claim in enumerate(decided.claims):
        whole = _whole(claim, publisher)
        if whole not in exact or decided.claims[exact[whole]].status == "rejected":
            exact[whole] = number
    keys = [_whole(claim, publisher) for claim in claims]
    drafted = set(keys)
    of = {number: exact[key] for number, key in enumerate(keys) if key in exact}
    met = {number for number, claim in enumerate(decided.claims) if _whole(claim, publisher) in drafted}
    nearly: dict[tuple[Any, ...], list[int]] = {}
    corrected: dict[tuple[Any, ...], int] = {}
    for number, claim in enumerate(decided.claims):
        if number in met:
            continue
        nearly.setdefault((_said(claim), voice_of(claim, publisher)), []).append(number)
        if claim.status != "rejected" and is_touched(claim):
            for key in _all_but_one(claim, publisher):
                corrected.setdefault(key, number)
    for number, claim in enumerate(claims):
        if number in of:
            continue
        near = nearly.get((_said(claim), voice_of(claim, publisher)), ())
        others = [other for other in near if _overlap(claim, decided.claims[other])]
        others += [corrected[key] for key in _all_but_one(claim, publisher) if key in corrected]
        if others:
            of[number] = others[0]
    return Pairs(of=of, met=frozenset(met | set(of.values())))


def _all_but_one(claim: Claim, publisher: str | None) -> Iterator[tuple[Any, ...]]:
    whole = (claim.subject, claim.predicate, _said(claim)[2:], voice_of(claim, publisher))
    for left_out in range(len(whole)):
        yield left_out, whole[:left_out] + whole[left_out + 1 :], place(claim.evidence)


def _overlap(one: Claim, other: Claim) -> bool:
    return one.evidence.start < other.evidence.end and other.evidence.start < one.evidence.end


class Orderings:
    """What comes before what and what is part of what, so that nothing comes round to itself."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self.after: dict[tuple[str, str], list[str]] = {}
        for claim in claims:
            self._add(claim)

    def _add(self, claim: Claim) -> None:
        if isinstance(claim.object, Ref) and claim.polarity == "positive" and claim.status != "rejected":
            self.after.setdefault((claim.predicate, claim.subject), []).append(claim.object.id)

    def what_is_wrong(self, claim: Claim) -> str:
        """Why a claim closes a circle; empty, and remembered, if it closes none."""
        if claim.predicate in ORDERINGS and claim.polarity == "positive" and isinstance(claim.object, Ref):
            seen: set[str] = set()
            waiting = [claim.object.id]
            while waiting:
                event = waiting.pop()
                if event == claim.subject:
                    return f"{claim.predicate} would lead from {shown(event)} back to itself."
                if event not in seen:
                    seen.add(event)
                    waiting.extend(self.after.get((claim.predicate, event), ()))
            self._add(claim)
        return ""
