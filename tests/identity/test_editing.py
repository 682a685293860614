"""Decisions laid into `identity.yaml`: what stands there stays, and what comes out says what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import IdentityError
from dateline.identity import Apart, parse_identity
from dateline.identity.editing import Membership, with_apart, with_members, with_things, without_members

PEOPLE = """\
# By hand.
baku:
  members: [a/baku]   # the city
  by: Ann
  why: named
"""
PROGRAM = "hestia:\n  members: [a/h, b/h]\n  by: dateline-identity 1\n  why: one name\n"
APART = Apart(things=("a/x", "b/x"), by="Ann", why="two", date="2026-01-02")


def member(slug: str, *members: str) -> Membership:
    return Membership(slug=slug, members=members, by="dateline-identity 1", why="One name: “x”.")


@pytest.mark.parametrize("text", ["", PEOPLE, PEOPLE.rstrip("\n"), PEOPLE.replace("\n", "\r\n"), "# nothing yet\n"])
def test_every_byte_stays_where_things_are_added(text: str) -> None:
    made = with_things(text, [member("ganja", "a/ganja", "b/ganja")])
    made = with_apart(made, [APART])
    made = with_members(made, [member("ganja", "c/ganja")])
    assert made.startswith(text)
    again = with_members(with_apart(made, [Apart(things=("a/y", "b/y"), by="B", why="w")]), [member("ganja", "d/g")])
    identity = parse_identity(again, "")
    assert [identity.things[one] for one in ("a/ganja", "c/ganja", "d/g")] == ["ganja"] * 3
    assert [one.things for one in identity.apart] == [("a/x", "b/x"), ("a/y", "b/y")]
    assert identity.authors["ganja"] == "dateline-identity 1"
    assert ("\r\n" in again) == ("\r\n" in text)
    assert "\n" not in again.replace("\r\n", "") or "\r\n" not in text


def test_an_item_goes_to_the_end_of_its_list_however_that_is_indented() -> None:
    text = "apart:\n- things: [a/y, b/y]\n  by: B\n  why: w\n\n# more\nbaku: {members: [a/baku], by: Ann, why: named}\n"
    made = with_apart(text, [APART])
    assert made.index("a/x") < made.index("# more")
    assert [one.things[0] for one in parse_identity(made, "").apart] == ["a/y", "a/x"]


@pytest.mark.parametrize("text", ["{baku: {members: [a/baku], by: Ann, why: named}}\n", "apart: []\n"])
def test_a_file_that_cannot_be_added_to_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(IdentityError):
        with_apart(with_things(text, [member("ganja", "a/g", "b/g")]), [APART])


def test_what_a_program_wrote_can_be_taken_back_and_what_a_person_wrote_not() -> None:
    text = with_members(PEOPLE + PROGRAM, [member("hestia", "c/h", "d/h"), member("baku", "b/baku")])
    left = parse_identity(without_members(text, {"b/h", "c/h", "a/baku"}), "").things
    assert left == {"a/baku": "baku", "a/h": "hestia", "d/h": "hestia", "b/baku": "baku"}
    without = without_members(text, {"a/h", "b/h", "c/h", "d/h", "b/baku"})
    assert without == PEOPLE
    moved = parse_identity(without_members(text, {"a/h", "b/h"}), "").things
    assert moved == {"a/baku": "baku", "c/h": "hestia", "d/h": "hestia", "b/baku": "baku"}


def test_what_is_one_and_apart_is_told() -> None:
    with pytest.raises(IdentityError) as wrong:
        with_apart(PROGRAM, [Apart(things=("a/h", "b/h"), by="Ann", why="two")])
    assert "are apart here, and one in “hestia”" in str(wrong.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("apart: {members: [a/x], by: A, why: w}\n", "apart is not a list"),
        ("apart: [7]\n", "this is not a decision"),
        ("apart: [{things: [a/x], by: A, why: w}]\n", "it does not name two things"),
        ("apart: [{things: [a/x, nobody], by: A, why: w}]\n", "there is no thing “nobody”"),
        ("apart: [{things: [a/x, b/x], why: w}]\n", "by is missing"),
        ('apart: [{things: [a/x, b/x], by: A, why: w, date: "soon"}]\n', "is not a day"),
        ("also: [{thing: bakku, members: [a/x], by: A, why: w}]\n" + PROGRAM, "there is no thing “bakku”"),
        ("also: [{thing: hestia, members: [a/x], who: A, why: w}]\n" + PROGRAM, "no such member"),
        ("also: [{thing: hestia, by: A, why: w}]\n" + PROGRAM, "it has no members"),
        ("also: 7\n" + PROGRAM, "also is not a list"),
    ],
)
def test_every_contradiction_is_told_with_its_place(text: str, says: str) -> None:
    with pytest.raises(IdentityError) as wrong:
        parse_identity(text, "")
    assert any(says in str(problem) for problem in wrong.value.problems)


@given(why=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_whatever_the_reason_says_it_comes_back(why: str) -> None:
    made = with_things(PEOPLE, [Membership(slug="ganja", members=("a/g",), by="Ann", why=why, label=why)])
    assert parse_identity(made, "").labels["ganja"] == why
