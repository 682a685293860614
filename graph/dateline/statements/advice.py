"""What a person should know before a draft is written: whose word it is, what is missing, where sources differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from dateline import terms
from dateline.errors import shown
from dateline.graph import Compiled
from dateline.model import Ref
from dateline.statements.claims import Said
from dateline.statements.conditions import Case
from dateline.statements.mapping import Row
from dateline.statements.model import Draft
from dateline.statements.references import References, one_line
from dateline.wikibase.model import JULIAN

_PARTIES = ("participant", "agent", "affected", "orderedBy")
_MOST_TOLD = 5
"""How many other values a note tells of."""

_HARMLESS = ("CommunicationEvent", "CommemorationEvent")


def draft_notes(
    said: Said, case: Case, row: Row, lacking: tuple[Row, ...], *, has_two: bool = False
) -> tuple[str, ...]:
    """What to know of one claim as a statement with that property.

    `lacking` are the qualifiers that it should have and for which no item is verified; `has_two` says that the source
    that is quoted has a reference of its own.
    """
    return tuple(_notes(said, case, row, lacking, has_two=has_two))


def _notes(said: Said, case: Case, row: Row, lacking: tuple[Row, ...], *, has_two: bool) -> Iterator[str]:
    if not said.voice.own:
        yield (
            f"The word of {said.voice.words}. "
            + (
                "The first reference is to where it was read, the second to the source that is quoted there."
                if has_two
                else "The source has no item, so the reference is to where it was read."
            )
        )
    if row.ask:
        yield row.ask
    for each in lacking:
        yield f"{each.pid} ({each.label}) is not said: {each.note}."
    if case.date is not None and case.date.has_clock:
        yield f"The source also gives the hour ({case.date.edtf}), which Wikidata does not take."
    if case.date is not None and case.date.point is not None and case.date.point.calendar == JULIAN:
        yield "The date is taken to be in the Julian calendar, as sources of that time have it."
    if case.date is not None and case.date.point is None:
        yield "The time is written as unknown, with its earliest and latest day."
    claim, reader = said.claim, said.reading.reader
    if claim.status != "accepted" and reader.kind == "software":
        yield f"Read by {reader.name}, with a confidence of {claim.confidence:g}; nobody has accepted it yet."


def with_disagreements(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """The drafts, with a note where another one gives another value, or the same with other qualifiers."""
    beside: dict[tuple[str, str], list[Draft]] = {}
    for draft in drafts:
        beside.setdefault((draft.item, draft.statement.main.property), []).append(draft)
    same = Counter((draft.item, draft.statement.main) for draft in drafts)
    return tuple(
        _beside(
            draft,
            beside[draft.item, draft.statement.main.property],
            has_same=same[draft.item, draft.statement.main] > 1,
        )
        for draft in drafts
    )


def _beside(draft: Draft, drafts: Sequence[Draft], *, has_same: bool) -> Draft:
    notes = []
    main = draft.statement.main
    if has_same:
        notes.append("Another draft has the same value with other qualifiers: keep one of them.")
    if terms.PREDICATES[draft.predicate].single_valued:
        differ = (f"{one.value_label} ({one.voices[0]})" for one in drafts if one.statement.main != main)
        told = list(islice(dict.fromkeys(islice(differ, _MOST_TOLD * 2)), _MOST_TOLD))
        if told:
            notes.append(f"Sources differ: also {'; '.join(told)}. All are drafted, none is preferred.")
    return replace(draft, notes=(*draft.notes, *notes))


def document_notes(compiled: Compiled, references: References) -> Iterator[str]:
    """What to know of one document as a source."""
    record = compiled.reading.document
    name = record.id
    for lack in references.lacks:
        yield f"{name}: {lack}"
    party = _party(compiled)
    if party:
        yield f"{name}: {party}"
    left_out = len(compiled.left_out)
    if left_out:
        claims = "claim is" if left_out == 1 else "claims are"
        yield f"{name}: {left_out} {claims} not in the graph (rejected, or less sure than publish_at), and not here."


def _party(compiled: Compiled) -> str:
    """Whether the publisher, or somebody named in its name, takes part in what the document tells of."""
    reading = compiled.reading
    entities = {entity.id: entity for entity in reading.entities}
    publisher = entities.get(reading.document.publisher or "")
    if publisher is None:
        return ""
    inside = {
        entity.id
        for entity in entities.values()
        for mention in entity.mentions
        for name in publisher.mentions
        if name.form == "name" and name.span.start <= mention.span.start and mention.span.end <= name.span.end
    }
    parties: dict[str, dict[str, None]] = {}
    for claim in reading.claims:
        if claim.predicate in _PARTIES and isinstance(claim.object, Ref) and claim.id not in compiled.left_out:
            parties.setdefault(claim.subject, {})[claim.object.id] = None
    for event in reading.events:
        found = parties.get(event.id, {})
        who = next((entities[each] for each in found if each in inside), None)
        if who is not None and len(found) > 1 and event.type not in _HARMLESS:
            name = "" if who is publisher else f"is named after {shown(one_line(who.label))}, "
            return (
                f"its publisher, {shown(one_line(publisher.label))}, {name or 'is '}a party to what it tells of "
                f"({shown(one_line(event.label))}). Take its figures, blame and motives for the account of one side, "
                "and look for a source that has no part in it."
            )
    return ""
