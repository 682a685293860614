"""Where the names stand: those that the recogniser marks, and those that it misses and other places give away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.reader import gazetteer
from dateline.reader.edges import NAMING, Stretch, has_capital, institution_openings, marked, titles
from dateline.reader.parse import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(frozen=True, slots=True)
class Name:
    """A name in one place: the document of the parse, its tokens from `first` up to `last`, the recogniser's label.

    `label` is empty where the recogniser saw nothing. `sure` is false in a heading written in capitals or title case.
    """

    doc: int
    first: int
    last: int
    label: str
    sure: bool = True

    def tokens(self, parsed: Parsed) -> list[Token]:
        """The tokens of the name."""
        return list(parsed.docs[self.doc][self.first : self.last])

    def key(self, parsed: Parsed) -> str:
        """The words of the name with single spaces between them, by which one name is known in two places."""
        return " ".join(token.text for token in parsed.docs[self.doc][self.first : self.last])


def find_names(parsed: Parsed) -> list[Name]:
    """The names in order of their place; none overlaps another."""
    found: list[Name] = []
    for at, doc in enumerate(parsed.docs):
        shouted = _is_shouted(doc)
        stretches = [one for one in marked(doc) if not _opens_as_noun(doc, one)]
        found.extend(
            Name(at, first, last, label, sure=not shouted or doc[first].text in institution_openings())
            for first, last, label in stretches
        )
        if not shouted:
            taken = {i for first, last, _ in stretches for i in range(first, last)}
            taken |= {token.i for ent in doc.ents if ent.label_ not in NAMING for token in ent}
            found.extend(Name(at, first, last, "") for first, last in _unmarked(doc, taken))
    return sorted(found, key=lambda name: (name.doc, name.first))


def spread(parsed: Parsed, names: list[Name], known: set[str], surnames: set[str]) -> list[Name]:
    """The names and, in order with them, every further place where the words of a known name stand.

    What a known name is longer than gives way to it: "First Zenith" in a headline, where the story tells of "Zenith".
    """
    by_first: dict[str, list[list[str]]] = {}
    for key in known:
        words = key.split(" ")
        by_first.setdefault(words[0], []).append(words)
    for candidates in by_first.values():
        candidates.sort(key=len, reverse=True)
    per_doc: dict[int, list[Name]] = {}
    for name in names:
        if name.sure or name.key(parsed) in known:
            per_doc.setdefault(name.doc, []).append(name)
    unsure = [name for name in names if not name.sure and name.key(parsed) not in known]
    for at, doc in enumerate(parsed.docs):
        mine = per_doc.setdefault(at, [])
        taken = {i for name in mine for i in range(name.first, name.last)}
        texts = [token.text for token in doc]
        for i, text in enumerate(texts):
            if i in taken:
                continue
            for words in by_first.get(text, ()):
                last = i + len(words)
                if (
                    texts[i:last] == words
                    and taken.isdisjoint(range(i, last))
                    and not _is_common(doc[i], words, surnames)
                ):
                    mine.append(Name(at, i, last, ""))
                    taken.update(range(i, last))
                    break
    for name in unsure:
        mine = per_doc[name.doc]
        if all(other.last <= name.first or name.last <= other.first for other in mine):
            mine.append(name)
    return sorted((name for mine in per_doc.values() for name in mine), key=lambda name: (name.doc, name.first))


def nested(parsed: Parsed, name: Name) -> Iterator[Name]:
    """The places that a longer name has in it: the "Ghana" of "University of Ghana", the "U.S." of "U.S. Navy"."""
    doc = parsed.docs[name.doc]
    at = name.first
    while at < name.last:
        opens = at == name.first or doc[at - 1].lower_ in ("of", "in", "to", "for", "the")
        for last in range(min(name.last, at + 4), at, -1):
            whole = at == name.first and last == name.last
            if opens and not whole and _is_place_within(doc, name, at, last):
                yield Name(name.doc, at, last, "GPE")
                at = last - 1
                break
        at += 1


def inside(parsed: Parsed, name: Name, known: set[str]) -> Name | None:
    """The known name that a longer one begins with: the "Zenith" of "Zenith Spring Fair", not that of "Zenith 300"."""
    tokens = name.tokens(parsed)
    for last in range(len(tokens) - 1, 0, -1):
        rest = tokens[last:]
        if " ".join(token.text for token in tokens[:last]) in known:
            numbered = any(letter.isdigit() for token in rest for letter in token.text)
            return None if numbered else Name(name.doc, name.first, name.first + last, "ORG")
    return None


def _is_place_within(doc: Doc, name: Name, first: int, last: int) -> bool:
    words = doc[first:last].text
    known = gazetteer.place(words)
    if known is None or known.demonym:
        return False
    return first > name.first or words.isupper() or "." in words


def names_people(word: str) -> bool:
    """Whether a word is the plural of a demonym.

    >>> names_people("Bosnians"), names_people("Bosnian"), names_people("Swiss")
    (True, False, False)
    """
    known = gazetteer.place(word[:-1]) if word.endswith("s") else None
    return known is not None and known.demonym


def _is_common(token: Token, words: list[str], surnames: set[str]) -> bool:
    """Whether a capital letter says nothing here: one word that opens a sentence and is no proper noun."""
    if len(words) > 1 or not token.is_sent_start or token.pos_ in ("PROPN", "X"):
        return False
    return words[0] not in surnames or token.dep_ not in ("nsubj", "nsubjpass", "poss", "ROOT")


def _opens_as_noun(doc: Doc, stretch: Stretch) -> bool:
    """Whether what was marked is a common noun that has its capital because it opens a sentence: "Army", "Police"."""
    first, last, _ = stretch
    return last - first == 1 and doc[first].is_sent_start is True and gazetteer.noun(doc[first].lower_) is not None


def _is_shouted(doc: Doc) -> bool:
    """Whether the capital letters of a line tell names from other words no more."""
    words = [token for token in doc if token.is_alpha and len(token) > 3]
    return len(words) > 2 and sum(token.text[0].isupper() for token in words) > 0.8 * len(words)


def _unmarked(doc: Doc, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Runs of proper nouns that the recogniser left alone."""
    first = 0
    while first < len(doc):
        last = first
        while last < len(doc) and last not in taken and doc[last].pos_ == "PROPN" and doc[last].text[0].isalpha():
            if last > first and doc[last].is_sent_start:
                break
            last += 1
        if last > first:
            start = first
            while start < last - 1 and doc[start].text.rstrip(".") in titles():
                start += 1
            if any(has_capital(token) for token in doc[start:last]):
                yield start, last
            first = last
            continue
        if first not in taken and names_people(doc[first].text):
            yield first, first + 1
        first += 1
