"""What kind of thing a name stands for, by all that the document shows of it: its words, its neighbours, its verbs."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dateline.reader import gazetteer, lexicon
from dateline.reader.aliases import acronyms
from dateline.reader.names import Name, names_people
from dateline.reader.parse import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Token

THING: Final = "Entity"
"""The kind of a name that is neither of a person nor an organisation, group, place or document: a product, an event."""

NOBODY: Final = ""
"""The kind of what is written like a name and is none: an office, an abbreviation."""

_BY_LABEL: Final = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Place",
    "LOC": "Place",
    "FAC": "Place",
    "NORP": "Group",
}
_BY_NOUN: Final = {
    "person": "Person",
    "people": "Group",
    "organisation": "Organization",
    "polity": "Polity",
    "place": "Place",
    "structure": "Place",
    "document": "Document",
}


@dataclass(slots=True)
class _Signs:
    """What a document shows of one name, over all places where it stands."""

    labels: Counter[str] = field(default_factory=Counter)
    nouns: Counter[str] = field(default_factory=Counter)
    speaks: int = 0
    titled: int = 0
    located: int = 0
    employs: int = 0
    followed: int = 0
    counted: int = 0
    definite: int = 0
    made: int = 0
    heads: int = 0
    places: int = 0


def kind_of_noun(token: Token) -> str | None:
    """The class of what a common noun stands for; a noun for a person in the plural stands for a group.

    None where it is something else, such as a deed or an idea.
    """
    noun = gazetteer.noun(token.lower_) or gazetteer.noun(token.lemma_.lower())
    if noun is None and "-" in token.text:
        noun = gazetteer.noun(token.lemma_.lower().rpartition("-")[2])
    if noun == "person":
        return "Group" if token.tag_ in ("NNS", "NNPS") else "Person"
    if noun in ("polity", "organisation") and token.tag_ in ("NNS", "NNPS") and token.lemma_.lower() != token.lower_:
        return "Group"
    return _BY_NOUN.get(noun) if noun else None


def decide(parsed: Parsed, names: list[Name]) -> dict[str, str]:
    """The kind of each name by its key; a key left out is no name that can be told to be one."""
    signs: dict[str, _Signs] = defaultdict(_Signs)
    for name in names:
        _observe(parsed, name, signs[name.key(parsed)])
    kinds: dict[str, str] = {}
    for key, seen in signs.items():
        kind = _by_words(key, seen)
        if kind is None:
            kind = _by_signs(key, seen)
        if kind is not None:
            kinds[key] = kind
    _agree(kinds, signs)
    return {key: kind for key, kind in kinds.items() if kind != NOBODY}


def _observe(parsed: Parsed, name: Name, seen: _Signs) -> None:
    tokens = name.tokens(parsed)
    doc, head = tokens[0].doc, tokens[-1]
    for token in tokens:
        if not name.first <= token.head.i < name.last:
            head = token
    before = doc[name.first - 1] if name.first else None
    after = doc[name.last] if name.last < len(doc) else None
    seen.places += 1
    if name.label:
        seen.labels[name.label] += 2 if name.sure else 1
    if before is not None:
        if before.text.rstrip(".") in lexicon.words("name-words", "titles") and before.text[0].isupper():
            seen.titled += 1
        elif before.pos_ == "NOUN" and before.dep_ in ("compound", "nmod") and before.head.i >= name.first:
            _note(seen, before)
    is_head = not (head.dep_ in ("compound", "nmod", "amod") and head.head.i >= name.last)
    if after is not None and after.tag_ != "POS" and is_head:
        seen.heads += 1
        article = before
        while article is not None and article.pos_ in ("ADJ", "NUM") and article.i > 0:
            article = doc[article.i - 1]
        if article is not None:
            owner = doc[article.i - 1].text if article.tag_ == "POS" and article.i else ""
            counted = article.lower_ in ("a", "an", "each", "every", "another") or (
                article.tag_ in ("PRP$", "POS") and gazetteer.place(owner) is None
            )
            seen.counted += counted and article.head.i in range(name.first, name.last)
            seen.definite += article.lower_ == "the"
    if head.dep_ in ("compound", "poss", "nmod") and head.head.pos_ == "NOUN" and head.head.i >= name.last:
        lemma = head.head.lemma_.lower()
        seen.followed += gazetteer.noun(lemma) == "person" and head.dep_ != "poss"
        seen.employs += lemma in lexicon.words("name-words", "staff")
    verb = head.head
    if head.dep_ == "nsubj" and verb.lemma_ in lexicon.words("name-words", "speaking"):
        seen.speaks += 1
    if head.dep_ == "dobj" and verb.lemma_ in lexicon.words("name-words", "making"):
        seen.made += 1
    if head.dep_ == "pobj" and verb.lower_ == "to" and verb.head.lower_ == "according":
        seen.speaks += 1
    elif head.dep_ == "pobj" and verb.lower_ in lexicon.words("name-words", "place prepositions"):
        seen.located += 1
    for child in head.children:
        if child.dep_ == "appos" and child.pos_ == "NOUN":
            _note(seen, child)
    if head.dep_ == "appos" and head.head.pos_ == "NOUN" and head.head.i < name.first:
        _note(seen, head.head)
    if head.dep_ == "nsubj" and verb.lemma_ == "be":
        for child in verb.children:
            if child.dep_ == "attr" and child.pos_ == "NOUN":
                _note(seen, child)


def _note(seen: _Signs, noun: Token) -> None:
    if noun.lemma_.lower() in lexicon.words("name-words", "person or organisation"):
        return
    kind = kind_of_noun(noun)
    if noun.lemma_.lower() in lexicon.words("name-words", "roles"):
        kind = "Person"
    seen.nouns[kind or THING] += 1


def _by_words(key: str, seen: _Signs) -> str | None:
    """What the words of a name say by themselves."""
    words = key.split(" ")
    last = words[-1]
    if all(word in lexicon.words("name-words", "office words") for word in words):
        return NOBODY
    if key in lexicon.words("name-words", "no names") or key in lexicon.words("name-words", "titles"):
        return NOBODY
    joined = key.replace(" ", "_")
    if joined in lexicon.words("name-words", "named like people"):
        return "Organization"
    if joined in lexicon.words("name-words", "seats"):
        return "Place" if seen.located > seen.speaks + seen.employs else "Organization"
    if len(words) == 1 and seen.labels["ORG"] and key in lexicon.words("name-words", "bodies"):
        return "Organization"
    known = gazetteer.place(key)
    if known is not None and not known.demonym:
        elsewhere = seen.labels["GPE"] + seen.labels["LOC"] + seen.located == 0
        if known.sort != "polity" and elsewhere and seen.labels and known.capital_of is None:
            return None
        return "Polity" if known.sort == "polity" else "Place"
    if known is not None and seen.labels["LANGUAGE"] and not seen.labels["NORP"]:
        return NOBODY
    if known is not None:
        return "Polity"
    if names_people(key):
        return "Group"
    if seen.definite and key in lexicon.words("name-words", "compass"):
        return "Place"
    if any(letter.isdigit() for letter in last) or last in lexicon.words("name-words", "event endings"):
        return THING
    if len(words) > 1 and (
        last in lexicon.words("name-words", "product endings")
        or words[0] in lexicon.words("name-words", "event openings")
    ):
        return THING
    if words[0] in lexicon.words("name-words", "organisation openings") and len(words) > 1:
        return "Organization"
    if last in lexicon.words("name-words", "polity endings") and len(words) > 1 and "PERSON" not in seen.labels:
        return "Polity"
    if len(words) > 1 and last in lexicon.words("name-words", "organisation endings"):
        return THING if words[0][0].islower() else "Organization"
    if len(words) > 1 and (
        last in lexicon.words("name-words", "place endings")
        or words[0] in lexicon.words("name-words", "place openings")
    ):
        return "Place"
    return None


def _by_signs(key: str, seen: _Signs) -> str | None:
    """What the neighbours of a name say, the recogniser's word among them."""
    words = key.split(" ")
    label = seen.labels.most_common(1)[0][0] if seen.labels else ""
    noun = seen.nouns.most_common(1)[0][0] if seen.nouns else ""
    given = gazetteer.gender(words[0]) is not None
    vouched = seen.speaks or seen.employs
    letters = len(words) == 1 and len(key) > 1 and key.isupper()
    if letters and not seen.titled and (label in ("PERSON", "GPE", "ORG") or noun == "Person"):
        if noun == THING and not vouched and (seen.definite or seen.counted or seen.made or label != "ORG"):
            return THING
        return "Place" if label == "GPE" and seen.located > seen.employs else "Organization"
    told = seen.nouns[THING] * 4 >= seen.places
    if noun == THING and told and not vouched and not (label == "PERSON" and len(words) > 1):
        return THING
    if seen.titled or noun == "Person" or (given and len(words) in (2, 3) and label in ("PERSON", "ORG", "")):
        return "Person"
    if given and len(words) == 1 and label in ("GPE", "LOC") and not seen.located:
        return "Person"
    if noun and noun != THING:
        return noun
    if label == "NORP":
        return "Group" if seen.heads else NOBODY
    if label == "PERSON" and len(words) > 1 and not given and gazetteer.place(words[0]) is not None:
        return "Organization"
    if label == "PERSON":
        if len(words) == 1 and not given and not seen.speaks and seen.located * 2 >= seen.places:
            return "Place"
        if len(words) == 1 and not given and not seen.speaks:
            return "Organization" if seen.employs or (seen.definite and last_is_plural(words)) else THING
        if seen.definite and not given:
            return "Organization" if last_is_plural(words) else THING
        return "Person"
    if label in ("GPE", "LOC", "FAC"):
        if seen.employs + seen.speaks >= max(seen.located, 1):
            return "Organization"
        if seen.located or label == "FAC":
            return "Place"
        return THING
    if label == "ORG":
        if not vouched and (seen.counted + seen.made) * 4 >= seen.places > 0:
            return THING
        if words[0][0].islower() and not seen.speaks:
            return THING
        if not vouched and not seen.heads and len(words) == 1:
            return THING
        if not vouched and seen.definite * 2 > seen.heads and len(words) == 1 and not key.isupper():
            return "Organization" if last_is_plural(words) else THING
        return "Organization"
    if label:
        return THING
    if seen.speaks or seen.employs or (seen.followed and not seen.counted and not words[0][0].islower()):
        return "Person" if given or (len(words) > 1 and seen.speaks and not seen.employs) else "Organization"
    return None


