"""The description of the endpoint (https://www.w3.org/TR/sparql11-service-description/), from the data as loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType

import pyoxigraph as ox

from dateline import terms
from dateline.errors import IriError
from dateline.sparql import iri
from dateline.store.results import Triples
from dateline.web.sparql.formats import FORMATS
from dateline.web.sparql.limits import Limits
from dateline.web.sparql.nursery_process import Contents
from dateline.web.variants import with_charset

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
TYPES: Mapping[str, str] = MappingProxyType(
    {
        "text/turtle": "turtle",
        "application/ld+json": "jsonld",
        "application/n-triples": "nt",
        "application/rdf+xml": "rdfxml",
    }
)
"""What it is sent as, with the names of the formats."""
MOST_GRAPHS = 1000
"""Named graphs that are listed; how many there are is always said."""
_PREFIXES = {**terms.PREFIXES, "sd": SD, "void": VOID}


def described(
    endpoint: str,
    contents: Contents,
    limits: Limits,
    *,
    media_type: str,
    services: tuple[str, ...] = (),
    more: tuple[ox.Triple, ...] = (),
) -> tuple[str, bytes, str]:
    """The description in a media type of `TYPES`: its content type, its bytes, its strong validator."""
    triples = {*statements(endpoint, contents, limits, services), *more}
    data = Triples(tuple(triples)).render(TYPES[media_type], prefixes=_PREFIXES)
    return with_charset(media_type), data, f'"{sha256(data).hexdigest()[:32]}"'


def statements(
    endpoint: str, contents: Contents, limits: Limits, services: tuple[str, ...] = ()
) -> Iterable[ox.Triple]:
    """What is said of the endpoint; everything has an IRI, a fragment of the endpoint's."""
    base = _absolute(endpoint)
    service, dataset, union = (ox.NamedNode(f"{base}#{name}") for name in ("service", "dataset", "union"))
    kind = ox.NamedNode(terms.TYPE)
    yield ox.Triple(service, kind, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), ox.NamedNode(base))
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for row in FORMATS.values():
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(row.iri))
    yield ox.Triple(
        service, ox.NamedNode(terms.RDFS + "comment"), ox.Literal(_prose(contents, limits, services), language="en")
    )
    if services:
        yield ox.Triple(service, _sd("feature"), _sd("BasicFederatedQuery"))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, kind, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), union)
    yield ox.Triple(union, kind, _sd("Graph"))
    yield ox.Triple(union, ox.NamedNode(VOID + "triples"), _count(contents.triples))
    for number, (name, count) in enumerate(list(contents.graphs.items())[:MOST_GRAPHS], 1):
        named, graph = ox.NamedNode(f"{base}#named-{number}"), ox.NamedNode(f"{base}#graph-{number}")
        yield ox.Triple(dataset, _sd("namedGraph"), named)
        yield ox.Triple(named, kind, _sd("NamedGraph"))
        yield ox.Triple(named, _sd("name"), ox.NamedNode(name))
        yield ox.Triple(named, _sd("graph"), graph)
        yield ox.Triple(graph, kind, _sd("Graph"))
        yield ox.Triple(graph, ox.NamedNode(VOID + "triples"), _count(count))


def _prose(contents: Contents, limits: Limits, services: tuple[str, ...]) -> str:
    graphs = len(contents.graphs)
    rate = f" and {limits.rate:g} a second" if limits.rate else ""
    others = f"SERVICE may ask {' and '.join(services)}" if services else "SERVICE is refused"
    return (
        f"Read-only. Without GRAPH or FROM a query reads the union of the {graphs:,} named graphs, each triple once. "
        f"A query may take {limits.seconds:g} seconds, {limits.memory // 2**20:,} MB of memory and "
        f"{limits.query_bytes:,} bytes; an answer has at most {limits.rows:,} rows or triples and "
        f"{limits.result_bytes // 2**20:,} MB: beyond that it is refused as a whole, never cut. "
        f"One client may have {limits.per_client} queries under way{rate}. {others}, and FROM names graphs "
        "that are held here: nothing is retrieved."
        + (f" The first {MOST_GRAPHS:,} graphs are listed." if graphs > MOST_GRAPHS else "")
    )


@lru_cache(maxsize=8)
def _absolute(endpoint: str) -> str:
    try:
        iri(endpoint)
    except IriError:
        return "http://localhost/" + endpoint.lstrip("/")
    return endpoint


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)


def _count(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(terms.INTEGER))
