"""A collection that is published document by document, as a site: files, the first page, and a release.

`DATELINE_BENCH_LARGE=30,120` measures other sizes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from tests.bench.stories import of_stories, story
from tests.bench.timing import Row
from tests.hostile import ENVIRONMENT

SIZES = tuple(int(size) for size in os.environ.get("DATELINE_BENCH_LARGE", "100,300").split(","))
_FIRST = """
import sys
from pathlib import Path
from time import perf_counter
begun = perf_counter()
from dateline.web.served import open_served
from dateline.web.site import Site
site = Site(open_served(Path(sys.argv[1])))
for path in sys.argv[2:]:
    assert site.file(path) is not None, path
    print(perf_counter() - begun)
"""


_LIMITS = {
    "a file of the site": 1.5,
    "opening, and the page of a document": None,
    "the home page": None,
    "a statement of a release": 1.5,
}


def rows() -> Iterator[Row]:
    """How each grows with the number of documents."""
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as place:
        measured = [_measured(Path(place), count) for count in SIZES]
    small, large = measured
    names = f"of {SIZES[1]:,} documents", f"of {SIZES[0]:,}"
    for name, limit in _LIMITS.items():
        yield Row(what=f"{name}, {names[0]}", against=names[1], ours=(large[name],), theirs=(small[name],), limit=limit)


def _measured(place: Path, count: int) -> dict[str, float]:
    folder, site = of_stories(place / str(count), map(story, range(count))), place / f"site-{count}"
    _dateline("publish", folder, "--reference-sample", "0")
    shown = _run("-c", _FIRST, folder, "doc/d00007.html", "index.html").split()
    begun = perf_counter()
    _dateline("site", folder, "-o", site)
    made = perf_counter() - begun
    files = sum(1 for file in site.rglob("*") if file.is_file())
    begun = perf_counter()
    _dateline("release", folder, "--day", "2026-01-01")
    released = perf_counter() - begun
    lines = sum(file.read_bytes().count(b"\n") for file in (folder / "published").rglob("*.nq"))
    print(f"  {count} documents: {files:,} files in {made:.0f} s; {lines:,} statements released in {released:.1f} s")  # noqa: T201
    return {
        "a file of the site": made / files,
        "opening, and the page of a document": float(shown[0]),
        "the home page": float(shown[1]) - float(shown[0]),
        "a statement of a release": released / lines,
    }


def _dateline(*arguments: object) -> None:
    _run("-m", "dateline", *arguments)


def _run(*arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, arguments)], env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout
