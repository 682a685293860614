"""Reading: any text gives a reading whose every span is cut from it and whose every reference resolves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dateline
from dateline.errors import MissingExtraError
from dateline.reader import read
from dateline.reading import parse_reading, render_reading

STORY = (
    "Storm Over Halden\n\n3 May 1921\n\nA storm destroyed the harbour of Halden, killing 12 people. "
    "“We lost everything,” said Anna Berg, the chairman of Halden Airlines. "
    "According to a report published by Amnesty International, guards did not help the villagers. "
    "Norway may send troops to Oslo next week.\n\nMinistry of Public Works"
)


def holds(text: str) -> None:
    """A reading that the reading file's own checks accept: spans, ids, classes, domains and ranges."""
    done = read(text, id="d")
    parse_reading(render_reading(done, format="json"), format="json", file="d.json", text=text)


def test_a_story_gives_a_reading_that_every_check_accepts() -> None:
    holds(STORY)


def test_the_same_text_gives_the_same_bytes() -> None:
    first, second = (render_reading(read(STORY, id="d"), format="yaml") for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "text",
    [
        "word",
        "\u00a0\n\n\u00a0",
        "THE KING SAID THAT REBELS ATTACKED THE VILLAGE ON MONDAY.",
        "“““ ” said said said “ he he ” according to according to.",
        "a,b,c\n1,2,3\n4,5,6\n",
        "He said \"that 'this “is” nested' enough\" to me.",
        "\U0001f600 said \U0001f600: “\U0001f600 \U0001f600 \U0001f600 \U0001f600.”",
        "|cell|cell|\n|---|---|\n|rebels attacked|3 May 1921|",
        "cafe\u0301 owners said that the café was sold.\u202e",
        "I" * 3000,
        "because " * 300,
        "He said that she said that he said that she said that he left.",
        "T1 sold T2 to EV Attack on 3 May 1921. Ev Attack attacked T1.",
    ],
)
def test_odd_texts_give_a_reading_that_every_check_accepts(text: str) -> None:
    holds(text)


WORDS = (
    *("said", "that", "“", "”", '"', "Anna Berg", "Norway", "attacked", "the", "invasion", "of", "by", "not", "may"),
    *("3 May 1921", "12 people", "killing", "according to", "a report", "who", "\n\n", "?", "it", "was", "led to"),
    *("’", "\u00a0", ",", "."),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join).filter(str.strip))
def test_any_jumble_of_words_gives_a_reading_that_every_check_accepts(text: str) -> None:
    holds(text)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_any_unicode_text_gives_spans_that_are_cut_from_it(text: str) -> None:
    plain = json.loads(render_reading(read(text, id="d"), format="json"))

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if {"start", "end", "text"} <= node.keys():
                assert text[node["start"] : node["end"]] == node["text"] != ""
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(plain)


def test_the_time_grows_with_the_length_of_the_text_and_not_with_its_square() -> None:
    paragraph = STORY.replace("Storm Over Halden\n\n3 May 1921\n\n", "") + "\n\n"

    def seconds(count: int) -> float:
        begun = time.process_time()
        read(paragraph * count, id="d")
        return time.process_time() - begun

    seconds(2)
    assert seconds(64) < 12 * seconds(8) + 1


def test_a_pipeline_that_is_not_installed_is_named_in_the_error() -> None:
    with pytest.raises(MissingExtraError, match="no_such_pipeline"):
        read("Rebels attacked.", id="d", model="no_such_pipeline")


def test_importing_the_reader_loads_no_language_pipeline() -> None:
    heavy = "{'spacy', 'rdflib', 'dateline.reader.draft'}"
    code = f"import dateline.reader, sys; raise SystemExit(bool({heavy} & set(sys.modules)))"
    home = str(Path(dateline.__file__).parents[1])
    done = subprocess.run([sys.executable, "-c", code], check=False, env={**os.environ, "PYTHONPATH": home})
    assert done.returncode == 0


LEAST = {
    "event triggers": ("f1", 0.82),
    "participants all": ("f1", 0.60),
    "attributions (source, cue, content overlap)": ("f1", 0.60),
    "negated or uncertain: covered by any claim": ("recall", 0.50),
}


@pytest.mark.gold
@pytest.mark.slow
def test_the_hand_read_news_is_read_as_well_as_it_must_be(tmp_path: Path) -> None:
    home = os.environ.get("DATELINE_GOLD")
    if not home:
        pytest.skip("DATELINE_GOLD is not set: it names the folder that holds gold/ and score/")
    split, score = Path(home) / "gold/meantime/dev", Path(home) / "score/score.py"
    if not split.is_dir() or not score.is_file():
        pytest.fail(f"DATELINE_GOLD is {home}, but {split} or {score} is absent")
    index = json.loads((split / "index.json").read_text(encoding="utf-8"))
    for path in sorted(split.glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            done = read(file.read(), id=path.stem, issued=index[path.stem]["issued"])
        (tmp_path / f"{path.stem}.json").write_text(render_reading(done, format="json"), encoding="utf-8")
    run = [sys.executable, str(score), str(split), str(tmp_path), "--json"]
    found = json.loads(subprocess.run(run, capture_output=True, check=True, text=True).stdout)["metrics"]
    for row, (figure, least) in LEAST.items():
        assert found[row][figure] >= least, row
    assert found["negated or uncertain: asserted as fact (lower is better)"]["recall"] < 0.10
