"""How long the command line takes to say its version and its help, over `python -c pass`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from tests.bench.timing import Row, alternate

LIMIT = 0.120


def rows() -> Iterator[Row]:
    """`--version` and `--help` against the bare interpreter."""
    for option in ("--version", "--help"):
        ours, theirs = alternate(
            lambda option=option: _run("-m", "dateline", option),  # type: ignore[misc]
            lambda: _run("-c", "pass"),
            rounds=15,
        )
        yield Row(
            what=f"dateline {option}", against="python -c pass", ours=ours, theirs=theirs, limit=LIMIT, extra=True
        )


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
