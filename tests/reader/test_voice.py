"""Voice: what is denied, hedged, intended, believed or open is never said plainly."""

from __future__ import annotations

from functools import cache

import pytest

from dateline.model import Claim, Reading
from dateline.policy import licenses
from dateline.reader import read
from dateline.reader.parse import parse
from dateline.reader.stance import Stance
from dateline.reader.voice import stance


@cache
def reading(text: str) -> Reading:
    return read(text, id="d")


def stance_of(word: str, text: str) -> Stance:
    found = [token for token in parse(text).tokens() if token.text == word]
    assert found, f"{word} is not in the text"
    return stance(found[-1])


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("attacked", "Rebels attacked the village."),
        ("attack", "The king managed to attack the village."),
        ("attack", "They were forced to attack the village."),
        ("resigned", "She resigned after the vote."),
        ("sold", "Not only the house was sold."),
        ("sell", "Debts prompted him to sell the farm."),
    ],
)
def test_what_is_said_plainly_is_a_fact(word: str, text: str) -> None:
    assert stance_of(word, text).is_fact


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("attack", "Rebels did not attack the village."),
        ("attacked", "Rebels never attacked the village."),
        ("stop", "The king was unable to stop the revolt."),
        ("attack", "Rebels refused to attack the village."),
        ("attack", "Rebels failed to attack the village."),
        ("attacking", "Rebels left without attacking the village."),
        ("attacked", "No rebels attacked the village."),
        ("stop", "Not even the king could stop the revolt."),
        ("merger", "The merger was cancelled."),
        ("attack", "The guards prevented an attack."),
        ("leaving", "Reporters were banned from leaving the town."),
        ("looking", "The team will cease looking at the plans."),
    ],
)
def test_what_is_denied_or_prevented_is_negative(word: str, text: str) -> None:
    assert stance_of(word, text).polarity == "negative"


def test_a_failure_that_is_denied_is_affirmed() -> None:
    assert stance_of("attack", "Rebels did not fail to attack the village.").polarity == "positive"


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("attack", "Rebels may attack the village."),
        ("attack", "Rebels will attack the village."),
        ("attack", "Rebels plan to attack the village."),
        ("attack", "Rebels are expected to attack the village."),
        ("attacked", "Rebels apparently attacked the village."),
        ("attacked", "If rebels attacked the village, the king fled."),
        ("attacked", "Rebels are said to have attacked the village."),
        ("attacked", "Have rebels attacked the village?"),
        ("collapse", "They feared the prospect of a collapse of the bank."),
        ("merger", "The company planned a merger."),
        ("flight", "The flight was delayed."),
        ("attack", "The general ordered the guards to attack the village."),
        ("intended", "The blow appeared to have been intended as a warning."),
        ("warning", "The blow appeared to have been intended as a warning."),
        ("attacked", "Analysts believe that rebels attacked the village."),
        ("attacked", "She asked whether rebels attacked the village."),
    ],
)
def test_what_is_open_hedged_intended_or_believed_is_not_certain(word: str, text: str) -> None:
    found = stance_of(word, text)
    assert found.polarity == "positive"
    assert found.certainty != "certain"
    assert not found.is_fact


def test_what_stands_under_despite_is_taken_for_granted() -> None:
    found = stance_of("occupation", "He stayed despite the occupation of the town.")
    assert found.modality == "presupposed"
    assert found.is_fact


def test_a_denial_of_a_denial_is_an_affirmation() -> None:
    assert Stance().denied().denied() == Stance()


def claims(text: str) -> tuple[Claim, ...]:
    found = reading(text).claims
    assert found, "the text makes no claim"
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Rebels did not attack the village.",
        "Rebels may have attacked the village.",
        "If rebels attack the village, guards will shoot the prisoners.",
        "Rebels plan to attack the village.",
        "Did rebels attack the village?",
    ],
)
def test_no_direct_triple_rests_on_what_is_not_said_plainly(text: str) -> None:
    found = [claim for claim in claims(text) if "attack" in (claim.predicate_text or "")]
    assert found
    assert not [claim for claim in found if licenses(claim, "sourced")]


def test_a_claim_in_a_quotation_is_the_speakers_and_one_outside_is_the_documents() -> None:
    text = "Anna Berg said that rebels attacked the village. Guards shot two prisoners."
    labels = {one.id: one.label for one in reading(text).entities}
    voices = {
        claim.evidence.text: (labels.get(claim.attributed_to or ""), claim.reporting_mode) for claim in claims(text)
    }
    assert voices["rebels attacked"] == ("Anna Berg", "indirect-speech")
    assert voices["Guards shot"] == (None, "own-voice")


def test_what_nobody_in_particular_says_is_hedged() -> None:
    found = [
        claim
        for claim in claims("It is reported that rebels attacked the village.")
        if "attacked" in claim.evidence.text
    ]
    assert found
    assert all(claim.modality == "hedged" and claim.attributed_to is None for claim in found)
