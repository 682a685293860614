"""Proposals in a reading: what a person decided stays, what a program proposed is replaced, nothing gets lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.links import Abstention, Proposals, open_catalogue, propose, with_proposals
from dateline.links.catalogue import PROGRAM
from dateline.links.editing import edited
from dateline.model import Link, Reading
from dateline.reading import merge, parse_reading, render_reading
from tests.links.readings import entity, event, reading

TEXT = "Baku is a city. Google has an office there. They met at Port Ellis. Moscow ordered troops."
BAKU, OTHER = "http://www.wikidata.org/entity/Q9248", "http://www.wikidata.org/entity/Q1"


def made(*links: Link, by_person: bool = False) -> Reading:
    """A reading with four things, the first of which has links."""
    done = reading(
        TEXT,
        entities=(
            entity(TEXT, "Baku", id_="baku", links=links),
            entity(TEXT, "Google", "Organization", id_="google"),
            entity(TEXT, "Port Ellis", id_="ellis"),
            entity(TEXT, "Moscow", id_="moscow"),
        ),
        events=(event(TEXT, "met", id_="ev_met"),),
    )
    return replace(done, reader=replace(done.reader, kind="person")) if by_person else done


def linked(before: Reading) -> Reading:
    """A reading after its proposals."""
    return with_proposals(before, propose(before, TEXT, open_catalogue()))


def decided(
    status: Literal["accepted", "rejected"], to: str, relation: Literal["exactMatch", "closeMatch"] = "exactMatch"
) -> Link:
    """A link that a person decided in the reading."""
    return Link(to=to, relation=relation, confidence=1.0, status=status, by="A. Person", more={"note": "looked up"})


def test_a_candidate_is_written_with_who_proposes_it_how_surely_and_why() -> None:
    link = linked(made()).entities[0].links[0]
    assert (link.to, link.relation, link.confidence, link.status) == (BAKU, "exactMatch", 0.97, "proposed")
    assert link.by == PROGRAM
    assert link.more["label"] == "Baku"
    assert link.more["features"] == {"name": 0.97}
    assert link.more["why"].startswith("Baku (Q9248): its name; borne out by ")


def test_every_thing_without_a_link_has_the_reason() -> None:
    after = linked(made())
    for thing in after.entities:
        assert bool(thing.links) != ("unlinked" in thing.more)
    assert after.entities[2].more["unlinked"] == "no item of the catalogue bears this name"
    assert after.events[0].more["unlinked"] == "it is described, not named"


def test_doing_it_twice_is_doing_it_once() -> None:
    once = linked(made())
    assert linked(once) == once


def test_an_exact_match_that_a_person_accepted_stays_alone() -> None:
    mine = decided("accepted", OTHER)
    assert linked(made(mine)).entities[0].links == (mine,)


def test_what_a_person_rejected_is_not_proposed_again() -> None:
    no = decided("rejected", BAKU)
    after = linked(made(no)).entities[0]
    assert after.links == (no,)


def test_another_persons_candidate_stays_beside_the_proposal() -> None:
    mine = Link(to=OTHER, relation="closeMatch", confidence=0.4, status="proposed", by="A. Person")
    assert [link.to for link in linked(made(mine)).entities[0].links] == [OTHER, BAKU]


def test_what_an_earlier_catalogue_proposed_is_replaced() -> None:
    old = Link(to=OTHER, relation="exactMatch", confidence=0.99, status="proposed", by="dateline-catalogue 2020.01")
    assert [link.to for link in linked(made(old)).entities[0].links] == [BAKU]


def test_a_reason_goes_when_a_link_comes() -> None:
    nothing = Proposals(document="doc", by=PROGRAM, abstained=(Abstention(thing="baku", why="no"),))
    without = with_proposals(made(), nothing)
    assert without.entities[0].more == {"unlinked": "no"}
    assert linked(without).entities[0].more == {}


def test_a_thing_that_a_person_rejected_is_left_alone() -> None:
    before = made()
    gone = replace(before, entities=(replace(before.entities[0], status="rejected"), *before.entities[1:]))
    assert linked(gone).entities[0] == gone.entities[0]


@pytest.mark.parametrize("format_", ["yaml", "json"])
def test_links_and_reasons_survive_a_file(format_: Literal["yaml", "json"]) -> None:
    after = linked(made(decided("rejected", OTHER)))
    assert parse_reading(render_reading(after, format=format_), format=format_, file="r", text=TEXT) == after


def test_what_programs_add_is_nobodys_work_to_a_later_draft() -> None:
    mine = replace(made(), reader=replace(made().reader, version="2"), entities=made().entities[1:])
    merged = merge(linked(made()), mine)
    assert "baku" not in {one.id for one in merged.reading.entities}
    kept = merge(linked(made(decided("accepted", OTHER))), mine)
    assert "baku" in {one.id for one in kept.reading.entities}


# ---------------------------------------------------------------------------------------------- in the text of a file


def test_only_lines_of_links_and_reasons_change_in_a_persons_file() -> None:
    before = made(decided("rejected", OTHER))
    source = render_reading(before, format="yaml")
    source = source.replace("  - id: google\n", "\n  # a comment of mine\n  - id: google   # and another\n")
    after = linked(before)
    done = edited(source, after, file="r", text=TEXT)
    assert parse_reading(done, format="yaml", file="r", text=TEXT) == after
    lines = done.split("\n")
    kept = iter(lines)
    assert all(line in kept for line in source.split("\n"))
    new = [line.strip() for line in lines if line not in source.split("\n")]
    assert "# a comment of mine" not in new
    assert f'- exactMatch: "{BAKU}"' in new


def test_taking_proposals_away_gives_the_file_back() -> None:
    before = made(decided("rejected", OTHER), by_person=True)
    source = render_reading(before, format="yaml").replace("events:", "# mine\nevents:")
    there = edited(source, linked(before), file="r", text=TEXT)
    assert there != source
    assert edited(there, before, file="r", text=TEXT) == source


def test_a_file_with_other_line_ends_keeps_them() -> None:
    source = render_reading(made(), format="yaml").replace("\n", "\r\n")
    done = edited(source, linked(made()), file="r", text=TEXT)
    assert done.count("\n") == done.count("\r\n")
    assert parse_reading(done, format="yaml", file="r", text=TEXT) == linked(made())


def test_a_file_in_another_style_is_written_anew() -> None:
    after = linked(made())
    source = render_reading(made(), format="json")
    assert edited(source, after, file="r", text=TEXT) == render_reading(after, format="yaml")


def test_a_fresh_file_is_what_would_be_written() -> None:
    after = linked(made())
    assert edited(render_reading(made(), format="yaml"), after, file="r", text=TEXT) == render_reading(
        after, format="yaml"
    )


@given(st.text(min_size=1, max_size=60).filter(str.strip))
def test_any_reason_can_be_written_into_a_file_and_read_back(why: str) -> None:
    before = made()
    after = with_proposals(
        before, Proposals(document="doc", by=PROGRAM, abstained=(Abstention(thing="baku", why=why),))
    )
    done = edited(render_reading(before, format="yaml"), after, file="r", text=TEXT)
    assert parse_reading(done, format="yaml", file="r", text=TEXT).entities[0].more == {"unlinked": why}
