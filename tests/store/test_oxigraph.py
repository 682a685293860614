"""The embedded store: named graphs, their union with every triple once, one writer, and no network."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import DataError, IriError, QueryError, StoreError, UsageError
from dateline.graph import Publication
from dateline.store import open_disk, open_memory
from dateline.store.oxigraph import UNNAMED, OxigraphStore
from dateline.store.results import Table, Truth
from tests.store.listener import Listener, listening, table

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
A, B = "http://x/a", "http://x/b"


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OxigraphStore]:
    with open_memory() if request.param == "memory" else open_disk(tmp_path / "store") as opened:
        yield opened


def _number(store: OxigraphStore, query: str = COUNT) -> int:
    found = store.query(query)
    assert isinstance(found, Table)
    [[term]] = found.rows
    assert isinstance(term, ox.Literal)
    return int(term.value)


def _triples(*names: str) -> bytes:
    return "".join(f"<http://x/{name}> <http://x/p> <http://x/o> .\n" for name in names).encode()


def _union(store: OxigraphStore) -> set[str]:
    found = store.query("SELECT ?s WHERE { ?s ?p ?o }")
    assert isinstance(found, Table)
    names = [row["s"].removeprefix("http://x/") for row in found.strings()]
    assert len(names) == len(set(names)), "the union holds a triple twice"
    return set(names)


def test_a_replaced_graph_holds_exactly_what_it_was_given(store: OxigraphStore) -> None:
    store.replace(A, _triples("one", "two"))
    store.replace(B, _triples("three"))
    store.replace(A, _triples("two", "four"))
    assert _union(store) == {"two", "three", "four"}
    assert (store.graphs(), store.count(), store.count(A)) == ((A, B), 3, 2)
    assert {str(triple.subject) for triple in store.graph(A).triples} == {"<http://x/two>", "<http://x/four>"}
    assert len(store.graph("http://x/none")) == 0


def test_a_triple_that_two_graphs_hold_is_found_once_and_stays_until_both_have_lost_it(store: OxigraphStore) -> None:
    store.replace(A, _triples("one", "shared"))
    store.replace(B, _triples("two", "shared"))
    assert _number(store) == 3
    assert store.count() == 4
    store.replace(A, _triples("one"))
    assert _union(store) == {"one", "two", "shared"}
    store.drop(B)
    assert _union(store) == {"one"}
    store.drop(A)
    assert (_union(store), store.graphs(), store.count()) == (set(), (), 0)


def test_a_graph_replaced_by_nothing_is_gone_and_dropping_it_again_is_no_error(store: OxigraphStore) -> None:
    store.replace(A, _triples("one"))
    store.replace(A, b"")
    store.drop(A)
    assert (store.graphs(), _union(store)) == ((), set())


GRAPHS = st.sampled_from([A, B, "http://x/c"])
NAMES = st.lists(st.sampled_from(["one", "two", "three", "four"]), max_size=4)
STEPS = st.lists(st.tuples(st.sampled_from(["replace", "add", "drop", "load"]), GRAPHS, NAMES), max_size=8)


@given(STEPS)
@settings(max_examples=60)
def test_whatever_is_done_the_union_is_that_of_the_named_graphs(
    steps: list[tuple[str, str, list[str]]],
) -> None:
    expected: dict[str, set[str]] = {}
    with open_memory() as store:
        for what, graph, names in steps:
            held = expected.get(graph, set())
            if what == "replace":
                store.replace(graph, _triples(*names))
                expected[graph] = set(names)
            elif what == "add":
                store.add(graph, _triples(*names))
                expected[graph] = held | set(names)
            elif what == "load":
                quads = "".join(f"<http://x/{name}> <http://x/p> <http://x/o> <{graph}> .\n" for name in names)
                store.load(quads.encode(), format="nq")
                expected[graph] = held | set(names)
            else:
                store.drop(graph)
                expected[graph] = set()
            assert _union(store) == set().union(*expected.values())
            assert store.graphs() == tuple(sorted(name for name, names in expected.items() if names))
            assert store.count() == sum(map(len, expected.values()))


def test_blank_nodes_of_a_replaced_graph_go_and_come_with_it(store: OxigraphStore) -> None:
    data = b"[] <http://x/p> [ <http://x/p> 'deep' ] ."
    store.replace(B, data, format="turtle")
    for _ in range(3):
        store.replace(A, data, format="turtle")
    assert (store.count(A), store.count(B), _number(store)) == (2, 2, 4)
    assert _number(store, "SELECT (COUNT(*) AS ?n) WHERE { ?s <http://x/p>/<http://x/p> 'deep' }") == 2


def test_an_rdflib_graph_is_stored_with_its_literals_as_they_are(store: OxigraphStore) -> None:
    graph = rdflib.Graph()
    node, prop = rdflib.URIRef("http://x/s"), rdflib.URIRef("http://x/p")
    literals = [
        rdflib.Literal('say "no"\n\\', lang="en"),
        rdflib.Literal("1991-09~", datatype=rdflib.URIRef("http://id.loc.gov/datatypes/edtf/EDTF")),
        rdflib.Literal(133),
        rdflib.Literal("plain"),
    ]
    for literal in literals:
        graph.add((node, prop, literal))
    graph.add((node, prop, rdflib.BNode()))
    store.replace(A, graph)
    found = store.query("SELECT ?o WHERE { ?s ?p ?o FILTER(ISLITERAL(?o)) }")
    assert isinstance(found, Table)
    assert {str(row[0]) for row in found.rows} == {
        '"say \\"no\\"\\n\\\\"@en',
        '"1991-09~"^^<http://id.loc.gov/datatypes/edtf/EDTF>',
        '"133"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"plain"',
    }
    assert store.count() == 5


def test_a_publication_goes_in_and_comes_out_with_every_triple(
    store: OxigraphStore, example_publication: Publication
) -> None:
    for named in example_publication.graphs:
        store.replace(named.iri, named.graph)
    assert _number(store) == len(example_publication.union())
    assert set(store.graphs()) == {named.iri for named in example_publication.graphs}
    assert {graph: store.count(graph) for graph in store.graphs()} == {
        named.iri: len(named.graph) for named in example_publication.graphs
    }


def test_quads_go_to_the_graphs_they_name_and_triples_without_one_to_a_graph_of_their_own(store: OxigraphStore) -> None:
    store.load(b"<http://x/g> { <http://x/s> <http://x/p> 1 } <http://x/s> <http://x/p> 2 .", format="trig")
    assert store.graphs() == ("http://x/g", UNNAMED)
    assert _number(store) == 2


def test_triples_of_a_graph_may_not_name_another(store: OxigraphStore) -> None:
    with pytest.raises(DataError, match="graph of their own"):
        store.replace(A, b"<http://x/g> { <http://x/s> <http://x/p> 1 }", format="trig")
    assert store.graphs() == ()


@pytest.mark.parametrize("write", [OxigraphStore.replace, OxigraphStore.add])
def test_data_that_break_off_change_nothing(write: Callable[..., None], store: OxigraphStore) -> None:
    store.replace(A, _triples("one"))
    with pytest.raises(DataError, match="turtle"):
        write(store, A, b"<http://x/two> <http://x/p> <http://x/o> . <http://x/three> <http", format="turtle")
    with pytest.raises(DataError, match="nq"):
        store.load(_triples("two").replace(b" .", b" <http://x/a> .") + b"<broken", format="nq")
    assert _union(store) == {"one"}


def test_a_format_that_is_not_read_is_named_with_those_that_are(store: OxigraphStore) -> None:
    with pytest.raises(UsageError, match="nt, nq, turtle, trig, jsonld, rdfxml"):
        store.replace(A, b"", format="hdt")


@pytest.mark.parametrize("graph", ["", "g", "http://x/ y", "http://x/> { } } ; DROP ALL #"])
def test_a_graph_is_named_by_an_iri_and_nothing_else(graph: str, store: OxigraphStore) -> None:
    store.replace(A, _triples("one"))
    for call in (store.drop, store.count, lambda name: store.replace(name, b""), lambda name: store.add(name, b"")):
        with pytest.raises(IriError):
            call(graph)
    assert _union(store) == {"one"}


# Updates


def test_an_update_is_no_query_and_a_query_no_update(store: OxigraphStore) -> None:
    store.replace(A, _triples("one"))
    for text in ("DROP ALL", "CLEAR ALL", "DELETE WHERE { ?s ?p ?o }", "INSERT DATA { <a:b> <a:b> <a:b> }"):
        with pytest.raises(QueryError):
            store.query(text)
    with pytest.raises(QueryError):
        store.update("SELECT * WHERE { ?s ?p ?o }")
    assert _union(store) == {"one"}


@pytest.mark.parametrize("ending", ["", " ;", " ; # and a comment", "\n# a comment"])
def test_an_update_that_names_its_graphs_changes_them_and_the_union(ending: str, store: OxigraphStore) -> None:
    store.replace(A, _triples("one", "two"))
    store.update(
        "PREFIX x: <http://x/> DELETE { GRAPH x:a { x:one ?p ?o } } INSERT { GRAPH x:b { x:three ?p ?o } } "
        f"WHERE {{ GRAPH x:a {{ x:one ?p ?o }} }}{ending}"
    )
    assert (_union(store), store.graphs()) == ({"two", "three"}, (A, B))


def test_an_update_that_writes_without_naming_a_graph_is_undone_as_a_whole(store: OxigraphStore) -> None:
    store.replace(A, _triples("one"))
    with pytest.raises(QueryError, match="without naming a graph"):
        store.update("DROP GRAPH <http://x/a> ; INSERT DATA { <http://x/two> <http://x/p> <http://x/o> }")
    assert (_union(store), store.graphs()) == ({"one"}, (A,))


def test_an_update_that_fails_half_way_changes_nothing(store: OxigraphStore) -> None:
    store.replace(A, _triples("one"))
    with pytest.raises(StoreError, match="Nothing was changed"):
        store.update("DROP GRAPH <http://x/a> ; DROP GRAPH <http://x/not-there>")
    assert _union(store) == {"one"}


@pytest.mark.parametrize("text", ["", "  # nothing\n", "DROP", "INSERT DATA { GRAPH <http://x/a> {"])
def test_what_is_no_update_is_refused_in_words_about_it_alone(text: str, store: OxigraphStore) -> None:
    with pytest.raises(QueryError) as caught:
        store.update(text)
    assert "urn:dateline" not in str(caught.value)


# Which graphs a query reads


def test_a_query_may_be_restricted_to_graphs(store: OxigraphStore) -> None:
    store.replace(A, _triples("one"))
    store.replace(B, _triples("two"))
    assert store.query("SELECT ?s WHERE { ?s ?p ?o }", default_graphs=[A]).python() == [{"s": "http://x/one"}]  # type: ignore[union-attr]
    assert store.query("SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } }", named_graphs=[B]).python() == [{"g": B}]  # type: ignore[union-attr]
    assert store.query("SELECT ?s FROM <http://x/b> WHERE { ?s ?p ?o }").python() == [{"s": "http://x/two"}]  # type: ignore[union-attr]
    assert len(store.query("SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } }").rows) == 2  # type: ignore[union-attr]


def test_from_names_a_graph_of_the_store_or_is_refused(store: OxigraphStore) -> None:
    store.replace(A, _triples("one"))
    with listening(table()) as listener:
        for clause in ("FROM", "FROM NAMED"):
            with pytest.raises(QueryError, match="nothing is retrieved"):
                store.query(f"SELECT * {clause} <{listener.url}> WHERE {{ ?s ?p ?o }}")
        assert listener.asked == []


@pytest.mark.parametrize("text", ["SELECT", "ASK { ?s ?p }", "SELECT * { ?s x:p ?o }", "", "SELECT * {} LIMIT -1"])
def test_what_is_not_sparql_is_told_with_its_line_and_column(text: str, store: OxigraphStore) -> None:
    with pytest.raises(QueryError, match=r"not SPARQL: line [0-9]+, column [0-9]+"):
        store.query(text)


# The network


NETWORK = [
    "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
    "PREFIX ex: <{url}/> SELECT * {{ ?s ?p ?o . FILTER EXISTS {{ ?a ?b trueSERVICEex:foo {{ ?s ?p ?o }} }} }}",
    "PREFIX ex: <{url}/> SELECT * {{ {{}} SERVICEex:foo {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\u0053ERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?where {{ <{url}> }} SERVICE ?where {{ ?s ?p ?o }} }}",
    "SELECT * {{ #\rSERVICE <{url}> {{ ?s ?p ?o }} }}",
    'SELECT * {{ BIND(1 AS ?a) FILTER(?a<?b#>"""\n) SERVICE <{url}> {{ ?s ?p ?o }} #"""\n }}',
]


