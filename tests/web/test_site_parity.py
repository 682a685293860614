"""The server and the files are one site: the same addresses, the same bytes, whatever folder it is put into."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from click.testing import CliRunner

from dateline.cli.commands import main_group
from dateline.errors import OutputError
from dateline.web.hosting import hosting_files
from dateline.web.static_site import MARK, write_site
from tests.conftest import EXAMPLE
from tests.web.serving import collection_of, running

AT = "https://example.org/deep/er/"
HOSTING = {*hosting_files(AT, {}, missing=b""), MARK}
"""What is for the hosts of files alone."""
LABEL = '<https://example.org/kg/{}> <http://www.w3.org/2004/02/skos/core#prefLabel> "{}" <https://example.org/kg/> .'
SUFFIXES = (".html", ".ttl", ".jsonld", ".nt", ".rdf", ".linkset.json")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("site") / "site"
    write_site(EXAMPLE, made, at=AT)
    return made


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file.relative_to(folder).as_posix(), file.read_bytes()


def test_the_server_sends_every_file_with_the_same_bytes(folder: Path) -> None:
    with running(EXAMPLE, "--at", AT) as server, server.client() as http:
        wrong = []
        for name, data in _files(folder):
            if name in HOSTING:
                continue
            answer = http.get("/" + quote(name))
            if (answer.status_code, answer.content) != (200, data):
                wrong.append((name, answer.status_code))
        assert wrong == []


def test_every_address_of_the_server_is_a_file(folder: Path) -> None:
    from dateline.web.served import open_served
    from dateline.web.site import Site

    names = {name for name, _ in _files(folder)}
    paths = list(Site(open_served(EXAMPLE, at=AT)).paths())
    assert {unquote(path) for path in paths} == names - HOSTING
    assert len(paths) == len(set(paths))


def test_two_builds_are_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_site(EXAMPLE, tmp_path / "again", at=AT)
    assert dict(_files(tmp_path / "again")) == dict(_files(folder))


class _References(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.ids: set[str] = set()
        self.base = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.base = self.base or tag == "base"
        self.ids.update(value for name, value in attrs if name == "id" and value)
        rel = (known.get("rel") or "").split()
        for name in ("href", "src", "action"):
            value = known.get(name)
            if value and not (tag == "link" and {"cite-as", "canonical", "license", "author"} & set(rel)):
                self.found.add(value)


def test_every_link_of_every_page_is_relative_and_leads_to_a_file(folder: Path) -> None:
    files = dict(_files(folder))
    pages = {name: _References() for name in files if name.endswith(".html") and name not in HOSTING}
    for name, parser in pages.items():
        parser.feed(files[name].decode())
    dead = set()
    for name, parser in pages.items():
        assert not parser.base, f"{name} would not work in another folder"
        for reference in parser.found:
            parts = urlsplit(reference)
            if parts.scheme or parts.netloc:
                continue
            assert not reference.startswith("/"), (name, reference)
            there = urlsplit(urljoin("file:///" + quote(name), reference))
            path = unquote(there.path).lstrip("/")
            target = path + "index.html" if not path or path.endswith("/") else path
            if target in ("sparql", "find", "reconcile", "reconcile/", "reconcile/v1/"):
                continue  # services that only the server has; the pages say so
            ids = pages[target].ids if target in pages else {there.fragment}
            if target not in files or (there.fragment and not {there.fragment, unquote(there.fragment)} & ids):
                dead.add((name, reference))
    assert not sorted(dead)[:20]


def test_no_page_needs_another_host(folder: Path) -> None:
    for name, data in _files(folder):
        if name.endswith((".html", ".css")) and "/vendor/" not in name:
            loaded = re.findall(
                rb"""<(?:script|img|iframe)[^>]*\ssrc=["']?(https?:)?//|url\(["']?https?:|@import""", data
            )
            assert not loaded, name


def test_things_with_awkward_names_have_an_address_and_a_file(tmp_path: Path) -> None:
    names = [
        "e/a+b",
        "e/urn:x:y",
        "e/a%20b",
        "e/Bakı",
        "e/مدينة",
        "e/%2520",
        "e/a,b;c=d",
        "e/it's",
        "e/(x)!*",
        "e/😀",
        "e/a@b&c",
    ]
    quads = "\n".join(LABEL.format(name, f"Thing {place}") for place, name in enumerate(names))
    collection = collection_of(tmp_path / "kg", quads)
    write_site(collection, tmp_path / "site")
    files = dict(_files(tmp_path / "site"))
    with running(collection) as server, server.client() as http:
        for name in names:
            asked = http.get("/" + quote(name, safe="/%:+,;=@&!*()'"), headers={"Accept": "text/turtle"})
            assert asked.status_code == 303, name
            there = http.get(asked.url.join(asked.headers["location"]))
            assert there.status_code == 200, name
            path = unquote(there.url.raw_path.decode().lstrip("/"))
            assert files[path] == there.content, name


def test_what_a_file_cannot_be_called_is_left_out_and_said(tmp_path: Path) -> None:
    collection = collection_of(tmp_path / "kg", LABEL.format("e/a%2Fb", "Slash") + "\n" + LABEL.format("e/x", "X"))
    done = write_site(collection, tmp_path / "site")
    assert any("e/a%2Fb.html is left out" in note for note in done.notes)
    with running(collection) as server, server.client() as http:
        assert http.get("/e/a%2Fb", headers={"Accept": "text/turtle"}).headers["location"] == "a%2Fb.ttl"
        assert "Slash" in http.get("/e/a%2Fb.ttl").text


