"""Whatever a document holds, it stays within its quotation, and all of it can be seen."""

from __future__ import annotations

import json
from unicodedata import category

from hypothesis import given
from hypothesis import strategies as st

from dateline.web.mcp.quoting import LARGEST_ANSWER, answer, cleaned, quoted_lines, seen


@given(st.text())
def test_every_line_of_any_text_is_quoted(words: str) -> None:
    made = quoted_lines(words)
    assert all(line.startswith("> ") for line in made.splitlines())
    assert all(one.isprintable() or one in "\n\t" or category(one) == "Zs" for one in made)


@given(st.text())
def test_any_text_without_hidden_characters_is_what_it_is(words: str) -> None:
    plain = "".join(one for one in words if one.isprintable() and one.isascii())
    assert seen(plain, most=10_000) == plain


@given(st.recursive(st.text() | st.integers() | st.none(), lambda one: st.lists(one) | st.dictionaries(st.text(), one)))
def test_any_answer_can_be_written_in_utf_8(value: object) -> None:
    json.dumps(cleaned({"value": value}), ensure_ascii=False).encode("utf-8")


@given(st.lists(st.integers(0, 3_000), max_size=60))
def test_an_answer_is_no_longer_than_it_may_be_and_counts_what_is_left_out(lengths: list[int]) -> None:
    rows = ["ş" * length for length in lengths]
    made = answer({"rows": rows}, shrink="rows")
    assert len(json.dumps(made, ensure_ascii=False)) <= LARGEST_ANSWER + 500
    assert (len(made["rows"]) < len(rows)) == ("left_out" in made)
