"""Nothing in a query uses the network: the check finds every SERVICE, and without it the kernel would refuse."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.store.services import calls_service
from tests.absent import absent
from tests.store.listener import Listener, listening, table
from tests.web.sparql.serving import Serving

TRICKS = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "select*{service<URL>{?s ?p ?o}}",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { BIND(<URL> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <URL> } SERVICE SILENT ?x { ?s ?p ?o } }",
    "PREFIX u: <URL> SELECT * { SERVICE u: { ?s ?p ?o } }",
    "PREFIX u: <URL> SELECT * { SERVICEu: { ?s ?p ?o } }",
    "PREFIX u: <URL> SELECT * { ?s ?p true SERVICEu: {} }",
    "PREFIX u: <URL> SELECT * { FILTER(true)SERVICEu: { ?s ?p ?o } }",
    "PREFIX u: <URL> PREFIX SERVICEu: <http://x/> SELECT * { FILTER(true)SERVICEu: { ?s ?p ?o } }",
    "PREFIX u: <URL> PREFIX trueqquuuuuuuu: <http://x/> SELECT * { ?s ?p 1SERVICEu: {} }",
    "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } } } }",
    "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "ASK { FILTER NOT EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE <URL> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?a ?b ?c MINUS { SERVICE <URL> { ?a ?p ?o } } }",
    'SELECT * { BIND(1 AS ?a) BIND(2 AS ?b) FILTER(?a<?b#>"""\n) SERVICE <URL> { ?s ?p ?o } #"""\n}',
    "SELECT * { BIND(1 AS ?a) BIND(2 AS ?b) FILTER(?a<?b#>'''\n) SERVICE <URL> { ?s ?p ?o } #'''\n}",
    "SELECT * { BIND(1 AS ?a) BIND(2 AS ?b) FILTER(?a<?b&&?b>?a) SERVICE <URL> { ?s ?p ?o } }",
    "# comment\rSELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { # '\n SERVICE <URL> { ?s ?p ?o } # '\n}",
    "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERV\\u0049CE <URL> { ?s ?p ?o } }",
    "\\u0023 \\u000A SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { \u017fERVICE <URL> { ?s ?p ?o } }",
    "SELECT (COUNT(*) AS ?n) FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * FROM<URL>{ ?s ?p ?o }",
    "SELECT * { GRAPH <URL> { ?s ?p ?o } }",
    "DESCRIBE <URL>",
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <urn:g>",
    "INSERT DATA { <urn:a> <urn:a> <urn:a> } ; LOAD <URL>",
    "SELECT * { ?s ?p ?o } ; LOAD <URL>",
    "SELECT (<URL>(?o) AS ?x) { ?s ?p ?o } LIMIT 1",
]
HARMLESS = [
    "SELECT * { ?s ?p ?o } LIMIT 0",
    'SELECT * { ?s ?p "SERVICE <http://x/> { }" }',
    "SELECT * { ?s ?p '''SERVICE''' } # SERVICE <http://x/> { }",
    "SELECT ?service { ?service ?SERVICE $Service }",
    "SELECT * { ?s <http://x/SERVICE> ?o }",
    "PREFIX service: <http://x/> SELECT * { ?s a service:CivilService ; service:a.SERVICE ?o ; service:\\#SERVICE ?o }",
    'SELECT * { ?s ?p "x"@service }',
    'ASK { FILTER(CONTAINS("civil service", "service") && 1<2) }',
]


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with listening(table()) as found:
        yield found


@pytest.mark.parametrize("trick", TRICKS)
def test_no_query_makes_the_endpoint_ask_anybody(endpoint: Serving, listener: Listener, trick: str) -> None:
    query, before = trick.replace("URL", listener.url), len(listener.asked)
    for reply in (
        endpoint.ask(query),
        endpoint.send("POST", body=query.encode(), headers={"Content-Type": "application/sparql-query"}),
        endpoint.send("POST", body=query.encode(), headers={"Content-Type": "application/sparql-update"}),
    ):
        if "SERVICE" in trick or "FROM" in trick or "LOAD" in trick:
            assert reply.status in (400, 403)
    assert len(listener.asked) == before


@pytest.mark.parametrize("which", ["default-graph-uri", "named-graph-uri", "using-graph-uri"])
def test_no_graph_of_a_request_is_fetched(endpoint: Serving, listener: Listener, which: str) -> None:
    before = len(listener.asked)
    endpoint.ask("SELECT * { ?s ?p ?o } LIMIT 1", **{which: listener.url})
    assert len(listener.asked) == before


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_alone_is_not_refused(endpoint: Serving, query: str) -> None:
    assert not calls_service(query)
    assert endpoint.ask(query).status == 200


