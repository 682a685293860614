"""Findings are written for people, for programs and as linked data, the same way every time."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, BNode, Graph, Namespace, URIRef

from dateline.checking import SEVERITIES, Finding, check, render_findings, require_conforms, violations
from dateline.errors import CheckError, UsageError
from tests.checking.graphs import small
from tests.checking.mutations import MUTATIONS

SH = Namespace("http://www.w3.org/ns/shacl#")
DS = Namespace("https://w3id.org/dateline/shapes#")

FINDING = Finding(
    shape="Claim",
    severity="violation",
    message="A claim shows the exact words that say it: at least one text span.",
    focus="https://example.org/kg/doc/d/claim/0123456789abcdef",
    path="dl:evidence",
    where="claims[3] (c04)",
    remedy="Point to the words; a claim without words is not published.",
)


def corrupted(*whats: str) -> tuple[Finding, ...]:
    graph = small()
    for mutation in MUTATIONS:
        if mutation.what in whats:
            mutation.apply(graph)
    return check(graph)


def test_the_text_says_what_where_and_what_to_do_in_one_paragraph() -> None:
    assert render_findings([FINDING]) == (
        "1 violation. It does not conform.\n"
        "\n"
        "Violations\n"
        "\n"
        "  Claim: A claim shows the exact words that say it: at least one text span. At\n"
        "    d/claim/0123456789abcdef (dl:evidence). In the reading: claims[3] (c04). Point to the words; a\n"
        "    claim without words is not published.\n"
    )


def test_findings_about_words_come_in_the_order_of_the_text() -> None:
    found = corrupted("the no-break space stripped from the text")
    places = [int(finding.value.split("=")[1].split(",")[0]) for finding in found if finding.shape == "QuoteEqualsText"]
    assert places == sorted(places)


def test_no_finding_is_said_to_conform() -> None:
    assert render_findings([]) == "It conforms: no violations, no warnings, no notes.\n"


def test_the_text_goes_from_the_gravest_to_the_least() -> None:
    shown = render_findings(corrupted("an event that no words name", "the word of a group", "a claim without evidence"))
    titles = [line for line in shown.splitlines() if line in ("Violations", "Warnings", "Notes")]
    assert titles == ["Violations", "Warnings", "Notes"]


def test_the_text_shows_five_of_a_shape_and_counts_the_rest() -> None:
    findings = corrupted("the no-break space stripped from the text")
    shifted = [finding for finding in findings if finding.shape == "QuoteEqualsText"]
    assert f"QuoteEqualsText: {len(shifted) - 5} more like these" in render_findings(findings)
    assert len(json.loads(render_findings(findings, "json"))) == len(findings)


def test_the_text_gives_no_terminal_an_order() -> None:
    hostile = Finding(
        shape="X", severity="info", message="a\x1b[2Jb\u202e\r", focus="https://example.org/\x07", quote="\x00"
    )
    shown = render_findings([hostile])
    assert all(character == "\n" or character.isprintable() for character in shown)
    assert "\\u001b" in shown


def test_the_text_elides_what_is_too_long() -> None:
    long = Finding(shape="X", severity="info", message="word " * 10_000, focus="https://example.org/x")
    assert len(render_findings([long])) < 1_000


def test_the_json_is_what_the_findings_are() -> None:
    findings = corrupted("a claim without evidence", "two exact matches")
    assert json.loads(render_findings(findings, "json")) == [asdict(finding) for finding in findings]


def test_the_turtle_is_a_validation_report_without_blank_nodes() -> None:
    findings = corrupted("a claim without evidence", "an event that no words name", "a negative number of dead")
    graph = Graph().parse(data=render_findings(findings, "turtle"), format="turtle")
    report = graph.value(predicate=RDF.type, object=SH.ValidationReport)
    results = set(graph.objects(report, SH.result))
    assert len(results) == len(findings)
    assert not any(isinstance(term, BNode) for triple in graph for term in triple)
    assert str(graph.value(report, SH.conforms)) == "false"
    for result in results:
        for name in ("resultSeverity", "sourceConstraintComponent", "focusNode", "sourceShape", "resultMessage"):
            assert len(set(graph.objects(result, SH[name]))) == 1
        assert graph.value(result, DS.remedy)


def test_a_result_names_the_property_shape_it_comes_from() -> None:
    graph = Graph().parse(data=render_findings(corrupted("a claim without evidence"), "turtle"), format="turtle")
    assert (None, SH.sourceShape, DS["Claim-evidence"]) in graph
    assert (None, SH.resultPath, URIRef("https://w3id.org/dateline/ns#evidence")) in graph


def test_a_rule_or_a_person_is_named_as_the_source() -> None:
    warned = Finding(
        shape="ReadingWarning", severity="warning", message="m", focus="https://e.org/x", source="warning by A"
    )
    shown = Graph().parse(data=render_findings([warned], "turtle"), format="turtle")
    assert (None, SH.sourceConstraintComponent, DS.Rule) in shown
    assert "(Warning by A.)" in render_findings([warned])
    assert (
        str(shown.value(predicate=SH.conforms, object=None, subject=shown.value(None, RDF.type, SH.ValidationReport)))
        == "true"
    )


words = st.text(max_size=30)
findings = st.lists(
    st.builds(
        Finding,
        shape=st.sampled_from(["Claim", "SingleValued", "SeveralNames", "PublishedText"]),
        severity=st.sampled_from(SEVERITIES),
        message=words,
        focus=st.sampled_from(["https://example.org/a", "_:b0", ""]),
        path=st.sampled_from(["", "dl:evidence", "^dl:denotes", "https://example.org/p"]),
        value=st.sampled_from(
            ["", "<https://example.org/v>", '"12"^^<http://www.w3.org/2001/XMLSchema#integer>', '"a\\nb"@en', "_:b1"]
        ),
        quote=words,
        where=words,
        remedy=words,
        source=st.sampled_from(["shape", "rule", "warning by somebody"]),
    ),
    max_size=6,
)


@given(findings)
def test_any_findings_can_be_written_in_every_form(found: list[Finding]) -> None:
    for form in ("text", "json", "turtle"):
        shown = render_findings(found, form)
        assert shown == render_findings(list(reversed(found)), form)
    assert len(Graph().parse(data=shown, format="turtle")) >= 2 + 5 * len(set(found))


def test_another_form_is_refused() -> None:
    with pytest.raises(UsageError, match="text, json or turtle"):
        render_findings([], "yaml")  # type: ignore[arg-type]


def test_violations_stop_and_carry_everything_that_was_found() -> None:
    found = corrupted("a claim without evidence", "an event that no words name")
    with pytest.raises(CheckError, match=r"1 violation \(Claim\); nothing was published") as stopped:
        require_conforms(found)
    assert stopped.value.findings == found
    assert stopped.value.exit_code == 1
    assert len(violations(found)) == 1


def test_warnings_and_notes_do_not_stop() -> None:
    found = corrupted("an event that no words name", "the word of a group")
    assert found
    require_conforms(found)
