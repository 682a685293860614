"""Any text in any literal survives every format, or the format says that it cannot carry it."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, example, given, settings

from dateline.errors import ExportError
from dateline.formats import export, export_files
from dateline.formats.rdf12 import described
from dateline.formats.tables import guarded, plain
from tests.absent import absent
from tests.formats.graphs import canonical, of_rdflib, parsed, published, union
from tests.formats.hostile import ANY, TEXTS, saying


def ascii_start(text: str) -> str:
    """The beginning of a text as the name of a test."""
    return ascii(text[:12])


FORMS = {
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
}
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

few = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("name", FORMS)
@few
@given(text=ANY)
def test_any_text_comes_back_from_every_rdf_format(name: str, text: str) -> None:
    publication = saying(text)
    quads = ox.parse(export(publication, name), format=FORMS[name])
    assert union(quads) == published(publication)


@pytest.mark.parametrize("text", TEXTS, ids=ascii_start)
def test_texts_that_broke_writers_before_come_back(text: str) -> None:
    publication = saying(text)
    expected = published(publication)
    for name, form in FORMS.items():
        assert union(ox.parse(export(publication, name), format=form)) == expected, name
    quads = ox.parse(export(publication, "rdf12"), format=ox.RdfFormat.TURTLE)
    assert canonical(described(ox.Triple(q.subject, q.predicate, q.object) for q in quads)) == expected
    framed = union(ox.parse(export(publication, "framed"), format=ox.RdfFormat.JSON_LD)).splitlines()
    assert framed
    assert set(framed) <= set(expected.splitlines())


@pytest.mark.usefixtures("exact_literals")
@few
@given(text=ANY)
def test_rdflib_reads_any_text_in_our_turtle(text: str) -> None:
    publication = saying(text)
    assert of_rdflib(rdflib.Graph().parse(data=export(publication, "turtle"), format="turtle")) == published(
        publication
    )


# Raptor ends a string at U+0000 and refuses U+FFFE and U+FFFF, however they are written.
@pytest.mark.parametrize("text", [text for text in TEXTS if not re.search("[\x00\ufffe\uffff]", text)], ids=ascii_start)
def test_raptor_reads_any_text_in_our_turtle(text: str) -> None:
    rapper = shutil.which("rapper")
    if rapper is None:
        absent("rapper", "Install it with: apt-get install raptor2-utils")
    publication = saying(text)
    read = subprocess.run(
        [rapper, "-q", "-i", "turtle", "-o", "ntriples", "-I", "https://example.org/", "-"],
        input=export(publication, "turtle"),
        capture_output=True,
        check=False,
    )
    assert parsed(read.stdout, ox.RdfFormat.N_TRIPLES) == published(publication)


@few
@given(text=ANY)
@example(text="\r")
@example(text="a\x0bb")
def test_rdf_xml_carries_a_text_or_names_the_character_that_xml_has_no_way_to_write(text: str) -> None:
    publication = saying(text)
    unwritable = NOT_XML.search(text)
    if unwritable is None:
        assert parsed(export(publication, "rdfxml"), ox.RdfFormat.RDF_XML) == published(publication)
    else:
        with pytest.raises(ExportError, match=rf"U\+{ord(unwritable[0]):04X} .* Take another format"):
            export(publication, "rdfxml")


@pytest.mark.usefixtures("exact_literals")
@pytest.mark.parametrize("text", ["a\rb", "a\r\nb", "\t\n x ", "<&>\"']]>"])
def test_an_xml_parser_that_normalises_line_ends_gives_the_text_back(text: str) -> None:
    publication = saying(text)
    assert of_rdflib(rdflib.Graph().parse(data=export(publication, "rdfxml"), format="xml")) == published(publication)


@few
@given(text=ANY)
def test_any_text_comes_back_from_the_tables(text: str) -> None:
    rows = list(csv.DictReader(io.StringIO(export(saying(text), "csv-claims").decode(), newline="")))
    assert {plain(row["quote"]) for row in rows} == {text}
    assert {plain(row["subject_label"]) for row in rows} == {text}


@given(text=ANY)
@example(text="'=1")
@example(text="''+x")
def test_a_guarded_cell_gives_its_text_back_and_never_begins_like_a_formula(text: str) -> None:
    cell = guarded(text)
    assert plain(cell) == text
    assert not re.match("[=+@\t\r\n]|-(?![0-9.]+$)", cell)


@few
@given(text=ANY)
def test_schema_org_keeps_any_text(text: str) -> None:
    graph = json.loads(export(saying(text), "schemaorg"))["@graph"]
    claims = [node for node in graph if node["@type"] == "Claim"]
    assert {claim.get("text", "") for claim in claims} == {text}


def test_half_of_a_surrogate_pair_is_refused_in_words() -> None:
    publication = saying("x")
    document = publication.documents[0].graph
    document.add((rdflib.URIRef("https://example.org/kg/"), rdflib.RDFS.comment, rdflib.Literal("\ud83d")))
    with pytest.raises(ExportError, match="half of a surrogate pair"):
        export_files(publication, "turtle")


def test_a_blank_node_is_refused_in_words() -> None:
    publication = saying("x")
    publication.documents[0].graph.add((rdflib.BNode(), rdflib.RDFS.comment, rdflib.Literal("x")))
    with pytest.raises(ExportError, match=r"a blank node .* Give it an IRI\."):
        export_files(publication, "nquads")


@pytest.mark.parametrize("iri", ["https://example.org/a b", "https://example.org/<x>", "not an iri", 'https://x.org/"'])
def test_what_is_no_iri_is_refused_in_words(iri: str) -> None:
    publication = saying("x")
    publication.documents[0].graph.add((rdflib.URIRef(iri), rdflib.RDFS.comment, rdflib.Literal("x")))
    with pytest.raises(ExportError, match="cannot be written in RDF"):
        export_files(publication, "trig")
