"""The pages in Chromium, served by the command itself under its content security policy."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from dateline.questions import question
from dateline.store.results import Table
from dateline.web.headers import CONTENT_SECURITY_POLICY
from dateline.web.media_types import media_type_of
from dateline.web.pages import pieces, search
from dateline.web.served import open_served
from dateline.web.site import Site
from tests.absent import absent
from tests.conftest import EXAMPLE
from tests.formats.hostile import saying
from tests.web.pages.opening import CASES, example, resources, served_of
from tests.web.serving import Running, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

DOCUMENT = "doc/embassy-2012-01-20.html"
CLAIM = "doc/embassy-2012-01-20/claim/860b41d34149a2e6.html"
KINDS = (
    *("", DOCUMENT, f"{DOCUMENT}#s4", CLAIM, "e/black-january.html", "e/baku.html"),
    *("e/human-rights-watch.html", "e/human-rights-watch/says/1.html", "doc/embassy-2012-01-20/time/t-20m.html"),
    *("timeline.html", "map.html", "connections.html", "browse.html", "browse/people.html", "search.html#q=baku"),
    *("questions.html", "questions/casualties.html", "query.html", "report.html", "downloads.html", "ontology.html"),
    *(
        "find?q=baku",
        "find?q=nosuchword",
        "voc/negative.html",
        "run/f85c7541c12595f6.html",
        "sparql?query=SELECT%20*%20%7B%3Fs%20a%20%3Fc%7D%20LIMIT%205",
    ),
)


LIT = """() => {
  const wanted = Object.assign(document.createElement('i'), {className: 'lit'});
  document.body.append(wanted);
  const colour = getComputedStyle(wanted).backgroundColor;
  wanted.remove();
  const spans = [...document.querySelectorAll('.text span')].filter((one) => !one.parentElement.closest('.text span'));
  return spans.filter((one) => getComputedStyle(one).backgroundColor === colour).map((one) => one.textContent).join('');
}"""
"""The words of the text that are lit."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        absent("Chromium", "Install it with scripts/test --install.")
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def plain_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The example on a host that knows nothing but files, below a folder."""
    folder = tmp_path_factory.mktemp("host")
    write(Site(example()), folder / "below" / "it")
    with hosting(folder) as root:
        yield f"{root}below/it/"


def write(site: Site, folder: Path) -> None:
    for name in ("index.html", "query.html", "search.html", "questions/what-happened.html", DOCUMENT, *site.fixed):
        found = site.file(name)
        assert found is not None
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(bytes(found.data))


class hosting:  # noqa: N801 - it reads as a verb
    """A host of plain files under the policy of the site, until the block ends."""

    def __init__(self, folder: Path) -> None:
        class Handler(http.server.SimpleHTTPRequestHandler):
            def end_headers(self) -> None:
                self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                super().end_headers()

            def guess_type(self, path: Any) -> str:
                return media_type_of(str(path))

            def log_message(self, *_: Any) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self) -> str:
        self.thread.start()
        return f"http://127.0.0.1:{self.server.server_address[1]}/"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def listened(opened: Page) -> list[str]:
    """What the page complains of, as it comes."""
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("dialog", lambda dialog: said.append(f"dialog: {dialog.message}"))
    return said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out_of_any_kind_of_page(browser: Browser, server: Running, scheme: Any) -> None:
    # In the dark only the colours are others; the longest page has none of its own, and to compare them takes long.
    dark = scheme == "dark"
    options: dict[str, Any] = {"runOnly": ["color-contrast", "link-in-text-block"]} if dark else {}
    plain = {"rules": {"color-contrast": {"enabled": False}}}
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    opened = context.new_page()
    wrong = []
    for path in (one for one in KINDS if not (dark and one.startswith("ontology"))):
        opened.goto(server.url + path)
        found = Axe().run(opened, options=plain if path.startswith("ontology") else options).response["violations"]
        wrong += [
            (path, one["id"], one["nodes"][0]["html"][:200])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
    context.close()
    assert wrong == []


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_complains_and_none_is_wider_than_the_screen(browser: Browser, server: Running, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844})
    opened = context.new_page()
    said = listened(opened)
    for path in KINDS:
        opened.goto(server.url + path)
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()
    assert said == []


def test_a_chosen_sentence_shows_what_it_says_without_a_script(browser: Browser, server: Running) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(server.url + DOCUMENT)
    assert not opened.locator("#n4").is_visible()
    opened.locator("a[href='#s4'] .trigger").first.click()
    note = opened.locator("#n4")
    assert note.is_visible()
    assert "killed 133" in note.inner_text()
    assert "Embassy of the Republic of Azerbaijan" in note.inner_text()
    opened.goto(f"{server.url}{DOCUMENT}#char=958,1046")
    assert opened.locator(".note:visible").count() == 1
    assert "did not stop" in opened.locator(".note:visible").inner_text()
    opened.goto(f"{server.url}{DOCUMENT}#all")
    assert opened.locator(".note:visible").count() > 10
    context.close()


def test_the_words_of_an_address_are_lit_also_where_others_cut_them(browser: Browser, server: Running) -> None:
    opened = browser.new_page()
    opened.goto(server.url + DOCUMENT)
    text = example().texts[example().base + "doc/embassy-2012-01-20"]
    for begin, end in ((517, 540), (958, 1046), (0, 37)):
        opened.goto(f"{server.url}{DOCUMENT}#char={begin},{end}")
        assert opened.evaluate(LIT) == text[begin:end]
    opened.close()


def test_a_sentence_is_reached_and_left_by_keyboard(browser: Browser, server: Running) -> None:
    opened = browser.new_page()
    opened.goto(server.url + DOCUMENT)
    opened.locator("a[href='#s2']").focus()
    opened.keyboard.press("Enter")
    assert opened.locator("#n2").is_visible()
    opened.keyboard.press("Escape")
    assert not opened.locator("#n2").is_visible()
    opened.close()


def test_a_question_is_answered_by_the_server_where_there_is_one(browser: Browser, server: Running) -> None:
    opened = browser.new_page()
    said = listened(opened)
    opened.goto(f"{server.url}questions/what-happened.html")
    opened.select_option("#p-place", label="Baku")
    opened.click("#parameters button")
    opened.locator("#status", has_text="answered by the server").wait_for()
    assert "Black January" in opened.inner_text("#result table")
    opened.goto(f"{server.url}query.html")
    opened.click("#editor button[type=submit]")
    opened.locator("#status", has_text="answered by the server").wait_for()
    assert opened.locator(".yasqe .CodeMirror").count() == 1
    assert said == []
    opened.close()


def test_the_editor_completes_the_terms_of_the_graph_and_asks_nobody(browser: Browser, plain_host: str) -> None:
    opened = browser.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(f"{plain_host}query.html")
    opened.evaluate(
        """() => {
          const editor = document.querySelector('.CodeMirror').CodeMirror;
          editor.setValue('PREFIX dl: <https://w3id.org/dateline/ns#>\\nASK { ?s dl:attrib }');
          editor.focus();
          editor.setCursor(1, 18);
        }"""
    )
    opened.keyboard.press("Control+Space")
    opened.locator(".CodeMirror-hint", has_text="dl:attributedTo").click()
    assert "?s dl:attributedTo }" in opened.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
    assert [url for url in asked if not url.startswith(plain_host.partition("below")[0])] == []
    opened.close()


def test_a_browser_answers_by_itself_on_plain_hosting(browser: Browser, plain_host: str) -> None:
    opened = browser.new_page()
    opened.goto(f"{plain_host}questions/what-happened.html")
    opened.select_option("#p-place", label="Baku")
    opened.click("#parameters button")
    opened.locator("#status", has_text="answered in your browser").wait_for()
    rows = opened.locator("#result tbody tr").count()
    known = example().dataset.ask(question("what-happened"), {"place": "Baku"})
    assert isinstance(known, Table)
    assert rows == len(known)
    opened.goto(
        f"{plain_host}query.html#q=ASK%20%7B%20%3Fs%20a%20%3Chttps%3A%2F%2Fw3id.org%2Fdateline%2Fns%23Claim%3E%20%7D"
    )
    opened.locator("#status", has_text="answered in your browser").wait_for()
    assert opened.inner_text("#result") == "Yes."
    opened.close()


def test_the_search_finds_words_and_narrows_them(browser: Browser, plain_host: str) -> None:
    opened = browser.new_page()
    said = listened(opened)
    opened.goto(f"{plain_host}search.html")
    assert opened.locator("#all-names").is_visible()
    opened.fill("#words", "baku")
    assert opened.locator("#search-results li").first.inner_text().startswith("Baku")
    every = opened.locator("#search-results li").count()
    opened.get_by_label("denied").or_(opened.get_by_label("Human Rights Watch")).first.check()
    assert 0 < opened.locator("#search-results li").count() < every
    opened.fill("#words", "no such word")
    assert opened.inner_text("#search-status") == "Nothing has these words."
    opened.goto(f"{plain_host}search.html?q=Baku")
    assert opened.locator("#search-results li").first.inner_text().startswith("Baku")
    assert said == []
    opened.close()


def test_the_search_of_a_large_site_loads_what_it_needs(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_IN_PAGE", 20)
    monkeypatch.setattr(pieces, "LARGEST_PIECE", 2_000)
    monkeypatch.setattr(pieces, "ENTRIES_IN_A_PIECE", 10)
    site = Site(replace(open_served(EXAMPLE), services=False))
    folder = tmp_path / "site"
    for name in ("search.html", *site.fixed):
        found = site.file(name)
        assert found is not None
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(bytes(found.data))
    opened = browser.new_page()
    said = listened(opened)
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    for root in (folder.as_uri() + "/", None):
        if root is None:
            with hosting(folder) as host:
                _searched(opened, host)
        else:
            _searched(opened, root)
    assert said == []
    loaded = {name for name in asked if name.startswith(("words-", "entries-"))}
    assert 0 < len(loaded) < sum(name.startswith(("search/words-", "search/entries-")) for name in site.fixed)
    opened.close()


def _searched(opened: Page, root: str) -> None:
    opened.goto(f"{root}search.html")
    assert opened.locator("#all-names").is_visible()
    opened.fill("#words", "bak")
    results = opened.locator("#search-results li")
    results.first.wait_for()
    assert results.first.inner_text().startswith("Baku")
    every = results.count()
    opened.get_by_role("checkbox", name="statement").check()
    assert 0 < results.count() < every
    opened.get_by_role("checkbox", name="statement").uncheck()
    opened.fill("#words", "no such word")
    opened.locator("#search-status", has_text="Nothing has these words.").wait_for()
    opened.fill("#words", "soviet troops")
    results.first.wait_for()
    assert "troops" in results.first.inner_text().lower()


def test_a_server_finds_the_words_without_a_script(browser: Browser, server: Running) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{server.url}search.html")
    opened.fill("#words", "soviet troops")
    opened.get_by_role("button", name="Search").click()
    assert opened.locator("h1").inner_text() == "Found"
    opened.locator("main ol li", has_text="Soviet troops").locator("a[href*='#char=']").first.click()
    assert "/doc/" in opened.url
    assert "#char=" in opened.url
    context.close()


def test_a_hostile_document_runs_nothing(browser: Browser, tmp_path: Path) -> None:
    text = (
        '<script>window.hacked=1</script><img src=x onerror=window.hacked=1>" onload="window.hacked=1 \u202e</script>'
    )
    served = served_of(saying(text), tmp_path / "c")
    folder = tmp_path / "site"
    write_all(served, folder)
    opened = browser.new_page()
    with hosting(folder) as root:
        said = listened(opened)
        for path in (
            "index.html",
            "doc/d.html",
            "doc/d/e/e.html",
            "search.html#q=script",
            "timeline.html",
            "questions/quotations.html",
        ):
            opened.goto(root + path)
            opened.locator("main").wait_for()
            assert opened.evaluate("window.hacked") is None, path
            assert opened.locator("main img").count() == 0, path
    assert said == []
    opened.close()


def write_all(served: Any, folder: Path) -> None:
    site = Site(served)
    names = [one.page for one in resources(served).values() if one.kind != "question"]
    for name in (*names, "questions/quotations.html", *site.fixed):
        found = site.file(name)
        assert found is not None
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(bytes(found.data))


def test_accounts_that_differ_stand_side_by_side(browser: Browser) -> None:
    with running(CASES / "three-accounts") as found:
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        opened.goto(f"{found.url}e/harbour-square-shooting.html")
        first, second = opened.locator(".sides").first.locator(".side").all()[:2]
        one, other = first.bounding_box(), second.bounding_box()
        assert one is not None
        assert other is not None
        assert one["y"] == other["y"]
        assert one["x"] < other["x"]
        opened.close()
