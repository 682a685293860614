"""What a claim says of something, where that is a number, a date or words: computed from the text, never taken over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dateline.errors import shown
from dateline.model import Inference, Quantifier, Quantity, Span, Time, Value
from dateline.reader.dates import inference, moments
from dateline.reader.language_model.anchoring import occurrences

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_LONGEST: Final = 160


@dataclass(frozen=True, kw_only=True, slots=True)
class Meaning:
    """A value with how it was come by, how exactly it is meant, and the quantity that says it, if one does."""

    value: Value
    inference: Inference = "literal"
    quantifier: Quantifier | None = None
    quantity: Quantity | None = None


def date_of(predicate: str, time: Time) -> Meaning | str:
    """What a time says as the value of startDate, endDate or issued, or why it says nothing.

    >>> time = Time(id="t1", span=Span(start=0, end=12, text="January 1990"), kind="DATE", value="", edtf="1990-01")
    >>> date_of("startDate", time).value.value
    '1990-01'
    """
    found = dict(moments(time.edtf or "")) if time.kind in ("DATE", "TIME") else {}
    value = found.get("endDate", found.get("startDate")) if predicate == "endDate" else found.get("startDate")
    if value is None or (predicate == "issued" and "endDate" in found):
        return f"its time {shown(time.span.text)} is no day, month or year."
    return Meaning(value=value, inference=inference(time))


def number_of(predicate: str, words: str, evidence: Span, quantities: Sequence[Quantity]) -> Meaning | str:
    """The number that some words of the evidence give, read by the rules, or why they give none."""
    places = occurrences(evidence.text, words)
    if not places:
        return f"its value {shown(words)} does not stand in its evidence."
    spans = [(evidence.start + start, evidence.start + end) for start, end in places]
    found = [
        one
        for one in quantities
        if evidence.start <= one.span.start
        and one.span.end <= evidence.end
        and any(one.span.start < end and start < one.span.end for start, end in spans)
    ]
    if len(found) != 1:
        return f"the rules read {'several numbers' if found else 'no number'} in its value {shown(words)}."
    [quantity] = found
    number = quantity.value
    if number is None or quantity.quantifier == "vague":
        return f"its value {shown(words)} is no definite number."
    if predicate == "affectedShare":
        if quantity.unit != "percent" or not 0 <= number <= 100:
            return f"its value {shown(words)} is no share."
        return _meaning(Value(value=round(number / 100, 6), datatype="xsd:decimal"), quantity)
    if quantity.unit not in (None, "person") or number != int(number) or number < 0:
        return f"its value {shown(words)} does not count people."
    return _meaning(Value(value=int(number), datatype="xsd:integer"), quantity)


def _meaning(value: Value, quantity: Quantity) -> Meaning:
    return Meaning(value=value, quantifier=quantity.quantifier, quantity=quantity)


def words_of(words: str, evidence: Span) -> Meaning | str:
    """Some words of the evidence as they stand there, or why they do not."""
    places = occurrences(evidence.text, words)
    if not places:
        return f"its value {shown(words)} does not stand in its evidence."
    start, end = places[0]
    said = " ".join(evidence.text[start:end].split())
    if len(said) > _LONGEST or _CONTROL.search(said):
        return f"its value {shown(words)} is too long, or holds what no value can."
    return Meaning(value=Value(value=said, datatype="rdf:langString"))
