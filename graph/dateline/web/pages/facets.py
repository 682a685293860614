"""What one can browse by: things by kind, events by place and year, statements by voice, certainty and the like.

Each value of a facet is a page of its own, so that browsing needs no script; the page of the search combines them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline import iris, terms
from dateline.formats.phrases import phrase
from dateline.web.addresses import normal, path_of
from dateline.web.kept import kept
from dateline.web.pages.names import names_of, text_of
from dateline.web.pages.paging import part_of, parts_of
from dateline.web.pages.said import Statement, claims
from dateline.web.pages.shell import Frame, render
from dateline.web.pages.timeline import agreed_times, told
from dateline.web.pages.values import meaning

if TYPE_CHECKING:
    from dateline.web.served import Resource, Served

MOST = 100
"""How many things, or statements, a page lists."""
MOST_STATEMENTS = 2_000
"""How many statements of one facet are listed; who needs more asks a question."""
_KINDS = (
    ("people", "People", "Person", ""),
    ("organisations", "Organisations", "Organization", ""),
    ("groups", "Groups", "Group", ""),
    ("countries", "Countries and unions", "Polity", ""),
    ("places", "Places", "Place", "Polity"),
    ("events", "Events", "Event", ""),
    ("documents", "Documents", "Document", ""),
)
_TOOK_PLACE_IN = terms.PREDICATES["tookPlaceIn"].iri
_STANCES = (
    ("certainty", "certainty", "How sure the source is"),
    ("modality", "modality", "How it is put"),
    ("mode", "mode", "Whose words they are"),
    ("polarity", "polarity", "Affirmed or denied"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Facet:
    """One value one can browse by: its page, its words, and what it holds: `things`, or claims `narrowed` so."""

    group: str
    path: str
    title: str
    count: int
    things: tuple[str, ...] = ()
    narrowed: tuple[tuple[str, str], ...] = ()

    @property
    def parts(self) -> int:
        return parts_of(self.listed, MOST)

    @property
    def listed(self) -> int:
        """How many of them are listed."""
        return min(self.count, MOST_STATEMENTS) if self.narrowed else self.count

    @property
    def more(self) -> str:
        """The path of a further page, without its number."""
        return f"{self.path}/"


@kept()
def facets(served: Served) -> tuple[Facet, ...]:
    """Every value of every facet that holds anything, group by group."""
    found = [*_by_kind(served), *_by_place(served), *_by_year(served), *_by_claim(served)]
    return tuple(one for one in found if one.count)


def browse_page(frame: Frame, resource: Resource) -> bytes:
    """The page that leads to every facet."""
    groups: dict[str, list[Facet]] = {}
    for one in facets(frame.served):
        groups.setdefault(one.group, []).append(one)
    return render("browse.html", frame=frame, resource=resource, title="People, places, events", groups=groups)


def facet_page(frame: Frame, resource: Resource, facet: Facet, *, part: int) -> bytes:
    """The things or statements of one facet; `part` counts from 1."""
    found = claims(frame.served, most=MOST_STATEMENTS, **dict(facet.narrowed)) if facet.narrowed else ()
    return render(
        "facet.html",
        frame=frame,
        resource=resource,
        title=facet.title,
        facet=facet,
        things=part_of(facet.things, part, MOST),
        statements=[Statement(claims=(one,)) for one in part_of(found, part, MOST)],
        part=part,
        parts=facet.parts,
        total=facet.count,
        more=facet.more,
        others=[one for one in facets(frame.served) if one.group == facet.group],
        dates=agreed_times(frame.served),
    )


def _by_kind(served: Served) -> list[Facet]:
    named = names_of(served).items()
    return [
        _of_things("Things by kind", f"browse/{slug}", title, things)
        for slug, title, kind, but in _KINDS
        if (things := [iri for iri, name in named if name.is_a(kind) and not (but and name.is_a(but))])
    ]


def _by_place(served: Served) -> list[Facet]:
    events: dict[str, list[str]] = {}
    for row in served.rows("relations"):
        if text_of(row["predicate"]) == _TOOK_PLACE_IN:
            events.setdefault(text_of(row["object"]), []).append(text_of(row["subject"]))
    return _named(served, "Events by place", "browse/place", events)


def _by_year(served: Served) -> list[Facet]:
    years: dict[int, list[str]] = {}
    for one in told(served):
        if one.first.year < 9999:
            years.setdefault(one.first.year, []).append(one.event)
    return [
        _of_things("Events by year", f"browse/year/{year:04d}", str(year), events)
        for year, events in sorted(years.items())
    ]


def _by_claim(served: Served) -> list[Facet]:
    found: list[Facet] = []
    counts: dict[tuple[str, str], int] = {}
    voices: dict[str, int] = {}
    for row in served.rows("voices"):
        count, voice = int(text_of(row["count"])), text_of(row["voice"])
        voices[voice] = voices.get(voice, 0) + count
        for column, _, _ in _STANCES:
            key = (column, text_of(row[column]))
            counts[key] = counts.get(key, 0) + count
    slugs = _slugs(served, list(voices))
    for voice, count in sorted(voices.items(), key=lambda one: (-one[1], one[0])):
        found.append(
            _of_claims(
                "Statements by voice", f"browse/voice/{slugs[voice]}", names_of(served)[voice].text, count, voice=voice
            )
        )
    for column, parameter, title in _STANCES:
        for (of, value), count in sorted(counts.items()):
            if of == column:
                name = value.removeprefix(terms.VOC)
                found.append(
                    _of_claims(title, normal(f"browse/{column}/{name}"), meaning(name)[0], count, **{parameter: value})
                )
    for row in served.rows("predicates"):
        predicate, count = text_of(row["predicate"]), int(text_of(row["count"]))
        name = predicate.replace("/", "#").rpartition("#")[2]
        title = f"… {phrase(predicate)} …"
        found.append(
            _of_claims("Statements by what they say", normal(f"browse/says/{name}"), title, count, predicate=predicate)
        )
    return found


def _named(served: Served, group: str, folder: str, held: Mapping[str, Sequence[str]]) -> list[Facet]:
    slugs, names = _slugs(served, list(held)), names_of(served)
    ordered = sorted(held.items(), key=lambda one: (-len(one[1]), names[one[0]].text.casefold(), one[0]))
    return [_of_things(group, f"{folder}/{slugs[iri]}", names[iri].text, things) for iri, things in ordered]


def _of_things(group: str, path: str, title: str, things: Sequence[str]) -> Facet:
    unique = tuple(dict.fromkeys(things))
    return Facet(group=group, path=path, title=title, count=len(unique), things=unique)


def _of_claims(group: str, path: str, title: str, count: int, **narrowed: str) -> Facet:
    return Facet(group=group, path=path, title=title, count=count, narrowed=tuple(narrowed.items()))


def _slugs(served: Served, things: Sequence[str]) -> dict[str, str]:
    """A last step of an address for each thing, the same one whatever else there is."""
    tails = {iri: (path_of(served.base, iri) or iri).removeprefix("e/").replace("/", ".") for iri in things}
    made = iris.slugs(tails.values())
    return {iri: normal(made[tail]).replace("/", "%2F") for iri, tail in tails.items()}
