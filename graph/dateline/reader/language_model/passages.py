"""A text in passages, each of which a language model reads by itself.

The passages share no character and leave out nothing but the white space between them, so that no item is found twice.
What stands before a passage goes with it as context, from which nothing may be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.reader.layout import paragraphs

_CONTEXT = 600
"""Code points before a passage that go with it."""
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+")
_WORD_END = re.compile(r"\s+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A stretch of the text from `start` to `end`; its context begins at `context`."""

    start: int
    end: int
    context: int

    def of(self, text: str) -> str:
        """The words of the passage."""
        return text[self.start : self.end]

    def before(self, text: str) -> str:
        """The words before it that help to understand it."""
        return text[self.context : self.start].strip()


def passages(text: str, *, longest: int) -> tuple[Passage, ...]:
    """The passages of a text, as many paragraphs in each as go into `longest` code points.

    A paragraph that is longer is cut at the end of a sentence or, for want of one, of a word.

    >>> text = "One. Two. Three.\\n\\nFour."
    >>> [passage.of(text) for passage in passages(text, longest=12)]
    ['One. Two.', 'Three.', 'Four.']
    """
    found: list[tuple[int, int]] = []
    for one in paragraphs(text):
        for start, end in _cut(text, one.start, one.end, longest):
            if found and end - found[-1][0] <= longest and start == one.start:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
    return tuple(_passage(text, start, end) for start, end in found)


def halves(text: str, passage: Passage) -> tuple[Passage, ...]:
    """A passage in two or more parts, or nothing if it cannot be parted.

    >>> text = "One. Two."
    >>> [half.of(text) for half in halves(text, passages(text, longest=80)[0])]
    ['One.', 'Two.']
    """
    longest = (passage.end - passage.start + 1) // 2
    parts: list[tuple[int, int]] = []
    for one in paragraphs(passage.of(text)):
        for start, end in _cut(text, passage.start + one.start, passage.start + one.end, max(longest, 1)):
            if parts and end - parts[-1][0] <= longest:
                parts[-1] = (parts[-1][0], end)
            else:
                parts.append((start, end))
    return tuple(_passage(text, start, end) for start, end in parts) if len(parts) > 1 else ()


def _passage(text: str, start: int, end: int) -> Passage:
    context = max(0, start - _CONTEXT)
    if context:
        word = _WORD_END.search(text, context, start)
        context = word.end() if word else start
    return Passage(start=start, end=end, context=context)


def _cut(text: str, start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    while end - start > longest:
        limit = start + longest
        at = _last(_SENTENCE_END, text, start + 1, limit) or _last(_WORD_END, text, start + 1, limit) or limit
        stop = at
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        yield start, stop
        start = at
    if start < end:
        yield start, end


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> int | None:
    """Where the last match in a stretch ends; looked for from its second half on, then from its beginning."""
    for begin in (start + (end - start) // 2, start):
        ends = [match.end() for match in pattern.finditer(text, begin, end + 1)]
        if ends:
            return min(ends[-1], end)
    return None
