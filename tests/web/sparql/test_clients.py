"""The clients that people use get from the endpoint what the embedded store says, for every named question."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, POST, POSTDIRECTLY, RDFXML, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from dateline.answers import open_dataset
from dateline.questions import named_thing, questions
from dateline.store import open_remote
from dateline.store.results import Table
from tests.absent import absent
from tests.conftest import EXAMPLE
from tests.web.sparql.serving import Serving

DATASET = open_dataset(EXAMPLE)
QUESTIONS = {
    one.name: one.bind(
        {parameter.name: parameter.example for parameter in one.parameters if parameter.example is not None},
        resolve=lambda name: named_thing(name, ask=DATASET.strings, base=DATASET.base),
    ).text
    for one in questions()
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_gives_the_rows_of_the_embedded_store(endpoint: Serving, name: str) -> None:
    expected = DATASET.store.query(QUESTIONS[name])
    assert isinstance(expected, Table)
    found = ox.parse_query_results(endpoint.ask(QUESTIONS[name]).body, ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    assert tuple(variable.value for variable in found.variables) == expected.variables
    rows = [tuple(row) for row in found]
    # A question says in which order its rows come, but not in which those come that it holds for alike.
    assert sorted(map(str, rows)) == sorted(map(str, expected.rows))


def test_our_own_client_gets_the_same(endpoint: Serving) -> None:
    store = open_remote(endpoint.url)
    for text in QUESTIONS.values():
        remote, embedded = store.query(text), DATASET.store.query(text)
        assert isinstance(remote, Table)
        assert isinstance(embedded, Table)
        assert sorted(map(str, remote.rows)) == sorted(map(str, embedded.rows))
    assert store.graphs() == DATASET.store.graphs()


@pytest.mark.parametrize("way", ["GET", "form", "direct"])
@pytest.mark.parametrize("format", [JSON, XML, CSV])
def test_sparqlwrapper_reads_tables(endpoint: Serving, way: str, format: str) -> None:  # noqa: A002
    client = SPARQLWrapper(endpoint.url, returnFormat=format)
    client.setQuery(QUESTIONS["casualties"])
    if way != "GET":
        client.setMethod(POST)
    if way == "direct":
        client.setRequestMethod(POSTDIRECTLY)
    found: Any = client.query().convert()
    if format == JSON:
        assert len(found["results"]["bindings"]) == 2
    elif format == XML:
        assert len(found.getElementsByTagName("result")) == 2
    else:
        assert found.count(b"\r\n") >= 3


@pytest.mark.parametrize("format", [TURTLE, RDFXML, XML, JSONLD])
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # which SPARQLWrapper makes
def test_sparqlwrapper_reads_graphs_and_truths(endpoint: Serving, format: str) -> None:  # noqa: A002
    client = SPARQLWrapper(endpoint.url, returnFormat=format)
    client.setQuery("CONSTRUCT WHERE { ?s a <https://w3id.org/dateline/ns#Claim> }")
    found: Any = client.query().convert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
    assert sum(1 for _ in graph) > 20
    asking = SPARQLWrapper(endpoint.url, returnFormat=JSON)
    asking.setQuery("ASK { ?s a <https://w3id.org/dateline/ns#Claim> }")
    truth: Any = asking.query().convert()
    assert truth["boolean"] is True


def test_sparqlwrapper_shows_its_user_what_is_wrong(endpoint: Serving) -> None:
    client = SPARQLWrapper(endpoint.url, returnFormat=JSON)
    client.setQuery("SELECT * { ?s ?p")
    with pytest.raises(QueryBadFormed, match=r"line 1, column 17"):
        client.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_an_rdflib_graph_over_the_endpoint_reads_like_any_other(endpoint: Serving, method: str) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint.url, method=method))
    claim = rdflib.URIRef("https://w3id.org/dateline/ns#Claim")
    claims = list(graph.subjects(rdflib.RDF.type, claim))
    assert len(claims) > 20
    assert (claims[0], rdflib.RDF.type, claim) in graph
    rows: list[Any] = list(graph.query("SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/dateline/ns#Claim> }"))
    assert int(rows[0][0]) == len(claims)


def test_curl_asks_in_one_line(endpoint: Serving) -> None:
    curl = shutil.which("curl")
    if curl is None:
        absent("curl", "Install it.")
    query = "SELECT ?x { VALUES ?x { 'a b' '1+1' 'ä' } }"
    for arguments in (
        ["--get", "--data-urlencode", f"query={query}", "-H", "Accept: text/csv"],
        ["--data-urlencode", f"query={query}", "-H", "Accept: text/csv"],
        ["--data-binary", query, "-H", "Content-Type: application/sparql-query", "-H", "Accept: text/csv"],
        ["--get", "--data-urlencode", f"query={query}", "-d", "format=csv"],
    ):
        said = subprocess.run([curl, "-sS", "--fail", endpoint.url, *arguments], capture_output=True, check=True)
        assert said.stdout.decode() == "x\r\na b\r\n1+1\r\nä\r\n"
