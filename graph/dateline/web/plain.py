"""Pages without any design: what went wrong, and where else to look. They need nothing but text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
{head}<title>{title}</title>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""


def notice(title: str, detail: str, links: Sequence[tuple[str, str]] = ()) -> bytes:
    """A page that says one thing; `links` are references with their words.

    >>> b"&lt;script&gt;" in notice("404", "There is no <script> here.")
    True
    """
    listed = "".join(f'<li><a href="{escape(href)}">{escape(words)}</a></li>\n' for href, words in links)
    body = f"<p>{escape(detail)}</p>\n" + (f"<ul>\n{listed}</ul>\n" if listed else "")
    return _PAGE.format(head="", title=escape(title), body=body).encode("utf-8", "replace")


def forward(title: str, to: str) -> bytes:
    """A page that leads on to another one, for hosts that cannot redirect."""
    target = escape(to)
    head = f'<meta http-equiv="refresh" content="0; url={target}">\n<link rel="canonical" href="{target}">\n'
    body = f'<p><a href="{target}">{escape(title)}</a></p>'
    return _PAGE.format(head=head, title=escape(title), body=body).encode("utf-8", "replace")
