"""A collection document by document: only what changed is done again, and why is told."""

from __future__ import annotations

import json
import tracemalloc
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import pytest

import dateline
from dateline.archive import Documents, Ledger, Progress, Record, assembled, publish_documents
from dateline.archive.fingerprint import NO_FINGERPRINT
from dateline.checking import Finding
from dateline.collection import open_collection
from dateline.drafting import NOTHING_KNOWN
from dateline.errors import CheckError, OutputError
from dateline.settings import Settings
from tests.archive.made import several, spoil, told
from tests.hostile import run, tree


def done(folder: Path, *, workers: int = 1, progress: Callable[[Progress], object] = str) -> Documents:
    return publish_documents(open_collection(folder), known=NOTHING_KNOWN, workers=workers, progress=progress)


def test_at_first_every_document_is_new_and_then_none_is_done_again(tmp_path: Path) -> None:
    folder = several(tmp_path / "c")
    assert done(folder).why == {f"d{number}": ("new",) for number in range(4)}
    assert done(folder).why == {}


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def touch_reading(folder: Path) -> None:
    edit(folder / "readings/d1.yaml", '"council"', '"town council"')


def touch_text_and_reading(folder: Path) -> None:
    text, reading = told(9)
    (folder / "texts/d1.txt").write_text(text, encoding="utf-8")
    (folder / "readings/d1.yaml").write_text(reading, encoding="utf-8")


def lose_shard(folder: Path) -> None:
    (folder / ".dateline/shards/d1.nq").unlink()


def cut_shard(folder: Path) -> None:
    (folder / ".dateline/shards/d1.nq").write_bytes(b"")


def decide_link(folder: Path) -> None:
    (folder / "links.yaml").write_text(
        '- thing: d1/council\n  exactMatch: "http://www.wikidata.org/entity/Q1"\n  status: accepted\n'
        '  by: Ann\n  date: "2026-11-22"\n  why: x\n',
        encoding="utf-8",
    )


def merge(folder: Path) -> None:
    (folder / "identity.yaml").write_text("council: {members: [d1/council], by: Ann, why: Named.}", encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (touch_reading, ("reading",)),
        (touch_text_and_reading, ("text", "reading")),
        (lose_shard, ("shard",)),
        (cut_shard, ("shard",)),
        (decide_link, ("links",)),
        (merge, ("identity",)),
    ],
)
def test_the_document_that_changed_is_done_again_and_no_other(
    change: Callable[[Path], None], why: tuple[str, ...], tmp_path: Path
) -> None:
    folder = several(tmp_path / "c")
    done(folder)
    change(folder)
    assert done(folder).why == {"d1": why}
    assert done(folder).why == {}


def test_settings_that_the_graphs_depend_on_change_all_and_others_none(tmp_path: Path) -> None:
    folder = several(tmp_path / "c")
    done(folder)
    edit(folder / "dateline.toml", "A strike", "Two strikes")
    assert done(folder).why == {}
    edit(folder / "dateline.toml", "\nbase", '\npolicy = "strict"\nbase')
    assert set(done(folder).why.values()) == {("settings",)}


def test_another_label_of_the_first_member_changes_every_document_that_shares_the_thing(tmp_path: Path) -> None:
    folder = several(tmp_path / "c", shared=True)
    done(folder)
    edit(folder / "readings/d0.yaml", "label: Port Ellis", "label: Port of Ellis")
    why = done(folder).why
    assert why["d0"] == ("reading", "identity")
    assert {why[f"d{number}"] for number in (1, 2, 3)} == {("identity",)}
    assert done(folder).why == {}


def test_a_document_that_is_gone_is_forgotten_with_its_shard(tmp_path: Path) -> None:
    folder = several(tmp_path / "c")
    dateline.publish(folder)
    for file in ("texts/d1.txt", "readings/d1.yaml"):
        (folder / file).unlink()
    found = done(folder)
    assert (found.removed, found.why) == (("d1",), {})
    assert not (found.shards / "d1.nq").exists()
    assert "doc/d1" not in (dateline.publish(folder).folder / "graph.nq").read_text(encoding="utf-8")


def test_one_bad_document_stops_no_other_and_the_exit_code_says_so(tmp_path: Path) -> None:
    folder = several(tmp_path / "c")
    spoil(folder, ["d1"])
    ran = run("publish", folder, "--workers", "2")
    assert ran.code == 1
    assert "d1 is left out" in ran.err
    assert "Ninety dockers joined" in ran.err
    assert "4 documents: 4 done now, 0 as they were\n  1 document left out\n" in ran.out
    published = (folder / "published/graph.nq").read_text(encoding="utf-8")
    assert "doc/d0>" in published
    assert "doc/d1>" not in published
    assert run("publish", folder).code == 1, "it is still refused"


