"""A collection that is published document by document is shown as one that is published whole."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from dateline import pipeline
from dateline.errors import DataError
from dateline.pipeline import publish
from dateline.web import static_site
from dateline.web.served import Served, open_served
from dateline.web.sharded import Sharded
from dateline.web.site import Site
from dateline.web.static_site import write_site
from tests.conftest import ROOT
from tests.hostile import tree
from tests.web.serving import running

CASE = ROOT / "tests" / "cases" / "three-accounts"


@dataclass(frozen=True)
class Both:
    """The same collection, published whole and document by document."""

    whole: Path
    large: Path


def made(folder: Path, *, large: bool) -> Path:
    """A copy of the three accounts, published."""
    shutil.copytree(CASE, folder, ignore=shutil.ignore_patterns("expected"))
    with pytest.MonkeyPatch.context() as patch:
        if large:
            patch.setattr(pipeline, "LARGEST_WHOLE", 0)
        publish(folder, workers=1)
    return folder


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    home = tmp_path_factory.mktemp("large")
    return Both(whole=made(home / "whole", large=False), large=made(home / "large", large=True))


@pytest.fixture(scope="module")
def whole(both: Both) -> Served:
    return open_served(both.whole)


@pytest.fixture(scope="module")
def large(both: Both) -> Served:
    return open_served(both.large)


def test_it_has_the_same_resources(whole: Served, large: Served) -> None:
    assert isinstance(large, Sharded)
    assert not isinstance(whole, Sharded)
    assert list(large.resources) == list(whole.resources)
    for path, resource in whole.resources.items():
        assert large.resources[path] == resource, path
        assert large.by_iri[resource.iri] == resource
    for kind in ("dataset", "document", "event", "thing", "claim", "time", "run"):
        assert large.of_kind(kind) == whole.of_kind(kind)


def test_every_statement_is_found_as_it_was_published(whole: Served, large: Served) -> None:
    for resource in whole.resources.values():
        if resource.kind != "dataset":
            assert set(large.describe(resource.iri)) == set(whole.describe(resource.iri)), resource.path
        assert large.incoming(resource.iri, 0, 1000) == whole.incoming(resource.iri, 0, 1000)
    for document in whole.documents:
        assert set(large.of_graph(document.iri)) == set(whole.of_graph(document.iri))
    assert dict(large.texts) == dict(whole.texts)
    assert large.dump.lines == whole.dump.lines


def test_every_page_and_every_representation_is_the_same(whole: Served, large: Served) -> None:
    one, other = Site(whole), Site(large)
    same = [path for path in one.paths() if path not in one.fixed and not _is_of_the_publication(path)]
    assert len(same) > 200
    for path in same:
        mine, theirs = one.file(path), other.file(path)
        assert mine is not None
        assert theirs is not None
        shown = bytes(theirs.data).replace(large.version.encode(), whole.version.encode())
        assert without_warnings(shown).split() == without_warnings(bytes(mine.data)).split(), path


def test_several_processes_write_the_same_site(both: Both, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = write_site(both.large, tmp_path / "one", workers=1)
    monkeypatch.setattr(static_site, "_LARGE", 10)
    told: list[tuple[int, int]] = []
    two = write_site(both.large, tmp_path / "two", workers=2, told=lambda done, total: told.append((done, total)))
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    assert (one.files, one.size, one.notes) == (two.files, two.size, two.notes)
    assert told[-1][0] == told[-1][1] == two.files


def test_a_site_is_of_one_publication(both: Both) -> None:
    opening = static_site._Opening(path=both.large, at=None, services=True, version="of another day")
    with pytest.raises(DataError, match="published again while its site was being written"):
        opening.site()


def test_only_what_is_wanted_is_gathered(large: Served) -> None:
    """A page of a thing waits for no count of the whole publication, and for no list of everything."""
    fresh = open_served(large.folder)
    site = Site(fresh)
    assert site.file("doc/tribune-1987-06-02.html") is not None
    made = {one.__name__ for one in fresh.made}
    assert not made & {"facets", "_further", "described", "files"}, made


def _is_of_the_publication(path: str) -> bool:
    """Whether a file tells of the files of the publication, which differ."""
    name = path.partition(".")[0]
    return name in ("index", "downloads", "report", "query") or name.startswith("questions/")


def without_warnings(page: bytes) -> bytes:
    """A page without what the checks across documents say, which are not part of publishing a large collection."""
    return re.sub(rb'<section class="warned".*?</section>\n*', b"", page, flags=re.DOTALL)


@pytest.mark.parametrize(
    "path", ["e/nothing", "doc/nothing", "doc/ministry-1987-05-14#char=0,5", "e/../x", "", "e/a b", "e/%00", "e/<x>"]
)
def test_an_address_of_nothing_is_nothing(whole: Served, large: Served, path: str) -> None:
    assert (path in large.resources) == (path in whole.resources)
    assert large.resources.get(path) == whole.resources.get(path)
    assert ("no IRI" in large.by_iri, "https://[" in large.by_iri) == (False, False)


def test_what_is_published_meanwhile_takes_nothing_away(both: Both, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(both.large, tmp_path / "changing", symlinks=True))
    served = open_served(folder)
    before = {one.iri: set(served.describe(one.iri)) for one in served.of_kind("event", "thing", "claim")}
    fresh = open_served(folder)
    shard = folder / "published" / "graph" / "tribune-1987-06-02.nq"
    shard.unlink()
    for iri, said in before.items():
        assert set(fresh.describe(iri)) == said
    assert isinstance(fresh, Sharded)
    with pytest.raises(FileNotFoundError):
        bytes(fresh.files["graph/tribune-1987-06-02.nq"])
    shard.write_bytes(b"another\n")
    with pytest.raises(DataError, match="not the one that was published"):
        bytes(fresh.files["graph/tribune-1987-06-02.nq"])


def test_a_missing_index_is_said_with_what_to_do(both: Both, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(both.large, tmp_path / "bare", ignore=shutil.ignore_patterns(".dateline")))
    with pytest.raises(DataError, match="dateline publish"):
        open_served(folder)


def test_the_site_is_written_with_every_shard(both: Both, tmp_path: Path) -> None:
    done = write_site(both.large, tmp_path / "site")
    assert done.notes == []
    assert (tmp_path / "site" / "doc" / "tribune-1987-06-02.html").is_file()
    for shard in (both.large / "published" / "graph").iterdir():
        assert (tmp_path / "site" / "graph" / shard.name).read_bytes() == shard.read_bytes()


def test_the_server_answers_queries_from_the_index(both: Both) -> None:
    with running(both.large) as server, server.client() as found:
        asked = "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?d a <https://w3id.org/dateline/ns#SourceDocument> }"
        answer = found.get("/sparql", params={"query": asked}, headers={"Accept": "text/csv"})
        assert answer.text.split() == ["n", "3"]
        page = found.get("/e/harbour-square-shooting.html")
        assert "Where the accounts differ" in page.text
