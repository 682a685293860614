"""What one reader found in one document: frozen values, no behaviour beyond what they say of themselves.

The names follow the reading file (`reading/schema.json`); the glossary is `ontology/README.md`. Offsets are 0-based
Unicode code points of the text exactly as stored, end exclusive. `more` keeps whatever further members a file carries,
so that nothing is lost between reading and writing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

Status: TypeAlias = Literal["proposed", "accepted", "rejected"]
Form: TypeAlias = Literal["name", "description", "pronoun"]
TimeKind: TypeAlias = Literal["DATE", "TIME", "DURATION", "SET"]
Polarity: TypeAlias = Literal["positive", "negative"]
Certainty: TypeAlias = Literal["certain", "probable", "possible"]
Modality: TypeAlias = Literal["asserted", "presupposed", "hedged", "believed", "evaluative", "intended"]
ReportingMode: TypeAlias = Literal["own-voice", "direct-quotation", "indirect-speech"]
Quantifier: TypeAlias = Literal["exact", "approximate", "at-least", "at-most", "vague"]
Inference: TypeAlias = Literal["literal", "derived", "contextual"]
Relation: TypeAlias = Literal["exactMatch", "closeMatch"]
EncodingSource: TypeAlias = Literal["byte order mark", "declared", "valid", "guessed"]

More: TypeAlias = Mapping[str, Any]
_NOTHING_MORE: More = MappingProxyType({})


def _nothing_more() -> More:
    return _NOTHING_MORE


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A stretch of the text, with its words; `segments` are its parts where it is discontinuous.

    >>> span = Span(start=403, end=407, text="Baku")
    >>> span.of("x" * 403 + "Baku")
    'Baku'
    """

    start: int
    end: int
    text: str
    segments: tuple[Span, ...] = ()
    more: More = field(default_factory=_nothing_more, hash=False)

    def of(self, text: str) -> str:
        """The words that stand in `text` at this place."""
        return text[self.start : self.end]

    @property
    def parts(self) -> tuple[Span, ...]:
        """The continuous stretches: the segments, or the span itself."""
        return self.segments or (self,)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """Words that stand for an entity, and how they do."""

    span: Span
    form: Form
    more: More = field(default_factory=_nothing_more, hash=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A candidate match of a thing with an item elsewhere, as an IRI."""

    to: str
    relation: Relation
    confidence: float
    status: Status
    by: str | None = None
    more: More = field(default_factory=_nothing_more, hash=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """A person, organisation, group, place, polity or document that the text speaks of. `type` is a class name."""

    id: str
    type: str
    label: str
    mentions: tuple[Mention, ...]
    links: tuple[Link, ...] = ()
    by: str | None = None
    status: Status | None = None
    more: More = field(default_factory=_nothing_more, hash=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Time:
    """A time expression: its words, its TIMEX3 `value`, its EDTF value, and the time it counts from.

    `earliest` and `latest` are ISO 8601 days; where the file has none they follow from `edtf`.
    """

    id: str
    span: Span
    kind: TimeKind
    value: str | None
    edtf: str | None
    anchor: str | None = None
    earliest: str | None = None
    latest: str | None = None
    by: str | None = None
    status: Status | None = None
    more: More = field(default_factory=_nothing_more, hash=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """A number in the text; `value` is null where the words give none ("many")."""

    id: str
    span: Span
    value: float | None
    unit: str | None
    quantifier: Quantifier
    by: str | None = None
    status: Status | None = None
    more: More = field(default_factory=_nothing_more, hash=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Quotation:
    """Another source's words, verbatim (`direct`) or in paraphrase, with the words that introduce it (`cue`)."""

    span: Span
    source: str | None
    direct: bool
    id: str | None = None
    cue: Span | None = None
    relayed_by: str | None = None
    by: str | None = None
    status: Status | None = None
    more: More = field(default_factory=_nothing_more, hash=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something presented as happening, with the words that name it (`triggers`). `type` is a class name."""

    id: str
    type: str
    label: str
    triggers: tuple[Span, ...]
    polarity: Polarity | None = None
    certainty: Certainty | None = None
    links: tuple[Link, ...] = ()
    by: str | None = None
    status: Status | None = None
    more: More = field(default_factory=_nothing_more, hash=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ref:
    """A claim's object that is a thing of the reading: an entity, an event or a time."""

    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A claim's object that is a value; `datatype` is a short name (`xsd:date`, `edtf`) or null."""

    value: str | int | float | bool
    datatype: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One proposition as the text states it in one place: what, in which words, in whose voice, how surely.

    `attributed_to` is the id of the entity whose word it is; null is the document's own voice. `certainty` is the
    source's, `confidence` the reader's that the text says so.
    """

    id: str
    subject: str
    predicate: str
    object: Ref | Value
    attributed_to: str | None
    polarity: Polarity
    certainty: Certainty
    modality: Modality
    reporting_mode: ReportingMode
    confidence: float
    status: Status
    evidence: Span
    relayed_by: str | None = None
    predicate_text: str | None = None
    quantifier: Quantifier | None = None
    inference: Inference = "literal"
    time_scope: str | None = None
    by: str | None = None
    more: More = field(default_factory=_nothing_more, hash=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingWarning:
    """What a reader or an editor wants to be told; `about` are ids of the reading."""

    text: str
    id: str | None = None
    about: tuple[str, ...] = ()
    by: str | None = None
    more: More = field(default_factory=_nothing_more, hash=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A document opened: its text, which offsets mean, what its format says of it, and how it was read.

    `source_sha256` is of the bytes as they came; `extractor` is the program that made the text, with its version.
    `encoding` is null where the format itself settles it; `encoding_source` says how it is known (`valid`: the bytes
    are well-formed UTF-8). `issued` is an ISO 8601 day, month or year; `language` the tag that the document gives
    itself; `url` the address it came from after redirects, `retrieved` the day. `notes` is what a user should be told.
    """

    id: str
    text: str
    media_type: str
    source_sha256: str
    extractor: str
    encoding: str | None = None
    encoding_source: EncodingSource | None = None
    title: str | None = None
    issued: str | None = None
    publisher: str | None = None
    language: str | None = None
    url: str | None = None
    retrieved: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentRecord:
    """What a reading records of its document.

    `sha256` is of the UTF-8 bytes of the text as read, `length` its code points; `publisher` is the id of the entity in
    whose voice everything unattributed is said, `entity` the id of the entity that is the document.
    """

    id: str
    sha256: str
    length: int
    title: str | None = None
    issued: str | None = None
    publisher: str | None = None
    language: str | None = None
    entity: str | None = None
    source_sha256: str | None = None
    media_type: str | None = None
    extractor: str | None = None
    url: str | None = None
    retrieved: str | None = None
    licence: str | None = None
    more: More = field(default_factory=_nothing_more, hash=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Who made the reading: a program with its version and model, or a person (`kind`)."""

    name: str
    version: str
    model: str | None = None
    kind: Literal["software", "person"] = "software"
    more: More = field(default_factory=_nothing_more, hash=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What one reader found in one document. `file` says where it was read from, for messages."""

    document: DocumentRecord
    reader: Reader
    entities: tuple[Entity, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    warnings: tuple[ReadingWarning, ...] = ()
    file: str = field(default="reading", compare=False)
    more: More = field(default_factory=_nothing_more, hash=False)
