"""A comparison of documents on a terminal; nothing in it that a terminal would obey."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import get_args

from dateline.accounts.changes import Change, Changes, Kind
from dateline.accounts.model import Account, Accounts, Quoting, Topic, Verdict
from dateline.formats.phrases import phrase
from dateline.terminal import on_one_line, printable

_LONGEST = 300
_KINDS: tuple[Kind, ...] = get_args(Kind)


def render_table(accounts: Accounts, *, width: int) -> str:
    """What documents say of the same things, for people, at most `width` columns wide."""
    parts = [_topic(one, width) for one in accounts.topics]
    if accounts.alone:
        rows = [(f"{one.subject_label}\n{phrase(one.predicate)}", one.value, _quoted(one.words), one.publisher)
                for one in accounts.alone]  # fmt: skip
        grid = _grid(("Statement", "", "Words", "Publisher"), rows, (3, 3, 4, 3), width)
        parts.append(f"Said by one publisher alone, where others speak of it too\n\n{grid}")
    if accounts.quoting:
        told = [(one.publisher, one.voice, one.manner, _often(one)) for one in accounts.quoting]
        grid = _grid(("Who gives the words", "Of whom", "How", "Claims"), told, (3, 3, 2, 2), width)
        parts.append(f"Who quotes whom\n\n{grid}")
    parts.append(_end(accounts))
    return "\n\n".join(parts) + "\n"


def render_changes(changes: Changes, *, width: int) -> str:
    """What changed between two publications, for people, at most `width` columns wide."""
    by_document: dict[str, list[Change]] = {}
    for one in changes.changes:
        by_document.setdefault(one.shown.document, []).append(one)
    parts = []
    for found in by_document.values():
        rows = [(one.kind, _claim(one.shown), _told(one)) for one in found]
        title = _line(found[0].shown.title)
        parts.append(f"{title}\n\n{_grid(('', 'Claim', 'Words and voice'), rows, (0, 4, 6), width)}")
    counts = ", ".join(f"{changes.count(kind):,} {kind}" for kind in _KINDS)
    parts.append(_line(f"Since {changes.since}: {counts}; {changes.kept:,} as they were."))
    return "\n\n".join(parts) + "\n"


def _topic(topic: Topic, width: int) -> str:
    head = f"{topic.verdict}: {topic.subject_label} {topic.relation} …"
    rows = [(_value(one), _quoted(one.quote), _voice(one), one.title) for one in topic.accounts]
    grid = _grid(("", "Words", "Voice", "Document"), rows, (3, 4, 3, 3), width)
    return f"{_line(head)}\n{_line(topic.why)}\n\n{grid}"


def _value(one: Account) -> str:
    return f"{one.value} (denied)" if one.is_denied else one.value


def _voice(one: Account) -> str:
    manner = f", {one.manner}" if one.manner and not one.is_denied else ""
    return f"{one.voice_label}{manner}{f', through {one.relay}' if one.relay else ''}"


def _claim(one: Account) -> str:
    return f"{one.subject_label} {one.relation} {one.value}"


def _told(change: Change) -> str:
    if change.kind == "changed":
        return "\n".join(f"{name}: {old or 'none'} → {new or 'none'}" for name, old, new in change.differences)
    return f"{_quoted(change.shown.quote)} {_voice(change.shown)}"


def _end(accounts: Accounts) -> str:
    counts = [(verdict, accounts.count(verdict)) for verdict in get_args(Verdict)]
    told = ", ".join(f"{number:,} {verdict}" for verdict, number in counts if number)
    if not told and accounts.documents == 1:
        return "There is one document, and nothing to hold it against."
    if not told:
        return f"None of the {accounts.documents:,} documents speaks of what another one does."
    return f"{_documents(accounts.documents)}; of what several of them say: {told}."


def _often(one: Quoting) -> str:
    return f"{one.claims:,} in {_documents(one.documents)}"


def _documents(number: int) -> str:
    return f"{number:,} document{'' if number == 1 else 's'}"


def _quoted(words: str) -> str:
    return f"“{words}”"


def _grid(headings: Sequence[str], rows: Iterable[Sequence[str]], ratios: Sequence[int], width: int) -> str:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, highlight=False, padding=(0, 2, 0, 0))
    for heading, ratio in zip(headings, ratios, strict=True):
        grid.add_column(heading, overflow="fold", no_wrap=not ratio, ratio=ratio or None)
    for row in rows:
        grid.add_row(*(Text("\n".join(_line(line) for line in cell.split("\n"))) for cell in row))
    out = io.StringIO()
    Console(file=out, width=width, color_system=None, legacy_windows=False).print(grid)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()).rstrip()


def _line(text: str) -> str:
    return on_one_line(text, _LONGEST) if len(text) > _LONGEST else printable(text).replace("\n", "\\n")
