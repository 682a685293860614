"""What would be written to Wikidata, for the person who decides it: with words and voice, and all that is left out.

Markdown. Every text of a document is written so that it is only ever text: no markup, no link, no line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from dateline.formats.phrases import phrase
from dateline.statements import Draft, Drafts, NewItem, Reason, Unsaid, wikidata_mapping
from dateline.terminal import printable
from dateline.terms import PREDICATES
from dateline.wikibase import (
    Coordinates,
    ItemId,
    Monolingual,
    NoValue,
    Quantity,
    Reference,
    Snak,
    SomeValue,
    Text,
    Time,
    Value,
)
from dateline.wikibase.model import DAY, JULIAN, MONTH, YEAR

_MARKUP = re.compile(r"([\\`*_\[\]<>|~&@$]|:(?=//)|(?<=www)\.|^(?:[#+=-]|[0-9]+(?=[.)])))", re.IGNORECASE)
_WIKIDATA = "https://www.wikidata.org/wiki/"
_REASONS: Mapping[Reason, str] = {
    "condition": "The property would say something else",
    "object has no item": "The other thing has no item",
    "unverified property": "The property was not verified",
    "no property": "There is no property for it",
    "no value": "There is no value",
    "denied": "It is denied",
    "not asserted": "It is a judgement, a belief, an intention or a hedge",
    "not certain": "Its source is not certain",
    "withheld": "It is not told as a fact",
}
_UNLINKED = "is linked to no item."
_NOTHING: Mapping[Draft, str] = MappingProxyType({})


def review(
    drafts: Drafts, *, form: str, use: str = "", lost: Mapping[Draft, str] = _NOTHING, notes: Sequence[str] = ()
) -> bytes:
    """The review of what a format says: `form` names it, `use` says how to write what it holds.

    `lost` says why it cannot carry a draft, `notes` are what to know of the format itself.
    """
    written = [draft for draft in drafts.drafts if draft not in lost]
    items = len({draft.item for draft in written})
    lines = [
        f"# Statements for Wikidata: {text(drafts.title)}" if drafts.title else "# Statements for Wikidata",
        "",
        f"{_count(len(written), 'statement')} on {_count(items, 'item')} in {form}. Nothing was uploaded.",
        f"{_count(len(drafts.unsaid), 'claim')} cannot be said on Wikidata; the reasons are below.",
        *_first(drafts),
        *(("", f"To write them once they are reviewed: {use}") if use and written else ()),
    ]
    lines += _notes((*notes, *drafts.notes))
    lines += _said(written)
    lines += _lost(lost)
    lines += _new(drafts.new_items)
    lines += _without_item(drafts.unsaid)
    lines += _unsaid(drafts.unsaid)
    return ("\n".join(lines) + "\n").encode()


def text(words: str) -> str:
    r"""Words as Markdown that shows them and does nothing else.

    >>> print(text("a | b\n<i>"), text("[x](http://y)"), text("- 1"), text("1. x"))
    a \| b \<i\> \[x\](http\://y) \- 1 1\. x
    """
    return _MARKUP.sub(_escaped, printable(" ".join(words.split())))


def _escaped(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


def value_words(value: Value) -> str:
    """A value in words, as a person checks it.

    >>> value_words(Time(time="+1990-01-00T00:00:00Z", precision=10))
    '1990-01'
    """
    match value:
        case ItemId(id=identifier):
            return identifier
        case Text(text=words):
            return words
        case Monolingual(text=words, language=language):
            return f"“{words}” ({language})"
        case Time():
            return time_words(value)
        case Quantity(amount=amount, unit=unit):
            return f"{amount:f}" + (f" {unit}" if unit else "")
        case Coordinates(latitude=latitude, longitude=longitude):
            return f"{latitude}, {longitude}"
        case SomeValue():
            return "unknown value"
        case NoValue():
            return "no value"


def time_words(time: Time) -> str:
    """A time at its precision.

    >>> time_words(Time(time="+1980-00-00T00:00:00Z", precision=8))
    '1980s'
    """
    day = time.time.removeprefix("+").partition("T")[0]
    year = day[:-6]
    if time.precision >= DAY:
        words = day
    elif time.precision == MONTH:
        words = day[:-3]
    elif time.precision == YEAR:
        words = year
    else:
        words = f"{year}s" if time.precision == YEAR - 1 else f"around {year} (precision {time.precision})"
    return f"{words} (Julian)" if time.calendar == JULIAN else words


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _first(drafts: Drafts) -> Iterator[str]:
    if not drafts.compared and drafts.drafts:
        yield ""
        yield "**Not compared with what Wikidata says already**: `dateline compare` does that, and leaves it out."


def _notes(notes: Sequence[str]) -> Iterator[str]:
    if notes:
        yield from ("", "## To know first", "")
        yield from (f"- {text(note)}" for note in notes)


def _said(drafts: Sequence[Draft]) -> Iterator[str]:
    if drafts:
        yield from ("", "## What is said")
    items: dict[str, list[Draft]] = {}
    for draft in drafts:
        items.setdefault(draft.item, []).append(draft)
    numbers: dict[str, int] = {}
    for draft in drafts:
        for each in draft.statement.references:
            numbers.setdefault(_reference(each), len(numbers) + 1)
    for item, own in items.items():
        yield from ("", f"### {text(own[0].subject_label)} ({_item(item)})", "")
        yield "| Property | Value | Qualifiers | Words | Voice | References |"
        yield "|---|---|---|---|---|---|"
        yield from (_row(draft, numbers) for draft in own)
        told = [(draft, note) for draft in own for note in draft.notes]
        if told:
            yield ""
            yield from (f"- {_property(draft)} {text(draft.value_label)}: {text(note)}" for draft, note in told)
    if numbers:
        yield from ("", "### References", "", "Each also has the words beside it as its quotation (P1683).", "")
        yield from (f"{number}. {words}" for words, number in numbers.items())


def _row(draft: Draft, numbers: Mapping[str, int]) -> str:
    statement = draft.statement
    value = value_words(statement.main.value)
    shown = text(draft.value_label)
    if isinstance(statement.main.value, ItemId):
        shown += f" ({_item(value)})"
    elif value != draft.value_label:
        shown += f" (written {text(value)})"
    cells = (
        _property(draft),
        shown,
        "; ".join(_qualifier(snak) for snak in statement.qualifiers),
        "<br>".join(dict.fromkeys(f"“{text(words)}”" for words in draft.words)),
        "<br>".join(dict.fromkeys(map(text, draft.voices))),
        ", ".join(str(numbers[_reference(each)]) for each in statement.references),
    )
    return f"| {' | '.join(cells)} |"


def _qualifier(snak: Snak) -> str:
    words = value_words(snak.value)
    called = wikidata_mapping().item_label(words)
    return f"{_label(snak.property)} {text(words if called == words else f'{called} ({words})')}"


def _reference(reference: Reference) -> str:
    """A reference in words, without the quotation, which is the statement's own."""
    return (
        "; ".join(
            f"{_label(snak.property)} {text(value_words(snak.value))}"
            for snak in reference.snaks
            if snak.property != "P1683"
        )
        or "nothing but the quotation"
    )


def _property(draft: Draft) -> str:
    return _label(draft.statement.main.property)


def _label(pid: str) -> str:
    return f"{text(wikidata_mapping().label(pid))} ({pid})"


def _item(item: str) -> str:
    return f"[{item}]({_WIKIDATA}{item})" if item.startswith("Q") else "a new item"


def _lost(lost: Mapping[Draft, str]) -> Iterator[str]:
    if not lost:
        return
    yield from (
        "",
        "## What this format cannot carry",
        "",
        "wikibase-json carries all of it.",
    )
    yield from ("", "| Item | Property | Value | Words | Why not |", "|---|---|---|---|---|")
    for draft, why in lost.items():
        words = "<br>".join(dict.fromkeys(f"“{text(each)}”" for each in draft.words))
        label = f"{text(draft.subject_label)} ({_item(draft.item)})"
        yield f"| {label} | {_property(draft)} | {text(draft.value_label)} | {words} | {text(why)} |"


def _new(items: Sequence[NewItem]) -> Iterator[str]:
    if not items:
        return
    yield from ("", "## New items", "", "Look for each on Wikidata first. A new one needs a description and a P31.", "")
    for item in items:
        yield f"- {text('; '.join(item.labels.values()))} — {text(item.thing)}"


def _without_item(unsaid: Iterable[Unsaid]) -> Iterator[str]:
    """The things that have no item, those with the most to say first: where a link is worth most."""
    things: dict[str, list[Unsaid]] = {}
    for one in unsaid:
        if one.reason == "subject has no item":
            things.setdefault(one.subject, []).append(one)
    if not things:
        return
    yield from ("", "## What has no item", "")
    yield (
        "Where Wikidata has one of these, decide an exactMatch in links.yaml (`dateline link --accept`), and it can be "
        "said."
    )
    yield from ("", "| Thing | Claims | What would be said | Is it linked? |", "|---|---|---|---|")
    for claims in sorted(things.values(), key=len, reverse=True):
        first = claims[0]
        said = "; ".join(dict.fromkeys(f"{_words(each.predicate)} {each.value_label}" for each in claims))
        linked = "no" if first.why.endswith(_UNLINKED) else f"{first.why} {first.remedy}"
        yield f"| {' | '.join(map(text, (first.subject_label, str(len(claims)), said, linked)))} |"


def _unsaid(unsaid: Sequence[Unsaid]) -> Iterator[str]:
    told = [one for one in unsaid if one.reason in _REASONS]
    if told:
        yield from ("", "## What cannot be said")
    for reason, heading in _REASONS.items():
        own = [one for one in told if one.reason == reason]
        if own:
            yield from (
                "",
                f"### {heading}",
                "",
                "| Claim | Words | Voice | Why not | Remedy |",
                "|---|---|---|---|---|",
            )
        for one in own:
            claim = f"{one.subject_label} {_words(one.predicate, denied=reason == 'denied')} {one.value_label}"
            cells = (claim, f"“{one.words}”", one.voice, one.why, one.remedy)
            yield f"| {' | '.join(map(text, cells))} |"


def _words(predicate: str, *, denied: bool = False) -> str:
    return phrase(PREDICATES[predicate].iri, denied=denied) if predicate in PREDICATES else predicate
