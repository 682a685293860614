"""The words that say that something happens (triggers), and which of them speak of the same event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.reader import lexicon
from dateline.reader.lexicon import Happening, words
from dateline.reader.parse import Parsed, end, offset
from dateline.reader.syntax import after, costly, lemma, states_left

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

_TOLL = Happening(family="toll", kind="Event")
"""What "left 12 people dead" says: nobody departs."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that says that something happens; `name` is the proper name it belongs to, where it has one.

    `light` is the verb that only carries it ("pay tribute"), `start` and `end` are its place in the text.
    """

    token: Token
    start: int
    end: int
    happening: Happening
    noun: bool
    name: str = ""
    light: Token | None = None


def find_triggers(parsed: Parsed) -> tuple[Trigger, ...]:
    """Every trigger in order: verbs but for auxiliaries, nouns of deeds, and names of events."""
    found: list[Trigger] = []
    for sentence in parsed.sentences:
        named = {token.i: name for name in sentence.tokens.ents if _names_event(name) for token in name}
        said: set[int] = set()
        heading = parsed.paragraphs[sentence.paragraph].heading
        for token in sentence.tokens:
            if token.i in named:
                name = named[token.i]
                if name.root.i == token.i:
                    found.append(_of_name(parsed, name))
            elif token.pos_ == "VERB" or (token.pos_ == "AUX" and lemma(token) in ("have", "do")):
                if _is_event_verb(token):
                    said_of = _TOLL if states_left(token) else lexicon.verb(lemma(token))
                    found.append(_of_word(token, said_of, noun=False))
            elif token.i not in said and (token.pos_ == "NOUN" or (heading and token.pos_ == "PROPN")):
                happening = _of_noun(token)
                if happening:
                    found.append(replace(_of_word(token, happening, noun=True), name=_called(parsed, token, named)))
            elif token.pos_ == "PROPN" and _occurs(token):
                name = token.doc[token.left_edge.i : token.i + 1]
                found.append(_of_name(parsed, name))
                said.update(word.i for word in name)
    return tuple(_with_light_verbs(found))


def _of_word(token: Token, happening: Happening, *, noun: bool) -> Trigger:
    return Trigger(token=token, start=offset(token), end=end(token), happening=happening, noun=noun)


def _of_name(parsed: Parsed, name: Words) -> Trigger:
    first = name.start + (1 if name[0].lower_ in ("the", "a", "an") and len(name) > 1 else 0)
    start, stop = offset(name.doc[first]), end(name[-1])
    happening = lexicon.noun(name.root.lower_) or Happening(family=parsed.text[start:stop].lower(), kind="Event")
    return Trigger(token=name.root, start=start, end=stop, happening=happening, noun=True, name=parsed.text[start:stop])


def _called(parsed: Parsed, token: Token, named: Mapping[int, Words]) -> str:
    """The proper name that a noun is given: "an event known as the Long March"."""
    for child in token.children:
        if child.dep_ == "acl" and lemma(child) in words("frames", "naming verbs"):
            for _, noun in after(child, "as"):
                if noun.i in named:
                    return _of_name(parsed, named[noun.i]).name
    return ""


def _names_event(name: Words) -> bool:
    return name.label_ == "EVENT" and name.root.pos_ in ("PROPN", "NOUN") and any(word.is_title for word in name)


def _occurs(token: Token) -> bool:
    if token.dep_ != "nsubj" or token.ent_type_ == "PERSON":
        return False
    if lexicon.noun(token.lower_) is not None:
        return lemma(token.head) in words("connections", "occurring verbs")
    return lemma(token.head) in ("occur", "happen")


def _is_event_verb(token: Token) -> bool:
    if token.dep_ in ("aux", "auxpass", "amod", "compound", "prep", "punct", "case", "mark"):
        return False
    if not token.is_alpha and "-" not in token.text and "’" not in token.text:
        return False
    if states_left(token) and any(_of_noun(noun) for noun in costly(token)):
        return False
    return lemma(token) not in words("events", "verbs that are not events")


def _of_noun(token: Token) -> Happening | None:
    if token.pos_ == "PROPN":
        entitled = token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "of"
        plain = not token.ent_type_ or (entitled and token.ent_type_ == "ORG")
        return lexicon.noun(token.lower_) if plain and token.dep_ != "compound" else None
    if token.dep_ in ("compound", "nmod", "npadvmod") and token.head.pos_ in ("NOUN", "PROPN"):
        return None
    if token.lower_ == "order" and token.i and token.nbor(-1).lower_ == "in":
        return None
    return lexicon.noun(lemma(token))


def _with_light_verbs(found: Sequence[Trigger]) -> Iterable[Trigger]:
    carried: dict[tuple[int, int], Trigger] = {}
    for one in found:
        head = one.token.head
        if not one.noun or one.name:
            continue
        if one.token.dep_ in ("dobj", "nsubjpass") and lemma(head) in words("events", "light verbs"):
            carried[id(head.doc), head.i] = one
        for child in one.token.children:
            if child.dep_ == "acl" and child.tag_ == "VBN" and lemma(child) in words("events", "light verbs"):
                carried[id(child.doc), child.i] = one
    held = {id(one): place[1] for place, one in carried.items()}
    for one in found:
        if (id(one.token.doc), one.token.i) in carried:
            continue
        if id(one) in held:
            verb = one.token.doc[held[id(one)]]
            yield Trigger(token=one.token, start=one.start, end=one.end, happening=one.happening, noun=True, light=verb)
        else:
            yield one
