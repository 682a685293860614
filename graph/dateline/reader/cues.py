"""The words that introduce what somebody says or thinks: the cue, whose word it is, and the clause that it governs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.reader import lexicon
from dateline.reader.lexicon import words
from dateline.reader.parse import end, offset
from dateline.reader.syntax import after, is_passive, lemma, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

_CLAUSAL = ("ccomp", "parataxis")
_KINDS = ("believing", "asking", "knowing", "quoting")


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that reports; `speaker` heads the words for whose word it is, `content` are stretches of the text."""

    token: Token
    start: int
    end: int
    speaker: Token | None
    content: tuple[tuple[int, int], ...]
    relay: Token | None = None


def cues(tokens: Iterator[Token]) -> Iterator[Cue]:
    """Every cue among some tokens, in order; a verb that could introduce a quotation comes with no content."""
    for token in tokens:
        if token.pos_ in ("VERB", "AUX"):
            found = _of_verb(token) if token.lower_ != "according" else _according(token)
        elif token.lower_ == "according":
            found = _according(token)
        elif token.pos_ == "NOUN" and lemma(token) in words("cues", "saying nouns"):
            found = _of_noun(token)
        elif token.pos_ == "ADJ" and token.lower_ in words("cues", "saying adjectives"):
            found = _of_adjective(token)
        else:
            found = None
        if found is not None:
            yield found


def _of_verb(verb: Token) -> Cue | None:
    name = lemma(verb)
    says = name in words("cues", "saying verbs")
    if not says and not any(name in words("cues", f"{kind} verbs") for kind in _KINDS):
        return None
    if verb.dep_ in ("amod", "aux", "compound"):
        return None
    passive = is_passive(verb)
    content: list[tuple[int, int]] = []
    for child in verb.children:
        if child.dep_ in _CLAUSAL and _is_clause(child, verb):
            content.append(_stretch(child, verb))
    if not content:
        content.extend(_wider(verb, name, passive=passive))
    if _as_they_say(verb):
        content.append(_stretch(verb.head, verb, leaving=verb))
    speaker = _speaker(verb, passive=passive)
    if speaker is not None and speaker.dep_ in ("nsubj", "nsubjpass") and lemma(speaker) in ("it", "there"):
        speaker = None
    if name in words("cues", "quoting verbs") and not says:
        content = []
    return Cue(
        token=verb,
        start=offset(verb),
        end=end(verb),
        speaker=speaker,
        content=tuple(content),
        relay=_relay(verb),
    )


def _wider(verb: Token, name: str, *, passive: bool) -> Iterator[tuple[int, int]]:
    """What a cue without a clause of its own introduces: a deed, an infinitive, a clause that hangs on another noun."""
    for child in verb.children:
        to = child.dep_ == "xcomp" and any(one.lower_ == "to" for one in child.children)
        if (
            (to and passive and name in words("cues", "passive cues"))
            or (to and not passive and name in words("cues", "verbs of one's own deed"))
            or (child.dep_ == "dobj" and name in words("cues", "announcing verbs") and lexicon.noun(lemma(child)))
            or (child.dep_ == "ccomp" and name in words("cues", "verbs of one's own deed"))
        ):
            yield _stretch(child, verb)
        elif child.dep_ in ("prep", "dobj"):
            for noun in (child, *child.children):
                for clause in noun.children:
                    if clause.dep_ in ("acl", "relcl", "ccomp") and _with_that(clause):
                        yield _stretch(clause, verb)
    if verb.dep_ == "parataxis" and verb.head.pos_ in ("VERB", "AUX") and subjects(verb):
        yield _stretch(verb.head, verb, leaving=verb)


def _with_that(clause: Token) -> bool:
    return any(one.dep_ == "mark" and one.lower_ == "that" for one in clause.children)


