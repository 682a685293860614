"""The claims of a publication as drafts of statements, one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from dateline import terms
from dateline.errors import shown
from dateline.model import Reading, Ref
from dateline.statements.advice import document_notes, draft_notes, with_disagreements
from dateline.statements.claims import Said, claims_of
from dateline.statements.conditions import UNMET, Case, given, holds
from dateline.statements.mapping import Row, WikidataMapping, wikidata_mapping
from dateline.statements.model import Draft, Drafts, NewItem
from dateline.statements.references import cut, language_of, one_line
from dateline.statements.things import Thing, things_of
from dateline.statements.times import When, when
from dateline.statements.unsayable import Unsayable, no_item, no_row, not_plain, unsaid_of
from dateline.wikibase import SOME_VALUE, ItemId, Quantity, Reference, Snak, Statement, Value

if TYPE_CHECKING:
    from dateline.graph import Publication


def drafts_of(publication: Publication, *, new_items: bool = False, mapping: WikidataMapping | None = None) -> Drafts:
    """What a publication could say in Wikidata, and what it could not and why.

    `new_items` also drafts statements for things that have a name and no item, exact or close, and asks for an item
    for each, never for a document that was read; `mapping` is that of the ontology where none is given.
    """
    return _Drafting(publication, mapping or wikidata_mapping(), new_items=new_items).drafts()


_LONGEST_NAME = 250
"""How many characters a label or an alias of Wikidata may have."""


class _Drafting:
    """The drafts of one publication while they gather."""

    def __init__(self, publication: Publication, mapping: WikidataMapping, *, new_items: bool) -> None:
        self.publication = publication
        self.mapping = mapping
        self.new_items = new_items
        self.things = things_of(publication)
        self.made: dict[tuple[str, Statement], list[_Piece]] = {}
        self.rows: dict[Row, None] = {}
        self.wanted: dict[str, Thing] = {}

    def drafts(self) -> Drafts:
        documents = tuple(claims_of(self.publication, self.things, self.mapping))
        every = [said for _, _, claims in documents for said in claims]
        self.ended = {said.subject.iri for said in every if said.claim.predicate == "endDate" and not said.withheld}
        unsaid = []
        for said in every:
            try:
                self.add(said)
            except Unsayable as why:
                unsaid.append(unsaid_of(said, why))
        return Drafts(
            drafts=with_disagreements(tuple(_draft(*each) for each in self.made.items())),
            unsaid=tuple(unsaid),
            new_items=tuple(_new_item(thing) for thing in self.wanted.values()),
            notes=(
                *(note for compiled, references, _ in documents for note in document_notes(compiled, references)),
                *(f"{row.pid} ({row.label}): {row.note}." for row in self.rows if "confirm" in row.note),
            ),
            title=self.publication.settings.title,
            base=self.publication.settings.base,
        )

    def add(self, said: Said) -> None:
        """Drafts a claim in every way that the mapping has for it. Raises `Unsayable` if there is none."""
        if said.withheld:
            raise not_plain(said)
        rows = self.mapping.of(said.claim.predicate)
        verified = [row for row in rows if row.verified]
        if not verified:
            raise no_row(said.claim.predicate, rows)
        case = self.case(said)
        ways = [(row, *self.draft(row, said, case)) for row in _applicable(verified, case)]
        for row, item, statement, piece in ways:
            self.rows[row] = None
            if not item.startswith("Q"):
                self.wanted[item] = piece.about
            self.made.setdefault((item, statement), []).append(piece)

    def case(self, said: Said) -> Case:
        claim = said.claim
        date = _date(said)
        scope = None
        if claim.time_scope:
            scope = _when(_edtf(said.reading, claim.time_scope), "the time for which it holds")
            if scope.approximate:
                raise Unsayable(
                    "condition",
                    f"it holds for about {scope.edtf}, and no qualifier of time says “about”",
                    "If the time is known better, write it in the reading.",
                )
        return Case(
            claim=claim,
            subject=said.subject,
            object=said.object,
            date=date,
            scope=scope,
            has_end=said.subject.iri in self.ended,
            in_an_order=said.in_an_order,
        )

    def draft(self, row: Row, said: Said, case: Case) -> tuple[str, Statement, _Piece]:
        """One claim with one property: on which item, as which statement without references, and what it adds."""
        of, other = (said.subject, said.object) if row.direction == "statement" else (said.object, said.subject)
        if of is None:
            raise Unsayable("no value", f"{row.pid} stands on the item of a thing, and the claim has a value")
        value = self.value(row, case, other)
        qualifiers, lacking = self.qualifiers(row, case)
        item = self.item(of, said)
        if isinstance(value, _Missing):
            raise no_item(value.thing, "object has no item")
        statement = Statement(main=Snak(property=row.pid, value=value, datatype=row.datatype), qualifiers=qualifiers)
        references = said.references.of(case, said.relay)
        piece = _Piece(
            said=said,
            about=of,
            value_label=one_line(other.label) if other else _shown_value(case),
            references=references,
            notes=draft_notes(said, case, row, lacking, has_two=len(references) > 1),
        )
        return item, statement, piece

    def value(self, row: Row, case: Case, other: Thing | None) -> Value | _Missing:
        if row.datatype == "wikibase-item":
            if other is None:
                raise Unsayable("no value", f"{row.pid} takes an item, and the claim has a value")
            return ItemId(id=other.item) if other.item else _Missing(other)
        if row.datatype == "time" and case.date is not None:
            if case.date.point is None and case.date.earliest is None and case.date.latest is None:
                raise Unsayable("no value", f"{case.date.edtf} gives no time")
            return case.date.point or SOME_VALUE
        if row.datatype == "quantity" and not isinstance(case.claim.object, Ref):
            return Quantity(amount=_number(case.claim.object.value))
        raise Unsayable("no value", f"{row.pid} takes a {row.datatype}, which the claim has not")

    def qualifiers(self, row: Row, case: Case) -> tuple[tuple[Snak, ...], tuple[Row, ...]]:
        """The qualifiers of a claim, and the rows of those that it should have and for which there is no item."""
        made: dict[Snak, None] = {}
        lacking = []
        for each in self.mapping.beside("qualifier"):
            foreign = each.name in terms.PREDICATES and each.name != case.claim.predicate
            if foreign or each.pid not in row.qualifiers or not holds(each.conditions, case):
                continue
            value: Value | None = ItemId(id=each.value) if each.value else given(each.conditions, case)
            if value is None:
                lacking.append(each)
            else:
                made[Snak(property=each.pid, value=value, datatype=each.datatype)] = None
        if case.scope is not None and not any(snak.datatype == "time" for snak in made):
            raise Unsayable("condition", f"it holds for {case.scope.edtf}, which no qualifier of {row.pid} can say")
        return tuple(made), tuple(lacking)

    def item(self, thing: Thing, said: Said) -> str:
        """The id of a thing's item, or its IRI where a new one is wanted."""
        if thing.item:
            return thing.item
        is_new = self.new_items and not (thing.exact or thing.close or thing.is_a("SourceDocument")) and _labels(thing)
        if is_new and thing == said.subject and said.named:
            return thing.iri
        raise no_item(thing, "subject has no item" if thing == said.subject else "object has no item")


