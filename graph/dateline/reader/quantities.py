"""English quantities: the number, what is counted, and whether it is meant exactly, about, at least or at most."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final, cast

from dateline.model import Quantifier, Quantity, Span, Time
from dateline.reader.times import find_times
from dateline.reader.times.lexicon import lexicon
from dateline.reader.times.numbers import number_of

_SPACE: Final = r"(?:[ \t\xa0]+|[ \t]*\r?\n[ \t]*(?!\s))"
_DIGITS: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,9})?"
_FARTHEST: Final = 30
"""Code points; what qualifies a number stands no further before it."""
_CODE: Final = re.compile(r"\w|[/:][0-9A-Za-z]|[.,][0-9]|[-–][0-9]")
_LAST_WORD: Final = re.compile(r"\S+\Z")
_PLURAL: Final = re.compile(r"\s(?:[a-z]+\s)?[a-z]+s\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Words:
    before: Mapping[str, Quantifier]
    after: Mapping[str, Quantifier]
    scales: Mapping[str, int]
    collective: Mapping[str, int]
    currencies: Mapping[str, str]
    units: Mapping[str, str]
    vague: tuple[str, ...]
    naming: frozenset[str]


@cache
def _words() -> _Words:
    data = tomllib.loads((files("dateline.reader") / "data" / "times-quantities.toml").read_text(encoding="utf-8"))
    return _Words(
        before={word: cast(Quantifier, kind) for kind, words in data["before"].items() for word in words},
        after={word: cast(Quantifier, kind) for kind, words in data["after"].items() for word in words},
        scales=data["scales"],
        collective=data["collective"],
        currencies=data["currencies"],
        units=data["units"] | dict.fromkeys(data["people"]["words"], "person"),
        vague=tuple(data["vague"]["words"]),
        naming=frozenset(data["not_after"]["words"]),
    )


def _any(words: Iterable[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", _SPACE) for word in ordered)


@cache
def _number() -> str:
    """The source of a pattern for one number, in digits or words, with its scale."""
    cardinals = _any(word for word, number in lexicon().numbers.items() if 0 < number < 100)
    scales = _any(_words().scales)
    scaled = rf"(?:(?:-|{_SPACE})?(?:{scales})\b)"
    small = rf"(?:{cardinals})\b(?:(?:-|{_SPACE})(?:{cardinals})\b)?"
    spoken = rf"(?:{small}|an?{_SPACE}(?=(?:{scales})\b))(?:{scaled}(?:{_SPACE}(?:and{_SPACE})?{small})?){{0,4}}"
    return rf"(?:{_DIGITS}{scaled}?|half{_SPACE}an?{_SPACE}(?:{scales})\b|{spoken})"


@cache
def _core() -> re.Pattern[str]:
    """A number, with its currency or its "dozen"; or a vague amount."""
    words, number = _words(), _number()
    collective = _any([*words.collective, *(f"{word}s" for word in words.collective)])
    dozens = rf"(?:half{_SPACE}an?|an?|{number}){_SPACE}(?:{collective})\b"
    price = rf"{_DIGITS}(?:(?:-|{_SPACE})?(?:{_any(words.scales)})\b|[mk]\b)?"
    return re.compile(
        rf"(?P<money>{_any(words.currencies)})[ \xa0]?(?P<price>{price})"
        rf"|(?<![\w.,/:$€£-])(?:(?P<vague>(?!many{_SPACE}as\b)(?:{_any(words.vague)}))\b|(?P<collective>{dozens})|(?P<number>{number}))",
        re.IGNORECASE,
    )


@cache
def _range_end() -> re.Pattern[str]:
    """What makes a number the lower end of a range: `-1,000`, `to eight`, `and 30`."""
    return re.compile(
        rf"(?:[-–]|{_SPACE}(?P<joint>to|and){_SPACE})(?P<second>{_number()})(?![\w.,][0-9])", re.IGNORECASE
    )


@cache
def _tail() -> re.Pattern[str]:
    """What may follow a number: `or more`, and up to two words on the noun that is counted."""
    gap = rf"{_SPACE}(?!(?:and|or|of|in|on|at|to|the|by|for|from|with|were|was|had|is|are|have|that)\b)[^\W\d_]+"
    noun = (
        rf"(?:-|{_SPACE}(?:of{_SPACE})?(?:the{_SPACE})?|(?:{gap}){{1,2}}{_SPACE})(?P<unit>{_any(_words().units)})(?!\w)"
    )
    return re.compile(
        rf"(?P<more>\+)?(?:{_SPACE}(?P<after>{_any(_words().after)})\b)?(?:[ \xa0]?(?P<sign>%)|{noun})?", re.IGNORECASE
    )


@cache
def _head() -> re.Pattern[str]:
    """What may stand before a number."""
    return re.compile(rf"(?<!\w)(?P<before>{_any(_words().before)}){_SPACE}(?:the{_SPACE})?\Z", re.IGNORECASE)


def find_quantities(text: str, *, times: Sequence[Time] | None = None) -> tuple[Quantity, ...]:
    """The quantities of an English text in order, without dates, clock times and numbers that are names.

    Ids are `q1`, `q2`, …; `times` are the time expressions of the text where they are known already. A duration is a
    quantity too. The span takes in what qualifies the number and the noun that is counted, where that is one of a
    list; `unit` is that noun in the singular ("person", "percent", "dollar", "year"), else null. Dozens and many are
    `vague`, of no value; the ends of a range are two quantities, at least the one and at most the other.

    >>> found = find_quantities("More than 130 people paid $15 million.")
    >>> [(one.span.text, one.value, one.unit, one.quantifier) for one in found]
    [('More than 130 people', 130, 'person', 'at-least'), ('$15 million', 15000000, 'dollar', 'exact')]
    """
    known = find_times(text) if times is None else times
    dated = [(time.span.start, time.span.end) for time in known if _is_dated(time)]
    found: list[Quantity] = []
    end = 0
    for core in _core().finditer(text):
        if core.start() < end or _is_inside(core, dated) or _is_name(text, core):
            continue
        for read in _range(text, core) or _read(text, core, end):
            found.append(replace(read, id=f"q{len(found) + 1}"))
            end = read.span.end
    return tuple(found)


def _is_dated(time: Time) -> bool:
    """Whether the numbers in a time expression name a date; those in `two weeks ago` say how much."""
    return time.kind in ("DATE", "TIME") and time.more.get("reference") != "relative"


def _is_inside(core: re.Match[str], stretches: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(stretches, (core.start(), core.end())) - 1
    return any(start < core.end() and core.start() < end for start, end in stretches[max(at, 0) : at + 2])


def _is_name(text: str, core: re.Match[str]) -> bool:
    """Whether a number is part of a name or a code: `Flight 93`, `Route 66`, `version 2.1.4`, `2-1`, `3rd`."""
    if core["vague"] or core["money"]:
        return False
    if _CODE.match(text, core.end()) and not _range(text, core):
        return True
    before = text[max(0, core.start() - _FARTHEST) : core.start()].rstrip(" \t\xa0")
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    return word[0].lower() in _words().naming or (_is_capital(word, before) and not _counts(text, core))


def _is_capital(word: re.Match[str], before: str) -> bool:
    """Whether the word before begins with a capital that no beginning of a sentence explains: `Boeing 737`."""
    ahead = before[: word.start()].rstrip()
    return word[0].isalnum() and word[0][0].isupper() and bool(ahead) and ahead[-1] not in '.!?:;"“”'


def _counts(text: str, core: re.Match[str]) -> bool:
    """Whether a number counts a noun of the list, or one in small letters."""
    tail = _tail().match(text, core.end())
    return bool(tail and (tail["unit"] or tail["sign"])) or _PLURAL.match(text, core.end()) is not None


def _range(text: str, core: re.Match[str]) -> list[Quantity]:
    """The two ends of a range: `500-1,000 people`, `between 20 and 30`, `six to eight weeks`; else nothing."""
    end = None if core["vague"] or core["collective"] else _range_end().match(text, core.end())
    if end is None:
        return []
    tail = _tail().match(text, end.end())
    unit = _unit(core, tail)
    before = _LAST_WORD.search(text[max(0, core.start() - _FARTHEST) : core.start()].rstrip(" \t\xa0"))
    led = before[0].lower() if before else ""
    low, high = _value(_words_of(core)), _value(_plain(end["second"]).replace("-", " ").split())
    joint = (end["joint"] or "-").lower()
    meant = led == "between" if joint == "and" else unit is not None and led != "from"
    if low is None or high is None or low >= high or not meant:
        return []
    stop = tail.end() if tail else end.end()
    return [
        _quantity(text, core.start(), core.end(), low, unit, "at-least"),
        _quantity(text, end.start("second"), stop, high, unit, "at-most"),
    ]


def _quantity(
    text: str, start: int, end: int, value: float | None, unit: str | None, quantifier: Quantifier
) -> Quantity:
    return Quantity(
        id="q", span=Span(start=start, end=end, text=text[start:end]), value=value, unit=unit, quantifier=quantifier
    )


def _read(text: str, core: re.Match[str], floor: int) -> list[Quantity]:
    head = _head().search(text, max(floor, core.start() - _FARTHEST), core.start())
    tail = _tail().match(text, core.end())
    unit = _unit(core, tail)
    value = None if core["vague"] else _value(_words_of(core))
    if (value is None and not core["vague"]) or _is_pronoun(core, unit, head is not None):
        return []
    quantifier: Quantifier = "exact"
    if core["vague"]:
        quantifier = "vague"
    elif tail and tail["after"]:
        quantifier = _words().after[_plain(tail["after"])]
    elif tail and tail["more"]:
        quantifier = "at-least"
    elif head:
        quantifier = _words().before[_plain(head["before"])]
    start, end = head.start() if head else core.start(), tail.end() if tail else core.end()
    return [_quantity(text, start, end, value, unit, quantifier)]


def _is_pronoun(core: re.Match[str], unit: str | None, qualified: bool) -> bool:
    """`one` alone is mostly no number, nor is `a score` in a match."""
    return core[0].lower() in ("one", "a pair", "a score") and unit is None and not qualified


def _unit(core: re.Match[str], tail: re.Match[str] | None) -> str | None:
    if core["money"]:
        return next(unit for sign, unit in _words().currencies.items() if sign.lower() == core["money"].lower())
    if tail and tail["sign"]:
        return "percent"
    return _words().units[_plain(tail["unit"])] if tail and tail["unit"] else None


def _plain(words: str) -> str:
    return " ".join(words.lower().split())


def _words_of(core: re.Match[str]) -> list[str]:
    """The words of a number, hyphens apart, in small letters."""
    written = _plain(core["price"] or core["collective"] or core["number"])
    if core["price"] and written[-1] in "mk":
        written = f"{written[:-1]} {'million' if written[-1] == 'm' else 'thousand'}"
    return re.sub(r"(?<=[0-9])(?=[a-z])|-", " ", written).split()


def _value(words: Sequence[str]) -> float | None:
    """The number that words say, "dozen" and the short names of scales among them."""
    collective = _words().collective.get(words[-1]) or _words().collective.get(words[-1].removesuffix("s"))
    if collective:
        count = number_of(words[:-1])
        return None if count is None else _whole(count * collective)
    factor: float = 1
    rest = list(words)
    if rest[:2] in (["half", "a"], ["half", "an"]) and len(rest) > 2:
        factor, rest = 0.5, ["one", *rest[2:]]
    while rest and rest[-1] in ("mn", "bn", "tn"):
        factor *= _words().scales[rest.pop()]
    count = number_of(rest)
    return None if count is None else _whole(count * factor)


def _whole(number: float) -> float:
    number = round(number, 6)
    return int(number) if number == int(number) else number
