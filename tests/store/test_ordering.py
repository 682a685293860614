"""An answer has the order that the engine gives it, whoever made that order."""

from __future__ import annotations

from typing import TypeAlias

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import terms
from dateline.store import open_memory
from dateline.store.ordering import NotComparableError, cut, ordered
from dateline.store.results import Table, result_of

Object: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
Statements: TypeAlias = list[tuple[Object, Object | None]]
A, B, C = (ox.NamedNode(f"http://x/{name}") for name in "abc")
_WORDS = st.sampled_from(["", "a", "b", "aa", "Z", "é", "\uffee", "\U0001f600", "10", "9"])
_WHOLE = st.builds(lambda n: ox.Literal(str(n), datatype=ox.NamedNode(terms.INTEGER)), st.integers(-20, 20))
_TERMS = st.one_of(
    st.builds(ox.Literal, _WORDS),
    st.builds(lambda words, tag: ox.Literal(words, language=tag), _WORDS, st.sampled_from(["en", "az", "de-at"])),
    _WHOLE,
    st.builds(lambda name: ox.NamedNode(f"http://x/{name}"), st.sampled_from(["1", "2", "é", "10"])),
    st.just(ox.BlankNode("n")),
)
_KEY = st.sampled_from(
    (
        *("STR(?o)", "LANG(?o)", "DESC(STR(?o))", 'COALESCE(STR(?p), "")', "STR(?p)", "?s", "DESC( ?s )", "str( ?p )"),
        *('COALESCE(STR(?p), STR(?o), "")', "ASC(LANG(?p))", "desc(COALESCE(LANG(?p), STR(?s)))"),
    )
)


def both(statements: Statements, query: str) -> tuple[Table, Table]:
    """What the engine gives, and what is given here."""
    engine = ox.Store()
    for number, (first, second) in enumerate(statements):
        about = ox.NamedNode(f"http://x/s{number}")
        engine.add(ox.Quad(about, A, first))
        if second is not None:
            engine.add(ox.Quad(about, B, second))
    theirs = result_of(engine.query(query))
    within, keys = cut(query)
    assert keys, query
    found = result_of(engine.query(within))
    assert isinstance(theirs, Table)
    assert isinstance(found, Table)
    return theirs, ordered(found, keys)


@given(st.lists(st.tuples(_TERMS, st.none() | _TERMS), max_size=12), st.lists(_KEY, min_size=1, max_size=3))
def test_the_order_is_the_engines(statements: Statements, keys: list[str]) -> None:
    order = " ".join([*keys, "?s"])  # so that no two rows are alike
    theirs, ours = both(
        statements, f"SELECT ?s ?o ?p {{ ?s <{A.value}> ?o OPTIONAL {{ ?s <{B.value}> ?p }} }} ORDER BY {order}"
    )
    assert ours == theirs


@given(st.lists(_WHOLE, max_size=12), st.sampled_from(["?o", "DESC(?o)"]))
def test_whole_numbers_stand_by_their_value(numbers: list[ox.Literal], key: str) -> None:
    theirs, ours = both([(one, None) for one in numbers], f"SELECT ?o ?s {{ ?s <{A.value}> ?o }} ORDER BY {key} ?s")
    assert ours == theirs


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?o { ?s ?p ?o } ORDER BY ?o LIMIT 3",
        "SELECT ?o { { SELECT ?o { ?s ?p ?o } ORDER BY ?o } }",
        "SELECT ?o { ?s ?p ?o } ORDER BY (?o + 1)",
        "SELECT ?o { ?s ?p ?o } ORDER BY LCASE(STR(?o))",
        "SELECT ?o { ?s ?p ?o } ORDER BY ?o VALUES ?o { 1 }",
        "SELECT ?o { ?s ?p ?o }",
        'SELECT ?o { ?s ?p "ORDER BY ?o" }',
    ],
)
def test_any_other_order_is_left_to_the_engine(query: str) -> None:
    assert cut(query) == (query, ())


@pytest.mark.parametrize(
    ("value", "order"),
    [
        (ox.Literal("1990-01-20", datatype=ox.NamedNode(terms.DATE)), "?o"),
        (ox.Literal("1.5", datatype=ox.NamedNode(terms.DECIMAL)), "?o"),
        (ox.Literal("many", datatype=ox.NamedNode(terms.INTEGER)), "?o"),
        (ox.BlankNode(), "?o"),
        (ox.Literal("a"), "?hidden"),
    ],
)
def test_what_is_not_compared_here_is_ordered_by_the_engine(value: ox.Literal | ox.BlankNode, order: str) -> None:
    found = Table(("s", "o"), ((A, value), (B, value)))
    with pytest.raises(NotComparableError):
        ordered(found, cut(f"SELECT ?s ?o {{ ?s ?p ?o }} ORDER BY {order}")[1])
    with open_memory() as store:
        for subject in (B, A):
            store.add("http://x/g", ox.serialize([ox.Triple(subject, C, value)], format=ox.RdfFormat.N_TRIPLES) or b"")
        answer = store.query(f"SELECT ?s ?o {{ ?s <{C.value}> ?o BIND(?o AS ?hidden) }} ORDER BY {order} STR(?s)")
        assert isinstance(answer, Table)
        assert [row[0] for row in answer.rows] == [A, B]


def test_a_last_line_that_is_a_comment_orders_nothing_wrongly() -> None:
    with open_memory() as store:
        store.add("http://x/g", b"<http://x/a> <http://x/b> <http://x/c> .\n")
        answer = store.query("SELECT ?s { ?s ?p ?o } # ORDER BY STR(?s)")
        assert isinstance(answer, Table)
        assert len(answer.rows) == 1
