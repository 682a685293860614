"""Endpoints as they are: what is sent, what comes back broken, slow, elsewhere or refused, and what is never told."""

from __future__ import annotations

import base64
import gc
import re
import sys
from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest

from dateline import __version__
from dateline.errors import DatelineError, QueryError, StoreBusyError, StoreError, StoreTimeoutError, UsageError
from dateline.store import open_remote
from dateline.store.results import Triples, Truth
from dateline.store.transport import Credentials, Transport, without_credentials
from tests.engines import free_port
from tests.store.listener import RESULTS, Asked, Listener, Reply, listening, table

SELECT = "SELECT ?x WHERE { ?x ?p ?o }"
ROW = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"http://x/a"}}]}}'
INTEGER, DECIMAL = "http://www.w3.org/2001/XMLSchema#integer", b"http://www.w3.org/2001/XMLSchema#decimal"
SECRET = "s3cr3t"  # noqa: S105 - what must not be shown


def _form(asked: Asked) -> dict[str, list[str]]:
    from urllib.parse import parse_qs, urlsplit

    return parse_qs(asked.body.decode() or urlsplit(asked.path).query)


# What is sent


def test_a_short_query_is_a_get_that_names_who_asks_and_what_it_reads() -> None:
    with listening(table(ROW)) as endpoint:
        found = open_remote(endpoint.url).query(SELECT)
    assert found.python() == [{"x": "http://x/a"}]  # type: ignore[union-attr]  # a SELECT
    [asked] = endpoint.asked
    assert (asked.method, _form(asked)) == ("GET", {"query": [SELECT]})
    assert asked.headers["user-agent"] == f"dateline/{__version__}"
    assert asked.headers["accept"].startswith(RESULTS)


def test_who_asks_can_be_told() -> None:
    with listening(table(ROW)) as endpoint:
        open_remote(endpoint.url, agent="Somebody/1.0 (ann@example.org)").query(SELECT)
    assert endpoint.asked[0].headers["user-agent"] == "Somebody/1.0 (ann@example.org)"


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("after", [None, "30"])
def test_an_endpoint_that_is_busy_says_until_when(status: int, after: str | None) -> None:
    headers = {"Retry-After": after} if after else {}
    with listening(Reply(status=status, headers=headers)) as endpoint, pytest.raises(StoreBusyError) as busy:
        open_remote(endpoint.url).query(SELECT)
    assert busy.value.retry_after == after


def test_a_long_query_is_a_form_of_its_own_characters() -> None:
    text = f'SELECT ?x WHERE {{ VALUES ?y {{ "{"ü%20+&=" * 400}" }} }}'
    with listening(table()) as endpoint:
        open_remote(endpoint.url).query(text)
    [asked] = endpoint.asked
    assert (asked.method, _form(asked)["query"]) == ("POST", [text])


def test_the_graphs_to_read_are_named_in_the_request() -> None:
    with listening(table()) as endpoint:
        open_remote(endpoint.url).query(
            SELECT, default_graphs=["http://x/a", "http://x/b"], named_graphs=["http://x/c"]
        )
    form = _form(endpoint.asked[0])
    assert (form["default-graph-uri"], form["named-graph-uri"]) == (["http://x/a", "http://x/b"], ["http://x/c"])


def test_an_address_keeps_the_parameters_it_has() -> None:
    with listening(table()) as endpoint:
        open_remote(f"{endpoint.url}?repository=a&infer=false").query(SELECT)
    assert _form(endpoint.asked[0]) == {"repository": ["a"], "infer": ["false"], "query": [SELECT]}


@pytest.mark.parametrize("text", ["DROP ALL", "# SELECT\nINSERT DATA { <a:b> <a:b> <a:b> }", ""])
def test_an_update_is_never_sent_as_a_query(text: str) -> None:
    with listening(table()) as endpoint, pytest.raises(QueryError):
        open_remote(endpoint.url).query(text)
    assert endpoint.asked == []


@pytest.mark.parametrize(
    "text", ["PREFIX add: <http://x/> # LOAD\nSELECT ?x { ?x add:y 'DROP' }", "# INSERT DATA\nASK {}"]
)
def test_a_query_that_speaks_of_updates_is_still_sent_as_a_query(text: str) -> None:
    truth = b'{"head":{},"boolean":true}'
    with listening(lambda asked: table(truth if "ASK" in _form(asked)["query"][0] else ROW)) as endpoint:
        open_remote(endpoint.url).query(text)
    assert _form(endpoint.asked[0]) == {"query": [text]}


