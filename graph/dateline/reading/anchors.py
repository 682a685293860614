"""Spans and the text they are cut from: words to offsets, and whether the words stand where a reading says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from dateline.errors import shown
from dateline.reading.report import Report

_WITH_OFFSETS = re.compile(r"([0-9]{1,12}):([0-9]{1,12}) (.+)", re.DOTALL)
_ONLY_OFFSETS = re.compile(r"([0-9]{1,12}):([0-9]{1,12}) ?")
_MOST_CANDIDATES = 6
_AROUND = 20


class Anchors:
    """Reads spans in their short form, `403:407 Baku` or `Baku`, over one text."""

    def __init__(self, text: str, report: Report) -> None:
        self.text = text
        self.report = report
        self.failed = False

    def span(self, words: str, path: str) -> dict[str, Any]:
        """The plain span of a short form. Words without offsets must occur once; else they are reported.

        >>> Anchors("Baku, in Baku", Report("r.yaml")).span("9:13 Baku", "x")
        {'start': 9, 'end': 13, 'text': 'Baku'}
        >>> Anchors("Baku, in January", Report("r.yaml")).span("January", "x")
        {'start': 9, 'end': 16, 'text': 'January'}
        """
        found = _WITH_OFFSETS.fullmatch(words)
        if found:
            return {"start": int(found[1]), "end": int(found[2]), "text": found[3]}
        bare = _ONLY_OFFSETS.fullmatch(words)
        if bare:
            there = self.text[int(bare[1]) : int(bare[2])]
            self.report.add(
                path, "the words of the span are missing.", f"There stands {shown(there)}." if there else ""
            )
            return self.placeholder()
        places = list(islice(occurrences(self.text, words), _MOST_CANDIDATES)) if words else []
        if len(places) == 1:
            return {"start": places[0], "end": places[0] + len(words), "text": words}
        if not places:
            self.report.add(
                path,
                f"{shown(words)} does not occur in the text." if words else "the span has no words.",
                "Copy the words from the text, letter by letter.",
            )
        else:
            many = f"at least {_MOST_CANDIDATES}" if len(places) == _MOST_CANDIDATES else str(len(places))
            self.report.add(
                path,
                f"{shown(words)} occurs {many} times in the text, so it needs its offsets.",
                "Choose: " + "; ".join(self._candidate(place, words) for place in places) + ".",
            )
        return self.placeholder()

    def placeholder(self) -> dict[str, Any]:
        """A span that holds, in place of one that was reported already."""
        self.failed = True
        return {"start": 0, "end": 1, "text": self.text[:1] or "?"}

    def _candidate(self, start: int, words: str) -> str:
        end = start + len(words)
        before, after = self.text[max(start - _AROUND, 0) : start], self.text[end : end + _AROUND]
        return f"{start}:{end} in {shown(before + self.text[start:end] + after)}"


def occurrences(text: str, words: str) -> Iterator[int]:
    """Where words begin in a text, in its order; overlapping places too.

    >>> list(occurrences("aaa", "aa"))
    [0, 1]
    """
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + 1)
