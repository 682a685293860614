"""What becomes of the things of several documents: made one, only proposed, or left apart and why."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.merging.judging import Agreement


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two things of two documents (`document/id`) that agree."""

    one: str
    other: str
    agreement: Agreement


@dataclass(frozen=True, kw_only=True, slots=True)
class Merge:
    """Things that are one: a new thing of the collection (`slug`), or more members of one that it has (`is_known`).

    `members` are those that come in; `pairs` hold them together, the weakest first, each as sure as `merge_at`
    or surer.
    """

    slug: str
    label: str
    members: tuple[str, ...]
    pairs: tuple[Pair, ...]
    is_known: bool = False

    @property
    def confidence(self) -> float:
        """That of the weakest pair."""
        return min((pair.agreement.confidence for pair in self.pairs), default=1.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """Two things that may be one but not surely enough: each a slug of the collection, or `document/id`."""

    one: str
    other: str
    pair: Pair
    labels: tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """A thing that would go with others, and why it does not."""

    thing: str
    label: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Merges:
    """All that was found, in the order of labels and documents; `things` is how many things were looked at."""

    merges: tuple[Merge, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    documents: int = 0
    things: int = 0
