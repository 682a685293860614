"""Why a thing has the candidate that it has, or none, in words for the people who decide."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.errors import shown
from dateline.links.document import Roles
from dateline.links.model import Candidate
from dateline.links.weighing import kind_of
from dateline.terms import is_a

ITSELF = "it is this document itself"
DESCRIBED = "it is described, not named"
UNKNOWN = "no item of the catalogue bears this name"
OTHERS_BEAR_IT = "others bear it as well"
MAY_BE_ITS_PEOPLE = "it may stand for those who rule, live or play there"
UNDATED = "nothing here says its year"
UNPLACED = "nothing here names where it was"
UNCALLED = "so called by the reading, not by the text"
DESCRIPTION = "a description more than a name"
_MOST, _FEW = 3, 2
_BOTH = "no item of the catalogue or"
_CALLED = {
    "Person": "a person",
    "Organization": "an organisation",
    "Place": "a place",
    "Polity": "a state",
    "Event": "an event",
    "Group": "a group of people",
    "Document": "a document",
}


def called(type_: str) -> str:
    """What a thing of a class is, in words.

    >>> called("Polity"), called("ViolentEvent")
    ('a state', 'an event')
    """
    return _CALLED.get("Event" if is_a(type_, "Event") else type_, "of another kind")


def never(type_: str) -> str:
    """Why nothing of a class is linked."""
    return f"it is {_CALLED.get(type_, type_)}; only persons, organisations, places, states and events are linked"


def unknown_to_both(site: str) -> str:
    """Why there is no candidate where a Wikibase was asked as well.

    >>> unknown_to_both("Wikidata")
    'no item of the catalogue or of Wikidata bears this name'
    """
    return f"{_BOTH} of {site} bears this name"


def still_holds(why: str, *, now: str) -> bool:
    """Whether a reason that a Wikibase gave stands, where the catalogue alone is asked now.

    >>> still_holds(unknown_to_both("Wikidata"), now=UNKNOWN), still_holds(DESCRIBED, now=UNKNOWN)
    (True, False)
    """
    return now == UNKNOWN and why.startswith(_BOTH)


def found(candidate: Candidate, doubts: Sequence[str] = ()) -> str:
    """What speaks for a candidate, and what makes it less than sure."""
    first, more = candidate.sources[:_FEW], len(candidate.sources) - _FEW
    sources = ", ".join(first) + (f" and {more} more" if more > 0 else "")
    return "; ".join(
        (f"{title(candidate)}: {_ways(candidate)}", *doubts, f"borne out by {sources or 'no named source'}")
    )


def _ways(candidate: Candidate) -> str:
    if candidate.bears == "foreign":
        return "its name in another language"
    return "its name" if candidate.bears == "label" else "one of its names"


def refused(candidate: Candidate, type_: str, roles: Roles) -> str:
    """Why the likeliest candidate is another kind of thing."""
    kind = kind_of(candidate)
    if kind == "Place" and (roles.acts or type_ == "Organization"):
        return f"{title(candidate)} is the place; here the name stands for those who rule or act there"
    this = _CALLED.get(type_, "not said to be one")
    return f"{title(candidate)} is {_CALLED.get(kind, 'of another kind')}, and this is {this}"


def not_yet(candidate: Candidate, years: Sequence[int]) -> str:
    """Why a candidate is of another time."""
    return f"{title(candidate)} began in {candidate.begins}; the text speaks of {_listed(years)}"


def two_times(candidate: Candidate, before: Candidate, years: Sequence[int]) -> str:
    """Why a match is only close: it holds for a part of the time."""
    until = f"until {candidate.begins} that was {title(before)}"
    return f"{title(candidate)} began in {candidate.begins}, {until}; the text speaks of {_listed(years)}"


def of_another_time(candidate: Candidate, years: Sequence[int]) -> str:
    """Why an event is another one."""
    when = " to ".join(str(year) for year in dict.fromkeys((candidate.begins, candidate.ends)) if year is not None)
    return f"{title(candidate)} was in {when}; the text speaks of {_listed(years)}"


def only_like(candidate: Candidate) -> str:
    """Why a likeness of names is not enough."""
    return f"{title(candidate)} has only a name that is like it"


def undecided(candidates: Sequence[Candidate]) -> str:
    """Why none of several is proposed."""
    if len(candidates) == 1:
        return f"{title(candidates[0])} shares its name with others, and nothing here tells them apart"
    named = ", ".join(title(one) for one in candidates[:_MOST])
    more = "" if len(candidates) <= _MOST else f" and {len(candidates) - _MOST} more"
    return f"the name fits {len(candidates)}, and nothing here tells them apart: {named}{more}"


def title(candidate: Candidate) -> str:
    """A candidate's label and id.

    >>> title(Candidate(item="Q9248", label="Baku"))
    'Baku (Q9248)'
    """
    label = shown(candidate.label)[1:-1]
    return f"{label} ({candidate.item})"


def _listed(years: Sequence[int]) -> str:
    """
    >>> _listed((1990,)), _listed((1990, 1991, 2012))
    ('1990', '1990, 1991 and 2012')
    """
    texts = [str(year) for year in years]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}" if texts else "no year"
