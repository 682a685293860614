"""Whether a statement names a source already: told by its address, else by its item, else by its title."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.comparison.values import Known, written
from dateline.wikibase import ItemId, Monolingual, Reference, Statement, Text

_STATED_IN, _URL, _TITLE, _QUOTATION = "P248", "P854", "P1476", "P1683"


def adds_source(ours: Statement, theirs: Statement, known: Known) -> bool:
    """Whether one of our sources is none of theirs.

    A source with an address is the same where the address is; one without by the item that it is, or by its title.
    """
    return any(not _is_among(one, theirs.references, known) for one in ours.references)


def missing(ours: Statement, theirs: Statement, known: Known) -> tuple[Reference, ...]:
    """Our references whose source is none of theirs."""
    return tuple(one for one in ours.references if not _is_among(one, theirs.references, known))


def _is_among(ours: Reference, theirs: Iterable[Reference], known: Known) -> bool:
    mine = _marks(ours, known)
    for name in (_URL, _STATED_IN, _TITLE):
        wanted = {mark for mark in mine if mark[0] == name}
        if wanted:
            return any(wanted & _marks(one, known) for one in theirs)
    return any(mine == _marks(one, known) for one in theirs)


def _marks(reference: Reference, known: Known) -> frozenset[tuple[str, str]]:
    """What a source is told by: the name of the property and the value, as far as they tell it from others."""
    marks = set()
    for snak in reference.snaks:
        match snak.value:
            case Text(text=text) if snak.property == _URL:
                marks.add((_URL, written(text, "url")))
            case ItemId(id=identifier) if snak.property == _STATED_IN:
                marks.add((_STATED_IN, known.now(identifier)))
            case Monolingual(text=text) if snak.property in (_TITLE, _QUOTATION):
                marks.add((snak.property, written(text, snak.datatype)))
    return frozenset(marks)