def test_where_every_document_is_bad_nothing_is_published_and_what_was_stays(tmp_path: Path) -> None:
    folder = several(tmp_path / "c")
    dateline.publish(folder)
    before = tree(folder / "published")
    spoil(folder, [f"d{number}" for number in range(4)])
    with pytest.raises(CheckError, match="none of the documents"):
        dateline.publish(folder)
    assert tree(folder / "published") == before


def test_the_same_bytes_come_out_whatever_the_number_of_workers(tmp_path: Path) -> None:
    one, other = several(tmp_path / "one", 6, shared=True), several(tmp_path / "other", 6, shared=True)
    dateline.publish(one, workers=1)
    dateline.publish(other, workers=3)
    assert tree(one / "published") == tree(other / "published")


def test_an_interrupted_run_is_taken_up_where_it_stopped(tmp_path: Path) -> None:
    folder = several(tmp_path / "c", 6)

    def stop(now: Progress) -> None:
        if now.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        done(folder, progress=stop)
    told_of: list[Progress] = []
    found = done(folder, progress=told_of.append)
    assert len(found.why) == 3
    assert [(now.done, now.total) for now in told_of] == [(1, 3), (2, 3), (3, 3)]


def test_a_fault_of_the_machine_is_no_fault_of_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = several(tmp_path / "c")

    def full(path: Path, data: bytes) -> None:
        raise OutputError("the disk is full.", where=str(path))

    monkeypatch.setattr("dateline.archive.work.write_file", full)
    with pytest.raises(OutputError):
        done(folder)
    monkeypatch.undo()
    assert done(folder).refused == {}


def test_a_document_without_a_reading_is_read_and_the_draft_is_kept(tmp_path: Path) -> None:
    folder = several(tmp_path / "c")
    (folder / "documents").mkdir()
    (folder / "documents/new.txt").write_text("Port Ellis\n\nThe council of Port Ellis met on 3 May 1921.\n")
    found = done(folder, workers=2)
    assert found.drafted == ("new",)
    assert (folder / "readings/new.yaml").is_file()
    assert done(folder).why == {}


def test_why_a_document_was_done_again_is_explained_in_words(tmp_path: Path) -> None:
    folder = several(tmp_path / "c")
    run("publish", folder)
    touch_reading(folder)
    ran = run("publish", folder, "--explain")
    assert "d1: the reading changed\n" in ran.out
    assert "4 documents: 1 done now, 3 as they were" in ran.out
    assert "nothing has changed" in run("publish", folder).out


def test_a_large_collection_is_published_as_shards_with_a_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.pipeline.LARGEST_WHOLE", 10)
    folder = several(tmp_path / "c")
    published = dateline.publish(folder)
    assert sorted(published.files) == [
        "collection.nq",
        "findings.jsonl",
        *(f"graph/d{number}.nq" for number in range(4)),
        "manifest.json",
    ]
    assert (folder / "published/graph/d1.nq").read_bytes() == (folder / ".dateline/shards/d1.nq").read_bytes()
    assert dateline.publish(folder).unchanged


def test_a_publication_is_put_together_with_few_documents_in_memory(tmp_path: Path) -> None:
    said = json.dumps([asdict(Finding(shape="X", severity="info", message="x" * 20_000, focus="")) for _ in range(3)])
    counts = {"quads": 1, "bytes": 1}
    with Ledger(tmp_path) as ledger:
        ledger.put(
            Record(
                document=f"d{number:03}", fingerprint=NO_FINGERPRINT, status="published", counts=counts, findings=said
            )
            for number in range(600)
        )
    made = Documents(folder=tmp_path, number=600, totals=Counter(quads=600, documents=600), refused={}, why={})
    tracemalloc.start()
    try:
        files = assembled(made, Settings(title="Many", base="https://example.org/many/"), "made of")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000, "what was found in all of them is 36 MB"
    findings = files["findings.jsonl"]
    assert isinstance(findings, Path)
    assert len(findings.read_bytes().splitlines()) == 1800
    manifest = json.loads((tmp_path / "manifest.json").read_bytes())
    assert manifest["files"]["findings.jsonl"] == {
        "bytes": findings.stat().st_size,
        "sha256": sha256(findings.read_bytes()).hexdigest(),
    }
    assert manifest["counts"] == {"documents": 600, "quads": 600}
