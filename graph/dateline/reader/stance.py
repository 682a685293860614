"""How surely something is said to be so: affirmed or denied, certain or not, and in which mood."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.model import Certainty, Modality, Polarity


@dataclass(frozen=True, kw_only=True, slots=True)
class Stance:
    """Whether something is said to be so, how surely, and in which way.

    >>> Stance().is_fact, Stance().denied().is_fact
    (True, False)
    >>> Stance().denied().denied().polarity
    'positive'
    """

    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    modality: Modality = "asserted"

    @property
    def is_fact(self) -> bool:
        """Whether it is said to be so, for sure."""
        return (
            self.polarity == "positive" and self.certainty == "certain" and self.modality in ("asserted", "presupposed")
        )

    def denied(self) -> Stance:
        """The opposite."""
        return replace(self, polarity="negative" if self.polarity == "positive" else "positive")

    def weakened(self, certainty: Certainty, modality: Modality) -> Stance:
        """At most as sure as `certainty`; the first weakening names the modality."""
        order: tuple[Certainty, ...] = ("certain", "probable", "possible")
        least = max(self.certainty, certainty, key=order.index)
        kept = modality if self.modality in ("asserted", "presupposed") else self.modality
        return replace(self, certainty=least, modality=kept)

    def under(self, outer: Stance) -> Stance:
        """What is left of it inside something that is itself denied or unsure."""
        inner = (
            self
            if outer.certainty == "certain" and outer.modality in ("asserted", "presupposed")
            else self.weakened(outer.certainty, outer.modality)
        )
        return inner.denied() if outer.polarity == "negative" else inner


PLAIN = Stance()
"""Said to be so, for sure."""
