"""Candidates and what became of them: proposed with a confidence, or not and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, Protocol, TypeAlias

from dateline.model import Link

Bearing: TypeAlias = Literal["label", "name", "foreign", "like"]
"""How an item bears a name: as its label, as another name in English, in another language, or only one like it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """An item that a name may mean.

    `kind` is the class of ours that such a thing would have (`Person`, `Organization`, `Place`, `Polity`, `Event`),
    empty where not known; `types` are the ids of the classes it is an instance of there. `begins` and `ends` are the
    years (astronomical) in which it came to be and ceased to, null where not known; `before` is what stood in its place
    earlier. `coordinates` are degrees, latitude first; `within` the names of the regions and states that
    it lies in. `share` is how often this item is meant by its name, as far as is known, from 0 to 1; `bears` says
    how it bears the name that was asked for. `sources` say which packages or services bear it out, each with its
    version or the revision of the item.
    """

    item: str
    label: str
    names: tuple[str, ...] = ()
    description: str = ""
    kind: str = ""
    types: tuple[str, ...] = ()
    coordinates: tuple[float, float] | None = None
    within: tuple[str, ...] = ()
    begins: int | None = None
    ends: int | None = None
    before: tuple[Candidate, ...] = ()
    share: float = 1.0
    bears: Bearing = "name"
    sources: tuple[str, ...] = ()


class CandidateSource(Protocol):
    """Where candidates come from: the catalogue, or a Wikibase."""

    def find(self, name: str) -> tuple[Candidate, ...]:
        """Every item that bears the name, the likeliest first."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A candidate for a thing of the reading, as the link that is written there; `features` are what it rests on."""

    thing: str
    candidate: Candidate
    link: Link
    features: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Abstention:
    """A thing that is left without a link, and why; `considered` are the candidates that were turned down."""

    thing: str
    why: str
    considered: tuple[Candidate, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposals:
    """What became of every entity and event of one reading, in its order; `by` is who proposes, with a version."""

    document: str
    by: str = ""
    proposed: tuple[Proposal, ...] = ()
    abstained: tuple[Abstention, ...] = ()
