"""The protocol to the letter, over a real connection: a table of requests, and what is said beside the status."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from dateline.web.sparql.formats import FORMATS
from tests.web.sparql.serving import Serving

TABLE = [
    line.split("\t")
    for line in Path(__file__).with_name("protocol.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
ONTOLOGY = "https://w3id.org/dateline/ns"


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_a_request_is_answered_as_the_table_says(endpoint: Serving, row: list[str]) -> None:
    _, method, parameters, kind, body, accept, status, answer = row
    sent = body.encode().replace(b"\\xff", b"\xff")
    headers = {name: value for name, value in (("Content-Type", kind), ("Accept", accept)) if value}
    reply = endpoint.send(method, parameters, body=sent, headers=headers)
    assert (reply.status, reply.kind) == (int(status), answer)
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in reply.headers
    assert reply.headers["vary"] == "Accept"
    assert (reply.body == b"") is (method == "HEAD" or status in ("204", "303"))


def test_the_head_of_an_answer_is_that_of_the_answer(endpoint: Serving) -> None:
    parameters = {"query": "SELECT * { ?s ?p ?o } LIMIT 3"}
    whole, head = endpoint.send("GET", parameters), endpoint.send("HEAD", parameters)
    own = ("content-type", "content-length", "etag", "vary", "cache-control")
    assert {name: whole.headers[name] for name in own} == {name: head.headers[name] for name in own}
    assert int(head.headers["content-length"]) == len(whole.body)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_has_an_answer_is_not_sent_it_again(endpoint: Serving, method: str) -> None:
    parameters = {"query": "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 3"}
    tag = endpoint.send(method, parameters).headers["etag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        again = endpoint.send(method, parameters, headers={"If-None-Match": known})
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["vary"] == "Accept"
    assert endpoint.send(method, parameters, headers={"If-None-Match": '"other"'}).status == 200
    as_xml = endpoint.send(method, parameters, headers={"Accept": "application/sparql-results+xml"})
    assert as_xml.headers["etag"] != tag


def test_an_answer_to_a_post_is_not_stored(endpoint: Serving) -> None:
    reply = endpoint.send("POST", body=b"ASK {}", headers={"Content-Type": "application/sparql-query"})
    assert reply.headers["cache-control"] == "no-store"
    assert "etag" not in reply.headers


def test_the_query_is_decoded_once(endpoint: Serving) -> None:
    query = "SELECT (STR(<http://x/a%20b%2Bc>) AS ?x) ('1+1 %41' AS ?y) {}"
    [row] = json.loads(endpoint.ask(query).body)["results"]["bindings"]
    assert (row["x"]["value"], row["y"]["value"]) == ("http://x/a%20b%2Bc", "1+1 %41")


def test_what_is_wrong_with_a_query_is_said_with_its_line_and_column(endpoint: Serving) -> None:
    reply = endpoint.ask("SELECT *\n{ ?s ?p ?o }\nLIMIT ten")
    assert reply.text.startswith("400 Bad Request\nThis is not SPARQL: line 3, column 7, before “ten”")
    problem = json.loads(endpoint.ask("SELECT *\n{", accept="application/json").body)
    assert problem["status"] == 400
    assert "line 2, column 2" in problem["detail"]


def test_what_cannot_be_accepted_is_told_what_can(endpoint: Serving) -> None:
    reply = endpoint.ask("CONSTRUCT WHERE { ?s ?p ?o }", accept="text/csv")
    assert "text/turtle, application/ld+json, application/n-triples, application/rdf+xml" in reply.text
    assert "text/csv" not in reply.text


def test_other_sites_may_ask_in_the_browser(endpoint: Serving) -> None:
    reply = endpoint.send(
        "OPTIONS",
        headers={
            "Origin": "https://other.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type, x-one",
        },
    )
    assert reply.headers["allow"] == reply.headers["access-control-allow-methods"] == "GET, HEAD, POST, OPTIONS"
    assert reply.headers["access-control-allow-headers"] == "content-type, x-one"


COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
COUNT_NAMED = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def _number(endpoint: Serving, query: str, *restrictions: tuple[str, str]) -> int:
    reply = endpoint.send(parameters=[("query", query), *restrictions])
    assert reply.status == 200, reply.text
    return int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"])


def test_the_graphs_of_a_request_restrict_what_is_read_and_go_before_those_of_the_query(endpoint: Serving) -> None:
    graphs = json.loads(endpoint.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g").body)
    names = [row["g"]["value"] for row in graphs["results"]["bindings"]]
    assert ONTOLOGY in names
    sizes = {name: _number(endpoint, COUNT, ("default-graph-uri", name)) for name in names}
    whole = _number(endpoint, COUNT)
    assert all(0 < size < whole for size in sizes.values())
    assert whole <= sum(sizes.values())
    first, second = names[0], names[1]
    both = _number(endpoint, COUNT, ("default-graph-uri", first), ("default-graph-uri", second))
    assert max(sizes[first], sizes[second]) < both <= sizes[first] + sizes[second]
    assert _number(endpoint, COUNT_NAMED) == len(names)
    assert _number(endpoint, COUNT_NAMED, ("named-graph-uri", first), ("named-graph-uri", second)) == 2
    assert _number(endpoint, COUNT, ("named-graph-uri", first)) == 0
    assert _number(endpoint, COUNT_NAMED, ("default-graph-uri", first)) == 0
    assert _number(endpoint, COUNT.replace("{", f"FROM <{first}> {{")) == sizes[first]
    assert _number(endpoint, COUNT.replace("{", f"FROM <{first}> {{"), ("default-graph-uri", second)) == sizes[second]


@pytest.mark.parametrize("which", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize(("graph", "status"), [("http://x/unknown", 403), ("no IRI", 400), ("", 400), ("rel", 400)])
def test_a_graph_that_is_not_there_is_refused_and_not_retrieved(
    endpoint: Serving, which: str, graph: str, status: int
) -> None:
    assert endpoint.ask("ASK {}", **{which: graph}).status == status


def test_every_format_carries_the_same_answer(endpoint: Serving) -> None:
    query = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 200"
    kinds = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML, "tsv": ox.QueryResultsFormat.TSV}
    tables = []
    for name, kind in kinds.items():
        found = ox.parse_query_results(endpoint.ask(query, format=name).body, kind)
        tables.append([tuple(str(term) for term in row) for row in found])  # type: ignore[union-attr]
    assert len(tables[0]) == 200
    assert tables[0] == tables[1] == tables[2]
    assert endpoint.ask(query, format="csv").text.count("\r\n") == 201
    graphs = []
    construct = f"CONSTRUCT {{ ?s ?p ?o }} {{ {{ {query} }} }}"
    for name, format_ in (
        ("turtle", ox.RdfFormat.TURTLE),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("rdfxml", ox.RdfFormat.RDF_XML),
        ("jsonld", ox.RdfFormat.JSON_LD),
        ("trig", ox.RdfFormat.TRIG),
        ("nq", ox.RdfFormat.N_QUADS),
    ):
        graphs.append({str(quad) for quad in ox.parse(endpoint.ask(construct, format=name).body, format_)})
    assert len(graphs[0]) == 200
    assert all(graph == graphs[0] for graph in graphs)


def test_the_description_is_of_the_data_and_the_limits(endpoint: Serving) -> None:
    reply = endpoint.send(headers={"Accept": "text/turtle"})
    said = ox.Store()
    said.load(reply.body, format=ox.RdfFormat.TURTLE)
    [[count]] = said.query(
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#> "
        "SELECT ?n { [] a sd:Service ; sd:endpoint <http://example.org/sparql> ; "
        "sd:supportedLanguage sd:SPARQL11Query ; sd:feature sd:UnionDefaultGraph ; "
        "sd:defaultDataset/sd:defaultGraph/void:triples ?n }"
    )  # type: ignore[misc]
    assert int(count.value) == _number(endpoint, COUNT)
    named = {
        row["g"].value: int(row["n"].value)
        for row in said.query(  # type: ignore[union-attr]
            "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#> "
            "SELECT ?g ?n { [] sd:namedGraph [ sd:name ?g ; sd:graph/void:triples ?n ] }"
        )
    }
    assert named == {graph: _number(endpoint, COUNT, ("default-graph-uri", graph)) for graph in named}
    formats = said.query("SELECT ?f { ?s <http://www.w3.org/ns/sparql-service-description#resultFormat> ?f }")
    assert {row["f"].value for row in formats} == {row.iri for row in FORMATS.values()}  # type: ignore[union-attr]
    assert "A query may take 5 seconds" in reply.text
    assert endpoint.send(headers={"If-None-Match": reply.headers["etag"]}).status == 304
