"""Collections of 100 and 1,000 stories, and of 10,000 readings: how the work grows, and what a second run costs.

`DATELINE_BENCH_DOCUMENTS=20,60,200 scripts/bench archive readings` measures smaller ones. Time for each document is
processor time, which other work on the machine changes least; what one waits for is measured by the clock. Whether it
grows is measured between three sizes, the smallest of which is published as shards too: what a document costs in the
second half of a collection against one in the first half, where what a run costs by itself drops out. With
`DATELINE_GOLD` the texts of the hand-read corpora are measured too.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread

from tests.bench.stories import of_readings, of_stories, story
from tests.bench.timing import Row
from tests.conftest import ROOT

SIZES = tuple(int(size) for size in os.environ.get("DATELINE_BENCH_DOCUMENTS", "100,1000,10000").split(","))
WORKERS = 2
_ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT / "graph")}
_PARSE = """
import sys
from multiprocessing import get_context
from pathlib import Path
from dateline.reader.parse import DEFAULT_MODEL, pipeline

def parse(file):
    return len(pipeline(DEFAULT_MODEL)(Path(file).read_text(encoding="utf-8")))

if __name__ == "__main__":
    with get_context("spawn").Pool(int(sys.argv[2])) as pool:
        sum(pool.imap_unordered(parse, sorted(map(str, Path(sys.argv[1]).glob("*.txt")))))
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """What a command took: seconds by the clock, seconds of processors, and megabytes of its processes.

    `parent` is the most that the process itself held, `workers` the largest of those it started by the time, while
    there are any.
    """

    seconds: float
    processor: float
    parent: float
    workers: tuple[float, ...]

    @property
    def growth(self) -> tuple[float, float]:
        """The largest worker in the second and in the last quarter of the time that there are workers."""
        quarter = max(1, len(self.workers) // 4)
        return max(self.workers[quarter : 2 * quarter] or self.workers), max(self.workers[-quarter:])


def rows() -> Iterator[Row]:
    """Stories read by the rules."""
    small, large, _ = SIZES
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as place:
        home = Path(place)
        sizes = (small, large // 2, large)
        ran = [_published(of_stories(home / f"{size}", map(story, range(size)))) for size in sizes]
        folder, whole = home / f"{large}", ran[-1]
        yield _against_spacy(folder, whole, large)
        yield _growth(sizes, ran)
        yield from _memory(whole, ran[0], f"{large:,} stories", f"with {small:,}", limit=1.15)
        yield from _again(folder, whole, f"{large:,} stories")
        yield from _one_changed(home, folder, large)
        if gold := os.environ.get("DATELINE_GOLD"):
            yield from _gold(home, Path(gold))


def reading_rows() -> Iterator[Row]:
    """Readings that are there already: built, checked, stored and asked."""
    small, _, readings = SIZES
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as place:
        yield from _readings(Path(place), small * 5, readings)


def _against_spacy(folder: Path, whole: Ran, large: int) -> Row:
    script = folder.parent / "parse.py"
    script.write_text(_PARSE, encoding="utf-8")
    bare = _ran([sys.executable, str(script), str(folder / "documents"), str(WORKERS)])
    return Row(
        what=f"publish {large:,} stories with {WORKERS} processes",
        against=f"spaCy alone, as many ({large / bare.seconds:.1f} a second)",
        ours=(whole.seconds,),
        theirs=(bare.seconds,),
    )


def _growth(sizes: Sequence[int], ran: Sequence[Ran]) -> Row:
    """What one more document costs in the second half of the largest collection, against the first half."""
    first, second = (
        (after.processor - before.processor) / (many - few)
        for (few, before), (many, after) in pairwise(zip(sizes, ran, strict=True))
    )
    few, half, many = sizes
    return Row(
        what=f"a document from {half:,} to {many:,}, processor",
        against=f"from {few:,} to {half:,}",
        ours=(second,),
        theirs=(first,),
        limit=1.15,
    )


def _memory(ran: Ran, smaller: Ran, what: str, against: str, *, limit: float) -> Iterator[Row]:
    """`limit` is of the process that publishes, which holds the names of all the files: a few kilobytes a document."""
    early, late = ran.growth
    yield Row(
        what=f"largest worker in the last quarter of {what}",
        against="in the second quarter",
        ours=(late,),
        theirs=(early,),
        limit=1.15,
        unit="MB",
    )
    yield Row(
        what=f"the parent at its largest with {what}",
        against=against,
        ours=(ran.parent,),
        theirs=(smaller.parent,),
        limit=limit,
        unit="MB",
    )


def _again(folder: Path, whole: Ran, what: str) -> Iterator[Row]:
    again = [_published(folder).seconds for _ in range(3)]
    yield Row(
        what=f"publish {what} again, unchanged",
        against="the first time",
        ours=tuple(again),
        theirs=(whole.seconds,),
        limit=0.03,
    )


def _one_changed(home: Path, folder: Path, large: int) -> Iterator[Row]:
    ours, theirs = [], []
    for turn in range(3):
        new = story(100_000 + turn)
        alone = of_stories(home / f"alone{turn}", [new])
        theirs.append(_published(alone).seconds)
        name = f"d{turn * 7 % large:05}"
        (folder / "documents" / f"{name}.txt").write_text(new, encoding="utf-8")
        for file in (f"texts/{name}.txt", f"readings/{name}.yaml"):
            (folder / file).unlink()
        ours.append(_published(folder).seconds)
    yield Row(
        what=f"publish {large:,} stories of which one is new",
        against="that one by itself",
        ours=tuple(ours),
        theirs=tuple(theirs),
        limit=2.0,
        extra=True,
    )


def _gold(home: Path, gold: Path) -> Iterator[Row]:
    texts = [file.read_text(encoding="utf-8") for file in sorted(gold.rglob("*.txt"))[: SIZES[0]]]
    if not texts:
        return
    folder = of_stories(home / "gold", texts)
    whole = _published(folder)
    script = folder.parent / "parse.py"
    bare = _ran([sys.executable, str(script), str(folder / "documents"), str(WORKERS)])
    yield Row(
        what=f"publish {len(texts)} texts of the gold corpora",
        against="spaCy alone, as many processes",
        ours=(whole.seconds,),
        theirs=(bare.seconds,),
    )


def _readings(home: Path, small: int, readings: int) -> Iterator[Row]:
    sizes = (small, readings // 2, readings)
    ran = [_published(of_readings(home / f"{size}", size)) for size in sizes]
    folder, many = home / f"{readings}", ran[-1]
    yield _growth(sizes, ran)
    yield from _memory(many, ran[0], f"{readings:,} readings", f"with {small:,}", limit=1.5)
    yield from _again(folder, many, f"{readings:,} readings")
    file = folder / "readings" / "d00007.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("label: council", "label: town council"), "utf-8")
    changed = _published(folder)
    alone = of_readings(home / "one", 1)
    yield Row(
        what=f"publish {readings:,} readings of which one changed",
        against="one by itself",
        ours=(changed.seconds,),
        theirs=(_published(alone).seconds,),
        limit=2.0 * max(1.0, readings / 1000),
        extra=True,
    )
    for question in ("casualties", "what-happened"):
        yield Row(
            what=f"dateline query {question} on {readings:,} documents",
            against=f"on {small:,}",
            ours=_asked(question, folder),
            theirs=_asked(question, home / f"{small}"),
        )
    bytes_there = sum(path.stat().st_size for path in (folder / "published").rglob("*") if path.is_file())
    index = sum(path.stat().st_size for path in (folder / ".dateline/index").rglob("*") if path.is_file())
    shares = (f"{size / readings / 1e3:.1f} kB" for size in (bytes_there, index))
    print("for each document {} published, {} of index".format(*shares))  # noqa: T201


def _asked(question: str, folder: Path) -> tuple[float, ...]:
    return tuple(
        _ran([sys.executable, "-m", "dateline", "query", question, str(folder), "--format", "csv"]).seconds
        for _ in range(3)
    )


def _published(folder: Path) -> Ran:
    """Without pySHACL, which looks at the same few documents whatever their number."""
    options = ("--workers", str(WORKERS), "--reference-sample", "0")
    return _ran([sys.executable, "-m", "dateline", "publish", str(folder), *options])


def _ran(command: Sequence[str]) -> Ran:
    """Runs a command to its end, and looks at its processes ten times a second meanwhile."""
    before, begun = os.times(), time.perf_counter()
    parent = [0.0]
    workers: list[float] = []
    over = Event()
    with subprocess.Popen(command, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        watch = Thread(target=_watch, args=(process.pid, parent, workers, over), daemon=True)
        watch.start()
        _, said = process.communicate()
        seconds = time.perf_counter() - begun
        over.set()
        watch.join()
    if process.returncode:
        raise RuntimeError(said.decode(errors="replace")[-2000:])
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    print(f"  {' '.join(map(str, command[1:]))[-100:]}: {seconds:.1f} s, {processor:.1f} s of processors", flush=True)  # noqa: T201
    return Ran(seconds=seconds, processor=processor, parent=parent[0], workers=tuple(workers) or (0.0,))


def _watch(process: int, parent: list[float], workers: list[float], over: Event) -> None:
    while not over.wait(0.1):
        parent[0] = max(parent[0], _most(process))
        largest = max((_resident(one) for one in _family(process)[1:]), default=0.0)
        if largest:
            workers.append(largest)


def _family(parent: int) -> list[int]:
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    except OSError:
        return [parent]
    return [parent, *(one for child in children for one in _family(int(child)))]


def _most(process: int) -> float:
    """Megabytes that a process held at its largest until now (VmHWM); none where it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) * 1024 / 1e6 for line in status.splitlines() if line.startswith("VmHWM:")), 0.0)


def _resident(process: int) -> float:
    """Megabytes that a process holds; none where it has ended."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
