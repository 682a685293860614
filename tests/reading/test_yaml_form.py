"""The YAML form: what people write stands for what the schema has, and what cannot be read is said with its line."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from dateline.model import Claim, Reading, Ref, Value
from dateline.reading import parse_reading, render_reading
from tests.reading.small import TEXT, read, said_of_yaml, small

HEAD = f"""\
reading: 1
document: {{id: notice, sha256: {sha256(TEXT.encode()).hexdigest()}, length: {len(TEXT)}, publisher: council}}
reader: {{name: Ann, version: "1", kind: person}}
"""
THINGS = """\
entities:
  - {id: council, type: Organization, label: council, mentions: [description: the council]}
  - {id: clerk, type: Person, label: clerk, mentions: [description: a clerk]}
times:
  - {id: t_day, text: 6 May 1921, edtf: 1921-05-06}
events:
  - {id: strike, type: Event, label: strike, triggers: ["the strike ended"]}
"""


def parsed(rest: str, head: str = HEAD) -> Reading:
    return parse_reading(head + rest, format="yaml", file="r.yaml", text=TEXT)


def one_claim(members: str, head: str = HEAD) -> Claim:
    [claim] = parsed(f"{THINGS}claims:\n  - {{id: c1, {members}}}\n", head).claims
    return claim


def test_words_that_occur_once_need_no_offsets() -> None:
    reading = parsed(THINGS)
    assert reading.times[0].span == read(small()).times[0].span
    assert reading.entities[0].mentions[0].form == "description"
    assert reading.events[0].triggers[0].of(TEXT) == "the strike ended"


def test_words_with_offsets_keep_every_character_after_the_first_space() -> None:
    source = render_reading(read(small()), format="yaml")
    assert 'name: "10:20 Port\\xA0Ellis"' in source
    padded = parsed(f'{THINGS}quantities: [{{id: q, text: "6:10  at "}}]\n').quantities[0].span
    assert (padded.start, padded.end, padded.text) == (6, 10, " at ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("the strike", ["“the strike” occurs 2 times in the text, so it needs its offsets. Choose: ", "43:53 in “"]),
        ("e", ["“e” occurs at least 6 times in the text"]),
        ("The Strike", ["“The Strike” does not occur in the text. Copy the words from the text, letter by letter."]),
        ("", ["the span has no words"]),
        ("0:6", ["the words of the span are missing. There stands “Strike”."]),
        ("0:7 Strike", ["0:7 should be “Strike”, but there stands “Strike ”. The words stand at 0:6."]),
        ("0:6  Strike", ["0:6 should be “ Strike”, but there stands “Strike”."]),
    ],
)
def test_words_that_cannot_be_anchored_are_said_with_the_line_and_what_to_choose(words: str, said: list[str]) -> None:
    found = said_of_yaml(f'{HEAD}{THINGS}claims:\n- id: c1\n  says: [strike, agent, council]\n  evidence: "{words}"\n')
    [one] = found
    assert one.startswith("r.yaml:14: claims[0].evidence: ")
    for part in said:
        assert part in one


def test_all_problems_of_a_file_are_reported_at_once_in_the_order_of_its_lines() -> None:
    found = said_of_yaml(
        HEAD
        + """\
entities:
  - {id: council, type: Organisation, label: council, mentions: [description: the counsel]}
events:
  - {id: strike, type: Event, label: strike, triggers: [the strike]}
claims:
  - id: c1
    says: [strik, agent, council]
    evidence: joined the strike
  - id: c2
    says: [strike, deathCount, -3]
    evidence: nowhere to be found
    polarty: negative
"""
    )
    assert [one.split(":")[1] for one in found] == ["5", "5", "7", "10", "13", "14", "15"]


def test_the_third_part_of_a_statement_is_a_thing_or_a_value_as_the_predicate_says() -> None:
    assert one_claim("says: [strike, agent, council], evidence: the strike ended").object == Ref(id="council")
    assert one_claim("says: [strike, deathCount, 3], evidence: ended").object == Value(value=3, datatype="xsd:integer")
    assert one_claim("says: [strike, characterizedAs, council], evidence: ended").object == Value(
        value="council", datatype="rdf:langString"
    )


@pytest.mark.parametrize(
    ("value", "datatype"),
    [
        ("1921-05-06", "xsd:date"), ('"1921-05"', "xsd:gYearMonth"), ("1921", "xsd:gYear"), ("1921-05~", "edtf"),
        ("1921/1922", "edtf"), ("{value: '1921', datatype: edtf}", "edtf"),
    ],
)  # fmt: skip
def test_a_date_has_the_precision_that_it_is_written_with(value: str, datatype: str) -> None:
    said = one_claim(f"says: [strike, startDate, {value}], evidence: 6 May 1921").object
    assert isinstance(said, Value)
    assert said.datatype == datatype
    assert isinstance(said.value, str)


def test_a_claim_that_says_nothing_else_is_accepted_from_a_person_in_the_publishers_voice() -> None:
    claim = one_claim("says: [strike, agent, council], evidence: the strike ended")
    assert (claim.attributed_to, claim.status, claim.confidence) == ("council", "accepted", 1.0)
    assert (claim.polarity, claim.certainty, claim.modality) == ("positive", "certain", "asserted")
    assert (claim.reporting_mode, claim.inference, claim.quantifier) == ("own-voice", "literal", None)


def test_a_claim_of_a_program_is_proposed_and_must_give_its_confidence() -> None:
    head = HEAD.replace(", kind: person", "")
    claim = one_claim("says: [strike, agent, council], evidence: the strike ended, confidence: 0.7", head)
    assert (claim.status, claim.confidence) == ("proposed", 0.7)
    source = f"{head}{THINGS}claims:\n- {{id: c1, says: [strike, agent, council], evidence: the strike ended}}\n"
    assert "claims[0]: confidence is missing" in said_of_yaml(source)[0]


def test_a_null_voice_is_not_the_usual_one() -> None:
    claim = one_claim("says: [strike, agent, council], evidence: the strike ended, attributedTo: null")
    assert claim.attributed_to is None


def test_what_is_usual_in_other_items_may_be_left_out() -> None:
    reading = parsed(
        THINGS
        + """\
