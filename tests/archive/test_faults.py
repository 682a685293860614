"""Killed, starved, interrupted: nothing half-published is seen, and the next run gives the same bytes."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import pytest

from dateline.archive.ledger import Ledger
from dateline.store import open_disk
from tests.archive.made import several, told
from tests.hostile import ENVIRONMENT, tree

DOCUMENTS = 12
MOMENTS = 10
"""How often each kind of fault strikes, at moments drawn with a seed; scripts/bench has a hundred of them."""
WHOLE, SHARDS = 60_000, 10
_PUBLISHING = """
import sys
import dateline.pipeline as p

if __name__ == "__main__":
    folder, p.LARGEST_WHOLE, workers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    p.publish(folder, workers=workers, progress=lambda step: print(step.document, flush=True))
"""
modes = pytest.mark.parametrize("whole", [WHOLE, SHARDS], ids=["whole files", "shards and index"])


def publishing(folder: Path, *, whole: int, workers: int = 2, largest: int | None = None) -> subprocess.Popen[str]:
    """A process that publishes, as whole files up to `whole` triples, else as shards with an index, and names every
    document as soon as it is told that it is done. It can write no file of more than `largest` bytes.
    """
    script = folder.parent / "publishing.py"
    script.write_text(_PUBLISHING, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(script), str(folder), str(whole), str(workers)],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))) if largest else None,
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


def require_kept(folder: Path, acknowledged: str) -> None:
    """Every document that was said to be done is in the ledger, and its shard is the one of which the ledger speaks."""
    with Ledger(folder / ".dateline") as ledger:
        records = {record.document: record for record in ledger.records()}
    for document in acknowledged.split():
        shard = (folder / f".dateline/shards/{document}.nq").read_bytes()
        assert records[document].shard == sha256(shard).hexdigest(), document


def require_as_undisturbed(folder: Path, other: Path, *, whole: int) -> None:
    """The next run completes, gives the bytes of the collection that nobody disturbed, and leaves nothing beside."""
    finish(folder, whole=whole)
    finish(other, whole=whole)
    require_whole(folder)
    assert not [path for path in folder.rglob(".*") if ".new-" in path.name]
    assert tree(folder / "published") == tree(other / "published")


def told_while_starved(starved: subprocess.Popen[str], *words: str) -> tuple[str, bool]:
    """What a publication told while it ran, and whether it ended in refusal; then it says one of these words."""
    said, err = starved.communicate(timeout=120)
    assert not starved.returncode or any(word in err for word in words), err
    return said, bool(starved.returncode)


def change(folder: Path, seed: int) -> None:
    text, reading = told(1000 + seed)
    (folder / f"texts/d{seed % DOCUMENTS}.txt").write_text(text, encoding="utf-8")
    (folder / f"readings/d{seed % DOCUMENTS}.yaml").write_text(reading, encoding="utf-8")


def moments() -> random.Random:
    """The same moments every time."""
    return random.Random(1990)  # noqa: S311


def undisturbed(tmp_path: Path, whole: int) -> tuple[Path, Path, float]:
    """Two collections alike, of which the second was published by a run that nobody disturbed, and how long it took."""
    folder, other = several(tmp_path / "one" / "c", DOCUMENTS), several(tmp_path / "other" / "c", DOCUMENTS)
    began = time.monotonic()
    finish(other, whole=whole)
    return folder, other, time.monotonic() - began


@pytest.mark.slow
@modes
def test_a_parent_killed_at_any_moment_leaves_nothing_half_done(tmp_path: Path, whole: int) -> None:
    when = moments()
    folder, other, longest = undisturbed(tmp_path, whole)
    for seed in range(MOMENTS):
        process = publishing(folder, whole=whole)
        try:
            said, _ = process.communicate(timeout=when.uniform(0.05, longest))
        except subprocess.TimeoutExpired:
            process.kill()
            said, _ = process.communicate()
        require_whole(folder)
        require_kept(folder, said)
        if seed % 3 == 2:
            change(folder, seed)
            change(other, seed)
    require_as_undisturbed(folder, other, whole=whole)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("whole", "sign"),
    [(WHOLE, ".published.new-*"), (SHARDS, ".dateline/index/.new-*"), (SHARDS, ".published.new-*")],
    ids=["whole files", "the store of the index", "shards beside their index"],
)
def test_a_writer_killed_in_the_middle_leaves_what_was_there(tmp_path: Path, whole: int, sign: str) -> None:
    """The moments are those in which the store, or the folder that is to be published, is being written."""
    when = moments()
    folder, other, _ = undisturbed(tmp_path, whole)
    finish(folder, whole=whole)
    struck = 0
    for seed in range(MOMENTS):
        change(folder, seed)
        change(other, seed)
        process = publishing(folder, whole=whole)
        while process.poll() is None and not list(folder.glob(sign)):
            pass
        time.sleep(when.uniform(0, 0.02))
        struck += process.poll() is None
        process.kill()
        said, _ = process.communicate()
        require_whole(folder)
        require_kept(folder, said)
    assert struck, "no moment was one of writing"
    require_as_undisturbed(folder, other, whole=whole)


@pytest.mark.slow
def test_workers_that_are_killed_cost_no_document(tmp_path: Path) -> None:
    when = moments()
    folder, other, longest = undisturbed(tmp_path, WHOLE)
    struck = 0
    for _ in range(MOMENTS):
        shutil.rmtree(folder / ".dateline", ignore_errors=True)
        process = publishing(folder, whole=WHOLE)
        while process.poll() is None and not workers_of(process.pid):
            time.sleep(0.01)
        time.sleep(when.uniform(0, longest / 2))
        if found := workers_of(process.pid):
            with suppress(ProcessLookupError):
                os.kill(when.choice(found), signal.SIGKILL)
                struck += 1
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert tree(folder / "published") == tree(other / "published")
    assert struck, "no worker was at work at any moment"


def workers_of(parent: int) -> list[int]:
    """The processes that a process has started to work for it, but not the one that only watches its semaphores."""
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8").split()
        return [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
    except OSError:
        return []


@pytest.mark.slow
@pytest.mark.parametrize("whole", [SHARDS], ids=["shards and index"])
def test_where_no_larger_file_can_be_written_what_was_published_stays(tmp_path: Path, whole: int) -> None:
    when = moments()
    folder, other, _ = undisturbed(tmp_path, whole)
    finish(folder, whole=whole)
    refused = 0
    for seed in range(MOMENTS):
        change(folder, seed)
        change(other, seed)
        before = tree(folder / "published")
        starved = publishing(folder, whole=whole, largest=int(2 ** when.uniform(10, 17)))
        said, is_refused = told_while_starved(starved, "OutputError", "StoreError")
        if is_refused:
            refused += 1
            assert tree(folder / "published") == before
        require_whole(folder)
        require_kept(folder, said)
    assert refused, "every file was small enough"
    require_as_undisturbed(folder, other, whole=whole)


@pytest.mark.slow
@pytest.mark.parametrize("whole", [WHOLE], ids=["whole files"])
def test_where_the_disk_is_full_what_was_published_stays_and_the_next_run_completes(tmp_path: Path, whole: int) -> None:
    when = moments()
    folder, other, _ = undisturbed(tmp_path, whole)
    with small_disk(tmp_path / "disk") as disk:
        folder = Path(shutil.move(folder, disk.place / "c"))
        finish(folder, whole=whole)
        refused = 0
        for seed in range(MOMENTS):
            change(folder, seed)
            change(other, seed)
            before = tree(folder / "published")
            disk.leave(int(2 ** when.uniform(10, 20)))
            said, is_refused = told_while_starved(publishing(folder, whole=whole), "No space left", "full")
            if is_refused:
                refused += 1
                assert tree(folder / "published") == before
            disk.leave(64_000_000)
            require_whole(folder)
            require_kept(folder, said)
        assert refused, "there was always room"
        require_as_undisturbed(folder, other, whole=whole)


class Disk:
    """A file system of its own that can be made smaller and larger."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def leave(self, free: int) -> None:
        """Leaves so many bytes free."""
        counts = os.statvfs(self.place)
        used = (counts.f_blocks - counts.f_bfree) * counts.f_frsize
        subprocess.run(["mount", "-o", f"remount,size={used + free}", str(self.place)], check=True)


@contextmanager
def small_disk(place: Path) -> Iterator[Disk]:
    """A disk in memory; the test is skipped where nobody may mount one."""
    place.mkdir()
    options = ["-t", "tmpfs", "-o", "size=64m", "tmpfs", str(place)]
    made = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"a disk can be mounted by root only: {made.stderr.strip()}")
    try:
        yield Disk(place)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
