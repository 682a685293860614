"""Reading files are found, decoded, refused with a reason, and never crash what reads them."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.errors import MOST_SHOWN, ReadingError, UsageError
from dateline.reading import load_reading, parse_reading, render_reading
from dateline.reading.compact import compact
from dateline.yaml12 import parse_yaml, render_yaml
from tests.reading.small import TEXT, broken, read, small
from tests.test_yaml12 import DATA


def test_the_suffix_says_the_form(tmp_path: Path) -> None:
    for name in ("r.yaml", "r.yml", "r.json", "r.YAML"):
        form: Any = "json" if name.endswith("json") else "yaml"
        (tmp_path / name).write_text(render_reading(read(small()), format=form), encoding="utf-8")
        reading = load_reading(tmp_path / name, text=TEXT)
        assert reading == read(small())
        assert reading.file == str(tmp_path / name)


def test_a_byte_order_mark_is_no_part_of_a_reading(tmp_path: Path) -> None:
    for name, source in (("r.json", json.dumps(small())), ("r.yaml", render_reading(read(small()), format="yaml"))):
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + source.encode())
        assert load_reading(tmp_path / name, text=TEXT) == read(small())


def test_another_suffix_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Readings end in \.yaml or \.json"):
        load_reading(tmp_path / "r.txt", text=TEXT)


def test_a_file_that_is_not_there_or_no_file_or_not_utf_8_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="there is no such file"):
        load_reading(tmp_path / "r.yaml", text=TEXT)
    (tmp_path / "d.yaml").mkdir()
    with pytest.raises(ReadingError, match="cannot be read"):
        load_reading(tmp_path / "d.yaml", text=TEXT)
    (tmp_path / "l.yaml").write_bytes("title: é".encode("latin-1"))
    with pytest.raises(ReadingError, match="not UTF-8: byte 7 is 0xE9"):
        load_reading(tmp_path / "l.yaml", text=TEXT)


@pytest.mark.parametrize(
    "path",
    [
        "entities.0.label", "entities.0.id", "entities.0.type", "entities.0.mentions.0.text", "claims.0.subject",
        "claims.0.predicate", "claims.0.polarity", "claims.0.object.datatype", "claims.0.predicateText",
        "claims.0.evidence.text", "document.sha256", "document.id", "document.language", "document.url",
        "document.issued", "times.0.edtf", "times.1.anchor", "entities.2.links.0.to", "warnings.1.about.0",
        "claims.2.object.value",
    ],
)  # fmt: skip
@pytest.mark.parametrize("words", ["x" * 10_000_000, "\x1b]0;\u202e\n" * 100_000], ids=["long", "control"])
def test_ten_megabytes_of_anything_make_a_short_message_without_unseen_characters(path: str, words: str) -> None:
    data = broken(path, words)
    if path == "entities.0.label" and words.startswith("x"):
        assert read(data).entities[0].label == words
        return
    with pytest.raises(ReadingError) as wrong:
        read(data)
    message = str(wrong.value)
    assert len(message) < 3_000
    assert "\x1b" not in message
    assert "\u202e" not in message


def test_only_so_many_problems_are_printed_but_all_are_there() -> None:
    data = small()
    data["claims"] = [{"id": "c"} for _ in range(1000)]
    with pytest.raises(ReadingError) as wrong:
        read(data)
    assert len(wrong.value.problems) == 11_000
    assert str(wrong.value).endswith(f"… and {11_000 - MOST_SHOWN} more.")
    assert len(str(wrong.value).splitlines()) == MOST_SHOWN + 2


def mutated(tree: Any, draw: st.DrawFn) -> Any:
    """The tree with one of its nodes replaced with anything."""
    if isinstance(tree, dict) and tree and draw(st.integers(0, 4)):
        key = draw(st.sampled_from(sorted(tree)))
        return {**tree, key: mutated(tree[key], draw)}
    if isinstance(tree, list) and tree and draw(st.integers(0, 4)):
        place = draw(st.integers(0, len(tree) - 1))
        return [*tree[:place], mutated(tree[place], draw), *tree[place + 1 :]]
    return draw(DATA | st.sampled_from([[], {}, "", "0:0 ", "9:1 x", 10**300, -1, True, "a" * 500, "\ud7ff"]))


@st.composite
def mutations(draw: st.DrawFn, tree: Any) -> Any:
    for _ in range(draw(st.integers(1, 3))):
        tree = mutated(tree, draw)
    return tree


@given(mutations(small()))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_json_with_anything_anywhere_is_read_or_refused(data: Any) -> None:
    read_or_refused(json.dumps(data), "json")


@given(mutations(parse_yaml(render_yaml(compact(small())), file="x").data))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_yaml_with_anything_anywhere_is_read_or_refused(data: Any) -> None:
    read_or_refused(render_yaml(data), "yaml")


def read_or_refused(source: str, form: Any) -> None:
    try:
        reading = parse_reading(source, format=form, file="x", text=TEXT)
    except ReadingError:
        return
    assert parse_reading(render_reading(reading, format=form), format=form, file="x", text=TEXT) == reading


def test_a_thousand_claims_are_read_in_a_few_seconds() -> None:
    data = small()
    one = data["claims"][1]
    data["claims"] = [{**one, "id": f"c{n}", "attributedTo": f"p{n}"} for n in range(1000)]
    data["entities"].extend({"id": f"p{n}", "type": "Person", "label": "p", "mentions": []} for n in range(1000))
    source = render_reading(read(data), format="yaml")
    began = time.perf_counter()
    assert len(parse_reading(source, format="yaml", file="x", text=TEXT).claims) == 1000
    assert time.perf_counter() - began < 10
