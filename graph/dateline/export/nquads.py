"""N-Quads in canonical form: sorted lines, a graph for each document and one for the collection.

This is the form to load, to compare and to sign: without blank nodes it is what RDF Dataset Canonicalization
(https://www.w3.org/TR/rdf-canon/) gives. The default graph is empty; a document's graph is named by the document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from dateline.export.edition import leaves

if TYPE_CHECKING:
    from dateline.graph import Publication


def render(publication: Publication) -> Mapping[str, bytes]:
    """`graph.nq`."""
    quads = (
        ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(leaf.name or publication.settings.base))
        for leaf in leaves(publication)
        for triple in leaf.triples
    )
    return {"graph.nq": sorted_lines(ox.serialize(quads, format=ox.RdfFormat.N_QUADS))}


def sorted_lines(serialised: bytes | None) -> bytes:
    """The lines in the order of their code points.

    >>> sorted_lines("b\\né\\na\\n".encode()).decode()
    'a\\nb\\né\\n'
    """
    return b"".join(line + b"\n" for line in sorted(filter(None, (serialised or b"").split(b"\n"))))
