"""A text to a reading through a language model: ask for every passage, hold each answer to the text, join them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from dateline import __version__
from dateline.errors import UsageError
from dateline.internet.patience import Clock
from dateline.model import DocumentRecord, Reader, Reading, ReadingWarning, Span
from dateline.reader.cast import Cast
from dateline.reader.entities import find_entities
from dateline.reader.imprint import find_imprint
from dateline.reader.language_model.answer import said_by
from dateline.reader.language_model.asking import Asked, Questioner
from dateline.reader.language_model.cache import Cache
from dateline.reader.language_model.chat import Chat
from dateline.reader.language_model.claims import World, claims_of
from dateline.reader.language_model.cost import Budget, Estimate
from dateline.reader.language_model.hearing import Hearing
from dateline.reader.language_model.options import Options
from dateline.reader.language_model.passages import passages
from dateline.reader.language_model.prompt import PROMPT
from dateline.reader.language_model.report import Ledger, ModelReport, Unread
from dateline.reader.language_model.speech import quotations_of
from dateline.reader.language_model.things import Answered, Things, things_of
from dateline.reader.parse import Parsed, parse
from dateline.reader.quantities import find_quantities
from dateline.reader.quotations import find_quotations
from dateline.reader.relations import find_publishers
from dateline.reader.times import times_of
from dateline.settings import Endpoint

NAME: Final = "dateline language model"
_RULES: Final = f"dateline {__version__}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelReading:
    """A draft reading, and what became of everything that the model said."""

    reading: Reading
    report: ModelReport


def draft(
    text: str,
    *,
    id: str,  # noqa: A002 - the name that the reading file has for it
    endpoint: Endpoint,
    issued: str | None,
    title: str | None,
    publisher: str | None,
    cache: Path | None,
    options: Options,
    before: Callable[[Estimate], object],
    clock: Clock,
) -> ModelReading:
    """What `language_model.read_with_model` gives; see there."""
    parsed = parse(text, model=options.pipeline)
    budget = Budget(options.limit, endpoint.prices)
    chat = Chat(endpoint, patience=options.patience, clock=clock, largest=options.answer_bytes, seconds=options.seconds)
    questioner = Questioner(
        text=text,
        title=title,
        issued=issued,
        endpoint=endpoint,
        chat=chat,
        cache=Cache(cache),
        budget=budget,
        answer_tokens=options.answer_tokens,
    )
    found = passages(text, longest=options.passage)
    estimate = questioner.estimate(found)
    before(estimate)
    if not budget.fits((replace(estimate.most, received=0),)):
        raise UsageError(
            f"what is sent alone passes the limit: {estimate}.",
            where="language model",
            remedy="Raise the limit, or read less.",
        )
    asked = questioner.ask(found, at_once=options.at_once)
    answers = [_answered(one) for one in asked if one.data is not None]
    unread = tuple(
        Unread(start=one.passage.start, end=one.passage.end, why=one.why) for one in asked if one.data is None
    )
    reader = Reader(name=NAME, version=f"{__version__} {PROMPT}", model=endpoint.model)
    reading = _Draft(parsed, answers, reader, confidence=options.confidence).reading(
        id=id, issued=issued, title=title, publisher=publisher
    )
    warnings = tuple(ReadingWarning(text=f"{one}.", by=f"{reader.name} {reader.version}") for one in unread)
    report = ModelReport(
        model=endpoint.model,
        prompt=PROMPT,
        estimate=estimate,
        requests=chat.requests,
        usage=budget.used,
        prices=endpoint.prices,
        served=tuple(sorted({one.served for one in asked if one.served})),
        dropped=tuple(remark for answer in answers for remark in answer.ledger.dropped),
        changed=tuple(remark for answer in answers for remark in answer.ledger.changed),
        unread=unread,
        notes=tuple(_notes(questioner)),
    )
    return ModelReading(reading=replace(reading, warnings=warnings), report=report)


def _answered(asked: Asked) -> Answered:
    ledger = Ledger(start=asked.passage.start)
    return Answered(passage=asked.passage, said=said_by(asked.data or {}, ledger), ledger=ledger)


def _notes(questioner: Questioner) -> Sequence[str]:
    notes = []
    if questioner.uncounted:
        notes.append(f"The endpoint did not say what {questioner.uncounted} of its answers used; that is estimated.")
    if questioner.cache.damaged:
        notes.append(f"Damaged files in the cache were not used: {', '.join(sorted(questioner.cache.damaged))}.")
    return notes


class _Draft:
    """Puts the answers together over one parsed text."""

    def __init__(self, parsed: Parsed, answers: Sequence[Answered], reader: Reader, *, confidence: float) -> None:
        self._parsed = parsed
        self._answers = answers
        self._reader = reader
        self._confidence = confidence

    def reading(
        self,
        *,
        id: str,  # noqa: A002
        issued: str | None,
        title: str | None,
        publisher: str | None,
    ) -> Reading:
        parsed, text = self._parsed, self._parsed.text
        times = times_of(parsed, issued=issued)
        things = things_of(text, self._answers, times=times, same=_same_by_rules(parsed), stance=Hearing(parsed).stance)
        cast = Cast(parsed, things.entities)
        imprint = find_imprint(parsed, cast, times, title=title, publisher=publisher, issued=issued)
        publishers = {one.document: one.publisher for one in find_publishers(parsed, cast)}
        heard = find_quotations(parsed, cast, publishers=publishers)
        quotations = quotations_of(text, heard, self._answers, things.ids, cast, by_rules=_RULES)
        world = World(
            kinds=_kinds(cast, things),
            spans=_spans(cast, things),
            times={time.id: time for time in things.times},
            quantities=find_quantities(text, times=times),
            cast=cast,
            hearing=Hearing(parsed, quotations),
            document=imprint.document,
            publisher=imprint.publisher,
        )
        by = f"{self._reader.name} {self._reader.version} ({self._reader.model})"
        said = claims_of(text, self._answers, things.ids, world, confidence=self._confidence, by=by)
        own = {entity.id for entity in things.entities}
        named = {imprint.document, imprint.publisher}
        named |= {name for one in quotations for name in (one.source, one.relayed_by)}
        return Reading(
            document=DocumentRecord(
                id=id,
                sha256=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
                length=len(text),
                title=title or imprint.title,
                issued=issued or imprint.issued,
                publisher=imprint.publisher,
                language="en",
                entity=imprint.document,
            ),
            reader=self._reader,
            entities=tuple(
                one if one.id in own else replace(one, by=_RULES)
                for one in cast.entities
                if one.id in own or one.id in named
            ),
            times=things.times,
            quantities=said.quantities,
            quotations=quotations,
            events=things.events,
            claims=said.claims,
        )


def _same_by_rules(parsed: Parsed) -> Callable[[Span], str | None]:
    """Which entity the rules take the words at a place for; so a thing is known again in the next passage."""
    known = {
        (mention.span.start, mention.span.end): entity.id
        for entity in find_entities(parsed)
        for mention in entity.mentions
        if mention.form == "name"
    }
    return lambda span: known.get((span.start, span.end))


def _kinds(cast: Cast, things: Things) -> dict[str, str]:
    return (
        {entity.id: entity.type for entity in cast.entities}
        | {event.id: event.type for event in things.events}
        | {time.id: "TimeSpan" for time in things.times}
    )


def _spans(cast: Cast, things: Things) -> Mapping[str, Sequence[Span]]:
    return (
        {entity.id: [mention.span for mention in entity.mentions] for entity in cast.entities}
        | {event.id: event.triggers for event in things.events}
        | {time.id: (time.span,) for time in things.times}
    )
