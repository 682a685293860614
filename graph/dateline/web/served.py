"""One publication, opened to be shown: its resources by address, what is said of each, and the queries of its pages.

A `Served` never changes. A new publication is a new one, and the old one stays whole for as long as somebody uses it:
the published files are held open, so replacing the folder takes nothing away.

A page is rendered by `web.pages.render_page(served, resource, at=…)`, where `at` is the path that the page itself has,
such as `e/baku.html`: links on it are `addresses.relative(at, other.page)`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

import pyoxigraph as ox

from dateline import resources as installed
from dateline import terms
from dateline.answers import Dataset
from dateline.collection import Collection, is_collection, open_collection
from dateline.drafting import complete
from dateline.errors import DataError, QueryError, QuestionError
from dateline.output import recover
from dateline.questions import Question, load_question
from dateline.settings import Settings
from dateline.store import open_memory
from dateline.web.addresses import page_of, path_of
from dateline.web.dump import Dump
from dateline.web.held import Buffer, Held, digest

if TYPE_CHECKING:
    from dateline.store.oxigraph import OxigraphStore
    from dateline.store.results import Term

Kind: TypeAlias = Literal[
    "dataset", "document", "thing", "event", "claim", "time", "agent", "run", "term", "question", "page"
]
DUMP, MANIFEST = "graph.nq", "manifest.json"
_VERSION_LENGTH = 16
_LONGEST_LABEL = 120


class Looked(Protocol):
    """Where the statements about a subject are looked up: in one dump, in many shards, or in an engine elsewhere."""

    @property
    def lines(self) -> int: ...

    def about(self, iri: str) -> tuple[ox.Triple, ...]: ...

    def quads(self, iri: str) -> tuple[ox.Quad, ...]: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Resource:
    """Something with an address of its own. `path` is below the root, as it appears in a URL; `types` are class IRIs.

    >>> Resource(path="e/baku", iri="https://example.org/kg/e/baku", kind="thing", label="Baku").page
    'e/baku.html'
    """

    path: str
    iri: str
    kind: Kind
    label: str
    types: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """The path of its page."""
        return page_of(self.path)

    @property
    def is_information(self) -> bool:
        """Whether the resource is itself something that can be sent (200), and not a thing in the world (303)."""
        return self.kind in ("dataset", "document", "question", "page") or self.iri == terms.ONTOLOGY


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Served:
    """A publication to show.

    `version` is the first 16 digits of the SHA-256 of `graph.nq`; `released` the ISO day that the publication says it
    is of, or null, never the clock. `files` are the published files by name; `at` is where the site is reached, its
    base unless `--at` says otherwise. `resources` are by path, and `by_iri` the same by IRI. `services` is whether a
    server answers SPARQL and reconciliation beside the files.
    """

    settings: Settings
    folder: Path
    at: str
    version: str
    released: str | None
    dataset: Dataset
    dump: Looked
    files: Mapping[str, Buffer]
    manifest: Mapping[str, Any]
    resources: Mapping[str, Resource]
    by_iri: Mapping[str, Resource]
    notes: tuple[str, ...] = ()
    services: bool = True
    _counts: dict[str, int] = field(default_factory=dict, repr=False)
    made: dict[Callable[..., Any], Callable[..., Any]] = field(default_factory=dict, init=False, repr=False)
    """What `kept` functions have made of it."""

    @property
    def base(self) -> str:
        """Where the IRIs of the publication begin."""
        return self.settings.base

    @property
    def finds_words(self) -> bool:
        """Whether a server finds words in it: it is published here, and not held by an engine elsewhere alone."""
        return self.services and bool(self.files)

    @property
    def at_hand(self) -> Iterable[Resource]:
        """The resources that are known without reading anything: all of them, unless there are very many."""
        return self.resources.values()

    @property
    def documents(self) -> tuple[Resource, ...]:
        """The documents, in the order of their paths."""
        return self.of_kind("document")

    def of_kind(self, *kinds: Kind) -> tuple[Resource, ...]:
        """The resources of some kinds, in the order of their paths."""
        return tuple(one for one in self.resources.values() if one.kind in kinds)

    def paths_of(self, *kinds: Kind) -> tuple[str, ...]:
        """The paths of the resources of some kinds, sorted."""
        return tuple(one.path for one in self.of_kind(*kinds))

    @property
    def texts(self) -> Mapping[str, str]:
        """The text of each document whose text is published, by the document's IRI."""
        return MappingProxyType(
            {
                document.iri: said.object.value
                for document in self.documents
                for said in self.describe(document.iri)
                if said.predicate.value == terms.IS_STRING and isinstance(said.object, ox.Literal)
            }
        )

    def rows(self, name: str, **params: str) -> list[dict[str, Term]]:
        """The rows of a query of `queries/pages/`, by its file's name; what is unbound is left out of a row.

        Raises `QuestionError` for a query that is not there or a parameter that does not fit it.
        """
        return self.ask(page_query(name).bind(params).text)

    def ask(self, text: str) -> list[dict[str, Term]]:
        """The rows of a SELECT."""
        from dateline.store.results import Table

        found = self.dataset.store.query(text)
        if not isinstance(found, Table):
            raise QueryError("a page's query is a SELECT.")
        return [
            {name: term for name, term in zip(found.variables, row, strict=True) if term is not None}
            for row in found.rows
        ]

    def describe(self, iri: str) -> tuple[ox.Triple, ...]:
        """The statements whose subject it is, exactly as they are published, sorted; none if it is unknown."""
        return self.dump.about(iri)

    def of_graph(self, name: str) -> tuple[ox.Triple, ...]:
        """The statements of the graph of that name, exactly as they are published."""
        graph = ox.NamedNode(name)
        subjects = {quad.subject for quad in _engine(self.dataset).quads_for_pattern(None, None, None, graph)}
        named = sorted(one.value for one in subjects if isinstance(one, ox.NamedNode))
        return tuple(quad.triple for iri in named for quad in self.dump.quads(iri) if quad.graph_name == graph)

    def incoming(self, iri: str, offset: int = 0, limit: int = 50) -> tuple[ox.Triple, ...]:
        """Some of the statements whose object it is, in the order of property and subject."""
        return tuple(self._incoming(iri)[offset : offset + limit])

    def count_incoming(self, iri: str) -> int:
        """How many statements have it as their object."""
        if iri not in self._counts:
            self._counts[iri] = len(self._incoming(iri))
        return self._counts[iri]

    def _incoming(self, iri: str) -> list[ox.Triple]:
        engine = _engine(self.dataset)
        found = {quad.triple for quad in engine.quads_for_pattern(None, None, ox.NamedNode(iri), None)}
        return sorted(found, key=lambda said: (said.predicate.value, str(said.subject)))

    def label(self, iri: str) -> str:
        """What a thing is called; the last part of its IRI if nothing says it."""
        known = self.by_iri.get(iri)
        return known.label if known else _label(self.describe(iri), iri)


