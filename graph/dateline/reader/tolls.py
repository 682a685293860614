"""What a happening cost, in the idioms of news: "left 133 people dead", "claimed 230 lives", "the toll rose to 57"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dateline.model import Quantity, Ref, Value
from dateline.reader.cast import Cast
from dateline.reader.claims import Statement
from dateline.reader.happenings import Counted, Happenings
from dateline.reader.lexicon import words
from dateline.reader.parse import Parsed, end, offset
from dateline.reader.syntax import after, costly, lemma, states_left
from dateline.reader.voice import stance

if TYPE_CHECKING:
    from spacy.tokens import Token


def find_tolls(parsed: Parsed, cast: Cast, found: Happenings, quantities: Sequence[Quantity]) -> Iterator[Statement]:
    """The numbers of dead and hurt that no verb of killing gives, as statements about the event that cost them."""
    counted = Counted(quantities)
    for token in parsed.tokens():
        if states_left(token):
            yield from _left(cast, token, found, counted)
        elif lemma(token) in ("claim", "cost") and token.pos_ == "VERB":
            yield from _claimed(token, found, counted)
        elif lemma(token) == "toll" and token.dep_ in ("nsubj", "nsubjpass"):
            yield from _toll(token, found, counted)


def _left(cast: Cast, verb: Token, found: Happenings, counted: Counted) -> Iterator[Statement]:
    event = _event_of(verb, found)
    if event is None:
        return
    for state in states_left(verb):
        measure = "deathCount" if state.lower_ in words("frames", "dead") else "injuredCount"
        own = [child for child in state.children if child.dep_ in ("nsubj", "nsubjpass") and child.i < state.i]
        whole = [child for child in verb.children if child.dep_ in ("dobj", "nsubjpass") and child.i < state.i]
        for people in [*own, *(() if own else [state, *whole])]:
            quantity = counted.of(people)
            if quantity is None or (offset(state) in found.triggers and cast.of(people)):
                continue  # a verb of wounding of whom is known who was hurt counts for itself
            yield from _statements(event, measure, quantity, (verb, people, state), verb)
            if people is not state and people.pos_ == "NOUN" and lemma(people) != "other":
                yield Statement(
                    subject=event,
                    predicate="affected",
                    object=Ref(id=cast.add(people, "Group")),
                    start=min(offset(verb), quantity.span.start),
                    end=max(end(state), quantity.span.end),
                    place=offset(verb),
                    pattern="roles:verb-affected-object",
                    stance=stance(verb),
                    words=verb.text,
                )
            break


def _claimed(verb: Token, found: Happenings, counted: Counted) -> Iterator[Statement]:
    event = _event_of(verb, found)
    lives = next((child for child in verb.children if child.dep_ == "dobj" and lemma(child) == "life"), None)
    quantity = counted.of(lives) if lives is not None else None
    if event is not None and lives is not None and quantity is not None:
        yield from _statements(event, "deathCount", quantity, (verb, lives), verb)


def _toll(toll: Token, found: Happenings, counted: Counted) -> Iterator[Statement]:
    """ "The death toll from the explosion rose to 57": of the event that the toll is said to be from."""
    verb = toll.head
    deadly = [child for child in toll.children if child.lower_ == "death" and child.dep_ in ("compound", "nmod")]
    if not deadly or (lemma(verb) not in words("frames", "rising verbs") and verb.pos_ != "AUX"):
        return
    event = next(
        (found.of[offset(noun)] for _, noun in after(toll, "from", "of", "in") if offset(noun) in found.of), None
    )
    numbers = [child for child in verb.children if child.dep_ in ("dobj", "attr")]
    numbers += [noun for _, noun in after(verb, "to", "at")]
    for number in numbers:
        quantity = counted.of(number)
        if event is not None and quantity is not None:
            yield from _statements(event, "deathCount", quantity, (toll, verb, number), verb)
            return


def _event_of(verb: Token, found: Happenings) -> str | None:
    """The event that cost the lives, else the verb itself where it is told as one."""
    events = [found.of[offset(noun)] for noun in costly(verb) if offset(noun) in found.of]
    return events[0] if events else found.of.get(offset(verb))


def _statements(
    event: str, measure: str, quantity: Quantity, tokens: Sequence[Token], verb: Token
) -> Iterator[Statement]:
    if quantity.value is None or quantity.quantifier == "vague" or quantity.value != int(quantity.value):
        return
    yield Statement(
        subject=event,
        predicate=measure,
        object=Value(value=int(quantity.value), datatype="xsd:integer"),
        start=min(quantity.span.start, *(offset(one) for one in tokens)),
        end=max(quantity.span.end, *(end(one) for one in tokens)),
        place=offset(verb),
        pattern=f"counts:{measure}",
        stance=stance(verb),
        quantifier=quantity.quantifier,
        words=verb.text,
    )
