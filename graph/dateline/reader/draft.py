"""A text to a draft reading: every part of the reader in turn, put together."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from typing import TypeVar

from dateline import __version__
from dateline.model import DocumentRecord, Entity, Event, Reader, Reading
from dateline.reader.cast import Cast
from dateline.reader.claims import Statement, Voices, to_claims
from dateline.reader.connections import find_connections
from dateline.reader.entities import find_entities
from dateline.reader.episodes import tell_on
from dateline.reader.events import find_triggers
from dateline.reader.happenings import find_happenings
from dateline.reader.imprint import find_imprint
from dateline.reader.parse import parse, pipeline
from dateline.reader.quantities import find_quantities
from dateline.reader.quotations import find_quotations
from dateline.reader.relations import find_issues, find_publishers, find_relations
from dateline.reader.times import times_of
from dateline.reader.tolls import find_tolls

NAME = "dateline"

Thing = TypeVar("Thing", Entity, Event)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def draft(
    text: str,
    *,
    id: str,  # noqa: A002 - the name that the reading file has for it
    issued: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    model: str | None = None,
) -> Reading:
    """What `reader.read` gives; see there."""
    by = f"{NAME} {__version__}"
    parsed = parse(text, model=model)
    cast = Cast(parsed, find_entities(parsed))
    times = times_of(parsed, issued=issued)
    quantities = find_quantities(text, times=times)
    imprint = find_imprint(parsed, cast, times, title=title, publisher=publisher, issued=issued)
    publishers = find_publishers(parsed, cast)
    quotations = find_quotations(parsed, cast, publishers={one.document: one.publisher for one in publishers})
    found = find_happenings(parsed, cast, find_triggers(parsed), times, quantities)
    told = [*found.statements, *find_connections(parsed, cast, found)]
    statements: list[Statement] = [
        *imprint.statements,
        *tell_on(parsed, found, told),
        *find_relations(parsed, cast, found, publishers),
        *find_issues(parsed, cast, times),
        *find_tolls(parsed, cast, found, quantities),
    ]
    kinds = {event.id: event.type for event in found.events} | {time.id: "TimeSpan" for time in times}
    cast.relate()
    claims = to_claims(text, statements, Voices(quotations), cast, kinds, by=by)
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
        reader=Reader(name=NAME, version=__version__, model=f"{parsed.model} {pipeline(parsed.model).meta['version']}"),
        entities=tuple(map(_labelled, cast.entities)),
        times=times,
        quantities=quantities,
        quotations=quotations,
        events=tuple(map(_labelled, found.events)),
        claims=claims,
    )


def _labelled(thing: Thing) -> Thing:
    """The same thing with a label that can be shown: without the control characters that a text may hold."""
    plain = " ".join(_CONTROL.sub(" ", thing.label).split())
    return thing if plain == thing.label else replace(thing, label=plain or thing.id)
