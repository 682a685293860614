"""How surely the text says that something happens: denied, hedged, believed, intended, open, or plainly so.

The stance of a word is read off the words it hangs on: its auxiliaries and negation, the verbs and nouns that govern
it ("failed to", "the prospect of"), and the conjunction of its clause. Whose word it is stands in `quotations`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.model import Certainty, Modality
from dateline.reader.lexicon import words
from dateline.reader.stance import PLAIN, Stance
from dateline.reader.syntax import after, is_passive, lemma

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEEPEST = 10


def stance(token: Token) -> Stance:
    """The stance of the text towards what a verb or a noun says, whoever says it."""
    found = _noun(token, 0) if token.pos_ in ("NOUN", "PROPN", "ADJ", "PRON") else _verb(token, 0)
    return found.weakened("possible", "hedged") if _asked(token) else found


def _asked(token: Token) -> bool:
    last = token.sent[-1]
    while last.i > token.i and (last.is_quote or last.is_space or last.text in ")]"):
        last = last.nbor(-1)
    return last.text == "?"


def _verb(verb: Token, depth: int) -> Stance:
    found = _own(verb)
    if depth >= _DEEPEST or verb.head is verb:
        return found
    return _in_context(verb, found, depth)


def _own(verb: Token) -> Stance:
    found = PLAIN
    helpers = [child for child in verb.children if child.dep_ in ("aux", "neg", "auxpass", "advmod", "det")]
    if verb.dep_ == "conj" and verb.tag_ == "VB" and not any(child.dep_ == "aux" for child in helpers):
        helpers += [child for child in verb.head.children if child.dep_ in ("aux", "neg")]
    for helper in helpers:
        word = helper.lower_
        if helper.dep_ == "neg" or (helper.dep_ == "advmod" and word in words("hedges", "negating words")):
            if not _only(helper):
                found = found.denied()
        elif helper.dep_ == "aux" and helper.tag_ == "MD":
            if word in words("hedges", "possible modals"):
                found = found.weakened("possible", "hedged")
            elif word in words("hedges", "probable modals"):
                found = found.weakened("probable", "hedged")
            elif word in words("hedges", "future modals"):
                found = found.weakened("probable", "intended")
        elif helper.dep_ == "advmod":
            found = _by_adverb(helper, found)
    if _going_to(verb):
        found = found.weakened("probable", "intended")
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "expl") and _none(child):
            found = found.denied()
            break
        if child.dep_ == "preconj" and child.lower_ == "neither":
            found = found.denied()
    return found


def _only(negation: Token) -> bool:
    following = negation.nbor(1) if negation.i + 1 < len(negation.doc) else negation
    return following.lower_ in ("only", "just", "merely", "simply") and negation.lower_ == "not"


def _going_to(verb: Token) -> bool:
    head = verb.head
    return verb.dep_ == "xcomp" and head.lower_ == "going" and any(child.dep_ == "aux" for child in head.children)


def _none(noun: Token) -> bool:
    if noun.lower_ in ("nobody", "nothing", "none", "neither"):
        return True
    return any(
        (
            child.dep_ in ("det", "neg", "advmod", "preconj")
            and child.lower_ in ("no", "neither", "not", "few", "hardly")
        )
        and not _only(child)
        for child in noun.children
    )


def _by_adverb(adverb: Token, found: Stance) -> Stance:
    if adverb.lower_ in words("hedges", "probable adverbs"):
        return found.weakened("probable", "hedged")
    if adverb.lower_ in words("hedges", "possible adverbs"):
        return found.weakened("possible", "hedged")
    return found


def _in_context(verb: Token, found: Stance, depth: int) -> Stance:
    head, dep = verb.head, verb.dep_
    infinitive = any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)
    marks = {child.lower_ for child in verb.children if child.dep_ in ("mark", "advmod")}
    if dep == "conj":
        if head.pos_ not in ("VERB", "AUX"):
            return found.under(_noun(head, depth + 1)) if head.pos_ == "NOUN" else found
        rest = _in_context(head, PLAIN, depth + 1) if head.head is not head else PLAIN
        return found.under(rest)
    if dep in ("xcomp", "ccomp", "acomp", "oprd"):
        return _complement(verb, head, found, infinitive=infinitive, marks=marks, depth=depth)
    if dep == "advcl":
        return _adverbial(head, found, infinitive=infinitive, marks=marks, depth=depth)
    if dep in ("acl", "relcl"):
        if dep == "relcl" and not infinitive:
            return found
        return _of_noun(head, found, infinitive=infinitive, depth=depth)
    if dep == "pcomp":
        return _after_preposition(head, found, depth)
    if dep == "csubj" and infinitive:
        return found.weakened("possible", "intended")
    return found


def _complement(verb: Token, head: Token, found: Stance, *, infinitive: bool, marks: set[str], depth: int) -> Stance:
    name = lemma(head)
    outer = _verb(head, depth + 1) if head.pos_ in ("VERB", "AUX") else _adjective(head, depth)
    if head.pos_ == "ADJ":
        return found.under(outer)
    if head.pos_ == "AUX":
        return found.under(outer) if verb.dep_ != "ccomp" else found
    if marks & {"whether", "if"}:
        return found.weakened("possible", "hedged")
    if verb.dep_ == "ccomp" and not infinitive and verb.tag_ != "VBG":
        return _reported(head, name, outer, found)
    if is_passive(head) and name in words("cues", "passive cues"):
        return found.weakened("probable", "hedged").under(replace(outer, modality="asserted", certainty="certain"))
    if name in words("hedges", "refuting verbs"):
        return found.under(replace(outer, modality="asserted", certainty="certain").denied()).under(
            replace(outer, polarity="positive")
        )
    if name in words("hedges", "seeming verbs") and infinitive:
        return found.weakened("probable", "hedged").under(outer)
    if name in words("hedges", "achieving verbs") or not infinitive:
        return found.under(outer)
    if name in ("try", "attempt"):
        return found.weakened("possible", "intended").under(outer)
    return found.weakened("possible", "intended").under(outer)


def _reported(head: Token, name: str, outer: Stance, found: Stance) -> Stance:
    if name in words("cues", "denying verbs"):
        return found.denied() if outer.polarity == "positive" else found.weakened("possible", "hedged")
    if name in words("hedges", "refuting verbs"):
        return found.under(outer.denied())
    if outer.polarity == "negative":
        return found if name in words("cues", "knowing verbs") else found.denied().weakened("probable", "believed")
    if name in words("cues", "asking verbs"):
        return found.weakened("possible", "hedged")
    if name in ("wish", "want", "demand", "propose", "recommend", "order", "insist") and found.certainty == "certain":
        return found.weakened("possible", "intended") if name != "insist" else found
    if name in words("cues", "unsure cues"):
        return found.weakened("probable", "believed")
    if is_passive(head) and name in words("cues", "passive cues"):
        return found.weakened("probable", "hedged")
    if name in words("hedges", "seeming verbs"):
        return found.weakened("probable", "hedged")
    return found


def _adjective(word: Token, depth: int) -> Stance:
    name = word.lower_
    outer = _verb(word.head, depth + 1) if word.head.pos_ in ("VERB", "AUX") and word.head is not word else PLAIN
    if any(child.dep_ == "neg" for child in word.children):
        outer = outer.denied()
    if name in words("hedges", "negative adjectives"):
        return outer.denied() if name != "unlikely" else outer.denied().weakened("probable", "hedged")
    if name in words("hedges", "probable adjectives"):
        return outer.weakened("probable", "hedged")
    if name in ("glad", "happy", "proud", "sorry", "surprised", "pleased"):
        return outer
    return outer.weakened("possible", "hedged")


def _adverbial(head: Token, found: Stance, *, infinitive: bool, marks: set[str], depth: int) -> Stance:
    if marks & words("hedges", "open conjunctions"):
        return found.weakened("possible", "hedged")
    if infinitive:
        return found.weakened("possible", "intended")
    if (
        head.pos_ not in ("VERB", "AUX")
        or marks & words("hedges", "granting prepositions")
        or marks & {"as", "when", "while"}
    ):
        return found
    if marks:
        return found
    return found.under(_without_negation(_verb(head, depth + 1)))


def _without_negation(found: Stance) -> Stance:
    return replace(found, polarity="positive")


def _of_noun(noun: Token, found: Stance, *, infinitive: bool, depth: int) -> Stance:
    if not infinitive:
        return found
    name = lemma(noun)
    if noun.dep_ in ("attr", "nsubj") and (noun.pos_ == "ADJ" or name in ("first", "last", "one")):
        return found
    if name in words("hedges", "unreal nouns"):
        return found.weakened("possible", "intended")
    return found.weakened("probable", "intended")


def _after_preposition(preposition: Token, found: Stance, depth: int) -> Stance:
    word, holder = preposition.lower_, preposition.head
    if (
        word == "without"
        or (word == "of" and holder.lower_ == "instead")
        or (word == "than" and holder.lower_ == "rather")
    ):
        return found.denied()
    name = lemma(holder)
    if word == "from" and name in words("hedges", "refuting verbs"):
        return found.denied()
    if word in ("of", "with") and name in ("accuse", "suspect", "charge", "capable", "dream", "think", "threaten"):
        return found.weakened("possible", "hedged")
    if word in ("of", "for", "about", "to") and name in words("hedges", "unreal nouns"):
        return found.weakened("possible", "intended")
    if holder.pos_ in ("VERB", "AUX") and word in ("by", "of", "in"):
        return found.under(_without_negation(_verb(holder, depth + 1)))
    return found


def _noun(noun: Token, depth: int) -> Stance:
    found = PLAIN
    if _none(noun):
        found = found.denied()
    for child in noun.children:
        word = child.lower_.rpartition("-")[2]
        if child.dep_ in ("amod", "advmod", "acl"):
            if word in words("hedges", "negative adjectives") and word != "unable":
                found = found.denied()
            elif word in words("hedges", "possible adjectives") or word in (
                "planned",
                "proposed",
                "intended",
                "future",
            ):
                found = found.weakened("possible", "intended" if word.endswith("ed") else "hedged")
            elif word in words("hedges", "probable adjectives") or word in ("upcoming", "forthcoming"):
                found = found.weakened("probable", "hedged")
    if depth >= _DEEPEST or noun.head is noun:
        return found
    return _noun_in_context(noun, found, depth)


def _noun_in_context(noun: Token, found: Stance, depth: int) -> Stance:
    head, dep = noun.head, noun.dep_
    if dep in ("conj", "appos") and head.pos_ in ("NOUN", "PROPN"):
        rest = _noun_in_context(head, PLAIN, depth + 1) if head.head is not head else PLAIN
        return found.under(rest)
    if dep == "pobj":
        return _noun_after_preposition(noun, head, found, depth)
    if dep in ("compound", "poss", "nmod"):
        return found
    if head.pos_ not in ("VERB", "AUX"):
        return found
    name, passive = lemma(head), is_passive(head)
    affected = dep == "dobj" or (dep == "nsubjpass" and passive) or (dep == "nsubj" and _headline_passive(head))
    outer = _verb(head, depth + 1)
    if affected and (name in words("hedges", "refuting verbs") or _brought_to_an_end(head)):
        return found.under(replace(outer, certainty="certain", modality="asserted").denied()).under(
            replace(outer, polarity="positive")
        )
    wished = words("frames", "wishing verbs")
    if affected and (name in words("hedges", "putting off") or (name in wished and not _pointed_at(noun))):
        return found.weakened("possible", "intended")
    if dep in ("dobj", "attr", "nsubjpass", "oprd") and not _definite(noun):
        return found.under(_without_negation(outer) if _none(noun) else outer)
    if dep == "nsubj" and not _definite(noun) and outer.certainty != "certain":
        return found.weakened(outer.certainty, outer.modality)
    return found


def _headline_passive(verb: Token) -> bool:
    """ "Flight delayed": a participle without its auxiliary, as headlines have it."""
    return verb.tag_ in ("VBN", "VBD") and not any(child.dep_ in ("aux", "auxpass", "dobj") for child in verb.children)


def _brought_to_an_end(verb: Token) -> bool:
    return lemma(verb) in ("bring", "put", "come") and any(
        noun.lower_ in ("end", "halt", "stop", "standstill", "close") for _, noun in after(verb, "to")
    )


def _pointed_at(noun: Token) -> bool:
    return any(child.dep_ == "det" and child.lower_ in ("this", "that", "these", "those") for child in noun.children)


def _definite(noun: Token) -> bool:
    if noun.pos_ == "PROPN":
        return True
    return any(
        (child.dep_ == "det" and child.lower_ in ("the", "this", "that", "these", "those")) or child.dep_ == "poss"
        for child in noun.children
    )


def _noun_after_preposition(noun: Token, preposition: Token, found: Stance, depth: int) -> Stance:
    word, holder = preposition.lower_, preposition.head
    name = lemma(holder)
    if word == "without" or (word == "of" and holder.lower_ == "instead"):
        return found.denied()
    if word in words("hedges", "granting prepositions"):
        return replace(found, modality="presupposed") if found.modality == "asserted" else found
    if word in ("of", "for", "about", "to") and name in words("hedges", "unreal nouns"):
        return found.weakened("possible", "intended")
    if word in ("in", "of", "to") and name in words("hedges", "putting off"):
        return found.weakened("possible", "intended")
    if word == "for" and name in (
        "call",
        "ask",
        "hope",
        "push",
        "plan",
        "prepare",
        "wait",
        "press",
        "campaign",
        "vote",
    ):
        return found.weakened("possible", "intended")
    if word == "as" and holder.pos_ in ("VERB", "AUX"):
        return found.under(_verb(holder, depth + 1)).weakened(*_AS.get(name, ("certain", "asserted")))
    if holder.pos_ in ("VERB", "AUX") and not _definite(noun):
        return found.under(_without_negation(_verb(holder, depth + 1)))
    if holder.pos_ == "NOUN" and not _definite(noun):
        return found.under(_without_negation(_noun(holder, depth + 1)))
    return found


_AS: dict[str, tuple[Certainty, Modality]] = {
    "intend": ("probable", "hedged"),
    "mean": ("probable", "hedged"),
    "see": ("probable", "believed"),
    "regard": ("probable", "believed"),
    "view": ("probable", "believed"),
}
