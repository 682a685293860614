"""Sources disagree on a figure only where no source leaves room for the other: the same in both tiers, where two
documents are compared, on pages, and for the question on what claims disagree, in every engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Literal, URIRef

from dateline import terms
from dateline.accounts import Account
from dateline.accounts.judging import can_both_be
from dateline.checking import Tier, check
from dateline.questions import question
from dateline.store import Store, open_memory
from dateline.web.pages.said import Said, Statement, disagreements
from tests.checking.graphs import small
from tests.checking.mutations import DL
from tests.engines import SERVERS, serving
from tests.questions.dataset import strings
from tests.questions.test_collections import BASE, DAYS, FIGURES, SHARES, TIMES, account, datatype, two_accounts

VOC = terms.VOC
FEW = tuple((number, how) for number, how in FIGURES if number in ("130", "140", "700"))
DOCUMENT = f"{BASE}doc/a"
SINGLE = b"".join(b"\ndl:%b dl:singleValued true ." % name for name in (b"deathCount", b"affectedShare", b"startDate"))
Pairs = Mapping[str, tuple[Account, Account]]


def saying(pairs: list[tuple[tuple[str, str], tuple[str, str]]], name: str) -> Graph:
    """A graph in which each of many events has two values of a property, each with its claim."""
    graph, base = small(), "https://example.org/many/"
    for number, pair in enumerate(pairs):
        event = URIRef(f"{base}{number}")
        for place, (value, quantifier) in enumerate(pair):
            claim = URIRef(f"{base}{number}/{place}")
            literal = Literal(value, datatype=URIRef(datatype(name, value)), normalize=False)
            graph.add((event, DL[name], literal))
            graph.add((claim, RDF.subject, event))
            graph.add((claim, RDF.predicate, DL[name]))
            graph.add((claim, RDF.object, literal))
            if quantifier:
                graph.add((claim, DL.quantifier, URIRef(VOC + quantifier)))
    return graph


def disagreeing(graph: Graph, tier: Tier) -> set[str]:
    found = [one for one in check(graph, tier=tier) if one.shape == "SingleValued"]
    return {one.value.strip("<>") for one in found if "/many/" in one.value}


@pytest.mark.parametrize(
    ("name", "values", "tier"),
    [
        ("deathCount", FIGURES, "fast"),
        ("affectedShare", SHARES, "fast"),
        ("startDate", DAYS, "fast"),
        pytest.param("deathCount", FEW, "reference", marks=pytest.mark.slow),
        pytest.param("affectedShare", SHARES[:8], "reference", marks=pytest.mark.slow),
        ("startDate", DAYS, "reference"),
    ],
)
def test_values_disagree_where_they_cannot_both_be(name: str, values: tuple[tuple[str, str], ...], tier: Tier) -> None:
    pairs = [pair for pair in combinations(values, 2) if pair[0][0] != pair[1][0]]
    wanted = {
        f"https://example.org/many/{number}"
        for number, (one, other) in enumerate(pairs)
        if not can_both_be(account(name, *one), account(name, *other))
    }
    found = disagreeing(saying(pairs, name), tier)
    names = {f"https://example.org/many/{number}": pair for number, pair in enumerate(pairs)}
    assert {names[iri] for iri in found - wanted} == set(), "they leave room for each other"
    assert {names[iri] for iri in wanted - found} == set(), "they exclude each other"


def test_a_value_that_a_source_gives_as_exact_leaves_no_room() -> None:
    graph = saying([(("130", "at-least"), ("133", "exact"))], "deathCount")
    assert disagreeing(graph, "fast") == set()
    claim = URIRef("https://example.org/many/0/again")
    for predicate, value in (
        (RDF.subject, URIRef("https://example.org/many/0")),
        (RDF.predicate, DL.deathCount),
        (RDF.object, Literal("130", datatype=URIRef(terms.INTEGER))),
        (DL.quantifier, URIRef(VOC + "exact")),
    ):
        graph.add((claim, predicate, value))
    assert disagreeing(graph, "fast") == {"https://example.org/many/0"}


# --------------------------------------------------------------------------------------- the question, in every engine


def every_two() -> tuple[bytes, Pairs]:
    data, pairs = two_accounts(deathCount=FIGURES, affectedShare=SHARES, startDate=TIMES)
    return data + SINGLE, pairs


def require_disagreements(store: Store, pairs: Pairs) -> None:
    """The question finds those pairs that cannot both be, each once."""
    found = [row["event"] for row in strings(store, question("disagreements").bind({}).text)]
    wanted = [event for event, (one, other) in pairs.items() if not can_both_be(one, other)]
    values = {event: [(one.object, one.quantifier) for one in pair] for event, pair in pairs.items()}
    assert [values[event] for event in sorted(found)] == [values[event] for event in sorted(wanted)]


def test_the_question_finds_what_cannot_both_be() -> None:
    data, pairs = every_two()
    store = open_memory()
    store.add(DOCUMENT, data, format="turtle")
    require_disagreements(store, pairs)


@pytest.mark.engine
@pytest.mark.parametrize("name", SERVERS)
def test_the_question_finds_what_cannot_both_be_in_every_engine(name: str, tmp_path: Path) -> None:
    # An engine of its own: Virtuoso goes on planning by what so many claims were like, for the tests that follow too.
    data, pairs = every_two()
    with serving(SERVERS[name](tmp_path)) as server:
        store = server.endpoint.store()
        store.replace(DOCUMENT, data, format="turtle")
        require_disagreements(store, pairs)


def test_the_question_says_how_each_figure_is_meant() -> None:
    data, _ = two_accounts(deathCount=(("130", "at-most"), ("140", "exact"), ("135", "")))
    store = open_memory()
    store.add(DOCUMENT, data + SINGLE, format="turtle")
    rows = strings(store, question("disagreements").bind({}).text)
    names = ("one", "oneQuantifier", "other", "otherQuantifier")
    assert [[row.get(name, "").removeprefix(VOC) for name in names] for row in rows] == [
        ["130", "at-most", "140", "exact"],
        ["130", "at-most", "135", ""],
        ["135", "", "140", "exact"],
    ]


# --------------------------------------------------------------------------------------------------------------- pages


def said(given: Account, *, polarity: str = "positive") -> Said:
    """A claim on a page that gives the same as an account."""
    kind = ox.NamedNode(datatype(given.predicate.removeprefix(terms.DL), given.object))
    known = {field.name: "" for field in fields(Said)}
    made = {**known, "predicate": given.predicate, "quantifier": given.quantifier, "polarity": polarity}
    return Said(**{**made, "object": ox.Literal(given.object, datatype=kind), "plain": True, "words": ()})  # type: ignore[arg-type]


def test_a_page_calls_claims_contrary_where_they_cannot_both_be() -> None:
    for one, other in every_two()[1].values():
        wanted = not can_both_be(one, other)
        assert said(one).is_contrary_to(said(other)) == wanted, (one, other)
        assert said(other).is_contrary_to(said(one)) == wanted, (one, other)
        assert not said(one, polarity="negative").is_contrary_to(said(other))


def test_a_number_that_is_also_given_as_exact_stands_against_another_on_a_page() -> None:
    at_least, exact, more = (
        said(account("deathCount", *value)) for value in (("130", "at-least"), ("130", "exact"), ("133", "exact"))
    )
    loose, strict = Statement(claims=(at_least,)), Statement(claims=(at_least, exact))
    other = Statement(claims=(more,))
    assert disagreements([loose, other]) == ()
    assert disagreements([strict, other]) == ((strict, other),)
