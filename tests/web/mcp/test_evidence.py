"""What an answer rests on: words for every row that names something, by the claims that say just that."""

from __future__ import annotations

import pytest

from dateline.questions import question, questions
from dateline.sparql import network_clause
from dateline.store.results import Table, str_of
from dateline.web.mcp.evidence import claims_of, evidence_for
from dateline.web.served import Served, open_served
from tests.conftest import EXAMPLE

HERE = [one.name for one in questions() if network_clause(one.text) is None]


@pytest.fixture(scope="module")
def served() -> Served:
    return open_served(EXAMPLE)


def rows(served: Served, name: str, **given: str) -> list[list[str]]:
    asked = question(name)
    examples = {one.name: one.example for one in asked.parameters if one.required and one.example}
    found = served.dataset.ask(asked, {**examples, **given})
    assert isinstance(found, Table)
    return [["" if term is None else str_of(term) for term in row] for row in found.rows]


@pytest.mark.parametrize("name", HERE)
def test_every_row_of_every_question_that_names_something_rests_on_words(served: Served, name: str) -> None:
    for row in rows(served, name):
        if any(term in served.by_iri for term in row):
            found = evidence_for(served, row)
            assert found, row
            assert all(one["words"] and one["document"] for one in found)


def test_a_row_rests_on_the_claims_that_say_what_is_in_it(served: Served) -> None:
    for row in rows(served, "casualties"):
        number = row[3]
        assert any(number in one["says"] for one in evidence_for(served, row))


def test_a_claim_that_is_no_plain_statement_never_stands_as_a_fact(served: Served) -> None:
    seen = set()
    for thing in (one.iri for one in served.of_kind("event", "thing")):
        for claim in claims_of(served, thing):
            seen.add(claim.standing)
            if not claim.standing.startswith(("asserted", "taken for granted")):
                assert not claim.plain, claim
    assert any(one.startswith("DENIED") for one in seen)
    assert any("not asserted" in one for one in seen)
    assert any(one.startswith("only probable") for one in seen)
