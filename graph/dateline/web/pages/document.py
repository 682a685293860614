"""The page of a document: its text with the exact words of every claim marked, and beside it what a sentence says.

A sentence is a link to itself. The style sheet shows what the chosen one says; nothing of it needs a script.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from dateline import terms
from dateline.formats.marked_text import Mark, blocks, sentences
from dateline.formats.set_text import MANNERS, Passage, Sentence, set_text
from dateline.web.pages.dating import said_date
from dateline.web.pages.names import Name, is_true, text_of
from dateline.web.pages.quoting import made
from dateline.web.pages.report import findings_of
from dateline.web.pages.runs import runs
from dateline.web.pages.said import Said, claims
from dateline.web.pages.shell import Frame, render

if TYPE_CHECKING:
    from dateline.store.results import Term
    from dateline.web.served import Resource

MOST_IN_A_PASSAGE = 60
"""So many sentences of a paragraph have a rule in the style sheet; a longer one goes on in another passage."""
MOST_SPLIT = 240
"""So many of the spans of a paragraph that lie over each other are lit as a whole."""
_GROUPS = (
    ("People", "Person"),
    ("Organisations", "Organization"),
    ("Groups", "Group"),
    ("Countries and unions", "Polity"),
    ("Places", "Place"),
    ("Events", "Event"),
    ("Documents", "Document"),
    ("Other things", "Entity"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Noted:
    """A sentence with its place in the passage (`place`, from 1), its own address, and the claims that rest on it."""

    sentence: Sentence
    place: int
    markup: Markup
    gap: Markup
    anchor: str
    claims: tuple[Said, ...]

    @property
    def number(self) -> int:
        return self.sentence.number


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A paragraph, or a part of a long one, as HTML; `heading` if it is the title of the document."""

    sentences: tuple[Noted, ...]
    heading: bool
    continued: bool


def document_page(frame: Frame, resource: Resource) -> bytes:
    """The page of a source document."""
    served, iri = frame.served, resource.iri
    said = {one.predicate.value: one.object for one in served.describe(iri)}
    text = text_of(said.get(terms.IS_STRING))
    found = claims(served, document=iri)
    words = served.rows("words-of", document=iri)
    title = text_of(said.get(terms.TITLE)) or resource.label
    return render(
        "document.html",
        frame=frame,
        resource=resource,
        title=title,
        text=text,
        parts=_parts(frame, text, title, found, words, iri) if text else [],
        claims=found,
        facts={
            "publisher": text_of(said.get(terms.PUBLISHER)),
            "issued": text_of(said.get(terms.ISSUED)),
            "source": text_of(said.get(terms.SOURCE)),
            "licence": text_of(said.get(terms.LICENSE)),
            "language": text_of(said.get(terms.LANGUAGE)),
            "hash": text_of(said.get(terms.TEXT_HASH)),
        },
        things=_things(frame, words),
        times=_times(served.rows("times", document=iri)),
        voices=_voices(found),
        warnings=findings_of(served, iri, *dict.fromkeys(claim.subject for claim in found)),
        runs=[one for one in runs(served) if one.document == iri],
    )


# ------------------------------------------------------------------------------------------------------- the text


def _parts(
    frame: Frame, text: str, title: str, found: Sequence[Said], words: Sequence[dict[str, Term]], iri: str
) -> list[Part]:
    spans: dict[tuple[int, int], None] = {}
    marks: list[Mark] = []
    for row in words:
        start, end = int(text_of(row["begin"])), int(text_of(row["end"]))
        spans[(start, end)] = None
        kind = _kind_of_mark(frame.name(text_of(row["thing"])), text_of(row["words"]))
        if kind:
            marks.append(Mark(start=start, end=end, kind=kind))
    for row in frame.served.rows("quotations", document=iri):
        start, end = int(text_of(row["begin"])), int(text_of(row["end"]))
        spans[(start, end)] = None
        manner = "quoted" if is_true(row.get("direct")) else "reported"
        marks.append(Mark(start=start, end=end, kind=manner))
    for claim in found:
        for one in claim.words:
            spans[(one.begin, one.end)] = None
            if claim.manner in MANNERS:
                marks.append(Mark(start=one.begin, end=one.end, kind=claim.manner))
    marks += _numbered(text, [one for one in spans if 0 <= one[0] < one[1] <= len(text)])
    passages = set_text(text, [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)])
    return _noted(passages, found, spans, title, text)


