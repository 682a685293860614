"""The one site, whichever way it is published: every file by its path, made when it is asked for.

The server sends these files and the static site writes them, so both have the same addresses and the same bytes.
"""

from __future__ import annotations

from collections import ChainMap, OrderedDict
from collections.abc import Iterator, Mapping, MutableMapping
from functools import cached_property
from threading import Lock
from typing import cast

from dateline import answers
from dateline.errors import DataError
from dateline.formats import FORMATS
from dateline.questions import Question
from dateline.web import described, description, pages, vocabulary
from dateline.web.addresses import is_safe, page_of, relative
from dateline.web.files import File
from dateline.web.links import LINKSET, LINKSET_SUFFIX, elements, links_of, linkset
from dateline.web.media_types import media_type_of
from dateline.web.plain import forward
from dateline.web.served import Resource, Served
from dateline.web.variants import TABLES, VARIANTS, Variant, variants_of

_KEPT = 64 * 2**20
"""How many bytes of finished files are kept in memory."""
_WRITTEN = ("alternate", "license")
"""The relations that pages write by themselves."""
_PUBLISHED = {row.file: row.media_type for row in FORMATS.values() if row.file}


class Site:
    """A publication as a site: its `resources` by path, and the `fixed` files that belong to none of them."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self._kept: OrderedDict[str, File] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()
        self._require_one_meaning()

    @cached_property
    def resources(self) -> Mapping[str, Resource]:
        """Everything with an address: what is published, the pages of the site, the values of the ontology's lists."""
        # Not one dictionary of them all: a large publication finds its own when they are asked for.
        layers = (self.served.resources, _Extra(self.served), vocabulary.values())
        return ChainMap(*(cast("MutableMapping[str, Resource]", one) for one in layers))

    @cached_property
    def fixed(self) -> Mapping[str, File]:
        """The files that represent no resource: what is published, the ontology, descriptions, style and scripts."""
        published = {
            name: File(media_type=_PUBLISHED.get(name, media_type_of(name)), data=data, digest=self._digest(name))
            for name, data in self.served.files.items()
        }
        assets = {
            f"static/{name}": File(media_type=media_type_of(name), data=data) for name, data in pages.assets().items()
        }
        return _Fixed({**vocabulary.ontology_files(), **assets}, self.served, published)

    def offered(self, resource: Resource) -> tuple[Variant, ...]:
        """What a resource is sent as, the preferred one first."""
        if resource.path == vocabulary.PATH:
            return variants_of("term")
        if resource.kind == "question" and any(one.required for one in _question(resource).parameters):
            return (VARIANTS["html"],)
        return variants_of(resource.kind)

    def paths(self) -> Iterator[str]:
        """The path of every file, sorted within each kind."""
        yield from sorted(self.fixed)
        for path in sorted(self.resources):
            resource = self.resources[path]
            named = (page_of(path, variant.suffix) for variant in self.offered(resource))
            yield from (name for name in named if name not in self.fixed)
            yield page_of(path, LINKSET_SUFFIX)
            if path and not path.endswith("/"):
                yield f"{path}/index.html"

    def file(self, path: str) -> File | None:
        """The file at a path; null if there is none. Raises `ExportError` where a format cannot carry what is said."""
        found = self.fixed.get(path)
        if found is not None:
            return found
        with self._lock:
            kept = self._kept.get(path)
            if kept is not None:
                self._kept.move_to_end(path)
                return kept
        made = self._make(path)
        if made is not None:
            self._keep(path, made)
        return made

    def represented(self, path: str) -> tuple[Resource, Variant] | None:
        """The resource that the file at a path represents, and as what; null if it represents none."""
        for variant in (*VARIANTS.values(), *TABLES.values()):
            resource = self._behind(path, variant.suffix)
            if resource is not None and variant in self.offered(resource):
                return resource, variant
        return None

    def _make(self, path: str) -> File | None:
        known = self.represented(path)
        if known is not None:
            return self._represent(*known)
        resource = self._behind(path, LINKSET_SUFFIX)
        if resource is not None:
            links = links_of(self.served, resource, self.offered(resource))
            return File(media_type=LINKSET, data=linkset(self.served, resource, links))
        resource = self.resources.get(path.removesuffix("/index.html")) if path.endswith("/index.html") else None
        if resource is not None and resource.path:
            return File(media_type="text/html", data=forward(resource.label, relative(path, resource.page)))
        return None

    def _represent(self, resource: Resource, variant: Variant) -> File:
        if variant.name == "html":
            data = self._page(resource)
        elif variant.name in TABLES:
            data = self.served.dataset.ask(_question(resource)).render(variant.name)
        elif resource.kind == "term":
            data = described.written(self.served, resource, vocabulary.triples_of(resource.iri), variant)
        else:
            data = described.render(self.served, resource, variant)
        return File(media_type=variant.media_type, data=data)

    def _page(self, resource: Resource) -> bytes:
        """The page of a resource, with those of its links that no reader of the page needs and every program does."""
        page = pages.render_page(self.served, resource, at=resource.page)
        links = links_of(self.served, resource, self.offered(resource))
        signposts = [one for one in links if one.rel not in _WRITTEN]
        return page.replace(b"</head>", elements(signposts, resource.page) + b"</head>", 1)

    def _behind(self, path: str, suffix: str) -> Resource | None:
        """The resource whose representation with that suffix has this path."""
        if not path.endswith(suffix):
            return None
        stem = path.removesuffix(suffix)
        found = self.resources.get(stem)
        if found is None and (stem == "index" or stem.endswith("/index")):
            found = self.resources.get(stem.removesuffix("index"))
        return found if found is not None and page_of(found.path, suffix) == path else None

    def _keep(self, path: str, made: File) -> None:
        with self._lock:
            if path not in self._kept:
                self._kept[path] = made
                self._bytes += len(made.data)
            while self._bytes > _KEPT:
                _, dropped = self._kept.popitem(last=False)
                self._bytes -= len(dropped.data)

    def _digest(self, name: str) -> str:
        said = self.served.manifest.get("files", {}).get(name, {})
        return str(said.get("sha256", ""))

    def _require_one_meaning(self) -> None:
        """Raises `DataError` where an address would be that of two things."""
        for path in (one.path for one in self.served.at_hand):
            other = self.represented(path) or self.fixed.get(path)
            if other is not None or (path and not is_safe(path)):
                what = f"the page or data of {other[0].iri}" if isinstance(other, tuple) else "a file of the site"
                raise DataError(
                    f"its address would be that of {what}." if other else "no page can have this address.",
                    where=self.served.resources[path].iri,
                    remedy="Rename it: the id of a thing, or the file of a document.",
                )


