"""From a text to its time expressions, in the order in which they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from dateline import edtf
from dateline.model import Span, Time
from dateline.reader.times import amounts, clock, dates, numeric, references, relative, years
from dateline.reader.times.context import Context
from dateline.reader.times.grammar import Found, Hit, Rule, pattern
from dateline.reader.times.points import Point, edtf_of, point_of
from dateline.reader.times.tense import governing_tense
from dateline.reader.times.tokens import Tokens, tokenise

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dateline.reader.parse import Parsed

_EARLY = 600
"""Code points; a date alone on a line so near to the beginning is the document's own, and "yesterday" makes it news."""
_PAST_YEARS = 8
"""So many mentions of years gone by, at least, make a story of the past."""


def find_times(
    text: str,
    *,
    issued: str | None = None,
    sentences: Sequence[tuple[int, int]] = (),
    tense: Callable[[int], str | None] | None = None,
    tag: Callable[[int], str | None] | None = None,
) -> tuple[Time, ...]:
    """The time expressions of an English text, in order, with TIMEX3 `kind` and `value` and with EDTF.

    `issued` is the document's date in ISO 8601; without it, a date alone on an early or late line is taken.
    `sentences` are the start and end of each sentence: no expression runs from one line into a sentence on the next.
    `tense` gives `past`, `present` or `future` for the verb that governs the word at an offset, `tag` the Penn Treebank
    tag of the word; either may know nothing. `anchor` is the time a value counts from; `more` tells the TIMEX3 `mod`
    and the `reference`: absolute, underspecified, relative, deictic, duration or set.

    >>> [(time.span.text, time.value) for time in find_times("He left on 3 May 1962 and came back two days later.")]
    [('3 May 1962', '1962-05-03'), ('two days later', '1962-05-05')]
    >>> find_times("She came last week.", issued="2004-11-24")[0].edtf
    '2004-11-15/2004-11-21'
    """
    tokens = tokenise(text, _line_breaks(text, sentences))
    matches = _matches(tokens)
    own = point_of(issued) or _dateline(tokens, matches)
    context = Context(
        tokens=tokens,
        issued=own,
        narrative=_is_narrative(tokens, own),
        before_christ=_is_before_christ(tokens),
        tense=tense,
        tag=tag,
    )
    return _times(tokens, _read(matches, context), own)


def times_of(parsed: Parsed, *, issued: str | None = None) -> tuple[Time, ...]:
    """The time expressions of a parsed text: `find_times` with the tenses and tags of the parse."""

    def token_at(place: int) -> Token | None:
        return next(iter(parsed.tokens_in(place, place + 1)), None)

    def tense(place: int) -> str | None:
        token = token_at(place)
        return governing_tense(token) if token is not None else None

    def tag(place: int) -> str | None:
        token = token_at(place)
        return token.tag_ if token is not None else None

    sentences = [(sentence.start, sentence.end) for sentence in parsed.sentences]
    return find_times(parsed.text, issued=issued, sentences=sentences, tense=tense, tag=tag)


