"""A reading as one HTML page: the text with what was found in it marked, and beside it what every sentence says.

The page is self-contained and needs no script. A sentence, a mention or the words of a claim are chosen by their link;
`#char=12,22`, the fragment of a span's IRI, leads to the span.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from html import escape
from itertools import chain
from pathlib import Path

from dateline.formats.html_text import attribute, day, html, slug
from dateline.formats.marked_text import Mark, Piece, blocks, line_ends, pieces, sentences
from dateline.formats.reading_notes import Notes, manner_of
from dateline.model import Claim, Reading, Span
from dateline.policy import is_built

_MANNERS = ("denied", "hedged", "reported", "quoted")
"""How words are underlined; where several lie over each other, the first of these."""
_KEY = (
    ("own", "the document’s own voice"),
    ("quoted", "quoted, word for word"),
    ("reported", "reported in other words"),
    ("hedged", "hedged, believed, or intended"),
    ("denied", "denied"),
)


def render_reading_page(reading: Reading, text: str, *, publish_at: float = 0.80) -> str:
    """One HTML page for a reading of `text`; a proposal with a confidence (0 to 1) of `publish_at` is to be published.

    The same reading gives the same page. Raises nothing for text of any kind: what cannot be shown is spelt out.
    """
    return _Page(reading, text, publish_at).render()


class _Page:
    """The page while it is written: which marks lie where, and which claims rest on which sentence."""

    def __init__(self, reading: Reading, text: str, publish_at: float) -> None:
        self.reading, self.text, self.publish_at = reading, text, publish_at
        self.notes = Notes(reading, publish_at)
        self.spans: dict[tuple[int, int], int] = {}
        for span in self._spans():
            self.spans.setdefault((span.start, span.end), len(self.spans))
        self.marks = sorted(self._marks(), key=lambda mark: (mark.start, mark.end))
        self.blocks = list(blocks(text))
        held = [mark for mark in self.marks if mark.kind in ("name", "time", "trigger")]
        starts = [mark.start for mark in held]
        self.sentences = [
            list(sentences(text, *block, held[bisect_left(starts, block[0]) : bisect_left(starts, block[1])]))
            for block in self.blocks
        ]
        self.split: list[int] = []
        """The numbers of spans that are in several pieces, so that a rule of their own lights them."""

    def render(self) -> str:
        record = self.reading.document
        title = record.title or record.id
        article, headed = self._article(title)
        sentences_ = [one for block in self.sentences for one in block]
        lines = (
            "<!doctype html>",
            f'<html lang="{attribute(record.language or "en")}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{attribute(title)}</title>",
            f"<style>\n{Path(__file__).with_suffix('.css').read_text('utf-8')}{self._rules(len(sentences_))}</style>",
            "</head>",
            "<body>",
            '<a class="skip" href="#text">To the text</a>',
            "<header>",
            *([] if headed else [f'<h1 dir="auto">{html(title)}</h1>']),
            f'<p class="imprint">{self._imprint()}</p>',
            f'<p class="sums">{self._sums()}</p>',
            _contents(self.notes.sections()),
            "</header>",
            '<main id="text">',
            f'<article aria-label="The text">\n{article}\n</article>',
            self._apparatus(sentences_),
            "</main>",
            *(body for _, _, body in self.notes.sections()),
            "</body>",
            "</html>",
        )
        return "\n".join(lines) + "\n"

    # ---------------------------------------------------------------------------------------------------- the marks

    def _spans(self) -> Iterable[Span]:
        reading = self.reading
        yield from (mention.span for entity in reading.entities for mention in entity.mentions)
        yield from (trigger for event in reading.events for trigger in event.triggers)
        yield from (time.span for time in reading.times)
        yield from (claim.evidence for claim in reading.claims)

    def _marks(self) -> Iterable[Mark]:
        reading = self.reading
        for entity in reading.entities:
            for mention in entity.mentions if entity.status != "rejected" else ():
                kind = "name" if mention.form == "name" else "mention"
                yield from (Mark(start=one.start, end=one.end, kind=kind) for one in mention.span.parts)
        for event in reading.events:
            for trigger in event.triggers if event.status != "rejected" else ():
                yield from (Mark(start=one.start, end=one.end, kind="trigger") for one in trigger.parts)
        for time in reading.times:
            if time.status != "rejected":
                yield from (Mark(start=one.start, end=one.end, kind="time") for one in time.span.parts)
        for quotation in reading.quotations:
            if quotation.status != "rejected":
                manner = "quoted" if quotation.direct else "reported"
                yield from (Mark(start=one.start, end=one.end, kind=manner) for one in quotation.span.parts)
        for claim in reading.claims:
            manner = manner_of(claim)
            if claim.status != "rejected" and manner in _MANNERS:
                yield from (Mark(start=one.start, end=one.end, kind=manner) for one in claim.evidence.parts)
        for (start, end), number in self.spans.items():
            yield Mark(start=start, end=end, kind="span", number=number)

    # ----------------------------------------------------------------------------------------------------- the text

    def _article(self, title: str) -> tuple[str, bool]:
        """The text, and whether its first block is the title, which is then the heading of the page."""
        headed = bool(self.blocks) and self.text[slice(*self.blocks[0])] == title
        written: list[str] = []
        number = following = 0
        over: list[Mark] = []
        for place, block in enumerate(self.blocks):
            breaks = line_ends(self.text, *block)
            ordered, shown = sorted(breaks), []
            for begin, end in self.sentences[place]:
                number += 1
                while following < len(self.marks) and self.marks[following].start < end:
                    over.append(self.marks[following])
                    following += 1
                over = [mark for mark in over if mark.end > begin]
                inside = ordered[bisect_left(ordered, begin) : bisect_left(ordered, end)]
                words = self._pieces(begin, end, over, frozenset(inside))
                there = f'id="char={begin},{end}" ' if (begin, end) not in self.spans else ""
                shown.append(f'<a class="s s{number}" {there}href="#s{number}"><span id="s{number}"></span>{words}</a>')
            tag = "h1" if headed and place == 0 else "p"
            written.append(f'<{tag} dir="auto">{self._joined(place, shown, breaks)}</{tag}>')
        return "\n".join(written), headed

    def _joined(self, place: int, shown: Sequence[str], breaks: set[int]) -> str:
        parts: list[str] = []
        for number, sentence in enumerate(shown):
            if number:
                gap = range(self.sentences[place][number - 1][1], self.sentences[place][number][0])
                parts.append("<br>" if any(one in breaks for one in gap) else " " * bool(gap))
            parts.append(sentence)
        return "".join(parts)

    def _pieces(self, begin: int, end: int, marks: Sequence[Mark], breaks: frozenset[int]) -> str:
        cut = list(pieces(begin, end, marks, chain.from_iterable((one, one + 1) for one in breaks)))
        parted = {mark.number for piece in cut for mark in piece.marks if mark.kind == "span"}
        whole = {
            mark.number
            for piece in cut
            for mark in piece.marks
            if mark.kind == "span" and (mark.start, mark.end) == (piece.start, piece.end)
        }
        self.split.extend(sorted(parted - whole))
        return "".join(self._piece(piece, whole, breaks) for piece in cut)

    def _piece(self, piece: Piece, whole: set[int], breaks: frozenset[int]) -> str:
        kinds = {mark.kind for mark in piece.marks}
        manner = next((one for one in _MANNERS if one in kinds), "")
        classes: list[str] = [kind for kind in ("name", "trigger", "time") if kind in kinds]
        if manner:
            classes += ["v", manner]
        numbers = [mark for mark in piece.marks if mark.kind == "span"]
        classes += [f"e{mark.number}" for mark in numbers if mark.number not in whole]
        anchors = "".join(
            f'<span id="char={mark.start},{mark.end}"></span>'
            for mark in numbers
            if mark.start == piece.start and mark.number not in whole
        )
        own = next((f' id="char={mark.start},{mark.end}"' for mark in numbers if mark.number in whole), "")
        words = html(self.text[piece.start : piece.end])
        if piece.start in breaks:
            words = f"<br>{words}"
        if not classes and not own:
            return anchors + words
        named = f' class="{" ".join(classes)}"' if classes else ""
        return f"{anchors}<span{own}{named}>{words}</span>"

    def _rules(self, count: int) -> str:
        """The rules that show what a chosen sentence says, and light the words of a chosen span that is in pieces."""
        show = "".join(f"body:has(.s{number} :target) #n{number},\n" for number in range(1, count + 1))
        places = {number: place for place, number in self.spans.items()}
        light = "".join(
            f'body:has([id="char={places[number][0]},{places[number][1]}"]:target) .e{number},\n'
            for number in dict.fromkeys(self.split)
        )
        return f"{show}#n0 {{ display: block; }}\n{light}.e {{ background: var(--chosen); }}\n"

    # ------------------------------------------------------------------------------------------------ the apparatus

    def _apparatus(self, places: Sequence[tuple[int, int]]) -> str:
        """What every sentence says, in the order of the text."""
        of: dict[int, list[Claim]] = {}
        number = 0
        for claim in sorted(self.reading.claims, key=lambda one: (one.evidence.start, one.evidence.end)):
            while number + 1 < len(places) and places[number + 1][0] <= claim.evidence.start:
                number += 1
            of.setdefault(number, []).append(claim)
        key = "".join(f'<li><span class="v {name}">words</span> {escape(words)}</li>' for name, words in _KEY)
        notes = "\n".join(self._note(one + 1, places[one], of.get(one, [])) for one in range(len(places)))
        return (
            '<aside aria-labelledby="says"><h2 id="says">What it says</h2>\n'
            '<p class="hint">Choose a sentence to see only what it says, or a statement to light its words.</p>\n'
            f'<ul class="key">{key}<li><b class="name">name</b> · <span class="trigger">event</span> · '
            '<span class="time">time</span></li></ul>\n'
            f'<p class="all"><a href="#says">Show all sentences</a></p>\n{notes}\n</aside>'
        )

    def _note(self, number: int, place: tuple[int, int], claims: Sequence[Claim]) -> str:
        words = self.text[slice(*place)]
        if not claims:
            silent = '<p class="silent">No statement rests on this sentence.</p>'
            return f'<section id="n{number}" class="empty"><h3>{number}</h3>{silent}</section>'
        first = words if len(words) <= 48 else words[:48].rsplit(None, 1)[0] + " …"
        items = "\n".join(map(self.notes.claim, claims))
        return (
            f'<section id="n{number}"><h3><a href="#s{number}">{number} '
            f'<span dir="auto">{html(first)}</span></a></h3>\n'
            f"<ul>\n{items}\n</ul></section>"
        )

    # ---------------------------------------------------------------------------------------------------- the imprint

    def _imprint(self) -> str:
        record, reader = self.reading.document, self.reading.reader
        by = " ".join(one for one in (reader.name, reader.version) if one)
        parts = [
            f"<span>{html(self.notes.labels.get(record.publisher, record.publisher))}</span>"
            if record.publisher
            else "",
            f"<time>{html(day(record.issued))}</time>" if record.issued else "undated",
            f"read by {html(by)}" + (f" ({html(reader.model)})" if reader.model else ""),
        ]
        return " · ".join(one for one in parts if one)

    def _sums(self) -> str:
        claims = self.reading.claims
        built = sum(is_built(claim, self.publish_at) for claim in claims)
        rejected = sum(claim.status == "rejected" for claim in claims)
        below = len(claims) - built - rejected
        parts = [f"<b>{len(claims):,}</b> statement{'' if len(claims) == 1 else 's'}"]
        parts += [f"<b>{built:,}</b> to publish"] if claims else []
        parts += [f"<b>{below:,}</b> proposed below {self.publish_at:.2f}"] if below else []
        parts += [f"<b>{rejected:,}</b> rejected"] if rejected else []
        return " · ".join(parts)


def _contents(sections: Sequence[tuple[str, int, str]]) -> str:
    rows = "".join(f'<li><a href="#{slug(title)}">{escape(title)}</a> {count:,}</li>' for title, count, _ in sections)
    return f'<nav aria-label="On this page"><ul>{rows}</ul></nav>' if rows else ""
