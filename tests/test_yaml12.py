"""YAML 1.2: what is read, what is refused, and that what is written is read back."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.errors import YamlError
from dateline.yaml12 import Flow, Quoted, double_quoted, parse_yaml, render_yaml

CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(CHARACTERS)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(CHARACTERS, max_size=50), inner, max_size=4),
    max_leaves=15,
)


def read(source: str) -> Any:
    return parse_yaml(source, file="x.yaml").data


def refused(source: str) -> str:
    with pytest.raises(YamlError) as wrong:
        read(source)
    return str(wrong.value)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("null", None), ("~", None), ("", None), ("true", True), ("False", False), ("12", 12), ("-7", -7), ("+3", 3),
        ("0o17", 15), ("0x1F", 31), ("1.5", 1.5), ("-1e3", -1000.0), (".5", 0.5), ("5.", 5.0), ("012", 12),
    ],
)  # fmt: skip
def test_a_plain_scalar_has_the_value_of_the_core_schema(word: str, value: object) -> None:
    got = read(f"a: {word}\n")["a"]
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(
    "word",
    [
        "yes", "no", "on", "off", "y", "n", "Yes", "NO", "12:30", "12:30:45", "1990-01-20", "1990-01-20T10:00:00Z",
        "0b101", "1_000", "0o8", "nUll", "tRue", "=", "1990-01", "1e", "0x", "1.2.3",
    ],
)  # fmt: skip
def test_what_yaml_1_1_would_turn_into_something_else_stays_a_text(word: str) -> None:
    assert read(f"a: {word}\nb: [{word}]\n") == {"a": word, "b": [word]}


def test_a_quoted_scalar_is_a_text_whatever_it_looks_like() -> None:
    assert read("[\"12\", 'true', \"null\", '~']") == ["12", "true", "null", "~"]


def test_every_path_has_its_line() -> None:
    parsed = parse_yaml('a: 1\nb:\n  - c: 2\n    "d e": 3\n  -\n    - 4\n', file="x.yaml")
    assert dict(parsed.lines) == {
        "": 1,
        "a": 1,
        "b": 2,
        "b[0]": 3,
        "b[0].c": 3,
        'b[0]["d e"]': 4,
        "b[1]": 6,
        "b[1][0]": 6,
    }
    assert parsed.line("b[0].c.deeper[3].still") == 3


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("a: &x 1\nb: *x\n", ["x.yaml:1: a: &x is an anchor", "x.yaml:2: b: *x is an alias"]),
        ("a: !!str 1\nb: !python/object:os.system {}\n", ["x.yaml:1: a: “tag:yaml.org,2002:str” is a tag", "x.yaml:2"]),
        ("a: ! b\n", ["is a tag"]),
        ("a: {b: 1}\n<<: {c: 2}\n", ["x.yaml:2", "merge keys"]),
        ("a: 1\nb: 2\na: 3\n", ["x.yaml:3: a: the key is given twice, first in line 1"]),
        ("x:\n- {a: 1, a: 2}\n", ["x[0].a: the key is given twice"]),
        ("a: 1\n---\nb: 2\n", ["x.yaml:2: a second document begins"]),
        ("%YAML 1.1\n---\na: no\n", ["it says that it is YAML 1.1"]),
        ("%TAG ! tag:x.org,2000:\n---\na: 1\n", ["it declares tags"]),
        ("? [a, b]\n: c\n", ["a key is not a plain word"]),
        ("a: .inf\nb: -.INF\nc: .nan\n", ["x.yaml:1: a: .inf", "x.yaml:2: b: -.INF", "x.yaml:3: c: .nan"]),
        ("a: 1e999\n", ["too large a number"]),
        ("a: b: c\n", ["x.yaml:1: this is not YAML"]),
        ("a: [1, 2\nb: 3\n", ["this is not YAML"]),
        ('a: "x\n', ["this is not YAML"]),
        ("a:\n\t- b\n", ["this is not YAML"]),
        ("a: \u202e\u0007b\n", ["x.yaml:1: an unseen character stands here as it is: U+0007"]),
        ("a: 1\nb: x\u2028y\n", ["x.yaml:2", "U+2028", "\\u2028"]),
        ("a: x\ufeffy\n", ["U+FEFF"]),
        ("a: x\x85y\n", ["U+0085"]),
        ("a: x\ud800y\n", ["U+D800"]),
        ("k" * 300 + ": 1\n", ["the key", "is too long"]),
    ],
)
def test_what_could_mean_something_else_than_it_shows_is_refused_with_file_line_and_remedy(
    source: str, said: list[str]
) -> None:
    message = refused(source)
    for part in said:
        assert part in message


def test_all_problems_are_reported_at_once() -> None:
    with pytest.raises(YamlError) as wrong:
        read("a: &x 1\nb: !t 2\na: 3\nc: .nan\n")
    assert [problem.line for problem in wrong.value.problems] == [1, 2, 3, 4]
    assert all(problem.remedy for problem in wrong.value.problems)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused_and_never_overflows(opening: str) -> None:
    assert "more than 50 levels" in refused(opening * 100_000)


def test_fifty_levels_are_read() -> None:
    assert read("[" * 50 + "]" * 50) is not None
    assert "50 levels" in refused("[" * 51 + "]" * 51)


def test_a_file_that_is_too_long_is_refused_before_it_is_parsed() -> None:
    assert "50,000,000 characters" in refused("a: " + "b" * 50_000_000)


def test_an_empty_file_is_null() -> None:
    assert read("") is None
    assert read("# nothing\n") is None


def test_a_byte_order_mark_at_the_beginning_is_no_content() -> None:
    assert read("\ufeffa: 1\n") == {"a": 1}


def test_the_parser_without_libyaml_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    source = 'a: [1, "x\\u2028y", no]\nb: >-\n  long\n  prose\nc:\n- {d: 1.5}\n'
    fast = parse_yaml(source, file="x.yaml")
    monkeypatch.delattr(yaml, "CLoader", raising=False)
    assert parse_yaml(source, file="x.yaml") == fast


@given(DATA)
@example({"a": "no", "b": "1990-01-20", "c": "", "d": " x ", "e": "x: y", "f": "# x", "g": "- x", "h": "\n"})
@example({"a": ["\x85\u2028\u2029\ufeff\x00\u202e\U000e0001", "a" * 300, "word " * 60 + "end"]})
@example({"note": 'he said "no" ' + "and went on " * 20 + "\u202etxt"})
@example([[], {}, [[]], [{}], {"a": []}])
@example(1e16)
@example([-0.0, 5e-324, 1e308])
def test_what_is_written_is_read_back(data: Any) -> None:
    assert same(read(render_yaml(data)), data)


@given(st.lists(SCALARS), st.dictionaries(st.text(CHARACTERS, max_size=50), SCALARS))
def test_what_is_written_on_one_line_is_read_back(items: list[Any], members: dict[str, Any]) -> None:
    source = render_yaml({"a": Flow(items), "b": Flow(members), "c": [Flow([*items, Flow(members)])]})
    assert same(read(source), {"a": items, "b": members, "c": [[*items, members]]})
    assert len(source.rstrip("\n").split("\n")) == 4


@given(TEXTS)
def test_a_text_in_double_quotes_is_one_line_and_is_read_back(text: str) -> None:
    source = render_yaml([Quoted(text)])
    assert read(source) == [text]
    assert source.startswith('- "')
    assert len(source.splitlines()) == 1


@given(DATA)
def test_the_same_data_give_the_same_bytes(data: Any) -> None:
    assert render_yaml(data) == render_yaml(read(render_yaml(data)))


@pytest.mark.parametrize("word", ["no", "Yes", "on", "null", "true", "1990-01-20", "12:30", "0x1F", "1e3", "~", "y"])
def test_a_text_that_other_parsers_read_as_something_else_is_quoted(word: str) -> None:
    assert render_yaml({"a": word}) == f'a: "{word}"\n'


def test_prose_is_folded_and_read_back() -> None:
    prose = 'The text says "no", again and again: ' + "and so on " * 30 + "to the end."
    source = render_yaml({"note": prose})
    assert source.startswith("note: >-\n  The text")
    assert max(map(len, source.splitlines())) <= 120
    assert read(source) == {"note": prose}


@pytest.mark.parametrize("data", [math.inf, math.nan, "\ud800", {"k" * 300: 1}, {1: 2}, object(), b"x"])
def test_what_no_file_can_carry_is_an_error(data: object) -> None:
    with pytest.raises(YamlError):
        render_yaml({"a": data} if not isinstance(data, dict) else data)


def test_unseen_characters_are_spelt_out() -> None:
    assert double_quoted("\u00a0\u202e\u200b\u2028\ufeff\x1b") == '"\\xA0\\u202E\\u200B\\u2028\\uFEFF\\x1B"'


def same(one: Any, other: Any) -> bool:
    """Equal, and of the same types all the way down."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