@pytest.mark.parametrize("query", NETWORK)
def test_no_query_reaches_a_listener(query: str, store: OxigraphStore) -> None:
    store.replace(A, _triples("one"))
    with listening(table()) as listener:
        with pytest.raises(QueryError, match="SERVICE"):
            store.query(query.format(url=listener.url))
        assert listener.asked == []


def test_the_listener_would_have_heard_an_engine_that_was_let() -> None:
    with listening(table()) as listener:
        list(ox.Store().query(f"SELECT * {{ SERVICE <{listener.url}> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
        assert [request.method for request in listener.asked] == ["POST"]


def test_no_update_reaches_a_listener(store: OxigraphStore) -> None:
    with listening(table()) as listener:
        for update in (
            f"LOAD <{listener.url}>",
            f"LOAD SILENT <{listener.url}> INTO GRAPH <http://x/a>",
            f"INSERT {{ GRAPH <http://x/a> {{ ?s ?p ?o }} }} WHERE {{ SERVICE <{listener.url}> {{ ?s ?p ?o }} }}",
            f"DROP ALL;LOADSILENT<{listener.url}>",
        ):
            with pytest.raises(QueryError, match="no network"):
                store.update(update)
        assert listener.asked == []


@pytest.fixture(scope="module")
def silent() -> Iterator[Listener]:
    with listening(table()) as listener:
        yield listener


FRAGMENTS = st.sampled_from(
    [
        "SERVICE",
        "service",
        "SILENT",
        "<{url}>",
        "ex:s",
        "{",
        "}",
        "?s ?p ?o",
        ".",
        "true",
        "1",
        "'",
        '"',
        "\\u0053",
        "#",
        "\n",
        " ",
        "a",
        "^",
    ]
)


@given(parts=st.lists(FRAGMENTS, max_size=12))
@settings(max_examples=300)
def test_no_patchwork_of_a_query_reaches_a_listener(parts: list[str], silent: Listener) -> None:
    with open_memory() as store:
        store.replace(A, _triples("one"))
        inside = "".join(parts).replace("{url}", silent.url)
        with suppress(QueryError):
            store.query(f"PREFIX ex: <{silent.url}/> SELECT * {{ ?s ?p ?o . {inside} }}")
    assert silent.asked == []


# Files


def test_what_was_written_is_there_when_the_folder_is_opened_again(tmp_path: Path) -> None:
    with open_disk(tmp_path / "store") as store:
        store.replace(A, _triples("one", "shared"))
        store.replace(B, _triples("shared"))
    gc.collect()
    with open_disk(tmp_path / "store") as again:
        assert _union(again) == {"one", "shared"}
        again.drop(B)
        assert _union(again) == {"one", "shared"}


def test_a_reader_sees_what_was_written_before_it_came_and_cannot_write(tmp_path: Path) -> None:
    with open_disk(tmp_path / "store") as writer:
        writer.replace(A, _triples("one"))
        with open_disk(tmp_path / "store", read_only=True) as reader:
            writer.replace(A, _triples("two"))
            assert _union(reader) == {"one"}
            with pytest.raises(StoreError, match="read-only"):
                reader.replace(A, b"")
            with pytest.raises(StoreError, match="read-only"):
                reader.add(B, _triples("three"))
            with pytest.raises(StoreError, match="read-only"):
                reader.drop(A)
            with pytest.raises(StoreError, match="read-only"):
                reader.update("DROP ALL")


def test_a_second_writer_is_told_that_there_is_one(tmp_path: Path) -> None:
    hold = "import sys, pyoxigraph as ox; s = ox.Store(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", hold, str(tmp_path / "store")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(StoreError, match="another process writes") as caught:
            open_disk(tmp_path / "store")
        assert "read-only" in caught.value.remedy
        other.kill()


def test_a_folder_without_a_store_and_a_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no store"):
        open_disk(tmp_path / "nothing", read_only=True)
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be opened"):
        open_disk(tmp_path / "file")


def test_a_folder_that_another_program_filled_is_read_as_the_union_and_left_as_it_is(tmp_path: Path) -> None:
    engine = ox.Store(str(tmp_path / "store"))
    engine.load(b"<http://x/g> { <http://x/one> <http://x/p> 1 } <http://x/two> <http://x/p> 2 .", ox.RdfFormat.TRIG)
    engine.flush()
    del engine
    gc.collect()
    with open_disk(tmp_path / "store") as store:
        assert _union(store) == {"one", "two"}
        store.replace(A, _triples("one"))
        store.update("INSERT DATA { <http://x/four> <http://x/p> 4 }")
        assert isinstance(
            found := store.query("ASK { <http://x/four> ?p 4 . <http://x/two> ?p 2 . <http://x/one> ?p ?o }"), Truth
        )
        assert found
        store.drop(A)
        assert store.count() == 1


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = open_disk(tmp_path / "store")
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.query("ASK {}")
