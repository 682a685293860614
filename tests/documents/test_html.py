"""A web page gives its main text and what it says of itself; nothing in it is run."""

from __future__ import annotations

import pytest

from dateline.documents import open_document
from dateline.model import Document

from .made import STORM, article, page

MORE = (
    "Some 200 houses were damaged by the wind, and the harbour was closed for three days while boats were brought in."
)


def opened(body: str, *, head: str = "", language: str = "en-GB") -> Document:
    return open_document(page(body, head=head, language=language), name="a.html")


def test_the_main_text_is_read_and_the_rest_is_not() -> None:
    document = opened(article(STORM, MORE))
    assert document.text == f"Storm hits Port\n\n{STORM}\n\n{MORE}"
    assert document.extractor.startswith("trafilatura ")
    assert document.media_type == "text/html"


def test_what_a_browser_does_not_show_is_no_text() -> None:
    hidden = (
        "<script>var killed = 400;</script><style>p{color:crimson}</style><!-- killed 500 --><template>600</template>"
        "<span hidden>700</span><div style='display: none'>800</div><noscript>900</noscript>"
    )
    text = opened(article(STORM + hidden, MORE)).text
    assert not any(word in text for word in ("400", "crimson", "500", "600", "700", "800", "900"))


def test_lists_and_tables_keep_their_rows_and_cells() -> None:
    table = "<table><tr><th>Town</th><th>Dead</th></tr><tr><td>Port</td><td>4</td></tr></table>"
    text = opened(article(STORM, MORE, f"<ul><li>Four dead<li>Twelve hurt</ul>{table}")).text
    assert "Four dead\nTwelve hurt" in text
    assert "Town\tDead\nPort\t4" in text


def test_a_page_without_a_main_text_is_read_whole_and_that_is_said() -> None:
    document = opened("<div>" * 400 + STORM + "</div>" * 400)
    assert document.text == STORM
    assert "No main text" in document.notes[0]


def ld(json: str) -> str:
    """A script of JSON-LD."""
    return f"<script type='application/ld+json'>{json}</script>"


@pytest.mark.parametrize(
    ("head", "issued"),
    [
        ("<meta property='article:published_time' content='2019-05-04T23:00:00-05:00'>", "2019-05-04"),
        ("<meta name='DC.date.issued' content='2019-05'>", "2019-05"),
        ("<meta name='date' content='4th of May'>", None),
        (ld('{"@type":"NewsArticle","datePublished":"2019-05-04"}'), "2019-05-04"),
        (ld('{"@graph":[{"@type":["Report"],"datePublished":"2019"}]}'), "2019"),
        (ld("{not json") + "<meta name=date content=2019-05-04>", "2019-05-04"),
        (ld("[" * 100_000), None),
    ],
)
def test_the_day_of_issue_is_where_machines_look_for_it(head: str, issued: str | None) -> None:
    assert opened(article(STORM, MORE), head=head).issued == issued


def test_the_only_time_of_a_page_is_its_day_and_of_several_none_is() -> None:
    one = "<time datetime='2019-05-04T10:00'>4 May</time>"
    assert opened(article(STORM, MORE + one)).issued == "2019-05-04"
    assert opened(article(STORM, MORE + one + "<time datetime='2019-06-01'>June</time>")).issued is None


def test_title_publisher_and_language() -> None:
    head = "<title>Storm hits Port | Harbour News</title><meta property='og:site_name' content='Harbour News'>"
    document = opened(article(STORM, MORE), head=head)
    assert (document.title, document.publisher, document.language) == ("Storm hits Port", "Harbour News", "en-GB")


def test_json_ld_outranks_meta_tags() -> None:
    work = '{"@type":"Article","headline":"Storm","publisher":{"@type":"Organization","name":"Harbour News"}}'
    head = f"<meta property='og:title' content='Other'>{ld(work)}"
    document = opened(article(STORM, MORE), head=head)
    assert (document.title, document.publisher) == ("Storm", "Harbour News")


def test_the_encoding_that_a_page_declares_is_used() -> None:
    html = f"<html><head><meta charset='iso-8859-1'></head><body><p>“Café” {STORM}</p></body></html>"
    document = open_document(html.encode("windows-1252"), name="a.html")
    assert document.text.startswith("“Café”")
    assert (document.encoding, document.encoding_source) == ("windows-1252", "declared")


def test_xhtml_with_its_xml_declaration_is_html() -> None:
    xhtml = f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{STORM}</p></body></html>'
    assert open_document(xhtml.encode(), name="a").text == STORM


def test_the_same_page_gives_the_same_text_every_time() -> None:
    data = page(article(*(f"{STORM} {at}" for at in range(30))))
    assert open_document(data, name="a.html") == open_document(data, name="a.html")
