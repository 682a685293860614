"""What the exports of the small case are expected to be, byte for byte.

To accept a change, run `python -m tests.formats.golden` at the root of the checkout and read what git shows of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from dateline.formats import FORMATS, export_files
from tests.formats.conftest import CASE, two_documents

EXPECTED = CASE / "expected"
FORMS = tuple(name for name in FORMATS if name != "geojson" and not name.startswith("csv-"))
"""Every format; the case has no coordinates, and the parts of `csv` are in `csv`."""


def made(name: str) -> Mapping[str, bytes]:
    """The files of one format."""
    return export_files(two_documents(), name)


if __name__ == "__main__":
    EXPECTED.mkdir(exist_ok=True)
    for form in FORMS:
        for file, data in made(form).items():
            (EXPECTED / file).write_bytes(data)
