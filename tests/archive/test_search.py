"""Words found where they stand: in names, texts and quotations, in small collections and large ones."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dateline
from dateline.archive import Hit, search
from dateline.archive.search import _AROUND, _CLOSE, _OPEN, _around, _match, _nearest, _read_only
from dateline.collection import index_of
from dateline.errors import StoreError, UsageError
from tests.archive.made import several, told
from tests.hostile import SETTINGS, TEXT, collection, reading, refused, run

BASE = "https://example.org/kg/"


@pytest.fixture(params=[60_000, 10], ids=["small", "indexed"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("dateline.pipeline.LARGEST_WHOLE", request.param)
    made = several(tmp_path / "c")
    dateline.publish(made, workers=1)
    assert (index_of(made) is not None) == (request.param == 10)
    return made


def where(hits: tuple[Hit, ...]) -> set[tuple[str, str]]:
    return {(hit.document.rpartition("/")[2], hit.kind) for hit in hits}


def test_words_are_found_in_texts_at_their_offsets(folder: Path) -> None:
    [hit] = search(folder, '"notice 2"')
    text = told(2)[0]
    assert (hit.document, hit.kind, hit.offset) == (f"{BASE}doc/d2", "text", text.index("Notice 2"))
    assert "Notice 2." in hit.snippet


def test_words_are_shown_where_they_stand_together(folder: Path) -> None:
    text = told(1)[0]
    for words in ("sixty dockers", "dockers sixty"):
        [first, *_] = [hit for hit in search(folder, words) if hit.document == f"{BASE}doc/d1" and hit.kind == "text"]
        assert first.offset == text.index("Sixty dockers")
        assert "Sixty dockers" in first.snippet


def test_words_are_found_in_names_once_for_each_thing(folder: Path) -> None:
    hits = search(folder, "port ellis", limit=100)
    names = [hit for hit in hits if hit.kind == "name"]
    assert f"{BASE}doc/d0/e/port-ellis" in {hit.about for hit in names}
    assert len({(hit.about, hit.snippet) for hit in names}) == len(names)
    assert {hit.offset for hit in names} == {None}
    assert {(f"d{number}", "text") for number in range(4)} < where(hits)


def test_all_words_have_to_be_there_whatever_their_case_and_accents(folder: Path) -> None:
    assert search(folder, "SIXTY dóckers council")
    assert not search(folder, "sixty astronauts")


def test_a_star_stands_for_the_rest_of_a_word(folder: Path) -> None:
    assert search(folder, "dock*")
    assert not search(folder, "dock")


def test_a_limit_holds_and_the_best_come_first(folder: Path) -> None:
    assert search(folder, "port", limit=2) == search(folder, "port", limit=50)[:2]


def test_small_and_indexed_collections_find_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for number, most in enumerate((60_000, 10)):
        monkeypatch.setattr("dateline.pipeline.LARGEST_WHOLE", most)
        made = several(tmp_path / str(number) / "c")
        dateline.publish(made, workers=1)
        found.append(search(made, "port", limit=100))
    assert found[0] == found[1]


def test_what_is_not_published_yet_is_found_by_its_readings(tmp_path: Path) -> None:
    assert ("d1", "text") in where(search(several(tmp_path / "c"), "dockers"))


def test_where_only_quotes_are_published_only_they_are_found(tmp_path: Path) -> None:
    made = collection(tmp_path / "c", {"d": (TEXT, reading())}, f'{SETTINGS}publish_text = "quotes"\n')
    dateline.publish(made)
    [hit, *_] = search(made, "sixty dockers")
    assert (hit.kind, hit.offset) == ("quote", 0)
    assert not search(made, "said")


def test_a_change_makes_a_new_version_and_readers_keep_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.pipeline.LARGEST_WHOLE", 10)
    made = several(tmp_path / "c", 12)
    dateline.publish(made, workers=1)
    first = index_of(made)
    assert first is not None
    with closing(_read_only(first.with_name("search.sqlite"))) as reader:
        text, read = told(99)
        (made / "texts/d3.txt").write_text(text, encoding="utf-8")
        (made / "readings/d3.yaml").write_text(read, encoding="utf-8")
        for file in ("texts/d4.txt", "readings/d4.yaml"):
            (made / file).unlink()
        dateline.publish(made, workers=1)
        assert where(search(made, '"notice 99"')) == {("d3", "text")}
        assert not search(made, '"notice 3"')
        assert not search(made, '"notice 4"')
        assert reader.execute("SELECT count(*) FROM passage WHERE document LIKE '%/d4'").fetchone()[0] > 0
    now = index_of(made)
    assert now is not None
    with closing(sqlite3.connect(now.with_name("search.sqlite"))) as index:
        index.execute("INSERT INTO found (found, rank) VALUES ('integrity-check', 1)")  # raises where rows disagree


def test_an_index_without_its_words_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.pipeline.LARGEST_WHOLE", 10)
    made = several(tmp_path / "c")
    dateline.publish(made, workers=1)
    index = index_of(made)
    assert index is not None
    index.with_name("search.sqlite").unlink()
    assert search(made, "dockers"), "meanwhile what is published is looked through"
    dateline.publish(made, workers=1)
    assert index.with_name("search.sqlite").is_file()


def test_an_index_that_is_damaged_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.pipeline.LARGEST_WHOLE", 10)
    made = several(tmp_path / "c")
    dateline.publish(made, workers=1)
    index = index_of(made)
    assert index is not None
    index.with_name("search.sqlite").write_bytes(b"SQLite format 3\0 and nothing else" * 100)
    with pytest.raises(StoreError, match="full-text index"):
        search(made, "dockers")


HOSTILE = (
    ('"', None),
    ('""', None),
    ("*", None),
    ("dockers OR astronauts", False),
    ("NEAR(dockers joined, 2)", False),
    ("words: dockers", False),
    ("{words}: dockers", False),
    ("^dockers", True),
    ("dockers + joined", True),
    ("-dockers", True),
    ("(dockers", True),
    ("dockers' --", True),
    ("dockers\0", True),
    ("dockers\ud800", True),
)


@pytest.mark.parametrize(("words", "found"), HOSTILE)
def test_signs_of_the_index_are_words_or_nothing(words: str, found: bool | None, folder: Path) -> None:
    if found is None:
        with pytest.raises(UsageError, match="no word"):
            search(folder, words)
    else:
        assert bool(search(folder, words)) is found


@given(st.text(max_size=200))
def test_any_words_can_be_searched_for(words: str) -> None:
    try:
        asked = _match(words)
    except UsageError:
        return
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE found USING fts5 (words)")
        connection.execute("SELECT * FROM found WHERE found MATCH ?", (asked,)).fetchall()


@given(st.lists(st.tuples(st.sampled_from(["Soviet", "soviet", "troops", "Baku"]), st.booleans(), st.integers(1, 40))))
def test_no_stretch_as_near_has_more_of_the_words(words: list[tuple[str, bool, int]]) -> None:
    marked = "".join((f"{_OPEN}{word}{_CLOSE}" if is_hit else word) + " " * gap for word, is_hit, gap in words)
    plain = marked.replace(_OPEN, "").replace(_CLOSE, "")
    spans, at = [], 0
    for word, is_hit, gap in words:
        if is_hit:
            spans.append((at, at + len(word), word.lower()))
        at += len(word) + gap
    stretches = [
        (len({word for _, _, word in spans[first : last + 1]}), spans[first][0] - spans[last][1], -spans[first][0])
        for first in range(len(spans))
        for last in range(first, len(spans))
        if last == first or spans[last][1] <= spans[first][0] + _AROUND
    ]
    begin, end = _nearest(marked)
    assert 0 <= begin <= end <= len(plain)
    if spans:
        assert (begin, end) == (-max(stretches)[2], -max(stretches)[2] - max(stretches)[1])
    else:
        assert (begin, end) == (0, 0)


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 40))
def test_a_snippet_holds_the_words_it_was_found_by(words: str, start: int, length: int) -> None:
    start = min(start, len(words))
    stop = min(start + length, len(words))
    assert " ".join(words[start:stop].split()) in _around(words, start, stop)


def test_too_much_is_refused(tmp_path: Path) -> None:
    for words in ("a " * 40, "a" * 2000, "…", ""):
        with pytest.raises(UsageError):
            search(tmp_path, words)


def test_the_command_prints_hits_and_says_when_there_are_none(folder: Path) -> None:
    ran = run("search", folder, "sixty dockers", "council", "--limit", "3")
    assert ran.code == 0
    assert f"{BASE}doc/d0  text 0  Sixty dockers joined" in ran.out
    ran = run("search", folder, "astronauts")
    assert (ran.code, ran.out) == (1, "")
    assert "Nothing" in ran.err
    found = json.loads(run("search", folder, "notice", "--format", "json").out)
    assert {hit["kind"] for hit in found} >= {"text"}
    refused(run("search", folder, "…"), 2, "no word")
