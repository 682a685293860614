"""How well links are proposed: against GUM's links, on its own mentions and on our readings of its texts.

Only persons, organisations, places and events are counted. The catalogue covers a gold link whose item has a row. A
proposal counts if it is at least as sure as the threshold. One for a thing to which GUM gives another item is
wrong, whether the catalogue has that other item or not; one for a thing to which GUM gives none is told apart.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from dateline.links.catalogue.names import key_of
from dateline.links.catalogue.table import own_table
from dateline.links.model import CandidateSource, Proposals
from dateline.links.propose import propose
from dateline.model import DocumentRecord, Entity, Event, Mention, Reader, Reading, Span
from dateline.settings.wikibases import CONCEPTS

_CLASSES = {"PER": "Person", "ORG": "Organization", "LOC": "Place", "event": "Event"}


@dataclass(kw_only=True, slots=True)
class Score:
    """What was counted; `notes` name every proposal that is not right, `bins` say how right each confidence is."""

    gold: int = 0
    covered: int = 0
    right: int = 0
    wrong: int = 0
    unlinked: int = 0
    notes: list[str] = field(default_factory=list)
    bins: dict[float, list[int]] = field(default_factory=dict)

    @property
    def precision(self) -> float:
        """The share of the sure proposals that are right, of those for things with a gold link."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """The share of the covered gold links that are proposed surely."""
        return self.right / self.covered if self.covered else 0.0

    @property
    def coverage(self) -> float:
        """The share of the gold links that the catalogue has an item for."""
        return self.covered / self.gold if self.gold else 0.0

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f} ({self.right} of {self.right + self.wrong}), recall {self.recall:.3f}, "
            f"coverage {self.coverage:.3f} ({self.covered} of {self.gold}); "
            f"{self.unlinked} for things without gold link"
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class GoldDocument:
    """A document of GUM: its text, and its annotation as a reading whose things have gold links."""

    reading: Reading
    text: str
    links: Mapping[str, frozenset[str]]
    issued: str


def documents(folder: Path) -> Iterator[GoldDocument]:
    """The documents of a folder of the corpus."""
    for file in sorted(folder.glob("*.gold.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        text = file.with_name(file.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8")
        things = [one for one in gold["entities"] if one["type"] in _CLASSES]
        record = gold["document"]
        yield GoldDocument(
            reading=Reading(
                document=DocumentRecord(id=record["id"], sha256=record["sha256"], length=len(text)),
                reader=Reader(name="GUM", version="dev", kind="person"),
                entities=tuple(_entity(one) for one in things if one["type"] != "event"),
                events=tuple(_event(one) for one in things if one["type"] == "event"),
            ),
            text=text,
            links={one["id"]: frozenset(link["to"] for link in one["links"]) for one in things},
            issued=record["issued"],
        )


def _mentions(thing: Mapping[str, Any]) -> tuple[Mention, ...]:
    """The mentions of a thing; of a name only the bare name, where the corpus has that."""
    found = []
    for mention in thing["mentions"]:
        core = mention.get("core")
        words = core if mention["form"] == "name" and core else mention
        found.append(
            Mention(span=Span(start=words["start"], end=words["end"], text=words["text"]), form=mention["form"])
        )
    return tuple(found)


def _label(thing: Mapping[str, Any]) -> str:
    names = Counter(mention.span.text for mention in _mentions(thing) if mention.form == "name")
    return names.most_common(1)[0][0] if names else str(thing["mentions"][0]["text"])


def _entity(thing: Mapping[str, Any]) -> Entity:
    return Entity(id=thing["id"], type=_CLASSES[thing["type"]], label=_label(thing), mentions=_mentions(thing))


def _event(thing: Mapping[str, Any]) -> Event:
    spans = tuple(mention.span for mention in _mentions(thing) if mention.form == "name")
    return Event(id=thing["id"], type="Event", label=_label(thing), triggers=spans)


def score_mentions(folder: Path, source: CandidateSource, *, at: float) -> Score:
    """The score on the corpus's own entities."""
    score = Score()
    for document in documents(folder):
        proposals = propose(document.reading, document.text, source)
        _count(score, proposals, document.links, document.reading, at)
    return score


