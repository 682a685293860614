"""The pages: what people see of a publication. Complete without a script; every word on them is quoted.

`render_page` makes the page of any resource, `extra_pages` names the pages that are not of one thing, and `assets` are
the style, the scripts and the work of others that they use. Design: an edition of documents, not a dashboard.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dateline.web.pages.assets import assets

if TYPE_CHECKING:
    from dateline.web.served import Resource, Served

__all__ = ["assets", "extra_pages", "may_be_extra", "render_answer", "render_notice", "render_page"]


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
