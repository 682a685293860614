"""A second draft over a reading that people have worked on changes nothing that they decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import ReadingError
from dateline.model import Claim, Reader, Reading, Ref
from dateline.reading import Merged, load_reading, merge, parse_reading, render_reading
from tests.reading.models import readings
from tests.reading.small import TEXT, claim, read, small, span

EXAMPLE = Path(__file__).parents[2] / "graph" / "black-january"
LATER = Reader(name="a reader", version="2")
SECTIONS = ("entities", "times", "quantities", "quotations", "events", "claims", "warnings")

NAMING = ("id", "subject", "attributedTo", "relayedBy", "source", "publisher", "anchor", "timeScope", "about")


def standing(*changes: Callable[[dict[str, Any]], None]) -> Reading:
    """The small reading after somebody changed it."""
    data = small()
    for change in changes:
        change(data)
    return read(data)


def drafted(*changes: Callable[[dict[str, Any]], None]) -> Reading:
    """A draft of the same text by a later version of its reader."""
    return replace(standing(*changes), reader=LATER)


def member(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """A change of one member (`claims.0.status`); `...` deletes it."""

    def change(data: Any) -> None:
        *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in steps:
            data = data[step]
        if value is ...:
            del data[last]
        else:
            data[last] = value

    return change


def more(section: str, item: dict[str, Any]) -> Callable[[dict[str, Any]], None]:
    """A change that adds an item."""
    return lambda data: data[section].append(item)


def without(*names: str) -> Callable[[dict[str, Any]], None]:
    """A change that takes items out, by id."""

    def change(data: dict[str, Any]) -> None:
        for section in SECTIONS:
            data[section] = [one for one in data[section] if isinstance(one, str) or one.get("id") not in names]

    return change


def renamed(names: dict[str, str]) -> Callable[[dict[str, Any]], None]:
    """A change of ids, wherever they stand."""

    def rename(data: Any, key: str = "") -> Any:
        if isinstance(data, dict):
            return {name: rename(value, name) for name, value in data.items()}
        if isinstance(data, list):
            return [rename(value, key) for value in data]
        return names.get(data, data) if isinstance(data, str) and key in NAMING else data

    def change(data: dict[str, Any]) -> None:
        data.update(rename(dict(data)))

    return change


def holds(reading: Reading, text: str = TEXT) -> None:
    """Asserts that a reading is valid, written and read again."""
    again = parse_reading(render_reading(reading, format="yaml"), format="yaml", file="merged.yaml", text=text)
    assert again == reading


def claims_of(reading: Reading) -> dict[str, Claim]:
    """The claims by id."""
    return {one.id: one for one in reading.claims}


def told(merged: Merged) -> dict[str, tuple[str, str]]:
    """What differs, by path."""
    return {one.path: (one.stands, one.draft) for one in merged.differs}


def test_a_reading_of_another_text_is_refused() -> None:
    other = replace(standing(), document=replace(standing().document, sha256="0" * 64))
    with pytest.raises(ReadingError, match="another text"):
        merge(standing(), other)


def test_the_same_draft_again_changes_and_tells_nothing() -> None:
    merged = merge(standing(), standing())
    assert merged == Merged(reading=standing(), added=(), dropped=(), differs=())
    assert not merged.changes


@settings(max_examples=40)
@given(readings())
def test_any_reading_merged_with_itself_is_itself(given_: tuple[Reading, str]) -> None:
    reading, _ = given_
    merged = merge(reading, reading)
    assert merged.reading == reading
    assert not merged.changes
    assert not merged.differs


def test_things_are_found_by_their_words_whatever_they_are_called() -> None:
    draft = drafted(renamed({"dockers": "sixty", "strike": "ev_1", "t_day": "t1", "c2": "c9", "quote": "q7"}))
    merged = merge(standing(), draft)
    assert merged.reading == standing()
    assert not merged.differs


def test_an_article_more_or_less_is_the_same_mention() -> None:
    shorter = {**span("council"), "form": "description"}
    merged = merge(standing(), drafted(member("entities.0.mentions.0", shorter)))
    assert not merged.changes
    assert [one.path for one in merged.differs] == ["entities[0] (council).mentions"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("entities.2.label", "Ellis"),
        ("entities.2.type", "Polity"),
        ("entities.1.mentions.1", {**span("Sixty"), "form": "name"}),
        ("times.1.edtf", "1921-05-07~"),
        ("quantities.0.quantifier", "approximate"),
        ("quotations.0.direct", False),
        ("quotations.0.cue", span("a clerk said")),
        ("events.1.type", "PoliticalEvent"),
        ("events.0.certainty", "probable"),
        ("claims.1.polarity", "negative"),
        ("claims.1.confidence", 0.4),
        ("claims.3.relayedBy", "council"),
        ("claims.1.evidence", span("the strike")),
        ("document.title", "A strike"),
    ],
)
def test_what_stands_is_kept_and_what_the_draft_says_instead_is_told(path: str, value: Any) -> None:
    edited = standing(member(path, value))
    merged = merge(edited, drafted())
    assert merged.reading == edited
    assert len(merged.differs) == 1
    assert merged.differs[0].stands != merged.differs[0].draft
    section = path.split(".")[0]
    assert merged.differs[0].path.startswith(section)


def test_a_difference_says_where_what_stands_and_what_the_draft_says() -> None:
    merged = merge(standing(member("claims.1.polarity", "negative")), drafted())
    assert str(merged.differs[0]) == "claims[1] (c2).polarity: stands negative; the draft says positive"


def test_what_is_new_is_added_and_signed_by_its_reader() -> None:
    new_event = {"id": "calm", "type": "Event", "label": "ending", "triggers": [span("ended")]}
    new_claim = claim("c6", "strike", "subEventOf", {"id": "calm"}, "the strike ended")
    draft = drafted(more("events", new_event), more("claims", new_claim))
    merged = merge(standing(), draft)
    assert merged.added == ("events[2] (calm)", "claims[5] (c6)")
    assert merged.reading.events[2].by == "a reader 2"
    assert merged.reading.claims[5].by == "a reader 2"
    assert merged.reading.reader == standing().reader
    holds(merged.reading)


def test_new_items_never_take_an_id_that_the_reading_ever_had() -> None:
    decided = standing(renamed({"joining": "calm"}), without("c5"), member("quantities", []))
    new = {"id": "calm", "type": "Event", "label": "ending", "triggers": [span("ended")]}
    draft = drafted(
        without("joining", "c5"),
        more("events", new),
        more("claims", claim("c9", "calm", "agent", {"id": "clerk"}, "said")),
        renamed({"c4": "c3", "c3": "c8", "c9": "c4"}),
    )
    merged = merge(decided, draft)
    assert merged.dropped == ("events[1] (calm)",)
    assert merged.reading.events[1].id == "calm_2"
    assert [one.id for one in merged.reading.claims] == ["c1", "c2", "c3", "c4", "c5"]
    assert merged.reading.claims[4].subject == "calm_2"
    holds(merged.reading)


@pytest.mark.parametrize("status", ["accepted", "rejected"])
def test_what_a_person_decided_stays_when_no_draft_proposes_it_any_more(status: str) -> None:
    decided = standing(member("claims.4.status", status))
    merged = merge(decided, drafted(without("c5", "joining")))
    assert merged.reading == decided
    assert not merged.changes


def test_what_a_person_signed_stays() -> None:
    decided = standing(member("claims.1.by", "Ann"))
    assert merge(decided, drafted(without("c2"))).reading == decided


def test_what_a_program_signed_goes_when_no_draft_proposes_it_any_more() -> None:
    decided = standing(member("claims.1.by", "a reader 1"))
    merged = merge(decided, drafted(without("c2")))
    assert merged.dropped == ("claims[1] (c2)",)
    assert "c2" not in claims_of(merged.reading)


def test_what_something_decided_refers_to_stays() -> None:
    decided = standing(member("claims.4.status", "accepted"), member("warnings", []))
    draft = drafted(member("warnings", []), without("c3", "c5", "joining", "t_day", "t_later"))
    merged = merge(decided, draft)
    assert merged.dropped == ("times[1] (t_later)", "claims[2] (c3)")
    assert {"joining", "t_day"} <= {
        *(one.id for one in merged.reading.events),
        *(one.id for one in merged.reading.times),
    }
    holds(merged.reading)


def test_a_person_who_reads_signs_everything() -> None:
    by_ann = replace(standing(), reader=Reader(name="Ann", version="1", kind="person"))
    merged = merge(by_ann, drafted(without("c1", "c2", "c4", "clerk", "quote")))
    assert merged.reading == by_ann


def test_the_same_reader_drops_nothing_for_it_says_the_same_every_time() -> None:
    decided = standing(more("claims", claim("c9", "strike", "agent", {"id": "dockers"}, "dockers joined the strike")))
    assert merge(decided, standing()).reading == decided


def test_a_rejected_claim_is_never_proposed_again() -> None:
    decided = standing(member("claims.1.status", "rejected"))
    moved = member("claims.1.evidence", span("strike at Port\u00a0Ellis on"))
    for draft in (drafted(), drafted(renamed({"c2": "c77"})), drafted(moved)):
        merged = merge(decided, draft)
        assert merged.reading == decided
        assert not merged.added


def test_nothing_new_is_said_of_what_was_rejected() -> None:
    decided = standing(
        member("entities.2.status", "rejected"), member("claims.1.status", "rejected")
    )  # fmt: skip
    new = claim("c6", "joining", "tookPlaceIn", {"id": "port_ellis"}, "joined the strike at Port\u00a0Ellis")
    merged = merge(decided, drafted(more("claims", new)))
    assert merged.reading == decided


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("claims.1.predicate", "affected"),
        ("claims.1.subject", "joining"),
        ("claims.2.object", {"value": "1921-05-07", "datatype": "xsd:date"}),
        ("claims.3.attributedTo", "dockers"),
    ],
)
def test_a_corrected_claim_is_not_proposed_as_it_was(path: str, value: Any) -> None:
    number = path.split(".")[1]
    decided = standing(member(path, value), member(f"claims.{number}.status", "accepted"))
    merged = merge(decided, drafted())
    assert merged.reading == decided
    assert len(merged.differs) == 1


def test_what_a_person_put_together_stays_together() -> None:
    together = standing(
        lambda data: data["entities"][1]["mentions"].extend(data["entities"][3]["mentions"]),
        without("clerk"),
        renamed({"clerk": "dockers"}),
    )
    merged = merge(together, drafted())
    assert not merged.changes
    assert claims_of(merged.reading)["c4"].attributed_to == "dockers"


def test_a_pronoun_alone_makes_no_two_things_one() -> None:
    def shared(data: dict[str, Any]) -> None:
        data["entities"][1]["mentions"].pop()
        data["entities"][3]["mentions"].append({**span("They"), "form": "pronoun"})

    decided = standing(without("clerk", "c4", "quote"))
    merged = merge(decided, drafted(shared))
    assert "entities[4] (clerk)" in merged.added
    assert [one.span.text for one in merged.reading.entities[4].mentions] == ["a clerk"]
    holds(merged.reading)


def test_a_claim_that_does_not_fit_what_a_person_decided_is_told_and_not_added() -> None:
    decided = standing(without("c2"), member("entities.2.type", "Group"), member("entities.2.by", "Ann"))
    merged = merge(decided, drafted())
    assert merged.reading == decided
    assert told(merged)["claims (the draft's c2)"][1] == "strike tookPlaceIn port_ellis"


def test_a_claim_that_closes_a_circle_is_told_and_not_added() -> None:
    back = claim("c6", "strike", "subEventOf", {"id": "joining"}, "the strike at")
    decided = standing(member("claims.4.status", "accepted"))
    merged = merge(decided, drafted(without("c5"), more("claims", back)))
    assert merged.reading == decided
    assert "back to itself" in told(merged)["claims (the draft's c6)"][0]


def test_one_voice_of_the_document_is_one_voice() -> None:
    by_name = standing(member("claims.0.attributedTo", "council"))
    assert merge(by_name, drafted()) == Merged(reading=by_name, added=(), dropped=(), differs=())


def test_a_machine_draft_over_the_example_changes_nothing_in_it() -> None:
    text = (EXAMPLE / "texts" / "embassy-2012-01-20.txt").read_text("utf-8")
    example = load_reading(EXAMPLE / "readings" / "embassy-2012-01-20.yaml", text=text)
    worked_over = replace(
        example,
        reader=Reader(name="machine", version="3"),
        claims=tuple(
            replace(one, id=f"m{one.id}", subject=one.subject, confidence=0.5, status="proposed")
            for one in example.claims[::2]
        ),
        entities=tuple(replace(one, mentions=one.mentions[:1]) for one in example.entities),
        warnings=(),
    )
    merged = merge(example, worked_over)
    assert merged.reading == example


STATUSES = st.sampled_from(["proposed", "accepted", "rejected"])


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Reading, Reading]:
    """A reading that people worked on, and a draft of the same text in other words."""
    gone = draw(st.sets(st.sampled_from(["c1", "c2", "c3", "c4", "c5", "quote", "q_sixty"])))
    never = draw(st.sets(st.sampled_from(["c1", "c2", "c3", "c4", "c5", "quote", "q_sixty"])))
    people = [
        change
        for number in range(5)
        for change in (
            member(f"claims.{number}.status", draw(STATUSES)),
            member(f"claims.{number}.by", draw(st.sampled_from(["Ann", "a reader 1", "a reader 2"]))),
            member(f"claims.{number}.confidence", draw(st.sampled_from([0.5, 0.9]))),
        )
    ]
    people += [
        member("entities.2.label", draw(st.sampled_from(["Port Ellis", "Ellis"]))),
        member("entities.1.type", draw(st.sampled_from(["Group", "Person", "Organization"]))),
        member("events.1.status", draw(st.sampled_from(["accepted", "proposed"]))),
        without(*gone),
    ]
    machine = [
        member("claims.1.predicate", draw(st.sampled_from(["tookPlaceIn", "affected"]))),
        member("claims.2.object", draw(st.sampled_from([{"value": "1921-05"}, {"value": "1921-05-06"}]))),
        member("claims.4.subject", draw(st.sampled_from(["joining", "dockers"]))),
        member("claims.4.predicate", "characterizedAs"),
        member("claims.4.object", {"value": "joined"}),
        without(*never),
        renamed({name: f"{name}x" for name in draw(st.sets(st.sampled_from(["dockers", "strike", "c1", "c4"])))}),
    ]
    if draw(st.booleans()):
        machine.append(more("events", {"id": "end", "type": "Event", "label": "end", "triggers": [span("ended")]}))
        machine.append(more("claims", claim("c3", "end", "agent", {"id": "clerk"}, "ended"))) if "c3" in never else None
    return standing(*people), drafted(*machine)


@settings(max_examples=60)
@given(pairs())
def test_nothing_that_stands_is_ever_changed_and_the_second_time_nothing_is_done(two: tuple[Reading, Reading]) -> None:
    decided, draft = two
    merged = merge(decided, draft)
    holds(merged.reading)
    for section in SECTIONS:
        before, after = getattr(decided, section), getattr(merged.reading, section)
        stays = [one for one in before if one in after]
        assert list(after[: len(stays)]) == stays
        for one in before:
            if getattr(one, "status", None) in ("accepted", "rejected") or one.by == "Ann":
                assert one in after
    assert merged.reading.document == decided.document
    assert merged.reading.reader == decided.reader
    things = (merged.reading.entities, merged.reading.events, merged.reading.times)
    ids = [one.id for section in things for one in section]
    assert len(set(ids)) == len(ids)
    rejected = {
        (one.subject, one.predicate, one.object, one.attributed_to, one.evidence.start, one.evidence.end)
        for one in decided.claims
        if one.status == "rejected"
    }
    new = [one for one in merged.reading.claims if one not in decided.claims]
    for one in new:
        said = (one.subject, one.predicate, one.object, one.attributed_to, one.evidence.start, one.evidence.end)
        assert said not in rejected
        assert not isinstance(one.object, Ref) or one.object.id in ids
    again = merge(merged.reading, draft)
    assert again.reading == merged.reading
    assert not again.changes