def _is_clause(clause: Token, verb: Token) -> bool:
    if clause.dep_ == "parataxis":
        return False
    finite = clause.tag_ in ("VBD", "VBZ", "VBP", "MD") or any(
        child.dep_ in ("aux", "auxpass") and child.tag_ in ("MD", "VBZ", "VBP", "VBD") for child in clause.children
    )
    if not finite and not (clause.pos_ in ("VERB", "AUX", "NOUN", "ADJ", "PROPN") and clause.i < verb.i):
        return any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.children)
    return clause.pos_ in ("VERB", "AUX", "NOUN", "ADJ", "PROPN", "PRON")


def _as_they_say(verb: Token) -> bool:
    return (
        verb.dep_ == "advcl"
        and any(child.lower_ == "as" and child.i < verb.i for child in verb.children)
        and (
            not any(child.dep_ in ("ccomp", "xcomp") for child in verb.children)
            and (
                lemma(verb) in words("frames", "telling verbs") or not any(one.dep_ == "dobj" for one in verb.children)
            )
            and lemma(verb) in words("cues", "saying verbs")
            and verb.head.pos_ in ("VERB", "AUX")
        )
    )


def _speaker(verb: Token, *, passive: bool) -> Token | None:
    if passive:
        for _, noun in after(verb, "by"):
            return noun
        return None
    for one in subjects(verb):
        if not one.passive or verb.tag_ != "VBN":
            return one.token
    return None


def _relay(verb: Token) -> Token | None:
    if verb.dep_ not in ("relcl", "advcl", "acl", "pcomp"):
        return None
    holder = verb.head if verb.dep_ == "advcl" else verb.head.head
    if holder.pos_ == "VERB" and lemma(holder) in words("cues", "relaying verbs"):
        for one in subjects(holder):
            return one.token
    return None


def _stretch(clause: Token, verb: Token, *, leaving: Token | None = None) -> tuple[int, int]:
    left_out = {token.i for token in (leaving.subtree if leaving is not None else ())}
    kept = [token for token in clause.subtree if not token.is_space and token.i not in left_out and token.i != verb.i]
    if leaving is not None:
        before = [token for token in kept if token.i < leaving.left_edge.i]
        behind = [token for token in kept if token.i > leaving.right_edge.i]
        kept = before if len(before) >= len(behind) else behind
    while kept and (kept[0].is_punct or kept[0].is_quote):
        kept = kept[1:]
    while kept and (kept[-1].is_punct or kept[-1].is_quote):
        kept = kept[:-1]
    if not kept:
        return (offset(clause), end(clause))
    return (offset(kept[0]), end(kept[-1]))


def _according(token: Token) -> Cue | None:
    for child in token.children:
        if child.lower_ != "to":
            continue
        for below in child.children:
            if below.dep_ == "pobj":
                head = token.head
                for _ in range(4):
                    if head.pos_ in ("VERB", "AUX") or head.head is head:
                        break
                    head = head.head
                content = () if head is token else (_stretch(head, token, leaving=token),)
                return Cue(token=token, start=offset(token), end=end(child), speaker=below, content=content)
    return None


def _of_noun(noun: Token) -> Cue | None:
    for child in noun.children:
        if child.dep_ not in ("acl", "ccomp", "relcl") or child.pos_ not in ("VERB", "AUX"):
            continue
        if not any(below.dep_ == "mark" and below.lower_ == "that" for below in child.children):
            continue
        speaker = next((below for below in noun.children if below.dep_ == "poss"), None)
        if speaker is None:
            speaker = next((below for _, below in after(noun, "by", "from", "of")), None)
        if speaker is None and noun.dep_ == "dobj" and noun.head.pos_ == "VERB" and not is_passive(noun.head):
            speaker = next((one.token for one in subjects(noun.head)), None)
        return Cue(token=noun, start=offset(noun), end=end(noun), speaker=speaker, content=(_stretch(child, noun),))
    return None


def _of_adjective(word: Token) -> Cue | None:
    for child in word.children:
        if child.dep_ == "ccomp" and _is_clause(child, word) and word.head.pos_ in ("AUX", "VERB"):
            speaker = next((one.token for one in subjects(word.head)), None)
            if speaker is not None and speaker.lower_ in ("it", "there"):
                return None
            return Cue(token=word, start=offset(word), end=end(word), speaker=speaker, content=(_stretch(child, word),))
    return None
