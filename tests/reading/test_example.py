"""The published example is the whole reading by hand of one statement, and stands in the form that is written."""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import chain

import pytest
from jsonschema import Draft202012Validator

from dateline.identity import load_identity
from dateline.model import Entity, Event, Reading
from dateline.reading import load_reading, parse_reading, render_reading
from dateline.reading.structure import SCHEMA
from dateline.settings import load_settings
from tests.conftest import EXAMPLE

NAME = "embassy-2012-01-20"
FILE = EXAMPLE / "readings" / f"{NAME}.yaml"
TEXT = (EXAMPLE / "texts" / f"{NAME}.txt").read_bytes().decode("utf-8")
VERIFIED = {"Q734004", "Q9248", "Q227", "Q131337", "Q15180", "Q30487", "Q399", "Q30", "Q5167679"}
"""The items whose labels were seen in two independent sources or in the item's own data."""


@pytest.fixture
def reading() -> Reading:
    return load_reading(FILE, text=TEXT)


def test_the_text_is_the_statement_byte_for_byte() -> None:
    data = (EXAMPLE / "documents" / f"{NAME}.txt").read_bytes()
    assert data == TEXT.encode()
    assert (len(TEXT), len(data)) == (2514, 2531)
    assert sha256(data).hexdigest() == "c6b13ef6483c3e51c947d1a8ba8f62ac243c52828443fc07923f2a2772733369"


def test_everything_that_was_read_by_hand_is_there(reading: Reading) -> None:
    counts = {
        "entities": len(reading.entities),
        "mentions": sum(len(entity.mentions) for entity in reading.entities),
        "times": len(reading.times),
        "quantities": len(reading.quantities),
        "quotations": len(reading.quotations),
        "events": len(reading.events),
        "triggers": sum(len(event.triggers) for event in reading.events),
        "claims": len(reading.claims),
        "warnings": len(reading.warnings),
    }
    assert counts == {
        "entities": 30, "mentions": 76, "times": 14, "quantities": 9, "quotations": 4, "events": 30, "triggers": 45,
        "claims": 96, "warnings": 5,
    }  # fmt: skip
    cues = sum(quotation.cue is not None for quotation in reading.quotations)
    spans = sum(counts[kind] for kind in ("mentions", "times", "quantities", "quotations", "triggers", "claims")) + cues
    assert spans == 248


def test_every_span_is_cut_from_the_text(reading: Reading) -> None:
    for span in chain(
        (mention.span for entity in reading.entities for mention in entity.mentions),
        (trigger for event in reading.events for trigger in event.triggers),
        (claim.evidence for claim in reading.claims),
    ):
        assert span.of(TEXT) == span.text


def test_the_file_is_what_would_be_written(reading: Reading) -> None:
    assert FILE.read_text(encoding="utf-8") == render_reading(reading, format="yaml")


def test_the_json_form_fits_the_schema_and_is_the_same_reading(reading: Reading) -> None:
    source = render_reading(reading, format="json")
    assert list(Draft202012Validator(json.loads(SCHEMA.read_text())).iter_errors(json.loads(source))) == []
    assert parse_reading(source, format="json", file="x.json", text=TEXT) == reading


def test_a_person_read_it_and_accepted_every_claim(reading: Reading) -> None:
    assert reading.reader.kind == "person"
    assert {claim.status for claim in reading.claims} == {"accepted"}
    assert all(warning.by for warning in reading.warnings)


def test_the_voices_are_those_of_the_text(reading: Reading) -> None:
    voices = [claim.attributed_to for claim in reading.claims]
    assert {voice: voices.count(voice) for voice in voices} == {"embassy": 79, "hrw": 9, "eyewitness": 4, "analysts": 4}


def things_of(reading: Reading) -> list[Entity | Event]:
    return [*reading.entities, *reading.events]


def test_links_are_proposed_to_verified_items_only(reading: Reading) -> None:
    links = [link for thing in things_of(reading) for link in thing.links]
    assert {link.to.removeprefix("http://www.wikidata.org/entity/") for link in links} == VERIFIED
    assert {link.status for link in links} == {"proposed"}


def test_the_decisions_fit_the_reading_and_link_to_verified_items_only(reading: Reading) -> None:
    identity = load_identity(EXAMPLE)
    assert identity.check_against([reading]) == ()
    accepted = [one for one in identity.decisions if one.status == "accepted"]
    assert {one.to.removeprefix("http://www.wikidata.org/entity/") for one in accepted} == VERIFIED
    assert sorted(one.thing for one in accepted if one.relation == "closeMatch") == [
        "azerbaijan",
        "azerbaijan",
        "dissolution-of-the-soviet-union",
    ]


def test_every_decided_link_is_written_and_the_city_of_moscow_is_not(reading: Reading) -> None:
    identity, link_at = load_identity(EXAMPLE), load_settings(EXAMPLE).link_at
    written = {
        thing.id: [link.to.rpartition("/")[2] for link in identity.links_of(NAME, thing.id, thing.links, link_at)]
        for thing in things_of(reading)
    }
    assert {name: items for name, items in written.items() if items} == {
        "azerbaijan": ["Q227", "Q131337"],
        "baku": ["Q9248"],
        "soviet_union": ["Q15180"],
        "gorbachev": ["Q30487"],
        "armenia": ["Q399"],
        "united_states": ["Q30"],
        "ev_black_january": ["Q734004"],
        "ev_breakup": ["Q5167679"],
    }


def test_unnamed_groups_stay_the_documents_own(reading: Reading) -> None:
    identity = load_identity(EXAMPLE)
    groups = [entity.id for entity in reading.entities if entity.type == "Group"]
    assert len(groups) == 12
    assert not any(identity.thing_of(NAME, group) for group in groups)
