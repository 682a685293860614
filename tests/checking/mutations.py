"""Ways to corrupt a valid graph: what is done, and the shape that must name it.

Every mutation changes the rdflib graph it is given and works on any graph that has what it looks for: the small one
beside this file has it all.
"""

# ruff: noqa: E501 - a table reads best with each row on a line of its own

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from unicodedata import normalize

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from dateline import terms

DL = Namespace(terms.DL)
VOC = Namespace(terms.VOC)
NIF = Namespace(terms.NIF)
EDTF = URIRef(terms.EDTF_DATATYPE)
WIKIDATA = Namespace("http://www.wikidata.org/entity/")
NOWHERE = URIRef("https://example.org/nowhere")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutation:
    """A corruption in words, the shape that must find it, and how it is done."""

    what: str
    shape: str
    apply: Callable[[Graph], object]


def _first(found: set[Node]) -> Node:
    if not found:
        raise LookupError("the graph has nothing that this mutation could corrupt")
    return min(found, key=str)


def document(graph: Graph) -> Node:
    return _first(set(graph.subjects(RDF.type, DL.SourceDocument)))


def having(graph: Graph, predicate: URIRef) -> Node:
    return _first(set(graph.subjects(predicate, None)))


def typed(graph: Graph, name: str) -> Node:
    return _first(set(graph.subjects(RDF.type, DL[name])))


def claim(graph: Graph, predicate: URIRef | None = None, **codes: str) -> Node:
    """The first claim with this predicate and these values of the lists; `own` and `direct` are short for modes."""
    return _first(
        {
            node
            for node in graph.subjects(RDF.type, DL.Claim)
            if (predicate is None or (node, RDF.predicate, predicate) in graph)
            and all((node, DL[name], VOC[value]) in graph for name, value in codes.items())
        }
    )


def drop(graph: Graph, subject: Node, *predicates: URIRef) -> None:
    for predicate in predicates:
        if (subject, predicate, None) not in graph:
            raise LookupError(f"{subject} has no {predicate} to drop")
        graph.remove((subject, predicate, None))


def put(graph: Graph, subject: Node, predicate: URIRef, value: Node) -> None:
    graph.set((subject, predicate, value))


def add(graph: Graph, subject: Node, predicate: URIRef, value: Node) -> None:
    if (subject, predicate, value) in graph:
        raise LookupError(f"{subject} already has {predicate} {value}")
    graph.add((subject, predicate, value))


def value(graph: Graph, subject: Node, predicate: URIRef) -> Node:
    found = graph.value(subject, predicate)
    if found is None:
        raise LookupError(f"{subject} has no {predicate}")
    return found


def restate(graph: Graph, predicate: URIRef, new: Node) -> None:
    """A claim and its direct triple with another value: both are wrong in the same way."""
    node = claim(graph, predicate, polarity="positive", certainty="certain")
    subject, old = value(graph, node, RDF.subject), value(graph, node, RDF.object)
    for other in list(graph.subjects(RDF.object, old)):
        if (other, RDF.subject, subject) in graph and (other, RDF.predicate, predicate) in graph:
            put(graph, other, RDF.object, new)
    graph.remove((subject, predicate, old))
    graph.add((subject, predicate, new))


def second_claim(graph: Graph, predicate: URIRef, new: Node) -> None:
    """A second claim like the first, of another value, with its direct triple."""
    node = claim(graph, predicate, polarity="positive", certainty="certain")
    other = URIRef(f"{node}-other")
    for own, what in list(graph.predicate_objects(node)):
        graph.add((other, own, what))
    put(graph, other, RDF.object, new)
    graph.add((value(graph, node, RDF.subject), predicate, new))


