"""What a query gives: terms as they come, Python values, and the W3C's formats."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import terms
from dateline.errors import ExportError, UsageError
from dateline.store import open_memory
from dateline.store.results import Table, Term, Triples, Truth, python_value, result_of

TEXT = st.text()
NOT_XML = [chr(n) for n in range(32) if chr(n) not in "\t\n\r"] + ["\ufffe", "\uffff"]
XML_TEXT = st.text(st.characters(codec="utf-8", exclude_characters=NOT_XML))
_LITERAL = "{http://www.w3.org/2005/sparql-results#}literal"
LITERALS = TEXT.map(ox.Literal) | st.tuples(TEXT, st.sampled_from(["en", "az-latn"])).map(
    lambda pair: ox.Literal(pair[0], language=pair[1])
)
FIXED: list[Term] = [
    ox.NamedNode("http://x/é?a=1&b=2'"),
    ox.BlankNode("b1"),
    ox.Literal("5", datatype=ox.NamedNode(terms.INTEGER)),
]
TERMS: st.SearchStrategy[Term] = st.sampled_from(FIXED) | LITERALS


def _tables(cells: st.SearchStrategy[Term]) -> st.SearchStrategy[Table]:
    row = st.tuples(st.none() | cells, cells)
    return st.lists(row, max_size=5).map(lambda rows: Table(("a", "b"), tuple(rows)))


def _read(data: bytes, form: ox.QueryResultsFormat) -> object:
    return result_of(ox.parse_query_results(data, form))


@given(_tables(TERMS))
def test_a_table_comes_back_from_json_and_tsv_as_it_was(table: Table) -> None:
    assert _read(table.render("json"), ox.QueryResultsFormat.JSON) == table
    assert _read(table.render("tsv"), ox.QueryResultsFormat.TSV) == table


@given(_tables(XML_TEXT.map(ox.Literal)))
def test_a_table_comes_back_from_xml_as_it_was(table: Table) -> None:
    assert _read(table.render("xml"), ox.QueryResultsFormat.XML) == table


@given(XML_TEXT)
def test_the_xml_of_a_table_is_read_alike_by_another_parser(text: str) -> None:
    written = Table(("x",), ((ox.Literal(text),),)).render("xml")
    assert [node.text or "" for node in ET.fromstring(written).iter(_LITERAL)] == [text]  # noqa: S314 - our own bytes


@pytest.mark.parametrize("character", NOT_XML)
def test_what_xml_cannot_carry_is_refused_with_another_format_to_choose(character: str) -> None:
    bad = ox.Literal(f"a{character}b")
    with pytest.raises(ExportError, match="U\\+"):
        Table(("x",), ((bad,),)).render("xml")
    with pytest.raises(ExportError, match="json"):
        Triples((ox.Triple(ox.NamedNode("http://x/a"), ox.NamedNode("http://x/p"), bad),)).render("rdfxml")


def test_csv_quotes_what_would_break_a_row_and_says_no_more_than_the_values() -> None:
    table = Table(
        ("x", "y"), ((ox.Literal('a "b",\nc', language="en"), None), (ox.NamedNode("http://x/"), ox.Literal("5")))
    )
    assert table.render("csv") == b'x,y\r\n"a ""b"",\nc",\r\nhttp://x/,5\r\n'


def test_a_table_without_rows_still_names_its_columns() -> None:
    table = Table(("x",), ())
    assert json.loads(table.render("json")) == {"head": {"vars": ["x"]}, "results": {"bindings": []}}
    assert table.render("csv") == b"x\r\n"
    assert table.python() == []


@pytest.mark.parametrize("value", [True, False])
def test_a_truth_is_written_in_every_format_of_tables(value: bool) -> None:
    truth = Truth(value)
    assert bool(truth) is value
    assert _read(truth.render("json"), ox.QueryResultsFormat.JSON) == truth
    assert _read(truth.render("xml"), ox.QueryResultsFormat.XML) == truth
    assert truth.render("csv") == truth.render("tsv") == (b"true\n" if value else b"false\n")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("133", terms.INTEGER, 133),
        ("0.2", terms.DECIMAL, Decimal("0.2")),
        ("1.5E0", terms.XSD + "double", 1.5),
        ("true", terms.BOOLEAN, True),
        ("1990-01-20", terms.DATE, date(1990, 1, 20)),
        ("1990-01-20T10:00:00Z", terms.XSD + "dateTime", datetime(1990, 1, 20, 10, tzinfo=UTC)),
        ("1990", terms.YEAR, "1990"),
        ("1991-09~", terms.EDTF_DATATYPE, "1991-09~"),
        ("many", terms.INTEGER, "many"),
        ("1990-02-31", terms.DATE, "1990-02-31"),
        ("9" * 5000, terms.INTEGER, "9" * 5000),
    ],
)
def test_numbers_and_dates_become_python_values_where_their_text_fits(text: str, kind: str, value: object) -> None:
    found = python_value(ox.Literal(text, datatype=ox.NamedNode(kind)))
    assert (found, type(found)) == (value, type(value))


def test_rows_as_python_values_and_as_text_go_by_the_name_of_the_variable() -> None:
    table = Table(
        ("who", "n"),
        ((ox.NamedNode("http://x/a"), ox.Literal("3", datatype=ox.NamedNode(terms.INTEGER))), (None, None)),
    )
    assert table.python() == [{"who": "http://x/a", "n": 3}, {"who": None, "n": None}]
    assert table.strings() == [{"who": "http://x/a", "n": "3"}, {}]


def test_triples_are_written_sorted_and_the_same_every_time() -> None:
    store = open_memory()
    store.add(
        "http://x/g", b"<http://x/b> <http://x/p> 'b'@en . <http://x/a> <http://x/p> <http://x/b> .", format="turtle"
    )
    found = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(found, Triples)
    turned = Triples(tuple(reversed(found.triples)) * 2)
    for form in ("turtle", "nt", "jsonld", "rdfxml"):
        assert found.render(form) == turned.render(form)
    assert found.render("nt").startswith(b"<http://x/a>")
    assert found.render("turtle").startswith(b"@prefix dcat:")
    ET.fromstring(found.render("rdfxml"))  # noqa: S314 - our own bytes
    for form, kind in (
        ("turtle", ox.RdfFormat.TURTLE),
        ("rdfxml", ox.RdfFormat.RDF_XML),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ):
        assert {quad.triple for quad in ox.parse(found.render(form), kind)} == set(found.triples)


def test_a_format_that_does_not_fit_names_those_that_do() -> None:
    with pytest.raises(UsageError, match="json, xml, csv, tsv"):
        Table(("x",), ()).render("turtle")
    with pytest.raises(UsageError, match="turtle, nt, jsonld, rdfxml"):
        Triples(()).render("csv")
