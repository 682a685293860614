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
from dateline.statements.model import Draft, Drafts, NewItem, Reason, Unsaid
from dateline.statements.references import cut, language_of, one_line
from dateline.statements.things import Thing, things_of
from dateline.statements.times import When, when
from dateline.wikibase import SOME_VALUE, ItemId, Quantity, Reference, Snak, Statement, Value

if TYPE_CHECKING:
    from dateline.graph import Publication


def drafts_of(publication: Publication, *, new_items: bool = False, mapping: WikidataMapping | None = None) -> Drafts:
    """What a publication could say in Wikidata, and what it could not and why.

    `new_items` also drafts statements for things that have a name and no item, exact or close, and asks for an item
    for each, never for a document that was read; `mapping` is that of the ontology where none is given.
    """
    return _Drafting(publication, mapping or wikidata_mapping(), new_items=new_items).drafts()


_LONGEST_LABEL = 200
"""How many characters of a label a reason shows."""

_LONGEST_NAME = 250
"""How many characters a label or an alias of Wikidata may have."""


class _Unsayable(Exception):  # noqa: N818  # no error: the answer to a claim that Wikidata has no way to say
    """Why a claim is not drafted."""

    def __init__(self, reason: Reason, why: str, remedy: str = "") -> None:
        self.reason, self.why, self.remedy = reason, why, remedy
        super().__init__(why)


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
            except _Unsayable as why:
                unsaid.append(_unsaid(said, why))
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
        """Drafts a claim in every way that the mapping has for it. Raises `_Unsayable` if there is none."""
        if said.withheld:
            raise _Unsayable(_reason(said), f"{said.withheld}, and only what is plainly said becomes a statement")
        case = self.case(said)
        ways = [(row, *self.draft(row, said, case)) for row in self.applicable(case)]
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
                raise _Unsayable(
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

    def applicable(self, case: Case) -> tuple[Row, ...]:
        name = case.claim.predicate
        rows = self.mapping.of(name)
        if not rows:
            raise _Unsayable("no property", f"no property of Wikidata is known for {name}", _NO_PROPERTY.get(name, ""))
        verified = [row for row in rows if row.verified]
        if not verified:
            raise _Unsayable(
                "unverified property",
                f"{rows[0].pid}, which may fit “{name}”, was not verified",
                "Look it up on Wikidata; it is written once ontology/wikidata.tsv marks it verified.",
            )
        found = tuple(row for row in verified if holds(row.conditions, case))
        if found:
            return found
        failing = [each for row in verified for each in row.conditions if not holds((each,), case)]
        why, remedy = next((UNMET[each] for each in failing if each in UNMET), ("", ""))
        raise _Unsayable("condition", why or f"it is not so that {failing[0]}", remedy)

    def draft(self, row: Row, said: Said, case: Case) -> tuple[str, Statement, _Piece]:
        """One claim with one property: on which item, as which statement without references, and what it adds."""
        of, other = (said.subject, said.object) if row.direction == "statement" else (said.object, said.subject)
        if of is None:
            raise _Unsayable("no value", f"{row.pid} stands on the item of a thing, and the claim has a value")
        value = self.value(row, case, other)
        qualifiers, lacking = self.qualifiers(row, case)
        item = self.item(of, said)
        if isinstance(value, _Missing):
            raise _no_item(value.thing, "object has no item")
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
                raise _Unsayable("no value", f"{row.pid} takes an item, and the claim has a value")
            return ItemId(id=other.item) if other.item else _Missing(other)
        if row.datatype == "time" and case.date is not None:
            if case.date.point is None and case.date.earliest is None and case.date.latest is None:
                raise _Unsayable("no value", f"{case.date.edtf} gives no time")
            return case.date.point or SOME_VALUE
        if row.datatype == "quantity" and not isinstance(case.claim.object, Ref):
            return Quantity(amount=_number(case.claim.object.value))
        raise _Unsayable("no value", f"{row.pid} takes a {row.datatype}, which the claim has not")

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
            raise _Unsayable("condition", f"it holds for {case.scope.edtf}, which no qualifier of {row.pid} can say")
        return tuple(made), tuple(lacking)

    def item(self, thing: Thing, said: Said) -> str:
        """The id of a thing's item, or its IRI where a new one is wanted."""
        if thing.item:
            return thing.item
        is_new = self.new_items and not (thing.exact or thing.close or thing.is_a("SourceDocument")) and _labels(thing)
        if is_new and thing == said.subject and said.named:
            return thing.iri
        raise _no_item(thing, "subject has no item" if thing == said.subject else "object has no item")


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


def _reason(said: Said) -> Reason:
    claim = said.claim
    if claim.polarity != "positive":
        return "denied"
    if claim.modality not in ("asserted", "presupposed"):
        return "not asserted"
    return "not certain" if claim.certainty != "certain" else "withheld"


def _unsaid(said: Said, why: _Unsayable) -> Unsaid:
    value = said.claim.object
    label = said.object.label if said.object else "" if isinstance(value, Ref) else str(value.value)
    return Unsaid(
        claim=said.iri,
        document=said.document,
        subject=said.subject.iri,
        subject_label=one_line(said.subject.label),
        predicate=said.claim.predicate,
        value_label=one_line(label),
        voice=said.voice.words,
        words=said.words,
        reason=why.reason,
        why=_sentence(why.why),
        remedy=why.remedy,
    )


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}{'' if words.endswith('.') else '.'}" if words else ""


_NO_PROPERTY: Mapping[str, str] = MappingProxyType(
    {
        "altLabel": "A name is no statement. If people use it, add it to the item as an alias.",
        "characterizedAs": "What something is called by one side is no statement of Wikidata.",
    }
)


def _no_item(thing: Thing, reason: Reason) -> _Unsayable:
    label = shown(one_line(thing.label), most=_LONGEST_LABEL)
    if len(thing.exact) > 1:
        return _Unsayable(
            reason,
            f"{label} is linked to several items as the same: {', '.join(thing.exact)}",
            "Keep one exactMatch in links.yaml.",
        )
    if thing.close:
        which = " and to ".join(thing.close)
        remedy = (
            f"If it is {thing.close[0]} itself, decide an exactMatch in links.yaml"
            if len(thing.close) == 1
            else "Decide in links.yaml which of them it is"
        )
        return _Unsayable(
            reason,
            f"{label} is only close to {which}, which is not the same",
            f"{remedy}; if it is now one and now another, make two things of it in the reading.",
        )
    return _Unsayable(
        reason, f"{label} is linked to no item", "If Wikidata has an item for it, decide an exactMatch in links.yaml."
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
        raise _Unsayable("no value", f"its time, {words}, is no date", "If it can be dated, write edtf in the reading.")
    return time.edtf


def _when(edtf: str, what: str) -> When:
    said = when(edtf)
    if said.uncertain:
        raise _Unsayable(
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