def test_an_update_goes_to_its_own_address_as_a_post() -> None:
    with listening(Reply(status=204)) as endpoint:
        open_remote("http://127.0.0.1:1/query", update_url=endpoint.url).update("DROP ALL")
    [asked] = endpoint.asked
    assert (asked.method, _form(asked)) == ("POST", {"update": ["DROP ALL"]})


def test_without_an_address_for_updates_nothing_is_changed() -> None:
    with pytest.raises(StoreError, match="no address for updates"):
        open_remote("http://127.0.0.1:1/query").update("DROP ALL")


def test_a_graph_is_put_posted_and_deleted_by_its_name() -> None:
    with listening(lambda asked: Reply(status=404 if "other" in asked.path else 204)) as endpoint:
        store = open_remote(endpoint.url, graph_store_url=f"{endpoint.url}?repository=a")
        store.replace("http://x/g?a=1&b", b"<http://x/s> <http://x/p> '\\u00E9'@fr .", format="turtle")
        store.add("http://x/g?a=1&b", b"<http://x/s> <http://x/p> 2 .", format="turtle")
        store.drop("http://x/g?a=1&b")
        store.replace("http://x/g?a=1&b", b"")
        store.drop("http://x/other")
        assert len(store.graph("http://x/other")) == 0
    *sent, _, _ = endpoint.asked
    assert [asked.method for asked in endpoint.asked] == ["PUT", "POST", "DELETE", "DELETE", "DELETE", "GET"]
    assert {asked.path for asked in sent} == {"/sparql?repository=a&graph=http%3A%2F%2Fx%2Fg%3Fa%3D1%26b"}
    assert sent[0].body.decode() == '<http://x/s> <http://x/p> "é"@fr .\n'
    assert sent[0].headers["content-type"] == "application/n-triples"


def holding(triples: bytes, *, update: int = 204) -> Callable[[Asked], Reply]:
    """An engine that holds one graph, and answers updates with a status."""

    def answer(asked: Asked) -> Reply:
        changes = asked.method in ("PUT", "DELETE") or "update" in _form(asked)
        return Reply(status=update) if changes else Reply(headers={"Content-Type": "text/turtle"}, body=triples)

    return answer


def updates(endpoint: Listener) -> list[str]:
    return [_form(asked)["update"][0] for asked in endpoint.asked if "update" in _form(asked)]


def test_without_a_graph_store_a_large_graph_is_replaced_by_updates_in_parts() -> None:
    triples = "".join(f"<http://x/{n}> <http://x/p> {n} .\n" for n in range(3200)).encode()
    with listening(holding(b"")) as endpoint:
        open_remote(endpoint.url, update_url=endpoint.url).replace("http://x/g", triples, format="turtle")
    sent = updates(endpoint)
    assert sent[0] == "DROP SILENT GRAPH <http://x/g>"
    assert [text.count("<http://x/p>") for text in sent[1:]] == [500] * 6 + [200]
    assert all(text.startswith("INSERT DATA { GRAPH <http://x/g> {") for text in sent[1:])


def test_without_a_graph_store_a_graph_is_changed_by_one_update() -> None:
    with listening(holding(b"<http://x/a> <http://x/p> 1.0 , 2 .")) as endpoint:
        store = open_remote(endpoint.url, update_url=endpoint.url)
        store.replace("http://x/g", b'<http://x/a> <http://x/p> 2 , 3 , "4"^^<' + DECIMAL + b"> .", format="turtle")
        store.replace("http://x/g", b"<http://x/a> <http://x/p> 1.0 , 2 .", format="turtle")
    [sent] = updates(endpoint)
    assert " ".join(sent.split()) == (
        f'DELETE {{ GRAPH <http://x/g> {{ <http://x/a> <http://x/p> "1.0"^^<{DECIMAL.decode()}> . }} }} '
        f'INSERT {{ GRAPH <http://x/g> {{ <http://x/a> <http://x/p> "3"^^<{INTEGER}> . '
        f'<http://x/a> <http://x/p> "4"^^<{DECIMAL.decode()}> . }} }} WHERE {{}}'
    )


def test_an_engine_whose_puts_have_two_steps_is_changed_by_one_update_with_pointed_decimals() -> None:
    there = b'<http://x/a> <http://x/p> 5 . <http://x/text> <http://x/p> "1" .'
    with listening(holding(there)) as endpoint:
        store = open_remote(endpoint.url, update_url=endpoint.url, graph_store_url=endpoint.url, replacing="difference")
        store.replace("http://x/g", there + b'<http://x/b> <http://x/p> "1"^^<' + DECIMAL + b"> .", format="turtle")
    [sent] = updates(endpoint)
    assert f'INSERT {{ GRAPH <http://x/g> {{\n<http://x/b> <http://x/p> "1.0"^^<{DECIMAL.decode()}> .\n}} }}' in sent
    assert "PUT" not in {asked.method for asked in endpoint.asked}