def claimed(graph: Graph, subject: Node, predicate: URIRef, new: Node, **codes: str) -> None:
    """A claim of something, copied from a claim in the document's own voice, with its direct triple."""
    like = {"polarity": "positive", "certainty": "certain", "modality": "asserted", "reportingMode": "own-voice"}
    node = claim(graph, None, **like)
    other = URIRef(f"{node}-made")
    for own, what in list(graph.predicate_objects(node)):
        graph.add((other, own, what))
    for own, what in ((RDF.subject, subject), (RDF.predicate, predicate), (RDF.object, new)):
        put(graph, other, own, what)
    for name, code in codes.items():
        put(graph, other, DL[name], VOC[code])
    if not codes:
        graph.add((subject, predicate, new))


def text(graph: Graph, change: Callable[[str], str]) -> None:
    source = document(graph)
    old = str(value(graph, source, NIF.isString))
    new = change(old)
    if new == old:
        raise LookupError("the text has nothing that this mutation could change")
    put(graph, source, NIF.isString, Literal(new))


def quote(graph: Graph, change: Callable[[str], str]) -> None:
    for span in sorted(graph.subjects(NIF.anchorOf, None), key=str):
        old = str(value(graph, span, NIF.anchorOf))
        if change(old) != old:
            put(graph, span, NIF.anchorOf, Literal(change(old)))
            return
    raise LookupError("no quote has what this mutation could change")


def in_bytes(graph: Graph) -> None:
    """Every offset counted in UTF-8 bytes, in the numbers and in the IRIs."""
    whole = str(value(graph, document(graph), NIF.isString))
    for span in list(graph.subjects(NIF.referenceContext, None)):
        for predicate in (NIF.beginIndex, NIF.endIndex):
            place = int(str(value(graph, span, predicate)))
            put(graph, span, predicate, Literal(len(whole[:place].encode())))


def renamed(graph: Graph, old: Node, new: Node) -> None:
    for subject, predicate, what in list(graph.triples((old, None, None))):
        graph.remove((subject, predicate, what))
        graph.add((new, predicate, what))
    for subject, predicate, what in list(graph.triples((None, None, old))):
        graph.remove((subject, predicate, what))
        graph.add((subject, predicate, new))


def second_document(graph: Graph) -> Node:
    other = URIRef(f"{document(graph)}-other")
    for predicate, what in list(graph.predicate_objects(document(graph))):
        graph.add((other, predicate, what))
    return other


def build(graph: Graph) -> Node:
    return having(graph, DL.policy)


def publisher(graph: Graph) -> Node:
    return value(graph, document(graph), DCTERMS.publisher)


def without_type(graph: Graph, name: str) -> None:
    for node in list(graph.subjects(RDF.type, DL[name])):
        graph.remove((node, None, None))
        graph.remove((None, None, node))


def relative_time(graph: Graph) -> Node:
    return having(graph, DL.anchoredTo)


def withheld_inference(graph: Graph) -> None:
    node = claim(graph, None, inference="contextual", reportingMode="direct-quotation", polarity="positive")
    spo = [value(graph, node, predicate) for predicate in (RDF.subject, RDF.predicate, RDF.object)]
    add(graph, spo[0], URIRef(str(spo[1])), spo[2])


def direct_of(graph: Graph, **codes: str) -> None:
    node = claim(graph, None, **codes)
    spo = [value(graph, node, predicate) for predicate in (RDF.subject, RDF.predicate, RDF.object)]
    add(graph, spo[0], URIRef(str(spo[1])), spo[2])


def undo_direct(graph: Graph) -> None:
    node = claim(graph, DL.deathCount, polarity="positive")
    graph.remove((value(graph, node, RDF.subject), DL.deathCount, None))