class _Extra(Mapping[str, Resource]):
    """The pages that are not of one thing, found as soon as one of them is wanted."""

    def __init__(self, served: Served) -> None:
        self._served = served

    @cached_property
    def _all(self) -> Mapping[str, Resource]:
        return {one.path: one for one in pages.extra_pages(self._served)}

    def __getitem__(self, path: str) -> Resource:
        if not pages.may_be_extra(path):
            raise KeyError(path)
        return self._all[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


class _Fixed(Mapping[str, File]):
    """The files that represent no resource. Those of the description and the search are made when one is wanted."""

    def __init__(self, program: Mapping[str, File], served: Served, published: Mapping[str, File]) -> None:
        self._program, self._served, self._published = program, served, published

    def __getitem__(self, path: str) -> File:
        if path in self._published:
            return self._published[path]
        if description.is_of_it(path):
            return description.files(self._served)[path]
        if pages.is_piece(path):
            return self._pieces[path]
        return self._program[path]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._program, **self._pieces, **description.files(self._served), **self._published})

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @cached_property
    def _pieces(self) -> Mapping[str, File]:
        found = pages.search_files(self._served)
        return {path: File(media_type=media_type_of(path), data=data) for path, data in found.items()}


def _question(resource: Resource) -> Question:
    return answers.find_question(resource.path.removesuffix("/").rpartition("/")[2])
