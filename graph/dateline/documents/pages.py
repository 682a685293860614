"""Lines of printed pages to running text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
_HYPHENS = ("-", "\u2010", "\u00ad")
_FIRST_WORD = re.compile(r"\w+")
_LAST_WORD = re.compile(r"\w+\Z")
_HYPHENATED = re.compile(r"\b\w++(?:[-\u2010]\w++)+")
_ENDED = re.compile(r"[.!?…:]['\"”’)\]]*\Z")
_ITEM = re.compile(r"(?:[•◦▪‣·*–—-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s")
_EDGE = 2
_NUMBER = re.compile(r"\d+")
_FULL = 0.75
_NARROW = 25


def text_of_pages(pages: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    r"""One text of the lines of pages, and what was left out of it.

    Ligatures become letters; a word broken at the end of a line is put together, with its hyphen if it is spelt with
    one elsewhere; lines that were only wrapped are joined by a space; lines that most pages begin or end with go.

    >>> text_of_pages(["The e\ufb00ects of the occu-\npation of the harbour were\nsevere.", "2"])[0]
    'The effects of the occupation of the harbour were severe.\n\n2'
    """
    lines = [[line.strip() for line in page.translate(_LIGATURES).splitlines()] for page in pages]
    kept, dropped = _without_running_heads([[line for line in page if line] for page in lines])
    whole = _unbroken([line for page in kept for line in page])
    notes = (f"Left out as running heads or page numbers: {', '.join(dropped[:5])}.",) if dropped else ()
    return "\n\n".join(_paragraphs(whole)), notes


def _without_running_heads(pages: Sequence[list[str]]) -> tuple[list[list[str]], list[str]]:
    """The pages without the lines at their edges that recur, but for their numbers, on about half of them.

    A line is only taken for one if every line between it and the edge is.
    """
    counted = Counter(key for page in pages for key in _edges(page))
    least = max(3, sum(1 for page in pages if page) // 2)
    dropped: dict[str, str] = {}
    kept = []
    for page in pages:
        rest = dict(enumerate(page))
        above = True
        for place, key in _edges(page):
            above = counted[place, key] >= least and (above or place in (0, -1))
            if above:
                line = rest.pop(place % len(page), None)
                dropped.setdefault(key, (line or key)[:60])
        kept.append(list(rest.values()))
    return kept, [f"“{line}”" for line in dropped.values()]


def _edges(page: Sequence[str]) -> list[tuple[int, str]]:
    """The first and the last lines, from the edge inwards, by their places from the edge and without their numbers."""
    top = [(at, _NUMBER.sub("#", line).casefold()) for at, line in enumerate(page[:_EDGE])]
    bottom = [(-1 - at, _NUMBER.sub("#", line).casefold()) for at, line in enumerate(page[::-1][:_EDGE])]
    return [*top, *bottom]


def _unbroken(lines: Sequence[str]) -> list[str]:
    """The lines with words put together that a hyphen at the end of a line broke; the rest of the word moves up.

    >>> _unbroken(["a well-", "known storm, a well-known one, dam-", "age"])
    ['a well-known', 'storm, a well-known one, damage']
    """
    spelt = {word.casefold() for line in lines for word in _HYPHENATED.findall(line)}
    found: list[str] = []
    for line in lines:
        rest = line
        if found and found[-1].endswith(_HYPHENS) and (second := _FIRST_WORD.match(line)):
            stem, hyphen = found[-1][:-1], found[-1][-1]
            tail = stem[-100:].rsplit(None, 1)[-1:]
            first = _LAST_WORD.search(tail[0]) if tail else None
            if first and first[0][-1].isalpha():
                word, _, rest = line.partition(" ")
                spelt_so = f"{first[0]}-{second[0]}".casefold() in spelt or not second[0].islower()
                found[-1] = f"{stem}{'-' if spelt_so and hyphen != _HYPHENS[2] else ''}{word}"
        found.append(rest)
    return [clean for line in found if (clean := line.replace("\u00ad", "").strip())]


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """Lines joined by a space where one runs on into the next."""
    lengths = sorted(len(line) for line in lines)
    usual = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    found: list[list[str]] = []
    for line in lines:
        if found and _runs_on(found[-1][-1], line, usual):
            found[-1].append(line)
        else:
            found.append([line])
    return [" ".join(joined) for joined in found]


def _runs_on(line: str, following: str, usual: int) -> bool:
    if _ITEM.match(following):
        return False
    if following[0].islower():
        return True
    full = len(line) >= max(_NARROW, _FULL * usual)
    return full and (not _ENDED.search(line) or len(line) >= 0.9 * usual)
