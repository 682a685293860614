"""What a draft is beside what Wikidata has of it: a rule a test."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.comparison import Verdict, compare
from dateline.comparison.compare import is_item
from dateline.statements import Drafts, Unsaid
from dateline.wikibase import NO_VALUE, SOME_VALUE, Item, ItemId, Snak, Statement
from dateline.wikibase.model import JULIAN
from tests.comparison.made import (
    ADDRESS,
    CIRCA,
    EVENT,
    an_item,
    by_id,
    draft,
    from_,
    number,
    of,
    says,
    snak,
    the_row,
    when,
)

DEATHS = draft("P1120", number(133))
PART = snak("P518", ItemId(id="Q9248"))
SINCE_1991 = snak("P580", when("1991"))
UNTIL_1990 = snak("P582", when("1990"))


def verdict(*there: Statement, ours: Snak, qualifiers: tuple[Snak, ...] = ()) -> Verdict:
    return the_row(draft(ours.property, ours.value, *qualifiers), an_item(*there)).verdict


# ------------------------------------------------------------------------------------------------------------- numbers


def test_what_wikidata_does_not_have_is_new() -> None:
    row = the_row(DEATHS, an_item())
    assert (row.verdict, row.adds, row.theirs) == ("new", "statement", ())


def test_the_same_number_from_the_same_source_adds_nothing() -> None:
    row = the_row(DEATHS, an_item(says("P1120", number(133), references=[from_("http://EXAMPLE.org/statement")])))
    assert (row.verdict, row.adds) == ("agrees", "nothing")


def test_the_same_number_without_our_source_could_take_our_source() -> None:
    other = from_("https://example.org/other")
    row = the_row(DEATHS, an_item(says("P1120", number(133), references=[other])))
    assert (row.verdict, row.adds) == ("agrees", "reference")


def test_the_same_number_without_any_source_is_said_to_have_none() -> None:
    row = the_row(DEATHS, an_item(says("P1120", number(133))))
    assert row.adds == "reference"
    assert row.why == "It has no source there."


def test_a_number_beside_three_others_differs_and_shows_each_with_its_sources() -> None:
    there = [
        says("P1120", number(131), references=[from_("https://one.example/", "One")]),
        says("P1120", number(137), rank="preferred", references=[from_("https://two.example/", "Two")]),
        says("P1120", number(170)),
    ]
    row = the_row(DEATHS, an_item(*there))
    assert (row.verdict, row.adds) == ("differs", "statement")
    assert [(one.value_label, one.sources, one.revision) for one in row.theirs] == [
        ("137", ("Two, two.example",), 100),
        ("131", ("One, one.example",), 100),
        ("170", (), 100),
    ], "what is preferred comes first"


def test_a_number_that_is_there_agrees_whatever_stands_beside_it() -> None:
    there = [says("P1120", number(137), rank="preferred"), says("P1120", number(133), references=[from_()])]
    row = the_row(DEATHS, an_item(*there))
    assert (row.verdict, row.adds) == ("agrees", "nothing")
    assert row.theirs[0].value_label == "133", "what agrees comes first"
    assert row.why == "Wikidata also has 137, and prefers that."


def test_a_number_inside_a_range_is_more_precise_and_the_range_around_a_number_is_less() -> None:
    deaths = snak("P1120", number(133))
    assert verdict(says("P1120", number(150, 131, 170)), ours=deaths) == "more precise"
    assert verdict(says("P1120", number(133)), ours=snak("P1120", number(150, 131, 170))) == "less precise"
    assert verdict(says("P1120", number(150, 131, 170)), ours=snak("P1120", number(130))) == "differs"


def test_about_a_number_is_never_taken_for_another_number() -> None:
    row = the_row(draft("P1339", number(700), CIRCA), an_item(says("P1339", number(690))))
    assert row.verdict == "differs"
    assert "whether the two fit is for a person to say" in row.why


@pytest.mark.parametrize(("ours", "theirs"), [((CIRCA,), ()), ((), (CIRCA,))])
def test_about_a_number_and_the_number_agree_and_it_is_told(ours: tuple[Snak, ...], theirs: tuple[Snak, ...]) -> None:
    row = the_row(
        draft("P1339", number(700), *ours), an_item(says("P1339", number(700), *theirs, references=[from_()]))
    )
    assert (row.verdict, row.adds) == ("agrees", "nothing")
    assert "“about”" in row.why


def test_a_number_in_another_unit_differs_and_says_why() -> None:
    row = the_row(DEATHS, an_item(says("P1120", number(133, unit="Q11573"))))
    assert row.verdict == "differs"
    assert "different units" in row.why


# ---------------------------------------------------------------------------------------------------------- qualifiers


def test_another_number_for_a_part_is_about_something_narrower_and_ours_is_new() -> None:
    row = the_row(DEATHS, an_item(says("P1120", number(12), PART)))
    assert (row.verdict, row.adds, row.theirs[0].bearing) == ("new", "statement", "narrower")


def test_another_number_as_of_a_day_is_about_something_narrower() -> None:
    row = the_row(DEATHS, an_item(says("P1120", number(90), snak("P585", when("1990-01-20")))))
    assert (row.verdict, row.theirs[0].bearing) == ("new", "narrower")


def test_the_same_number_for_a_part_alone_is_not_proposed() -> None:
    row = the_row(DEATHS, an_item(says("P1120", number(133), PART)))
    assert (row.verdict, row.adds) == ("less precise", "nothing")
    assert "P518" in row.why


def test_a_remark_on_a_statement_narrows_nothing() -> None:
    there = says("P1120", number(137), snak("P1480", ItemId(id="Q18122778")))
    assert the_row(DEATHS, an_item(there)).verdict == "differs"


def test_a_membership_with_its_beginning_is_more_precise_than_one_without() -> None:
    ours = draft("P463", ItemId(id="Q1"), SINCE_1991)
    row = the_row(ours, an_item(says("P463", ItemId(id="Q1"))))
    assert (row.verdict, row.adds) == ("more precise", "qualifiers")


def test_a_membership_for_another_time_differs_and_is_left_to_a_person() -> None:
    ours = draft("P463", ItemId(id="Q1"), SINCE_1991)
    row = the_row(ours, an_item(says("P463", ItemId(id="Q1"), UNTIL_1990)))
    assert (row.verdict, row.adds) == ("differs", "nothing")


def test_what_held_on_a_day_agrees_with_what_held_for_the_time_around_it() -> None:
    on_a_day = snak("P585", when("2012-01-20"))
    row = the_row(draft("P1376", ItemId(id="Q227"), on_a_day), an_item(says("P1376", ItemId(id="Q227"), SINCE_1991)))
    assert row.verdict == "agrees"
    row = the_row(draft("P1376", ItemId(id="Q227"), on_a_day), an_item(says("P1376", ItemId(id="Q227"), UNTIL_1990)))
    assert row.verdict == "differs"


def test_what_wikidata_says_for_a_time_is_more_than_the_document_says() -> None:
    row = the_row(draft("P463", ItemId(id="Q1")), an_item(says("P463", ItemId(id="Q1"), SINCE_1991)))
    assert (row.verdict, row.adds) == ("less precise", "nothing")


# --------------------------------------------------------------------------------------------------------------- dates


def test_a_day_is_more_precise_than_its_month_and_the_month_less_than_the_day() -> None:
    day, month = when("1990-01-20"), when("1990-01")
    assert verdict(says("P585", month), ours=snak("P585", day)) == "more precise"
    assert verdict(says("P585", day), ours=snak("P585", month)) == "less precise"
    assert verdict(says("P585", day), says("P585", when("1990")), ours=snak("P585", month)) == "less precise"


def test_the_same_day_in_the_other_calendar_agrees() -> None:
    row = the_row(draft("P585", when("1917-11-07")), an_item(says("P585", when("1917-10-25", JULIAN))))
    assert row.verdict == "agrees"
    assert row.why.startswith("The same time in another calendar.")
    assert row.theirs[0].value_label == "25 October 1917 (Julian)"


def test_an_earliest_and_a_latest_day_make_a_year_as_precise_as_they_are() -> None:
    bounds = (snak("P1319", when("1990-01-13")), snak("P1326", when("1990-01-20")))
    assert verdict(says("P585", when("1990-01")), ours=snak("P585", when("1990")), qualifiers=bounds) == "more precise"
    assert (
        verdict(says("P585", when("1990-01-15")), ours=snak("P585", when("1990")), qualifiers=bounds) == "less precise"
    )
    assert verdict(says("P585", when("1990-02")), ours=snak("P585", when("1990")), qualifiers=bounds) == "differs"


def test_a_day_between_a_beginning_and_an_end_is_less_precise_and_outside_it_differs() -> None:
    there = says("P580", when("1990-01-19")), says("P582", when("1990-01-20"))
    row = the_row(draft("P585", when("1990-01-20")), an_item(*there))
    assert (row.verdict, row.adds, len(row.theirs)) == ("less precise", "nothing", 2)
    assert verdict(*there, ours=snak("P585", when("1990-01-21"))) == "differs"


def test_a_day_that_wikidata_gives_as_the_beginning_agrees() -> None:
    assert verdict(says("P580", when("1990-01-20")), ours=snak("P585", when("1990-01-20"))) == "agrees"


def test_a_beginning_and_an_end_are_more_precise_than_a_day_between_them() -> None:
    drafts = of(draft("P580", when("1990-01-19")), draft("P582", when("1990-01-21")))
    inside, outside = (an_item(says("P585", when(day))) for day in ("1990-01-20", "1990-01-25"))
    assert [row.verdict for row in compare(drafts, by_id(inside)).rows] == ["more precise", "more precise"]
    assert [row.verdict for row in compare(drafts, by_id(outside)).rows] == ["differs", "differs"]


# --------------------------------------------------------------------------------------------------------------- items


def test_one_more_participant_is_new_beside_the_others() -> None:
    row = the_row(draft("P710", ItemId(id="Q15180")), an_item(says("P710", ItemId(id="Q227"))))
    assert (row.verdict, row.adds, row.theirs[0].bearing) == ("new", "statement", "apart")


def test_a_place_in_the_place_that_wikidata_has_is_more_precise() -> None:
    city = an_item(says("P17", ItemId(id="Q227")), name="Q9248", label="Baku")
    row = the_row(draft("P276", ItemId(id="Q9248")), an_item(says("P276", ItemId(id="Q227"))), city)
    assert (row.verdict, row.adds) == ("more precise", "statement")


def test_an_item_that_took_the_place_of_another_is_the_same_one() -> None:
    merged = replace(an_item(name="Q2", label="Baku"), redirected_from="Q1")
    row = the_row(draft("P276", ItemId(id="Q1")), an_item(says("P276", ItemId(id="Q2"))), merged)
    assert row.verdict == "agrees"


def test_a_draft_about_a_merged_item_is_held_against_the_one_that_is_there_now() -> None:
    merged = replace(an_item(says("P1120", number(133)), name="Q7"), redirected_from=EVENT)
    row = the_row(DEATHS, merged)
    assert (row.verdict, row.item) == ("agrees", "Q7")


def test_what_the_other_item_says_from_its_end_agrees() -> None:
    effect = an_item(says("P828", ItemId(id=EVENT)), name="Q5167679", label="the end")
    row = the_row(draft("P1542", ItemId(id="Q5167679")), an_item(), effect)
    assert (row.verdict, row.adds, row.theirs[0].item) == ("agrees", "nothing", "Q5167679")
    assert row.why == "Wikidata says it from the other end, on the end."


# ------------------------------------------------------------------------------------ ranks, none, unknown, not asked


def test_a_value_that_wikidata_has_deprecated_is_left_to_a_person() -> None:
    row = the_row(DEATHS, an_item(says("P1120", number(133), rank="deprecated")))
    assert (row.verdict, row.adds) == ("differs", "nothing")


def test_a_deprecated_day_is_not_written_again_beside_a_beginning_and_an_end() -> None:
    day = when("1990-02-01")
    there = says("P585", day, rank="deprecated"), says("P580", when("1990-01-19")), says("P582", when("1990-01-20"))
    row = the_row(draft("P585", day), an_item(*there))
    assert (row.verdict, row.adds) == ("differs", "nothing")


def test_another_value_that_is_deprecated_does_not_make_ours_differ() -> None:
    assert the_row(DEATHS, an_item(says("P1120", number(1), rank="deprecated"))).verdict == "new"


def test_a_value_is_more_precise_than_an_unknown_one_and_differs_from_none() -> None:
    assert the_row(DEATHS, an_item(says("P1120", SOME_VALUE))).verdict == "more precise"
    assert the_row(DEATHS, an_item(says("P1120", NO_VALUE))).verdict == "differs"
    assert the_row(draft("P710", ItemId(id="Q1")), an_item(says("P710", NO_VALUE))).verdict == "differs"


def test_of_an_item_that_is_not_known_nothing_is_said_and_nothing_written() -> None:
    row = the_row(DEATHS)
    assert (row.verdict, row.adds) == ("not asked", "nothing")
    assert EVENT in row.why


def test_a_statement_about_a_new_item_is_new() -> None:
    ours = draft("P1120", number(133), item="https://example.org/kg/e/black-january")
    row = the_row(ours)
    assert (row.verdict, row.adds, row.item) == ("new", "statement", "")
    assert not is_item(ours.item)


# ----------------------------------------------------------------------------------------------- the whole comparison


def an_unsaid(predicate: str = "https://w3id.org/dateline/ns#deathCount") -> Unsaid:
    return Unsaid(
        claim="https://example.org/kg/doc/d/claim/1",
        document="https://example.org/kg/doc/d",
        subject=DEATHS.subject,
        subject_label="Black January",
        predicate=predicate,
        value_label="170",
        voice="a witness",
        words="perhaps 170",
        reason="not certain",
        why="The source is not certain.",
    )


def test_what_cannot_be_said_is_shown_beside_what_wikidata_says() -> None:
    drafts = Drafts(drafts=(), unsaid=(an_unsaid(), an_unsaid("https://w3id.org/dateline/ns#characterizedAs")))
    items = by_id(an_item(says("P1120", number(137))))
    rows = compare(drafts, items, things={DEATHS.subject: EVENT}).rows
    assert [row.verdict for row in rows] == ["cannot be said"] * 2
    assert [[one.value_label for one in row.theirs] for row in rows] == [["137"], []]


def test_what_wikidata_alone_says_is_context_and_never_a_row() -> None:
    place, deaths = says("P276", ItemId(id="Q9248")), says("P1120", number(133))
    other = says("P9999", ItemId(id="Q1"))
    done = compare(of(DEATHS), by_id(an_item(deaths, place, other)))
    assert [row.property for row in done.rows] == ["P1120"]
    assert [(one.property, one.property_label) for one in done.also] == [("P276", "location")]


def test_worth_writing_leaves_out_what_is_there_and_takes_in_sources_only_when_asked() -> None:
    new, there = draft("P276", ItemId(id="Q9248")), DEATHS
    drafts = of(new, there)
    done = compare(drafts, by_id(an_item(says("P1120", number(133)))))
    assert done.worth_writing().drafts == (new,)
    assert done.worth_writing(references=True).drafts == (new, there)
    assert done.unreferenced == (done.rows[1],)


def test_of_two_claims_only_the_more_precise_one_is_written() -> None:
    month, day = draft("P585", when("1990-01")), draft("P585", when("1990-01-20"))
    drafts = of(month, day)
    done = compare(drafts, by_id(an_item()))
    assert [row.verdict for row in done.rows] == ["new", "new"]
    assert done.worth_writing().drafts == (day,)


def test_the_same_input_gives_the_same_comparison_whatever_the_order_of_the_items() -> None:
    items = [an_item(says("P1120", number(1))), an_item(name="Q9248", label="Baku"), an_item(name="Q10")]
    forward, backward = (compare(of(DEATHS), by_id(*order)) for order in (items, items[::-1]))
    assert forward == backward
    assert list(forward.revisions.items()) == list(backward.revisions.items()) == [(EVENT, 100)]


def test_of_a_thousand_values_the_row_shows_the_first_and_counts_the_rest() -> None:
    ours = draft("P710", ItemId(id="Q1000"))
    row = the_row(ours, an_item(*(says("P710", ItemId(id=f"Q{n}")) for n in range(1, 1001))))
    assert row.verdict == "agrees"
    assert (row.theirs[0].bearing, len(row.theirs) + row.more) == ("same", 1000)


def test_names_come_from_the_items_in_the_language_that_is_wanted() -> None:
    city = Item(id="Q9248", labels={"en": "Baku", "az": "Bakı"})
    items = by_id(an_item(says("P276", ItemId(id="Q9248"))), city)
    for language, name in (("en", "Baku"), ("az", "Bakı"), ("az-cyrl", "Bakı"), ("fr", "Baku")):
        done = compare(of(DEATHS), items, language=language)
        assert done.also[0].theirs[0].value_label == name


def test_a_source_is_told_by_its_address_before_its_title() -> None:
    there = says("P1120", number(133), references=[from_("https://elsewhere.example/")])
    assert the_row(DEATHS, an_item(there)).adds == "reference"
    assert ADDRESS not in str(there)
