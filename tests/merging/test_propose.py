"""Which things of several documents are one: what speaks for it, what against it, and what is left to a person."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from random import Random
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.identity import NO_IDENTITY, PROGRAM, Apart, Decision, Identity
from dateline.merging import Merges, propose
from dateline.merging.names import person_name, telling
from dateline.merging.naming import plain_slug
from dateline.model import Span, Time
from tests.merging.made import (
    WIKIDATA,
    Loaded,
    Thing,
    document,
    found,
    merged,
    organisation,
    person,
    place,
    profiles_of,
    proposed,
)

# ------------------------------------------------------------------------------------------------------------- matches


def test_things_with_one_sure_match_are_one_whatever_they_are_called() -> None:
    merges = found(
        document("a", place("usa", "United States", item="Q30")), document("b", place("us", "America", item="Q30"))
    )
    assert merged(merges) == {"united-states": ("a/usa", "b/us")}
    [pair] = merges.merges[0].pairs
    assert pair.agreement.why == "both are Q30, as proposed of each"
    assert pair.agreement.confidence == 0.97


def test_things_with_two_matches_are_two_whatever_they_are_called() -> None:
    merges = found(
        document("a", place("georgia", "Georgia", item="Q230")),
        document("b", place("georgia", "Georgia", item="Q1428")),
    )
    assert not merges.merges
    assert not merges.proposals


def test_a_match_that_is_not_sure_enough_to_be_written_joins_nothing() -> None:
    unsure = replace(place("usa", "United States", item="Q30"), sure=0.8)
    assert not found(document("a", unsure), document("b", replace(unsure, names=("America",)))).merges


def test_a_decided_match_joins_and_a_rejected_one_keeps_apart() -> None:
    def decision(thing: str, status: Literal["accepted", "rejected"]) -> Decision:
        return Decision(
            thing=thing, to=f"{WIKIDATA}Q90", relation="exactMatch", status=status, by="Ann", date="2026-01-01", why="-"
        )

    loaded = (
        document("a", place("paris", "Paris"), organisation("louvre", "Louvre Museum")),
        document("b", place("capital", "Paris"), organisation("louvre", "Louvre Museum")),
    )
    both = Identity(decisions=(decision("a/paris", "accepted"), decision("b/capital", "accepted")))
    assert merged(found(*loaded, identity=both))["paris"] == ("a/paris", "b/capital")
    one = Identity(decisions=(decision("a/paris", "accepted"), decision("b/capital", "rejected")))
    assert "paris" not in merged(found(*loaded, identity=one))
    assert ("a/paris", "b/capital") not in proposed(found(*loaded, identity=one))


# ------------------------------------------------------------------------------------------------------------- persons


def test_a_person_is_one_by_the_full_name_and_what_both_documents_name() -> None:
    merges = found(
        document("a", person("brenn", "Ada Brenn"), organisation("clinic", "Korvel Clinic")),
        document("b", person("ada", "Dr. Ada Brenn"), organisation("clinic", "Korvel Clinic")),
    )
    assert merged(merges)["ada-brenn"] == ("a/brenn", "b/ada")


def test_a_full_name_alone_is_only_proposed() -> None:
    merges = found(document("a", person("brenn", "Ada Brenn")), document("b", person("ada", "Ada Brenn")))
    assert not merges.merges
    assert proposed(merges) == {("a/brenn", "b/ada")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Brenn", "Nils Brenn"),
        ("George W. Bush", "George H. W. Bush"),
        ("Sammy Davis Jr.", "Sammy Davis Sr."),
        ("Brenn", "Ada Brenn"),
        ("Mr. Brenn", "Mrs. Brenn"),
        ("President Brenn", "President Brenn"),
        ("Brenn", "Brenn"),
    ],
)
def test_a_surname_makes_nobody_one_unless_the_first_names_agree(one: str, other: str) -> None:
    clinic = organisation("clinic", "Korvel Clinic"), organisation("tribune", "Korvel Tribune")
    merges = found(document("a", person("p", one), *clinic), document("b", person("p", other), *clinic))
    assert "a/p" not in {member for members in merged(merges).values() for member in members}
    assert ("a/p", "b/p") not in proposed(merges)


def test_nobody_lives_in_two_times() -> None:
    clinic = organisation("clinic", "Korvel Clinic"), organisation("tribune", "Korvel Tribune")

    def of(year: int, name: str) -> Loaded:
        reading, text = document(name, person("p", "Ada Brenn", beside=f" in {year}"), *clinic)
        start = text.index(str(year))
        span = Span(start=start, end=start + 4, text=str(year))
        time = Time(id="t1", span=span, kind="DATE", value=str(year), edtf=str(year))
        return replace(reading, times=(time,)), text

    near, far = found(of(1701, "a"), of(1720, "b")), found(of(1701, "a"), of(1990, "b"))
    assert "ada-brenn" in merged(near)
    assert "ada-brenn" not in merged(far)
    assert ("a/p", "b/p") not in proposed(far)


def test_agreement_is_not_passed_on_through_one_who_fits_two_that_conflict() -> None:
    around = organisation("clinic", "Korvel Clinic"), organisation("t", "Korvel Tribune"), place("k", "Lake Arda Bay")
    merges = found(
        document("a", person("p", "George W. Bush"), *around),
        document("b", person("p", "George Bush"), *around),
        document("c", person("p", "George H. W. Bush"), *around),
        merge_at=0.9,
    )
    assert not any("/p" in member for members in merged(merges).values() for member in members)
    [left] = merges.left_out
    assert left.thing == "b/p"
    assert left.why == ("it fits both a/p and c/p: their names differ: George W. Bush and George H. W. Bush")


# ---------------------------------------------------------------------------------- organisations, places, the nameless


def test_an_organisation_is_one_by_its_full_name() -> None:
    merges = found(
        document("a", organisation("hrw", "Human Rights Watch"), place("korvel", "Korvel")),
        document("b", organisation("watch", "Human Rights Watch"), place("korvel", "Korvel")),
    )
    assert merged(merges) == {"human-rights-watch": ("a/hrw", "b/watch")}


def test_what_the_law_adds_to_a_name_does_not_count() -> None:
    around = place("korvel", "Korvel"), person("p", "Ada Brenn"), organisation("t", "Daily Tern")
    merges = found(
        document("a", organisation("o", "Hestia Inc."), *around), document("b", organisation("o", "Hestia"), *around)
    )
    assert merged(merges)["hestia-inc"] == ("a/o", "b/o")


@pytest.mark.parametrize(
    "name", ["Ministry of the Interior", "Supreme Court", "the Government", "Parliament", "Air Force"]
)
def test_an_office_that_every_state_has_is_never_one_without_its_place(name: str) -> None:
    around = place("korvel", "Korvel"), organisation("t", "Korvel Tribune"), person("p", "Ada Brenn")
    merges = found(document("a", organisation("o", name), *around), document("b", organisation("o", name), *around))
    assert "a/o" not in {member for members in merged(merges).values() for member in members}


def test_an_abbreviation_counts_only_where_a_document_spells_it_out() -> None:
    around = place("k", "Korvel"), person("p", "Ada Brenn"), organisation("t", "Daily Tern")
    spelt = organisation("o", "Northern Arda Trust", "NAT")
    bare = organisation("o", "NAT")
    assert "a/o" not in str(merged(found(document("a", bare), document("b", bare))))
    assert merged(found(document("a", spelt, *around), document("b", bare, *around)))["northern-arda-trust"] == (
        "a/o",
        "b/o",
    )
    other = organisation("o", "New Arbitration Tribunal", "NAT")
    assert not proposed(found(document("a", spelt), document("b", other)))


def test_what_is_only_described_is_never_one() -> None:
    soldiers = Thing(id="soldiers", type="Group", names=("Soldiers of the Third Regiment",), is_named=False)
    named = replace(soldiers, is_named=True)
    for thing in (soldiers, named):
        merges = found(document("a", thing), document("b", thing))
        assert not merges.merges
        assert not merges.proposals


def test_a_place_needs_what_stands_around_it_and_is_not_in_two_regions() -> None:
    around = organisation("t", "Daily Tern"), person("p", "Ada Brenn")
    alone = found(document("a", place("s", "Springfield")), document("b", place("s", "Springfield")))
    assert not alone.merges
    assert proposed(alone) == {("a/s", "b/s")}
    with_others = found(
        document("a", place("s", "Springfield"), *around), document("b", place("s", "Springfield"), *around)
    )
    assert merged(with_others)["springfield"] == ("a/s", "b/s")
    apart = found(
        document("a", place("s", "Springfield", beside=", Illinois"), place("i", "Illinois"), *around),
        document("b", place("s", "Springfield", beside=", Missouri"), place("m", "Missouri"), *around),
    )
    assert "springfield" not in merged(apart)
    assert ("a/s", "b/s") not in proposed(apart)


def test_things_of_different_kinds_are_two() -> None:
    around = organisation("t", "Daily Tern"), person("p", "Ada Brenn")
    merges = found(
        document("a", place("w", "Washington"), *around), document("b", organisation("w", "Washington"), *around)
    )
    assert "washington" not in merged(merges)
    assert ("a/w", "b/w") not in proposed(merges)


def test_two_things_of_a_document_are_never_made_one_through_another_document() -> None:
    around = organisation("t", "Daily Tern"), person("p", "Ada Brenn"), place("k", "Korvel")
    merges = found(
        document("a", organisation("one", "Hestia"), organisation("two", "Orchard Works"), *around),
        document("b", organisation("both", "Hestia", "Orchard Works"), *around),
    )
    members = [members for members in merged(merges).values() if "b/both" in members]
    assert all(not {"a/one", "a/two"} <= set(one) for one in members)
    assert any(left.thing in ("a/one", "a/two") and "its document has" in left.why for left in merges.left_out)


# ------------------------------------------------------------------------------------------------------ what is decided


def _three() -> list[Loaded]:
    around = organisation("t", "Daily Tern"), person("p", "Ada Brenn"), place("k", "Korvel")
    return [document(name, organisation("h", "Hestia"), *around) for name in ("a", "b", "c")]


def test_a_thing_that_is_known_is_extended_and_keeps_its_name() -> None:
    known = Identity(things={"b/h": "the-firm", "c/h": "the-firm"}, authors={"the-firm": "Ann"})
    [merge] = [one for one in found(*_three(), identity=known).merges if "a/h" in one.members]
    assert (merge.slug, merge.members, merge.is_known) == ("the-firm", ("a/h",), True)


def test_what_a_person_set_apart_stays_apart_through_whatever_else() -> None:
    apart = Identity(apart=(Apart(things=("a/h", "b/h"), by="Ann", why="two firms"),))
    merges = found(*_three(), identity=apart)
    assert "hestia" not in merged(merges)
    assert ("a/h", "b/h") not in proposed(merges)
    assert {left.thing for left in merges.left_out} == {"a/h", "b/h"}
    known = replace(apart, things={"a/h": "hestia", "c/h": "hestia"}, authors={"hestia": "dateline-identity 1"})
    assert "hestia" not in merged(found(*_three(), identity=known))


def test_what_was_left_out_is_not_let_in_because_what_it_fits_has_been_written_down() -> None:
    """Nobody says what Hestia is in c and f; f stands beside what the firm and the town do, c beside the firm alone."""
    firm, town, unsaid = (
        organisation("h", "Hestia"),
        place("h", "Hestia"),
        Thing(id="h", type="Entity", names=("Hestia",)),
    )
    here = organisation("t", "Daily Tern"), person("p", "Ada Brenn")
    there = organisation("u", "Evening Wren"), person("q", "Nils Falk")
    loaded = [
        *(document(name, firm, *here) for name in ("a", "b")),
        document("c", unsaid, *here),
        *(document(name, town, *there) for name in ("d", "e")),
        document("f", unsaid, *here, *there),
    ]
    first = found(*loaded)
    assert {("a/h", "b/h"), ("d/h", "e/h")} <= {*merged(first).values()}
    assert {one.thing for one in first.left_out} == {"c/h", "f/h"}
    second = found(*loaded, identity=written(first))
    assert (second.merges, second.left_out) == ((), first.left_out)


def test_two_known_things_stay_two_and_what_fits_both_is_left_out() -> None:
    known = Identity(things={"a/h": "hestia", "b/h": "hestia-works"})
    merges = found(*_three(), identity=known)
    assert not any("c/h" in members for members in merged(merges).values())
    [left] = [one for one in merges.left_out if one.thing == "c/h"]
    assert left.why == "it fits hestia and hestia-works alike, which identity.yaml tells apart"


def written(merges: Merges) -> Identity:
    """What is decided once a program has written down what it found."""
    things = {member: one.slug for one in merges.merges for member in one.members}
    return Identity(things=things, brought=dict.fromkeys(things, f"{PROGRAM} 1"))


# -------------------------------------------------------------------------------------------------------- in any order


def test_the_order_of_documents_changes_nothing() -> None:
    orders = [found(*order) for order in permutations(_three())]
    assert all(one == orders[0] for one in orders)


NAMES = st.sampled_from(["Hestia", "Daily Tern", "Ada Brenn", "A. Brenn", "Nils Brenn", "NAT", "Korvel", "Lake Arda"])
TYPES = st.sampled_from(["Person", "Organization", "Place", "Polity", "Entity", "Group"])
ITEMS = st.sampled_from(["", "", "", "Q1", "Q2"])
THINGS = st.lists(st.tuples(TYPES, st.lists(NAMES, min_size=1, max_size=2, unique=True), ITEMS), max_size=4)


@given(documents=st.lists(THINGS, max_size=5), seed=st.randoms(use_true_random=False))
def test_whatever_the_documents_say_nothing_is_two_things_and_no_two_of_a_document_are_one(
    documents: list[list[tuple[str, list[str], str]]], seed: Random
) -> None:
    loaded = [
        document(
            f"d{number}",
            *(
                Thing(id=f"t{place_}", type=type_, names=tuple(names), item=item)
                for place_, (type_, names, item) in enumerate(things)
            ),
        )
        for number, things in enumerate(documents)
    ]
    profiles = profiles_of(loaded)
    merges = propose(profiles, NO_IDENTITY, merge_at=0.95)
    shuffled = list(profiles)
    seed.shuffle(shuffled)
    assert propose(shuffled, NO_IDENTITY, merge_at=0.95) == merges
    members = [member for one in merges.merges for member in one.members]
    assert len(members) == len(set(members))
    assert len({one.slug for one in merges.merges}) == len(merges.merges)
    by_member = {one.member: one for one in profiles}
    for merge in merges.merges:
        documents_of = [member.partition("/")[0] for member in merge.members]
        assert len(documents_of) == len(set(documents_of))
        assert len({by_member[one].item for one in merge.members} - {None}) <= 1
        assert len({by_member[one].family for one in merge.members} - {""}) <= 1 or by_member[merge.members[0]].item
        assert len(merge.pairs) == len(merge.members) - 1
    again = propose(profiles, written(merges), merge_at=0.95)
    assert again.merges == ()
    assert again.left_out == merges.left_out


@given(words=st.text(max_size=60))
def test_any_text_may_be_a_name(words: str) -> None:
    person_name(words)
    assert telling(words) in ("full", "word", "short", "common")
    assert plain_slug(words).strip("-") == plain_slug(words)
