"""Sources disagree on a figure only where no source leaves room for the other: the same in both tiers, and where two
documents are compared.
"""

from __future__ import annotations

from itertools import combinations

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from dateline import terms
from dateline.accounts.judging import can_both_be
from dateline.checking import Tier, check
from tests.checking.graphs import small
from tests.checking.mutations import DL
from tests.questions.test_collections import DAYS, FIGURES, account

VOC = terms.VOC
FEW = tuple((number, how) for number, how in FIGURES if number in ("130", "140", "700"))


def saying(pairs: list[tuple[tuple[str, str], tuple[str, str]]], name: str) -> Graph:
    """A graph in which each of many events has two values of a property, each with its claim."""
    graph, base = small(), "https://example.org/many/"
    for number, pair in enumerate(pairs):
        event = URIRef(f"{base}{number}")
        for place, (value, quantifier) in enumerate(pair):
            claim = URIRef(f"{base}{number}/{place}")
            datatype = terms.INTEGER if quantifier else {4: terms.YEAR, 7: terms.YEAR_MONTH, 10: terms.DATE}[len(value)]
            literal = Literal(value, datatype=URIRef(datatype), normalize=False)
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
        ("startDate", DAYS, "fast"),
        pytest.param("deathCount", FEW, "reference", marks=pytest.mark.slow),
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
