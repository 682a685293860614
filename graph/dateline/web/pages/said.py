"""What is said, as pages show it: claims with their words and voices, and statements, which are claims that agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from dateline import terms
from dateline.accounts import Value
from dateline.formats.phrases import phrase
from dateline.formats.reading_notes import manner_of_claim
from dateline.web.kept import kept
from dateline.web.pages.names import is_true, text_of
from dateline.web.served import page_query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.store.results import Term
    from dateline.web.served import Served

_SINGLE = frozenset(one.iri for one in terms.PREDICATES.values() if one.single_valued)
_ORDER = {
    one.iri: place
    for place, one in enumerate(
        terms.PREDICATES[name]
        for name in (
            "time", "startDate", "endDate", "tookPlaceIn", "orderedBy", "agent", "affected", "participant", "addressee",
            "deathCount", "injuredCount", "participantCount", "affectedShare", "inResponseTo", "purpose", "ledTo",
            "stopped", "before", "subEventOf", "capitalOf", "locatedIn", "memberOf", "issued", "publisher", "altLabel",
            "characterizedAs",
        )
    )
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """A stretch of a document's text, in code points, with what stands there."""

    document: str
    begin: int
    end: int
    text: str

    @property
    def fragment(self) -> str:
        return f"char={self.begin},{self.end}"


@dataclass(frozen=True, kw_only=True)
class Said:
    """A claim. Polarity, certainty and the like are names of the value lists; `plain`: it stands as a plain triple."""

    iri: str
    subject: str
    predicate: str
    object: Term
    voice: str
    relay: str
    polarity: str
    certainty: str
    modality: str
    mode: str
    inference: str
    quantifier: str
    confidence: str
    scope: str
    document: str
    run: str
    by: str
    predicate_text: str
    plain: bool
    words: tuple[Words, ...]

    @cached_property
    def manner(self) -> str:
        """`own`, `quoted`, `reported`, `hedged`, `denied` or `judged`."""
        return manner_of_claim(
            polarity=self.polarity, certainty=self.certainty, modality=self.modality, reporting_mode=self.mode
        )

    @property
    def phrase(self) -> str:
        """How it reads between subject and object."""
        return phrase(self.predicate, denied=self.polarity == "negative")

    @property
    def quote(self) -> str:
        """Its words; a gap between two stretches is an ellipsis."""
        return " … ".join(one.text for one in self.words)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What two claims share that say the same."""
        return (self.subject, self.predicate, str(self.object), self.polarity)

    @property
    def value(self) -> Value:
        """What it says of its subject, as it is held against what others say."""
        return Value(text_of(self.object), self.quantifier)

    def is_contrary_to(self, other: Said) -> bool:
        """Whether the two cannot both hold: one denies the other, or they give two values where there is one."""
        if self.subject != other.subject or self.predicate != other.predicate:
            return False
        if self.polarity != other.polarity:
            return self.object == other.object
        if self.polarity == "negative" or self.predicate not in _SINGLE:
            return False
        return not self.value.leaves_room_for(other.value)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What one or several claims say: one subject, one predicate, one object, one polarity."""

    claims: tuple[Said, ...]

    @property
    def first(self) -> Said:
        return self.claims[0]

    @property
    def plain(self) -> bool:
        return self.first.plain and self.first.polarity == "positive"

    @property
    def manner(self) -> str:
        """The plainest manner in which it is said."""
        order = ("own", "quoted", "reported", "judged", "hedged", "denied")
        return min((claim.manner for claim in self.claims), key=order.index)

    def is_contrary_to(self, other: Statement) -> bool:
        """Whether a claim of either cannot hold beside one of the other; one number can be meant in several ways."""
        return any(one.is_contrary_to(another) for one in self._meant for another in other._meant)

    @cached_property
    def _meant(self) -> tuple[Said, ...]:
        """A claim for every quantifier of the value."""
        return tuple({claim.quantifier: claim for claim in self.claims}.values())


def claims(served: Served, *, most: int | None = None, **narrowed: str) -> tuple[Said, ...]:
    """The claims that fit, by `claim`, `subject`, `object`, `voice`, `document` and so on, in the order of their words.

    With `most`, about so many of them and no more.
    """
    return _claims(served, most, tuple(sorted(narrowed.items())))


@kept(12)
def _claims(served: Served, most: int | None, narrowed: tuple[tuple[str, str], ...]) -> tuple[Said, ...]:
    asked = page_query("claims").bind(dict(narrowed)).text
    rows: dict[str, list[dict[str, Term]]] = {}
    for row in served.ask(asked if most is None else f"{asked}\nLIMIT {most}"):
        rows.setdefault(text_of(row["claim"]), []).append(row)
    return tuple(_said(iri, found) for iri, found in rows.items())


def statements(found: Iterable[Said]) -> tuple[Statement, ...]:
    """Claims that say the same gathered, each statement where its first claim stood."""
    gathered: dict[tuple[str, str, str, str], list[Said]] = {}
    for claim in found:
        gathered.setdefault(claim.key, []).append(claim)
    return tuple(Statement(claims=tuple(group)) for group in gathered.values())


def in_order(found: Iterable[Statement]) -> list[Statement]:
    """Statements in the order in which one tells of a thing: when, where, who, whom, how many, why, and the rest."""
    return sorted(found, key=lambda one: (_ORDER.get(one.first.predicate, len(_ORDER)), one.first.polarity))


def disagreements(found: Sequence[Statement]) -> tuple[tuple[Statement, ...], ...]:
    """Of each subject and property of which two statements cannot both hold, all statements, in the order given."""
    groups: list[tuple[Statement, ...]] = []
    by_property: dict[tuple[str, str], list[Statement]] = {}
    for one in found:
        by_property.setdefault((one.first.subject, one.first.predicate), []).append(one)
    for same in by_property.values():
        if any(one.is_contrary_to(other) for one, other in combinations(same, 2)):
            groups.append(tuple(same))
    return tuple(groups)


def _said(iri: str, rows: Sequence[dict[str, Term]]) -> Said:
    first = rows[0]

    def listed(name: str) -> str:
        return text_of(first.get(name)).removeprefix(terms.VOC)

    document = text_of(first.get("document"))
    words = {(int(text_of(row["begin"])), int(text_of(row["end"]))): text_of(row["words"]) for row in rows}
    return Said(
        iri=iri,
        subject=text_of(first["subject"]),
        predicate=text_of(first["predicate"]),
        object=first["object"],
        voice=text_of(first["voice"]),
        relay=text_of(first.get("relay")),
        polarity=listed("polarity"),
        certainty=listed("certainty"),
        modality=listed("modality"),
        mode=listed("mode"),
        inference=listed("inference"),
        quantifier=listed("quantifier"),
        confidence=text_of(first.get("confidence")),
        scope=text_of(first.get("scope")),
        document=document,
        run=text_of(first.get("run")),
        by=text_of(first.get("by")),
        predicate_text=text_of(first.get("said")),
        plain=is_true(first.get("plain")),
        words=tuple(
            Words(document=document, begin=begin, end=end, text=text) for (begin, end), text in sorted(words.items())
        ),
    )
