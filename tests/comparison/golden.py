"""What the comparison of the example with the stand-in for Wikidata is expected to be, byte for byte.

To accept a change, run `python -m tests.comparison.golden` at the root of the checkout and read what git shows of it.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import dateline
from dateline.comparison import Verdict
from dateline.comparison.json_form import render_json
from dateline.links.wikidata import open_client
from tests.conftest import EXAMPLE, ROOT
from tests.wikidata_server import Pauses, wikidata_server

EXPECTED = ROOT / "tests" / "cases" / "black-january" / "comparison.json"
DRAFTED = tuple(verdict for verdict in get_args(Verdict) if verdict != "cannot be said")


def made() -> bytes:
    """The comparison as JSON, without the claims that cannot be said: their reasons have tests of their own."""
    with wikidata_server() as server, TemporaryDirectory() as folder:
        copy = shutil.copytree(EXAMPLE, Path(folder) / "copy", ignore=shutil.ignore_patterns("wikidata"))
        client = open_client(server.wikibase(), cache=None, clock=Pauses().clock)
        return render_json(dateline.compare(copy, online=True, client=client).having(DRAFTED))


if __name__ == "__main__":
    EXPECTED.write_bytes(made())
