"""The folder of a collection: which texts and readings it has, and whether they fit together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dateline import iris
from dateline.collection.entries import Collection, Entry
from dateline.errors import DocumentError, Problem, ReadingError
from dateline.identity import load_identity
from dateline.settings import FILE, Settings, load_settings

READING_SUFFIXES = (".yaml", ".yml", ".json")


def of_folder(folder: Path) -> Collection:
    settings = load_settings(folder)
    _require_usable(settings, folder)
    readings = _files(folder / "readings", READING_SUFFIXES)
    problems: list[Problem] = []
    by_id: dict[str, Entry] = {}
    by_iri: dict[str, Entry] = {}

    def add(entry: Entry) -> None:
        by_id[entry.id] = entry
        other = by_iri.setdefault(iris.slug(entry.id).casefold(), entry)
        if other is not entry:
            problems.append(
                Problem(
                    file=str(entry.reading),
                    what=f"its IRI would be that of {other.reading.name}.",
                    remedy="Rename one of the two, and its text: case and the signs _ and - do not tell them apart.",
                )
            )

    for file in readings:
        text = folder / "texts" / f"{file.stem}.txt"
        if not text.is_file():
            problems.append(
                Problem(
                    file=str(file),
                    what=f"its text {text} is missing.",
                    remedy="Put the text that its offsets mean there.",
                )
            )
        if file.stem in by_id:
            problems.append(
                Problem(
                    file=str(file),
                    what=f"{by_id[file.stem].reading.name} is a reading of the same document.",
                    remedy="Keep one of them in this folder.",
                )
            )
            continue
        add(Entry(id=file.stem, text=text, reading=file))
    for text in _files(folder / "texts", (".txt",)):
        if text.stem not in by_id:
            add(Entry(id=text.stem, text=text, reading=folder / "readings" / f"{text.stem}.yaml"))
    for source in _files(folder / "documents"):
        known = by_id.get(source.stem)
        if known is None:
            text, reading = folder / "texts" / f"{source.stem}.txt", folder / "readings" / f"{source.stem}.yaml"
            add(Entry(id=source.stem, text=text, reading=reading, source=source))
        elif known.source is None:
            by_id[source.stem] = replace(known, source=source)
        else:
            problems.append(
                Problem(
                    file=str(source),
                    what=f"{known.source.name} has the same name.",
                    remedy="Rename one of the two: a document has the name of its file.",
                )
            )
    if problems:
        raise ReadingError("documents and readings do not match.", tuple(problems), where=str(folder))
    if not by_id:
        raise DocumentError(
            "this collection has no document.",
            where=str(folder / "documents"),
            remedy="Put one here; if it has been read, put its text into texts/ and its reading into readings/.",
        )
    return Collection(
        folder=folder,
        settings=settings,
        identity=load_identity(folder),
        entries=tuple(by_id[key] for key in sorted(by_id)),
    )


def _files(folder: Path, suffixes: tuple[str, ...] = ()) -> list[Path]:
    """The files of a folder that end in one of `suffixes`, in any case, sorted; hidden ones are nobody's documents."""
    return sorted(
        file
        for file in folder.glob("*")
        if not file.name.startswith(".") and (file.suffix.lower() in suffixes if suffixes else file.is_file())
    )


def _require_usable(settings: Settings, folder: Path) -> None:
    file = str(folder / FILE)
    iris.require_base(settings.base, where=f"{file}: base")
    iris.require_iri(settings.license, where=f"{file}: license")
    if settings.publisher and settings.publisher.url:
        iris.require_iri(settings.publisher.url, where=f"{file}: publisher.url")


def one_of(collection: Collection, identifier: str) -> Collection:
    """The same collection with one document of it."""
    chosen = tuple(entry for entry in collection.entries if entry.id == identifier)
    if not chosen:
        known = ", ".join(entry.id for entry in collection.entries[:10])
        raise DocumentError(
            f"it has no document {identifier!r}.", where=str(collection.folder), remedy=f"It has: {known}."
        )
    return replace(collection, entries=chosen, is_whole=len(chosen) == len(collection.entries))
