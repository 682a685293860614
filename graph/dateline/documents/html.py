"""HTML to its main text, without menus, advertisements and footers. Nothing in a page is run or fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING

from dateline import __version__
from dateline.documents.charset import to_text
from dateline.documents.extract import Extract
from dateline.documents.imprint import Imprint, imprint
from dateline.documents.markup import UNREAD, is_hidden, laid_out, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
    from lxml.html import HtmlElement

DEEPEST = 250
"""Levels of elements; what lies deeper is read by its tags alone, since no one lays out a page like that."""

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(r"\A\s*<\?xml[^>]*\?>")
_XML_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""")
_HEAD = 4096
_BLOCKS = frozenset(("p", "head", "list", "quote", "table", "code", "div", "ab", "figure", "fw"))
_LEFT_OUT = frozenset(("graphic", "del"))
_INVISIBLE = dict.fromkeys(map(ord, "\x0b\x0c\x00"), " ")


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page names in its first bytes.

    >>> declared_charset(b'<html><meta charset="windows-1252">')
    'windows-1252'
    """
    found = _META_CHARSET.search(data, 0, _HEAD) or _XML_DECLARED.search(data, 0, _HEAD)
    return found[1].decode("ascii", "replace") if found else None


def extract(data: bytes, *, charset: str | None = None) -> Extract:
    """The main text of a page and its imprint; `charset` is what the server said.

    Where no main text can be told from the rest, the whole page is read and a note says so. Raises `DocumentError`.
    """
    html, encoding, source, notes = to_text(data, declared=charset or declared_charset(data))
    html = _XML_ENCODING.sub("", html).translate(_INVISIBLE)
    tree, complete = _tree(html)
    said = imprint(tree) if tree is not None else Imprint()
    text = _main_text(tree) if tree is not None and complete else ""
    extractor = f"trafilatura {version('trafilatura')}"
    if not text:
        text, extractor = text_of(html, whole=False), f"dateline {__version__}"
        notes = (*notes, "No main text could be told from the rest of the page, so all of it was read but its menus.")
        if not text:
            text = text_of(html)
    return Extract(
        text=text,
        extractor=extractor,
        encoding=encoding,
        encoding_source=source,
        title=said.title,
        issued=said.issued,
        publisher=said.publisher,
        language=said.language,
        notes=notes,
    )


def _tree(html: str) -> tuple[HtmlElement | None, bool]:
    """The page as a tree, and whether all of it is in there and not too deep to walk."""
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(html, parser=parser)
    except (LxmlError, ValueError, AssertionError):  # nothing in it is an element
        return None, False
    cut_off = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    return tree, not cut_off and _depth(tree) <= DEEPEST


def _depth(tree: HtmlElement) -> int:
    from lxml.etree import iterwalk

    depth = deepest = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _main_text(tree: HtmlElement) -> str:
    from trafilatura import bare_extraction

    for element in [one for one in tree.iter("*") if one.tag in UNREAD or is_hidden(dict(one.attrib))]:
        if element.getparent() is not None:
            element.drop_tree()
    found = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    body = getattr(found, "body", None)
    return laid_out("".join(_words(body))) if body is not None else ""


def _words(element: Element, *, nested: bool = False) -> Iterator[str]:
    """The words of what trafilatura kept: blocks apart by a blank line, items and rows by a newline, cells by a tab."""
    kind = "sublist" if nested and element.tag == "list" else str(element.tag)
    if kind in _LEFT_OUT:
        return
    if kind in _BLOCKS:
        yield "\n\n"
    elif kind in ("lb", "item", "row"):
        yield "\n"
    elif kind == "cell":
        yield "\t"
    yield _spaced(element.text)
    for child in element:
        yield from _words(child, nested=kind == "item")
        yield _spaced(child.tail)
    if kind in _BLOCKS:
        yield "\n\n"


def _spaced(words: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", words or "")
