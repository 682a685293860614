"""No text of a document, no label, no title and no IRI becomes markup, a script, a style, or a link that runs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings

from dateline.formats.html_text import html
from dateline.web.pages.quoting import data_block, printed, prose, quoted
from dateline.web.served import open_served
from tests.formats.hostile import ANY, TEXTS, saying
from tests.hostile import reading
from tests.web.pages.opening import Seen, pages, served_of

TAGS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "link",
        "script",
        "body",
        "a",
        "header",
        "nav",
        "ul",
        "ol",
        "li",
        "main",
        "footer",
    ),
    *(
        "h1",
        "h2",
        "h3",
        "p",
        "span",
        "bdi",
        "b",
        "br",
        "div",
        "section",
        "aside",
        "blockquote",
        "q",
        "mark",
        "code",
        "pre",
    ),
    *(
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "figure",
        "figcaption",
        "details",
        "summary",
        "time",
    ),
    *("form", "label", "input", "select", "option", "optgroup", "textarea", "button", "strong", "em"),
    *(
        "svg",
        "g",
        "defs",
        "linearGradient",
        "lineargradient",
        "stop",
        "rect",
        "line",
        "path",
        "circle",
        "text",
        "title",
    ),
}
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
SERIOUS = [text for text in TEXTS if len(text) < 1000]


def check(text: str, path: str) -> None:
    page = Seen(text)
    assert not page.wrong, path
    assert not page.open, path
    for tag, given_ in page.tags:
        assert tag in TAGS, (path, tag)
        assert not [name for name in given_ if name.startswith("on") or name in ("style", "srcdoc", "formaction")], (
            path,
            given_,
        )
        if tag == "script":
            assert given_.get("type") in ("module", "application/json", "application/ld+json") or "src" in given_, path
    for link in page.links:
        assert urlsplit(link).scheme in ("", "http", "https"), (path, link)
    for name, block in page.blocks.items():
        json.loads(block)
        assert "<" not in block, (path, name)
    assert not BIDI.search(page.words), path


@pytest.mark.parametrize("text", SERIOUS, ids=range(len(SERIOUS)))
def test_a_text_that_is_everywhere_breaks_no_page(text: str, tmp_path: Path) -> None:
    served = served_of(saying(text), tmp_path / "c")
    for path, page in pages(served).items():
        if not path.startswith(("questions/", "voc/", "ontology", "static")) or path.endswith(
            ("/casualties.html", "/why.html")
        ):
            check(page, path)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY.filter(lambda text: len(text) < 1000))
def test_any_text_breaks_no_page(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    served = served_of(saying(text), tmp_path_factory.mktemp("any") / "c")
    for path, page in pages(served).items():
        if path.startswith(("doc/", "index", "search", "timeline", "connections")):
            check(page, path)


def test_the_words_of_a_document_stand_on_its_page_as_they_are(tmp_path: Path) -> None:
    text = "</script><script>alert(1)</script> & <b>bold</b>"
    [page] = [page for path, page in pages(served_of(saying(text), tmp_path / "c")).items() if path == "doc/d.html"]
    assert text in Seen(page).words


@given(text=ANY)
def test_what_a_template_prints_is_quoted_for_text_and_for_attributes(text: str) -> None:
    seen = Seen(f'<p title="{quoted(text)}">{printed(text)}</p><p>{prose(text)}</p>')
    assert [tag for tag, _ in seen.tags if tag not in ("p", "span")] == []
    assert str(prose(text)) == html(text)


@given(text=ANY)
def test_a_data_block_gives_back_what_was_put_into_it(text: str) -> None:
    written = str(data_block({"x": text}))
    assert "<" not in written
    assert "\u2028" not in written
    assert json.loads(written) == {"x": text}


def test_a_link_that_would_run_is_no_link(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    for room in ("texts", "readings"):
        (folder / room).mkdir(parents=True)
    text = "Sixty dockers joined the strike at Port Ellis. The council said so.\n"
    (folder / "dateline.toml").write_text(
        'title = "<img src=x onerror=alert(1)>"\nbase = "https://example.org/kg/"\n'
        'text_license = "javascript:alert(1)"\n'
        'publisher = { name = "\\"><script>alert(1)</script>" }\n',
        "utf-8",
    )
    (folder / "texts" / "d.txt").write_text(text, "utf-8")
    (folder / "readings" / "d.yaml").write_text(reading(text, label='javascript:alert(1)//"onclick="alert(2)'), "utf-8")
    for path, page in pages(open_served(folder)).items():
        if not path.startswith(("questions/", "voc/", "ontology")):
            check(page, path)
