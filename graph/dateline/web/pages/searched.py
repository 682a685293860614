"""The places where a server found words, and the page of them, for who searches with a form and no script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dateline.web.addresses import relative
from dateline.web.pages.claim import text_of_document
from dateline.web.pages.document import sentences_of
from dateline.web.pages.shell import Frame, render
from dateline.web.served import Resource, Served

if TYPE_CHECKING:
    from dateline.archive.search import Hit

_SPAN = re.compile(r"#(char=[0-9]+,[0-9]+)\Z")


def places(served: Served, hits: Sequence[Hit]) -> Iterator[tuple[Hit, str, str]]:
    """Each hit with what it is found in and the reference to its place from the root of the site, empty for none."""
    frame = Frame(served=served, at="", root="./")
    for hit in hits:
        about = hit.about if hit.kind == "name" else hit.document
        page = frame.page(about)
        fragment = _fragment(frame, hit)
        yield hit, frame.name(about).text, relative("", f"{page}{fragment and '#' + fragment}") if page else ""


def searched_page(served: Served, words: str, hits: Sequence[Hit], *, more: bool, root: str = "./") -> bytes:
    """The page as UTF-8; `more` is whether there are other places."""
    return render(
        "searched.html",
        frame=Frame(served=served, at="", root=root),
        resource=Resource(path="", iri="", kind="page", label="Found"),
        title="Found",
        words=words,
        places=list(places(served, hits)),
        more=more,
    )


def _fragment(frame: Frame, hit: Hit) -> str:
    """Where on its page a hit stands: its own words where they are a span, else the sentence in which they begin."""
    if hit.offset is None:
        return ""
    span = _SPAN.search(hit.about)
    if hit.kind == "quote" and span is not None:
        return span[1]
    text = text_of_document(frame.served, hit.document)
    for begin, end in sentences_of(frame, hit.document, text):
        if begin <= hit.offset < end:
            return f"char={begin},{end}"
    return ""
