"""What the rooms of the site give: pages, style and scripts, descriptions of the dataset, services.

A room that is not there is left out; its pages are plain ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

from dateline.web.files import File
from dateline.web.links import links_of
from dateline.web.plain import notice
from dateline.web.served import Resource, Served

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_HERE = "dateline.web"


def render_page(served: Served, resource: Resource, *, at: str) -> bytes:
    """The page of a resource."""
    pages = _room("pages", "render_page")
    if pages is not None:
        return bytes(pages.render_page(served, resource, at=at))
    said = [f"{one.predicate.value} {one.object}" for one in served.describe(resource.iri)]
    links = [(link.href(at), link.target) for link in links_of(served, resource) if link.rel == "alternate"]
    return notice(resource.label, "; ".join(said), links)


def extra_pages(served: Served) -> tuple[Resource, ...]:
    """The pages that are not of one thing: the timeline, the questions, the downloads."""
    pages = _room("pages", "extra_pages")
    return tuple(pages.extra_pages(served)) if pages is not None else ()


def assets() -> Mapping[str, bytes]:
    """Style, scripts and what else pages need, by path below `static/`."""
    pages = _room("pages", "assets")
    return pages.assets() if pages is not None else {}


def descriptions(served: Served) -> Mapping[str, File]:
    """The files that describe the dataset, by path."""
    description = _room("description", "files")
    found = description.files(served) if description is not None else {}
    return {path: File(media_type=one.media_type, data=one.data) for path, one in found.items()}


def _room(name: str, wanted: str) -> ModuleType | None:
    full = f"{_HERE}.{name}"
    try:
        room = import_module(full) if find_spec(full) else None
    except ModuleNotFoundError:
        return None
    return room if hasattr(room, wanted) else None


def mounts(served: Served, *, at: str | None) -> Mapping[str, ASGIApp]:
    """The services over a publication, by the path under which each stands."""
    found: dict[str, ASGIApp] = {}
    reconciliation = _room("reconciliation", "reconciliation_app")
    if reconciliation is not None:
        for path, version in (("reconcile", "0.2"), ("reconcile/v1", "1.0")):
            where = at + path if at else None
            found[path] = reconciliation.reconciliation_app(served, version, at=where)
    return found
