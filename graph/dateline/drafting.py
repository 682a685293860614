"""What has no text yet is opened, what has no reading yet is read: a document in any format to a draft.

A draft never takes the place of a text or a reading that is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from dateline.collection import Collection, Entry
from dateline.documents import Refused, open_document, open_folder, require_english
from dateline.errors import NotEnglishError
from dateline.links import CandidateSource, open_catalogue, propose, with_proposals
from dateline.model import Document, Reading
from dateline.output import write_file
from dateline.reader import read as read_text_of
from dateline.reader.language_model import Limit, Options, read_with_model
from dateline.reading import Merged, merge, render_reading
from dateline.settings import Endpoint


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelUse:
    """The language model that reads instead of the rules: where it is, and what may be spent on a document.

    `cache` is a folder for its answers; `tell` is called with the estimate before anything is sent, and with the
    report.
    """

    endpoint: Endpoint
    limit: Limit
    cache: Path | None = None
    tell: Callable[[str], object] = str


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What a user says of a document that its text may not: the day (ISO 8601), the title, who published it.

    `model` names another installed spaCy pipeline; `any_language` reads what does not look like English;
    `language_model` reads with a language model instead of the rules.
    """

    issued: str | None = None
    title: str | None = None
    publisher: str | None = None
    model: str | None = None
    any_language: bool = False
    language_model: ModelUse | None = None


NOTHING_KNOWN = Known()
_LONGEST_TITLE = 80


def draft(document: Document, known: Known = NOTHING_KNOWN, source: CandidateSource | None = None) -> Reading:
    """A draft reading of a document: every claim proposed, with its words, its voice and a confidence.

    Every entity and event has candidates from `source` (the catalogue, if none is given), or a reason for having none.
    Raises `NotEnglishError`, and `MissingExtraError` for a pipeline that is not installed.
    """
    if not known.any_language:
        require_english(document.text, where=document.id)
    reading = _read(document, known)
    record = replace(
        reading.document,
        title=reading.document.title or first_words(document.text),
        source_sha256=document.source_sha256,
        media_type=document.media_type,
        extractor=document.extractor,
        url=document.url,
        retrieved=document.retrieved,
    )
    drafted = replace(reading, document=record)
    return with_proposals(drafted, propose(drafted, document.text, source or open_catalogue()))


def _read(document: Document, known: Known) -> Reading:
    """The draft of the rules, or of the language model."""
    issued, title = known.issued or document.issued, known.title or document.title
    publisher, use = known.publisher or document.publisher, known.language_model
    if use is None:
        return read_text_of(
            document.text, id=document.id, issued=issued, title=title, publisher=publisher, model=known.model
        )
    done = read_with_model(
        document.text,
        id=document.id,
        endpoint=use.endpoint,
        issued=issued,
        title=title,
        publisher=publisher,
        cache=use.cache,
        options=Options(limit=use.limit, pipeline=known.model),
        before=lambda estimate: use.tell(f"{document.id}: {estimate}"),
    )
    use.tell(f"{document.id}: {done.report}")
    return done.reading


def first_words(text: str) -> str:
    """What a document without a headline is called: the beginning of its first line, in at most 80 characters.

    >>> first_words("\\n  Soldiers fired at a café in Baku.\\nMore.")
    'Soldiers fired at a café in Baku.'
    """
    line = " ".join(text.strip().partition("\n")[0].split())
    return (
        line if len(line) <= _LONGEST_TITLE else f"{line[:_LONGEST_TITLE].rpartition(' ')[0] or line[:_LONGEST_TITLE]}…"
    )


def complete(collection: Collection, known: Known = NOTHING_KNOWN) -> tuple[Collection, tuple[str, ...]]:
    """The collection with a text and a reading for every document, and the ids of those that were drafted.

    In a collection that exists they are written into `texts/` and `readings/`; otherwise the entries hold them.
    """
    source = open_catalogue(*(collection.folder / name for name in collection.settings.catalogue))
    entries: list[Entry] = []
    drafted: list[str] = []
    notes: list[str] = []
    for entry in collection.entries:
        if entry.is_read and entry.has_text:
            entries.append(entry)
            continue
        document = _document(entry)
        notes.extend(f"{entry.id}: {note}" for note in document.notes)
        done = entry
        if not entry.has_text or entry.words_differ(document.text):
            done = _with_text(done, document.text, written=collection.exists)
        if not entry.is_read:
            drafted.append(entry.id)
            reading = render_reading(draft(document, known, source), format="yaml")
            done = _with_reading(done, reading, written=collection.exists)
        entries.append(done)
    made = replace(collection, entries=tuple(entries), notes=(*collection.notes, *notes))
    return made, tuple(drafted)


def _document(entry: Entry) -> Document:
    """The document of an entry, from its source where the text is the source's, else from the text as it stands."""
    if entry.source is not None:
        opened = replace(open_document(entry.source), id=entry.id)
        if not entry.has_text or not entry.words_differ(opened.text):
            return opened
    return replace(open_document(entry.text, media_type="text/plain"), id=entry.id)


def _with_text(entry: Entry, words: str, *, written: bool) -> Entry:
    if not written:
        return replace(entry, words=words)
    write_file(entry.text, words.encode())
    return entry


def _with_reading(entry: Entry, reading: str, *, written: bool) -> Entry:
    if not written:
        return replace(entry, draft=reading)
    write_file(entry.reading, reading.encode())
    return entry


def again(collection: Collection, known: Known = NOTHING_KNOWN) -> Iterator[tuple[Entry, Merged]]:
    """Every reading of a collection with a new draft laid over it, written where the draft adds or drops anything.

    What a person decided stays as it is; what the draft would say otherwise is in `Merged.differs`. A file that is
    written again loses its comments.
    """
    source = open_catalogue(*(collection.folder / name for name in collection.settings.catalogue))
    for entry in collection.entries:
        reading, _ = entry.load()
        merged = merge(reading, draft(_document(entry), known, source))
        if merged.changes:
            form: Literal["json", "yaml"] = "json" if entry.reading.suffix.lower() == ".json" else "yaml"
            write_file(entry.reading, render_reading(merged.reading, format=form).encode())
        yield entry, merged


@dataclass(frozen=True, kw_only=True, slots=True)
class Drafted:
    """A document, and the reading that was drafted of it."""

    document: Document
    reading: Reading


def read(source: str | Path, known: Known = NOTHING_KNOWN, *, online: bool = False) -> Drafted:
    """One document in any format and its draft: a path, `-` for stdin, or, with `online`, a web address."""
    document = open_document(source, allow_network=online)
    return Drafted(document=document, reading=draft(document, known))


def read_folder(folder: Path, known: Known = NOTHING_KNOWN) -> Iterator[Drafted | Refused]:
    """Every document below a folder with its draft, in the order of the paths; one that cannot be read stops none."""
    for found in open_folder(folder):
        if isinstance(found, Refused):
            yield found
            continue
        try:
            yield Drafted(document=found.document, reading=draft(found.document, known))
        except NotEnglishError as refused:
            yield Refused(path=found.path, error=refused)
