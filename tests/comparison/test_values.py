"""How values of every kind stand to each other: a table of cases, and what must hold for all of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.comparison.shelf import shelf_of
from dateline.comparison.times import Days, days
from dateline.comparison.values import Known, stands
from dateline.wikibase import NO_VALUE, SOME_VALUE, Coordinates, Item, ItemId, Monolingual, Text, Time, Value
from dateline.wikibase.model import GREGORIAN, JULIAN
from tests.comparison.made import an_item, number, says, snak, when
from tests.comparison.values import values

MOON = "http://www.wikidata.org/entity/Q405"


def place(latitude: float, longitude: float, precision: float | None = 0.001) -> Coordinates:
    return Coordinates(latitude=latitude, longitude=longitude, precision=precision)


def words(text: str, language: str = "en") -> Monolingual:
    return Monolingual(text=text, language=language)


CASES: list[tuple[str, Value, Value, str]] = [
    # times
    ("P585", when("1990-01-20"), when("1990-01-20"), "same"),
    ("P585", when("1990-01-20"), when("1990-01"), "finer"),
    ("P585", when("1990-01"), when("1990-01-20"), "coarser"),
    ("P585", when("1990-01-20"), when("1990"), "finer"),
    ("P585", when("1990-01-20"), when("1990-01-19"), "apart"),
    ("P585", when("1990-01-20"), when("1990-02"), "apart"),
    ("P585", when("1990"), Time(time="+1990-07-01T00:00:00Z", precision=9), "same"),
    ("P585", when("1990"), Time(time="+1990-00-00T00:00:00Z", precision=8), "finer"),
    ("P585", when("1989"), Time(time="+1990-00-00T00:00:00Z", precision=8), "apart"),
    ("P585", when("1901"), Time(time="+2000-00-00T00:00:00Z", precision=7), "finer"),
    ("P585", when("2000"), Time(time="+1901-00-00T00:00:00Z", precision=7), "finer"),
    ("P585", when("1900"), Time(time="+2000-00-00T00:00:00Z", precision=7), "apart"),
    ("P585", when("1990"), Time(time="+2000-00-00T00:00:00Z", precision=6), "finer"),
    ("P585", when("1917-11-07"), when("1917-10-25", JULIAN), "same"),
    ("P585", when("1917-11-07"), when("1917-11-07", JULIAN), "apart"),
    ("P585", when("1917-11-07"), when("1917-10", JULIAN), "finer"),
    ("P585", when("1700"), when("1700", JULIAN), "same"),
    ("P585", when("1700-03"), when("1700-03", JULIAN), "same"),
    ("P585", when("-0044-03-15", JULIAN), when("-0044-03", JULIAN), "finer"),
    ("P585", when("-0044"), when("0044"), "apart"),
    ("P585", when("-0001"), Time(time="-0001-00-00T00:00:00Z", precision=7), "finer"),
    ("P585", when("1990-01-20"), Time(time="+1990-01-00T00:00:00Z", precision=11), "finer"),
    ("P585", when("1990-01-20"), Time(time="no time", precision=11), "apart"),
    # quantities
    ("P1120", number(133), number(133), "same"),
    ("P1120", number("133.0"), number(133), "same"),
    ("P1120", number(133), number(137), "apart"),
    ("P1120", number(133), number(150, 131, 170), "finer"),
    ("P1120", number(150, 131, 170), number(133), "coarser"),
    ("P1120", number(150, 131, 170), number(150), "same"),
    ("P1120", number(133, 120, 140), number(137, 131, 170), "apart"),
    ("P1120", number(130), number(150, 131, 170), "apart"),
    ("P1120", number(5, unit="Q11573"), number(5), "apart"),
    ("P1120", number(5, unit="Q11573"), number(5, unit="Q11573"), "same"),
    ("P1120", number(5, unit="Q1"), number(5, unit="Q2"), "same"),
    # items
    ("P710", ItemId(id="Q9248"), ItemId(id="Q9248"), "same"),
    ("P710", ItemId(id="Q9248"), ItemId(id="Q649"), "apart"),
    ("P710", ItemId(id="Q1"), ItemId(id="Q2"), "same"),
    ("P276", ItemId(id="Q9248"), ItemId(id="Q227"), "finer"),
    ("P276", ItemId(id="Q227"), ItemId(id="Q9248"), "coarser"),
    ("P710", ItemId(id="Q9248"), ItemId(id="Q227"), "apart"),
    # places
    ("P625", place(40.3667, 49.8352), place(40.3667, 49.8352), "same"),
    ("P625", place(40.3667, 49.8352), place(40.3668, 49.8351), "same"),
    ("P625", place(40.3667, 49.8352), place(40.37, 49.84, 0.01), "finer"),
    ("P625", place(40.37, 49.84, 0.01), place(40.3667, 49.8352), "coarser"),
    ("P625", place(40.3667, 49.8352), place(40.4, 49.8352), "apart"),
    ("P625", place(0, 179.9999), place(0, -179.9999), "same"),
    ("P625", place(40.3667, 49.8352), replace(place(40.3667, 49.8352), globe=MOON), "apart"),
    ("P625", place(40.3667, 49.8352, None), place(40.3667, 49.8352), "same"),
    # texts
    ("P1476", words("Caf\u00e9"), words("Cafe\u0301"), "same"),
    ("P1476", words("Black  January"), words("Black January"), "same"),
    ("P1476", words("Baku"), words("Baku", "az"), "apart"),
    ("P973", Text(text="http://Example.org"), Text(text="https://example.org/"), "same"),
    ("P973", Text(text="https://example.org/A"), Text(text="https://example.org/a"), "apart"),
    ("P227", Text(text="118540238"), Text(text="118540238 "), "same"),
    # known to be unknown, known to be none
    ("P1120", number(133), SOME_VALUE, "finer"),
    ("P1120", SOME_VALUE, number(133), "coarser"),
    ("P1120", SOME_VALUE, SOME_VALUE, "same"),
    ("P1120", number(133), NO_VALUE, "apart"),
    ("P1120", SOME_VALUE, NO_VALUE, "apart"),
    ("P1120", number(133), when("1990"), "apart"),
]
KNOWN = Known(successors={"Q1": "Q2"}, larger={"Q9248": frozenset({"Q227"})})


@pytest.mark.parametrize(("name", "ours", "theirs", "how"), CASES)
def test_values_stand_to_each_other_as_the_table_says(name: str, ours: Value, theirs: Value, how: str) -> None:
    assert stands(snak(name, ours), snak(name, theirs), KNOWN).how == how


@given(
    st.sampled_from(["P585", "P1120", "P276", "P625", "P1476", "P973"]).flatmap(
        lambda p: st.tuples(st.just(p), values(p), values(p))
    )
)
def test_turned_around_finer_is_coarser_and_the_rest_stays(case: tuple[str, Value, Value]) -> None:
    name, ours, theirs = case
    turned = {"same": "same", "finer": "coarser", "coarser": "finer", "apart": "apart"}
    here, there = stands(snak(name, ours), snak(name, theirs)), stands(snak(name, theirs), snak(name, ours))
    assert there.how == turned[here.how]


@given(
    st.sampled_from(["P585", "P1120", "P276", "P625", "P1476", "P973"]).flatmap(
        lambda p: st.tuples(st.just(p), values(p))
    )
)
def test_every_value_is_the_same_as_itself(case: tuple[str, Value]) -> None:
    name, value = case
    assert stands(snak(name, value), snak(name, value)).how == "same"


@given(st.integers(1583, 9999), st.integers(1, 12), st.integers(1, 28))
def test_a_day_lies_in_its_month_its_year_and_all_that_is_coarser(year: int, month: int, day: int) -> None:
    text = f"+{year:04}-{month:02}-{day:02}T00:00:00Z"
    inner, *outer = (days(Time(time=text, precision=precision)) for precision in range(11, -1, -1))
    assert inner is not None
    assert all(one is not None and one.holds(inner) for one in outer)


@given(st.integers(-4000, 4000).filter(bool), st.integers(1, 12), st.sampled_from([GREGORIAN, JULIAN]))
def test_months_follow_each_other_without_a_gap(year: int, month: int, calendar: str) -> None:
    sign = "-" if year < 0 else "+"
    here = days(Time(time=f"{sign}{abs(year):04}-{month:02}-00T00:00:00Z", precision=10, calendar=calendar))
    after = (year, month + 1) if month < 12 else (year + 1 or 1, 1)
    sign = "-" if after[0] < 0 else "+"
    next_ = days(Time(time=f"{sign}{abs(after[0]):04}-{after[1]:02}-00T00:00:00Z", precision=10, calendar=calendar))
    assert here is not None
    assert next_ is not None
    assert next_.first == here.last + 1
    assert 28 <= here.last - here.first + 1 <= 31


def test_days_that_overlap_are_apart_and_say_so() -> None:
    assert Days(1, 9).meets(Days(5, 12))
    assert not Days(1, 9).holds(Days(5, 12))


def test_an_item_lies_in_what_its_own_item_says_through_others() -> None:
    city = an_item(says("P131", ItemId(id="Q2")), name="Q1")
    region = an_item(says("P17", ItemId(id="Q3")), name="Q2")
    country = an_item(says("P361", ItemId(id="Q1")), name="Q3")
    items: dict[str, Item] = {one.id or "": one for one in (city, region, country)}
    larger = shelf_of(items, ()).known.larger
    assert larger["Q1"] == {"Q2", "Q3"}, "and a circle ends"
