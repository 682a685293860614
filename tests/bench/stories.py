"""News-like stories and readings for collections of any size, made from templates by a seed: nobody's text, no fact."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

SETTINGS = 'title = "Made for a measurement"\nbase = "https://example.org/measured/"\n'
_TOWNS = ("Ghent", "Namur", "Lyon", "Turin", "Porto", "Bergen", "Gdansk", "Vilnius", "Riga", "Cork", "Graz", "Brno")
_GIVEN = ("Anna", "Peter", "Maria", "John", "Laura", "David", "Helen", "Thomas", "Sarah", "Martin")
_FAMILY = ("Keller", "Walsh", "Novak", "Larsen", "Moreau", "Costa", "Brandt", "Hughes", "Rossi", "Meyer")
_BODIES = ("police", "the city council", "the Interior Ministry", "the Red Cross", "the harbour authority", "witnesses")
_OPENINGS = (
    "A {kind} hit {town} on {day}, killing {dead} people and injuring {hurt}, {body} said.",
    "At least {dead} people died and {hurt} were wounded in {town} on {day} when a {kind} struck the old harbour.",
    "Troops entered {town} on {day} after a {kind}; {dead} civilians were killed, {body} reported.",
)
_MIDDLES = (
    "“We had no warning,” said {name}, a spokeswoman for {body}.",
    "{name} denied that soldiers had fired at the crowd.",
    "{name}, the mayor of {town}, arrived on {later} and met the families of the victims.",
    "According to {body}, about {hurt} people were taken to hospitals in {other}.",
    "The government of the region declared a state of emergency on {later}.",
    "{name} said the damage may reach {money} million euros.",
    "The railway between {town} and {other} was closed for {days} days.",
    "Many residents believe that the authorities ignored earlier reports.",
)
_READING = """\
reading: 1
document:
  {{id: d, sha256: {sha256}, length: {length}, title: Report {number}, language: en, publisher: council}}
reader: {{name: A reader, version: "1", kind: person}}
entities:
  - id: council
    type: Organization
    label: council
    mentions: [description: "The council"]
  - id: town
    type: Place
    label: {town}
    mentions: [name: "{town}"]
  - id: other
    type: Place
    label: {other}
    mentions: [name: "{other}"]
events:
  - id: flood
    type: Event
    label: flood at {town}
    triggers: ["the flood"]
  - id: mission
    type: Event
    label: relief mission
    triggers: ["The relief mission"]
claims:
  - {{id: c1, says: [flood, deathCount, {dead}], evidence: "{dead} people died in the flood"}}
  - {{id: c2, says: [flood, injuredCount, {hurt}], evidence: "injured {hurt} more"}}
  - {{id: c3, says: [flood, tookPlaceIn, town], evidence: "the flood at {town}"}}
  - {{id: c4, says: [mission, tookPlaceIn, other], evidence: "reached {other}"}}
  - {{id: c5, says: [mission, participantCount, {all}], evidence: "{all} people met it"}}
"""
_KINDS = ("storm", "flood", "fire", "strike", "bombing", "landslide", "protest")


def story(seed: int) -> str:
    """A story of six to nine sentences, the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311 - the same stories every time
    day = date(1990, 1, 1) + timedelta(days=draw.randrange(12_000))
    town, other = draw.sample(_TOWNS, 2)

    def filled(template: str) -> str:
        return template.format(
            kind=draw.choice(_KINDS),
            town=town,
            other=other,
            day=_written(day),
            later=_written(day + timedelta(days=draw.randrange(1, 9))),
            dead=draw.randrange(2, 90),
            hurt=draw.randrange(90, 900),
            money=draw.randrange(2, 400),
            days=draw.randrange(2, 30),
            name=f"{draw.choice(_GIVEN)} {draw.choice(_FAMILY)}",
            body=draw.choice(_BODIES),
        )

    sentences = [filled(draw.choice(_OPENINGS)), *map(filled, draw.sample(_MIDDLES, draw.randrange(5, 9)))]
    first, rest = sentences[:3], sentences[3:]
    return f"{town}, {_written(day)}\n\n{' '.join(first)}\n\n{' '.join(rest)}\n"


def of_stories(folder: Path, texts: Iterable[str]) -> Path:
    """A collection of documents that were not read yet."""
    (folder / "documents").mkdir(parents=True)
    (folder / "dateline.toml").write_text(SETTINGS, encoding="utf-8")
    for number, text in enumerate(texts):
        (folder / "documents" / f"d{number:05}.txt").write_text(text, encoding="utf-8")
    return folder


def of_readings(folder: Path, count: int) -> Path:
    """A collection of documents with readings of five claims each."""
    for room in ("texts", "readings"):
        (folder / room).mkdir(parents=True)
    (folder / "dateline.toml").write_text(SETTINGS, encoding="utf-8")
    for number in range(count):
        text, reading = read_story(number)
        (folder / "texts" / f"d{number:05}.txt").write_text(text, encoding="utf-8")
        (folder / "readings" / f"d{number:05}.yaml").write_text(reading, encoding="utf-8")
    return folder


def read_story(number: int) -> tuple[str, str]:
    """A short text and its reading in YAML."""
    draw = random.Random(number)  # noqa: S311 - the same readings every time
    town, other = draw.sample(_TOWNS, 2)
    dead, hurt = draw.randrange(2, 90), draw.randrange(90, 900)
    text = (
        f"Report {number}\n\n{dead} people died in the flood at {town}. The water injured {hurt} more. "
        f"The relief mission reached {other}, and {dead + hurt} people met it. The council said so.\n"
    )
    return text, _READING.format(
        number=number, sha256=sha256(text.encode()).hexdigest(), length=len(text), town=town, other=other,
        dead=dead, hurt=hurt, all=dead + hurt,
    )  # fmt: skip


def _written(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
