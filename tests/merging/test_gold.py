"""Identity across the documents of MEANTIME and GUM, whose things have links: right nearly always, or not said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.merging.gold import Corpus, exact_names, marked, ours, read_anew

PRECISION = 0.97


def corpus(name: str) -> Path:
    """The development part of a corpus."""
    home = os.environ.get("DATELINE_GOLD")
    if not home:
        pytest.skip("DATELINE_GOLD is not set: it names the folder that holds gold/ and score/")
    folder = Path(home) / "gold" / name / "dev"
    if not folder.is_dir():
        pytest.fail(f"DATELINE_GOLD is {home}, but {folder} is absent")
    return folder


def require(corpus: Corpus, *, recall: float) -> None:
    """That what is joined is right, that enough is, and that exact names are not righter."""
    score, baseline = ours(corpus), exact_names(corpus)
    assert score.precision >= max(PRECISION, baseline.precision), f"{score}\n" + "\n".join(score.wrong)
    assert score.recall >= recall, f"{score}; exact names: {baseline}"


@pytest.mark.gold
def test_things_that_people_marked_are_one_where_they_have_one_link() -> None:
    require(marked(corpus("meantime")), recall=0.75)
    require(marked(corpus("gum")), recall=0.50)


@pytest.mark.gold
def test_more_is_found_than_by_exact_names_where_many_documents_share_their_things() -> None:
    meantime = marked(corpus("meantime"))
    assert ours(meantime).recall > exact_names(meantime).recall


@pytest.mark.gold
@pytest.mark.slow
def test_things_of_our_own_readings_are_one_where_they_have_one_link() -> None:
    require(read_anew(corpus("meantime")), recall=0.75)
    require(read_anew(corpus("gum")), recall=0.60)
