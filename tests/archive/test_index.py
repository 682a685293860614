"""The index of a large publication: the answers of its files, changed by what changed, whole for its readers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import dateline
from dateline import terms
from dateline.archive import index as index_module
from dateline.archive import refresh_from
from dateline.collection import index_of
from dateline.errors import DataError
from dateline.questions import questions
from dateline.store import open_disk
from dateline.store.results import Table
from tests.archive.made import several, told
from tests.conftest import ROOT

CASE = ROOT / "tests/cases/three-accounts"


@pytest.fixture(autouse=True)
def _every_collection_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.pipeline.LARGEST_WHOLE", 10)


def documents_in(store: Path) -> list[str]:
    with open_disk(store, read_only=True) as opened:
        return [name for name in opened.graphs() if "/doc/" in name]


def test_every_question_has_the_same_rows_as_on_the_readings(tmp_path: Path) -> None:
    folder = shutil.copytree(CASE, tmp_path / "c")
    as_they_stand = dateline.open_dataset(CASE)
    dateline.publish(folder)
    assert index_of(folder) is not None
    indexed = dateline.open_dataset(folder)
    for asked in questions():
        one, other = (store.query(asked.bind().text) for store in (indexed.store, as_they_stand.store))
        assert one == other, asked.name
    assert indexed.base == "https://example.org/harbour/"


def test_a_change_makes_a_new_index_from_the_last_one_and_readers_keep_theirs(tmp_path: Path) -> None:
    folder = several(tmp_path / "c", 12)
    dateline.publish(folder)
    first = index_of(folder)
    assert first is not None
    reader = open_disk(first, read_only=True)
    text, reading = told(99)
    (folder / "texts/d3.txt").write_text(text, encoding="utf-8")
    (folder / "readings/d3.yaml").write_text(reading, encoding="utf-8")
    for file in ("texts/d4.txt", "readings/d4.yaml"):
        (folder / file).unlink()
    dateline.publish(folder)
    second = index_of(folder)
    assert second is not None
    assert second != first
    assert "https://example.org/kg/doc/d4" not in documents_in(second)
    assert "https://example.org/kg/doc/d4" in reader.graphs(), "who opened the first one still reads it whole"
    other = tmp_path / "other"
    index_module._fill(other, {path.as_posix(): path for path in (folder / "published").rglob("*.nq")})
    with open_disk(second) as changed, open_disk(other) as filled:
        for store in (changed, filled):
            store.drop(terms.ONTOLOGY)  # its blank nodes are others in every store
        assert set(changed.engine) == set(filled.engine)


def test_an_index_that_is_gone_is_made_again_and_until_then_the_readings_answer(tmp_path: Path) -> None:
    folder = several(tmp_path / "c")
    dateline.publish(folder)
    shutil.rmtree(folder / ".dateline")
    assert index_of(folder) is None
    answer = dateline.query("what-happened", folder)
    assert isinstance(answer, Table)
    assert len(answer.rows) == 4
    store = refresh_from(folder)
    assert refresh_from(folder) == store == index_of(folder)


def test_where_the_index_cannot_be_made_the_last_one_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = several(tmp_path / "c")
    dateline.publish(folder)
    before = index_of(folder)

    def full(*_: object) -> None:
        raise DataError("full")

    for way in ("_fill", "_change"):
        monkeypatch.setattr(f"dateline.archive.index.{way}", full)
    text, reading = told(77)
    (folder / "texts/d1.txt").write_text(text, encoding="utf-8")
    (folder / "readings/d1.yaml").write_text(reading, encoding="utf-8")
    with pytest.raises(DataError):
        dateline.publish(folder)
    assert before is not None
    assert before.is_dir()
    assert [one.name for one in (folder / ".dateline/index").iterdir() if one.name.startswith(".new")] == []
    monkeypatch.undo()
    monkeypatch.setattr("dateline.pipeline.LARGEST_WHOLE", 10)
    dateline.publish(folder)
    assert index_of(folder) not in (None, before)


def test_a_filled_store_keeps_the_union_with_every_triple_once(tmp_path: Path) -> None:
    line = "<http://x/a> <http://x/p> <http://x/b> <http://x/g%d> .\n"
    for number in (1, 2):
        (tmp_path / f"{number}.nq").write_text(line % number)
    with open_disk(tmp_path / "store") as store:
        store.fill([tmp_path / "1.nq", tmp_path / "2.nq"])
        answer = store.query("SELECT ?s WHERE { ?s ?p ?o }")
        assert isinstance(answer, Table)
        assert len(answer.rows) == 1
        store.drop("http://x/g1")
        answer = store.query("SELECT ?s WHERE { ?s ?p ?o }")
        assert isinstance(answer, Table)
        assert len(answer.rows) == 1