def open_served(path: Path, *, at: str | None = None) -> Served:
    """A collection or a document as it is published, or, if nothing is published, as its readings stand.

    Publishes nothing; a document by itself that has no reading is read. `at` is the URL where the site is reached.
    Raises what opening, reading and compiling raise, and `DataError` where the published files are not those of their
    manifest.
    """
    collection = open_collection(Path(path))
    large = _large(collection, at)
    if large is not None:
        return large
    files, manifest, notes = _published(collection)
    if not files and not collection.exists:
        collection, drafted = complete(collection)
        notes = tuple(f"{name} had no reading; one was drafted from its text." for name in drafted)
    if not files:
        files, more = _compiled(collection)
        notes += more
    settings = collection.settings
    dump = Dump(bytes(files[DUMP]))
    resources = _resources(settings, dump)
    store = open_memory()
    store.load(dump.data, format="nq")
    for file in installed.vocabulary():
        store.add(terms.ONTOLOGY, file.read_bytes(), format="turtle")
    return Served(
        settings=settings,
        folder=collection.folder,
        at=at or settings.base,
        version=digest(dump.data)[:_VERSION_LENGTH],
        released=settings.released,
        dataset=Dataset(store=store, base=settings.base, notes=notes),
        dump=dump,
        files=MappingProxyType(files),
        manifest=MappingProxyType(manifest),
        resources=MappingProxyType(resources),
        by_iri=MappingProxyType({one.iri: one for one in resources.values()}),
        notes=notes,
    )


@cache
def page_query(name: str) -> Question:
    """The query of that name in `queries/pages/`. Raises `QuestionError` if there is none."""
    for file in installed.queries("pages"):
        if file.stem == name:
            return load_question(file)
    raise QuestionError(f"there is no query {name!r} for pages.", where="queries/pages")


def _large(collection: Collection, at: str | None) -> Served | None:
    """A collection that is published document by document; null for any other."""
    from dateline.web.sharded import open_sharded

    if not is_collection(collection.folder):
        return None
    recover(collection.published)
    return open_sharded(collection, at=at)


