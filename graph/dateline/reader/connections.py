"""How the events of a text hang together: what led to what, what answered what, what was part of what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.model import Ref
from dateline.reader.cast import Cast
from dateline.reader.claims import Statement
from dateline.reader.happenings import Happenings
from dateline.reader.lexicon import words
from dateline.reader.parse import Parsed, end, offset
from dateline.reader.stance import Stance
from dateline.reader.syntax import after, antecedent, coordinated, is_passive, lemma, objects, subjects
from dateline.reader.voice import stance

if TYPE_CHECKING:
    from spacy.tokens import Token

_CHAINS = ("series", "chain", "string", "wave")
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class _Link:
    """One event to another by a word between them; the `stance` is that of the word."""

    first: Token
    predicate: str
    second: Token
    pattern: str
    stance: Stance
    word: Token


def find_connections(parsed: Parsed, cast: Cast, found: Happenings) -> Iterator[Statement]:
    """What the connecting verbs, nouns and conjunctions of a text say of its events."""
    for token in parsed.tokens():
        for link in _links(token):
            for one in _events(link.first, found):
                for other in _events(link.second, found):
                    if one[0] != other[0]:
                        yield _statement(parsed, link, one, other)
        if token.pos_ == "VERB" and lemma(token) in words("connections", "stopping verbs"):
            yield from _stopped(parsed, cast, token, found)


def _statement(parsed: Parsed, link: _Link, one: tuple[str, Token], other: tuple[str, Token]) -> Statement:
    edges = [(offset(token), end(token)) for token in (one[1], other[1], link.word, link.first, link.second)]
    return Statement(
        subject=one[0],
        predicate=link.predicate,
        object=Ref(id=other[0]),
        start=min(start for start, _ in edges),
        end=max(stop for _, stop in edges),
        place=offset(link.word),
        pattern=f"connections:{link.pattern}",
        stance=link.stance,
        words=parsed.words(link.word),
    )


def _events(token: Token, found: Happenings, depth: int = 0) -> list[tuple[str, Token]]:
    """The events that a word stands for: its own, or that of the noun it is "the prospect of"."""
    token = antecedent(token)
    if token.dep_ == "pobj" and token.head.lower_ == "of" and lemma(token.head.head) in _CHAINS:
        token = token.head.head
    if lemma(token) in _CHAINS and token.dep_ == "dobj":
        return [
            event
            for one in subjects(token.head)
            for event in (_events(one.token, found, depth + 1) if depth < _DEEPEST else [])
        ]
    if lemma(token) in words("hedges", "unreal nouns") or offset(token) not in found.of:
        inner = [below for _, below in after(token, "of")]
        for below in inner:
            event = found.of.get(offset(below))
            if event is not None:
                return [(event, below)]
    event = found.of.get(offset(token))
    if event is None and token.lower_ == "ago":
        dated = [child for child in token.children if child.dep_ in ("nmod", "compound") and offset(child) in found.of]
        return [(found.of[offset(child)], child) for child in dated]
    return [(event, token)] if event is not None else []


def _links(token: Token) -> Iterator[_Link]:
    if token.pos_ == "VERB":
        yield from _by_verb(token)
    elif token.pos_ == "AUX" and lemma(token) == "be":
        yield from _by_copula(token)
    elif token.dep_ in ("prep", "mark"):
        yield from _by_conjunction(token)


def _by_verb(verb: Token) -> Iterator[_Link]:
    name, found = lemma(verb), stance(verb)
    if not is_passive(verb):
        doers = [one.token for one in subjects(verb)]
        effects = [one.token for one in objects(verb)] if name in words("connections", "causing verbs") else []
        for preposition, noun in after(verb, "to", "in", "of"):
            if f"{name}_{preposition.lower_}" in words("connections", "causing verbs"):
                effects.append(noun)
        for doer in doers:
            for effect in effects:
                yield _Link(doer, "ledTo", effect, "cause", found, verb)
            for preposition, noun in after(verb, "from"):
                if f"{name}_{preposition.lower_}" in words("connections", "caused verbs"):
                    yield _Link(noun, "ledTo", doer, "cause", found, verb)
            for other in objects(verb):
                if name in words("connections", "preceding verbs"):
                    yield _Link(doer, "before", other.token, "order", found, verb)
                elif name in words("connections", "following verbs"):
                    yield _Link(other.token, "before", doer, "order", found, verb)
        if name in words("connections", "prompting verbs"):
            for child in verb.children:
                if child.dep_ in ("xcomp", "ccomp") and any(one.lower_ == "to" for one in child.children):
                    for doer in doers:
                        yield _Link(child, "inResponseTo", doer, "prompt", found, verb)
        if name in words("connections", "occurring verbs"):
            for child in verb.children:
                if child.dep_ == "advcl" and any(one.lower_ == "when" for one in child.children):
                    yield from _parts(verb, child, doers, found)
    if name in ("intend", "mean", "design") and is_passive(verb):
        for _, noun in after(verb, "as"):
            for one in subjects(verb):
                yield _Link(_deed(one.token), "purpose", noun, "purpose", found, verb)
    for child in verb.children:
        if child.dep_ == "advcl" and _in_order(child):
            yield _Link(verb, "purpose", child, "purpose", found, verb)


def _deed(noun: Token) -> Token:
    return noun


def _parts(verb: Token, clause: Token, doers: list[Token], found: Stance) -> Iterator[_Link]:
    inner = [clause, *(child for child in clause.children if child.dep_ in ("xcomp", "conj"))]
    for doer in doers:
        for one in inner:
            yield _Link(one, "subEventOf", doer, "part", found, verb)


def _in_order(clause: Token) -> bool:
    return any(
        child.lower_ == "in" and any(below.lower_ == "order" for below in child.children) for child in clause.children
    ) or (clause.i >= 3 and [clause.nbor(-3).lower_, clause.nbor(-2).lower_] == ["in", "order"])


def _by_copula(verb: Token) -> Iterator[_Link]:
    found = stance(verb)
    for child in verb.children:
        if child.dep_ != "attr":
            continue
        for one in subjects(verb):
            for preposition, noun in after(child, "to", "of", "for"):
                word = preposition.lower_
                if lemma(child) in words("connections", "response nouns") and word == "to":
                    yield _Link(one.token, "inResponseTo", noun, "response", found, child)
                elif lemma(child) in words("connections", "precursor nouns"):
                    yield _Link(one.token, "before", noun, "order", found, child)
                elif lemma(child) in words("connections", "cause nouns") and word != "to":
                    yield _Link(one.token, "ledTo", noun, "cause", found, child)


def _by_conjunction(token: Token) -> Iterator[_Link]:
    holder = token.head
    if token.lower_ == "because" and token.dep_ == "mark" and holder.dep_ == "advcl":
        yield _Link(holder, "ledTo", holder.head, "because", stance(holder.head), token)
    elif token.lower_ in ("because", "due"):
        for child in token.children:
            if child.dep_ == "pobj":
                yield _Link(child, "ledTo", holder, "because", stance(holder), token)
            elif child.dep_ in ("pcomp", "prep"):
                for below in child.children:
                    if below.dep_ == "pobj":
                        yield _Link(below, "ledTo", holder, "because", stance(holder), token)
    elif token.lower_ == "in":
        for child in token.children:
            if child.dep_ == "pobj" and lemma(child) in words("connections", "response nouns"):
                for _, noun in after(child, "to"):
                    yield _Link(holder, "inResponseTo", noun, "response", stance(holder), child)


def _stopped(parsed: Parsed, cast: Cast, verb: Token, found: Happenings) -> Iterator[Statement]:
    if is_passive(verb):
        return
    said = stance(verb)
    for one in subjects(verb):
        doers = [(cast.of(one.token), one.token), *_events(one.token, found)]
        for thing in objects(verb):
            for noun in coordinated(thing.token):
                for event, token in _events(noun, found):
                    for doer, word in doers:
                        if doer is None or doer == event:
                            continue
                        edges = [(offset(part), end(part)) for part in (word, token, verb, *_helpers(verb))]
                        yield Statement(
                            subject=doer,
                            predicate="stopped",
                            object=Ref(id=event),
                            start=min(start for start, _ in edges),
                            end=max(stop for _, stop in edges),
                            place=offset(verb),
                            pattern="connections:stop",
                            stance=said,
                            words=parsed.words(verb),
                        )


def _helpers(verb: Token) -> list[Token]:
    helpers = [child for child in verb.children if child.dep_ in ("neg", "aux")]
    if verb.dep_ == "xcomp":
        helpers.append(verb.head)
    return helpers
