"""What may become a Wikidata statement, and what cannot: values that every writer and the comparison share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

from dateline.wikibase import Statement

Reason: TypeAlias = Literal[
    "denied",
    "not certain",
    "not asserted",
    "subject has no item",
    "object has no item",
    "no property",
    "unverified property",
    "no value",
    "withheld",
    "condition",
]
"""Why a claim cannot be said in Wikidata's terms."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """One statement that could be written to Wikidata, and the claims that say it.

    `item` is the id of the item it is about, or the IRI of a thing of ours for a new item. `claims` are the IRIs of the
    claims; `documents`, `voices` and `words` have one member for each of them: where it stands, whose word it is, and
    the words. `predicate` is our property by the name that a reading gives it. `notes` are for the person who decides.
    """

    item: str
    subject: str
    subject_label: str
    predicate: str
    statement: Statement
    value_label: str
    claims: tuple[str, ...]
    documents: tuple[str, ...]
    voices: tuple[str, ...]
    words: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Unsaid:
    """One claim that is not drafted: `reason` for programs, `why` and `remedy` for people."""

    claim: str
    document: str
    subject: str
    subject_label: str
    predicate: str
    value_label: str
    voice: str
    words: str
    reason: Reason
    why: str
    remedy: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class NewItem:
    """A thing without an item, for which one is wanted: made on request alone."""

    thing: str
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    descriptions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}), hash=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Drafts:
    """All that a publication could say in Wikidata, in the order of the publication, and all that it could not.

    `notes` tell what a reference lacks (a document without an address has no P854) and other things to know first.
    `title` and `base` are the collection's; `compared` says that what Wikidata has already was taken out.
    """

    drafts: tuple[Draft, ...]
    unsaid: tuple[Unsaid, ...] = ()
    new_items: tuple[NewItem, ...] = ()
    notes: tuple[str, ...] = ()
    title: str = ""
    base: str = ""
    compared: bool = False

    def clashing(self) -> frozenset[Draft]:
        """Drafts of one value on one item with different qualifiers: tools that merge would take them for one."""
        same: dict[object, list[Draft]] = {}
        for draft in self.drafts:
            same.setdefault((draft.item, draft.statement.main), []).append(draft)
        return frozenset(draft for group in same.values() if len(group) > 1 for draft in group)
