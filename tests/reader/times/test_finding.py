"""What find_times finds in English, written as rules; every example is made up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import edtf
from dateline.model import Time
from dateline.reader.times import find_times

ISSUED = "2015-06-17"  # a Wednesday


def found(text: str, issued: str | None = ISSUED, tense: str | None = None) -> list[tuple[str, str | None]]:
    return [(time.span.text, time.value) for time in read(text, issued, tense)]


def read(text: str, issued: str | None = ISSUED, tense: str | None = None) -> tuple[Time, ...]:
    return find_times(text, issued=issued, tense=(lambda _: tense) if tense else None)


STORY = "The fort was built in 1801, sold in 1810, mended in 1820 and 1825, lost in 1830, 1834, 1835 and 1836, and "


@pytest.mark.parametrize(
    ("words", "value", "edtf_value"),
    [
        ("March 5, 2011", "2011-03-05", "2011-03-05"),
        ("5 March 2011", "2011-03-05", "2011-03-05"),
        ("the 5th of March, 2011", "2011-03-05", "2011-03-05"),
        ("Saturday, March 5, 2011", "2011-03-05", "2011-03-05"),
        ("Sept. 5, 2011", "2011-09-05", "2011-09-05"),
        ("2011-03-05", "2011-03-05", "2011-03-05"),
        ("25.12.2011", "2011-12-25", "2011-12-25"),
        ("March 2011", "2011-03", "2011-03"),
        ("March of 2011", "2011-03", "2011-03"),
        ("early March 2011", "2011-03", "2011-03"),
        ("mid-2011", "2011", "2011"),
        ("about 2011", "2011", "2011~"),
        ("the summer of 2011", "2011-SU", "2011-22"),
        ("the 1990s", "199", "199X"),
        ("the late 1990s", "199", "199X"),
        ("the nineties", "199", "199X"),
        ("the 18th century", "17", "17XX"),
        ("the nineteenth century", "18", "18XX"),
        ("the second half of 2011", "2011-H2", "2011-07/2011-12"),
        ("the third quarter of 2011", "2011-Q3", "2011-35"),
        ("Q3 2011", "2011-Q3", "2011-35"),
        ("490 BC", "BC0490", None),
        ("September 480 BC", "BC0480-09", None),
        ("the 5th century BC", "BC04", None),
        ("AD 79", "0079", "0079"),
        ("Christmas 2011", "2011-12-25", "2011-12-25"),
        ("fiscal year 2011", "FY2011", None),
        ("the night of 5 March 2011", "2011-03-05TNI", "2011-03-05"),
    ],
)
def test_a_date_that_says_everything_means_the_same_anywhere(words: str, value: str, edtf_value: str | None) -> None:
    for issued in (ISSUED, None):
        (time,) = read(f"It began in {words}, people say.", issued)
        assert (time.span.text, time.value, time.edtf) == (words, value, edtf_value)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("today", "2015-06-17"),
        ("yesterday", "2015-06-16"),
        ("tomorrow morning", "2015-06-18TMO"),
        ("last night", "2015-06-16TNI"),
        ("this week", "2015-W25"),
        ("last month", "2015-05"),
        ("next year", "2016"),
        ("this weekend", "2015-W25-WE"),
        ("the last quarter", "2015-Q1"),
        ("two years ago", "2013"),
        ("three days ago", "2015-06-14"),
        ("a week ago", "2015-W24"),
        ("two decades ago", "199"),
        ("ten days from now", "2015-06-27"),
        ("Tuesday", "2015-06-16"),
        ("Wednesday", "2015-06-17"),
        ("last Wednesday", "2015-06-10"),
        ("next Monday", "2015-06-22"),
        ("Friday evening", "2015-06-12TEV"),
        ("now", "PRESENT_REF"),
        ("recently", "PAST_REF"),
        ("early next year", "2016"),
        ("the end of the year", "2015"),
        ("6:30 p.m.", "2015-06-17T18:30"),
        ("18:00 UTC", "2015-06-17T18:00Z"),
    ],
)
def test_news_counts_from_the_date_of_the_document(words: str, value: str) -> None:
    assert (words, value) in found(f"It was said {words}.")


def test_a_week_day_is_the_last_one_unless_the_tense_is_the_future() -> None:
    assert found("They met on Friday.", tense="past") == [("Friday", "2015-06-12")]
    assert found("They will meet on Friday.", tense="future") == [("Friday", "2015-06-19")]


def test_a_date_without_a_year_is_the_nearest_on_the_side_of_its_tense() -> None:
    assert found("He left on 3 December.", tense="past") == [("3 December", "2014-12-03")]
    assert found("He will leave on 3 December.", tense="future") == [("3 December", "2015-12-03")]
    assert found("Sales had risen in August.", tense="past") == [("August", "2014-08")]
    assert found("The bridge opens on 30 June.") == [("30 June", "2015-06-30")]


def test_a_day_very_near_to_the_date_of_the_document_is_meant_whatever_the_tense() -> None:
    assert found("The vote was moved to 5 July.", tense="past") == [("5 July", "2015-07-05")]


def test_a_time_of_day_belongs_to_the_day_named_after_it() -> None:
    assert found("It broke at 2 a.m. local time Tuesday.")[0] == ("2 a.m.", "2015-06-16T02:00")
    assert found("It broke at 10:57 on 5 May 2010.")[0] == ("10:57", "2010-05-05T10:57")


def test_a_day_already_spoken_of_with_its_year_keeps_that_year() -> None:
    times = read("On 17 June 1991 the mill burnt down. The owners still mourn what they lost on June 17.")
    assert [time.value for time in times] == ["1991-06-17", "1991-06-17"]
    assert times[1].anchor == times[0].id


def test_a_story_goes_on_in_the_year_last_spoken_of() -> None:
    assert found(STORY + "in May 1840 it fell; in September a treaty was signed.")[-1] == ("September", "1840-09")


def test_a_story_that_reaches_an_earlier_month_has_gone_on_into_the_next_year() -> None:
    assert found(STORY + "it fell on 3 November 1840. In February peace was made.")[-1] == ("February", "1841-02")


def test_a_year_far_off_is_an_aside_that_does_not_move_the_story() -> None:
    text = STORY + "in May 1840 it fell, as papers opened in 1991 show. In September a treaty was signed."
    assert found(text)[-1] == ("September", "1840-09")


def test_in_a_story_today_is_not_the_day_of_writing() -> None:
    assert found(STORY + "today it is a museum.")[-1] == ("today", "PRESENT_REF")


def test_only_a_story_reads_former_as_a_time() -> None:
    assert ("former", "PAST_REF") in found(STORY + "the former governor left.")
    assert found("The former governor left.") == []


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("two days later", "2010-03-07"),
        ("20 months later", "2011-11"),
        ("three weeks earlier", "2010-W06"),
        ("the next day", "2010-03-06"),
        ("the following month", "2010-04"),
        ("that year", "2010"),
        ("the same day", "2010-03-05"),
        ("the previous year", "2009"),
        ("that evening", "2010-03-05TEV"),
        ("the day before", "2010-03-04"),
        ("a few weeks later", "FUTURE_REF"),
        ("years earlier", "PAST_REF"),
    ],
)
def test_what_is_told_counts_from_the_time_last_spoken_of(words: str, value: str) -> None:
    times = read(f"The dam broke on 5 March 2010, and {words}, it was sold.")
    assert [(time.span.text, time.value) for time in times] == [("5 March 2010", "2010-03-05"), (words, value)]
    assert times[1].anchor == times[0].id


def test_months_and_years_counted_from_a_day_are_approximate() -> None:
    assert [time.edtf for time in read("It broke on 5 March 2010 and was rebuilt 20 months later.")] == [
        "2010-03-05",
        "2011-11~",
    ]


@pytest.mark.parametrize(
    ("words", "value", "mod"),
    [
        ("two months", "P2M", None),
        ("several weeks", "PXW", None),
        ("a few days", "PXD", None),
        ("an hour", "PT1H", None),
        ("90 minutes", "PT90M", None),
        ("two and a half years", "P2.5Y", None),
        ("almost two years", "P2Y", "LESS_THAN"),
        ("more than a year", "P1Y", "MORE_THAN"),
        ("about three weeks", "P3W", "APPROX"),
        ("at least ten days", "P10D", "EQUAL_OR_MORE"),
        ("the next four years", "P4Y", None),
        ("the past decade", "P1DE", None),
        ("half a century", "P0.5CE", None),
        ("twenty-five years", "P25Y", None),
        ("five long years", "P5Y", None),
        ("a fortnight", "P2W", None),
    ],
)
def test_a_duration_says_how_long(words: str, value: str, mod: str | None) -> None:
    (time,) = read(f"The strike went on for {words}.")
    assert (time.span.text, time.kind, time.value, time.more.get("mod"), time.edtf) == (
        words,
        "DURATION",
        value,
        mod,
        None,
    )


def test_a_hyphen_makes_an_amount_of_time_qualify_a_noun() -> None:
    assert found("It was a 12-hour flight after a two-week strike.") == [("12-hour", "PT12H"), ("two-week", "P2W")]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("every year", "P1Y"),
        ("each month", "P1M"),
        ("per day", "P1D"),
        ("daily", "P1D"),
        ("every Monday", "XXXX-WXX-1"),
    ],
)
def test_a_set_says_how_often(words: str, value: str) -> None:
    (time,) = read(f"Trains run {words}.")
    assert (time.span.text, time.kind, time.value) == (words, "SET", value)


def test_a_unit_after_a_rate_is_a_set() -> None:
    assert [(time.span.text, time.kind) for time in read("They build 15 a year and meet twice a month.")] == [
        ("a year", "SET"),
        ("a month", "SET"),
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("from 3 to 9 May 2011", ["2011-05-03", "2011-05-09"]),
        ("on May 3-9, 2011", ["2011-05-03", "2011-05-09"]),
        ("between March and June 2011", ["2011-03", "2011-06"]),
        ("from November to March 2011", ["2010-11", "2011-03"]),
        ("in 1939-45", ["1939", "1945"]),
        ("in the 13th and 14th centuries", ["12", "13"]),
        ("from 1998 to 2004", ["1998", "2004"]),
        ("on the 28 and 29 August 2011", ["2011-08-28", "2011-08-29"]),
    ],
)
def test_the_ends_of_a_range_share_what_is_said_once(text: str, values: list[str]) -> None:
    assert [value for _, value in found(f"It ran {text}.")] == values


@pytest.mark.parametrize(
    "text",
    [
        "You may go.",
        "They march on the town.",
        "She came second and he came third.",
        "The Black March band played.",
        "April Jones spoke first.",
        "They remember Bloody Sunday.",
        "Flight 1815 was late.",
        "Resolution 1373 was adopted.",
        "It cost $2011 in all.",
        "They sold 1500 houses.",
        "The fall of the town was quick.",
        "Version 10.4 is out.",
        "Three quarters of the voters stayed away.",
        "Operation Dawn had begun.",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "They recall the October Revolution.",
        "She read the Sunday Times.",
        "It was the Winter War.",
        "They called it the Prague Spring.",
    ],
)
def test_in_the_news_a_month_season_or_week_day_before_a_proper_noun_is_part_of_a_name(text: str) -> None:
    assert find_times(text, issued=ISSUED, tag=lambda place: "NNP" if text[place].isupper() else "NN") == ()


def test_a_date_that_a_preposition_introduces_may_stand_before_a_name() -> None:
    times = find_times("In October Smithson sued.", issued=ISSUED, tag=lambda _: "NNP")
    assert [time.span.text for time in times] == ["October"]


def test_a_headline_in_capitals_of_title_case_is_read() -> None:
    assert found("Flood of the Old Town 22 Years Ago Still Hurts") == [("22 Years Ago", "1993")]


def test_a_blank_line_ends_an_expression() -> None:
    assert found("The plan for May\n\n2011 was a hard year.") == [("May", "2015-05"), ("2011", "2011")]


def test_a_date_alone_on_an_early_line_is_the_documents_own() -> None:
    times = read("Bridge opens\n\nJune 17, 2015\n\nThe bridge opened yesterday.", None)
    assert [time.value for time in times] == ["2015-06-17", "2015-06-16"]
    assert times[1].anchor == times[0].id


def test_a_date_alone_on_a_late_line_is_the_documents_own_where_no_early_one_is() -> None:
    text = "The bridge opened yesterday.\n\nJune 17, 2015\n\nOffice of Roads"
    assert [time.value for time in read(text, None)] == ["2015-06-16", "2015-06-17"]


def test_without_a_date_of_the_document_nothing_is_invented() -> None:
    assert found("He left on 3 December.", None) == [("3 December", "XXXX-12-03")]
    assert found("They met on Tuesday.", None) == [("Tuesday", "XXXX-WXX-2")]


def test_years_after_one_another_before_christ_need_no_era() -> None:
    text = "He ruled from 522 BC. War came in 499 BC and again in 494 BC, and in 490, he sailed."
    assert found(text)[-1] == ("490", "BC0490")


words = st.sampled_from(
    [
        "the",
        "a",
        "on",
        "in",
        "of",
        "early",
        "last",
        "next",
        "May",
        "March",
        "Sept.",
        "Monday",
        "29",
        "31st",
        "1999",
        "'99",
        "1990s",
        "BC",
        "490",
        "half",
        "two",
        "years",
        "month",
        "ago",
        "later",
        "morning",
        "-",
        ",",
        "10:57",
        "p.m.",
        "7/8/07",
        "Feb",
        "February",
        "century",
        "Easter",
        "quarter",
        "every",
        "99999999999",
        "to",
        "and",
        "until",
    ]
)
pieces = st.lists(st.one_of(words, st.just("\n\n"), st.text(max_size=4)), max_size=30).map(" ".join)


@settings(max_examples=300)
@given(
    st.one_of(pieces, st.text()), st.sampled_from([None, "2015-06-17", "0001-01-01", "9999-12-31", "2012", "nonsense"])
)
def test_spans_are_exact_in_order_and_apart_and_every_edtf_is_valid(text: str, issued: str | None) -> None:
    times = find_times(text, issued=issued, tense=lambda _: "past")
    ids = {time.id for time in times}
    end = 0
    for time in times:
        assert time.span.of(text) == time.span.text
        assert end <= time.span.start < time.span.end
        end = time.span.end
        assert time.anchor is None or time.anchor in ids - {time.id}
        if time.edtf is not None:
            edtf.bounds(time.edtf)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Mondays the shop is closed.", ("Mondays", "XXXX-WXX-1")),
        ("Sales rose from the year-ago period.", ("year-ago", "2014")),
        ("Sales doubled from the same period last year.", ("the same period last year", "2014")),
        ("Profits rose for the year.", ("the year", "2015")),
        ("In recent months, sales fell.", ("recent months", "PAST_REF")),
        ("Earlier today, it closed.", ("Earlier today", "2015-06-17")),
        ("A two-and-a-half-year project ended.", ("two-and-a-half-year", "P2.5Y")),
        ("They pump 500 barrels a day.", ("a day", "P1D")),
        ("The 32-year-old won.", ("32-year-old", "P32Y")),
        ("on january 5, 2010 in the plain", ("january 5, 2010", "2010-01-05")),
    ],
)
def test_the_news_of_markets_and_people_is_read(text: str, expected: tuple[str, str]) -> None:
    assert found(text) == [expected]
