"""A reading compiled to RDF: direct statements, the claims that license them, the words that say them, who read them.

The same reading gives the same graph. There are no blank nodes. Specification: `ontology/README.md`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef

from dateline import iris, policy, terms
from dateline.edtf import Bounds, bounds
from dateline.errors import VocabularyError
from dateline.graph.dataset import Compiled, empty_graph
from dateline.graph.literals import date_literal, decimal, integer, literal_of
from dateline.identity import NO_IDENTITY, Identity
from dateline.model import Claim, Entity, Event, Quotation, Reading, Ref, Span, Time

if TYPE_CHECKING:
    from datetime import date

    from dateline.settings import Settings

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_UNDETERMINED = "und"
_named = lru_cache(maxsize=8192)(URIRef)
"""An IRI as a node: most stand in many triples, and making one checks every character."""


def build(reading: Reading, text: str, *, settings: Settings, identity: Identity = NO_IDENTITY) -> Compiled:
    """The graph of one document, from its reading and its text (the text that the reading's offsets mean).

    Rejected items are left out, and so are proposed claims under `settings.publish_at`. Raises `VocabularyError` for a
    class, predicate or value that the ontology does not have, `IriError` for a base that cannot carry IRIs.
    """
    return _Builder(reading, text, settings, identity).compiled()


class _Builder:
    """The graph of one document while it grows."""

    def __init__(self, reading: Reading, text: str, settings: Settings, identity: Identity) -> None:
        self.reading = reading
        self.text = text
        self.settings = settings
        self.identity = identity
        self.base = iris.require_base(settings.base)
        self.document = iris.document(self.base, reading.document.id)
        self.language = _language(reading.document.language)
        self.graph = empty_graph()
        self.places: dict[str, str] = {}
        self.left_out: dict[str, str] = {}
        self.withheld: dict[str, str] = {}
        self.spans: set[str] = set()
        self.run = iris.run(
            self.base,
            iris.digest(
                reading.reader.name, reading.reader.version, reading.reader.model or "", reading.document.sha256
            ),
        )
        self.nodes = self._nodes()
        self.documents = {entity.id: entity.label for entity in reading.entities if terms.is_a(entity.type, "Document")}
        self.publisher = self._publisher()

    def compiled(self) -> Compiled:
        self._document()
        self._provenance()
        for number, entity in enumerate(self.reading.entities):
            if entity.status != "rejected":
                self._entity(entity, f"entities[{number}] ({entity.id})")
        for number, event in enumerate(self.reading.events):
            if event.status != "rejected":
                self._event(event, f"events[{number}] ({event.id})")
        for number, time in enumerate(self.reading.times):
            if time.status != "rejected":
                self._time(time, f"times[{number}] ({time.id})")
        for number, quotation in enumerate(self.reading.quotations):
            if quotation.status != "rejected":
                self._quotation(quotation, f"quotations[{number}]")
        for number, claim in enumerate(self.reading.claims):
            self._claim(claim, f"claims[{number}] ({claim.id})")
        return Compiled(
            reading=self.reading,
            document=self.document,
            graph=self.graph,
            places=self.places,
            left_out=self.left_out,
            withheld=self.withheld,
        )

    def _nodes(self) -> dict[str, str]:
        """The IRI of every entity, event and time of the reading, by id."""
        things = [*(one.id for one in self.reading.entities), *(one.id for one in self.reading.events)]
        nodes = {identifier: iris.own(self.document, name) for identifier, name in iris.slugs(things).items()}
        for identifier in things:
            name = self.identity.thing_of(self.reading.document.id, identifier)
            if name is not None:
                nodes[identifier] = iris.thing(self.base, name)
        if self.reading.document.entity:
            nodes[self.reading.document.entity] = self.document
        times = iris.slugs(time.id for time in self.reading.times)
        return nodes | {identifier: iris.time(self.document, name) for identifier, name in times.items()}

    def _publisher(self) -> str:
        """Whose word everything unattributed is."""
        if self.reading.document.publisher:
            return self._node(self.reading.document.publisher, "document.publisher")
        voice = iris.voice(self.document)
        self._add(voice, terms.TYPE, _named(terms.AGENT))
        self._add(voice, terms.PREF_LABEL, Literal("the document", lang="en"))
        return voice

    def _add(self, subject: str, predicate: str, value: URIRef | Literal) -> None:
        self.graph.add((_named(subject), _named(predicate), value))

    def _node(self, identifier: str, place: str) -> str:
        node = self.nodes.get(identifier)
        if node is None:
            raise VocabularyError(
                f"{place} names {identifier!r}, which the reading does not have.", where=self.reading.file
            )
        return node

    def _document(self) -> None:
        record = self.reading.document
        self.places[self.document] = "document"
        self._add(self.document, terms.TYPE, _named(terms.SOURCE_DOCUMENT))
        self._add(self.document, terms.TEXT_HASH, Literal(record.sha256))
        self._add(self.document, terms.PUBLISHED_TEXT, Literal(self.settings.publish_text))
        if self.settings.publish_text == "full":
            self._add(self.document, terms.IS_STRING, Literal(self.text))
        if record.title:
            self._add(self.document, terms.TITLE, Literal(record.title, lang=self.language))
        if record.issued:
            issued = date_literal(record.issued)
            if issued.datatype != _named(terms.EDTF_DATATYPE):
                self._add(self.document, terms.ISSUED, issued)
        if record.publisher:
            self._add(self.document, terms.PUBLISHER, _named(self._node(record.publisher, "document.publisher")))
        if record.language:
            self._add(self.document, terms.LANGUAGE, Literal(record.language))
        if record.media_type:
            self._add(self.document, terms.FORMAT, Literal(record.media_type))
        if record.url:
            self._add(
                self.document,
                terms.SOURCE,
                _named(iris.require_iri(record.url, where=f"{self.reading.file}: document.url")),
            )
        licence = record.licence or self.settings.text_license
        whose = f"{self.reading.file}: document.licence" if record.licence else "dateline.toml: text_license"
        if licence.startswith(("http://", "https://")):
            self._add(self.document, terms.LICENSE, _named(iris.require_iri(licence, where=whose)))

    def _provenance(self) -> None:
        reader, settings = self.reading.reader, self.settings
        kind = terms.PROV_PERSON if reader.kind == "person" else terms.SOFTWARE_AGENT
        name = reader.name if reader.kind == "person" else f"{reader.name} {reader.version}"
        self._add(self.run, terms.TYPE, _named(terms.EXTRACTION_RUN))
        self._add(self.run, terms.USED, _named(self.document))
        self._add(self.run, terms.WAS_ASSOCIATED_WITH, _named(self._agent(name, kind)))
        key = iris.digest(
            self.run, settings.policy, settings.publish_text, str(settings.publish_at), str(settings.link_at)
        )
        made = iris.build(self.base, key)
        self._add(made, terms.TYPE, _named(terms.ACTIVITY))
        self._add(made, terms.POLICY, Literal(settings.policy))
        self._add(made, terms.USED, _named(self.document))
        self._add(self.document, terms.WAS_GENERATED_BY, _named(made))

    def _agent(self, name: str, kind: str) -> str:
        agent = iris.agent(self.base, name)
        self._add(agent, terms.TYPE, _named(kind))
        self._add(agent, terms.PREF_LABEL, Literal(name))
        return agent

    def _entity(self, entity: Entity, place: str) -> None:
        node = self._thing(entity, place)
        for mention in entity.mentions:
            self._words(mention.span, node, place)

    def _event(self, event: Event, place: str) -> None:
        node = self._thing(event, place)
        for trigger in event.triggers:
            self._words(trigger, node, place)

    def _thing(self, thing: Entity | Event, place: str) -> str:
        """Its class, label and decided links."""
        node = self.nodes[thing.id]
        self.places.setdefault(node, place)
        if thing.type not in terms.CLASSES:
            raise VocabularyError(f"{place}: the ontology has no class {thing.type!r}.", where=self.reading.file)
        self._add(
            node, terms.TYPE, _named(terms.DL + thing.type) if node != self.document else _named(terms.SOURCE_DOCUMENT)
        )
        document, link_at = self.reading.document.id, self.settings.link_at
        label = self.identity.label_of(document, thing.id, self.reading.document.language) or thing.label
        self._add(node, terms.PREF_LABEL, Literal(label, lang=self.language))
        for link in self.identity.links_of(document, thing.id, thing.links, link_at):
            self._add(node, terms.SKOS + link.relation, _named(iris.require_iri(link.to, where=place)))
        return node

    def _words(self, span: Span, denoted: str | None, place: str) -> str:
        """The text span of the first part of `span`; every part is in the graph, and denotes `denoted` if given."""
        nodes = []
        for part in span.parts:
            node = iris.span(self.document, part.start, part.end)
            if node not in self.spans:
                self.spans.add(node)
                self.places.setdefault(node, place)
                self._add(node, terms.TYPE, _named(terms.TEXT_SPAN))
                self._add(node, terms.REFERENCE_CONTEXT, _named(self.document))
                self._add(node, terms.BEGIN_INDEX, integer(part.start))
                self._add(node, terms.END_INDEX, integer(part.end))
                self._add(node, terms.ANCHOR_OF, Literal(part.text))
            if denoted:
                self._add(node, terms.DENOTES, _named(denoted))
            nodes.append(node)
        return nodes[0]

    def _time(self, time: Time, place: str) -> None:
        node = self.nodes[time.id]
        self.places[node] = place
        self._add(node, terms.TYPE, _named(terms.TIME_SPAN))
        extent = _bounds(time.edtf, f"{self.reading.file}: {place}.edtf") if time.edtf else None
        if time.edtf:
            self._add(node, terms.EDTF, Literal(time.edtf, datatype=_named(terms.EDTF_DATATYPE)))
        for iri, given, computed in (
            (terms.EARLIEST, time.earliest, extent.earliest if extent else None),
            (terms.LATEST, time.latest, extent.latest if extent else None),
        ):
            day = given or _iso(computed)
            if day:
                self._add(node, iri, Literal(day, datatype=_named(terms.DATE)))
        if time.anchor:
            self._add(node, terms.ANCHORED_TO, _named(self._node(time.anchor, f"{place}.anchor")))
        self._words(time.span, node, place)

    def _quotation(self, quotation: Quotation, place: str) -> None:
        for part in quotation.span.parts:
            node = self._words(part, None, place)
            if quotation.direct:
                self._add(node, terms.TYPE, _named(terms.QUOTATION))
            if quotation.source:
                self._whose(node, quotation.source, f"{place}.source", quotation.relayed_by)
            if quotation.relayed_by:
                self._add(node, terms.RELAYED_BY, _named(self._node(quotation.relayed_by, f"{place}.relayedBy")))
            if quotation.cue:
                self._add(node, terms.CUE, _named(self._words(quotation.cue, None, place)))

    def _claim(self, claim: Claim, place: str) -> None:
        if not policy.is_built(claim, self.settings.publish_at):
            self.left_out[claim.id] = (
                "a person rejected it"
                if claim.status == "rejected"
                else f"proposed with confidence {claim.confidence:g}, under {self.settings.publish_at:g}"
            )
            return
        predicate = terms.PREDICATES.get(claim.predicate)
        if predicate is None:
            raise VocabularyError(
                f"{place}: the ontology has no claimable property {claim.predicate!r}.", where=self.reading.file
            )
        subject = _named(self._node(claim.subject, f"{place}.subject"))
        value = self._object(claim, predicate, place)
        node = iris.claim(self.document, self._key(claim))
        self.places[node] = place
        self._add(node, terms.TYPE, _named(terms.CLAIM))
        self._add(node, terms.SUBJECT, subject)
        self._add(node, terms.PREDICATE, _named(predicate.iri))
        self._add(node, terms.OBJECT, value)
        self._add(node, terms.ASSERTED_IN, _named(self.document))
        if claim.attributed_to:
            self._whose(node, claim.attributed_to, f"{place}.attributedTo", claim.relayed_by)
        else:
            self._add(node, terms.ATTRIBUTED_TO, _named(self.publisher))
        if claim.relayed_by:
            self._add(node, terms.RELAYED_BY, _named(self._node(claim.relayed_by, f"{place}.relayedBy")))
        for part in claim.evidence.parts:
            self._add(node, terms.EVIDENCE, _named(self._words(part, None, place)))
        if claim.predicate_text:
            self._add(node, terms.PREDICATE_TEXT, Literal(claim.predicate_text))
        for iri, concept in (
            (terms.POLARITY, claim.polarity),
            (terms.CERTAINTY, claim.certainty),
            (terms.MODALITY, claim.modality),
            (terms.REPORTING_MODE, claim.reporting_mode),
            (terms.INFERENCE, claim.inference if claim.inference != "literal" else None),
            (terms.QUANTIFIER, claim.quantifier if claim.quantifier != "vague" else None),
        ):
            if concept:
                self._add(node, iri, _named(terms.VOC + concept))
        if claim.time_scope:
            self._add(node, terms.TIME_SCOPE, _named(self._node(claim.time_scope, f"{place}.timeScope")))
        self._add(node, terms.CONFIDENCE, decimal(claim.confidence))
        self._add(node, terms.WAS_GENERATED_BY, _named(self.run))
        if claim.by and claim.by != self.reading.reader.name:
            self._add(node, terms.WAS_ATTRIBUTED_TO, _named(self._agent(claim.by, terms.PROV_AGENT)))
        why = policy.withheld(claim, self.settings.policy)
        if not why and isinstance(value, Literal) and value.datatype == _named(terms.EDTF_DATATYPE):
            why = "no plain date can carry its value"
        if why:
            self.withheld[claim.id] = why
        else:
            self.graph.add((subject, _named(predicate.iri), value))

    def _whose(self, node: str, source: str, place: str, relay: str | None) -> None:
        """Whose word a claim or quotation is; a document speaks in a voice of its own, and relays it."""
        speaker = self._node(source, place)
        if source in self.documents:
            voice = iris.voice(speaker)
            self._add(voice, terms.TYPE, _named(terms.AGENT))
            self._add(voice, terms.PREF_LABEL, Literal(f"the voice of {self.documents[source]}", lang="en"))
            if not relay:
                self._add(node, terms.RELAYED_BY, _named(speaker))
            speaker = voice
        self._add(node, terms.ATTRIBUTED_TO, _named(speaker))

    def _key(self, claim: Claim) -> str:
        """What makes a claim itself: the text, what is said, whose word it is, and where it stands."""
        said = f"id:{claim.object.id}" if isinstance(claim.object, Ref) else f"value:{claim.object.value}"
        return iris.digest(
            self.reading.document.sha256,
            claim.subject,
            claim.predicate,
            said,
            claim.attributed_to or self.reading.document.publisher or "",
            str(claim.evidence.start),
            str(claim.evidence.end),
        )

    def _object(self, claim: Claim, predicate: terms.Predicate, place: str) -> URIRef | Literal:
        if isinstance(claim.object, Ref):
            return _named(self._node(claim.object.id, f"{place}.object"))
        if not predicate.values:
            raise VocabularyError(
                f"{place}: the object of {claim.predicate} is a thing, not {claim.object.value!r}.",
                where=self.reading.file,
            )
        try:
            return literal_of(claim.object, predicate, self.language)
        except ValueError as wrong:
            raise VocabularyError(f"{place}.object: {wrong}.", where=self.reading.file) from wrong


def _bounds(edtf: str, place: str) -> Bounds:
    try:
        return bounds(edtf)
    except ValueError as wrong:
        raise VocabularyError(f"{wrong}.", where=place) from wrong


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _language(tag: str | None) -> str:
    """A language tag in lower case, as every engine keeps it; `und` where none is known."""
    if tag is None:
        return _UNDETERMINED
    if not _LANGUAGE.fullmatch(tag):
        raise VocabularyError(f"document.language: {tag!r} is not a language tag.", remedy="Write one such as 'en'.")
    return tag.lower()
