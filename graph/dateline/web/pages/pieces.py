"""The index of a search that is too large for one page, in pieces that a script loads when it needs them.

A piece is a script that hands over JSON, since a page that is opened from a folder of files may load nothing else.
Pieces of words hold which entries have which words; pieces of entries hold what is shown of those that are found.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeAlias

ENTRIES_IN_A_PIECE = 200
LARGEST_PIECE = 64_000
"""Bytes of a piece of words; one word that is everywhere may take more."""
LONGEST_SHOWN = 401
"""Characters of the words of an entry, one more than the script shows."""
_STARTS_TITLE, _IN_TITLE, _IN_TEXT = 3, 2, 1
_WORD = re.compile(r"[^\W_]+")

Entry: TypeAlias = Mapping[str, Any]


def pieces(entries: Sequence[Entry], directory: Mapping[str, Any]) -> Mapping[str, bytes]:
    """The index of entries, each with a title `t`, words `x`, and facets, as pieces by name.

    The piece `directory` says with which word each piece of words begins, and what is given of it.
    """
    files: dict[str, bytes] = {}
    for number, held in enumerate(_in_parts(entries, ENTRIES_IN_A_PIECE)):
        shown = [{**one, "x": one["x"][:LONGEST_SHOWN]} for one in held]
        files[f"entries-{number}"] = _piece(f"entries-{number}", shown)
    first: list[str] = []
    for number, words in enumerate(_packed(_places(entries))):
        first.append(next(iter(words)))
        files[f"words-{number}"] = _piece(f"words-{number}", words)
    files["directory"] = _piece("directory", {**directory, "first": first, "inPiece": ENTRIES_IN_A_PIECE})
    return files


def folded(text: str) -> str:
    """A text without case and accents, as the script folds it.

    >>> folded("Bakı, ÇA VA")
    'bakı, ca va'
    """
    parts = unicodedata.normalize("NFD", text)
    return "".join(one for one in parts if not unicodedata.category(one).startswith("M")).lower()


def _places(entries: Sequence[Entry]) -> Mapping[str, list[int]]:
    """For each word, in the order in which a script compares words, the entries that have it.

    An entry is the distance from the one before, times four, and where the word stands in it: 3 at the beginning of
    the title, 2 in the title, 1 in the words.
    """
    found: dict[str, list[int]] = {}
    last: dict[str, int] = {}
    for number, one in enumerate(entries):
        for word, where in _weighed(folded(one["t"]), folded(one["x"])).items():
            found.setdefault(word, []).append((number - last.get(word, 0)) * 4 + where)
            last[word] = number
    return {word: found[word] for word in sorted(found, key=lambda word: word.encode("utf-16-be", "surrogatepass"))}


def _weighed(title: str, text: str) -> Mapping[str, int]:
    words = dict.fromkeys(_WORD.findall(text), _IN_TEXT)
    for match in reversed(list(_WORD.finditer(title))):
        words[match[0]] = _STARTS_TITLE if match.start() == 0 else _IN_TITLE
    return words


def _packed(places: Mapping[str, list[int]]) -> Iterator[dict[str, list[int]]]:
    """The words in pieces of about the same size."""
    piece: dict[str, list[int]] = {}
    size = 0
    for word, numbers in places.items():
        more = len(word.encode("utf-8", "surrogatepass")) * 3 + sum(len(str(one)) + 1 for one in numbers)
        if piece and size + more > LARGEST_PIECE:
            yield piece
            piece, size = {}, 0
        piece[word] = numbers
        size += more
    if piece:
        yield piece


def _in_parts(entries: Sequence[Entry], size: int) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while part := list(islice(rest, size)):
        yield part


def _piece(name: str, held: Mapping[str, Any] | Iterable[Entry]) -> bytes:
    """A call with JSON, all of it ASCII, so that nothing in it is anything but words."""
    return f"datelineSearch({json.dumps(name)}, {json.dumps(held, separators=(',', ':'), sort_keys=True)});\n".encode()
