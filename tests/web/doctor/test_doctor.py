"""The examination passes a site of ours, and finds whatever is broken in one, by the check whose business it is."""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dateline import pipeline
from dateline.errors import ExchangeError, UsageError
from dateline.web.doctor import Examination, examine
from dateline.web.static_site import write_site
from tests import hostile
from tests.web.serving import Running


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site as files; a test that changes it puts it back."""
    folder = tmp_path_factory.mktemp("doctor")
    pipeline.publish(hostile.collection(folder / "c"))
    write_site(folder / "c", folder / "site")
    return folder / "site"


def faults(found: Examination) -> set[str]:
    return {one.check for one in found.findings if one.verdict == "fault"}


def test_a_folder_of_ours_passes(site: Path) -> None:
    found = examine(str(site))
    assert found.passes, found.as_text()
    assert found.kind == "folder"
    assert {"formats", "same statements in every format", "VoID counts", "dumps", "sitemap", "links"} <= {
        one.check for one in found.findings
    }


def test_a_server_of_ours_passes(server: Running) -> None:
    found = examine(server.url, sample=3, pages=5)
    assert found.passes, found.as_text()
    assert found.kind == "server"
    for check in ("Accept", "?format=", "406", "Vary", "ETag", "304", "HEAD", "CORS", "signposting", "SPARQL"):
        assert [one for one in found.findings if one.check == check], check
    ran = hostile.run("doctor", server.url, "--sample", "1", "--pages", "1", "--format", "json")
    assert ran.code == 0, ran.out
    assert json.loads(ran.out)["passes"]


def _replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(site: Path) -> None:
        file = site / name
        text = file.read_text(encoding="utf-8")
        assert old in text, name
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def _gone(name: str) -> Callable[[Path], None]:
    return lambda site: (site / name).unlink()


def _first(site: Path, pattern: str) -> str:
    return sorted(path.relative_to(site).as_posix() for path in site.glob(pattern))[0]


BROKEN: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "a format is missing": ("doc/d.ttl", _gone("doc/d.ttl"), "formats"),
    "a format says something else": (
        "doc/d.ttl",
        _replaced("doc/d.ttl", "Port Ellis", "Port Elsewhere"),
        "same statements in every format",
    ),
    "a format cannot be parsed": (
        "doc/d.jsonld",
        _replaced("doc/d.jsonld", "{", "{{"),
        "same statements in every format",
    ),
    "a count is wrong": ("void.ttl", _replaced("void.ttl", "void:triples ", "void:triples 1"), "VoID counts"),
    "there is no VoID": ("void.ttl", _gone("void.ttl"), "descriptions"),
    "a dump was changed": ("graph.nq", _replaced("graph.nq", "strike", "picnic"), "VoID counts"),
    "the sitemap leaves a page out": (
        "sitemap.xml",
        _replaced("sitemap.xml", "doc/d.html", "doc/elsewhere.html"),
        "sitemap",
    ),
    "a link leads nowhere": ("doc/d.html", _replaced("doc/d.html", 'href="', 'href="nowhere.html" title="'), "links"),
    "a link leads to no place": ("doc/d.html", _replaced("doc/d.html", 'href="', 'href="#nowhere" title="'), "links"),
    "nothing is embedded in the first page": (
        "index.html",
        _replaced("index.html", '"@type": "Dataset"', '"@type": "Nothing"'),
        "descriptions",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_found_by_the_check_whose_business_it_is(site: Path, name: str) -> None:
    file, change, check = BROKEN[name]
    before = (site / file).read_bytes()
    try:
        if name == "a dump was changed":
            text = before.decode().replace("<https://example.org/kg/> <http", "<https://example.org/kg/x> <http", 1)
            (site / file).write_text(text, encoding="utf-8")
        else:
            change(site)
        found = examine(str(site))
    finally:
        (site / file).write_bytes(before)
    assert check in faults(found), found.as_text()
    assert not found.passes
    assert [one for one in found.findings if one.verdict == "fault" and one.what]


def test_a_dump_with_another_hash_is_found(site: Path) -> None:
    name = _first(site, "dump/*.nq.gz")
    before = (site / name).read_bytes()
    try:
        (site / name).write_bytes(before[:-1] + b"x")
        assert faults(examine(str(site))) == {"dumps"}
    finally:
        (site / name).write_bytes(before)


class _Plain(http.server.SimpleHTTPRequestHandler):
    """A host of plain files that knows few media types."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        return

    def guess_type(self, path: object) -> str:
        """What it takes a file for."""
        return "text/html" if str(path).endswith(".html") else "application/octet-stream"


@pytest.fixture
def plain_host(site: Path) -> Iterator[str]:
    handler = functools.partial(_Plain, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join(5)


def test_what_a_plain_host_cannot_do_is_a_limit_and_what_it_does_wrong_a_fault(plain_host: str) -> None:
    found = examine(plain_host, sample=2, pages=3)
    assert found.kind == "static host"
    limits = {one.check for one in found.findings if one.verdict == "limit"}
    assert {"Accept", "406", "Vary", "CORS", "security headers", "SPARQL"} <= limits
    assert "signposting" not in limits, "the pages carry it in their heads"
    assert faults(found) <= {"media types", "descriptions"}
    assert "media types" in faults(found)
    text = found.as_text()
    assert "hosting/" in text
    assert "text/turtle" in text


def test_each_refusal_says_what_and_what_to_do(tmp_path: Path, site: Path) -> None:
    with pytest.raises(UsageError, match="neither the address of a site nor a folder"):
        examine(str(tmp_path))
    (tmp_path / "index.html").write_text("<p>Something else", encoding="utf-8")
    with pytest.raises(UsageError, match="no site of dateline"):
        examine(str(tmp_path))
    with pytest.raises(ExchangeError, match="could not be had"):
        examine("http://127.0.0.1:1/")
    with pytest.raises(UsageError, match="no address of a site"):
        examine("http://127.0.0.1:1/?x")
    hostile.refused(hostile.run("doctor", tmp_path), 2, "no site of dateline")


def test_the_command_exits_with_one_where_something_is_at_fault(site: Path, tmp_path: Path) -> None:
    before = (site / "robots.txt").read_bytes()
    (site / "robots.txt").unlink()
    try:
        ran = hostile.run("doctor", site)
        as_json = hostile.run("doctor", site, "--format", "json")
    finally:
        (site / "robots.txt").write_bytes(before)
    assert (ran.code, as_json.code) == (1, 1)
    assert "robots.txt: it is not there" in ran.out
    assert [one["where"] for one in json.loads(as_json.out)["findings"]] == ["robots.txt"]


def test_a_site_that_means_harm_is_only_examined(site: Path, tmp_path: Path) -> None:
    evil = tmp_path / "site"
    evil.mkdir()
    shutil.copy(site / "dataset.jsonld", evil / "dataset.jsonld")
    (evil / "index.html").write_text(
        '<a href="../../../../etc/passwd">x</a><a href="javascript:alert(1)">x</a>\x1b[31m', encoding="utf-8"
    )
    (evil / "sitemap.xml").write_text(
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>',
        encoding="utf-8",
    )
    (evil / "void.ttl").symlink_to("/etc/hostname")
    found = examine(str(evil))
    assert not found.passes
    assert "\x1b" not in found.as_text()
    assert "void.ttl: it is not there" in found.as_text()
