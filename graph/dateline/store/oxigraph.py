"""The embedded store: Oxigraph, in memory or in a folder (https://github.com/oxigraph/oxigraph).

The engine reads the union of named graphs with every triple as often as graphs hold it, so that a query over names that
many documents share grows with the power of their number. As soon as two graphs share a triple, the store therefore
keeps the union itself, each triple once, in the engine's default graph. A folder in which another program put triples
there is read by the engine's own union.

The engine rewrites some literals (`"007"^^xsd:integer` becomes `"7"`) and lower-cases language tags: a store is an
index that can be rebuilt, never the truth. It has no time limit of its own: a public server runs it in a process that
it can end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from dateline import sparql
from dateline.errors import QueryError, StoreError, shown
from dateline.store import union
from dateline.store.ordering import NotComparableError, cut, ordered
from dateline.store.rdf import has_blank, quads_of, triples_of
from dateline.store.results import Result, Table, Triples, result_of
from dateline.store.services import calls_service, reaches_out

if TYPE_CHECKING:
    from dateline.store.protocol import Data

_PLACE = re.compile(r"error at ([0-9]+):([0-9]+): (.*)")
_AT_ONCE = 50_000
"""Quads that an empty store is filled with at a time: the engine holds them in memory, some kilobyte each."""
UNNAMED = "urn:dateline:unnamed"
"""The graph of triples that were loaded without one."""


def in_memory() -> OxigraphStore:
    """An empty store in memory."""
    return OxigraphStore(ox.Store(), where="the store in memory")


def on_disk(path: Path, *, read_only: bool = False) -> OxigraphStore:
    """The store in a folder; see `dateline.store.open_disk`."""
    where = str(path)
    try:
        engine = ox.Store.read_only(where) if read_only else ox.Store(where)
    except FileNotFoundError as error:
        raise StoreError(
            "this folder holds no store.", where=where, remedy="Load one first, or give the folder of another."
        ) from error
    except OSError as error:
        if "lock" in str(error).lower():
            raise StoreError(
                "another process writes to this store.",
                where=where,
                remedy="End it, or open the store read-only: any number may read.",
            ) from error
        raise StoreError(
            f"the store cannot be opened: {error}.", where=where, remedy="Check the folder and its permissions."
        ) from error
    return OxigraphStore(engine, where=where)


class OxigraphStore:
    """An Oxigraph store; see `Store` for what it does. A context manager that closes it."""

    def __init__(self, engine: ox.Store, *, where: str) -> None:
        self._engine: ox.Store | None = engine
        self.where = where
        self._union = union.is_kept(engine)
        self._foreign = not self._union and not union.is_free(engine)

    def __enter__(self) -> OxigraphStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def engine(self) -> ox.Store:
        """The engine itself; raises `StoreError` once the store is closed."""
        if self._engine is None:
            raise StoreError("the store is closed.", where=self.where)
        return self._engine

    def query(self, text: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Result:
        """What a query gives. Nothing in it makes the engine use the network: `SERVICE` is refused, and `FROM` names
        graphs of this store, so an unknown one is refused too.
        """
        engine = self.engine
        refuse_network(text)
        restricted = bool(default_graphs or named_graphs)
        clauses = () if restricted else sparql.dataset(text)
        for graph in clauses:
            self._require(graph)
        within, keys = cut(text)

        def asked(query: str) -> Result:
            return result_of(
                engine.query(
                    query,
                    use_default_graph_as_union=not (self._union or restricted or clauses),
                    default_graph=[ox.NamedNode(graph) for graph in default_graphs] if restricted else None,
                    named_graphs=[ox.NamedNode(graph) for graph in named_graphs] if restricted else None,
                )
            )

        try:
            if keys:
                with suppress(NotComparableError):
                    found = asked(within)
                    return ordered(found, keys) if isinstance(found, Table) else asked(text)
            return asked(text)
        except SyntaxError as error:
            raise not_sparql(error, text) from error
        except (ValueError, RuntimeError, OSError) as error:
            raise QueryError(f"the engine refuses the query: {error}.") from error

    def update(self, text: str) -> None:
        """Run a SPARQL update, whole or not at all; `LOAD` and `SERVICE` are refused.

        It says which graphs it means (`GRAPH`, `WITH`, `USING`): one that writes without naming a graph is refused. The
        union is made anew, which takes as long as reading the store: documents are changed by `replace`.
        """
        refuse_network(text, update=True)
        first = sparql.after_prologue(text)
        if first is None:
            raise QueryError("the update is empty.", remedy="Give one such as INSERT DATA { GRAPH <…> { … } }.")
        ends_open = [token.text for token in sparql.code(text)][-1:] == [";"]
        request = text if self._foreign else union.remake(text, start=first.start, ends_open=ends_open)
        try:
            self.engine.update(request)
        except SyntaxError as error:
            raise not_sparql(_complaint(text) or error, text) from error
        except (ValueError, RuntimeError, OSError) as error:
            if union.FLAG not in str(error):
                raise self._not_written(error) from error
            raise QueryError(
                "the update writes without naming a graph; nothing was changed.",
                remedy="Write GRAPH <…> { … } around what it inserts, or WITH <…> before it.",
            ) from error
        self._union = not self._foreign

    def replace(self, graph: str, data: Data, *, format: str = "nt") -> None:  # noqa: A002 - the word everyone uses
        """Make a named graph hold exactly these triples: all of it happens, or nothing. The difference is written."""
        name, home = sparql.iri(graph), ox.NamedNode(graph)
        wanted = set(triples_of(data, format))
        held = {quad.triple for quad in self.engine.quads_for_pattern(None, None, None, home)}
        gone, new = held - wanted, wanted - held
        added = [ox.Quad(one.subject, one.predicate, one.object, home) for one in new]
        if not gone:
            self._extend(added)
        elif not wanted:
            self.drop(graph)
        elif any(map(has_blank, gone)):
            # DELETE DATA cannot name a blank node.
            self._expect(added)
            self._write(union.refill(name, wanted, union=self._union))
        else:
            self._expect(added)
            lost = [one for one in gone if self._only_in(one, home)]
            self._write(union.change(name, gone=gone, lost=lost, new=new, union=self._union))

    def add(self, graph: str, data: Data, *, format: str = "nt") -> None:  # noqa: A002
        """Add triples to a named graph, all or none."""
        sparql.iri(graph)
        home = ox.NamedNode(graph)
        self._extend([ox.Quad(one.subject, one.predicate, one.object, home) for one in triples_of(data, format)])

    def load(self, data: bytes, *, format: str = "nq") -> None:  # noqa: A002
        """Add quads (`nq`, `trig`, or `jsonld` with graphs) to the graphs that they name, all or none.

        Triples that name no graph are of the graph `UNNAMED`. An empty store is filled faster, and is to be filled
        again if the process ends meanwhile.
        """
        self._extend(list(quads_of(data, format, unnamed=UNNAMED)))

    def fill(self, files: Iterable[Path], *, named: Iterable[tuple[Path, str]] = ()) -> None:
        """Fill an empty store with files of N-Quads, and files of Turtle each into the graph named beside it.

        The fast way for much: little is held in memory, and the union is made along. In the end the engine puts its
        files in order, for which it needs as much of the disk again, and answers in less than half the time. It is no
        transaction: where it fails, the store is emptied again if it can be; where the process ends meanwhile, the
        store is to be filled again.
        """
        if not self._is_empty():
            raise StoreError("the store holds something already.", where=self.where, remedy="Fill an empty one.")
        self._union = True
        try:
            quads = _with_union(_quads_in(files, named))
            for first in quads:
                self.engine.bulk_extend(chain((first,), islice(quads, _AT_ONCE - 1)))
            self.engine.optimize()
        except (SyntaxError, RuntimeError, OSError) as error:
            self._union = False
            with suppress(RuntimeError, OSError):  # this may fail too, on a full disk; what failed first is told
                self.engine.clear()
            raise self._not_written(error) from error

    def copy_to(self, folder: Path) -> None:
        """Copy a store on the disk to a folder that is not there yet; files that never change are linked."""
        try:
            self.engine.backup(str(folder))
        except (RuntimeError, OSError) as error:
            raise self._not_written(error) from error

    def drop(self, graph: str) -> None:
        """Remove a named graph; one that is not there is no error."""
        self._write(union.drop(sparql.iri(graph), union=self._union))

    def graph(self, graph: str) -> Triples:
        """The triples of a named graph, none if there is no such graph."""
        sparql.iri(graph)
        return Triples(tuple(quad.triple for quad in self._quads(ox.NamedNode(graph))))

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs that hold anything, sorted."""
        names = self.engine.named_graphs()
        return tuple(sorted(name.value for name in names if isinstance(name, ox.NamedNode) and any(self._quads(name))))

    def count(self, graph: str | None = None) -> int:
        """How many triples a named graph holds, or all of them together; a triple of two graphs counts twice."""
        if graph is None:
            return sum(self.count(name) for name in self.graphs())
        sparql.iri(graph)
        return sum(1 for _ in self._quads(ox.NamedNode(graph)))

    def close(self) -> None:
        """Let go of the folder; closing twice is no error."""
        self._engine = None

    def _quads(self, graph: ox.NamedNode) -> Iterator[ox.Quad]:
        return self.engine.quads_for_pattern(None, None, None, graph)

    def _only_in(self, triple: ox.Triple, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> bool:
        holders = self.engine.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return all(quad.graph_name in (graph, ox.DefaultGraph()) for quad in holders)

    def _write(self, request: str) -> None:
        try:
            self.engine.update(request)
        except (SyntaxError, ValueError, RuntimeError, OSError) as error:
            raise self._not_written(error) from error

    def _extend(self, quads: Sequence[ox.Quad]) -> None:
        self._expect(quads)
        both = (one for quad in quads for one in (quad, union.in_union(quad.triple))) if self._union else quads
        try:
            if self._is_empty():
                self._fill(both)
            else:
                self.engine.extend(both)
        except (RuntimeError, OSError) as error:
            raise self._not_written(error) from error

    def _fill(self, quads: Iterable[ox.Quad]) -> None:
        """Fills an empty store the fast way, which is no transaction: what fails is emptied again."""
        try:
            self.engine.bulk_extend(quads)
        except (RuntimeError, OSError):
            self.engine.clear()
            raise

    def _expect(self, quads: Iterable[ox.Quad]) -> None:
        """Makes the union before a triple comes to stand in two graphs; until then the engine's own is exact."""
        if self._union or self._foreign:
            return
        fresh = self._is_empty()
        homes: dict[ox.Triple, ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = {}
        for quad in quads:
            shared = homes.setdefault(quad.triple, quad.graph_name) != quad.graph_name
            if shared or not (fresh or self._only_in(quad.triple, quad.graph_name)):
                self._write(union.COPY)
                self._union = True
                return

    def _is_empty(self) -> bool:
        return next(iter(self.engine), None) is None

    def _require(self, graph: str) -> None:
        try:
            held = self.engine.contains_named_graph(ox.NamedNode(graph))
        except ValueError:
            held = False
        if not held:
            raise QueryError(
                f"FROM names {shown(graph)}, which this store does not hold; nothing is retrieved from the network.",
                remedy="Name a graph of the store, or leave FROM out: without it a query reads all of them.",
            )

    def _not_written(self, error: Exception) -> StoreError:
        if "read-write" in str(error):
            return StoreError(
                "the store is open read-only.",
                where=self.where,
                remedy="Open it for writing; one process at a time may.",
            )
        return StoreError(f"the store cannot be written: {error}.", where=self.where, remedy="Nothing was changed.")


def _quads_in(files: Iterable[Path], named: Iterable[tuple[Path, str]]) -> Iterator[ox.Quad]:
    for file in files:
        yield from ox.parse(path=str(file), format=ox.RdfFormat.N_QUADS)
    for file, graph in named:
        for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph))


