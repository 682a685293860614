"""The client of one Wikibase: search, items pinned to their revisions, labels, and SPARQL.

Services fall from one to the next: the reconciliation service, then `wbsearchentities`; the entity data of an item,
then `wbgetentities`. What failed on the way stands in `notes`, in words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import quote

from dateline.errors import DatelineError, ProblemsError, UsageError, WikibaseError, WikibaseServiceError
from dateline.links.wikidata.answers import NotThereError
from dateline.links.wikidata.asking import Asker
from dateline.links.wikidata.endpoint import Endpoint
from dateline.links.wikidata.shapes import Match, found_of, item_id, item_of, manifest_of, matches_of
from dateline.settings import Wikibase
from dateline.wikibase import Item

if TYPE_CHECKING:
    from dateline.store.results import Result

MOST_AT_ONCE: Final = 50
"""Items that `wbgetentities` gives in one answer to people without a bot's rights."""

_HOUR: Final = 3600.0
_DAY: Final = 24 * _HOUR
_YEAR: Final = 365 * _DAY
_QUERY: Final = "q0"
_LONGEST_NAME: Final = 250
"""Labels and aliases have no more characters, so nothing longer is one."""

_HALF: Final = re.compile(r"[\ud800-\udfff]")
_MULTILINGUAL: Final = "mul"
"""The code under which Wikidata keeps labels that are the same in many languages."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """An item with the day on which it was retrieved (ISO 8601), and the address that gave it."""

    item: Item
    retrieved: str
    source: str


class Wikidata:
    """Wikidata, or another Wikibase. `languages` are those whose names are wanted, and `mul` after them."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._reconciler: WikibaseServiceError | Literal["not asked"] | None = "not asked"
        self._endpoint = Endpoint(asker)
        self.languages = tuple(dict.fromkeys((*self.wikibase.languages, _MULTILINGUAL)))

    @property
    def wikibase(self) -> Wikibase:
        """Where it answers."""
        return self._asker.wikibase

    @property
    def notes(self) -> tuple[str, ...]:
        """What failed and what was done instead, in words, each once, in the order in which it happened."""
        return tuple(self._asker.notes)

    def search(self, name: str, *, limit: int = 7) -> tuple[Match, ...]:
        """The items that a name may mean, the likeliest first.

        From the reconciliation service or, where that fails, from `wbsearchentities`. Raises `WikibaseServiceError`
        where both do.
        """
        words = " ".join(name.split())
        if not words or len(words) > _LONGEST_NAME or _HALF.search(words):
            return ()
        if self.wikibase.reconciliation:
            try:
                return self._reconciled(words, limit)
            except WikibaseServiceError as failed:
                self._asker.note(f"The reconciliation service is left out: {failed}")
        return self._searched(words, limit)

    def item(self, asked: str, revision: int | None = None) -> Item:
        """An item as it stands now, or as it stood in a revision; of a merged one, the item that took its place.

        Raises `WikibaseError` for an item that was deleted or never was, `WikibaseServiceError` where none of the
        services gives it, `UsageError` for what is not the id of an item.
        """
        return self.fetch(asked, revision).item

    def items(self, asked: Iterable[str]) -> Mapping[str, Item]:
        """Items by the ids that were asked for, fifty in one request; those that cannot be had are told in `notes`."""
        return {name: one.item for name, one in self.fetch_all(asked).items()}

    def fetch(self, asked: str, revision: int | None = None) -> Fetched:
        """As `item`, with the day and the address."""
        name = item_id(asked, concept_base=self.wikibase.concept_base)
        if self.wikibase.entity_data:
            try:
                return self._entity_data(name, revision)
            except NotThereError as missing:
                raise self._missing(name, missing) from missing
            except WikibaseServiceError as failed:
                if revision is not None:
                    raise
                self._asker.note(f"Special:EntityData is left out: {failed}")
        if revision is not None:
            raise UsageError("this Wikibase has no address for revisions.", remedy="Set entity_data under [wikibase].")
        found = self._entities([name], missing_ok=False)
        return found[name]

    def fetch_all(self, asked: Iterable[str]) -> Mapping[str, Fetched]:
        """As `items`, with the days and the addresses."""
        names = sorted({item_id(one, concept_base=self.wikibase.concept_base) for one in asked}, key=by_number)
        found: dict[str, Fetched] = {}
        for part in _parts(names):
            try:
                found |= self._entities(part)
            except WikibaseServiceError as failed:
                if self.wikibase.entity_data:
                    singly = self._one_by_one(part)
                    if singly:
                        self._asker.note(f"The items were asked for one by one: {failed}")
                    found |= singly
                else:
                    self._asker.note(str(failed))
        return {name: found[name] for name in names if name in found}

    def labels(self, asked: Iterable[str]) -> Mapping[str, str]:
        """The labels of items and properties, by id, in the first of the languages that has one.

        What has none is left out, and what cannot be had is told in `notes`.
        """
        found: dict[str, str] = {}
        for part in _parts(sorted(set(asked), key=by_number)):
            params = self._get(part, "labels") | {"languages": "|".join(self.languages), "languagefallback": "1"}
            try:
                data = self._asker.ask(self.wikibase.api, params=params, keep=_DAY).data
            except WikibaseServiceError as failed:
                self._asker.note(f"Labels are missing: {failed}")
                continue
            entities = data.get("entities") if isinstance(data, Mapping) else None
            for name, entity in entities.items() if isinstance(entities, Mapping) else ():
                label = self._label(entity)
                if name in part and label:
                    found[name] = label
        return found

    def query(self, text: str) -> Result:
        """What its SPARQL endpoint gives: one query after the other, 60 seconds each, and patient when it is busy."""
        return self._endpoint.query(text)

    def _reconciled(self, words: str, limit: int) -> tuple[Match, ...]:
        url = self.wikibase.reconciliation.replace("{language}", self.wikibase.languages[0])
        if self._reconciler == "not asked":
            self._reconciler = self._what_is_wrong_with_reconciler(url)
        if self._reconciler is not None:
            raise self._reconciler
        form = {"queries": json.dumps({_QUERY: {"query": words, "limit": limit}}, ensure_ascii=False)}
        return matches_of(self._asker.ask(url, form=form, keep=_DAY).data, _QUERY, where=url)[:limit]

    def _what_is_wrong_with_reconciler(self, url: str) -> WikibaseServiceError | None:
        """Why the reconciliation service is of no use, by what it says of itself; null if it is of use."""
        try:
            space = manifest_of(self._asker.ask(url, keep=_DAY).data, where=url).space
        except WikibaseServiceError as failed:
            return failed
        if space in (self.wikibase.concept_base, ""):
            return None
        what = f"what it finds are not items of {self.wikibase.concept_base}."
        return WikibaseServiceError(what, where=url, remedy="Check the address.")

    def _searched(self, words: str, limit: int) -> tuple[Match, ...]:
        params = {
            "action": "wbsearchentities", "format": "json", "search": words, "type": "item",
            "language": self.wikibase.languages[0], "uselang": self.wikibase.languages[0], "limit": str(limit),
            "maxage": str(int(_DAY)),
        }  # fmt: skip
        reply = self._asker.ask(self.wikibase.api, params=params, keep=_DAY)
        return found_of(reply.data, where=self.wikibase.api)[:limit]

    def _entity_data(self, name: str, revision: int | None) -> Fetched:
        url = f"{self.wikibase.entity_data}{quote(name)}.json"
        params = None if revision is None else {"revision": str(revision)}
        reply = self._asker.ask(url, params=params, keep=_HOUR if revision is None else _YEAR)
        return Fetched(item=item_of(reply.data, name, where=url), retrieved=reply.day, source=url)

    def _entities(self, names: Sequence[str], *, missing_ok: bool = True) -> dict[str, Fetched]:
        """Items by `wbgetentities`; with `missing_ok` the ones that are none are told and left out."""
        params = self._get(names, "info|labels|descriptions|aliases|claims")
        reply = self._asker.ask(self.wikibase.api, params=params, keep=_HOUR)
        found: dict[str, Fetched] = {}
        for name in names:
            try:
                item = item_of(reply.data, name, where=f"{self.wikibase.api} ({name})")
            except WikibaseError as wrong:
                if not missing_ok:
                    raise
                self._asker.note(_in_a_line(wrong))
                continue
            found[name] = Fetched(item=item, retrieved=reply.day, source=self.wikibase.api)
        return found

    def _one_by_one(self, names: Iterable[str]) -> dict[str, Fetched]:
        found: dict[str, Fetched] = {}
        for name in names:
            try:
                found[name] = self._entity_data(name, None)
            except NotThereError as missing:
                self._asker.note(_in_a_line(self._missing(name, missing)))
            except (WikibaseError, WikibaseServiceError) as failed:
                self._asker.note(_in_a_line(failed))
        return found

    def _get(self, names: Iterable[str], props: str) -> dict[str, str]:
        return {
            "action": "wbgetentities", "format": "json", "ids": "|".join(names), "props": props,
            "redirects": "yes", "maxage": str(int(_HOUR)),
        }  # fmt: skip

    def _missing(self, name: str, missing: NotThereError) -> WikibaseError:
        return WikibaseError(
            f"there is no item {name}.",
            (),
            where=missing.where,
            remedy="It was deleted, or never was: look at its page, and correct the link.",
        )

    def _label(self, entity: object) -> str | None:
        labels = entity.get("labels") if isinstance(entity, Mapping) else None
        for language in self.languages:
            term = labels.get(language) if isinstance(labels, Mapping) else None
            value = term.get("value") if isinstance(term, Mapping) else None
            if isinstance(value, str) and value:
                return value
        return None


def _parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[start : start + MOST_AT_ONCE] for start in range(0, len(names), MOST_AT_ONCE))


def by_number(name: str) -> tuple[str, int]:
    """What sorts ids as people count them."""
    return name[:1], int(name[1:]) if name[1:].isdecimal() else 0


def _in_a_line(error: DatelineError) -> str:
    """An error as one line for the notes: of one with several problems, the first three of them."""
    if isinstance(error, ProblemsError) and error.problems:
        said = [" ".join(part for part in (one.path, one.what, one.remedy) if part) for one in error.problems[:3]]
        return " ".join(" ".join((f"{error.where}:", *said)).split())
    return " ".join(str(error).split())
