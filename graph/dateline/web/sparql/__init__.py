"""A SPARQL 1.1 Protocol endpoint, safe by default: read-only, off the network, each query in a process of its own.

    request ──protocol──▶ Asked ──pool──▶ worker (a process: worker.py) ──spool──▶ response, once it is whole
                                     nursery (a process: loads the publication once, forks the workers)

`sparql_app(source)` is the application; the process that speaks HTTP never runs a query.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.web.sparql.limits import Limits

if TYPE_CHECKING:
    from dateline.web.sparql.app import SparqlApp

__all__ = ["Limits", "SparqlApp", "sparql_app"]


def __getattr__(name: str) -> object:
    if name in ("SparqlApp", "sparql_app"):
        from dateline.web.sparql import app

        return getattr(app, name)
    raise AttributeError(name)
