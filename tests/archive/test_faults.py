"""Killed, starved, interrupted: nothing half-published is seen, and the next run gives the same bytes."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from dateline.store import open_disk
from tests.archive.made import several, told
from tests.hostile import ENVIRONMENT, tree

DOCUMENTS = 12
MOMENTS = 10
"""How often each kind of fault strikes, at moments drawn with a seed; scripts/bench has a hundred of them."""
_PUBLISH = "import dateline.pipeline as p; p.LARGEST_WHOLE = {whole}; p.publish(r'{folder}', workers={workers})"


def publishing(folder: Path, *, whole: int, workers: int = 2) -> subprocess.Popen[str]:
    """A process that publishes: as whole files up to `whole` triples, else as shards with an index."""
    code = f"if __name__ == '__main__':\n    {_PUBLISH.format(whole=whole, folder=folder, workers=workers)}"
    script = folder.parent / "publishing.py"
    script.write_text(code, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(script)], env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(folder: Path, *, whole: int) -> None:
    process = publishing(folder, whole=whole)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err


def require_whole(folder: Path) -> None:
    """What is published is what its manifest says, and so is the index that answers for it."""
    published = folder / "published"
    if not published.exists():
        return
    manifest = json.loads((published / "manifest.json").read_text(encoding="utf-8"))
    for name, file in manifest["files"].items():
        assert sha256((published / name).read_bytes()).hexdigest() == file["sha256"], name
    store = folder / ".dateline/index" / manifest.get("madeOf", "")[:16] / "store"
    if store.is_dir():
        with open_disk(store, read_only=True) as opened:
            shards = [name for name in manifest["files"] if name.startswith("graph/")]
            assert len([name for name in opened.graphs() if "/doc/" in name]) == len(shards)


def change(folder: Path, seed: int) -> None:
    text, reading = told(1000 + seed)
    (folder / f"texts/d{seed % DOCUMENTS}.txt").write_text(text, encoding="utf-8")
    (folder / f"readings/d{seed % DOCUMENTS}.yaml").write_text(reading, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("whole", [60_000, 10], ids=["whole files", "shards and index"])
def test_a_parent_killed_at_any_moment_leaves_nothing_half_done(tmp_path: Path, whole: int) -> None:
    moments = random.Random(1990)  # noqa: S311 - the same moments every time
    folder, other = several(tmp_path / "one" / "c", DOCUMENTS), several(tmp_path / "other" / "c", DOCUMENTS)
    began = time.monotonic()
    finish(other, whole=whole)
    longest = time.monotonic() - began
    for seed in range(MOMENTS):
        process = publishing(folder, whole=whole)
        try:
            process.communicate(timeout=moments.uniform(0.05, longest))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        require_whole(folder)
        if seed % 3 == 2:
            change(folder, seed)
            change(other, seed)
    finish(folder, whole=whole)
    finish(other, whole=whole)
    require_whole(folder)
    assert tree(folder / "published") == tree(other / "published")
    assert not [path for path in folder.rglob(".*") if ".new-" in path.name]


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_no_document(tmp_path: Path) -> None:
    folder, other = several(tmp_path / "one" / "c", DOCUMENTS), several(tmp_path / "other" / "c", DOCUMENTS)
    finish(other, whole=60_000)
    process = publishing(folder, whole=60_000)
    deadline = time.monotonic() + 60
    while not (found := workers_of(process.pid)) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(found[0], signal.SIGKILL)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert tree(folder / "published") == tree(other / "published")


def workers_of(parent: int) -> list[int]:
    """The processes that a process has started to work for it, but not the one that only watches its semaphores."""
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8").split()
        return [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
    except OSError:
        return []


def test_where_the_disk_is_full_what_was_published_stays_and_the_next_run_completes(tmp_path: Path) -> None:
    folder, other = several(tmp_path / "one" / "c"), several(tmp_path / "other" / "c")
    finish(folder, whole=60_000)
    before = tree(folder / "published")
    change(folder, 1)
    for name in ("texts/d1.txt", "readings/d1.yaml"):
        (other / name).write_bytes((folder / name).read_bytes())
    code = f"import dateline.pipeline as p; p.publish(r'{folder}', workers=1)"
    starved = subprocess.run(
        [sys.executable, "-c", code],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000)),
    )
    assert starved.returncode != 0
    assert "OutputError" in starved.stderr or "StoreError" in starved.stderr
    assert tree(folder / "published") == before
    finish(folder, whole=60_000)
    finish(other, whole=60_000)
    assert tree(folder / "published") == tree(other / "published")
