"""Documents as they come: each gives a text or says in one sentence why not, soon, and nothing else happens."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest

from dateline.documents import open_document
from dateline.errors import DocumentError

from .made import STORM, article, docx, locked_pdf, mail, page, paragraph, pdf, stream, zipped

SECONDS = 20
Made: TypeAlias = Callable[[], bytes]

DEEP = 10_000


def bomb(size: int) -> bytes:
    return stream(zlib.compress(b" " * size), "/Filter /FlateDecode")


READ: dict[str, tuple[str, Made, str]] = {
    "one word": ("a.txt", lambda: b"Storm", "Storm"),
    "one letter": ("a.txt", lambda: b"S", "S"),
    "no newline at the end": ("a.txt", lambda: b"a\nb", "a\nb"),
    "old Macintosh newlines": ("a.txt", lambda: b"a\rb\r", "a\rb\r"),
    "a line of a megabyte": ("a.txt", lambda: b"storm " * 170_000, "storm storm"),
    "a word of a megabyte": ("a.txt", lambda: b"s" * 1_000_000, "sss"),
    "a word of a megabyte in Markdown": ("a.md", lambda: b"s" * 1_000_000, "sss"),
    "a word of a megabyte in HTML": ("a.html", lambda: b"<p>" + b"s" * 1_000_000, "sss"),
    "a word of a megabyte in Word": ("a.docx", lambda: docx(paragraph("s" * 900_000)), "sss"),
    "all capitals": ("a.txt", lambda: STORM.upper().encode(), STORM.upper()),
    "noise of a scanner": ("a.txt", lambda: b"Tlie st0rm reaclied | . ; tlie t0wn~", "t0wn~"),
    "several languages": ("a.txt", lambda: f"{STORM} Буря. 風暴. עצרת.".encode(), "Буря. 風暴. עצרת."),
    "letters of planes beyond the first": ("a.txt", lambda: "𝔖𝔱𝔬𝔯𝔪 🌪️".encode(), "𝔖𝔱𝔬𝔯𝔪 🌪️"),
    "marks that turn the direction": ("a.txt", lambda: "a\u202eb\u202c".encode(), "a\u202eb\u202c"),
    "a hundred accents on a letter": ("a.txt", lambda: ("e" + "\u0301" * 100).encode(), "e\u0301"),
    "a table of spaces": ("a.txt", lambda: b"Town    Dead\nPort       4\n", "Port       4"),
    "form feeds": ("a.txt", lambda: b"one\x0ctwo", "one\x0ctwo"),
    "two byte order marks": ("a.txt", lambda: "\ufeff\ufeffa".encode(), "\ufeffa"),
    "a text that is a PDF": ("a.txt", lambda: pdf([[STORM]]), STORM),
    "a text that is a page": ("a.txt", lambda: page(article(STORM, STORM)), STORM),
    "a page that is a text": ("a.html", lambda: STORM.encode(), STORM),
    "a Markdown file that is a page": ("a.md", lambda: page(article(STORM, STORM)), STORM),
    "a PDF that is a text": ("a.pdf", lambda: STORM.encode(), STORM),
    "a Word document that is a text": ("a.docx", lambda: STORM.encode(), STORM),
    "a message that is a text": ("a.eml", lambda: STORM.encode(), STORM),
    "UTF-8 with one broken byte": ("a.txt", lambda: "Caf\u00e9 ".encode() * 30 + b"\xff end", "end"),
    "tables ten thousand deep": (
        "a.html", lambda: page("<table><tr><td>" * DEEP + STORM + "</td></tr></table>" * DEEP), STORM,
    ),
    "boxes that are never closed": ("a.html", lambda: page("<div>" * 100_000 + STORM), STORM),
    "bold that is never closed": ("a.html", lambda: page("<b><i>" * 20_000 + STORM), STORM),
    "tags that close nothing": ("a.html", lambda: page("</p></div></table>" * 50_000 + f"<p>{STORM}"), STORM),
    "a hundred thousand attributes": ("a.html", lambda: page("<p " + "a=b " * 100_000 + f">{STORM}</p>"), STORM),
    "nothing but ampersands": ("a.html", lambda: page(f"<p>{STORM}</p>" + "&" * 200_000), STORM),
    "comments that are never closed": ("a.html", lambda: page(f"<p>{STORM}</p>" + "<!--" * 20_000), STORM),
    "a script with markup in it": ("a.html", lambda: page(f"<script>'<p>no</p>'</script><p>{STORM}</p>"), STORM),
    "a page in capitals": ("a.html", lambda: page(f"<P>{STORM}</P>").upper(), STORM.upper()),
    "a page without a body": ("a.html", lambda: f"<title>T</title>{STORM}".encode(), STORM),
    "frames": ("a.html", lambda: page(f"<iframe src='file:///etc/passwd'></iframe><p>{STORM}</p>"), STORM),
    "a page of UTF-16": ("a.html", lambda: page(f"<p>{STORM}</p>").decode().encode("utf-16"), STORM),
    "quotes ten thousand deep": ("a.md", lambda: b">" * DEEP + STORM.encode(), STORM),
    "lists a thousand deep": ("a.md", lambda: b"".join(b"  " * at + b"- a%d\n" % at for at in range(1000)), "a999"),
    "brackets that are never closed": ("a.md", lambda: b"[" * 50_000 + STORM.encode(), STORM),
    "stars that are never closed": ("a.md", lambda: b"*a **b " * 10_000 + STORM.encode(), STORM),
    "backticks of every length": ("a.md", lambda: b" ".join(b"`" * at for at in range(1, 500)) + STORM.encode(), STORM),
    "a table of ten thousand cells": ("a.md", lambda: b"|a" * 3000 + b"\n" + b"|-" * 3000 + b"\n" + b"|b" * 3000, "b"),
    "a PDF whose table of objects is elsewhere": (
        "a.pdf", lambda: pdf([[STORM]]).replace(b"startxref\n", b"startxref\n9"), STORM,
    ),
    "a PDF with junk before it": ("a.pdf", lambda: b"junk\n" * 20 + pdf([[STORM]]), STORM),
    "a PDF with junk after it": ("a.pdf", lambda: pdf([[STORM]]) + b"\x00" * 5000, STORM),
    "a PDF that only forbids printing": ("a.pdf", lambda: locked_pdf("", owner="secret"), STORM),
    "a form that draws itself": (
        "a.pdf",
        lambda: pdf(
            [[STORM]],
            extra={
                11: stream(f"BT /F1 11 Tf 50 800 Td ({STORM}) Tj ET /X Do".encode()),
                10: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 11 0 R "
                b"/Resources << /Font << /F1 3 0 R >> /XObject << /X 6 0 R >> >> >>",
                6: stream(b"/X Do", "/Type /XObject /Subtype /Form /Resources << /XObject << /X 6 0 R >> >>"),
            },
        ),
        STORM,
    ),
    "a page that unpacks to four hundred megabytes": (
        "a.pdf", lambda: pdf([[STORM], []], extra={13: bomb(400_000_000)}), STORM,
    ),
    "tables in Word a hundred deep": (
        "a.docx",
        lambda: docx("<w:tbl><w:tr><w:tc>" * 100 + paragraph(STORM) + "</w:tc></w:tr></w:tbl>" * 100),
        STORM,
    ),
    "elements in Word ten thousand deep": (
        "a.docx", lambda: docx("<w:x>" * DEEP + paragraph(STORM) + "</w:x>" * DEEP), STORM,
    ),
    "a Word document with a strange name in it": (
        "a.docx", lambda: docx(paragraph(STORM), more={"../../etc/passwd": "x"}), STORM,
    ),
    "parts of a message a hundred deep": (
        "a.eml",
        lambda: b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(30))
        + b"\n" + STORM.encode(),
        STORM,
    ),
    "a header of a megabyte": ("a.eml", lambda: mail("Subject: " + "x" * 1_000_000), STORM),
    "a hundred thousand headers": ("a.eml", lambda: mail(*(f"X-{at}: y" for at in range(100_000))), STORM),
    "comments in a sender": ("a.eml", lambda: mail("From: " + "(" * 100_000), STORM),
    "base64 that is none": (
        "a.eml", lambda: mail("Content-Transfer-Encoding: base64", "Subject: x", body="U3Rvcm0=*!"), "Storm",
    ),
    "a charset that does not exist": ("a.eml", lambda: mail("Content-Type: text/plain; charset=no-such"), STORM),
}  # fmt: skip

REFUSED: dict[str, tuple[str, Made, str]] = {
    "nothing": ("a.txt", lambda: b"", "empty"),
    "nothing called PDF": ("a.pdf", lambda: b"", "empty"),
    "only spaces": ("a.txt", lambda: b" \n\t\r\n" * 1000, "no text"),
    "only spaces that cannot be seen to be": ("a.txt", lambda: "\u00a0\u2003".encode(), "no text"),
    "only a byte order mark": ("a.txt", lambda: b"\xff\xfe", "no text"),
    "zeros": ("a.txt", lambda: b"\x00" * 100_000, "NUL"),
    "a program": ("a.txt", lambda: b"\x7fELF\x02\x01\x01" + bytes(1000), "program"),
    "a picture called text": ("a.txt", lambda: b"\x89PNG\r\n\x1a\n" + bytes(1000), "PNG"),
    "a PDF that needs a password": ("a.pdf", lambda: locked_pdf("secret"), "password"),
    "a PDF without text": ("a.pdf", lambda: pdf([[], []]), "no text layer"),
    "a PDF without pages": ("a.pdf", lambda: pdf([]), "no text layer"),
    "the first bytes of a PDF": ("a.pdf", lambda: pdf([[STORM]])[:60], "not a PDF that can be read"),
    "a PDF of its first line": ("a.pdf", lambda: b"%PDF-1.7\n", "not a PDF that can be read"),
    "a PDF without its table of objects": ("a.pdf", lambda: pdf([[STORM]]).split(b"xref")[0], "not a PDF that can be"),
    "pages that contain themselves": ("a.pdf", lambda: pdf([], kids="2 0 R"), "cyclic page references"),
    "pages that contain their parents": ("a.pdf", lambda: pdf([[STORM]], kids="10 0 R 2 0 R"), "cyclic page"),
    "a table of objects that points to itself": (
        "a.pdf",
        lambda: b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer << /Prev 9 /Root 1 0 R >>\nstartxref\n9\n%%EOF",
        "not a PDF that can be read",
    ),
    "a Word document that is a bomb": ("a.docx", lambda: docx(paragraph("a" * 80_000_000)), "unpacks from"),
    "a Word document of entities": (
        "a.docx",
        lambda: zipped({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]><a>&c;</a>"}),
        "document type",
    ),
    "a Word document without words": ("a.docx", lambda: docx(""), "no text"),
    "half a Word document": ("a.docx", lambda: docx(paragraph(STORM))[:300], "damaged"),
    "an archive called Word": ("a.docx", lambda: zipped({"a.txt": "x"}), "ZIP archive"),
    "an old Word document": ("a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), "old Office"),
    "a page without words": ("a.html", lambda: page("<img src=a.png><script>x</script>"), "no text"),
    "a message without text": ("a.eml", lambda: mail("Content-Type: image/png", body="AAAA"), "no text"),
    "a feed": ("a.xml", lambda: b"<?xml version='1.0'?><rss><item/></rss>", "XML"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    """Every document is done with within its time, and a little for the machine."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < SECONDS + 20


def test_there_are_enough_of_them() -> None:
    assert len(READ) + len(REFUSED) >= 60


@pytest.mark.parametrize("case", READ)
def test_it_is_read(case: str) -> None:
    name, made, words = READ[case]
    document = open_document(made(), name=name, seconds=SECONDS)
    assert words in document.text
    assert document.text.strip()
    document.text.encode()


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_a_reason_and_a_remedy(case: str) -> None:
    name, made, why = REFUSED[case]
    with pytest.raises(DocumentError, match=why) as refused:
        open_document(made(), name=name, seconds=SECONDS)
    assert refused.value.where == name
    assert refused.value.remedy
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 500
