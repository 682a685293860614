"""Whether every span of a reading holds: inside the text, and with the words that stand there."""

from __future__ import annotations

from itertools import islice

from dateline.errors import shown
from dateline.model import Span
from dateline.reading.anchors import occurrences
from dateline.reading.draft import Draft, Placed
from dateline.reading.drift import counted_otherwise, digest, drift_of
from dateline.reading.report import Report

_MOST_SEARCHED = 200
"""How many wrong spans are looked for elsewhere in the text."""
_ENOUGH = 0.6
"""The share of the wrong spans that a common cause must explain to be named."""


def check_spans(draft: Draft, text: str, report: Report) -> None:
    """Reports a text that is not the one that was read, and every span whose words do not stand where it says."""
    spans = list(draft.spans())
    wrong = [placed for placed in spans if not _stands(placed.item, text)]
    if digest(text) != draft.document.sha256:
        wrong = _explain_drift(draft, text, spans, wrong, report)
    else:
        _check_length(draft, text, report)
        wrong = _explain_counting(text, wrong, report)
    for number, placed in enumerate(wrong):
        what, remedy = _what_is_wrong(placed.item, text, search=number < _MOST_SEARCHED)
        report.add(placed.path, what, remedy)
    for placed in spans:
        _check_segments(placed, report)


def _stands(span: Span, text: str) -> bool:
    return span.start < span.end <= len(text) and span.of(text) == span.text


