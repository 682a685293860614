"""A text set as HTML: passages of sentences, each with the marks over it, so that what overlaps is still shown.

A mark of kind `span` is a stretch with an address of its own, `char=12,22`. Where others cut it into pieces, its
address is an empty anchor with the class `at7`, before the first of its pieces, and every piece has the class `e7`, for
a mark of number 7; a style sheet can then light all of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from dateline.formats.html_text import html
from dateline.formats.marked_text import Mark, Piece, blocks, line_ends, pieces, sentences

MANNERS = ("denied", "hedged", "reported", "quoted")
"""How words are underlined; where several lie over each other, the first of these."""
_SHOWN = ("name", "trigger", "time")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence from `start` to `end`, as HTML; `gap` is what parts it from the one before.

    `number` counts from 1 through the text; `split` are the numbers of the spans in it that are in several pieces.
    """

    number: int
    start: int
    end: int
    html: str
    gap: str
    split: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A paragraph of the text and its sentences."""

    start: int
    end: int
    sentences: tuple[Sentence, ...]


def set_text(text: str, marks: Iterable[Mark]) -> tuple[Passage, ...]:
    """The passages of a text; marks are of the kinds in `MANNERS`, `name`, `trigger`, `time`, and `span`.

    >>> [passage] = set_text("Baku. Peace.", [Mark(start=0, end=4, kind="name"), Mark(start=0, end=4, kind="span")])
    >>> [one.html for one in passage.sentences]
    ['<span id="char=0,4" class="name">Baku</span>.', 'Peace.']
    """
    return tuple(_passages(text, sorted(marks, key=lambda mark: (mark.start, mark.end))))


def _passages(text: str, marks: Sequence[Mark]) -> Iterator[Passage]:
    held = [mark for mark in marks if mark.kind in _SHOWN]
    starts = [mark.start for mark in held]
    number = following = 0
    over: list[Mark] = []
    for start, end in blocks(text):
        breaks = line_ends(text, start, end)
        ordered = sorted(breaks)
        made: list[Sentence] = []
        inside = held[bisect_left(starts, start) : bisect_left(starts, end)]
        for begin, stop in sentences(text, start, end, inside):
            number += 1
            while following < len(marks) and marks[following].start < stop:
                over.append(marks[following])
                following += 1
            over = [mark for mark in over if mark.end > begin]
            cuts = frozenset(ordered[bisect_left(ordered, begin) : bisect_left(ordered, stop)])
            words, split = _sentence(text, begin, stop, over, cuts)
            gap = _gap(made[-1].end, begin, breaks) if made else ""
            made.append(Sentence(number=number, start=begin, end=stop, html=words, gap=gap, split=split))
        yield Passage(start=start, end=end, sentences=tuple(made))


def _gap(end: int, begin: int, breaks: set[int]) -> str:
    gap = range(end, begin)
    return "<br>" if any(one in breaks for one in gap) else " " * bool(gap)


def _sentence(
    text: str, begin: int, end: int, marks: Sequence[Mark], breaks: frozenset[int]
) -> tuple[str, tuple[int, ...]]:
    cut = list(pieces(begin, end, marks, chain.from_iterable((one, one + 1) for one in breaks)))
    spans = [(mark, piece) for piece in cut for mark in piece.marks if mark.kind == "span"]
    whole = {mark.number for mark, piece in spans if (mark.start, mark.end) == (piece.start, piece.end)}
    written = "".join(_piece(text, piece, whole, breaks) for piece in cut)
    return written, tuple(sorted({mark.number for mark, _ in spans} - whole))


def _piece(text: str, piece: Piece, whole: set[int], breaks: frozenset[int]) -> str:
    kinds = {mark.kind for mark in piece.marks}
    manner = next((one for one in MANNERS if one in kinds), "")
    classes: list[str] = [kind for kind in _SHOWN if kind in kinds]
    if manner:
        classes += ["v", manner]
    spans = [mark for mark in piece.marks if mark.kind == "span"]
    classes += [f"e{mark.number}" for mark in spans if mark.number not in whole]
    anchors = "".join(
        f'<span id="char={mark.start},{mark.end}" class="at{mark.number}"></span>'
        for mark in spans
        if mark.start == piece.start and mark.number not in whole
    )
    own = next((f' id="char={mark.start},{mark.end}"' for mark in spans if mark.number in whole), "")
    words = html(text[piece.start : piece.end])
    if piece.start in breaks:
        words = f"<br>{words}"
    if not classes and not own:
        return anchors + words
    named = f' class="{" ".join(classes)}"' if classes else ""
    return f"{anchors}<span{own}{named}>{words}</span>"