@pytest.mark.parametrize(
    ("held", "wanted"),
    [(b"", b"<http://x/a> <http://x/p> 1 ."), (b"<http://x/a> <http://x/p> 1 .", b"<http://x/a> <http://x/p> [] .")],
    ids=["it is new", "it has a blank node"],
)
def test_what_no_update_can_say_goes_by_put(held: bytes, wanted: bytes) -> None:
    with listening(holding(held)) as endpoint:
        store = open_remote(endpoint.url, update_url=endpoint.url, graph_store_url=endpoint.url, replacing="difference")
        store.replace("http://x/g", wanted, format="turtle")
    assert [asked.method for asked in endpoint.asked] == ["GET", "PUT"]


def test_an_update_that_is_too_much_for_the_engine_is_a_put() -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(status=400, body=b"memory exhausted") if "update" in _form(asked) else there(asked)

    there = holding(b"<http://x/a> <http://x/p> 1 .")
    with listening(answer) as endpoint:
        store = open_remote(endpoint.url, update_url=endpoint.url, graph_store_url=endpoint.url, replacing="difference")
        store.replace("http://x/g", b"<http://x/a> <http://x/p> 2 .", format="turtle")
    assert [asked.method for asked in endpoint.asked] == ["GET", "POST", "PUT"]


def test_a_client_that_makes_the_union_names_every_graph() -> None:
    known = b'{"head":{"vars":["g"]},"results":{"bindings":[{"g":{"type":"uri","value":"http://x/g"}}]}}'
    with listening(table(known)) as endpoint:
        open_remote(endpoint.url, union="client").query("SELECT ?g WHERE { ?g ?p ?o }")
    first, second = (_form(asked) for asked in endpoint.asked)
    assert "default-graph-uri" not in first
    assert (second["default-graph-uri"], second["named-graph-uri"]) == (["http://x/g"], ["http://x/g"])


# What comes back


def test_a_table_may_come_as_xml_and_a_graph_as_turtle() -> None:
    kind = "application/sparql-results+xml; charset=utf-8"
    xml = b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>true</boolean></sparql>'
    with listening(Reply(headers={"Content-Type": kind}, body=xml)) as endpoint:
        assert open_remote(endpoint.url).query("ASK {}") == Truth(True)
    with listening(Reply(headers={"Content-Type": "text/turtle"}, body=b"<http://x/a> a <http://x/b> .")) as endpoint:
        found = open_remote(endpoint.url).query("DESCRIBE <http://x/a>")
        assert isinstance(found, Triples)
        assert len(found) == 1
        assert "n-triples" in endpoint.asked[0].headers["accept"]


HTML = {"Content-Type": "text/html"}
BROKEN = [
    (Reply(headers=HTML, body=b"<h1>Welcome</h1>"), StoreError, "no SPARQL endpoint.*text/html"),
    (Reply(body=b"hello"), StoreError, "no media type"),
    (table(ROW[:-9]), StoreTimeoutError, "breaks off"),
    (table(b""), StoreTimeoutError, "breaks off"),
    (table(ROW.replace(b"uri", b"url")), StoreError, "is not the application/sparql-results"),
    (table(b'{"error": "no"}'), StoreError, "is not the application/sparql-results"),
    (Reply(headers={"Content-Type": RESULTS}, body=ROW[:20], announce=len(ROW)), StoreTimeoutError, "breaks off"),
    (table(ROW, **{"X-SQL-State": "S1TAT"}), StoreTimeoutError, "no whole answer"),
    (table(ROW, **{"X-SPARQL-MaxRows": "1"}), StoreError, "only its first 1 rows"),
    (Reply(status=400, body=b"Parse error at <b>line</b> 3:\n  'SELEKT'"), QueryError, "error at line 3: 'SELEKT'"),
    (Reply(status=401), StoreError, "does not let us in.*401"),
    (Reply(status=403), StoreError, "does not let us in.*403"),
    (Reply(status=404), StoreError, "404.*nothing answers there"),
    (Reply(status=405), StoreError, "405"),
    (Reply(status=408), StoreTimeoutError, "no whole answer"),
    (Reply(status=413), StoreError, "Send less at once"),
    (Reply(status=429), StoreError, "Wait"),
    (Reply(status=500, body=b"Stack trace: " + b"x" * 9000), StoreError, "500.*Stack trace: x+…"),
    (Reply(status=503), StoreError, "Wait"),
    (Reply(status=504), StoreTimeoutError, "no whole answer"),
    (
        Reply(status=302, headers={"Location": "http://elsewhere.invalid/sparql"}),
        StoreError,
        "redirects to http://elsewhere",
    ),
    (Reply(status=302, headers={"Location": "file:///etc/passwd"}), DatelineError, ""),
]


