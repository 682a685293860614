"""The record as RDF: VoID (https://www.w3.org/TR/void/), DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/), and what an
endpoint says of its dataset (https://www.w3.org/TR/sparql11-service-description/).

The dataset is the base of its IRIs; what belongs to it is named by fragments of `void.ttl`, `dcat.ttl` and `sparql`, so
that no blank node stands in any of them.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from dateline import terms
from dateline.web.description.record import Description, Distribution
from dateline.web.description.statements import (
    COUNT,
    DCAT,
    DCTERMS,
    FOAF,
    FORMATS,
    HEX,
    LANGUAGES,
    MEDIA_TYPES,
    OWL,
    SD,
    SPDX,
    VCARD,
    VOID,
    WIKIDATA,
    Statements,
    short,
    web_iri,
)

_TWO = re.compile(r"[a-z]{2}(?:-|$)")
_FEATURES = {
    "Turtle": (FORMATS + "Turtle", "text/turtle"),
    "JSON-LD": (FORMATS + "JSON-LD", "application/ld+json"),
    "N-Triples": (FORMATS + "N-Triples", "application/n-triples"),
    "RDF/XML": (FORMATS + "RDF_XML", "application/rdf+xml"),
}
_VOCABULARIES = (
    terms.DL, terms.VOC, terms.SKOS, terms.DCTERMS, terms.PROV, terms.NIF, terms.FOAF, terms.DCAT, terms.RDF,
)  # fmt: skip


def void(said: Description) -> tuple[ox.Triple, ...]:
    """VoID: how large it is, what it is made of, where it is had, what it links to."""
    here = said.iri + "void.ttl"
    made = Statements()
    made.about(here, VOID + "DatasetDescription", FOAF + "Document")
    made.says(terms.TITLE, f"VoID description of {said.title}").links(FOAF + "primaryTopic", said.iri)
    made.links(FOAF + "topic", said.iri).links(DCTERMS + "license", web_iri(said.license))
    _dataset(made, said, VOID + "Dataset")
    made.links(FOAF + "homepage", said.at).says(VOID + "uriSpace", said.iri)
    made.links(VOID + "exampleResource", *said.examples)
    made.links(VOID + "sparqlEndpoint", said.endpoint if said.services else "")
    used = {part.iri for part in (*said.counts.classes, *said.counts.properties)}
    made.links(VOID + "vocabulary", *(name for name in _VOCABULARIES if any(one.startswith(name) for one in used)))
    made.links(VOID + "dataDump", *(said.at + one.path for one in said.distributions if one.whole))
    made.links(VOID + "feature", *(iri for iri, _ in _FEATURES.values()))
    made.counts(VOID + "triples", said.counts.triples).counts(VOID + "entities", said.counts.entities)
    made.counts(VOID + "classes", len(said.counts.classes)).counts(VOID + "properties", len(said.counts.properties))
    made.counts(VOID + "distinctSubjects", said.counts.subjects).counts(VOID + "distinctObjects", said.counts.objects)
    parts = [(f"{here}#class-{short(one.iri)}", one) for one in said.counts.classes]
    uses = [(f"{here}#property-{short(one.iri)}", one) for one in said.counts.properties]
    links = [(f"{here}#links-{short(one.iri)}", one) for one in said.counts.links]
    made.links(VOID + "classPartition", *(name for name, _ in parts))
    made.links(VOID + "propertyPartition", *(name for name, _ in uses))
    made.links(VOID + "subset", *(name for name, _ in links))
    for name, part in parts:
        made.about(name, VOID + "Dataset").links(VOID + "class", part.iri).counts(VOID + "entities", part.count)
    for name, part in uses:
        made.about(name, VOID + "Dataset").links(VOID + "property", part.iri).counts(VOID + "triples", part.count)
    for name, part in links:
        made.about(name, VOID + "Linkset").links(VOID + "linkPredicate", part.iri).counts(VOID + "triples", part.count)
        made.links(VOID + "subjectsTarget", said.iri).links(VOID + "objectsTarget", here + "#wikidata")
    if links:
        made.about(here + "#wikidata", VOID + "Dataset").says(terms.TITLE, "Wikidata", language="en")
        made.says(VOID + "uriSpace", WIKIDATA).links(FOAF + "homepage", "https://www.wikidata.org/")
    return tuple(made.triples)


def dcat(said: Description) -> tuple[ox.Triple, ...]:
    """DCAT: the dataset with its distributions and its services, for catalogues."""
    here = said.iri + "dcat.ttl"
    made = Statements()
    _dataset(made, said, terms.DATASET)
    made.links(DCAT + "landingPage", said.at).says(DCAT + "keyword", *said.keywords, language="en")
    made.says(DCTERMS + "identifier", said.iri, kind=terms.ANY_URI).says(DCAT + "version", said.version)
    made.links(DCAT + "hasCurrentVersion", _version(said))
    made.links(DCAT + "distribution", *(f"{here}#{one.fragment}" for one in said.distributions))
    made.links(DCAT + "contactPoint", f"{here}#contact")
    if said.period:
        made.links(DCTERMS + "temporal", f"{here}#period")
        made.about(f"{here}#period", DCTERMS + "PeriodOfTime")
        for predicate, day in (("startDate", said.period[0]), ("endDate", said.period[1])):
            made.says(DCAT + predicate, day, kind=_KINDS_OF_DAYS[len(day)])
    made.about(f"{here}#contact", VCARD + "Organization").says(VCARD + "fn", said.publisher)
    contact = web_iri(said.contact) or web_iri(said.publisher_url) or said.at
    made.links(VCARD + ("hasEmail" if contact.startswith("mailto:") else "hasURL"), contact)
    for one in said.distributions:
        _distribution(made, said, one, f"{here}#{one.fragment}")
    if said.services:
        _services(made, said, here)
    _releases(made, said)
    return tuple(made.triples)


def _services(made: Statements, said: Description, here: str) -> None:
    """What answers beside the files, as services of the catalogue."""
    made.about(f"{here}#sparql", DCAT + "DataService").says(terms.TITLE, f"SPARQL endpoint of {said.title}")
    made.links(DCAT + "endpointURL", said.endpoint).links(DCAT + "servesDataset", said.iri)
    made.links(terms.CONFORMS_TO, "https://www.w3.org/TR/sparql11-protocol/")
    made.about(f"{here}#reconciliation", DCAT + "DataService")
    made.says(terms.TITLE, f"Reconciliation service of {said.title}").links(DCAT + "servesDataset", said.iri)
    made.links(DCAT + "endpointURL", said.at + "reconcile/")
    made.links(terms.CONFORMS_TO, "https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/")


def service(said: Description) -> tuple[ox.Triple, ...]:
    """What an endpoint adds to its own description: which dataset it answers from, and where that is described."""
    made = Statements()
    _dataset(made, said, VOID + "Dataset")
    made.links(VOID + "sparqlEndpoint", said.endpoint)
    made.about(said.endpoint + "#dataset", SD + "Dataset").links(DCTERMS + "source", said.iri)
    made.links(terms.RDFS + "seeAlso", said.at + "void.ttl", said.at + "dcat.ttl")
    return tuple(made.triples)


_KINDS_OF_DAYS = {4: terms.YEAR, 7: terms.YEAR_MONTH, 10: terms.DATE}


def _dataset(made: Statements, said: Description, kind: str) -> None:
    """What every form says of the dataset, and who publishes it."""
    made.about(said.publisher_iri, FOAF + "Agent").says(FOAF + "name", said.publisher)
    made.links(FOAF + "homepage", web_iri(said.publisher_url))
    made.about(said.iri, kind).says(terms.TITLE, said.title).says(terms.DESCRIPTION, said.text)
    made.links(DCTERMS + "license", web_iri(said.license)).links(DCTERMS + "publisher", said.publisher_iri)
    made.links(DCTERMS + "creator", said.publisher_iri).links(terms.CONFORMS_TO, terms.ONTOLOGY_VERSION)
    made.links(DCTERMS + "language", *(LANGUAGES + one.split("-")[0] for one in said.languages if _TWO.match(one)))
    made.says(DCTERMS + "modified", said.released or "", kind=terms.DATE)
    first = said.releases[0].day if said.releases else said.released
    made.says(DCTERMS + "issued", first or "", kind=terms.DATE)


def _distribution(made: Statements, said: Description, one: Distribution, name: str) -> None:
    made.about(name, DCAT + "Distribution").says(terms.TITLE, one.title, language="en")
    made.links(DCAT + "downloadURL", said.at + one.path).links(DCAT + "accessURL", said.at)
    made.links(DCAT + "mediaType", MEDIA_TYPES + one.media_type).counts(DCAT + "byteSize", one.bytes, COUNT)
    made.links(DCAT + "compressFormat", MEDIA_TYPES + one.compressed if one.compressed else "")
    made.links(DCTERMS + "license", web_iri(said.license)).links(SPDX + "checksum", name + "-checksum")
    made.says(DCTERMS + "modified", said.released or "", kind=terms.DATE)
    made.about(name + "-checksum", SPDX + "Checksum").says(SPDX + "checksumValue", one.sha256, kind=HEX)
    made.links(SPDX + "algorithm", SPDX + "checksumAlgorithm_sha256")


def _releases(made: Statements, said: Description) -> None:
    """The kept releases, as versions of the dataset."""
    for one in said.releases:
        name = f"{said.iri}dump/{one.dump}"
        made.about(said.iri).links(DCAT + "hasVersion", name)
        made.about(name, terms.DATASET).says(terms.TITLE, f"{said.title} of {one.day}")
        made.says(DCAT + "version", one.version).says(DCTERMS + "issued", one.day, kind=terms.DATE)
        made.says(terms.SKOS + "changeNote", one.note)
        made.links(DCAT + "isVersionOf", said.iri).links(DCTERMS + "license", web_iri(said.license))
        made.links(DCAT + "previousVersion", f"{said.iri}dump/{one.previous}.nq.gz" if one.previous else "")
        made.links(OWL + "priorVersion", f"{said.iri}dump/{one.previous}.nq.gz" if one.previous else "")


def _version(said: Description) -> str:
    return f"{said.iri}dump/{said.version}.nq.gz"
