"""Which references are to one thing: names with names, descriptions and pronouns with what they stand for."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from dateline.reader import lexicon
from dateline.reader.agreement import agreement, clashes, employing, is_empty, number, said_by
from dateline.reader.aliases import canonical, same_names
from dateline.reader.clusters import GENDER_OF, Cluster, is_demonym
from dateline.reader.kinds import THING
from dateline.reader.parse import Parsed, offset
from dateline.reader.references import OTHER, Reference, counted, determined, modifiers
from dateline.reader.salience import Memory
from dateline.reader.syntax import antecedent

if TYPE_CHECKING:
    from spacy.tokens import Token

_Key: TypeAlias = tuple[str, str]
_SPEAKER: Final = frozenset(("i", "me", "my", "mine", "myself"))
_SPEAKERS: Final = frozenset(("we", "us", "our", "ours", "ourselves"))
_RELATIVE: Final = frozenset(("who", "which", "that", "whose", "whom"))


def resolve(parsed: Parsed, found: list[Reference]) -> list[Cluster]:
    """The clusters of references in order of their first one; what stands for nothing known is left out."""
    resolution = _Resolution(parsed, found)
    for one in found:
        resolution.take(one)
    unique = {id(cluster): cluster for cluster in resolution.clusters.values() if cluster.kind != OTHER}
    return sorted(unique.values(), key=lambda cluster: min((one.start, one.end) for one in cluster.references))


class _Resolution:
    """One pass over a text: what has been resolved so far."""

    def __init__(self, parsed: Parsed, found: list[Reference]) -> None:
        self.clusters: dict[Reference, Cluster] = {}
        self._parsed = parsed
        self._memory = Memory(parsed)
        self._starts: dict[int, Reference] = {}
        self._ends: dict[int, Reference] = {}
        self._employers: dict[int, Cluster] = {}
        self._alike: dict[tuple[str, frozenset[str], str], Cluster] = {}
        self._by_noun: dict[tuple[str, str], Cluster] = {}
        self._heads: dict[int, Reference] = {}
        self._by_name: dict[tuple[str, str], Cluster] = {}
        for one in found:
            if one.form != "pronoun":
                self._heads.setdefault(offset(one.head), one)
                if one.form == "name":
                    self._heads[offset(one.head)] = one
                    self._starts[one.start] = one
                    self._ends[one.end] = one
        self._name(one for one in found if one.form == "name" or is_demonym(one))
        for one in found:
            other = self._heads.get(offset(one.of)) if one.of is not None else None
            if other is not None and other in self.clusters:
                self._employ(one, self.clusters[other])

    def take(self, one: Reference) -> None:
        """Resolves the next reference of the text."""
        if one.form == "description" and one not in self.clusters:
            self._describe(one)
        elif one.form == "pronoun":
            cluster = self._stands_for(one)
            if cluster is None:
                return
            self._put(one, cluster)
        self._memory.add(one)

    def _put(self, one: Reference, cluster: Cluster) -> None:
        cluster.add(one)
        self.clusters[one] = cluster

    def _name(self, names: Iterable[Reference]) -> None:
        listed = [(one, (canonical(one.key, one.kind or THING), one.kind or THING)) for one in names]
        legal = lexicon.words("name-words", "legal endings")
        whole = {name for one, name in listed if one.key.rpartition(" ")[2] in legal}
        fuller = same_names(name for _, name in listed) | self._bracketed(listed)
        fuller = {short: name for short, name in fuller.items() if short not in whole}
        by_name = self._by_name
        for one, name in listed:
            for _ in range(3):
                name = fuller.get(name, name)
            if name not in by_name:
                by_name[name] = Cluster(name[1])
            self._put(one, by_name[name])

    def _bracketed(self, listed: list[tuple[Reference, _Key]]) -> dict[_Key, _Key]:
        """The short names that stand in brackets behind the names that they are short for."""
        text = self._parsed.text
        found: dict[_Key, _Key] = {}
        for (one, name), (other, short) in pairwise(listed):
            between = text[one.end : other.start]
            bracketed = between.strip() == "(" and text[other.end : other.end + 1] == ")"
            alike = other.key.isupper() and other.key[:1] == one.key.removeprefix("The ")[:1]
            if bracketed and alike and name[1] == short[1] != "Person" and name != short:
                found[short] = name
        return found

    def _describe(self, one: Reference) -> None:
        cluster = self._told_of(one) or self._taken_up(one)
        if cluster is None:
            cluster = Cluster(OTHER if one.kind is None else one.kind)
            self._alike[one.key, modifiers(one), cluster.kind] = cluster
        self._put(one, cluster)
        self._employ(one, cluster)
        if cluster.kind != OTHER:
            self._by_noun[one.key, number(one.head)] = cluster

    def _employ(self, office: Reference, person: Cluster) -> None:
        """Keeps for whom a person works, where a description of that person says it."""
        for token in employing(office.head) if person.kind == "Person" else ():
            other = self._heads.get(offset(token))
            employer = self.clusters.get(other) if other is not None else None
            if employer is not None and employer.kind == "Organization":
                self._employers[id(person)] = employer

    def _told_of(self, one: Reference) -> Cluster | None:
        """The thing that a sentence says a description is of: beside a name, in apposition, or by "is"."""
        head = one.head
        others: list[Token] = []
        if one.of is not None:
            others.append(one.of)
        if head.dep_ == "appos":
            others.append(head.head)
        others.extend(child for child in head.children if child.dep_ == "appos")
        if (
            head.dep_ == "attr"
            and head.head.lemma_ == "be"
            and not any(c.dep_ in ("neg", "aux") for c in head.head.children)
        ):
            others.extend(child for child in head.head.children if child.dep_ == "nsubj")
        for token in others:
            other = self._heads.get(offset(token)) if token.doc is head.doc else None
            cluster = self.clusters.get(other) if other is not None else None
            if cluster is not None and other is not one and _fits(one, cluster.kind):
                return cluster
        return self._beside(one)

    def _beside(self, one: Reference) -> Cluster | None:
        """The name that a comma alone parts from a description: "the mayor, Ann Lee" and "Ann Lee, the mayor"."""
        if one.kind not in ("Person", "Organization") or not (determined(one) or _owned(one.head)):
            return None
        text = self._parsed.text
        for other in (
            self._starts.get(one.end + 2) if text[one.end : one.end + 2] == ", " else None,
            self._ends.get(one.start - 2) if text[one.start - 2 : one.start] == ", " else None,
        ):
            if other is not None and _fits(one, self.clusters[other].kind):
                following = text[max(one.end, other.end) :][:5]
                if not following.startswith((" and ", ", and")):
                    return self.clusters[other]
        return None

    def _taken_up(self, one: Reference) -> Cluster | None:
        """The thing that a description points back at."""
        words = modifiers(one)
        pointing = determined(one)
        if one.kind == "Polity":
            for word in words:
                cluster = self._by_name.get((canonical(f"{word.title()} {one.key.title()}", "Polity"), "Polity"))
                if cluster is not None:
                    return cluster
        if pointing or words or one.key == "world":
            alike = self._alike.get((one.key, words, OTHER if one.kind is None else one.kind))
            if alike is not None and (pointing or (number(one.head) == "plural" and not counted(one))):
                return alike
        if not pointing or one.kind == OTHER:
            return None
        before = self._by_noun.get((one.key, number(one.head)))
        if before is not None and _fits(one, before.kind) and not words:
            return before
        if number(one.head) == "plural" or any(not _weak(word) for word in words):
            return None
        return self._named_lately(one)

    def _named_lately(self, one: Reference) -> Cluster | None:
        wanted: tuple[str, ...] = ()
        if one.key in lexicon.words("name-words", "any organisation"):
            wanted = ("Organization",)
        elif one.key in lexicon.words("name-words", "any polity"):
            wanted = ("Polity",)
        elif one.key in lexicon.words("name-words", "any city"):
            wanted = ("Place",)
        best: tuple[float, Cluster] | None = None
        for weight, other in self._memory.recent(one.start):
            cluster = self.clusters[other]
            named = other.form != "description" and cluster.kind in wanted and other.key not in cluster.adjectives
            if named and (best is None or weight > best[0]):
                best = (weight, cluster)
        return best[1] if best else None

    def _stands_for(self, one: Reference) -> Cluster | None:
        if one.key in _RELATIVE:
            noun = antecedent(one.head)
            other = self._heads.get(offset(noun)) if noun is not one.head else None
            cluster = self.clusters.get(other) if other is not None else None
            return cluster if cluster is not None and cluster.kind != OTHER else None
        if one.key in _SPEAKER or one.key in _SPEAKERS:
            return self._speaker(one)
        if one.key == "it" and is_empty(one.head):
            return None
        best: tuple[float, Cluster] | None = None
        gender = GENDER_OF.get(one.key)
        for weight, other in self._memory.recent(one.start):
            cluster = self.clusters[other]
            bonus = agreement(one, other, cluster, gender)
            if bonus is None or clashes(one.head, other):
                continue
            if best is None or weight + bonus > best[0]:
                best = (weight + bonus, cluster)
        return best[1] if best and best[1].kind != OTHER else None

    def _speaker(self, one: Reference) -> Cluster | None:
        """Whose words a "we" or an "I" stands in: who is said to say them, above it or beside its quotation."""
        verbs = lexicon.words("name-words", "saying")
        for subject in said_by(one.head, verbs):
            other = self._heads.get(offset(subject))
            cluster = self.clusters.get(other) if other is not None else None
            if cluster is None:
                continue
            if one.key in _SPEAKER:
                return cluster if cluster.kind == "Person" else None
            if cluster.kind == "Person":
                return self._employers.get(id(cluster))
            return cluster if cluster.kind in ("Organization", "Polity", "Group") else None
        return None


def _fits(one: Reference, other: str) -> bool:
    """Whether a description can be of a thing of that kind."""
    if one.kind == other:
        return one.kind != OTHER
    if other == "Organization" and one.key in lexicon.words("name-words", "person or organisation"):
        return True
    pairs = {("Place", "Polity"), ("Polity", "Place"), ("Organization", "Group"), ("Group", "Organization")}
    return (one.kind, other) in pairs


def _weak(word: str) -> bool:
    """Whether a modifier leaves open which thing is meant."""
    return word in ("same", "whole", "entire", "giant", "large", "new", "former", "current", "small", "big", "famous")


def _owned(head: Token) -> bool:
    return any(child.dep_ == "poss" for child in head.children)
