"""Patterns over token classes: how the rules for time expressions are written, and what a match of one offers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dateline.model import TimeKind
from dateline.reader.times.lexicon import lexicon
from dateline.reader.times.numbers import number_of
from dateline.reader.times.tokens import Tokens, class_codes

if TYPE_CHECKING:
    from dateline.reader.times.context import Context

_NAME = re.compile(r"(?<!\w)[A-Z][A-Z_]+\b")
_PLACE = re.compile(r"\{(\w+)\}")
_GROUP = re.compile(r"\(\?P<(\w+)>")
_AGAIN = "_"
_WITHIN_DAY = re.compile(r"[0-9X]T")

STOP = "(?=COMMA|DOT|AND|RPAR|BREAK|QUOTE|$)"
"""What follows an expression that qualifies nothing."""

PARTS: Mapping[str, str] = {
    "mon": r"(?:(?P<month>MONTH)|(?P<mabbr>MABBR)DOT?)",
    "day": r"(?P<day>DAY|ORDINAL_DAY)",
    "weekday": r"(?:(?:WDAY|WABBR DOT?)COMMA?)",
    "in_year": r"(?:COMMA?(?P<year>YYYY)|OF(?P<year>YYYY)|COMMA?(?P<apostrophe>APOSTROPHE)"
    r"|OF(?P<that_year>(?:THAT|THE SAME|THIS)YEARS))",
    "number": r"(?:INT SCALE?|AN SCALE|NUMWORD(?:(?:DASH|AND)?NUMWORD){0,8})"
    r"(?:DASH?AND DASH?(?:AN|NUMWORD)?DASH?HALF)?",
    "pre": r"(?P<pre>THE? VERY?(?:EARLY|LATE|LATER|EARLIER)IN?|THE? MID DASH?"
    r"|THE? VERY?(?:START|END|MIDDLE)OF|THE (?:EARLY|LATER|LATTER|LATE|FORMER)PART OF"
    r"|(?P<halfyear>THE (?:ORDINAL|LATTER|ORDINAL_DAY)HALF OF)|(?:MOST OF)?THE REST OF)",
    "about": r"(?P<about>ABOUT DOT?|(?<=MEASURED)OVER(?!THE|THIS|THAT)|MORE THAN|AT LEAST|AT MOST|UP TO)",
}
"""Pieces that several patterns share, put in where a pattern says `{name}`."""


@cache
def pattern(source: str) -> re.Pattern[str]:
    """A pattern over token classes as a compiled regular expression over class characters.

    Names in capitals are token classes, `{name}` is one of `PARTS`, the rest is regular expression syntax. A group may
    stand in several alternatives; `Hit` asks for the one that matched.

    >>> from dateline.reader.times.tokens import tokenise
    >>> pattern("{day}OF?{mon}").search(tokenise("on the 5th of May").codes).span()
    (2, 5)
    """
    while _PLACE.search(source):
        source = _PLACE.sub(lambda name: PARTS[name[1]], source)
    written = _NAME.sub(lambda name: f"[{class_codes(name[0].lower())}]", source)
    seen: Counter[str] = Counter()

    def numbered(group: re.Match[str]) -> str:
        seen[group[1]] += 1
        return f"(?P<{group[1]}{_AGAIN * (seen[group[1]] - 1)}>"

    return re.compile(_GROUP.sub(numbered, re.sub(r"\s+", "", written)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A time expression from token `first` to before token `end`, and what it means.

    `mod` is TIMEX3's (`START`, `MID`, `END`, `APPROX`, `MORE_THAN`, …). `anchor` says what the value counts from: the
    document's date (`issued`), the time last spoken of (`last`), or another expression by its id. `edtf` is given only
    where it does not follow from the value.
    """

    first: int
    end: int
    kind: TimeKind
    value: str | None
    mod: str | None = None
    reference: str = "absolute"
    anchor: str | None = None
    edtf: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A match of a pattern in the tokens of a text."""

    tokens: Tokens
    match: re.Match[str]

    @property
    def first(self) -> int:
        return self.match.start()

    @property
    def end(self) -> int:
        return self.match.end()

    def _group(self, name: str) -> str | None:
        """The group of this name that matched, of those that the alternatives of the pattern have."""
        known = self.match.re.groupindex
        while name in known:
            if self.match[name] is not None:
                return name
            name += _AGAIN
        return None

    def has(self, group: str) -> bool:
        """Whether the pattern knows this group and it matched."""
        return self._group(group) is not None

    def words(self, group: str) -> list[str]:
        """The tokens of a group in small letters; none where it did not match."""
        name = self._group(group)
        return self.tokens.words(*self.match.span(name)) if name else []

    def word(self, group: str) -> str:
        """The words of a group, put together with spaces."""
        return " ".join(self.words(group))

    def span(self, group: str) -> tuple[int, int]:
        """The first token of a group and the one after its last; `IndexError` where it did not match."""
        name = self._group(group)
        if name is None:
            raise IndexError(group)
        return self.match.span(name)

    def number(self, group: str) -> float | None:
        """The number that a group says."""
        return number_of(self.words(group))

    @property
    def month(self) -> int | None:
        """The month of the group `month` or `mabbr`."""
        return lexicon().months.get(self.word("month") or self.word("mabbr"))

    @property
    def day(self) -> int | None:
        """The day of the month of the group `day`."""
        return day_number(self.word("day"))

    @property
    def mod(self) -> str | None:
        """What the words of the group `pre` or `about` do to the value, as TIMEX3's `mod`."""
        words = set(self.words("pre"))
        if words & {"rest", "remainder"}:
            return "END"
        if words & _START:
            return "START"
        if words & _END:
            return "END"
        if words & _MID:
            return "MID"
        return _MODS.get(self.word("about").removesuffix(" ."))