def over_precise(graph: Graph) -> None:
    """A claim of a day, whose evidence speaks of a time that is a year."""
    node = claim(graph, DL.startDate, reportingMode="own-voice", polarity="positive", certainty="certain")
    day = str(value(graph, node, RDF.object))
    span = value(graph, node, DL.evidence)
    begin, end = (int(str(value(graph, span, predicate))) for predicate in (NIF.beginIndex, NIF.endIndex))
    for other in list(graph.subjects(DL.denotes, None)):
        low, high = (int(str(value(graph, other, predicate))) for predicate in (NIF.beginIndex, NIF.endIndex))
        if begin <= low and high <= end:
            for time in list(graph.objects(other, DL.denotes)):
                if (time, DL.edtf, None) in graph:
                    put(graph, time, DL.edtf, Literal(day[:4], datatype=EDTF))


def part_outlasts_whole(graph: Graph) -> None:
    part = having(graph, DL.subEventOf)
    claimed(graph, value(graph, part, DL.subEventOf), DL.endDate, _date("1990-12-31"))
    graph.add((part, DL.startDate, _date("1991-01-01")))


def cause_after_effect(graph: Graph) -> None:
    cause = having(graph, DL.ledTo)
    graph.add((cause, DL.startDate, Literal("2001", datatype=XSD.gYear)))
    graph.add((value(graph, cause, DL.ledTo), DL.startDate, Literal("1999-05", datatype=XSD.gYearMonth)))


def two_exact_matches(graph: Graph) -> None:
    add(graph, publisher(graph), SKOS.exactMatch, WIKIDATA.Q999999991)
    add(graph, publisher(graph), SKOS.exactMatch, WIKIDATA.Q999999992)


def event_from_nowhere(graph: Graph) -> None:
    graph.add((NOWHERE, RDF.type, DL.Event))
    graph.add((NOWHERE, SKOS.prefLabel, Literal("x")))


def _date(lexical: str) -> Literal:
    return Literal(lexical, datatype=XSD.date, normalize=False)


