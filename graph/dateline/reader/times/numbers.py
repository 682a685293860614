"""English numbers, in digits and in words, as numbers."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.reader.times.lexicon import lexicon

_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALES |= {name + "s": size for name, size in list(_SCALES.items())}
_JOINTS = frozenset(("and", "-", "‐", "‑", "of"))
_LONGEST = 24


def number_of(words: Sequence[str]) -> float | None:
    """The number that words in small letters say, one per item; none where they say none, or not clearly one.

    >>> number_of(["twenty", "-", "five"]), number_of(["26,000"]), number_of(["two", "and", "a", "half"])
    (25, 26000, 2.5)
    >>> number_of(["a", "hundred", "and", "six"]), number_of(["1.5", "million"]), number_of(["half", "a"])
    (106, 1500000, 0.5)
    >>> number_of(["five", "six"]) is None, number_of(["many"]) is None
    (True, True)
    """
    rest = list(words)
    half = 0.0
    if rest in (["half"], ["half", "a"], ["half", "an"], ["a", "half"], ["one", "half"], ["half", "-", "a"]):
        return 0.5
    if len(rest) > 1 and rest[-1] == "half":
        rest = rest[:-1]
        while rest and rest[-1] in ("a", "and", "-", "one"):
            if rest.pop() == "and":
                break
        half = 0.5
    whole = _whole(rest)
    if whole is None:
        return None
    total = whole + half
    return int(total) if total == int(total) else total


def _whole(words: Sequence[str]) -> float | None:
    total: float = 0
    group: float | None = None
    last = float("inf")
    for word in words:
        if word in _JOINTS:
            continue
        if word in ("a", "an"):
            if group is not None:
                return None
            group = 1
        elif word in _SCALES:
            size = _SCALES[word]
            group = (1 if group is None else group) * size
            if size >= 1000:
                total, group = total + group, None
            last = float("inf") if size >= 1000 else size
        else:
            part = _simple(word)
            if part is None or part >= last or (group is not None and (last in (1, 10) or _tens(last) <= part)):
                return None
            group = (group or 0) + part
            last = part if part >= 20 and part % 10 == 0 else 1
    if group is None:
        return total if total else None
    return total + group


def _tens(last: float) -> float:
    return 10 if 20 <= last < 100 else last


def _simple(word: str) -> float | None:
    plain = word.replace(",", "")
    if plain.replace(".", "", 1).isdecimal() and len(plain) <= _LONGEST:
        return float(plain) if "." in plain else int(plain)
    found = lexicon().numbers.get(word)
    return None if found is None or found >= 100 else found
