"""The site as files: every address of the server's that a file can have, with the same bytes, and rules for hosts."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dateline.errors import ExportError, OutputError
from dateline.output import recover, replace_folder
from dateline.web.hosting import hosting_files
from dateline.web.media_types import is_known
from dateline.web.pages import render_notice
from dateline.web.served import open_served
from dateline.web.site import Site

MARK = ".dateline-site"
"""The file by which a folder is known to be one that may be replaced."""


_LONGEST_NAME = 255


@dataclass(kw_only=True, slots=True)
class Written:
    """What was written: how many files, how many bytes, and what a user should be told."""

    files: int = 0
    size: int = 0
    notes: list[str] = field(default_factory=list)


def write_site(
    path: Path, folder: Path, *, at: str | None = None, services: bool = True, told: Callable[[int, int], object] = max
) -> Written:
    """Writes the site of a collection or document into a folder, whole or not at all.

    `at` is the URL where it will be reached; without `services` its descriptions name no endpoint there; `told`
    hears how many files are written, and of how many. Raises what
    opening the publication raises, and `OutputError` for a folder that holds something else.
    """
    _require_ours(folder)
    site = Site(replace(open_served(path, at=at), services=services))
    done = Written(notes=list(site.served.notes))
    replace_folder(folder, _Files(site, done, told), dotted=True, safely=False)
    return done


class _Files(Mapping[str, bytes]):
    """The files by their names on the disk, each made when it is written."""

    def __init__(self, site: Site, done: Written, told: Callable[[int, int], object]) -> None:
        self._site = site
        self._done = done
        self._told = told
        exceptions = {name: one.media_type for name, one in site.fixed.items() if not is_known(name, one.media_type)}
        at = site.served.at
        missing = render_notice(site.served, "404 Not Found", "There is nothing here.", root=urlsplit(at).path)
        rules = hosting_files(at, exceptions, missing=missing)
        self._more = {**rules, MARK: f"{site.served.version}\n".encode()}
        self._paths = {name: path for path in site.paths() if (name := _name(path, done)) is not None}

    def __iter__(self) -> Iterator[str]:
        return iter((*self._more, *self._paths))

    def __len__(self) -> int:
        return len(self._more) + len(self._paths)

    def __getitem__(self, name: str) -> bytes:
        if name in self._more:
            return self._more[name]
        found = self._site.file(self._paths[name])
        if found is None:
            raise KeyError(name)
        return bytes(found.data)

    def items(self) -> ItemsView[str, bytes]:
        return _Items(self, self._done, self._told)


class _Items(ItemsView[str, bytes]):
    """The files with their bytes, but for those that cannot be made."""

    def __init__(self, files: _Files, done: Written, told: Callable[[int, int], object]) -> None:
        super().__init__(files)
        self._files = files
        self._done = done
        self._told = told

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        for name in self._files:
            try:
                data = self._files[name]
            except ExportError as refused:
                self._done.notes.append(f"{name} is left out: {refused}")
                continue
            self._done.files += 1
            self._told(self._done.files, len(self._files))
            self._done.size += len(data)
            yield name, data


def _name(path: str, done: Written) -> str | None:
    """The name under which a web server finds a path on the disk; null, with a note, where it cannot be one."""
    name = unquote(path, errors="surrogateescape")
    longest = max(len(part.encode("utf-8", "surrogateescape")) for part in name.split("/"))
    if name.count("/") == path.count("/") and "\0" not in name and longest <= _LONGEST_NAME:
        return name
    done.notes.append(f"{path} is left out: no file can have this name.")
    return None


def _require_ours(folder: Path) -> None:
    recover(folder)
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise OutputError(
            f"this folder would be replaced, but it was not made by dateline site: it has no {MARK}.",
            where=str(folder),
            remedy="Choose another one with -o, or move it away.",
        )
