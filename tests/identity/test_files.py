"""`identity.yaml` and `links.yaml`: what they say, and every contradiction at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import IdentityError
from dateline.identity import NO_IDENTITY, Decision, load_identity, parse_identity

BAKU = "http://www.wikidata.org/entity/Q9248"
OTHER = "http://www.wikidata.org/entity/Q649"
THING = "baku: {members: [a/baku], by: Ann, why: named}\n"


def decision(**changes: str | None) -> str:
    members = {
        "thing": "baku",
        "exactMatch": BAKU,
        "status": "accepted",
        "by": "Ann",
        "date": "2026-11-22",
        "why": "the city",
        **changes,
    }
    return "- " + "\n  ".join(f'{name}: "{value}"' for name, value in members.items() if value is not None) + "\n"


def problems(identity: str, links: str = "") -> list[str]:
    with pytest.raises(IdentityError) as wrong:
        parse_identity(identity, links)
    return [str(problem) for problem in wrong.value.problems]


def test_a_thing_has_its_members() -> None:
    identity = parse_identity("baku:\n  members: [a/baku, b/the_city]\n  by: Ann\n  why: one city\n", "")
    assert identity.thing_of("a", "baku") == identity.thing_of("b", "the_city") == "baku"
    assert identity.thing_of("a", "the_city") is None


def test_a_thing_may_have_a_label_of_its_own() -> None:
    labelled = THING.replace("{members", "{label: The City of Baku, members")
    assert parse_identity(labelled, "").label_of("a", "baku", "en") == "The City of Baku"
    [problem] = problems(THING.replace("{members", "{label: 7, members"))
    assert "label is missing or not a text" in problem


def test_a_decision_has_who_when_and_why() -> None:
    assert parse_identity(THING, decision()).decisions == (
        Decision(
            thing="baku",
            to=BAKU,
            relation="exactMatch",
            status="accepted",
            by="Ann",
            date="2026-11-22",
            why="the city",
        ),
    )


def test_a_folder_without_the_files_has_no_decisions(tmp_path: Path) -> None:
    assert load_identity(tmp_path).things == NO_IDENTITY.things
    assert load_identity(tmp_path).decisions == ()


@pytest.mark.parametrize(
    ("identity", "said"),
    [
        (THING + "city: {members: [a/baku], by: Ann, why: x}\n", "city.members[0]: “a/baku” is a member of “baku”"),
        ("Baku City: {members: [a/b], by: Ann, why: x}\n", "“Baku City” cannot be the last part of an IRI"),
        ("../etc: {members: [a/b], by: Ann, why: x}\n", "cannot be the last part of an IRI"),
        ("baku: {by: Ann, why: x}\n", "baku: it has no members"),
        ("baku: {members: [], by: Ann, why: x}\n", "baku: it has no members"),
        ("baku: {members: [baku], by: Ann, why: x}\n", "baku.members[0]: this is not a member. Write document/id"),
        ("baku: {members: [12], by: Ann, why: x}\n", "baku.members[0]: this is not a member"),
        ("baku: {members: [a/baku], why: x}\n", "baku: by is missing"),
        ("baku: {members: [a/baku], by: Ann}\n", "baku: why is missing"),
        ("baku: {membres: [a/baku], by: Ann, why: x}\n", "baku.membres: no such member. Did you mean members?"),
        ("baku: [a/baku]\n", "baku: this is not a thing"),
        ("- baku\n", "this is not a mapping of slugs"),
        (THING + THING, "identity.yaml:2: baku: the key is given twice"),
        ("baku: &a {members: [a/b], by: Ann, why: x}\n", "is an anchor"),
    ],
)
def test_what_is_wrong_with_a_thing_is_said_with_place_and_remedy(identity: str, said: str) -> None:
    found = problems(identity)
    assert any(said in one for one in found), found
    assert all(one.startswith("identity.yaml:") for one in found)


@pytest.mark.parametrize(
    ("links", "said"),
    [
        (decision(thing="bakku"), "[0].thing: identity.yaml has no thing “bakku”. Did you mean baku?"),
        (decision(exactMatch=None), "[0]: it needs one of exactMatch and closeMatch"),
        (decision(closeMatch=OTHER), "[0]: it needs one of exactMatch and closeMatch"),
        (decision(status="maybe"), "[0]: its status is neither accepted nor rejected"),
        (decision(status=None), "[0]: its status is neither accepted nor rejected"),
        (decision(by=None), "[0]: by is missing"),
        (decision(why=" "), "[0].why: why is missing"),
        (decision(date="22.11.2026"), "[0].date: “22.11.2026” is not a day"),
        (decision(date="2026-02-30"), "[0].date: “2026-02-30” is not a day"),
        (decision(note="x"), "[0].note: no such member"),
        (decision(exactMatch="Q9248"), "[0].exactMatch: “Q9248” is not an absolute web address"),
        (decision(exactMatch="http://x.org/a b"), "Percent-encode it as %20"),
        (decision(exactMatch="https://www.wikidata.org/wiki/Q9248"), f"Write {BAKU}"),
        (decision(exactMatch="https://www.wikidata.org/entity/Q9248"), f"Write {BAKU}"),
        (decision(exactMatch="http://wikidata.org/entity/Q9248"), f"Write {BAKU}"),
        (decision(exactMatch="javascript:alert(1)"), "is not an absolute web address"),
        (decision() + decision(status="rejected"), "is both accepted and rejected"),
        (decision() + decision(), "is decided twice"),
        (decision() + decision(exactMatch=OTHER), f"[1]: “baku” already is exactly {BAKU}"),
        (decision() + decision(exactMatch=OTHER, thing="a/baku"), f"[1]: “baku” already is exactly {BAKU}"),
        ("baku: {}\n", "this is not a list of decisions"),
        ("- baku\n", "[0]: this is not a decision"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_decision_is_said_with_place_and_remedy(links: str, said: str) -> None:
    found = problems(THING, links)
    assert any(said in one for one in found), found
    assert all(one.startswith("links.yaml:") for one in found)


def test_the_problems_of_both_files_are_reported_at_once() -> None:
    found = problems("baku: {members: [x]}\nB: 1\n", decision(status="maybe") + decision(date="never", thing="c/d"))
    assert sum(one.startswith("identity.yaml") for one in found) >= 4
    assert sum(one.startswith("links.yaml") for one in found) >= 2


def test_problems_have_the_line() -> None:
    assert (
        "identity.yaml:3: baku.members[1]: this is not a member"
        in problems("baku:\n  members: [a/baku,\n    wrong]\n  by: Ann\n  why: x\n")[0]
    )


def test_a_rejected_exact_match_stands_beside_an_accepted_close_one() -> None:
    links = decision(status="rejected") + decision(exactMatch=None, closeMatch=BAKU)
    assert len(parse_identity(THING, links).decisions) == 2


def test_a_file_that_is_not_utf_8_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "identity.yaml").write_bytes(b"baku: {why: \xe9}\n")
    with pytest.raises(IdentityError, match=r"not UTF-8: byte 12 is 0xE9"):
        load_identity(tmp_path)


def test_hostile_words_never_make_a_long_message() -> None:
    words = "x" * 1_000_000
    found = problems(f'baku: {{members: ["{words}"], by: Ann, why: x}}\n', decision(thing=words, exactMatch=words))
    assert all(len(one) < 1_000 for one in found)


@pytest.mark.parametrize("end", ["Q042", "q42", "Q", "Q0", "42", "Q42/", "Q42#x", "P31x", "Q1234567890123", ""])
def test_what_is_no_id_of_an_item_is_refused(end: str) -> None:
    [problem] = problems(THING, decision(exactMatch=f"http://www.wikidata.org/entity/{end}"))
    assert "no Wikidata item" in problem or "a page about" in problem
