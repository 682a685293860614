"""The requests by which the embedded store keeps the union of its named graphs in the engine's default graph.

A request is one transaction. A triple that leaves a graph stays in the union while another graph holds it.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

_LEAVE = (
    "DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH {0} {{ ?s ?p ?o }} "
    "FILTER NOT EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != {0}) }} }}"
)
_DROP = "DROP SILENT GRAPH {0}"
_DELETE = "DELETE DATA {{ GRAPH {0} {{\n{1}}}\n{2}}}"
_INSERT = "INSERT DATA {{ GRAPH {0} {{\n{1}}}\n{2}}}"
COPY = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
"""The request that makes the union of all named graphs."""

FLAG = "urn:dateline:all-in-named-graphs"
"""A graph that exists only within `remake`; an error that names it says that triples were written to no graph."""
# A DROP of what does not exist fails, and undoes the whole request.
_FAIL_UNLESS_ALL_NAMED = (
    f"INSERT {{ GRAPH <{FLAG}> {{ <{FLAG}> a <{FLAG}> }} }} WHERE {{ FILTER NOT EXISTS {{ ?s ?p ?o }} }}",
    f"DROP GRAPH <{FLAG}>",
)


def drop(graph: str, *, union: bool) -> str:
    """The request that drops a graph (an IRI in angle brackets)."""
    return " ; ".join([_LEAVE.format(graph), _DROP.format(graph)] if union else [_DROP.format(graph)])


def refill(graph: str, triples: Iterable[ox.Triple], *, union: bool) -> str:
    """The request that drops a graph and fills it anew."""
    filling = _text(triples)
    return f"{drop(graph, union=union)} ; {_INSERT.format(graph, filling, filling if union else '')}"


def change(
    graph: str, *, gone: Iterable[ox.Triple], lost: Iterable[ox.Triple], new: Iterable[ox.Triple], union: bool
) -> str:
    """The request that takes the `gone` out of a graph (and the `lost` out of the union), and puts the `new` in."""
    filling = _text(new)
    deletion = _DELETE.format(graph, _text(gone), _text(lost) if union else "")
    return f"{deletion} ; {_INSERT.format(graph, filling, filling if union else '')}"


def remake(update: str, *, start: int, ends_open: bool) -> str:
    """A user's update, then the union made anew; it fails as a whole when it leaves triples in no named graph.

    `start` is where its prologue ends; `ends_open` says that it ends in a semicolon of its own.
    """
    rest = " ; ".join([*_FAIL_UNLESS_ALL_NAMED, COPY])
    return "\n".join([update[:start], "DROP DEFAULT ;", update[start:], "" if ends_open else ";", rest])


def is_kept(engine: ox.Store) -> bool:
    """Whether the default graph is the union of the named ones, as far as one triple of each can tell."""
    default = next(engine.quads_for_pattern(None, None, None, ox.DefaultGraph()), None)
    names = engine.named_graphs()
    named = next((quad for name in names for quad in engine.quads_for_pattern(None, None, None, name)), None)
    if default is None or named is None:
        return False
    return in_union(named.triple) in engine and any(
        quad.graph_name != ox.DefaultGraph()
        for quad in engine.quads_for_pattern(default.subject, default.predicate, default.object, None)
    )


def is_free(engine: ox.Store) -> bool:
    """Whether nothing stands in the default graph."""
    return next(engine.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is None


def in_union(triple: ox.Triple) -> ox.Quad:
    """The quad that says that the union holds a triple."""
    return ox.Quad(triple.subject, triple.predicate, triple.object)


def _text(triples: Iterable[ox.Triple]) -> str:
    """Triples as they may stand in `INSERT DATA`, of whose syntax N-Triples is a part."""
    return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
