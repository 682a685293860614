"""The releases of a collection: its publications that are kept, each with its day, its dump, and the way from the last.

releases/
  index.json               every release, the oldest first: version, day, note, what changed
  {version}.nq.gz          the dump, which never changes
  {old}-{new}.rdfp.gz      what changed from one to the next, as RDF Patch
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.errors import DataError, UsageError
from dateline.output import write_files
from dateline.web.description.patch import changes, rdf_patch

if TYPE_CHECKING:
    from dateline.web.served import Served

FOLDER, INDEX = "releases", "index.json"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_VERSION = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """A publication that is kept: its version, the ISO day, a note, and how it differs from the one before (`previous`,
    empty for the first).
    """

    version: str
    day: str
    note: str = ""
    previous: str = ""
    added: int = 0
    deleted: int = 0

    @property
    def dump(self) -> str:
        """The file of its dump.

        >>> Release(version="7b031dd48e20faf9", day="2026-01-20").dump
        '7b031dd48e20faf9.nq.gz'
        """
        return f"{self.version}.nq.gz"

    @property
    def patch(self) -> str:
        """The file of its patch; there is none for the first release."""
        return f"{self.previous}-{self.version}.rdfp.gz"


def releases_of(folder: Path) -> tuple[Release, ...]:
    """The releases of a collection, the oldest first. Raises `DataError` for an index that cannot be read."""
    file = folder / FOLDER / INDEX
    try:
        data = json.loads(file.read_bytes())
        found = tuple(Release(**one) for one in data["releases"])
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except (ValueError, TypeError, KeyError) as broken:
        raise DataError(
            "this list of releases cannot be read.", where=str(file), remedy="Restore it from a copy."
        ) from broken
    if not all(map(_is_sound, found)):
        raise DataError("a release in this list has no version or no day.", where=str(file), remedy="Restore it.")
    return found


def keep_release(served: Served, *, day: str, note: str = "") -> Release:
    """Keeps what is published as a release of that day, and returns it; the last one, if nothing has changed since.

    Raises `UsageError` where nothing is published, or for a day before the last release.
    """
    known = releases_of(served.folder)
    if "manifest.json" not in served.files:
        raise UsageError("nothing is published here.", where=str(served.folder), remedy="dateline publish it first.")
    if not _DAY.fullmatch(day) or (known and day < known[-1].day):
        raise UsageError(
            f"{day!r} is no day{f' after the last release, {known[-1].day}' if known else ''}.",
            remedy="Give one such as 2026-01-20.",
        )
    if known and known[-1].version == served.version:
        return known[-1]
    folder = served.folder / FOLDER
    new = bytes(served.files["graph.nq"])
    files = {}
    release = Release(version=served.version, day=day, note=" ".join(note.split()))
    if known:
        patch = rdf_patch(unpacked(folder / known[-1].dump, version=known[-1].version), new)
        added, deleted = changes(patch)
        release = Release(
            version=served.version, day=day, note=release.note, previous=known[-1].version, added=added, deleted=deleted
        )
        files[folder / release.patch] = packed(patch)
    if not (folder / release.dump).is_file():
        files[folder / release.dump] = packed(new)
    listed: list[dict[str, Any]] = [asdict(one) for one in (*known, release)]
    files[folder / INDEX] = (json.dumps({"releases": listed}, ensure_ascii=False, indent=2) + "\n").encode()
    write_files(files)
    return release


def packed(data: bytes) -> bytes:
    """The bytes under gzip, without a time or a name: the same bytes for the same bytes.

    >>> packed(b"Baku") == packed(b"Baku"), gzip.decompress(packed(b"Baku"))
    (True, b'Baku')
    """
    return gzip.compress(data, compresslevel=6, mtime=0)


def unpacked(file: Path, *, version: str) -> bytes:
    """The dump in a file of a release. Raises `DataError` where it is not there, broken, or another version's."""
    try:
        data = gzip.decompress(file.read_bytes())
    except (OSError, EOFError, zlib.error) as broken:
        raise DataError("this dump of a release cannot be read.", where=str(file), remedy="Restore it.") from broken
    if sha256(data).hexdigest()[: len(version)] != version:
        raise DataError("this dump is not the one of its release.", where=str(file), remedy="Restore it.")
    return data


def _is_sound(release: Release) -> bool:
    return bool(
        isinstance(release.version, str)
        and _VERSION.fullmatch(release.version)
        and isinstance(release.day, str)
        and _DAY.fullmatch(release.day)
        and isinstance(release.note, str)
        and isinstance(release.previous, str)
        and (not release.previous or _VERSION.fullmatch(release.previous))
        and isinstance(release.added, int)
        and isinstance(release.deleted, int)
    )
