"""The reference tier: the shapes, validated by pySHACL over one rdflib memory graph of data and ontology.

Two to three seconds for a document. Never over an Oxigraph-backed graph: the store rewrites literals, and pySHACL would
then report what is not wrong (and count the whole graph for each result).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from dateline.checking.facts import LARGEST_REFERENCE, Facts, term_of
from dateline.checking.shapes import SH, Result, fill, shapes, short
from dateline.errors import CheckError
from dateline.resources import ontology

if TYPE_CHECKING:
    import rdflib


def results(facts: Facts) -> frozenset[Result]:
    """The results of every shape, as pySHACL finds them. Raises `CheckError` above 100,000 triples, or if it fails."""
    if len(facts.triples) > LARGEST_REFERENCE:
        raise CheckError(
            f"the reference tier takes graphs of at most {LARGEST_REFERENCE:,} triples, and this one has"
            f" {len(facts.triples):,}.",
            remedy="Check it with the fast tier, or one document at a time.",
        )
    pyshacl = _pyshacl()
    with _quiet():
        _, report, text = pyshacl.validate(
            facts.into(_remembering_graph()),
            shacl_graph=_shapes_graph(),
            inference="none",
            allow_warnings=True,
            inplace=True,
        )
    from rdflib import Graph

    if not isinstance(report, Graph):
        raise CheckError(f"pySHACL gave no report: {text}", remedy="Check with the fast tier, and report this.")
    return frozenset(_results(report))


def _results(report: rdflib.Graph) -> Iterator[Result]:
    from rdflib import RDF, URIRef

    known = shapes().by_iri
    for node in report.subjects(RDF.type, URIRef(SH + "ValidationResult")):
        shape = known[str(report.value(node, URIRef(SH + "sourceShape")))]
        focus, path, value, message = (
            report.value(node, URIRef(SH + name)) for name in ("focusNode", "resultPath", "value", "resultMessage")
        )
        yield Result(
            shape=shape,
            focus=_n_triples(focus),
            path=short(str(path)) if isinstance(path, URIRef) else shape.path,
            value="" if value is None else _n_triples(value),
            message=str(message),
        )


def _n_triples(node: Any) -> str:
    return str(term_of(node))


@cache
def _shapes_graph() -> rdflib.Graph:
    from rdflib import Graph

    return Graph().parse(ontology("shapes.ttl"), format="turtle")


@cache
def _pyshacl() -> Any:
    """pySHACL, with one fault mended: it puts values into messages as if they were patterns of `re.sub`.

    A backslash in a quotation ("C:\\temp") then ends the validation with `re.error`, or changes the message.
    """
    import pyshacl
    from pyshacl.constraints.constraint_component import ConstraintComponent

    def filled(_: Any, message: str, bound: Any) -> str:
        values = dict(bound) if isinstance(bound, dict) else {}
        if isinstance(bound, tuple):
            values = dict(bound[3]) if len(bound) == 4 else {}
            values |= dict(zip(("this", "path", "value"), bound[:3], strict=False))
        return fill(message, {str(name): str(value) for name, value in values.items() if value is not None})

    ConstraintComponent._format_sparql_based_result_message = filled  # type: ignore[method-assign]
    return pyshacl


def _remembering_graph() -> rdflib.Graph:
    """An rdflib memory graph that parses a query once in the life of the program: half the time of a small document."""
    from rdflib import Graph

    class Remembering(Graph):
        def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
            text = isinstance(query_object, str)
            return super().query(_prepared(query_object) if text else query_object, *args, **kwargs)

    return Remembering(bind_namespaces="none")


@lru_cache(maxsize=256)
def _prepared(query: str) -> Any:
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(query)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without rdflib's log of ill-typed literals: they are findings, with a place and a remedy."""
    logger = logging.getLogger("rdflib.term")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)
