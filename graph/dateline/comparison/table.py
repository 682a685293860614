"""A comparison on a terminal: a table for each thing, then what to do; nothing in it that a terminal would obey."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from dateline.comparison.model import Comparison, Row, Theirs
from dateline.comparison.summary import REASONS, by_reason, by_thing, claim_of, to_do, verdicts
from dateline.statements import Draft
from dateline.terminal import on_one_line, printable

_LONGEST = 300
_MOST = 3
"""Voices, or statements of theirs, that are shown in one cell."""
_NARROW = 72
_HEADINGS = ("", "Wikidata’s property", "The document says", "Wikidata says")


def render_table(comparison: Comparison, *, width: int) -> str:
    """A comparison for people, at most `width` columns wide; what cannot be said is counted by its reasons."""
    things = by_thing(comparison.rows)
    parts = [_thing(rows, comparison, width) for rows in things]
    parts += [_unsaid(comparison, width, every=not things)]
    parts += ["\n".join(line for told in _end(comparison) for line in _folded(told, width))]
    return "\n\n".join(one for one in parts if one) + "\n"


def _thing(rows: Sequence[Row], comparison: Comparison, width: int) -> str:
    first = rows[0]
    assert isinstance(first.ours, Draft)  # noqa: S101 - what by_thing gives
    revision = comparison.revisions.get(first.item)
    where = [first.item or "a new item", f"revision {revision}" if revision is not None else ""]
    head = _line(" · ".join([first.ours.subject_label, *filter(None, where)]), width)
    if width < _NARROW:
        return "\n\n".join([head, *("\n".join(_lines(row, width)) for row in rows)])
    return f"{head}\n\n{_grid(_HEADINGS, map(_cells, rows), width)}"


def _cells(row: Row) -> tuple[str, ...]:
    label = f"{row.property_label}\n{row.property}" if row.property_label != row.property else row.property
    return row.verdict, label, "\n".join(_ours(row)), "\n".join(_wikidata(row))


def _lines(row: Row, width: int) -> Iterable[str]:
    yield _line(f"{row.verdict}: {row.property_label} ({row.property})", width)
    for said in _ours(row):
        yield from _folded(f"  {said}", width)
    yield "  Wikidata:"
    for said in _wikidata(row):
        yield from _folded(f"    {said}", width)


def _ours(row: Row) -> Iterable[str]:
    """What the documents say: the value, and whose words they are."""
    yield _cut(row.value)
    if isinstance(row.ours, Draft):
        said = list(zip(row.ours.words, row.ours.voices, strict=True))
        for words, voice in said[:_MOST]:
            yield f"“{_cut(words)}”: {_cut(voice)}"
        if len(said) > _MOST:
            yield f"and {len(said) - _MOST} more"


def _wikidata(row: Row) -> Iterable[str]:
    for one in row.theirs[:_MOST]:
        yield _cut(_theirs(one, row))
    left = max(0, len(row.theirs) - _MOST) + row.more
    if left:
        yield f"and {left:,} more"
    if not row.theirs:
        yield "–"
    if row.why:
        yield _cut(row.why)


def _theirs(theirs: Theirs, row: Row) -> str:
    rank = [theirs.statement.rank] if theirs.statement.rank != "normal" else []
    other = [theirs.property_label] if theirs.statement.main.property != row.property else []
    beside = "; ".join([*other, *rank, *theirs.qualifiers])
    sources = "; ".join(theirs.sources) or "no source"
    return f"{theirs.value_label}{f' ({beside})' if beside else ''} [{sources}]"


def _unsaid(comparison: Comparison, width: int, *, every: bool) -> str:
    """How many claims cannot be said and why; where nothing else is to be shown, the claims too."""
    reasons = by_reason(comparison.rows)
    if not reasons:
        return ""
    number = sum(map(len, reasons.values()))
    lines = [f"{number:,} claim{'' if number == 1 else 's'} cannot be said in Wikidata:"]
    for reason, rows in reasons.items():
        lines.append(f"  {len(rows):>4}  {REASONS[reason]}")
        for row in rows if every else ():
            lines += _folded(f"        {_cut(' '.join(claim_of(row)))}: {_cut(row.why)}", width)
    return "\n".join(lines)


def _end(comparison: Comparison) -> Iterable[str]:
    counts = ", ".join(f"{number:,} {verdict}" for verdict, number in verdicts(comparison))
    yield f"{counts}." if counts else "There is nothing to compare."
    yield from to_do(comparison) if counts else ()


def _grid(headings: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> str:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, highlight=False, padding=(0, 2, 0, 0))
    for place, heading in enumerate(headings):
        grid.add_column(heading, overflow="fold", no_wrap=place == 0, ratio=(0, 3, 5, 5)[place] or None)
    for number, row in enumerate(rows):
        if number:
            grid.add_row()
        grid.add_row(*map(Text, row))
    out = io.StringIO()
    Console(file=out, width=width, color_system=None, legacy_windows=False).print(grid)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()).rstrip()


def _folded(text: str, width: int) -> Iterable[str]:
    """Lines of at most `width` characters, those that follow as far in as the first."""
    from textwrap import wrap

    inner = " " * (len(text) - len(text.lstrip()))
    return wrap(text, max(width, len(inner) + 20), initial_indent="", subsequent_indent=inner)


def _line(text: str, width: int) -> str:
    return on_one_line(text, max(width, 20) - 24) if len(text) > width else printable(text).replace("\n", "\\n")


def _cut(text: str) -> str:
    return on_one_line(text, _LONGEST)
