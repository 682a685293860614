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

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from dateline import iris
from dateline.documents import read_text
from dateline.errors import DocumentError, OutputError, Problem, ReadingError, UsageError
from dateline.graph import Publication, build, publication
from dateline.identity import NO_IDENTITY, Identity, load_identity
from dateline.model import Reading
from dateline.output import replace_folder
from dateline.reading import load_reading
from dateline.settings import FILE, Settings, load_settings, settings_of_one

PUBLISHED = "published"
READING_SUFFIXES = (".yaml", ".yml", ".json")
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
    """Settings, decisions about identity, and documents; `notes` is what a user should be told about them."""

    folder: Path
    settings: Settings
    identity: Identity
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()

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


def open_collection(path: Path, *, reading: Path | None = None) -> Collection:
    """The collection that a path means: its folder, or one document or reading in it, or a document by itself.

    `reading` is the reading of a document that stands by itself; without it, a file of the document's name beside it.
    Raises `SettingsError`, `DocumentError`, `ReadingError`, `IdentityError`.
    """
    if path.is_dir():
        if reading is not None:
            raise UsageError("a reading can be given for one document, not for a folder.", where=str(path))
        return _of_folder(path)
    if not path.exists():
        raise DocumentError("there is no such file or folder.", where=str(path), remedy="Check the name.")
    room = path.resolve().parent
    if room.name in _ROOMS and is_collection(room.parent) and reading is None:
        return _one_of(_of_folder(_shown(room.parent, path.parent.parent)), path.stem)
    return _of_one(path, reading)


def _shown(real: Path, given: Path) -> Path:
    """The path as the user wrote it, where it is the same folder."""
    return given if given.resolve() == real else real


def _of_folder(folder: Path) -> Collection:
    settings = load_settings(folder)
    _require_usable(settings, folder)
    readings = sorted(
        file
        for file in (folder / "readings").glob("*")
        if file.suffix in READING_SUFFIXES and not file.name.startswith(".")
    )
    problems: list[Problem] = []
    by_id: dict[str, Entry] = {}
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
        elif file.stem in by_id:
            problems.append(
                Problem(file=str(file), what=f"{by_id[file.stem].reading.name} is a reading of the same document.")
            )
        by_id[file.stem] = Entry(id=file.stem, text=text, reading=file)
    for text in sorted((folder / "texts").glob("*.txt")):
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
    return Collection(
        folder=collection.folder, settings=collection.settings, identity=collection.identity, entries=chosen
    )


def _of_one(path: Path, reading: Path | None) -> Collection:
    """A document that stands by itself, as a collection of one."""
    text, found = _pair(path, reading)
    name = iris.slug(text.stem)
    settings = settings_of_one(name)
    note = (
        f"{text} belongs to no collection, so its IRIs begin with {settings.base}, which only this machine can "
        f"resolve. Set `base` in {name}/{FILE} before you publish it on the web."
    )
    return Collection(
        folder=Path(name),
        settings=settings,
        identity=NO_IDENTITY,
        entries=(Entry(id=name, text=text, reading=found),),
        notes=(note,),
    )


def _pair(path: Path, reading: Path | None) -> tuple[Path, Path]:
    """The text and the reading that belong together, of which `path` is one."""
    if reading is not None:
        return path, reading
    if path.suffix in READING_SUFFIXES:
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
    for suffix in READING_SUFFIXES:
        beside = path.with_suffix(suffix)
        if beside.is_file():
            return path, beside
    raise ReadingError(
        "this document has no reading yet.",
        (),
        where=str(path),
        remedy=f"Put one beside it ({path.stem}.yaml), or give it with --reading FILE.",
    )


def settle(collection: Collection, folder: Path) -> Collection:
    """The same collection of one, laid down in `folder` so that it can be edited and published again.

    What is there already stays: a folder that holds another text or another reading of it is refused.
    """
    if is_collection(folder):
        return _resettle(collection, folder)
    [entry] = collection.entries
    if folder.exists() and any(folder.iterdir()):
        raise OutputError(
            "this folder exists and is not a collection.", where=str(folder), remedy="Choose another one with -o."
        )
    settings = collection.settings
    toml = f'title = {_toml(settings.title)}\nbase = "{settings.base}"\nlicense = "{settings.license}"\n'
    replace_folder(
        folder,
        {
            FILE: toml.encode(),
            f"documents/{entry.id}{entry.text.suffix}": entry.text.read_bytes(),
            f"texts/{entry.id}.txt": read_text(entry.text).encode(),
            f"readings/{entry.id}{entry.reading.suffix}": entry.reading.read_bytes(),
        },
    )
    settled = _of_folder(folder)
    return Collection(
        folder=folder,
        settings=settled.settings,
        identity=settled.identity,
        entries=settled.entries,
        notes=collection.notes,
    )


def _resettle(collection: Collection, folder: Path) -> Collection:
    [entry] = collection.entries
    settled = _one_of(_of_folder(folder), entry.id)
    [known] = settled.entries
    if read_text(known.text) != read_text(entry.text):
        raise OutputError(
            f"{known.text} is another text than {entry.text}.",
            where=str(folder),
            remedy="Choose another folder with -o.",
        )
    if known.reading.read_bytes() != entry.reading.read_bytes():
        raise OutputError(
            f"{known.reading} and {entry.reading} are different readings.",
            where=str(folder),
            remedy=f"Publish the one that is there (dateline publish {folder}), or choose another folder with -o.",
        )
    return settled


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
        place.mkdir(parents=True, exist_ok=True)
        lock = (place / "lock").open("w")
    except OSError as refused:
        raise OutputError(
            f"it cannot be written: {refused.strerror}.", where=str(folder), remedy="Choose another place with -o."
        ) from refused
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise OutputError(
                "another process is publishing this collection.", where=str(folder), remedy="Wait until it is done."
            ) from busy
        yield
