"""What a document is, its bytes say first; what it is called comes second."""

from __future__ import annotations

import pytest

from dateline.documents import open_document
from dateline.documents.kinds import KINDS, Kind, kind_named, kind_of
from dateline.errors import DocumentError, UsageError

from .made import STORM, docx, mail, page, paragraph, pdf, zipped


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"Words.", "a.txt", "plain text"),
        (b"Words.", "a", "plain text"),
        (b"Words.", "a.csv", "plain text"),
        (b"# Words", "a.md", "Markdown"),
        (b"# Words", "a.MARKDOWN", "Markdown"),
        (page("Words."), "a.txt", "HTML"),
        (b"\xef\xbb\xbf \n<!doctype HTML><p>Words.", "a", "HTML"),
        ("\ufeff<html><p>Words.".encode("utf-16-le"), "a", "HTML"),
        (b"<p>Words.", "a.html", "HTML"),
        (b"Just words.", "a.html", "plain text"),
        (b"2 < 3 and 4 > 3", "a.html", "plain text"),
        (b"<p>Words.", "a.txt", "plain text"),
        (pdf([["Words."]]), "a.txt", "PDF"),
        (b"junk\n" + pdf([["Words."]]), "a.html", "PDF"),
        (docx(paragraph("Words.")), "a.pdf", "Word documents"),
        (mail("Subject: x"), "a.eml", "e-mail"),
        (mail("Message-ID: <1@x>", "Subject: x"), "a", "e-mail"),
        (mail("From: Ann", "To: Bob", "Subject: x"), "a.txt", "plain text"),
        (b"No header at all", "a.eml", "plain text"),
    ],
)
def test_a_document_is_what_its_bytes_say_then_what_its_name_says(data: bytes, name: str, kind: str) -> None:
    assert kind_of(data, name=name).name == kind


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old Office file"),
        (b"{\\rtf1 Words.}", "RTF"),
        (b"\x89PNG\r\n\x1a\nrest", "PNG"),
        (b"\xff\xd8\xff\xe0rest", "JPEG"),
        (b"RIFF0000WEBPrest", "WebP"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (b"%!PS-Adobe", "PostScript"),
        (zipped({"a.txt": b"Words."}), "ZIP archive"),
        (zipped({"xl/workbook.xml": b"<a/>"}), "spreadsheet"),
        (zipped({"META-INF/container.xml": b"<a/>"}), "EPUB"),
        (zipped({"content.xml": b"<a/>"}), "OpenDocument"),
        (b"PK\x03\x04 cut off", "container is damaged"),
        (b"<?xml version='1.0'?>\n<!-- c --><TEI><p>Words.</p></TEI>", "XML, and what its element “TEI” means"),
    ],
)
def test_what_is_not_read_is_named_with_a_way_out(data: bytes, what: str) -> None:
    with pytest.raises(DocumentError, match=what) as refused:
        open_document(data, name="a.txt")
    assert refused.value.remedy


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_media_type_settles_the_format(kind: Kind) -> None:
    assert kind_named(f"{kind.media_type.upper()}; charset=utf-8") is kind


def test_the_document_says_what_it_was_read_as() -> None:
    assert open_document(STORM.encode(), name="a.html").media_type == "text/plain"
    assert open_document(b"# A", media_type="text/markdown").text == "A"


def test_an_unknown_media_type_is_a_wrong_call() -> None:
    with pytest.raises(UsageError, match="no format has the media type"):
        open_document(b"Words.", media_type="application/x-unknown")