def _published(collection: Collection) -> tuple[dict[str, Buffer], dict[str, Any], tuple[str, ...]]:
    """The published files with their manifest; nothing where nothing is published. Reads again if they just changed."""
    if not is_collection(collection.folder):
        return {}, {}, ()
    recover(collection.published)
    for attempt in range(3):
        file = collection.published / MANIFEST
        if not file.is_file():
            return {}, {}, ()
        try:
            said = file.read_bytes()
            manifest = json.loads(said)
            files: dict[str, Buffer] = {name: Held(collection.published / name) for name in sorted(manifest["files"])}
            if DUMP in files:
                files[DUMP] = bytes(files[DUMP])
            wrong = [name for name, data in files.items() if not _fits(data, manifest["files"][name])]
        except FileNotFoundError as gone:
            wrong, files, manifest, said = [Path(gone.filename).name], {}, {}, b""
        except (ValueError, KeyError, TypeError) as broken:
            raise DataError(
                "the manifest cannot be read.", where=str(file), remedy="Publish again: dateline publish."
            ) from broken
        if not wrong and DUMP in files:
            return {**files, MANIFEST: said}, manifest, ()
        if attempt == 2:
            raise DataError(
                f"{wrong[0] if wrong else DUMP} is not what the manifest says.",
                where=str(collection.published),
                remedy=f"Publish again: dateline publish {collection.folder}",
            )
    raise AssertionError


def _fits(data: Buffer, said: Mapping[str, Any]) -> bool:
    return bool(len(data) == said["bytes"] and digest(data) == said["sha256"])


def _compiled(collection: Collection) -> tuple[dict[str, Buffer], tuple[str, ...]]:
    """The dump of readings that are not published."""
    from dateline.formats import export

    note = "This is not published yet; the readings are shown as they stand."
    return {DUMP: export(collection.compile(), "nquads")}, (note,) if collection.exists else ()


def _resources(settings: Settings, dump: Dump) -> dict[str, Resource]:
    """Every subject under the base that has an address of its own, by path; of two with one address, the first."""
    found: dict[str, Resource] = {}
    for iri, said in dump.subjects():
        resource = resource_of(settings.base, iri, said, dump.about)
        if resource is not None:
            found.setdefault(resource.path, resource)
    found.setdefault("", Resource(path="", iri=settings.base, kind="dataset", label=settings.title))
    return dict(sorted(found.items()))


def resource_of(
    base: str, iri: str, said: Iterable[ox.Triple], about: Callable[[str], Iterable[ox.Triple]]
) -> Resource | None:
    """The resource that an IRI names by what is said of it; null where it has no address of its own under the base."""
    path = path_of(base, iri)
    if path is None or "#" in path or "?" in path:
        return None
    said = tuple(said)
    types = tuple(sorted(_types(said)))
    kind = kind_of(types)
    label = _words(about, said) if kind == "claim" else _label(said, iri)
    return Resource(path=path, iri=iri, kind=kind, label=label or _last(iri), types=types)


def _types(said: Iterable[ox.Triple]) -> set[str]:
    return {
        one.object.value for one in said if one.predicate.value == terms.TYPE and isinstance(one.object, ox.NamedNode)
    }


def kind_of(types: Iterable[str]) -> Kind:
    """What something of these classes is shown as."""
    for name in types:
        if name in _KINDS:
            return _KINDS[name]
        if name.startswith(terms.DL) and terms.is_a(name.removeprefix(terms.DL), "Event"):
            return "event"
    return "thing"


_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        terms.DATASET: "dataset",
        terms.SOURCE_DOCUMENT: "document",
        terms.CLAIM: "claim",
        terms.TIME_SPAN: "time",
        terms.EXTRACTION_RUN: "run",
        terms.ACTIVITY: "run",
        terms.PROV_AGENT: "agent",
        terms.SOFTWARE_AGENT: "agent",
        terms.PROV_PERSON: "agent",
    }
)


def _label(said: Iterable[ox.Triple], iri: str) -> str:
    """The label in English, else in any language, else the last part of the IRI."""
    labels = [
        (place, one.object.language != "en", one.object.language or "", one.object.value)
        for one in said
        for place, name in enumerate((terms.PREF_LABEL, terms.TITLE, terms.EDTF))
        if one.predicate.value == name and isinstance(one.object, ox.Literal) and one.object.value.strip()
    ]
    return min(labels)[-1] if labels else _last(iri)


def _words(about: Callable[[str], Iterable[ox.Triple]], claim: Iterable[ox.Triple]) -> str:
    """The words that say a claim, for want of a name."""
    spans = sorted(
        one.object.value
        for one in claim
        if one.predicate.value == terms.EVIDENCE and isinstance(one.object, ox.NamedNode)
    )
    words = [
        said.object.value
        for span in spans
        for said in about(span)
        if said.predicate.value == terms.ANCHOR_OF and isinstance(said.object, ox.Literal)
    ]
    text = " … ".join(words)
    return f"“{text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1] + '…'}”" if text else ""


def _last(iri: str) -> str:
    return iri.rstrip("/").rpartition("/")[2]


def _engine(dataset: Dataset) -> ox.Store:
    store: OxigraphStore = dataset.store  # type: ignore[assignment]  # what `open_served` made
    return store.engine
