"""Anybody's RDF file can be checked: six formats, nothing fetched, limits stated, never an empty 'conforms'."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pyoxigraph as ox
import pytest
from rdflib import Graph, Literal, URIRef

from dateline.checking import check, check_file, facts
from dateline.errors import CheckError, DataError, UsageError
from tests.checking.graphs import SMALL, small
from tests.checking.mutations import DL, claim, drop, having

FORMATS = {
    "a.ttl": ox.RdfFormat.TURTLE,
    "a.nt": ox.RdfFormat.N_TRIPLES,
    "a.nq": ox.RdfFormat.N_QUADS,
    "a.trig": ox.RdfFormat.TRIG,
    "a.rdf": ox.RdfFormat.RDF_XML,
    "a.jsonld": ox.RdfFormat.JSON_LD,
}


GRAPHS = [ox.NamedNode(f"https://example.org/graph/{number}") for number in range(3)]


def write(graph: Graph, path: Path) -> Path:
    form = FORMATS[path.name]
    name = ox.NamedNode("https://example.org/graph") if form in (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG) else None
    quads = [
        ox.Quad(triple.subject, triple.predicate, triple.object, name or ox.DefaultGraph())
        for triple in facts.facts_of(graph).triples
    ]
    ox.serialize(quads, str(path), format=form)
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_the_small_graph_conforms_in_every_format(name: str, tmp_path: Path) -> None:
    assert check_file(write(small(), tmp_path / name)) == ()


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_wrong_is_found_in_every_format(name: str, tmp_path: Path) -> None:
    graph = small()
    drop(graph, claim(graph), DL.evidence)
    assert check_file(write(graph, tmp_path / name)) == check(graph)


def test_the_graphs_of_a_data_set_are_taken_as_one(tmp_path: Path) -> None:
    quads = [
        ox.Quad(triple.subject, triple.predicate, triple.object, GRAPHS[number % 3])
        for number, triple in enumerate(facts.facts_of(small()).triples)
    ]
    ox.serialize(quads, str(tmp_path / "a.nq"), format=ox.RdfFormat.N_QUADS)
    assert check_file(tmp_path / "a.nq") == ()


@pytest.mark.parametrize("source", ["", "<https://e.org/a> <https://e.org/b> 'c' ."])
def test_a_file_with_nothing_of_the_ontology_does_not_conform(source: str, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(source)
    [finding] = check_file(tmp_path / "a.ttl")
    assert (finding.shape, finding.severity) == ("NothingToCheck", "violation")


def test_nothing_is_fetched_for_a_context_elsewhere(tmp_path: Path) -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Keeps the test silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        context = f"http://127.0.0.1:{server.server_port}/context.jsonld"
        path = tmp_path / "a.jsonld"
        path.write_text(json.dumps({"@context": context, "@id": "https://e.org/a", "name": "b"}))
        with pytest.raises(DataError, match="nothing is fetched"):
            check_file(path)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert asked == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_does_not_parse_is_an_error_that_names_it(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("<a [ {")
    with pytest.raises(DataError) as failed:
        check_file(tmp_path / name)
    assert name in str(failed.value)


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"a\.ttl.*cannot be read"):
        check_file(tmp_path / "a.ttl")


def test_a_file_of_no_rdf_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"\.ttl, \.jsonld"):
        check_file(tmp_path / "a.csv")


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "LARGEST_FILE", 10)
    with pytest.raises(DataError, match="larger than"):
        check_file(write(small(), tmp_path / "a.ttl"))


def test_a_graph_too_large_for_the_reference_tier_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.checking import reference

    monkeypatch.setattr(reference, "LARGEST_REFERENCE", 10)
    with pytest.raises(CheckError, match="fast tier"):
        check(small(), tier="reference")


def test_an_unknown_tier_is_refused() -> None:
    with pytest.raises(UsageError, match="fast, reference"):
        check(small(), tier="slow")  # type: ignore[arg-type]


def test_blank_nodes_of_somebodys_data_are_checked_too(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(
        "@prefix dl: <https://w3id.org/dateline/ns#> . [] a dl:Person . <https://e.org/e> a dl:Event ; dl:agent [] ."
    )
    found = check_file(tmp_path / "a.ttl")
    assert {finding.shape for finding in found} >= {"Entity", "EntityIsNamed", "DirectTripleHasClaim"}
    assert any(finding.focus.startswith("_:") for finding in found)


@pytest.mark.slow
@pytest.mark.parametrize(
    "hostile", ["C:\\temp\\1", "\\g<0>", "{?value} {$this}", '"""', "a\nb\r\n", "\u202e\u0000 \U0001f30d", "9" * 5000]
)
def test_both_tiers_take_hostile_words(hostile: str) -> None:
    graph = small()
    for subject, predicate in ((having(graph, DL.deathCount), DL.deathCount), (having(graph, DL.edtf), DL.edtf)):
        graph.add((subject, predicate, Literal(hostile)))
    assert check(graph, tier="fast") == check(graph, tier="reference") != ()


@pytest.mark.parametrize(
    "term",
    [
        URIRef("not an IRI"),
        URIRef("https://example.org/<>"),
        Literal("x", datatype=URIRef("no datatype")),
        Literal("\ud800"),
    ],
    ids=["words", "brackets", "datatype", "surrogate"],
)
def test_what_is_no_rdf_is_an_error_and_no_traceback(term: URIRef | Literal) -> None:
    graph = small()
    graph.add((URIRef("https://example.org/x"), DL.agent, term))
    with pytest.raises(DataError, match="is no RDF term"):
        check(graph)


def test_the_small_graph_is_the_file_of_that_name() -> None:
    assert check_file(SMALL) == ()
