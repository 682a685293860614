"""Programs of other projects that check our files, installed once by `npm ci` into the folder .cache."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from tests.absent import absent
from tests.conftest import ROOT

_HERE = Path(__file__).parent
_PARTS = ("package.json", "package-lock.json")


@cache
def installed() -> Path:
    """The folder of the packages; ends the test where node or the registry is not there."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        absent("node with npm", "apt-get install nodejs npm")
    key = hashlib.sha256(b"".join((_HERE / part).read_bytes() for part in _PARTS)).hexdigest()[:16]
    home = ROOT / ".cache" / f"node-{key}"
    if not home.is_dir():
        home.parent.mkdir(exist_ok=True)
        making = Path(mkdtemp(dir=home.parent))
        for part in _PARTS:
            shutil.copy(_HERE / part, making)
        flags = ("--silent", "--ignore-scripts", "--no-audit", "--no-fund")
        run = subprocess.run([npm, "ci", *flags], cwd=making, capture_output=True, text=True, check=False)
        if run.returncode:
            shutil.rmtree(making)
            absent("what tests/node/package-lock.json names", f"npm ci needs the registry of npm: {run.stderr[:200]}")
        try:
            making.rename(home)
        except OSError:  # another worker was first
            shutil.rmtree(making)
    return home / "node_modules"


def run(script: str, given: str, environment: Mapping[str, str] | None = None) -> str:
    """What a script of this folder prints for what it is given on stdin."""
    made = subprocess.run(
        ["node", str(_HERE / script)],
        input=given,
        env={**os.environ, "NODE_PATH": str(installed()), **(environment or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert made.returncode == 0, made.stderr
    return made.stdout


def edits_of(commands: str) -> dict[str, Any]:
    """What quickstatements-to-wikibase-edit understands QuickStatements V1 to mean."""
    made: dict[str, Any] = json.loads(run("quickstatements.cjs", commands))
    return made


def claims_of(
    lines: str, datatypes: Mapping[str, str], existing: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """What wikibase-edit would send to a Wikibase for lines of edits; `existing` are the claims of items by id."""
    environment = {"PROPERTIES": json.dumps(dict(datatypes)), "EXISTING": json.dumps(dict(existing or {}))}
    return [json.loads(line) for line in run("wikibase-edit.mjs", lines, environment).splitlines()]
