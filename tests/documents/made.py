"""Documents made up for the tests: each function gives the bytes of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

STORM = "The storm reached the town on Friday evening and killed four people, the mayor said."
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(
    pages: Sequence[Sequence[str]],
    *,
    info: Mapping[str, str] | None = None,
    language: str | None = None,
    encoding: str = "/WinAnsiEncoding",
    extra: Mapping[int, bytes] | None = None,
    kids: str | None = None,
) -> bytes:
    """A PDF of pages of lines in Helvetica. `extra` replaces or adds objects; `kids` replaces the list of pages."""
    numbers = [10 + 2 * at for at in range(len(pages))]
    listed = kids if kids is not None else " ".join(f"{number} 0 R" for number in numbers)
    lang = f" /Lang ({language})" if language else ""
    objects: dict[int, bytes] = {
        1: f"<< /Type /Catalog /Pages 2 0 R{lang} >>".encode(),
        2: f"<< /Type /Pages /Kids [{listed}] /Count {len(pages)} >>".encode(),
        3: f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding {encoding} >>".encode(),
        4: b"<< " + b" ".join(f"/{key} ({value})".encode() for key, value in (info or {}).items()) + b" >>",
    }
    for number, lines in zip(numbers, pages, strict=True):
        objects[number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            + f"/Contents {number + 1} 0 R >>".encode()
        )
        objects[number + 1] = stream(_shown(lines))
    objects.update(extra or {})
    return _file(objects)


def stream(content: bytes, entries: str = "") -> bytes:
    """A PDF stream object."""
    return f"<< /Length {len(content)} {entries} >>\nstream\n".encode() + content + b"\nendstream"


def _shown(lines: Iterable[str]) -> bytes:
    shown = b"BT /F1 11 Tf 14 TL 50 800 Td\n"
    for line in lines:
        escaped = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        shown += b"(" + escaped + b") Tj T*\n"
    return shown + b"ET"


def _file(objects: Mapping[int, bytes]) -> bytes:
    made = b"%PDF-1.7\n"
    offsets = {}
    for number, body in sorted(objects.items()):
        offsets[number] = len(made)
        made += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(made)
    last = max(objects)
    made += f"xref\n0 {last + 1}\n0000000000 65535 f \n".encode()
    for number in range(1, last + 1):
        made += f"{offsets[number]:010} 00000 n \n".encode() if number in offsets else b"0000000000 65535 f \n"
    made += f"trailer\n<< /Size {last + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return made


def locked_pdf(password: str, *, algorithm: str = "AES-256", owner: str | None = None) -> bytes:
    """A PDF that needs a password, or with an empty one only forbids printing."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf([[STORM]]))))
    writer.encrypt(password, owner, algorithm=algorithm)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """A ZIP container."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def docx(body: str, *, more: Mapping[str, bytes | str] | None = None) -> bytes:
    """A Word document whose body is WordprocessingML."""
    return zipped(
        {
            "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
            "word/document.xml": wordprocessing("document", f"<w:body>{body}</w:body>"),
            **(more or {}),
        }
    )


def wordprocessing(root: str, inside: str) -> str:
    """A part of a Word document."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{_W}">{inside}</w:{root}>'


def paragraph(*words: str) -> str:
    """A paragraph of WordprocessingML, a run a text."""
    return "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in words) + "</w:p>"


def page(body: str, *, head: str = "", language: str = "en") -> bytes:
    """An HTML page."""
    return f"<!DOCTYPE html><html lang='{language}'><head>{head}</head><body>{body}</body></html>".encode()


def article(*paragraphs: str) -> str:
    """An HTML article with menus and a footer around it."""
    words = "".join(f"<p>{words}</p>" for words in paragraphs)
    return (
        "<header><nav><ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul></nav></header>"
        f"<main><article><h1>Storm hits Port</h1>{words}</article></main>"
        "<aside><a href='/other'>Read also this</a></aside><footer>All rights reserved. Cookie settings</footer>"
    )


def mail(*headers: str, body: str = STORM) -> bytes:
    """A message."""
    return "\r\n".join((*headers, "", body, "")).encode()
