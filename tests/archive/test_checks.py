"""Large collections are checked one by one, a stated sample of them by pySHACL, and across them by queries."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

import dateline
from dateline.archive import checks
from dateline.archive.checks import sample_of
from dateline.checking import Finding, check_file
from dateline.errors import CheckError
from tests.archive.made import several, spoil, told
from tests.conftest import ROOT
from tests.hostile import refused, run, tree

CASE = ROOT / "tests/cases/three-accounts"


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.pipeline.LARGEST_WHOLE", 10)


def test_a_sample_is_the_same_whatever_the_order_and_grows_by_adding() -> None:
    names = [f"d{number}" for number in range(200)]
    small, larger = sample_of(names, 5), sample_of(reversed(names), 9)
    assert len(small) == 5
    assert set(small) < set(larger)
    assert small == tuple(sorted(small))


@pytest.mark.usefixtures("large")
def test_what_is_found_one_by_one_and_on_the_index_is_what_is_found_in_memory(tmp_path: Path) -> None:
    folder = shutil.copytree(CASE, tmp_path / "c")
    whole = dateline.check(folder)
    dateline.publish(folder, workers=1, reference_sample=0)
    said: list[str] = []
    assert dateline.check(folder, told=said.append) == whole
    assert {one.shape for one in whole if one.severity == "warning"}
    assert said[0].startswith("0 of 3 documents looked at now")
    assert any("across the documents" in words for words in said)


@pytest.mark.usefixtures("large")
def test_what_is_found_in_many_documents_can_be_asked_of_their_publication(tmp_path: Path) -> None:
    folder = shutil.copytree(CASE, tmp_path / "c")
    published = dateline.publish(folder, workers=1, reference_sample=0)
    lines = [json.loads(line) for line in (folder / "published/findings.jsonl").read_bytes().splitlines()]
    assert {(one.shape, one.focus, one.message) for one in published.findings} == {
        (one["shape"], one["focus"], one["message"]) for one in lines
    }
    assert published.found == Counter(one["severity"] for one in lines)
    assert dateline.publish(folder, workers=1, reference_sample=0).findings == published.findings


@pytest.mark.usefixtures("large")
def test_only_what_changed_is_looked_at_and_nothing_is_written(tmp_path: Path) -> None:
    folder = several(tmp_path / "c", 6)
    dateline.publish(folder, workers=1, reference_sample=0)
    text, reading = told(50)
    (folder / "texts/d1.txt").write_text(text, encoding="utf-8")
    (folder / "readings/d1.yaml").write_text(reading, encoding="utf-8")
    spoil(folder, ["d2"])
    before = tree(folder)
    said: list[str] = []
    found = dateline.check(folder, told=said.append)
    assert said[0].startswith("2 of 6 documents")
    assert [(one.shape, one.focus[-2:]) for one in found if one.severity == "violation"] == [("Refused", "d2")]
    assert "Ninety dockers joined" in found[0].message
    assert tree(folder) == before
    ran = run("check", folder)
    assert ran.code == 1
    assert "2 of 6 documents looked at now" in ran.err


def test_by_pyshacl_a_sample_is_looked_at_and_named(tmp_path: Path) -> None:
    folder = several(tmp_path / "c", 5)
    ran = run("check", folder, "--tier", "reference", "--sample", "1")
    [name] = sample_of([f"d{number}" for number in range(5)], 1)
    assert f"by pySHACL 1 of 5, chosen by the SHA-256 of their names: {name}" in ran.err
    assert ran.code == 0
    refused(run("check", folder, "--sample", "1"), 2, "--tier reference")


@pytest.mark.usefixtures("large")
def test_publishing_says_which_documents_pyshacl_looked_at_too(tmp_path: Path) -> None:
    folder = several(tmp_path / "c", 5)
    chosen = list(sample_of([f"d{number}" for number in range(5)], 2))
    ran = run("publish", folder, "--workers", "1", "--reference-sample", "2")
    assert f"pySHACL too looked at 2 of the 5 documents: {', '.join(chosen)}" in ran.out
    manifest = json.loads((folder / "published/manifest.json").read_text())
    assert manifest["reference"] == {"tier": "reference", "documents": chosen, "of": 5}
    assert dateline.publish(folder, workers=1, reference_sample=2).unchanged
    assert not dateline.publish(folder, workers=1, reference_sample=1).unchanged


def test_a_shard_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, looked = several(tmp_path / "c", 3), []

    def counted(path: Path, *, tier: str) -> tuple[Finding, ...]:
        looked.append(path.stem)
        return check_file(path, tier="fast")

    monkeypatch.setattr(checks, "check_file", counted)
    dateline.publish(folder, workers=1, tier="reference")
    dateline.publish(folder, workers=1, tier="reference")
    assert sorted(looked) == ["d0", "d1", "d2"]
    text, reading = told(50)
    (folder / "texts/d1.txt").write_text(text, encoding="utf-8")
    (folder / "readings/d1.yaml").write_text(reading, encoding="utf-8")
    dateline.publish(folder, workers=1, tier="reference")
    assert looked[3:] == ["d1"]


def test_what_only_pyshacl_finds_stops_the_publication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = several(tmp_path / "c", 2)
    dateline.publish(folder, workers=1)
    before = tree(folder / "published")
    grave = Finding(shape="TextHash", severity="violation", message="another", focus="x")
    monkeypatch.setattr(checks, "check_file", lambda *_, **__: (grave,))
    with pytest.raises(CheckError):
        dateline.publish(folder, workers=1, reference_sample=1)
    assert tree(folder / "published") == before
