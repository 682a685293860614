"""The edges of names: what the recogniser marks, without what does not belong to it and with what does.

A stretch is its first token, the token after its last one, and a label of the recogniser.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from dateline.reader import gazetteer, lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Stretch: TypeAlias = tuple[int, int, str]

NAMING: Final = frozenset(
    ("PERSON", "NORP", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE")
)
"""The recogniser's labels of names; its others are of times, numbers and amounts."""

_EDGES: Final = frozenset(
    ("DT", "POS", "PRP$", "CC", "IN", "TO", ",", ".", ":", "``", "''", "-LRB-", "-RRB-", "HYPH", "$")
)
_OPENERS: Final = frozenset(("RB", "RBR", "WRB", "UH", "EX", "MD"))
_LINKS: Final = frozenset(("of", "for", "the", "and", "&", "de", "la", "del", "on"))
_LONGEST: Final = 12


def marked(doc: Doc) -> list[Stretch]:
    """The names that the recogniser marks in a parsed stretch of text, each with its right edges, in order."""
    found: list[Stretch] = []
    for ent in doc.ents:
        if ent.label_ in NAMING:
            found.extend(_edged(doc, ent.start, ent.end, ent.label_))
    return _joined(doc, _with_institutions(doc, found))


def _edged(doc: Doc, first: int, last: int, label: str) -> Iterator[Stretch]:
    """What the recogniser marked, without articles, marks and small words at its edges, cut where two names meet."""
    if gazetteer.place(doc[first:last].text.removeprefix("the ")) is not None and doc[first].tag_ != "DT":
        yield first, last, label
        return
    while first < last and (doc[first].tag_ in _EDGES | _OPENERS or not has_capital(doc[first])):
        first += 1
    while last > first and (doc[last - 1].tag_ in _EDGES or not _nameable(doc[last - 1])):
        last -= 1
    stripped = first
    while stripped < last - 1 and doc[stripped].text.rstrip(".") in titles():
        stripped += 1
    if stripped > first and doc[last - 1].text not in endings() and label in ("PERSON", "ORG", "GPE", "FAC"):
        first, label = stripped, "PERSON"
    flight = next((i for i in range(first + 1, last) if doc[i].text == "Flight"), None)
    if flight is not None:
        last, label = flight, "ORG"
    while last > first and last < len(doc) and doc[last].text == ":" and doc[last - 1].text in _captions():
        last -= 1
    if label == "PERSON":
        last = _hyphenated(doc, last)
    if first >= last:
        return
    for i in range(first + 1, last - 1):
        if _parts(doc, first, i):
            yield from _edged(doc, first, i, "PERSON" if doc[i].lower_ == "for" else label)
            yield from _edged(doc, i + 1, last, "ORG" if doc[i].lower_ == "for" else label)
            return
        if doc[i].tag_ == "POS" and gazetteer.place(doc[first:last].text) is None:
            yield from _edged(doc, first, i, label if label in ("PERSON", "GPE", "NORP") else "ORG")
            yield from _edged(doc, i + 1, last, label)
            return
        if i + 1 < last and doc[i].text in titles() and doc[last - 1].text not in endings() and doc[i + 1].is_title:
            yield from _edged(doc, first, i, "ORG")
            yield i + 1, last, "PERSON"
            return
    yield first, last, label


def _parts(doc: Doc, first: int, at: int) -> bool:
    """Whether a token between two names parts them: a bracket, a dash, "the" after a name, "for" after a person's."""
    token, before = doc[at], doc[at - 1]
    if token.tag_ == "-LRB-" or (token.text in ("-", "–", "—") and token.whitespace_ and before.whitespace_):
        return True
    if token.lower_ == "the":
        return before.pos_ == "PROPN"
    given = at - first == 2 and gazetteer.gender(doc[first].text) is not None
    return token.lower_ == "for" and given and doc[first].text not in institution_openings()


def _hyphenated(doc: Doc, last: int) -> int:
    """Where a name ends of which a hyphen joins on a further part: "Lee Hwa-bin"."""
    while last + 1 < len(doc) and doc[last].text == "-" and not (doc[last - 1].whitespace_ or doc[last].whitespace_):
        if not doc[last + 1].is_alpha or doc[last + 1].tag_ in ("VBN", "VBD", "VBG", "JJ"):
            break
        last += 2
    return last


def _nameable(token: Token) -> bool:
    return has_capital(token) or (token.text[0].isdigit() and token.is_ascii)


def _with_institutions(doc: Doc, marked: list[Stretch]) -> list[Stretch]:
    """What was marked and every "Ministry of …" that was not, in place of what was marked inside it."""
    starts = {first for first, _, _ in marked}
    found: list[Stretch] = []
    for token in doc[:-2]:
        if token.text in institution_openings() and token.i not in starts and doc[token.i + 1].text in ("of", "for"):
            stop = _tail(doc, token.i, token.i + 1, "ORG")
            held = any(first < token.i < last for first, last, _ in marked)
            if stop > token.i + 2 and not held:
                found.append((token.i, stop, "ORG"))
    free = [one for one in marked if not any(first <= one[0] < last for first, last, _ in found)]
    return sorted({*free, *found})


