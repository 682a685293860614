"""What linking adds to reading, and how right it is on the corpora that `DATELINE_GOLD` names."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from dateline.links import open_catalogue, propose, with_proposals
from dateline.reader import read
from tests.bench.timing import Row, alternate
from tests.conftest import EXAMPLE
from tests.links.gold import score_by_names, score_mentions, score_readings

LIMIT = 0.05
LINK_AT = 0.95


def rows() -> Iterator[Row]:
    """Linking the example's draft against reading it; the scores are printed where the corpora are."""
    _score()
    text = (EXAMPLE / "texts/embassy-2012-01-20.txt").read_text(encoding="utf-8")
    drafted, source = read(text, id="example", issued="2012-01-20"), open_catalogue()
    ours, theirs = alternate(
        lambda: with_proposals(drafted, propose(drafted, text, source)),
        lambda: read(text, id="example", issued="2012-01-20"),
        rounds=9,
    )
    yield Row(what="link a draft", against="read it", ours=ours, theirs=theirs, limit=LIMIT)


def _score() -> None:
    home = os.environ.get("DATELINE_GOLD")
    folder = Path(home or "") / "gold/gum/dev"
    if not home or not folder.is_dir():
        print("Links were not scored: DATELINE_GOLD does not name the folder that holds gold/.", file=sys.stderr)  # noqa: T201
        return
    by_names = score_by_names(folder.parents[1] / "meantime/dev", open_catalogue(), at=LINK_AT)
    print(f"MEANTIME, our own readings: {by_names.right} of {by_names.right + by_names.wrong} right")  # noqa: T201
    for note in by_names.notes:
        print(f"  {note}")  # noqa: T201
    for what, score in (
        ("GUM, marked by people", score_mentions(folder, open_catalogue(), at=LINK_AT)),
        ("GUM, our own readings", score_readings(folder, open_catalogue(), at=LINK_AT)),
    ):
        print(f"{what}: {score}")  # noqa: T201
        for confidence, (right, all_) in sorted(score.bins.items()):
            print(f"  confidence about {confidence:.1f}: {right} of {all_} right")  # noqa: T201
        for note in score.notes:
            print(f"  {note}")  # noqa: T201
