"""A comparison as one HTML page: on the left what the documents say, on the right what Wikidata says.

The page is self-contained, needs no script, and allows none. A verdict is chosen by its link: `#new` shows what is new
alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from types import MappingProxyType
from typing import get_args

from dateline.comparison.model import Also, Bearing, Comparison, Row, Source, Theirs, Verdict
from dateline.comparison.summary import ADDS, MEANINGS, REASONS, by_reason, by_thing, claim_of, to_do, verdicts
from dateline.formats.html_text import attribute, day, html, opening, slug, stylesheet
from dateline.statements import Draft, Unsaid

_BEARINGS: Mapping[Bearing, str] = MappingProxyType(
    {"coarser": "less precise", "finer": "more precise", "narrower": "about something narrower"}
)
_VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


def render_page(comparison: Comparison) -> bytes:
    """A comparison as an HTML page in UTF-8; the same comparison gives the same bytes."""
    return _Page(comparison).render().encode()


class _Page:
    """The page while it is written."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.sources = {one.document: one for one in comparison.sources}

    def render(self) -> str:
        title = f"{self.comparison.title or 'Documents'}, beside Wikidata"
        things = by_thing(self.comparison.rows)
        told = {rows[0].item for rows in things}
        others = [one for one in self.comparison.also if one.item not in told]
        lines = (
            *opening(title, stylesheet(__file__) + _filters()),
            "<body>",
            '<a class="skip" href="#rows">To the statements</a>',
            self._header(),
            '<main id="rows">',
            *(self._thing(number, rows) for number, rows in enumerate(things, 1)),
            self._unsaid(),
            self._others(others),
            "</main>",
            "</body>",
            "</html>",
        )
        return "\n".join(line for line in lines if line) + "\n"

    # ---------------------------------------------------------------------------------------------------- the header

    def _header(self) -> str:
        chips = "".join(
            f'<li class="{(name := slug(verdict))}"><a id="{name}" href="#{name}">{verdict} <b>{number:,}</b></a>'
            f'<span class="meaning">{escape(MEANINGS[verdict])}</span></li>'
            for verdict, number in verdicts(self.comparison)
        )
        do = "".join(f"<li>{escape(one)}</li>" for one in to_do(self.comparison) if self.comparison.rows)
        of_documents = {one: [*self._notes(one)] for one in self.comparison.sources}
        told = {note for notes in of_documents.values() for note, _ in notes}
        notes = _items(one for one in self.comparison.notes if one not in told)
        documents = "".join(_source(one, [words for _, words in told]) for one, told in of_documents.items())
        return "\n".join(
            one
            for one in (
                "<header>",
                f'<h1 dir="auto">{html(self.comparison.title or "Documents")}</h1>',
                '<p class="what">What the documents say, and what Wikidata says.</p>',
                _listed("Documents", documents, "documents"),
                f'<nav aria-label="Verdicts"><ul class="verdicts">{chips}</ul>'
                '<p class="every"><a href="#rows">Show everything</a></p></nav>'
                if chips
                else '<p class="what">There is nothing to compare.</p>',
                _listed("To do", do, "do"),
                _listed("To know first", notes, "know"),
                "</header>",
            )
            if one
        )

    def _notes(self, source: Source) -> Iterable[tuple[str, str]]:
        """The notes that are about one document: whole, and without its name."""
        for note in self.comparison.notes:
            words = note.removeprefix(f"{source.name}: ")
            if words not in (note, ""):
                yield note, f"{words[0].upper()}{words[1:]}"

    # ---------------------------------------------------------------------------------------------------- the things

    def _thing(self, number: int, rows: Sequence[Row]) -> str:
        first = rows[0]
        also = [one for one in self.comparison.also if first.item and one.item == first.item]
        return "\n".join(
            one
            for one in (
                f'<section class="thing" aria-labelledby="thing-{number}">',
                _head("h2", first.ours.subject_label, self._where(first.item), f"thing-{number}"),
                '<div class="heads" aria-hidden="true"><p>The document says</p><p>Wikidata says</p></div>',
                *map(self._row, rows),
                self._also(also),
                "</section>",
            )
            if one
        )

    def _where(self, item: str) -> str:
        if not item:
            return "no item yet"
        revision = self.comparison.revisions.get(item)
        return self._item(item, item) + (f" · {self._revision(revision)}" if revision is not None else "")

    def _item(self, item: str, words: str) -> str:
        return f'<a href="{attribute(self.comparison.concepts + item)}" dir="auto">{html(words)}</a>'

    def _revision(self, revision: int) -> str:
        return f'<a href="{attribute(self.comparison.index)}?oldid={revision}">revision {revision}</a>'

    def _row(self, row: Row) -> str:
        more = f'\n<li class="sources">and {row.more:,} more</li>' if row.more else ""
        theirs = "\n".join(self._theirs(one, row) for one in row.theirs) + more
        nothing = "What it says is not known here." if row.verdict == "not asked" else "Nothing of this."
        there = f"<ul>\n{theirs}\n</ul>" if theirs else f'<p class="none">{nothing}</p>'
        told = " ".join(filter(None, (html(row.why), f"<b>{escape(ADDS[row.adds].capitalize())}.</b>")))
        return "\n".join(
            (
                f'<article class="row {slug(row.verdict)}">',
                f'<h3><span class="verdict">{row.verdict}</span> {_property(row.property, row.property_label)}</h3>',
                f'<div class="ours"><h4>The document says</h4>\n{self._ours(row)}</div>',
                f'<div class="theirs"><h4>Wikidata says</h4>\n{there}</div>',
                f'<p class="why">{told}</p>',
                "</article>",
            )
        )

    def _ours(self, row: Row) -> str:
        ours = row.ours
        assert isinstance(ours, Draft)  # noqa: S101 - what by_thing gives
        said = "\n".join(
            f'<blockquote dir="auto">{html(words)}</blockquote>\n<p class="voice">{self._voice(voice, document)}</p>'
            for words, voice, document in zip(ours.words, ours.voices, ours.documents, strict=True)
        )
        notes = f'\n<ul class="notes">{_items(ours.notes)}</ul>' if ours.notes else ""
        return f'<p class="value" dir="auto">{html(row.value)}</p>\n{said}{notes}\n'

    def _voice(self, voice: str, document: str) -> str:
        """Whose words they are and, where there are several documents or another publisher, where they stand."""
        source = self.sources.get(document)
        who = f'says <b dir="auto">{html(voice)}</b>'
        if source is None:
            return who
        if source.publisher == voice:
            who += ", the publisher"
        return who if len(self.sources) == 1 else f'{who} · <cite dir="auto">{html(source.title)}</cite>'

    def _theirs(self, theirs: Theirs, row: Row) -> str:
        rank = [theirs.statement.rank] if theirs.statement.rank != "normal" else []
        other = [theirs.property_label] if theirs.statement.main.property != row.property else []
        bearing = [_BEARINGS[theirs.bearing]] if theirs.bearing in _BEARINGS and not other else []
        beside = _items((*other, *rank, *bearing, *theirs.qualifiers))
        sources = "; ".join(f'<span dir="auto">{html(one)}</span>' for one in theirs.sources)
        said = f"from {sources}" if sources else "no source"
        if theirs.item != row.item:
            said += f" · on {self._item(theirs.item, self.comparison.labels.get(theirs.item, theirs.item))}"
        return (
            f'<li class="{slug(theirs.bearing)}"><p class="value" dir="auto">{html(theirs.value_label)}</p>'
            + (f'<ul class="beside">{beside}</ul>' if beside else "")
            + f'<p class="sources">{said}</p></li>'
        )

    # ------------------------------------------------------------------------------------------------------- the rest

    def _also(self, also: Sequence[Also]) -> str:
        if not also:
            return ""
        rows = "".join(
            f"<div><dt>{_property(one.property, one.property_label)}</dt><dd>{_values(one.theirs, one.more)}</dd></div>"
            for one in also
        )
        return f'<details class="also"><summary>Wikidata also says</summary><dl>{rows}</dl></details>'

    def _others(self, also: Iterable[Also]) -> str:
        of: dict[str, list[Also]] = {}
        for one in also:
            of.setdefault(one.item, []).append(one)
        told = "\n".join(
            _head("h3", rows[0].item_label, self._where(item)) + self._also(rows) for item, rows in of.items()
        )
        head = "<h2>Other things that are linked</h2>"
        why = '<p class="lead">No statement is drafted of these.</p>'
        return f'<section class="others">{head}{why}\n{told}\n</section>' if told else ""

    def _unsaid(self) -> str:
        reasons = by_reason(self.comparison.rows)
        if not reasons:
            return ""
        groups = "\n".join(
            f"<details><summary>{escape(REASONS[reason].capitalize())} <b>{len(rows):,}</b></summary>\n"
            f"{self._because(rows)}</details>"
            for reason, rows in reasons.items()
        )
        number = sum(map(len, reasons.values()))
        one = "1 claim of the documents is" if number == 1 else f"{number:,} claims of the documents are"
        lead = f'<p class="lead">{one} not proposed to Wikidata, each for a reason.</p>'
        head = '<h2 id="unsaid">What cannot be said</h2>'
        return f'<section class="unsaid cannot-be-said" aria-labelledby="unsaid">{head}{lead}\n{groups}\n</section>'

    def _because(self, rows: Sequence[Row]) -> str:
        """Claims that cannot be said, those with the same reason and remedy under it."""
        of: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            if isinstance(row.ours, Unsaid):
                of.setdefault((row.why, row.ours.remedy), []).append(row)
        return "".join(
            f'<div class="because"><p class="why" dir="auto">{html(why)} {html(remedy)}</p>\n<ul>\n'
            + "\n".join(map(self._claim, members))
            + "\n</ul></div>\n"
            for (why, remedy), members in of.items()
        )

    def _claim(self, row: Row) -> str:
        ours = row.ours
        assert isinstance(ours, Unsaid)  # noqa: S101 - what by_reason gives
        subject, words, value = claim_of(row)
        beside = _values(row.theirs, row.more)
        there = f'<p class="sources">Wikidata, {html(row.property_label)}: {beside}</p>' if beside else ""
        return (
            f'<li><p class="says"><span dir="auto">{html(subject)}</span> '
            f'<span class="phrase">{html(words)}</span> <span dir="auto">{html(value)}</span></p>'
            f'<blockquote dir="auto">{html(ours.words)}</blockquote>'
            f'<p class="voice">{self._voice(ours.voice, ours.document)}</p>{there}</li>'
        )


