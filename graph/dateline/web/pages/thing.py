"""The page of a thing: what is said of it, by whom, in which words, and where the accounts differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline import terms
from dateline.web.kept import kept
from dateline.web.pages.citing import citation
from dateline.web.pages.dating import extent_of
from dateline.web.pages.document import is_name
from dateline.web.pages.drawing import Row, timeline
from dateline.web.pages.land import locator
from dateline.web.pages.names import Name, text_of
from dateline.web.pages.paging import part_of, parts_of
from dateline.web.pages.places import point_of
from dateline.web.pages.report import findings_of
from dateline.web.pages.said import Said, Statement, claims, disagreements, in_order, statements
from dateline.web.pages.shell import Frame, render
from dateline.web.pages.timeline import agreed_times

if TYPE_CHECKING:
    from dateline.store.results import Term
    from dateline.web.served import Resource, Served

MOST = 60
"""How many statements one page shows; the rest is on pages of its own."""
MOST_DIGESTED = 2_000
"""Of a voice that says more, its page does not tell of what it speaks most."""
_OF_EVENTS = (
    ("When", ("time", "startDate", "endDate")),
    ("Where", ("tookPlaceIn",)),
    ("Who did what to whom", ("orderedBy", "agent", "affected", "participant", "addressee", "stopped")),
    ("How many", ("deathCount", "injuredCount", "participantCount", "affectedShare")),
    ("Why, and what came of it", ("inResponseTo", "purpose", "ledTo")),
    ("Among other events", ("subEventOf", "before")),
    ("Names", ("altLabel",)),
    ("How it is judged", ("characterizedAs",)),
)
_SECTION = {terms.PREDICATES[name].iri: title for title, names in _OF_EVENTS for name in names}


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """Statements under one heading: words, or the thing that `about` names."""

    title: str
    about: str
    statements: tuple[Statement, ...]


def thing_page(frame: Frame, resource: Resource, *, part: int = 1) -> bytes:
    """The page of a person, organisation, place, event or any other thing; `part` counts from 1."""
    served, iri = frame.served, resource.iri
    found = statements_about(served, iri)
    name = frame.name(iri)
    shown = part_of(found, part, MOST)
    words = served.rows("words-for", thing=iri)
    spoken = _spoken_by(served).get(iri, 0)
    point = point_of(served, iri)
    return render(
        "thing.html",
        frame=frame,
        resource=resource,
        title=name.text,
        name=name,
        part=part,
        parts=parts_of(len(found), MOST),
        total=len(found),
        path=resource.path,
        sections=_of_event(iri, shown) if name.is_a("Event") else _of_thing(frame, iri, shown),
        torn=disagreements(found) if part == 1 else (),
        called=_called(words, name) if part == 1 else [],
        documents=sorted({text_of(row["document"]) for row in words}),
        matches=[
            (text_of(row["relation"]).rpartition("#")[2], text_of(row["item"]))
            for row in served.rows("matches", thing=iri)
        ],
        says=_digest(claims(served, voice=iri)) if 0 < spoken <= MOST_DIGESTED else [],
        says_total=spoken,
        drawn=_drawn(frame, iri) if name.is_a("Event") and part == 1 else "",
        map=locator(*point, label=name.text) if point and part == 1 else "",
        point=point,
        warnings=findings_of(served, iri),
        citation=citation(served, title=name.text, iri=iri),
        dates=agreed_times(served),
        more=f"{resource.path}/said/",
    )


def voice_page(frame: Frame, resource: Resource, *, part: int) -> bytes:
    """A page of everything that one voice says."""
    found = claims(frame.served, voice=resource.iri)
    name = frame.name(resource.iri)
    return render(
        "voice.html",
        frame=frame,
        resource=resource,
        title=f"What {name.text} says",
        name=name,
        part=part,
        parts=parts_of(len(found), MOST),
        total=len(found),
        statements=[Statement(claims=(one,)) for one in part_of(found, part, MOST)],
        more=f"{resource.path}/says/",
    )


@kept(4)
def statements_about(served: Served, iri: str) -> tuple[Statement, ...]:
    """The statements in which a thing stands, those about itself first, each section in the order of telling."""
    own = in_order(statements(claims(served, subject=iri)))
    of_it = statements(one for one in claims(served, object=iri) if one.subject != iri)
    grouped: dict[str, list[Statement]] = {}
    for one in of_it:
        grouped.setdefault(one.first.subject, []).append(one)
    return (*own, *(one for group in grouped.values() for one in in_order(group)))


@kept()
def _spoken_by(served: Served) -> Mapping[str, int]:
    """How many claims each voice makes."""
    return {
        text_of(row["thing"]): int(text_of(row["count"]))
        for row in served.rows("spoken-of")
        if text_of(row["role"]) == terms.ATTRIBUTED_TO
    }


def _of_event(iri: str, found: Sequence[Statement]) -> list[Section]:
    own = [one for one in found if one.first.subject == iri]
    others = tuple(one for one in found if one.first.subject != iri)
    sections = []
    for title, _ in _OF_EVENTS:
        under = tuple(one for one in own if _SECTION.get(one.first.predicate, "Names") == title)
        if under:
            sections.append(Section(title=title, about="", statements=under))
    if others:
        sections.append(Section(title="What else is said of it", about="", statements=others))
    return sections


def _of_thing(frame: Frame, iri: str, found: Sequence[Statement]) -> list[Section]:
    """What is said of the thing itself, then event by event."""
    own = tuple(one for one in found if one.first.subject == iri)
    sections = [Section(title="Of itself", about="", statements=own)] if own else []
    grouped: dict[str, list[Statement]] = {}
    for one in found:
        if one.first.subject != iri:
            grouped.setdefault(one.first.subject, []).append(one)
    sections += [
        Section(title=frame.name(other).text, about=other, statements=tuple(under)) for other, under in grouped.items()
    ]
    return sections


@dataclass(frozen=True, kw_only=True, slots=True)
class Called:
    """Words by which a thing is called, with the places where they stand."""

    words: str
    places: tuple[tuple[str, int, int], ...]
    is_name: bool


def _called(rows: Sequence[Mapping[str, Term]], name: Name) -> list[Called]:
    """By which words a thing is called, names before descriptions, the most frequent first."""
    places: dict[str, list[tuple[str, int, int]]] = {}
    for row in rows:
        where = (text_of(row["document"]), int(text_of(row["begin"])), int(text_of(row["end"])))
        places.setdefault(text_of(row["words"]), []).append(where)
    called = [Called(words=words, places=tuple(found), is_name=is_name(words, name)) for words, found in places.items()]
    return sorted(called, key=lambda one: (not one.is_name, -len(one.places), one.words))


def _digest(found: Sequence[Said]) -> list[tuple[str, int]]:
    """Of what a voice speaks most: things with the number of claims."""
    counts: dict[str, int] = {}
    for one in found:
        counts[one.subject] = counts.get(one.subject, 0) + 1
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:12]


def _drawn(frame: Frame, iri: str) -> object:
    """The dates of an event as a drawing, a line for each voice, where there is more than one day to show."""
    rows: dict[tuple[str, str], Row] = {}
    for row in frame.served.rows("dates", event=iri):
        known = extent_of(row)
        voice = text_of(row["voice"])
        if known is not None:
            key = (voice, text_of(row["value"]))
            rows.setdefault(key, Row(label=frame.name(voice).text, extent=known, words=text_of(row["words"])))
    if len({(row.extent.earliest, row.extent.latest) for row in rows.values()}) < 2:
        return ""
    return timeline(list(rows.values()), title="The dates that are given")
