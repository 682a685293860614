"""The services of a server: SPARQL that answers and refuses what it should, and reconciliation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

from dateline.web.doctor.findings import Finding, Verdict
from dateline.web.doctor.knowledge import Site

_ASK = "ASK { ?s ?p ?o }"
_ANSWERED = {
    "application/sparql-results+json": b'"boolean"',
    "application/sparql-results+xml": b"<boolean>",
}
_REFUSED = {
    "SERVICE": ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "application/sparql-query"),
    "a graph that it does not hold": ("SELECT * FROM <http://127.0.0.1:9/x> { ?s ?p ?o }", "application/sparql-query"),
    "an update": ("DROP ALL", "application/sparql-update"),
    "what is no SPARQL": ("SELECT {", "application/sparql-query"),
}
_NONE = "Write the site with dateline site --static, or let a server answer there: dateline serve."
_SETTING = "Serve it with dateline serve, or let the proxy in front hand on /sparql and /reconcile."


def sparql(site: Site) -> Iterator[Finding]:
    """Whether the endpoint answers in each of the protocol's ways, and refuses what could harm."""
    for media_type, sign in _ANSWERED.items():
        for headers, path, body in (
            ({}, f"sparql?query={quote(_ASK)}", b""),
            ({"content-type": "application/sparql-query"}, "sparql", _ASK.encode()),
            ({"content-type": "application/x-www-form-urlencoded"}, "sparql", f"query={quote(_ASK)}".encode()),
        ):
            method = "POST" if body else "GET"
            seen = site.place.get(path, {"accept": media_type, **headers}, method=method, body=body)
            good = seen.status == 200 and seen.media_type == media_type and sign in seen.body
            what = "" if good else f"{method} for {media_type} gives {seen.status} {seen.media_type}."
            yield _finding("SPARQL", "sparql", what)
    for name, (query, kind) in _REFUSED.items():
        seen = site.place.get("sparql", {"content-type": kind}, method="POST", body=query.encode())
        what = "" if 400 <= seen.status < 500 else f"{name} is not refused: it gives {seen.status}."
        yield _finding("SPARQL", "sparql", what)
    seen = site.place.get("sparql", {"accept": "text/turtle"})
    good = seen.status == 200 and b"sparql-service-description#" in seen.body
    yield _finding("SPARQL", "sparql", "" if good else f"its description gives {seen.status}.")


def promised(site: Site) -> Iterator[Finding]:
    """Whether what the descriptions promise of a host of files is there: an endpoint that only a server has."""
    if b"sparqlEndpoint" not in site.place.get("void.ttl").body:
        return
    seen = site.place.get(f"sparql?query={quote(_ASK)}", {"accept": "application/sparql-results+json"})
    good = seen.status == 200
    what = "" if good else f"void.ttl and openapi.json name an endpoint, and /sparql gives {seen.status}."
    verdict: Verdict = "good" if good else "limit"
    yield Finding(check="SPARQL", where="sparql", verdict=verdict, what=what, remedy="" if good else _NONE)


def reconciliation(site: Site) -> Iterator[Finding]:
    """Whether each version says what it is, and finds a thing by what it is called."""
    for mount, version in (("reconcile/", "0.2"), ("reconcile/v1/", "1.0-draft")):
        seen = site.place.get(mount)
        good = seen.status == 200 and version in _json(seen.body).get("versions", [])
        yield _finding("reconciliation", mount, "" if good else f"its manifest gives {seen.status}, or not {version}.")
        suggested = site.place.get(f"{mount}suggest/entity?prefix=a")
        good = suggested.status == 200 and isinstance(_json(suggested.body).get("result"), list)
        yield _finding("reconciliation", mount, "" if good else f"suggest gives {suggested.status}.")


def _json(data: bytes) -> dict[str, list[object]]:
    try:
        found = json.loads(data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _finding(check: str, where: str, what: str) -> Finding:
    remedy = _SETTING if what else ""
    return Finding(check=check, where=where, verdict="fault" if what else "good", what=what, remedy=remedy)
