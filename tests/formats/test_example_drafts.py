"""What the published example gives to Wikidata's editors, byte for byte.

To accept a change, run `python -m tests.formats.test_example_drafts` at the root of the checkout and read the diff.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.formats import export_files
from dateline.graph import Publication
from tests.conftest import ROOT

EXPECTED = ROOT / "tests" / "cases" / "black-january" / "wikidata"
FORMS = ("quickstatements", "wikibase-cli", "wikidata-rdf")


@pytest.mark.parametrize("form", FORMS)
def test_the_example_gives_the_expected_bytes(form: str, example_publication: Publication) -> None:
    for name, data in export_files(example_publication, form).items():
        if not name.endswith("-review.md") or form == "quickstatements":
            assert data.decode() == (EXPECTED / name).read_text("utf-8")


def accept(folder: Path) -> None:
    """Writes what is expected now."""
    from dateline.collection import open_collection
    from tests.conftest import EXAMPLE

    publication = open_collection(EXAMPLE).compile()
    folder.mkdir(parents=True, exist_ok=True)
    for form in FORMS:
        for name, data in export_files(publication, form).items():
            if not name.endswith("-review.md") or form == "quickstatements":
                (folder / name).write_bytes(data)


if __name__ == "__main__":
    accept(EXPECTED)
