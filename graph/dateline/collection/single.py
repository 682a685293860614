"""A document that stands by itself: a collection of one, and the folder it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from dateline import iris
from dateline.collection.entries import PUBLISHED, Collection, Entry, is_collection
from dateline.collection.folder import READING_SUFFIXES, of_folder, one_of
from dateline.errors import OutputError, ReadingError
from dateline.identity import NO_IDENTITY
from dateline.output import create_folder
from dateline.settings import FILE, LOCAL, settings_of_one

_PLAIN = (".txt", ".text")


def of_one(path: Path, reading: Path | None) -> Collection:
    """A document that stands by itself, as a collection of one."""
    source, found = _pair(path, reading)
    name = iris.slug(source.stem)
    text = source if source.suffix.lower() in _PLAIN else Path(name) / "texts" / f"{name}.txt"
    return Collection(
        folder=Path(name),
        settings=settings_of_one(name),
        identity=NO_IDENTITY,
        entries=(Entry(id=name, text=text, reading=found, source=source),),
    )


def _pair(path: Path, reading: Path | None) -> tuple[Path, Path]:
    """The document and the reading that belong together, of which `path` is one."""
    if reading is not None:
        _bytes(reading)
        return path, reading
    if path.suffix.lower() in READING_SUFFIXES:
        text = path.with_suffix(".txt")
        if not text.is_file():
            raise ReadingError(
                f"the text of this reading is not beside it ({text.name}).",
                (),
                where=str(path),
                remedy="Give both: dateline build TEXT --reading READING.",
            )
        return text, path
    for suffix in (*READING_SUFFIXES, *(suffix.upper() for suffix in READING_SUFFIXES)):
        beside = path.with_suffix(suffix)
        if beside.is_file():
            return path, beside
    return path, path.with_suffix(".yaml")


def settled(collection: Collection, folder: Path) -> Collection:
    """The collection that a document by itself becomes in `folder`: the one that is there, or a new one.

    Nothing is written. Raises `OutputError` for a folder that holds another text, another reading, or something else.
    """
    if is_collection(folder):
        return _resettled(collection, folder)
    if folder.exists() and not folder.is_dir():
        raise OutputError(
            "there is a file where the folder of the collection would be.",
            where=str(folder),
            remedy="Choose another place with -o.",
        )
    if folder.exists() and any(folder.iterdir()):
        raise OutputError(
            "this folder exists and is not a collection.", where=str(folder), remedy="Choose another one with -o."
        )
    return _with_note(replace(collection, folder=folder))


def _with_note(collection: Collection) -> Collection:
    """The same collection, with a word about IRIs that nobody else can resolve."""
    if not collection.settings.base.startswith(LOCAL):
        return collection
    note = (
        f"its IRIs begin with {collection.settings.base}, which only this machine can resolve. Set `base` in "
        f"{collection.folder / FILE} before you publish it on the web."
    )
    return replace(collection, notes=(note,))


def lay_down(collection: Collection, published: Mapping[str, bytes]) -> Collection:
    """The same collection of one in a folder of its own, with what was published of it, so that it can be edited.

    Raises `OutputError`; the folder is then not there.
    """
    [entry] = collection.entries
    source = entry.source or entry.text
    settings = collection.settings
    toml = f'title = {_toml(settings.title)}\nbase = "{settings.base}"\nlicense = "{settings.license}"\n'
    create_folder(
        collection.folder,
        {
            FILE: toml.encode(),
            f"documents/{entry.id}{source.suffix}": source.read_bytes(),
            f"texts/{entry.id}.txt": entry.read_text().encode(),
            f"readings/{entry.id}{entry.reading.suffix.lower()}": (
                entry.reading.read_bytes() if entry.draft is None else entry.draft.encode()
            ),
            **{f"{PUBLISHED}/{name}": data for name, data in published.items()},
        },
    )
    return replace(of_folder(collection.folder), notes=collection.notes)


def _resettled(collection: Collection, folder: Path) -> Collection:
    [entry] = collection.entries
    there = of_folder(folder)
    [known] = one_of(there, entry.id).entries
    if entry.has_text and entry.words_differ(known.read_text()):
        raise OutputError(
            f"{known.text} is another text than {entry.text}.",
            where=str(folder),
            remedy="Choose another folder with -o.",
        )
    if entry.is_read and _bytes(known.reading) != _bytes(entry.reading):
        raise OutputError(
            f"{known.reading} and {entry.reading} are different readings.",
            where=str(folder),
            remedy=f"Publish the one that is there (dateline publish {folder}), or choose another folder with -o.",
        )
    return _with_note(there)


def _bytes(reading: Path) -> bytes:
    try:
        return reading.read_bytes()
    except OSError as refused:
        raise ReadingError(
            f"it cannot be read: {refused.strerror}.", (), where=str(reading), remedy="Check the name."
        ) from refused


def _toml(text: str) -> str:
    """A TOML basic string.

    >>> _toml('a "b"')
    '"a \\\\"b\\\\""'
    """
    escaped = "".join(
        f"\\{character}" if character in '"\\' else character if character.isprintable() else f"\\U{ord(character):08X}"
        for character in text
    )
    return f'"{escaped}"'
