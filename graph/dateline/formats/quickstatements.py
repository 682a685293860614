"""QuickStatements V1: what QuickStatements 2 and 3 both read, and nothing else.

A line is a statement with its qualifiers and one reference; a second reference is the same line again, which both
services lay on the statement that is there. Neither has a way to write every text: what they would cut, split or change
is not written at all, and `quickstatements-review.md` says so. No ranks, no comments, no `!S`.
Specification: https://www.wikidata.org/wiki/Help:QuickStatements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dateline.formats.statement_review import review
from dateline.statements import Draft, Drafts, NewItem, drafts_of
from dateline.wikibase import ItemId, Monolingual, Quantity, Snak, SomeValue, Text, Time
from dateline.wikibase.model import GREGORIAN

if TYPE_CHECKING:
    from dateline.graph import Publication

COMMANDS, REVIEW = "quickstatements.tsv", "quickstatements-review.md"
_USE = f"in QuickStatements, make a new batch and paste `{COMMANDS}` as V1 commands."
_LAST = "LAST"
_ITEM = re.compile(r"Q[1-9][0-9]*")
_LANGUAGE = re.compile(r"[a-z]+(?:[-_][a-z]+)*")
_TIME = re.compile(r"\+[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z")
_HIDDEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_STRAIGHTENED = re.compile("[\u2018\u2019\u201a\u201b]")


def render(publication: Publication) -> Mapping[str, bytes]:
    """`quickstatements.tsv`, to paste into QuickStatements, and the review of what it says and does not say."""
    return render_drafts(drafts_of(publication))


def render_drafts(drafts: Drafts) -> Mapping[str, bytes]:
    """The same of drafts."""
    lost = unwritable(drafts)
    written = [draft for draft in drafts.drafts if draft not in lost]
    lines = [line for draft in written if _ITEM.fullmatch(draft.item) for line in statement_lines(draft)]
    for item in drafts.new_items:
        own = [draft for draft in written if draft.item == item.thing]
        if own:
            lines += ["CREATE", *_named(item), *(line for draft in own for line in statement_lines(draft))]
    curly = sum(map(_may_change, written))
    notes = (
        [f"QuickStatements 3 may make an apostrophe straight, in {curly} of the statements. Check them."]
        if curly
        else []
    )
    return {
        COMMANDS: "".join(f"{line}\n" for line in lines).encode(),
        REVIEW: review(drafts, form=f"QuickStatements V1 ({COMMANDS})", use=_USE, lost=lost, notes=notes),
    }


def statement_lines(draft: Draft) -> tuple[str, ...]:
    """The lines of a draft that can be written: one, or one for each reference."""
    statement = draft.statement
    item = draft.item if _ITEM.fullmatch(draft.item) else _LAST
    cells = [item, statement.main.property, _value(statement.main)]
    for snak in statement.qualifiers:
        cells += [snak.property, _value(snak)]
    if not statement.references:
        return ("\t".join(cells),)
    return tuple("\t".join([*cells, *_source(reference.snaks)]) for reference in statement.references)


def unwritable(drafts: Drafts) -> Mapping[Draft, str]:
    """Why a draft cannot be written in full, for those that cannot."""
    found = {}
    clashing = drafts.clashing()
    new = {item.thing: item for item in drafts.new_items}
    for draft in drafts.drafts:
        why = next(_why_not(draft), "")
        if not why and draft in clashing:
            why = "QuickStatements would lay it on the statement with the same value and other qualifiers"
        if not why and draft.item in new:
            why = next(_why_not_named(new[draft.item]), "")
        if why:
            found[draft] = why
    return found


def what_is_wrong_with(words: str) -> str:
    r"""Why a text cannot be written, in a few words; empty if it can.

    >>> what_is_wrong_with("133 people"), what_is_wrong_with("a|b")
    ('', 'it has a |, where QuickStatements begins a new column')
    """
    hidden = _HIDDEN.search(words)
    if hidden:
        return f"it has a character that cannot be seen (U+{ord(hidden[0]):04X}), and editors could not check it"
    for mark, what in (
        ("|", "it has a |, where QuickStatements begins a new column"),
        ("\u201c", "it has curly quotation marks, which QuickStatements 3 makes straight"),
        ("\u201d", "it has curly quotation marks, which QuickStatements 3 makes straight"),
        ("/*", "it has a /*, where QuickStatements begins a comment"),
        ("*/", "it has a */, where QuickStatements ends a comment"),
    ):
        if mark in words:
            return what
    if words.startswith('"') or words.endswith('"'):
        return "it begins or ends with a quotation mark, which QuickStatements takes for its own"
    if not words or words != words.strip():
        return "it is empty, or begins or ends with a space, which QuickStatements takes away"
    return ""


def _why_not(draft: Draft) -> Iterator[str]:
    statement = draft.statement
    if statement.rank != "normal":
        yield "only QuickStatements 3 has ranks"
    snaks = [statement.main, *statement.qualifiers, *(snak for each in statement.references for snak in each.snaks)]
    for snak in snaks:
        why = _why_not_value(snak)
        if why:
            yield f"{snak.property}: {why}"


def _why_not_value(snak: Snak) -> str:
    """Why a value has no form that both services and the converter of wikibase-edit read alike."""
    match snak.value:
        case ItemId(id=identifier):
            return "" if _ITEM.fullmatch(identifier) else "only items can be written"
        case Text(text=words):
            return what_is_wrong_with(words)
        case Monolingual(text=words, language=language):
            wrong = "" if _LANGUAGE.fullmatch(language) else f"the language code {language} has more than letters"
            return wrong or what_is_wrong_with(words)
        case Time(time=time, calendar=calendar):
            if calendar != GREGORIAN:
                return "only QuickStatements 3 has the Julian calendar"
            return "" if _TIME.fullmatch(time) else "only years of four digits can be written"
        case Quantity(lower=lower, upper=upper):
            return "" if lower is None and upper is None else "only QuickStatements 3 has bounds"
        case SomeValue():
            return ""
        case _:
            return "QuickStatements has no such value"


def _value(snak: Snak) -> str:
    """A value that `_why_not_value` has nothing against."""
    match snak.value:
        case ItemId(id=identifier):
            return identifier
        case Text(text=words):
            return f'"{words}"'
        case Monolingual(text=words, language=language):
            return f'{language}:"{words}"'
        case Time(time=time, precision=precision):
            return f"{time}/{precision}"
        case Quantity(amount=amount, unit=unit):
            return f"{amount:f}" + (f"U{unit.removeprefix('Q')}" if unit else "")
        case _:
            return "somevalue"


def _source(snaks: Sequence[Snak]) -> Iterator[str]:
    for snak in snaks:
        yield f"S{snak.property.removeprefix('P')}"
        yield _value(snak)


def _named(item: NewItem) -> Iterator[str]:
    for letter, names in (
        ("L", {language: (name,) for language, name in item.labels.items()}),
        ("D", {language: (name,) for language, name in item.descriptions.items()}),
        ("A", item.aliases),
    ):
        for language, each in names.items():
            for name in each:
                yield f'{_LAST}\t{letter}{language}\t"{name}"'


def _why_not_named(item: NewItem) -> Iterator[str]:
    """Why a new item cannot be made: one of its names cannot be written."""
    names = [*item.labels.items(), *item.descriptions.items()]
    names += [(language, name) for language, each in item.aliases.items() for name in each]
    for language, name in names:
        wrong = what_is_wrong_with(name) or ("" if _LANGUAGE.fullmatch(language) else f"its language is {language}")
        if wrong:
            yield f"the name of the new item: {wrong}"


def _may_change(draft: Draft) -> bool:
    """Whether a text of it has an apostrophe that QuickStatements 3 may make straight."""
    snaks = [draft.statement.main, *(snak for each in draft.statement.references for snak in each.snaks)]
    return any(_STRAIGHTENED.search(snak.value.text) for snak in snaks if isinstance(snak.value, Text | Monolingual))
