"""Which function makes which page, and which pages there are beside those of things."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from dateline import terms
from dateline.web.kept import kept
from dateline.web.pages.asking import query_page, question_page, questions_of, questions_page
from dateline.web.pages.claim import claim_page
from dateline.web.pages.connections import connections_page, connections_parts
from dateline.web.pages.differing import MOST_THINGS, by_thing, differing_page, has_several
from dateline.web.pages.document import document_page
from dateline.web.pages.downloads import downloads_page
from dateline.web.pages.facets import browse_page, facet_page, facets
from dateline.web.pages.home import MOST_LISTED, documents_page, home_page
from dateline.web.pages.names import text_of
from dateline.web.pages.ontology import ontology_page, value_page
from dateline.web.pages.paging import parts_of
from dateline.web.pages.places import map_page
from dateline.web.pages.record import record_page
from dateline.web.pages.report import report_page, report_parts
from dateline.web.pages.search import search_page, search_parts
from dateline.web.pages.shell import Frame
from dateline.web.pages.thing import MOST, statements_about, thing_page, voice_page
from dateline.web.pages.timeline import MOST_ON_A_PAGE, timeline_page, told
from dateline.web.served import Resource

if TYPE_CHECKING:
    from dateline.web.served import Kind, Served

View: TypeAlias = Callable[[Frame, Resource], bytes]

_OF_KIND: Mapping[str, View] = MappingProxyType(
    {
        "dataset": home_page,
        "document": document_page,
        "thing": thing_page,
        "event": thing_page,
        "claim": claim_page,
        "time": record_page,
        "run": record_page,
        "agent": record_page,
        "term": value_page,
        "question": question_page,
    }
)
_PAGES: Mapping[str, tuple[str, Kind, View]] = MappingProxyType(
    {
        "documents": ("Documents", "page", documents_page),
        "browse": ("People, places, events", "page", browse_page),
        "differing": ("Where the documents differ", "page", differing_page),
        "timeline": ("Timeline", "page", timeline_page),
        "map": ("Map", "page", map_page),
        "connections": ("Connections", "page", connections_page),
        "questions": ("Questions", "page", questions_page),
        "query": ("Ask in SPARQL", "page", query_page),
        "search": ("Search", "page", search_page),
        "downloads": ("Data", "page", downloads_page),
        "report": ("The checks", "page", report_page),
        "ontology": ("Dateline: an ontology of what documents say", "term", ontology_page),
    }
)


def page_of_resource(served: Served, resource: Resource, at: str) -> bytes:
    """The page of a resource, at that path."""
    frame = Frame(served=served, at=at)
    if resource.path in _PAGES and resource.path not in served.resources:
        return _PAGES[resource.path][2](frame, resource)
    further = _further(served).get(resource.path) if _may_be_further(resource.path) else None
    if further is not None:
        return further[1](frame, resource)
    return _OF_KIND.get(resource.kind, record_page)(frame, resource)


def pages_of(served: Served) -> tuple[Resource, ...]:
    """Every page that is not of one thing of the publication; a thing that has the address of one keeps it."""
    taken = served.resources
    found = [
        Resource(
            path=path, iri=served.base + path if kind != "term" else terms.ONTOLOGY, kind=kind, label=label, types=()
        )
        for path, (label, kind, _) in _PAGES.items()
        if path != "differing" or has_several(served)
    ]
    found += [
        Resource(
            path=f"questions/{one.name}", iri=f"{served.base}questions/{one.name}", kind="question", label=one.summary
        )
        for one in questions_of(served)
    ]
    found += [
        Resource(path=path, iri=served.base + path, kind="page", label=label)
        for path, (label, _) in _further(served).items()
    ]
    return tuple(one for one in found if one.path not in taken)


def may_be_extra(path: str) -> bool:
    """Whether a page at this path could only be one of those that are not of one thing, by its address alone."""
    return path in _PAGES or path.startswith("questions/") or _may_be_further(path)


def _may_be_further(path: str) -> bool:
    return path.startswith(_FURTHER) or _PART_OF_A_PAGE.search(path) is not None


_FURTHER = ("browse/", "documents/", "differing/", "timeline/")
_PART_OF_A_PAGE = re.compile(r"(?:/(?:said|says)|\A(?:connections|report|search))/[0-9]+\Z")


@kept()
def _further(served: Served) -> Mapping[str, tuple[str, View]]:
    """The pages of facets, and the further parts of what does not fit on one page, by path: name and view."""
    return MappingProxyType(dict(_facets(served)) | dict(_parts(served)))


def _facets(served: Served) -> Iterator[tuple[str, tuple[str, View]]]:
    for facet in facets(served):
        for part in range(1, facet.parts + 1):
            path = facet.path if part == 1 else f"{facet.more}{part}"
            yield path, (facet.title, partial(facet_page, facet=facet, part=part))


def _parts(served: Served) -> Iterator[tuple[str, tuple[str, View]]]:
    about: dict[str, int] = {}
    for row in served.rows("spoken-of"):
        thing, count = served.by_iri.get(text_of(row["thing"])), int(text_of(row["count"]))
        if thing is None or thing.kind not in ("thing", "event"):
            continue
        if text_of(row["role"]) != terms.ATTRIBUTED_TO:
            about[thing.path] = about.get(thing.path, 0) + count
        else:
            for part in range(1, parts_of(count, MOST) + 1):
                yield f"{thing.path}/says/{part}", (thing.label, _part(voice_page, thing, part))
    for path in (path for path, count in about.items() if count > MOST):
        thing = served.resources[path]
        for part in range(2, parts_of(len(statements_about(served, thing.iri)), MOST) + 1):
            yield f"{path}/said/{part}", (thing.label, _part(thing_page, thing, part))
    for part in range(2, parts_of(len(served.documents), MOST_LISTED) + 1):
        yield f"documents/{part}", ("Documents", partial(documents_page, part=part))
    for part in range(2, parts_of(len(by_thing(served)), MOST_THINGS) + 1):
        yield f"differing/{part}", ("Where the documents differ", partial(differing_page, part=part))
    for part in range(2, parts_of(len(told(served)), MOST_ON_A_PAGE) + 1):
        yield f"timeline/{part}", ("Timeline", partial(timeline_page, part=part))
    for part in range(2, connections_parts(served) + 1):
        yield f"connections/{part}", ("Connections", partial(connections_page, part=part))
    for part in range(2, report_parts(served) + 1):
        yield f"report/{part}", ("The checks", partial(report_page, part=part))
    for part in range(2, search_parts(served) + 1):
        yield f"search/{part}", ("Search", partial(search_page, part=part))


def _part(view: Callable[..., bytes], thing: Resource, part: int) -> View:
    return lambda frame, _: view(frame, thing, part=part)
