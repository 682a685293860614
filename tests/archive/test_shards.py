"""Shards kept at a URL: whole, followed through changes, and sent once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

import dateline
from dateline.archive import Shards
from dateline.errors import MissingExtraError, StoreError, UsageError
from tests.absent import absent
from tests.archive.made import several
from tests.archive.object_store import BUCKET, ObjectStore, local_object_store
from tests.hostile import ENVIRONMENT, run


@pytest.fixture(scope="module")
def objects() -> Iterator[ObjectStore]:
    with local_object_store() as store:
        yield store


@pytest.fixture(params=["file", "memory", "s3"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    try:
        import fsspec  # noqa: F401
    except ImportError:
        absent("fsspec", "Install it with pip install 'dateline[dask]'.")
    if request.param == "s3":
        request.getfixturevalue("objects")
        return f"s3://{BUCKET}/{uuid4().hex}"
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
    with pytest.raises(StoreError, match="cannot be read or written"):
        shards.get("d1")


def test_what_somebody_took_away_or_cut_short_is_sent_again(url: str, tmp_path: Path) -> None:
    folder = several(tmp_path / "c")
    dateline.publish(folder, workers=1, shards=url)
    whole = {name: Shards(url).get(name) for name in ("d0", "d1", "d2", "d3")}
    from fsspec.core import url_to_fs

    files, root = url_to_fs(url)
    files.rm_file(f"{root}/d1.nq")
    files.pipe_file(f"{root}/d2.nq", whole["d2"][:100])
    assert Shards(url).sizes() == {"d0": len(whole["d0"]), "d2": 100, "d3": len(whole["d3"])}
    dateline.publish(folder, workers=1, shards=url)
    assert {name: Shards(url).get(name) for name in whole} == whole


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


@pytest.mark.slow
def test_an_object_store_that_refuses_or_dies_is_said_to_and_the_next_run_goes_on(tmp_path: Path) -> None:
    folder = several(tmp_path / "c")
    with local_object_store() as store:
        options = ("publish", folder, "--workers", "1", "--shards")
        for variable, value, said in (
            ("AWS_ACCESS_KEY_ID", "", "NoCredentialsError"),
            ("AWS_SECRET_ACCESS_KEY", "", "Credentials"),
        ):
            ran = run_with({variable: value}, *options, f"s3://{BUCKET}/shards")
            assert (ran.returncode, said in ran.stderr, "its credentials" in ran.stderr) == (3, True, True), ran.stderr
        ran = run_with({}, *options, "s3://nobodys-bucket/shards")
        assert (ran.returncode, "s3://nobodys-bucket/shards" in ran.stderr) == (3, True), ran.stderr
        store.kill()
        ran = run_with({}, *options, f"s3://{BUCKET}/shards")
        assert (ran.returncode, "Could not connect" in ran.stderr) == (3, True), ran.stderr
        store.start()
        assert run_with({}, *options, f"s3://{BUCKET}/shards").returncode == 0
        whole = {path.stem: path.stat().st_size for path in (folder / ".dateline/shards").glob("*.nq")}
        assert Shards(f"s3://{BUCKET}/shards").sizes() == whole


def run_with(more: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    """The command line as a process of its own, for what it connects to is kept by a process."""
    return subprocess.run(
        [sys.executable, "-m", "dateline", *map(str, arguments)],
        env=dict(os.environ) | {"PYTHONPATH": ENVIRONMENT["PYTHONPATH"], "COLUMNS": "200"} | more,
        capture_output=True,
        text=True,
        check=False,
    )
