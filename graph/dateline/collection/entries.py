"""What a collection is made of: settings, decisions about identity, and documents with their readings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from dateline.documents import read_text
from dateline.errors import DocumentError, Problem, ReadingError
from dateline.graph import Publication, build, publication
from dateline.identity import Identity, labels_in
from dateline.model import Reading
from dateline.reading import load_reading, parse_reading
from dateline.settings import FILE, Settings

PUBLISHED = "published"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One document of a collection: the text as read, and the reading of it.

    `source` is the document in its own format. `words` is a text that is not written to `text` yet, `draft` a reading
    in YAML that is not written to `reading` yet.
    """

    id: str
    text: Path
    reading: Path
    source: Path | None = None
    words: str | None = None
    draft: str | None = None

    @property
    def has_text(self) -> bool:
        """Whether its text is known."""
        return self.words is not None or self.text.is_file()

    @property
    def is_read(self) -> bool:
        """Whether there is a reading."""
        return self.draft is not None or self.reading.is_file()

    def read_text(self) -> str:
        """The text as read, which offsets mean. Raises `DocumentError`."""
        return read_text(self.text) if self.words is None else self.words

    def words_differ(self, text: str) -> bool:
        """Whether its text is another one than `text`; a text that cannot be read is."""
        try:
            return self.read_text() != text
        except DocumentError:
            return True

    def load(self) -> tuple[Reading, str]:
        """The reading, held against its text, and the text. The document's id is its file's name.

        Raises `DocumentError` or `ReadingError`.
        """
        text = self.read_text()
        if self.draft is not None:
            reading = parse_reading(self.draft, format="yaml", file=str(self.reading), text=text)
        elif self.is_read:
            reading = load_reading(self.reading, text=text)
        else:
            raise ReadingError(
                "this document has no reading yet.",
                (),
                where=str(self.text),
                remedy=f"Draft one (dateline read), put one at {self.reading}, or give it with --reading FILE.",
            )
        return replace(reading, document=replace(reading.document, id=self.id)), text


@dataclass(frozen=True, kw_only=True, slots=True)
class Collection:
    """Settings, decisions about identity, and documents; `notes` is what a user should be told about them.

    A document by itself is a collection whose `folder` does not exist yet; `is_whole` is false where some of the
    documents were left out.
    """

    folder: Path
    settings: Settings
    identity: Identity
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()
    is_whole: bool = True

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
        if self.exists and self.is_whole:
            problems.extend(self.identity.check_against(reading for reading, _ in loaded))
        if problems:
            raise ReadingError("some readings do not hold.", tuple(problems), where=str(self.folder))
        return tuple(loaded)

    def compile(self) -> Publication:
        """Every reading compiled to a graph, and the collection's own description."""
        loaded = self.load()
        identity = self.identity.labelled(labels_in(reading for reading, _ in loaded))
        return publication(
            self.settings,
            (build(reading, text, settings=self.settings, identity=identity) for reading, text in loaded),
        )


def is_collection(path: Path) -> bool:
    """Whether a path is the folder of a collection."""
    try:
        return (path / FILE).is_file()
    except OSError:  # a name that is too long for the system, or a folder that may not be entered
        return False
