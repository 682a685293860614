"""The Turtle reads like an edition: in order, with names, with the words above each claim."""

from __future__ import annotations

import re
from dataclasses import replace

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from dateline import terms
from dateline.formats import export
from dateline.formats.edition import leaves, natural, union
from dateline.formats.turtle import Names, comment, quoted
from dateline.graph import Publication

HEADINGS = [
    "# The collection",
    "# The documents",
    "# People, organisations, places",
    "# Events",
    "# Times",
    "# Claims, in the order of their words",
    "# The words",
    "# How this was made",
]
BASE = "https://example.org/kg/"


def _lines(publication: Publication) -> list[str]:
    return export(publication, "turtle").decode().splitlines()


def test_the_sections_stand_in_the_order_of_an_edition(small: Publication) -> None:
    lines = _lines(small)
    assert [line for line in lines if line in HEADINGS] == HEADINGS


def test_claims_stand_in_the_order_of_their_words(either: Publication) -> None:
    nodes = {node.iri: node for node in union(either).nodes}
    places = [
        min(
            (span.value(terms.REFERENCE_CONTEXT), int(span.value(terms.BEGIN_INDEX)), int(span.value(terms.END_INDEX)))
            for span in (
                nodes[found.value] for found in node.objects(terms.EVIDENCE) if isinstance(found, ox.NamedNode)
            )
        )
        for node in nodes.values()
        if terms.CLAIM in node.types
    ]
    assert places == sorted(places)
    assert len(places) > 10


def test_spans_stand_in_the_order_of_the_text(either: Publication) -> None:
    spans = [node.iri for node in union(either).nodes if terms.TEXT_SPAN in node.types]
    places = [(iri.partition("#")[0], *map(int, iri.rpartition("=")[2].split(","))) for iri in spans]
    assert places == sorted(places)


def test_the_voice_and_the_words_stand_above_their_claim(small: Publication) -> None:
    lines = _lines(small)
    above = lines.index("# Anna Brandt: “We asked for bread, nothing else,”")
    assert re.fullmatch(r"<doc/gazette-1921-07-02/claim/[0-9a-f]{16}> a dl:Claim ;", lines[above + 1])
    assert "# the document: “dockers stopped work” … “on 4 May 1921”" in lines


def test_things_of_the_collection_have_short_names(small: Publication) -> None:
    assert "e:strike-at-port-ellis a dl:PoliticalEvent ;" in _lines(small)
    assert f"@prefix e:       <{BASE}e/> ." in _lines(small)


def test_where_the_only_document_has_no_shared_things_its_own_have_the_short_names(small: Publication) -> None:
    document = small.documents[1]
    graph = rdflib.Graph()
    graph.add((rdflib.URIRef(f"{document.document}/e/fall"), rdflib.RDF.type, rdflib.URIRef(terms.EVENT)))
    alone = replace(small, documents=(replace(document, graph=graph),))
    assert f"@prefix e:       <{document.document}/e/> ." in _lines(alone)
    assert "e:fall a dl:Event ." in _lines(alone)


def test_no_line_is_long_but_for_the_texts_themselves(either: Publication) -> None:
    texts = ("nif:isString", "nif:anchorOf", "skos:prefLabel", "dcterms:title")
    long = [line for line in _lines(either) if len(line) > 160 and not line.strip().startswith(texts)]
    assert long == []


@pytest.mark.parametrize(
    ("iri", "written"),
    [
        ("https://w3id.org/dateline/ns#Claim", "dl:Claim"),
        ("https://w3id.org/dateline/voc/own-voice", "voc:own-voice"),
        ("https://w3id.org/dateline/ns#", "<https://w3id.org/dateline/ns#>"),
        (BASE, "<>"),
        (f"{BASE}doc/d#char=1,2", "<doc/d#char=1,2>"),
        (f"{BASE}doc/../d", f"<{BASE}doc/../d>"),
        (f"{BASE}doc//d", f"<{BASE}doc//d>"),
        (f"{BASE}/d", f"<{BASE}/d>"),
        (f"{BASE}a:b", f"<{BASE}a:b>"),
        (f"{BASE}.hidden", f"<{BASE}.hidden>"),
        (f"{BASE}d?q=1", f"<{BASE}d?q=1>"),
        (f"{BASE}e/caf\u00e9", f"<{BASE}e/caf\u00e9>"),
        ("https://w3id.org/dateline/ns#a.b.", "<https://w3id.org/dateline/ns#a.b.>"),
        ("https://w3id.org/dateline/ns#-a", "<https://w3id.org/dateline/ns#-a>"),
        ("https://example.org/kg", "<https://example.org/kg>"),
    ],
)
def test_an_iri_is_short_where_that_is_safe_and_whole_elsewhere(iri: str, written: str) -> None:
    names = Names(base=BASE, prefixes=terms.PREFIXES)
    assert names.iri(iri) == written
    header = "\n".join(names.header())
    [quad] = ox.parse(f"{header}\n{written} a {written} .", format=ox.RdfFormat.TURTLE)
    assert quad.subject == ox.NamedNode(iri)


@pytest.mark.parametrize(
    ("text", "datatype", "written"),
    [
        ("133", terms.INTEGER, "133"),
        ("-0133", terms.INTEGER, "-0133"),
        ("0.97", terms.DECIMAL, "0.97"),
        ("1", terms.DECIMAL, '"1"^^xsd:decimal'),
        ("true", terms.BOOLEAN, "true"),
        ("1", terms.BOOLEAN, '"1"^^xsd:boolean'),
        ("one", terms.INTEGER, '"one"^^xsd:integer'),
        ("133\n", terms.INTEGER, '"133\\n"^^xsd:integer'),
        ("1e6", terms.XSD + "double", '"1e6"^^xsd:double'),
        ("1921-06~", terms.EDTF_DATATYPE, '"1921-06~"^^edtf:EDTF'),
    ],
)
def test_literals_keep_their_lexical_form(text: str, datatype: str, written: str) -> None:
    names = Names(base=BASE, prefixes=terms.PREFIXES)
    literal = ox.Literal(text, datatype=ox.NamedNode(datatype))
    assert names.literal(literal) == written
    header = "\n".join(names.header())
    [quad] = ox.parse(f"{header}\n<> a {written} .", format=ox.RdfFormat.TURTLE)
    assert quad.object == literal


@given(st.text())
def test_a_comment_is_nothing_but_comment(text: str) -> None:
    assert list(ox.parse(comment(text), format=ox.RdfFormat.TURTLE)) == []
    assert all(line.startswith("#") for line in comment(text).splitlines())


def test_marks_that_hide_or_turn_text_are_visible() -> None:
    assert quoted("a\u202eb\u200bc\u2028d") == '"a\\u202Eb\\u200Bc\\u2028d"'
    assert "\u202e" not in comment("a\u202eb")


@given(st.lists(st.integers(min_value=0)))
def test_numbers_in_iris_sort_as_numbers(numbers: list[int]) -> None:
    names = [f"https://example.org/t-{number}/x" for number in numbers]
    assert sorted(names, key=natural) == [f"https://example.org/t-{number}/x" for number in sorted(numbers)]


def test_each_graph_of_the_trig_is_laid_out_like_the_turtle(small: Publication) -> None:
    trig = export(small, "trig").decode()
    for leaf in leaves(small):
        assert f"\n<{(leaf.name or '').removeprefix(BASE)}> {{\n" in trig
    assert "    e:strike-at-port-ellis a dl:PoliticalEvent ;\n" in trig
    assert "    # Anna Brandt: “We asked for bread, nothing else,”\n" in trig