def last_is_plural(words: list[str]) -> bool:
    """Whether a name ends like a plural, as those of bands and teams do."""
    return words[-1].endswith("s") and not words[-1].endswith("ss")


def _agree(kinds: dict[str, str], signs: dict[str, _Signs]) -> None:
    """Short names take the kind of the long names that they are part of."""
    people: dict[str, str] = {}
    bodies: set[str] = set()
    endings = lexicon.words("name-words", "organisation endings")
    for key, kind in kinds.items():
        words = key.split(" ")
        if kind == "Person" and len(words) > 1:
            people[words[-1]] = key
        elif kind == "Organization" and len(words) > 1:
            bodies.add(words[0])
            bodies.update({words[-1]} & endings)
    for key, kind in list(kinds.items()):
        if " " in key or gazetteer.place(key) is not None:
            continue
        if key in people:
            kinds[key] = "Person"
        elif key in bodies and kind in ("Person", "Place", THING) and not signs[key].titled:
            kinds[key] = "Organization"
    for key in signs:
        if key in people and key not in kinds:
            kinds[key] = "Person"
    for surname in people:
        kinds.setdefault(surname, "Person")
    for key, kind in list(kinds.items()):
        maker, _, number = key.rpartition(" ")
        if kind == THING and any(letter.isdigit() for letter in number) and kinds.get(maker) == "Person":
            kinds[maker] = "Organization"
    for key, kind in list(kinds.items()):
        for short in acronyms(key.split(" ")) if " " in key and kind != "Person" else ():
            if short in kinds and gazetteer.place(short) is None:
                kinds[short] = kind
