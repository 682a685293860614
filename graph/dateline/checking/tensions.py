"""Tensions within a reading: what two places of one text say that hardly goes together, and what a reader warned of.

Two rules that are true of English, so only of readings in English or in a language not known. They look at kinds of
words and at dates, never at the words of a particular text. Nobody is corrected: both sides stand as they were read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from dateline.checking.findings import Finding
from dateline.edtf import bounds, overlap
from dateline.errors import shown
from dateline.model import Claim, Entity, Event, Reading, Ref, Time, Value

_DATES = ("startDate", "endDate")
_EMPTY_WORDS = frozenset(
    (
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "its", "of", "off", "on", "or", "other",
        "over", "than", "that", "the", "their", "this", "to", "toward", "towards", "under", "upon", "with", "within",
    )
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?(?=\W|$)", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Dating:
    """An event, the date a claim gives it, and the time whose words give it."""

    event: Event
    claim: Claim
    time: Time
    date: str


def tensions(reading: Reading, iri_of: Callable[[str], str]) -> tuple[Finding, ...]:
    """What the two rules find in a reading; `iri_of` gives the IRI of a thing by its id."""
    language = (reading.document.language or "en").lower()
    if not (language == "en" or language.startswith("en-")):
        return ()
    return (*_disagreeing_dates(reading, iri_of), *_several_names(reading, iri_of))


def warnings_of(reading: Reading, iri_of: Callable[[str], str], document: str) -> tuple[Finding, ...]:
    """The warnings that the reading itself carries, each with its author."""
    return tuple(
        Finding(
            shape="ReadingWarning",
            severity="warning",
            message=warning.text,
            focus=iri_of(warning.about[0]) if warning.about else document,
            where=f"warnings[{number}]" + (f" ({warning.id})" if warning.id else ""),
            source=f"warning by {warning.by or reading.reader.name}",
        )
        for number, warning in enumerate(reading.warnings)
    )


def _disagreeing_dates(reading: Reading, iri_of: Callable[[str], str]) -> Iterator[Finding]:
    """A date counted from another time against a written one, for what seems to be one event, or is."""
    agents = _agents(reading)
    places = {event.id: f"events[{number}] ({event.id})" for number, event in enumerate(reading.events)}
    datings = tuple(_datings(reading))
    for counted in datings:
        for written in datings:
            if counted.time.anchor is None or written.time.anchor is not None:
                continue
            if counted.claim.predicate != written.claim.predicate:
                continue
            if not _may_be_one(counted.event, written.event, agents):
                continue
            if overlap(bounds(counted.date), bounds(written.date)):
                continue
            yield Finding(
                shape="RelativeDateDisagrees",
                severity="warning",
                message=(
                    f"{shown(counted.time.span.text)} gives {counted.date} for {shown(counted.event.label)}, but"
                    f" {shown(written.time.span.text)} gives {written.date} for {shown(written.event.label)}."
                ),
                focus=iri_of(counted.event.id),
                value=f"<{iri_of(written.event.id)}>",
                quote=f"{counted.claim.evidence.text} … {written.claim.evidence.text}",
                where=f"{places[counted.event.id]}, {places[written.event.id]}",
                remedy="Look at both places of the text: the two may be different events, or the text may be inexact.",
                source="rule",
            )


def _datings(reading: Reading) -> Iterator[_Dating]:
    events = {event.id: event for event in reading.events if event.status != "rejected"}
    for claim in reading.claims:
        event = events.get(claim.subject)
        if (
            event is None
            or claim.status == "rejected"
            or claim.polarity != "positive"
            or claim.predicate not in _DATES
            or not isinstance(claim.object, Value)
        ):
            continue
        date = str(claim.object.value)
        if not _is_date(date):
            continue
        for time in reading.times:
            if time.edtf == date and _within(time, claim):
                yield _Dating(event=event, claim=claim, time=time, date=date)
                break


def _is_date(edtf: str) -> bool:
    try:
        bounds(edtf)
    except ValueError:
        return False
    return True


def _within(time: Time, claim: Claim) -> bool:
    return any(part.start <= time.span.start and time.span.end <= part.end for part in claim.evidence.parts)


def _agents(reading: Reading) -> dict[str, set[str]]:
    agents: dict[str, set[str]] = {}
    for claim in reading.claims:
        if claim.predicate == "agent" and claim.polarity == "positive" and isinstance(claim.object, Ref):
            agents.setdefault(claim.subject, set()).add(claim.object.id)
    return agents


def _may_be_one(one: Event, other: Event, agents: dict[str, set[str]]) -> bool:
    """Whether two events are one, or of a class, by one agent, and the label of one says all that the other's says."""
    if one.id == other.id:
        return True
    if one.type != other.type or not agents.get(one.id, set()) & agents.get(other.id, set()):
        return False
    mine, theirs = content_words(one.label), content_words(other.label)
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def content_words(label: str) -> frozenset[str]:
    """The words of a label that say something, in lower case and without the possessive.

    >>> sorted(content_words("the independence of Azerbaijan’s people"))
    ['azerbaijan', 'independence', 'people']
    """
    words = _WORD.findall(_POSSESSIVE.sub("", label).casefold())
    return frozenset(word for word in words if word not in _EMPTY_WORDS)


def _several_names(reading: Reading, iri_of: Callable[[str], str]) -> Iterator[Finding]:
    """Names of one thing of which none is a part or the initials of the other: a choice of words worth seeing."""
    for number, entity in enumerate(reading.entities):
        if entity.status == "rejected":
            continue
        names = _names(entity)
        apart = {
            name for pair in combinations(names, 2) if not _akin(*pair) and not _akin(*reversed(pair)) for name in pair
        }
        if not apart:
            continue
        counted = ", ".join(
            f"{shown(words)} ({count})"
            for name, (words, count) in sorted(names.items(), key=lambda item: (-item[1][1], item[0]))
            if name in apart
        )
        yield Finding(
            shape="SeveralNames",
            severity="warning",
            message=f"One thing goes by several names: {counted}.",
            focus=iri_of(entity.id),
            where=f"entities[{number}] ({entity.id})",
            remedy="Look whether the names mean one thing, and whether the choice between them takes a side.",
            source="rule",
        )


def _names(entity: Entity) -> dict[str, tuple[str, int]]:
    """Each name in its normal form, with the most frequent way of writing it and how often it stands in the text."""
    written: dict[str, Counter[str]] = {}
    for mention in entity.mentions:
        if mention.form == "name":
            words = _bare(mention.span.text)
            name = normal_name(words)
            if name:
                written.setdefault(name, Counter())[words] += 1
    return {name: (min(forms, key=lambda form: (-forms[form], form)), forms.total()) for name, forms in written.items()}


def normal_name(words: str) -> str:
    """A name without case, article, possessive and marks.

    >>> normal_name("the Soviet Union’s"), normal_name("Soviet  Empire"), normal_name("U.S.")
    ('soviet union', 'soviet empire', 'us')
    """
    return " ".join(_WORD.findall(_bare(words).replace(".", "").casefold()))


def _bare(words: str) -> str:
    """Words without the article before them and without the possessive."""
    article = _ARTICLE.match(words)
    return _POSSESSIVE.sub("", words[article.end() :] if article else words)


def _akin(one: str, other: str) -> bool:
    """Whether a name is a part of the other, word by word, or its initials."""
    if f" {one} " in f" {other} ":
        return True
    words = [word for word in other.split() if word not in _EMPTY_WORDS]
    return len(words) > 1 and one.replace(" ", "") == "".join(word[0] for word in words)
