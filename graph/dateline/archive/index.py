"""The index of a large publication: a store and a full-text index, made anew beside those that are being read.

A reader has one version of the index from the moment it opens it; a new version is made as a copy of the last (files
are linked), changed by what changed, and takes its place in one step. It can be thrown away: it is made of the shards.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from dateline import iris, resources, terms
from dateline.archive import search
from dateline.archive.assembly import COLLECTION
from dateline.collection import INDEX, MANIFEST, PUBLISHED, STORE, WORK, index_name
from dateline.errors import DataError
from dateline.output import write_file
from dateline.store import open_disk
from dateline.store.oxigraph import OxigraphStore

_CURRENT, _MADE_OF = "current", "made-of.json"
_MOST_CHANGED = 0.2
"""The share of the files that may have changed; above it, making the index from the beginning is faster."""


def refresh(folder: Path, files: Mapping[str, bytes | Path]) -> Path:
    """The store of the index of a publication, made or changed where it is not of that publication yet.

    `folder` is the collection's, `files` what is to be published, by name. Raises `StoreError`; the index that was
    there then stays.
    """
    made_of, base, wanted = _told(files[MANIFEST])
    name, home = index_name(made_of), folder / WORK / INDEX
    current = home / _CURRENT
    if current.is_symlink() and str(current.readlink()) == name and _is_whole(home / name):
        return home / name / STORE
    home.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".new-", dir=home))
    try:
        shards = {path: _on_disk(files[path], beside / Path(path).name) for path in wanted}
        held = _held(current)
        changed = {path for path in wanted.keys() | held.keys() if wanted.get(path) != held.get(path)}
        if held and len(changed) <= _MOST_CHANGED * len(wanted):
            _change(current, beside, shards, changed, base)
        else:
            _fill(beside / STORE, shards)
            search.fill(beside / search.FILE, (shards[path] for path in sorted(shards)))
        write_file(beside / _MADE_OF, json.dumps(wanted, sort_keys=True).encode())
        shutil.rmtree(home / name, ignore_errors=True)
        beside.rename(home / name)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    before = str(current.readlink()) if current.is_symlink() else ""
    _point(current, name)
    _sweep(home, keep={name, before, _CURRENT})
    return home / name / STORE


def refresh_from(folder: Path) -> Path:
    """The same, from what a collection has published already."""
    published = folder / PUBLISHED
    return refresh(folder, {path.relative_to(published).as_posix(): path for path in published.rglob("*.*")})


def _told(manifest: bytes | Path) -> tuple[str, str, dict[str, str]]:
    """What a publication is made of, its base, and the SHA-256 of each file of N-Quads, as its manifest says."""
    told = json.loads(manifest.read_bytes() if isinstance(manifest, Path) else manifest)
    files = {path: str(file["sha256"]) for path, file in told["files"].items() if path.endswith(".nq")}
    return told["madeOf"], told["base"], files


def _on_disk(data: bytes | Path, place: Path) -> Path:
    if isinstance(data, Path):
        return data
    place.write_bytes(data)
    return place


def graph_name(base: str, path: str) -> str:
    """The graph that a published shard holds, by its path."""
    return base if path == COLLECTION else iris.document(base, Path(path).stem if "/" in path else path)


def _held(current: Path) -> Mapping[str, str]:
    """The shards that the present index was made of; none where there is no index, or one that cannot be trusted."""
    try:
        held = json.loads((current / _MADE_OF).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) and _is_whole(current) else {}


def _is_whole(version: Path) -> bool:
    return (version / STORE).is_dir() and (version / search.FILE).is_file()


def _fill(store: Path, shards: Mapping[str, Path]) -> None:
    ontology = [(file, terms.ONTOLOGY) for file in resources.vocabulary()]
    with open_disk(store) as made:
        made.fill((shards[path] for path in sorted(shards)), named=ontology)


def _change(old: Path, new: Path, shards: Mapping[str, Path], changed: set[str], base: str) -> None:
    with open_disk(old / STORE) as before:
        before.copy_to(new / STORE)
    with open_disk(new / STORE) as made:
        for path in sorted(changed):
            if path in shards:
                _replace(made, graph_name(base, path), shards[path])
            else:
                made.drop(graph_name(base, path))
    now = {graph_name(base, path): shards.get(path) for path in changed}
    search.change(old / search.FILE, new / search.FILE, now)


def _replace(store: OxigraphStore, graph: str, shard: Path) -> None:
    suffix = f" <{graph}> .".encode()
    lines = shard.read_bytes().splitlines()
    if not all(line.endswith(suffix) for line in lines):
        raise DataError("the shard holds statements of another graph.", where=str(shard), remedy="Publish again.")
    store.replace(graph, b"".join(line.removesuffix(suffix) + b" .\n" for line in lines), format="nt")


def _point(link: Path, name: str) -> None:
    beside = link.with_name(f".{link.name}-{os.getpid()}")
    beside.unlink(missing_ok=True)
    beside.symlink_to(name)
    beside.replace(link)


def _sweep(home: Path, keep: set[str]) -> None:
    for found in home.iterdir():
        if found.name not in keep and not found.is_symlink():
            with suppress(OSError):
                shutil.rmtree(found)
