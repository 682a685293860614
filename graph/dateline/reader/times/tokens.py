"""A text as tokens, each with its place and one character that says which classes of words it belongs to.

The grammar of time expressions is written over these characters: a regular expression over token classes, not letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dateline.reader.times.lexicon import Lexicon, lexicon

_FIRST_CODE = 0xE000
_PUNCTUATION = {",": "comma", ".": "dot", "(": "lpar", ")": "rpar", "/": "slash", '"': "quote", "“": "quote"}
_PUNCTUATION |= {"'": "quote", "‘": "quote", "+": "plus", "$": "money", "€": "money", "£": "money", "%": "percent"}
_PUNCTUATION |= {"#": "numbered", "№": "numbered", "\n": "break", "”": "quote", ";": "comma", ":": "colon"}
_NUMBERED = frozenset(
    (
        *("no", "nr", "number", "flight", "article", "section", "room", "route", "chapter", "page", "resolution"),
        *("law", "decree", "act", "version", "model", "highway", "gate", "paragraph", "rule"),
        *("directive", "order", "bill", "volume", "issue"),
    )
)
"""Words whose number is a name, not a year: `Resolution 1441`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tokens:
    """The tokens of a text: `codes[i]` is the class character of the words `text[starts[i]:ends[i]]`."""

    text: str
    codes: str
    starts: Sequence[int]
    ends: Sequence[int]

    def words(self, first: int, end: int) -> list[str]:
        """The tokens from `first` to before `end`, in small letters with plain apostrophes."""
        return [self.text[self.starts[i] : self.ends[i]].lower().replace("’", "'") for i in range(first, end)]

    def word(self, at: int) -> str:
        """One token as it stands, or nothing outside the text."""
        return self.text[self.starts[at] : self.ends[at]] if 0 <= at < len(self.starts) else ""

    def has(self, at: int, name: str) -> bool:
        """Whether a token belongs to a class; places outside the text belong to none."""
        return 0 <= at < len(self.codes) and self.codes[at] in class_codes(name)


@dataclass(slots=True)
class _Codes:
    """One character per set of classes, given out as sets turn up."""

    of: dict[frozenset[str], str]

    def code(self, names: frozenset[str]) -> str:
        if names not in self.of:
            self.of[names] = chr(_FIRST_CODE + len(self.of))
        return self.of[names]


_DIGITS = {
    "small": frozenset({"int", "day"}),
    "two": frozenset({"int", "two"}),
    "day": frozenset({"int", "day", "two"}),
    "yyyy": frozenset({"int", "yyyy"}),
    "short": frozenset({"int", "short"}),
    "int": frozenset({"int"}),
    "decimal": frozenset({"int", "decimal"}),
}
_HYPHEN = frozenset({"dash", "hyphen"})
_SHAPES = (
    *("iso", "figures", "clock", "decade", "ordinal_digits", "ordinal_day", "apostrophe", "possessive", "dash"),
    *("break", "other", "capital", "numbered", "colon"),
    *sorted(set(_PUNCTUATION.values()) - {"break", "numbered", "colon"}),
)


@cache
def _codes() -> _Codes:
    codes = _Codes({})
    for names in _DIGITS.values():
        codes.code(names)
    codes.code(_HYPHEN)
    for name in _SHAPES:
        codes.code(frozenset({name}))
    for word in sorted(lexicon().classes):
        codes.code(lexicon().classes[word])
    return codes


@cache
def class_codes(name: str) -> str:
    """The characters of all tokens that belong to a class; `KeyError` where there is no such class.

    >>> class_codes("unit") != class_codes("units")
    True
    """
    found = "".join(code for names, code in _codes().of.items() if name in names)
    if not found:
        raise KeyError(name)
    return found


def _alternatives(phrases: Sequence[str]) -> str:
    return "|".join(re.escape(phrase).replace("'", "['’]").replace(r"\ ", r"[ \t\xa0]") for phrase in phrases)