def sentences_of(frame: Frame, document: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a document are: each has a place on its page."""
    held = []
    for row in frame.served.rows("words-of", document=document):
        if _kind_of_mark(frame.name(text_of(row["thing"])), text_of(row["words"])):
            held.append(Mark(start=int(text_of(row["begin"])), end=int(text_of(row["end"])), kind="held"))
    held.sort(key=lambda mark: (mark.start, mark.end))
    starts = [mark.start for mark in held]
    for start, end in blocks(text):
        yield from sentences(text, start, end, held[bisect_left(starts, start) : bisect_left(starts, end)])


def _numbered(text: str, spans: Iterable[tuple[int, int]]) -> list[Mark]:
    """The spans as marks, numbered from 1 in each paragraph."""
    starts = [start for start, _ in blocks(text)]
    counts: dict[int, int] = {}
    marks = []
    for start, end in sorted(spans):
        block = bisect_right(starts, start)
        counts[block] = counts.get(block, 0) + 1
        marks.append(Mark(start=start, end=end, kind="span", number=counts[block]))
    return marks


def _noted(
    passages: Sequence[Passage], found: Sequence[Said], spans: Iterable[tuple[int, int]], title: str, text: str
) -> list[Part]:
    starts = [one.start for passage in passages for one in passage.sentences]
    of: dict[int, list[Said]] = {}
    for claim in found:
        of.setdefault(max(bisect_right(starts, claim.words[0].begin), 1), []).append(claim)
    taken = set(spans)
    parts = []
    for place, passage in enumerate(passages):
        heading = place == 0 and text[passage.start : passage.end] == title
        for first in range(0, len(passage.sentences), MOST_IN_A_PASSAGE):
            group = passage.sentences[first : first + MOST_IN_A_PASSAGE]
            parts.append(
                Part(
                    sentences=tuple(
                        Noted(
                            sentence=one,
                            place=number,
                            markup=made(one.html),
                            gap=made(one.gap if number > 1 else ""),
                            anchor="" if (one.start, one.end) in taken else f"char={one.start},{one.end}",
                            claims=tuple(of.get(one.number, ())),
                        )
                        for number, one in enumerate(group, 1)
                    ),
                    heading=heading and first == 0,
                    continued=first > 0,
                )
            )
    return parts


def _kind_of_mark(name: Name, words: str) -> str:
    if name.is_a("TimeSpan"):
        return "time"
    if name.is_a("Event"):
        return "trigger"
    return "name" if is_name(words, name) else ""


def is_name(words: str, name: Name) -> bool:
    """Whether words name a thing rather than describe it: they are its label, or written like a name.

    >>> is_name("the Soviet Empire", Name(text="Soviet Union")), is_name("innocent civilians", Name(text="civilians"))
    (True, False)
    """
    plain = words.casefold().removeprefix("the ")
    if plain in {name.text.casefold(), *(label.casefold() for _, label in name.others)}:
        return words != words.lower() or words.upper() == words.lower()
    parts = [part for part in words.split() if len(part) > 3]
    return bool(parts) and all(part[:1].isupper() for part in parts)


# ---------------------------------------------------------------------------------------------- below the text


def _things(frame: Frame, words: Sequence[dict[str, Term]]) -> list[tuple[str, list[tuple[str, int]]]]:
    """What the document names, by kind, each with how often."""
    counts: dict[str, int] = {}
    for row in words:
        thing = text_of(row["thing"])
        counts[thing] = counts.get(thing, 0) + 1
    groups: dict[str, list[tuple[str, int]]] = {}
    for thing, count in sorted(counts.items(), key=lambda one: (frame.name(one[0]).text.casefold(), one[0])):
        name = frame.name(thing)
        title = next((title for title, kind in _GROUPS if name.is_a(kind)), "")
        if title:
            groups.setdefault(title, []).append((thing, count))
    return [(title, groups[title]) for title, _ in _GROUPS if title in groups]


def _times(rows: Sequence[dict[str, Term]]) -> list[dict[str, str]]:
    """The times of the document, each once, in the order of its words."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        iri = text_of(row["time"])
        edtf = text_of(row.get("edtf"))
        found.setdefault(
            iri,
            {
                "iri": iri,
                "words": text_of(row["words"]),
                "begin": text_of(row["begin"]),
                "end": text_of(row["end"]),
                "edtf": edtf,
                "said": said_date(edtf) if edtf else "",
                "anchor": text_of(row.get("anchor")),
            },
        )
    return list(found.values())


def _voices(found: Sequence[Said]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for claim in found:
        counts[claim.voice] = counts.get(claim.voice, 0) + 1
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))
