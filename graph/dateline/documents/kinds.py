"""Which format a document is in: its bytes say so first, then what it was declared as, then its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from dateline.errors import DocumentError, MissingExtraError, UsageError, shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A format: the module that reads it, and the extra of this package that brings what the module imports."""

    name: str
    media_type: str
    module: str
    suffixes: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    extra: str | None = None
    imports: tuple[str, ...] = ()

    def require_extra(self, *, where: str) -> None:
        """Raises `MissingExtraError` where what the module imports is not installed."""
        missing = [name for name in self.imports if find_spec(name) is None]
        if missing:
            raise MissingExtraError(
                f"reading {self.name} needs {' and '.join(missing)}, which {'is' if len(missing) == 1 else 'are'} "
                "not installed.",
                where=where,
                remedy=f"Run: pip install 'dateline[{self.extra}]'",
            )


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PLAIN = Kind(name="plain text", media_type="text/plain", module="plain", suffixes=(".txt", ".text"))
MARKDOWN = Kind(
    name="Markdown",
    media_type="text/markdown",
    module="markdown",
    suffixes=(".md", ".markdown"),
    aliases=("text/x-markdown",),
)
HTML = Kind(
    name="HTML",
    media_type="text/html",
    module="html",
    suffixes=(".html", ".htm", ".xhtml"),
    aliases=("application/xhtml+xml",),
    extra="html",
    imports=("trafilatura", "lxml_html_clean"),
)
PDF = Kind(
    name="PDF",
    media_type="application/pdf",
    module="pdf",
    suffixes=(".pdf",),
    aliases=("application/x-pdf",),
    extra="pdf",
    imports=("pypdf",),
)
DOCX = Kind(
    name="Word documents", media_type=_WORD, module="docx", suffixes=(".docx",), extra="docx", imports=("defusedxml",)
)
MAIL = Kind(name="e-mail", media_type="message/rfc822", module="mail", suffixes=(".eml",))
KINDS = (PLAIN, MARKDOWN, HTML, PDF, DOCX, MAIL)

