"""Real engines behind HTTP do what the embedded store does, by the graph store protocol and by updates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import sparql
from dateline.errors import QueryError, StoreError, StoreTimeoutError
from dateline.graph import Publication
from dateline.store import open_remote
from dateline.store.remote import RemoteStore
from dateline.store.results import Table, Triples, Truth, python_value
from tests.engines import Endpoint, free_port, oxigraph_program, running

A, B = "http://x/a", "http://x/b"


@pytest.fixture(params=["graph store", "updates"])
def store(request: pytest.FixtureRequest, endpoint: Endpoint) -> RemoteStore:
    return endpoint.store(graph_store=request.param == "graph store")


def _triples(*names: str) -> bytes:
    return "".join(f"<http://x/{name}> <http://x/p> <http://x/o> .\n" for name in names).encode()


def _found(store: RemoteStore) -> list[str]:
    found = store.query("SELECT DISTINCT ?s WHERE { ?s <http://x/p> ?o } ORDER BY STR(?s)")
    assert isinstance(found, Table)
    return [row["s"].removeprefix("http://x/") for row in found.strings()]


def test_graphs_are_replaced_added_to_counted_and_dropped(store: RemoteStore) -> None:
    store.replace(A, _triples("one", "two"))
    store.replace(B, _triples("two"))
    store.replace(A, _triples("two", "three"))
    store.add(A, _triples("four"))
    store.add(A, b"")
    assert _found(store) == ["four", "three", "two"]
    assert (store.count(A), store.count(B)) == (3, 1)
    assert {A, B} <= set(store.graphs())
    assert {str(triple.subject) for triple in store.graph(B).triples} == {"<http://x/two>"}
    store.drop(A)
    store.drop(A)
    store.replace(B, b"")
    assert _found(store) == []
    assert not {A, B} & set(store.graphs())


def test_an_update_is_run_and_a_query_restricted_to_graphs(store: RemoteStore) -> None:
    store.replace(A, _triples("one"))
    store.replace(B, _triples("two"))
    store.update("INSERT DATA { GRAPH <http://x/b> { <http://x/three> <http://x/p> <http://x/o> } }")
    found = store.query("SELECT DISTINCT ?s WHERE { ?s <http://x/p> ?o } ORDER BY STR(?s)", default_graphs=[B])
    assert [row["s"] for row in found.strings()] == ["http://x/three", "http://x/two"]  # type: ignore[union-attr]
    assert store.query("ASK { <http://x/one> ?p ?o }") == Truth(True)
    assert store.query("ASK { <http://x/four> ?p ?o }") == Truth(False)
    made = store.query("CONSTRUCT { ?s <http://x/q> ?o } WHERE { GRAPH <http://x/b> { ?s ?p ?o } }")
    assert isinstance(made, Triples)
    assert len(made) == 2


def test_a_published_document_comes_back_from_an_engine_triple_for_triple(
    store: RemoteStore, example_publication: Publication
) -> None:
    [document] = example_publication.documents
    store.replace(document.document, document.graph)
    assert store.count(document.document) == len(document.graph)
    lines = document.graph.serialize(format="nt", encoding="utf-8")
    expected = {quad.triple for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES)}
    assert set(store.graph(document.document).triples) == expected


# Values of which engines have their own spelling: "1" for 1.0, "1" for true.
REWRITTEN = [
    '"1.0"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
]
LITERALS = [
    '"say \\"no\\"\\n\\\\ é 𝔅"@en',
    '"1990-01-20"^^<http://www.w3.org/2001/XMLSchema#date>',
    '"1990-01"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>',
    '"1990"^^<http://www.w3.org/2001/XMLSchema#gYear>',
    '"1991-09~"^^<http://id.loc.gov/datatypes/edtf/EDTF>',
    '"133"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"0.97"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    *REWRITTEN,
    '""',
    '"<b>&amp;</b>"',
]


@pytest.mark.parametrize("literal", LITERALS)
def test_a_literal_as_we_publish_it_comes_back_with_its_value_and_type(literal: str, store: RemoteStore) -> None:
    store.replace(A, f"<http://x/s> <http://x/p> {literal} .".encode())
    found = store.query("SELECT ?o WHERE { GRAPH <http://x/a> { ?s ?p ?o } }")
    assert isinstance(found, Table)
    [[term]] = found.rows
    assert isinstance(term, ox.Literal)
    if literal in REWRITTEN:
        given = next(iter(ox.parse(f"<http://x/s> <http://x/p> {literal} .".encode(), ox.RdfFormat.N_TRIPLES))).object
        assert isinstance(given, ox.Literal)
        assert (python_value(term), term.datatype) == (python_value(given), given.datatype)
    else:
        assert str(term) == literal


TEXT = st.text(st.characters(codec="utf-8", exclude_characters=["\x00"]), max_size=30)


@given(text=TEXT)
@settings(max_examples=40)
def test_a_bound_text_arrives_at_the_oxigraph_server_as_it_is(text: str, oxigraph_endpoint: Endpoint) -> None:
    found = oxigraph_endpoint.store().query(f"SELECT ?x WHERE {{ VALUES ?x {{ {sparql.literal(text)} }} }}")
    assert found.python() == [{"x": text}]  # type: ignore[union-attr]  # a SELECT


PRINTABLE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cn", "Co"), max_codepoint=0xFFFF), max_size=30
)


@pytest.mark.engine
@given(text=PRINTABLE)
@settings(max_examples=40)
def test_a_bound_text_arrives_at_virtuoso_as_it_is(text: str, virtuoso_endpoint: Endpoint) -> None:
    found = virtuoso_endpoint.store().query(f"SELECT ?x WHERE {{ VALUES ?x {{ {sparql.literal(text)} }} }}")
    assert found.python() == [{"x": text}]  # type: ignore[union-attr]  # a SELECT


def test_what_is_not_sparql_is_refused_in_the_engines_words(store: RemoteStore) -> None:
    with pytest.raises(QueryError, match="refuses the request"):
        store.query("SELECT * WHERE { ?s ?p }")
    with pytest.raises((QueryError, StoreError)):
        store.update("DROP DROP")


def test_a_wrong_address_on_a_right_host_says_that_nothing_is_there(endpoint: Endpoint) -> None:
    store = open_remote(endpoint.query.rpartition("/")[0] + "/not-there")
    with pytest.raises(StoreError, match="nothing answers there"):
        store.query("ASK {}")


@pytest.mark.engine
def test_a_wrong_password_lets_nobody_change_anything(virtuoso_endpoint: Endpoint) -> None:
    stranger = replace(virtuoso_endpoint, password="wrong").store()  # noqa: S106 - it is wrong
    with pytest.raises(StoreError, match="does not let us in"):
        stranger.replace(A, _triples("one"))
    with pytest.raises(StoreError, match="does not let us in"):
        stranger.update("DROP GRAPH <http://x/a>")


@pytest.fixture(scope="module")
def short_of_time(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    """An Oxigraph server that gives a query one second, and no union of its own."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = tmp_path_factory.mktemp("short-of-time") / "log"
    with running([oxigraph_program(), "serve", "--bind", f"127.0.0.1:{port}", "--timeout-s", "1"], port, log):
        yield open_remote(f"{url}/query", graph_store_url=f"{url}/store", union="client")


def test_a_client_makes_the_union_where_the_server_makes_none(short_of_time: RemoteStore) -> None:
    short_of_time.replace(A, _triples("one"))
    short_of_time.replace(B, _triples("two"))
    assert _found(short_of_time) == ["one", "two"]
    assert short_of_time.query("ASK { GRAPH <http://x/b> { <http://x/two> ?p ?o } }") == Truth(True)


@pytest.mark.slow
def test_a_query_that_the_engine_gives_up_is_no_answer_though_its_status_is_200(short_of_time: RemoteStore) -> None:
    short_of_time.replace(A, _triples(*map(str, range(300))))
    parts = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(4))
    with pytest.raises(StoreTimeoutError):
        short_of_time.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {parts} }}")