def _line_breaks(text: str, sentences: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Where a sentence begins on a new line."""
    return frozenset(start for (_, before), (start, _) in pairwise(sentences) if "\n" in text[before:start])


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Rule], ...]:
    modules = (clock, dates, years, references, relative, amounts, numeric)
    return tuple((pattern(rule.source), rule) for module in modules for rule in module.RULES)


@dataclass(frozen=True, slots=True)
class _Match:
    hit: Hit
    rule: Rule


def _matches(tokens: Tokens) -> list[_Match]:
    """Every match of every rule: the leftmost first, of those the longest, of those in the order of the rules."""
    found = [
        (match.start(), -match.end(), rank, _Match(Hit(tokens, match), rule))
        for rank, (compiled, rule) in enumerate(_rules())
        for match in compiled.finditer(tokens.codes)
        if match.end() > match.start()
    ]
    found.sort(key=lambda item: item[:3])
    return [match for _, _, _, match in found]


def _read(matches: Sequence[_Match], context: Context) -> Iterator[Found]:
    """What the matches mean, none overlapping one before it."""
    end = 0
    for match in matches:
        if match.hit.first < end:
            continue
        for found in match.rule.meaning(match.hit, context):
            context.take(found)
            end = max(end, found.end)
            yield found


def _dateline(tokens: Tokens, matches: Sequence[_Match]) -> Point | None:
    """The date that stands alone on one of the first lines or, failing that, of the last."""
    context = Context(tokens=tokens, issued=None, narrative=False)
    late = len(tokens.text) - _EARLY
    for match in sorted(matches, key=lambda match: tokens.starts[match.hit.first] > _EARLY):
        hit, start = match.hit, tokens.starts[match.hit.first]
        alone = _at_break(tokens, hit.first - 1) and _at_break(tokens, hit.end)
        if not alone or match.rule not in dates.RULES or _EARLY < start < late:
            continue
        for found in match.rule.meaning(hit, context):
            reached = point_of(found.value)
            if reached and reached.day and found.reference == "absolute":
                return reached
    return None


def _at_break(tokens: Tokens, at: int) -> bool:
    return not 0 <= at < len(tokens.codes) or tokens.has(at, "break")


def _is_narrative(tokens: Tokens, issued: Point | None) -> bool:
    """Whether the text tells of the past: many years gone by, few words that count from the day of writing."""
    deictic = len(
        pattern("TODAY|YESTERDAY|TOMORROW|TONIGHT|WDAY|(?<!THE)(?:LAST|NEXT|THIS)(?:UNIT|DAYPART)|AGO").findall(
            tokens.codes
        )
    )
    counted = pattern("YESTERDAY|TOMORROW|TONIGHT|WDAY|(?:LAST|THIS)(?:WEEK_UNIT|DAYPART)").finditer(tokens.codes)
    opening = any(tokens.starts[match.start()] < _EARLY for match in counted)
    years = [int(tokens.word(match.start())) for match in pattern("YYYY").finditer(tokens.codes)]
    limit = issued.year - 1 if issued else 2199
    past = sum(1400 <= year < limit for year in years) + len(pattern("INT BC").findall(tokens.codes))
    return past >= _PAST_YEARS and past > 3 * deictic and not opening


def _is_before_christ(tokens: Tokens) -> bool:
    named = len(pattern("INT BC").findall(tokens.codes))
    return named >= 3 and named > len(pattern("YYYY(?!BC)").findall(tokens.codes)) / 4


def _times(tokens: Tokens, found: Iterator[Found], issued: Point | None) -> tuple[Time, ...]:
    times: list[Time] = []
    anchors: list[str | None] = []
    last: str | None = None
    for number, item in enumerate(found, 1):
        start, end = tokens.starts[item.first], tokens.ends[item.end - 1]
        anchors.append(last if item.anchor == "last" else item.anchor)
        times.append(_time(tokens.text, f"t{number}", item, start, end))
        if item.kind in ("DATE", "TIME") and point_of(item.value):
            last = f"t{number}"
    own = next((time.id for time in times if issued and time.value == issued.timex and _absolute(time)), None)
    return tuple(
        _anchored(time, own if anchor == "issued" else anchor) for time, anchor in zip(times, anchors, strict=True)
    )


def _absolute(time: Time) -> bool:
    return time.more.get("reference") == "absolute"


def _time(text: str, name: str, item: Found, start: int, end: int) -> Time:
    more = {"reference": item.reference} | ({"mod": item.mod} if item.mod else {})
    value = item.edtf or edtf_of(item.value, about=item.mod == "APPROX")
    return Time(
        id=name,
        span=Span(start=start, end=end, text=text[start:end]),
        kind=item.kind,
        value=item.value,
        edtf=value if _is_valid(value) else None,
        more=more,
    )


def _is_valid(value: str | None) -> bool:
    if value is None:
        return False
    try:
        edtf.bounds(value)
    except ValueError:
        return False
    return True


def _anchored(time: Time, anchor: str | None) -> Time:
    if anchor is None or anchor == time.id:
        return time
    return Time(
        id=time.id, span=time.span, kind=time.kind, value=time.value, edtf=time.edtf, anchor=anchor, more=time.more
    )
