"""A folder of documents and readings, or a document that is a collection of its own.

black-january/
  dateline.toml        title, base IRI, licence, policy
  documents/           the sources, untouched
  texts/               the texts as read, which offsets and hashes mean
  readings/            one reading per document, YAML or JSON
  identity.yaml        which things of which documents are one
  links.yaml           thing -> Wikidata, decided
  published/           what `publish` made; replaced whole
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from stat import S_ISDIR

from dateline import iris
from dateline.documents import read_text
from dateline.errors import DocumentError, OutputError, Problem, ReadingError, UsageError, shown
from dateline.graph import Publication, build, publication
from dateline.identity import NO_IDENTITY, Identity, load_identity
from dateline.model import Reading
from dateline.output import create_folder
from dateline.reading import load_reading
from dateline.settings import FILE, LOCAL, Settings, load_settings, settings_of_one

PUBLISHED = "published"
READING_SUFFIXES = (".yaml", ".yml", ".json")
_LONGEST_NAME = 300
_ROOMS = ("documents", "texts", "readings")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One document of a collection: the text as read, and the reading of it."""

    id: str
    text: Path
    reading: Path

    def load(self) -> tuple[Reading, str]:
        """The reading, held against its text, and the text. The document's id is its file's name.

        Raises `DocumentError` or `ReadingError`.
        """
        text = read_text(self.text)
        reading = load_reading(self.reading, text=text)
        return replace(reading, document=replace(reading.document, id=self.id)), text


@dataclass(frozen=True, kw_only=True, slots=True)
class Collection:
    """Settings, decisions about identity, and documents; `notes` is what a user should be told about them.

    A document by itself is a collection whose `folder` does not exist yet.
    """

    folder: Path
    settings: Settings
    identity: Identity
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()

    @property
    def exists(self) -> bool:
        """Whether it is laid down in its folder."""
        return is_collection(self.folder)

    @property
    def published(self) -> Path:
        """The folder of what `publish` made."""
        return self.folder / PUBLISHED

    def load(self) -> tuple[tuple[Reading, str], ...]:
        """Every reading with its text. Raises `ReadingError` with the problems of all of them."""
        loaded: list[tuple[Reading, str]] = []
        problems: list[Problem] = []
        for entry in self.entries:
            try:
                loaded.append(entry.load())
            except ReadingError as wrong:
                if not wrong.problems or len(self.entries) == 1:
                    raise
                problems.extend(wrong.problems)
        if problems:
            raise ReadingError("some readings do not hold.", tuple(problems), where=str(self.folder))
        return tuple(loaded)

    def compile(self) -> Publication:
        """Every reading compiled to a graph, and the collection's own description."""
        return publication(
            self.settings,
            (build(reading, text, settings=self.settings, identity=self.identity) for reading, text in self.load()),
        )


def is_collection(path: Path) -> bool:
    """Whether a path is the folder of a collection."""
    return (path / FILE).is_file()


def open_collection(path: Path, *, reading: Path | None = None, whole: bool = False) -> Collection:
    """The collection that a path means: its folder, or one document or reading in it, or a document by itself.

    `reading` is the reading of a document that stands by itself; without it, a file of the document's name beside it.
    With `whole`, a document in a collection means the collection. Raises `SettingsError`, `DocumentError`,
    `ReadingError`, `IdentityError`.
    """
    if _is_folder(path) or (path.name == FILE and path.is_file()):
        if reading is not None:
            raise UsageError(
                "a reading can be given for one document, not for a folder.",
                where=str(path),
                remedy="Leave out --reading, or give the document.",
            )
        return _of_folder(path if path.is_dir() else path.parent)
    room = path.resolve().parent
    if room.name in _ROOMS and is_collection(room.parent) and reading is None:
        collection = _of_folder(_shown(room.parent, path.parent.parent))
        chosen = _one_of(collection, path.stem)
        if not whole or len(collection.entries) == 1:
            return chosen
        note = f"{path} is a document of {collection.folder}, and a collection is published as a whole."
        return replace(collection, notes=(note,))
    return _of_one(path, reading)


def _is_folder(path: Path) -> bool:
    """Whether a path is a folder. Raises `DocumentError` if there is nothing."""
    try:
        return S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError) as missing:
        raise DocumentError(
            "there is no such file or folder.", where=_printable(path), remedy="Check the name."
        ) from missing
    except OSError as refused:
        raise DocumentError(
            f"it cannot be reached: {refused.strerror}.",
            where=_printable(path),
            remedy="Check the name and your permissions.",
        ) from refused


def _printable(path: Path) -> str:
    """A name for a message, even where it is no name that a file could have."""
    name = str(path)
    return name if len(name) <= _LONGEST_NAME and name.isprintable() else shown(name)


def _shown(real: Path, given: Path) -> Path:
    """The path as the user wrote it, where it is the same folder."""
    return given if given.resolve() == real else real


