"""Every draft and every claim that cannot be said, beside what Wikidata says: the whole comparison, purely."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from dateline.comparison.judging import Held, Judged, judge
from dateline.comparison.model import Also, Comparison, Row, Source, Theirs
from dateline.comparison.scope import CIRCUMSTANCES, scope
from dateline.comparison.shelf import Shelf, shelf_of
from dateline.comparison.values import NESTED, stands
from dateline.formats.html_text import day
from dateline.statements import Draft, Drafts, Unsaid
from dateline.wikibase import NO_VALUE, SOME_VALUE, Item, ItemId, Monolingual, Quantity, Text, Time
from dateline.wikibase.model import DAY

_ITEM = re.compile(r"Q[1-9][0-9]{0,11}")
MOST = 24
"""Statements of theirs that one row shows; an item may have a thousand participants."""
_NOTHING: Mapping[str, str] = MappingProxyType({})


def compare(
    drafts: Drafts,
    items: Mapping[str, Item],
    *,
    title: str = "",
    things: Mapping[str, str] = _NOTHING,
    sources: Sequence[Source] = (),
    notes: Sequence[str] = (),
    language: str = "en",
    names: Mapping[str, str] = _NOTHING,
) -> Comparison:
    """What the drafts and the claims that cannot be said are beside the items, by the ids that these were asked by.

    `things` are the items of our things, by IRI: with them, what cannot be said is shown beside what Wikidata says, and
    what Wikidata alone says is told as context. Values are named in `language`; `names` are labels, by id, of what has
    none among the items. The same input gives the same rows.
    """
    shelf = shelf_of(items, drafts.drafts, language=language, names=names)
    about: dict[str, list[Draft]] = {}
    for draft in drafts.drafts:
        about.setdefault(shelf.known.now(draft.item), []).append(draft)
    rows = [_row(draft, shelf, about[shelf.known.now(draft.item)]) for draft in drafts.drafts]
    rows += [_unsaid_row(one, shelf, things) for one in drafts.unsaid]
    compared = sorted({shelf.known.now(one) for one in (*about, *things.values())}, key=by_number)
    found = {name: item for name in compared if (item := shelf.find(name)) is not None}
    return Comparison(
        title=title or drafts.title,
        rows=tuple(rows),
        revisions={name: item.revision for name, item in found.items() if item.revision is not None},
        drafts=drafts,
        notes=tuple(dict.fromkeys((*notes, *drafts.notes, *(note for item in found.values() for note in item.notes)))),
        also=tuple(_also(found, rows, shelf)),
        labels={name: shelf.names.item(name) for name in compared},
        sources=tuple(sources),
    )


def _row(draft: Draft, shelf: Shelf, others: Sequence[Draft]) -> Row:
    property_id = draft.statement.main.property
    here = shelf.known.now(draft.item)
    judged = _judged(draft, shelf, others)
    return Row(
        verdict=judged.verdict,
        ours=draft,
        value=_value(draft, shelf),
        theirs=_first(judged.held, shelf),
        more=max(0, len(judged.held) - MOST),
        why=judged.why,
        item=here if is_item(here) else "",
        property=property_id,
        property_label=shelf.names.property(property_id),
        adds=judged.adds,
    )


def _judged(draft: Draft, shelf: Shelf, others: Sequence[Draft]) -> Judged:
    if not is_item(draft.item):
        return Judged(verdict="new", why="The item would be new too.", adds="statement")
    if shelf.find(draft.item) is None:
        return Judged(verdict="not asked", why=f"What Wikidata says of {draft.item} is not known here.")
    judged = judge(draft, shelf, others)
    if judged.adds != "statement":
        return judged
    finer = None if _is_finest(draft) else next((one for one in others if _says_more(one, draft, shelf)), None)
    if finer is None:
        return judged
    return replace(
        judged, adds="nothing", why=f"{judged.why} Another claim says it more precisely: {finer.value_label}.".strip()
    )


def _is_finest(draft: Draft) -> bool:
    """Whether nothing can say more than the value of a draft: it is a plain number, a day, a text, one of its kind."""
    value = draft.statement.main.value
    match value:
        case Quantity(lower=lower, upper=upper):
            return lower is None and upper is None
        case Time(precision=precision):
            return precision >= DAY
        case ItemId():
            return draft.statement.main.property not in NESTED
    return isinstance(value, Text | Monolingual)


def _value(draft: Draft, shelf: Shelf) -> str:
    """What a draft says, in our own names of things."""
    main = draft.statement.main
    if isinstance(main.value, ItemId) or main.value in (SOME_VALUE, NO_VALUE):
        return day(draft.value_label)
    return shelf.names.statement(draft.statement)


def _says_more(one: Draft, draft: Draft, shelf: Shelf) -> bool:
    """Whether another draft says the same thing more precisely."""
    ours, other = draft.statement, one.statement
    if one is draft or ours.main.property != other.main.property or scope(ours, other, shelf.known) != "same":
        return False
    return stands(ours.main, other.main, shelf.known).how == "coarser"


def _unsaid_row(unsaid: Unsaid, shelf: Shelf, things: Mapping[str, str]) -> Row:
    """A claim that cannot be said, beside what Wikidata says with the properties that it could have had."""
    here = shelf.known.now(things.get(unsaid.subject, ""))
    names = shelf.properties.of.get(local_name(unsaid.predicate), ())
    beside = [
        Held(item=here, statement=one, bearing="deprecated" if one.rank == "deprecated" else "beside")
        for name in names
        for one in shelf.said(here, name)
    ]
    shown = next((one.statement.main.property for one in beside), names[0] if names else "")
    return Row(
        verdict="cannot be said",
        ours=unsaid,
        value=unsaid.value_label,
        theirs=_first(beside, shelf),
        more=max(0, len(beside) - MOST),
        why=unsaid.why,
        item=here,
        property=shown,
        property_label=shelf.names.property(shown),
    )


def _also(found: Mapping[str, Item], rows: Iterable[Row], shelf: Shelf) -> Iterable[Also]:
    """What the items say with a property that may be written, and that stands beside no row."""
    told = {(one.item, one.statement.main.property) for row in rows for one in row.theirs}
    told |= {(row.item, row.property) for row in rows if row.verdict != "cannot be said"}
    for item_id, item in found.items():
        for name in sorted(shelf.properties.main, key=by_number):
            beside = [one for one in item.said(name) if one.rank != "deprecated"]
            if beside and (item_id, name) not in told:
                yield Also(
                    item=item_id,
                    item_label=shelf.names.item(item_id),
                    property=name,
                    property_label=shelf.names.property(name),
                    theirs=_first([Held(item=item_id, statement=one, bearing="beside") for one in beside], shelf),
                    more=max(0, len(beside) - MOST),
                )


def _first(held: Sequence[Held], shelf: Shelf) -> tuple[Theirs, ...]:
    return tuple(_theirs(one, shelf) for one in held[:MOST])


def _theirs(held: Held, shelf: Shelf) -> Theirs:
    item, statement = shelf.find(held.item), held.statement
    return Theirs(
        item=held.item,
        property_label=shelf.names.property(statement.main.property),
        statement=statement,
        value_label=shelf.names.statement(statement),
        bearing=held.bearing,
        qualifiers=shelf.names.qualifiers(one for one in statement.qualifiers if one.property != CIRCUMSTANCES),
        sources=shelf.names.sources(statement.references),
        revision=item.revision if item else None,
    )


def is_item(name: str) -> bool:
    """Whether a name is the id of an item, not the IRI of a thing of ours.

    >>> is_item("Q9248"), is_item("https://example.org/kg/e/baku"), is_item("")
    (True, False, False)
    """
    return bool(_ITEM.fullmatch(name))


def local_name(predicate: str) -> str:
    """The name of a property of ours, from its IRI or as the mapping writes it.

    >>> local_name("https://w3id.org/dateline/ns#deathCount"), local_name("dl:deathCount"), local_name("deathCount")
    ('deathCount', 'deathCount', 'deathCount')
    """
    return re.split(r"[#/:]", predicate)[-1]


def by_number(name: str) -> tuple[str, int]:
    """Ids in the order of their numbers."""
    digits = name[1:]
    return (name[:1], int(digits)) if digits.isascii() and digits.isdigit() else (name, 0)
