"""The pages: what people see of a publication. Complete without a script; every word on them is quoted.

`render_page` makes the page of any resource, `extra_pages` names the pages that are not of one thing, and `assets` are
the style, the scripts and the work of others that they use. Design: an edition of documents, not a dashboard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dateline.web.pages.assets import assets

if TYPE_CHECKING:
    from dateline.archive.search import Hit
    from dateline.web.served import Resource, Served

__all__ = [
    "assets",
    "extra_pages",
    "found_places",
    "is_piece",
    "may_be_extra",
    "render_answer",
    "render_found",
    "render_notice",
    "render_page",
    "search_files",
]


def render_page(served: Served, resource: Resource, *, at: str) -> bytes:
    """The page of a resource as UTF-8, written for the path `at`; the same publication gives the same bytes."""
    from dateline.web.pages.routes import page_of_resource

    return page_of_resource(served, resource, at)


def render_notice(
    served: Served, title: str, detail: str, links: Sequence[tuple[str, str]] = (), *, root: str
) -> bytes:
    """A page that says one thing, at whatever address; `links` are references with their words, `root` is that to the
    root of the site.
    """
    from dateline.web.pages.notice import notice_page

    return notice_page(served, title, detail, links, root)


def render_answer(served: Served, query: str, shape: str, body: bytes | None) -> bytes:
    """The page of an answer of the endpoint: `body` is the answer as JSON or, where its shape is a graph, as Turtle;
    null where it is too large to show.
    """
    from dateline.web.pages.answered import answered_page

    return answered_page(served, query, shape, body)


def may_be_extra(path: str) -> bool:
    """Whether a path could be that of one of the `extra_pages`, by its address alone."""
    from dateline.web.pages.routes import may_be_extra as could

    return could(path)


def extra_pages(served: Served) -> tuple[Resource, ...]:
    """The pages that are not of one thing: the timeline, the search, the questions, and further parts of long pages."""
    from dateline.web.pages.routes import pages_of

    return pages_of(served)


def search_files(served: Served) -> Mapping[str, bytes]:
    """The files beside the page of the search that its script loads, by path; none where the page holds everything."""
    from dateline.web.pages.search import search_files as made

    return made(served)


def is_piece(path: str) -> bool:
    """Whether a path could only be that of one of the `search_files`, by its address alone."""
    from dateline.web.pages.search import is_piece as could

    return could(path)


def found_places(served: Served, hits: Sequence[Hit]) -> Iterator[tuple[Hit, str, str]]:
    """Each place where words were found, what it is in, and the reference to it from the root of the site."""
    from dateline.web.pages.searched import places

    return places(served, hits)


def render_found(served: Served, words: str, hits: Sequence[Hit], *, more: bool) -> bytes:
    """The page of what a search found; `more` is whether there are other places."""
    from dateline.web.pages.searched import searched_page

    return searched_page(served, words, hits, more=more)
