"""Claims: what is said of entities, each with the shortest words that say it, in terms that the ontology has."""

from __future__ import annotations

from functools import cache

import pytest

from dateline.model import Claim, Reading, Ref
from dateline.reader import read
from dateline.terms import PREDICATES, is_a


@cache
def reading(text: str, issued: str | None = None, publisher: str | None = None) -> Reading:
    return read(text, id="d", issued=issued, publisher=publisher)


def triples(text: str) -> set[tuple[str, str, str]]:
    done = reading(text)
    labels = {one.id: one.label for one in done.entities} | {one.id: one.label for one in done.events}
    labels |= {one.id: one.span.text for one in done.times}
    return {
        (
            labels[claim.subject],
            claim.predicate,
            labels[claim.object.id] if isinstance(claim.object, Ref) else str(claim.object.value),
        )
        for claim in done.claims
    }


def claim(predicate: str, text: str) -> Claim:
    found = [one for one in reading(text).claims if one.predicate == predicate]
    assert len(found) == 1, f"{len(found)} claims say {predicate}"
    return found[0]


def test_a_capital_is_the_capital_of_its_country() -> None:
    assert ("Oslo", "capitalOf", "Norway") in triples("They met in Norway's capital, Oslo.")


def test_an_officer_of_a_body_belongs_to_it() -> None:
    found = claim("memberOf", "Anna Berg, the chairman of Halden Airlines, left the meeting.")
    assert found.evidence.text.endswith("Halden Airlines")


def test_a_judging_word_is_an_evaluation_and_no_fact() -> None:
    found = claim("characterizedAs", "Guards shot innocent villagers.")
    assert found.modality == "evaluative"
    assert found.evidence.text == "innocent villagers"


def test_a_report_is_published_by_who_is_said_to_have_published_it() -> None:
    text = "A report published by Amnesty International describes the camp."
    assert ("A report", "publisher", "Amnesty International") in triples(text) or (
        "report",
        "publisher",
        "Amnesty International",
    ) in triples(text)


def test_a_date_alone_on_a_line_is_the_day_the_text_was_issued() -> None:
    done = reading("Storm Over Halden\n\n3 May 1921\n\nA storm destroyed the harbour.")
    issued = [one for one in done.claims if one.predicate == "issued"]
    assert len(issued) == 1
    assert done.document.issued == "1921-05-03"
    assert issued[0].evidence.text == "3 May 1921"
    assert issued[0].subject == done.document.entity


def test_a_body_that_signs_at_the_end_is_the_publisher() -> None:
    text = "Storm Over Halden\n\nA storm destroyed the harbour.\n\nThe ships were lost.\n\nMinistry of Public Works"
    done = reading(text)
    names = {one.id: one.label for one in done.entities}
    assert done.document.publisher is not None
    assert names[done.document.publisher] == "Ministry of Public Works"


def test_a_publisher_that_is_given_and_not_named_becomes_an_entity_of_its_own() -> None:
    done = reading("A storm destroyed the harbour.", publisher="The Halden Courier")
    assert done.document.publisher in {one.id for one in done.entities}


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May 1921 rebels in Norway attacked villagers, killing 12 people, Anna Berg said.",
        "The invasion of Norway by British troops led to the collapse of the government in 1940.",
        "The Halden Courier on 3 May 1921 quoted a witness who said, “Guards shot at everything.”",
    ],
)
def test_every_claim_fits_the_domain_and_the_range_of_its_predicate(text: str) -> None:
    done = reading(text)
    kinds = {one.id: one.type for one in done.entities} | {one.id: one.type for one in done.events}
    kinds |= {one.id: "TimeSpan" for one in done.times}
    assert done.claims
    for one in done.claims:
        predicate = PREDICATES[one.predicate]
        assert any(is_a(kinds[one.subject], kind) for kind in predicate.domain), one
        if isinstance(one.object, Ref):
            assert any(is_a(kinds[one.object.id], kind) for kind in predicate.range), one
        else:
            assert predicate.values, one


def test_evidence_runs_from_the_first_to_the_last_word_that_is_needed() -> None:
    done = reading("Early in the morning, rebels from the hills suddenly attacked villagers with knives.")
    agents = [one.evidence.text for one in done.claims if one.predicate == "agent"]
    assert agents
    assert all("morning" not in words and "knives" not in words for words in agents)


def test_a_claim_is_only_proposed_and_its_confidence_is_a_probability() -> None:
    for one in reading("Rebels attacked the village on 3 May 1921.").claims:
        assert one.status == "proposed"
        assert 0 < one.confidence < 1


def test_the_place_and_date_that_open_a_story_are_no_part_of_its_first_sentence() -> None:
    done = reading("ROME, 3 March 2019 — Rebels attacked a village.")
    assert done.document.issued == "2019-03-03"
    assert {one.evidence.text for one in done.claims if one.predicate == "agent"} == {"Rebels attacked"}


def test_what_is_quoted_from_nobody_known_is_not_sure_enough_to_be_published() -> None:
    text = "The fair closed. “Rebels attacked the village,” read a banner."
    quoted = [one for one in read(text, id="d").claims if one.reporting_mode != "own-voice"]
    assert quoted
    assert all(one.confidence <= 0.5 and one.attributed_to is None for one in quoted)