def _joined(doc: Doc, marked: list[Stretch]) -> list[Stretch]:
    """Marked stretches with what belongs to them: "Ministry" and "of the Interior", "Soviet" and "Army"."""
    found: list[Stretch] = []
    for first, last, label in marked:
        if found and first < found[-1][1]:
            continue
        before = found[-1] if found else None
        if before and _is_one(doc, before, (first, last, label)):
            found[-1] = (before[0], last, "ORG" if doc[last - 1].text in organisation_endings() else before[2])
            first, last, label = found.pop()
        start = first
        while (
            label in ("ORG", "FAC", "NORP", "GPE")
            and start > (found[-1][1] if found else 0)
            and doc[first].text in organisation_endings()
            and doc[start - 1].pos_ == "PROPN"
            and doc[start - 1].dep_ == "compound"
            and doc[start - 1].text not in titles()
        ):
            start -= 1
        if start == first and label == "GPE" and start > (found[-1][1] if found else 0):
            national = doc[start - 1].text in lexicon.words("name-words", "national")
            if national and doc[start - 1].pos_ == "PROPN" and not doc[start].is_sent_start:
                start, label = start - 1, "ORG"
        stop = _tail(doc, start, last, label)
        if label in ("ORG", "PRODUCT", "PERSON", "FAC", "GPE") and _is_model(doc, stop):
            found.append((start, stop + 1, "PRODUCT"))
            continue
        if stop > last and doc[stop - 1].text in organisation_endings():
            label = "ORG"
        elif stop > last and label == "NORP":
            label = "GPE" if doc[stop - 1].text in lexicon.words("name-words", "polity endings") else "ORG"
        found.append((start, stop, label))
    return found


def _known(doc: Doc, first: int, last: int) -> bool:
    return gazetteer.place(doc[first:last].text) is not None or doc[first].ent_type_ == "NORP"


def _is_model(doc: Doc, at: int) -> bool:
    """Whether the token after a name is the number of a model: "A380", "787", "3GS", a "4" that counts nothing."""
    if at >= len(doc) or not any(letter.isdigit() for letter in doc[at].text) or not doc[at].text[0].isalnum():
        return False
    text = doc[at].text
    if any(letter.isalpha() for letter in text):
        return not text[0].isdigit() or not text.lower().endswith(
            ("th", "st", "nd", "rd", "am", "pm", "bn", "m", "k", "km")
        )
    if (
        doc[at].ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT")
        or not text.replace("-", "").replace(".", "").isdigit()
    ):
        return False
    following = doc[at + 1] if at + 1 < len(doc) else None
    if len(text) == 3 or "-" in text or "." in text:
        return following is None or following.text not in ("%", "percent", "million", "billion")
    return len(text) == 1 and (
        following is None or following.tag_ not in ("NNS", "CD", "NN", "JJ", "NNP", "SYM", "HYPH", ":")
    )


def _is_one(doc: Doc, before: Stretch, after: Stretch) -> bool:
    gap = doc[before[1] : after[0]].text
    ends = doc[after[1] - 1].text in organisation_endings()
    if gap == "" and ends and before[2] in ("GPE", "NORP", "ORG") and after[2] == "ORG":
        return True
    if gap in ("and", "&") and ends and before[2] == "ORG" and before[1] - before[0] > 1:
        return doc[before[1] - 1].text not in organisation_endings() and after[2] == "ORG"
    return False


def _tail(doc: Doc, first: int, last: int, label: str) -> int:
    """Where a name ends that goes on behind what was marked."""
    if label == "PERSON":
        return last
    stop = last
    while stop < len(doc) and doc[stop].pos_ == "PROPN" and doc[stop].ent_type_ in ("", label):
        if doc[stop].text in titles() or doc[stop].is_sent_start or not doc[stop].text[0].isupper():
            break
        if (
            label in ("GPE", "LOC", "NORP")
            and _known(doc, first, last)
            and doc[stop].text not in endings() | _polities()
        ):
            following = doc[stop + 1].text if stop + 1 < len(doc) else ""
            if following not in endings() | _polities():
                break
        stop += 1
    last = stop
    if label in ("GPE", "NORP", "LOC") or doc[last - 1].text not in institution_openings():
        return last
    stop = last
    while stop < len(doc) and stop - first < _LONGEST:
        token = doc[stop]
        if token.text in _LINKS or (doc[last - 1].text == "Embassy" and token.text == "to"):
            if stop == last and token.text not in ("of", "for"):
                break
            if token.text == "and" and stop + 1 < len(doc) and doc[stop + 1].lower_ == "the":
                break
            stop += 1
        elif token.text[:1].isupper() and token.pos_ in ("PROPN", "NOUN", "ADJ") and not token.is_sent_start:
            stop += 1
            if doc[stop - 1].text in endings() and (stop == len(doc) or doc[stop].pos_ != "PROPN"):
                break
        else:
            break
    while stop > last and doc[stop - 1].text in (*_LINKS, "to"):
        stop -= 1
    and_at = next((i for i in range(last, stop) if doc[i].text == "and"), None)
    return and_at if and_at is not None and doc[and_at + 1].ent_type_ in ("PERSON", "GPE") else stop


def has_capital(token: Token) -> bool:
    """Whether a token has a capital letter in it."""
    return any(letter.isupper() for letter in token.text)


@cache
def _captions() -> frozenset[str]:
    return lexicon.words("name-words", "no names")


@cache
def titles() -> frozenset[str]:
    """Words before a person's name."""
    return lexicon.words("name-words", "titles")


@cache
def organisation_endings() -> frozenset[str]:
    """Last words of the names of organisations."""
    return lexicon.words("name-words", "organisation endings")


@cache
def institution_openings() -> frozenset[str]:
    """First words of the names of institutions, mostly before "of" or "for"."""
    return lexicon.words("name-words", "organisation openings")


@cache
def _polities() -> frozenset[str]:
    return lexicon.words("name-words", "polity endings")


@cache
def endings() -> frozenset[str]:
    """Last words of the names of organisations, buildings and features of the earth."""
    return organisation_endings() | lexicon.words("name-words", "place endings")
