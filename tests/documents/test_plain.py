"""Plain text is read as it stands, in the encoding that it is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.documents import open_document
from dateline.errors import DocumentError

from .made import STORM


def test_not_a_character_is_changed() -> None:
    text = "A\r\nB\u00a0C\u2028 e\u0301 \u200b\n\n\t  end  \n"
    assert open_document(text.encode(), name="a.txt").text == text


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff"), min_size=1))
def test_any_utf8_text_comes_back_as_it_went_in(text: str) -> None:
    if text.strip():
        assert open_document(text.encode(), name="a.txt", media_type="text/plain").text == text


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_is_not_text(name: str) -> None:
    document = open_document("Bakı in January".encode(name), name="a.txt")
    assert document.text == "Bakı in January"
    assert document.encoding_source == "byte order mark"
    assert document.notes == ()


def test_what_is_declared_is_believed_where_it_is_not_utf8() -> None:
    document = open_document("Буря".encode("koi8-r"), media_type="text/plain; charset=koi8-r")
    assert (document.text, document.encoding, document.encoding_source) == ("Буря", "koi8-r", "declared")


def test_well_formed_utf8_outranks_what_is_declared_and_says_so() -> None:
    document = open_document("Bakı".encode(), media_type="text/plain; charset=iso-8859-9")
    assert document.text == "Bakı"
    assert "well-formed UTF-8" in document.notes[0]


@pytest.mark.parametrize("label", ["unicode_escape", "utf-7", "idna", "zlib", "rot13", "no such", "\x00", "x" * 10_000])
def test_a_declared_encoding_that_is_none_is_passed_over(label: str) -> None:
    document = open_document(b"It didn\x92t rain \\u0041 +AGE- at all.", media_type=f"text/plain; charset={label}")
    assert document.text == "It didn’t rain \\u0041 +AGE- at all."


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1252", f"“{STORM}” – it didn’t stop."),
        ("mac-roman", f"“{STORM}” It didn’t stop."),
        ("windows-1251", "Буря достигла города в пятницу вечером, и погибли четыре человека, сообщил мэр."),
        ("shift_jis", "金曜日の夜、嵐が町に到達し、四人が死亡したと市長が述べた。"),
        ("utf-16-le", STORM),
        ("utf-16-be", STORM),
    ],
)
def test_a_legacy_encoding_is_guessed_and_the_guess_is_said(encoding: str, text: str) -> None:
    document = open_document(text.encode(encoding), name="a.txt")
    assert document.text == text
    assert document.encoding_source == "guessed"
    assert "guessed" in document.notes[-1]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"words\x00words", "byte 5 is NUL"),
        (bytes(range(1, 32)) * 40, "control characters"),
        (b"\xff\xfea\xd8", "byte order mark says UTF-16"),
        (b"", "it is empty"),
        (b"\xef\xbb\xbf", "no text"),
        (b" \r\n\t ", "no text"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(DocumentError, match=what) as refused:
        open_document(data, name="a.txt")
    assert refused.value.where == "a.txt"
    assert refused.value.remedy