_START = frozenset(("early", "beginning", "start", "outset", "onset", "former", "earlier"))
_END = frozenset(("late", "end", "close", "conclusion", "latter", "later"))
_MID = frozenset(("mid", "middle"))
_LESS, _MORE, _NEAR = "LESS_THAN", "MORE_THAN", "APPROX"
_MODS: Mapping[str, str] = {
    **dict.fromkeys(("about", "around", "approximately", "roughly", "some", "circa", "ca", "c", "approx"), _NEAR),
    **dict.fromkeys(("nearly", "almost", "under", "less than", "fewer than"), _LESS),
    **dict.fromkeys(("over", "more than"), _MORE),
    "at least": "EQUAL_OR_MORE",
    "at most": "EQUAL_OR_LESS",
    "up to": "EQUAL_OR_LESS",
}


def day_number(word: str) -> int | None:
    """The number of `5`, `5th` or `fifth`.

    >>> day_number("22nd"), day_number("fifth")
    (22, 5)
    """
    digits = word.rstrip("stndrh")
    return int(digits) if digits.isdecimal() else lexicon().ordinals.get(word)


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what a match of it means in its context: no, one or several expressions."""

    name: str
    source: str
    meaning: Callable[[Hit, Context], list[Found]]


def related(
    hit: Hit, value: str | None, anchor: str | None, *, kind: str = "DATE", reference: str = "relative"
) -> list[Found]:
    """One expression that stands where the hit does; a value with a part of a day or a clock time makes it a `TIME`."""
    time = value is not None and _WITHIN_DAY.search(value) is not None
    return [
        Found(
            first=hit.first,
            end=hit.end,
            kind="TIME" if time or kind == "TIME" else "DATE",
            value=value,
            mod=hit.mod,
            reference=reference,
            anchor=anchor,
        )
    ]


def with_part(hit: Hit, day: str | None) -> str | None:
    """A TIMEX3 day, with the part of it that the hit's group `part` names: `2010-07-16TMO`."""
    if day is None or not hit.has("part"):
        return day
    return f"{day}T{lexicon().parts_of_day[hit.words('part')[0].removesuffix('s')]}"
