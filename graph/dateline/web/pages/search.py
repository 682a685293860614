"""The page of the search: an index in the page itself, so that it works from a folder of files, and a list of names.

Without a script the list is the search: it is in the order of the alphabet, and facets lead to the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dateline import terms
from dateline.formats.marked_text import blocks, sentences
from dateline.web.addresses import relative
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
    entries, left_out = _entries(frame)
    return render(
        "search.html",
        frame=frame,
        resource=resource,
        title="Search",
        letters=dict(sorted(letters.items())),
        total=len(named),
        shown=min(len(named), MOST_NAMES),
        index={"entries": entries, "facets": ["kind", "voice", "how", "place", "year"]},
        left_out=left_out,
    )


def _entries(frame: Frame) -> tuple[list[Mapping[str, Any]], int]:
    """What can be found: things, what is said of them, and sentences; and how much is left out."""
    served = frame.served
    places: dict[str, list[str]] = {}
    for row in served.rows("relations"):
        if text_of(row["predicate"]) == _TOOK_PLACE_IN:
            places.setdefault(text_of(row["subject"]), []).append(frame.name(text_of(row["object"])).text)
    years = {one.event: str(one.first.year) for one in told(served) if one.first.year < 9999}

    def entry(path: str, title: str, text: str, kind: str, about: str, **more: str) -> Mapping[str, Any]:
        facets = {
            "kind": [kind],
            "place": sorted(set(places.get(about, ()))),
            "year": [years[about]] if about in years else [],
            **{name: [value] for name, value in more.items()},
        }
        return {"p": relative(frame.at, path), "t": title, "x": text, **{n: v for n, v in facets.items() if v}}

    found = [
        entry(frame.page(iri), name.text, " · ".join(label for _, label in name.others), name.kind, iri)
        for iri, name in frame.names.items()
        if frame.page(iri) and not name.is_a("TimeSpan")
    ]
    for document in served.documents:
        for claim in claims(served, document=document.iri):
            found.append(
                entry(
                    frame.page(claim.iri),
                    frame.sentence(claim),
                    claim.quote,
                    "statement",
                    claim.subject,
                    voice=frame.name(claim.voice).text,
                    how=_MANNERS[claim.manner],
                )
            )
            if len(found) > MOST_ENTRIES:
                break
    for document in served.documents:
        if len(found) > MOST_ENTRIES:
            break
        text = served.texts.get(document.iri, "")
        for block in blocks(text):
            for begin, end in sentences(text, *block):
                path = f"{document.page}#char={begin},{end}"
                found.append(entry(path, document.label, text[begin:end], "sentence", document.iri))
    return found[:MOST_ENTRIES], max(len(found) - MOST_ENTRIES, 0)
