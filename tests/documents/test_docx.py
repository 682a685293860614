"""A Word document gives the text that its reader sees."""

from __future__ import annotations

from io import BytesIO

import pytest

from dateline.documents import open_document
from dateline.errors import DocumentError

from .made import STORM, docx, paragraph, wordprocessing, zipped


def text_of(body: str) -> str:
    return open_document(docx(body), name="a.docx").text


def test_what_another_program_wrote_is_read() -> None:
    from docx import Document

    made = Document()
    made.core_properties.title = "Storm report"
    made.core_properties.language = "en-GB"
    made.add_heading("Storm hits Port", 0)
    made.add_paragraph(STORM)
    made.add_paragraph("Four dead", style="List Bullet")
    table = made.add_table(rows=2, cols=2)
    for cell, words in zip(
        (cell for row in table.rows for cell in row.cells), ("Town", "Dead", "Port", "4"), strict=True
    ):
        cell.text = words
    made.add_paragraph("The end.")
    data = BytesIO()
    made.save(data)
    document = open_document(data.getvalue(), name="a.docx")
    assert document.text == f"Storm hits Port\n\n{STORM}\n\nFour dead\n\nTown\tDead\nPort\t4\n\nThe end."
    assert (document.title, document.language, document.issued) == ("Storm report", "en-GB", None)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph("Fo", "ur ", "dead"), "Four dead"),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
        ("<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r></w:p>", "a"),
        ("<w:p><w:r><w:t>a</w:t></w:r><w:del><w:r><w:delText>b</w:delText></w:r></w:del></w:p>", "a"),
        ("<w:p><w:ins><w:r><w:t>a</w:t></w:r></w:ins></w:p>", "a"),
        ("<w:moveFrom>" + paragraph("b") + "</w:moveFrom><w:moveTo>" + paragraph("a") + "</w:moveTo>", "a"),
        ("<w:p><w:r><w:t>a</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>b</w:t></w:r></w:p>", "a"),
        ("<w:p><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>a</w:t></w:r></w:p>", "a"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p><w:hyperlink>" + paragraph("a") + "</w:hyperlink>", "a"),
        ("<w:sdt><w:sdtContent>" + paragraph("a") + "</w:sdtContent></w:sdt>", "a"),
        (
            f"<w:tbl><w:tr><w:tc>{paragraph('a')}{paragraph('b')}</w:tc><w:tc>{paragraph('c')}</w:tc></w:tr></w:tbl>",
            "a b\tc",
        ),
    ],
)
def test_what_is_seen_is_read_and_what_is_not_is_not(body: str, text: str) -> None:
    assert text_of(body) == text


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent>" + paragraph("boxed") + "</w:txbxContent>"
    twice = f"<mc:Choice xmlns:mc='urn:mc'>{box}</mc:Choice><mc:Fallback xmlns:mc='urn:mc'>{box}</mc:Fallback>"
    assert text_of(f"<w:p><w:r><w:t>a</w:t>{twice}</w:r></w:p>").split() == ["a", "boxed"]


def test_footnotes_follow_the_text_and_the_lines_above_them_do_not() -> None:
    notes = wordprocessing(
        "footnotes",
        f"<w:footnote w:type='separator' w:id='-1'>{paragraph('---')}</w:footnote>"
        f"<w:footnote w:id='1'>{paragraph('A note.')}</w:footnote>",
    )
    document = open_document(docx(paragraph(STORM), more={"word/footnotes.xml": notes}), name="a.docx")
    assert document.text == f"{STORM}\n\nA note."
    assert "footnotes" in document.notes[0]


def test_the_company_is_the_publisher() -> None:
    app = "<Properties><Company>Harbour News</Company></Properties>"
    assert open_document(docx(paragraph(STORM), more={"docProps/app.xml": app}), name="a").publisher == "Harbour News"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = docx(paragraph(" " * 60_000_000 + "boom"))
    assert len(data) < 100_000
    with pytest.raises(DocumentError, match="unpacks from"):
        open_document(data, name="a.docx")


@pytest.mark.parametrize(
    ("xml", "what"),
    [
        ("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "document type"),
        ("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "document type"),
        ("<a><b></a>", "XML is damaged"),
        ("", "XML is damaged"),
        ("\x00\x01", "XML is damaged"),
    ],
)
def test_xml_that_is_hostile_or_damaged_is_refused(xml: str, what: str) -> None:
    with pytest.raises(DocumentError, match=what):
        open_document(zipped({"word/document.xml": xml}), name="a.docx")


def test_a_part_that_is_not_what_its_checksum_says_is_refused() -> None:
    data = bytearray(docx(paragraph(STORM)))
    at = data.index(b"word/document.xml") + 40
    data[at] ^= 0xFF
    with pytest.raises(DocumentError, match="damaged"):
        open_document(bytes(data), name="a.docx")
