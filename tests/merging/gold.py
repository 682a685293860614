"""How right identity is across the documents of MEANTIME and GUM: things with one link are one, with two links two.

Counted are pairs of things of two documents that both have a gold link: on the things that people marked, and on our
own readings, where a thing has the link of the gold thing that shares most of its names. Beside it stands the baseline:
things are one that have the same name, letter by letter.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from dateline.identity import NO_IDENTITY
from dateline.links import open_catalogue, with_proposals
from dateline.links import propose as propose_links
from dateline.merging import profiles, propose
from dateline.model import DocumentRecord, Entity, Mention, Reader, Reading, Span

LINK_AT = 0.95
MERGE_AT = 0.95
_TYPES = {"PER": "Person", "ORG": "Organization", "LOC": "Place"}
Members = dict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Corpus:
    """Readings with their texts, and the gold link of each thing (`document/id`) that has one."""

    loaded: tuple[tuple[Reading, str], ...]
    links: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """Pairs of things with a gold link: joined rightly, falsely, and wrongly not joined; `wrong` names the false."""

    right: int
    false: int
    missed: int
    wrong: tuple[str, ...] = field(default=(), compare=False)

    @property
    def precision(self) -> float:
        """The share of the pairs that are joined which are one."""
        return self.right / (self.right + self.false) if self.right + self.false else 0.0

    @property
    def recall(self) -> float:
        """The share of the pairs that are one which are joined."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    def __str__(self) -> str:
        joined = self.right + self.false
        return f"precision {self.precision:.3f} ({self.right} of {joined}), recall {self.recall:.3f}"


def marked(folder: Path) -> Corpus:
    """The corpus with the things that people marked."""
    loaded: list[tuple[Reading, str]] = []
    links: dict[str, str] = {}
    for name, text, gold in _files(folder):
        record = DocumentRecord(id=name, sha256="0" * 64, length=len(text), issued=gold["document"]["issued"])
        things = [one for one in gold["entities"] if any(mention["form"] == "name" for mention in one["mentions"])]
        entities = tuple(_entity(one) for one in things if one["type"] != "event")
        reader = Reader(name="gold", version="dev", kind="person")
        loaded.append((_linked(Reading(document=record, reader=reader, entities=entities), text), text))
        links |= {f"{name}/{one['id']}": one["links"][0]["to"].strip() for one in things if one["links"]}
    return Corpus(loaded=tuple(loaded), links=links)


@cache
def read_anew(folder: Path) -> Corpus:
    """The corpus as our reader reads it."""
    from dateline.reader import read

    loaded: list[tuple[Reading, str]] = []
    links: dict[str, str] = {}
    for name, text, gold in _files(folder):
        ours = _linked(read(text, id=name, issued=gold["document"]["issued"]), text)
        loaded.append((ours, text))
        by_span = {
            (span.start, span.end): one["links"][0]["to"].strip()
            for one in gold["entities"]
            if one["links"]
            for span in _named(one)
        }
        for entity in ours.entities:
            spans = [mention.span for mention in entity.mentions if mention.form == "name"]
            met = Counter(by_span[one.start, one.end] for one in spans if (one.start, one.end) in by_span)
            if met:
                links[f"{name}/{entity.id}"] = met.most_common(1)[0][0]
    return Corpus(loaded=tuple(loaded), links=links)


def ours(corpus: Corpus, *, at: float = MERGE_AT) -> Score:
    """The score of what `identify` would write."""
    found = (one for reading, text in corpus.loaded for one in profiles(reading, text, NO_IDENTITY, link_at=LINK_AT))
    merges = propose(found, NO_IDENTITY, merge_at=at)
    return _score({member: one.slug for one in merges.merges for member in one.members}, corpus.links)


def exact_names(corpus: Corpus) -> Score:
    """The score of the baseline: the same label is the same thing."""
    return _score(
        {
            f"{reading.document.id}/{one.id}": one.label
            for reading, _ in corpus.loaded
            for one in reading.entities
            if any(mention.form == "name" for mention in one.mentions)
        },
        corpus.links,
    )


def _score(joined: Members, links: Mapping[str, str]) -> Score:
    right = false = missed = 0
    wrong: list[str] = []
    for one, other in combinations(sorted(links), 2):
        if one.partition("/")[0] == other.partition("/")[0]:
            continue
        is_joined = joined.get(one, one) == joined.get(other, other)
        is_one = links[one] == links[other]
        right += is_joined and is_one
        missed += is_one and not is_joined
        if is_joined and not is_one:
            false += 1
            wrong.append(f"{one} and {other}: {links[one]} and {links[other]}")
    return Score(right=right, false=false, missed=missed, wrong=tuple(wrong))


def _files(folder: Path) -> Iterator[tuple[str, str, Any]]:
    for file in sorted(folder.glob("*.gold.json")):
        name = file.name.removesuffix(".gold.json")
        text = file.with_name(f"{name}.txt").read_text(encoding="utf-8")
        yield name, text, json.loads(file.read_text(encoding="utf-8"))


def _linked(reading: Reading, text: str) -> Reading:
    return with_proposals(reading, propose_links(reading, text, open_catalogue()))


def _named(thing: Mapping[str, Any]) -> Iterator[Span]:
    for mention in thing["mentions"]:
        if mention["form"] == "name":
            core = mention.get("core") or mention
            yield Span(start=core["start"], end=core["end"], text=core["text"])


def _entity(thing: Mapping[str, Any]) -> Entity:
    spans = sorted(_named(thing), key=lambda span: span.start)
    label = Counter(span.text for span in spans).most_common(1)[0][0]
    mentions: Iterable[Mention] = (Mention(span=span, form="name") for span in spans)
    return Entity(id=thing["id"], type=_TYPES.get(thing["type"], "Entity"), label=label, mentions=tuple(mentions))


def without_links(corpus: Corpus) -> Corpus:
    """The corpus with nothing proposed by the catalogue: names and context alone."""
    return replace(
        corpus,
        loaded=tuple(
            (replace(reading, entities=tuple(replace(one, links=()) for one in reading.entities)), text)
            for reading, text in corpus.loaded
        ),
    )
