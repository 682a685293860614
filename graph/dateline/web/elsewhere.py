"""A publication that an engine elsewhere holds, opened to be shown: every page asks it for what stands there.

The settings are those of the collection; its readings and published files are not looked at. Statements come as the
engine keeps them, which may write a literal otherwise than it was published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from dateline import sparql, terms
from dateline.answers import Dataset
from dateline.errors import StoreError
from dateline.settings import load_settings, wikibase
from dateline.store.engines import Place
from dateline.store.remote import RemoteStore
from dateline.store.results import Table, Term
from dateline.web.found import ByIri, Found
from dateline.web.served import Served, open_served
from dateline.web.sharded import Lazily

_OPEN = re.compile(r"VALUES \?[A-Za-z]+ \{ UNDEF \}")
_REMEMBERED = 20_000
_AT_ONCE = 10_000
"""Rows of one answer: some engines give no more where an order is asked for."""


class Statements:
    """What an engine says of a subject or an object."""

    def __init__(self, store: RemoteStore, base: str) -> None:
        self._store = store
        self._base = base
        self.about = lru_cache(maxsize=_REMEMBERED)(self._about)
        self.graphs = self._counted()

    @property
    def lines(self) -> int:
        """How many statements there are; one of two graphs counts twice."""
        return sum(self.graphs.values())

    def quads(self, iri: str) -> tuple[ox.Quad, ...]:
        """The statements whose subject it is, each with its graph."""
        rows = self._rows(f"SELECT ?p ?o ?g {{ GRAPH ?g {{ {sparql.iri(iri)} ?p ?o }} }}")
        return tuple(ox.Quad(ox.NamedNode(iri), p, o, g) for p, o, g in rows)

    def graph(self, name: str) -> tuple[ox.Triple, ...]:
        """The statements of the graph of that name."""
        return self._store.graph(name).triples if name in self.graphs else ()

    def incoming(self, iri: str) -> list[ox.Triple]:
        """The statements whose object it is, in the order of property and subject."""
        rows = self._rows(f"SELECT DISTINCT ?s ?p {{ ?s ?p {sparql.iri(iri)} }}")
        found = {ox.Triple(s, p, ox.NamedNode(iri)) for s, p in rows}
        return sorted(found, key=lambda said: (said.predicate.value, str(said.subject)))

    def typed(self) -> Iterator[tuple[str, str]]:
        """Every subject under the base with each of its classes, but for stretches of text."""
        known = f'FILTER(STRSTARTS(STR(?s), {sparql.literal(self._base)}) && !CONTAINS(STR(?s), "#"))'
        for graph in self.graphs:
            query = f"SELECT DISTINCT ?s ?c {{ GRAPH {sparql.iri(graph)} {{ ?s a ?c }} {known} }} LIMIT {_AT_ONCE}"
            rows = self._rows(query)
            if len(rows) == _AT_ONCE:
                raise StoreError(
                    f"more than {_AT_ONCE:,} things are described in one graph.",
                    where=graph,
                    remedy="Serve the collection from its folder.",
                )
            yield from ((s.value, c.value) for s, c in rows if isinstance(s, ox.NamedNode))

    def _about(self, iri: str) -> tuple[ox.Triple, ...]:
        """The statements whose subject it is, each once, sorted."""
        rows = self._rows(f"SELECT DISTINCT ?p ?o {{ {sparql.iri(iri)} ?p ?o }}")
        return tuple(sorted({ox.Triple(ox.NamedNode(iri), p, o) for p, o in rows}, key=str))

    def _counted(self) -> Mapping[str, int]:
        found = self._rows("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        ours = {g.value: int(n.value) for g, n in found if g.value.startswith(self._base) or g.value == terms.ONTOLOGY}
        return MappingProxyType(dict(sorted(ours.items())))

    def _rows(self, query: str) -> list[tuple[ox.NamedNode, ...]]:
        found = self._store.query(query)
        return list(found.rows) if isinstance(found, Table) else []  # type: ignore[arg-type]  # no variable is optional


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Elsewhere(Lazily):
    """A publication that an engine elsewhere holds. `version` is a hash of how much each of its graphs holds."""

    statements: Statements
    place: Place

    def ask(self, text: str) -> list[dict[str, Term]]:
        """The rows of a SELECT. Parameters that are left open are left out: some engines begin with them."""
        return super(Elsewhere, self).ask(_OPEN.sub("", text))

    def of_graph(self, name: str) -> tuple[ox.Triple, ...]:
        """The statements of the graph of that name."""
        return self.statements.graph(name)

    def _incoming(self, iri: str) -> list[ox.Triple]:
        return self.statements.incoming(iri)


def opened(path: Path, place: Place | None, *, at: str | None = None) -> Served:
    """What is published in a folder or, with a `place`, what the engine there holds of it."""
    return open_elsewhere(path, place, at=at) if place else open_served(path, at=at)


def open_elsewhere(path: Path, place: Place, *, at: str | None = None) -> Served:
    """What an engine holds of a collection, with the settings of its folder.

    Raises `SettingsError`, `StoreError` where the engine cannot be reached or holds no graph under the base.
    """
    settings = load_settings(path)
    store = place.open()
    statements = Statements(store, settings.base)
    if not any(graph.startswith(settings.base) for graph in statements.graphs):
        raise place.holds_none_of(settings.base, path)
    found = Found(settings, statements.about, statements.typed)
    return Elsewhere(
        settings=settings,
        folder=path,
        at=at or settings.base,
        version=sha256(repr(sorted(statements.graphs.items())).encode()).hexdigest()[:16],
        released=settings.released,
        dataset=Dataset(store=store, base=settings.base, wikibase=wikibase(settings)),
        dump=statements,
        files=MappingProxyType({}),
        manifest=MappingProxyType({}),
        resources=found,
        by_iri=ByIri(found),
        found=found,
        statements=statements,
        place=place,
    )
