"""Decisions added to links.yaml: what stands there stays to the byte, what contradicts itself does not come in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import IdentityError, UsageError
from dateline.identity import Decision, parse_identity
from dateline.links.deciding import target, thing_called, with_decisions
from dateline.model import Reading
from tests.links.readings import entity, reading

TEXT = "Baku and Moscow."
HERE = Path("c")
IDENTITY = "baku:\n  members: [doc/b1]\n  by: Ann\n  why: Named.\n"
LINKS = """\
# ours
- thing: baku
  exactMatch: "http://www.wikidata.org/entity/Q9248"   # the city
  status: accepted
  by: Ann
  date: "2026-01-01"
  why: It is.
"""


def one_reading() -> Reading:
    """A reading of two things."""
    return reading(TEXT, entities=(entity(TEXT, "Baku", id_="b1"), entity(TEXT, "Moscow", id_="moscow")))


MOSCOW = Decision(
    thing="doc/moscow", to="http://www.wikidata.org/entity/Q649", relation="exactMatch", status="rejected",
    by="Ann", date="2026-11-26", why='It "ordered": the government.',
)  # fmt: skip


def added(links: str, *decisions: Decision) -> str:
    """The file with decisions."""
    return with_decisions(links, decisions, identity=IDENTITY, readings=[one_reading()], folder=HERE)


@pytest.mark.parametrize("links", ["", LINKS, LINKS.rstrip("\n"), LINKS + "\n# the end\n", LINKS.replace("\n", "\r\n")])
def test_what_stands_there_stays_to_the_byte(links: str) -> None:
    made = added(links, MOSCOW)
    assert made.startswith(links)
    assert parse_identity(IDENTITY, made).decisions[-1] == MOSCOW
    assert ("\r\n" in links) == ("\r\n" in made)


@given(st.text(min_size=1).filter(str.strip), st.text(min_size=1).filter(str.strip))
def test_any_words_of_a_person_are_kept_as_they_are(by: str, why: str) -> None:
    said = replace(MOSCOW, by=by, why=why)
    assert parse_identity(IDENTITY, added(LINKS, said)).decisions[-1] == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"thing": "baku", "to": "http://www.wikidata.org/entity/Q1", "status": "accepted"}, "already is exactly"),
        ({"thing": "baku", "to": "http://www.wikidata.org/entity/Q9248"}, "both accepted and rejected"),
        ({"thing": "baku", "to": "http://www.wikidata.org/entity/Q9248", "status": "accepted"}, "decided twice"),
        ({"thing": "doc/b1", "to": "http://www.wikidata.org/entity/Q1", "status": "accepted"}, "already is exactly"),
        ({"thing": "nobody"}, "has no thing"),
        ({"thing": "doc/nobody"}, "no reading has"),
        ({"to": "https://www.wikidata.org/wiki/Q649"}, "page about a Wikidata item"),
    ],
)
def test_what_contradicts_what_stands_there_is_refused(change: dict[str, str], said: str) -> None:
    with pytest.raises(IdentityError, match=said):
        added(LINKS, replace(MOSCOW, **change))  # type: ignore[arg-type]


def test_a_file_that_does_not_hold_already_is_not_added_to() -> None:
    with pytest.raises(IdentityError, match=r"links\.yaml:2"):
        added("- thing: baku\n  exactMatc: x\n", MOSCOW)


@pytest.mark.parametrize("change", [{"by": " "}, {"why": ""}, {"date": "1.2.2026"}, {"date": "2026-02-30"}])
def test_a_decision_says_who_when_and_why(change: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        added(LINKS, replace(MOSCOW, **change))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Q0", "not the id of an item"),
        ("q9248", "not the id of an item"),
        ("9248", "not the id of an item"),
        ("Q9248 ", "not the id of an item"),
        ("Q" + "9" * 50, "not the id of an item"),
        ("", "not the id of an item"),
        ("baku", "not the id of an item"),
        ("P17", "is a property"),
        ("http://www.wikidata.org/entity/P17", "is a property"),
        ("https://www.wikidata.org/wiki/Property:P17", "is a property"),
        ("L99", "is a lexeme"),
        ("http://www.wikidata.org/entity/Q042", "ends in no id of an item"),
        ("http://www.wikidata.org/entity/q42", "ends in no id of an item"),
        ("http://www.wikidata.org/entity/Q42/", "ends in no id of an item"),
        ("https://www.wikidata.org/wiki/Q9248", "page about a Wikidata item"),
        ("https://www.wikidata.org/entity/Q9248", "another spelling"),
        ("http://exa mple.org/", "not an absolute web address"),
        ("javascript://x", "not an absolute web address"),
    ],
)
def test_what_is_not_an_item_is_refused_with_what_to_write(words: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as wrong:
        target(words)
    assert wrong.value.remedy


def test_a_thing_may_be_called_by_its_slug_its_member_or_its_id() -> None:
    identity, readings = parse_identity(IDENTITY, ""), [one_reading()]
    assert [thing_called(name, readings, identity) for name in ("baku", "doc/b1", "b1", "moscow", "doc/moscow")] == [
        "baku",
        "baku",
        "baku",
        "doc/moscow",
        "doc/moscow",
    ]


def test_a_thing_that_is_not_there_or_in_several_documents_is_refused() -> None:
    identity, first = parse_identity(IDENTITY, ""), one_reading()
    with pytest.raises(UsageError, match=r"Did you mean (?:doc/)?moscow\?"):
        thing_called("moscov", [first], identity)
    second = replace(first, document=replace(first.document, id="other"))
    with pytest.raises(UsageError, match="2 documents have"):
        thing_called("moscow", [first, second], identity)
