"""The same publication gives the same bytes, whatever the hash seed, the locale and the time zone."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.formats.golden import FORMS, made

SURROUNDINGS = (
    {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "Asia/Baku"},
    {"PYTHONHASHSEED": "42", "LC_ALL": "C", "TZ": "America/St_Johns"},
    {"PYTHONHASHSEED": "4294967295", "LC_ALL": "tr_TR.UTF-8", "TZ": "UTC"},
    {"PYTHONHASHSEED": "random", "LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati"},
)
CODE = """
import hashlib, json
from tests.formats.golden import FORMS, made
print(json.dumps({file: hashlib.sha256(data).hexdigest() for form in FORMS for file, data in made(form).items()}))
"""


@pytest.mark.parametrize("surroundings", SURROUNDINGS, ids=lambda given: "-".join(map(str, given.values())))
def test_every_format_gives_the_same_bytes_elsewhere(surroundings: dict[str, str]) -> None:
    path = os.pathsep.join((str(ROOT), str(ROOT / "graph")))
    elsewhere = subprocess.run(
        [sys.executable, "-c", CODE],
        env={**os.environ, "PYTHONPATH": path, **surroundings},
        capture_output=True,
        text=True,
        check=True,
    )
    here = {file: hashlib.sha256(data).hexdigest() for form in FORMS for file, data in made(form).items()}
    assert json.loads(elsewhere.stdout) == here
