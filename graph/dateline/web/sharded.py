"""A publication of many documents, opened to be shown: its index and its shards, and little of either in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

from dateline import terms
from dateline.answers import Dataset
from dateline.collection import INDEX, MANIFEST, STORE, WORK, Collection, index_name
from dateline.errors import DataError
from dateline.settings import wikibase
from dateline.store import open_disk
from dateline.web.found import ByIri, Found
from dateline.web.held import Buffer, Held, Shelved
from dateline.web.kept import kept
from dateline.web.served import Kind, Resource, Served
from dateline.web.shards import COLLECTION, FOLDER, Shards

_VERSION_LENGTH = 16


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Lazily(Served):
    """A publication of which nothing is listed before somebody asks for it."""

    found: Found

    @property
    def at_hand(self) -> Iterable[Resource]:
        """The documents: looking at all the rest would take as long as reading everything."""
        return self.documents

    @property
    def documents(self) -> tuple[Resource, ...]:
        """The documents, in the order of their paths."""
        return _documents(self)

    def of_kind(self, *kinds: Kind) -> tuple[Resource, ...]:
        """The resources of some kinds, in the order of their paths."""
        return self.found.of_kind(*kinds)

    def paths_of(self, *kinds: Kind) -> tuple[str, ...]:
        """The paths of the resources of some kinds, sorted; nothing else is looked for."""
        return self.found.paths_of(*kinds)

    @property
    def texts(self) -> Mapping[str, str]:
        """The text of each document whose text is published, by the document's IRI; read when it is wanted."""
        return _Texts(self)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Sharded(Lazily):
    """A large publication to show. `version` is the first 16 digits of the hash of all that it is made of."""

    shards: Shards
    index: Path

    def of_graph(self, name: str) -> tuple[ox.Triple, ...]:
        """The statements of the graph of that name, exactly as they are published."""
        return self.shards.graph(name)

    def _incoming(self, iri: str) -> list[ox.Triple]:
        return self.shards.incoming(iri)


class _Texts(Mapping[str, str]):
    def __init__(self, served: Lazily) -> None:
        self._served = served

    def __getitem__(self, iri: str) -> str:
        for said in self._served.describe(iri):
            if said.predicate.value == terms.IS_STRING and isinstance(said.object, ox.Literal):
                return said.object.value
        raise KeyError(iri)

    def __iter__(self) -> Iterator[str]:
        return (one.iri for one in self._served.documents if one.iri in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@kept()
def _documents(served: Served) -> tuple[Resource, ...]:
    return served.of_kind("document")


def open_sharded(collection: Collection, *, at: str | None) -> Sharded | None:
    """A collection that is published in shards; null where it is not. Raises `DataError` where its index is missing."""
    published = collection.published
    for _ in range(3):  # it may be replaced meanwhile
        said = _manifest(published)
        if said is None:
            return None
        manifest = json.loads(said)
        index = collection.folder / WORK / INDEX / index_name(str(manifest["madeOf"])) / STORE
        if index.is_dir():
            return _opened(collection, manifest, said, index, at=at)
    raise DataError(
        "the index of this publication is not there.",
        where=str(collection.folder / WORK / INDEX),
        remedy=f"It is made anew by publishing: dateline publish {collection.folder}",
    )


def _opened(collection: Collection, manifest: dict[str, Any], said: bytes, index: Path, *, at: str | None) -> Sharded:
    settings, listed = collection.settings, manifest["files"]
    store = open_disk(index, read_only=True)
    shards = Shards(collection.published, listed, store.engine, settings.base)
    found = Found(settings, shards.quickly, shards.typed)
    files: dict[str, Buffer] = {MANIFEST: said}
    for name, one in sorted(listed.items()):
        path = collection.published / name
        files[name] = Shelved(path, int(one["bytes"])) if name.startswith(FOLDER) else Held(path)
    return Sharded(
        settings=settings,
        folder=collection.folder,
        at=at or settings.base,
        version=str(manifest["madeOf"])[:_VERSION_LENGTH],
        released=settings.released,
        dataset=Dataset(store=store, base=settings.base, wikibase=wikibase(settings)),
        dump=shards,
        files=MappingProxyType(files),
        manifest=MappingProxyType(manifest),
        resources=found,
        by_iri=ByIri(found),
        shards=shards,
        found=found,
        index=index,
    )


def _manifest(published: Path) -> bytes | None:
    """The manifest of a publication in shards; null where there is none, or where it is a publication of one file."""
    try:
        said = (published / MANIFEST).read_bytes()
        manifest = json.loads(said)
        return said if COLLECTION in manifest["files"] and manifest["madeOf"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # whatever is wrong with it is said where it is opened as one file