def test_a_graph_that_breaks_off_between_two_lines_is_no_graph() -> None:
    whole = b"<http://x/a> <http://x/p> 1 .\n"
    short = Reply(headers={"Content-Type": "text/turtle"}, body=whole, announce=len(whole) + 1)
    with listening(short) as endpoint, pytest.raises(StoreTimeoutError, match="breaks off"):
        open_remote(endpoint.url).query("DESCRIBE <http://x/a>")


@pytest.mark.parametrize(("reply", "kind", "words"), BROKEN)
def test_an_answer_that_is_none_is_one_paragraph_of_what_and_what_to_do(
    reply: Reply, kind: type[DatelineError], words: str
) -> None:
    with listening(reply) as endpoint, pytest.raises(kind) as caught:
        open_remote(endpoint.url).query(SELECT)
    said = str(caught.value)
    assert re.search(words, said)
    assert "\n" not in said
    assert len(said) < 600


def test_an_answer_that_never_ends_is_given_up_at_the_deadline() -> None:
    endless = Reply(headers={"Content-Type": RESULTS}, body=ROW[:10], hold=True)
    with listening(endless) as endpoint, pytest.raises(StoreTimeoutError, match=r"0\.2 seconds"):
        open_remote(endpoint.url, timeout=0.2).query(SELECT)


def test_an_answer_without_end_is_given_up_at_its_largest_size() -> None:
    from urllib.request import Request

    with listening(Reply(body=b"x" * 100_000)) as endpoint:
        transport = Transport(endpoint.url, timeout=5, largest=70_000)
        with pytest.raises(StoreError, match="larger than 70,000 bytes"):
            transport.send(Request(endpoint.url))  # noqa: S310 - our own listener


def test_an_endpoint_that_is_not_there_says_where_nothing_answered() -> None:
    url = f"http://127.0.0.1:{free_port()}/sparql"
    with pytest.raises(StoreError, match=f"^{url}: the endpoint cannot be reached") as caught:
        open_remote(url).query(SELECT)
    assert caught.value.exit_code == 3


NO_URLS = ["", "localhost:7878", "ftp://x/", "file:///etc/passwd", "http://", "http:///x", "http://x:port/"]


@pytest.mark.parametrize("url", [*NO_URLS, "http://x/\n", "http://[::1", "http://x/ y"])
def test_an_address_that_is_no_http_url_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="no http or https URL"):
        open_remote(url)


# Where a request may go


def test_a_redirect_on_the_same_host_is_followed_with_the_credentials() -> None:
    def answer(asked: Asked) -> Reply:
        if asked.path.startswith("/sparql"):
            return Reply(status=307, headers={"Location": asked.path.replace("/sparql", "/moved")})
        return table(ROW)

    with listening(answer) as endpoint:
        store = open_remote(endpoint.url, token=SECRET)
        assert len(store.query(SELECT)) == 1  # type: ignore[arg-type]  # a SELECT
    assert [asked.path[:6] for asked in endpoint.asked] == ["/sparq", "/moved"]
    assert {asked.headers["authorization"] for asked in endpoint.asked} == {"Bearer s3cr3t"}


def test_a_redirect_to_another_host_gets_neither_the_query_nor_the_credentials() -> None:
    with listening(table(ROW)) as other, listening(Reply(status=307, headers={"Location": other.url})) as endpoint:
        with pytest.raises(StoreError, match=f"redirects to {other.url}"):
            open_remote(endpoint.url, user="me", password=SECRET).query(SELECT)
        assert other.asked == []


def test_a_redirect_that_would_lose_the_body_is_refused() -> None:
    with listening(Reply(status=302, headers={"Location": "/other"})) as endpoint:
        with pytest.raises(StoreError, match="redirects"):
            open_remote(endpoint.url, update_url=endpoint.url).update("DROP ALL")
        assert len(endpoint.asked) == 1


def test_redirects_that_go_round_come_to_an_end() -> None:
    with listening(Reply(status=307, headers={"Location": "/sparql"})) as endpoint:
        with pytest.raises(DatelineError):
            open_remote(endpoint.url).query(SELECT)
        assert len(endpoint.asked) < 20


# Credentials


