"""Who takes part in what happens, and where: roles read off the dependency patterns of verbs and of nouns of deeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.reader.events import Trigger
from dateline.reader.lexicon import words
from dateline.reader.syntax import Argument, after, coordinated, is_passive, lemma, objects, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

_PLACED = ("in", "at", "near", "inside", "outside", "across", "throughout", "around", "over", "within", "on", "off")
_PLACES = ("GPE", "LOC", "FAC")
_DIRECTED = ("to", "from", "into", "toward", "towards", "onto", "through", "via")


@dataclass(frozen=True, slots=True)
class Role:
    """A part somebody or something has in an event; `pattern` says how it was read, `through` by which words."""

    trigger: Trigger
    predicate: str
    filler: Token
    pattern: str
    through: tuple[Token, ...] = ()


def find_roles(trigger: Trigger) -> Iterator[Role]:
    """The roles around one trigger, in the order in which the grammar gives them."""
    if trigger.noun:
        yield from _of_noun(trigger)
    else:
        yield from _of_verb(trigger)


def _of_verb(trigger: Trigger) -> Iterator[Role]:
    verb = trigger.token
    name, kind = lemma(verb), trigger.happening.kind
    passive = is_passive(verb)
    telling = name in words("frames", "telling verbs") and kind == "CommunicationEvent"
    done_to = objects(verb)
    for one in subjects(verb):
        if _expletive(verb, one):
            continue
        if one.passive:
            clausal = any(child.dep_ in ("ccomp", "xcomp") for child in verb.children)
            predicate = "addressee" if telling and clausal else "affected"
        else:
            predicate = "affected" if not done_to and _undergoes(verb) else "agent"
        yield Role(trigger, predicate, one.token, f"verb-{predicate}-{_shape(one)}", _between(verb, one))
    for one in done_to:
        predicate = "addressee" if telling and not passive else "affected"
        yield Role(trigger, predicate, one.token, f"verb-{predicate}-{one.pattern}")
    phrases = list(after(verb))
    if passive and not any(preposition.lower_ == "by" for preposition, _ in phrases):
        phrases += [pair for child in verb.children if child.dep_ == "conj" for pair in after(child, "by")]
    for preposition, noun in phrases:
        yield from _of_prepositional(trigger, preposition, noun)
    for one in done_to:
        for preposition, noun in after(one.token, "in", "at", "near"):
            yield Role(trigger, "tookPlaceIn", noun, "verb-place-object", (preposition,))
    if kind == "RestrictionEvent":
        for place in _forbidden(verb):
            yield Role(trigger, "tookPlaceIn", place, "verb-place-forbidden")
    if name in words("frames", "ordering verbs"):
        return
    for above in _orderers(verb):
        yield Role(trigger, "orderedBy", above.token, "verb-orderedBy", (verb.head,))


def _forbidden(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.lower_ == "from":
            for deed in child.children:
                if deed.dep_ == "pcomp":
                    yield from (noun for _, noun in after(deed, "to", "into", "in", "at"))


def _expletive(verb: Token, one: Argument) -> bool:
    """Whether the subject is the "it" of "it became clear that"."""
    if one.token.lower_ != "it":
        return False
    below = [verb, *(child for child in verb.children if child.dep_ in ("acomp", "attr", "oprd"))]
    return any(child.dep_ in ("ccomp", "csubj") for word in below for child in word.children)


def _undergoes(verb: Token) -> bool:
    if lemma(verb) not in words("events", "undergoing"):
        return False
    return not any(child.dep_ in ("xcomp", "ccomp") for child in verb.children)


def _shape(one: Argument) -> str:
    return f"passive-{one.pattern}" if one.passive else one.pattern


def _between(verb: Token, one: Argument) -> tuple[Token, ...]:
    return (verb.head,) if one.pattern in ("control", "purpose", "gerund", "infinitive") else ()


def _orderers(verb: Token) -> list[Argument]:
    head = verb.head
    told = verb.dep_ in ("xcomp", "ccomp") and any(one.dep_ == "aux" and one.lower_ == "to" for one in verb.children)
    if told and lemma(head) in words("frames", "ordering verbs") and not is_passive(head):
        return subjects(head)
    return []


def _of_prepositional(trigger: Trigger, preposition: Token, noun: Token) -> Iterator[Role]:
    word, kind = preposition.lower_, trigger.happening.kind
    verb = trigger.token
    name = lemma(verb)
    if word == "by" and is_passive(verb):
        yield Role(trigger, "agent", noun, "verb-agent-by", (preposition,))
    elif word in ("at", "on", "upon", "against") and kind == "ViolentEvent" and noun.ent_type_ not in _PLACES:
        yield Role(trigger, "affected", noun, "verb-affected-at", (preposition,))
    elif word == "to" and kind == "CommunicationEvent":
        yield Role(trigger, "addressee", noun, "verb-addressee-to", (preposition,))
    elif word == "with" and name in words("frames", "joint verbs"):
        yield Role(trigger, "participant", noun, "verb-participant-with", (preposition,))
    elif word in _PLACED or word == "during":
        yield Role(trigger, "tookPlaceIn", noun, "verb-place-in", (preposition,))
        for inner, place in after(noun, "in", "at"):
            yield Role(trigger, "tookPlaceIn", place, "verb-place-nested", (preposition, inner))
    elif word in _DIRECTED and name in words("frames", "arriving verbs"):
        yield Role(trigger, "tookPlaceIn", noun, "verb-place-to", (preposition,))
        for further, goal in after(noun, "to"):
            yield Role(trigger, "tookPlaceIn", goal, "verb-place-to", (preposition, further))


def _of_noun(trigger: Trigger) -> Iterator[Role]:
    noun = trigger.token
    name, kind = lemma(noun), trigger.happening.kind
    undergone = name in words("events", "undergoing nouns")
    phrases = list(after(noun))
    has_object = any(one.lower_ == "of" for one, _ in phrases)
    for child in noun.children:
        if child.dep_ == "poss":
            for one in coordinated(child):
                predicate = "affected" if undergone and not has_object else "agent"
                yield Role(trigger, predicate, one, f"noun-{predicate}-poss")
        elif child.dep_ in ("amod", "compound", "nmod") and kind in _BY_NATIONS and child.pos_ in ("PROPN", "ADJ"):
            yield Role(trigger, "agent", child, "noun-agent-modifier")
        elif child.dep_ in ("compound", "nmod") and child.pos_ in ("NOUN", "PROPN"):
            yield Role(trigger, "affected", child, "noun-affected-compound")
        elif child.dep_ in ("acl", "relcl") and lemma(child) in words("frames", "carrying verbs"):
            for preposition, below in after(child, "by"):
                yield Role(trigger, "agent", below, "noun-agent-carried", (child, preposition))
            for preposition, below in after(child, "on", "upon", "against"):
                yield Role(trigger, "affected", below, "noun-affected-carried", (child, preposition))
            if not is_passive(child):
                for argument in subjects(child):
                    if argument.token is not noun:
                        yield Role(trigger, "agent", argument.token, "noun-agent-carried", (child,))
    for preposition, below in phrases:
        yield from _after_noun(trigger, preposition, below, undergone=undergone)
    if trigger.light is not None:
        yield from _of_light_verb(trigger, trigger.light)


_BY_NATIONS = ("ViolentEvent", "MilitaryOperation", "PoliticalEvent", "RestrictionEvent", "CommunicationEvent")


def _after_noun(trigger: Trigger, preposition: Token, noun: Token, *, undergone: bool) -> Iterator[Role]:
    word, kind, name = preposition.lower_, trigger.happening.kind, lemma(trigger.token)
    through = (preposition,)
    if word == "by":
        yield Role(trigger, "agent", noun, "noun-agent-by", through)
    elif word in ("for", "of") and name in words("events", "doing nouns") and is_state(noun):
        for inner, doer in after(noun, "of"):
            yield Role(trigger, "agent", doer, "noun-agent-through", (preposition, noun, inner))
    elif word == "of":
        predicate = "agent" if name in words("events", "doing nouns") and not undergone else "affected"
        yield Role(trigger, predicate, noun, f"noun-{predicate}-of", through)
    elif word in ("on", "against", "upon") and kind in ("ViolentEvent", "RestrictionEvent", "MilitaryOperation"):
        yield Role(trigger, "affected", noun, "noun-affected-on", through)
    elif word == "for" and name in words("frames", "nouns for things"):
        yield Role(trigger, "affected", noun, "noun-affected-for", through)
    elif word in ("between", "among"):
        yield Role(trigger, "participant", noun, "noun-participant-between", through)
    elif word == "with" and name in words("frames", "joint nouns"):
        yield Role(trigger, "participant", noun, "noun-participant-with", through)
    elif word == "to" and kind == "CommunicationEvent":
        yield Role(trigger, "addressee", noun, "noun-addressee-to", through)
    elif word in _PLACED or (word in _DIRECTED and kind == "MilitaryOperation"):
        yield Role(trigger, "tookPlaceIn", noun, "noun-place-in", through)
    elif word in _DIRECTED and name in words("frames", "moves"):
        yield Role(trigger, "tookPlaceIn", noun, "noun-place-to", through)


def is_state(noun: Token) -> bool:
    """Whether a noun names a state that people strive for."""
    return lemma(noun) in words("frames", "striven states")


def _of_light_verb(trigger: Trigger, verb: Token) -> Iterator[Role]:
    for one in subjects(verb):
        if not one.passive:
            yield Role(trigger, "agent", one.token, f"light-agent-{one.pattern}", (verb,))
    kind = trigger.happening.kind
    for preposition, noun in after(verb):
        word = preposition.lower_
        if word == "to" and kind in ("CommunicationEvent", "CommemorationEvent"):
            predicate = "addressee" if kind == "CommunicationEvent" else "affected"
            yield Role(trigger, predicate, noun, f"light-{predicate}-to", (verb, preposition))
        elif word in _PLACED and word != "on":
            yield Role(trigger, "tookPlaceIn", noun, "light-place-in", (verb, preposition))
