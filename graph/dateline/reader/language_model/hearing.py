"""What the rules hear in the words of a claim: how surely they are said, and whose words they are.

These are the checks that the rule-based reader lives by: what stands under a denial, a hedge or somebody's word is
never the document's own plain assertion, whatever a model makes of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from dateline.model import Quotation, Span
from dateline.reader.claims import Voices
from dateline.reader.parse import Parsed, offset
from dateline.reader.stance import PLAIN, Stance
from dateline.reader.voice import stance

if TYPE_CHECKING:
    from spacy.tokens import Token

_SAYING: Final = ("VERB", "AUX")
_NAMING: Final = ("NOUN", "PROPN", "ADJ")


class Hearing:
    """Listens to a parsed text; its quotations may be given later, when they are known."""

    def __init__(self, parsed: Parsed, quotations: Iterable[Quotation] = ()) -> None:
        self._parsed = parsed
        self._voices = Voices(quotations)

    def with_quotations(self, quotations: Iterable[Quotation]) -> Hearing:
        """The same text with these quotations."""
        return Hearing(self._parsed, quotations)

    def stance(self, span: Span) -> Stance:
        """How surely the text says what some words name: the least of what their verbs, or else their nouns, are."""
        return weakest(stance(token) for token in self._heads(span))

    def heard(self, evidence: Span, places: Sequence[Span]) -> tuple[Stance, Quotation | None]:
        """The stance of the words that carry a claim, and the innermost quotation they stand in, if any.

        `places` are stretches of the evidence that name what the claim says. Where there are none, every verb of the
        evidence counts, so that no denial in it is overheard.
        """
        heads = [token for span in places for token in self._heads(span)] or list(self._weighty(evidence))
        starts = [offset(token) for token in heads] or [evidence.start]
        quotations = (self._voices.at(place) for place in starts)
        return weakest(map(stance, heads)), next((one for one in quotations if one is not None), None)

    def _heads(self, span: Span) -> Iterator[Token]:
        """The words of a short stretch that say or name something: its verbs and the word that heads it."""
        for token in self._parsed.tokens_in(span.start, span.end):
            outside = not span.start <= offset(token.head) < span.end
            if token.pos_ == "VERB" or ((token.head is token or outside) and token.pos_ in (*_SAYING, *_NAMING)):
                yield token

    def _weighty(self, span: Span) -> Iterator[Token]:
        tokens = self._parsed.tokens_in(span.start, span.end)
        verbs = [token for token in tokens if token.pos_ in _SAYING and token.dep_ not in ("aux", "auxpass")]
        yield from verbs or (token for token in tokens if token.pos_ in _NAMING)


def weakest(found: Iterable[Stance]) -> Stance:
    """One stance that is no stronger than any of several: denied if one of them is, as unsure as the least sure.

    >>> weakest([PLAIN, PLAIN.weakened("possible", "hedged"), PLAIN.denied()])
    Stance(polarity='negative', certainty='possible', modality='hedged')
    """
    least = PLAIN
    for one in found:
        if one.polarity == "negative":
            least = Stance(polarity="negative", certainty=least.certainty, modality=least.modality)
        least = least.weakened(one.certainty, one.modality)
    return least