def _applicable(rows: Sequence[Row], case: Case) -> tuple[Row, ...]:
    """The rows whose conditions hold. Raises `Unsayable` if there is none."""
    found = tuple(row for row in rows if holds(row.conditions, case))
    if found:
        return found
    failing = [each for row in rows for each in row.conditions if not holds((each,), case)]
    why, remedy = next((UNMET[each] for each in failing if each in UNMET), ("", ""))
    raise Unsayable("condition", why or f"it is not so that {failing[0]}", remedy)


class _Missing:
    """The item of a thing that has none."""

    def __init__(self, thing: Thing) -> None:
        self.thing = thing


@dataclass(frozen=True, kw_only=True, slots=True)
class _Piece:
    """What one claim adds to a draft."""

    said: Said
    about: Thing
    value_label: str
    references: tuple[Reference, ...]
    notes: tuple[str, ...]

    @property
    def is_inferred(self) -> bool:
        """Whether its words alone do not say it."""
        return self.said.claim.inference == "contextual"


def _draft(key: tuple[str, Statement], pieces: Sequence[_Piece]) -> Draft:
    """One draft of every claim that says the same; an inference is no reference where words say it outright."""
    item, statement = key
    first = pieces[0]
    outright = [piece for piece in pieces if not piece.is_inferred]
    references = dict.fromkeys(each for piece in outright or pieces for each in piece.references)
    notes = dict.fromkeys(note for piece in outright or pieces for note in piece.notes)
    for piece in pieces:
        if piece.is_inferred:
            left_out = ", and other words say it, so they are no reference" if outright else ""
            notes[f"Inferred from the context: {shown(piece.said.words)} do not say it alone{left_out}."] = None
    return Draft(
        item=item,
        subject=first.about.iri,
        subject_label=one_line(first.about.label),
        predicate=first.said.claim.predicate,
        statement=replace(statement, references=tuple(references)),
        value_label=first.value_label,
        claims=tuple(piece.said.iri for piece in pieces),
        documents=tuple(piece.said.document for piece in pieces),
        voices=tuple(piece.said.voice.words for piece in pieces),
        words=tuple(piece.said.words for piece in pieces),
        notes=tuple(notes),
    )