def _with_union(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    for quad in quads:
        yield quad
        yield union.in_union(quad.triple)


def _complaint(update: str) -> SyntaxError | None:
    """What is wrong with a user's update by itself, tried on a store that is thrown away."""
    try:
        ox.Store().update(update)
    except SyntaxError as error:
        return error
    except (ValueError, RuntimeError, OSError):
        return None
    return None


def refuse_network(text: str, *, update: bool = False) -> None:
    """Raise `QueryError` for a query that could make the engine use the network."""
    clause = sparql.network_clause(text, update=update)
    if clause is None and update:
        clause = reaches_out(text)
    elif clause is None and calls_service(text):
        clause = "SERVICE"
    if clause:
        raise QueryError(
            f"{clause} is refused: queries use no network.",
            remedy=f"Leave it out. A word or a prefix that merely contains {clause} is refused too: choose another.",
        )


def not_sparql(error: SyntaxError, text: str) -> QueryError:
    """The engine's complaint about a text, on one line, with the words at which it stopped."""
    said = " ".join(str(error.msg).split())
    place = _PLACE.fullmatch(said)
    if place is None:
        return QueryError(f"this is not SPARQL: {said[:200]}.")
    line, column, expected = int(place[1]), int(place[2]), place[3]
    rest = "\n".join(text.split("\n")[line - 1 :])[column - 1 :].strip()
    where = f"before {shown(rest, most=40)}" if rest else "at its end"
    cause = " A prefix is not declared." if "Prefix not found" in expected else ""
    return QueryError(f"this is not SPARQL: line {line}, column {column}, {where}.{cause}")
