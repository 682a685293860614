"""Work in several processes: all of it is done, and a worker that dies takes nobody's work with it."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dateline.archive.pool import in_processes
from dateline.errors import DatelineError, OutputError, Problem, ReadingError
from tests.hostile import ENVIRONMENT


def square(number: int) -> int:
    return number * number


def deadly(number: int) -> int:
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def deadly_once(job: tuple[int, str]) -> int:
    number, folder = job
    mark = Path(folder) / "died"
    if number == 5 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def failing(number: int) -> int:
    if number == 5:
        raise ValueError("five")
    return number


def full(number: int) -> int:
    raise OutputError("the disk is full.", where=str(number), remedy="Free some space.")


def minus(number: int) -> int:
    return -number


@pytest.mark.parametrize("workers", [1, 2])
def test_every_job_is_done_once(workers: int) -> None:
    assert sorted(in_processes(square, range(20), workers=workers, died=minus)) == [number**2 for number in range(20)]


def test_a_job_that_kills_its_worker_twice_is_told_of_and_the_others_are_done() -> None:
    found = list(in_processes(deadly, range(12), workers=2, died=minus))
    assert sorted(found) == sorted([-5, *(number for number in range(12) if number != 5)])


def test_a_job_whose_worker_was_killed_once_is_done_all_the_same(tmp_path: Path) -> None:
    jobs = [(number, str(tmp_path)) for number in range(12)]
    assert sorted(in_processes(deadly_once, jobs, workers=2, died=lambda job: -1)) == list(range(12))


def test_what_a_job_raises_is_raised_here() -> None:
    with pytest.raises(ValueError, match="five"):
        list(in_processes(failing, range(12), workers=2, died=minus))


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_ours_arrives_with_all_that_it_says(workers: int) -> None:
    with pytest.raises(OutputError, match=r"^5: the disk is full\. Free some space\.$"):
        list(in_processes(full, [5], workers=workers, died=minus))


def test_every_error_can_be_sent_to_another_process() -> None:
    problem = Problem(file="a.yaml", what="It is empty.", remedy="Fill it.")
    whole = ReadingError("some readings do not hold.", (problem,), where="here", remedy="Mend them.")
    arrived = sent(whole)
    assert (type(arrived), str(arrived), arrived.problems) == (ReadingError, str(whole), (problem,))
    for kind in kinds_of(DatelineError):
        error = kind.__new__(kind, "what")
        error.what, error.where, error.remedy = "what", "where", "remedy"
        assert vars(sent(error)) == vars(error), kind


def sent(error: DatelineError) -> Any:
    return pickle.loads(pickle.dumps(error))  # noqa: S301 - our own


def kinds_of(kind: type[DatelineError]) -> list[type[DatelineError]]:
    return [kind, *(below for child in kind.__subclasses__() for below in kinds_of(child))]


def test_jobs_are_made_as_they_are_needed() -> None:
    made = 0

    def jobs() -> object:
        nonlocal made
        for number in range(1000):
            made += 1
            yield number

    results = in_processes(square, jobs(), workers=2, died=minus)  # type: ignore[arg-type]
    for _ in range(3):
        next(results)
    assert made < 50
    results.close()  # type: ignore[attr-defined]


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, sys, time\nfrom dateline.archive.pool import in_processes\n\n"
        "def work(n):\n    print(os.getpid(), flush=True)\n    time.sleep(0.01)\n    return n\n\n"
        "if __name__ == '__main__':\n    list(in_processes(work, range(100_000), workers=2, died=abs))\n",
        encoding="utf-8",
    )
    with subprocess.Popen(
        [sys.executable, str(script)],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline()
        parent.kill()
        parent.communicate(timeout=30)  # returns when every process that could write has ended


def test_a_worker_that_is_killed_when_all_is_done_holds_nobody_up(tmp_path: Path) -> None:
    """It may die with the lock of the queue, for which the other would wait."""
    script = tmp_path / "ending.py"
    script.write_text(
        "import os, signal, time\nfrom multiprocessing import active_children\n"
        "from dateline.archive.pool import in_processes\n\n"
        "def work(n):\n    return n\n\n"
        "if __name__ == '__main__':\n    for turn in range(4):\n"
        "        for found in in_processes(work, range(12), workers=2, died=work):\n"
        "            if found == 11:\n"
        "                time.sleep(0.05)\n"
        "                os.kill(active_children()[turn % 2].pid, signal.SIGKILL)\n",
        encoding="utf-8",
    )
    subprocess.run([sys.executable, str(script)], env=ENVIRONMENT, check=True, timeout=60)
