"""The two rules look at kinds of words and at dates: they find what hardly goes together, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.checking import Finding, check
from dateline.checking.tensions import content_words, normal_name, tensions, warnings_of
from dateline.model import (
    Claim,
    DocumentRecord,
    Entity,
    Event,
    Mention,
    Reader,
    Reading,
    ReadingWarning,
    Ref,
    Span,
    Time,
    Value,
)
from tests.conftest import example_compiled

TEXT = "The mine closed in May 1921. The closing of the Ellis mine, on June 3, 1922, came a year later."


def span(words: str) -> Span:
    begin = TEXT.index(words)
    return Span(start=begin, end=begin + len(words), text=words)


def event(identifier: str, label: str, kind: str = "PoliticalEvent") -> Event:
    return Event(id=identifier, type=kind, label=label, triggers=(span("closed"),))


def said(identifier: str, subject: str, predicate: str, what: Ref | Value, words: str) -> Claim:
    return Claim(
        id=identifier,
        subject=subject,
        predicate=predicate,
        object=what,
        attributed_to=None,
        polarity="positive",
        certainty="certain",
        modality="asserted",
        reporting_mode="own-voice",
        confidence=0.9,
        status="accepted",
        evidence=span(words),
    )


WRITTEN = Time(id="t1", span=span("June 3, 1922"), kind="DATE", value="1922-06-03", edtf="1922-06-03")
COUNTED = Time(id="t2", span=span("a year later"), kind="DATE", value="1922-05", edtf="1922-05~", anchor="t0")
START = Time(id="t0", span=span("May 1921"), kind="DATE", value="1921-05", edtf="1921-05")
EVENTS = (event("e1", "closing of the mine"), event("e2", "closing of the Ellis mine"))
CLAIMS = (
    said("c1", "e1", "agent", Ref(id="owners"), "The mine closed"),
    said("c2", "e2", "agent", Ref(id="owners"), "The closing of the Ellis mine"),
    said("c3", "e1", "startDate", Value(value="1922-05~", datatype="edtf"), "came a year later"),
    said("c4", "e2", "startDate", Value(value="1922-06-03", datatype="xsd:date"), "on June 3, 1922"),
)
READING = Reading(
    document=DocumentRecord(id="d", sha256="0" * 64, length=len(TEXT), language="en"),
    reader=Reader(name="a reader", version="1"),
    times=(START, WRITTEN, COUNTED),
    events=EVENTS,
    claims=CLAIMS,
)


def found(reading: Reading) -> list[Finding]:
    return list(tensions(reading, lambda identifier: f"https://example.org/{identifier}"))


def test_a_counted_date_that_a_written_one_contradicts_is_found() -> None:
    [finding] = found(READING)
    assert finding.shape == "RelativeDateDisagrees"
    assert finding.source == "rule"
    assert finding.focus == "https://example.org/e1"
    assert finding.value == "<https://example.org/e2>"
    assert "“a year later” gives 1922-05~" in finding.message
    assert "“June 3, 1922” gives 1922-06-03" in finding.message
    assert finding.where == "events[0] (e1), events[1] (e2)"


def test_two_dates_of_one_event_need_no_label_to_disagree() -> None:
    claims = tuple(replace(claim, subject="e1") for claim in CLAIMS)
    assert len(found(replace(READING, claims=claims, events=(event("e1", "x"),)))) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"events": (EVENTS[0], event("e2", "closing of the Ellis mine", "ViolentEvent"))},
        {"events": (EVENTS[0], event("e2", "closing of the harbour"))},
        {"claims": (CLAIMS[0], *CLAIMS[2:])},
        {"claims": (*CLAIMS[:2], replace(CLAIMS[2], polarity="negative"), CLAIMS[3])},
        {"claims": (*CLAIMS[:2], replace(CLAIMS[2], status="rejected"), CLAIMS[3])},
        {"claims": (*CLAIMS[:3], replace(CLAIMS[3], predicate="endDate"))},
        {"times": (START, WRITTEN, replace(COUNTED, anchor=None))},
        {"times": (START, replace(WRITTEN, anchor="t0"), COUNTED)},
        {"times": (START, WRITTEN)},
        {"document": replace(READING.document, language="fr")},
    ],
    ids=[
        "another class", "another event", "no shared agent", "denied", "rejected", "start against end", "none counted",
        "none written", "no time in the words", "not English",
    ],
)  # fmt: skip
def test_what_need_not_contradict_is_left_alone(change: dict[str, object]) -> None:
    assert found(replace(READING, **change)) == []  # type: ignore[arg-type]


def test_dates_that_overlap_do_not_disagree() -> None:
    same = replace(WRITTEN, edtf="1922-05-31")
    claim = replace(CLAIMS[3], object=Value(value="1922-05-31", datatype="xsd:date"))
    assert found(replace(READING, times=(START, same, COUNTED), claims=(*CLAIMS[:3], claim))) == []


def named(*names: str, form: str = "name") -> Reading:
    mentions = tuple(
        Mention(span=Span(start=number, end=number + len(name), text=name), form=form)  # type: ignore[arg-type]
        for number, name in enumerate(names)
    )
    entity = Entity(id="x", type="Organization", label="x", mentions=mentions)
    return replace(READING, entities=(entity,), events=(), claims=())


def test_several_names_are_counted_the_most_frequent_first() -> None:
    [finding] = found(named("Red Kingdom", "the Red Republic", "Red kingdom’s", "Red Kingdom"))
    assert finding.shape == "SeveralNames"
    assert "“Red Kingdom” (3), “Red Republic” (1)" in finding.message
    assert finding.where == "entities[0] (x)"


@pytest.mark.parametrize(
    "names",
    [
        ("Ellis", "Port Ellis", "Port Ellis’s"),
        ("the Gazette", "GAZETTE", "Gazette's"),
        ("Workers of Port Ellis", "WPE", "W.P.E."),
        ("Republic of Westland", "Westland"),
        ("Westland",),
        (),
    ],
)
def test_parts_cases_articles_and_initials_are_one_name(names: tuple[str, ...]) -> None:
    assert found(named(*names)) == []


def test_descriptions_are_no_names() -> None:
    assert found(named("the regime", "the government", form="description")) == []


def test_the_words_that_say_nothing_are_left_out() -> None:
    assert content_words("The withdrawal of the troops from Westland’s capital") == {
        "withdrawal",
        "troops",
        "westland",
        "capital",
    }
    assert normal_name("An  Army's") == "army"


def test_warnings_of_a_reading_keep_their_author() -> None:
    mine = ReadingWarning(text="Look here.", id="w1", about=("e2",), by="A Person")
    theirs = ReadingWarning(text="And here.")
    one, two = warnings_of(
        replace(READING, warnings=(mine, theirs)), lambda name: f"https://e.org/{name}", "https://e.org/"
    )
    assert (one.source, one.where, one.focus) == ("warning by A Person", "warnings[0] (w1)", "https://e.org/e2")
    assert (two.source, two.where, two.focus) == ("warning by a reader", "warnings[1]", "https://e.org/")


def test_the_example_has_one_tension_of_dates_and_one_of_names() -> None:
    rules = [finding for finding in check(example_compiled()) if finding.source == "rule"]
    assert [(finding.shape, finding.where.count("(")) for finding in rules] == [
        ("RelativeDateDisagrees", 2),
        ("SeveralNames", 1),
    ]
    assert "ev_independence_az" in rules[0].where
    assert "ev_declaration" in rules[0].where
    assert "“Soviet Empire” (4), “Soviet Union” (1)" in rules[1].message


def test_the_example_hands_on_the_warnings_of_its_reader() -> None:
    compiled = example_compiled()
    handed = [finding for finding in check(compiled) if finding.shape == "ReadingWarning"]
    assert [finding.message for finding in sorted(handed, key=lambda finding: finding.where)] == [
        warning.text for warning in compiled.reading.warnings
    ]
