"""Every term IRI the code names, as a constant; `tests/ontology` holds them against `ontology/`.

Plain strings, so that the bulk paths need no RDF library to say them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

ONTOLOGY = "https://w3id.org/dateline/ns"
ONTOLOGY_VERSION = ONTOLOGY + "/0.1.0"
DL = ONTOLOGY + "#"
VOC = "https://w3id.org/dateline/voc/"
SHAPES = "https://w3id.org/dateline/shapes#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
DCAT = "http://www.w3.org/ns/dcat#"
PROV = "http://www.w3.org/ns/prov#"
FOAF = "http://xmlns.com/foaf/0.1/"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
EDTF_DATATYPE = "http://id.loc.gov/datatypes/edtf/EDTF"
AS_WKT = "http://www.opengis.net/ont/geosparql#asWKT"
WKT_LITERAL = "http://www.opengis.net/ont/geosparql#wktLiteral"

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "dl": DL,
        "voc": VOC,
        "rdf": RDF,
        "rdfs": RDFS,
        "xsd": XSD,
        "skos": SKOS,
        "dcterms": DCTERMS,
        "dcat": DCAT,
        "prov": PROV,
        "foaf": FOAF,
        "nif": NIF,
        "edtf": "http://id.loc.gov/datatypes/edtf/",
    }
)
"""The prefixes of everything that is published, in the order in which they are declared."""

TYPE = RDF + "type"
SUBJECT = RDF + "subject"
PREDICATE = RDF + "predicate"
OBJECT = RDF + "object"
REIFIES = RDF + "reifies"
LANG_STRING = RDF + "langString"

STRING = XSD + "string"
INTEGER = XSD + "integer"
DECIMAL = XSD + "decimal"
BOOLEAN = XSD + "boolean"
DATE = XSD + "date"
YEAR_MONTH = XSD + "gYearMonth"
YEAR = XSD + "gYear"
ANY_URI = XSD + "anyURI"

PREF_LABEL = SKOS + "prefLabel"
ALT_LABEL = SKOS + "altLabel"
EXACT_MATCH = SKOS + "exactMatch"
CLOSE_MATCH = SKOS + "closeMatch"

TITLE = DCTERMS + "title"
DESCRIPTION = DCTERMS + "description"
ISSUED = DCTERMS + "issued"
PUBLISHER = DCTERMS + "publisher"
LANGUAGE = DCTERMS + "language"
LICENSE = DCTERMS + "license"
SOURCE = DCTERMS + "source"
FORMAT = DCTERMS + "format"
CONFORMS_TO = DCTERMS + "conformsTo"
HAS_PART = DCTERMS + "hasPart"
DATASET = DCAT + "Dataset"

ACTIVITY = PROV + "Activity"
PROV_AGENT = PROV + "Agent"
SOFTWARE_AGENT = PROV + "SoftwareAgent"
PROV_PERSON = PROV + "Person"
WAS_GENERATED_BY = PROV + "wasGeneratedBy"
WAS_ASSOCIATED_WITH = PROV + "wasAssociatedWith"
WAS_ATTRIBUTED_TO = PROV + "wasAttributedTo"
USED = PROV + "used"

IS_STRING = NIF + "isString"
BEGIN_INDEX = NIF + "beginIndex"
END_INDEX = NIF + "endIndex"
ANCHOR_OF = NIF + "anchorOf"
REFERENCE_CONTEXT = NIF + "referenceContext"

DOCUMENT = DL + "Document"
SOURCE_DOCUMENT = DL + "SourceDocument"
TEXT_SPAN = DL + "TextSpan"
QUOTATION = DL + "Quotation"
CLAIM = DL + "Claim"
ENTITY = DL + "Entity"
AGENT = DL + "Agent"
EVENT = DL + "Event"
TIME_SPAN = DL + "TimeSpan"
EXTRACTION_RUN = DL + "ExtractionRun"
CLAIMABLE_PROPERTY = DL + "ClaimableProperty"

ASSERTED_IN = DL + "assertedIn"
ATTRIBUTED_TO = DL + "attributedTo"
RELAYED_BY = DL + "relayedBy"
EVIDENCE = DL + "evidence"
PREDICATE_TEXT = DL + "predicateText"
POLARITY = DL + "polarity"
CERTAINTY = DL + "certainty"
MODALITY = DL + "modality"
REPORTING_MODE = DL + "reportingMode"
INFERENCE = DL + "inference"
QUANTIFIER = DL + "quantifier"
TIME_SCOPE = DL + "timeScope"
CONFIDENCE = DL + "confidence"
CONFLICTS_WITH = DL + "conflictsWith"
DENOTES = DL + "denotes"
CUE = DL + "cue"
TEXT_HASH = DL + "textHash"
EDTF = DL + "edtf"
EARLIEST = DL + "earliest"
LATEST = DL + "latest"
ANCHORED_TO = DL + "anchoredTo"
POLICY = DL + "policy"
PUBLISHED_TEXT = DL + "publishedText"
SINGLE_VALUED = DL + "singleValued"
PHRASE = DL + "phrase"
NEGATED_PHRASE = DL + "negatedPhrase"
REMEDY = SHAPES + "remedy"

CLASSES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Entity": (),
        "Agent": ("Entity",),
        "Person": ("Agent",),
        "Organization": ("Agent",),
        "Group": ("Agent",),
        "Place": ("Entity",),
        "Polity": ("Agent", "Place"),
        "Event": ("Entity",),
        "ViolentEvent": ("Event",),
        "MilitaryOperation": ("Event",),
        "PoliticalEvent": ("Event",),
        "CommunicationEvent": ("Event",),
        "RestrictionEvent": ("Event",),
        "CommemorationEvent": ("Event",),
        "Situation": ("Event",),
        "Document": (),
        "SourceDocument": ("Document",),
        "TimeSpan": (),
    }
)
"""The classes a thing of a reading may have, by local name, with their parents."""


def is_a(kind: str, ancestor: str) -> bool:
    """Whether a class is another one or lies under it; both by local name.

    >>> is_a("Polity", "Place"), is_a("Place", "Agent")
    (True, False)
    """
    return kind == ancestor or ancestor in _OVER.get(kind, ())


def _over(kind: str) -> frozenset[str]:
    """The classes over a class."""
    return frozenset(CLASSES[kind]).union(*map(_over, CLASSES[kind]))


_OVER: Mapping[str, frozenset[str]] = MappingProxyType({kind: _over(kind) for kind in CLASSES})


@dataclass(frozen=True, kw_only=True, slots=True)
class Predicate:
    """A property that claims may use. `domain` and `range` are class names, or datatype IRIs in the case of `values`.

    `values` are the datatypes its values may have, empty where its objects are things.
    """

    name: str
    iri: str
    domain: tuple[str, ...]
    range: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    single_valued: bool = False


_DATES = (DATE, YEAR_MONTH, YEAR)


def _own(name: str, domain: str, range_: str = "", *values: str, single: bool = False) -> Predicate:
    return Predicate(
        name=name,
        iri=DL + name,
        domain=(domain,),
        range=(range_,) if range_ else (),
        values=values,
        single_valued=single,
    )


PREDICATES: Mapping[str, Predicate] = MappingProxyType(
    {
        predicate.name: predicate
        for predicate in (
            _own("participant", "Event", "Entity"),
            _own("agent", "Event", "Entity"),
            _own("affected", "Event", "Entity"),
            _own("orderedBy", "Event", "Entity"),
            _own("addressee", "CommunicationEvent", "Entity"),
            _own("tookPlaceIn", "Event", "Place"),
            _own("time", "Event", "TimeSpan"),
            _own("startDate", "Event", "", *_DATES, single=True),
            _own("endDate", "Event", "", *_DATES, single=True),
            _own("subEventOf", "Event", "Event"),
            _own("before", "Event", "Event"),
            _own("ledTo", "Event", "Event"),
            _own("inResponseTo", "Event", "Event"),
            _own("purpose", "Event", "Event"),
            _own("stopped", "Entity", "Event"),
            _own("deathCount", "Event", "", INTEGER, single=True),
            _own("injuredCount", "Event", "", INTEGER, single=True),
            _own("participantCount", "Event", "", INTEGER, single=True),
            _own("affectedShare", "Event", "", DECIMAL, single=True),
            _own("capitalOf", "Place", "Polity"),
            _own("locatedIn", "Place", "Place"),
            _own("memberOf", "Agent", "Agent"),
            _own("characterizedAs", "Entity", "", LANG_STRING),
            Predicate(name="altLabel", iri=ALT_LABEL, domain=("Entity", "Document"), values=(LANG_STRING,)),
            Predicate(name="issued", iri=ISSUED, domain=("Document",), values=_DATES),
            Predicate(name="publisher", iri=PUBLISHER, domain=("Document",), range=("Agent",)),
        )
    }
)
"""The 26 claimable properties by the name a reading gives them."""
