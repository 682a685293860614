"""Words as markup: the only place of the pages that says of a text that it is safe, because it quotes it there."""

from __future__ import annotations

import json
import re
from typing import Any

from markupsafe import Markup

from dateline.formats.html_text import attribute, html
from dateline.web.pages.names import LANGUAGE

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


def prose(words: str) -> Markup:
    """Words of a document as HTML; what cannot be seen or turns the text around is spelt out."""
    return Markup(html(words))  # noqa: S704 - `html` quotes


def quoted(words: str) -> Markup:
    r"""Words as text or as the value of an attribute in double quotes.

    >>> quoted('"><script>')
    Markup('&quot;&gt;&lt;script&gt;')
    """
    return Markup(attribute(words))  # noqa: S704 - `attribute` quotes


def printed(value: Any) -> Any:
    """What a template prints: markup of our own as it is, everything else quoted."""
    if value is None:
        return ""
    return value if hasattr(value, "__html__") else quoted(str(value))


def made(markup: str) -> Markup:
    """Markup that was put together from quoted parts, as the text of a document is by `formats.set_text`."""
    return Markup(markup)  # noqa: S704 - its parts were quoted where they were made


def data_block(value: Any) -> Markup:
    r"""JSON as it can stand in a data block of a page: nothing in it ends the block.

    >>> data_block({"a": "</script>"})
    Markup('{"a":"\\u003c/script\\u003e"}')
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text.encode("utf-8", "replace").decode())  # noqa: S704 - what could end the block is escaped above


def language(tag: str) -> Markup:
    """The attribute `lang` where it is not the language of the pages.

    >>> language("az"), language("en")
    (Markup(' lang="az"'), Markup(''))
    """
    if not tag or tag == LANGUAGE or not _LANGUAGE_TAG.fullmatch(tag):
        return Markup("")
    return Markup(' lang="{}"').format(tag)
