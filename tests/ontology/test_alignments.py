"""alignments.ttl: only our terms are matched, only to verified ids, and by subclass only where inference is wanted."""

from __future__ import annotations

from rdflib import RDFS, SKOS, Graph, Namespace, URIRef

from dateline import terms

DL = Namespace(terms.DL)
PROV = Namespace(terms.PROV)
NIF = Namespace(terms.NIF)
WIKIDATA = "http://www.wikidata.org/entity/"
HEADER = URIRef("https://w3id.org/dateline/alignments")

# fmt: off
VERIFIED = {
    "Q5", "Q6256", "Q43229", "P17", "P131", "P248", "P276", "P361", "P463", "P533",
    "P580", "P582", "P585", "P710", "P828", "P1120", "P1132", "P1319", "P1326", "P1339",
    "P1376", "P1480", "P1542", "P1683", "P5102", "P8004", "P8031", "P8032",
}
# fmt: on
"""Ids whose label was seen beside them in entity data or in independent public sources."""

VOCABULARIES = {
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "lode": "http://linkedevents.org/ontology/",
    "prov": terms.PROV,
    "crm": "http://www.cidoc-crm.org/cidoc-crm/",
    "foaf": terms.FOAF,
    "org": "http://www.w3.org/ns/org#",
    "nif": terms.NIF,
    "oa": "http://www.w3.org/ns/oa#",
    "time": "http://www.w3.org/2006/time#",
    "wd": WIKIDATA,
}


def _matches(graph: Graph) -> list[tuple[str, str]]:
    predicates = (SKOS.closeMatch, SKOS.relatedMatch, RDFS.subClassOf, RDFS.subPropertyOf)
    return [(str(ours), str(theirs)) for predicate in predicates for ours, theirs in graph.subject_objects(predicate)]


def test_every_match_is_from_a_term_of_ours_to_one_of_theirs(ontology: Graph, alignments: Graph) -> None:
    defined = {str(term) for term in ontology.subjects(RDFS.isDefinedBy)}
    for ours, theirs in _matches(alignments):
        assert ours in defined
        assert not theirs.startswith((terms.DL, terms.VOC))


def test_every_vocabulary_that_is_promised_is_matched(alignments: Graph) -> None:
    targets = [theirs for _, theirs in _matches(alignments)]
    for name, namespace in VOCABULARIES.items():
        assert any(target.startswith(namespace) for target in targets), name


def test_schema_org_is_named_by_https(alignments: Graph) -> None:
    assert not [target for _, target in _matches(alignments) if target.startswith("http://schema.org")]


def test_only_verified_wikidata_ids_are_used(alignments: Graph) -> None:
    used = {target.removeprefix(WIKIDATA) for _, target in _matches(alignments) if target.startswith(WIKIDATA)}
    assert used == VERIFIED


def test_inference_is_asked_for_only_where_it_is_wanted(alignments: Graph) -> None:
    assert set(alignments.subject_objects(RDFS.subClassOf)) == {
        (DL.Document, PROV.Entity),
        (DL.SourceDocument, NIF.Context),
        (DL.TextSpan, NIF.RFC5147String),
        (DL.Claim, PROV.Entity),
        (DL.Person, URIRef(terms.FOAF + "Person")),
        (DL.ExtractionRun, PROV.Activity),
    }
    assert set(alignments.subject_objects(RDFS.subPropertyOf)) == {
        (DL.assertedIn, PROV.hadPrimarySource),
        (DL.evidence, PROV.wasDerivedFrom),
    }


def test_a_speaker_never_answers_for_our_record(ontology: Graph, alignments: Graph) -> None:
    for graph in (ontology, alignments):
        for ours in (DL.attributedTo, DL.relayedBy):
            assert not [other for other in graph.transitive_objects(ours, RDFS.subPropertyOf) if other != ours]


def test_no_term_is_matched_closely_and_loosely_to_the_same_thing(alignments: Graph) -> None:
    close, related = (set(alignments.subject_objects(one)) for one in (SKOS.closeMatch, SKOS.relatedMatch))
    assert not close & related


def test_the_file_says_nothing_else_but_its_own_header(alignments: Graph) -> None:
    others = {triple for triple in alignments if triple[0] != HEADER}
    assert len(others) == len(_matches(alignments))
