"""Where the names stand: what the recogniser marks, put right at its edges, and what it misses of known names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dateline.reader import gazetteer, lexicon
from dateline.reader.parse import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NAMING: Final = frozenset(
    ("PERSON", "NORP", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE")
)
_EDGES: Final = frozenset(
    ("DT", "POS", "PRP$", "CC", "IN", "TO", ",", ".", ":", "``", "''", "-LRB-", "-RRB-", "HYPH", "$")
)
_OPENERS: Final = frozenset(("RB", "RBR", "WRB", "UH", "EX", "MD"))
_LINKS: Final = frozenset(("of", "for", "the", "and", "&", "de", "la", "del", "on"))
_LONGEST: Final = 12
_MODEL: Final = frozenset("0123456789")


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
        marked: list[tuple[int, int, str]] = []
        for ent in doc.ents:
            if ent.label_ in NAMING:
                marked.extend(_edged(doc, ent.start, ent.end, ent.label_))
        marked = _joined(doc, _with_institutions(doc, marked))
        found.extend(
            Name(at, first, last, label, sure=not shouted or doc[first].text in _openings())
            for first, last, label in marked
        )
        if not shouted:
            taken = {i for first, last, _ in marked for i in range(first, last)}
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


def _is_shouted(doc: Doc) -> bool:
    """Whether the capital letters of a line tell names from other words no more."""
    words = [token for token in doc if token.is_alpha and len(token) > 3]
    return len(words) > 2 and sum(token.text[0].isupper() for token in words) > 0.8 * len(words)


def _capital(token: Token) -> bool:
    return any(letter.isupper() for letter in token.text)


def _edged(doc: Doc, first: int, last: int, label: str) -> Iterator[tuple[int, int, str]]:
    """What the recogniser marked, without articles, marks and small words at its edges, cut where two names meet."""
    if gazetteer.place(doc[first:last].text.removeprefix("the ")) is not None and doc[first].tag_ != "DT":
        yield first, last, label
        return
    while first < last and (doc[first].tag_ in _EDGES | _OPENERS or not _capital(doc[first])):
        first += 1
    while last > first and (doc[last - 1].tag_ in _EDGES or not _nameable(doc[last - 1])):
        last -= 1
    stripped = first
    while stripped < last - 1 and doc[stripped].text.rstrip(".") in _titles():
        stripped += 1
    if stripped > first and doc[last - 1].text not in _endings() and label in ("PERSON", "ORG", "GPE", "FAC"):
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
        if i + 1 < last and doc[i].text in _titles() and doc[last - 1].text not in _endings() and doc[i + 1].is_title:
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
    return token.lower_ == "for" and given and doc[first].text not in _openings()


def _hyphenated(doc: Doc, last: int) -> int:
    """Where a name ends of which a hyphen joins on a further part: "Lee Hwa-bin"."""
    while last + 1 < len(doc) and doc[last].text == "-" and not (doc[last - 1].whitespace_ or doc[last].whitespace_):
        if not doc[last + 1].is_alpha or doc[last + 1].tag_ in ("VBN", "VBD", "VBG", "JJ"):
            break
        last += 2
    return last


def _nameable(token: Token) -> bool:
    return _capital(token) or (token.text[0].isdigit() and token.is_ascii)


def _with_institutions(doc: Doc, marked: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """What was marked and every "Ministry of …" that was not, in place of what was marked inside it."""
    starts = {first for first, _, _ in marked}
    found: list[tuple[int, int, str]] = []
    for token in doc[:-2]:
        if token.text in _openings() and token.i not in starts and doc[token.i + 1].text in ("of", "for"):
            stop = _tail(doc, token.i, token.i + 1, "ORG")
            held = any(first < token.i < last for first, last, _ in marked)
            if stop > token.i + 2 and not held:
                found.append((token.i, stop, "ORG"))
    free = [one for one in marked if not any(first <= one[0] < last for first, last, _ in found)]
    return sorted({*free, *found})


def _joined(doc: Doc, marked: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Marked stretches with what belongs to them: "Ministry" and "of the Interior", "Soviet" and "Army"."""
    found: list[tuple[int, int, str]] = []
    for first, last, label in marked:
        if found and first < found[-1][1]:
            continue
        before = found[-1] if found else None
        if before and _is_one(doc, before, (first, last, label)):
            found[-1] = (before[0], last, "ORG" if doc[last - 1].text in _organisations() else before[2])
            first, last, label = found.pop()
        start = first
        while (
            label in ("ORG", "FAC", "NORP", "GPE")
            and start > (found[-1][1] if found else 0)
            and doc[first].text in _organisations()
            and doc[start - 1].pos_ == "PROPN"
            and doc[start - 1].dep_ == "compound"
            and doc[start - 1].text not in _titles()
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
        if stop > last and doc[stop - 1].text in _organisations():
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


def _is_one(doc: Doc, before: tuple[int, int, str], after: tuple[int, int, str]) -> bool:
    gap = doc[before[1] : after[0]].text
    ends = doc[after[1] - 1].text in _organisations()
    if gap == "" and ends and before[2] in ("GPE", "NORP", "ORG") and after[2] == "ORG":
        return True
    if gap in ("and", "&") and ends and before[2] == "ORG" and before[1] - before[0] > 1:
        return doc[before[1] - 1].text not in _organisations() and after[2] == "ORG"
    return False


def _tail(doc: Doc, first: int, last: int, label: str) -> int:
    """Where a name ends that goes on behind what was marked."""
    if label == "PERSON":
        return last
    stop = last
    while stop < len(doc) and doc[stop].pos_ == "PROPN" and doc[stop].ent_type_ in ("", label):
        if doc[stop].text in _titles() or doc[stop].is_sent_start or not doc[stop].text[0].isupper():
            break
        if (
            label in ("GPE", "LOC", "NORP")
            and _known(doc, first, last)
            and doc[stop].text not in _endings() | _polities()
        ):
            following = doc[stop + 1].text if stop + 1 < len(doc) else ""
            if following not in _endings() | _polities():
                break
        stop += 1
    last = stop
    if label in ("GPE", "NORP", "LOC") or doc[last - 1].text not in _openings():
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
            if doc[stop - 1].text in _endings() and (stop == len(doc) or doc[stop].pos_ != "PROPN"):
                break
        else:
            break
    while stop > last and doc[stop - 1].text in (*_LINKS, "to"):
        stop -= 1
    and_at = next((i for i in range(last, stop) if doc[i].text == "and"), None)
    return and_at if and_at is not None and doc[and_at + 1].ent_type_ in ("PERSON", "GPE") else stop


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
            while start < last - 1 and doc[start].text.rstrip(".") in _titles():
                start += 1
            if any(_capital(token) for token in doc[start:last]):
                yield start, last
            first = last
            continue
        if first not in taken and names_people(doc[first].text):
            yield first, first + 1
        first += 1


def _captions() -> frozenset[str]:
    return lexicon.words("name-words", "no names")


def _titles() -> frozenset[str]:
    return lexicon.words("name-words", "titles")


def _organisations() -> frozenset[str]:
    return lexicon.words("name-words", "organisation endings")


def _openings() -> frozenset[str]:
    return lexicon.words("name-words", "organisation openings")


def _polities() -> frozenset[str]:
    return lexicon.words("name-words", "polity endings")


def _endings() -> frozenset[str]:
    return _organisations() | lexicon.words("name-words", "place endings")
