"""Which entity a word stands for: the way from a token of the parse to the things found in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.model import Entity, Form, Mention, Span
from dateline.reader.lexicon import words
from dateline.reader.parse import Parsed, end, offset
from dateline.reader.syntax import antecedent, dates_the_clause
from dateline.terms import is_a

if TYPE_CHECKING:
    from spacy.tokens import Token

_LONGEST_MENTION = 80
RESERVED = re.compile(r"ev_.*|t\d+")
"""The ids of events and times, which no entity may have."""
_MODIFIERS = ("amod", "compound", "nummod", "nmod", "quantmod", "poss", "det", "advmod")
_MEASURES = ("DATE", "TIME", "PERCENT", "MONEY", "CARDINAL", "ORDINAL", "QUANTITY")


class Cast:
    """The entities of a text, looked up by the word that heads their mentions; it grows by what speakers need.

    `entities` are those given and those added, in that order, with the mentions that were added to them.
    """

    def __init__(self, parsed: Parsed, entities: Iterable[Entity]) -> None:
        self._parsed = parsed
        self._entities: dict[str, Entity] = {}
        self._heads: dict[int, tuple[str, Span]] = {}
        self._inside: dict[int, tuple[str, Span]] = {}
        self._phrases: dict[str, str] = {}
        self._bodies: dict[str, str] = {}
        self._added: dict[str, list[Mention]] = {}
        self._around: dict[str, str] = {}
        self._spoken: set[Span] = set()
        for given in entities:
            entity = replace(given, id=self._free(given.id)) if RESERVED.fullmatch(given.id) else given
            self._entities[entity.id] = entity
            for mention in entity.mentions:
                self._enter(entity.id, mention.span)

    @property
    def entities(self) -> tuple[Entity, ...]:
        """All of them, those given first, each with its mentions in the order of the text."""
        return tuple(self._whole(entity) for entity in self._entities.values())

    def _whole(self, entity: Entity) -> Entity:
        added = self._added.get(entity.id)
        if not added:
            return entity
        mentions = sorted((*entity.mentions, *added), key=lambda one: (one.span.start, one.span.end))
        return replace(entity, mentions=tuple(mentions))

    def _enter(self, identifier: str, span: Span) -> None:
        tokens = self._parsed.tokens_in(span.start, span.end)
        for token in tokens:
            place = offset(token)
            held = self._inside.get(place)
            if held is None or span.end - span.start < held[1].end - held[1].start:
                self._inside[place] = (identifier, span)
        for token in tokens:
            head = offset(token.head)
            if token.head is token or not span.start <= head < span.end:
                held = self._heads.get(offset(token))
                if held is None or span.end - span.start > held[1].end - held[1].start:
                    self._heads[offset(token)] = (identifier, span)

    def of(self, token: Token) -> str | None:
        """The id of the entity a noun or pronoun stands for, if one was found."""
        found = self._find(token)
        return found[0] if found else None

    def words(self, token: Token) -> Span:
        """The words to show for a noun: its mention, unless that is long, else the word itself."""
        found = self._find(token)
        if found and found[1].end - found[1].start <= _LONGEST_MENTION:
            return found[1]
        return self._span(offset(token), end(token))

    def _find(self, token: Token) -> tuple[str, Span] | None:
        token = antecedent(token)
        found = self._heads.get(offset(token))
        if found:
            return found
        whole = partitive(token)
        if whole is not token:
            return self._find(whole)
        found = self._inside.get(offset(token))
        if found and token.pos_ == "PROPN" and token.dep_ != "compound":
            return found
        return None

    def kind(self, identifier: str) -> str:
        """The class of an entity."""
        return self._entities[identifier].type

    def is_a(self, identifier: str, ancestor: str) -> bool:
        """Whether an entity is of a class or of one under it."""
        return is_a(self._entities[identifier].type, ancestor)

    def get(self, identifier: str) -> Entity:
        """One entity by its id."""
        return self._entities[identifier]

    def named(self, identifier: str) -> bool:
        """Whether the text names the entity somewhere."""
        return any(mention.form == "name" for mention in self._entities[identifier].mentions)

    def add(self, token: Token, kind: str | None = None, *, through: Token | None = None) -> str:
        """The id of the entity a noun stands for, which is made of its noun phrase if there is none yet.

        The phrase ends with the noun, or with the noun `through` if that is given.
        """
        found = self.of(token)
        if found:
            return found
        span = self._phrase(token)
        if through is not None:
            span = self._span(span.start, max(span.end, end(through)))
        key = " ".join(span.text.casefold().split())
        known = self._phrases.get(key)
        if known is not None and _points_back(token):
            self._mention(known, span, "description")
            return known
        mention = Mention(span=span, form="pronoun" if token.pos_ == "PRON" else "description")
        identifier = self._free(span.text)
        self._entities[identifier] = Entity(
            id=identifier, type=kind or _kind(token), label=" ".join(span.text.split()), mentions=(mention,)
        )
        self._phrases.setdefault(key, identifier)
        self._enter(identifier, span)
        return identifier

    def those_around(self, speaker: str) -> str:
        """The id of the people that a person means by "we"; of a body, itself."""
        if self.kind(speaker) != "Person":
            return speaker
        around = self._around.get(speaker)
        if around is None:
            label = f"those for whom {self._entities[speaker].label} speaks"
            around = self._around[speaker] = self._free(label)
            self._entities[around] = Entity(id=around, type="Group", label=label, mentions=())
        return around

    def relate(self) -> None:
        """Record relative pronouns as mentions of what they stand for."""
        for token in self._parsed.tokens():
            if token.tag_ in ("WP", "WDT") and token.dep_ in ("nsubj", "nsubjpass", "dobj"):
                noun = antecedent(token)
                found = self._heads.get(offset(noun)) if noun is not token else None
                if found is not None and offset(token) not in self._heads:
                    self._mention(found[0], self._span(offset(token), end(token)), "pronoun")

    def as_speaker(self, identifier: str, token: Token) -> str:
        """The id of whoever speaks, where an entity is said to: itself if it can.

        What was only a thing becomes an agent or a document; a place ("the city argued") lends its name to the body
        that speaks for it, an organisation of its own.
        """
        entity = self._entities[identifier]
        if entity.type == "Entity":
            written = token.lemma_.lower() in words("frames", "writings")
            self._entities[identifier] = replace(entity, type="Document" if written else "Agent")
            return identifier
        if self.is_a(identifier, "Agent") or self.is_a(identifier, "Document"):
            return identifier
        span = self.words(token)
        body = self._bodies.get(identifier)
        if body is None:
            body = self._bodies[identifier] = self._free(f"{entity.label} speaking")
            self._entities[body] = Entity(id=body, type="Organization", label=entity.label, mentions=())
        if span not in self._spoken:
            self._spoken.add(span)
            self._added.setdefault(body, []).append(Mention(span=span, form="description"))
        return body

    def add_mention(self, identifier: str, token: Token) -> None:
        """Record that a pronoun stands for an entity, unless it is known to stand for one."""
        if self.of(token):
            return
        self._mention(identifier, self._span(offset(token), end(token)), "pronoun")

    def _mention(self, identifier: str, span: Span, form: Form) -> None:
        self._added.setdefault(identifier, []).append(Mention(span=span, form=form))
        self._enter(identifier, span)

    def put_aside(self, entity: Entity) -> None:
        """Add an entity that was made elsewhere, with a free id, and whose words no other part shall look up."""
        self._entities[entity.id] = entity

    def free(self, words: str) -> str:
        """A readable id for these words that no entity has."""
        return self._free(words)

    def _free(self, text: str) -> str:
        slug = slug_of(text) or "thing"
        if RESERVED.fullmatch(slug):
            slug = f"thing_{slug}"
        identifier, count = slug, 1
        while identifier in self._entities:
            count += 1
            identifier = f"{slug}_{count}"
        return identifier

    def _span(self, start: int, stop: int) -> Span:
        return Span(start=start, end=stop, text=self._parsed.text[start:stop])

    def _phrase(self, token: Token) -> Span:
        kept = [token, *_modifiers(token), *(child for child in token.children if _numbers(child, token))]
        start, stop = min(offset(one) for one in kept), max(end(one) for one in kept)
        return self._span(start, stop)


def _numbers(child: Token, noun: Token) -> bool:
    """Whether a number behind a name belongs to it, as in "Apollo 13"."""
    return noun.pos_ == "PROPN" and child.i == noun.i + 1 and child.pos_ == "NUM"


def _points_back(token: Token) -> bool:
    return any(child.dep_ == "det" and child.lower_ in ("the", "this", "that", "these") for child in token.children)


def _modifiers(token: Token) -> Iterator[Token]:
    for child in token.children:
        if child.i < token.i and child.dep_ in _MODIFIERS:
            if dates_the_clause(child):
                continue
            if child.dep_ == "det" and child.lower_ in ("the", "a", "an"):
                continue
            yield child
            yield from _modifiers(child)
            if child.dep_ == "poss":
                yield from (below for below in child.children if below.dep_ == "case")


def _kind(token: Token) -> str:
    lemma = token.lemma_.lower()
    if lemma in words("frames", "person nouns") or lemma in words("frames", "member nouns"):
        return "Person" if token.tag_ in ("NN", "NNP") and lemma not in ("people", "police") else "Group"
    if token.pos_ == "PRON":
        return "Person" if token.lower_ in ("i", "me", "he", "she", "him", "her", "who") else "Group"
    return "Entity"


def partitive(token: Token) -> Token:
    """What a noun counts or takes a part of ("a number of soldiers", "two of the engines"), else the noun itself."""
    if token.lower_ in words("frames", "parts of a whole") or token.pos_ == "NUM":
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                for below in child.children:
                    if below.dep_ == "pobj":
                        return below
    return token


def is_thing(token: Token) -> bool:
    """Whether a common noun stands for something that can be spoken of again, and not for a measure or a manner."""
    if token.pos_ not in ("NOUN", "PROPN") or token.ent_type_ in _MEASURES or not token.text[0].isalnum():
        return False
    return len(token) > 2 and token.lemma_.lower() not in words("frames", "not things")


def slug_of(text: str) -> str:
    """Words as a readable id: small ASCII letters, digits and underscores, at most 48 characters.

    >>> slug_of("The Battle of Zürich")
    'the_battle_of_zurich'
    """
    from unicodedata import normalize

    plain = normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    slug = "_".join("".join(one if one.isalnum() else " " for one in plain).split())
    return slug[:48].strip("_")