def test_what_xml_cannot_carry_is_sent_in_another_format(tmp_path: Path) -> None:
    collection = collection_of(tmp_path / "kg", LABEL.format("e/x", "bell \\u0007"))
    done = write_site(collection, tmp_path / "site")
    assert any(note.startswith("e/x.rdf is left out: ") for note in done.notes)
    with running(collection) as server, server.client() as http:
        assert http.get("/e/x.rdf").status_code == 406
        accepted = {"Accept": "application/rdf+xml, text/turtle;q=0.5"}
        assert http.get("/e/x", headers=accepted).headers["location"] == "x.ttl"


def test_two_things_at_one_address_are_refused(tmp_path: Path) -> None:
    from dateline.errors import DataError

    quads = LABEL.format("e/x", "X") + "\n" + LABEL.format("e/x.html", "Y")
    with pytest.raises(DataError, match=r"its address would be that of the page or data of https://example.org/kg/e/x"):
        write_site(collection_of(tmp_path / "kg", quads), tmp_path / "site")


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="was not made by dateline site"):
        write_site(EXAMPLE, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_a_site_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    collection, site = collection_of(tmp_path / "kg", LABEL.format("e/x", "X")), tmp_path / "site"
    write_site(collection, site)
    (site / "e" / "gone.html").write_text("old", encoding="utf-8")
    write_site(collection, site)
    assert not (site / "e" / "gone.html").exists()
    assert (site / "e" / "x.html").is_file()


def test_the_command_says_what_it_wrote(tmp_path: Path) -> None:
    collection = collection_of(tmp_path / "kg", LABEL.format("e/x", "X"))
    done = CliRunner().invoke(main_group, ["site", str(collection), "-o", str(tmp_path / "site")])
    assert done.exit_code == 0, done.output
    assert re.match(r"[0-9,]+ files, [0-9,]+ bytes in ", done.output)
    assert f"open {tmp_path}/site/index.html" in done.output


def test_readings_that_are_not_published_are_shown_as_they_stand(tmp_path: Path) -> None:
    import shutil

    copied = tmp_path / "kg"
    shutil.copytree(EXAMPLE, copied, ignore=shutil.ignore_patterns("published"))
    with running(copied) as server, server.client() as http:
        assert http.get("/e/baku", headers={"Accept": "text/turtle"}).status_code == 303
        assert http.get("/e/baku.ttl").status_code == 200
        answer = http.get("/sparql", params={"query": "ASK { ?s a <https://w3id.org/dateline/ns#Place> }"})
        assert answer.status_code == 200


def test_no_label_can_end_the_head_of_a_page(tmp_path: Path) -> None:
    hostile = "</head><script>alert(1)</script></title>"
    collection = collection_of(tmp_path / "kg", LABEL.format("e/x", hostile), title=hostile)
    write_site(collection, tmp_path / "site")
    for name, data in _files(tmp_path / "site"):
        if name.endswith(".html"):
            assert b"<script>alert" not in data, name
            assert data.count(b"</head>") == 1, name


def test_a_site_without_a_server_promises_none(tmp_path: Path) -> None:
    small = collection_of(tmp_path / "small", LABEL.format("e/x", "X"))
    with_server, without = tmp_path / "with", tmp_path / "without"
    for folder, options in ((with_server, ()), (without, ("--static",))):
        done = CliRunner().invoke(main_group, ["site", str(small), "-o", str(folder), *options])
        assert done.exit_code == 0, done.output
    for name in ("void.ttl", "dcat.ttl", "openapi.json", "downloads.html"):
        said = [(folder / name).read_bytes() for folder in (with_server, without)]
        assert [re.search(rb"/sparql[^-]", one) is not None for one in said] == [True, False], name
    assert b"reconcil" not in (without / "dcat.ttl").read_bytes()
    told = [CliRunner().invoke(main_group, ["doctor", str(folder)]) for folder in (with_server, without)]
    assert [one.exit_code for one in told] == [0, 0], [one.output for one in told]


def test_the_page_of_a_document_is_not_under_the_licence_of_the_graph(tmp_path: Path) -> None:
    assert b'rel="license"' in (write_pages(tmp_path / "a", "unknown") / "index.html").read_bytes()
    licences = [
        re.findall(
            rb'<link rel="license" href="([^"]*)"', (write_pages(tmp_path / name, said) / "doc/d.html").read_bytes()
        )
        for name, said in (("b", "unknown"), ("c", "https://example.org/licence"))
    ]
    assert licences == [[], [b"https://example.org/licence"]]


def write_pages(folder: Path, text_licence: str) -> Path:
    """The site of a collection of one document whose text is under that licence."""
    quads = (
        "<https://example.org/kg/doc/d> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<https://w3id.org/dateline/ns#SourceDocument> <https://example.org/kg/> .\n" + LABEL.format("doc/d", "D")
    )
    small = collection_of(folder / "small", quads, more=f'text_license = "{text_licence}"\n')
    write_site(small, folder / "site")
    return folder / "site"
