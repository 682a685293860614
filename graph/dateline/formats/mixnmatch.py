"""A catalogue for Mix'n'match: the things of a collection that have a name and an address that lasts.

People match them there with items, one by one. The columns are those of Mix'n'match's import; `q` is set where a person
decided already. Specification: https://meta.wikimedia.org/wiki/Mix%27n%27match/Import.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from dateline.errors import ExportError
from dateline.formats.tables import table
from dateline.settings import LOCAL
from dateline.statements.references import cut, one_line
from dateline.statements.things import Thing, things_of

if TYPE_CHECKING:
    from dateline.graph import Compiled, Publication

FILE = "mixnmatch.csv"
_COLUMNS = ("id", "name", "desc", "url", "type", "q")
_HUMAN = "Q5"
_LONGEST = 250
_INNER = re.compile("(?<=[a-z])(?=[A-Z])")


def render(publication: Publication) -> Mapping[str, bytes]:
    """`mixnmatch.csv`. Raises `ExportError` where the addresses of the collection are of one machine alone."""
    base = publication.settings.base
    if base.startswith(LOCAL):
        raise ExportError(
            "a catalogue needs addresses that everybody can open, and these are of this machine.",
            where=base,
            remedy="Set base in dateline.toml to where the collection is published.",
        )
    things = things_of(publication)
    rows = (_row(things[iri], base, publication.settings.title) for iri in _catalogued(publication) if iri in things)
    return {FILE: table(_COLUMNS, rows)}


def _catalogued(publication: Publication) -> Iterator[str]:
    """The IRIs of the things, in the order of the readings, each once."""
    seen = {str(compiled.document) for compiled in publication.documents}
    for compiled in publication.documents:
        for iri in _named(compiled, publication.settings.base):
            if iri not in seen:
                seen.add(iri)
                yield iri


def _named(compiled: Compiled, base: str) -> Iterator[str]:
    """The things of one document that have a name, or that the collection has given one."""
    reading = compiled.reading
    by_place = {place: iri for iri, place in compiled.places.items() if "#" not in iri}
    for number, entity in enumerate(reading.entities):
        iri = by_place.get(f"entities[{number}] ({entity.id})")
        if iri and (any(mention.form == "name" for mention in entity.mentions) or iri.startswith(f"{base}e/")):
            yield iri
    for number, event in enumerate(reading.events):
        iri = by_place.get(f"events[{number}] ({event.id})")
        if iri and iri.startswith(f"{base}e/"):
            yield iri


def _row(thing: Thing, base: str, title: str) -> Mapping[str, str]:
    kind = _INNER.sub(" ", thing.kinds[0]).lower() if thing.kinds else ""
    return {
        "id": thing.iri.removeprefix(base),
        "name": cut(one_line(thing.label), most=_LONGEST),
        "desc": cut(one_line(f"{kind}, in: {title}" if kind else title), most=_LONGEST),
        "url": thing.iri,
        "type": _HUMAN if thing.is_a("Person") else "",
        "q": thing.item or "",
    }
