"""RDF/XML carries the graph or says what it cannot."""

from __future__ import annotations

from xml.dom import minidom

import pytest
import rdflib

from dateline.errors import ExportError
from dateline.formats import export
from dateline.graph import Publication
from tests.formats.hostile import saying


def test_it_is_well_formed_xml(either: Publication) -> None:
    document = minidom.parseString(export(either, "rdfxml"))  # noqa: S318 - our own file
    assert len(document.getElementsByTagName("rdf:RDF")) == 1


def test_a_control_character_is_named_with_its_place_and_a_remedy() -> None:
    with pytest.raises(ExportError) as refused:
        export(saying("ab\x1bc"), "rdfxml")
    assert str(refused.value).endswith(
        "has the character U+001B at 2, which XML 1.0 has no way to write. "
        "Take another format: Turtle, N-Quads and JSON-LD carry it."
    )
    assert "https://example.org/kg/" in str(refused.value)


@pytest.mark.parametrize("ending", ["1", "", "a(b)", "caf\u00e9", "a\U00010400b"])
def test_a_predicate_or_class_that_cannot_be_an_element_is_refused(ending: str) -> None:
    for predicate, value in (
        (f"https://x.org/{ending}", "https://x.org/a"),
        (str(rdflib.RDF.type), f"https://x.org/{ending}"),
    ):
        publication = saying("x")
        said = (rdflib.URIRef("https://x.org/s"), rdflib.URIRef(predicate), rdflib.URIRef(value))
        publication.documents[0].graph.add(said)
        with pytest.raises(ExportError, match="does not end in a name"):
            export(publication, "rdfxml")
