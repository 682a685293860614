"""What licenses a direct statement: affirmed, certain, asserted or presupposed; no inference on verbatim words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dateline.model import Claim, Ref, Span
from dateline.policy import is_built, licenses, withheld

PLAIN = Claim(
    id="c1",
    subject="ev",
    predicate="agent",
    object=Ref(id="x"),
    attributed_to=None,
    polarity="positive",
    certainty="certain",
    modality="asserted",
    reporting_mode="own-voice",
    confidence=0.9,
    status="proposed",
    evidence=Span(start=0, end=1, text="x"),
)


@pytest.mark.parametrize("mode", ["own-voice", "direct-quotation", "indirect-speech"])
@pytest.mark.parametrize("modality", ["asserted", "presupposed"])
def test_what_any_voice_says_plainly_is_licensed_when_sourced(mode: Any, modality: Any) -> None:
    assert licenses(replace(PLAIN, reporting_mode=mode, modality=modality), "sourced")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"polarity": "negative"}, "denied"),
        ({"certainty": "probable"}, "probable"),
        ({"certainty": "possible"}, "possible"),
        ({"modality": "hedged"}, "hedged"),
        ({"modality": "believed"}, "believed"),
        ({"modality": "evaluative"}, "evaluative"),
        ({"modality": "intended"}, "intended"),
        ({"inference": "contextual", "reporting_mode": "direct-quotation"}, "verbatim"),
    ],
)
@pytest.mark.parametrize("policy", ["sourced", "strict"])
def test_what_is_not_said_plainly_is_withheld_under_either_policy(
    change: dict[str, Any], why: str, policy: Any
) -> None:
    claim = replace(PLAIN, **change)
    assert why in withheld(claim, policy)
    assert not licenses(claim, policy)


@pytest.mark.parametrize("mode", ["direct-quotation", "indirect-speech"])
def test_the_strict_policy_takes_the_documents_own_voice_only(mode: Any) -> None:
    assert not licenses(replace(PLAIN, reporting_mode=mode), "strict")
    assert licenses(PLAIN, "strict")


def test_a_claim_is_built_when_a_person_accepted_it_or_the_reader_is_sure_enough() -> None:
    assert is_built(PLAIN, 0.9)
    assert not is_built(PLAIN, 0.91)
    assert is_built(replace(PLAIN, status="accepted", confidence=0.0), 0.9)
    assert not is_built(replace(PLAIN, status="rejected", confidence=1.0), 0.0)
