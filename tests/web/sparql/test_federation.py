"""SERVICE asks the endpoints that were named when the server was started, by the server itself, and nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import UsageError
from dateline.web.sparql.federation import MOST_ROWS, Services, clauses, values
from dateline.web.sparql.refusal import Refusal
from tests.conftest import EXAMPLE
from tests.store.listener import Asked, Listener, Reply, listening, table
from tests.web.serving import running
from tests.web.sparql.serving import ROOMY, Serving, serving

WIKIDATA = "http://www.wikidata.org/entity/"
QUERY = (
    "PREFIX w: <http://www.wikidata.org/entity/> SELECT ?c ?n "
    "{ SERVICE <URL> { ?c w:P31 w:Q515 # a }\n } FILTER(?n > 1) }"
)


def _answer(asked: Asked) -> Reply:
    query = parse_qs(asked.body.decode())["query"][0]
    if "broken" in query:
        return table(b'{"head": {"vars": ["x"]}')
    if "blank" in query:
        return table(b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"bnode","value":"b"}}]}}')
    if "elsewhere" in query:
        return Reply(status=307, headers={"Location": asked.path + "/other"})
    if "down" in query:
        return Reply(status=500)
    rows = [
        {"c": {"type": "uri", "value": WIKIDATA + "Q9248"}, "n": {"type": "literal", "value": "2", "datatype": XSD}},
        {"c": {"type": "uri", "value": WIKIDATA + "Q1"}, "n": {"type": "literal", "value": "1", "datatype": XSD}},
        {"c": {"type": "uri", "value": WIKIDATA + "Q2"}},
    ]
    return table(json.dumps({"head": {"vars": ["c", "n"]}, "results": {"bindings": rows}}).encode())


XSD = "http://www.w3.org/2001/XMLSchema#integer"


@pytest.fixture(scope="module")
def other() -> Iterator[Listener]:
    with listening(_answer) as found:
        yield found


@pytest.fixture(scope="module")
def open_to(other: Listener) -> Iterator[Serving]:
    with serving(EXAMPLE, ROOMY, services=Services(endpoints=(other.url,), private_hosts=("127.0.0.1",))) as started:
        yield started


def test_what_a_named_endpoint_says_is_joined(open_to: Serving, other: Listener) -> None:
    reply = open_to.ask(QUERY.replace("URL", other.url))
    [row] = json.loads(reply.body)["results"]["bindings"]
    assert (row["c"]["value"], row["n"]["value"]) == (WIKIDATA + "Q9248", "2")
    [sent] = parse_qs(other.asked[-1].body.decode())["query"]
    assert sent == (f"PREFIX w: <{WIKIDATA}> SELECT * WHERE {{ ?c w:P31 w:Q515 # a }}\n }} LIMIT {MOST_ROWS + 1}")
    ox.Store().query(sent)
    assert "BasicFederatedQuery" in open_to.send().text
    assert f"SERVICE may ask {other.url}" in open_to.send().text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <URL/other> { ?s ?p ?o } }",
        "SELECT * { SERVICE <URL#> { ?s ?p ?o } }",
        "SELECT * { SERVICE <URL> { ?s ?p ?o } SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { BIND(<URL> AS ?x) SERVICE ?x { ?s ?p ?o } }",
        "PREFIX u: <URL> SELECT * { SERVICE u: { ?s ?p ?o } }",
        'SELECT * { BIND(1 AS ?a) FILTER(?a<?b#>"""\n) SERVICE <URL/other> { ?s ?p ?o } #"""\n}',
    ],
)
def test_any_other_is_refused_and_nobody_is_asked(open_to: Serving, other: Listener, query: str) -> None:
    before = len(other.asked)
    assert open_to.ask(query.replace("URL", other.url)).status == 403
    assert len(other.asked) == before


def test_a_query_that_asks_too_many_is_refused(open_to: Serving, other: Listener) -> None:
    before = len(other.asked)
    reply = open_to.ask(f"SELECT * {{ {f'SERVICE <{other.url}> {{ ?s ?p ?o }} ' * 5} }}")
    assert (reply.status, len(other.asked)) == (403, before)


