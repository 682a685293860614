"""The claims of a publication, each with what the graph made of it, whose word it is, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import URIRef

from dateline import iris, policy, terms
from dateline.errors import shown
from dateline.model import Claim, Event, Reading, Ref
from dateline.statements.references import References, Voice, one_line, quoted
from dateline.statements.things import Thing

if TYPE_CHECKING:
    from dateline.graph import Compiled, Publication
    from dateline.statements.mapping import WikidataMapping


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A claim of the graph: its IRI, the things that it speaks of, and that through which it came.

    `withheld` says why it licenses no plain statement, empty if it does; `named` that its subject has a name;
    `in_an_order` that the same words say of its subject who ordered it.
    """

    claim: Claim
    iri: str
    document: str
    reading: Reading
    subject: Thing
    object: Thing | None
    relay: Thing | None
    references: References
    voice: Voice
    withheld: str
    named: bool
    in_an_order: bool

    @property
    def words(self) -> str:
        """The words of the evidence, on one line."""
        return quoted(self.claim.evidence)


def claims_of(
    publication: Publication, things: Mapping[str, Thing], mapping: WikidataMapping
) -> Iterator[tuple[Compiled, References, tuple[Said, ...]]]:
    """Each document with its references and the claims of its graph, in the order of its reading."""
    for compiled in publication.documents:
        references = References(compiled, things, mapping)
        yield compiled, references, tuple(_said(publication, compiled, references, things))


def _said(
    publication: Publication, compiled: Compiled, references: References, things: Mapping[str, Thing]
) -> Iterator[Said]:
    written = iris.claim(compiled.document, "")
    by_place = {place: iri for iri, place in compiled.places.items() if iri.startswith(written)}
    names = {
        entity.id for entity in compiled.reading.entities if any(mention.form == "name" for mention in entity.mentions)
    }
    events = {event.id: event for event in compiled.reading.events}
    orders = [claim for claim in compiled.reading.claims if claim.predicate == "orderedBy"]
    for number, claim in enumerate(compiled.reading.claims):
        iri = by_place.get(f"claims[{number}] ({claim.id})")
        if iri is None or claim.id in compiled.left_out:
            continue
        subject = _thing(compiled, iri, terms.SUBJECT, things)
        if subject is None:
            continue
        yield Said(
            claim=claim,
            iri=iri,
            document=compiled.document,
            reading=compiled.reading,
            subject=subject,
            object=_thing(compiled, iri, terms.OBJECT, things) if isinstance(claim.object, Ref) else None,
            relay=_thing(compiled, iri, terms.RELAYED_BY, things),
            references=references,
            voice=references.voice(claim),
            withheld=policy.withheld(claim, publication.settings.policy) or _unreal(compiled, iri, claim, events),
            named=claim.subject in names or subject.iri.startswith(f"{publication.settings.base}e/"),
            in_an_order=any(_words_of_one(order, claim) for order in orders),
        )


def _thing(compiled: Compiled, claim: str, role: str, things: Mapping[str, Thing]) -> Thing | None:
    found = sorted(str(each) for each in compiled.graph.objects(URIRef(claim), URIRef(role)))
    if not found:
        return None
    return things.get(found[0], Thing(iri=found[0], label=found[0]))


def _unreal(compiled: Compiled, iri: str, claim: Claim, events: Mapping[str, Event]) -> str:
    """Why a claim is no fact though it is plainly said: its words deny it too, or it is about what is not real."""
    if (URIRef(iri), URIRef(terms.POLARITY), URIRef(terms.VOC + "negative")) in compiled.graph:
        return "the same words are also read as a denial"
    for identifier in (claim.subject, claim.object.id if isinstance(claim.object, Ref) else ""):
        event = events.get(identifier)
        if event is not None and event.polarity == "negative":
            return f"{shown(one_line(event.label))} is said not to have happened"
        if event is not None and event.certainty not in (None, "certain"):
            return f"{shown(one_line(event.label))} is told as only {event.certainty}"
    return ""


def _words_of_one(order: Claim, claim: Claim) -> bool:
    """Whether a claim is in the words of an order: of the same subject, by the same verb, in the same place."""
    return (
        claim.predicate_text is not None
        and order.predicate_text == claim.predicate_text
        and order.subject == claim.subject
        and order.evidence.start < claim.evidence.end
        and claim.evidence.start < order.evidence.end
    )
