"""Who does what in a parsed sentence: the subjects and objects of a verb, also those it shares with another.

Labels are those of spaCy's English pipelines (ClearNLP style). Every function takes and gives spaCy tokens.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.reader import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_RELATIVE = frozenset(("who", "which", "that", "whom"))
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Argument:
    """A noun that fills a place of a verb; `pattern` names how it was found, `shared` if the verb borrows it."""

    token: Token
    pattern: str
    passive: bool = False

    @property
    def shared(self) -> bool:
        """Whether the verb has it from another word."""
        return self.pattern not in ("subject", "object")


def lemma(token: Token) -> str:
    """The base form of a token in small letters, with the particle of a verb left out."""
    return token.lemma_.lower()


def dates_the_clause(modifier: Token) -> bool:
    """Whether a date before a noun is not its own: the "11 May 1987" of "On 11 May 1987 armed gangs came"."""
    if modifier.ent_type_ not in ("DATE", "TIME"):
        return False
    first = modifier
    while first.ent_iob_ == "I" and first.i:
        first = first.nbor(-1)
    before = first.nbor(-1) if first.i else None
    return before is not None and before.dep_ == "prep" and not any(True for _ in before.children)


def states_left(verb: Token) -> list[Token]:
    """The words for the state in which a verb leaves somebody: "left 12 people dead and 30 others injured"."""
    if lemma(verb) != "leave":
        return []
    own = [child for child in verb.children if child.dep_ in ("oprd", "acomp", "ccomp", "xcomp") and _is_state(child)]
    joined = [child for one in (verb, *own) for child in one.children if child.dep_ == "conj" and _is_state(child)]
    return own + joined if own else []


def _is_state(token: Token) -> bool:
    states = lexicon.words("frames", "dead") | lexicon.words("frames", "wounded")
    return token.lower_ in states and token.tag_ in ("JJ", "VBN", "VBD", "NN")


def is_age(number: Token) -> bool:
    """Whether a number says how old somebody is: "died aged 56", "at the age of 56"."""
    before = [number.nbor(-step).lower_ for step in (1, 2) if number.i >= step]
    return before[:1] in (["aged"], ["age"]) or before == ["of", "age"]


def costly(verb: Token) -> list[Token]:
    """The nouns for what may have cost the lives that a verb tells of: what it happened in, then its subjects."""
    return [noun for _, noun in after(verb, "in", "during", "after")] + [one.token for one in subjects(verb)]


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive: with its auxiliary, or as a participle after its noun."""
    if verb.dep_ == "conj" and verb in states_left(verb.head):
        return True
    if any(child.dep_ in ("auxpass", "nsubjpass", "csubjpass") for child in verb.children):
        return True
    if verb.tag_ != "VBN" or any(child.dep_ == "aux" for child in verb.children):
        return False
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        return is_passive(verb.head)
    return verb.dep_ in ("acl", "advcl", "amod", "relcl", "ROOT") and not any(
        child.dep_ in ("nsubj", "dobj") for child in verb.children
    )


def coordinated(token: Token) -> Iterator[Token]:
    """A noun and those that "and" or "or" put beside it."""
    yield token
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
            yield from coordinated(child)


def antecedent(token: Token) -> Token:
    """What a relative pronoun stands for, else the token itself."""
    if token.lower_ in _RELATIVE and token.tag_ in ("WDT", "WP", "DT", "IN"):
        clause = token.head
        for _ in range(_DEEPEST):
            if clause.dep_ == "relcl":
                return _of_cleft(clause.head)
            if clause.dep_ in ("conj", "xcomp", "ccomp", "aux", "prep") and clause.head is not clause:
                clause = clause.head
            else:
                break
    return token


def _of_cleft(noun: Token) -> Token:
    """In "it was the fear of X that moved him" the clause is said of the fear, whichever noun it hangs on."""
    top = noun
    while top.dep_ in ("pobj", "prep") and top.head is not top:
        top = top.head
    if top.dep_ == "attr" and any(one.dep_ in ("nsubj", "expl") and one.lower_ == "it" for one in top.head.children):
        return top
    return noun


def subjects(verb: Token, depth: int = 0) -> list[Argument]:
    """Who or what a verb is said of, its own subject first, else the one it shares with the word it hangs on."""
    own = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    if own:
        passive = is_passive(verb)
        return [
            Argument(antecedent(one), "subject" if antecedent(one) is one else "relative", passive)
            for subject in own
            for one in coordinated(subject)
        ]
    if depth >= _DEEPEST or verb.head is verb:
        return []
    borrowed = _BORROW.get(verb.dep_)
    return borrowed(verb, depth) if borrowed else []


