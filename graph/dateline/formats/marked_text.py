"""A text in blocks, sentences and pieces, cut wherever a mark begins or ends, so that a page can show what overlaps."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_BLANK = re.compile(r"\n(?:[^\S\n]*\n)+")
_LINE_END = re.compile(r"\r?\n")
_WRAPPED = 60
"""A line with at least so many characters goes on in the next one; a shorter one was meant to end."""
_STOP = re.compile(
    r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\W\d_a-z])"
    r"|(?<=[a-z])[.!?](?=[A-Z][a-z])"  # a space was forgotten
)
_ABBREVIATED = re.compile(
    r"(?:^|[\s(“\"])(?:[A-Z]|[A-Z]\.[A-Z]|Mrs?|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|St|Jr|Sr|No|vs|Jan|Feb|Mar|Apr"
    r"|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A stretch that is marked: the class it has on the page, and a number that tells it from other marks."""

    start: int
    end: int
    kind: str
    number: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A stretch in which nothing begins or ends; `marks` are those that lie over it."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def blocks(text: str) -> Iterator[tuple[int, int]]:
    r"""Where the paragraphs are: what blank lines part; in a text without blank lines, every line.

    >>> [text[slice(*block)] for text in ["Title\n\nOne.\nTwo.\n"] for block in blocks(text)]
    ['Title', 'One.\nTwo.']
    """
    gap = _BLANK if _BLANK.search(text.strip()) else _LINE_END
    begin = 0
    for end, following in (*((found.start(), found.end()) for found in gap.finditer(text)), (len(text), len(text))):
        words = text[begin:end]
        if words.strip():
            yield begin + len(words) - len(words.lstrip()), begin + len(words.rstrip())
        begin = following


def sentences(text: str, start: int, end: int, held: Sequence[Mark] = ()) -> Iterator[tuple[int, int]]:
    """Where the sentences of a block are. None ends inside a mark of `held`, which are in the order of the text.

    >>> text = "Gen. Lee left. “Why?” Nobody knew."
    >>> [text[slice(*one)] for one in sentences(text, 0, len(text))]
    ['Gen. Lee left.', '“Why?”', 'Nobody knew.']
    """
    begin, starts, reach = start, [mark.start for mark in held], _reach(held)
    for found in _STOP.finditer(text, start, end):
        stop = found.end() - len(found[0]) + len(found[0].rstrip())
        before = bisect_right(starts, stop - 1)
        if (before and reach[before - 1] > stop) or _ABBREVIATED.search(text[max(begin, stop - 12) : stop]):
            continue
        yield begin, stop
        begin = found.end()
    if begin < end:
        yield begin, end


def _reach(marks: Sequence[Mark]) -> list[int]:
    """How far the marks up to each one reach."""
    reach: list[int] = []
    for mark in marks:
        reach.append(max(mark.end, reach[-1] if reach else 0))
    return reach


def line_ends(text: str, start: int, end: int) -> set[int]:
    """The line ends in a block that were meant: those after a short line."""
    meant: set[int] = set()
    begin = start
    for found in _LINE_END.finditer(text, start, end):
        if found.start() - begin < _WRAPPED:
            meant.add(found.start())
        begin = found.end()
    return meant


def pieces(start: int, end: int, marks: Iterable[Mark], cuts: Iterable[int] = ()) -> Iterator[Piece]:
    """A stretch of the text cut at every end of a mark, and at `cuts`; together the pieces are the stretch.

    >>> [(piece.start, piece.end, len(piece.marks)) for piece in pieces(
    ...     0, 9, [Mark(start=0, end=5, kind="name"), Mark(start=3, end=9, kind="time")])]
    [(0, 3, 1), (3, 5, 2), (5, 9, 1)]
    """
    over = [mark for mark in marks if mark.start < end and mark.end > start]
    bounds = sorted(
        {start, end}
        | {place for mark in over for place in (mark.start, mark.end) if start < place < end}
        | {place for place in cuts if start < place < end}
    )
    opening = sorted(over, key=lambda mark: mark.start)
    active: list[Mark] = []
    following = 0
    for begin, stop in pairwise(bounds):
        while following < len(opening) and opening[following].start <= begin:
            active.append(opening[following])
            following += 1
        active = [mark for mark in active if mark.end > begin]
        yield Piece(start=begin, end=stop, marks=tuple(active))
