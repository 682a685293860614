"""Why words and text disagree, said so that a person knows what to do: shifted, normalised, counted in bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Literal
from unicodedata import normalize

_FORMS: tuple[Literal["NFC", "NFD", "NFKC"], ...] = ("NFC", "NFD", "NFKC")


def why_words_differ(quote: str, text: str, begin: int, end: int) -> str:
    """Why a quote is not `text[begin:end]`, in a sentence; empty if no reason shows.

    >>> why_words_differ("Baku", "in Baku", 4, 8)
    'The same words stand at 3, 1 before.'
    >>> why_words_differ("Öl", "Öl für Öl", 9, 12)
    'The offsets count UTF-8 bytes; in code points the words stand at 7.'
    """
    found = text[begin:end]
    data = text.encode("utf-8", "surrogatepass")
    if begin != (place := len(data[:begin].decode("utf-8", "ignore"))) and _bytes_at(data, begin, end) == quote:
        return f"The offsets count UTF-8 bytes; in code points the words stand at {place}."
    units = text.encode("utf-16-le", "surrogatepass")
    if units[2 * begin : 2 * end].decode("utf-16-le", "ignore") == quote:
        return "The offsets count UTF-16 units, not code points."
    for form in _FORMS:
        if normalize(form, quote) == normalize(form, found):
            return f"The two differ only in Unicode normalisation ({form} makes them equal)."
    if _unbroken(quote) == _unbroken(found):
        return "The two differ only in line ends."
    if quote.split() == found.split():
        return "The two differ only in white space."
    near = _nearest(quote, text, begin)
    if near is not None:
        distance = f"{abs(near - begin)} {'before' if near < begin else 'after'}"
        return f"The same words stand at {near}, {distance}."
    return ""


def why_hash_differs(text: str, recorded: str) -> str:
    """What was done to a text whose SHA-256 was `recorded`, in a sentence; empty if no usual change explains it.

    >>> why_hash_differs("a\\r\\nb", sha256(b"a\\nb").hexdigest())
    'Its line ends were changed from LF to CRLF.'
    """
    for sentence, undo in _CHANGES.items():
        if any(_hash(candidate) == recorded for candidate in undo(text)):
            return sentence
    return ""


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _bytes_at(data: bytes, begin: int, end: int) -> str:
    return data[begin:end].decode("utf-8", "replace")


def _unbroken(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _nearest(words: str, text: str, place: int) -> int | None:
    """The place nearest to `place` at which the words stand."""
    after = text.find(words, max(place, 0))
    before = text.rfind(words, 0, max(place, 0) + len(words))
    places = [found for found in (before, after) if found >= 0]
    return min(places, key=lambda found: (abs(found - place), found)) if places and words else None


def _with_a_space_back(text: str) -> Iterator[str]:
    """The text with one white space more, at each place where a no-break space may have been dropped or trimmed."""
    for space in ("\N{NO-BREAK SPACE}", " ", "\n"):
        yield text + space
        yield space + text
        for place, character in enumerate(text[:20_000]):
            if character in "\n\r" or character == " ":
                yield text[: place + 1] + space + text[place + 1 :]


def _with_a_space_unbroken(text: str) -> Iterator[str]:
    """The text with its spaces made no-break spaces: all of them, or one."""
    yield text.replace(" ", "\N{NO-BREAK SPACE}")
    for place, character in enumerate(text[:20_000]):
        if character == " ":
            yield text[:place] + "\N{NO-BREAK SPACE}" + text[place + 1 :]


_CHANGES: Mapping[str, Callable[[str], Iterator[str]]] = {
    "Its line ends were changed from LF to CRLF.": lambda text: iter((text.replace("\r\n", "\n"),)),
    "Its line ends were changed from CRLF to LF.": lambda text: iter((text.replace("\n", "\r\n"),)),
    "Its Unicode normalisation was changed.": lambda text: iter(normalize(form, text) for form in _FORMS),
    "A byte order mark was put before it.": lambda text: iter((text.removeprefix("\ufeff"),)),
    "The byte order mark before it was removed.": lambda text: iter(("\ufeff" + text,)),
    "A no-break space in it was replaced by a space.": _with_a_space_unbroken,
    "One white space was removed from it.": _with_a_space_back,
}
