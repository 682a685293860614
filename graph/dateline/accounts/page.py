"""A comparison of documents as one HTML page: the accounts of a thing side by side, each with its words and voice.

The page is self-contained, needs no script, and allows none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import get_args

from dateline.accounts.changes import Change, Changes, Kind
from dateline.accounts.model import MEANINGS, Account, Accounts, Alone, Quoting, Topic, Verdict
from dateline.formats.html_text import html, opening, slug, stylesheet
from dateline.formats.phrases import phrase

_VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_KINDS: tuple[Kind, ...] = get_args(Kind)


def render_page(accounts: Accounts) -> bytes:
    """What documents say of the same things, as an HTML page in UTF-8; the same comparison gives the same bytes."""
    by_thing: dict[str, list[Topic]] = {}
    for one in accounts.topics:
        by_thing.setdefault(one.subject, []).append(one)
    chips = "".join(
        f'<li class="{slug(verdict)}"><b>{number:,}</b> {verdict}<span class="meaning">{MEANINGS[verdict]}</span></li>'
        for verdict in _VERDICTS
        if (number := accounts.count(verdict))
    )
    lead = f"What its {accounts.documents:,} documents say of the same things, in whose words."
    nothing = '<p class="what">None of the documents speaks of what another one does.</p>'
    body = [
        _header(accounts.title, lead, f'<ul class="counts">{chips}</ul>' if chips else nothing),
        '<main id="rows">',
        *(_thing(number, found) for number, found in enumerate(by_thing.values(), 1)),
        _alone(accounts.alone),
        _quoting(accounts.quoting),
        "</main>",
    ]
    return _document(f"{accounts.title or 'Documents'}, held against each other", body)


def render_changes_page(changes: Changes) -> bytes:
    """What changed between two publications, as an HTML page in UTF-8."""
    by_document: dict[str, list[Change]] = {}
    for one in changes.changes:
        by_document.setdefault(one.shown.document, []).append(one)
    chips = "".join(f'<li class="{kind}"><b>{changes.count(kind):,}</b> {kind}</li>' for kind in _KINDS)
    lead = f"What has changed since {changes.since}; {changes.kept:,} claims are as they were."
    body = [
        _header(changes.title, lead, f'<ul class="counts">{chips}</ul>'),
        '<main id="rows">',
        *(_changed(number, found) for number, found in enumerate(by_document.values(), 1)),
        "</main>",
    ]
    return _document(f"{changes.title or 'Documents'}, since {changes.since}", body)


def _document(title: str, body: Iterable[str]) -> bytes:
    lines = (
        *opening(title, stylesheet(__file__)),
        "<body>",
        '<a class="skip" href="#rows">To the accounts</a>',
        *body,
        "</body>",
        "</html>",
    )
    return ("\n".join(line for line in lines if line) + "\n").encode()


def _header(title: str, lead: str, counts: str) -> str:
    head = f'<h1 dir="auto">{html(title or "Documents")}</h1>'
    return f'<header>\n{head}\n<p class="what" dir="auto">{html(lead)}</p>\n{counts}\n</header>'


def _thing(number: int, topics: Sequence[Topic]) -> str:
    return "\n".join(
        (
            f'<section class="thing" aria-labelledby="thing-{number}">',
            f'<h2 id="thing-{number}" dir="auto">{html(topics[0].subject_label)}</h2>',
            *map(_topic, topics),
            "</section>",
        )
    )


def _topic(topic: Topic) -> str:
    sides = "\n".join(map(_account, topic.accounts))
    return (
        f'<article class="topic {slug(topic.verdict)}">\n<h3>{html(topic.relation)} … '
        f'<span class="verdict">{topic.verdict}</span></h3>\n<p class="why" dir="auto">{html(topic.why)}</p>\n'
        f'<ul class="sides">\n{sides}\n</ul>\n</article>'
    )


def _account(one: Account) -> str:
    denied = '<span class="denial">denied: </span>' if one.is_denied else ""
    return (
        f'<li><p class="value" dir="auto">{denied}{html(one.value)}</p>\n{_quote(one.quote)}\n'
        f'<p class="voice">{_voice(one)} · <cite dir="auto">{html(one.title)}</cite></p></li>'
    )


def _voice(one: Account) -> str:
    manner = f", {one.manner}" if one.manner and not one.is_denied else ""
    relay = f', through <span dir="auto">{html(one.relay)}</span>' if one.relay else ""
    return f'<b dir="auto">{html(one.voice_label)}</b>{manner}{relay}'


def _quote(words: str) -> str:
    return f'<blockquote dir="auto">{html(words)}</blockquote>'


def _alone(found: Sequence[Alone]) -> str:
    if not found:
        return ""
    rows = "\n".join(
        f'<li><p class="says"><span dir="auto">{html(one.subject_label)}</span> '
        f'<span class="phrase">{html(phrase(one.predicate))}</span> <b dir="auto">{html(one.value)}</b></p>'
        f'{_quote(one.words)}<p class="voice" dir="auto">{html(one.publisher)}</p></li>'
        for one in found
    )
    lead = '<p class="what">Other publishers speak of the same thing, and do not say this.</p>'
    head = '<h2 id="alone">Said by one publisher alone</h2>'
    return f'<section class="alone" aria-labelledby="alone">{head}{lead}\n<ul>\n{rows}\n</ul></section>'


def _quoting(found: Sequence[Quoting]) -> str:
    if not found:
        return ""
    rows = "\n".join(
        f'<tr><td dir="auto">{html(one.publisher)}</td><td dir="auto">{html(one.voice)}</td><td>{html(one.manner)}</td>'
        f'<td class="number">{one.claims:,}</td><td class="number">{one.documents:,}</td></tr>'
        for one in found
    )
    names = "".join(f'<th scope="col">{name}</th>' for name in ("Publisher", "Voice", "How", "Claims", "Documents"))
    table = f"<table><thead><tr>{names}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
    head = '<h2 id="quoting">Who gives whose words</h2>'
    wide = f'<div class="wide" tabindex="0">{table}</div>'
    return f'<section class="quoting" aria-labelledby="quoting">{head}\n{wide}</section>'


def _changed(number: int, found: Sequence[Change]) -> str:
    rows = "\n".join(map(_change, found))
    title = html(found[0].shown.title)
    head = f'<h2 id="document-{number}" dir="auto">{title}</h2>'
    return f'<section class="thing" aria-labelledby="document-{number}">\n{head}\n{rows}\n</section>'


def _change(change: Change) -> str:
    one = change.shown
    says = (
        f'<span dir="auto">{html(one.subject_label)}</span> <span class="phrase">{html(one.relation)}</span> '
        f'<b dir="auto">{html(one.value)}</b>'
    )
    rows = "".join(
        f'<div><dt>{escape(name)}</dt><dd><del dir="auto">{html(old) or "none"}</del> '
        f'<ins dir="auto">{html(new) or "none"}</ins></dd></div>'
        for name, old, new in change.differences
    )
    return (
        f'<article class="topic {change.kind}">\n<h3><span class="verdict">{change.kind}</span></h3>\n'
        f'<p class="says">{says}</p>\n{_quote(one.quote)}\n<p class="voice">{_voice(one)}</p>\n'
        f"{f'<dl>{rows}</dl>' if rows else ''}\n</article>"
    )
