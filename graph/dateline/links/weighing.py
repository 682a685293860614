"""How far each sign speaks for a candidate, as a factor from 0 to 1; a confidence is their product.

What a name of its own is worth was counted: of the items that our own readings of GUM and MEANTIME (both in their
development parts) were given by nothing but their name, 136 of 140 are right. MEANTIME was not looked at before;
`scripts/bench links` counts again. Where there were fewer than ten cases (names in other languages, events that are
only like, places in two roles), the factor is an estimate that keeps the candidate below the threshold of publishing.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dateline.links.document import Roles
from dateline.links.model import Bearing, Candidate
from dateline.terms import is_a

BEARING: Mapping[Bearing, float] = MappingProxyType({"label": 0.97, "name": 0.96, "foreign": 0.8, "like": 0.5})
"""What it is worth how an item bears the name."""

_FITS: Mapping[tuple[str, str], float] = MappingProxyType(
    {
        ("Person", "Person"): 1.0,
        ("Organization", "Organization"): 1.0,
        ("Place", "Place"): 1.0,
        ("Place", "Polity"): 1.0,
        ("Polity", "Polity"): 1.0,
        ("Polity", "Place"): 1.0,
        ("Event", "Event"): 1.0,
    }
)
UNSAID = 0.9
"""A thing of which the reading does not say what it is, or an item of which its source does not."""

_KINDS_OF_CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "Q5": "Person", "Q43229": "Organization", "Q484652": "Organization", "Q515": "Place", "Q6256": "Polity",
        "Q3624078": "Polity", "Q3024240": "Polity", "Q43702": "Polity", "Q849866": "Polity", "Q1323212": "Event",
    }
)  # fmt: skip

_CITY = "Q515"

CONTEXT = 10.0
"""How many times likelier an item is where the document names what it lies in."""

PLACED = 200.0
"""How many times likelier where the text says so behind the name: "Cambridge, Massachusetts"."""

UNCALLED = 0.7
"""An item that bears the name that the reading gives a thing, and none that the text does: an estimate."""

_BOTH = 0.6
"""A place that may stand for those who rule, live or play there."""


def kind_of(candidate: Candidate) -> str:
    """The class of ours that an item has, from its own word or from classes that are known; empty where unknown."""
    return candidate.kind or next((_KINDS_OF_CLASSES[one] for one in candidate.types if one in _KINDS_OF_CLASSES), "")


def fits(type_: str, candidate: Candidate) -> float:
    """How well an item's kind goes with the class of a thing.

    >>> baku = Candidate(item="Q9248", label="Baku", kind="Place")
    >>> fits("Place", baku), fits("Organization", baku), fits("Entity", baku)
    (1.0, 0.0, 0.9)
    """
    kind = kind_of(candidate)
    if not kind or type_ in ("Entity", "Agent"):
        return 0.0 if kind == "Event" else UNSAID
    if is_a(type_, "Event"):
        type_ = "Event"
    return _FITS.get((type_, kind), 0.0)


def in_use(candidate: Candidate, roles: Roles) -> float:
    """How well an item goes with what a place does: a city that orders or says is its government, not the city.

    In a text of sport, a state or a city may be its team. A state and its divisions rule themselves.
    """
    if kind_of(candidate) in ("Place", "Polity") and roles.plays:
        return _BOTH
    if _CITY not in candidate.types:
        return 1.0
    if roles.acts:
        return _BOTH if roles.lies >= roles.acts else 0.0
    return _BOTH if roles.does > roles.lies else 1.0


def in_time(candidate: Candidate, years: tuple[int, ...]) -> float:
    """Whether an item was there in the years that are spoken of: 1, 0 if in none of them.

    What had ended may still be spoken of; what had not begun cannot act. Of a state, whose name was another's before,
    it is the share of the years.

    >>> state = Candidate(item="Q227", label="Azerbaijan", kind="Polity", begins=1991)
    >>> in_time(state, (1990, 1991)), in_time(state, (1990,)), in_time(state, ())
    (0.5, 0.0, 1.0)
    """
    begins = candidate.begins
    if begins is None or not years:
        return 1.0
    share = sum(year >= begins for year in years) / len(years)
    return share if kind_of(candidate) == "Polity" else float(share > 0)


def at_the_time(candidate: Candidate, years: tuple[int, ...]) -> float:
    """Whether an event of the years from `begins` to `ends` can be of these: 1 or 0; 0.9 where none is said."""
    if candidate.begins is None and candidate.ends is None:
        return UNSAID
    if not years:
        return UNSAID
    first = candidate.begins if candidate.begins is not None else candidate.ends
    last = candidate.ends if candidate.ends is not None else candidate.begins
    return float(any(first <= year <= last for year in years if first is not None and last is not None))
