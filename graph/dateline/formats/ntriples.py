"""N-Triples in canonical form (https://www.w3.org/TR/n-triples/#canonical-ntriples): one sorted line a triple."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from dateline.formats.nquads import sorted_lines
from dateline.formats.oxigraph_terms import Terms

if TYPE_CHECKING:
    from dateline.graph import Publication


def render(publication: Publication) -> Mapping[str, bytes]:
    """`graph.nt`: everything that is published, every triple once."""
    convert = Terms()
    triples = (ox.Triple(*spo) for named in publication.graphs for spo in convert.triples(named.graph, named.iri))
    return {"graph.nt": sorted_lines(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES))}
