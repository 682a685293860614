"""Releases: what was published once keeps its address, and the way from each to the next is kept."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dateline import pipeline
from dateline.errors import DataError, UsageError
from dateline.web.description import files, streams
from dateline.web.description.patch import apply_patch
from dateline.web.description.releases import keep_release, releases_of
from dateline.web.served import open_served
from tests import hostile
from tests.archive.made import several, told
from tests.web.description.publications import published

ATOM = "{http://www.w3.org/2005/Atom}"


def test_each_release_keeps_its_dump_and_patches_lead_from_one_to_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    dumps = []
    for day, label in (("2026-01-20", "council"), ("2026-02-01", "town council"), ("2026-02-03", "council")):
        served = published(folder, label=label)
        keep_release(served, day=day, note=f"It is called the {label}.")
        dumps.append(bytes(served.files["graph.nq"]))
    every = releases_of(folder)
    assert [one.day for one in every] == ["2026-01-20", "2026-02-01", "2026-02-03"]
    shown = files(open_served(folder))
    for place, release in enumerate(every):
        assert gzip.decompress(bytes(shown[f"dump/{release.dump}"].data)) == dumps[place]
        if release.previous:
            patch = gzip.decompress(bytes(shown[f"changes/{release.patch}"].data))
            assert apply_patch(patch, dumps[place - 1]) == dumps[place]
            assert (release.added, release.deleted) == (patch.count(b"\nA "), patch.count(b"\nD "))


def test_nothing_is_released_twice(tmp_path: Path) -> None:
    served = published(tmp_path / "c")
    first = keep_release(served, day="2026-01-20")
    assert keep_release(served, day="2026-03-01") == first
    assert len(releases_of(tmp_path / "c")) == 1


def test_the_feed_tells_of_each_release_the_latest_first(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    keep_release(published(folder), day="2026-01-20")
    keep_release(published(folder, label="town <council> & co"), day="2026-02-01", note="A <new> label & more")
    feed = ElementTree.fromstring(bytes(files(open_served(folder))["changes/feed.atom"].data))  # noqa: S314 - ours
    entries = feed.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}updated") for one in entries] == ["2026-02-01T00:00:00Z", "2026-01-20T00:00:00Z"]
    assert feed.findtext(f"{ATOM}updated") == "2026-02-01T00:00:00Z"
    assert "A <new> label & more" in (entries[0].findtext(f"{ATOM}summary") or "")
    assert len({one.findtext(f"{ATOM}id") for one in entries}) == 2
    for one in entries:
        assert {link.get("rel") for link in one.findall(f"{ATOM}link")} >= {"alternate"}


def test_a_release_dates_the_publication(tmp_path: Path) -> None:
    served = published(tmp_path / "c", settings=hostile.SETTINGS)
    assert "changes/feed.atom" not in files(served)
    assert "dateModified" not in json.loads(bytes(files(served)["dataset.jsonld"].data))
    keep_release(served, day="2026-01-20")
    said = json.loads(bytes(files(open_served(tmp_path / "c"))["dataset.jsonld"].data))
    assert said["dateModified"] == said["datePublished"] == "2026-01-20"


def test_the_dump_of_a_release_keeps_its_bytes_whatever_compresses_it_now(tmp_path: Path) -> None:
    release = keep_release(published(tmp_path / "c"), day="2026-01-20")
    kept = tmp_path / "c" / "releases" / release.dump
    kept.write_bytes(gzip.compress(gzip.decompress(kept.read_bytes()), compresslevel=1, mtime=0))
    shown = files(open_served(tmp_path / "c"))
    assert bytes(shown[f"dump/{release.dump}"].data) == kept.read_bytes()


@pytest.mark.parametrize("day", ["2025-12-31", "yesterday", "2026-13-45x", ""])
def test_a_day_that_is_none_or_before_the_last_release_is_refused(tmp_path: Path, day: str) -> None:
    keep_release(published(tmp_path / "c"), day="2026-01-20")
    served = published(tmp_path / "c", label="town council")
    with pytest.raises(UsageError):
        keep_release(served, day=day)
    assert len(releases_of(tmp_path / "c")) == 1


def test_a_dump_that_was_changed_on_the_disk_is_noticed(tmp_path: Path) -> None:
    first = keep_release(published(tmp_path / "c"), day="2026-01-20")
    served = published(tmp_path / "c", label="town council")
    (tmp_path / "c" / "releases" / first.dump).write_bytes(gzip.compress(b"something else"))
    with pytest.raises(DataError, match="not the one"):
        keep_release(served, day="2026-02-01")


@pytest.mark.parametrize(
    "index",
    [
        b"",
        b"[]",
        b'{"releases": 1}',
        b'{"releases": [{"version": "../../../etc", "day": "2026-01-20"}]}',
        b'{"releases": [{"version": "0000000000000000", "day": "2026-01-20", "previous": "../x"}]}',
    ],
)
def test_an_index_that_cannot_be_read_is_an_error_that_says_so(tmp_path: Path, index: bytes) -> None:
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / "index.json").write_bytes(index)
    with pytest.raises(DataError):
        releases_of(tmp_path)


def test_the_command_releases_what_is_published(tmp_path: Path) -> None:
    published(tmp_path / "c")
    first = hostile.run("release", tmp_path / "c", "--day", "2026-01-20")
    assert (first.code, "the first release" in first.out) == (0, True)
    again = hostile.run("release", tmp_path / "c", "--day", "2026-01-21")
    assert "nothing has changed since" in again.out
    published(tmp_path / "c", label="town council")
    later = hostile.run("release", tmp_path / "c", "--day", "2026-02-01", "--note", "A label")
    assert "statement" in later.out
    assert " added, " in later.out
    hostile.refused(hostile.run("release", tmp_path / "c", "--day", "soon"), 2, "soon")


def test_what_is_not_published_is_not_released(tmp_path: Path) -> None:
    folder = hostile.collection(tmp_path / "c")
    hostile.refused(hostile.run("release", folder, "--day", "2026-01-20"), 2, "nothing is published")


def test_a_large_collection_is_released_line_by_line_as_one_dump(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "_AT_ONCE", 2)
    whole, large = several(tmp_path / "whole" / "c", 5), several(tmp_path / "large" / "c", 5)
    dumps = []
    for number, day in enumerate(("2026-01-20", "2026-02-01", "2026-02-03")):
        for folder, limit in ((whole, 60_000), (large, 0)):
            if number:
                text, reading = told(70 + number % 2)
                (folder / f"texts/d{number}.txt").write_text(text, encoding="utf-8")
                (folder / f"readings/d{number}.yaml").write_text(reading, encoding="utf-8")
            monkeypatch.setattr(pipeline, "LARGEST_WHOLE", limit)
            pipeline.publish(folder, workers=1)
            keep_release(open_served(folder), day=day)
        dumps.append((whole / "published/graph.nq").read_bytes())
    shown = files(open_served(large))
    same = releases_of(whole)
    for place, release in enumerate(releases_of(large)):
        assert gzip.decompress(bytes(shown[f"dump/{release.dump}"].data)) == dumps[place]
        assert (release.added, release.deleted) == (same[place].added, same[place].deleted)
        if release.previous:
            patch = gzip.decompress(bytes(shown[f"changes/{release.patch}"].data))
            assert apply_patch(patch, dumps[place - 1]) == dumps[place]
    assert not list((large / "releases").glob(".new-*"))
    damaged = large / "releases" / releases_of(large)[-1].dump
    damaged.write_bytes(gzip.compress(gzip.decompress(damaged.read_bytes())[:-200]))
    (large / "texts/d0.txt").write_text(told(90)[0], encoding="utf-8")
    (large / "readings/d0.yaml").write_text(told(90)[1], encoding="utf-8")
    pipeline.publish(large, workers=1)
    with pytest.raises(DataError, match="not the one of its release"):
        keep_release(open_served(large), day="2026-03-01")
    assert len(releases_of(large)) == 3


def test_a_collection_that_has_grown_large_is_released_after_the_last_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = several(tmp_path / "c")
    for day, limit in (("2026-01-20", 60_000), ("2026-02-01", 0), ("2026-03-01", 60_000)):
        monkeypatch.setattr(pipeline, "LARGEST_WHOLE", limit)
        (folder / "dateline.toml").write_text(f'title = "{day}"\nbase = "https://example.org/kg/"\n', encoding="utf-8")
        pipeline.publish(folder, workers=1)
        keep_release(open_served(folder), day=day)
    one, two, three = (gzip.decompress((folder / "releases" / each.dump).read_bytes()) for each in releases_of(folder))
    for release, (old, new) in zip(releases_of(folder)[1:], ((one, two), (two, three)), strict=True):
        assert (release.added, release.deleted) == (1, 1)
        assert apply_patch(gzip.decompress((folder / "releases" / release.patch).read_bytes()), old) == new
