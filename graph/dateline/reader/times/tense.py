"""The tense of the verb that governs a word, from a dependency parse: what `on Tuesday` needs to know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol, TypeAlias

from dateline.reader.times.lexicon import lexicon

Tense: TypeAlias = Literal["past", "present", "future"]

_FAR = 30
"""Steps up a parse; further up nothing governs the word any more."""
_WILL = frozenset(("will", "wo", "'ll", "’ll", "shall", "ll"))


class Node(Protocol):
    """What is asked of a token of a dependency parse; a spaCy `Token` is one."""

    @property
    def tag_(self) -> str: ...
    @property
    def lower_(self) -> str: ...
    @property
    def lemma_(self) -> str: ...
    @property
    def dep_(self) -> str: ...
    @property
    def head(self) -> Node: ...
    @property
    def children(self) -> Iterable[Node]: ...


def governing_tense(token: Node) -> Tense | None:
    """The tense of the nearest verb above a token; none where no verb governs it, or an infinitive alone.

    "Will" and what is planned, due or expected are the future; participles take the tense of their auxiliary.
    """
    node = token
    for _ in range(_FAR):
        if node.tag_[:1] == "V" or node.tag_ == "MD":
            found = _tense(node)
            if found:
                return found
        if node.head is node or node.head == node:
            return None
        node = node.head
    return None


def _tense(verb: Node) -> Tense | None:
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    words = {child.lower_ for child in helpers}
    if words & _WILL or verb.lower_ in _WILL:
        return "future"
    if "to" in words:
        above = verb.head
        return (
            "future"
            if above.lemma_ in lexicon().planned or above.tag_ in ("VBP", "VBZ", "NN", "NNS") or above == verb
            else None
        )
    tags = [child.tag_ for child in helpers] or [verb.tag_]
    if "MD" in tags:
        return None
    if "VBD" in tags:
        return "past"
    if verb.tag_ == "VBN" and ("VBZ" in tags or "VBP" in tags) and words & {"has", "have", "'s", "'ve", "’s", "’ve"}:
        return "past"
    if "VBZ" in tags or "VBP" in tags:
        return "future" if verb.lemma_ in lexicon().planned and verb.tag_ == "VBN" else "present"
    return "past" if verb.tag_ == "VBN" else None
