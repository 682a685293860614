"""What in a text refers: a name, a description or a pronoun, with what can be told of it before it is resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dateline.model import Form
from dateline.reader import gazetteer, lexicon
from dateline.reader.kinds import kind_of_noun
from dateline.reader.names import Name
from dateline.reader.parse import Parsed, end, offset
from dateline.reader.syntax import dates_the_clause

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

OTHER: Final = ""
"""The kind of what is neither an agent nor a place nor a document: pronouns may mean it."""

_ARTICLES: Final = frozenset(("a", "an", "the"))
PRONOUNS: Final = frozenset(
    (
        *("he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself"),
        *("they", "them", "their", "theirs", "themselves"),
        *("i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"),
        *("who", "which", "that", "whose", "whom"),
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """Words from `start` to `end` that refer by their `head`; `kind` is the class of what they refer to, where known.

    `key` is the name, or the lemma of the head, or the pronoun in small letters; `of` is the head of the name that a
    description stands before.
    """

    start: int
    end: int
    form: Form
    kind: str | None
    key: str
    head: Token
    of: Token | None = None


def is_sport(parsed: Parsed) -> bool:
    """Whether a text tells of sport, so that countries in it may be teams: one word in fifty speaks of it."""
    words = sport = 0
    for token in parsed.tokens():
        words += 1
        sport += token.pos_ == "NOUN" and token.lemma_.lower() in lexicon.words("name-words", "sports")
    return sport > 3 and sport * 50 > words


def named(parsed: Parsed, name: Name, kind: str, *, sport: bool = False) -> Reference:
    """The reference that a name makes.

    A capital that acts as only people do stands for its government; a country that plays stands for its team.
    """
    tokens = name.tokens(parsed)
    head = next((token for token in tokens if not name.first <= token.head.i < name.last), tokens[-1])
    key = name.key(parsed)
    place = gazetteer.place(key)
    if place is not None and place.capital_of and _acts(head):
        kind = "Organization"
    if sport and kind == "Polity" and place is not None and not place.demonym and _plays(head):
        kind = "Organization"
    form: Form = "description" if place is not None and place.demonym else "name"
    return Reference(offset(tokens[0]), end(tokens[-1]), form, kind, key, head)


def _acts(head: Token) -> bool:
    verb = head.head
    return (
        head.dep_ == "nsubj"
        and verb.lemma_ in lexicon.words("name-words", "speaking")
        and not any(child.dep_ in ("appos", "conj") for child in head.children)
    )


def _plays(head: Token) -> bool:
    verb = head.head
    if head.dep_ in ("nsubj", "dobj", "conj"):
        return verb.lemma_ in lexicon.words("name-words", "playing") or (head.dep_ == "conj" and _plays(verb))
    if head.dep_ == "pobj":
        return verb.lower_ in ("to", "for", "against", "with", "by")
    return any(letter.isdigit() for near in (1, -1) for letter in _neighbour(head, near))


def _neighbour(head: Token, step: int) -> str:
    at = head.i + step
    return head.doc[at].text if 0 <= at < len(head.doc) else ""


def described(parsed: Parsed, chunk: Words, covered: set[tuple[int, int]], at: int) -> list[Reference]:
    """The descriptions that a noun phrase makes, by its head and, before a name, by the office it tells.

    `covered` holds the (document, token) pairs that belong to names, `at` is the document's number.
    """
    root = chunk.root
    first = chunk.start
    while first < root.i and (
        chunk.doc[first].is_punct or chunk.doc[first].is_space or dates_the_clause(chunk.doc[first])
    ):
        first += 1
    tokens = list(chunk.doc[first : root.i + 1])
    owners = _owners(chunk, covered, at)
    if (at, root.i) in covered:
        return owners + _offices(chunk, covered, at, first)
    if root.pos_ not in ("NOUN", "PROPN") or not root.text[0].isalpha():
        return []
    kind = kind_of_noun(root)
    while (
        len(tokens) > 1
        and tokens[0].pos_ in ("ADV", "CCONJ", "PUNCT")
        and tokens[0].lower_ not in ("around", "about", "as")
    ):
        tokens.pop(0)
    return [*owners, Reference(offset(tokens[0]), end(root), "description", kind or OTHER, root.lemma_.lower(), root)]


def _owners(chunk: Words, covered: set[tuple[int, int]], at: int) -> list[Reference]:
    """What a noun phrase has inside it: "the company" in "the company's plant", "company" in "company officials"."""
    found: list[Reference] = []
    for token in chunk:
        if token is chunk.root or token.pos_ != "NOUN" or (at, token.i) in covered:
            continue
        owns = token.dep_ == "poss"
        staffed = token.dep_ == "compound" and token.lower_ in lexicon.words("name-words", "any organisation")
        kind = kind_of_noun(token) if owns or (staffed and token.i == chunk.start) else None
        if kind is not None:
            start = max(token.left_edge.i, chunk.start)
            found.append(
                Reference(offset(chunk.doc[start]), end(token), "description", kind, token.lemma_.lower(), token)
            )
    return found


def _offices(chunk: Words, covered: set[tuple[int, int]], at: int, first: int) -> list[Reference]:
    """For "Zenith chief executive Ann Lee": what stands before the name and, with it, the whole."""
    doc, root = chunk.doc, chunk.root
    name_first = root.i
    while name_first > first and (at, name_first - 1) in covered:
        name_first -= 1
    last_noun = name_first - 1
    while last_noun > first and doc[last_noun].is_punct:
        last_noun -= 1
    if last_noun < first or doc[last_noun].pos_ not in ("NOUN", "PROPN") or doc[last_noun].dep_ == "poss":
        return []
    noun = doc[last_noun]
    kind = kind_of_noun(noun)
    if kind is None:
        return []
    start = first
    return [
        Reference(offset(doc[start]), end(noun), "description", kind, noun.lemma_.lower(), noun, root),
        Reference(offset(doc[start]), end(root), "description", kind, noun.lemma_.lower(), root, root),
    ]


def pronouns(parsed: Parsed, covered: set[tuple[int, int]]) -> list[Reference]:
    """The pronouns that stand for a person or a thing, also those that open a relative clause."""
    found: list[Reference] = []
    for at, doc in enumerate(parsed.docs):
        for token in doc:
            if token.lower_ not in PRONOUNS or (at, token.i) in covered or token.pos_ not in ("PRON", "DET", "SCONJ"):
                continue
            if token.lower_ == "that" and token.dep_ not in ("nsubj", "nsubjpass", "dobj"):
                continue
            if token.lower_ == "us" and token.text == "US":
                continue
            found.append(Reference(offset(token), end(token), "pronoun", None, token.lower_, token))
    return found


def determined(reference: Reference) -> bool:
    """Whether a description points at something known: "the", "this", "that" or "these" before its head, or none at all
    as in "company officials"."""
    if reference.head.dep_ == "compound":
        return True
    return any(
        child.lower_ in ("the", "this", "that", "these", "those") and child.dep_ == "det"
        for child in reference.head.children
    )


def modifiers(reference: Reference) -> frozenset[str]:
    """The words that say which: everything between the article and the head, in small letters, but for numbers."""
    words = reference.head.doc[reference.head.left_edge.i : reference.head.i]
    return frozenset(
        token.lower_
        for token in words
        if token.pos_ in ("ADJ", "NOUN", "PROPN", "VERB") and token.lower_ not in _ARTICLES
    )


def counted(reference: Reference) -> bool:
    """Whether a number stands before the head: "700 people" are not those of another number."""
    return any(child.pos_ == "NUM" for child in reference.head.children)