def test_an_address_that_is_not_public_is_not_asked_though_it_is_named(other: Listener) -> None:
    before = len(other.asked)
    with serving(EXAMPLE, ROOMY, services=Services(endpoints=(other.url,))) as running:
        reply = running.ask(QUERY.replace("URL", other.url))
    assert reply.status == 502
    assert "gave no answer" in reply.text
    assert len(other.asked) == before


@pytest.mark.parametrize("what", ["broken", "down", "elsewhere"])
def test_an_endpoint_that_fails_is_said_to_unless_it_may(open_to: Serving, other: Listener, what: str) -> None:
    before = len(other.asked)
    query = f"SELECT ?x {{ SERVICE <{other.url}> {{ ?x <urn:{what}> ?y }} }}"
    assert open_to.ask(query).status == 502
    silent = open_to.ask(query.replace("SERVICE", "SERVICE SILENT"))
    assert json.loads(silent.body)["results"]["bindings"] == [{}]
    assert len(other.asked) == before + 2


def test_a_blank_node_of_another_endpoint_cannot_be_passed_on(open_to: Serving, other: Listener) -> None:
    reply = open_to.ask(f"SELECT ?x {{ SERVICE <{other.url}> {{ ?x <urn:blank> ?y }} }}")
    assert (reply.status, "blank node" in reply.text) == (403, True)


_TERMS = st.one_of(
    st.none(),
    st.builds(lambda text: {"type": "literal", "value": text}, st.text(st.characters(exclude_categories=["Cs"]))),
    st.builds(lambda text: {"type": "uri", "value": text}, st.text() | st.just("http://x/> . ?s ?p ?o")),
    st.builds(
        lambda text, kind: {"type": "literal", "value": text, "datatype": kind},
        st.text(),
        st.sampled_from([XSD, "urn:x", "> { SERVICE"]),
    ),
    st.builds(
        lambda text, tag: {"type": "literal", "value": text, "xml:lang": tag},
        st.text(),
        st.sampled_from(["en", "en } SERVICE <http://x/> { "]),
    ),
)


@given(
    rows=st.lists(st.lists(_TERMS, min_size=2, max_size=2), max_size=4), name=st.sampled_from(["x", "x } SERVICE", "ä"])
)
def test_whatever_another_endpoint_says_is_rows_and_nothing_else(rows: list[list[object]], name: str) -> None:
    bindings = [{key: term for key, term in zip((name, "y"), row, strict=True) if term is not None} for row in rows]
    body = json.dumps({"head": {"vars": [name, "y"]}, "results": {"bindings": bindings}}).encode()
    try:
        text = values(body)
    except (ValueError, Refusal):
        return
    found = list(ox.Store().query(f"SELECT * {{ {text} }}"))  # type: ignore[arg-type]  # a SELECT gives rows
    assert len(found) == len(rows)


@given(
    st.text()
    | st.lists(st.sampled_from(["SERVICE", "<http://x>", "{", "}", " ", "SILENT", '"', "#", "\n", "?s"])).map("".join)
)
def test_the_clauses_of_any_text_lie_within_it(text: str) -> None:
    last = 0
    for clause in clauses(text):
        assert last <= clause.start < clause.end <= len(text)
        assert text[clause.start : clause.start + 7].upper() == "SERVICE"
        last = clause.end


def test_whoever_runs_the_server_names_the_endpoints_and_the_limits(other: Listener) -> None:
    with running(EXAMPLE, "--service", other.url, "--limit", "rows=2", "--no-log") as server, server.client() as http:
        joined = http.get("/sparql", params={"query": QUERY.replace("URL", other.url)}, headers={"Accept": "text/csv"})
        assert joined.text == f"c,n\r\n{WIKIDATA}Q9248,2\r\n"
        elsewhere = http.get("/sparql", params={"query": QUERY.replace("URL", other.url + "/other")})
        assert elsewhere.status_code == 403
        long = http.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 3"})
        assert (long.status_code, "2" in long.text) == (403, True), long.text


@pytest.mark.parametrize("url", ["ftp://example.org/", "example.org/sparql", "http://me@example.org/", "http://x/#a"])
def test_what_is_no_address_of_an_endpoint_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="no http or https address"):
        Services.of([url])
