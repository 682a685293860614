"""HTML to text by its tags alone: every word of the page in order, blocks apart.

It needs no tree, so no page is too deep.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser

UNREAD = frozenset(("script", "style", "noscript", "template", "svg", "math", "object", "iframe", "title"))
_HIDEABLE = frozenset(("div", "span", "section"))
_CHROME = frozenset(("nav", "footer", "aside", "form", "button", "select", "textarea", "dialog", "menu"))
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *("html", "legend", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "ul"),
    )
)
_LINES = frozenset(("br", "li", "tr"))
_CELLS = frozenset(("td", "th"))
_UNSHOWN = re.compile(r"(?:\A|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")


def text_of(html: str, *, whole: bool = True) -> str:
    r"""The words of HTML: paragraphs apart by a blank line, items and rows by a newline, cells by a tab.

    Scripts, styles and what the page does not show are left out; without `whole` also its menus, forms and footers.

    >>> text_of("<h1>Storm</h1><p>Four&nbsp;dead<script>x</script>, <b>two</b>\n hurt.<ul><li>One<li>Two</ul>")
    'Storm\n\nFour\xa0dead, two hurt.\n\nOne\nTwo'
    >>> text_of("<table><tr><td>Port<td>4</table>")
    'Port\t4'
    """
    reading = _Reading(unread=UNREAD if whole else UNREAD | _CHROME)
    reading.feed(html)
    reading.close()
    return laid_out("".join(reading.parts))


def is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Whether a browser would not show an element with these attributes.

    >>> is_hidden({"style": "color: red; Display: none"}), is_hidden({"class": "hidden"})
    (True, False)
    """
    return "hidden" in attributes or _UNSHOWN.search(attributes.get("style") or "") is not None


def laid_out(text: str) -> str:
    r"""The text without blanks at the ends of lines and with at most one blank line in a row.

    >>> laid_out("\n\n a \n\n\n\n b\n")
    'a\n\nb'
    """
    lines = [line.strip(" \t\r\f") for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


class _Reading(HTMLParser):
    def __init__(self, *, unread: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unread = unread
        self._inside: str | None = None
        self._depth = 0
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._inside is not None:
            self._depth += tag == self._inside
            return
        hidden = tag in _HIDEABLE and is_hidden(dict(attrs))
        if tag in self._unread or hidden:
            self._inside, self._depth = tag, 1
        elif tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag in _LINES:
            self.parts.append("\n")
        elif tag in _CELLS:
            self.parts.append("\t")
        self._pre += tag == "pre"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self._unread:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._inside is not None:
            self._depth -= tag == self._inside
            if self._depth == 0:
                self._inside = None
            return
        if tag in _BLOCKS:
            self.parts.append("\n\n")
        if tag == "pre" and self._pre:
            self._pre -= 1

    def handle_data(self, data: str) -> None:
        if self._inside is None:
            self.parts.append(data if self._pre else _spaced(data, self.parts))


def _spaced(words: str, parts: list[str]) -> str:
    """Words with their white space as a browser shows it: runs are one space, none where a line begins."""
    shown = _SPACE.sub(" ", words)
    if shown.startswith(" ") and (not parts or parts[-1].endswith(("\n", "\t", " "))):
        return shown[1:]
    return shown
