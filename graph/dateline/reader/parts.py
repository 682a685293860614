"""Which roles are worth a claim, and who fills them: from what the grammar gives to entities of the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.reader import lexicon
from dateline.reader.cast import Cast, is_thing, partitive
from dateline.reader.events import Trigger
from dateline.reader.lexicon import words
from dateline.reader.parse import offset
from dateline.reader.roles import Role, find_roles, is_state
from dateline.reader.syntax import after, is_age, is_passive, lemma, objects, states_left, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

_THINGS = ("agent", "affected")


@dataclass(frozen=True, slots=True)
class Filled:
    """A role whose filler is known: an entity by its id, or the event that its word says where `entity` is null."""

    role: Role
    predicate: str
    entity: str | None
    factor: float


def parts_of(cast: Cast, trigger: Trigger, triggers: Mapping[int, Trigger]) -> Iterator[Filled]:
    """The filled roles of a trigger, each entity once per role; `triggers` are all, by the place of their token."""
    seen: set[tuple[str, str]] = set()
    if connects(trigger, triggers) or _forbidden(trigger) or _says_no_deed(trigger):
        return
    for role in find_roles(trigger):
        entity = cast.of(role.filler)
        if offset(role.filler) in triggers and (entity is None or cast.kind(entity) == "Entity"):
            continue
        if entity is None:
            filler = partitive(role.filler)
            if is_age(filler):
                continue
            if role.predicate == "affected" and filler.pos_ == "NUM" and _suffers(trigger):
                seen.add((role.predicate, cast.add(filler, "Group")))
                yield Filled(role, role.predicate, cast.add(filler), 1.0)
                continue
            if role.predicate not in _THINGS or not is_thing(filler) or "compound" in role.pattern:
                continue
            entity = cast.add(filler)
        for predicate in _predicates(cast, trigger, role, entity):
            if (predicate, entity) not in seen:
                seen.add((predicate, entity))
                yield Filled(role, predicate, entity, 0.93 if role.filler.pos_ == "PRON" else 1.0)


def _predicates(cast: Cast, trigger: Trigger, role: Role, entity: str) -> Iterator[str]:
    kind = cast.kind(entity)
    if role.predicate == "affected" and lemma(trigger.token) in words("cues", "relaying verbs"):
        return
    if role.predicate == "tookPlaceIn":
        if cast.is_a(entity, "Place"):
            yield "tookPlaceIn"
        return
    if (
        role.predicate in ("agent", "orderedBy")
        and kind in ("Place", "Document")
        and trigger.happening.kind not in ("CommunicationEvent", "Situation", "Event")
    ):
        return
    if (
        role.predicate == "affected"
        and role.pattern.startswith(("verb-affected-object", "noun-affected-of"))
        and cast.is_a(entity, "Place")
        and (
            lemma(trigger.token) in words("frames", "entering verbs")
            or (trigger.noun and trigger.happening.family in words("frames", "entering verbs"))
        )
    ):
        yield "tookPlaceIn"
        if kind == "Place":
            return
    if kind == "Entity" and role.predicate == "agent" and not _acts_on(trigger):
        yield "affected"
        return
    if role.pattern == "noun-affected-compound" and kind != "Entity":
        yield "agent"
        return
    yield role.predicate


def connects(trigger: Trigger, triggers: Mapping[int, Trigger]) -> bool:
    """Whether a verb only says how other happenings hang together, names something, or introduces a thought."""
    verb = trigger.token
    name = lemma(verb)
    if trigger.noun:
        return False
    if name in words("frames", "naming verbs"):
        return is_passive(verb)
    if name in words("hedges", "seeming verbs") or name in words("cues", "believing verbs"):
        return any(child.dep_ in ("xcomp", "ccomp") for child in verb.children)
    if name in words("connections", "prompting verbs"):
        return any(child.dep_ in ("xcomp", "ccomp") for child in verb.children)
    if name in words("frames", "intending verbs") and is_passive(verb):
        return any(child.lower_ == "as" for child in verb.children)
    around = [one.token for one in (*subjects(verb), *objects(verb))]
    around += [noun for _, noun in after(verb, "to", "in", "from")]
    happening = sum(offset(one) in triggers for one in around)
    if name in words("connections", "stopping verbs") or name in words("connections", "occurring verbs"):
        return happening > 0
    if name in words("connections", "causing verbs") or f"{name}_to" in words("connections", "causing verbs"):
        return happening > 0
    return f"{name}_in" in words("connections", "causing verbs") and happening > 0


def _forbidden(trigger: Trigger) -> bool:
    """Whether a deed is only named as what is forbidden: the ban says it."""
    verb = trigger.token
    while verb.dep_ in ("xcomp", "advcl", "conj") and verb.head.pos_ == "VERB" and verb.tag_ in ("VB", "VBG"):
        verb = verb.head
    return verb.dep_ == "pcomp" and verb.head.lower_ == "from" and _class_of(verb.head.head) == "RestrictionEvent"


def _says_no_deed(trigger: Trigger) -> bool:
    """Whether a word only likens or describes: "became", "a people seeking peace", "the hopes of many"."""
    token = trigger.token
    name = lemma(token)
    if not trigger.noun:
        if name in ("become", "remain", "stay", "be"):
            return True
        return trigger.happening.kind == "Situation" and token.dep_ == "acl" and token.tag_ == "VBG"
    if trigger.happening.family in words("cues", "believing verbs") and trigger.happening.kind == "Situation":
        return True
    wished = token.dep_ == "pobj" and lemma(token.head.head) in words("hedges", "unreal nouns")
    return (
        wished and trigger.happening.kind in ("Situation", "PoliticalEvent") and not trigger.light and is_state(token)
    )


def _class_of(token: Token) -> str:
    """The class of what a verb says that happens; empty for another word."""
    return lexicon.verb(lemma(token)).kind if token.pos_ == "VERB" else ""


def _suffers(trigger: Trigger) -> bool:
    kinds = ("killing", "wounding", "dying verbs")
    return any(trigger.happening.family in words("frames", kind) for kind in kinds)


def suffered_in(trigger: Trigger, of: Mapping[int, str]) -> tuple[str, Token] | None:
    """The event in which somebody is killed or hurt: "killed in the attack", "the attack left 12 dead and 30 hurt"."""
    if trigger.noun or not _suffers(trigger):
        return None
    for _, noun in after(trigger.token, "in", "during"):
        event = of.get(offset(noun)) or of.get(offset(partitive(noun)))
        if event is not None:
            return event, noun
    leaving = trigger.token.head
    if trigger.token.dep_ == "conj" and trigger.token in states_left(leaving):
        for one in subjects(leaving):
            event = of.get(offset(one.token))
            if event is not None:
                return event, one.token
    return None


def _acts_on(trigger: Trigger) -> bool:
    """Whether a deed has an object, or another deed that it brings about: only then does a lifeless thing do it."""
    if trigger.noun:
        return any(child.dep_ == "prep" and child.lower_ == "of" for child in trigger.token.children)
    children = trigger.token.children
    return bool(objects(trigger.token) or states_left(trigger.token)) or any(
        child.dep_ in ("xcomp", "ccomp", "agent") for child in children
    )
