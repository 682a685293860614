"""A third tier: the shapes, validated by shacl-rust, an engine of SHACL that shares no code with the other two.

About thirty times as fast as pySHACL, fast enough for every document of a collection. Its package is young, so that it
is an extra and the reference stays pySHACL; `tests/checking/test_rust.py` holds it to the other tiers and names where
it differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import pyoxigraph as ox

from dateline.checking.facts import Facts, ontology_triples
from dateline.checking.shapes import Result, shapes, short
from dateline.errors import CheckError, MissingExtraError
from dateline.resources import ontology


def results(facts: Facts) -> frozenset[Result]:
    """The results of every shape, as shacl-rust finds them. Raises `MissingExtraError`; `CheckError` if it fails."""
    triples = [ox.Triple(one.subject, one.predicate, one.object) for one in (*facts.triples, *ontology_triples())]
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    try:
        report = _engine().validate((data or b"").decode(), _shapes(), data_format="nt")
    except (ValueError, RuntimeError) as wrong:
        raise CheckError(f"shacl-rust fails: {wrong}.", remedy="Check with another tier, and report this.") from wrong
    return frozenset(_results(report["results"]))


def _results(found: list[Mapping[str, Any]]) -> Iterator[Result]:
    known = shapes().by_iri
    for one in found:
        shape = known[one["sourceShape"].strip("<>")]
        path = str(one.get("resultPath") or "")
        yield Result(
            shape=shape,
            focus=one["focusNode"],
            path=short(path.strip("<>")) if path.startswith("<") else shape.path,
            value=one.get("value") or "",
            message=(one.get("messages") or [shape.message])[0],
        )


@cache
def _shapes() -> str:
    return ontology("shapes.ttl").read_text(encoding="utf-8")


@cache
def _engine() -> Any:
    try:
        return import_module("shacl_rust")  # it is not typed
    except ImportError as missing:
        raise MissingExtraError(
            "the tier rust needs shacl-rust, which is not installed.",
            where="checking",
            remedy="pip install 'dateline[shacl]'",
        ) from missing
