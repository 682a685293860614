"""The items that are known, to look things up in: under the id that each has now, with what lies in what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dateline.comparison.properties import Properties, mapped_properties
from dateline.comparison.values import Known
from dateline.comparison.wording import Names
from dateline.statements import Draft
from dateline.wikibase import Item, ItemId, Statement

_LIES_IN = ("P131", "P17", "P361")
"""Located in, country, part of: from a thing to a larger one."""
_DEEPEST = 20
_NOTHING: Mapping[str, str] = MappingProxyType({})
_LANGUAGES = ("mul", "en")
"""Where an item has no name in the language that is wanted: its name in all of them, then in English."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelf:
    """Items by their present id, what they are called, and what is known of the properties that may be written."""

    items: Mapping[str, Item]
    known: Known
    names: Names
    properties: Properties

    def find(self, item: str) -> Item | None:
        """The item of that id, or the one that took its place; null where nothing is known of it."""
        return self.items.get(self.known.now(item))

    def said(self, item: str, property_id: str) -> tuple[Statement, ...]:
        """What an item says with a property; nothing where the item is not known."""
        found = self.find(item)
        return found.said(property_id) if found else ()


def shelf_of(
    items: Mapping[str, Item], drafts: Iterable[Draft], *, language: str = "en", names: Mapping[str, str] = _NOTHING
) -> Shelf:
    """A shelf of the items that were asked for, each under the id that it was asked by.

    `names` are labels of items and properties, by id, where the items themselves and the mapping have none.

    >>> moved = Item(id="Q2", redirected_from="Q1", labels={"en": "Baku"})
    >>> shelf = shelf_of({"Q1": moved}, ())
    >>> shelf.known.now("Q1"), shelf.find("Q1") is moved, shelf.names.item("Q1")
    ('Q2', True, 'Baku')
    """
    present: dict[str, Item] = {}
    successors: dict[str, str] = {}
    for asked, item in sorted(items.items()):
        now = item.id or asked
        present[now] = item
        for before in (asked, item.redirected_from):
            if before is not None and before != now:
                successors[before] = now
    labels = dict(names)
    for draft in drafts:
        labels[draft.item] = draft.subject_label
        if isinstance(draft.statement.main.value, ItemId):
            labels[draft.statement.main.value.id] = draft.value_label
    labels |= {now: name for now, item in present.items() if (name := _name(item, language))}
    labels |= {before: labels[now] for before, now in successors.items() if now in labels}
    properties = mapped_properties()
    return Shelf(
        items=present,
        known=Known(successors=successors, larger=_larger(present, successors)),
        names=Names(items=labels, properties={**names, **properties.labels}),
        properties=properties,
    )


def _name(item: Item, language: str) -> str:
    """What an item is called in a language, else in the nearest one that it has."""
    wanted = (language, language.partition("-")[0], *_LANGUAGES, *sorted(item.labels))
    return next((item.labels[one] for one in wanted if one in item.labels), "")


def _larger(items: Mapping[str, Item], successors: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    """For each item, the ones that it lies in by what the known items say, through one another."""
    of: dict[str, frozenset[str]] = {}
    for start in items:
        found: set[str] = set()
        edge = {start}
        for _ in range(_DEEPEST):
            edge = {
                successors.get(one.main.value.id, one.main.value.id)
                for inner in edge
                for name in _LIES_IN
                if inner in items
                for one in items[inner].said(name)
                if one.rank != "deprecated" and isinstance(one.main.value, ItemId)
            } - found
            if not edge:
                break
            found |= edge
        of[start] = frozenset(found - {start})
    return of
