"""The model to plain data as the schema has them: what JSON writes, and what the YAML form shortens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dateline.model import (
    Claim,
    DocumentRecord,
    Entity,
    Event,
    Link,
    Quantity,
    Quotation,
    Reader,
    Reading,
    ReadingWarning,
    Ref,
    Span,
    Time,
)


def plain_of(reading: Reading) -> dict[str, Any]:
    """The plain data of a reading, as the schema has them: all that it asks for, and what else is there."""
    return {
        "reading": 1,
        "document": _plain_document(reading.document),
        "reader": _plain_reader(reading.reader),
        "entities": [_plain_entity(entity) for entity in reading.entities],
        "times": [_plain_time(time) for time in reading.times],
        "quantities": [_plain_quantity(quantity) for quantity in reading.quantities],
        "quotations": [_plain_quotation(quotation) for quotation in reading.quotations],
        "events": [_plain_event(event) for event in reading.events],
        "claims": [_plain_claim(claim) for claim in reading.claims],
        **({"warnings": [_plain_warning(warning) for warning in reading.warnings]} if reading.warnings else {}),
        **reading.more,
    }


def _given(**members: Any) -> dict[str, Any]:
    """The members that are there."""
    return {name: value for name, value in members.items() if value is not None}


def _plain_document(record: DocumentRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "sha256": record.sha256,
        "length": record.length,
        **_given(
            title=record.title,
            issued=record.issued,
            publisher=record.publisher,
            language=record.language,
            entity=record.entity,
            sourceSha256=record.source_sha256,
            mediaType=record.media_type,
            extractor=record.extractor,
            url=record.url,
            retrieved=record.retrieved,
            licence=record.licence,
        ),
        **record.more,
    }


def _plain_reader(reader: Reader) -> dict[str, Any]:
    return {
        "name": reader.name,
        "version": reader.version,
        **_given(model=reader.model, kind=reader.kind if reader.kind != "software" else None),
        **reader.more,
    }


def _plain_span(span: Span) -> dict[str, Any]:
    plain: dict[str, Any] = {"start": span.start, "end": span.end, "text": span.text}
    if span.segments:
        plain["segments"] = [_plain_span(segment) for segment in span.segments]
    return {**plain, **span.more}


def _plain_links(links: Iterable[Link]) -> list[dict[str, Any]] | None:
    return [
        {
            "to": link.to,
            "relation": link.relation,
            "confidence": link.confidence,
            "status": link.status,
            **_given(by=link.by),
            **link.more,
        }
        for link in links
    ] or None


def _plain_entity(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "type": entity.type,
        "label": entity.label,
        "mentions": [
            {**_plain_span(mention.span), "form": mention.form, **mention.more} for mention in entity.mentions
        ],
        **_given(links=_plain_links(entity.links), by=entity.by, status=entity.status),
        **entity.more,
    }


def _plain_time(time: Time) -> dict[str, Any]:
    return {
        "id": time.id,
        **_plain_span(time.span),
        "kind": time.kind,
        "value": time.value,
        "edtf": time.edtf,
        **_given(anchor=time.anchor, earliest=time.earliest, latest=time.latest, by=time.by, status=time.status),
        **time.more,
    }


def _plain_quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "id": quantity.id,
        **_plain_span(quantity.span),
        "value": quantity.value,
        **_given(unit=quantity.unit),
        "quantifier": quantity.quantifier,
        **_given(by=quantity.by, status=quantity.status),
        **quantity.more,
    }


def _plain_quotation(quotation: Quotation) -> dict[str, Any]:
    return {
        **_given(id=quotation.id),
        **_plain_span(quotation.span),
        "source": quotation.source,
        **_given(cue=_plain_span(quotation.cue) if quotation.cue else None),
        "direct": quotation.direct,
        **_given(relayedBy=quotation.relayed_by, by=quotation.by, status=quotation.status),
        **quotation.more,
    }


def _plain_event(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "type": event.type,
        "label": event.label,
        "triggers": [_plain_span(trigger) for trigger in event.triggers],
        **_given(
            polarity=event.polarity,
            certainty=event.certainty,
            links=_plain_links(event.links),
            by=event.by,
            status=event.status,
        ),
        **event.more,
    }


def _plain_claim(claim: Claim) -> dict[str, Any]:
    said = claim.object
    plain = {"id": said.id} if isinstance(said, Ref) else {"value": said.value, **_given(datatype=said.datatype)}
    more = dict(claim.more)
    return {
        "id": claim.id,
        "subject": claim.subject,
        "predicate": claim.predicate,
        "object": {**plain, **more.pop("object", {})},
        "evidence": _plain_span(claim.evidence),
        **_given(predicateText=claim.predicate_text),
        "attributedTo": claim.attributed_to,
        **_given(relayedBy=claim.relayed_by),
        "reportingMode": claim.reporting_mode,
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "modality": claim.modality,
        **_given(quantifier=claim.quantifier),
        **({"inference": claim.inference} if claim.inference != "literal" else {}),
        **_given(timeScope=claim.time_scope),
        "confidence": claim.confidence,
        "status": claim.status,
        **_given(by=claim.by),
        **more,
    }


def _plain_warning(warning: ReadingWarning) -> dict[str, Any] | str:
    plain = {
        **_given(id=warning.id),
        **({"about": list(warning.about)} if warning.about else {}),
        "text": warning.text,
        **_given(by=warning.by),
        **warning.more,
    }
    return warning.text if plain.keys() == {"text"} else plain
