"""The fast tier: the SELECTs of the SPARQL constraints and the check queries, in Oxigraph, in milliseconds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

import pyoxigraph as ox

from dateline import terms
from dateline.checking.facts import Term, n_triples
from dateline.checking.shapes import Constraint, Result, checks, fill, shapes, short

_THIS = ox.Variable("this")
_TYPE = ox.NamedNode(terms.TYPE)
_SUBCLASS = ox.NamedNode(terms.RDFS + "subClassOf")


def results(store: ox.Store, *, whole: bool = True) -> frozenset[Result]:
    """The results of every shape over a store that holds data and ontology.

    Without `whole`, only those of constraints that look at properties: what can only be seen over several documents.
    """
    if not whole:
        return frozenset(
            result
            for constraint in shapes().constraints
            if terms.SOURCE_DOCUMENT not in constraint.classes
            for result in _of_constraint(store, constraint)
        )
    found = {result for constraint in shapes().constraints for result in _of_constraint(store, constraint)}
    return frozenset(found | set(_of_checks(store)))


def _of_constraint(store: ox.Store, constraint: Constraint) -> Iterator[Result]:
    for focus in _focus_nodes(store, constraint):
        rows = cast("ox.QuerySolutions", store.query(constraint.select, substitutions={_THIS: focus}))
        names = [variable.value for variable in rows.variables]
        for row in rows:
            bound: Mapping[str, Term] = {name: row[name] for name in names if row[name] is not None} | {"this": focus}
            yield Result(
                shape=constraint.shape,
                focus=n_triples(focus),
                path=short(bound["path"].value) if "path" in bound else "",
                value=n_triples(bound.get("value", focus)),
                message=fill(constraint.message, {name: _text(term) for name, term in bound.items()}),
            )


def _of_checks(store: ox.Store) -> Iterator[Result]:
    known = shapes().by_iri
    for check in checks():
        for row in cast("ox.QuerySolutions", store.query(check.select)):
            shape = known[row["shape"].value]
            value = row["value"]
            yield Result(
                shape=shape,
                focus=n_triples(row["this"]),
                path=shape.path,
                value="" if value is None else n_triples(value),
                message=shape.message,
            )


def _focus_nodes(store: ox.Store, constraint: Constraint) -> list[ox.NamedNode | ox.BlankNode]:
    """The nodes that a constraint looks at, as SHACL defines its targets, in a fixed order."""
    found: set[ox.NamedNode | ox.BlankNode] = {ox.NamedNode(node) for node in constraint.nodes}
    for name in constraint.classes:
        for kind in _with_subclasses(store, ox.NamedNode(name)):
            found.update(quad.subject for quad in store.quads_for_pattern(None, _TYPE, kind))  # type: ignore[misc]
    for name in constraint.subjects_of:
        found.update(quad.subject for quad in store.quads_for_pattern(None, ox.NamedNode(name), None))  # type: ignore[misc]
    return sorted(found, key=str)


def _with_subclasses(store: ox.Store, kind: ox.NamedNode) -> set[ox.NamedNode]:
    found, new = {kind}, {kind}
    while new:
        new = {
            quad.subject
            for known in new
            for quad in store.quads_for_pattern(None, _SUBCLASS, known)
            if isinstance(quad.subject, ox.NamedNode)
        } - found
        found |= new
    return found


def _text(term: Term) -> str:
    return term.value