MUTATIONS: tuple[Mutation, ...] = tuple(
    Mutation(what=what, shape=shape, apply=apply)
    for what, shape, apply in (
        # the text and the words
        ("a quote altered by one character", "QuoteEqualsText", lambda g: quote(g, lambda q: q[:-1] + "§")),
        ("a quote trimmed of its last letter", "QuoteEqualsText", lambda g: quote(g, lambda q: q[:-1])),
        ("a curly apostrophe made straight", "QuoteEqualsText", lambda g: quote(g, lambda q: q.replace("’", "'"))),
        ("the no-break space stripped from the text", "QuoteEqualsText", lambda g: text(g, lambda t: t.replace("\xa0", ""))),
        ("the no-break space made a space", "TextHash", lambda g: text(g, lambda t: t.replace("\xa0", " "))),
        ("line ends made CRLF", "QuoteEqualsText", lambda g: text(g, lambda t: t.replace("\n", "\r\n"))),
        ("line ends made CRLF, by the hash", "TextHash", lambda g: text(g, lambda t: t.replace("\n", "\r\n"))),
        ("the text normalised", "TextHash", lambda g: text(g, lambda t: normalize("NFKD", t))),
        ("a byte order mark before the text", "QuoteEqualsText", lambda g: text(g, lambda t: "\ufeff" + t)),
        ("a paragraph appended to the text", "TextHash", lambda g: text(g, lambda t: t + "\nMore.")),
        ("offsets counted in bytes", "QuoteEqualsText", in_bytes),
        ("the hash of another text", "TextHash", lambda g: put(g, document(g), DL.textHash, Literal("0" * 64))),
        # the document
        ("a hash in capitals", "SourceDocument", lambda g: put(g, document(g), DL.textHash, Literal("A" * 64))),
        ("a hash cut short", "SourceDocument", lambda g: put(g, document(g), DL.textHash, Literal("0" * 40))),
        ("no hash", "SourceDocument", lambda g: drop(g, document(g), DL.textHash)),
        ("two hashes", "SourceDocument", lambda g: add(g, document(g), DL.textHash, Literal("0" * 64))),
        ("two texts", "SourceDocument", lambda g: add(g, document(g), NIF.isString, Literal("other"))),
        ("an empty text", "SourceDocument", lambda g: put(g, document(g), NIF.isString, Literal(""))),
        ("no title", "SourceDocument", lambda g: drop(g, document(g), DCTERMS.title)),
        ("no date of issue", "SourceDocument", lambda g: drop(g, document(g), DCTERMS.issued)),
        ("a date of issue in words", "SourceDocument", lambda g: put(g, document(g), DCTERMS.issued, Literal("in March"))),
        ("a date of issue that no calendar has", "SourceDocument", lambda g: put(g, document(g), DCTERMS.issued, _date("2012-02-30"))),
        ("no publisher", "SourceDocument", lambda g: drop(g, document(g), DCTERMS.publisher)),
        ("a publisher that is a time", "SourceDocument", lambda g: put(g, document(g), DCTERMS.publisher, typed(g, "TimeSpan"))),
        ("an unknown way of publishing the text", "SourceDocument", lambda g: put(g, document(g), DL.publishedText, Literal("some"))),
        ("no text, though it is published in full", "PublishedText", lambda g: drop(g, document(g), NIF.isString)),
        ("the text, though only quotes may be published", "PublishedText", lambda g: put(g, document(g), DL.publishedText, Literal("quotes"))),
        ("no claim at all", "DocumentIsRead", lambda g: without_type(g, "Claim")),
        ("no words at all", "DocumentIsRead", lambda g: without_type(g, "TextSpan")),
        ("a mentioned document without a name", "Document", lambda g: drop(g, typed(g, "Document"), SKOS.prefLabel)),
        # text spans
        ("a span that begins before the text", "Span", lambda g: put(g, having(g, NIF.beginIndex), NIF.beginIndex, Literal(-1))),
        ("a span that ends before it begins", "Span", lambda g: put(g, having(g, NIF.beginIndex), NIF.beginIndex, Literal(99999))),
        ("an offset of another datatype", "Span", lambda g: put(g, having(g, NIF.endIndex), NIF.endIndex, Literal("9", datatype=XSD.int))),
        ("an offset that is no number", "Span", lambda g: put(g, having(g, NIF.endIndex), NIF.endIndex, Literal("end"))),
        ("two begins of a span", "Span", lambda g: add(g, having(g, NIF.beginIndex), NIF.beginIndex, Literal(2))),
        ("a span without words", "Span", lambda g: drop(g, having(g, NIF.anchorOf), NIF.anchorOf)),
        ("a span with two quotes", "Span", lambda g: add(g, having(g, NIF.anchorOf), NIF.anchorOf, Literal("other"))),
        ("words with a language tag", "Span", lambda g: put(g, having(g, NIF.anchorOf), NIF.anchorOf, Literal("x", lang="en"))),
        ("a span of no document", "Span", lambda g: drop(g, having(g, NIF.referenceContext), NIF.referenceContext)),
        ("a span of two documents", "Span", lambda g: add(g, having(g, NIF.referenceContext), NIF.referenceContext, second_document(g))),
        ("a span of something else", "Span", lambda g: put(g, having(g, NIF.referenceContext), NIF.referenceContext, publisher(g))),
        ("a span with another IRI", "SpanIri", lambda g: renamed(g, having(g, NIF.beginIndex), URIRef(f"{document(g)}#char=0,1000"))),
        ("words that stand for nothing known", "Denotes", lambda g: put(g, having(g, DL.denotes), DL.denotes, NOWHERE)),
        ("words that stand for other words", "Denotes", lambda g: add(g, having(g, DL.denotes), DL.denotes, typed(g, "TextSpan"))),
        # claims
        ("a claim without evidence", "Claim", lambda g: drop(g, claim(g), DL.evidence)),
        ("a claim whose evidence is no text span", "Claim", lambda g: put(g, claim(g), DL.evidence, document(g))),
        ("a claim without a subject", "Claim", lambda g: drop(g, claim(g), RDF.subject)),
        ("a claim about a blank node", "Claim", lambda g: put(g, claim(g), RDF.subject, BNode("b0"))),
        ("a claim with two objects", "Claim", lambda g: add(g, claim(g, DL.agent), RDF.object, publisher(g))),
        ("a claim without an object", "Claim", lambda g: drop(g, claim(g), RDF.object)),
        ("a claim of a property that is not claimable", "Claim", lambda g: put(g, claim(g), RDF.predicate, RDFS.label)),
        ("a claim asserted in no document", "Claim", lambda g: drop(g, claim(g), DL.assertedIn)),
        ("a claim asserted in a mentioned document", "Claim", lambda g: put(g, claim(g), DL.assertedIn, typed(g, "Document"))),
        ("a claim that is nobody's word", "Claim", lambda g: drop(g, claim(g), DL.attributedTo)),
        ("a claim that is the word of a report", "Claim", lambda g: put(g, claim(g), DL.attributedTo, typed(g, "Document"))),
        ("a polarity that is not in the list", "Claim", lambda g: put(g, claim(g), DL.polarity, VOC.neutral)),
        ("a certainty that is not in the list", "Claim", lambda g: put(g, claim(g), DL.certainty, VOC.sure)),
        ("a modality that is missing", "Claim", lambda g: drop(g, claim(g), DL.modality)),
        ("two reporting modes", "Claim", lambda g: add(g, claim(g, reportingMode="own-voice"), DL.reportingMode, VOC["indirect-speech"])),
        ("an inference that is not in the list", "Claim", lambda g: put(g, claim(g), DL.inference, VOC.guessed)),
        ("a vague number", "Claim", lambda g: put(g, claim(g), DL.quantifier, VOC.vague)),
        ("a confidence above 1", "Claim", lambda g: put(g, claim(g), DL.confidence, Literal("1.5", datatype=XSD.decimal))),
        ("a confidence that is a double", "Claim", lambda g: put(g, claim(g), DL.confidence, Literal("0.9", datatype=XSD.double))),
        ("a confidence that is no number", "Claim", lambda g: put(g, claim(g), DL.confidence, Literal("high", datatype=XSD.decimal))),
        ("a claim that no run read", "Claim", lambda g: drop(g, claim(g), PROV.wasGeneratedBy)),
        ("a claim that a document generated", "Claim", lambda g: put(g, claim(g), PROV.wasGeneratedBy, document(g))),
        ("a time scope that is an event", "Claim", lambda g: put(g, claim(g), DL.timeScope, having(g, DL.startDate))),
        ("words of a relation in a language", "Claim", lambda g: put(g, claim(g), DL.predicateText, Literal("x", lang="en"))),
        ("a claim that conflicts with an event", "Claim", lambda g: put(g, claim(g), DL.conflictsWith, having(g, DL.startDate))),
        ("a claim about something not in the graph", "NoOrphanClaim", lambda g: put(g, claim(g), RDF.subject, NOWHERE)),
        ("evidence in another document", "EvidenceInSameDocument", lambda g: put(g, value(g, claim(g), DL.evidence), NIF.referenceContext, second_document(g))),
        ("an agent of a person", "DomainOfClaim", lambda g: put(g, claim(g, DL.agent), RDF.subject, publisher(g))),
        ("a publisher of an event", "DomainOfClaim", lambda g: put(g, claim(g, DCTERMS.publisher), RDF.subject, having(g, DL.startDate))),
        ("an event that happened in an event", "RangeOfClaim", lambda g: put(g, claim(g, DL.tookPlaceIn), RDF.object, having(g, DL.startDate))),
        ("a place given as words", "RangeOfClaim", lambda g: put(g, claim(g, DL.tookPlaceIn), RDF.object, Literal("Baku"))),
        ("a publisher that is an event", "RangeOfClaim", lambda g: put(g, claim(g, DCTERMS.publisher), RDF.object, having(g, DL.startDate))),
        ("a count as a string", "LiteralRangeOfClaim", lambda g: put(g, claim(g, DL.deathCount), RDF.object, Literal("12"))),
        ("a count as another integer", "LiteralRangeOfClaim", lambda g: put(g, claim(g, DL.deathCount), RDF.object, Literal("12", datatype=XSD.nonNegativeInteger))),
        ("a date as a string", "LiteralRangeOfClaim", lambda g: put(g, claim(g, DL.startDate), RDF.object, Literal("1990-01-20"))),
        ("a date with an hour", "LiteralRangeOfClaim", lambda g: put(g, claim(g, DL.startDate), RDF.object, Literal("1990-01-20T00:00:00", datatype=XSD.dateTime))),
        ("an imprecise date of issue", "LiteralRangeOfClaim", lambda g: put(g, claim(g, DCTERMS.issued), RDF.object, Literal("1990~", datatype=EDTF))),
        ("a name without a language", "LiteralRangeOfClaim", lambda g: put(g, claim(g, SKOS.altLabel), RDF.object, Literal("Day"))),
        ("a negative count", "LiteralRangeOfClaim", lambda g: restate(g, DL.deathCount, Literal(-12))),
        ("a share of 20", "LiteralRangeOfClaim", lambda g: restate(g, DL.affectedShare, Literal("20", datatype=XSD.decimal))),
        # direct triples
        ("a direct triple without a claim", "DirectTripleHasClaim", lambda g: add(g, having(g, DL.deathCount), DL.deathCount, Literal(170))),
        ("a second name without a claim", "DirectTripleHasClaim", lambda g: add(g, having(g, DL.deathCount), SKOS.altLabel, Literal("Other", lang="en"))),
        ("a publisher of a report without a claim", "DirectTripleHasClaim", lambda g: add(g, typed(g, "Document"), DCTERMS.publisher, publisher(g))),
        ("a direct triple of something untyped", "DirectTripleHasClaim", lambda g: add(g, NOWHERE, DL.deathCount, Literal(3))),
        ("a direct triple from a denied claim", "DirectTripleIsLicensed", lambda g: direct_of(g, polarity="negative")),
        ("a direct triple from a hedged claim", "DirectTripleIsLicensed", lambda g: direct_of(g, modality="hedged")),
        ("a direct triple from a judgement", "DirectTripleIsLicensed", lambda g: direct_of(g, modality="evaluative")),
        ("a direct triple from an inference on a quotation", "DirectTripleIsLicensed", withheld_inference),
        ("a claim that is no longer certain", "DirectTripleIsLicensed", lambda g: put(g, claim(g, DL.deathCount), DL.certainty, VOC.possible)),
        ("a direct triple that is missing", "ClaimIsMaterialised", undo_direct),
        ("two values of a single-valued property", "SingleValued", lambda g: second_claim(g, DL.deathCount, Literal(170))),
        # voices
        ("a quotation without quoted words", "QuotationHasQuotedSpan", lambda g: g.remove((None, RDF.type, DL.Quotation))),
        ("a quotation of somebody else", "QuotationHasQuotedSpan", lambda g: put(g, claim(g, reportingMode="direct-quotation"), DL.attributedTo, typed(g, "Polity"))),
        ("own words called a quotation", "QuotationHasQuotedSpan", lambda g: put(g, claim(g, DL.deathCount), DL.reportingMode, VOC["direct-quotation"])),
        ("reported speech of the publisher", "AttributedNeedsSource", lambda g: put(g, claim(g, reportingMode="indirect-speech"), DL.attributedTo, publisher(g))),
        ("own voice of another", "OwnVoice", lambda g: put(g, claim(g, reportingMode="own-voice"), DL.attributedTo, typed(g, "Polity"))),
        ("the word of a group", "VagueSource", lambda g: put(g, claim(g, reportingMode="indirect-speech"), DL.attributedTo, typed(g, "Group"))),
        ("a word relayed by a time", "Voice", lambda g: put(g, having(g, DL.relayedBy), DL.relayedBy, typed(g, "TimeSpan"))),
        ("a cue that is no words", "Voice", lambda g: put(g, having(g, DL.cue), DL.cue, publisher(g))),
        ("a quotation of a document", "Voice", lambda g: put(g, typed(g, "Quotation"), DL.attributedTo, document(g))),
        ("an event attributed to somebody", "Voice", lambda g: add(g, having(g, DL.deathCount), DL.attributedTo, publisher(g))),
        # the record
        ("a run that read nothing", "Run", lambda g: drop(g, typed(g, "ExtractionRun"), PROV.used)),
        ("a run that read a place", "Run", lambda g: put(g, typed(g, "ExtractionRun"), PROV.used, typed(g, "Place"))),
        ("a run by nobody", "Run", lambda g: drop(g, typed(g, "ExtractionRun"), PROV.wasAssociatedWith)),
        ("an unknown policy", "Build", lambda g: put(g, build(g), DL.policy, Literal("lenient"))),
        ("two policies", "Build", lambda g: add(g, build(g), DL.policy, Literal("strict"))),
        # things
        ("an event without a label", "Entity", lambda g: drop(g, having(g, DL.deathCount), SKOS.prefLabel)),
        ("two labels in a language", "Entity", lambda g: add(g, having(g, DL.deathCount), SKOS.prefLabel, Literal("Other", lang="en"))),
        ("an empty label", "Entity", lambda g: put(g, having(g, DL.deathCount), SKOS.prefLabel, Literal("", lang="en"))),
        ("an event that no words name", "EntityIsNamed", lambda g: g.remove((None, DL.denotes, having(g, DL.deathCount)))),
        ("a person that is a group", "Disjoint", lambda g: add(g, typed(g, "Person"), RDF.type, DL.Group)),
        ("an event that is a place", "Disjoint", lambda g: add(g, having(g, DL.deathCount), RDF.type, DL.Place)),
        # events
        ("a negative number of dead", "Event", lambda g: restate(g, DL.deathCount, Literal(-12))),
        ("a number of wounded in words", "Event", lambda g: restate(g, DL.injuredCount, Literal("many"))),
        ("a share above 1", "Event", lambda g: restate(g, DL.affectedShare, Literal("20", datatype=XSD.decimal))),
        ("a start date that no calendar has", "Event", lambda g: restate(g, DL.startDate, _date("1990-02-30"))),
        ("an imprecise start date as a direct triple", "Event", lambda g: restate(g, DL.startDate, Literal("1990-01~", datatype=EDTF))),
        ("a part of a place", "Event", lambda g: restate(g, DL.subEventOf, typed(g, "Place"))),
        ("an end before the start", "EventDates", lambda g: claimed(g, having(g, DL.startDate), DL.endDate, _date("1989-12-31"))),
        ("an event with no time and no place", "EventHasTimeOrPlace", event_from_nowhere),
        ("a part that begins before the whole", "SubEventWithin", lambda g: claimed(g, having(g, DL.subEventOf), DL.startDate, _date("1989-01-01"))),
        ("a part that outlasts the whole", "SubEventWithin", part_outlasts_whole),
        ("a cause after its effect", "CauseNotAfterEffect", cause_after_effect),
        ("an event that is part of itself", "NoCycle", lambda g: claimed(g, having(g, DL.deathCount), DL.subEventOf, having(g, DL.deathCount))),
        ("a circle of two parts", "NoCycle", lambda g: claimed(g, value(g, having(g, DL.subEventOf), DL.subEventOf), DL.subEventOf, having(g, DL.subEventOf))),
        ("an event before itself", "NoCycle", lambda g: claimed(g, having(g, DL.before), DL.before, having(g, DL.before))),
        # times
        ("an earliest day after the latest", "TimeSpan", lambda g: put(g, having(g, DL.earliest), DL.earliest, _date("2999-01-01"))),
        ("an earliest day as a year", "TimeSpan", lambda g: put(g, having(g, DL.earliest), DL.earliest, Literal("1990", datatype=XSD.gYear))),
        ("a date in English as EDTF", "TimeSpan", lambda g: put(g, having(g, DL.edtf), DL.edtf, Literal("20 January 1990", datatype=EDTF))),
        ("an EDTF value with a line end", "TimeSpan", lambda g: put(g, having(g, DL.edtf), DL.edtf, Literal("1990\n", datatype=EDTF))),
        ("a claimed year with a line end", "LiteralRangeOfClaim", lambda g: put(g, claim(g, DL.startDate), RDF.object, Literal("1990\n", datatype=XSD.gYear, normalize=False))),
        ("an EDTF value as a string", "TimeSpan", lambda g: put(g, having(g, DL.edtf), DL.edtf, Literal("1990"))),
        ("two EDTF values", "TimeSpan", lambda g: add(g, having(g, DL.edtf), DL.edtf, Literal("1789", datatype=EDTF))),
        ("a time counted from a place", "TimeSpan", lambda g: put(g, relative_time(g), DL.anchoredTo, typed(g, "Place"))),
        ("a relative time without an anchor", "RelativeTimeHasAnchor", lambda g: g.remove((None, DL.anchoredTo, None))),
        ("a day from words that give a year", "OverPrecision", over_precise),
        # links
        ("the same as something elsewhere", "Links", lambda g: add(g, publisher(g), OWL.sameAs, WIKIDATA.Q1)),
        ("two exact matches", "Links", two_exact_matches),
        ("an exact match with https", "Links", lambda g: put(g, publisher(g), SKOS.exactMatch, URIRef("https://www.wikidata.org/entity/Q1"))),
        ("an exact match with a page", "Links", lambda g: put(g, publisher(g), SKOS.exactMatch, URIRef("http://www.wikidata.org/wiki/Q1"))),
        ("a close match with a page of Wikidata", "Links", lambda g: add(g, publisher(g), SKOS.closeMatch, URIRef("https://www.wikidata.org/wiki/Q1"))),
        ("a close match that is no web IRI", "Links", lambda g: add(g, publisher(g), SKOS.closeMatch, URIRef("urn:isbn:0"))),
        ("a close match in words", "Links", lambda g: add(g, publisher(g), SKOS.closeMatch, Literal("Baku"))),
        ("a close match with a private site", "Links", lambda g: add(g, publisher(g), SKOS.closeMatch, NOWHERE)),
        # terms
        ("a claim that is not said to be one", "Typed", lambda g: g.remove((claim(g), RDF.type, None))),
        ("a mention that is not said to be words", "Typed", lambda g: g.remove((having(g, DL.denotes), RDF.type, None))),
        ("a time that is not said to be one", "Typed", lambda g: g.remove((having(g, DL.edtf), RDF.type, None))),
        ("a document that is not said to be one", "Typed", lambda g: g.remove((document(g), RDF.type, None))),
        ("a property that the ontology does not have", "KnownTerm", lambda g: add(g, publisher(g), DL.deathcount, Literal(3))),
        ("a class that the ontology does not have", "KnownTerm", lambda g: add(g, publisher(g), RDF.type, DL.Organisation)),
        # rules beside the shapes
        ("a graph without a thing of the ontology", "NothingToCheck", lambda g: g.remove((None, None, None)).add((NOWHERE, RDFS.label, Literal("x")))),
        ("an empty graph", "NothingToCheck", lambda g: g.remove((None, None, None))),
        ("a confidence not in canonical form", "CanonicalLiteral", lambda g: put(g, claim(g), DL.confidence, Literal("0.90", datatype=XSD.decimal, normalize=False))),
    )
)  # fmt: skip
