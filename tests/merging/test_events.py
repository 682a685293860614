"""Which events of two documents may be one: proposed with both wordings, never made one."""

from __future__ import annotations

from dateline.identity import NO_IDENTITY, Apart, Identity
from dateline.merging import EventPair, happenings, propose, same_events
from tests.merging.made import Loaded, profiles_of, told

TWO = (
    told("a", day="1987-05-12", where="Korvel", who="Third Regiment of Arda"),
    told("b", day="1987-05-12", where="Korvel", who="Third Regiment of Arda", deed="shots fired"),
)
PLACE = {"a/place": "korvel", "b/place": "korvel"}


def pairs(*loaded: Loaded, identity: Identity = NO_IDENTITY) -> list[EventPair]:
    """The events that may be one."""
    merges = propose(profiles_of(loaded, identity), identity, merge_at=0.95)
    events = [one for reading, text in loaded for one in happenings(reading, text, identity, link_at=0.95)]
    return same_events(events, identity, merges)


def test_events_of_one_class_place_and_day_are_proposed_with_both_wordings() -> None:
    [pair] = pairs(*TWO, identity=Identity(things=PLACE, labels={"korvel": "Korvel"}))
    assert (pair.one.member, pair.other.member) == ("a/ev", "b/ev")
    assert "the shooting in Korvel" in pair.one.words
    assert "the shots fired in Korvel" in pair.other.words
    assert "both are in Korvel; both are of 1987-05-12" in pair.agreement.why
    assert "Third Regiment of Arda takes part in both" in pair.agreement.why


def test_events_of_a_place_that_only_may_be_one_are_less_likely_and_it_is_said() -> None:
    [sure], [perhaps] = pairs(*TWO, identity=Identity(things=PLACE)), pairs(*TWO)
    assert perhaps.agreement.confidence < sure.agreement.confidence
    assert "if that is one place" in perhaps.agreement.why


def test_events_of_other_days_or_other_places_are_not_proposed() -> None:
    identity = Identity(things={**PLACE, "c/place": "korvel"})
    assert not pairs(
        TWO[0], told("c", day="1988-05-12", where="Korvel", who="Third Regiment of Arda"), identity=identity
    )
    assert not pairs(TWO[0], told("c", day="1987-05-12", where="Arda", who="Third Regiment of Arda"))


def test_an_overlap_of_times_alone_is_not_enough_but_a_figure_in_both_is() -> None:
    identity = Identity(things={**PLACE, "c/place": "korvel"})
    day = told("b", day="1987-05-12", where="Korvel", who="armed gangs", dead=133)
    assert not pairs(told("c", day="1987-05", where="Korvel", who="soldiers", dead=12), day, identity=identity)
    [pair] = pairs(told("c", day="1987-05", where="Korvel", who="soldiers", dead=133), day, identity=identity)
    assert "their times overlap; both say 133 (deathCount)" in pair.agreement.why


def test_events_that_are_decided_are_not_proposed_again() -> None:
    one = Identity(things={**PLACE, "a/ev": "shooting", "b/ev": "shooting"})
    two = Identity(things=PLACE, apart=(Apart(things=("a/ev", "b/ev"), by="Ann", why="two"),))
    assert not pairs(*TWO, identity=one)
    assert not pairs(*TWO, identity=two)
