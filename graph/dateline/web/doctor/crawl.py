"""Every link of every page leads somewhere: pages, data, styles, scripts, and places within pages."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser

from dateline.web.doctor.findings import Finding
from dateline.web.doctor.knowledge import Site

_CHECK = "links"
_FOLLOWED = (200, 303)
_ASKS = ("sparql", "find", "reconcile", "-/")
"""What answers questions: a link there needs no file."""


class _Page(HTMLParser):
    """The links and the named places of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what an element leads to, and what it is called."""
        for name, value in attrs:
            if value is None:
                continue
            if name in ("href", "src") and not (tag == "link" and ("rel", "canonical") in attrs):
                self.links.append(value)
            elif name in ("id", "name"):
                self.places.add(value)


def links(site: Site, *, most: int) -> Iterator[Finding]:
    """The links of at most so many pages, beginning with the first."""
    waiting = deque(["index.html", *site.pages])
    pages: dict[str, _Page] = {}
    while waiting and len(pages) < most:
        at = waiting.popleft()
        if at in pages:
            continue
        page = _read(site, at)
        if page is None:
            continue
        pages[at] = page
        for link in page.links:
            there = _within(site, link, at)
            if there is not None and there.endswith(".html") and there not in pages:
                waiting.append(there)
    for at, page in pages.items():
        for link in dict.fromkeys(page.links):
            yield from _followed(site, link, at, pages)


def _followed(site: Site, link: str, at: str, pages: dict[str, _Page]) -> Iterator[Finding]:
    there = _within(site, link, at)
    if there is None or there.startswith(_ASKS):
        return
    status = site.place.get(there).status if there not in pages else 200
    if status not in _FOLLOWED:
        what, remedy = f"{link[:200]} leads to nothing (status {status}).", "Write the site again: dateline site."
        yield Finding(check=_CHECK, where=at, verdict="fault", what=what, remedy=remedy)
        return
    _, mark, place = link.partition("#")
    page = pages.get(there) if mark and place else None
    if page is not None and place not in page.places and not place.startswith(("char=", ":~:")):
        yield Finding(check=_CHECK, where=at, verdict="fault", what=f"there is no place {place[:80]} in {there}.")
    else:
        yield Finding(check=_CHECK, where=at)


def _read(site: Site, path: str) -> _Page | None:
    seen = site.place.get(path)
    if seen.status != 200 or seen.media_type not in ("text/html", ""):
        return None
    page = _Page()
    page.feed(seen.body.decode("utf-8", "replace"))
    return page


def _within(site: Site, link: str, at: str) -> str | None:
    """The path that a link leads to within the site, without its query and its place; null if it leads away."""
    if link.startswith(("mailto:", "data:", "javascript:")):
        return None
    path = site.place.path_of(link, at)
    if path is None:
        return None
    return path.partition("#")[0].partition("?")[0] or "index.html"