def _challenged(asked: Asked) -> Reply:
    """Asks for a digest, and takes what looks like one."""
    if asked.headers.get("authorization", "").startswith('Digest username="me"'):
        return table(ROW) if asked.method == "GET" else Reply(status=204)
    return Reply(status=401, headers={"WWW-Authenticate": 'Digest realm="R", nonce="n1", qop="auth", algorithm=MD5'})


def test_a_name_and_password_are_sent_as_basic_authentication() -> None:
    with listening(table(ROW)) as endpoint:
        open_remote(endpoint.url, user="me", password="schlüssel:@").query(SELECT)  # noqa: S106
        open_remote(endpoint.url.replace("http://", "http://me:schl%C3%BCssel%3A%40@")).query(SELECT)
    expected = "Basic " + base64.b64encode("me:schlüssel:@".encode()).decode()
    assert [asked.headers["authorization"] for asked in endpoint.asked] == [expected] * 2


def test_a_body_is_sent_only_once_a_digest_is_asked_for_and_answered() -> None:
    with listening(_challenged) as endpoint:
        url = endpoint.url
        store = open_remote(url, update_url=url, graph_store_url=url, user="me", password=SECRET, digest=True)
        store.query(SELECT)
        store.update("DROP ALL")
        store.replace("http://x/g", b"<http://x/s> <http://x/p> <http://x/o> .")
    assert [(asked.method, bool(asked.body)) for asked in endpoint.asked] == [
        ("GET", False), ("GET", False),
        ("GET", False), ("POST", True),
        ("GET", False), ("PUT", True),
    ]  # fmt: skip


def test_a_wrong_digest_is_told_as_such() -> None:
    refusal = Reply(status=401, headers={"WWW-Authenticate": 'Digest realm="R", nonce="n1", qop="auth"'})
    with listening(refusal) as endpoint, pytest.raises(StoreError, match="does not let us in"):
        open_remote(endpoint.url, update_url=endpoint.url, user="me", password=SECRET, digest=True).update("DROP ALL")


@pytest.mark.parametrize(
    "given",
    [
        {"token": "schlüssel"},
        {"user": "me", "password": "ü", "digest": True},
        {"token": "a\r\nX-Other: b"},
        {"user": "a\x00"},
    ],
)
def test_what_a_header_cannot_carry_is_refused_before_anything_is_sent(given: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        open_remote("http://127.0.0.1:1/", **given)


CALLS: list[Callable[[str], object]] = [
    lambda url: open_remote(url, user="me", password=SECRET).query(SELECT),
    lambda url: open_remote(url, user="me", password=SECRET, update_url=url).update("DROP ALL"),
    lambda url: open_remote(url, token=SECRET, graph_store_url=url).add("http://x/g", b"<a:b> <a:b> <a:b> ."),
    lambda url: open_remote(url.replace("//", f"//me:{SECRET}@")).query(SELECT),
    lambda url: open_remote(url.replace("//", f"//me:{SECRET}@") + "\n"),
    lambda url: open_remote(url, user=f"me\n{SECRET}", password=SECRET),
    lambda url: open_remote(url, user="me", password=SECRET, token=SECRET),
]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("status", [400, 401, 404, 500])
def test_credentials_stand_in_no_message(call: Callable[[str], object], status: int) -> None:
    with listening(Reply(status=status)) as endpoint, pytest.raises(DatelineError) as caught:
        call(endpoint.url)
    shown = [str(caught.value), repr(caught.value), repr(caught.value.args)]
    error: BaseException | None = caught.value
    while error is not None:
        shown.append(f"{error!r} {error}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    assert "s3cr3t" not in " ".join(shown)


def test_credentials_stand_in_no_repr() -> None:
    assert "s3cr3t" not in repr(Credentials(scheme="basic", user="me", secret=SECRET))
    assert "s3cr3t" not in repr(open_remote("http://me:s3cr3t@localhost/", user="me", password=SECRET))
    assert without_credentials("http://me:p%40ss@[::1]:7878/x#y") == (
        "http://[::1]:7878/x",
        Credentials(scheme="basic", user="me", secret="p@ss"),  # noqa: S106
    )


def test_the_error_of_a_broken_answer_may_end_in_another_thread_than_it_began(monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[DatelineError] = []
    complaints: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)

    def ask(url: str) -> None:
        try:
            open_remote(url).query(SELECT)
        except StoreError as error:
            caught.append(error)

    with listening(table(ROW.replace(b"uri", b"url"))) as endpoint:
        thread = Thread(target=ask, args=(endpoint.url,))
        thread.start()
        thread.join()
    assert len(caught) == 1
    caught.clear()
    gc.collect()
    assert complaints == []