def score_readings(folder: Path, source: CandidateSource, *, at: float) -> Score:
    """The score on our own readings: a thing of ours has the links of the gold thing that shares most of its names."""
    from dateline.reader import read

    score = Score()
    for document in documents(folder):
        ours = read(document.text, id=document.reading.document.id, issued=document.issued)
        by_span: dict[tuple[int, int], str] = {}
        for name, spans in _named(document.reading):
            by_span.update({(span.start, span.end): name for span in spans})
        links: dict[str, frozenset[str]] = {}
        for name, spans in _named(ours):
            met = Counter(by_span[span.start, span.end] for span in spans if (span.start, span.end) in by_span)
            links[name] = document.links[met.most_common(1)[0][0]] if met else frozenset()
        proposals = propose(ours, document.text, source)
        _count(score, proposals, links, ours, at, gold=document.links)
    return score


def score_by_names(folder: Path, source: CandidateSource, *, at: float) -> Score:
    """The score on our own readings of MEANTIME, which has DBpedia's names: an item is right if it bears that name.

    Only what both have as a name at the same place is counted; coverage is not known.
    """
    from dateline.reader import read

    score = Score()
    for file in sorted(folder.glob("*.gold.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        text = file.with_name(file.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8")
        names: dict[tuple[int, int], frozenset[str]] = {}
        for thing in gold["entities"]:
            called = frozenset(key_of(_dbpedia_name(link["to"])) for link in thing["links"])
            names.update({(one.span.start, one.span.end): called for one in _mentions(thing) if one.form == "name"})
        ours = read(text, id=file.stem, issued=gold["document"]["issued"])
        wanted = {
            name: frozenset().union(*(names.get((span.start, span.end), frozenset()) for span in spans))
            for name, spans in _named(ours)
        }
        for one in propose(ours, text, source).proposed:
            if one.link.relation != "exactMatch" or one.link.confidence < at or not wanted.get(one.thing):
                continue
            is_right = bool(wanted[one.thing] & {key_of(name) for name in one.candidate.names})
            score.right += is_right
            score.wrong += not is_right
            if not is_right:
                score.notes.append(f"{file.stem}: {one.candidate.label}, not {', '.join(sorted(wanted[one.thing]))}")
    return score


def _dbpedia_name(iri: str) -> str:
    """The name in an IRI such as `…/resource/Georgia_(country)`."""
    return unquote(iri.rpartition("/")[2]).partition("_(")[0].replace("_", " ")


def _named(reading: Reading) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Every thing of a reading with the words that name it."""
    for entity in reading.entities:
        yield entity.id, tuple(mention.span for mention in entity.mentions if mention.form == "name")
    for event in reading.events:
        yield event.id, event.triggers


def _count(
    score: Score,
    proposals: Proposals,
    links: Mapping[str, frozenset[str]],
    reading: Reading,
    at: float,
    gold: Mapping[str, frozenset[str]] | None = None,
) -> None:
    labels = {one.id: one.label for one in reading.entities} | {one.id: one.label for one in reading.events}
    for one in (links if gold is None else gold).values():
        score.gold += bool(one)
        score.covered += any(own_table().row(to.removeprefix(CONCEPTS)) is not None for to in one)
    for proposal in proposals.proposed:
        if proposal.link.relation != "exactMatch":
            continue
        wanted = links.get(proposal.thing, frozenset())
        is_right = proposal.link.to in wanted
        if wanted:
            counted = score.bins.setdefault(round(proposal.link.confidence, 1), [0, 0])
            counted[0] += is_right
            counted[1] += 1
        if proposal.link.confidence < at:
            continue
        score.right += is_right
        score.wrong += bool(wanted) and not is_right
        score.unlinked += not wanted
        if not is_right:
            name = labels[proposal.thing]
            score.notes.append(
                f"{proposals.document}: {name}: {proposal.link.to}, not {', '.join(sorted(wanted)) or '-'}"
            )
