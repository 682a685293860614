"""Small collections and documents to break things with."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from unittest import mock

from dateline import cli
from tests.conftest import ROOT

TEXT = "Sixty dockers joined the strike at Port Ellis. The council said so.\n"
SETTINGS = 'title = "A strike"\nbase = "https://example.org/kg/"\n'
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT / "graph"), "COLUMNS": "100"}
_READING = """\
reading: 1
document: {{id: d, sha256: {sha256}, length: {length}, title: Notice, language: en, publisher: council}}
reader: {{name: A reader, version: "1", kind: person}}
entities:
  - id: council
    type: Organization
    label: {label}
    mentions: [description: "The council"]
  - id: {place}
    type: Place
    label: Port Ellis
    mentions: [name: "Port Ellis"]
events:
  - id: strike
    type: PoliticalEvent
    label: strike at Port Ellis
    triggers: ["the strike"]
claims:
  - id: c1
    says: [strike, participantCount, 60]
    evidence: "Sixty dockers joined the strike"
  - id: c2
    says: [strike, tookPlaceIn, {place}]
    evidence: "the strike at Port Ellis"
"""


def reading(text: str = TEXT, *, label: str = "council", place: str = "port_ellis") -> str:
    """A reading of `text` in YAML, with one label and one id to choose."""
    return _READING.format(
        sha256=sha256(text.encode()).hexdigest(), length=len(text), label=_quoted(label), place=_quoted(place)
    )


def _quoted(words: str) -> str:
    """Words in double quotes, as YAML reads them: what cannot be seen is escaped, the rest stands as it is."""
    return '"' + "".join(json.dumps(one)[1:-1] if one in '"\\' or not one.isprintable() else one for one in words) + '"'


def collection(
    folder: Path, documents: Mapping[str, tuple[str | bytes, str | bytes]] | None = None, settings: str = SETTINGS
) -> Path:
    """A collection in `folder`: for each document its text and its reading."""
    (folder / "texts").mkdir(parents=True)
    (folder / "readings").mkdir()
    (folder / "dateline.toml").write_text(settings, encoding="utf-8")
    for name, (text, made) in (documents or {"d": (TEXT, reading())}).items():
        (folder / "texts" / f"{name}.txt").write_bytes(text.encode() if isinstance(text, str) else text)
        (folder / "readings" / f"{name}.yaml").write_bytes(made.encode() if isinstance(made, str) else made)
    return folder


def document(folder: Path, name: str = "strike") -> Path:
    """A document that stands by itself, with its reading beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    (folder / f"{name}.yaml").write_text(reading(), encoding="utf-8")
    return folder / f"{name}.txt"


def names(folder: Path) -> list[str]:
    """What lies in a folder, also what is hidden."""
    return sorted(path.name for path in folder.iterdir())


def tree(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, also the hidden ones, but the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".dateline" not in path.parts
    }


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def run(*arguments: str | Path) -> Ran:
    """Runs the command line in this process; anything but an exit is a failure of the test."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True), io.StringIO()
    with mock.patch.object(sys, "argv", ["dateline", *map(str, arguments)]), mock.patch("signal.signal"):
        code: object = 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                cli.main()
            except SystemExit as ended:
                code = ended.code
    assert isinstance(out.buffer, io.BytesIO)
    assert isinstance(code, int)
    return Ran(code=code, out=out.buffer.getvalue().decode(), err=err.getvalue())


def refused(ran: Ran, code: int, *words: str) -> None:
    """Holds a refusal to the house's rules: the exit code, one paragraph, the place, no noise of Python's."""
    assert ran.code == code, ran
    assert ran.err.startswith("dateline: "), ran.err
    assert not [line for line in ran.err.splitlines()[1:] if not line.startswith("  ")], ran.err
    for noise in ("Traceback", "[Errno", "codec can't", "a fault in dateline", "Error(", "PosixPath"):
        assert noise not in ran.err
    for word in words:
        assert word in ran.err, ran.err


def start(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.Popen[str]:
    """Starts the command line as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "dateline", *map(str, arguments)],
        cwd=cwd,
        env=ENVIRONMENT | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
