"""N-Triples in canonical form (https://www.w3.org/TR/n-triples/#canonical-ntriples): one sorted line a triple."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from dateline.export.edition import union
from dateline.export.nquads import sorted_lines

if TYPE_CHECKING:
    from dateline.graph import Publication


def render(publication: Publication) -> Mapping[str, bytes]:
    """`graph.nt`: everything that is published, every triple once."""
    return {"graph.nt": sorted_lines(ox.serialize(union(publication).triples, format=ox.RdfFormat.N_TRIPLES))}
