"""Markdown (CommonMark with tables) to its words: no marks, paragraphs apart by a blank line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dateline import __version__
from dateline.documents.charset import to_text
from dateline.documents.extract import Extract, day_of, one_line
from dateline.documents.markup import laid_out, text_of
from dateline.errors import YamlError
from dateline.yaml12 import parse_yaml

if TYPE_CHECKING:
    from markdown_it.token import Token

DEEPEST = 100
"""Levels of blocks in blocks; the parser passes over what lies deeper, so such a text is read as it stands."""

_FRONT = {
    "---": re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE),
    "+++": re.compile(r"\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE),
}
_CLOSES = frozenset(("paragraph_close", "heading_close", "blockquote_close", "table_close"))
_LISTS = frozenset(("bullet_list_close", "ordered_list_close"))


def extract(data: bytes, *, charset: str | None = None) -> Extract:
    r"""The words of a Markdown text; its title, date, publisher and language where its front matter gives them.

    Lines of a paragraph are joined by a space, list items and table rows stand on lines of their own, cells are apart
    by a tab. Without front matter the title is the first heading, if it opens the text.

    >>> extract(b"# Storm *hits* Port\n\nFour [dead](http://x.org),\ntwo hurt.").text
    'Storm hits Port\n\nFour dead, two hurt.'
    """
    source, encoding, how, notes = to_text(data, declared=charset)
    front, body, trouble = _front_matter(source)
    tokens = _parsed(body)
    text = laid_out("".join(_words(tokens)))
    if any(token.level >= DEEPEST - 2 for token in tokens):
        text = body
        trouble = (*trouble, "It is nested so deeply that its marks were left in the text.")
    return Extract(
        text=text,
        extractor=f"dateline {__version__}",
        encoding=encoding,
        encoding_source=how,
        title=one_line(_value(front, "title")) or _heading(tokens),
        issued=day_of(_value(front, "date", "issued", "published")),
        publisher=one_line(_value(front, "publisher")),
        language=one_line(_value(front, "lang", "language"), most=35),
        notes=(*notes, *trouble),
    )


def _parsed(body: str) -> list[Token]:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table").parse(body)


def _front_matter(source: str) -> tuple[Mapping[str, Any], str, tuple[str, ...]]:
    """The front matter, the rest, and what could not be understood. A rule at the top is none: it has no keys."""
    for mark, pattern in _FRONT.items():
        found = pattern.match(source)
        if found is None:
            continue
        try:
            data = tomllib.loads(found[1]) if mark == "+++" else parse_yaml(found[1], file="front matter").data
        except (YamlError, tomllib.TOMLDecodeError, RecursionError):
            if ":" not in found[1] and "=" not in found[1]:
                continue
            return {}, source[found.end() :], ("Its front matter could not be understood and was left out.",)
        if isinstance(data, dict):
            return data, source[found.end() :], ()
    return {}, source, ()


def _value(front: Mapping[str, Any], *keys: str) -> str | None:
    named = {key.lower(): value for key, value in front.items() if isinstance(key, str)}
    return next((str(named[key]) for key in keys if isinstance(named.get(key), str) or _is_date(named.get(key))), None)


def _is_date(value: Any) -> bool:
    return hasattr(value, "isoformat")


def _heading(tokens: Sequence[Token]) -> str | None:
    if len(tokens) > 1 and tokens[0].type == "heading_open":
        return one_line("".join(_inline(tokens[1].children or ())))
    return None


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield from _inline(token.children or ())
        elif token.type in _CLOSES:
            yield "" if token.hidden else "\n\n"
        elif token.type in _LISTS:
            yield "\n\n" if token.level == 0 else ""
        elif token.type in ("list_item_open", "tr_open"):
            yield "\n"
        elif token.type in ("td_open", "th_open"):
            yield "\t"
        elif token.type in ("fence", "code_block"):
            yield f"\n\n{token.content}\n\n"
        elif token.type == "html_block":
            yield f"\n\n{text_of(token.content)}\n\n"


def _inline(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type == "softbreak":
            yield " "
        elif token.type == "hardbreak":
            yield "\n"
        elif token.type == "image":
            yield from _inline(token.children or ())
