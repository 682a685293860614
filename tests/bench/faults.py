"""A hundred kills of a process that publishes: after each all that is seen is whole, and in the end the bytes are those
of a run that nobody disturbed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.archive import test_faults
from tests.bench.timing import Row

KILLS = 100


def rows() -> Iterator[Row]:
    """How many kills left everything whole, of how many; the first that does not ends the bench."""
    test_faults.MOMENTS = KILLS
    for whole, what in ((60_000, "whole files"), (10, "shards and an index")):
        with tempfile.TemporaryDirectory(prefix="dateline-bench-") as place:
            test_faults.test_a_parent_killed_at_any_moment_leaves_nothing_half_done(Path(place), whole)
        yield Row(
            what=f"kills of publishing {what} that left it whole",
            against="kills",
            ours=(KILLS,),
            theirs=(KILLS,),
            limit=1.0,
            unit="times",
        )
