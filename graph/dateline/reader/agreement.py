"""What grammar says of a pronoun: what it can stand for, what it cannot, and whose words it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from dateline.reader.clusters import Cluster, is_demonym
from dateline.reader.kinds import THING
from dateline.reader.references import Reference

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_THING: Final = frozenset(("it", "its", "itself"))
_DEEPEST: Final = 12
_NEARBY: Final = 60
_QUOTED: Final = "dateline.quoted"


def number(head: Token) -> str:
    """The number of a noun, `singular` or `plural`."""
    return "plural" if head.tag_ in ("NNS", "NNPS") else "singular"


def is_empty(head: Token) -> bool:
    """Whether an "it" stands for nothing, as in "it is likely that" and "it rains"."""
    verb = head.head
    if head.dep_ == "expl" or verb.lemma_ in ("seem", "appear", "rain", "snow", "happen"):
        return True
    if head.dep_ in ("nsubj", "nsubjpass") and any(
        child.dep_ in ("csubj", "ccomp", "xcomp") for child in verb.children
    ):
        return verb.lemma_ == "be" or head.dep_ == "nsubjpass"
    return False


def agreement(one: Reference, other: Reference, cluster: Cluster, gender: str | None) -> float | None:
    """What speaks for a pronoun standing for a reference; none where they do not agree."""
    plural = number(other.head) == "plural" and other.form == "description"
    if is_demonym(other):
        return None
    parallel = 0.5 if one.head.dep_ == other.head.dep_ else 0.0
    if gender is not None:
        if cluster.kind != "Person" or plural or cluster.gender not in (None, gender, "fm"):
            return None
        return parallel + (0.5 if cluster.gender == gender else 0.0)
    if one.key in _THING:
        if cluster.kind in ("Person", "Group") or plural:
            return None
        return parallel + {"Organization": 1.0, "Polity": 0.8, THING: 0.6, "Document": 0.5}.get(cluster.kind, 0.0)
    if cluster.kind == "Group" or plural:
        return parallel + (1.5 if cluster.kind in ("Group", "Organization") else 0.5)
    if cluster.kind == "Organization" and other.form != "description":
        return parallel
    return None


def clashes(pronoun: Token, other: Reference) -> bool:
    """Whether grammar forbids it: a phrase that the pronoun is part of, or two places of one verb."""
    if other.head.doc is not pronoun.doc:
        return False
    if pronoun.dep_ == "poss":
        above = pronoun.head
        for _ in range(_DEEPEST if other.form == "description" else 1):
            if above is other.head:
                return other.head.pos_ in ("NOUN", "PROPN")
            above = above.head
    if pronoun.dep_ in ("dobj", "dative") and other.head.head is pronoun.head:
        return other.head.dep_ in ("nsubj", "nsubjpass") and not pronoun.text.endswith(("self", "selves"))
    return False


def said_by(token: Token, verbs: frozenset[str]) -> Iterator[Token]:
    """The subjects of the verbs of saying above a word, then, if it stands in quotation marks, of those nearby."""
    above = token
    for _ in range(_DEEPEST):
        if above.head is above:
            break
        if above.dep_ in ("ccomp", "parataxis") and above.head.lemma_ in verbs:
            yield from (child for child in above.head.children if child.dep_ == "nsubj")
        above = above.head
    if _quoted(token.doc)[token.i]:
        for near in sorted(
            token.doc[max(0, token.i - _NEARBY) : token.i + _NEARBY], key=lambda one: abs(one.i - token.i)
        ):
            if near.lemma_ in verbs and near.pos_ == "VERB":
                yield from (child for child in near.children if child.dep_ == "nsubj" and child.pos_ != "PRON")


def _quoted(doc: Doc) -> list[bool]:
    """For each token whether it stands in quotation marks; computed once for a document and kept with it."""
    found: list[bool] | None = doc.user_data.get(_QUOTED)
    if found is None:
        found, inside = [], False
        for token in doc:
            inside ^= token.text == '"'
            found.append(inside)
        doc.user_data[_QUOTED] = found
    return found


def employing(head: Token) -> Iterator[Token]:
    """What an office is of: "Zenith" in "Zenith chairman", "Zenith's chairman" and "chairman of Zenith"."""
    for child in head.children:
        if child.dep_ in ("compound", "poss", "nmod"):
            yield child
        elif child.dep_ == "prep" and child.lower_ in ("of", "at", "for"):
            yield from (below for below in child.children if below.dep_ == "pobj")