quantities:
  - {id: q1, text: Sixty, value: 60}
  - {id: q2, text: dockers joined}
quotations:
  - {text: They were calm, direct: true, cue: said}
"""
    )
    assert [quantity.quantifier for quantity in reading.quantities] == ["exact", "vague"]
    assert (reading.times[0].kind, reading.times[0].value) == ("DATE", "1921-05-06")
    assert (reading.events[0].polarity, reading.events[0].certainty) == ("positive", "certain")
    assert reading.quotations[0].source is None
    assert reading.claims == ()


def test_a_link_says_its_relation_with_its_key() -> None:
    written = '{closeMatch: "http://x.org/1", confidence: 0.5}'
    event = f"  - {{id: going, type: Event, label: going, triggers: [joined], links: [{written}]}}\n"
    [link] = parsed(THINGS + event).events[1].links
    assert (link.relation, link.to, link.status) == ("closeMatch", "http://x.org/1", "proposed")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("claims: [{id: c, says: [a, b], evidence: ended}]", "claims[0].says: it does not say one thing"),
        ("claims: [{id: c, says: a b c, evidence: ended}]", "claims[0].says: it does not say one thing"),
        ("claims: [{id: c, evidence: ended}]", "claims[0]: subject is missing"),
        ("entities: [{id: e, type: Person, label: e, mentions: [a clerk]}]", "a mention says its form"),
        ("entities: [{id: e, type: Person, label: e, mentions: [{nam: a clerk}]}]", "a mention has one form"),
        ("entities: [{id: e, type: Person, label: e, mentions: [{name: a, pronoun: b}]}]", "a mention has one form"),
        ("entities: [{id: e, type: Person, label: e, links: [{sameAs: x}]}]", "a link has one relation"),
        ("entities: {id: e}", "entities: a mapping stands where a list belongs"),
        ("events: [{id: e, type: Event, label: e, triggers: [5]}]", "triggers[0]: 5 stands where a mapping belongs"),
        ("events: [{id: 5, type: Event, label: e, triggers: [ended]}]", "5 stands where a text belongs. Write it in"),
        ("times: [{id: t, text: 5}]", "times[0].text: 5 stands where a text belongs"),
        ("claims: &x []", "is an anchor"),
        ("claims: []\nclaims: []", "the key is given twice"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(source: str, said: str) -> None:
    found = said_of_yaml(HEAD + source)
    assert any(one.startswith(("r.yaml:4: ", "r.yaml:5: ")) and said in one for one in found), found


def test_a_span_may_be_written_out_and_may_have_segments() -> None:
    claim = one_claim(
        'says: [strike, agent, council], evidence: {text: "Sixty dockers joined", segments: [Sixty, joined]}'
    )
    assert [part.text for part in claim.evidence.parts] == ["Sixty", "joined"]
    start = TEXT.index("Sixty")
    written = f"{{start: {start}, end: {start + 5}, text: Sixty}}"
    assert one_claim(f"says: [strike, agent, council], evidence: {written}").evidence.text == "Sixty"


def test_what_is_written_is_short_and_has_one_line_a_span() -> None:
    source = render_reading(read(small()), format="yaml")
    assert 'says: [strike, participantCount, 60]\n    evidence: "22:53 Sixty dockers joined the strike"\n' in source
    assert 'says: [strike, startDate, "1921-05-06"]' in source
    assert "polarity: positive" not in source
    assert source.count("attributedTo: null") == 4
    assert max(map(len, source.splitlines())) <= 120


def test_a_text_and_its_reading_with_crlf_line_ends_are_read() -> None:
    source = render_reading(read(small()), format="yaml").replace("\n", "\r\n")
    assert parse_reading(source, format="yaml", file="x", text=TEXT) == read(small())


def test_json_knows_no_short_forms() -> None:
    data: Any = small()
    data["claims"][0]["evidence"] = "22:53 Sixty dockers joined the strike"
    with pytest.raises(Exception, match="stands where a mapping belongs"):
        read(data)
