"""SPARQL as text: tokens tell code from what is quoted, terms are written so that they come back the same."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline import sparql, terms
from dateline.errors import IriError, QueryError

ENGINE = ox.Store()

HOSTILE = st.text()

REFUSED = [
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "select*{service<http://x/>{?s ?p ?o}}",
    "SELECT * { SERVICE SILENT ?where { ?s ?p ?o } }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE <http://x/> {} } } } }",
    "ASK { FILTER EXISTS { SERVICE <http://x/> { ?s ?p ?o } } }",
    "PREFIX ex: <http://x/> SELECT * { ?s ?p trueSERVICEex:foo {} }",
    "PREFIX ex: <http://x/> SELECT * { SERVICEex:foo {} }",
    "PREFIX ex: <http://x/> SELECT * { ?s ?p 1SERVICEex:foo {} }",
    "SELECT * { \\u0053ERVICE <http://x/> {} }",
    'SELECT * { ?s ?p "\\u0022 . SERVICE <http://x/> {} #" }',
    "SELECT * { ?s ?p ''' } # SERVICE <http://x/>",
    "SELECT * { ?s ?p 'a\n' SERVICE <http://x/> {} }",
    "# comment\rSELECT * { SERVICE <http://x/> {} }",
    "SELECT * { ?s <http://x/#y> ?o . SERVICE <http://x/> {} }",
]

ALLOWED = [
    "SELECT * { ?s ?p ?o }",
    'SELECT * { ?s ?p "SERVICE <http://x/> {}" }',
    "SELECT * { ?s ?p '''SERVICE''' } # SERVICE <http://x/> {}",
    "SELECT ?service { ?service ?SERVICE $service }",
    "SELECT * { ?s <http://x/SERVICE> ?o }",
    "PREFIX ex: <http://x/> SELECT * { ?s a ex:CivilService ; ex:a.SERVICE ?o ; ex:a\\#SERVICE ?o }",
    'SELECT * { ?s ?p "x"@service }',
]


@given(HOSTILE | st.text("{}<>\"'\\#?:@.;aSERVICE \n\t%u0", max_size=60))
def test_the_tokens_of_any_text_are_the_text(text: str) -> None:
    assert "".join(token.text for token in sparql.tokens(text)) == text
    assert all(text[token.start : token.end] == token.text for token in sparql.tokens(text))


@pytest.mark.parametrize("query", REFUSED)
def test_a_query_that_could_use_the_network_is_found_however_it_is_written(query: str) -> None:
    assert sparql.network_clause(query) == "SERVICE"


@pytest.mark.parametrize("query", ALLOWED)
def test_a_query_that_only_mentions_the_word_is_let_through(query: str) -> None:
    assert sparql.network_clause(query) is None


@pytest.mark.parametrize("update", ["LOAD <http://x/>", "load silent<http://x/>", "CLEAR ALL;LOADSILENT<http://x/>"])
def test_load_is_found_in_an_update_and_is_no_word_of_a_query(update: str) -> None:
    assert sparql.network_clause(update, update=True) == "LOAD"
    assert sparql.network_clause("SELECT * { ?s ?p ?load }", update=True) is None


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("# ASK\nBASE <http://x/> PREFIX : <#> PREFIX a.b: <y> describe :x", "DESCRIBE"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("PREFIX select: <http://x/> ASK {}", "ASK"),
    ],
)
def test_the_form_of_a_query_is_its_first_word_after_the_prologue(query: str, form: str) -> None:
    assert sparql.form(query) == form


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# SELECT",
        "DROP ALL",
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "PREFIX x: <http://x/> DELETE WHERE { ?s ?p ?o }",
        "DEFINE sql:log-enable 2 SELECT * {}",
        "<html>SELECT",
    ],
)
def test_what_is_no_query_has_no_form(text: str) -> None:
    with pytest.raises(QueryError):
        sparql.form(text)


def test_from_is_read_with_its_prefixes_and_not_from_variables_or_strings() -> None:
    assert sparql.dataset("SELECT * FROM <http://x/a>FROM NAMED<http://x/b>{ ?from ?p 'FROM <http://x/c>' }") == (
        "http://x/a",
        "http://x/b",
    )
    assert sparql.dataset("PREFIX p: <http://x/> ASK FROM p:g {}") == ("http://x/g",)
    assert sparql.dataset("SELECT ?from { ?from ?p ?o } # FROM <http://x/>") == ()


@given(HOSTILE)
@example('"""')
@example("\\")
@example("\\u0022 } SERVICE <http://x/> {")
@example("'} UNION { ?s ?p ?o } #\r\n")
@example("\x00\x08\x0c\x7f\u2028\ufeff")
def test_any_text_written_as_a_string_comes_back_as_it_was_and_alone(text: str) -> None:
    for term, language in ((sparql.literal(text), None), (sparql.literal(text, language="en-GB"), "en-gb")):
        query = f"SELECT ?x WHERE {{ VALUES ?x {{ {term} }} }}"
        [[found]] = [tuple(row) for row in ENGINE.query(query)]  # type: ignore[union-attr]  # a SELECT gives rows
        assert isinstance(found, ox.Literal)
        assert found.value == text
        assert (found.language or "").lower() == (language or "")
        assert [token.kind for token in sparql.code(term)] == ["string"] + (["language"] if language else [])


@given(st.integers())
def test_a_whole_number_is_written_bare_and_stays_one(number: int) -> None:
    written = sparql.literal(str(number), datatype=terms.INTEGER)
    assert written == str(number)


@given(HOSTILE)
def test_what_is_written_as_an_iri_is_one_token_or_refused(text: str) -> None:
    try:
        written = sparql.iri("https://example.org/" + text)
    except IriError:
        return
    assert [(token.kind, token.text) for token in sparql.tokens(written)] == [("iri", written)]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "baku",
        "/e/baku",
        "http://x/ y",
        "http://x/>",
        "http://x/\n",
        "http://x/{",
        "http://x/\\u003E",
        "http://x/\ud800",
    ],
)
def test_what_cannot_stand_between_angle_brackets_is_no_iri(value: str) -> None:
    with pytest.raises(IriError):
        sparql.iri(value)


def test_half_a_surrogate_pair_and_a_false_language_are_refused() -> None:
    with pytest.raises(QueryError, match="surrogate"):
        sparql.literal("\ud800")
    with pytest.raises(QueryError, match="language"):
        sparql.literal("x", language='en"@de')


def test_a_long_row_of_dots_or_quotes_is_read_in_time_that_grows_with_its_length() -> None:
    for text in ("a." * 50_000, '"' * 50_001, "a" * 100_000, "<" * 100_000, "'''" * 30_001, "SERVICE." * 10_000):
        assert sum(len(token.text) for token in sparql.tokens(text)) == len(text)
