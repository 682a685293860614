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
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from dateline.errors import DataError, UsageError
from dateline.output import write_files
from dateline.web.description.patch import changes, rdf_patch
from dateline.web.description.streams import merged, pack, patch, patch_lines, unpacked_lines
from dateline.web.held import digest
from dateline.web.shards import COLLECTION

if TYPE_CHECKING:
    from dateline.web.served import Served

FOLDER, INDEX = "releases", "index.json"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_VERSION = re.compile(r"[0-9a-f]{16}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """A publication that is kept: its version, the ISO day, a note, and how it differs from the one before (`previous`,
    empty for the first). `sha256` is that of its dump, where the version is not the beginning of it: the version of a
    large collection is made of the hashes of its shards.
    """

    version: str
    day: str
    note: str = ""
    previous: str = ""
    added: int = 0
    deleted: int = 0
    sha256: str = ""

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
    folder, note = served.folder / FOLDER, " ".join(note.split())
    if COLLECTION in served.files or (known and known[-1].sha256):
        return _keep_large(served, known, day=day, note=note)
    new = bytes(served.files["graph.nq"])
    files = {}
    release = Release(version=served.version, day=day, note=note)
    if known:
        changed = rdf_patch(unpacked(folder / known[-1].dump, version=known[-1].version), new)
        added, deleted = changes(changed)
        release = replace(release, previous=known[-1].version, added=added, deleted=deleted)
        files[folder / release.patch] = packed(changed)
    if not (folder / release.dump).is_file():
        files[folder / release.dump] = packed(new)
    files[folder / INDEX] = _index((*known, release))
    write_files(files)
    return release


def _keep_large(served: Served, known: tuple[Release, ...], *, day: str, note: str) -> Release:
    """The same where a dump may be too large for memory: everything is read and written line by line."""
    folder = served.folder / FOLDER
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix=".new-", dir=folder) as room:
        place = Path(room)
        dump, patch_file = place / "dump.nq.gz", place / "patch.rdfp.gz"
        release = Release(
            version=served.version, day=day, note=note, sha256=pack(merged(_pieces(served, place), place), dump)
        )
        moves = {dump: folder / release.dump}
        if known:
            last = known[-1]
            old = unpacked_lines(folder / last.dump, sha256_of_all=last.sha256 or last.version)
            new = unpacked_lines(dump, sha256_of_all=release.sha256)
            changed, added, deleted = patch_lines(old, new, place)
            release = replace(release, previous=last.version, added=added, deleted=deleted)
            before = last.sha256 or _hash_of(folder / last.dump)
            pack(patch(changed, old=before, new=release.sha256), patch_file)
            moves[patch_file] = folder / release.patch
        for made, wanted in moves.items():
            made.replace(wanted)
    write_files({folder / INDEX: _index((*known, release))})
    return release


def _pieces(served: Served, place: Path) -> list[Path]:
    """The published N-Quads as files of sorted lines, which stay while another publication takes their place."""
    found: list[Path] = []
    for name, data in served.files.items():
        if name.endswith(".nq"):
            file, lines = place / f"piece-{len(found)}.nq", bytes(data)
            file.write_bytes(lines)
            if digest(lines) != served.manifest["files"][name]["sha256"]:
                raise DataError(
                    "it was published again while the release was being made.",
                    where=str(served.folder),
                    remedy="Run the same command again.",
                )
            found.append(file)
    return found


def _hash_of(packed_file: Path) -> str:
    known = sha256()
    for line in unpacked_lines(packed_file, sha256_of_all=""):
        known.update(line)
    return known.hexdigest()


def _index(releases: tuple[Release, ...]) -> bytes:
    listed: list[dict[str, Any]] = [asdict(one) for one in releases]
    for one in listed:
        if not one["sha256"]:
            del one["sha256"]
    return (json.dumps({"releases": listed}, ensure_ascii=False, indent=2) + "\n").encode()


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
        and isinstance(release.sha256, str)
        and (not release.sha256 or _SHA256.fullmatch(release.sha256))
    )
