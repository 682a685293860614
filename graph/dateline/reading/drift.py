"""What happened to a text since it was read: the change that explains why its SHA-256 or its offsets do not fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from hashlib import _Hash

_MOST_HASHED = 400_000_000
"""Bytes that the search for a single changed character may hash: about a second."""

_UNSEEN: Mapping[str, str] = MappingProxyType(
    {
        "\u00a0": "a no-break space (U+00A0)",
        "\n": "a line end",
        " ": "a space",
        "\r": "a carriage return (U+000D)",
        "\ufeff": "a byte order mark (U+FEFF)",
        "\u00ad": "a soft hyphen (U+00AD)",
        "\u200b": "a zero-width space (U+200B)",
        "\t": "a tab",
    }
)
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})


@dataclass(frozen=True, kw_only=True, slots=True)
class Drift:
    """What was done to a text (`what`), and the text before it, whose SHA-256 is the one recorded."""

    what: str
    original: str


def drift_of(text: str, recorded: str, window: tuple[int, int] | None = None) -> Drift | None:
    r"""The change after which the text with the recorded SHA-256 became `text`; null if it is none of the usual ones.

    A single changed character is looked for between the two offsets of `window`, or everywhere.

    >>> drift_of("a\r\nb", sha256(b"a\nb").hexdigest()).what
    'its line ends were converted from LF to CRLF'
    >>> drift_of("Baku, 1990", sha256("Baku,\u00a01990".encode()).hexdigest()).what
    'a no-break space (U+00A0) at offset 5 was replaced with a space'
    """
    tried = set()
    for what, original in _rewritten(text):
        if original not in tried and digest(original) == recorded:
            return Drift(what=what, original=original)
        tried.add(original)
    return _one_character(text, recorded, *(window or (0, len(text))))


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _rewritten(text: str) -> Iterator[tuple[str, str]]:
    """Texts from which `text` may have come by what editors, servers and scripts do to whole files."""
    ends: dict[str, str] = {"": text}
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    was = "CRLF" if "\r\n" in text else "CR" if "\r" in text else "LF"
    if was != "LF":
        ends[f"its line ends were converted from LF to {was}"] = unix
    if was != "CRLF":
        ends[f"its line ends were converted from CRLF to {was}"] = unix.replace("\n", "\r\n")
    if was != "CR":
        ends[f"its line ends were converted from CR to {was}"] = unix.replace("\n", "\r")
    for ending, changed in ends.items():
        yield ending, changed
        for what, undo in _EDGES:
            yield f"{ending}, and {what}" if ending else what, undo(changed)
    for what, undo in _WHOLE:
        yield what, undo(text)
    try:
        yield "its UTF-8 was taken for Windows-1252 and saved again", text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return


_EDGES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("the line end after its last line was removed", lambda text: text + "\n"),
    ("the line end after its last line was removed", lambda text: text + "\r\n"),
    ("a line end was added after its last line", lambda text: text.removesuffix("\n").removesuffix("\r")),
    ("white space was added around it", str.strip),
    ("a byte order mark was removed from its beginning", lambda text: "\ufeff" + text),
    ("a byte order mark was added to its beginning", lambda text: text.removeprefix("\ufeff")),
)
_WHOLE: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("it was normalised to NFC", lambda text: normalize("NFD", text)),
    ("it was normalised to NFD", lambda text: normalize("NFC", text)),
    ("its spaces were replaced with no-break spaces (U+00A0)", lambda text: text.replace("\u00a0", " ")),
    ("its quotation marks and dashes were made typographic", lambda text: text.translate(_STRAIGHT)),
    ("soft hyphens (U+00AD) were added", lambda text: text.replace("\u00ad", "")),
    ("white space at the ends of its lines was added", lambda text: re.sub(r"[ \t]+(?=\r?\n|\Z)", "", text)),
)


def _one_character(text: str, recorded: str, first: int, last: int) -> Drift | None:
    """The one unseen character whose loss, gain or replacement explains the change, tried at every place."""
    data = text.encode("utf-8", "surrogatepass")
    if len(_UNSEEN) * (last - first) * (len(data) - first // 2 - last // 2) > _MOST_HASHED:
        return None
    before, seen = sha256(), 0
    for place in range(last + 1):
        character = text[place : place + 1]
        width = len(character.encode("utf-8", "surrogatepass"))
        if place >= first:
            found = _at(text, place, before, memoryview(data)[seen:], recorded)
            if found:
                return found
        before.update(data[seen : seen + width])
        seen += width
    return None


def _at(text: str, place: int, before: _Hash, tail: memoryview, recorded: str) -> Drift | None:
    for lost, name in _UNSEEN.items():
        if _continues(before, lost, tail, recorded):
            what = f"{name} was removed at offset {place}"
            return Drift(what=what, original=text[:place] + lost + text[place:])
    there = text[place : place + 1]
    if there not in _UNSEEN:
        return None
    after = tail[len(there.encode()) :]
    if _continues(before, "", after, recorded):
        what = f"{_UNSEEN[there]} was added at offset {place}"
        return Drift(what=what, original=text[:place] + text[place + 1 :])
    for lost, name in _UNSEEN.items():
        if lost != there and _continues(before, lost, after, recorded):
            what = f"{name} at offset {place} was replaced with {_UNSEEN[there]}"
            return Drift(what=what, original=text[:place] + lost + text[place + 1 :])
    return None


def _continues(before: _Hash, middle: str, tail: memoryview, recorded: str) -> bool:
    hashed = before.copy()
    hashed.update(middle.encode())
    hashed.update(tail)
    return hashed.hexdigest() == recorded


def counted_otherwise(text: str) -> Iterator[tuple[str, Callable[[int, int], str]]]:
    """Other ways in which programs count offsets, each with the words that stand between two of them.

    >>> [how for how, words in counted_otherwise("“Baku”") if words(3, 7) == "Baku"]
    ['in UTF-8 bytes']
    """
    data = text.encode("utf-8", "surrogatepass")
    units = text.encode("utf-16-le", "surrogatepass")
    windows = text.replace("\r\n", "\n").replace("\n", "\r\n")
    yield "in UTF-8 bytes", lambda start, end: data[start:end].decode("utf-8", "replace")
    yield "in UTF-16 units", lambda start, end: units[2 * start : 2 * end].decode("utf-16-le", "replace")
    yield "from 1", lambda start, end: text[max(start - 1, 0) : max(end - 1, 0)]
    yield "with the last character's offset as the end", lambda start, end: text[start : end + 1]
    yield "from 1, with the last character's offset as the end", lambda start, end: text[max(start - 1, 0) : end]
    yield "with CRLF line ends", lambda start, end: windows[start:end].replace("\r\n", "\n")
    yield "in the text without white space around it", lambda start, end: text.strip()[start:end]
