"""How a text is laid out: its paragraphs, which of them are headings, and the pieces that are parsed at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

LONGEST_PIECE = 20_000
"""Code points; a longer paragraph is parsed in pieces, cut after a sentence or, for want of one, after a word."""

_WIDEST_WRAP = 120
_LONGEST_DATELINE = 90
_LONGEST_HEADING = 200
_CLOSED = re.compile(r"[.!?…:;][\"'”’)\]]*")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s")
_SENTENCE_ENDED = re.compile(r"[.!?][\"'”’)\]]*\Z")
_WORD = re.compile(r"[^\W\d_]+")
_SMALL_WORDS = frozenset(
    (
        *("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "is", "of", "on", "or", "over", "s"),
        *("the", "to", "up", "via", "vs", "with", "after", "against", "before", "near", "no", "not", "off"),
    )
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """Lines that belong together, from the first to the last character that can be seen; `heading` if it is a title."""

    start: int
    end: int
    heading: bool = False


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    r"""The paragraphs of a text in order, without the white space around them.

    A blank line always ends a paragraph. A single line break does unless the lines were wrapped at a width, that is,
    unless the next line begins with a small letter, or its first word would not have fitted any more after words that
    end no sentence. A heading is short, is not closed by a full stop, and either opens the text or is written in
    capitals or in title case.

    >>> [(p.start, p.end, p.heading) for p in paragraphs("A Storm Over Town\n\nIt rained all night.")]
    [(0, 17, True), (19, 39, False)]
    >>> len(paragraphs("The rain that fell all the\nnight had not stopped by\nnoon."))
    1
    """
    found: list[Paragraph] = []
    for block in _blocks(text):
        for start, end in _unwrapped(text, block):
            words = text[start:end]
            alone = len(block) == 1
            found.append(Paragraph(start=start, end=end, heading=_is_heading(words, first=not found, alone=alone)))
    return tuple(found)


_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’-]{2,}[A-Z.'’ -]*(?:\([^()\n]{1,30}\)|,[^\n—–]{1,40})?"
    r"|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}(?: ?\([^()\n]{1,30}\)|,[^\n—–]{0,30}\d[^\n—–]{0,12}))"
    r"\s?(?:—|–|--|-(?=\s))\s?"
)


def dateline_end(text: str, start: int, end: int) -> int:
    """Where the story begins in a paragraph that opens with a place and date, such as "ROME, 3 March —"; else `start`.

    >>> text = "ROME, 3 March 2019 — A flood destroyed a bridge."
    >>> text[dateline_end(text, 0, len(text)):]
    'A flood destroyed a bridge.'
    >>> dateline_end("The bridge - an old one - fell.", 0, 31)
    0
    """
    found = _DATELINE.match(text, start, min(end, start + _LONGEST_DATELINE))
    return found.end() if found and found.end() < end else start


def pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """`start` to `end` cut into stretches of at most `LONGEST_PIECE` code points, at sentence ends where there are any.

    >>> pieces("One. Two.", 0, 9)
    [(0, 9)]
    """
    cut: list[tuple[int, int]] = []
    while end - start > LONGEST_PIECE:
        middle, limit = start + LONGEST_PIECE // 2, start + LONGEST_PIECE
        ends = [match.end() for match in _SENTENCE_END.finditer(text, middle, limit)]
        at = ends[-1] if ends else max(text.rfind(" ", middle, limit) + 1, 0) or limit
        cut.append((start, at))
        start = at
    cut.append((start, end))
    return cut


def _blocks(text: str) -> list[list[tuple[int, int]]]:
    """Runs of lines that are not blank, each line as its start and end without the white space around it."""
    blocks: list[list[tuple[int, int]]] = [[]]
    at = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            start = at + line.index(stripped)
            blocks[-1].append((start, start + len(stripped)))
        elif blocks[-1]:
            blocks.append([])
        at += len(line)
    return [block for block in blocks if block]


def _unwrapped(text: str, block: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The paragraphs of one block: its lines, those joined that were only wrapped."""
    width = max(end - start for start, end in block)
    joined: list[tuple[int, int]] = [block[0]]
    for previous, (start, end) in pairwise(block):
        first_word = text[start:end].split(None, 1)[0]
        full = previous[1] - previous[0] + 1 + len(first_word) > width
        ended = _SENTENCE_ENDED.search(text[previous[0] : previous[1]]) is not None
        if width <= _WIDEST_WRAP and (text[start].islower() or (full and not ended)):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_heading(words: str, *, first: bool, alone: bool) -> bool:
    if len(words) > _LONGEST_HEADING or "\n" in words or _CLOSED.search(words, max(0, len(words) - 3)):
        return False
    letters = _WORD.findall(words)
    if not letters:
        return False
    if first and alone:
        return True
    weighty = [word for word in letters if word.lower() not in _SMALL_WORDS and len(word) > 1]
    return len(weighty) > 1 and all(word[0].isupper() for word in weighty)
