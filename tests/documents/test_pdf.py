"""A PDF gives running text, or says why it cannot."""

from __future__ import annotations

import pytest

from dateline.documents import open_document
from dateline.errors import DocumentError
from dateline.model import Document

from .made import STORM, locked_pdf, pdf, stream


def opened(*pages: list[str], **said: str) -> Document:
    return open_document(pdf(pages, info=said), name="a.pdf")


def test_lines_are_joined_to_paragraphs_and_broken_words_to_words() -> None:
    lines = [
        "The storm reached the town on Friday evening and the occu-",
        "pation of the harbour by well-known boats, which a well-",
        "known captain led, ended on the day after that. It was the",
        "worst night.",
        "Nobody slept in the town, in the harbour or on the boats,",
        "said the mayor.",
    ]
    assert opened(lines).text == (
        "The storm reached the town on Friday evening and the occupation of the harbour by well-known boats, which a "
        "well-known captain led, ended on the day after that. It was the worst night.\n\n"
        "Nobody slept in the town, in the harbour or on the boats, said the mayor."
    )


def test_a_sentence_goes_on_over_the_end_of_a_page() -> None:
    assert (
        opened(["The storm reached the"], ["town on Friday evening."]).text
        == "The storm reached the town on Friday evening."
    )


def test_running_heads_and_page_numbers_are_left_out_and_said() -> None:
    starts = ["A storm", "Heavy rain", "Then snow", "Dense fog", "High water"]
    whens = ["in May.", "in the night.", "on Friday.", "once more.", "at last."]
    rest = "hit the town, the harbour and the boats there"
    pages = [
        [f"Harbour Report {n}", f"{start} {rest}", when, f"page {n} of 5"]
        for n, (start, when) in enumerate(zip(starts, whens, strict=True))
    ]
    document = opened(*pages)
    assert document.text == "\n\n".join(f"{start} {rest} {when}" for start, when in zip(starts, whens, strict=True))
    assert "Harbour Report" in document.notes[0]


def test_ligatures_are_letters() -> None:
    cmap = b"""/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange
    1 beginbfchar <58> <fb03> endbfchar endcmap"""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 5 0 R >>"
    data = pdf([["oXcial"]], extra={3: font, 5: stream(cmap)})
    assert open_document(data, name="a.pdf").text == "official"


def test_title_day_and_language_come_from_its_metadata() -> None:
    data = pdf([[STORM]], info={"Title": "Storm report", "CreationDate": "D:20190504100000Z"}, language="en-GB")
    document = open_document(data, name="a.pdf")
    assert (document.title, document.issued, document.language) == ("Storm report", "2019-05-04", "en-GB")
    assert "2019-05-04 is the day on which its file was made" in document.notes[-1]


@pytest.mark.parametrize("title", ["Microsoft Word - report.doc", "untitled", "final2.indd", " ", "--"])
def test_what_programs_write_as_a_title_is_none(title: str) -> None:
    assert opened([STORM], Title=title).title is None


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_that_needs_a_password_is_refused(algorithm: str) -> None:
    with pytest.raises(DocumentError, match="protected with a password"):
        open_document(locked_pdf("secret", algorithm=algorithm), name="a.pdf")


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_that_only_forbids_printing_is_read(algorithm: str) -> None:
    assert open_document(locked_pdf("", algorithm=algorithm, owner="secret"), name="a.pdf").text == STORM


def test_a_scan_is_refused_with_the_program_that_helps() -> None:
    with pytest.raises(DocumentError, match="no text layer: its 2 pages are pictures") as refused:
        opened([], [])
    assert "ocrmypdf" in refused.value.remedy


def test_pages_without_text_are_named() -> None:
    assert "Without text, perhaps pictures: page 2." in opened([STORM], [], [STORM]).notes


def test_fonts_that_hide_their_characters_are_refused() -> None:
    cmap = b"""begincmap 1 begincodespacerange <00> <ff> endcodespacerange
    1 beginbfrange <20> <7e> <e000> endbfrange endcmap"""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 5 0 R >>"
    with pytest.raises(DocumentError, match="fonts do not say"):
        open_document(pdf([[STORM]], extra={3: font, 5: stream(cmap)}), name="a.pdf")


def test_a_damaged_page_is_named_and_the_others_are_read() -> None:
    data = pdf([[STORM], ["lost"]], extra={13: stream(b"junk", "/Filter /FlateDecode")})
    document = open_document(data, name="a.pdf")
    assert document.text == STORM
    assert any("page 2" in note for note in document.notes)
