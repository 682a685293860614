"""What Wikidata's short English description says of an item: its kind, where it lies, its years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

DescribedSort: TypeAlias = Literal["state", "former state", "region", "city", "organisation", ""]

_LONGEST_PLACE = 40
_YEARS = re.compile(r"\((?:c\. ?)?([0-9]{3,4})?\s*[–-]\s*([0-9]{3,4})\)")
_FOUNDED_IN = re.compile(r"^(?:United Kingdom|United States|UK|US)(?:[- ]based)?\b")
_FORMER = re.compile(r"\b(?:former|defunct|historical|dissolved)\b")
_WHERE = re.compile(r"\b(?:in|of|within)\b (.+)$")
_PLACES = re.compile(r",| and | in | of ")
_END = re.compile(
    r"(?<![\w-])(?:in|of|for|from|within|serving|based|located|headquartered|owned|operated|operating|founded|established"
    r"|responsible|specializing|specialising|specialized|run|used|that|which|between|among|by|with|to|on|at|under)\b(?!-)"
    r"|[,(;:]"
)
_GOVERNMENT = re.compile(r"\b(?:government|governmental|federal|executive|agency|ministry)\b")

_CAPITAL = re.compile(r"\b(?:capital|city)\b")
_BEFORE_WHERE = re.compile(r"\b(?:of|in|with|whose)\b")
_SERVED = frozenset({"school", "transit", "park", "water", "fire", "health", "library", "utility", "hospital"})

_CITY = frozenset(
    {"city", "town", "village", "municipality", "capital", "commune", "borough", "comune", "settlement", "metropolis"}
)
_REGION = frozenset(
    {
        "state", "province", "region", "county", "prefecture", "department", "territory", "canton", "voivodeship",
        "oblast", "district", "republic", "emirate", "island", "islands", "archipelago", "community", "dependency",
        "federation",
    }
)  # fmt: skip
_STATE = frozenset({"country", "nation", "kingdom"})
_ORGANISATION = frozenset(
    {
        "company", "corporation", "conglomerate", "manufacturer", "bank", "university", "college", "school", "academy",
        "institute", "organisation", "organization", "association", "agency", "ministry", "authority", "police",
        "department", "service", "navy", "army", "force", "forces", "corps", "alliance", "union", "party", "council",
        "commission", "committee", "foundation", "trust", "charity", "society", "federation", "network", "broadcaster",
        "newspaper", "publisher", "airline", "railway", "operator", "utility", "library", "museum", "hospital",
        "subsidiary", "business", "group", "firm", "enterprise", "chain", "retailer", "brand", "supplier", "provider",
        "cooperative", "institution", "office", "bureau", "administration", "government", "parliament", "court",
        "church", "denomination", "club", "branch", "division", "insurer", "station", "district",
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Described:
    """What a description gives away; `within` are the names of places, the narrowest first."""

    sort: DescribedSort = ""
    within: tuple[str, ...] = ()
    begins: int | None = None
    ends: int | None = None


def described(text: str) -> Described:
    """What a description says.

    >>> described("city in Ontario, Canada")
    Described(sort='city', within=('Ontario', 'Canada'), begins=None, ends=None)
    >>> described("federated state, capital and largest city of Germany").sort, described("state of Australia").sort
    ('city', 'region')
    >>> described("former country in Eurasia (1922–1991)")
    Described(sort='former state', within=('Eurasia',), begins=1922, ends=1991)
    >>> described("American multinational technology company").sort, described("male given name").sort
    ('organisation', '')
    """
    years = _YEARS.search(text)
    bare = _FOUNDED_IN.sub("", _YEARS.sub("", text))
    sort = _sort(bare)
    return Described(
        sort=sort,
        within=_within(bare) if sort else (),
        begins=int(years[1]) if years and years[1] else None,
        ends=int(years[2]) if years else None,
    )


def _sort(text: str) -> DescribedSort:
    words = _END.split(text.lower(), maxsplit=1)[0].split()
    head = words[-1] if words else ""
    if head in ("district", "department", "federation") and (_SERVED & set(words) or _GOVERNMENT.search(text.lower())):
        return "organisation"
    if head in _CITY or (head in _REGION and _CAPITAL.search(_BEFORE_WHERE.split(text, maxsplit=1)[0])):
        return "city"
    if head in _STATE or (head == "state" and ({"sovereign", "former"} & set(words))):
        return "former state" if _FORMER.search(text) else "state"
    if head in _REGION:
        return "region"
    return "organisation" if head in _ORGANISATION else ""


def _within(text: str) -> tuple[str, ...]:
    found = _WHERE.search(text)
    where = found[1].replace("United States of America", "United States") if found else ""
    names = (part.strip(" .").removeprefix("the ") for part in _PLACES.split(where))
    return tuple(name for name in names if name[:1].isupper() and len(name) <= _LONGEST_PLACE)
