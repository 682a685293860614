"""`dateline compare --documents` and `--since`, as one calls them."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.pipeline import publish
from tests.conftest import ROOT

CASE = ROOT / "tests" / "cases" / "three-accounts"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three accounts, published and released; then one figure was corrected, and it was published again."""
    folder = tmp_path_factory.mktemp("compared") / "harbour"
    shutil.copytree(CASE, folder, ignore=shutil.ignore_patterns("expected"))
    publish(folder, workers=1)
    shutil.copytree(folder / "published", folder.parent / "before")
    assert run("release", folder, "--day", "2026-01-20") == 0
    reading = folder / "readings" / "tribune-1987-06-02.yaml"
    told = reading.read_text(encoding="utf-8")
    assert "quantifier: exact" in told
    reading.write_text(told.replace("quantifier: exact", "quantifier: at-least"), encoding="utf-8")
    publish(folder, workers=1)
    return folder


def run(*arguments: str | Path) -> int:
    """The exit code of a call."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["dateline", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
    return int(ended.value.code or 0)


def test_documents_are_held_against_each_other(collection: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("compare", collection, "--documents", "--format", "json") == 0
    told = json.loads(capsysbinary.readouterr().out)
    [dead] = [one for one in told["topics"] if one["predicate"]["label"] == "killed"]
    assert [one["value"] for one in dead["accounts"]] == ["at least 130", "133", "at least 137"]
    assert dead["verdict"] == "differ"


@pytest.mark.parametrize("since", ["2026-01-20", "last", "before", "before/graph.nq"])
def test_what_changed_is_told_by_release_by_folder_and_by_dump(
    collection: Path, since: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    place = collection.parent / since
    assert run("compare", collection, "--since", place if place.exists() else since, "--format", "json") == 0
    told = json.loads(capsysbinary.readouterr().out)
    assert told["counts"] == {"added": 0, "gone": 0, "changed": 1}
    [change] = told["changes"]
    assert change["differences"] == [{"of": "value", "before": "137", "now": "at least 137"}]
    assert change["now"]["words"][0]["text"] == "killed 137 people"


def test_an_unknown_release_is_told_with_those_there_are(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compare", collection, "--since", "1999") == 2
    assert "2026-01-20" in capsys.readouterr().err


def test_one_comparison_is_asked_for_at_a_time(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compare", collection, "--documents", "--online") == 2
    assert run("compare", collection, "--documents", "--since", "last") == 2
    assert "one comparison at a time" in " ".join(capsys.readouterr().err.split())


def test_the_page_goes_where_o_says(collection: Path, tmp_path: Path) -> None:
    assert run("compare", collection, "--documents", "-o", tmp_path / "documents.html") == 0
    assert b"133 and at least 137 cannot both be true." in (tmp_path / "documents.html").read_bytes()


def test_one_document_has_nothing_to_be_held_against(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("compare", ROOT / "graph" / "black-january", "--documents") == 0
    assert b"nothing to hold it against" in capsysbinary.readouterr().out
