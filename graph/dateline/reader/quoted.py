"""Where the text puts words between quotation marks."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[“”„‟«»\"]|(?<!\w)[‘'‚](?=\w)|[’'](?!\w)|``|''")
_CLOSING = {"“": "”", "„": "“”‟", "‟": "”", "«": "»", '"': '"', "‘": "’", "'": "'", "‚": "‘’", "``": "''"}
_LONGEST = 4_000
_BLANK = re.compile(r"\n[^\S\n]*\n")


def quoted(text: str) -> tuple[tuple[int, int], ...]:
    r"""The stretches between quotation marks, marks left out, in order and without those inside another one.

    Curly, straight, double, single, low and angle marks are known. A speech that goes on in the next paragraph, opened
    there again, is one stretch per paragraph. A mark that is never closed ends with its paragraph; one that stands for
    inches or feet opens nothing.

    >>> text = "“Go,” he said. “Now!”"
    >>> [text[a:b] for a, b in quoted(text)]
    ['Go,', 'Now!']
    >>> quoted("the 13\" screen, the dogs' bowls")
    ()
    """
    found: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for mark in _MARKS.finditer(text):
        sign = mark[0]
        if opened is None:
            if _opens(text, mark):
                opened = (mark.end(), sign)
            continue
        start, first = opened
        gap = _BLANK.search(text, start, mark.start())
        if gap or mark.start() - start > _LONGEST:
            stop = gap.start() if gap else text.find("\n", start)
            if first != "'" and first != "‘" and start < stop < mark.start():
                found.append((start, stop))
            opened = (mark.end(), sign) if _opens(text, mark) else None
        elif sign in _CLOSING[first] and not (first in "'‘" and not _closes_single(text, mark)):
            if mark.start() > start:
                found.append((start, mark.start()))
            opened = None
    if opened is not None and opened[1] not in ("'", "‘", "‚"):
        gap = _BLANK.search(text, opened[0])
        line = text.find("\n", opened[0])
        stop = gap.start() if gap else line if line >= 0 else len(text)
        if opened[0] < stop <= opened[0] + _LONGEST:
            found.append((opened[0], stop))
    return tuple((_first(text, a, b), _last(text, a, b)) for a, b in found if text[a:b].strip())


def _opens(text: str, mark: re.Match[str]) -> bool:
    sign = mark[0]
    before = text[mark.start() - 1] if mark.start() else " "
    after = text[mark.end()] if mark.end() < len(text) else " "
    if sign in ("“", "„", "«", "‟", "``"):
        return True
    if sign in ("”", "»", "’", "''"):
        return False
    if after.isspace():
        return False
    if sign == '"':
        return not before.isalnum()
    return before.isspace() or before in '([{—–-“"'


def _closes_single(text: str, mark: re.Match[str]) -> bool:
    before = text[mark.start() - 1]
    return before in ".,!?…;:" or not before.isspace()


def _first(text: str, start: int, stop: int) -> int:
    while text[start].isspace() and start < stop - 1:
        start += 1
    return start


def _last(text: str, start: int, stop: int) -> int:
    while text[stop - 1].isspace() and stop - 1 > start:
        stop -= 1
    return stop
