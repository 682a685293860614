"""What is too much for a page stands on several, all of it, and each page leads to the next."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from dateline.web.pages import report
from dateline.web.pages.report import results
from dateline.web.served import Served, open_served
from dateline.web.site import Site
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
