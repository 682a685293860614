"""A small publication of one invented document, whose claims each test gives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dateline.graph import Compiled, Publication, build, publication
from dateline.model import (
    Claim,
    DocumentRecord,
    Entity,
    Event,
    Form,
    Link,
    Mention,
    Reader,
    Reading,
    Ref,
    Relation,
    Span,
    Time,
    Value,
)
from dateline.settings import Settings
from dateline.statements import Draft, Drafts, Unsaid, drafts_of
from dateline.wikibase import Snak

BASE = "https://example.org/kg/"
SETTINGS = Settings(title="A case", base=BASE)
DOCUMENT = DocumentRecord(
    id="d",
    sha256="0" * 64,
    length=100,
    title="The notice",
    language="en",
    publisher="press",
    url="https://example.org/notice",
    retrieved="2026-11-22",
    issued="2012-01-20",
)


def span(text: str, start: int = 0) -> Span:
    """A span with that text."""
    return Span(start=start, end=start + max(len(text), 1), text=text)


def link(item: str, relation: Relation = "exactMatch") -> Link:
    """A link to an item of Wikidata that a person accepted."""
    return Link(to=f"http://www.wikidata.org/entity/{item}", relation=relation, confidence=1.0, status="accepted")


def entity(name: str, kind: str, *links: Link, label: str = "", form: Form = "name", start: int = 0) -> Entity:
    """An entity, mentioned once."""
    mention = Mention(span=span(label or name, start), form=form)
    return Entity(id=name, type=kind, label=label or name, mentions=(mention,), links=links, status="accepted")


def event(name: str, kind: str, *links: Link) -> Event:
    """An event."""
    return Event(id=name, type=kind, label=name, triggers=(span(name),), links=links, status="accepted")


def time(name: str, edtf: str | None, words: str = "then") -> Time:
    """A time."""
    return Time(id=name, span=span(words), kind="DATE", value=None, edtf=edtf)


def claim(subject: str, predicate: str, said: str | int | float | Ref, words: str = "the words", **other: Any) -> Claim:
    """A claim that a person accepted: positive, certain, asserted, in the publisher's own voice."""
    return Claim(
        **{
            "id": f"{subject}-{predicate}-{said}-{words}"[:80],
            "subject": subject,
            "predicate": predicate,
            "object": said if isinstance(said, Ref) else Value(value=said),
            "attributed_to": None,
            "polarity": "positive",
            "certainty": "certain",
            "modality": "asserted",
            "reporting_mode": "own-voice",
            "confidence": 1.0,
            "status": "accepted",
            "evidence": span(words),
            **other,
        }
    )


ENTITIES = (
    entity("press", "Organization", label="The Press"),
    entity("baku", "Place", link("Q9248"), label="Baku"),
    entity("leader", "Person", link("Q30487"), label="The Leader"),
    entity("republic", "Polity", link("Q227"), label="The Republic"),
    entity("between", "Polity", link("Q227", "closeMatch"), link("Q131337", "closeMatch"), label="Between"),
    entity("nobody", "Person", label="Nobody"),
    entity("they", "Group", label="they", form="pronoun"),
    entity("watch", "Organization", label="The Watch"),
    entity("report", "Document", label="The Report"),
)
EVENTS = (
    event("crackdown", "ViolentEvent", link("Q734004")),
    event("ban", "RestrictionEvent", link("Q11111")),
    event("change", "PoliticalEvent", link("Q5167679")),
    event("march", "PoliticalEvent"),
)


def reading(*claims: Claim, **other: Any) -> Reading:
    """A reading with those claims; `other` takes the place of any of its parts."""
    given: dict[str, Any] = {
        "document": DOCUMENT,
        "reader": Reader(name="A reader", version="1", kind="person"),
        "entities": ENTITIES,
        "events": EVENTS,
        **other,
    }
    return Reading(claims=tuple(replace(each, id=f"c{place}") for place, each in enumerate(claims)), **given)


def published(*readings: Reading, settings: Settings = SETTINGS) -> Publication:
    """The publication of those readings."""
    return publication(settings, [compiled(each, settings) for each in readings])


def compiled(given: Reading, settings: Settings = SETTINGS) -> Compiled:
    return build(given, "x" * given.document.length, settings=settings)


def drafted(*claims: Claim, new_items: bool = False, **other: Any) -> Drafts:
    """What those claims become."""
    return drafts_of(published(reading(*claims, **other)), new_items=new_items)


def only(*claims: Claim, **other: Any) -> Draft:
    """The one draft that those claims become."""
    drafts = drafted(*claims, **other)
    assert drafts.unsaid == ()
    [draft] = drafts.drafts
    return draft


def refused(given: Claim, **other: Any) -> Unsaid:
    """Why a claim is not drafted."""
    drafts = drafted(given, **other)
    assert drafts.drafts == ()
    [unsaid] = drafts.unsaid
    return unsaid


def qualifiers(draft: Draft) -> dict[str, Snak]:
    """The qualifiers of a draft by property."""
    return {snak.property: snak for snak in draft.statement.qualifiers}
