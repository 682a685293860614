"""A comparison: one row for every drafted statement and every claim that cannot be said, with what stands there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal, TypeAlias

from dateline.settings.wikibases import CONCEPTS
from dateline.statements import Draft, Drafts, Unsaid
from dateline.wikibase import Statement

Verdict: TypeAlias = Literal["new", "agrees", "more precise", "less precise", "differs", "cannot be said", "not asked"]
"""`more precise`: the document is; `less precise`: Wikidata is. `not asked`: nothing is known of the item."""

Adds: TypeAlias = Literal["statement", "qualifiers", "reference", "nothing"]
"""What writing the draft would add: a statement of its own; or, to the one with our value, qualifiers or a source."""

Bearing: TypeAlias = Literal["same", "coarser", "finer", "apart", "narrower", "deprecated", "other end", "beside"]
"""How a statement of Wikidata bears on ours: its value is the same, coarser, finer or another one; it is about
something `narrower` (a part, a time); it is `deprecated`; it says the same from the `other end`, on the item that ours
names; or it stands `beside` what is not compared with it."""

INDEX = "https://www.wikidata.org/w/index.php"


@dataclass(frozen=True, kw_only=True, slots=True)
class Theirs:
    """A statement of Wikidata beside ours: its value and its sources in words, and the revision that said so.

    `item` is the one that it stands on; `property_label` is what its property is called, and `qualifiers` are in words,
    each with the name of its property.
    """

    item: str
    property_label: str
    statement: Statement
    value_label: str
    bearing: Bearing
    qualifiers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    revision: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One comparison: what the documents say (`ours`, its value in words), what Wikidata says, and how they stand.

    `theirs` begins with what bears on it most, and ends after the first few; `more` is how many are left out. `item` is
    the id that the subject has now, empty where it has none; `property` is Wikidata's, empty where none is known.
    """

    verdict: Verdict
    ours: Draft | Unsaid
    value: str = ""
    theirs: tuple[Theirs, ...] = ()
    more: int = 0
    why: str = ""
    item: str = ""
    property: str = ""
    property_label: str = ""
    adds: Adds = "nothing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Also:
    """What Wikidata says of an item with a property that our mapping has, and that no document says: context alone."""

    item: str
    item_label: str
    property: str
    property_label: str
    theirs: tuple[Theirs, ...]
    more: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A document that says something here: its IRI and its id, who published it, and where, as far as that is known."""

    document: str
    name: str
    title: str
    publisher: str = ""
    issued: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Every row in the order of the publication, and the `drafts` that were compared.

    `revisions` are of the items that were compared, by id, and `labels` what these are called; `sources` are the
    documents in their order; `also` is never counted. `concepts` is what the addresses of items begin with, `index` the
    address under which the wiki shows a revision.
    """

    title: str
    rows: tuple[Row, ...]
    drafts: Drafts
    revisions: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    notes: tuple[str, ...] = ()
    also: tuple[Also, ...] = ()
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    sources: tuple[Source, ...] = ()
    concepts: str = CONCEPTS
    index: str = INDEX

    def count(self, verdict: Verdict) -> int:
        """How many rows have that verdict."""
        return sum(row.verdict == verdict for row in self.rows)

    @property
    def unreferenced(self) -> tuple[Row, ...]:
        """The rows that agree, where the document would be a source that Wikidata does not name yet."""
        return tuple(row for row in self.rows if row.adds == "reference")

    def having(self, verdicts: Collection[Verdict]) -> Comparison:
        """The same with the rows of those verdicts alone, or with all of them where none is named."""
        return replace(self, rows=tuple(row for row in self.rows if row.verdict in verdicts)) if verdicts else self

    def worth_writing(self, *, references: bool = False, whole: bool = False) -> Drafts:
        """The drafts without those that Wikidata has already, in whatever precision, or of which nothing is known.

        With `references` also those whose value is there without our source. They are left out otherwise: one more
        source for what is there already is a matter of judgement, the more so where the source has a part in it.
        With `whole` none that would only add to a statement that is there: a tool that cannot lay the one over the
        other would write the statement twice. A draft about an item that was merged is about the one there is now.
        """
        wanted = {"statement"} if whole else {"statement", "qualifiers", *(["reference"] if references else [])}
        kept = {
            row.ours: row.item or row.ours.item
            for row in self.rows
            if row.adds in wanted and isinstance(row.ours, Draft)
        }
        worth = tuple(replace(one, item=kept[one]) for one in self.drafts.drafts if one in kept)
        return replace(self.drafts, drafts=worth, compared=True)
