"""The page of an answer of the endpoint, for who asks it with a form and no script."""

from __future__ import annotations

from urllib.parse import quote

import pyoxigraph as ox

from dateline.web.pages.asking import Column, cell
from dateline.web.pages.shell import Frame, render
from dateline.web.served import Resource, Served

MOST_ROWS = 500
"""How many rows the page shows; the files of the answer have all."""
_FILES = {"table": ("csv", "json", "xml"), "truth": ("json", "xml"), "graph": ("turtle", "jsonld", "nt")}


def answered_page(served: Served, query: str, shape: str, body: bytes | None, *, root: str = "./") -> bytes:
    """The page as UTF-8: `body` is the answer as JSON or, for a graph, as Turtle; null if it is too large."""
    frame = Frame(served=served, at="", root=root)
    columns: list[Column] = []
    rows: list[list[str]] = []
    total, said = 0, ""
    if body is not None and shape == "graph":
        said = body.decode("utf-8", "replace")
    elif body is not None:
        found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QueryBoolean):
            said = "Yes." if found else "No."
        else:
            names = [variable.value for variable in found.variables]
            columns = [Column(name=name, heading=name, at=at, label=None) for at, name in enumerate(names)]
            for total, row in enumerate(found, 1):
                if total <= MOST_ROWS:
                    terms = tuple(row[name] for name in names)
                    rows.append([cell(frame, terms, column) for column in columns])
    return render(
        "answered.html",
        frame=frame,
        resource=Resource(path="", iri="", kind="page", label="The answer"),
        title="The answer",
        query=query,
        shape=shape,
        shown=body is not None,
        said=said,
        columns=columns,
        table=rows,
        total=total,
        files=[(f"sparql?query={quote(query, safe='')}&format={name}", name) for name in _FILES[shape]],
        editor=f"query.html#q={quote(query, safe='')}",
    )
