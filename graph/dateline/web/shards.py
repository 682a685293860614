"""The published graphs of many documents, a file for each: what is said of a thing is read where it is said.

The index tells in which graphs a subject stands; the statements come from the files, exactly as they were published. A
few of the files are kept in memory, the last ones that were needed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import pyoxigraph as ox

from dateline import iris, terms
from dateline.store import union
from dateline.web.dump import Dump
from dateline.web.held import digest

COLLECTION, FOLDER = "collection.nq", "graph/"
_REMEMBERED = 10_000
"""Subjects of which is remembered whether many graphs have them, and what they say."""
_KEPT = 64 * 2**20
"""Bytes of shards that are kept in memory."""


class Shards:
    """Files of sorted N-Quads to look things up in, and the index of them. Like a `Dump`, of which there is only one.

    `listed` are the published files with their sizes and hashes. A file that is not the one of the list any more,
    because another publication has just taken the place of this one, is left alone: the index has its statements too.
    """

    def __init__(self, folder: Path, listed: Mapping[str, Mapping[str, Any]], engine: ox.Store, base: str) -> None:
        self._folder = folder
        self._listed = listed
        self._engine = engine
        self._names = {_graph(base, name): name for name in listed if name == COLLECTION or name.startswith(FOLDER)}
        self._all = ox.DefaultGraph() if union.is_kept(engine) else None
        self._shared = lru_cache(maxsize=_REMEMBERED)(self._in_many)
        self._kept: OrderedDict[str, Dump] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    @cached_property
    def lines(self) -> int:
        """How many statements there are; one of two graphs counts twice."""
        described = self._shard(COLLECTION)
        return sum(int(one.get("quads", 0)) for one in self._listed.values()) + (described.lines if described else 0)

    def about(self, iri: str) -> tuple[ox.Triple, ...]:
        """The statements whose subject it is, each once, in the order of the lines.

        Of a subject that stands in many graphs, such as the program that read them all, only as many are looked into as
        it takes to find every statement.
        """
        return self._shared(iri) or tuple(dict.fromkeys(quad.triple for quad in self.quads(iri)))

    def quads(self, iri: str) -> tuple[ox.Quad, ...]:
        """The statements whose subject it is, each with its graph."""
        return tuple(quad for graph in self._graphs_of(iri) for quad in self._in_graph(iri, graph))

    def _in_many(self, iri: str) -> tuple[ox.Triple, ...]:
        """The statements of a subject that stands in several graphs; none of any other."""
        graphs, found = self._graphs_of(iri), set[ox.Triple]()
        if len(graphs) < 2:
            return ()
        all_of_it = len(self.quickly(iri))
        for graph in graphs:
            found.update(quad.triple for quad in self._in_graph(iri, graph))
            if len(found) >= all_of_it:
                break
        return tuple(sorted(found, key=str))

    def _in_graph(self, iri: str, graph: str) -> Iterable[ox.Quad]:
        shard = self._shard(self._names[graph])
        if shard is not None:
            return shard.quads(iri)
        return self._engine.quads_for_pattern(ox.NamedNode(iri), None, None, ox.NamedNode(graph))

    def graph(self, name: str) -> tuple[ox.Triple, ...]:
        """The statements of the graph of that name."""
        shard = self._shard(self._names[name]) if name in self._names else None
        quads = (
            shard.all() if shard is not None else self._engine.quads_for_pattern(None, None, None, ox.NamedNode(name))
        )
        return tuple(quad.triple for quad in quads)

    def quickly(self, iri: str) -> tuple[ox.Triple, ...]:
        """The same as `about`, by the index alone, which may write a literal otherwise."""
        found = {quad.triple for quad in self._engine.quads_for_pattern(ox.NamedNode(iri), None, None, self._all)}
        return tuple(sorted(found, key=str))

    def incoming(self, iri: str) -> list[ox.Triple]:
        """The statements whose object it is, in the order of property and subject."""
        found = {quad.triple for quad in self._engine.quads_for_pattern(None, None, ox.NamedNode(iri), self._all)}
        return sorted(found, key=lambda said: (said.predicate.value, str(said.subject)))

    def typed(self) -> Iterator[tuple[str, str]]:
        """Every subject with each of its classes."""
        for quad in self._engine.quads_for_pattern(None, ox.NamedNode(terms.TYPE), None, self._all):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                yield quad.subject.value, quad.object.value

    def _graphs_of(self, iri: str) -> list[str]:
        """The graphs of documents in which it is a subject, sorted."""
        quads = self._engine.quads_for_pattern(ox.NamedNode(iri), None, None, None)
        names = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
        return sorted(names & self._names.keys())

    def _shard(self, name: str) -> Dump | None:
        """A file as it was published; null where it is another one by now."""
        with self._lock:
            kept = self._kept.get(name)
            if kept is not None:
                self._kept.move_to_end(name)
                return kept
        try:
            data = (self._folder / name).read_bytes()
        except OSError:
            return None
        if digest(data) != self._listed[name].get("sha256"):
            return None
        shard = Dump(data)
        with self._lock:
            if name not in self._kept:
                self._kept[name] = shard
                self._bytes += len(data)
            while self._bytes > _KEPT and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self._bytes -= len(dropped.data)
        return shard


def _graph(base: str, name: str) -> str:
    """The graph that a published file holds."""
    return base if name == COLLECTION else iris.document(base, name.removeprefix(FOLDER).removesuffix(".nq"))
