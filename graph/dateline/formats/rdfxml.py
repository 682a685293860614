"""RDF/XML. Specification: https://www.w3.org/TR/rdf-syntax-grammar/.

XML 1.0 cannot carry every character that a literal may have, nor a predicate or class whose IRI does not end in a name
(plain ASCII here, which every XML parser takes): both are an `ExportError`, never a loss.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from dateline import terms
from dateline.errors import ExportError
from dateline.formats.edition import union
from dateline.formats.nodes import Leaf, Node, Term

if TYPE_CHECKING:
    from dateline.graph import Publication

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENDS_IN_A_NAME = re.compile(r".*[^A-Za-z0-9_.\x80-\U0010ffff-][0-9.-]*[A-Za-z_][A-Za-z0-9_.-]*")
_REMEDY = "Take another format: Turtle, N-Quads and JSON-LD carry it."


def render(publication: Publication) -> Mapping[str, bytes]:
    """`graph.rdf`: everything that is published, every triple once. Raises `ExportError` for what XML cannot carry."""
    leaf = union(publication)
    require_xml(leaf)
    made = ox.serialize(leaf.triples, format=ox.RdfFormat.RDF_XML, prefixes=dict(terms.PREFIXES)) or b""
    # An XML parser turns a bare carriage return into a line feed, so it has to be a character reference.
    return {"graph.rdf": made.replace(b"\r", b"&#xD;").rstrip(b"\n") + b"\n"}


def require_xml(leaf: Leaf) -> None:
    """Passes if XML 1.0 can carry every term. Raises `ExportError` naming the first that it cannot."""
    for node in leaf.nodes:
        for name in (*node.types, *(said.predicate.value for said in node.statements)):
            if not _ENDS_IN_A_NAME.fullmatch(name):
                raise ExportError(
                    f"{name!r} does not end in a name, so it cannot be an XML element.", where=node.iri, remedy=_REMEDY
                )
        for said in node.statements:
            for term in said.objects:
                _require_text(term, node, said.predicate.value)


def _require_text(term: Term, node: Node, predicate: str) -> None:
    found = _NOT_XML.search(term.value) if isinstance(term, ox.Literal) else None
    if found:
        raise ExportError(
            f"the literal of {predicate} has the character U+{ord(found[0]):04X} at {found.start()}, "
            "which XML 1.0 has no way to write.",
            where=node.iri,
            remedy=_REMEDY,
        )
