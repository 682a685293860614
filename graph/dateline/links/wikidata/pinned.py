"""Items as they stood when a collection was compared with them: `COLLECTION/wikidata/Q….json`.

Wikidata changes; what was compared does not. A file holds the item trimmed to the names in the languages wanted and to
the statements that our properties can meet, in Wikibase's own JSON, with its revision, the day and the address. Members
and statements are sorted, so that two versions differ where the item does.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from dateline.edtf import is_day
from dateline.errors import Problem, WikibaseError, shown
from dateline.links.wikidata.client import Fetched, Wikidata, by_number
from dateline.output import write_files
from dateline.resources import ontology
from dateline.wikibase import Item, ItemId, Quantity, Snak
from dateline.wikibase.json_form import item_json, parse_item

FOLDER: Final = "wikidata"
"""The folder of a collection where they lie."""

_FILE: Final = re.compile(r"Q[1-9][0-9]{0,15}\.json")
_NAME: Final = re.compile(r"[QP][1-9][0-9]{0,15}")
_LARGEST: Final = 16 * 2**20
_ALWAYS: Final = ("P31", "P625")
"""What it is and where it is: no property of ours says so, and people want to see it."""

_DAMAGED: Final = "Delete it, and compare again with --online."


@cache
def pinned_properties() -> frozenset[str]:
    """The properties whose statements are kept: those that a claim of ours may become, what it is, where it is.

    >>> {"P31", "P1120"} <= pinned_properties(), "P1683" in pinned_properties()
    (True, False)
    """
    with ontology("wikidata.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        mapped = [row["pid"] for row in rows if row["direction"] in ("statement", "inverse")]
    return frozenset((*mapped, *_ALWAYS))


def load_pinned(folder: Path) -> Mapping[str, Item]:
    """The items in a folder by the ids that were asked for, in the order of their numbers; none without the folder.

    A merged item stands under its old id, and says so by `redirected_from`. Raises `WikibaseError` with every file that
    is damaged.
    """
    return {name: item for name, item, _ in _load(folder)}


def load_names(folder: Path) -> Mapping[str, str]:
    """The labels that the files in a folder know, by id: of the items themselves, and of what their statements name."""
    found: dict[str, str] = {}
    for name, item, pinned in _load(folder):
        found |= pinned["names"]
        label = _label(item, pinned["languages"])
        if label:
            found |= {name: label, item.id or name: label}
    return found


def pin(
    folder: Path, items: Mapping[str, Fetched], *, languages: Sequence[str], names: Mapping[str, str] | None = None
) -> None:
    """Writes items, by the ids that were asked for, into a folder: all of them or none. Raises `OutputError`.

    `names` are labels of what their statements name. A file that says all of it already stays as it is, with its day.
    """
    files: dict[Path, bytes] = {}
    for asked, fetched in items.items():
        path = folder / f"{asked}.json"
        made = _file(fetched, languages=languages, names=names or {})
        if _without_day(path) != _sorted(made | {"pinned": made["pinned"] | {"retrieved": ""}}):
            files[path] = _sorted(made)
    write_files(files)


def fetch_and_pin(folder: Path, ids: Iterable[str], client: Wikidata) -> tuple[Mapping[str, Item], tuple[str, ...]]:
    """Asks for items, pins them in a folder, and gives them as they are pinned, with what a user should be told.

    What cannot be had now is taken from what was pinned before, and told. Raises `OutputError` and `WikibaseError` (a
    damaged file).
    """
    wanted = sorted(set(ids), key=by_number)
    before = load_pinned(folder)
    fetched = client.fetch_all(wanted)
    trimmed = {name: replace(one, item=trim(one.item, client.languages)) for name, one in fetched.items()}
    mentioned = sorted({name for one in trimmed.values() for name in _mentioned(one.item)})
    pin(folder, trimmed, languages=client.languages, names=client.labels(mentioned) if mentioned else {})
    notes = list(client.notes)
    for name in wanted:
        if name in fetched:
            old, new = before.get(name), fetched[name].item
            if new.redirected_from == name and (old is None or old.id != new.id):
                notes.append(f"{name} was merged into {new.id}: write {new.id} in links.yaml.")
            if old is not None and _label(old, client.languages) != _label(new, client.languages):
                label = shown(_label(old, client.languages) or ""), shown(_label(new, client.languages) or "")
                notes.append(f"{name} was called {label[0]} and is called {label[1]} now: see that it is still it.")
        elif name in before:
            notes.append(f"{name} is taken as it was pinned, in revision {before[name].revision}.")
        elif not any(f"no item {name}." in note for note in client.notes):
            notes.append(f"{name} is not known: it could not be had, and it was never pinned.")
    kept = load_pinned(folder)
    return {name: kept[name] for name in wanted if name in kept}, tuple(notes)


def trim(item: Item, languages: Sequence[str]) -> Item:
    """An item with the names in some languages, and the statements of the properties that are kept."""
    kept = pinned_properties()
    return replace(
        item,
        labels={one: item.labels[one] for one in languages if one in item.labels},
        descriptions={one: item.descriptions[one] for one in languages if one in item.descriptions},
        aliases={one: item.aliases[one] for one in languages if one in item.aliases},
        statements=tuple(
            sorted(
                (one for one in item.statements if one.main.property in kept),
                key=lambda one: (one.main.property, one.id or ""),
            )
        ),
    )


def _file(fetched: Fetched, *, languages: Sequence[str], names: Mapping[str, str]) -> dict[str, Any]:
    item = trim(fetched.item, languages)
    entity = item_json(item)
    if item.redirected_from is not None:
        entity["redirects"] = {"from": item.redirected_from, "to": item.id}
    mentioned = sorted(set(_mentioned(item)))
    pinned = {
        "retrieved": fetched.retrieved,
        "source": fetched.source,
        "languages": list(languages),
        "names": {name: names[name] for name in mentioned if name in names},
    }
    return {"pinned": pinned, "entity": entity}


def _sorted(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _without_day(path: Path) -> bytes | None:
    """What a file says apart from its day, in its one form; null if it is not there or not readable."""
    try:
        data = json.loads(path.read_bytes())
        data["pinned"]["retrieved"] = ""
        return _sorted(data)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _mentioned(item: Item) -> Iterator[str]:
    """The ids of what the statements of an item name: properties, items, units."""
    for statement in item.statements:
        sources = (snak for reference in statement.references for snak in reference.snaks)
        for snak in (statement.main, *statement.qualifiers, *sources):
            yield from _ids(snak)


def _ids(snak: Snak) -> Iterator[str]:
    yield snak.property
    if isinstance(snak.value, ItemId):
        yield snak.value.id
    elif isinstance(snak.value, Quantity) and snak.value.unit:
        yield snak.value.unit


def _label(item: Item, languages: Iterable[str]) -> str | None:
    return next((item.labels[one] for one in languages if one in item.labels), None)


def _load(folder: Path) -> list[tuple[str, Item, dict[str, Any]]]:
    found: list[tuple[str, Item, dict[str, Any]]] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("Q*.json"), key=lambda path: (len(path.stem), path.stem)):
        if _FILE.fullmatch(path.name):
            try:
                found.append(_read(path))
            except WikibaseError as wrong:
                problems.extend(wrong.problems or [Problem(file=str(path), what=wrong.what, remedy=wrong.remedy)])
    if problems:
        raise WikibaseError("pinned items cannot be read.", tuple(problems), where=str(folder), remedy=_DAMAGED)
    return found


def _read(path: Path) -> tuple[str, Item, dict[str, Any]]:
    def damaged(what: str) -> WikibaseError:
        return WikibaseError(what, (), where=str(path), remedy=_DAMAGED)

    try:
        if path.stat().st_size > _LARGEST:
            raise damaged(f"it has more than {_LARGEST:,} bytes.")
        text = path.read_bytes().decode("utf-8")
        data = json.loads(text)
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except OSError as refused:
        raise damaged(f"it cannot be read: {refused.strerror}.") from refused
    except (ValueError, RecursionError) as wrong:
        raise damaged(f"it is not JSON: {str(wrong)[:120]}.") from wrong
    pinned = data.get("pinned") if isinstance(data, dict) else None
    entity = data.get("entity") if isinstance(data, dict) else None
    if not isinstance(pinned, dict) or not isinstance(entity, dict):
        raise damaged("it has no pinned item.")
    names, languages = pinned.get("names"), pinned.get("languages")
    if not isinstance(names, dict) or not all(_NAME.fullmatch(k) and isinstance(v, str) for k, v in names.items()):
        raise damaged("its names are no labels by id.")
    if not isinstance(languages, list) or not all(isinstance(one, str) for one in languages):
        raise damaged("its languages are no list of codes.")
    if not isinstance(pinned.get("retrieved"), str) or not is_day(pinned["retrieved"]):
        raise damaged("it does not say on which day it was retrieved.")
    item = parse_item(entity, where=str(path))
    if path.stem not in (item.id, item.redirected_from):
        raise damaged(f"it holds {item.id}.")
    if item.revision is None:
        raise damaged("it does not say which revision it is.")
    return path.stem, item, pinned