def _as(arguments: list[Argument], pattern: str, verb: Token) -> list[Argument]:
    passive = is_passive(verb)
    return [Argument(one.token, pattern, passive) for one in arguments]


def _of_conjunct(verb: Token, depth: int) -> list[Argument]:
    if verb.head.pos_ not in ("VERB", "AUX"):
        return []
    return _as(subjects(verb.head, depth + 1), "coordination", verb)


def _of_complement(verb: Token, depth: int) -> list[Argument]:
    head = verb.head
    if head.pos_ in ("ADJ", "NOUN"):
        head = head.head if head.dep_ in ("acomp", "attr", "oprd") else head
    if lemma(head) in lexicon.words("frames", "object controllers"):
        told = [one for one in objects(head) if one.token.i < verb.i]
        if told and not is_passive(head):
            return _as(told, "control", verb)
    return _as(subjects(head, depth + 1), "control", verb)


def _of_adverbial(verb: Token, depth: int) -> list[Argument]:
    if verb.tag_ not in ("VBG", "VBN", "VB"):
        return []
    if any(child.dep_ in ("nsubj", "nsubjpass", "expl") for child in verb.children):
        return []
    return _as(subjects(verb.head, depth + 1), "participle" if verb.tag_ != "VB" else "purpose", verb)


def _of_clause_of_noun(verb: Token, depth: int) -> list[Argument]:
    noun = verb.head
    if verb.tag_ in ("VBG", "VBN"):
        return [Argument(one, "reduced", verb.tag_ == "VBN") for one in (noun,)]
    holder = noun.head
    if noun.dep_ in ("attr", "dobj") and holder.pos_ in ("VERB", "AUX"):
        return _as(subjects(holder, depth + 1), "infinitive", verb)
    owner = [child for child in noun.children if child.dep_ == "poss"]
    return _as([Argument(one, "infinitive") for one in owner], "infinitive", verb)


def _of_gerund(verb: Token, depth: int) -> list[Argument]:
    holder = verb.head.head
    if holder.pos_ not in ("VERB", "AUX"):
        return []
    told = [one for one in objects(holder) if one.token.i < verb.i]
    if told and verb.head.lower_ in ("from", "for", "of", "as"):
        return _as(told, "control", verb)
    return _as(subjects(holder, depth + 1), "gerund", verb)


_BORROW = {
    "conj": _of_conjunct,
    "xcomp": _of_complement,
    "ccomp": lambda verb, depth: _of_complement(verb, depth) if verb.tag_ == "VBG" else [],
    "advcl": _of_adverbial,
    "acl": _of_clause_of_noun,
    "relcl": lambda verb, depth: _of_clause_of_noun(verb, depth) if verb.tag_ == "VB" else [],
    "pcomp": _of_gerund,
}


def objects(verb: Token) -> list[Argument]:
    """What an active verb is done to: its objects, or the noun that its relative clause describes."""
    own = [child for child in verb.children if child.dep_ == "dobj"]
    found = [
        Argument(antecedent(one), "object" if antecedent(one) is one else "relative-object")
        for subject in own
        for one in coordinated(subject)
    ]
    if found or verb.dep_ != "relcl" or is_passive(verb):
        return found
    people = [child for child in verb.children if child.dep_ == "nsubj"]
    complete = any(child.dep_ in ("prep", "xcomp", "ccomp", "acomp", "attr") for child in verb.children)
    if people and antecedent(people[0]) is people[0] and not complete:
        return [Argument(verb.head, "relative-object")]
    return found


def after(word: Token, *prepositions: str) -> Iterator[tuple[Token, Token]]:
    """The (preposition, noun) pairs that hang on a word, of the prepositions named or of all."""
    for child in word.children:
        if child.dep_ in ("prep", "agent", "dative") and (not prepositions or child.lower_ in prepositions):
            for below in child.children:
                if below.dep_ == "pobj":
                    for one in coordinated(below):
                        yield child, one
                elif (below.dep_ == "conj" and below.pos_ == "ADP") or (
                    below.dep_ == "prep" and child.lower_ in ("from", "out", "in", "up", "down", "back")
                ):
                    for deeper in below.children:
                        if deeper.dep_ == "pobj":
                            yield below, deeper


def clause(verb: Token) -> Token:
    """The verb whose clause a word belongs to: itself or the nearest verb above."""
    here = verb
    while here.pos_ not in ("VERB", "AUX") and here.head is not here:
        here = here.head
    return here


def above(token: Token) -> Iterator[Token]:
    """The words a token hangs on, the nearest first, up to the root."""
    while token.head is not token:
        token = token.head
        yield token
