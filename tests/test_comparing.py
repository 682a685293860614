"""The verb `compare`: of a collection, of a document by itself, in Python and on the command line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import dateline
from dateline.errors import UsageError
from dateline.formats import export_drafts
from dateline.links.wikidata import open_client
from tests.comparison.golden import EXPECTED, made
from tests.conftest import EXAMPLE, ROOT
from tests.wikidata_server import Pauses, WikidataServer, wikidata_server

CASES = ROOT / "tests" / "cases"


@pytest.fixture(scope="module")
def server() -> Iterator[WikidataServer]:
    """A stand-in that no test of this module changes."""
    with wikidata_server() as running:
        yield running


@pytest.fixture(scope="module")
def compared(server: WikidataServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example with pinned items."""
    copy = tmp_path_factory.mktemp("compared") / "black-january"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("wikidata"))
    client = open_client(server.wikibase(), cache=None, clock=Pauses().clock)
    dateline.compare(copy, online=True, client=client)
    return copy


def run(
    *arguments: str | Path, cwd: Path = ROOT, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs the command line as a process of its own."""
    known = os.environ | {"PYTHONPATH": str(ROOT / "graph"), "COLUMNS": "100"} | (environment or {})
    return subprocess.run(
        [sys.executable, "-m", "dateline", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env=known,
        timeout=120,
    )


def test_the_comparison_of_the_example_is_as_expected() -> None:
    assert made().decode() == EXPECTED.read_bytes().decode()


def test_what_is_pinned_is_what_the_links_name(compared: Path) -> None:
    names = {path.stem for path in (compared / "wikidata").iterdir()}
    assert {"Q734004", "Q9248", "Q15180", "Q30487", "Q399", "Q30"} <= names
    assert "Q649" not in names, "a link that was rejected is not asked for"


def test_a_document_by_itself_is_compared_and_keeps_nothing(server: WikidataServer, tmp_path: Path) -> None:
    for kind, suffix in (("documents", "txt"), ("readings", "yaml")):
        file = next((EXAMPLE / kind).glob(f"*.{suffix}"))
        shutil.copy(file, tmp_path / file.name)
    document = tmp_path / "embassy-2012-01-20.txt"
    before = sorted(tmp_path.iterdir())
    client = open_client(server.wikibase(), cache=None, clock=Pauses().clock)
    done = dateline.compare(document, online=True, client=client)
    assert done.count("not asked") == 0
    assert "What Wikidata says is not kept: --pins DIR keeps it." in done.notes
    assert sorted(tmp_path.iterdir()) == before
    offline = dateline.compare(document)
    assert any("--pins DIR" in note for note in offline.notes)


def test_pins_can_lie_in_a_folder_of_their_own(server: WikidataServer, compared: Path, tmp_path: Path) -> None:
    client = open_client(server.wikibase(), cache=None, clock=Pauses().clock)
    online = dateline.compare(compared, online=True, pins=tmp_path / "pins", client=client)
    assert (tmp_path / "pins" / "Q734004.json").is_file()
    assert dateline.compare(compared, pins=tmp_path / "pins").rows == online.rows


def test_things_without_an_item_are_drafted_only_when_asked(compared: Path) -> None:
    usual, more = dateline.compare(compared), dateline.compare(compared, new_items=True)
    assert not usual.drafts.new_items
    new = [row for row in more.rows if row.verdict == "new" and not row.item]
    assert new
    assert all(row.why == "The item would be new too." for row in new)
    files = export_drafts(more.worth_writing(), "quickstatements")
    assert b"CREATE" in files["quickstatements.tsv"]
    assert b"CREATE" not in export_drafts(usual.worth_writing(), "quickstatements")["quickstatements.tsv"]


def test_several_documents_are_told_apart(server: WikidataServer, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(CASES / "three-accounts", tmp_path / "three"))
    (copy / "links.yaml").write_text(
        '- thing: harbour-square-shooting\n  exactMatch: "http://www.wikidata.org/entity/Q734004"\n'
        '  status: accepted\n  by: A test\n  date: "2026-11-23"\n  why: Not so, and only for this test.\n'
    )
    client = open_client(server.wikibase(), cache=None, clock=Pauses().clock)
    done = dateline.compare(copy, online=True, client=client)
    deaths = [row for row in done.rows if row.property == "P1120" and row.verdict != "cannot be said"]
    assert [row.value for row in deaths] == ["133", "137"]
    assert [one.name for one in done.sources] == ["committee-1988-05-11", "ministry-1987-05-14", "tribune-1987-06-02"]


# ------------------------------------------------------------------------------------------------- on the command line


@pytest.mark.slow
def test_the_three_forms_and_the_verdicts(compared: Path, tmp_path: Path) -> None:
    table = run("compare", compared, "--verdict", "differs")
    assert table.returncode == 0, table.stderr
    assert "133" in table.stdout
    assert "agrees" not in table.stdout
    assert max(map(len, table.stdout.splitlines())) <= 100
    data = json.loads(run("compare", compared, "--format", "json").stdout)
    assert data["format"] == "dateline-comparison"
    page = run("compare", compared, "-o", tmp_path / "compared.html")
    assert page.stdout == ""
    assert str(tmp_path / "compared.html") in page.stderr
    assert (tmp_path / "compared.html").read_bytes().startswith(b"<!doctype html>")


@pytest.mark.slow
def test_what_is_worth_writing_goes_into_a_folder_that_is_not_there(compared: Path, tmp_path: Path) -> None:
    made_ = run("compare", compared, "--to", "quickstatements", "-o", tmp_path / "out")
    assert made_.returncode == 0, made_.stderr
    assert made_.stdout == ""
    assert f"2 statements to review in {tmp_path / 'out'}; nothing was uploaded." in made_.stderr
    assert "Left out: 2 that Wikidata has already" in made_.stderr
    lines = (tmp_path / "out" / "quickstatements.tsv").read_text().splitlines()
    assert [line.split("\t")[:3] for line in lines] == [["Q734004", "P1120", "133"], ["Q734004", "P1339", "700"]]
    again = run("compare", compared, "--to", "quickstatements", "-o", tmp_path / "out")
    assert again.returncode == 3
    assert "there is something in this folder already" in again.stderr


WRONG = [
    (["--to", "quickstatements", "--format", "json"], "Give one of the two."),
    (["--references"], "--references goes with --to."),
    (["--to", "quickstatement"], "Did you mean 'quickstatements'?"),
    (["--to", "turtle"], "does not carry drafts"),
    (["--to", "quickstatements"], "-o DIR"),
    (["--to", "wikibase-json", "--references", "-o", "out"], "--to quickstatements"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("arguments", "told"), WRONG, ids=[" ".join(one) for one, _ in WRONG])
def test_a_wrong_call_says_what_to_do(compared: Path, tmp_path: Path, arguments: list[str], told: str) -> None:
    ran = run("compare", compared, *arguments, cwd=tmp_path)
    assert ran.returncode == 2
    assert told in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_wikimedia_is_not_asked_without_a_contact(compared: Path) -> None:
    ran = run("compare", compared, "--online", environment={"DATELINE_WIKIBASE_CONTACT": ""})
    assert ran.returncode == 2
    assert "DATELINE_WIKIBASE_CONTACT" in ran.stderr


def test_a_wikibase_with_other_properties_is_not_compared_with(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(EXAMPLE, tmp_path / "copy"))
    settings = copy / "dateline.toml"
    table = (
        '[wikibase]\napi = "https://base.example.org/w/api.php"\nconcept_base = "https://base.example.org/entity/"\n'
    )
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\n{table}", encoding="utf-8")
    with pytest.raises(UsageError, match=r"in base\.example\.org they may mean anything"):
        dateline.compare(copy)
