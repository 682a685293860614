"""Who asks the endpoint with a form of a browser gets a page, with or without a script."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
LABELS = f"SELECT ?thing ?label {{ ?thing {LABEL} ?label FILTER(STR(?label) = 'Baku') }}"


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.links += [value for name, value in attrs if name == "href" and value]


def _asked(http: httpx.Client, query: str) -> tuple[httpx.Response, _Page]:
    answer = http.get("/sparql", params={"query": query}, headers=BROWSER)
    page = _Page()
    page.feed(answer.text)
    return answer, page


def test_a_table_is_a_table_whose_things_lead_to_their_pages(http: httpx.Client) -> None:
    answer, page = _asked(http, LABELS)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "e/baku.html" in {link.removeprefix("./") for link in page.links}
    assert "1 row." in answer.text
    files = [link for link in page.links if "format=" in link]
    kinds = [http.get(urljoin(str(answer.url), link)).headers["content-type"].partition(";")[0] for link in files]
    assert kinds == ["text/csv", "application/sparql-results+json", "application/sparql-results+xml"]
    assert answer.headers["vary"] == "Accept"
    again = http.get("/sparql", params={"query": LABELS}, headers={**BROWSER, "If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_yes_a_graph_and_nothing_are_said_plainly(http: httpx.Client) -> None:
    assert ">Yes.<" in _asked(http, "ASK {}")[0].text
    assert ">There is none.<" in _asked(http, "SELECT ?s { ?s a <urn:nothing> }")[0].text
    graph, page = _asked(http, "CONSTRUCT { <urn:a> <urn:b> '<script>alert(1)</script>' } {}")
    assert "&lt;script&gt;alert" in graph.text
    assert "pre" in page.names


def test_what_is_too_long_for_a_page_is_said_to_be(http: httpx.Client) -> None:
    many = "SELECT ?n { VALUES ?a { %s } VALUES ?b { %s } BIND(?a + ?b AS ?n) }"
    numbers = " ".join(map(str, range(40)))
    answer, page = _asked(http, many % (numbers, numbers))
    assert "1,600 rows." in answer.text
    assert page.names.count("tr") == 501
    huge, page = _asked(http, "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 20000")
    assert "too large for a page" in huge.text
    assert "table" not in page.names


def test_nothing_in_a_query_or_an_answer_becomes_markup(http: httpx.Client) -> None:
    hostile = "</textarea><script>alert(1)</script>"
    answer, page = _asked(http, f"SELECT ('{hostile}' AS ?x) (<javascript:alert(1)> AS ?y) {{}}")
    assert page.names.count("script") == 1
    assert not [link for link in page.links if link.startswith("javascript:")]
    assert answer.text.count("</textarea>") == 1


def test_a_format_that_is_named_comes_before_what_a_browser_likes(http: httpx.Client) -> None:
    answer = http.get("/sparql", params={"query": "ASK {}", "format": "json"}, headers=BROWSER)
    assert answer.json() == {"head": {}, "boolean": True}
