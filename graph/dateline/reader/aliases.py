"""Which names are of one thing: full and short names, acronyms, other names and demonyms of a place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from dateline.reader import gazetteer, lexicon

_SMALL: Final = frozenset(("of", "the", "for", "and", "&", "de", "la", "to", "in", "on"))
_FIRST_WORDS: Final = frozenset(("The", "the"))


def canonical(key: str, kind: str) -> str:
    """The name by which all forms of one name are known; of a place its common name, of a company that without "Inc."

    >>> canonical("U.S.", "Polity"), canonical("Bosnian", "Polity"), canonical("Republic of Bosnia", "Polity")
    ('United States', 'Bosnia and Herzegovina', 'Bosnia and Herzegovina')
    >>> canonical("The Zenith Corporation", "Organization")
    'Zenith'
    """
    words = key.split(" ")
    if len(words) > 1 and words[0] in _FIRST_WORDS:
        words = words[1:]
    if kind in ("Polity", "Place"):
        return _place(words)
    if kind == "Organization":
        legal = lexicon.words("name-words", "legal endings")
        while len(words) > 1 and words[-1] in legal:
            words = words[:-1]
        place = gazetteer.place(words[0])
        if len(words) > 1 and place is not None and not place.demonym:
            words = [*place.name.split(" "), *words[1:]]
    if kind == "Person":
        titles = lexicon.words("name-words", "titles")
        while len(words) > 1 and words[0].rstrip(".") in titles:
            words = words[1:]
    return " ".join(words)


def _place(words: list[str]) -> str:
    known = gazetteer.place(" ".join(words))
    if known is not None:
        return known.name
    endings = lexicon.words("name-words", "polity endings")
    if len(words) > 2 and words[0] in endings and words[1] == "of":
        return _place([word for word in words[2:] if word != "the"])
    if len(words) == 2 and words[1].title() in endings:
        people = gazetteer.place(words[0])
        if people is not None and people.demonym and people.name.split(" ")[0] == words[0]:
            return people.name
    return " ".join(words)


def same_names(names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, str]]:
    """For each canonical name and kind the fullest one of the same thing; those that stand alone are left out.

    A short name is of the long one that it is part of only if there is just one such.

    >>> same_names([("Ann Lee", "Person"), ("Lee", "Person"), ("WHO", "Organization"),
    ...             ("World Health Organization", "Organization")])[("Lee", "Person")]
    ('Ann Lee', 'Person')
    """
    longer: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    known = list(dict.fromkeys(names))
    by_word: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for key, kind in known:
        words = key.split(" ")
        if len(words) > 1:
            for word in {words[0], words[-1], " ".join(words[-2:]), " ".join(words[:-1])}:
                by_word[word, kind].append((key, kind))
            if kind in ("Organization", "Polity", "Place"):
                for short in acronyms(words):
                    by_word[short, "Organization"].append((key, kind))
                    by_word[short, "Polity"].append((key, kind))
    for key, kind in known:
        for other in by_word.get((key, kind), ()):
            if other != (key, kind) and _is_short_of(key, other[0], other[1]):
                longer[key, kind].add(other)
    return {name: chosen for name, others in longer.items() if (chosen := _only(others)) is not None}


def _only(names: set[tuple[str, str]]) -> tuple[str, str] | None:
    """The one name of several that is meant: of companies that one alone which ends as such names do."""
    if len(names) > 1:
        endings = lexicon.words("name-words", "trades")
        names = {name for name in names if name[0].split(" ")[-1] in endings}
    return next(iter(names)) if len(names) == 1 else None


def acronyms(words: list[str]) -> set[str]:
    """What the first letters of the words of a name can be written as.

    >>> sorted(acronyms(["World", "Health", "Organization"]))
    ['W.H.O.', 'WHO']
    """
    heavy = [word[0] for word in words if word not in _SMALL and word[:1].isupper()]
    every = [word[0].upper() for word in words if word[:1].isalpha()]
    found = set()
    for letters in (heavy, every):
        if len(letters) > 1:
            found |= {"".join(letters), "".join(f"{letter}." for letter in letters)}
    return found


def _places() -> frozenset[str]:
    return lexicon.words("name-words", "place endings")


def _is_short_of(short: str, long: str, kind: str) -> bool:
    words = long.split(" ")
    if short in acronyms(words):
        return True
    if kind == "Person":
        return short in (words[-1], words[0])
    if kind != "Organization":
        return False
    rest = words[1:]
    generic = lexicon.words("name-words", "organisation endings")
    if short == words[0]:
        thing = gazetteer.noun(rest[0].lower()) or gazetteer.noun(rest[0].lower().removesuffix("s"))
        return len(rest) == 1 and (rest[0] in generic or thing is None) and rest[0] not in _places()
    if short == words[-1]:
        return short in generic
    if short == " ".join(words[:-1]):
        return words[-1] in generic
    return " " in short and short == " ".join(words[-2:]) and words[-1] in generic
