"""The quotations of a text: those that the rules find, and beside them those of a model that a cue introduces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from dateline.errors import shown
from dateline.model import Quotation, Span
from dateline.reader.cast import Cast
from dateline.reader.language_model.anchoring import Anchors
from dateline.reader.language_model.answer import SaidQuotation
from dateline.reader.language_model.report import Ledger
from dateline.reader.language_model.things import Answered
from dateline.reader.quoted import quoted

_LONGEST: Final = 4_000
_LONGEST_CUE: Final = 80
_FARTHEST: Final = 200
"""Code points; a cue stands no further from what it introduces."""


def quotations_of(
    text: str,
    found: Sequence[Quotation],
    answers: Sequence[Answered],
    ids: Sequence[Mapping[str, str]],
    cast: Cast,
    *,
    by_rules: str,
) -> tuple[Quotation, ...]:
    """All quotations in the order of the text.

    Where a model and the rules speak of the same words, the rules' quotation stands; if they did not know who speaks,
    or only by a word of its own such as a pronoun, the model's speaker does. A model's quotation that the rules do not
    see is kept if a cue near it introduces it and its source can speak; it is verbatim only between quotation marks.
    """
    named = {entity for names in ids for entity in names.values()}
    kept = [replace(one, by=by_rules) for one in found]
    verbatim = quoted(text)
    added: list[Quotation] = []
    for answer, names in zip(answers, ids, strict=True):
        anchors = Anchors(text, answer.passage)
        for said in answer.said.quotations:
            span = anchors.find(said.quote, longest=_LONGEST)
            if isinstance(span, str):
                answer.ledger.drop("quotation", said.quote.words, span)
                continue
            speakers = _speakers(said, names, cast)
            if isinstance(speakers, str):
                answer.ledger.drop("quotation", said.quote.words, speakers)
                continue
            met = [at for at, one in enumerate(kept) if _meet(one.span, span)]
            for at in met:
                kept[at] = _agreed(kept[at], span, *speakers, named, answer.ledger)
            if met:
                continue
            cue = _cue(said, span, anchors)
            if isinstance(cue, str) or any(_meet(one.span, span) for one in added):
                why = cue if isinstance(cue, str) else "another quotation holds some of its words."
                answer.ledger.drop("quotation", said.quote.words, why)
                continue
            direct = said.direct and _is_marked(span, verbatim)
            if said.direct and not direct:
                why = "it stands between no quotation marks, so it is a paraphrase."
                answer.ledger.change("quotation", said.quote.words, why)
            source, relay = speakers
            added.append(Quotation(span=span, source=source, direct=direct, cue=cue, relayed_by=relay))
    ordered = sorted([*kept, *added], key=lambda one: (one.span.start, -one.span.end, one.source or ""))
    return tuple(replace(one, id=f"q{number}") for number, one in enumerate(ordered, start=1))


def _speakers(said: SaidQuotation, names: Mapping[str, str], cast: Cast) -> tuple[str | None, str | None] | str:
    """The ids of whose words they are and through whom they came, or why one of them cannot be."""
    speakers: list[str | None] = []
    for name in (said.source, said.relayed_by):
        speaker = names.get(name) if name is not None else None
        if name is not None and (speaker is None or not can_speak(cast, speaker)):
            return f"nothing that can speak has the id {shown(name)}."
        speakers.append(speaker)
    source, relay = speakers
    return source, relay if relay != source else None


def _cue(said: SaidQuotation, span: Span, anchors: Anchors) -> Span | str:
    """The words that introduce a quotation and stand beside it, or why there are none."""
    if said.cue is None:
        return "nothing introduces it."
    cue = anchors.find(said.cue, longest=_LONGEST_CUE)
    if isinstance(cue, str):
        return f"its cue: {cue}"
    apart = max(span.start - cue.end, cue.start - span.end)
    return cue if 0 <= apart <= _FARTHEST else "its cue does not stand beside it."


def can_speak(cast: Cast, identifier: str) -> bool:
    """Whether the id is that of an agent or a document."""
    known = {entity.id for entity in cast.entities}
    return identifier in known and (cast.is_a(identifier, "Agent") or cast.is_a(identifier, "Document"))


def _meet(one: Span, other: Span) -> bool:
    return any(part.start < other.end and other.start < part.end for part in one.parts)


def _agreed(
    rules: Quotation, span: Span, source: str | None, relay: str | None, named: set[str], ledger: Ledger
) -> Quotation:
    """The rules' quotation, with the speaker that the model gives where the rules know none of the model's things."""
    if source is None or source == rules.source:
        return rules
    if rules.source is None or rules.source not in named:
        kept = rules.relayed_by if rules.relayed_by is not None else relay
        return replace(rules, source=source, relayed_by=kept if kept != source else None)
    if rules.source != relay and rules.relayed_by != source:
        why = f"the rules read it as the words of {shown(rules.source)}, not of {shown(source)}."
        ledger.change("quotation", span.text, why)
    return rules


def _is_marked(span: Span, verbatim: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span.start and span.end <= end + 1 for start, end in verbatim)