def _check_length(draft: Draft, text: str, report: Report) -> None:
    given, right = draft.document.length, len(text)
    if given != right:
        ways = {len(text.encode()): "its UTF-8 bytes", len(text.encode("utf-16-le")) // 2: "its UTF-16 units"}
        told = f" {given} is the number of {ways[given]}." if given in ways else ""
        report.add("document.length", f"the text has {right} code points, not {given}.{told}", f"Write {right}.")


def _explain_drift(
    draft: Draft, text: str, spans: list[Placed[Span]], wrong: list[Placed[Span]], report: Report
) -> list[Placed[Span]]:
    """Reports that the text is another one, with the reason if it can be told, and gives the spans left to report."""
    recorded, path = draft.document.sha256, "document.sha256"
    drift = drift_of(text, recorded, _window(text, spans, wrong, draft.document.length))
    if drift:
        count = f" {len(wrong)} of {len(spans)} spans no longer fit it." if wrong else ""
        report.add(
            path,
            f"the text is not the one that was read: {drift.what}.{count}",
            "Restore the text as it was, byte for byte; a text that has changed needs a reading of its own.",
        )
        return [placed for placed in spans if not _stands(placed.item, drift.original)]
    moved = _moved(text, wrong)
    length = (
        "" if len(text) == draft.document.length else f" It has {len(text)} code points, not {draft.document.length}."
    )
    report.add(
        path,
        f"the text is not the one that was read: its SHA-256 is {digest(text)}.{length}{moved}",
        "Restore the text as it was. If only words that no span holds were changed, write the new sha256 and length "
        "here; otherwise read the document again."
        if wrong
        else f"All spans still fit. If this is the right text, write the new sha256, and length: {len(text)}.",
    )
    return wrong


def _window(text: str, spans: list[Placed[Span]], wrong: list[Placed[Span]], length: int) -> tuple[int, int] | None:
    """Between which offsets one character must have been lost or gained, by the spans around it."""
    if not wrong or len(text) == length:
        return None
    first = min(placed.item.start for placed in wrong)
    standing = (placed.item.end for placed in spans if placed.item.end <= first and _stands(placed.item, text))
    return max(standing, default=0), min(min(placed.item.end for placed in wrong), len(text))


def _moved(text: str, wrong: list[Placed[Span]]) -> str:
    """By how much most of the wrong spans are moved, in words; empty if they have no such thing in common."""
    moves: dict[int, int] = {}
    for placed in wrong[:_MOST_SEARCHED]:
        nearest = _nearest(placed.item, text)
        if nearest:
            moves[nearest[0] - placed.item.start] = moves.get(nearest[0] - placed.item.start, 0) + 1
    if not moves:
        return ""
    move, count = max(moves.items(), key=lambda item: item[1])
    if count < 2 or move == 0 or count < _ENOUGH * len(wrong[:_MOST_SEARCHED]):
        return ""
    first = min(placed.item.start for placed in wrong)
    what = "added" if move > 0 else "removed"
    return (
        f" From offset {first} on most words stand {abs(move)} characters {'later' if move > 0 else 'earlier'}: "
        f"something of that length was {what} before them."
    )


def _explain_counting(text: str, wrong: list[Placed[Span]], report: Report) -> list[Placed[Span]]:
    """Reports offsets that are counted in another way, if most of the wrong spans are, and gives the others."""
    if not wrong:
        return wrong
    best: tuple[str, list[Placed[Span]]] = ("", [])
    for how, words in counted_otherwise(text):
        fitting = [placed for placed in wrong if words(placed.item.start, placed.item.end) == placed.item.text]
        if len(fitting) > len(best[1]):
            best = (how, fitting)
    how, fitting = best
    if len(fitting) < 2 or len(fitting) < _ENOUGH * len(wrong):
        return wrong
    one = fitting[0].item
    right = _nearest(one, text)
    example = f" {shown(one.text, most=40)} is at {right[0]}:{right[0] + len(one.text)}." if right else ""
    report.add(
        fitting[0].path,
        f"here and in {len(fitting) - 1} further spans the offsets are counted {how}.",
        f"Count code points from 0, the end exclusive.{example}",
    )
    explained = {placed.path for placed in fitting}
    return [placed for placed in wrong if placed.path not in explained]


def _what_is_wrong(span: Span, text: str, *, search: bool) -> tuple[str, str]:
    remedy = _where_else(span, text) if search else ""
    if span.start >= span.end:
        return f"the span ends at {span.end}, before or where it begins ({span.start}).", remedy
    if span.end > len(text):
        return f"the span {span.start}:{span.end} goes beyond the text, which has {len(text)} code points.", remedy
    there = span.of(text)
    what = f"{span.start}:{span.end} should be {shown(span.text)}, but there stands {shown(there)}."
    difference = _difference(span.text, there)
    return f"{what} {difference}".rstrip(), remedy


def _difference(wanted: str, there: str) -> str:
    """The characters in which two texts of one length differ, where these are few and easily overlooked."""
    if len(wanted) != len(there):
        return ""
    pairs = {(ord(one), ord(other)) for one, other in zip(wanted, there, strict=True) if one != other}
    if len(pairs) > 2 or all(one < 128 and other < 128 for one, other in pairs):
        return ""
    return f"They differ in {', '.join(f'U+{one:04X} against U+{other:04X}' for one, other in sorted(pairs))}."


def _nearest(span: Span, text: str) -> list[int]:
    """Where the words of a span stand, the nearest place first; at most five of the places around it."""
    if not span.text or len(span.text) > len(text):
        return []
    after = list(islice(occurrences(text[max(span.start, 0) :], span.text), 3))
    places = [place + max(span.start, 0) for place in after]
    before = min(span.start + len(span.text) - 1, len(text))
    for _ in range(3):
        place = text.rfind(span.text, 0, max(before, 0))
        if place < 0:
            break
        places.append(place)
        before = place + len(span.text) - 1
    return sorted(set(places), key=lambda place: (abs(place - span.start), place))[:5]


def _where_else(span: Span, text: str) -> str:
    places = _nearest(span, text)
    if not places:
        return "These words stand nowhere in the text; copy them from it, letter by letter."
    if len(places) == 1:
        return f"The words stand at {places[0]}:{places[0] + len(span.text)}."
    return f"The words stand at {', '.join(f'{place}:{place + len(span.text)}' for place in places)}."


def _check_segments(placed: Placed[Span], report: Report) -> None:
    span, end = placed.item, placed.item.start
    for number, segment in enumerate(span.segments):
        path = f"{placed.path}.segments[{number}]"
        if segment.start < span.start or segment.end > span.end:
            report.add(
                path,
                f"the segment {segment.start}:{segment.end} lies outside its span {span.start}:{span.end}.",
                "A span reaches from its first segment to its last.",
            )
        elif segment.start < end and number:
            report.add(path, "the segment begins before the one before it ends.", "Put segments in order, apart.")
        end = max(end, segment.end)