def _of_folder(folder: Path) -> Collection:
    settings = load_settings(folder)
    _require_usable(settings, folder)
    readings = _files(folder / "readings", READING_SUFFIXES)
    problems: list[Problem] = []
    by_id: dict[str, Entry] = {}
    by_iri: dict[str, Entry] = {}
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
        entry = by_id[file.stem] = Entry(id=file.stem, text=text, reading=file)
        other = by_iri.setdefault(iris.slug(file.stem).casefold(), entry)
        if other is not entry:
            problems.append(
                Problem(
                    file=str(file),
                    what=f"its IRI would be that of {other.reading.name}.",
                    remedy="Rename one of the two, and its text: case and the signs _ and - do not tell them apart.",
                )
            )
    for text in _files(folder / "texts", (".txt",)):
        if text.stem not in by_id:
            problems.append(
                Problem(
                    file=str(text),
                    what="it has no reading.",
                    remedy=f"Put one at {folder / 'readings' / text.stem}.yaml.",
                )
            )
    if problems:
        raise ReadingError("documents and readings do not match.", tuple(problems), where=str(folder))
    if not by_id:
        raise DocumentError(
            "this collection has no reading.",
            where=str(folder / "readings"),
            remedy="Put texts into texts/ and readings here.",
        )
    return Collection(
        folder=folder,
        settings=settings,
        identity=load_identity(folder),
        entries=tuple(by_id[key] for key in sorted(by_id)),
    )


def _files(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """The files of a folder that end in one of `suffixes`, in any case, sorted; hidden ones are nobody's documents."""
    return sorted(
        file for file in folder.glob("*") if file.suffix.lower() in suffixes and not file.name.startswith(".")
    )


def _require_usable(settings: Settings, folder: Path) -> None:
    file = str(folder / FILE)
    iris.require_base(settings.base, where=f"{file}: base")
    iris.require_iri(settings.license, where=f"{file}: license")
    if settings.publisher and settings.publisher.url:
        iris.require_iri(settings.publisher.url, where=f"{file}: publisher.url")


def _one_of(collection: Collection, identifier: str) -> Collection:
    """The same collection with one document of it."""
    chosen = tuple(entry for entry in collection.entries if entry.id == identifier)
    if not chosen:
        known = ", ".join(entry.id for entry in collection.entries[:10])
        raise DocumentError(
            f"it has no document {identifier!r}.", where=str(collection.folder), remedy=f"It has: {known}."
        )
    return replace(collection, entries=chosen)


def _of_one(path: Path, reading: Path | None) -> Collection:
    """A document that stands by itself, as a collection of one."""
    text, found = _pair(path, reading)
    name = iris.slug(text.stem)
    return Collection(
        folder=Path(name),
        settings=settings_of_one(name),
        identity=NO_IDENTITY,
        entries=(Entry(id=name, text=text, reading=found),),
    )


def _pair(path: Path, reading: Path | None) -> tuple[Path, Path]:
    """The text and the reading that belong together, of which `path` is one."""
    if reading is not None:
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
    read_text(path)
    for suffix in (*READING_SUFFIXES, *(suffix.upper() for suffix in READING_SUFFIXES)):
        beside = path.with_suffix(suffix)
        if beside.is_file():
            return path, beside
    raise ReadingError(
        "this document has no reading yet.",
        (),
        where=str(path),
        remedy=f"Put one beside it ({path.stem}.yaml), or give it with --reading FILE.",
    )


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
    settings = collection.settings
    toml = f'title = {_toml(settings.title)}\nbase = "{settings.base}"\nlicense = "{settings.license}"\n'
    create_folder(
        collection.folder,
        {
            FILE: toml.encode(),
            f"documents/{entry.id}{entry.text.suffix}": entry.text.read_bytes(),
            f"texts/{entry.id}.txt": read_text(entry.text).encode(),
            f"readings/{entry.id}{entry.reading.suffix.lower()}": entry.reading.read_bytes(),
            **{f"{PUBLISHED}/{name}": data for name, data in published.items()},
        },
    )
    return replace(_of_folder(collection.folder), notes=collection.notes)


def _resettled(collection: Collection, folder: Path) -> Collection:
    [entry] = collection.entries
    there = _of_folder(folder)
    [known] = _one_of(there, entry.id).entries
    if read_text(known.text) != read_text(entry.text):
        raise OutputError(
            f"{known.text} is another text than {entry.text}.",
            where=str(folder),
            remedy="Choose another folder with -o.",
        )
    if _bytes(known.reading) != _bytes(entry.reading):
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


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Keeps every other process from publishing the same folder meanwhile. Raises `OutputError` if one is at it."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    place = folder / ".dateline"
    try:
        place.mkdir(exist_ok=True)
        lock = os.open(place / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    except FileExistsError as taken:
        raise OutputError(
            "there is a file of this name, where the lock of the collection has its place.",
            where=str(place),
            remedy="Move it away.",
        ) from taken
    except OSError as refused:
        raise OutputError(
            f"nothing can be written in this collection: {refused.strerror}.",
            where=str(place),
            remedy="Publish a copy of it that you may write to.",
        ) from refused
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise OutputError(
                "another process is publishing this collection.", where=str(folder), remedy="Wait until it is done."
            ) from busy
        yield
    finally:
        os.close(lock)
