"""A reading as one HTML page: the text with what was found in it marked, and beside it what every sentence says.

The page is self-contained and needs no script. A sentence, a mention or the words of a claim are chosen by their link;
`#char=12,22`, the fragment of a span's IRI, leads to the span.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from dateline.formats.html_text import attribute, day, html, slug, stylesheet
from dateline.formats.marked_text import Mark
from dateline.formats.reading_notes import Notes, manner_of
from dateline.formats.set_text import MANNERS, Sentence, set_text
from dateline.model import Claim, Reading, Span
from dateline.policy import is_built

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
        self.passages = set_text(text, self._marks())

    def render(self) -> str:
        record = self.reading.document
        title = record.title or record.id
        article, headed = self._article(title)
        sentences_ = [one for passage in self.passages for one in passage.sentences]
        lines = (
            "<!doctype html>",
            f'<html lang="{attribute(record.language or "en")}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{attribute(title)}</title>",
            f"<style>\n{stylesheet(__file__)}{self._rules(sentences_)}</style>",
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
            self._apparatus([(one.start, one.end) for one in sentences_]),
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
            if claim.status != "rejected" and manner in MANNERS:
                yield from (Mark(start=one.start, end=one.end, kind=manner) for one in claim.evidence.parts)
        for (start, end), number in self.spans.items():
            yield Mark(start=start, end=end, kind="span", number=number)

    # ----------------------------------------------------------------------------------------------------- the text

    def _article(self, title: str) -> tuple[str, bool]:
        """The text, and whether its first block is the title, which is then the heading of the page."""
        first = self.passages[0] if self.passages else None
        headed = first is not None and self.text[first.start : first.end] == title
        written: list[str] = []
        for place, passage in enumerate(self.passages):
            tag = "h1" if headed and place == 0 else "p"
            words = "".join(one.gap + self._sentence(one) for one in passage.sentences)
            written.append(f'<{tag} dir="auto">{words}</{tag}>')
        return "\n".join(written), headed

    def _sentence(self, one: Sentence) -> str:
        there = f'id="char={one.start},{one.end}" ' if (one.start, one.end) not in self.spans else ""
        name = f"s{one.number}"
        return f'<a class="s {name}" {there}href="#{name}"><span id="{name}"></span>{one.html}</a>'

    def _rules(self, sentences_: Sequence[Sentence]) -> str:
        """The rules that show what a chosen sentence says, and light the words of a chosen span that is in pieces."""
        show = "".join(f"body:has(.s{one.number} :target) #n{one.number},\n" for one in sentences_)
        split = dict.fromkeys(number for one in sentences_ for number in one.split)
        light = "".join(f"body:has(.at{number}:target) .e{number},\n" for number in split)
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