@cache
def _splitter() -> re.Pattern[str]:
    words = lexicon()
    names = _alternatives([phrase for phrase in words.phrases if phrase in words.capitalised])
    others = _alternatives([phrase for phrase in words.phrases if phrase not in words.capitalised])
    return re.compile(
        rf"""(?P<break>\n[ \t\r\xa0]*\n\s*)
        |(?P<phrase>\b(?:(?-i:(?=[A-Z]))(?:{names})|{others})(?!\w))
        |(?P<iso>(?<![\w-])[12][0-9]{{3}}-[01][0-9]-[0-3][0-9](?:T[0-2][0-9]:[0-5][0-9](?::[0-5][0-9])?(?:Z|[+-][0-9][0-9]:?[0-9][0-9])?)?(?![\w-]))
        |(?P<figures>(?<![\w/.])[0-3]?[0-9](?P<mark>[/.])[0-3]?[0-9](?P=mark)(?:[12][0-9]{{3}}|[0-9][0-9])(?![\w/]))
        |(?P<clock>(?<![\w.,:])[0-2]?[0-9](?::[0-5][0-9](?::[0-5][0-9])?(?![0-9:])|\.[0-5][0-9](?=\s?[ap]\.?m\b)))
        |(?P<decade>(?<!\w)(?:[12]?[0-9][0-9]0|['’][0-9]0)['’]?s\b)
        |(?P<ordinal>[0-9]+(?:st|nd|rd|th)\b)
        |(?P<apostrophe>(?<!\w)['’][0-9][0-9](?!\w))
        |(?P<number>[0-9]+(?:,[0-9]{{3}})+(?:\.[0-9]+)?(?!\w)|[0-9]+(?:\.[0-9]+)?(?!\w|\.[0-9])|[0-9]+(?=(?:[ap]m|h(?:ou)?rs?)\b))
        |(?P<meridiem>\b[ap]\.\s?m\b\.?)
        |(?P<era>\b(?:B\.\s?C\.(?:E\.)?|B\.C|A\.\s?D\.|C\.E\.))
        |(?P<possessive>(?<=\w)['’]s\b)
        |(?P<word>\w+)
        |(?P<hyphen>(?<=\w)[-‐‑](?=\w))
        |(?P<dash>[-‐‑‒–—―−]+)
        |(?P<other>\S)""",
        re.VERBOSE | re.IGNORECASE,
    )


def tokenise(text: str, breaks: frozenset[int] = frozenset()) -> Tokens:
    """The tokens of a text. A blank line is a token that no expression crosses; so is one before each of `breaks`.

    >>> found = tokenise("On 5 May, 1990.")
    >>> [found.word(i) for i in range(len(found.codes))]
    ['On', '5', 'May', ',', '1990', '.']
    """
    codes: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    words, given = lexicon(), _codes()
    stop = given.of[frozenset({"break"})]
    for match in _splitter().finditer(text):
        start, end = match.span()
        if start in breaks:
            codes.append(stop)
            starts.append(start)
            ends.append(start)
        codes.append(given.code(_classes(match, words)))
        starts.append(start)
        ends.append(end)
    return Tokens(text=text, codes="".join(codes), starts=starts, ends=ends)


_PLAIN = {name: frozenset({name}) for name in (*_SHAPES, "meridiem", "bc", "ad")}
_PLAIN["hyphen"] = _HYPHEN


def _classes(match: re.Match[str], words: Lexicon) -> frozenset[str]:
    shape, token = match.lastgroup or "other", match[0]
    if shape in ("word", "phrase"):
        lower = token.lower().replace("’", "'").replace("\xa0", " ")
        names = words.classes.get(lower)
        if names and (token[0].isupper() or lower not in words.capitalised):
            return names
        if lower in _NUMBERED:
            return _PLAIN["numbered"]
        return _PLAIN["capital" if token[0].isupper() else "other"]
    if shape == "number":
        return _number(token)
    if shape == "ordinal":
        return _PLAIN["ordinal_day" if 1 <= int(token[:-2][:4]) <= 31 else "ordinal_digits"]
    if shape == "era":
        return _PLAIN["bc" if token[0] in "Bb" else "ad"]
    if shape == "other":
        return _PLAIN[_PUNCTUATION.get(token, "other")]
    return _PLAIN[shape]


def _number(token: str) -> frozenset[str]:
    if not token.isdecimal():
        return _DIGITS["decimal" if "." in token else "int"]
    size, value = len(token), int(token[:5])
    if size <= 2:
        kind = ("day" if size == 2 else "small") if 1 <= value <= 31 else ("two" if size == 2 else "int")
        return _DIGITS[kind]
    if size == 4 and 1000 <= value <= 2199:
        return _DIGITS["yyyy"]
    return _DIGITS["short" if size == 3 else "int"]