_HEAD = 2048
_PICTURE = "Recognise its text first (OCR), and give that."
_UNREAD: tuple[tuple[bytes, str, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office file, or one with a password",
        "Save it as DOCX, without one.",
    ),
    (b"{\\rtf", "RTF", "Save it as DOCX or as plain text."),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", _PICTURE),
    (b"\xff\xd8\xff", "a JPEG picture", _PICTURE),
    (b"GIF8", "a GIF picture", _PICTURE),
    (b"II*\x00", "a TIFF picture", _PICTURE),
    (b"MM\x00*", "a TIFF picture", _PICTURE),
    (b"AT&TFORM", "DjVu", _PICTURE),
    (b"%!PS", "PostScript", "Convert it to PDF, for example: ps2pdf OLD.ps NEW.pdf."),
    (b"\x1f\x8b", "compressed (gzip)", "Unpack it first, for example: gunzip FILE."),
    (b"BZh", "compressed (bzip2)", "Unpack it first."),
    (b"\xfd7zXZ\x00", "compressed (xz)", "Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first."),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it first."),
    (b"\x7fELF", "a program", "Give a document."),
    (b"SQLite format 3\x00", "a database", "Export what you want read as text."),
)
_ZIPPED = (
    ("xl/workbook.xml", "a spreadsheet", "Save what you want read as text."),
    ("ppt/presentation.xml", "a presentation", "Save it as PDF."),
    ("META-INF/container.xml", "an e-book (EPUB)", "Unpack it and give its chapters, which are XHTML."),
    ("content.xml", "an OpenDocument file", "Save it as DOCX."),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_TAG = re.compile(
    rb"</?(?:!doctype|html|head|body|p|div|span|h[1-6]|table|tr|td|ul|ol|li|a|br|article|section|main|script|style|meta|"
    rb"title|b|i|em|strong|blockquote|pre|img|link|nav|header|footer)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_XML = re.compile(r"\s*<\?xml[^>]*\?>\s*(?:<!--.{0,1000}?-->\s*)*<(?!html|!doctype\s+html)([\w:.-]+)", re.I | re.DOTALL)
_FIELD = re.compile(rb"(?:From [^\n]*\r?\n)?(?:[!-9;-~]{1,76}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)+")
_MAIL_ONLY = re.compile(
    rb"^(?:received|message-id|mime-version|return-path|delivered-to):", re.IGNORECASE | re.MULTILINE
)


def kind_named(media_type: str) -> Kind:
    """The format of a media type, its parameters aside. Raises `UsageError` where none has it.

    >>> kind_named("text/html; charset=utf-8").name
    'HTML'
    """
    found = _declared(media_type)
    if found is None:
        known = ", ".join(kind.media_type for kind in KINDS)
        raise UsageError(f"no format has the media type {shown(media_type)}.", remedy=f"These are read: {known}.")
    return found


def kind_of(data: bytes, *, declared: str | None = None, name: str | None = None) -> Kind:
    """The format of a document. Raises `DocumentError` where its bytes are of a kind that is not read, and says which.

    What begins like a PDF, a Word document or an HTML page is one, whatever it is called; what is called HTML or e-mail
    but has no tag or no header is plain text.

    >>> kind_of(b"%PDF-1.4 ...", name="report.txt").name, kind_of(b"Just words.", name="page.html").name
    ('PDF', 'plain text')
    """
    head = data[:_HEAD]
    _refuse(head)
    if head[:4] == b"PK\x03\x04":
        return _zipped(data)
    if b"%PDF-" in head[:1024] and not head.lstrip().startswith(b"<"):
        return PDF
    said = _declared(declared) or _suffixed(name)
    text = _ascii(head)
    if text.lstrip().startswith(b"<"):
        if _HTML.search(text):
            return HTML
        if (root := _XML.match(text.decode("latin-1"))) and said is not HTML:
            raise DocumentError(
                f"this is XML, and what its element {shown(root[1])} means is not known.",
                remedy="Save its text to a file.",
            )
    if said is HTML:
        return HTML if _TAG.search(_ascii(data[:100_000])) else PLAIN
    if said is MAIL or (said is None and _MAIL_ONLY.search(_header(head))):
        return MAIL if _header(head) else PLAIN
    return said if said is MARKDOWN else PLAIN


def _refuse(head: bytes) -> None:
    for mark, what, remedy in _UNREAD:
        if head.startswith(mark):
            raise DocumentError(f"this is {what}, which is not read.", remedy=remedy)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        raise DocumentError("this is a WebP picture, which is not read.", remedy=_PICTURE)


def _zipped(data: bytes) -> Kind:
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, EOFError, NotImplementedError, ValueError, UnicodeDecodeError) as damaged:
        raise DocumentError(f"its container is damaged: {damaged}.", remedy="Get it again.") from damaged
    if "word/document.xml" in names:
        return DOCX
    for member, what, remedy in _ZIPPED:
        if member in names:
            raise DocumentError(f"this is {what}, which is not read.", remedy=remedy)
    raise DocumentError("this is a ZIP archive.", remedy="Unpack it and give the folder.")


def _ascii(data: bytes) -> bytes:
    """The bytes as far as they matter for finding tags, whatever the width of a character and without a mark."""
    return data.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")


def _header(head: bytes) -> bytes:
    """The header of a message, as far as it lies in the first bytes, or nothing."""
    found = _FIELD.match(head)
    return found[0] if found else b""


def _declared(media_type: str | None) -> Kind | None:
    essence = (media_type or "").split(";")[0].strip().lower()
    return next((kind for kind in KINDS if essence in (kind.media_type, *kind.aliases)), None)


def _suffixed(name: str | None) -> Kind | None:
    suffix = PurePosixPath(name or "").suffix.lower()
    return next((kind for kind in KINDS if suffix in kind.suffixes), None)
