"""The shapes of a comparison of documents: accounts, gathered under what they are of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from dateline.formats.html_text import day
from dateline.formats.phrases import phrase
from dateline.formats.reading_notes import manner_of_claim

Verdict: TypeAlias = Literal["differ", "denied", "various", "compatible", "agree"]
"""How the accounts of several documents stand to each other, what needs a look first."""
MEANINGS: Mapping[Verdict, str] = MappingProxyType(
    {
        "differ": "Not all of it can be true.",
        "denied": "One says it, another denies it.",
        "various": "Each names something else; all of it may be true.",
        "compatible": "Not the same words, and all of it can be true.",
        "agree": "More than one document says it.",
    }
)
_QUANTIFIERS = {"approximate": "about ", "at-least": "at least ", "at-most": "at most "}
_MANNERS = {"quoted": "quoted", "reported": "reported", "hedged": "hedged", "denied": "denied", "judged": "a judgement"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """A claim with its words and its voice, all of it as people read it.

    `object` is the IRI or the lexical form, `label` what a thing is called (empty for a number or a date). `polarity`,
    `certainty` and the like are names of the value lists. `words` are the stretches of text that say it.
    """

    claim: str
    subject: str
    subject_label: str
    predicate: str
    object: str
    label: str
    voice: str
    voice_label: str
    relay: str
    polarity: str
    certainty: str
    modality: str
    mode: str
    quantifier: str
    document: str
    title: str
    publisher: str
    begin: int
    spans: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def value(self) -> str:
        """What is said, in words: `at least 130`, `12 May 1987`, `soldiers`."""
        return _QUANTIFIERS.get(self.quantifier, "") + (self.label or day(self.object))

    @property
    def quote(self) -> str:
        """Its words; a gap between two stretches is an ellipsis."""
        return " … ".join(self.words)

    @property
    def relation(self) -> str:
        """How it reads between subject and object."""
        return phrase(self.predicate, denied=self.is_denied)

    @property
    def is_denied(self) -> bool:
        return self.polarity == "negative"

    @property
    def manner(self) -> str:
        """How it is said, where not plainly in the document's own voice: `denied`, `hedged`, `quoted`, `reported`."""
        return _MANNERS.get(
            manner_of_claim(
                polarity=self.polarity, certainty=self.certainty, modality=self.modality, reporting_mode=self.mode
            ),
            "",
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """One relation of one thing of which several documents speak, with every account, and how these stand."""

    subject: str
    subject_label: str
    predicate: str
    verdict: Verdict
    why: str
    accounts: tuple[Account, ...]

    @property
    def relation(self) -> str:
        """The relation as it reads after its subject."""
        return phrase(self.predicate)

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that give an account, in the order of their IRIs."""
        return tuple(sorted({one.document for one in self.accounts}))


@dataclass(frozen=True, kw_only=True, slots=True)
class Alone:
    """A plain statement that rests on one publisher, while others speak of the same thing."""

    subject: str
    subject_label: str
    predicate: str
    value: str
    publisher: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Quoting:
    """Who gives the words of whom, in which manner, in how many claims of how many documents."""

    publisher: str
    voice: str
    manner: str
    claims: int
    documents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Accounts:
    """A whole comparison of the documents of a collection; `documents` is how many it has."""

    title: str
    documents: int
    topics: tuple[Topic, ...]
    alone: tuple[Alone, ...] = ()
    quoting: tuple[Quoting, ...] = ()

    def count(self, verdict: Verdict) -> int:
        """How many topics have that verdict."""
        return sum(1 for one in self.topics if one.verdict == verdict)
