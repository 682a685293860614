"""Quotes to spans: the words as they stand in the passage, in one place and no other, or nothing.

A model tends to retype what it quotes: plain quotation marks for curly ones, one space for a line break. Words that
differ in nothing else are the same words; their span is cut from the text. No other difference is bridged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final
from unicodedata import combining

from dateline.model import Span
from dateline.reader.language_model.answer import Quote
from dateline.reader.language_model.passages import Passage

_PLAIN: Final = {**dict.fromkeys(map(ord, "‘’‚‛′"), "'"), **dict.fromkeys(map(ord, "“”„‟″«»"), '"')}
_WORD: Final = re.compile(r"\w")


class Anchors:
    """Finds quotes in one passage of a text."""

    def __init__(self, text: str, passage: Passage) -> None:
        self._text = text
        self._passage = passage
        self._plain = passage.of(text).translate(_PLAIN)

    @property
    def passage(self) -> str:
        """The words of the passage."""
        return self._passage.of(self._text)

    def find(self, quote: Quote, *, longest: int) -> Span | str:
        """The span of a quote, or why it has none.

        >>> from dateline.reader.language_model.passages import Passage
        >>> text = "“Go,” he said. He said it to the Bakuvian of Baku."
        >>> anchors = Anchors(text, Passage(start=0, end=len(text), context=0))
        >>> anchors.find(Quote(words="Baku"), longest=80).start
        45
        >>> anchors.find(Quote(words='"Go," he'), longest=80).text
        '“Go,” he'
        >>> anchors.find(Quote(words="said"), longest=80)
        'its words stand in several places of the passage.'
        >>> anchors.find(Quote(words="said", within="He said it"), longest=80).start
        18
        """
        if not _WORD.search(quote.words):
            return "it has no words."
        if len(quote.words) > longest:
            return f"it has more than {longest} characters."
        places = self._places(quote.words, 0, len(self._plain))
        if len(places) > 1 and quote.within:
            around = self._places(quote.within, 0, len(self._plain)) if len(quote.within) <= len(self._plain) else []
            if len(around) != 1:
                how = "in several places" if around else "nowhere"
                return f"its words stand in several places of the passage, and the stretch around them {how}."
            places = self._places(quote.words, *around[0])
            if len(places) != 1:
                how = "in several places" if places else "nowhere"
                return f"its words stand {how} in the stretch around them."
        if not places:
            return self._elsewhere(quote.words)
        if len(places) > 1:
            return "its words stand in several places of the passage."
        start, end = (self._passage.start + place for place in places[0])
        return Span(start=start, end=end, text=self._text[start:end])

    def _places(self, words: str, start: int, end: int) -> list[tuple[int, int]]:
        """The first two places of whole words in a stretch of the passage."""
        found = _found(self._plain, words, start, end)
        whole = (
            place for place in found if not any(_is_inside_word(self._text, self._passage.start + at) for at in place)
        )
        return list(islice(whole, 2))

    def _elsewhere(self, words: str) -> str:
        before = self._text[self._passage.context : self._passage.start].translate(_PLAIN)
        if _pattern(words).search(before):
            return "its words stand before the passage, not in it."
        return "its words do not stand in the passage."


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Where some words begin and end in a short text, as whole words; retyped marks and white space are the same.

    >>> occurrences("13 of 133 people", "13")
    [(0, 2)]
    """
    if not _WORD.search(words) or len(words) > len(text):
        return []
    found = _found(text.translate(_PLAIN), words, 0, len(text))
    return [place for place in found if not any(_is_inside_word(text, at) for at in place)]


def _found(plain: str, words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    pattern = _pattern(words)
    while match := pattern.search(plain, start, end):
        yield match.span()
        start = match.start() + 1


def _is_inside_word(text: str, place: int) -> bool:
    """Whether an offset lies between two letters of one word, or between a letter and its accent."""
    if not 0 < place < len(text):
        return False
    before, behind = text[place - 1], text[place]
    return combining(behind) > 0 or (_WORD.match(before) is not None and _WORD.match(behind) is not None)


def _pattern(words: str) -> re.Pattern[str]:
    """What matches words as they are, with any white space between them."""
    return re.compile(r"\s+".join(re.escape(word) for word in words.translate(_PLAIN).split()))
