"""The page of the search: an index in the page itself, so that it works from a folder of files, and a list of names.

Without a script the list is the search: it is in the order of the alphabet, and facets lead to the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from dateline import terms
from dateline.web.addresses import relative
from dateline.web.pages.claim import text_of_document
from dateline.web.pages.document import sentences_of
from dateline.web.pages.names import text_of
from dateline.web.pages.said import claims
from dateline.web.pages.shell import Frame, render
from dateline.web.pages.timeline import told

if TYPE_CHECKING:
    from dateline.web.served import Resource

MOST_NAMES = 3000
"""How many names the page lists."""
MOST_ENTRIES = 12_000
"""How many things, statements and sentences are in the index."""
_TOOK_PLACE_IN = terms.PREDICATES["tookPlaceIn"].iri
_MANNERS = {
    "own": "in the document’s own voice",
    "quoted": "quoted",
    "reported": "reported",
    "hedged": "hedged or believed",
    "denied": "denied",
    "judged": "a judgement",
}


def search_page(frame: Frame, resource: Resource) -> bytes:
    """The page of the search."""
    named = [(iri, name) for iri, name in frame.names.items() if frame.page(iri) and not name.is_a("TimeSpan")]
    letters: dict[str, list[str]] = {}
    for iri, name in named[:MOST_NAMES]:
        first = name.text.lstrip("“\"'(")[:1].upper()
        letters.setdefault(first if first.isalpha() else "#", []).append(iri)
    entries = _entries(frame)
    held = list(islice(entries, MOST_ENTRIES))
    return render(
        "search.html",
        frame=frame,
        resource=resource,
        title="Search",
        letters=dict(sorted(letters.items())),
        total=len(named),
        shown=min(len(named), MOST_NAMES),
        index={"entries": held, "facets": ["kind", "voice", "how", "place", "year"]},
        most=MOST_ENTRIES if next(entries, None) is not None else 0,
    )


def _entries(frame: Frame) -> Iterator[Mapping[str, Any]]:
    """What can be found: things, then what is said of them, then sentences."""
    served, facets = frame.served, _facets(frame)

    def entry(path: str, title: str, text: str, kind: str, about: str, **more: str) -> Mapping[str, Any]:
        known = {"kind": (kind,), **facets.get(about, {}), **{name: (value,) for name, value in more.items()}}
        return {"p": relative(frame.at, path), "t": title, "x": text, **known}

    for iri, name in frame.names.items():
        if frame.page(iri) and not name.is_a("TimeSpan"):
            yield entry(frame.page(iri), name.text, " · ".join(label for _, label in name.others), name.kind, iri)
    for document in served.documents:
        for claim in claims(served, document=document.iri):
            voice, how = frame.name(claim.voice).text, _MANNERS[claim.manner]
            title, page = frame.sentence(claim), frame.page(claim.iri)
            yield entry(page, title, claim.quote, "statement", claim.subject, voice=voice, how=how)
    for document in served.documents:
        text = text_of_document(served, document.iri)
        for begin, end in sentences_of(frame, document.iri, text):
            path = f"{document.page}#char={begin},{end}"
            yield entry(path, document.label, text[begin:end], "sentence", document.iri)


def _facets(frame: Frame) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Where and in which year each event is said to have happened."""
    places: dict[str, set[str]] = {}
    for row in frame.served.rows("relations"):
        if text_of(row["predicate"]) == _TOOK_PLACE_IN:
            places.setdefault(text_of(row["subject"]), set()).add(frame.name(text_of(row["object"])).text)
    found: dict[str, dict[str, Sequence[str]]] = {event: {"place": sorted(names)} for event, names in places.items()}
    for one in told(frame.served):
        if one.first.year < date.max.year:
            found.setdefault(one.event, {})["year"] = (str(one.first.year),)
    return found
