"""A comparison: one row for every drafted statement and every claim that cannot be said, with what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal, TypeAlias

from dateline.statements import Draft, Drafts, Unsaid
from dateline.wikibase import Statement

Verdict: TypeAlias = Literal["new", "agrees", "more precise", "less precise", "differs", "cannot be said", "not asked"]
"""`more precise`: the document is; `less precise`: Wikidata is. `not asked`: nothing is known of the item."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Theirs:
    """A statement of Wikidata beside ours: its value and its sources in words, and the revision that said so."""

    statement: Statement
    value_label: str
    sources: tuple[str, ...] = ()
    revision: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One comparison: what the documents say (`ours`), what Wikidata says (`theirs`), and how they stand."""

    verdict: Verdict
    ours: Draft | Unsaid
    theirs: tuple[Theirs, ...] = ()
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Every row in the order of the publication; `revisions` are of the items that were compared, by id."""

    title: str
    rows: tuple[Row, ...]
    revisions: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    notes: tuple[str, ...] = ()

    def worth_writing(self, drafts: Drafts) -> Drafts:
        """The drafts without those that Wikidata has already, in whatever precision, or of which nothing is known."""
        kept = {id(row.ours) for row in self.rows if row.verdict in ("new", "more precise", "differs")}
        return replace(drafts, drafts=tuple(one for one in drafts.drafts if id(one) in kept))
