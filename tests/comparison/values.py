"""Any values of the kinds that statements have, often near each other, so that they meet."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from dateline.wikibase import (
    NO_VALUE,
    SOME_VALUE,
    Coordinates,
    ItemId,
    Monolingual,
    Quantity,
    Snak,
    Statement,
    Text,
    Time,
    Value,
)
from dateline.wikibase.model import GREGORIAN, JULIAN
from tests.comparison.made import CIRCA, from_, snak

_ITEMS = ("Q227", "Q9248", "Q15180", "Q734004")
_AMOUNTS = st.integers(130, 134).map(Decimal)


def _time(year: int, month: int, day: int, precision: int, calendar: str) -> Time:
    sign = "-" if year < 0 else "+"
    return Time(time=f"{sign}{abs(year):04}-{month:02}-{day:02}T00:00:00Z", precision=precision, calendar=calendar)


TIMES = st.builds(
    _time,
    st.sampled_from([1990, 1989, 1991, 2000, -44]),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(6, 11),
    st.sampled_from([GREGORIAN, JULIAN]),
)


def _bounded(amount: Decimal, below: Decimal | None, above: Decimal | None, unit: str | None) -> Quantity:
    return Quantity(
        amount=amount,
        unit=unit,
        lower=None if below is None else amount - below,
        upper=None if above is None else amount + above,
    )


_OF: dict[str, st.SearchStrategy[Value]] = {
    "P1120": st.builds(
        _bounded,
        _AMOUNTS,
        st.none() | st.integers(0, 3).map(Decimal),
        st.none() | st.integers(0, 3).map(Decimal),
        st.sampled_from([None, None, "Q11573"]),
    ),
    "P625": st.builds(
        Coordinates,
        latitude=st.sampled_from([40.0, 40.001, 41.0]),
        longitude=st.sampled_from([49.0, 49.0005, -179.9]),
        precision=st.sampled_from([None, 0.001, 0.1]),
    ),
    "P1476": st.builds(Monolingual, text=st.text(max_size=3), language=st.sampled_from(["en", "az"])),
    "P973": st.builds(Text, text=st.sampled_from(["http://a.org", "https://A.org/", "https://a.org/b", "http://["])),
    **dict.fromkeys(("P585", "P580", "P582"), TIMES),
}
_ITEM_VALUES: st.SearchStrategy[Value] = st.builds(ItemId, id=st.sampled_from(_ITEMS))


def values(name: str, *, real: bool = False) -> st.SearchStrategy[Value]:
    """Values of a property; `real` ones are never none."""
    known = _OF.get(name, _ITEM_VALUES)
    return st.one_of(known, known, known, st.sampled_from([SOME_VALUE] if real else [SOME_VALUE, NO_VALUE]))


QUALIFIERS: st.SearchStrategy[tuple[Snak, ...]] = st.lists(
    st.one_of(
        st.just(CIRCA),
        st.sampled_from(["P585", "P580", "P582", "P1319", "P1326"]).flatmap(
            lambda name: TIMES.map(lambda time: snak(name, time))
        ),
        st.sampled_from(["P518", "P276"]).flatmap(lambda name: _ITEM_VALUES.map(lambda value: snak(name, value))),
    ),
    max_size=2,
    unique=True,
).map(tuple)

PROPERTIES = ("P585", "P580", "P582", "P1120", "P276", "P361", "P1542", "P828", "P625", "P1476")


def statements(*, real: bool = False, ranked: bool = True) -> st.SearchStrategy[Statement]:
    """Statements with any qualifiers, sources and ranks."""
    return st.sampled_from(PROPERTIES).flatmap(
        lambda name: st.builds(
            Statement,
            main=values(name, real=real).map(lambda value: snak(name, value)),
            qualifiers=QUALIFIERS,
            references=st.lists(
                st.sampled_from([from_(), from_("https://example.org/other")]), max_size=2, unique=True
            ).map(tuple),
            rank=st.sampled_from(["normal", "normal", "preferred", "deprecated"]) if ranked else st.just("normal"),
        )
    )
