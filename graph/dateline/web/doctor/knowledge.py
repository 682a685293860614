"""What a site says of itself, before it is examined: its base, its version, which resources it has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from xml.etree import ElementTree

import pyoxigraph as ox

from dateline.errors import DatelineError, UsageError
from dateline.web.addresses import path_of
from dateline.web.doctor.visit import Address, Folder

_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_NOT_OURS = "this is no site of dateline: it has no dataset.jsonld that says what it is."


@dataclass(frozen=True, kw_only=True)
class Site:
    """A site to examine: where it is, what it says it is, and the paths of its pages and of a sample of resources."""

    place: Address | Folder
    kind: Literal["server", "static host", "folder"]
    base: str
    at: str
    version: str
    pages: tuple[str, ...]
    things: tuple[str, ...]
    documents: tuple[str, ...]
    inner: tuple[str, ...] = field(default=())

    @property
    def sample(self) -> tuple[str, ...]:
        """The resources that are looked at in every format."""
        return ("", *self.documents, *self.things, *self.inner)

    def is_information(self, path: str) -> bool:
        """Whether a resource can itself be sent: the dataset and documents."""
        return path == "" or path in self.documents


def known_of(place: Address | Folder, *, sample: int) -> Site:
    """What a site says of itself. Raises `UsageError` for one that is none of ours."""
    said = _dataset(place)
    base, at = str(said["@id"]), str(said["url"])
    pages = tuple(_pages(place, at))
    stems = [page.removesuffix(".html") for page in pages if page.endswith(".html") and page != "index.html"]
    documents = [stem for stem in stems if re.fullmatch(r"doc/[^/]+", stem)]
    things = [stem for stem in stems if stem not in documents]
    chosen = tuple(_spread(documents, max(1, sample // 5)))
    return Site(
        place=place,
        kind=_kind(place),
        base=base,
        at=at,
        version=str(said.get("version", "")),
        pages=pages,
        things=tuple(_spread(things, sample)),
        documents=chosen,
        inner=tuple(_inner(place, base, chosen)),
    )


def _dataset(place: Address | Folder) -> Mapping[str, Any]:
    seen = place.get("dataset.jsonld")
    try:
        said = json.loads(seen.body)
        if seen.status == 200 and said["@type"] == "Dataset" and isinstance(said["@id"], str):
            found: Mapping[str, Any] = said
            _ = found["url"]
            return found
    except (ValueError, KeyError, TypeError):
        pass
    raise UsageError(_NOT_OURS, where=place.name, remedy="Give the address of its first page.")


def _kind(place: Address | Folder) -> Literal["server", "static host", "folder"]:
    if isinstance(place, Folder):
        return "folder"
    seen = place.get("-/health")
    return "server" if seen.status == 200 and seen.body.strip() == b"ok" else "static host"


def _pages(place: Address | Folder, at: str) -> Iterator[str]:
    """The paths of the pages that the sitemap lists."""
    for loc in _locs(place.get("sitemap.xml").body):
        path = loc.removeprefix(at)
        if loc.startswith(at) and path.startswith("sitemaps/"):
            yield from (one.removeprefix(at) for one in _locs(place.get(path).body) if one.startswith(at))
        elif loc.startswith(at):
            yield path


def _locs(data: bytes) -> list[str]:
    if _ENTITY.search(data):
        return []
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - without a document type there are no entities
    except ElementTree.ParseError:
        return []
    return [one.text or "" for one in root.iter(_LOC)]


def _spread(paths: list[str], most: int) -> list[str]:
    """Some of the paths, from all over them."""
    if len(paths) <= most:
        return paths
    return [paths[round(place * (len(paths) - 1) / max(1, most - 1))] for place in range(most)]


def _inner(place: Address | Folder, base: str, documents: tuple[str, ...]) -> Iterator[str]:
    """A claim and a time of each document."""
    for document in documents:
        found: dict[str, str] = {}
        for triple in triples(place.get(f"{document}.nt").body, ox.RdfFormat.N_TRIPLES, base):
            for term in (triple.subject, triple.object):
                path = path_of(base, term.value) if isinstance(term, ox.NamedNode) else None
                for part in ("claim", "time"):
                    if path and path.startswith(f"{document}/{part}/") and "#" not in path:
                        found.setdefault(part, path)
        yield from found.values()


def triples(data: bytes, form: ox.RdfFormat, base: str) -> frozenset[ox.Triple]:
    """The triples in data that a site sends; none where they do not parse."""
    try:
        return frozenset(quad.triple for quad in ox.parse(data, form, base_iri=base))
    except (SyntaxError, ValueError, DatelineError):
        return frozenset()


def plain(said: frozenset[ox.Triple]) -> frozenset[ox.Triple]:
    """The same without blank nodes, whose names differ from one format to the next, and with languages in one case."""
    return frozenset(
        ox.Triple(one.subject, one.predicate, _one_case(one.object))
        for one in said
        if not isinstance(one.subject, ox.BlankNode) and not isinstance(one.object, ox.BlankNode)
    )


def _one_case(term: Any) -> Any:
    if isinstance(term, ox.Literal) and term.language:
        return ox.Literal(term.value, language=term.language.lower())
    return term
