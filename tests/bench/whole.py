"""The whole flow: publishing the example with its reading, end to end, as a new process."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.timing import Row, alternate
from tests.conftest import EXAMPLE


def rows() -> Iterator[Row]:
    """`dateline publish` against a process that only parses the published Turtle with rdflib."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "example"
        shutil.copytree(EXAMPLE, copy)
        ours, theirs = alternate(
            lambda: _run("-m", "dateline", "publish", str(copy)),
            lambda: _run(
                "-c", "import rdflib, sys; rdflib.Graph().parse(sys.argv[1])", str(copy / "published/graph.ttl")
            ),
            rounds=7,
        )
    yield Row(what="dateline publish black-january", against="rdflib parses its Turtle", ours=ours, theirs=theirs)


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