def _filters() -> str:
    """The rules that leave only the rows of the verdict whose link was chosen."""
    rules = []
    for verdict in _VERDICTS:
        name = slug(verdict)
        chosen = f"body:has(#{name}:target)"
        rules.append(
            f"{chosen} :is(.row:not(.{name}), .also, .others, .unsaid:not(.{name}), .thing:not(:has(.row.{name}))) "
            "{ display: none; }\n"
            f"{chosen} .every {{ display: block; }}\n"
        )
    return "".join(rules)


def _listed(title: str, items: str, name: str) -> str:
    return f'<section class="{name}"><h2>{title}</h2><ul>{items}</ul></section>' if items else ""


def _items(texts: Iterable[str]) -> str:
    return "".join(f'<li dir="auto">{html(one)}</li>' for one in texts)


def _head(tag: str, label: str, where: str, name: str = "") -> str:
    named = f' id="{name}"' if name else ""
    return f'<{tag}{named}><span dir="auto">{html(label)}</span> <span class="where">{where}</span></{tag}>'


def _property(identifier: str, label: str) -> str:
    """A property by its name and its id, by its id alone where it has no name."""
    code = f"<code>{html(identifier)}</code>"
    return code if label == identifier else f"{html(label)} {code}"


def _source(source: Source, notes: Sequence[str]) -> str:
    """A document with who published it and when, and what is to be known of it."""
    title = f'<cite dir="auto">{html(source.title)}</cite>'
    if source.url.startswith(("http://", "https://")):
        title = f'<a href="{attribute(source.url)}">{title}</a>'
    told = [html(source.publisher) if source.publisher else "publisher unknown"]
    told += [html(day(source.issued)) if source.issued else "undated"]
    more = f'<ul class="notes">{_items(notes)}</ul>' if notes else ""
    return f'<li>{title}<p class="imprint"><span dir="auto">{" · ".join(told)}</span></p>{more}</li>'


def _values(theirs: Iterable[Theirs], more: int) -> str:
    return ", ".join([*map(_value, theirs), *([f"and {more:,} more"] if more else [])])


def _value(theirs: Theirs) -> str:
    beside = "; ".join(theirs.qualifiers)
    return f'<span dir="auto">{html(theirs.value_label)}{html(f" ({beside})") if beside else ""}</span>'
