"""What passes and what does not: documents, publications, policies, texts that may not be published."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rdflib import SKOS, XSD, Graph, Literal, URIRef

from dateline.checking import check, check_publication
from dateline.collection import open_collection
from dateline.graph import Compiled, Publication, build
from dateline.model import Reading
from tests.checking.graphs import copy, small
from tests.checking.mutations import DL, claim, claimed, document, drop, having, put, restate, value
from tests.conftest import EXAMPLE, ROOT, example_compiled


def example(**settings: Any) -> Compiled:
    collection = open_collection(EXAMPLE)
    [(reading, text)] = collection.load()
    return build(
        reading,
        text,
        settings=replace(collection.settings, **settings),
        identity=collection.identity,
    )


def graver(graph: Graph | Compiled) -> set[tuple[str, str]]:
    """Shapes and severities of what the shapes find, notes aside."""
    return {
        (finding.shape, finding.severity)
        for finding in check(graph)
        if finding.severity != "info" and finding.source == "shape"
    }


@pytest.mark.parametrize("text", ["full", "quotes"])
@pytest.mark.parametrize("policy", ["sourced", "strict"])
def test_what_is_built_passes_under_every_policy(policy: str, text: str) -> None:
    assert graver(example(policy=policy, publish_text=text)) == set()


def test_a_direct_triple_in_another_voice_is_not_licensed_under_strict() -> None:
    sourced, strict = example(policy="sourced"), example(policy="strict")
    graph = copy(strict.graph)
    more = {triple for triple in sourced.graph if (triple[1], None, None) not in graph} - set(strict.graph)
    direct = {triple for triple in more if triple[1] in set(sourced.graph.objects(None, URIRef(PREDICATE)))}
    assert direct
    graph += direct
    assert graver(graph) == {("DirectTripleIsLicensed", "violation")}


def test_a_strict_triple_fewer_is_missing_under_sourced() -> None:
    sourced, strict = example(policy="sourced"), example(policy="strict")
    graph = copy(sourced.graph)
    direct = {triple for triple in sourced.graph if triple[1] in set(sourced.graph.objects(None, URIRef(PREDICATE)))}
    graph -= direct - set(strict.graph)
    assert graver(graph) == {("ClaimIsMaterialised", "violation")}


PREDICATE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate"


def test_a_build_that_names_no_policy_is_taken_as_sourced() -> None:
    graph = copy(example(policy="sourced").graph)
    graph.remove((None, DL.policy, None))
    assert graver(graph) == set()


def test_the_words_cannot_be_held_against_a_text_that_is_not_there() -> None:
    graph = copy(example(publish_text="quotes").graph)
    for span in list(graph.subjects(DL.denotes)):
        put(
            graph, span, URIRef("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#anchorOf"), Literal("x")
        )
    assert graver(graph) == set()


def test_a_finding_gives_the_words_and_the_place_in_the_reading() -> None:
    compiled = example_compiled()
    graph = copy(compiled.graph)
    node = claim(graph, DL.deathCount)
    put(graph, node, DL.certainty, URIRef("https://example.org/sure"))
    [finding] = [found for found in check(replace(compiled, graph=graph)) if found.shape == "Claim"]
    assert finding.focus == str(node)
    assert finding.quote == "slaughtering 133 people"
    assert finding.where == compiled.places[str(node)]


def test_a_direct_triple_without_a_claim_is_placed_by_its_subject() -> None:
    compiled = example_compiled()
    graph = copy(compiled.graph)
    event = having(graph, DL.deathCount)
    graph.add((event, DL.deathCount, Literal(170)))
    [finding] = [found for found in check(replace(compiled, graph=graph)) if found.shape == "DirectTripleHasClaim"]
    assert finding.path == "dl:deathCount"
    assert finding.value.startswith('"170"')
    assert finding.where == compiled.places[str(event)]


def test_a_document_from_which_nothing_was_read_is_warned_of() -> None:
    collection = open_collection(EXAMPLE)
    [(reading, text)] = collection.load()
    empty = Reading(document=replace(reading.document, publisher=None, entity=None), reader=reading.reader)
    found = graver(build(empty, text, settings=collection.settings))
    assert ("DocumentIsRead", "warning") in found
    assert not any(severity == "violation" for _, severity in found)


def test_a_document_without_a_publisher_speaks_in_its_own_voice() -> None:
    collection = open_collection(EXAMPLE)
    [(reading, text)] = collection.load()
    claims = tuple(
        replace(claim, attributed_to=None) if claim.reporting_mode == "own-voice" else claim
        for claim in reading.claims
        if (claim.subject, claim.predicate) != (reading.document.entity, "publisher")
    )
    anonymous = replace(reading, document=replace(reading.document, publisher=None), claims=claims)
    assert graver(build(anonymous, text, settings=collection.settings)) == {("SourceDocument", "warning")}


def two_documents() -> Publication:
    return open_collection(ROOT / "tests" / "cases" / "two-documents").compile()


def test_documents_that_disagree_are_found_together_and_not_alone() -> None:
    publication = two_documents()
    alone = [finding.shape for one in publication.documents for finding in check(one)]
    assert "SingleValued" not in alone
    [finding] = [found for found in check_publication(publication) if found.shape == "SingleValued"]
    assert finding.severity == "warning"
    assert finding.path == "dl:participantCount"


def test_a_circle_that_only_two_documents_close_is_a_warning() -> None:
    publication = two_documents()
    one, other = publication.documents
    graphs = []
    for document_, (first, second) in ((one, ("a", "b")), (other, ("b", "a"))):
        graph = copy(document_.graph)
        begin, end = (URIRef(f"https://example.org/{name}") for name in (first, second))
        graph.add((begin, DL.before, end))
        graphs.append(replace(document_, graph=graph))
    found = check_publication(replace(publication, documents=tuple(graphs)))
    assert {finding.severity for finding in found if finding.shape == "NoCycle"} == {"warning"}
    assert all(finding.shape != "NoCycle" for one in graphs for finding in check(one))


def test_sources_may_disagree_on_when_an_event_began() -> None:
    graph = small()
    event = having(graph, DL.endDate)
    claimed(graph, event, DL.startDate, Literal("1990-03-04", datatype=XSD.date))
    assert graver(graph) == {("SingleValued", "warning")}


def test_labels_of_two_documents_may_differ() -> None:
    publication = two_documents()
    changed = [
        replace(one, graph=_relabelled(one.graph, f"of document {number}"))
        for number, one in enumerate(publication.documents)
    ]
    found = check_publication(replace(publication, documents=tuple(changed)))
    assert "Entity" not in {finding.shape for finding in found}


def _relabelled(graph: Graph, more: str) -> Graph:
    made = copy(graph)
    for subject, label in list(made.subject_objects(SKOS.prefLabel)):
        made.set((subject, SKOS.prefLabel, Literal(f"{label} {more}", lang="en")))
    return made


def test_with_several_documents_a_place_names_its_document() -> None:
    publication = two_documents()
    names = {one.reading.document.id for one in publication.documents}
    places = [finding.where for finding in check_publication(publication) if finding.where]
    assert places
    assert {place.split(": ")[0] for place in places} <= names


def test_a_publication_of_one_document_is_checked_like_the_document() -> None:
    publication = open_collection(EXAMPLE).compile()
    assert check_publication(publication) == check(publication.documents[0])


def test_a_publication_without_a_document_does_not_conform() -> None:
    publication = replace(two_documents(), documents=())
    [finding] = check_publication(publication)
    assert (finding.shape, finding.severity) == ("NothingToCheck", "violation")


def test_two_findings_at_once_are_both_given() -> None:
    graph = small()
    restate(graph, DL.deathCount, Literal(-1))
    drop(graph, document(graph), DL.textHash)
    assert {"Event", "LiteralRangeOfClaim", "SourceDocument"} <= {finding.shape for finding in check(graph)}


def test_the_same_graph_gives_the_same_findings_in_the_same_order() -> None:
    graph = small()
    put(graph, document(graph), DL.textHash, Literal("0" * 64))
    drop(graph, claim(graph), DL.evidence)
    shuffled = Graph()
    for triple in sorted(graph, reverse=True):
        shuffled.add(triple)
    assert check(graph) == check(shuffled)


def test_checking_changes_nothing() -> None:
    graph = small()
    before = set(graph)
    check(graph)
    assert set(graph) == before
    assert value(graph, document(graph), DL.textHash)


def test_the_ontology_folder_is_all_that_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert check(small()) == ()
