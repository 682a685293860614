"""Where words and text disagree, the finding says why: shifted, normalised, other line ends, bytes for code points."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal

from dateline.checking import check
from dateline.checking.diagnosis import why_hash_differs, why_words_differ
from tests.checking import mutations
from tests.checking.graphs import example, small
from tests.checking.mutations import NIF, document, put, quote, text, value

TEXT = "Titel\r\n\r\n\xa0Die Öffnung von Zürich “heute”\ud83c\udf0d und Öl, und Öl.".encode(
    "utf-16", "surrogatepass"
).decode("utf-16")


def place(words: str) -> tuple[int, int]:
    begin = TEXT.index(words)
    return begin, begin + len(words)


@pytest.mark.parametrize(
    ("words", "begin", "end", "reason"),
    [
        ("Zürich", *place("Zürich"), ""),
        ("Zürich", place("Zürich")[0] + 2, place("Zürich")[1] + 2, "The same words stand at 26, 2 before."),
        ("Öl.", 0, 3, f"The same words stand at {place('Öl.')[0]}, {place('Öl.')[0]} after."),
        (normalize("NFD", "Öffnung"), *place("Öffnung"), "only in Unicode normalisation"),
        ("Titel\n\n", 0, 9, "only in line ends"),
        (" Die", *place("\xa0Die"), "only in Unicode normalisation (NFKC"),
        ("Die  Öffnung", *place("Die Öffnung"), "only in white space"),
        ("Basel", *place("Zürich"), ""),
    ],
)
def test_the_reason_is_named(words: str, begin: int, end: int, reason: str) -> None:
    assert reason in why_words_differ(words, TEXT, begin, end)


def test_offsets_in_bytes_are_told_from_offsets_in_utf_16_units() -> None:
    begin, end = place("und Öl, und")
    in_bytes = [len(TEXT[:offset].encode()) for offset in (begin, end)]
    in_units = [len(TEXT[:offset].encode("utf-16-le")) // 2 for offset in (begin, end)]
    assert f"UTF-8 bytes; in code points the words stand at {begin}" in why_words_differ("und Öl, und", TEXT, *in_bytes)
    assert "UTF-16 units" in why_words_differ("und Öl, und", TEXT, *in_units)


@given(text=st.text(max_size=60), quote=st.text(max_size=12), begin=st.integers(0, 80), length=st.integers(0, 20))
def test_a_reason_is_looked_for_in_any_text(text: str, quote: str, begin: int, length: int) -> None:
    reason = why_words_differ(quote, text, begin, begin + length)
    if quote and quote not in text and not normalize("NFKC", quote).split():
        assert "The same words stand" not in reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda text: text.replace("\r\n", "\n"), "from CRLF to LF"),
        (lambda text: normalize("NFD", text), "normalisation"),
        (lambda text: "\ufeff" + text, "byte order mark was put"),
        (lambda text: text.replace("\xa0", " "), "no-break space in it was replaced"),
        (lambda text: text.replace("\xa0", ""), "One white space was removed"),
        (lambda text: text.replace("Öl", "Oel"), ""),
    ],
)
def test_what_was_done_to_a_text_is_named(change: Callable[[str], str], reason: str) -> None:
    said = why_hash_differs(change(TEXT), sha256(TEXT.encode()).hexdigest())
    assert (reason in said) if reason else said == ""


@pytest.mark.parametrize(
    ("corrupt", "reason"),
    [
        (lambda graph: text(graph, lambda whole: whole.replace("\xa0", "")), "The same words stand at"),
        (lambda graph: text(graph, lambda whole: whole.replace("\n", "\r\n")), "from LF to CRLF"),
        (lambda graph: text(graph, lambda whole: normalize("NFKC", whole)), "no-break space in it was replaced"),
        (mutations.in_bytes, "The offsets count UTF-8 bytes; in code points the words stand at"),
        (lambda graph: quote(graph, lambda words: normalize("NFD", words)), "Unicode normalisation (NFC"),
        (lambda graph: quote(graph, lambda words: words.replace(" ", "\n", 1)), "only in white space"),
    ],
    ids=["no-break space stripped", "CRLF", "NFKC", "bytes", "NFD", "wrapped"],
)
def test_findings_about_the_small_graph_give_the_reason(corrupt: Callable[[Graph], object], reason: str) -> None:
    graph = small()
    corrupt(graph)
    found = [finding for finding in check(graph) if finding.shape in ("QuoteEqualsText", "TextHash")]
    assert found
    assert any(reason in finding.message for finding in found)


def test_every_quote_after_a_deleted_character_is_found() -> None:
    graph = example()
    whole = str(value(graph, document(graph), NIF.isString))
    cut = whole.index("\xa0")
    put(graph, document(graph), NIF.isString, Literal(whole[:cut] + whole[cut + 1 :]))
    late = {
        str(span)
        for span in graph.subjects(NIF.beginIndex)
        if int(str(value(graph, span, NIF.endIndex))) > cut and str(span).startswith(str(document(graph)))
    }
    found = {finding.value for finding in check(graph) if finding.shape == "QuoteEqualsText"}
    assert found == {f"<{span}>" for span in late}
