"""A second draft laid over a reading that people have worked on.

What stands, stands: no item of the reading is changed. What is new is added, what differs is told. What a program
proposed before and proposes no longer is left out, unless a person touched it or something that stays refers to it.
A person touches an item by deciding it (`status: accepted` or `rejected`), by signing it (`by`), by deciding one of its
links or by giving it a member that the format does not name. Where the draft comes from the very reader that made the
reading, all that the draft lacks is a person's, for one reader says the same of the same text every time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, TypeVar

from dateline.errors import ReadingError, shown
from dateline.model import Claim, Entity, Event, Quantity, Quotation, Reading, ReadingWarning, Ref, Time
from dateline.reading.differences import Difference, differences, path_of, saying
from dateline.reading.draft import Draft, Placed
from dateline.reading.ids import THINGS, FreeIds
from dateline.reading.matching import Pairs, of_entity, of_event, of_quotation, of_words, pair, place
from dateline.reading.references import Things, check_references
from dateline.reading.report import Report
from dateline.reading.restatements import Orderings, once, pair_claims, voice_of
from dateline.reading.statements import check_statements

Item: TypeAlias = Entity | Time | Quantity | Quotation | Event | Claim | ReadingWarning
T = TypeVar("T", bound=Item)

_SECTIONS = ("entities", "times", "quantities", "quotations", "events", "claims", "warnings")
_OF_PROGRAMS = frozenset({"unlinked"})
"""Members that programs add to things: the reason for having no link."""

_LINKERS = ("dateline-catalogue ", "dateline-wikidata ")
"""How `by` begins in the links that programs propose; what more such a link has is theirs as well."""

_MARKS: dict[str, Callable[[Any], Any]] = {
    "entities": of_entity,
    "times": of_words,
    "quantities": of_words,
    "quotations": of_quotation,
    "events": of_event,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Merged:
    """A reading with a later draft laid over it.

    `added` are the paths in it of what is new, `dropped` the paths, in the reading as it was, of what no program
    proposes any more, `differs` what the draft says otherwise than what stands.
    """

    reading: Reading
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    differs: tuple[Difference, ...]

    @property
    def changes(self) -> bool:
        """Whether the reading is another one than before."""
        return bool(self.added or self.dropped)


def merge(decided: Reading, draft: Reading) -> Merged:
    """The reading `decided` with what is new in `draft`; both must hold and be of the same text.

    Nothing that stands is changed, so merging the same draft again changes nothing. New items get ids that the reading
    never had, and are signed with the name of the draft's reader where that is another one. What a person rejected is
    not proposed again. Raises `ReadingError` for readings of different texts.
    """
    if decided.document.sha256 != draft.document.sha256:
        raise ReadingError(
            "it is a reading of another text than the draft, so their words cannot be compared.",
            (),
            where=decided.file,
            remedy="Draft the text that this reading was made from, or keep the draft as a reading of its own.",
        )
    return _Merge(decided, draft).merged()


class _Merge:
    """A merge while it is made: what is paired with what, what is new, what stays."""

    def __init__(self, decided: Reading, draft: Reading) -> None:
        self.decided = decided
        self.draft = draft
        self.same_reader = decided.reader == draft.reader
        self.programs = tuple(one.reader.name for one in (decided, draft) if one.reader.kind == "software")
        self.pairs: dict[str, Pairs] = {
            section: pair(list(map(marked, getattr(draft, section))), list(map(marked, getattr(decided, section))))
            for section, marked in _MARKS.items()
        }
        self.ids = FreeIds(decided)
        self.names = self._names()
        self.differs: list[Difference] = []

    def merged(self) -> Merged:
        voiced = [self._in_our_names(claim) for claim in self.draft.claims]
        claim_pairs = pair_claims(voiced, self.decided, self._is_touched)
        said = {warning.text: number for number, warning in reversed(list(enumerate(self.decided.warnings)))}
        told = {number: said[one.text] for number, one in enumerate(self.draft.warnings) if one.text in said}
        pairs = {
            **self.pairs,
            "claims": claim_pairs,
            "warnings": Pairs(of=told, met=frozenset(told.values())),
        }
        kept = self._kept(pairs)
        new = self._new(pairs, voiced, kept)
        stays = {
            section: tuple(item for number, item in enumerate(getattr(self.decided, section)) if number in numbers)
            for section, numbers in kept.items()
        }
        sections: dict[str, Any] = {section: (*stays[section], *new[section]) for section in _SECTIONS}
        reading = replace(self.decided, **sections)
        self._compare(pairs, voiced, kept)
        return Merged(
            reading=reading,
            added=tuple(
                path_of(section, len(stays[section]) + number, item)
                for section in _SECTIONS
                for number, item in enumerate(new[section])
            ),
            dropped=tuple(
                path_of(section, number, item)
                for section in _SECTIONS
                for number, item in enumerate(getattr(self.decided, section))
                if number not in kept[section]
            ),
            differs=tuple(self.differs),
        )

    # ---------------------------------------------------------------------------------------------- names and voices

    def _names(self) -> dict[str, str]:
        """The id in the merged reading of every thing of the draft."""
        names: dict[str, str] = {}
        for section in THINGS:
            standing, of = getattr(self.decided, section), self.pairs[section].of
            for number, thing in enumerate(getattr(self.draft, section)):
                names[thing.id] = standing[of[number]].id if number in of else self.ids.free("things", thing.id)
        return names

    def _in_our_names(self, claim: Claim) -> Claim:
        """A claim of the draft in the ids of the merged reading, in the document's own voice where it is so said."""
        voice = claim.attributed_to
        own = voice is None or voice == self.draft.document.publisher
        return replace(
            claim,
            subject=self.names.get(claim.subject, claim.subject),
            object=Ref(id=self._name(claim.object.id) or "") if isinstance(claim.object, Ref) else claim.object,
            attributed_to=(self.decided.document.publisher if voice else None) if own else self._name(voice),
            relayed_by=self._name(claim.relayed_by),
            time_scope=self._name(claim.time_scope),
        )

    def _name(self, id_: str | None) -> str | None:
        return None if id_ is None else self.names.get(id_, id_)

    # -------------------------------------------------------------------------------------------------- what stays

    def _is_touched(self, item: Item) -> bool:
        """Whether a person had a hand in an item that stands."""
        if (
            self.same_reader
            or set(item.more) - _OF_PROGRAMS
            or getattr(item, "status", None) in ("accepted", "rejected")
        ):
            return True
        if any(
            link.status != "proposed" or (link.more and not (link.by or "").startswith(_LINKERS))
            for link in getattr(item, "links", ())
        ):
            return True
        if item.by is None:
            return self.decided.reader.kind == "person"
        return not any(item.by == name or item.by.startswith(f"{name} ") for name in self.programs)

    def _kept(self, pairs: dict[str, Pairs]) -> dict[str, set[int]]:
        """The numbers of what stays, section by section: met by the draft, touched, or referred to by what stays."""
        kept = {
            section: {
                number
                for number, item in enumerate(getattr(self.decided, section))
                if number in pairs[section].met or self._is_touched(item)
            }
            for section in _SECTIONS
        }
        where = {
            thing.id: (section, number)
            for section in THINGS
            for number, thing in enumerate(getattr(self.decided, section))
        }
        also = {
            section: {item.id: number for number, item in enumerate(getattr(self.decided, section)) if item.id}
            for section in ("quantities", "quotations", "claims", "warnings")
        }
        record = self.decided.document
        waiting = [
            *(name for name in (record.publisher, record.entity) if name),
            *(name for section in _SECTIONS for number in kept[section] for name in self._referred(section, number)),
        ]
        while waiting:
            name = waiting.pop()
            found = [(section, ids[name]) for section, ids in also.items() if name in ids]
            for section, number in [where[name]] if name in where else found:
                if number not in kept[section]:
                    kept[section].add(number)
                    waiting.extend(self._referred(section, number))
        return kept

    def _referred(self, section: str, number: int) -> Iterator[str]:
        yield from _references(getattr(self.decided, section)[number])

    # -------------------------------------------------------------------------------------------------- what is new

    def _new(self, pairs: dict[str, Pairs], voiced: list[Claim], kept: dict[str, set[int]]) -> dict[str, list[Any]]:
        """The items to add, section by section, in the draft's order."""
        taken = {
            place(mention.span)
            for number in kept["entities"]
            for mention in self.decided.entities[number].mentions
            if mention.form == "pronoun"
        }
        rejected = {
            thing.id for section in THINGS for thing in getattr(self.decided, section) if thing.status == "rejected"
        }
        new: dict[str, list[Any]] = {
            section: [
                item for number, item in enumerate(getattr(self.draft, section)) if number not in pairs[section].of
            ]
            for section in ("entities", "times", "events", "quantities", "warnings")
        }
        new["entities"] = [self._new_entity(entity, taken) for entity in new["entities"]]
        new["events"] = [self._signed(replace(event, id=self.names[event.id])) for event in new["events"]]
        new["times"] = [self._new_time(time, rejected) for time in new["times"]]
        new["quantities"] = [
            self._signed(replace(quantity, id=self.ids.free("quantities", quantity.id)))
            for quantity in new["quantities"]
        ]
        quotations = [
            replace(quotation, source=self._name(quotation.source), relayed_by=self._name(quotation.relayed_by))
            for number, quotation in enumerate(self.draft.quotations)
            if number not in pairs["quotations"].of
        ]
        claims = list(once(voiced, pairs["claims"], self.decided.document.publisher))
        fitting = self._fitting(new, kept, quotations, claims, rejected)
        new["quotations"] = [
            self._signed(replace(one, id=self.ids.free("quotations", one.id) if one.id else None)) for one in fitting[0]
        ]
        renamed = {claim.id: self.ids.free("claims", claim.id) for claim in fitting[1]}
        new["claims"] = [self._signed(replace(claim, id=renamed[claim.id])) for claim in fitting[1]]
        met = {voiced[number].id: self.decided.claims[other].id for number, other in pairs["claims"].of.items()}
        new["warnings"] = [self._new_warning(one, new, met | renamed) for one in new["warnings"]]
        return new

    def _signed(self, item: T) -> T:
        """An item with the name of the draft's reader, where it has none and the reading is somebody else's."""
        reader = self.draft.reader
        if item.by is not None or (reader.name, reader.version) == (
            self.decided.reader.name,
            self.decided.reader.version,
        ):
            return item
        return replace(item, by=f"{reader.name} {reader.version}")

    def _new_entity(self, entity: Entity, taken: set[tuple[int, int]]) -> Entity:
        """An entity without the pronouns that stand for somebody else already, unless it has nothing else."""
        mentions = tuple(one for one in entity.mentions if one.form != "pronoun" or place(one.span) not in taken)
        named = replace(entity, id=self.names[entity.id], mentions=mentions or entity.mentions)
        return self._signed(named)

    def _new_time(self, time: Time, rejected: set[str]) -> Time:
        anchor = self._name(time.anchor)
        return self._signed(replace(time, id=self.names[time.id], anchor=None if anchor in rejected else anchor))

    def _new_warning(
        self, warning: ReadingWarning, new: dict[str, list[Any]], claims: dict[str, str]
    ) -> ReadingWarning:
        """A warning about those of its items that the merged reading has under a name that is known."""
        ids = {item.id for section in (*THINGS, "claims") for item in new[section]}
        ids |= {item.id for section in (*THINGS, "claims") for item in getattr(self.decided, section)}
        about = tuple(
            name for name in (claims.get(one) or self.names.get(one, "") for one in warning.about) if name in ids
        )
        id_ = self.ids.free("warnings", warning.id) if warning.id else None
        return self._signed(replace(warning, id=id_, about=about))

    def _fitting(
        self,
        new: dict[str, list[Any]],
        kept: dict[str, set[int]],
        quotations: list[Quotation],
        claims: list[Claim],
        rejected: set[str],
    ) -> tuple[list[Quotation], list[Claim]]:
        """Those that can stand beside what stands; the others are told, unless a person rejected what they speak of."""
        quotations = [one for one in quotations if rejected.isdisjoint(_references(one))]
        claims = [one for one in claims if rejected.isdisjoint(_references(one))]
        trial = Draft(document=replace(self.decided.document, publisher=None, entity=None), reader=self.decided.reader)
        for section in THINGS:
            standing = [getattr(self.decided, section)[number] for number in sorted(kept[section])]
            getattr(trial, section).extend(Placed(section, thing) for thing in (*standing, *new[section]))
        trial.quotations = [Placed(f"quotations[{number}]", one) for number, one in enumerate(quotations)]
        trial.claims = [Placed(f"claims[{number}]", one) for number, one in enumerate(claims)]
        report = Report("the draft")
        things = Things(trial)
        check_references(trial, things, report)
        check_statements(trial, things, report, anchored=False)
        wrong = {problem.path.partition(".")[0]: problem.what for problem in reversed(report.problems)}
        ordered = Orderings(self.decided.claims[one] for one in kept["claims"])
        fitting: list[Claim] = []
        for number, claim in enumerate(claims):
            why = wrong.get(f"claims[{number}]") or ordered.what_is_wrong(claim)
            if why:
                self._unfit("claims", claim.id, why, saying(claim))
            else:
                fitting.append(claim)
        fine: list[Quotation] = []
        for number, quotation in enumerate(quotations):
            why = wrong.get(f"quotations[{number}]", "")
            if why:
                self._unfit("quotations", quotation.id or "", why, shown(quotation.span.text))
            else:
                fine.append(quotation)
        return fine, fitting

    def _unfit(self, section: str, id_: str, why: str, said: str) -> None:
        path = f"{section} (the draft's {id_})" if id_ else section
        self.differs.append(Difference(path=path, stands=f"does not allow it: {why}", draft=said))

    # ------------------------------------------------------------------------------------------------ what differs

    def _compare(self, pairs: dict[str, Pairs], voiced: list[Claim], kept: dict[str, set[int]]) -> None:
        publisher = self.decided.document.publisher
        for section in _SECTIONS[:-1]:
            after = {number: position for position, number in enumerate(sorted(kept[section]))}
            drafted: Sequence[Item] = voiced if section == "claims" else getattr(self.draft, section)
            for number, other in sorted(pairs[section].of.items()):
                standing = getattr(self.decided, section)[other]
                says = drafted[number]
                if isinstance(says, Claim) and voice_of(says, publisher) == voice_of(standing, publisher):
                    says = replace(says, attributed_to=standing.attributed_to)
                self.differs.extend(differences(path_of(section, after[other], standing), standing, says, self._name))
        for name in ("title", "issued", "language", "publisher", "entity"):
            stands, drafts = getattr(self.decided.document, name), getattr(self.draft.document, name)
            drafts = self._name(drafts) if name in ("publisher", "entity") else drafts
            if drafts is not None and drafts != stands:
                self.differs.append(Difference(path=f"document.{name}", stands=stands or "", draft=drafts))


def _references(item: Item) -> Iterator[str]:
    """The ids that an item refers to."""
    match item:
        case Claim():
            named = (item.subject, item.attributed_to, item.relayed_by, item.time_scope)
            yield from (name for name in named if name is not None)
            if isinstance(item.object, Ref):
                yield item.object.id
        case Quotation():
            yield from (name for name in (item.source, item.relayed_by) if name is not None)
        case Time(anchor=str(anchor)):
            yield anchor
        case ReadingWarning():
            yield from item.about
