"""The words of English time expressions with what they mean, read once from `reader/data/times.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, kw_only=True, slots=True)
class Lexicon:
    """Word to classes, and what the words of each class stand for. Words are in small letters.

    `planned` are words of what is still to come, `capitalised` those that count only with a capital letter, `phrases`
    the entries of more than one word.
    """

    classes: Mapping[str, frozenset[str]]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, str]
    units: Mapping[str, str]
    adverbs: Mapping[str, str]
    parts_of_day: Mapping[str, str]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    decades: Mapping[str, int]
    feasts: Mapping[str, str]
    planned: frozenset[str]
    capitalised: frozenset[str]
    phrases: tuple[str, ...]


_PLURAL_PARTS = ("morning", "afternoon", "evening", "night")


@cache
def lexicon() -> Lexicon:
    """The lexicon that comes with the package.

    >>> lexicon().months["september"], lexicon().units["weeks"], sorted(lexicon().classes["may"])
    (9, 'W', ['month', 'unsure_month'])
    """
    data = tomllib.loads((files("dateline.reader") / "data" / "times.toml").read_text(encoding="utf-8"))
    months, short_months = _ranked(data["months"])
    weekdays, short_days = _ranked(data["weekdays"])
    units, singular, plural = _units(data["units"])
    parts = {**data["parts_of_day"], **{f"{word}s": data["parts_of_day"][word] for word in _PLURAL_PARTS}}
    members: dict[str, Iterable[str]] = {
        "month": months,
        "mabbr": short_months,
        "unsure_month": {*data["months"]["also_words"], *data["months"]["also_given_names"]},
        "wday": weekdays,
        "wdays": [f"{day}s" for day in weekdays],
        "wabbr": short_days,
        "season": data["seasons"],
        "unit": singular,
        "units": plural,
        "often": data["adverbs_of_unit"],
        "daypart": parts,
        "numword": data["numbers"],
        "ordinal": data["ordinals"],
        "decades": data["decades"],
        "feast": data["feasts"],
        **data["classes"],
    }
    classes: dict[str, set[str]] = {}
    for name, words in members.items():
        for word in words:
            classes.setdefault(word, set()).add(name)
    return Lexicon(
        classes={word: frozenset(names) for word, names in classes.items()},
        months=months | short_months,
        weekdays=weekdays | short_days,
        seasons=data["seasons"],
        units=units,
        adverbs=data["adverbs_of_unit"],
        parts_of_day=parts,
        numbers=data["numbers"],
        ordinals=data["ordinals"],
        decades=data["decades"],
        feasts=data["feasts"],
        planned=frozenset(data["tense"]["planned"]),
        capitalised=frozenset(
            {*data["months"]["also_words"], "august", *short_months, *short_days, *data["feasts"]} - {"christmas"}
        ),
        phrases=tuple(word for word in sorted(classes, key=len, reverse=True) if re.search(r"[\W_]", word)),
    )


def _ranked(table: Mapping[str, list[str] | dict[str, int]]) -> tuple[dict[str, int], dict[str, int]]:
    full = {word: rank for rank, word in enumerate(table["full"], 1)}
    short = {word: rank for rank, word in enumerate(table["short"], 1) if word}
    also = table["also_short"]
    return full, short | (dict(also) if isinstance(also, dict) else {})


def _units(table: Mapping[str, str]) -> tuple[dict[str, str], list[str], list[str]]:
    plural = [word for word in table if word in ("centuries", "millennia")]
    singular = [word for word in table if word not in plural]
    grown = {word + "s": code for word, code in table.items() if word in singular and word != "century"}
    return {**table, **grown}, singular, [*plural, *grown]
