"""Shards kept at a URL: whole, followed through changes, and sent once."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import pytest

import dateline
from dateline.archive import Shards
from dateline.errors import MissingExtraError, StoreError, UsageError
from tests.absent import absent
from tests.archive.made import several
from tests.hostile import run


@pytest.fixture(params=["file", "memory"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    try:
        import fsspec  # noqa: F401
    except ImportError:
        absent("fsspec", "Install it with pip install 'dateline[dask]'.")
    return (tmp_path / "store").as_uri() if request.param == "file" else f"memory://{uuid4().hex}/store"


def test_what_is_put_can_be_got(url: str) -> None:
    Shards(url).put("a b#c?d", b"one\n")
    Shards(url).put("a b#c?d", b"two\n")
    assert Shards(url).get("a b#c?d") == b"two\n"


def test_the_shards_there_follow_what_is_published_here(url: str, tmp_path: Path) -> None:
    folder = several(tmp_path / "c")
    done = dateline.publish(folder, workers=1, shards=url).documents
    assert done is not None
    shards = Shards(url)
    assert list(shards.listed()) == ["d0", "d1", "d2", "d3"]
    assert shards.get("d2") == (folder / ".dateline/shards/d2.nq").read_bytes()
    assert shards.follow(done, put={}) == 0
    for file in ("texts/d1.txt", "readings/d1.yaml"):
        (folder / file).unlink()
    dateline.publish(folder, workers=1, shards=url)
    assert list(shards.listed()) == ["d0", "d2", "d3"]
    with pytest.raises((FileNotFoundError, StoreError)):
        shards.get("d1")


def test_a_list_that_is_damaged_only_costs_time(tmp_path: Path) -> None:
    folder, store = several(tmp_path / "c"), tmp_path / "store"
    dateline.publish(folder, workers=1, shards=store.as_uri())
    whole = json.loads((store / "shards.json").read_text())
    (store / "shards.json").write_text("{")
    (store / "d1.nq").unlink()
    dateline.publish(folder, workers=1, shards=store.as_uri())
    assert json.loads((store / "shards.json").read_text()) == whole
    assert (store / "d1.nq").is_file()
    assert not [path for path in store.iterdir() if path.name.startswith(".")]


def test_a_url_that_cannot_be_used_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises((UsageError, MissingExtraError)):
        Shards("nonsense://x/y")
    (tmp_path / "file").write_text("x")
    folder = several(tmp_path / "c")
    ran = run("publish", folder, "--workers", "1", "--shards", (tmp_path / "file" / "in").as_uri())
    assert ran.code == 3
    assert "shards cannot be read or written" in ran.err