def test_what_is_refused_says_what_to_do_instead(endpoint: Serving) -> None:
    reply = endpoint.ask("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }")
    assert reply.status == 403
    assert "Ask the other endpoint yourself" in reply.text


# Pieces that lexers disagree on, put before and behind a clause of which the engine may or may not see the keyword.
_PIECES = st.lists(
    st.sampled_from(
        [
            "?a", "<", "?b", "#", ">", '"', "'", '"""', "'''", "\n", "\\", " ", ".", ";", ",", "(", ")", "{", "}", "1",
            "true", "u:", "u:x", "a:", "SERVICE", "SERVICEu:x", "service", "trueSERVICEu:x", "@en", "^^", "FILTER(",
            "?a<?b#>", "<http://x#y>", "<u>", "<?b#>", "\\u0022", "\\u0053", "a", "OPTIONAL {", "UNION",
            "&&", "||", "!", "=", "IN", "[]", "()", "_:b", "VALUES ?v {", "BIND(1 AS ?z)", "SILENT", "\r", "-", "%20",
        ]
    ),
    max_size=7,
).map("".join)  # fmt: skip
_CLAUSE = st.sampled_from(
    [
        "SERVICE <URL> { ?s ?p ?o }",
        "service u:x {}",
        "SERVICE SILENT ?w {}",
        "SERVICEu:x { ?s ?p ?o }",
        "SERVICE<URL>{}",
    ]
)


@settings(max_examples=400)
@given(before=_PIECES, clause=_CLAUSE, behind=_PIECES, wrap=st.booleans())
@example(before='BIND(1 AS ?a) FILTER(?a<?b#>"""\n)', clause="SERVICE <URL> { ?s ?p ?o }", behind='#"""\n', wrap=False)
@example(before="?s ?p true", clause="SERVICEu:x {}", behind="", wrap=False)
def test_whatever_the_engine_would_send_is_found_first(
    listener: Listener, before: str, clause: str, behind: str, wrap: bool
) -> None:
    group = f"{before}{clause}{behind}"
    if wrap:
        group = f"{{ {group} }} UNION {{ {clause} }}" if "#" not in behind else f"{{ {group}\n }}"
    query = f"PREFIX u: <{listener.url}/> PREFIX a: <urn:a:> SELECT * {{ BIND(<URL> AS ?w) {group} }}"
    query = query.replace("URL", listener.url)
    already = len(listener.asked)
    if calls_service(query):
        return
    try:
        answer = ox.Store().query(query)
        list(answer)  # type: ignore[arg-type]  # a SELECT gives rows
    except (SyntaxError, ValueError, OSError, RuntimeError):
        pass
    assert len(listener.asked) == already, query


def test_the_engine_would_send_without_the_check(listener: Listener) -> None:
    # Without this the test above could not fail.
    before = len(listener.asked)
    list(ox.Store().query(f"SELECT * {{ SERVICE <{listener.url}> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
    assert len(listener.asked) == before + 1


_CONFINED = """
import contextlib, socket, subprocess, sys
import pyoxigraph as ox
from dateline.web.sparql.guard import confine, nothing_new

url, way = sys.argv[1:]
store = ox.Store()
closed = contextlib.nullcontext
if way == "files":
    closed = nothing_new
elif confine(2**29, largest_file=2**20) != "seccomp":
    sys.exit(3)
for refused in (socket.socket, socket.socketpair, lambda: subprocess.run(["true"])):
    with closed():
        try:
            refused()
        except OSError:
            continue
    sys.exit("it was let through")
for text in ("SELECT * { SERVICE <URL> { ?s ?p ?o } }", "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }", "LOAD <URL>"):
    with closed(), contextlib.suppress(OSError, ValueError, RuntimeError):
        (store.update if "LOAD" in text else lambda text: list(store.query(text)))(text.replace("URL", url))
print("done")
"""


@pytest.mark.parametrize("way", ["filter", "files"])
def test_a_worker_could_not_reach_the_network_if_it_wanted_to(listener: Listener, way: str) -> None:
    before = len(listener.asked)
    done = subprocess.run(
        [sys.executable, "-c", _CONFINED, listener.url, way],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path), "PATH": ""},
        check=False,
    )
    if done.returncode == 3:
        absent("A filter of system calls (seccomp)", "A Linux kernel has it.")
    assert done.stdout == "done\n", done.stderr
    assert len(listener.asked) == before


def test_the_workers_say_which_guard_they_are_behind(endpoint: Serving) -> None:
    assert endpoint.app.guards() == ({"seccomp"} if sys.platform == "linux" else {"files"})
