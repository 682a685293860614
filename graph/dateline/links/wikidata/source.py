"""Wikidata as a source of candidates, for `dateline link --online`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from dateline.errors import WikibaseServiceError
from dateline.links.model import Candidate, CandidateSource
from dateline.links.wikidata.client import Wikidata
from dateline.links.wikidata.shapes import Match
from dateline.wikibase import Coordinates, Item, ItemId, Time

INSTANCE_OF: Final = "P31"
COORDINATES: Final = "P625"
COUNTRY, WITHIN = "P17", "P131"
INCEPTION, START, END, POINT = "P571", "P580", "P582", "P585"

_YEAR: Final = re.compile(r"([+-])0*([0-9]{1,6})-.*")
_YEAR_PRECISION: Final = 9
_FIRST: Final = 0.75
_MOST: Final = 0.9
"""How often any of those that a search finds is meant, at the most; so none is published unseen."""


class WikidataSource:
    """Candidates from a Wikibase; where it cannot be asked, from another source. `notes` tell what failed.

    `unanswered` are the names for which no search answered.
    """

    def __init__(self, client: Wikidata, *, otherwise: CandidateSource | None = None) -> None:
        self._client = client
        self._otherwise = otherwise
        self._failed: list[str] = []
        self.unanswered: set[str] = set()

    @property
    def notes(self) -> tuple[str, ...]:
        """What failed and what was done instead, in words, each once."""
        return tuple(dict.fromkeys((*self._client.notes, *self._failed)))

    def find(self, name: str) -> tuple[Candidate, ...]:
        """Every item that Wikidata finds under a name, the likeliest first, with what its statements say of it."""
        try:
            matches = self._client.search(name)
        except WikibaseServiceError as failed:
            instead = "nothing was proposed" if self._otherwise is None else "the catalogue was asked instead"
            self.unanswered.add(name)
            self._failed.append(f"No search answers, so {instead}: {failed}")
            return () if self._otherwise is None else self._otherwise.find(name)
        items = self._client.items([match.item for match in matches]) if matches else {}
        around = sorted({one for item in items.values() for one in (*_items(item, COUNTRY), *_items(item, WITHIN))})
        names = self._client.labels(around) if around else {}
        made = [self._candidate(match, items.get(match.item), names) for match in matches]
        # Two matches may be one item by now.
        once = {one.item: one for one in reversed(made)}
        return _shared(
            [once[item] for item in dict.fromkeys(one.item for one in made)],
            {item.id: len(item.statements) for item in items.values()},
        )

    def _candidate(self, match: Match, item: Item | None, names: Mapping[str, str]) -> Candidate:
        if item is None or item.id is None:
            source = f"a search of {self._client.wikibase.concept_base}"
            return Candidate(
                item=match.item,
                label=match.label,
                names=(match.label,),
                description=match.description,
                types=match.types,
                sources=(source,),
            )
        languages = self._client.languages
        if not self._client.wikibase.is_wikidata:
            # Its P31 and P17 are no properties that are known here.
            return Candidate(
                item=item.id,
                label=_first(item.labels, languages) or match.label,
                names=tuple(dict.fromkeys(_names(item, languages))) or (match.label,),
                description=_first(item.descriptions, languages) or match.description,
                sources=(self._source(item),),
            )
        around = (*_items(item, WITHIN), *_items(item, COUNTRY))
        years = sorted(_years(item, INCEPTION, START, POINT))
        ends = sorted(_years(item, END, POINT))
        return Candidate(
            item=item.id,
            label=_first(item.labels, languages) or match.label,
            names=tuple(dict.fromkeys(_names(item, languages))) or (match.label,),
            description=_first(item.descriptions, languages) or match.description,
            # What has a point in time happened; of other kinds only its classes tell.
            kind="Event" if item.said(POINT) else "",
            types=tuple(dict.fromkeys(_items(item, INSTANCE_OF))) or match.types,
            within=tuple(dict.fromkeys(names[one] for one in around if one in names)),
            coordinates=next(_places(item), None),
            begins=years[0] if years else None,
            ends=ends[-1] if ends else None,
            sources=(self._source(item),),
        )

    def _source(self, item: Item) -> str:
        return f"{self._client.wikibase.concept_base}{item.id}, revision {item.revision}"


def _shared(candidates: Sequence[Candidate], told: Mapping[str | None, int]) -> tuple[Candidate, ...]:
    """The candidates with their shares: by their places in the search, and by how much is told of each.

    What people mean is mostly what much is told of: of two that a search puts side by side, the one with ten times the
    statements is ten times likelier.
    """
    whole = min(_MOST, 1 - (1 - _FIRST) ** len(candidates))
    weights = [(1 + told.get(one.item, 0)) * (1 - _FIRST) ** rank for rank, one in enumerate(candidates)]
    total = sum(weights)
    return tuple(
        replace(one, share=round(whole * weight / total, 4)) for one, weight in zip(candidates, weights, strict=True)
    )


def _first(words: Mapping[str, str], languages: Sequence[str]) -> str | None:
    return next((words[one] for one in languages if one in words), None)


def _names(item: Item, languages: Sequence[str]) -> Iterator[str]:
    for language in languages:
        if language in item.labels:
            yield item.labels[language]
        yield from item.aliases.get(language, ())


def _items(item: Item, name: str) -> Iterator[str]:
    for statement in item.said(name):
        if isinstance(statement.main.value, ItemId) and statement.rank != "deprecated":
            yield statement.main.value.id


def _places(item: Item) -> Iterator[tuple[float, float]]:
    for statement in item.said(COORDINATES):
        value = statement.main.value
        if isinstance(value, Coordinates) and statement.rank != "deprecated":
            yield value.latitude, value.longitude


def _years(item: Item, *names: str) -> Iterator[int]:
    """The years, astronomically counted, of what is said to the year or more finely."""
    for name in names:
        for statement in item.said(name):
            value = statement.main.value
            if isinstance(value, Time) and value.precision >= _YEAR_PRECISION and statement.rank != "deprecated":
                found = _YEAR.fullmatch(value.time)
                if found:
                    # Wikibase writes 1 BCE as -0001.
                    yield int(found[2]) if found[1] == "+" else 1 - int(found[2])
