"""The page of what is not here, in the frame of all others: it leads on."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.web.pages.quoting import quoted
from dateline.web.pages.shell import Frame, render
from dateline.web.served import Resource, Served


def notice_page(served: Served, title: str, detail: str, links: Sequence[tuple[str, str]], root: str) -> bytes:
    """The page as UTF-8; see `render_notice`."""
    return render(
        "notice.html",
        frame=Frame(served=served, at="", root=root),
        resource=Resource(path="", iri="", kind="page", label=title),
        title=title,
        detail=detail,
        links=[(quoted(href), words) for href, words in links],
    )
