"""What reads a hostile format can end, hang or crash, and the one that asks goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

import pytest

from dateline.documents import child
from dateline.documents.worker import Worker
from dateline.errors import DocumentError

from .made import STORM


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.close()


def read(worker: Worker, data: bytes = STORM.encode(), *, seconds: float = 60) -> str:
    return worker.extract("markdown", data, charset=None, seconds=seconds).text


def process(worker: Worker) -> subprocess.Popen[bytes]:
    assert worker._process is not None
    return worker._process


def test_one_process_reads_many_documents(worker: Worker) -> None:
    assert read(worker) == STORM
    first = process(worker).pid
    assert read(worker) == STORM
    assert process(worker).pid == first


def test_what_takes_too_long_is_ended_and_the_next_document_is_read(worker: Worker) -> None:
    read(worker)
    began = time.monotonic()
    with pytest.raises(DocumentError, match=r"longer than 0\.5 seconds"):
        worker.extract("html", b"<p>" + b"<div>" * 2_000_000, charset=None, seconds=0.5)
    assert time.monotonic() - began < 10
    assert read(worker) == STORM


def test_a_process_that_dies_over_a_document_is_an_error_of_that_document(worker: Worker) -> None:
    read(worker)
    pid = process(worker).pid
    threading.Timer(0.3, os.kill, (pid, signal.SIGKILL)).start()
    with pytest.raises(DocumentError, match="breaks the program"):
        worker.extract("html", b"<p>" + b"<div>" * 2_000_000, charset=None, seconds=60)
    assert read(worker) == STORM


def test_a_process_that_died_in_between_is_started_again(worker: Worker) -> None:
    read(worker)
    os.kill(process(worker).pid, signal.SIGKILL)
    process(worker).wait()
    assert read(worker) == STORM


def test_threads_take_turns(worker: Worker) -> None:
    texts = [f"Storm number {at}." for at in range(40)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: read(worker, text.encode()), texts)) == texts


def test_what_a_module_cannot_read_comes_back_with_its_remedy(worker: Worker) -> None:
    with pytest.raises(DocumentError, match="NUL") as refused:
        read(worker, b"a\x00b")
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("raised", "what"),
    [
        (MemoryError(), "more memory than is allowed"),
        (KeyError("a\nb"), "damaged"),
        (RecursionError("deep"), "damaged"),
    ],
)
def test_whatever_a_parser_raises_becomes_a_sentence(
    raised: Exception, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(data: bytes, *, charset: str | None = None) -> NoReturn:
        raise raised

    monkeypatch.setattr("dateline.documents.plain.extract", broken)
    said = child.answer("plain", b"Words.", None)["error"]
    assert what in said["what"]
    assert said["remedy"]
    assert "\n" not in said["what"]


def test_the_process_ends_with_the_one_that_asked() -> None:
    code = (
        "from dateline.documents import worker; worker.extract('markdown', b'Words.', charset=None, seconds=60);"
        "print(worker._WORKER._process.pid)"
    )
    path = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": path}
    )
    with pytest.raises(ProcessLookupError):
        os.kill(int(done.stdout), 0)


def test_no_module_of_the_folder_one_works_in_is_imported(tmp_path: Path) -> None:
    (tmp_path / "markdown_it.py").write_text("raise SystemExit('imported from the working folder')")
    code = (
        "from dateline.documents import worker;print(worker.extract('markdown', b'# A', charset=None, seconds=60).text)"
    )
    path = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        capture_output=True, text=True, check=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    assert done.stdout.strip() == "A"
