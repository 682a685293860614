"""A collection published by a Dask cluster: the bytes of one machine, also where workers are killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import dateline
from dateline.archive import Progress, Shards
from dateline.archive.cluster import Cluster
from dateline.archive.ledger import Ledger
from dateline.errors import ExchangeError, UsageError
from tests.absent import absent
from tests.archive.cluster import local_cluster
from tests.archive.made import several, spoil, told
from tests.archive.object_store import BUCKET, local_object_store
from tests.conftest import ROOT
from tests.hostile import ENVIRONMENT, run, tree

DOCUMENTS = 12


@pytest.fixture(autouse=True)
def _dask_is_installed() -> None:
    try:
        import distributed  # noqa: F401
    except ImportError:
        absent("Dask", "Install it with pip install 'dateline[dask]'.")


def made(folder: Path) -> Path:
    """A collection with a document to be read, and one that is refused."""
    collection = several(folder, DOCUMENTS, shared=True)
    (collection / "documents").mkdir()
    (collection / "documents/new.txt").write_text("Port Ellis\n\nThe council of Port Ellis met on 3 May 1921.\n")
    spoil(collection, ["d5"])
    return collection


@pytest.mark.slow
def test_a_cluster_gives_the_bytes_of_one_machine_also_where_a_worker_is_killed(tmp_path: Path) -> None:
    alone, folder = made(tmp_path / "alone" / "c"), made(tmp_path / "away" / "c")
    dateline.publish(alone, workers=1)
    shards = tmp_path / "store"
    with local_cluster(tmp_path / "cluster", workers=2) as cluster:

        def kill(now: Progress) -> None:
            if now.done == 3:
                cluster.workers[0].kill()

        done = dateline.publish(folder, dask=cluster.address, shards=shards.as_uri(), progress=kill)
        assert done.documents is not None
        assert [*done.documents.refused] == ["d5"]
        assert str(folder) in done.documents.refused["d5"]
        assert done.drafted == ("new",)
        assert tree(folder / "published") == tree(alone / "published")
        assert tree(folder / "readings") == tree(alone / "readings")
        assert tree(folder / "texts") == tree(alone / "texts")
        ours = {path.name: path.read_bytes() for path in (folder / ".dateline/shards").glob("*.nq")}
        assert {path.name: path.read_bytes() for path in shards.glob("*.nq")} == ours
        assert set(json.loads((shards / "shards.json").read_text())) == {name.removesuffix(".nq") for name in ours}
        assert dateline.publish(folder, dask=cluster.address, shards=shards.as_uri()).unchanged
        text, reading = told(99)
        for collection in (alone, folder):
            (collection / "texts/d3.txt").write_text(text, encoding="utf-8")
            (collection / "readings/d3.yaml").write_text(reading, encoding="utf-8")
        again = dateline.publish(folder, dask=cluster.address)  # by the worker that is left, and the shard comes back
        assert again.documents is not None
        assert again.documents.why["d3"] == ("text", "reading")
    dateline.publish(alone, workers=1)
    assert tree(folder / "published") == tree(alone / "published")


@pytest.mark.slow
@pytest.mark.parametrize("rest", [0, 3], ids=["at work", "with what they did"])
def test_a_cluster_that_loses_all_workers_is_said_to_and_the_next_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rest: float
) -> None:
    """The workers are lost while they work, or when they have done what nobody has fetched yet."""
    monkeypatch.setattr("dateline.archive.cluster._PATIENCE", 1.0)
    monkeypatch.setattr(Cluster.__init__, "__kwdefaults__", {"shards": "", "patience": 1.0})
    alone, folder = several(tmp_path / "alone" / "c"), several(tmp_path / "away" / "c")
    with local_cluster(tmp_path / "cluster", workers=1) as cluster:

        def kill(now: Progress) -> None:
            time.sleep(rest)
            for worker in cluster.workers:
                worker.kill()

        with Cluster(cluster.address) as ready:
            ready._client.wait_for_workers(1, timeout=60)
        with pytest.raises(ExchangeError, match="no worker for 1 seconds"):
            dateline.publish(folder, dask=cluster.address, progress=kill)
    dateline.publish(folder, workers=1)
    dateline.publish(alone, workers=1)
    assert tree(folder / "published") == tree(alone / "published")


@pytest.mark.slow
def test_workers_put_their_shards_into_an_object_store(tmp_path: Path) -> None:
    alone, folder = several(tmp_path / "alone" / "c"), several(tmp_path / "away" / "c")
    dateline.publish(alone, workers=1)
    with local_object_store(), local_cluster(tmp_path / "cluster", workers=2) as cluster:
        url = f"s3://{BUCKET}/shards"
        dateline.publish(folder, dask=cluster.address, shards=url)
        ours = {path.stem: path.read_bytes() for path in (folder / ".dateline/shards").glob("*.nq")}
        assert {name: Shards(url).get(name) for name in Shards(url).listed()} == ours
    assert tree(folder / "published") == tree(alone / "published")


@pytest.mark.slow
def test_a_scheduler_that_is_lost_is_said_to_and_the_next_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.archive.cluster._ANSWERS", 2.0)
    alone, folder = several(tmp_path / "alone" / "c"), several(tmp_path / "away" / "c")
    with local_cluster(tmp_path / "cluster", workers=1) as cluster:
        with pytest.raises(ExchangeError, match="the cluster is lost"):
            dateline.publish(folder, dask=cluster.address, progress=lambda _: cluster.scheduler.kill())
        with Ledger(folder / ".dateline") as ledger:
            assert list(ledger.records()), "what was done before is kept"
    dateline.publish(folder, workers=1)
    dateline.publish(alone, workers=1)
    assert tree(folder / "published") == tree(alone / "published")


@pytest.mark.slow
def test_a_publisher_killed_while_its_cluster_works_loses_nothing_that_it_was_told(tmp_path: Path) -> None:
    alone, folder = several(tmp_path / "alone" / "c", 8), several(tmp_path / "away" / "c", 8)
    with local_cluster(tmp_path / "cluster", workers=2) as cluster:
        code = (
            "import os, signal, sys, dateline\n"
            "def step(now):\n"
            "    print(now.document, flush=True)\n"
            "    now.done < 3 or os.kill(os.getpid(), signal.SIGKILL)\n"
            "dateline.publish(sys.argv[1], dask=sys.argv[2], progress=step)\n"
        )
        killed = subprocess.run(
            [sys.executable, "-c", code, str(folder), cluster.address],
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (killed.returncode, len(killed.stdout.split())) == (-signal.SIGKILL, 3), killed.stderr
        with Ledger(folder / ".dateline") as ledger:
            assert {one.document for one in ledger.records()} >= set(killed.stdout.split())
        done = dateline.publish(folder, dask=cluster.address).documents  # the same workers, free again
        assert done is not None
        assert not set(killed.stdout.split()) & set(done.why)
    dateline.publish(alone, workers=1)
    assert tree(folder / "published") == tree(alone / "published")


@pytest.mark.slow
def test_a_worker_of_another_version_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other" / "dateline"
    shutil.copytree(ROOT / "graph/dateline", other, ignore=shutil.ignore_patterns("__pycache__"))
    for room in ("ontology", "queries"):
        shutil.copytree(ROOT / room, tmp_path / room)
    init = other / "__init__.py"
    init.write_text(init.read_text(encoding="utf-8").replace('__version__ = "', '__version__ = "99.'), encoding="utf-8")
    folder = several(tmp_path / "c")
    said = r"a worker has dateline 99\..*Install the same version on every machine"
    with (
        local_cluster(tmp_path / "cluster", workers=1, PYTHONPATH=str(other.parent)) as cluster,
        pytest.raises(UsageError, match=said),
    ):
        dateline.publish(folder, dask=cluster.address)
    assert not (folder / "published").exists()


def test_where_no_scheduler_answers_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.archive.cluster._ANSWERS", 0.3)
    folder = several(tmp_path / "c")
    for address in ("tcp://127.0.0.1:9", "nonsense://x", ""):
        if address:
            ran = run("publish", folder, "--dask", address)
            assert ran.code == 3, ran
            assert "no scheduler answers" in ran.err
    assert not (folder / "published").exists()


def test_one_document_needs_no_cluster(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="several documents"):
        dateline.publish(several(tmp_path / "c", 1), dask="tcp://127.0.0.1:9")
    assert os.listdir(tmp_path / "c")  # noqa: PTH208
