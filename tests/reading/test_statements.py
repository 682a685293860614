"""Claims are said in the ontology's terms, with things and values that fit, and none is made twice."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.model import Value
from tests.reading.small import broken, claim, read, said_of, small


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (
            "claims.1.predicate",
            "tokPlaceIn",
            ("claims[1].predicate: the ontology has no predicate “tokPlaceIn”. Did you mean tookPlaceIn?"),
        ),
        ("claims.1.predicate", "???", "There are: participant, agent"),
        ("claims.1.subject", "council", "“council” is an Organization, and tookPlaceIn is said of Event only"),
        ("claims.1.subject", "t_day", "“t_day” is a TimeSpan, and tookPlaceIn is said of Event only"),
        (
            "claims.1.object.id",
            "council",
            "claims[1].object: “council” is an Organization, and tookPlaceIn takes Place",
        ),
        ("claims.1.object", {"value": "Port Ellis"}, "tookPlaceIn takes a thing, not the value “Port Ellis”"),
        ("claims.0.object", {"id": "dockers"}, "participantCount takes a value, not the id “dockers”"),
        ("claims.2.object", {"id": "t_day"}, "For a time of the reading there is the predicate time"),
        ("claims.0.object", {"value": -1}, "claims[0].object: -1 is less than 0"),
        ("claims.0.object", {"value": 1.5}, "1.5 is not a whole number"),
        ("claims.0.object", {"value": "60"}, "“60” is not a number. Write it without quotes"),
        ("claims.0.object", {"value": True}, "True is not a number"),
        ("claims.0.object", {"value": 60, "datatype": "xsd:decimal"}, "participantCount takes xsd:integer"),
        (
            "claims.0.object",
            {"value": 60, "datatype": "xsd:int"},
            ("“xsd:int” is no datatype that is known. Did you mean xsd:integer?"),
        ),
        ("claims.2.object", {"value": "1921-02-30"}, "claims[2].object: “1921-02-30” is not a date"),
        ("claims.2.object", {"value": "6 May 1921"}, "“6 May 1921” is not a date"),
        ("claims.2.object", {"value": "1921-05-06\n"}, "is not a date"),
        ("claims.2.object", {"value": 1921}, "1921 is not a date"),
        ("claims.2.object", {"value": "1921", "datatype": "xsd:date"}, "“1921” is no xsd:date"),
        ("claims.2.object", {"value": "1921~", "datatype": "xsd:gYear"}, "“1921~” is no xsd:gYear"),
        ("claims.2.object", {"value": "1921-13~", "datatype": "edtf"}, "“1921-13~” is not a date"),
        ("claims.2.object", {"value": "1921", "datatype": "xsd:integer"}, "a date is no xsd:integer"),
        ("claims.3.object", {"value": " "}, "claims[3].object: it has no words"),
        ("claims.3.object", {"value": 3}, "3 is not a text"),
        ("claims.3.object", {"value": "ca\u0007lm"}, "holds the control character U+0007"),
        ("claims.0.predicateText", "went to", "claims[0].predicateText: “went to” does not stand in the evidence"),
    ],
)
def test_a_claim_that_the_ontology_cannot_say_is_reported_with_a_remedy(path: str, value: Any, said: str) -> None:
    found = said_of(broken(path, value))
    assert any(said in one for one in found), found


@pytest.mark.parametrize(
    ("share", "holds"), [(0, True), (0.2, True), (1, True), (20, False), (1.01, False), (-0.1, False)]
)
def test_a_share_is_from_0_to_1(share: float, holds: bool) -> None:
    data = small()
    data["claims"].append(claim("c6", "strike", "affectedShare", {"value": share}, "Sixty"))
    if holds:
        assert read(data).claims[5].object == Value(value=share, datatype="xsd:decimal")
    else:
        assert any("claims[5].object" in one for one in said_of(data))


def test_twenty_percent_is_said_to_be_a_fifth() -> None:
    data = small()
    data["claims"].append(claim("c6", "strike", "affectedShare", {"value": 20}, "Sixty"))
    assert "20 percent is 0.2" in said_of(data)[0]


@pytest.mark.parametrize(
    ("date", "datatype"),
    [
        ("1921-05-06", "xsd:date"),
        ("1921-05", "xsd:gYearMonth"),
        ("1921", "xsd:gYear"),
        ("1921-05~", "edtf"),
        ("1921-05/1921-06", "edtf"),
        ("192X", "edtf"),
    ],
)
def test_a_value_without_a_datatype_has_the_one_that_its_predicate_and_form_tell(date: str, datatype: str) -> None:
    assert read(broken("claims.2.object", {"value": date})).claims[2].object == Value(value=date, datatype=datatype)


def test_the_same_said_twice_of_the_same_words_in_the_same_voice_is_reported() -> None:
    data = small()
    data["claims"].append({**data["claims"][1], "id": "c6"})
    assert said_of(data) == [
        (
            "r.json: claims[5]: claims[1] says the same of the same words in the same voice. "
            "Delete one of the two, or reject it."
        )
    ]


def test_the_publisher_and_the_unattributed_voice_are_one_voice() -> None:
    data = small()
    data["claims"].append({**data["claims"][1], "id": "c6", "attributedTo": "council"})
    assert "claims[1] says the same" in said_of(data)[0]


@pytest.mark.parametrize("change", [{"attributedTo": "clerk"}, {"status": "rejected"}, {"subject": "joining"}])
def test_another_voice_statement_or_a_rejected_claim_is_not_the_same(change: dict[str, str]) -> None:
    data = small()
    data["claims"].append({**data["claims"][1], "id": "c6", **change})
    assert len(read(data).claims) == 6
