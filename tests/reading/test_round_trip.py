"""A reading that is written and read again is the same, in both forms, whatever its words are."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from dateline.errors import YamlError
from dateline.model import Reading
from dateline.reading import parse_reading, render_reading
from dateline.reading.files import Format
from dateline.reading.structure import SCHEMA
from tests.reading.models import readings
from tests.reading.small import TEXT, broken, read, small

FORMATS: tuple[Format, ...] = ("yaml", "json")


@given(readings())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_what_is_written_is_read_back_in_both_forms(made: tuple[Reading, str]) -> None:
    reading, text = made
    for form in FORMATS:
        source = render_reading(reading, format=form)
        again = parse_reading(source, format=form, file=reading.file, text=text)
        assert again == reading
        assert render_reading(again, format=form) == source


@pytest.mark.parametrize("form", FORMATS)
def test_the_small_reading_is_read_back(form: Format) -> None:
    reading = read(small())
    assert parse_reading(render_reading(reading, format=form), format=form, file="x", text=TEXT) == reading


def test_json_is_written_as_the_schema_has_it() -> None:
    plain = json.loads(render_reading(read(small()), format="json"))
    assert list(Draft202012Validator(json.loads(SCHEMA.read_text())).iter_errors(plain)) == []
    assert plain == small()


@pytest.mark.parametrize("form", FORMATS)
def test_further_members_are_kept_at_every_level(form: Format) -> None:
    data = small()
    places = [
        data, data["document"], data["reader"], data["entities"][0], data["entities"][0]["mentions"][0],
        data["entities"][2]["links"][0], data["times"][0], data["quantities"][0], data["quotations"][0],
        data["quotations"][0]["cue"], data["events"][0], data["events"][0]["triggers"][0], data["claims"][0],
        data["claims"][0]["object"], data["claims"][0]["evidence"], data["warnings"][1],
    ]  # fmt: skip
    for number, place in enumerate(places):
        place["note"] = {"of": number}
    written = render_reading(read(data), format=form)
    again = parse_reading(written, format=form, file="x", text=TEXT)
    assert json.loads(render_reading(again, format="json")) == data


@pytest.mark.parametrize("form", FORMATS)
def test_integers_stay_integers(form: Format) -> None:
    written = render_reading(read(small()), format=form)
    quantity = parse_reading(written, format=form, file="x", text=TEXT).quantities[0]
    assert type(quantity.value) is int


def test_half_of_a_surrogate_pair_cannot_be_written() -> None:
    with pytest.raises(YamlError, match="surrogate"):
        render_reading(
            Reading(document=read(small()).document, reader=read(small()).reader, more={"note": "\ud800"}),
            format="yaml",
        )


def test_a_file_written_by_a_person_gives_the_same_reading_when_it_is_written_again() -> None:
    reading = read(broken("events.1.polarity", "negative"))
    assert reading.events[1].certainty is None
    assert "certainty: null" in render_reading(reading, format="yaml")
