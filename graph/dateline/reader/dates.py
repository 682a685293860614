"""When it happened: which event a time expression of the text belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.model import Inference, Time, Value
from dateline.reader.events import Trigger
from dateline.reader.lexicon import words
from dateline.reader.parse import Parsed, offset
from dateline.reader.syntax import above, after, lemma

if TYPE_CHECKING:
    from spacy.tokens import Token

_POINT = re.compile(r"(?P<year>\d{4})(?:-(?:0[1-9]|1[0-2])(?:-\d\d(?:T.*)?)?)?")
_RANGE = re.compile(r"(?P<first>\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?)/(?P<last>\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?)")
_BOUNDING = frozenset(("before", "after", "until", "till", "since", "by", "than", "from", "for", "as"))


@dataclass(frozen=True, slots=True)
class Dating:
    """A time expression that says when an event was; `through` are the words between, `near` how it hangs on it."""

    trigger: Trigger
    time: Time
    pattern: str
    bounded: bool


def find_datings(parsed: Parsed, times: Sequence[Time], triggers: Mapping[int, Trigger]) -> Iterator[Dating]:
    """For each time its event: the nearest word above it in the sentence that is a trigger.

    `triggers` are keyed by the place of their token. A participle ("…, killing ten") shares the time of its verb.
    """
    for time in times:
        if time.edtf is None or time.kind not in ("DATE", "TIME"):
            continue
        tokens = parsed.tokens_in(time.span.start, time.span.end)
        if not tokens:
            continue
        root = _root(tokens)
        steps, bounded = 0, _bounded(tokens, root)
        for steps, word in enumerate(above(root)):
            if word.pos_ == "PROPN" and word.dep_ == "nsubj" and lemma(word.head) in words("cues", "relaying verbs"):
                break
            trigger = triggers.get(offset(word))
            if trigger is not None:
                trigger = _effect(trigger, triggers)
                yield Dating(trigger, time, "verb" if not trigger.noun else "noun", bounded)
                yield from _shared(trigger, time, triggers, bounded=bounded)
                break
            if steps > 5:
                break


def _effect(trigger: Trigger, triggers: Mapping[int, Trigger]) -> Trigger:
    """In "which led to the split two years later" the time is that of the split."""
    name = trigger.token.lemma_.lower()
    for preposition, noun in after(trigger.token, "to", "in"):
        if not trigger.noun and f"{name}_{preposition.lower_}" in words("connections", "causing verbs"):
            return triggers.get(offset(noun), trigger)
    return trigger


def _root(tokens: Sequence[Token]) -> Token:
    inside = {token.i for token in tokens}
    for token in tokens:
        if token.head.i not in inside or token.head is token:
            return token
    return tokens[0]


def _bounded(tokens: Sequence[Token], root: Token) -> bool:
    if tokens[0].lower_ in _BOUNDING:
        return True
    before = tokens[0].nbor(-1) if tokens[0].i else None
    if before is not None and before.lower_ == "the" and before.i:
        before = before.nbor(-1)
    return (before is not None and before.lower_ in _BOUNDING) or (
        root.head.lower_ in _BOUNDING and root.dep_ == "pobj"
    )


def _shared(trigger: Trigger, time: Time, triggers: Mapping[int, Trigger], *, bounded: bool) -> Iterator[Dating]:
    if trigger.noun:
        return
    participles = [child for child in trigger.token.children if child.dep_ == "advcl" and child.tag_ == "VBG"]
    for one in participles:
        if any(child.dep_ == "mark" for child in one.children) or one.i < trigger.token.i:
            continue
        for word in (one, *(child for child in one.children if child.dep_ == "conj")):
            other = triggers.get(offset(word))
            if other is not None:
                yield Dating(other, time, "participle", bounded)


def moments(edtf: str) -> Iterator[tuple[str, Value]]:
    """The `startDate` and `endDate` values that an EDTF date gives, each as precise as it is.

    >>> [(name, value.value, value.datatype) for name, value in moments("1990-01/1991")]
    [('startDate', '1990-01', 'xsd:gYearMonth'), ('endDate', '1991', 'xsd:gYear')]
    >>> [(name, value.datatype) for name, value in moments("1991-09~")]
    [('startDate', 'edtf')]
    >>> list(moments("198X")), list(moments("2011-22"))
    ([], [])
    """
    span = _RANGE.fullmatch(edtf)
    if span:
        yield "startDate", _value(span["first"])
        yield "endDate", _value(span["last"])
    elif _POINT.fullmatch(edtf):
        yield "startDate", _value(edtf.partition("T")[0])
    elif edtf.endswith(("~", "?", "%")) and _POINT.fullmatch(edtf[:-1]):
        yield "startDate", Value(value=edtf, datatype="edtf")


def _value(date: str) -> Value:
    return Value(value=date, datatype=("xsd:gYear", "xsd:gYearMonth", "xsd:date")[date.count("-")])


def inference(time: Time) -> Inference:
    """Whether the words of a time give its year, or it had to be computed or supplied.

    >>> from dateline.model import Span
    >>> inference(Time(id="t", span=Span(start=0, end=5, text="today"), kind="DATE", value="", edtf="2012-01-20"))
    'derived'
    """
    if time.edtf and time.edtf[:4] in time.span.text:
        return "literal"
    return "derived" if not re.search(r"\d", time.span.text) or "ago" in time.span.text.lower() else "contextual"
