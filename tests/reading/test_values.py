"""Classes, labels, dates, addresses and member names of a reading hold by themselves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading.small import broken, read, said_of


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (
            "entities.0.type",
            "Organisation",
            ("entities[0].type: the ontology has no class “Organisation” for an entity. Did you mean Organization?"),
        ),
        ("entities.0.type", "ORG", "There are: Entity, Agent, Person"),
        (
            "entities.4.type",
            "PoliticalEvent",
            ("entities[4].type: PoliticalEvent is a class of events. Move the item to events"),
        ),
        ("events.1.type", "Person", "events[1].type: Person is no class of events. Move the item to entities"),
        ("entities.4.type", "TimeSpan", "the ontology has no class “TimeSpan” for an entity"),
        ("entities.0.label", "", "entities[0].label: it has no words"),
        ("entities.0.label", "coun\u0000cil", "entities[0].label: “coun\\u0000cil” holds the control character U+0000"),
        ("events.0.label", "str\u001bike", "holds the control character U+001B"),
        ("document.title", "\u0001", "document.title"),
        ("reader.name", " ", "reader.name: it has no words"),
        ("warnings.0", "a\u0008b", "warnings[0].text: “a\\u0008b” holds the control character U+0008"),
        ("times.0.edtf", "6 May 1921", "times[0].edtf: “6 May 1921” is not a date"),
        ("times.0.edtf", "1921-02-30", "times[0].edtf"),
        ("times.1.earliest", "1921-05", "times[1].earliest: “1921-05” is not a day"),
        ("times.1.earliest", "1921-05-10", "times[1].latest: 1921-05-09 is before the earliest day, 1921-05-10"),
        ("document.id", "../notice", "document.id: “../notice” cannot name a document"),
        ("document.id", "a b", "cannot name a document"),
        ("document.issued", "May", "document.issued: “May” is not a date"),
        ("document.retrieved", "1921", "document.retrieved: “1921” is not a day"),
        ("document.language", "english language", "document.language"),
        ("document.sourceSha256", "abc", "document.sourceSha256: “abc” is not a SHA-256"),
        ("document.url", "ftp://x.org/", "document.url: “ftp://x.org/” is not an absolute web address"),
        ("claims.0.polarty", "negative", "claims[0].polarty: “polarty” looks like a misspelling of"),
        ("claims.0.relayed_by", "notice", "claims[0].relayed_by: “relayed_by” looks like a misspelling of relayedBy"),
        ("document.Language", "fr", None),
        ("entities.2.links.0.Status", "accepted", None),
    ],
)
def test_a_value_that_does_not_hold_is_said_with_its_place(path: str, value: Any, said: str | None) -> None:
    data = broken(path, value)
    if said is None:
        assert path.rsplit(".", 1)[1] in str(read(data))
    else:
        if path == "claims.0.polarty":
            del data["claims"][0]["polarity"]
        found = said_of(data)
        assert any(said in one for one in found), found


def test_further_members_with_names_of_their_own_are_kept() -> None:
    reading = read(broken("claims.0.note", {"any": ["thing", 1, None]}))
    assert reading.claims[0].more == {"note": {"any": ["thing", 1, None]}}


def test_tabs_newlines_and_bidirectional_marks_may_stand_in_labels() -> None:
    assert read(broken("entities.0.label", "a\tb\n\u200fc")).entities[0].label == "a\tb\n\u200fc"
