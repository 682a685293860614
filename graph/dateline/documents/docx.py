"""DOCX (ECMA-376) to text: paragraphs, tables and notes as a reader sees them, with changes accepted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from xml.sax.handler import ContentHandler, feature_external_ges, feature_namespaces
from zipfile import BadZipFile, ZipFile, ZipInfo

from dateline import __version__
from dateline.documents.extract import Extract, day_of, one_line
from dateline.documents.markup import laid_out
from dateline.errors import DocumentError

LARGEST_PART = 150_000_000
"""Bytes of one part of the file once it is unpacked."""
MOST_RATIO = 250
"""Times that a part may grow when it is unpacked; XML of real documents grows tenfold to a hundredfold."""
MOST_PARTS = 20_000

_HARMLESS = 1_000_000
_MAIN = "word/document.xml"
_BEFORE_CELL = re.compile(r"(?<! ) ++(?=[\t\n])")
_SKIPPED = frozenset(("moveFrom", "Fallback", "pPrChange", "rPrChange", "instrText", "delText"))
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}


def extract(data: bytes, *, charset: str | None = None) -> Extract:  # XML names its own encoding
    """The text of a Word document and its title, publisher (the company) and language where its properties say them.

    Foot- and endnotes follow the text. Headers, footers, comments, hidden text and deleted text are left out.
    Raises `DocumentError` where it is no DOCX, is damaged, or unpacks to far more than it should.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            if len(archive.infolist()) > MOST_PARTS:
                raise DocumentError(f"it has more than {MOST_PARTS:,} parts.", remedy="Get it from a source you trust.")
            names = set(archive.namelist())
            if _MAIN not in names:
                raise DocumentError("this is not a Word document: it has no word/document.xml.")
            body = _Body()
            _parse(_part(archive, _MAIN), body)
            notes = _Body()
            for name in ("word/footnotes.xml", "word/endnotes.xml"):
                if name in names:
                    _parse(_part(archive, name), notes)
            said = _properties(archive, names)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError) as damaged:
        raise DocumentError(
            f"its container is damaged or of an unknown kind: {damaged}.",
            remedy="Get it again, or save it anew in Word.",
        ) from damaged
    text = _laid_out(body)
    told = list(_told(body, said))
    if words := _laid_out(notes):
        text = f"{text}\n\n{words}"
        told.append("Its footnotes and endnotes stand at the end of the text.")
    return Extract(
        text=text,
        extractor=f"dateline {__version__}",
        title=one_line(said.get("title")),
        publisher=one_line(said.get("Company")),
        language=one_line(said.get("language"), most=35),
        notes=tuple(told),
    )


def _laid_out(body: _Body) -> str:
    return laid_out(_BEFORE_CELL.sub("", "".join(body.parts)))


def _told(body: _Body, said: Mapping[str, str]) -> list[str]:
    told = []
    if body.changed:
        told.append("It has tracked changes: insertions were read, deletions were not.")
    days = [
        f"{word} on {day}"
        for word, key in (("begun", "created"), ("last saved", "modified"))
        if (day := day_of(said.get(key)))
    ]
    if days:
        told.append(f"Its file was {' and '.join(days)}; that is not taken for the day it was issued.")
    return told


def _part(archive: ZipFile, name: str) -> bytes:
    """A part of the file, unpacked only after its size was looked at, and never beyond that size."""
    info: ZipInfo = archive.getinfo(name)
    grown = info.file_size > _HARMLESS and info.file_size > MOST_RATIO * max(1, info.compress_size)
    if info.file_size > LARGEST_PART or grown:
        raise DocumentError(
            f"its part {name} unpacks from {info.compress_size:,} to {info.file_size:,} bytes.",
            remedy="No real document does that; get it from a source you trust, or save its text to a file.",
        )
    if info.flag_bits & 0x1:
        raise DocumentError("it is protected with a password.", remedy="Save a copy without the password.")
    with archive.open(info) as part:
        return part.read(info.file_size)


def _parse(xml: bytes, handler: ContentHandler) -> None:
    """Feeds XML to a handler; document types, entities and anything outside the file are refused."""
    from defusedxml import DefusedXmlException
    from defusedxml.sax import make_parser

    parser: Any = make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setFeature(feature_external_ges, False)
    parser.setContentHandler(handler)
    from xml.sax import SAXException

    try:
        parser.parse(BytesIO(xml))
    except DefusedXmlException as refused:
        raise DocumentError(
            "its XML declares a document type, which no Word document does.", remedy="Get it from a source you trust."
        ) from refused
    except SAXException as damaged:
        raise DocumentError(
            f"its XML is damaged: {damaged}.", remedy="Get it again, or save it anew in Word."
        ) from damaged


def _properties(archive: ZipFile, names: set[str]) -> Mapping[str, str]:
    found = _Properties()
    for name in ("docProps/core.xml", "docProps/app.xml"):
        if name in names:
            _parse(_part(archive, name), found)
    return found.said


class _Properties(ContentHandler):
    """The texts of the elements of a properties part, by their local names."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self._name = ""

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: Any) -> None:  # noqa: N802
        self._name = name[1]

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        self._name = ""

    def characters(self, content: str) -> None:
        if self._name:
            self.said[self._name] = self.said.get(self._name, "") + content


class _Body(ContentHandler):
    """The words of WordprocessingML: paragraphs apart by a blank line, rows by a newline, cells by a tab."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.changed = False
        self._skipped = 0
        self._text = False
        self._run_hidden = False
        self._in_run_properties = False
        self._tables = 0

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: Any) -> None:  # noqa: N802
        kind = name[1]
        if self._skipped or kind in _SKIPPED or self._is_separator(kind, attrs):
            self._skipped += 1
        elif kind == "t":
            self._text = True
        elif kind == "r":
            self._run_hidden = False
        elif kind == "rPr":
            self._in_run_properties = True
        elif kind == "vanish" and self._in_run_properties:
            self._run_hidden = _is_on(attrs)
        elif kind == "txbxContent":
            self.parts.append("\n\n")
        elif kind == "tbl":
            self._tables += 1
            self.parts.append("\n\n")
        elif kind == "tr":
            self.parts.append("\n")
        elif kind == "tc":
            self.parts.append("\t")
        elif kind in _BREAKS and not self._in_run_properties and not self._run_hidden:
            self.parts.append(_BREAKS[kind])
        self.changed = self.changed or kind in ("del", "ins", "moveFrom")

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        kind = name[1]
        if self._skipped:
            self._skipped -= 1
        elif kind == "t":
            self._text = False
        elif kind == "rPr":
            self._in_run_properties = False
        elif kind == "p":
            self.parts.append(" " if self._tables else "\n\n")
        elif kind == "tbl":
            self._tables -= 1
            self.parts.append("\n\n")

    def characters(self, content: str) -> None:
        if self._text and not self._skipped and not self._run_hidden:
            self.parts.append(content)

    @staticmethod
    def _is_separator(kind: str, attrs: Any) -> bool:
        """The line above the notes is stored as a note of its own."""
        return kind in ("footnote", "endnote") and any(name[1] == "type" for name in attrs.getNames())


def _is_on(attrs: Any) -> bool:
    return all(name[1] != "val" or attrs.getValue(name) not in ("0", "false", "off") for name in attrs.getNames())
