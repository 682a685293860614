"""When two spellings are one name: the key under which a name is looked up.

Case, accents, punctuation and the article do not count; the letters and their order do. What two sources call a
municipality may differ by the word for it: "City of Toronto" and "Toronto".
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200
"""Names with more characters are nobody's name, and are not looked up."""

_UNLIKE = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
_APOSTROPHES = re.compile("[’'ʻʼ`´]")
_DOTTED = re.compile(r"\b(?:\w\.){2,}(?!\w)")
_BREAK = re.compile(r"[^\w]+|_+")
_OFFICE = re.compile(
    r"(?:city|town|village|municipality|borough|county|state|commonwealth|province) of "
    r"|(?:comune|citta|municipio|ville|commune|mairie|stadt|gemeente|ayuntamiento|prefeitura)"
    r"(?: (?:di|de|do|da|del|d))? "
)
_SMALL = frozenset(
    {"of", "the", "and", "for", "in", "on", "at", "de", "la", "le", "du", "des", "der", "di", "da", "do"}
)
_FEWEST_INITIALS = 3


def key_of(name: str) -> str:
    """The key of a name; empty where nothing of it is a letter or a digit.

    >>> key_of("The U.S.S.R."), key_of("São  Tomé & Príncipe"), key_of("Côte d’Ivoire"), key_of("…")
    ('ussr', 'sao tome and principe', 'cote divoire', '')
    """
    if len(name) > LONGEST:
        return ""
    plain = unicodedata.normalize("NFKD", name)
    plain = unicodedata.normalize("NFKD", plain.casefold().translate(_UNLIKE))
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    plain = _APOSTROPHES.sub("", plain).replace("&", " and ")
    letters = _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), plain)
    words = _BREAK.sub(" ", letters).split()
    return " ".join([word for word in words if word != "the"] or words)


def without_office(key: str) -> str:
    """A key without the words for a municipality or a state before it.

    >>> without_office("city of toronto"), without_office("comune di genova"), without_office("city of")
    ('toronto', 'genova', 'city of')
    """
    found = _OFFICE.match(key)
    return key[found.end() :] if found and found.end() < len(key) else key


def is_acronym_of(short: str, name: str) -> bool:
    """Whether `short` is made of the initials of the words of `name` that are not small.

    >>> is_acronym_of("NATO", "North Atlantic Treaty Organization"), is_acronym_of("MIT", "Mitsubishi")
    (True, False)
    """
    letters = key_of(short)
    initials = "".join(word[0] for word in key_of(name).split() if word not in _SMALL)
    return len(letters) >= _FEWEST_INITIALS and short.isupper() and letters == initials


_HAPPENING = re.compile(
    r"(?:[a-z]+ ){1,3}(?:of|in|on) (?P<where>[a-z ]+?)(?: (?:by|from|with) [a-z0-9 ]+)?(?: [0-9]{4})?"
)


def event_keys(name: str) -> tuple[str, ...]:
    """The key under which an event is found by what happened to what: where, without saying what.

    >>> event_keys("Battle of Baku"), event_keys("invasion of Baku by Soviet troops"), event_keys("Black January")
    (('… baku',), ('… baku',), ())
    """
    found = _HAPPENING.fullmatch(key_of(name))
    return (f"… {key_of(found['where'])}",) if found else ()


def agree(one: str, other: str) -> bool:
    """Whether two sources that write so mean one name.

    >>> agree("Comune di Genova", "Genova"), agree("Türkiye", "Turkey")
    (True, False)
    """
    first, second = key_of(one), key_of(other)
    if not first or not second:
        return False
    return without_office(first) == without_office(second) or is_acronym_of(one, other) or is_acronym_of(other, one)
