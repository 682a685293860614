"""The page of the search: an index for the script, and a list of all names over as many pages as it takes.

Without a script the list is the search: it is in the order of the alphabet, and facets lead to the rest; a server
answers the form. A small index stands in the page itself, so that it works from a folder of files; a large one is in
pieces beside the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from dateline import terms
from dateline.web.addresses import path_of, relative
from dateline.web.kept import kept
from dateline.web.pages.claim import text_of_document
from dateline.web.pages.document import sentences_of
from dateline.web.pages.names import names_of, text_of
from dateline.web.pages.paging import part_of, parts_of
from dateline.web.pages.pieces import pieces
from dateline.web.pages.said import claims
from dateline.web.pages.shell import Frame, render
from dateline.web.pages.timeline import told

if TYPE_CHECKING:
    from dateline.web.pages.names import Name
    from dateline.web.pages.pieces import Entry
    from dateline.web.served import Resource, Served

FOLDER, FIND = "search/", "find"
"""Where the pieces and the further pages are, and where a server answers the form."""
MOST_NAMES = 500
"""How many names a page lists."""
MOST_IN_PAGE = 1_000
"""How many entries an index may have that stands in the page."""
MOST_ENTRIES = 200_000
"""How many things, statements and sentences are in the index."""
_PAGE = "search.html"
_FACETS = ("kind", "voice", "how", "place", "year")
_TOOK_PLACE_IN = terms.PREDICATES["tookPlaceIn"].iri
_MANNERS = {
    "own": "in the document’s own voice",
    "quoted": "quoted",
    "reported": "reported",
    "hedged": "hedged or believed",
    "denied": "denied",
    "judged": "a judgement",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Index:
    """What the search finds: all entries, unless there are too many (`cut`)."""

    entries: tuple[Entry, ...]
    cut: bool
    starts: tuple[int, int]
    """Where the statements begin, and where the sentences do."""


def search_page(frame: Frame, resource: Resource, *, part: int = 1) -> bytes:
    """The page of the search; the further parts, counted from 1, are of the names alone."""
    every = _listed(frame.served)
    starts = _letters(every)
    letters: dict[str, list[str]] = {}
    for letter, iri, _ in part_of(every, part, MOST_NAMES):
        letters.setdefault(letter, []).append(iri)
    return render(
        "search.html",
        frame=frame,
        resource=resource,
        title="Search",
        letters=letters,
        all_letters=starts,
        numbers={letter: number for number, letter in enumerate(starts, 1)},
        total=len(every),
        part=part,
        parts=search_parts(frame.served),
        index=_for_the_script(frame.served) if part == 1 else None,
        find=FIND if frame.served.finds_words else "",
    )


def search_parts(served: Served) -> int:
    """How many pages the names take."""
    return parts_of(len(_listed(served)), MOST_NAMES)


def search_files(served: Served) -> Mapping[str, bytes]:
    """The pieces of the index by their paths; none where it stands in the page."""
    if not _is_large(served):
        return {}
    made = index_of(served)
    directory = {"most": MOST_ENTRIES if made.cut else 0, "starts": made.starts}
    return {f"{FOLDER}{name}.js": data for name, data in pieces(made.entries, directory).items()}


def is_piece(path: str) -> bool:
    """Whether a file at this path could only be a piece of the index."""
    return path.startswith(FOLDER) and path.endswith(".js")


@kept()
def index_of(served: Served) -> Index:
    """What the search finds; gathered once."""
    frame = Frame(served=served, at=_PAGE)
    found, starts = list[Any](), list[int]()
    for some in (_names(frame), _statements(frame), _sentences(frame)):
        found += islice(some, MOST_ENTRIES + 1 - len(found))
        starts.append(min(len(found), MOST_ENTRIES))
    return Index(entries=tuple(found[:MOST_ENTRIES]), cut=len(found) > MOST_ENTRIES, starts=(starts[0], starts[1]))


def _for_the_script(served: Served) -> Mapping[str, Any]:
    if not _is_large(served):
        return {"entries": index_of(served).entries, "facets": _FACETS}
    return {"facets": _FACETS, "find": FIND if served.finds_words else "", "folder": FOLDER}


@kept()
def _is_large(served: Served) -> bool:
    """Whether the index is too large for the page; where names and claims alone are, nothing else is gathered."""
    known = len(_listed(served)) + sum(int(text_of(row["count"])) for row in served.rows("voices"))
    return known > MOST_IN_PAGE or len(index_of(served).entries) > MOST_IN_PAGE


@kept()
def _listed(served: Served) -> tuple[tuple[str, str, Name], ...]:
    """Every name that leads to a page, under its letter, in the order of the alphabet."""
    found = [
        (_letter(name.text), iri, name)
        for iri, name in names_of(served).items()
        if not name.is_a("TimeSpan") and _has_page(served, iri)
    ]
    return tuple(sorted(found, key=lambda one: one[0]))


def _letter(name: str) -> str:
    """The letter under which a name stands.

    >>> _letter("“Baku”"), _letter("20 January"), _letter("")
    ('B', '#', '#')
    """
    first = name.lstrip("“\"'(")[:1].upper()
    return first if first.isalpha() else "#"


def _has_page(served: Served, iri: str) -> bool:
    """Whether something of which something is said has a page, by its address alone."""
    path = path_of(served.base, iri)
    return path is not None and "#" not in path and "?" not in path


def _letters(every: Sequence[tuple[str, str, Name]]) -> Mapping[str, int]:
    """Every letter with the page on which it begins."""
    found: dict[str, int] = {}
    for place, (letter, _, _) in enumerate(every):
        found.setdefault(letter, place // MOST_NAMES + 1)
    return found


def _names(frame: Frame) -> Iterator[Entry]:
    facets = _facets(frame.served)
    for iri, name in frame.names.items():
        page = "" if name.is_a("TimeSpan") else frame.page(iri)
        if page:
            yield _entry(
                page, name.text, " · ".join(label for _, label in name.others), name.kind, **facets.get(iri, {})
            )


def _statements(frame: Frame) -> Iterator[Entry]:
    facets = _facets(frame.served)
    for document in frame.served.documents:
        for claim in claims(frame.served, document=document.iri):
            voice, how = frame.name(claim.voice).text, _MANNERS[claim.manner]
            title, page = frame.sentence(claim), frame.page(claim.iri)
            more = {**facets.get(claim.subject, {}), "voice": (voice,), "how": (how,)}
            yield _entry(page, title, claim.quote, "statement", **more)


def _sentences(frame: Frame) -> Iterator[Entry]:
    for document in frame.served.documents:
        text = text_of_document(frame.served, document.iri)
        for begin, end in sentences_of(frame, document.iri, text):
            yield _entry(f"{document.page}#char={begin},{end}", document.label, text[begin:end], "sentence")


def _entry(path: str, title: str, text: str, kind: str, **facets: Sequence[str]) -> Entry:
    return {"p": relative(_PAGE, path), "t": title, "x": text, "kind": (kind,), **facets}


@kept()
def _facets(served: Served) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Where and in which year each event is said to have happened."""
    places: dict[str, set[str]] = {}
    for row in served.rows("relations"):
        if text_of(row["predicate"]) == _TOOK_PLACE_IN:
            places.setdefault(text_of(row["subject"]), set()).add(names_of(served)[text_of(row["object"])].text)
    found: dict[str, dict[str, Sequence[str]]] = {event: {"place": sorted(names)} for event, names in places.items()}
    for one in told(served):
        if one.first.year < date.max.year:
            found.setdefault(one.event, {})["year"] = (str(one.first.year),)
    return found
