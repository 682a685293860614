"""A hundred faults of each kind: after each all that is seen is whole, nothing that was acknowledged is lost, and in
the end the bytes are those of a run that nobody disturbed. `DATELINE_BENCH_FAULTS=20` strikes less often, and
`DATELINE_BENCH_FAULTS_KINDS=push` only in ways whose names have that word.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests import test_pushing_faults as pushes
from tests.archive import test_faults as faults
from tests.bench.timing import Row
from tests.engines import SERVERS

TIMES = int(os.environ.get("DATELINE_BENCH_FAULTS", "100"))
ONLY = os.environ.get("DATELINE_BENCH_FAULTS_KINDS", "")
KINDS: dict[str, Callable[[Path], None]] = {
    "the parent killed, whole files": lambda place: faults.test_a_parent_killed_at_any_moment_leaves_nothing_half_done(
        place, faults.WHOLE
    ),
    "the parent killed, shards": lambda place: faults.test_a_parent_killed_at_any_moment_leaves_nothing_half_done(
        place, faults.SHARDS
    ),
    "a worker killed": faults.test_workers_that_are_killed_cost_no_document,
    "the store's writer killed": lambda place: faults.test_a_writer_killed_in_the_middle_leaves_what_was_there(
        place, faults.SHARDS, ".dateline/index/.new-*"
    ),
    "the folder's writer killed": lambda place: faults.test_a_writer_killed_in_the_middle_leaves_what_was_there(
        place, faults.WHOLE, ".published.new-*"
    ),
    "no larger file": lambda place: faults.test_where_no_larger_file_can_be_written_what_was_published_stays(
        place, faults.SHARDS
    ),
    "the disk full": lambda place: (
        faults.test_where_the_disk_is_full_what_was_published_stays_and_the_next_run_completes(place, faults.SHARDS)
    ),
    **{
        f"{what} in the middle of a push to {kind}": partial(strike, kind=kind)
        for kind in SERVERS
        for what, strike in (
            ("the engine killed", pushes.test_an_engine_killed_at_any_moment_keeps_every_graph_whole),
            ("the push killed", pushes.test_a_push_killed_at_any_moment_leaves_every_graph_whole),
        )
    },
}


def rows() -> Iterator[Row]:
    """How many faults of a kind left everything whole, of how many; the first that does not ends the bench."""
    faults.MOMENTS = pushes.MOMENTS = TIMES
    for what, strike in ((what, strike) for what, strike in KINDS.items() if ONLY in what):
        with tempfile.TemporaryDirectory(prefix="dateline-bench-") as place:
            try:
                strike(Path(place))
            except pytest.skip.Exception as why:
                print(f"{what}: {why}")  # noqa: T201
                continue
        print(f"  {what}: {TIMES} times, and all was whole", flush=True)  # noqa: T201
        yield Row(
            what=f"faults that left all whole: {what}",
            against="faults",
            ours=(TIMES,),
            theirs=(TIMES,),
            limit=1.0,
            unit="times",
        )
