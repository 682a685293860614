"""What the services of a Wikibase send, parsed: JSON that claims to be something becomes that, or an error.

Special:EntityData and `wbgetentities` (https://www.wikidata.org/w/api.php?action=help&modules=wbgetentities),
`wbsearchentities`, and the reconciliation service API 0.1 and 0.2 (https://reconciliation-api.github.io/specs/0.2/).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from dateline.errors import UsageError, WikibaseServiceError, shown
from dateline.wikibase import Item
from dateline.wikibase.json_form import parse_item

_ITEM: Final = re.compile(r"Q[1-9][0-9]{0,15}")
_LONGEST: Final = 500
_VERSIONS: Final = frozenset(("0.1", "0.2"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """An item that a search found: its id, label and description, the ids of its types, a score where there is one."""

    item: str
    label: str
    description: str = ""
    types: tuple[str, ...] = ()
    score: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What a reconciliation service says of itself: its versions, and how the IRIs begin of what it finds."""

    versions: tuple[str, ...]
    space: str


def item_id(words: str, *, concept_base: str) -> str:
    """The id of an item, of which the IRI may be given too. Raises `UsageError` for everything else.

    >>> item_id("http://www.wikidata.org/entity/Q9248", concept_base="http://www.wikidata.org/entity/")
    'Q9248'
    """
    found = words.removeprefix(concept_base)
    if _ITEM.fullmatch(found):
        return found
    raise UsageError(f"{shown(words)} is not the id of an item.", remedy=f"Give one such as Q42, or {concept_base}Q42.")


def item_of(data: Any, asked: str, *, where: str) -> Item:
    """The item that was asked for in an answer; of a merged one, the item that took its place.

    Raises `WikibaseError` for what is no item, and for one that was deleted or never was.
    """
    entities = data.get("entities") if isinstance(data, Mapping) else None
    if isinstance(data, Mapping) and isinstance(data.get("error"), Mapping):
        raise _error(data["error"], where)
    for name, entity in entities.items() if isinstance(entities, Mapping) else ():
        if isinstance(entity, Mapping) and asked in (name, entity.get("id"), _from(entity)):
            return _redirected(parse_item(entity, where=where), asked, where)
    # A special page that follows a redirect by itself answers with the other item alone.
    if isinstance(entities, Mapping) and len(entities) == 1:
        [entity] = entities.values()
        if isinstance(entity, Mapping) and isinstance(entity.get("id"), str):
            return _redirected(parse_item(entity, where=where), asked, where)
    raise WikibaseServiceError(f"its answer does not speak of {asked}.", where=where)


def found_of(data: Any, *, where: str) -> tuple[Match, ...]:
    """What `wbsearchentities` found, in its order."""
    if not isinstance(data, Mapping):
        raise _unexpected("search", where)
    if isinstance(data.get("error"), Mapping):
        raise _error(data["error"], where)
    return tuple(
        Match(item=one["id"], label=_text(one.get("label")) or one["id"], description=_text(one.get("description")))
        for one in _items(data.get("search"), "search", where)
    )


def matches_of(data: Any, query: str, *, where: str) -> tuple[Match, ...]:
    """The candidates of a reconciliation query, the best first."""
    answer = data.get(query) if isinstance(data, Mapping) else None
    if not isinstance(answer, Mapping):
        raise _unexpected("candidates", where)
    made = [
        Match(
            item=one["id"],
            label=_text(one.get("name")) or one["id"],
            description=_text(one.get("description")),
            types=tuple(kind["id"] for kind in _items(one.get("type", []), "types", where)),
            score=_score(one.get("score")),
        )
        for one in _items(answer.get("result"), "candidates", where)
    ]
    return tuple(sorted(made, key=lambda match: -(match.score or 0.0)))


def manifest_of(data: Any, *, where: str) -> Manifest:
    """A reconciliation service's manifest; raises for one of a version that is not spoken here."""
    if not isinstance(data, Mapping) or not isinstance(data.get("name"), str):
        raise WikibaseServiceError("what answers is no reconciliation service.", where=where)
    versions = data.get("versions", ["0.1"])
    if not isinstance(versions, list) or not _VERSIONS.intersection(one for one in versions if isinstance(one, str)):
        raise WikibaseServiceError(
            f"it speaks the versions {shown(str(versions))}.", where=where, remedy="0.1 and 0.2 are understood."
        )
    return Manifest(versions=tuple(map(str, versions)), space=_text(data.get("identifierSpace")))


def _redirected(item: Item, asked: str, where: str) -> Item:
    if item.revision is None:
        raise WikibaseServiceError(f"it does not say which revision of {asked} it gives.", where=where)
    if item.id == asked:
        return item
    return item if item.redirected_from == asked else replace(item, redirected_from=asked)


def _from(entity: Mapping[str, Any]) -> str | None:
    redirects = entity.get("redirects")
    asked = redirects.get("from") if isinstance(redirects, Mapping) else None
    return asked if isinstance(asked, str) else None


def _items(given: Any, what: str, where: str) -> Iterable[Mapping[str, Any]]:
    """The members of a list that have the id of an item; what else may stand there (properties, lexemes) is no item."""
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise _unexpected(what, where)
    return [
        one
        for one in given
        if isinstance(one, Mapping) and isinstance(one.get("id"), str) and _ITEM.fullmatch(one["id"])
    ]


def _text(given: Any) -> str:
    """Words on one line of at most 500 characters; nothing of what is no text."""
    return " ".join(given.split())[:_LONGEST] if isinstance(given, str) else ""


def _score(given: Any) -> float | None:
    return float(given) if isinstance(given, int | float) and not isinstance(given, bool) else None


def _error(error: Mapping[str, Any], where: str) -> WikibaseServiceError:
    said = _text(error.get("info")) or _text(error.get("code")) or "an error"
    return WikibaseServiceError(f"it says: {shown(said, most=200)}", where=where)


def _unexpected(what: str, where: str) -> WikibaseServiceError:
    return WikibaseServiceError(f"its answer has no {what}.", where=where, remedy="Check the address.")
