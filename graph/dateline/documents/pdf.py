"""PDF to the text of its pages: words put together again, lines joined to paragraphs, running heads left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.metadata import version
from io import BytesIO
from typing import TYPE_CHECKING

from dateline.documents.extract import Extract, day_of, one_line
from dateline.documents.pages import text_of_pages
from dateline.errors import DocumentError

if TYPE_CHECKING:
    from pypdf import PdfReader

_JUNK_TITLE = re.compile(
    r"(?:microsoft word|microsoft powerpoint) - .*|untitled.*|.*\.(?:docx?|indd|qxd|pptx?|rtf|odt|pdf|tex|dvi)|\W*",
    re.IGNORECASE,
)
_OCR = "Recognise its text first, for example: ocrmypdf OLD.pdf NEW.pdf."
_MOST_SHOWN = 10


def extract(data: bytes, *, charset: str | None = None) -> Extract:  # fonts say what characters are
    """The text of a PDF and its title, day, publisher and language where its metadata give them.

    Raises `DocumentError` where it needs a password, has no text layer, or is damaged beyond repair.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError(
                "it is protected with a password.",
                remedy="Save a copy without it, for example: qpdf --decrypt --password=… OLD.pdf NEW.pdf.",
            )
        pages, unread = _pages(reader)
    except (PyPdfError, DependencyError, NotImplementedError) as damaged:
        raise DocumentError(
            f"it is not a PDF that can be read: {_reason(damaged)}.",
            remedy="Get it again, or repair it, for example: qpdf OLD.pdf NEW.pdf.",
        ) from damaged
    text, notes = text_of_pages(pages)
    _require_text(text, len(pages), unread)
    title, issued, publisher, language, told = _imprint(reader)
    return Extract(
        text=text,
        extractor=f"pypdf {version('pypdf')}",
        title=title,
        issued=issued,
        publisher=publisher,
        language=language,
        notes=(*notes, *_missing(pages, unread), *told),
    )


def _pages(reader: PdfReader) -> tuple[list[str], list[int]]:
    """The text of every page, and the numbers of those that could not be read."""
    pages: list[str] = []
    unread: list[int] = []
    for number, page in enumerate(reader.pages, start=1):
        try:
            pages.append(page.extract_text())
        except Exception:  # a damaged page raises anything; the note names it, and the others are read
            pages.append("")
            unread.append(number)
    return pages, unread


def _reason(error: Exception) -> str:
    """What an error says, on one line and without a full stop, or its kind where it says nothing."""
    return (one_line(str(error)[:200]) or type(error).__name__).rstrip(".")


def _require_text(text: str, pages: int, unread: Sequence[int]) -> None:
    if unread and len(unread) == pages:
        raise DocumentError("none of its pages can be read: they are damaged.", remedy="Get it again.")
    seen = [character for character in text if not character.isspace()]
    unknown = sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in seen)
    if unknown > 0.3 * len(seen):
        raise DocumentError("its fonts do not say which characters they show.", remedy=_OCR)
    if not any(character.isalnum() for character in seen):
        raise DocumentError(
            f"it has no text layer: its {pages} page{'s are' if pages != 1 else ' is'} pictures or empty.", remedy=_OCR
        )


def _missing(pages: Sequence[str], unread: Sequence[int]) -> list[str]:
    empty = [number for number, text in enumerate(pages, start=1) if not text.strip() and number not in unread]
    told = []
    if unread:
        told.append(f"Damaged and not read: {_numbers(unread)}.")
    if empty:
        told.append(f"Without text, perhaps pictures: {_numbers(empty)}.")
    return told


def _numbers(pages: Sequence[int]) -> str:
    """Page numbers for a message.

    >>> _numbers([2]), _numbers([2, 5])
    ('page 2', 'pages 2, 5')
    """
    shown = ", ".join(map(str, pages[:_MOST_SHOWN]))
    more = f" and {len(pages) - _MOST_SHOWN} more" if len(pages) > _MOST_SHOWN else ""
    return f"page{'s' if len(pages) > 1 else ''} {shown}{more}"


def _imprint(reader: PdfReader) -> tuple[str | None, str | None, str | None, str | None, list[str]]:
    """Title, day, publisher, language, and what to tell of them; a damaged part of the metadata counts as absent."""
    title = issued = publisher = language = None
    told: list[str] = []
    try:
        information = reader.metadata
        title = one_line(str(information.title)) if information and information.title else None
        made = str(information.get("/CreationDate", "")) if information else ""
        issued = day_of(made.removeprefix("D:"))
        if issued:
            told.append(f"{issued} is the day on which its file was made; say so if it was issued on another.")
        tag = reader.root_object.get("/Lang")
        language = one_line(str(tag), most=35) if tag else None
        more = reader.xmp_metadata
        if more:
            title = title or one_line(next(iter((more.dc_title or {}).values()), None))
            publisher = one_line(next(iter(more.dc_publisher or ()), None))
    except Exception:  # metadata that are damaged raise anything; the text does not depend on them
        told.append("Some of its metadata are damaged and were not read.")
    if title and _JUNK_TITLE.fullmatch(title):
        title = None
    return title, issued, publisher, language, told
