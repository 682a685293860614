"""Words as HTML: the one place that quotes them, and how dates and the names of classes read."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path

_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")
_QUALIFIERS = {"~": ("about",), "?": ("perhaps",), "%": ("perhaps", "about")}


def day(value: str) -> str:
    """A date as a person writes it, of an ISO 8601 or a simple EDTF date; anything else as it is.

    >>> day("1990-01-20"), day("1990-01"), day("1991-09~"), day("1990-01-19/1990-01-20"), day("P2D")
    ('20 January 1990', 'January 1990', 'about September 1991', '19 January 1990 to 20 January 1990', 'P2D')
    """
    first, slash, last = value.partition("/")
    if slash:
        both = (_one_day(first), _one_day(last))
        return f"{both[0]} to {both[1]}" if both[0] and both[1] else value
    return _one_day(value) or value


def _one_day(value: str) -> str:
    """A single date as a person writes it, empty if it is none."""
    found = _DATE.fullmatch(value)
    if not found or not 1 <= int(found[2] or 1) <= 12:
        return ""
    year, month, day_, qualifier = found.groups()
    words = ([str(int(day_))] if day_ else []) + ([_MONTHS[int(month) - 1]] if month else [])
    return " ".join([*_QUALIFIERS.get(qualifier, ()), *words, year])


def class_words(name: str) -> str:
    """A class's name as words.

    >>> class_words("PoliticalEvent")
    'political event'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def slug(title: str) -> str:
    return "-".join(title.lower().split())


def opening(title: str, style: str) -> tuple[str, ...]:
    """The lines of a page that stands by itself, up to its body: its style inside, and a policy that lets nothing else
    act on it. `style` is CSS.
    """
    style = "\n" + style
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{attribute(title)}</title>",
        f"<style>{style}</style>",
        "</head>",
    )


def html(words: str) -> str:
    r"""Text as HTML. What cannot be seen or would turn the text around is spelt out, so that it does neither.

    >>> html("a<b\u202e")
    'a&lt;b<span class="sign">U+202E</span>'
    """
    return _UNSEEN.sub(lambda found: f'<span class="sign">U+{ord(found[0]):04X}</span>', escape(words))


def attribute(words: str) -> str:
    """Text as the value of an attribute in double quotes, or as the title of the page."""
    return _UNSEEN.sub(lambda found: f"U+{ord(found[0]):04X}", escape(words))


def stylesheet(module: str) -> str:
    """The style of a page: the colours and faces that all pages share, then the sheet beside the page's module."""
    shared = Path(__file__).with_name("page_tokens.css")
    return shared.read_text("utf-8") + Path(module).with_suffix(".css").read_text("utf-8")