def _date(said: Said) -> When | None:
    claim = said.claim
    predicate = terms.PREDICATES[claim.predicate]
    if isinstance(claim.object, Ref):
        return _when(_edtf(said.reading, claim.object.id), "the time") if predicate.range == ("TimeSpan",) else None
    return _when(str(claim.object.value), "the date") if terms.DATE in predicate.values else None


def _edtf(reading: Reading, identifier: str) -> str:
    time = next((each for each in reading.times if each.id == identifier), None)
    if time is None or not time.edtf:
        words = shown(one_line(time.span.text)) if time else shown(identifier)
        raise Unsayable("no value", f"its time, {words}, is no date", "If it can be dated, write edtf in the reading.")
    return time.edtf


def _when(edtf: str, what: str) -> When:
    said = when(edtf)
    if said.uncertain:
        raise Unsayable(
            "condition",
            f"{what} is marked as uncertain ({edtf}), and no verified item says so on Wikidata",
            "If a source is sure of it, write that.",
        )
    return said


def _number(given_value: object) -> Decimal:
    number = Decimal(str(given_value))
    return Decimal(int(number)) if number == number.to_integral_value() else number


def _shown_value(case: Case) -> str:
    if case.date is not None:
        return case.date.edtf
    value = case.claim.object
    number = "" if isinstance(value, Ref) else str(_number(value.value))
    return f"about {number}" if case.claim.quantifier == "approximate" else number


def _labels(thing: Thing) -> Mapping[str, tuple[str, ...]]:
    """The names of a thing by language code, the label first; without those whose language is not known."""
    found: dict[str, dict[str, None]] = {}
    for name, tag in thing.names:
        language, short = language_of(tag), cut(one_line(name), most=_LONGEST_NAME)
        if language != "und" and short:
            found.setdefault(language, {})[short] = None
    return {language: tuple(names) for language, names in found.items()}


def _new_item(thing: Thing) -> NewItem:
    names = _labels(thing)
    return NewItem(
        thing=thing.iri,
        labels=MappingProxyType({language: each[0] for language, each in names.items()}),
        aliases=MappingProxyType({language: each[1:] for language, each in names.items() if each[1:]}),
    )
