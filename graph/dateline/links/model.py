"""Candidates and what became of them: proposed with a confidence, or not and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from dateline.model import Link


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """An item that a name may mean.

    `types` are the ids of the classes it is an instance of; `begins` and `ends` the years (astronomical) in which it
    came to be and ceased to, null where not known; `coordinates` are degrees, latitude first. `sources` say which
    packages or services bear it out, each with its version or the revision of the item.
    """

    item: str
    label: str
    names: tuple[str, ...] = ()
    description: str = ""
    types: tuple[str, ...] = ()
    coordinates: tuple[float, float] | None = None
    begins: int | None = None
    ends: int | None = None
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
    """What became of every entity and event of one reading, in its order."""

    document: str
    proposed: tuple[Proposal, ...] = ()
    abstained: tuple[Abstention, ...] = ()
