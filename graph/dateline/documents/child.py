"""The process that reads formats which hostile bytes can make endless, enormous or fatal: one request a line.

A request is a line of JSON (`module`, `charset`, `length`, `seconds`) and `length` bytes; the answer is a line of JSON
with either `extract` or `error`. When its time is over the process ends, wherever it is.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module
from typing import Any

from dateline.errors import DocumentError

MEMORY = 2_500_000_000
"""Bytes of address space; a document that needs more is refused."""


def answer(module: str, data: bytes, charset: str | None) -> dict[str, Any]:
    """What a format's module makes of bytes, or why it makes nothing of them.

    >>> answer("plain", b"Words.", None)["extract"]["text"]
    'Words.'
    """
    try:
        return {"extract": asdict(import_module(f"dateline.documents.{module}").extract(data, charset=charset))}
    except DocumentError as refused:
        return {"error": {"what": refused.what, "remedy": refused.remedy}}
    except MemoryError:
        return {"error": {"what": "reading it needs more memory than is allowed.", "remedy": "Split it."}}
    except Exception as broken:  # parsers of other people raise anything at bytes made to break them
        what = " ".join(f"{type(broken).__name__}: {broken}"[:200].split())
        return {"error": {"what": f"it is damaged in a way that cannot be read ({what}).", "remedy": "Get it again."}}


def main() -> None:
    """Answers requests until there are no more."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints is not an answer
    _limit_memory()
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["length"])
        faulthandler.dump_traceback_later(request["seconds"], exit=True)
        made = json.dumps(answer(request["module"], data, request["charset"]))
        faulthandler.cancel_dump_traceback_later()
        answers.write(made.encode("ascii") + b"\n")
        answers.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    with suppress(ValueError, OSError):  # a stricter limit is set already
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main()
