"""What every store can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    import rdflib

    from dateline.store.results import Result, Triples

Data: TypeAlias = "bytes | rdflib.Graph"
"""RDF as it comes: bytes in a format that is named beside them, or an rdflib graph."""


class Store(Protocol):
    """Named graphs that answer SPARQL; without a `GRAPH` clause a query reads the union of them all.

    The union is not deduplicated by every engine: a triple that two graphs hold may be found twice. Portable queries
    say `DISTINCT`, and count with it.
    """

    def query(self, text: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Result:
        """What a SELECT, ASK, CONSTRUCT or DESCRIBE gives; an update is refused here.

        `default_graphs` and `named_graphs` restrict what is read to the graphs of these IRIs. Raises `QueryError` for
        what is not SPARQL or is refused, `StoreError` when the engine fails.
        """
        ...

    def update(self, text: str) -> None:
        """Run a SPARQL update, whole or not at all where the engine can."""
        ...

    def replace(self, graph: str, data: Data, *, format: str = "nt") -> None:  # noqa: A002 - the word everyone uses
        """Make a named graph hold exactly these triples."""
        ...

    def add(self, graph: str, data: Data, *, format: str = "nt") -> None:  # noqa: A002
        """Add triples to a named graph."""
        ...

    def drop(self, graph: str) -> None:
        """Remove a named graph; one that is not there is no error."""
        ...

    def graph(self, graph: str) -> Triples:
        """The triples of a named graph, none if there is no such graph."""
        ...

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs that hold anything, sorted."""
        ...

    def count(self, graph: str | None = None) -> int:
        """How many triples a named graph holds, or all of them together."""
        ...

    def close(self) -> None:
        """Let go of files and connections; closing twice is no error."""
        ...
