"""What is too much for a page stands on several, all of it, and each page leads to the next."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.web.pages import connections, report, search
from dateline.web.pages import pieces as in_pieces
from dateline.web.pages.names import names_of
from dateline.web.pages.pieces import folded, pieces
from dateline.web.pages.report import results
from dateline.web.pages.search import index_of
from dateline.web.served import Served, open_served
from dateline.web.site import Site
from tests.formats.hostile import ANY
from tests.web.pages.opening import Seen
from tests.web.test_large_collections import made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("long") / "large", large=True)


@pytest.fixture
def served(folder: Path) -> Served:
    """Opened for each test: what was made of a publication is kept as long as it is."""
    return open_served(folder)


def with_findings(served: Served, *more: dict[str, Any]) -> Site:
    """The site of a publication with these findings beside its own."""
    lines = "".join(json.dumps(one) + "\n" for one in more).encode()
    object.__setattr__(served, "files", {**served.files, "findings.jsonl": lines})
    return Site(served)


def finding(number: int, **more: str) -> dict[str, Any]:
    focus = f"https://example.org/kg/e/thing-{number}"
    return {"shape": "EntityIsNamed", "severity": "info", "message": f"Number {number}.", "focus": focus, **more}


def page(site: Site, path: str) -> str:
    file = site.file(path)
    assert file is not None, path
    return bytes(file.data).decode()


def test_the_report_counts_first_and_lists_every_finding_once(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "MOST_RESULTS", 4)
    notes = [finding(number) for number in range(9)]
    grave = finding(90, severity="violation", shape="TextHash", value='"a <b>"', remedy="Mend it.")
    site = with_findings(served, *notes, grave)
    paths = ["report.html", "report/2.html", "report/3.html"]
    assert [path for path in site.paths() if re.fullmatch(r"report(/[0-9]+)?\.html", path)] == paths
    pages = {path: page(site, path) for path in paths}
    told = "".join(pages.values())
    for one in (*notes, grave):
        assert len(re.findall(rf">{re.escape(one['message'])}<", told)) == 1, one
    first = pages["report.html"]
    assert "The graph does not pass." in first
    assert re.findall(r'<td class="number">([0-9]+)</td>', first) == ["1", "9"]
    assert first.index("<table>") < first.index("Number 90.") < first.index("Number 0.")
    for name, anchor in re.findall(r'<td><a href="([^"#]*)#([^"]+)"', first):
        assert anchor in Seen(pages[name or "report.html"]).ids
    assert 'rel="next" href="report/2.html"' in first
    assert 'rel="prev" href="../report.html"' in pages["report/2.html"]
    assert "No report" not in told
    assert site.file("report/4.html") is None


def test_the_findings_of_many_documents_are_shown_as_the_report_would_have_them(served: Served) -> None:
    odd = [
        finding(1, value="<https://example.org/kg/e/other>", shape="Nothing"),
        finding(2, value='"\\u003c\\"x"@en', path="dl:evidence"),
        finding(3, focus="_:b1", value="_:b2"),
        finding(3, focus="", severity="warning"),
    ]
    site = with_findings(served, *odd, odd[0])
    shown = results(site.served)
    listed = open_served(served.folder)
    from dateline.checking import Finding, render_findings

    turtle = render_findings([Finding(**one) for one in odd], "turtle").encode()
    files = {name: data for name, data in served.files.items() if name != "findings.jsonl"}
    object.__setattr__(listed, "files", {**files, "report.ttl": turtle})
    assert shown == results(listed)


def test_every_name_stands_once_under_its_letter(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = page(Site(open_served(served.folder)), "search.html")
    monkeypatch.setattr(search, "MOST_NAMES", 5)
    site = Site(served)
    paths = [path for path in site.paths() if re.fullmatch(r"search(/[0-9]+)?\.html", path)]
    pages = {path: page(site, path) for path in paths}
    assert len(paths) > 3
    found = [name for text in pages.values() for name in _names(text)]
    assert found == _names(whole)
    assert len(found) == len([one for _, one in names_of(served).items() if not one.is_a("TimeSpan")])
    assert max(len(_names(text)) for text in pages.values()) == 5
    for path, text in pages.items():
        letters = Seen(text.partition('<p class="letters"')[2].partition("</p>")[0]).links
        assert len(letters) == len({name[0] for name in re.findall(r"<h3 id=[^>]*>(.)</h3>", whole)})
        folder = "search/" if "/" in path else ""
        for link in letters:
            there, _, anchor = link.partition("#")
            target = "search.html" if there == "../search.html" else f"{folder}{there}" if there else path
            assert anchor in Seen(pages[target]).ids, (path, link)
    assert "search-index" not in pages["search/2.html"]


def test_every_connection_is_said_once_in_words(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = page(Site(open_served(served.folder)), "connections.html")
    every = re.findall(r'<span class="phrase">', whole)
    monkeypatch.setattr(connections, "MOST_IN_WORDS", 4)
    site = Site(served)
    paths = [path for path in site.paths() if re.fullmatch(r"connections(/[0-9]+)?\.html", path)]
    pages = [page(site, path) for path in paths]
    assert len(paths) == -(-len(every) // 4) > 2
    assert _said(whole) == [one for text in pages for one in _said(text)]
    assert [len(re.findall(r'<span class="phrase">', text)) for text in pages[:-1]] == [4] * (len(pages) - 1)
    assert ["<svg" in text.partition("<main")[2] for text in pages] == [True] + [False] * (len(pages) - 1)
    assert 'rel="next" href="connections/2.html"' in pages[0]
    assert "../connections.html" in Seen(pages[1]).links
    assert site.file(f"connections/{len(paths) + 1}.html") is None


def _said(text: str) -> list[tuple[str, str, str]]:
    """Each connection in words: what it is about, how, and with what, as plain text."""
    listed = text.partition('<dl class="facts edges">')[2].partition("</dl>")[0]
    found = []
    for subject, facts in re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", listed):
        for how, other in re.findall(r'<li><span class="phrase">(.*?)</span> (.*?)</li>', facts):
            found.append((re.sub("<[^>]*>", "", subject), how, re.sub("<[^>]*>", "", other)))
    return found


def _names(text: str) -> list[str]:
    listed = text.partition('id="all-names"')[2]
    return re.findall(r"<li><a [^>]*><bdi[^>]*>(.*?)</bdi></a>", listed)


def test_a_large_index_stands_beside_the_page(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = json.loads(Seen(page(Site(open_served(served.folder)), "search.html")).blocks["search-index"])
    monkeypatch.setattr(search, "MOST_IN_PAGE", 20)
    monkeypatch.setattr(in_pieces, "LARGEST_PIECE", 600)
    site = Site(served)
    said = json.loads(Seen(page(site, "search.html")).blocks["search-index"])
    assert "entries" not in said
    files = [path for path in site.paths() if path.startswith("search/") and path.endswith(".js")]
    held = dict(handed_over(bytes(site.fixed[path].data)) for path in files)
    assert files == sorted(f"search/{name}.js" for name in held)
    entries = [one for n in range(len(held)) for one in held.get(f"entries-{n}", [])]
    shown = [{**one, "x": one["x"][:401]} for one in whole["entries"]]
    assert entries == shown
    directory = held["directory"]
    assert [one["kind"][0] for one in entries].index("statement") == directory["starts"][0]
    assert [one["kind"][0] for one in entries].index("sentence") == directory["starts"][1]
    words = [held[f"words-{n}"] for n in range(len(directory["first"]))]
    assert len(words) > 3
    assert [min(one) for one in words] == directory["first"] == sorted(directory["first"])
    assert site.fixed[files[0]].media_type == "text/javascript"
    assert site.file("search/entries-999.js") is None
    assert site.file("search/../static/site.js") is None


def handed_over(script: bytes) -> tuple[str, Any]:
    """What a piece hands over, and under which name."""
    text = script.decode("ascii")
    name, held = json.loads(f"[{text.removeprefix('datelineSearch(').removesuffix(');' + chr(10))}]")
    return name, held


def test_what_is_too_much_for_an_index_is_said(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_ENTRIES", 30)
    assert len(index_of(served).entries) == 30
    monkeypatch.setattr(search, "MOST_IN_PAGE", 20)
    assert '"most":30' in page(Site(served), "search/directory.js")


def test_the_page_of_a_large_search_waits_for_no_index(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_IN_PAGE", 20)
    page(Site(served), "search.html")
    assert "index_of" not in {one.__name__ for one in served.made}


@given(titles=st.lists(st.tuples(ANY, ANY), max_size=8))
def test_each_entry_is_found_by_each_of_its_words(titles: list[tuple[str, str]]) -> None:
    entries = [{"t": title, "x": text, "p": "p", "kind": ("thing",)} for title, text in titles]
    made = pieces(entries, {})
    found: dict[str, dict[int, int]] = {}
    for name, data in made.items():
        _, held = handed_over(data)
        for word, coded in held.items() if name.startswith("words-") else ():
            number = 0
            for one in coded:
                number += one // 4
                found.setdefault(word, {})[number] = one % 4
    for number, (title, text) in enumerate(titles):
        for word in re.findall(r"[^\W_]+", folded(f"{title} \n {text}")):
            assert found[word][number] in (1, 2, 3)
    assert sum(len(one) for one in found.values()) == sum(
        len(set(re.findall(r"[^\W_]+", folded(f"{title} \n {text}")))) for title, text in titles
    )
