"""Quotations, verbatim and in paraphrase, with whose words they are, through whom, and the cue that says so."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.model import Quotation, Span
from dateline.reader.cast import Cast
from dateline.reader.cues import Cue, cues
from dateline.reader.lexicon import words
from dateline.reader.parse import Parsed
from dateline.reader.quoted import quoted
from dateline.reader.syntax import lemma

_FARTHEST = 60
_NEARBY = 12
_GAP = 3
_AROUND = " \n\t”“\"'’‘«»"
_SHORTEST_SPEECH = 4
_FIRST_PERSON = frozenset(("i", "we", "me", "us"))


@dataclass(slots=True)
class _Found:
    """A quotation in the making: its stretches, whether each is verbatim, and its cue."""

    cue: Cue | None
    parts: list[tuple[int, int, bool]]
    like: _Found | None = None
    source: str | None = None

    @property
    def start(self) -> int:
        return min(part[0] for part in self.parts)

    @property
    def direct(self) -> bool:
        verbatim = sum(stop - start for start, stop, direct in self.parts if direct)
        return verbatim * 2 > sum(stop - start for start, stop, _ in self.parts)


def find_quotations(
    parsed: Parsed, cast: Cast, *, publishers: Mapping[str, str] | None = None
) -> tuple[Quotation, ...]:
    """The quotations of a text in order. Speakers that no entity stands for are added to the cast.

    `publishers` maps the id of a document that the text mentions to who published it: its word is the publisher's,
    relayed by the document.
    """
    verbatim = quoted(parsed.text)
    found: dict[int, _Found] = {}
    every = list(cues(parsed.tokens()))
    for cue in every:
        for start, stop in cue.content:
            found.setdefault(id(cue), _Found(cue, [])).parts.append((start, stop, False))
    _give_verbatim(parsed, verbatim, every, found)
    ordered = sorted((one for one in found.values() if one.parts), key=lambda one: (one.start, -_stop(one)))
    for one in ordered:
        one.parts = _merged(one.parts)
    _name_sources(cast, ordered)
    _give_first_persons(parsed, cast, ordered)
    return tuple(_finish(parsed, cast, ordered, publishers or {}))


def _stop(one: _Found) -> int:
    return max(part[1] for part in one.parts)


def _merged(parts: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    result: list[tuple[int, int, bool]] = []
    for start, stop, direct in sorted(parts, key=lambda part: (part[0], -part[1])):
        if result and start < result[-1][1]:
            first, last, was = result[-1]
            inner = stop - start if direct and not was else 0
            covered = inner * 2 > max(last, stop) - first
            result[-1] = (first, max(last, stop), was or covered)
        else:
            result.append((start, stop, direct))
    return result


def _give_verbatim(
    parsed: Parsed, verbatim: Sequence[tuple[int, int]], every: Sequence[Cue], found: dict[int, _Found]
) -> None:
    starts = [start for start, _ in verbatim]

    def inside(place: int) -> bool:
        at = bisect_right(starts, place) - 1
        return at >= 0 and place < verbatim[at][1]

    clauses = sorted(
        ((a, b, one) for one in found.values() if one.cue and not inside(one.cue.start) for a, b, _ in one.parts),
        key=lambda clause: clause[:2],
    )
    begins = [clause[0] for clause in clauses]

    def containing(start: int, stop: int) -> _Found | None:
        at = bisect_right(begins, start + 1)
        near = clauses[max(0, at - _NEARBY) : at]
        return next((one for _, b, one in reversed(near) if stop <= b + 3), None)

    outside = [cue for cue in every if not inside(cue.start)]
    places = [cue.start for cue in outside]
    last: _Found | None = None
    last_end = -1
    for start, stop in verbatim:
        holder = containing(start, stop)
        if holder is None:
            cue = _nearest(parsed, outside, places, start, stop, starts)
            if cue is not None:
                holder = found.setdefault(id(cue), _Found(cue, []))
        if holder is None and last is not None and _goes_on(parsed, last, last_end, start, stop):
            holder = last
        if holder is None:
            continue
        holder.parts.append((start, stop, True))
        last, last_end = holder, stop


def _speech(text: str) -> bool:
    return len(text.split()) >= _SHORTEST_SPEECH or text.rstrip()[-1:] in ",.!?…"


def _goes_on(parsed: Parsed, last: _Found, last_end: int, start: int, stop: int) -> bool:
    """Whether a stretch goes on with the quotation before: nothing stands between, or only its cue."""
    text = parsed.text
    if not _speech(text[start:stop]) or len(text[start:stop].split()) < 2:
        return False
    between = text[last_end:start]
    if not between.strip(_AROUND):
        return between.count("\n") <= _GAP
    if last.cue is None or not last_end <= last.cue.start < start or len(between) > 2 * _FARTHEST or "\n\n" in between:
        return False
    return "." not in between.rstrip(_AROUND).rstrip(".")


def _nearest(
    parsed: Parsed, outside: Sequence[Cue], places: Sequence[int], start: int, stop: int, starts: Sequence[int]
) -> Cue | None:
    text = parsed.text
    if not _speech(text[start:stop]):
        return None
    behind, ahead = None, None
    at = bisect_left(places, stop)
    limit = starts[bisect_left(starts, stop)] if bisect_left(starts, stop) < len(starts) else len(text)
    for cue in outside[at : at + 3]:
        between = text[stop : cue.start]
        if cue.start >= limit or len(between) > _FARTHEST or "\n\n" in between:
            break
        if not any(sign in between for sign in ".!?;") and _can_introduce(cue):
            behind = cue
            break
    for cue in reversed(outside[max(0, at - 6) : at]):
        if cue.start >= start:
            continue
        between = text[cue.end : start]
        if len(between) > 2 * _FARTHEST or "\n\n" in between or any(sign in between for sign in "!?;"):
            break
        if ". " in between or not _can_introduce(cue):
            continue
        ahead = cue
        break
    if (behind is not None and text[stop - 1] in ",?!…-—") or (
        behind is not None and text[stop : stop + 2].strip("”\"’' ") == ","
    ):
        return behind
    if ahead is not None and (
        text[:start].rstrip(" “\"‘'«„").endswith((",", ":")) or len(text[ahead.end : start].split()) <= 3
    ):
        return ahead
    return behind if behind is not None and not ahead else ahead if _close(text, ahead, start) else behind


def _close(text: str, cue: Cue | None, start: int) -> bool:
    return cue is not None and len(text[cue.end : start]) <= _FARTHEST


def _can_introduce(cue: Cue) -> bool:
    name = lemma(cue.token)
    if name in words("cues", "never before quotations"):
        return False
    return (
        cue.token.lower_ == "according"
        or name in words("cues", "saying verbs")
        or name in words("cues", "quoting verbs")
        or (name in ("think", "believe", "feel", "wonder", "ask", "hope"))
    )


def _name_sources(cast: Cast, ordered: Sequence[_Found]) -> None:
    spoken = sorted((a, b, id(one), one) for one in ordered for a, b, direct in one.parts if direct)
    begins = [part[0] for part in spoken]

    def speaker_of(place: int) -> str | None:
        at = bisect_right(begins, place) - 1
        return spoken[at][3].source if at >= 0 and place < spoken[at][1] else None

    last: str | None = None
    for one in ordered:
        token = one.cue.speaker if one.cue is not None else None
        if token is None:
            continue
        if token.lower_ in _FIRST_PERSON and one.cue is not None:
            holder = speaker_of(one.cue.start)
            if holder is not None:
                one.source = holder
                if token.lower_ == "i":
                    cast.add_mention(holder, token)
                continue
        known = cast.of(token)
        if known is None and token.lower_ in ("he", "she") and last is not None and cast.kind(last) == "Person":
            known = last
            cast.add_mention(last, token)
        if known is None and token.pos_ in ("NOUN", "PROPN", "PRON"):
            known = cast.add(token)
        one.source = cast.as_speaker(known, token) if known is not None else None
        if one.source is not None and one.direct:
            last = one.source


def _give_first_persons(parsed: Parsed, cast: Cast, ordered: Sequence[_Found]) -> None:
    """In verbatim words "I" is the speaker, "we" the body that speaks, or the people that a person speaks for."""
    for one in ordered:
        if one.source is None:
            continue
        for start, stop, direct in one.parts:
            for token in parsed.tokens_in(start, stop) if direct else ():
                if token.lower_ in ("i", "me", "my") and cast.kind(one.source) == "Person":
                    cast.add_mention(one.source, token)
                elif token.lower_ in ("we", "us", "our"):
                    cast.add_mention(cast.those_around(one.source), token)


def _finish(parsed: Parsed, cast: Cast, ordered: Sequence[_Found], publishers: Mapping[str, str]) -> list[Quotation]:
    result: list[Quotation] = []
    for one in ordered:
        source, relay = one.source, None
        if one.cue is not None and one.cue.relay is not None:
            relay = cast.of(one.cue.relay)
            relay = cast.as_speaker(relay, one.cue.relay) if relay is not None else None
        if source is not None and source in publishers and publishers[source] != source:
            source, relay = publishers[source], source
        result.append(
            Quotation(
                span=_span(parsed.text, one.parts),
                source=source,
                direct=one.direct,
                cue=_plain(parsed.text, one.cue.start, one.cue.end) if one.cue is not None else None,
                relayed_by=relay if relay != source else None,
            )
        )
    return _relayed(result)


def _relayed(found: list[Quotation]) -> list[Quotation]:
    opened: list[Quotation] = []
    result: list[Quotation] = []
    for one in found:
        opened = [outer for outer in opened if outer.span.end > one.span.start]
        outer = next((o for o in reversed(opened) if o.span.end >= one.span.end and o.source), None)
        if outer is not None and one.relayed_by is None and outer.source != one.source:
            one = replace(one, relayed_by=outer.source)
        opened.append(one)
        result.append(one)
    return [replace(one, id=f"q{at}") for at, one in enumerate(result, start=1)]


def _plain(text: str, start: int, stop: int) -> Span:
    return Span(start=start, end=stop, text=text[start:stop])


def _span(text: str, parts: Sequence[tuple[int, int, bool]]) -> Span:
    spans = tuple(_plain(text, start, stop) for start, stop, _ in parts)
    if len(spans) == 1:
        return spans[0]
    start, stop = spans[0].start, max(span.end for span in spans)
    return Span(start=start, end=stop, text=text[start:stop], segments=spans)
