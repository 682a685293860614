"""The embedded store: Oxigraph, in memory or in a folder (https://github.com/oxigraph/oxigraph).

The engine rewrites some literals (`"007"^^xsd:integer` becomes `"7"`) and lower-cases language tags: a store is an
index that can be rebuilt, never the truth. It has no time limit of its own: a public server runs it in a process that
it can end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from dateline import sparql
from dateline.errors import DataError, QueryError, StoreError, UsageError
from dateline.store.results import Result, result_of

if TYPE_CHECKING:
    import rdflib

    from dateline.store.protocol import Data

FORMATS: Mapping[str, ox.RdfFormat] = MappingProxyType(
    {
        "nt": ox.RdfFormat.N_TRIPLES,
        "nq": ox.RdfFormat.N_QUADS,
        "turtle": ox.RdfFormat.TURTLE,
        "trig": ox.RdfFormat.TRIG,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdfxml": ox.RdfFormat.RDF_XML,
    }
)
"""What can be read, by the name it is asked for."""


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
        try:
            answer = engine.query(
                text,
                use_default_graph_as_union=not restricted and not clauses,
                default_graph=[ox.NamedNode(graph) for graph in default_graphs] if restricted else None,
                named_graphs=[ox.NamedNode(graph) for graph in named_graphs] if restricted else None,
            )
            return result_of(answer)
        except SyntaxError as error:
            raise not_sparql(error) from error
        except (ValueError, RuntimeError, OSError) as error:
            raise QueryError(f"the engine refuses the query: {error}.") from error

    def update(self, text: str) -> None:
        """Run a SPARQL update, whole or not at all; `LOAD` and `SERVICE` are refused."""
        refuse_network(text, update=True)
        try:
            self.engine.update(text)
        except SyntaxError as error:
            raise not_sparql(error) from error
        except (ValueError, RuntimeError, OSError) as error:
            raise self._not_written(error) from error

    def replace(self, graph: str, data: Data, *, format: str = "nt") -> None:  # noqa: A002 - the word everyone uses
        """Make a named graph hold exactly these triples: all of it happens, or nothing."""
        name = sparql.iri(graph)
        triples = ox.serialize(triples_of(data, format), format=ox.RdfFormat.N_TRIPLES) or b""
        # One request is one transaction, and N-Triples is a subset of what may stand in INSERT DATA.
        request = f"DROP SILENT GRAPH {name} ; INSERT DATA {{ GRAPH {name} {{\n{triples.decode()}}} }}"
        try:
            self.engine.update(request)
        except (SyntaxError, ValueError, RuntimeError, OSError) as error:
            raise self._not_written(error) from error

    def add(self, graph: str, data: Data, *, format: str = "nt") -> None:  # noqa: A002
        """Add triples to a named graph, all or none."""
        sparql.iri(graph)
        name = ox.NamedNode(graph)
        triples = triples_of(data, format)
        try:
            self.engine.extend(ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples)
        except (RuntimeError, OSError) as error:
            raise self._not_written(error) from error

    def load(self, data: bytes, *, format: str = "nq") -> None:  # noqa: A002
        """Add quads (`nq`, `trig`, or `jsonld` with graphs) to the graphs that they name, all or none."""
        engine = self.engine
        try:
            engine.load(data, format_of(format))
        except SyntaxError as error:
            raise _not_rdf(error, format) from error
        except (ValueError, RuntimeError, OSError) as error:
            raise self._not_written(error) from error

    def drop(self, graph: str) -> None:
        """Remove a named graph; one that is not there is no error."""
        sparql.iri(graph)
        try:
            self.engine.remove_graph(ox.NamedNode(graph))
        except (RuntimeError, OSError) as error:
            raise self._not_written(error) from error

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        return tuple(sorted(graph.value for graph in self.engine.named_graphs() if isinstance(graph, ox.NamedNode)))

    def count(self, graph: str | None = None) -> int:
        """How many triples a named graph holds, or all of them together; a triple of two graphs counts twice."""
        if graph is None:
            return len(self.engine)
        sparql.iri(graph)
        return sum(1 for _ in self.engine.quads_for_pattern(None, None, None, ox.NamedNode(graph)))

    def close(self) -> None:
        """Let go of the folder; closing twice is no error."""
        self._engine = None

    def _require(self, graph: str) -> None:
        if graph not in self.graphs():
            raise QueryError(
                f"FROM names {graph!r}, which this store does not hold; nothing is retrieved from the network.",
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


def format_of(name: str) -> ox.RdfFormat:
    """The engine's name of an RDF format; raises `UsageError` for one it does not read."""
    if name not in FORMATS:
        raise UsageError(f"RDF cannot be read as {name!r}.", remedy=f"Choose one of {', '.join(FORMATS)}.")
    return FORMATS[name]


def triples_of(data: Data, format: str = "nt") -> Iterator[ox.Triple]:  # noqa: A002
    """The triples of an rdflib graph, or of bytes in a format; raises `DataError` for what does not parse.

    >>> [str(triple) for triple in triples_of(b"<http://x/a> <http://x/b> 1 .", "turtle")]
    ['<http://x/a> <http://x/b> "1"^^<http://www.w3.org/2001/XMLSchema#integer>']
    """
    if not isinstance(data, bytes):
        yield from map(_triple, data)
        return
    kind = format_of(format)
    try:
        for quad in ox.parse(data, kind):
            if quad.graph_name != ox.DefaultGraph():
                raise DataError(
                    f"the data name a graph of their own, {quad.graph_name}.",
                    remedy="Give triples, or load the quads as they are.",
                )
            yield quad.triple
    except SyntaxError as error:
        raise _not_rdf(error, format) from error


def refuse_network(text: str, *, update: bool = False) -> None:
    """Raise `QueryError` for a query that could make the engine use the network."""
    clause = sparql.network_clause(text, update=update)
    if clause:
        raise QueryError(
            f"{clause} is refused: queries use no network.",
            remedy=f"Leave it out. A word or a prefix that merely contains {clause} is refused too: choose another.",
        )


def not_sparql(error: SyntaxError) -> QueryError:
    """The engine's complaint about a text, on one line."""
    place, _, complaint = " ".join(str(error.msg).split()).partition(": ")
    return QueryError(
        f"this is not SPARQL ({place}): {complaint[:200]}{'…' if len(complaint) > 200 else ''}.",
        remedy="The numbers are line and column.",
    )


def _not_rdf(error: SyntaxError, format: str) -> DataError:  # noqa: A002
    return DataError(f"the data do not parse as {format}: {' '.join(str(error.msg).split())[:300]}.")


def _triple(statement: tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]) -> ox.Triple:
    import rdflib

    subject, predicate, value = statement
    if not isinstance(predicate, rdflib.URIRef):
        raise DataError(f"{predicate!r} cannot be a predicate.")
    return ox.Triple(_node(subject), ox.NamedNode(str(predicate)), _term(value))


def _node(node: rdflib.term.Node) -> ox.NamedNode | ox.BlankNode:
    import rdflib

    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    raise DataError(f"{node!r} cannot be a subject.")


def _term(node: rdflib.term.Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    import rdflib

    if not isinstance(node, rdflib.Literal):
        return _node(node)
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)
