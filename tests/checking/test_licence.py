"""The shapes about direct triples mirror the one rule of the build, for every kind of claim there can be."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest
from rdflib import RDF, SKOS, Graph, Literal, URIRef

from dateline.checking import check
from dateline.model import Certainty, Claim, Inference, Modality, Polarity, ReportingMode, Span, Value
from dateline.policy import POLICIES, Policy, licenses
from tests.checking.graphs import small
from tests.checking.mutations import DL, VOC, build, claim, put

KINDS = tuple(
    Claim(
        id=f"c{number}",
        subject=f"e{number}",
        predicate="participantCount",
        object=Value(value=number, datatype="xsd:integer"),
        attributed_to=None,
        polarity=polarity,
        certainty=certainty,
        modality=modality,
        reporting_mode=mode,
        inference=inference,
        confidence=1.0,
        status="accepted",
        evidence=Span(start=0, end=1, text="x"),
    )
    for number, (polarity, certainty, modality, mode, inference) in enumerate(
        product(*(get_args(kind) for kind in (Polarity, Certainty, Modality, ReportingMode, Inference)))
    )
)


def every_kind(policy: Policy, *, direct: bool) -> Graph:
    """The small graph with an event for every kind of claim, each with its direct triple or without it."""
    graph = small()
    put(graph, build(graph), DL.policy, Literal(policy))
    like = list(graph.predicate_objects(claim(graph, reportingMode="own-voice", polarity="positive")))
    for kind in KINDS:
        event, node = URIRef(f"https://example.org/{kind.subject}"), URIRef(f"https://example.org/{kind.id}")
        graph.add((event, RDF.type, DL.Event))
        graph.add((event, SKOS.prefLabel, Literal(kind.subject)))
        for predicate, value in like:
            graph.add((node, predicate, value))
        for predicate, value in (
            (RDF.subject, event),
            (RDF.predicate, DL.participantCount),
            (RDF.object, Literal(int(kind.subject[1:]))),
            (DL.polarity, VOC[kind.polarity]),
            (DL.certainty, VOC[kind.certainty]),
            (DL.modality, VOC[kind.modality]),
            (DL.reportingMode, VOC[kind.reporting_mode]),
            (DL.inference, VOC[kind.inference]),
        ):
            put(graph, node, predicate, value)
        if direct:
            graph.add((event, DL.participantCount, Literal(int(kind.subject[1:]))))
    return graph


def test_there_are_all_324_kinds() -> None:
    assert len(KINDS) == 2 * 3 * 6 * 3 * 3


@pytest.mark.parametrize("policy", POLICIES)
def test_a_direct_triple_is_refused_exactly_where_the_build_withholds_it(policy: Policy) -> None:
    refused = {
        finding.value
        for finding in check(every_kind(policy, direct=True))
        if finding.shape == "DirectTripleIsLicensed" and finding.path == "dl:participantCount"
    }
    withheld = [kind for kind in KINDS if not licenses(kind, policy)]
    assert refused == {f'"{kind.subject[1:]}"^^<http://www.w3.org/2001/XMLSchema#integer>' for kind in withheld}


@pytest.mark.parametrize("policy", POLICIES)
def test_a_direct_triple_is_missed_exactly_where_the_build_gives_it(policy: Policy) -> None:
    missed = {
        finding.value
        for finding in check(every_kind(policy, direct=False))
        if finding.shape == "ClaimIsMaterialised" and "https://example.org/c" in finding.value
    }
    assert missed == {f"<https://example.org/{kind.id}>" for kind in KINDS if licenses(kind, policy)}


@pytest.mark.slow
@pytest.mark.parametrize("policy", POLICIES)
def test_the_reference_tier_draws_the_same_line(policy: Policy) -> None:
    graph = every_kind(policy, direct=True)
    assert [finding for finding in check(graph, tier="reference") if finding.shape == "DirectTripleIsLicensed"] == [
        finding for finding in check(graph) if finding.shape == "DirectTripleIsLicensed"
    ]
