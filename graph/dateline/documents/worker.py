"""Reading in a process of its own, so that no document can hang, flood or crash the one that asks."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import Any

from dateline.documents.extract import Extract
from dateline.errors import DocumentError


class Worker:
    """One process that reads documents, started when first asked and again after one has broken it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def extract(self, module: str, data: bytes, *, charset: str | None, seconds: float) -> Extract:
        """What the module of a format makes of bytes within `seconds`. Raises `DocumentError`."""
        with self._lock:
            began = time.monotonic()
            answer = self._ask(module, data, charset, seconds)
            took = time.monotonic() - began
        if answer is None and took >= seconds:
            raise DocumentError(
                f"it is so intricate that reading it took longer than {seconds:g} seconds.",
                remedy="Save its text to a file, and give that.",
            )
        if answer is None:
            raise DocumentError(
                "it breaks the program that reads its format.", remedy="Save its text to a file, and give that."
            )
        if "error" in answer:
            raise DocumentError(answer["error"]["what"], remedy=answer["error"]["remedy"])
        made = answer["extract"]
        return Extract(**{**made, "notes": tuple(made["notes"])})

    def close(self) -> None:
        """Ends the process, if there is one."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):  # what was left in the pipe has nowhere to go
                    pipe.close()

    def _ask(self, module: str, data: bytes, charset: str | None, seconds: float) -> dict[str, Any] | None:
        """The answer, or null where the process ended without one."""
        process = self._running()
        if process.stdin is None or process.stdout is None:
            return None
        request = {"module": module, "charset": charset, "length": len(data), "seconds": seconds}
        line = b""
        try:
            process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            process.stdin.write(data)
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = b""
        finally:
            if not line.endswith(b"\n"):  # also when this process is interrupted: the late answer is nobody's
                self.close()
        if not line.endswith(b"\n"):
            return None
        found: dict[str, Any] = json.loads(line)
        return found

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._owner == os.getpid() and self._process.poll() is None:
            return self._process
        self.close()
        paths = [path for path in sys.path if path]
        self._owner = os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "dateline.documents.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONHASHSEED": "0"},
        )
        return self._process


_WORKER = Worker()
atexit.register(_WORKER.close)


def extract(module: str, data: bytes, *, charset: str | None, seconds: float) -> Extract:
    """What the module of a format makes of bytes within `seconds`, in this process's one worker."""
    return _WORKER.extract(module, data, charset=charset, seconds=seconds)
