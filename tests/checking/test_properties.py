"""What must hold for any corruption: what a claim rests on cannot go unseen, and what is harmless is left alone."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, XSD, Literal, URIRef

from dateline import terms
from dateline.checking import check
from tests.checking.graphs import small
from tests.checking.mutations import DL, NIF, WIKIDATA

SMALL = small()
VALID = sorted(SMALL)
OPTIONAL = {
    (DL.Claim, DL.inference),
    (DL.Claim, DL.predicateText),
    (DL.Claim, DL.quantifier),
    (DL.Claim, DL.relayedBy),
    (DL.Claim, DL.timeScope),
    (DL.SourceDocument, DCTERMS.language),
    (DL.SourceDocument, DL.publishedText),
    (DL.SourceDocument, PROV.wasGeneratedBy),
    (DL.SourceDocument, SKOS.prefLabel),
    (DL.TextSpan, DL.attributedTo),
    (DL.TextSpan, DL.cue),
    (DL.TextSpan, DL.denotes),
    (DL.TextSpan, DL.relayedBy),
    (DL.TimeSpan, DL.earliest),
    (DL.TimeSpan, DL.edtf),
    (DL.TimeSpan, DL.latest),
}
"""What a class may lack: everything else in the small graph is there because something rests on it."""

KINDS = {subject: set(SMALL.objects(subject, RDF.type)) for subject in SMALL.subjects()}
NOT_OURS = {subject for subject, kinds in KINDS.items() if not any(str(kind).startswith(str(DL)) for kind in kinds)}
REQUIRED = [
    triple
    for triple in VALID
    if triple[0] not in NOT_OURS
    and not any((kind, triple[1]) in OPTIONAL for kind in KINDS[triple[0]])
    and triple[2] != DL.TextSpan
]
LITERALS = [
    triple
    for triple in REQUIRED
    if isinstance(triple[2], Literal)
    and triple[1] not in (DCTERMS.title, DCTERMS.issued, SKOS.prefLabel)
    and not (triple[1] == RDF.object and triple[2].language)  # a judgement in any words
    and triple[2].datatype != URIRef(terms.EDTF_DATATYPE)  # which no shape parses: readings are held to it, graphs not
]
WHO = (DCTERMS.publisher, PROV.wasAssociatedWith)
"""People and programs that may be described elsewhere."""
LINKED = [triple for triple in REQUIRED if isinstance(triple[2], URIRef) and triple[1] not in WHO]

quick = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@quick
@given(st.sampled_from(REQUIRED))
def test_nothing_required_can_be_deleted_unseen(triple: tuple[URIRef, URIRef, URIRef]) -> None:
    graph = small()
    graph.remove(triple)
    assert check(graph)


@quick
@given(st.sampled_from(LITERALS), words)
def test_no_value_can_be_altered_unseen(triple: tuple[URIRef, URIRef, Literal], new: str) -> None:
    subject, predicate, old = triple
    altered = Literal(new, datatype=old.datatype, lang=old.language)
    graph = small()
    graph.remove(triple)
    graph.add((subject, predicate, altered))
    assert check(graph) or str(altered) == str(old) or _means_as_much(predicate, str(old), new)


def _means_as_much(predicate: URIRef, old: str, new: str) -> bool:
    """Whether a number was only replaced by another number that may stand there."""
    return predicate == DL.confidence and new in ("0", "1")


@quick
@given(
    st.sampled_from([triple for triple in VALID if triple[1] in (NIF.beginIndex, NIF.endIndex)]), st.integers(-5, 10**6)
)
def test_no_offset_can_be_altered_unseen(triple: tuple[URIRef, URIRef, Literal], new: int) -> None:
    graph = small()
    graph.remove(triple)
    graph.add((triple[0], triple[1], Literal(new)))
    assert bool(check(graph)) == (Literal(new) != triple[2])


@quick
@given(st.sampled_from(LINKED), st.sampled_from([URIRef("https://example.org/nowhere"), DL.Event, RDFS.label]))
def test_nothing_can_be_pointed_elsewhere_unseen(triple: tuple[URIRef, URIRef, URIRef], elsewhere: URIRef) -> None:
    graph = small()
    graph.remove(triple)
    graph.add((triple[0], triple[1], elsewhere))
    assert check(graph) or _says_less(triple, elsewhere)


def _says_less(triple: tuple[URIRef, URIRef, URIRef], elsewhere: URIRef) -> bool:
    """Whether an event was only said to be an event, and no longer of which kind."""
    old = str(triple[2]).removeprefix(str(DL))
    return triple[1] == RDF.type and elsewhere == DL.Event and old in terms.CLASSES and terms.is_a(old, "Event")


@quick
@given(
    st.sampled_from(sorted({triple[0] for triple in VALID if triple[0] not in NOT_OURS}, key=str)),
    st.one_of(
        words.map(lambda said: (RDFS.comment, Literal(said))),
        words.map(lambda said: (SKOS.prefLabel, Literal(said, lang="fr"))),
        words.map(lambda said: (URIRef("https://example.org/vocabulary#note"), Literal(said))),
        st.integers(1, 10**6).map(lambda number: (SKOS.closeMatch, WIKIDATA[f"Q{number}"])),
        st.dates().map(lambda day: (DCTERMS.modified, Literal(day.isoformat(), datatype=XSD.date))),
    ),
)
def test_what_others_add_is_left_alone(subject: URIRef, addition: tuple[URIRef, Literal]) -> None:
    graph = small()
    graph.add((subject, *addition))
    assert check(graph) == ()


@quick
@example(next(triple for triple in VALID if triple[1] == DL.evidence), "no IRI")
@given(st.sampled_from(VALID), st.text(max_size=60))
def test_hostile_words_never_break_a_check(triple: tuple[URIRef, URIRef, URIRef], hostile: str) -> None:
    graph = small()
    graph.add((triple[0], triple[1], Literal(hostile.encode("utf-8", "replace").decode())))
    for finding in check(graph):
        assert finding.message
