"""What the verb `compare` shows of documents: held against each other, or against an earlier publication of them."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dateline.errors import DataError, UsageError
from dateline.terminal import emit, say

if TYPE_CHECKING:
    from dateline.answers import Dataset
    from dateline.store import Store
    from dateline.store.engines import Place

_DUMP, _SHARDS = "graph.nq", "graph"
_DUMPS = (".nq", ".nq.gz")


def show_documents(path: Path, place: Place | None, *, form: str, output: Path | None, width: int) -> None:
    """Shows what the documents of a collection say of the same things, as it is published or an engine holds it."""
    from dateline.accounts import held_together
    from dateline.accounts.json_form import render_json
    from dateline.accounts.page import render_page
    from dateline.accounts.table import render_table

    dataset, title = _opened(path, place)
    found = held_together(dataset.store, title=title, documents=len(_documents(dataset)))
    forms: dict[str, Callable[[], bytes]] = {
        "json": lambda: render_json(found),
        "html": lambda: render_page(found),
        "table": lambda: render_table(found, width=width).encode(),
    }
    _out(forms[form](), output)


def show_changes(path: Path, since: str, place: Place | None, *, form: str, output: Path | None, width: int) -> None:
    """Shows what changed since a release, or from another publication, which a folder or a dump holds."""
    from dateline.accounts import changes, said
    from dateline.accounts.json_form import render_changes_json
    from dateline.accounts.page import render_changes_page
    from dateline.accounts.table import render_changes

    dataset, title = _opened(path, place)
    with _before(path, since) as (store, name):
        found = changes(said(store), said(dataset.store), title=title, since=name, name="now")
    forms: dict[str, Callable[[], bytes]] = {
        "json": lambda: render_changes_json(found),
        "html": lambda: render_changes_page(found),
        "table": lambda: render_changes(found, width=width).encode(),
    }
    _out(forms[form](), output)


def _opened(path: Path, place: Place | None) -> tuple[Dataset, str]:
    from dateline.answers import open_dataset, open_held
    from dateline.collection import is_collection
    from dateline.settings import load_settings

    dataset = open_held(path, place) if place else open_dataset(path)
    for note in dataset.notes:
        say(f"Note: {note}", err=True)
    return dataset, load_settings(path).title if is_collection(path) else path.stem


def _documents(dataset: Dataset) -> list[dict[str, str]]:
    return dataset.strings("SELECT DISTINCT ?d { ?d a <https://w3id.org/dateline/ns#SourceDocument> }")


@contextmanager
def _before(path: Path, since: str) -> Iterator[tuple[Store, str]]:
    """The store of an earlier publication, and what it is called in a sentence."""
    from dateline.answers import open_dataset
    from dateline.collection import is_collection
    from dateline.store import open_disk, open_memory

    place = Path(since)
    if place.is_dir() and is_collection(place):
        yield open_dataset(place).store, since
    elif (place / _DUMP).is_file() or (place.is_file() and since.endswith(_DUMPS)):
        store = open_memory()
        store.load(_dump(place / _DUMP if place.is_dir() else place))
        yield store, since
    elif (place / _SHARDS).is_dir():
        with TemporaryDirectory(prefix="dateline-") as room, open_disk(Path(room) / "store") as store:
            store.fill(sorted(place.rglob("*.nq")))
            yield store, since
    else:
        data, name = _release(path, since)
        store = open_memory()
        store.load(data)
        yield store, name


def _dump(file: Path) -> bytes:
    try:
        return gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    except (OSError, EOFError, zlib.error) as broken:
        raise DataError("this dump cannot be read.", where=str(file), remedy="Restore it from a copy.") from broken


def _release(path: Path, since: str) -> tuple[bytes, str]:
    """The dump of the release of that version or day; `last` is the last one."""
    from dateline.web.description.releases import FOLDER, releases_of, unpacked

    known = releases_of(path) if path.is_dir() else ()
    fit = [one for one in known if one.day == since or (len(since) >= 4 and one.version.startswith(since))]
    if since == "last":
        fit = list(known[-1:])
    if not fit:
        there = ", ".join(f"{one.version} ({one.day})" for one in known[-5:])
        raise UsageError(
            f"there is no release or folder {since!r} of a publication.",
            where="--since",
            remedy=f"There are: {there}." if there else "Give a folder, or keep a release with dateline release first.",
        )
    release = fit[-1]
    return unpacked(path / FOLDER / release.dump, version=release.version), f"{release.version} of {release.day}"


def _out(data: bytes, output: Path | None) -> None:
    from dateline.output import write_file

    if output is None:
        emit(data)
    else:
        write_file(output, data)
        say(str(output), err=True)
