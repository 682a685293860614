"""Links against those of GUM: right at the threshold of publishing, with recall and coverage beside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dateline.links import open_catalogue
from tests.links.gold import Score, score_mentions, score_readings

LINK_AT = 0.95


def corpus() -> Path:
    """The development half of GUM."""
    home = os.environ.get("DATELINE_GOLD")
    if not home:
        pytest.skip("DATELINE_GOLD is not set: it names the folder that holds gold/ and score/")
    folder = Path(home) / "gold/gum/dev"
    if not folder.is_dir():
        pytest.fail(f"DATELINE_GOLD is {home}, but {folder} is absent")
    return folder


def require(score: Score, *, recall: float) -> None:
    """That a score is good enough to publish by."""
    assert score.precision >= 0.95, f"{score}\n" + "\n".join(score.notes)
    assert score.recall >= recall, str(score)
    assert score.coverage >= 0.20, str(score)


@pytest.mark.gold
def test_links_of_entities_that_people_marked_are_right() -> None:
    require(score_mentions(corpus(), open_catalogue(), at=LINK_AT), recall=0.75)


@pytest.mark.gold
@pytest.mark.slow
def test_links_of_our_own_readings_are_right() -> None:
    require(score_readings(corpus(), open_catalogue(), at=LINK_AT), recall=0.60)
